//! Bytes of other houses → entries 导入.
//!
//! The way of a file: [`open`] reads it once and proves it whole; `container` unpacks it, `decode` makes
//! text of it; `sniff` finds the header and so the layout (`source` of several texts the one that is the
//! bill); `table` cuts rows, `control` holds them against the file's own
//! totals, `rows` makes entries of them or quarantines them; `pieces` keeps the original.
//!
//! Invariant: rows read = rows entered + quarantined + control rows, for every file; a row paid in several
//! ways enters once, as several entries; a refused file gives nothing. This layer knows no book and no clock: it turns bytes into a [`ParsedFile`].

pub mod applications;
mod cells;
mod container;
mod control;
mod date;
mod day;
mod decode;
pub mod draft;
mod fault;
mod footer;
mod ident;
mod period;
mod pieces;
mod raw;
pub mod registry;
mod rows;
mod shape;
#[path = "container/sheet.rs"]
mod sheet;
mod sniff;
mod source;
mod statement;
mod summary;
mod table;
mod tenders;
mod words;
#[path = "container/workbook.rs"]
mod workbook;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::book::formats::{Formats, MethodRule, Profile};
use crate::domain::day::BusinessDay;
use crate::domain::entry::{EntryColumns, EntryId, Method, Side};
use crate::domain::import::{
    Control, Coverage, Encoding, OriginalPiece, ParsedFile, QuarantinedRow, RefusedFile, RowError, RowErrorCode,
};
use crate::domain::statement::ParsedStatement;
use sniff::Layout;

pub use workbook::{SheetFault, write_rows as write_sheet_rows};

pub use raw::{BYTES_MAX, RawFile, open, sha256_of};

/// 读取选项.
pub struct ReadOptions<'a> {
    /// Layout to read by; found by the header when not given.
    pub format: Option<&'a str>,
    /// 本方账号 a statement belongs to, where the file does not say.
    pub account: Option<&'a str>,
    /// 营业日 of files that name none.
    pub day: Option<BusinessDay>,
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
        ReadOptions { format: None, account: None, day: None, sheet_reader: None, today, progress: &|_, _| true }
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

/// The file with the rows of its sheet, where it is one; a file read off its sheet before stays as it is.
///
/// # Errors
/// The sheet cannot be read.
pub fn off_sheet(mut raw: RawFile, options: &ReadOptions<'_>) -> Result<RawFile, Box<RefusedFile>> {
    if raw.is_sheet() {
        return Ok(raw);
    }
    match sheet::read(&raw.bytes, options.sheet_reader) {
        Ok(text) => raw.sheet = text,
        Err(error) => return Err(fault::refused(&raw.path, Some(&raw), vec![error])),
    }
    Ok(raw)
}

/// Reads a file of either kind, a sheet or a text: its layout says which it is.
///
/// # Errors
/// The whole file is refused: its encoding, its header, a quote, a limit, its own totals or balances. A
/// refusal without any error means that `progress` cancelled the reading.
pub fn read(raw: RawFile, formats: &Formats, options: &ReadOptions<'_>) -> Result<Parsed, Box<RefusedFile>> {
    let raw = off_sheet(raw, options)?;
    if let Some(standard) = standard_of(raw.text()) {
        return read_standard(&raw, standard, options).map(|parsed| Parsed::Statement(Box::new(parsed)));
    }
    let refuse = |error| fault::refused(&raw.path, Some(&raw), vec![error]);
    let members = container::members(raw.text(), formats).map_err(refuse)?;
    let source = source::choose(&members, formats, (&raw.path, options.format)).map_err(refuse)?;
    let source::Source { bytes, text, encoding, found, name, unread, summary } = source;
    match found.layout {
        Layout::Receipts(profile) => {
            let header = sniff::Header::new(profile, found);
            let file = BodyOf { text: &text, header: &header, name };
            let read = || read_body(&file, summary, options);
            let (mut body, pieces) = beside_compression((&raw, bytes), Body::is_refused, read)?;
            if body.is_refused() {
                return Err(body.refused(&raw, profile));
            }
            body.warnings.extend(unread);
            Ok(Parsed::Receipts(Box::new(body.parsed(&raw, encoding, profile, pieces))))
        }
        Layout::Statement(profile) => {
            let read = || statement::read(&text, &found, (profile, name, raw.is_sheet()), options);
            let (body, pieces) = beside_compression((&raw, bytes), statement::Body::is_refused, read)?;
            let mut finished = body.finish(&raw, &profile.name, encoding, pieces)?;
            finished.warnings.extend(unread);
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

/// Bytes by which a standard is known.
const STANDARD_HEAD: usize = 8 * 1024;

/// The standard a file is in: its beginning is ASCII in any encoding.
fn standard_of(bytes: &[u8]) -> Option<statement::standard::Standard> {
    statement::standard::of(&String::from_utf8_lossy(&bytes[..bytes.len().min(STANDARD_HEAD)]))
}

fn read_standard(
    raw: &RawFile,
    standard: statement::standard::Standard,
    options: &ReadOptions<'_>,
) -> Result<ParsedStatement, Box<RefusedFile>> {
    let refuse = |error| fault::refused(&raw.path, Some(raw), vec![error]);
    let decode::Decoded { text, encoding } = decode::text_of(raw.text()).map_err(refuse)?;
    let body = statement::standard::read(&text, standard, options);
    let stop = AtomicBool::new(body.is_refused());
    let pieces = pieces::keep(raw.text(), &raw.bytes, &stop).map_err(|error| {
        let error = fault::whole_file(RowErrorCode::Unreadable, vec![error.to_string()]);
        fault::refused(&raw.path, Some(raw), vec![error])
    })?;
    body.finish(raw, standard.name(), encoding, pieces)
}

/// Reads rows while the original, whose rows stand in `bill`, is compressed on another thread, which
/// stops if nothing enters.
fn beside_compression<B>(
    (raw, bill): (&RawFile, &[u8]),
    is_refused: fn(&B) -> bool,
    read: impl FnOnce() -> B,
) -> Result<(B, Vec<OriginalPiece>), Box<RefusedFile>> {
    let stop = AtomicBool::new(false);
    let (body, pieces) = std::thread::scope(|scope| {
        let pieces = scope.spawn(|| pieces::keep(bill, &raw.bytes, &stop));
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
    rows_entered: u64,
    control_rows: u64,
    controls: Vec<Control>,
    errors: Vec<RowError>,
    failure: Option<Failure>,
    /// Days a sheet of the HIS says it speaks of.
    period: Option<(BusinessDay, BusinessDay)>,
}

/// The bill as it was found.
struct BodyOf<'a> {
    text: &'a str,
    header: &'a sniff::Header<'a>,
    name: &'a str,
}

fn read_body(file: &BodyOf<'_>, summary: Option<Vec<summary::SummaryTotal>>, options: &ReadOptions<'_>) -> Body {
    let BodyOf { text, header, name } = *file;
    let mut body = Body::default();
    let mut table = table::Table::new(text, table::Cut::of(header.profile), header.body, header.line + 1);
    let day = match day::of_file(header.profile, name, options.day) {
        Ok(day) => day,
        Err(error) => return Body { errors: vec![error], ..Body::default() },
    };
    let mut reader = rows::RowReader::new(header, (name, day), options.today);
    let proven = summary.is_some();
    let mut gate = control::Gate::new(header, summary.unwrap_or_default());
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
        if reader.ignores(&row) {
            continue;
        }
        match reader.read(&row, &mut body.entries) {
            Ok(()) if body.entries.len() > EntryId::ROWS_MAX as usize => {
                let limit = vec![EntryId::ROWS_MAX.to_string()];
                body.failure = Some(Failure::Wrong(fault::at_line(row.line, "", RowErrorCode::TooMany, limit)));
                break;
            }
            Ok(()) => body.rows_entered += 1,
            Err(error) => body.quarantined.push(reader.quarantine(&row, error)),
        }
    }
    body.rows_read = table.rows();
    body.period = period::period(&text[..header.start]).filter(|_| header.profile.source == Side::His);
    let ignored = reader.ignored_rows();
    body.warnings = reader.into_warnings();
    let unproven = &header.profile.bill.unproven;
    if !unproven.is_empty() && !proven && body.failure.is_none() {
        body.warnings.push(fault::whole_file(RowErrorCode::Unproven, unproven.clone()));
    }
    if body.failure.is_none() {
        let verdict = gate.close(table.line());
        (body.controls, body.errors, body.control_rows) =
            (verdict.controls, verdict.errors, verdict.control_rows + ignored);
        body.warn_untotalled(header.profile);
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

    /// A HIS sheet whose totals row was left out proves nothing of itself.
    fn warn_untotalled(&mut self, profile: &Profile) {
        let mut headings: Vec<String> = profile.sheet.money_headings().map(str::to_string).collect();
        if self.controls.is_empty() && !headings.is_empty() {
            headings.dedup();
            self.warnings.push(fault::whole_file(RowErrorCode::Unproven, headings));
        }
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
        debug_assert_eq!(self.rows_read, self.rows_entered + self.quarantined.len() as u64 + self.control_rows);
        let days = self.entries.day.iter().copied();
        let day = |number: Option<i32>| number.and_then(BusinessDay::from_number);
        let of_rows = day(days.clone().min()).zip(day(days.max()));
        let hull = |left: (BusinessDay, BusinessDay), right: (BusinessDay, BusinessDay)| {
            (left.0.min(right.0), left.1.max(right.1))
        };
        let span = of_rows.into_iter().chain(self.period).reduce(hull);
        let methods: Vec<Option<Method>> = match profile.method {
            MethodRule::One(method) => vec![Some(method)],
            MethodRule::Words(_) if profile.bill.covers.is_empty() => vec![None],
            MethodRule::Words(_) => profile.bill.covers.iter().copied().map(Some).collect(),
        };
        let cover = |(from, to)| methods.iter().map(move |method| Coverage { method: *method, from, to });
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
            rows_entered: self.rows_entered,
            whole_rows: profile.sheet.has_own_money(),
            control_rows: self.control_rows,
            controls: self.controls,
            warnings: self.warnings,
            coverage: span.into_iter().flat_map(cover).collect(),
            pieces,
        }
    }
}
