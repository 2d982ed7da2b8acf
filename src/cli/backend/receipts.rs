//! Importing, reconciling, listing exceptions.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::ScopedJoinHandle;

use super::session::{Session, watching};
use super::{ImportOptions, Reconciled, StatementLine, StatementPart, Statements};
use crate::book::files::RuleFile;
use crate::book::matching;
use crate::cli::context::Context;
use crate::cli::failure::{Failure, complain};
use crate::domain::copies::Occasion;
use crate::domain::day::BusinessDay;
use crate::domain::import::{FileReport, Outcome as FileOutcome};
use crate::domain::matching::rules::Rules;
use crate::domain::matching::trial::Trial;
use crate::domain::recon::{DayResult, ExceptionCase};
use crate::domain::rejection::Rejection;
use crate::domain::statement::ParsedStatement;
use crate::import::{ReadOptions, off_sheet, open};
use crate::ops::import::{Looked, Opened, imported_report, known_files, look_at, preview};
use crate::ops::reconcile::{self, range_digest};
use crate::ops::registry::{self, LookedRegistry};
use crate::ops::site::read_file;
use crate::ops::{Command, Outcome, statement};
use crate::store::StatementRange;
use crate::tui::desk::Progress;

/// Reads, checks and (unless `dry_run`) imports files, one report each, in order.
///
/// # Errors
/// A refusal of the whole request; what is wrong with a file stands in its report.
pub fn import(
    context: &Context,
    files: &[PathBuf],
    options: &ImportOptions,
    progress: &Progress,
) -> Result<Vec<FileReport>, Failure> {
    let session = Session::open(context)?;
    if let Some(format) = options.format.as_deref().filter(|name| !session.knows(name)) {
        return Err(Failure::Usage(crate::text::commands::unknown_format(format, context.lang)));
    }
    if !options.dry_run
        && let Some(note) = session.keep_or_note(Occasion::BeforeImport)
    {
        complain(&note);
    }
    session.import_all(files, options, progress)
}

/// Matches the days from–to.
///
/// # Errors
/// A refusal when there are no entries or the result does not add up.
pub fn reconcile(
    context: &Context,
    from: BusinessDay,
    to: BusinessDay,
    progress: &Progress,
) -> Result<Reconciled, Failure> {
    let days = Session::open(context)?.reconcile(from, to, progress)?;
    Ok(Reconciled { digest: range_digest(&days), days })
}

/// What the rules of a file would match and unmatch on the days from–to, beside those in force; nothing is
/// written.
///
/// # Errors
/// A refusal of the file by its line, or when there are no entries.
pub fn try_rules(
    context: &Context,
    range: (BusinessDay, BusinessDay),
    path: &Path,
    progress: &Progress,
) -> Result<Trial, Failure> {
    let session = Session::open(context)?;
    let shown = path.display().to_string();
    let file = RuleFile { name: shown.clone(), shown, text: read_file(path)?.text.into() };
    let rules = Rules { labels: session.run.rules.labels.clone(), ..matching::parse(&file)? };
    Ok(reconcile::try_rules(&session.store, range, &session.run, &rules, &*watching(progress).0)?)
}

/// Every case of the days from–to (of all days when `None`), informational ones too, oldest first.
///
/// # Errors
/// A refusal when there is no book.
pub fn exceptions(context: &Context, range: Option<(BusinessDay, BusinessDay)>) -> Result<Vec<ExceptionCase>, Failure> {
    let session = Session::open(context)?;
    let everything = (BusinessDay::MIN, BusinessDay::MAX);
    let (from, to) = range.unwrap_or(everything);
    Ok(session.aged(session.reader()?.cases_between(from, to)?))
}

/// Rows of the statements in the book: of one account or of all, posted on the days from–to.
///
/// # Errors
/// A refusal when there is no book.
pub fn statements(
    context: &Context,
    account: Option<&str>,
    (from, to): (BusinessDay, BusinessDay),
) -> Result<Statements, Failure> {
    let reader = Session::open(context)?.reader()?;
    let rows = reader.statement_rows(&StatementRange { account, from, to })?;
    let parts =
        reader.statement_parts(account)?.into_iter().filter(|part| part.part.to >= from && part.part.from <= to);
    Ok(Statements {
        parts: parts.map(|booked| StatementPart { file: booked.file, part: booked.part }).collect(),
        rows: rows.into_iter().map(|row| StatementLine { id: row.id, file: row.file, row: row.row }).collect(),
    })
}

/// A file looked at: receipts, or a file of the registry.
enum Seen {
    Receipts(Looked),
    Registry(LookedRegistry),
}

impl Session {
    /// Whether some layout has that name.
    fn knows(&self, name: &str) -> bool {
        self.formats.knows(name) || self.registry.layouts.iter().any(|layout| layout.name == name)
    }

    /// Imports files in order; while one is stored the next is read from disk.
    fn import_all(
        &self,
        files: &[PathBuf],
        options: &ImportOptions,
        progress: &Progress,
    ) -> Result<Vec<FileReport>, Failure> {
        let mut reports = Vec::with_capacity(files.len());
        let mut known = known_files(&self.reader()?, files)?;
        std::thread::scope(|scope| {
            let mut ahead = None;
            for (place, path) in files.iter().enumerate() {
                if let Some(report) = known.get_mut(place).and_then(Option::take) {
                    reports.push(report);
                    continue;
                }
                let opened = match ahead.take() {
                    Some(reading) => joined(reading),
                    None => open(path),
                };
                let looked = self.look(opened, options, progress)?;
                let unknown = known.get(place + 1).is_some_and(Option::is_none);
                ahead = files.get(place + 1).filter(|_| unknown).map(|next| scope.spawn(move || open(next)));
                reports.push(self.settle(looked, options)?);
            }
            Ok(reports)
        })
    }

    /// Imports one file, or says what that would do.
    pub(super) fn import(
        &self,
        path: &Path,
        options: &ImportOptions,
        progress: &Progress,
    ) -> Result<FileReport, Failure> {
        let looked = self.look(open(path), options, progress)?;
        self.settle(looked, options)
    }

    fn look(&self, opened: Opened, options: &ImportOptions, progress: &Progress) -> Result<Seen, Failure> {
        let told = |done: u64, total: u64| {
            progress.tell(done, total);
            !progress.cancel.load(Ordering::Relaxed)
        };
        let today = self.context.now.today;
        let read = ReadOptions {
            format: options.format.as_deref(),
            account: options.account.as_deref(),
            day: options.day,
            sheet_reader: self.program.as_deref(),
            today,
            progress: &told,
        };
        let opened = opened.and_then(|raw| off_sheet(raw, &read));
        if let Ok(raw) = &opened {
            match registry::look(&self.reader()?, &self.registry, raw, &read)? {
                LookedRegistry::Other => {}
                looked => return Ok(Seen::Registry(looked)),
            }
        }
        match look_at(&self.reader()?, &self.formats, opened, &read)? {
            // A refusal without any error is a reading that was stopped.
            Looked::Settled(report) if report.outcome == FileOutcome::Refused && report.errors.is_empty() => {
                Err(Rejection::Cancelled.into())
            }
            looked => Ok(Seen::Receipts(looked)),
        }
    }

    fn settle(&self, seen: Seen, options: &ImportOptions) -> Result<FileReport, Failure> {
        let parsed = match seen {
            Seen::Receipts(Looked::Settled(report)) => return Ok(*report),
            Seen::Receipts(Looked::Ready(parsed)) => Arc::from(parsed),
            Seen::Receipts(Looked::Statement(parsed)) => return self.settle_statement(Arc::from(parsed), options),
            Seen::Registry(looked) => return self.settle_registry(looked, options),
        };
        if options.dry_run {
            return Ok(preview(&self.reader()?, &parsed)?);
        }
        let command = Command::ImportFile { parsed: Arc::clone(&parsed), rules: self.rules.clone() };
        let Outcome::FileImported(done) = self.execute(command)? else { return Err(mismatched()) };
        Ok(imported_report(&parsed, &done))
    }

    fn settle_statement(&self, parsed: Arc<ParsedStatement>, options: &ImportOptions) -> Result<FileReport, Failure> {
        let seen = statement::preview(&self.reader()?, &parsed)?;
        if options.dry_run {
            return Ok(seen);
        }
        let command = Command::ImportStatement { parsed, rules: self.rules.clone() };
        let Outcome::StatementImported(done) = self.execute(command)? else { return Err(mismatched()) };
        Ok(statement::imported_report(seen, &done))
    }

    /// Matches days and stores the result.
    pub(super) fn reconcile(
        &self,
        from: BusinessDay,
        to: BusinessDay,
        progress: &Progress,
    ) -> Result<Vec<DayResult>, Failure> {
        let run = Box::new(self.run.clone());
        let command = Command::Reconcile { from, to, run, rules: self.rules.clone(), watch: watching(progress) };
        let Outcome::DaysReconciled(done) = self.execute(command)? else { return Err(mismatched()) };
        Ok(done.results)
    }
}

fn joined(reading: ScopedJoinHandle<'_, Opened>) -> Opened {
    reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// A command answered with another command's outcome: a defect of the program, said as such.
pub(super) fn mismatched() -> Failure {
    Failure::Fault { what: "the outcome is another command's".into(), context: "execute".into() }
}
