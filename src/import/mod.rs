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
#[path = "container/sheet.rs"]
mod sheet;
mod sniff;
mod statement;
mod table;
mod words;
#[path = "container/workbook.rs"]
mod workbook;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::book::formats::{Formats, MethodRule, Profile};
use crate::domain::day::BusinessDay;
use crate::domain::entry::EntryColumns;
use crate::domain::import::{
    Control, Coverage, Encoding, OriginalPiece, ParsedFile, QuarantinedRow, RefusedFile, RowError, RowErrorCode,
};
use crate::domain::statement::ParsedStatement;
pub use workbook::{SheetFault, write_rows as write_sheet_rows};

pub use raw::{BYTES_MAX, RawFile, open, sha256_of};

/// 读取选项.
pub struct ReadOptions<'a> {
    /// Layout to read by; found by the header when not given.
    pub format: Option<&'a str>,
    /// 本方账号 a statement belongs to, where the file does not say.
    pub account: Option<&'a str>,
    /// The program that reads sheets in a process of its own (`read-sheet`); without it none is read.
    pub sheet_reader: Option<&'a Path>,
    /// The last day a file may name is 366 days after it.
    pub today: BusinessDay,
    /// Called now and then with bytes done and bytes in all; `false` cancels.
    pub progress: &'a dyn Fn(u64, u64) -> bool,
}

impl ReadOptions<'_> {
    /// Layout by header, no progress told.
    pub fn on(today: BusinessDay) -> ReadOptions<'static> {
        ReadOptions { format: None, account: None, sheet_reader: None, today, progress: &|_, _| true }
    }
}

/// Rows between two calls of the progress function.
const PROGRESS_ROWS: u64 = 16 * 1024;

/// Reads a file into entries, quarantined rows, totals and the compressed original.
///
/// # Errors
/// The whole file is refused: its encoding, its header, a quote, a limit, or its own totals. A refusal
/// without any error means that `progress` cancelled the reading.
pub fn parse(raw: RawFile, formats: &Formats, options: &ReadOptions<'_>) -> Result<ParsedFile, Box<RefusedFile>> {
    let refuse = |error| fault::refused(&raw.path, Some(&raw), vec![error]);
    let decoded = decode::decode(raw.text()).map_err(refuse)?;
    let header = sniff::find(&decoded.text, formats, options.format).map_err(refuse)?;
    let stop = AtomicBool::new(false);
    let (body, pieces) = std::thread::scope(|scope| {
        let pieces = scope.spawn(|| pieces::keep(raw.text(), &raw.bytes, &stop));
        let body = read_body(&decoded.text, &header, options);
        stop.store(body.failure.is_some() || !body.errors.is_empty(), Ordering::Relaxed);
        (body, pieces.join())
    });
    let pieces = match pieces {
        Ok(Ok(pieces)) => pieces,
        Ok(Err(error)) => return Err(refuse(fault::whole_file(RowErrorCode::Unreadable, vec![error.to_string()]))),
        Err(panic) => std::panic::resume_unwind(panic),
    };
    if body.failure.is_some() || !body.errors.is_empty() {
        return Err(body.refused(&raw, header.profile));
    }
    Ok(body.parsed(&raw, decoded.encoding, header.profile, pieces))
}

/// A file read: receipts of one side, or a bank's statement.
#[derive(Debug)]
pub enum Parsed {
    /// 收款明细.
    Receipts(Box<ParsedFile>),
    /// 对账单.
    Statement(Box<ParsedStatement>),
}

/// Reads a file of either kind, a sheet or a text: its layout says which it is.
///
/// # Errors
/// As [`parse`]; of a statement also its balances, and where nothing says whose it is.
pub fn read(mut raw: RawFile, formats: &Formats, options: &ReadOptions<'_>) -> Result<Parsed, Box<RefusedFile>> {
    match sheet::read(&raw.bytes, options.sheet_reader) {
        Ok(text) => raw.sheet = text,
        Err(error) => return Err(fault::refused(&raw.path, Some(&raw), vec![error])),
    }
    if let Some(standard) = std::str::from_utf8(raw.text()).ok().and_then(statement::standard::of) {
        return read_standard(&raw, standard, options).map(|parsed| Parsed::Statement(Box::new(parsed)));
    }
    // What is no text at all may be an archive: that is for the receipts to say.
    let Ok(decoded) = decode::decode(raw.text()) else {
        return parse(raw, formats, options).map(|parsed| Parsed::Receipts(Box::new(parsed)));
    };
    let forced = options.format.is_some_and(|name| formats.statement(name).is_none());
    let found = if forced { Ok(None) } else { statement::header::find(&decoded.text, formats, options.format) };
    match found {
        Ok(Some(header)) => {
            let parsed = read_statement(&raw, &decoded, &header, options)?;
            Ok(Parsed::Statement(Box::new(parsed)))
        }
        Ok(None) => {
            let nearest = statement::header::nearest(&decoded.text, formats);
            let parsed = parse(raw, formats, options).map_err(|refused| named_nearest(refused, nearest))?;
            Ok(Parsed::Receipts(Box::new(parsed)))
        }
        Err(error) => Err(fault::refused(&raw.path, Some(&raw), vec![error])),
    }
}

/// A refusal that knows no layout near the file names the nearest of statements.
fn named_nearest(mut refused: Box<RefusedFile>, nearest: Option<RowError>) -> Box<RefusedFile> {
    let blank = |error: &RowError| {
        error.code == RowErrorCode::UnknownLayout && error.details.first().is_some_and(String::is_empty)
    };
    if let (true, Some(nearest)) = (refused.errors.first().is_some_and(blank), nearest) {
        refused.errors = vec![nearest];
    }
    refused
}

fn read_standard(
    raw: &RawFile,
    standard: statement::standard::Standard,
    options: &ReadOptions<'_>,
) -> Result<ParsedStatement, Box<RefusedFile>> {
    let text = std::str::from_utf8(raw.text()).unwrap_or_default();
    let body = statement::standard::read(text, standard, options);
    let stop = AtomicBool::new(body.is_refused());
    let pieces = pieces::keep(raw.text(), &raw.bytes, &stop).map_err(|error| {
        let error = fault::whole_file(RowErrorCode::Unreadable, vec![error.to_string()]);
        fault::refused(&raw.path, Some(raw), vec![error])
    })?;
    body.finish(raw, standard.name(), Encoding::Utf8, pieces)
}

fn read_statement(
    raw: &RawFile,
    decoded: &decode::Decoded<'_>,
    header: &statement::header::Header<'_>,
    options: &ReadOptions<'_>,
) -> Result<ParsedStatement, Box<RefusedFile>> {
    let stop = AtomicBool::new(false);
    let (body, pieces) = std::thread::scope(|scope| {
        let pieces = scope.spawn(|| pieces::keep(raw.text(), &raw.bytes, &stop));
        let body = statement::read(&decoded.text, header, raw, options);
        stop.store(body.is_refused(), Ordering::Relaxed);
        (body, pieces.join())
    });
    match pieces {
        Ok(Ok(pieces)) => body.finish(raw, &header.profile.name, decoded.encoding, pieces),
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
