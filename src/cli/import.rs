//! `sanhe import FILE…`: sniff, check control totals, quarantine bad rows, import.

use std::path::PathBuf;

use super::backend::{self, ImportOptions};
use super::context::{Context, parse_day};
use super::failure::{Answer, Exit, Failure, complain};
use super::table::{Align, Table, clean};
use super::{json, progress};
use crate::domain::day::BusinessDay;
use crate::domain::import::{FileReport, Outcome};
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
}

/// Imports the files.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let options = ImportOptions { format: args.format.clone(), account: args.account.clone(), dry_run: args.dry_run };
    if args.day.is_some() {
        complain(commands::rows_name_their_own(context.lang));
    }
    let reports = progress::watched(|progress| backend::import(context, &args.files, &options, progress))?;
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
    facts.extend(report.encoding.map(|encoding| terms::encoding(encoding, lang).to_string()));
    facts.extend(report.days.map(|(from, to)| if from == to { from.to_string() } else { format!("{from} … {to}") }));
    let mut lines = vec![path.clone(), format!("  {}", facts.join("  "))];
    lines.push(format!("  {}", commands::file_counts(report, lang)));
    if let Some((utc, operator)) = &report.known_since {
        lines.push(format!("  {}", commands::known_since(utc, operator, lang)));
    }
    let parts = report.accounts.iter().flatten();
    lines.extend(parts.map(|part| format!("  {}", clean(&commands::account_part(part, lang)))));
    let mut text = lines.join("\n");
    text.push('\n');
    text.push_str(&controls(report, lang));
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
