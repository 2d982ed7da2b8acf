//! Bytes of other houses → entries 导入.
//!
//! The way of a file: [`open`] reads it once and proves it whole; `decode` makes text of it; `sniff`
//! finds the header and so the layout; `table` cuts rows, `control` holds them against the file's own
//! totals, `rows` makes entries of them or quarantines them; `pieces` keeps the original.
//!
//! Invariant: rows read = entries + quarantined + control rows, for every file; a refused file gives
//! nothing. This layer knows no book and no clock: it turns bytes into a [`ParsedFile`].

mod amount;
mod cells;
mod control;
mod date;
mod decode;
mod fault;
mod ident;
mod pieces;
mod raw;
mod rows;
mod sniff;
mod statement;
mod table;
mod words;

use std::sync::atomic::{AtomicBool, Ordering};

use crate::book::formats::{Formats, MethodRule, Profile};
use crate::domain::day::BusinessDay;
use crate::domain::entry::EntryColumns;
use crate::domain::import::{
    Control, Coverage, Encoding, OriginalPiece, ParsedFile, QuarantinedRow, RefusedFile, RowError, RowErrorCode,
};
use crate::domain::statement::ParsedStatement;
use sniff::Layout;

pub use raw::{BYTES_MAX, RawFile, open, sha256_of};

/// 读取选项.
pub struct ReadOptions<'a> {
    /// Layout to read by; found by the header when not given.
    pub format: Option<&'a str>,
    /// 本方账号 a statement belongs to, where the file does not say.
    pub account: Option<&'a str>,
    /// The last day a file may name is 366 days after it.
    pub today: BusinessDay,
    /// Called now and then with bytes done and bytes in all; `false` cancels.
    pub progress: &'a dyn Fn(u64, u64) -> bool,
}

impl ReadOptions<'_> {
    /// Layout by header, no progress told.
    pub fn on(today: BusinessDay) -> ReadOptions<'static> {
        ReadOptions { format: None, account: None, today, progress: &|_, _| true }
    }
}

/// Rows between two calls of the progress function.
const PROGRESS_ROWS: u64 = 16 * 1024;

/// A file read: receipts of one side, or a bank's statement.
#[derive(Debug)]
pub enum Parsed {
    /// 收款明细.
    Receipts(Box<ParsedFile>),
    /// 对账单.
    Statement(Box<ParsedStatement>),
}

/// Reads a file: its layout says of which kind it is.
///
/// # Errors
/// The whole file is refused: its encoding, its header, a quote, a limit, its own totals or balances. A
/// refusal without any error means that `progress` cancelled the reading.
pub fn read(raw: RawFile, formats: &Formats, options: &ReadOptions<'_>) -> Result<Parsed, Box<RefusedFile>> {
    let refuse = |error| fault::refused(&raw.path, Some(&raw), vec![error]);
    let decoded = decode::decode(&raw.bytes).map_err(refuse)?;
    let found = sniff::find(&decoded.text, formats, options.format).map_err(refuse)?;
    match found.layout {
        Layout::Receipts(profile) => {
            let header = sniff::Header::new(profile, found);
            let (body, pieces) =
                beside_compression(&raw, Body::is_refused, || read_body(&decoded.text, &header, options))?;
            if body.is_refused() {
                return Err(body.refused(&raw, profile));
            }
            Ok(Parsed::Receipts(Box::new(body.parsed(&raw, decoded.encoding, profile, pieces))))
        }
        Layout::Statement(profile) => {
            let read = || statement::read(&decoded.text, &found, profile, &raw.path, options);
            let (body, pieces) = beside_compression(&raw, statement::Body::is_refused, read)?;
            let finished = body.finish(&raw, &profile.name, decoded.encoding, pieces)?;
            Ok(Parsed::Statement(Box::new(finished)))
        }
    }
}

/// Reads a file of receipts; a statement is no such file.
///
/// # Errors
/// As [`read`], and where the file is a statement.
pub fn parse(raw: RawFile, formats: &Formats, options: &ReadOptions<'_>) -> Result<ParsedFile, Box<RefusedFile>> {
    let path = raw.path.clone();
    match read(raw, formats, options)? {
        Parsed::Receipts(parsed) => Ok(*parsed),
        Parsed::Statement(parsed) => {
            let details = vec![parsed.format.clone(), String::new()];
            Err(fault::refused(&path, None, vec![fault::whole_file(RowErrorCode::UnknownLayout, details)]))
        }
    }
}

/// Reads rows while the original is compressed on another thread, which stops if nothing enters.
fn beside_compression<B>(
    raw: &RawFile,
    is_refused: fn(&B) -> bool,
    read: impl FnOnce() -> B,
) -> Result<(B, Vec<OriginalPiece>), Box<RefusedFile>> {
    let stop = AtomicBool::new(false);
    let (body, pieces) = std::thread::scope(|scope| {
        let pieces = scope.spawn(|| pieces::compress(&raw.bytes, &stop));
        let body = read();
        stop.store(is_refused(&body), Ordering::Relaxed);
        (body, pieces.join())
    });
    match pieces {
        Ok(Ok(pieces)) => Ok((body, pieces)),
        Ok(Err(error)) => {
            let error = fault::whole_file(RowErrorCode::Unreadable, vec![error.to_string()]);
            Err(fault::refused(&raw.path, Some(raw), vec![error]))
        }
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// Why reading stopped before the end.
#[derive(Debug)]
enum Failure {
    Cancelled,
    Wrong(RowError),
}

/// All that stands below the header.
#[derive(Debug, Default)]
struct Body {
    entries: EntryColumns,
    quarantined: Vec<QuarantinedRow>,
    warnings: Vec<RowError>,
    rows_read: u64,
    control_rows: u64,
    controls: Vec<Control>,
    errors: Vec<RowError>,
    failure: Option<Failure>,
}

fn read_body(text: &str, header: &sniff::Header<'_>, options: &ReadOptions<'_>) -> Body {
    let mut body = Body::default();
    let mut table = table::Table::new(text, header.profile.quote, header.body, header.line + 1);
    let mut reader = rows::RowReader::new(header, options.today);
    let mut gate = control::Gate::new(header);
    let mut row = table::Row::default();
    loop {
        match table.next_row(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                body.failure = Some(Failure::Wrong(error));
                break;
            }
        }
        if table.rows().is_multiple_of(PROGRESS_ROWS) && !(options.progress)(table.offset() as u64, text.len() as u64) {
            body.failure = Some(Failure::Cancelled);
            break;
        }
        if gate.takes(&row) {
            continue;
        }
        gate.count(&row);
        match reader.entry(&row) {
            Ok(entry) => body.entries.push(&entry),
            Err(error) => body.quarantined.push(reader.quarantine(&row, error)),
        }
    }
    body.rows_read = table.rows();
    body.warnings = reader.into_warnings();
    if body.failure.is_none() {
        let verdict = gate.close(table.line());
        (body.controls, body.errors, body.control_rows) = (verdict.controls, verdict.errors, verdict.control_rows);
        if body.rows_read == 0 && body.errors.is_empty() {
            body.errors = vec![fault::at_line(header.line, "", RowErrorCode::HeaderOnly, vec![])];
        }
    }
    body
}

impl Body {
    fn is_refused(&self) -> bool {
        self.failure.is_some() || !self.errors.is_empty()
    }

    fn refused(self, raw: &RawFile, profile: &Profile) -> Box<RefusedFile> {
        let errors = match self.failure {
            Some(Failure::Cancelled) => Vec::new(),
            Some(Failure::Wrong(error)) => vec![error],
            None => self.errors,
        };
        let mut refused = fault::refused(&raw.path, Some(raw), errors);
        refused.format = Some(profile.name.clone());
        refused.side = Some(profile.source);
        refused.rows_read = self.rows_read;
        refused.controls = self.controls;
        refused
    }

    fn parsed(self, raw: &RawFile, encoding: Encoding, profile: &Profile, pieces: Vec<OriginalPiece>) -> ParsedFile {
        debug_assert_eq!(self.rows_read, self.entries.len() as u64 + self.quarantined.len() as u64 + self.control_rows);
        let days = self.entries.day.iter().copied();
        let day = |number: Option<i32>| number.and_then(BusinessDay::from_number);
        let span = day(days.clone().min()).zip(day(days.max()));
        let method = match profile.method {
            MethodRule::One(method) => Some(method),
            MethodRule::Words(_) => None,
        };
        ParsedFile {
            path: raw.path.clone(),
            sha256: raw.sha256.clone(),
            bytes: raw.bytes.len() as u64,
            encoding,
            format: profile.name.clone(),
            side: profile.source,
            entries: self.entries,
            quarantined: self.quarantined,
            rows_read: self.rows_read,
            control_rows: self.control_rows,
            controls: self.controls,
            warnings: self.warnings,
            coverage: span.map(|(from, to)| Coverage { method, from, to }).into_iter().collect(),
            pieces,
        }
    }
}
