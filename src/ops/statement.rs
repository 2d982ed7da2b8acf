//! Importing a bank's statement: hold it against the book, add what is new.
//!
//! Invariants: a file enters whole or not at all; rows read = imported + known + changed + quarantined +
//! control rows. Comparing runs without the write ticket; under it only prepared rows are written, and
//! only if no other statement came in meanwhile.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Act, Outcome, Refusal, Turn};
use crate::domain::import::{Control, FileReport, Outcome as FileOutcome, RowError, RowErrorCode};
use crate::domain::money::Money;
use crate::domain::statement::{AccountPart, ParsedStatement, StatementRow, control_names};
use crate::store::{BookedPart, BookedRow, NewStatement, Reader, StatementFileRow};

/// 对账单导入. What an import did, as its fact says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementImported {
    /// SHA-256 of the file.
    pub sha256: String,
    /// Path as given.
    pub path: String,
    /// Layout.
    pub format: String,
    /// 本方账号 it speaks of.
    pub accounts: Vec<String>,
    /// Rows below the header.
    pub rows_read: u64,
    /// New rows.
    pub imported: u64,
    /// Rows the book had.
    pub known: u64,
    /// Rows that took the place of an older version.
    pub changed: u64,
    /// Rows that did not parse.
    pub quarantined: u64,
    /// Rows of totals and notes.
    pub control_rows: u64,
    /// SHA-256 over everything it left in the book.
    pub stored_sha256: String,
    /// The file was in the book already; nothing was written.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repeated: bool,
}

/// What importing a statement would do, or did.
///
/// # Errors
/// When the book cannot be read.
pub fn preview(reader: &Reader, parsed: &ParsedStatement) -> Result<FileReport, Refusal> {
    let plan = Plan::make(reader, parsed)?;
    let (imported, known, changed) = plan.counts();
    let mut report = report(parsed);
    (report.imported, report.known, report.changed) = (imported, known, changed);
    join_neighbours(&mut report, &parsed.parts, &reader.statement_parts(None)?);
    Ok(report)
}

/// The report of an import that was carried out; `seen` is what was foretold of it.
pub fn imported_report(seen: FileReport, done: &StatementImported) -> FileReport {
    let outcome = if done.repeated { FileOutcome::Known } else { FileOutcome::Imported };
    FileReport { imported: done.imported, known: done.known, changed: done.changed, outcome, ..seen }
}

pub(super) fn import(act: &Act<'_>, parsed: &ParsedStatement) -> Result<Outcome, Refusal> {
    loop {
        let reader = act.store.reader()?;
        let plan = Plan::make(&reader, parsed)?;
        drop(reader);
        let writer = match act.begin()? {
            Turn::Write(writer) => writer,
            Turn::Done(outcome) => return Ok(*outcome),
        };
        if let Some(file) = writer.statement_by_sha256(&parsed.sha256)? {
            return Ok(Outcome::StatementImported(already(&file)));
        }
        if writer.last_statement_seq()? != plan.horizon {
            continue;
        }
        let new = NewStatement { parsed, added: &plan.added, known: plan.known, supersedes: &plan.supersedes };
        let seq = writer.next_seq()?;
        writer.put_statement(seq, &new)?;
        let body = fact_body(parsed, &plan, writer.statement_sha256(seq)?);
        act.commit(writer, &parsed.sha256, &body)?;
        return Ok(Outcome::StatementImported(body));
    }
}

fn fact_body(parsed: &ParsedStatement, plan: &Plan, stored_sha256: String) -> StatementImported {
    let (imported, known, changed) = plan.counts();
    StatementImported {
        sha256: parsed.sha256.clone(),
        path: parsed.path.clone(),
        format: parsed.format.clone(),
        accounts: parsed.parts.iter().map(|part| part.account.clone()).collect(),
        rows_read: parsed.rows_read,
        imported,
        known,
        changed,
        quarantined: parsed.quarantined.len() as u64,
        control_rows: parsed.control_rows,
        stored_sha256,
        repeated: false,
    }
}

fn already(file: &StatementFileRow) -> StatementImported {
    let [rows_read, imported, known, changed, quarantined, control_rows] = file.counts;
    StatementImported {
        sha256: file.sha256.clone(),
        path: file.path.clone(),
        format: file.format.clone(),
        accounts: file.parts.iter().map(|part| part.account.clone()).collect(),
        rows_read,
        imported: 0,
        known: imported + known + changed,
        changed: 0,
        quarantined,
        control_rows,
        stored_sha256: String::new(),
        repeated: true,
    }
}

/// What of a statement is new to the book.
struct Plan {
    /// The newest statement the plan was made against.
    horizon: i64,
    /// Rows to add, by place in the file.
    added: Vec<usize>,
    /// Rows the book has.
    known: u64,
    /// Rows that take the place of an older version.
    supersedes: Vec<(usize, i64)>,
}

impl Plan {
    /// Row by row of one identity: equal content is known (the k-th equal row by the k-th held one); what
    /// is left beside a live row is its new version; else new.
    fn make(reader: &Reader, parsed: &ParsedStatement) -> Result<Plan, Refusal> {
        let horizon = reader.last_statement_seq()?;
        let mut plan = Plan { horizon, added: Vec::new(), known: 0, supersedes: Vec::new() };
        let mut by_identity: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, row) in parsed.rows.iter().enumerate() {
            by_identity.entry(row.identity()).or_default().push(place);
        }
        for (identity, places) in by_identity {
            let held = if horizon == 0 { Vec::new() } else { reader.statement_rows_like(&identity)? };
            plan.compare(&parsed.rows, &places, &held);
        }
        plan.added.sort_unstable();
        plan.supersedes.sort_unstable();
        Ok(plan)
    }

    fn compare(&mut self, rows: &[StatementRow], places: &[usize], held: &[BookedRow]) {
        let mut used = vec![false; held.len()];
        let mut left = Vec::new();
        for place in places {
            let same = (0..held.len()).find(|index| !used[*index] && held[*index].row.same_content(&rows[*place]));
            match same {
                Some(index) => {
                    used[index] = true;
                    self.known += 1;
                }
                None => left.push(*place),
            }
        }
        for place in left {
            if let Some(index) = (0..held.len()).find(|index| !used[*index] && held[*index].live) {
                used[index] = true;
                self.supersedes.push((place, held[index].id));
            }
            self.added.push(place);
        }
    }

    fn counts(&self) -> (u64, u64, u64) {
        let changed = self.supersedes.len() as u64;
        (self.added.len() as u64 - changed, self.known, changed)
    }
}

fn report(parsed: &ParsedStatement) -> FileReport {
    let days = parsed.rows.iter().map(|row| row.day);
    FileReport {
        path: parsed.path.clone(),
        sha256: parsed.sha256.clone(),
        format: parsed.format.clone(),
        side: None,
        encoding: Some(parsed.encoding),
        outcome: FileOutcome::Imported,
        rows_read: parsed.rows_read,
        entries: None,
        imported: 0,
        known: 0,
        changed: 0,
        quarantined: parsed.quarantined.len() as u64,
        control_rows: parsed.control_rows,
        controls: parsed.controls.clone(),
        errors: parsed.quarantined.iter().take(FileReport::ERRORS_MAX).map(|row| row.error.clone()).collect(),
        warnings: parsed.warnings.clone(),
        known_since: None,
        days: days.clone().min().zip(days.max()),
        registry: None,
        accounts: Some(parsed.parts.clone()),
    }
}

/// The report of a statement whose bytes are in the book.
pub(super) fn known_report(file: &StatementFileRow, path: &str) -> FileReport {
    let done = already(file);
    let (from, to) = (file.parts.iter().map(|part| part.from).min(), file.parts.iter().map(|part| part.to).max());
    FileReport {
        path: path.to_string(),
        sha256: done.sha256,
        format: done.format,
        side: None,
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
        days: from.zip(to),
        registry: None,
        accounts: Some(file.parts.clone()),
    }
}

/// Sets the balances of each account beside those of the files before and after it. A gap stops
/// nothing: days may be missing between the two; it is shown and warned of.
fn join_neighbours(report: &mut FileReport, parts: &[AccountPart], booked: &[BookedPart]) {
    for part in parts {
        let same = |other: &&BookedPart| other.part.account == part.account && other.part.currency == part.currency;
        let before =
            booked.iter().filter(same).filter(|other| other.part.to < part.from).max_by_key(|other| other.part.to);
        let after =
            booked.iter().filter(same).filter(|other| other.part.from > part.to).min_by_key(|other| other.part.from);
        for (name, neighbour, theirs, ours) in [
            (control_names::OPENING_BALANCE, before, before.and_then(|other| other.part.closing), part.opening),
            (control_names::CLOSING_BALANCE, after, after.and_then(|other| other.part.opening), part.closing),
        ] {
            if let (Some(neighbour), Some(theirs), Some(ours)) = (neighbour, theirs, ours) {
                join(report, name, &neighbour.file, theirs, ours);
            }
        }
    }
}

fn join(report: &mut FileReport, name: &str, file: &str, theirs: Money, ours: Money) {
    let ok = theirs == ours;
    report.controls.push(Control { name: name.into(), expected: theirs.to_string(), actual: ours.to_string(), ok });
    if !ok {
        let figures = [theirs, ours, ours - theirs].map(|money| money.to_string());
        let details = std::iter::once(file.to_string()).chain(figures).collect();
        let (column, excerpt) = (String::new(), String::new());
        report.warnings.push(RowError { line: 0, column, excerpt, code: RowErrorCode::BalanceGap, details });
    }
}
