//! A sheet as XLSX: one worksheet a table, words as strings, amounts as numbers with two decimals (C4).
//!
//! Invariant: no formula and no link is ever written. An amount leaves as an exact decimal; the format keeps
//! binary numbers, whose nearest one to any amount below ten thousand million yuan prints as that very fen.

use rust_decimal::Decimal;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{Cell, Kind, NotMade, Sheet, Table};
use unicode_width::UnicodeWidthStr;

/// ISO A4 in the format's own numbering.
const A4: u8 = 9;
/// Pixels of a half-width character, and the widest a column grows.
const PIXELS: u32 = 8;
const WIDEST_PIXELS: u32 = 480;

/// The bytes of the file.
///
/// # Errors
/// When a table is longer than a worksheet.
pub fn render(sheet: &Sheet) -> Result<Vec<u8>, NotMade> {
    workbook(sheet).map_err(|error| NotMade(error.to_string()))
}

fn workbook(sheet: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let (year, month, day) = parts(sheet.on);
    let mut book = Workbook::new();
    // The day spoken of, not the clock: the same sheet is the same file.
    let made = ExcelDateTime::from_ymd(year, month, day)?;
    book.set_properties(&DocProperties::new().set_title(&sheet.title).set_creation_datetime(&made));
    let last = sheet.tables.len().saturating_sub(1);
    for (place, table) in sheet.tables.iter().enumerate() {
        let page = book.add_worksheet();
        page.set_name(name(&table.caption, place))?;
        let foot: &[String] = if place == last { &sheet.foot } else { &[] };
        fill(page, sheet, table, foot)?;
    }
    book.save_to_buffer()
}

fn fill(page: &mut Worksheet, sheet: &Sheet, table: &Table, foot: &[String]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    page.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_footer("&C&P / &N");
    page.write_string_with_format(0, 0, &sheet.title, &bold)?;
    let mut row = 1;
    for line in &sheet.head {
        page.write_string(row, 0, line)?;
        row += 1;
    }
    for (column, heading) in (0..).zip(&table.columns) {
        page.write_string_with_format(row, column, &heading.heading, &bold)?;
        page.set_column_width_pixels(column, width(table, usize::from(column)))?;
    }
    page.set_repeat_rows(row, row)?.set_freeze_panes(row + 1, 0)?;
    row += 1;
    for line in &table.rows {
        for (column, cell) in (0..).zip(&line.cells) {
            write(page, (row, column), cell, line.is_total)?;
        }
        row += 1;
    }
    let closing = if table.rows.is_empty() { std::slice::from_ref(&table.when_empty) } else { &[] };
    for line in closing.iter().chain(foot) {
        page.write_string(row, 0, line)?;
        row += 1;
    }
    Ok(())
}

fn write(page: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, is_total: bool) -> Result<(), XlsxError> {
    let format = if is_total { Format::new().set_bold() } else { Format::new() };
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            page.write_string_with_format(row, column, text, &format.set_num_format("@"))?;
        }
        Cell::Money(money) => {
            let yuan = Decimal::new(money.fen(), 2);
            page.write_with_format(row, column, yuan, &format.set_num_format("#,##0.00"))?;
        }
        Cell::Count(count) => {
            page.write_with_format(row, column, Decimal::from(*count), &format.set_num_format("0"))?;
        }
        Cell::Date(day) => {
            let (year, month, day) = parts(*day);
            let date = ExcelDateTime::from_ymd(year, month, day)?;
            page.write_with_format(row, column, &date, &format.set_num_format("yyyy-mm-dd"))?;
        }
    }
    Ok(())
}

fn parts(day: crate::domain::day::BusinessDay) -> (u16, u8, u8) {
    use chrono::Datelike;
    let date = day.date();
    let small = |number: u32| u8::try_from(number).unwrap_or(1);
    (u16::try_from(date.year()).unwrap_or(1900), small(date.month()), small(date.day()))
}

/// A name worksheets may bear: 31 letters, none of `[]:*?/\`.
fn name(caption: &str, place: usize) -> String {
    let kept: String = caption.chars().filter(|letter| !"[]:*?/\\'".contains(*letter)).take(28).collect();
    if kept.trim().is_empty() { format!("{}", place + 1) } else { kept }
}

fn width(table: &Table, column: usize) -> u32 {
    let cells = table.rows.iter().map(|row| row.cells[column].shown().width());
    let widest = cells.chain([table.columns[column].heading.width()]).max().unwrap_or(0);
    let least = if table.columns[column].kind == Kind::Figures { 12 } else { 8 };
    (u32::try_from(widest.max(least) + 2).unwrap_or(u32::MAX)).saturating_mul(PIXELS).min(WIDEST_PIXELS)
}
