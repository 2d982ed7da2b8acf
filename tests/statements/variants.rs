//! The same statement under a header that moved, saved again by a spreadsheet, newest row first.

use sanhe::domain::day::TimeOfDay;
use sanhe::domain::import::RowErrorCode;
use sanhe::domain::statement::{ParsedStatement, StatementRow};

use crate::{LAYOUTS, read, read_as, sample, sample_text};

fn bare_rows(file: &ParsedStatement) -> Vec<StatementRow> {
    file.rows.iter().map(|row| StatementRow { line: 0, ..row.clone() }).collect()
}

/// A title and a blank line more above it.
#[test]
fn a_header_that_moved_changes_nothing() {
    for (format, account) in LAYOUTS {
        let plain = read_as(None, account, &sample(format)).unwrap();
        let moved = read(account, &format!("某某市人民医院\n\n打印时间：见右上\n{}", sample_text(format))).unwrap();
        assert_eq!(bare_rows(&moved), bare_rows(&plain), "{format}");
        assert_eq!((moved.rows_read, moved.parts), (plain.rows_read, plain.parts), "{format}");
    }
}

/// What Excel makes of a CSV it opens and saves: every line as wide as the widest, dates in its own form and
/// without seconds, trailing zeros gone, long numbers that no TAB protects as 4.2E+18.
fn resaved(text: &str) -> String {
    let records: Vec<csv::StringRecord> = (csv::ReaderBuilder::new().has_headers(false).flexible(true))
        .from_reader(text.as_bytes())
        .into_records()
        .map(Result::unwrap)
        .collect();
    let width = records.iter().map(csv::StringRecord::len).max().unwrap();
    let mut writer = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for record in &records {
        let cells = (0..width).map(|place| record.get(place).map_or(String::new(), rewritten));
        writer.write_record(cells).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn rewritten(cell: &str) -> String {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let plain = cell.replace(',', "");
    let number = plain.strip_prefix(['+', '-']).unwrap_or(&plain);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    if let Some((date, time)) = cell.split_once(' ')
        && date.len() == 10
        && date.is_ascii()
        && time.contains(':')
        && date[..4].bytes().all(|byte| byte.is_ascii_digit())
    {
        return format!("{} {}", slashed(date), time.trim().rsplit_once(':').unwrap().0);
    }
    if cell.len() == 10 && cell.is_ascii() && digits(&cell[..4]) && cell.contains('-') {
        return slashed(cell);
    }
    if digits(whole) && digits(fraction) && whole.len() > 11 {
        return format!("{}.{}E+{}", &whole[..1], &whole[1..6], whole.len() - 1);
    }
    if digits(whole) && digits(fraction) && !(whole.len() > 1 && whole.starts_with('0') && cell.len() == 6) {
        let kept = plain.trim_start_matches('+');
        return if kept.contains('.') {
            kept.trim_end_matches('0').trim_end_matches('.').to_string()
        } else {
            kept.into()
        };
    }
    if digits(cell) && cell.len() == 6 {
        return cell.trim_start_matches('0').to_string();
    }
    cell.to_string()
}

/// `2026-03-02` as `2026/3/2`.
fn slashed(date: &str) -> String {
    date.split(['-', '/']).map(|part| part.trim_start_matches('0')).collect::<Vec<_>>().join("/")
}

#[test]
fn a_file_saved_again_by_a_spreadsheet_is_the_same_or_says_what_is_lost() {
    for (format, account) in LAYOUTS {
        let plain = read_as(None, account, &sample(format)).unwrap();
        let text = resaved(&sample_text(format));
        let again = read(account, &text).unwrap_or_else(|refused| panic!("{format}: {:?}\n{text}", refused.errors));
        assert_eq!(again.parts, plain.parts, "{format}");
        let minutes = |file: &ParsedStatement| -> Vec<StatementRow> {
            let cut = |at: TimeOfDay| TimeOfDay::from_second(at.second() / 60 * 60);
            let keeps = |row: &StatementRow| StatementRow { at: cut(row.at), ..row.clone() };
            bare_rows(file).iter().map(keeps).collect()
        };
        assert_eq!(minutes(&again), minutes(&plain), "{format}");
    }
}

/// Without the TAB that keeps a number text, Excel rounds it: the row is quarantined by that name.
#[test]
fn a_number_rounded_by_a_spreadsheet_is_quarantined_by_name() {
    let text = resaved(&sample_text("bocom").replace("310000000161\t", "310000000161"));
    let file = read(None, &text).unwrap();
    assert_eq!((file.rows.len(), file.quarantined.len()), (3, 1));
    assert_eq!(file.quarantined[0].error.code, RowErrorCode::SpreadsheetNumber);
    // Its money was read all the same, so the balances still follow.
    assert!(file.controls.iter().all(|control| control.ok));
}

#[test]
fn either_order_of_rows_is_one_statement() {
    for (format, account) in LAYOUTS {
        let text = sample_text(format);
        let plain = read_as(None, account, &sample(format)).unwrap();
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let data: Vec<usize> = {
            let mut at: Vec<usize> = plain.rows.iter().map(|row| row.line as usize - 1).collect();
            at.sort_unstable();
            at
        };
        let mut turned = lines.clone();
        for (to, from) in data.iter().zip(data.iter().rev()) {
            turned[*to] = lines[*from];
        }
        let turned = read(account, &turned.concat()).unwrap();
        assert_eq!(bare_rows(&turned), bare_rows(&plain), "{format}");
        assert_eq!(turned.parts, plain.parts, "{format}");
    }
}
