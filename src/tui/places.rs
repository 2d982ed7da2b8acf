//! 去处: which action leads to which screen, and which screens there are only one of.
//!
//! Invariant: a screen that can be gone to from anywhere stands here in one line.

use super::action::{Action, Scope};
use super::chase::EmployersAsk;
use super::deferral::DeferralText;
use super::desk::{EntryFilter, QuarantineFilter};
use super::matrix::MatrixView;
use super::screen::{CaseFilter, Place, SigningAsked};
use crate::domain::entry::Side;

/// The action, the screen it leads to when there is only one of it, and where it leads.
type Going = (Action, Option<Scope>, fn() -> Place);

const GOING: &[Going] = &[
    (Action::GoCalendar, Some(Scope::Calendar), || Place::Calendar),
    (Action::GoImport, Some(Scope::Import), || Place::Import),
    (Action::GoExceptions, None, || Place::Exceptions(CaseFilter::default())),
    (Action::AllEntries, None, || Place::Entries(EntryFilter::of(None, Side::His))),
    (Action::GoFunds, Some(Scope::Funds), || Place::Funds),
    (Action::GoEmployers, None, || Place::Employers(EmployersAsk::default())),
    (Action::GoWorklist, Some(Scope::Worklist), || Place::Worklist),
    (Action::GoPapers, None, || Place::Papers(None)),
    (Action::GoProgress, Some(Scope::Progress), || Place::Progress),
    (Action::GoAgeing, None, || Place::Ageing),
    (Action::GoApprovals, Some(Scope::Approvals), || Place::Approvals),
    (Action::GoQuarantine, None, || Place::Quarantine(QuarantineFilter::default())),
    (Action::GoApplications, Some(Scope::Applications), || Place::Applications),
    (Action::GoDeferralStatistics, None, || Place::DeferralText(DeferralText::Statistics)),
    (Action::GoPolicies, None, || Place::DeferralText(DeferralText::Policies)),
    (Action::GoRadar, None, || Place::DeferralText(DeferralText::Radar)),
    (Action::GoEligibility, None, || Place::Eligibility(MatrixView { open_only: true, ..MatrixView::default() })),
    (Action::GoOperators, Some(Scope::Operators), || Place::Operators),
    (Action::GoSite, Some(Scope::Site), || Place::Site),
    (Action::GoJournal, Some(Scope::Journal), || Place::Journal),
    (Action::GoSigning, None, || Place::Signing(SigningAsked::Change)),
    (Action::KeyTest, None, || Place::KeyTest),
];

/// Where an action leads; `None` for one that leads nowhere.
pub fn destination(action: Action) -> Option<Place> {
    GOING.iter().find(|(going, _, _)| *going == action).map(|(_, _, place)| place())
}

/// Whether an action leads to the screen one is on already.
pub fn is_here(action: Action, scope: Scope) -> bool {
    GOING.iter().any(|(going, to, _)| *going == action && *to == Some(scope))
}

/// Whether there is only one screen of this kind: it is gone back to, never opened twice.
pub fn is_single(scope: Scope) -> bool {
    scope == Scope::Home || GOING.iter().any(|(_, to, _)| *to == Some(scope))
}
