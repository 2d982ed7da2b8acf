//! The reader of sheets 读表进程: one workbook from a stream, its first filled sheet as CSV to another.
//!
//! Invariant: cells are taken one by one and never laid out as a rectangle, so a cell in the far corner
//! costs nothing; a number is printed by its shortest decimal, and one whose digits Excel has lost as
//! `6.222E+18`, which nobody takes for a number.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetVisible, Xls, Xlsx};
use rust_decimal::Decimal;

/// Most rows and columns of a sheet.
const ROWS_MAX: u32 = 1_048_576;
const COLUMNS_MAX: u32 = 256;
/// Most digits a numeric cell holds exactly.
const DIGITS_EXACT: usize = 15;

/// Why a sheet was not read; its first word says which, for the process that waits.
#[derive(Debug)]
pub enum SheetFault {
    /// More than allowed; what.
    Limit(String),
    /// Not a workbook this reader knows; its own words.
    Unreadable(String),
}

impl SheetFault {
    /// One line for the process that waits.
    pub fn line(&self) -> String {
        match self {
            SheetFault::Limit(what) => format!("limit {what}"),
            SheetFault::Unreadable(why) => format!("unreadable {}", why.replace('\n', " ")),
        }
    }
}

/// Reads a workbook and writes the rows of its first sheet that holds any.
///
/// # Errors
/// What is wrong with the workbook; nothing written is of use then.
pub fn write_rows(mut from: impl Read, to: impl Write) -> Result<(), SheetFault> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).map_err(closed)?;
    let mut rows = Rows { to, written: 0, row: 0, cells: BTreeMap::new(), width: 0 };
    if bytes.starts_with(b"PK") {
        xlsx(bytes, &mut rows)?
    } else {
        xls(bytes, &mut rows)?
    }
    rows.write_row().and_then(|()| rows.to.flush()).map_err(closed)
}

fn closed(error: std::io::Error) -> SheetFault {
    SheetFault::Unreadable(error.to_string())
}

/// The rows written and the one being filled.
struct Rows<W> {
    to: W,
    /// Lines written so far.
    written: u32,
    /// The row being filled.
    row: u32,
    /// Its cells.
    cells: BTreeMap<u32, String>,
    /// Columns every row is written with: those of the widest row that is mostly filled, as headings are.
    width: u32,
}

impl<W: Write> Rows<W> {
    fn is_empty(&self) -> bool {
        self.written == 0 && self.cells.is_empty()
    }

    fn put(&mut self, (row, column): (u32, u32), text: String) -> Result<(), SheetFault> {
        if text.is_empty() {
            return Ok(());
        }
        if row >= ROWS_MAX || column >= COLUMNS_MAX {
            let limit = if row >= ROWS_MAX { ROWS_MAX } else { COLUMNS_MAX };
            return Err(SheetFault::Limit(limit.to_string()));
        }
        if row < self.row {
            return Err(SheetFault::Unreadable("rows out of order".into()));
        }
        if row > self.row {
            self.write_row().map_err(closed)?;
            self.row = row;
        }
        self.cells.insert(column, text);
        Ok(())
    }

    /// Writes the row being filled, and a blank line for each that stands empty before it.
    fn write_row(&mut self) -> std::io::Result<()> {
        let Some(last) = self.cells.keys().last().copied() else { return Ok(()) };
        while self.written < self.row {
            self.to.write_all(b"\n")?;
            self.written += 1;
        }
        let filled = u32::try_from(self.cells.len()).unwrap_or(u32::MAX);
        if filled.saturating_mul(3) >= (last + 1) * 2 {
            self.width = self.width.max(last + 1);
        }
        let width = self.width.max(last + 1);
        for column in 0..width {
            let text = self.cells.get(&column).map_or("", String::as_str);
            if text.contains([',', '"', '\n', '\r']) {
                let one_line = text.replace("\r\n", " ").replace(['\n', '\r'], " ").replace('"', "\"\"");
                write!(self.to, "\"{one_line}\"")?;
            } else {
                self.to.write_all(text.as_bytes())?;
            }
            self.to.write_all(if column + 1 < width { b"," } else { b"\n" })?;
        }
        self.written += 1;
        self.cells.clear();
        Ok(())
    }
}

fn xlsx(bytes: Vec<u8>, rows: &mut Rows<impl Write>) -> Result<(), SheetFault> {
    let wrong = |error: calamine::XlsxError| SheetFault::Unreadable(error.to_string());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(wrong)?;
    for name in visible(&book) {
        let mut cells = book.worksheet_cells_reader(&name).map_err(wrong)?;
        while let Some(cell) = cells.next_cell().map_err(wrong)? {
            let text = match cell.get_value() {
                DataRef::Int(number) => number_text(number.to_string()),
                DataRef::Float(number) => number_text(number.to_string()),
                DataRef::String(text) => text.clone(),
                DataRef::SharedString(text) => (*text).to_string(),
                DataRef::Bool(value) => value.to_string(),
                DataRef::DateTime(moment) => date_text(moment),
                DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
                DataRef::Error(error) => error.to_string(),
                DataRef::Empty => continue,
            };
            rows.put(cell.get_position(), text)?;
        }
        if !rows.is_empty() {
            break;
        }
    }
    Ok(())
}

fn xls(bytes: Vec<u8>, rows: &mut Rows<impl Write>) -> Result<(), SheetFault> {
    let wrong = |error: calamine::XlsError| SheetFault::Unreadable(error.to_string());
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(wrong)?;
    for name in visible(&book) {
        let range = book.worksheet_range(&name).map_err(wrong)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at = |from: u32, place: usize| from + u32::try_from(place).unwrap_or(u32::MAX - from);
            let text = match value {
                Data::Int(number) => number_text(number.to_string()),
                Data::Float(number) => number_text(number.to_string()),
                Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
                Data::Bool(value) => value.to_string(),
                Data::DateTime(moment) => date_text(moment),
                Data::Error(error) => error.to_string(),
                Data::Empty => continue,
            };
            rows.put((at(top, row), at(left, column)), text)?;
        }
        if !rows.is_empty() {
            break;
        }
    }
    Ok(())
}

fn visible<RS: Read + std::io::Seek>(book: &impl Reader<RS>) -> Vec<String> {
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    sheets.map(|sheet| sheet.name.clone()).collect()
}

/// A numeric cell: within a millionth of a whole fen that fen (Excel keeps 1.1 as 1.1000000000000001), else
/// every digit it has; one of more digits than a cell can hold is printed as what it has become.
fn number_text(shortest: String) -> String {
    let digits = shortest.bytes().take_while(|byte| *byte != b'.').filter(u8::is_ascii_digit).count();
    if digits > DIGITS_EXACT {
        let lost = shortest.trim_start_matches('-');
        return format!("{}.{}E+{}", &lost[..1], &lost[1..6], digits - 1);
    }
    let Ok(exact) = shortest.parse::<Decimal>() else { return shortest };
    let fen = exact.round_dp(2);
    if (exact - fen).abs() <= Decimal::new(1, 6) { fen.normalize().to_string() } else { shortest }
}

/// `2026-03-02`, `2026-03-02 09:08:07`, or `09:08:07` where there is no day.
fn date_text(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    // A time kept as a fraction of a day may fall short of its second by less than one.
    let seconds = (u32::from(hour) * 60 + u32::from(minute)) * 60 + u32::from(second) + u32::from(milli >= 500);
    let clock = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    match (year, seconds) {
        (..1901, _) => clock,
        (_, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {clock}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_what_they_are_or_as_lost() {
        for (shortest, text) in [
            ("1234.56", "1234.56"),
            ("1.1000000000000001", "1.1"),
            ("0.30000000000000004", "0.3"),
            ("-35.5", "-35.5"),
            ("2000", "2000"),
            ("20260302", "20260302"),
            ("0.006", "0.006"),
            ("12.345", "12.345"),
            ("622200000000000000", "6.22200E+17"),
            ("6222000000000001", "6.22200E+15"),
            ("123456789012345", "123456789012345"),
        ] {
            assert_eq!(number_text(shortest.into()), text, "{shortest}");
        }
    }
}
