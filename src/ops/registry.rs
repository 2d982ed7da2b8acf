//! Importing a registry file: employers, dues or payments, held against the book.
//!
//! Invariants: all or nothing, unless the person takes the good rows, which is an act of its own kind whose
//! two result files together are the file; rows read = imported + known + changed + rejected. A row with
//! other content than the book's is the next version of its key. What is rejected is decided again under
//! the ticket: a book that changed meanwhile is planned anew.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::{Act, Outcome, Refusal, Turn};
use crate::domain::arrears::month::FeeMonth;
use crate::domain::arrears::registry::{
    DueRow, Employer, ParsedRegistry, PaymentRow, RegistryReport, RegistryRow, RegistrySource,
};
use crate::domain::codes::CreditCode;
use crate::domain::import::{Encoding, FileReport, Outcome as FileOutcome, RefusedFile, RowError, RowErrorCode};
use crate::domain::rejection::Rejection;
use crate::import::registry::{self, RegistryRules};
use crate::import::{RawFile, ReadOptions};
use crate::store::{NewRegistryFile, NewRow, Reader, RegistryFileRow, sha256};

/// 登记文件导入. What an import did, as its fact says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistryImported {
    /// SHA-256 of the file.
    pub sha256: String,
    /// Path as given.
    pub path: String,
    /// Layout.
    pub format: String,
    /// What its rows are, by code.
    pub source: String,
    /// Rows in the file.
    pub rows_read: u64,
    /// New rows.
    pub imported: u64,
    /// Rows the book had.
    pub known: u64,
    /// Rows that became a new version.
    pub changed: u64,
    /// Rows left behind.
    pub rejected: u64,
    /// SHA-256 over its original and its rows as stored.
    pub stored_sha256: String,
    /// SHA-256 of the result files, where the good rows were taken: rows taken, rows left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result_sha256: Option<(String, String)>,
    /// The file was in the book already; nothing was written.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repeated: bool,
}

/// A registry file looked at.
#[derive(Debug)]
pub enum LookedRegistry {
    /// Not a file of the registry.
    Other,
    /// Known or refused: this is all there is to say.
    Settled(Box<FileReport>),
    /// Read and checked by itself.
    Ready(Box<ParsedRegistry>),
}

/// Recognises and reads a registry file; stores nothing.
///
/// # Errors
/// When the book cannot be read.
pub fn look(
    reader: &Reader,
    rules: &RegistryRules,
    raw: &RawFile,
    options: &ReadOptions<'_>,
) -> Result<LookedRegistry, Refusal> {
    let Some(layout) = registry::recognise(raw, rules, options.format) else { return Ok(LookedRegistry::Other) };
    if let Some(file) = reader.registry_file_by_sha256(&raw.sha256)? {
        return Ok(LookedRegistry::Settled(Box::new(known_report(&file, &raw.path))));
    }
    match registry::parse(raw, rules, options.format, options.today) {
        Ok(parsed) => Ok(LookedRegistry::Ready(Box::new(parsed))),
        Err(refused) => {
            let report = refused_report(*refused, &layout.name, layout.source);
            Ok(LookedRegistry::Settled(Box::new(report)))
        }
    }
}

/// What of a registry file is new to the book, and what of it cannot be taken.
#[derive(Debug)]
pub struct RegistryPlan {
    horizon: i64,
    /// Place in the file, employer, version.
    added: Vec<(usize, Option<i64>, u32)>,
    /// imported, known, changed.
    counts: [u64; 3],
    /// Place in the file and why.
    rejected: Vec<(usize, RowError)>,
    /// Employers a correction touches, by number.
    corrected: Vec<i64>,
}

impl RegistryPlan {
    /// Holds a file against the book.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn make(reader: &Reader, parsed: &ParsedRegistry) -> Result<RegistryPlan, Refusal> {
        let horizon = reader.last_registry_seq()?;
        let held = Held::read(reader, parsed)?;
        let mut plan = RegistryPlan { horizon, added: vec![], counts: [0; 3], rejected: vec![], corrected: vec![] };
        for (place, line) in parsed.lines.iter().enumerate() {
            match &line.row {
                Ok(row) => plan.judge(place, line.line, row, &held),
                Err(error) => plan.rejected.push((place, error.clone())),
            }
        }
        plan.corrected.sort_unstable();
        plan.corrected.dedup();
        Ok(plan)
    }

    fn judge(&mut self, place: usize, line: u32, row: &RegistryRow, held: &Held) {
        let id = held.ids.get(row.code()).copied();
        let known: Option<(bool, u32)> = match (row, id) {
            (RegistryRow::Employer(employer), Some(id)) => {
                held.employers.get(&id).map(|(own, v)| (own == employer, *v))
            }
            (RegistryRow::Due(due), Some(id)) => held.due(id, due).map(|(own, v)| (own == due, *v)),
            (RegistryRow::Payment(payment), Some(id)) => held.payment(id, payment).map(|(own, v)| (own == payment, *v)),
            (RegistryRow::Employer(_), None) => None,
            (RegistryRow::Due(_) | RegistryRow::Payment(_), None) => {
                let excerpt = row.code().to_string();
                let error = RowError {
                    line,
                    column: String::new(),
                    excerpt,
                    code: RowErrorCode::UnknownEmployer,
                    details: vec![],
                };
                self.rejected.push((place, error));
                return;
            }
        };
        match known {
            None => {
                self.counts[0] += 1;
                self.added.push((place, id, 1));
            }
            Some((true, _)) => self.counts[1] += 1,
            Some((false, version)) => {
                self.counts[2] += 1;
                self.added.push((place, id, version + 1));
                self.corrected.extend(id);
            }
        }
    }

    /// Rows that cannot be taken, and why.
    pub fn rejected(&self) -> impl Iterator<Item = &RowError> {
        self.rejected.iter().map(|(_, error)| error)
    }

    /// The employers whose figures a correction may change, by number.
    pub fn corrected(&self) -> &[i64] {
        &self.corrected
    }

    /// The result files of "take the good ones": rows taken and rows left, each under the file's own
    /// heading, in the file's own encoding.
    pub fn result_files(&self, parsed: &ParsedRegistry) -> (Vec<u8>, Vec<u8>) {
        let (mut taken, mut left) = (parsed.head.clone(), parsed.head.clone());
        let mut rejected = self.rejected.iter().map(|(place, _)| *place).peekable();
        for (place, line) in parsed.lines.iter().enumerate() {
            let text = if rejected.next_if_eq(&place).is_some() { &mut left } else { &mut taken };
            if !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(&line.raw);
            text.push('\n');
        }
        (encoded(&taken, parsed.encoding), encoded(&left, parsed.encoding))
    }

    /// The raw text of a rejected row, in the order of [`RegistryPlan::rejected`].
    pub fn rejected_text<'p>(&'p self, parsed: &'p ParsedRegistry) -> impl Iterator<Item = &'p str> {
        self.rejected.iter().map(|(place, _)| parsed.lines[*place].raw.as_str())
    }

    /// What the import would do, or why it is refused.
    pub fn report(&self, parsed: &ParsedRegistry, take_good: bool) -> FileReport {
        let refused = !self.rejected.is_empty() && !take_good;
        let [imported, known, changed] = if refused { [0; 3] } else { self.counts };
        let rejected = self.rejected.len() as u64;
        FileReport {
            entries: None,
            path: parsed.path.clone(),
            sha256: parsed.sha256.clone(),
            format: parsed.format.clone(),
            side: None,
            encoding: Some(parsed.encoding),
            outcome: if refused { FileOutcome::Refused } else { FileOutcome::Imported },
            rows_read: if refused { 0 } else { parsed.lines.len() as u64 },
            imported,
            known,
            changed,
            quarantined: if refused { 0 } else { rejected },
            control_rows: 0,
            controls: Vec::new(),
            errors: self.rejected().take(FileReport::ERRORS_MAX).cloned().collect(),
            warnings: Vec::new(),
            known_since: None,
            days: None,
            accounts: None,
            registry: Some(Box::new(RegistryReport {
                source: parsed.source,
                rows: parsed.lines.len() as u64,
                rejected,
                sheets: Vec::new(),
                changes: Vec::new(),
            })),
        }
    }
}

fn encoded(text: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Gb18030 => encoding_rs::GB18030.encode(text).0.into_owned(),
    }
}

/// What the book has of the keys a file may touch.
struct Held {
    ids: HashMap<CreditCode, i64>,
    employers: HashMap<i64, (Employer, u32)>,
    dues: BTreeMap<(i64, FeeMonth, String, &'static str), (DueRow, u32)>,
    payments: BTreeMap<(i64, String), (PaymentRow, u32)>,
}

impl Held {
    fn read(reader: &Reader, parsed: &ParsedRegistry) -> Result<Held, Refusal> {
        let employers = reader.employers()?;
        let codes: HashMap<i64, CreditCode> = employers.iter().map(|at| (at.id, at.employer.code.clone())).collect();
        let mut held = Held {
            ids: employers.iter().map(|at| (at.employer.code.clone(), at.id)).collect(),
            employers: HashMap::new(),
            dues: BTreeMap::new(),
            payments: BTreeMap::new(),
        };
        match parsed.source {
            RegistrySource::Employers => {
                held.employers = employers.into_iter().map(|at| (at.id, (at.employer, at.version))).collect();
            }
            RegistrySource::Dues => {
                for at in reader.dues_as_filed(i64::MIN, i64::MAX)? {
                    let Some(code) = codes.get(&at.employer_id) else { continue };
                    let key = (at.employer_id, at.month, at.line.clone(), at.portion.code());
                    held.dues.insert(key, (at.row(code), at.version));
                }
            }
            RegistrySource::Payments => {
                for at in reader.payments(i64::MIN, i64::MAX)? {
                    let Some(code) = codes.get(&at.employer_id) else { continue };
                    held.payments.insert((at.employer_id, at.no.clone()), (at.row(code), at.version));
                }
            }
        }
        Ok(held)
    }

    fn due(&self, id: i64, due: &DueRow) -> Option<&(DueRow, u32)> {
        self.dues.get(&(id, due.month, due.line.clone(), due.portion.code()))
    }

    fn payment(&self, id: i64, payment: &PaymentRow) -> Option<&(PaymentRow, u32)> {
        self.payments.get(&(id, payment.no.clone()))
    }
}

/// Imports a file whole (`take_good` empty), or its good rows, whose result files the person has (their
/// SHA-256).
pub(super) fn import(
    act: &Act<'_>,
    parsed: &ParsedRegistry,
    take_good: Option<&(String, String)>,
) -> Result<Outcome, Refusal> {
    loop {
        let reader = act.store.reader()?;
        let plan = RegistryPlan::make(&reader, parsed)?;
        drop(reader);
        match take_good {
            None if !plan.rejected.is_empty() => {
                let what = format!("{}: {}", parsed.path, plan.rejected.len());
                return Err(Rejection::RowsRejected(what).into());
            }
            Some(files) if *files != result_sha256(&plan, parsed) => {
                return Err(Rejection::RowsRejected(parsed.path.clone()).into());
            }
            None | Some(_) => {}
        }
        let writer = match act.begin()? {
            Turn::Write(writer) => writer,
            Turn::Done(outcome) => return Ok(*outcome),
        };
        if let Some(file) = writer.registry_file_by_sha256(&parsed.sha256)? {
            return Ok(Outcome::RegistryImported(already(&file)));
        }
        if writer.last_registry_seq()? != plan.horizon {
            continue;
        }
        let [imported, known, changed] = plan.counts;
        let rejected = plan.rejected.len() as u64;
        let rows = plan.added.iter().filter_map(|(place, employer_id, version)| {
            let line = &parsed.lines[*place];
            let row = line.row.as_ref().ok()?;
            Some(NewRow { line: line.line, row, employer_id: *employer_id, version: *version })
        });
        let new = NewRegistryFile { parsed, rows: rows.collect(), counts: [imported, known, changed, rejected] };
        let file = writer.put_registry_file(writer.next_seq()?, &new)?;
        let body = RegistryImported {
            sha256: parsed.sha256.clone(),
            path: parsed.path.clone(),
            format: parsed.format.clone(),
            source: parsed.source.code().into(),
            rows_read: parsed.lines.len() as u64,
            imported,
            known,
            changed,
            rejected,
            stored_sha256: writer.registry_sha256(file)?,
            result_sha256: take_good.cloned(),
            repeated: false,
        };
        act.commit(writer, &parsed.sha256, &body)?;
        return Ok(Outcome::RegistryImported(body));
    }
}

/// SHA-256 of the result files a plan gives.
pub fn result_sha256(plan: &RegistryPlan, parsed: &ParsedRegistry) -> (String, String) {
    let (taken, left) = plan.result_files(parsed);
    (sha256(&taken), sha256(&left))
}

fn already(file: &RegistryFileRow) -> RegistryImported {
    let [rows_read, imported, known, changed, rejected] = file.counts;
    RegistryImported {
        sha256: file.sha256.clone(),
        path: file.path.clone(),
        format: file.format.clone(),
        source: file.source.clone(),
        rows_read,
        imported: 0,
        known: imported + known + changed,
        changed: 0,
        rejected,
        stored_sha256: String::new(),
        result_sha256: None,
        repeated: true,
    }
}

fn known_report(file: &RegistryFileRow, path: &str) -> FileReport {
    let done = already(file);
    let source = RegistrySource::from_code(&file.source).unwrap_or(RegistrySource::Employers);
    FileReport {
        outcome: FileOutcome::Known,
        sha256: done.sha256,
        encoding: Some(file.encoding),
        rows_read: done.rows_read,
        known: done.known,
        quarantined: done.rejected,
        known_since: Some((file.at_utc.clone(), file.actor.clone())),
        ..empty(path, &file.format, source)
    }
}

fn refused_report(refused: RefusedFile, format: &str, source: RegistrySource) -> FileReport {
    FileReport {
        sha256: refused.sha256.unwrap_or_default(),
        errors: refused.errors,
        ..empty(&refused.path, format, source)
    }
}

/// A report of a refused file without any row.
fn empty(path: &str, format: &str, source: RegistrySource) -> FileReport {
    FileReport {
        entries: None,
        path: path.to_string(),
        sha256: String::new(),
        format: format.to_string(),
        side: None,
        encoding: None,
        outcome: FileOutcome::Refused,
        rows_read: 0,
        imported: 0,
        known: 0,
        changed: 0,
        quarantined: 0,
        control_rows: 0,
        controls: Vec::new(),
        errors: Vec::new(),
        warnings: Vec::new(),
        known_since: None,
        days: None,
        accounts: None,
        registry: Some(Box::new(RegistryReport { source, rows: 0, rejected: 0, sheets: vec![], changes: vec![] })),
    }
}
