//! Importing a receipt file: look it up, read it, hold it against the book, add what is new.
//!
//! Invariants: a file enters whole or not at all; rows read = imported + known + changed +
//! quarantined + control rows. Reading, comparing and encoding run without the write ticket; under
//! it only prepared rows are written, and only if no other file came in meanwhile.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::{Deserialize, Serialize};

use super::versions::Plan;
use super::{Act, Outcome, Refusal, Turn, statement};
use crate::book::formats::Formats;
use crate::domain::day::BusinessDay;
use crate::domain::entry::EntryColumns;
use crate::domain::import::{FileReport, Outcome as FileOutcome, ParsedFile, RefusedFile};
use crate::domain::statement::ParsedStatement;
use crate::import::{self, Parsed, RawFile, ReadOptions};
use crate::store::{During, FileRow, NewFile, Reader, encode_segments};

/// 文件导入. What an import did, as its fact says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileImported {
    /// SHA-256 of the file.
    pub sha256: String,
    /// Path as given.
    pub path: String,
    /// Layout.
    pub format: String,
    /// Which book, by code.
    pub side: String,
    /// Rows below the header.
    pub rows_read: u64,
    /// Entries its rows became, where some row became several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entries: Option<u64>,
    /// New rows.
    pub imported: u64,
    /// Rows the book had.
    pub known: u64,
    /// Rows that took the place of an older version.
    pub changed: u64,
    /// Rows that did not parse.
    pub quarantined: u64,
    /// Totals rows.
    pub control_rows: u64,
    /// SHA-256 over its original and its entries as stored.
    pub stored_sha256: String,
    /// SHA-256 over what is stored beside them: versions, coverage, quarantine, refunds, deposits.
    pub side_rows_sha256: String,
    /// The file was in the book already; nothing was written.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repeated: bool,
}

/// A file looked at: settled already, or ready to be imported.
#[derive(Debug)]
pub enum Looked {
    /// Known or refused: this is all there is to say.
    Settled(Box<FileReport>),
    /// Receipts, read and checked.
    Ready(Box<ParsedFile>),
    /// A bank's statement, read and checked.
    Statement(Box<ParsedStatement>),
}

/// A file read from disk, or why it could not be.
pub type Opened = Result<RawFile, Box<RefusedFile>>;

/// Opens, looks up and reads a file; stores nothing.
///
/// # Errors
/// When the book cannot be read.
pub fn look(reader: &Reader, formats: &Formats, path: &Path, options: &ReadOptions<'_>) -> Result<Looked, Refusal> {
    look_at(reader, formats, import::open(path), options)
}

/// What the book says of files it has already, by place; `None` of a file that has to be read. Only files of a
/// size the book knows are hashed, several at a time and without holding one in memory.
///
/// # Errors
/// When the book cannot be read.
pub fn known_files<P: AsRef<Path> + Sync>(reader: &Reader, paths: &[P]) -> Result<Vec<Option<FileReport>>, Refusal> {
    let mut sized = Vec::new();
    for (place, path) in paths.iter().enumerate() {
        let bytes = std::fs::metadata(path.as_ref()).ok().filter(std::fs::Metadata::is_file).map(|about| about.len());
        if bytes.map(|bytes| reader.has_file_of(bytes)).transpose()?.unwrap_or(false) {
            sized.push((place, path.as_ref()));
        }
    }
    let mut known: Vec<Option<FileReport>> = paths.iter().map(|_| None).collect();
    for (place, sha256) in hashes(&sized) {
        let (Some(found), Some(path)) = (reader.file_by_sha256(&sha256)?, paths.get(place)) else { continue };
        known[place] = Some(known_report(&found, &path.as_ref().display().to_string()));
    }
    Ok(known)
}

/// SHA-256 of each file that can be read, on as many threads as the machine has.
fn hashes(files: &[(usize, &Path)]) -> Vec<(usize, String)> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(files.len());
    let next = AtomicUsize::new(0);
    let turn = || {
        let mut done = Vec::new();
        while let Some((place, path)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let hash = std::fs::File::open(path).and_then(import::sha256_of);
            done.extend(hash.ok().map(|hash| (*place, hash)));
        }
        done
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(turn)).collect();
        let mut done = turn();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    })
}

/// Looks up and reads a file that was opened before; stores nothing.
///
/// # Errors
/// When the book cannot be read.
pub fn look_at(
    reader: &Reader,
    formats: &Formats,
    opened: Opened,
    options: &ReadOptions<'_>,
) -> Result<Looked, Refusal> {
    let settled = |refused: Box<RefusedFile>| Looked::Settled(Box::new(refused_report(*refused, formats)));
    let raw = match opened {
        Ok(raw) => raw,
        Err(refused) => return Ok(settled(refused)),
    };
    if let Some(file) = reader.file_by_sha256(&raw.sha256)? {
        return Ok(Looked::Settled(Box::new(known_report(&file, &raw.path))));
    }
    if let Some(file) = reader.statement_by_sha256(&raw.sha256)? {
        return Ok(Looked::Settled(Box::new(statement::known_report(&file, &raw.path))));
    }
    match import::read(raw, formats, options) {
        Ok(Parsed::Receipts(parsed)) => Ok(Looked::Ready(parsed)),
        Ok(Parsed::Statement(parsed)) => Ok(Looked::Statement(parsed)),
        Err(refused) => Ok(settled(refused)),
    }
}

/// What importing a file would do, or did.
///
/// # Errors
/// When the book cannot be read.
pub fn preview(reader: &Reader, parsed: &ParsedFile) -> Result<FileReport, Refusal> {
    let plan = Plan::make(reader, parsed)?;
    Ok(report(parsed, plan.counts()))
}

/// The report of an import that was carried out.
pub fn imported_report(parsed: &ParsedFile, done: &FileImported) -> FileReport {
    let mut report = report(parsed, (done.imported, done.known, done.changed));
    if done.repeated {
        report.outcome = FileOutcome::Known;
    }
    report
}

pub(super) fn import(act: &Act<'_>, parsed: &ParsedFile) -> Result<Outcome, Refusal> {
    loop {
        let reader = act.store.reader()?;
        let plan = Plan::make(&reader, parsed)?;
        drop(reader);
        let segments = encode_segments(&parsed.entries, &plan.added, parsed.side)
            .during("encode a file's rows")
            .map_err(Refusal::from)?;
        let writer = match act.begin()? {
            Turn::Write(writer) => writer,
            Turn::Done(outcome) => return Ok(*outcome),
        };
        if let Some(file) = writer.file_by_sha256(&parsed.sha256)? {
            return Ok(Outcome::FileImported(already(&file)));
        }
        if writer.last_file_seq()? != plan.horizon {
            continue;
        }
        let new = NewFile {
            parsed,
            segments: &segments,
            counts: plan.counts(),
            supersedes: &plan.supersedes,
            first_day: first_day(&parsed.entries, act.now.today),
        };
        let seq = writer.next_seq()?;
        writer.put_file(seq, &new)?;
        let body = fact_body(parsed, &plan, new.stored_sha256(), writer.side_rows_sha256(seq)?);
        act.commit(writer, &parsed.sha256, &body)?;
        return Ok(Outcome::FileImported(body));
    }
}

fn first_day(entries: &EntryColumns, today: BusinessDay) -> BusinessDay {
    entries.day.iter().min().and_then(|day| BusinessDay::from_number(*day)).unwrap_or(today)
}

fn fact_body(parsed: &ParsedFile, plan: &Plan, stored_sha256: String, side_rows_sha256: String) -> FileImported {
    let (imported, known, changed) = plan.counts();
    FileImported {
        sha256: parsed.sha256.clone(),
        path: parsed.path.clone(),
        format: parsed.format.clone(),
        side: parsed.side.code().into(),
        rows_read: parsed.rows_read,
        entries: parsed.splits_rows().then_some(parsed.entries.len() as u64),
        imported,
        known,
        changed,
        quarantined: parsed.quarantined.len() as u64,
        control_rows: parsed.control_rows,
        stored_sha256,
        side_rows_sha256,
        repeated: false,
    }
}

fn already(file: &FileRow) -> FileImported {
    let [rows_read, imported, known, changed, quarantined, control_rows] = file.counts;
    FileImported {
        sha256: file.sha256.clone(),
        path: file.path.clone(),
        format: file.format.clone(),
        side: file.side.clone(),
        rows_read,
        entries: None,
        imported: 0,
        known: imported + known + changed,
        changed: 0,
        quarantined,
        control_rows,
        stored_sha256: String::new(),
        side_rows_sha256: String::new(),
        repeated: true,
    }
}

fn report(parsed: &ParsedFile, (imported, known, changed): (u64, u64, u64)) -> FileReport {
    let day = |number: Option<&i32>| number.and_then(|day| BusinessDay::from_number(*day));
    let days = &parsed.entries.day;
    FileReport {
        path: parsed.path.clone(),
        sha256: parsed.sha256.clone(),
        format: parsed.format.clone(),
        side: Some(parsed.side),
        encoding: Some(parsed.encoding),
        outcome: FileOutcome::Imported,
        rows_read: parsed.rows_read,
        entries: parsed.splits_rows().then_some(parsed.entries.len() as u64),
        imported,
        known,
        changed,
        quarantined: parsed.quarantined.len() as u64,
        control_rows: parsed.control_rows,
        controls: parsed.controls.clone(),
        errors: parsed.quarantined.iter().take(FileReport::ERRORS_MAX).map(|row| row.error.clone()).collect(),
        warnings: parsed.warnings.clone(),
        known_since: None,
        days: day(days.iter().min()).zip(day(days.iter().max())),
        accounts: None,
        registry: None,
    }
}

fn refused_report(refused: RefusedFile, formats: &Formats) -> FileReport {
    let statement = refused.format.as_deref().and_then(|name| formats.statement(name));
    FileReport {
        path: refused.path,
        sha256: refused.sha256.unwrap_or_default(),
        format: refused.format.unwrap_or_default(),
        side: refused.side,
        encoding: None,
        outcome: FileOutcome::Refused,
        rows_read: 0,
        entries: None,
        imported: 0,
        known: 0,
        changed: 0,
        quarantined: 0,
        control_rows: 0,
        controls: refused.controls,
        errors: refused.errors,
        warnings: Vec::new(),
        known_since: None,
        days: None,
        accounts: statement.map(|_| Vec::new()),
        registry: None,
    }
}

fn known_report(file: &FileRow, path: &str) -> FileReport {
    let done = already(file);
    let days = file.days.as_ref().and_then(|(first, last)| BusinessDay::parse(first).zip(BusinessDay::parse(last)));
    FileReport {
        path: path.to_string(),
        sha256: done.sha256,
        format: done.format,
        side: crate::domain::entry::Side::from_code(&file.side),
        encoding: Some(file.encoding),
        outcome: FileOutcome::Known,
        rows_read: done.rows_read,
        entries: None,
        imported: 0,
        known: done.known,
        changed: 0,
        quarantined: done.quarantined,
        control_rows: done.control_rows,
        controls: file.controls.clone(),
        errors: Vec::new(),
        warnings: Vec::new(),
        known_since: Some((file.at_utc.clone(), file.actor.clone())),
        days,
        accounts: None,
        registry: None,
    }
}
