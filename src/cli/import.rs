//! `sanhe import FILE…`: sniff, check control totals, quarantine bad rows, import.

use std::path::PathBuf;

use super::backend::{self, ImportOptions};
use super::context::{Context, parse_day};
use super::failure::{Answer, Exit, Failure, complain};
use super::table::{Align, Table, clean};
use super::{json, progress};
use crate::domain::arrears::registry::RegistryReport;
use crate::domain::day::BusinessDay;
use crate::domain::import::{FileReport, Outcome};
use crate::text::arrears;
use crate::text::commands::{self, CommandWord};
use crate::text::lang::Lang;
use crate::text::{messages, terms};

/// Errors of one file told to a person; the rest stand in the JSON.
const ERRORS_TOLD: usize = 10;

/// Arguments of `sanhe import`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Files to import, in any order
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Layout to read by, as `sanhe formats` names it; else sniffed
    #[arg(long, value_name = "NAME")]
    format: Option<String>,
    /// The house's account a statement belongs to, where the file does not say
    #[arg(long, value_name = "NO")]
    account: Option<String>,
    /// Business day of files that name none
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    day: Option<BusinessDay>,
    /// Read and check only; write nothing
    #[arg(long)]
    dry_run: bool,
    /// Of employers, dues or payments with bad rows take the good ones; writes both parts as files
    #[arg(long)]
    take_good: bool,
    /// Where sheets of rejected rows are written; else beside the file
    #[arg(long, value_name = "DIRECTORY")]
    rejects: Option<PathBuf>,
}

/// Imports the files.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let options = ImportOptions {
        format: args.format.clone(),
        account: args.account.clone(),
        day: args.day,
        dry_run: args.dry_run,
        take_good: args.take_good,
        rejects: args.rejects.clone(),
    };
    let reports = progress::watched(|progress| backend::import(context, &args.files, &options, progress))?;
    // A day that was given and is not the file's was not used.
    let own = |report: &FileReport| report.days.is_some() && report.days != args.day.zip(args.day);
    if args.day.is_some() && reports.iter().any(own) {
        complain(commands::rows_name_their_own(context.lang));
    }
    let words = || {
        let listing = listing(&reports, context.lang);
        let dry = if args.dry_run { CommandWord::DryRun.in_lang(context.lang) } else { "" };
        format!("{listing}{dry}")
    };
    Ok(Answer::new(context, exit(&reports), || json::files(&reports, context.lang), words))
}

/// 1 when a file was refused or a row quarantined; a known file is no difference.
fn exit(reports: &[FileReport]) -> Exit {
    let wrong = |report: &FileReport| report.outcome == Outcome::Refused || report.quarantined > 0;
    if reports.iter().any(wrong) { Exit::Refused } else { Exit::Done }
}

/// What became of each file, for people.
pub fn listing(reports: &[FileReport], lang: Lang) -> String {
    let mut text = String::new();
    for report in reports {
        text.push_str(&file(report, lang));
        text.push('\n');
    }
    if reports.len() > 1 {
        let count = |outcome| reports.iter().filter(|report| report.outcome == outcome).count();
        let (imported, known) = (count(Outcome::Imported), count(Outcome::Known));
        text.push_str(&commands::files_summary(imported, known, count(Outcome::Refused), lang));
        text.push('\n');
    }
    text
}

fn file(report: &FileReport, lang: Lang) -> String {
    let path = clean(&report.path);
    let mut facts = vec![terms::outcome(report.outcome, lang).to_string()];
    facts.extend(Some(report.format.clone()).filter(|format| !format.is_empty()));
    facts.extend(report.source_code().map(|_| terms::source(report.side, lang).to_string()));
    facts.extend(report.registry.as_ref().map(|more| arrears::source(more.source, lang).to_string()));
    facts.extend(report.encoding.map(|encoding| terms::encoding(encoding, lang).to_string()));
    facts.extend(report.days.map(|(from, to)| if from == to { from.to_string() } else { format!("{from} … {to}") }));
    let mut lines = vec![path.clone(), format!("  {}", facts.join("  "))];
    match (&report.registry, report.outcome) {
        (None, _) => lines.push(format!("  {}", commands::file_counts(report, lang))),
        (Some(_), Outcome::Refused) => {}
        (Some(_), Outcome::Imported | Outcome::Known) => lines.push(format!("  {}", arrears::counts(report, lang))),
    }
    if let Some((utc, operator)) = &report.known_since {
        lines.push(format!("  {}", commands::known_since(utc, operator, lang)));
    }
    let parts = report.accounts.iter().flatten();
    lines.extend(parts.map(|part| format!("  {}", clean(&commands::account_part(part, lang)))));
    let mut text = lines.join("\n");
    text.push('\n');
    text.push_str(&controls(report, lang));
    text.push_str(&report.registry.as_ref().map_or(String::new(), |more| registry(report.outcome, more, lang)));
    for error in report.errors.iter().take(ERRORS_TOLD) {
        text.push_str(&format!("  {}\n", clean(&messages::row_error_line(&path, error, lang))));
    }
    if report.errors.len() > ERRORS_TOLD {
        text.push_str(&format!("  {}\n", commands::and_more(report.errors.len() - ERRORS_TOLD, lang)));
    }
    for warning in report.warnings.iter().take(ERRORS_TOLD) {
        let word = CommandWord::Warning.in_lang(lang);
        text.push_str(&format!("  {word} · {}\n", clean(&messages::row_error_line(&path, warning, lang))));
    }
    text
}

/// What more there is to say of a registry file: its rejects, its result files, what corrections changed.
fn registry(outcome: Outcome, more: &RegistryReport, lang: Lang) -> String {
    let mut text = String::new();
    if more.rejected > 0 {
        let told = arrears::rejected(more.rejected, more.rows, outcome == Outcome::Refused, lang);
        text.push_str(&format!("  {told}\n"));
    }
    for sheet in &more.sheets {
        text.push_str(&format!("  → {}\n", clean(sheet)));
    }
    for change in more.changes.iter().take(ERRORS_TOLD) {
        text.push_str(&format!("  {}\n", clean(&arrears::change(change, lang))));
    }
    if more.changes.len() > ERRORS_TOLD {
        text.push_str(&format!("  {}\n", commands::and_more(more.changes.len() - ERRORS_TOLD, lang)));
    }
    text
}

fn controls(report: &FileReport, lang: Lang) -> String {
    if report.controls.is_empty() {
        return String::new();
    }
    let mut table = Table::new([
        (CommandWord::Control.in_lang(lang), Align::Left),
        (CommandWord::Expected.in_lang(lang), Align::Right),
        (CommandWord::Actual.in_lang(lang), Align::Right),
        (CommandWord::Verdict.in_lang(lang), Align::Left),
    ])
    .indented(2);
    for control in &report.controls {
        let verdict = if control.ok { CommandWord::Agrees } else { CommandWord::Disagrees };
        let figures =
            [terms::control_name(&control.name, lang).to_string(), control.expected.clone(), control.actual.clone()];
        table.row(figures.into_iter().chain([verdict.in_lang(lang).to_string()]));
    }
    table.render()
}
