//! Every job without a screen: one file a command, its arguments and its run.
//!
//! Invariant: commands reach the book only through [`backend`]; stdout carries the answer alone; the exit
//! code is 0 done, 1 refused or differences left, 2 usage, 3 fault.

pub mod backend;
pub mod context;
pub mod failure;
pub mod json;
pub mod progress;
pub mod table;

mod ageing;
mod applications;
mod approvals;
mod assign;
mod backup;
mod balance;
mod bench;
mod call;
mod chase;
mod code;
mod completions;
mod day;
mod deferral;
mod deferral_figures;
mod demo;
mod deployment;
mod doctor;
mod drill;
mod employer;
mod employers;
mod exceptions;
mod fee;
mod formats;
mod formats_new;
mod import;
mod init;
mod journal;
mod keys;
mod mark;
mod notices;
mod operator;
mod out;
mod plan;
mod progress_sheet;
mod promise;
mod read_sheet;
mod reconcile;
mod report;
mod restore;
mod rights;
mod sample;
mod settlement;
mod site;
mod stand_in;
mod statements;
mod worklist;
mod workstation;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use context::{Context, GlobalArgs, language_or_default};
use failure::{Answer, Exit, Failure, complain};

pub use exceptions::listing as exceptions_listing;
pub use import::listing as import_listing;
pub use reconcile::listing as reconcile_listing;

/// Three-way reconciliation, arrears and deferrals in a text terminal (三核).
#[derive(Parser, Debug)]
#[command(
    name = "sanhe",
    version,
    after_help = "Without a command the workstation opens.\n\
                  Exit codes: 0 done, 1 refused or differences left, 2 usage, 3 fault (disk, database)."
)]
pub struct Cli {
    /// Arguments of every command.
    #[command(flatten)]
    pub global: GlobalArgs,
    /// The command; the workstation when none.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// 命令.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Make a demonstration book from the samples and open the workstation on it
    Demo(demo::Args),
    /// Make a new book with its first operator
    Init(init::Args),
    /// Operators: add, list
    Operator(operator::Args),
    /// The house's own facts (merchants, rates, accounts): show, import
    Site(site::Args),
    /// Import files of HIS, cashiers, channels and banks
    Import(import::Args),
    /// The layouts known and the columns each needs
    Formats(formats::Args),
    /// Match the three books of a day or a range of days
    Reconcile(reconcile::Args),
    /// List the differences, each with its reason
    Exceptions(exceptions::Args),
    /// The keys: every action with its keys, or a key file checked
    Keys(keys::Args),
    /// List what the banks' statements say of the house's accounts
    Statements(statements::Args),
    /// Channel days under contract: net, fee at the contract's rate, when and how the bank credited it
    Settlement(settlement::Args),
    /// Employers with what they owe; `find` by a part of name, number or code
    Employers(employers::Args),
    /// One employer's ledger, line by month, with the late fee
    Employer(employer::Args),
    /// Arrears as of any date, by age and line, officer, area, type or employer
    #[command(visible_alias = "arrears")]
    Ageing(ageing::Args),
    /// The ladder of chasing: where an employer stands, steps, service, holds, the bankruptcy claim
    Chase(chase::Args),
    /// Papers to employers in batches: preview, freeze and number, render
    Notices(notices::Args),
    /// Today's list: whom to work, why, in which order, by which next step
    Worklist(worklist::Args),
    /// Progress of clearing arrears: the equation of every cell, rates, targets, ranking
    Progress(progress_sheet::Args),
    /// Targets of a year: set, import, list
    Target(progress_sheet::TargetArgs),
    /// Give employers to an officer, by area, size or officer
    Assign(assign::Args),
    /// Marks on employers: watch list, persons who cannot retire, type of debtor, key debtors
    Mark(mark::Args),
    /// Calls with employers: log one, list them
    Call(call::Args),
    /// Promises, judged from receipts: list, change, withdraw
    Promise(promise::Args),
    /// Repayment plans: make one, list them, end one
    Plan(plan::Args),
    /// A late fee with its working, for any principal, dates and payments
    Fee(fee::Args),
    /// Check credit codes, organisation codes, resident and card numbers
    Code(code::Args),
    /// Close a day by two persons: status, declare, close, review, reopen
    Day(day::Args),
    /// Approvals: what waits, approve, return, refuse, withdraw
    Approvals(approvals::Args),
    /// Posts of operators: the ledger of rights, request, take back
    Rights(rights::Args),
    /// Stand-ins: who acts for whom, for some days
    StandIn(stand_in::Args),
    /// Print the adjustment statement of a bank account from a file of its items
    Balance(balance::Args),
    /// Sheets to print and send out: differences, day
    Report(report::Args),
    /// The journal: show, verify
    Journal(journal::Args),
    /// Copy the book and verify the copy: to a new file, or among the standing copies
    Backup(backup::Args),
    /// Restore a standing copy for a try, check it in full and compare its control totals
    Drill(drill::Args),
    /// Put a verified copy at the place of --book, which must be free
    Restore(restore::Args),
    /// Check the terminal and its keys, and where the book stands: plain text to send to support
    Doctor(doctor::Args),
    /// Write the two files of the standard deployment (sshd, sudo), each checked first; run as root
    Setup(deployment::setup::Args),
    /// What sshd and sudo start for an operator: the workstation, or one verb of a short list
    #[command(hide = true)]
    Door,
    /// Deferral of contributions: the policies on record, who may put off what
    Deferral(deferral::Args),
    /// Read a sheet from standard input under limits; for the program itself
    #[command(hide = true)]
    ReadSheet,
    /// Print the completion script of a shell
    Completions(completions::Args),
    /// Write made-up files with planted defects and their truth
    Sample(sample::Args),
    /// Time import and reconciliation of made-up receipts
    Bench(bench::Args),
}

/// Runs the program; the exit code is 0 done, 1 refused or differences left, 2 usage, 3 fault.
pub fn main() -> ExitCode {
    // What the program writes is for its owner alone.
    nix::sys::stat::umask(nix::sys::stat::Mode::from_bits_truncate(0o077));
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help goes to stdout, errors to stderr; a pipe closed on either is nobody's fault.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage.into() } else { Exit::Done.into() };
        }
    };
    if matches!(cli.command, Some(Command::ReadSheet)) {
        return read_sheet::run();
    }
    let lang = language_or_default(&cli.global);
    match run(&cli) {
        Ok(answer) => answer.print(lang).into(),
        Err(failure) => {
            complain(&failure.sentence(lang));
            failure.exit().into()
        }
    }
}

fn run(cli: &Cli) -> Result<Answer, Failure> {
    if let Some(Command::Completions(args)) = &cli.command {
        return Ok(completions::run(args, Cli::command())); // no book, no person, no day
    }
    let context = Context::new(&cli.global)?;
    let answer = carry_out(cli, &context);
    // What a copy made beside the work came to; the work itself is done.
    if let Some(trouble) = context.copies.told() {
        complain(&trouble);
    }
    answer
}

fn carry_out(cli: &Cli, context: &Context) -> Result<Answer, Failure> {
    match &cli.command {
        None => workstation::run(context),
        Some(Command::Demo(args)) => demo::run(context, args),
        Some(Command::Init(args)) => init::run(context, args),
        Some(Command::Operator(args)) => operator::run(context, args),
        Some(Command::Site(args)) => site::run(context, args),
        Some(Command::Import(args)) => import::run(context, args),
        Some(Command::Formats(args)) => formats::run(context, args),
        Some(Command::Reconcile(args)) => reconcile::run(context, args),
        Some(Command::Exceptions(args)) => exceptions::run(context, args),
        Some(Command::Keys(args)) => keys::run(context, args),
        Some(Command::Statements(args)) => statements::run(context, args),
        Some(Command::Settlement(args)) => settlement::run(context, args),
        Some(Command::Employers(args)) => employers::run(context, args),
        Some(Command::Employer(args)) => employer::run(context, args),
        Some(Command::Ageing(args)) => ageing::run(context, args),
        Some(Command::Chase(args)) => chase::run(context, args),
        Some(Command::Notices(args)) => notices::run(context, args),
        Some(Command::Worklist(args)) => worklist::run(context, args),
        Some(Command::Progress(args)) => progress_sheet::run(context, args),
        Some(Command::Target(args)) => progress_sheet::targets(context, args),
        Some(Command::Assign(args)) => assign::run(context, args),
        Some(Command::Mark(args)) => mark::run(context, args),
        Some(Command::Call(args)) => call::run(context, args),
        Some(Command::Promise(args)) => promise::run(context, args),
        Some(Command::Plan(args)) => plan::run(context, args),
        Some(Command::Fee(args)) => fee::run(context, args),
        Some(Command::Code(args)) => code::run(context, args),
        Some(Command::Day(args)) => day::run(context, args),
        Some(Command::Approvals(args)) => approvals::run(context, args),
        Some(Command::Rights(args)) => rights::run(context, args),
        Some(Command::StandIn(args)) => stand_in::run(context, args),
        Some(Command::Balance(args)) => balance::run(context, args),
        Some(Command::Report(args)) => report::run(context, args),
        Some(Command::Journal(args)) => journal::run(context, args),
        Some(Command::Backup(args)) => backup::run(context, args),
        Some(Command::Drill(args)) => drill::run(context, args),
        Some(Command::Restore(args)) => restore::run(context, args),
        Some(Command::Deferral(args)) => deferral::run(context, args),
        Some(Command::Setup(args)) => deployment::setup::run(context, args),
        Some(Command::Door) => deployment::door::run(context, |line| match Cli::try_parse_from(line) {
            Ok(cli) => run(&cli),
            Err(error) => Err(Failure::Usage(error.to_string())),
        }),
        // Taken out before: it answers nobody.
        Some(Command::ReadSheet) => Err(Failure::Usage(String::new())),
        Some(Command::Completions(args)) => Ok(completions::run(args, Cli::command())),
        Some(Command::Doctor(args)) => doctor::run(context, args),
        Some(Command::Sample(args)) => sample::run(context, args),
        Some(Command::Bench(args)) => bench::run(context, args),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declaration_of_arguments_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_argument_has_a_line_of_help() {
        fn walk(command: &clap::Command) {
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{} {}", command.get_name(), argument.get_id());
            }
            for inner in command.get_subcommands() {
                assert!(inner.get_about().is_some(), "{}", inner.get_name());
                walk(inner);
            }
        }
        walk(&Cli::command());
    }
}
