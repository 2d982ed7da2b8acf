//! The screens, and the one place that knows them all.
//!
//! Invariant: no screen names another; they ask for a [`Place`] and [`open`] finds it.

use super::screen::{Place, Screen};

mod approval;
mod approvals;
mod balance;
mod batch;
mod board;
mod bridge;
mod calendar;
mod chase;
mod choice;
mod closing;
mod collect;
mod columns;
mod confirm;
mod counterparts;
mod deferral;
mod entries;
mod exception;
mod exceptions;
mod folder;
mod forms;
mod funds;
mod help;
mod home;
mod import;
mod import_files;
mod import_view;
mod journal;
mod keytest;
mod legs;
mod listing;
mod mapping;
mod mapping_lines;
mod mapping_view;
mod operators;
mod pane;
mod papers;
mod quarantine;
mod raw;
mod reader;
mod signing;
mod site;
mod together;
mod why;
mod work;
mod worklist;

/// The screen of a place, not loaded yet.
pub fn open(place: Place) -> Box<dyn Screen> {
    match place {
        Place::Home => Box::new(home::Home::default()),
        Place::Calendar => Box::new(calendar::Calendar::default()),
        Place::Board(day) => Box::new(board::Board::new(day)),
        Place::Bridges(day) => Box::new(board::Board::bridges(day)),
        Place::Closing(day) => Box::new(closing::Closing::new(day)),
        Place::Exceptions(filter) => Box::new(exceptions::Exceptions::new(filter)),
        Place::Exception(walk) => Box::new(exception::Exception::new(walk)),
        Place::Funds => Box::new(funds::FundsScreen::default()),
        Place::Balance(account, on) => Box::new(balance::Balance::new(account, on)),
        Place::Together(asked) => Box::new(together::Together::new(asked)),
        Place::Counterparts(case, version) => Box::new(counterparts::Counterparts::new(*case, version)),
        Place::Entries(filter) => Box::new(entries::Entries::new(filter)),
        Place::Quarantine(filter) => Box::new(quarantine::Quarantine::new(filter)),
        Place::Import => Box::new(import::Import::default()),
        Place::Mapping(tried) => Box::new(mapping::Mapping::new(*tried)),
        Place::Raw(legs, at) => Box::new(raw::Raw::new(legs, at)),
        Place::Why(facts) => Box::new(why::Why::new(*facts)),
        Place::KeyTest => Box::new(keytest::KeyTest::default()),
        Place::Help(rows) => Box::new(help::Help::new(rows)),
        Place::Confirm(action, warning) => Box::new(confirm::Confirm::new(action, warning)),
        Place::Choice(title, rows) => Box::new(choice::Choice::new(title, rows)),
        Place::Columns(columns, view) => Box::new(columns::Columns::new(columns, view)),
        Place::Batch(preview) => Box::new(batch::Batch::new(*preview)),
        Place::Form(asking) => Box::new(forms::FormScreen::new(asking)),
        Place::Operators => Box::new(operators::Operators::default()),
        Place::Approvals => Box::new(approvals::Approvals::default()),
        Place::Approval(number) => Box::new(approval::Approval::new(number)),
        Place::Signing(asked) => Box::new(signing::Signing::new(asked)),
        Place::Journal => Box::new(journal::Journal::default()),
        Place::Site => Box::new(site::Site::default()),
        Place::Employers(ask) => Box::new(chase::employers::Employers::new(ask)),
        Place::Employer(code, as_of) => Box::new(chase::employer::Employer::new(code, as_of)),
        Place::Worklist => Box::new(worklist::Worklist::default()),
        Place::Plan(asked) => Box::new(collect::plan::Plan::new(*asked)),
        Place::Progress => Box::new(collect::progress::Progress::default()),
        Place::Notices(ask) => Box::new(papers::notices::Notices::new(ask)),
        Place::Papers(batch) => Box::new(papers::register::Register::new(batch)),
        Place::Applications => Box::new(deferral::applications::Applications::default()),
        Place::Eligibility(asked) => Box::new(deferral::matrix::Matrix::new(asked)),
        Place::DeferralText(text) => Box::new(deferral::reading::Reading::new(text)),
        Place::Ageing => Box::new(chase::ageing::Ageing::default()),
        Place::Working(code, place, as_of) => Box::new(chase::working::Working::new(code, place, as_of)),
        Place::Dossier(code, as_of) => Box::new(chase::working::Working::dossier(code, as_of)),
    }
}
