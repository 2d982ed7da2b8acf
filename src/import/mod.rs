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
pub mod registry;
mod rows;
mod sniff;
mod table;
mod words;

use std::sync::atomic::{AtomicBool, Ordering};

use crate::book::formats::{Formats, MethodRule, Profile};
use crate::domain::day::BusinessDay;
use crate::domain::entry::EntryColumns;
use crate::domain::import::{
    Control, Coverage, Encoding, OriginalPiece, ParsedFile, QuarantinedRow, RefusedFile, RowError, RowErrorCode,
};
pub use raw::{BYTES_MAX, RawFile, open, sha256_of};

/// 读取选项.
pub struct ReadOptions<'a> {
    /// Layout to read by; found by the header when not given.
    pub format: Option<&'a str>,
    /// The last day a file may name is 366 days after it.
    pub today: BusinessDay,
    /// Called now and then with bytes done and bytes in all; `false` cancels.
    pub progress: &'a dyn Fn(u64, u64) -> bool,
}

impl ReadOptions<'_> {
    /// Layout by header, no progress told.
    pub fn on(today: BusinessDay) -> ReadOptions<'static> {
        ReadOptions { format: None, today, progress: &|_, _| true }
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
    let decoded = decode::decode(&raw.bytes).map_err(refuse)?;
    let header = sniff::find(&decoded.text, formats, options.format).map_err(refuse)?;
    let stop = AtomicBool::new(false);
    let (body, pieces) = std::thread::scope(|scope| {
        let pieces = scope.spawn(|| pieces::compress(&raw.bytes, &stop));
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
