//! Sheets as banks and Excel write them: read by a process of its own, refused with a sentence where it fails.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use sanhe::book::files::RuleFiles;
use sanhe::book::formats::Formats;
use sanhe::domain::day::BusinessDay;
use sanhe::domain::import::{RefusedFile, RowErrorCode};
use sanhe::domain::statement::{ParsedStatement, StatementRow};
use sanhe::import::{Parsed, RawFile, ReadOptions};

fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_sanhe"))
}

fn read(name: &str, account: Option<&str>, bytes: Vec<u8>) -> Result<Parsed, Box<RefusedFile>> {
    let formats = Formats::load(&RuleFiles::default()).unwrap();
    let program = program();
    let today = BusinessDay::parse("2026-03-05").unwrap();
    let options = ReadOptions { account, sheet_reader: Some(&program), ..ReadOptions::on(today) };
    sanhe::import::read(RawFile::from_bytes(name, bytes), &formats, &options)
}

fn statement(account: Option<&str>, bytes: Vec<u8>) -> ParsedStatement {
    match read("made-up.xlsx", account, bytes) {
        Ok(Parsed::Statement(parsed)) => *parsed,
        Ok(Parsed::Receipts(parsed)) => panic!("read as receipts, {}", parsed.format),
        Err(refused) => panic!("{:?}", refused.errors),
    }
}

fn refusal(bytes: Vec<u8>) -> (RowErrorCode, Vec<String>) {
    match read("made-up.xlsx", None, bytes) {
        Ok(_) => panic!("not refused"),
        Err(refused) => (refused.errors[0].code, refused.errors[0].details.clone()),
    }
}

fn sample(layout: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import").join(layout).join("sample.csv");
    let bytes = std::fs::read(path).unwrap();
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) => text.to_string(),
        Err(_) => encoding_rs::GB18030.decode(&bytes).0.into_owned(),
    };
    text.trim_start_matches('\u{feff}').to_string()
}

/// How a cell is put into the sheet.
#[derive(Clone, Copy, PartialEq)]
enum Typed {
    /// Every cell as text, as some banks do.
    Text,
    /// Amounts as numbers and dates as dates, as Excel does.
    Numbers,
}

/// The rows of a CSV text as a sheet.
fn sheet_of(text: &str, typed: Typed) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    // Line by line: a reader of records would leave out the blank ones.
    for (row, line) in text.lines().enumerate() {
        let record = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes()).into_records().next();
        for (column, cell) in record.map(Result::unwrap).iter().flatten().enumerate() {
            let place = (row as u32, column as u16);
            match typed {
                Typed::Text => drop(sheet.write_string(place.0, place.1, cell).unwrap()),
                Typed::Numbers => put(sheet, place, cell),
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn put(sheet: &mut rust_xlsxwriter::Worksheet, (row, column): (u32, u16), cell: &str) {
    let plain = cell.replace(',', "");
    let decimals = plain.split_once('.').is_some_and(|(_, decimals)| decimals.len() == 2);
    if decimals && let Ok(number) = plain.parse::<f64>() {
        sheet.write_number(row, column, number).unwrap();
    } else if let Ok(moment) = ExcelDateTime::parse_from_str(&cell.trim().replace('/', "-").replace("  ", " "))
        && matches!(cell.trim().as_bytes().get(4), Some(b'-' | b'/'))
    {
        let format = Format::new().set_num_format("yyyy/m/d hh:mm:ss");
        sheet.write_datetime_with_format(row, column, &moment, &format).unwrap();
    } else {
        sheet.write_string(row, column, cell).unwrap();
    }
}

fn text_file(account: Option<&str>, text: &str) -> ParsedStatement {
    match read("made-up.csv", account, text.as_bytes().to_vec()).unwrap() {
        Parsed::Statement(parsed) => *parsed,
        Parsed::Receipts(_) => panic!("read as receipts"),
    }
}

const LAYOUTS: [&str; 13] = [
    "abc-corporate",
    "abc-personal",
    "boc-corporate",
    "boc-personal",
    "bocom",
    "ccb-corporate",
    "ccb-personal",
    "icbc-corporate",
    "icbc-corporate-history",
    "icbc-corporate-plain",
    "icbc-corporate-split",
    "icbc-personal",
    "spdb",
];

#[test]
fn every_layout_reads_the_same_from_a_sheet_as_from_a_text() {
    for layout in LAYOUTS {
        let account = (layout == "icbc-corporate").then_some("4405010400123456001");
        let text = sample(layout);
        let plain = text_file(account, &text);
        for typed in [Typed::Text, Typed::Numbers] {
            let sheet = statement(account, sheet_of(&text, typed));
            assert_eq!(sheet.format, layout);
            let rows = |file: &ParsedStatement| -> Vec<StatementRow> { file.rows.clone() };
            assert_eq!(rows(&sheet), rows(&plain), "{layout}");
            assert_eq!((sheet.rows_read, &sheet.parts), (plain.rows_read, &plain.parts), "{layout}");
        }
    }
}

#[test]
fn a_sheet_is_kept_whole_behind_the_text_read_off_it() {
    let bytes = sheet_of(&sample("spdb"), Typed::Numbers);
    let file = statement(None, bytes.clone());
    let original = file.pieces.last().unwrap();
    assert_eq!(zstd::bulk::decompress(&original.frame, original.bytes as usize).unwrap(), bytes);
    let text = zstd::bulk::decompress(&file.pieces[0].frame, file.pieces[0].bytes as usize).unwrap();
    let line = String::from_utf8(text).unwrap().lines().nth(file.rows[0].line as usize - 1).unwrap().to_string();
    assert!(line.contains("某某基金会"), "{line}");
}

#[test]
fn receipts_come_in_sheets_too() {
    let text = "结算流水号,商户订单号,结算时间,支付方式,业务类型,金额\nJS1,ZF1,2026-03-02 08:00:01,微信,收费,10.10\n";
    match read("his.xlsx", None, sheet_of(text, Typed::Numbers)).unwrap() {
        Parsed::Receipts(file) => {
            let entry = file.entries.get(0);
            assert_eq!((entry.amount.fen(), entry.at.to_string(), entry.line), (1010, "08:00:01".into(), 2));
        }
        Parsed::Statement(_) => panic!("read as a statement"),
    }
}

#[test]
fn a_his_sheet_reads_the_same_from_excel_as_from_a_text() {
    for layout in ["his-outpatient-columns", "his-outpatient", "his-inpatient", "his-prepaid", "his-receipt-pay"] {
        let entries = |bytes: Vec<u8>| match read("his.xlsx", None, bytes).unwrap() {
            Parsed::Receipts(file) => {
                assert_eq!(file.format, layout);
                let shown =
                    (0..file.entries.len()).map(|row| format!("{:?}", file.entries.get(row))).collect::<Vec<_>>();
                (shown, file.rows_read, file.control_rows, file.quarantined.len(), file.controls.len())
            }
            Parsed::Statement(_) => panic!("read as a statement"),
        };
        let text = sample(layout);
        let plain = entries(text.clone().into_bytes());
        assert_eq!(entries(sheet_of(&text, Typed::Numbers)), plain, "{layout}");
        assert_eq!(entries(sheet_of(&text, Typed::Text)), plain, "{layout}");
    }
}

#[test]
fn dates_without_a_format_are_read_as_days_of_the_calendar() {
    let text =
        sample("spdb").replace("2026/03/02  09:08:07", "46083.380636574").replace("2026/03/03  08:00:00", "46084");
    let file = statement(None, sheet_of(&text, Typed::Text));
    let moments: Vec<String> = file.rows.iter().map(|row| format!("{} {}", row.day, row.at)).collect();
    assert_eq!(moments[0], "2026-03-02 09:08:07");
    assert_eq!(moments[2], "2026-03-03 --:--:--");
}

#[test]
fn numbers_a_sheet_has_rounded_are_quarantined_by_name() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let heads = ["账号：6217000000000000081"];
    sheet.write_string(0, 0, heads[0]).unwrap();
    for (column, head) in
        ["记账日", "交易日期", "支出", "收入", "账户余额", "币种", "摘要", "对方账号"].iter().enumerate()
    {
        sheet.write_string(1, column as u16, *head).unwrap();
    }
    for (column, number) in
        [20_260_302.0, 20_260_302.0, 0.0, 0.1 + 0.2, 0.3, f64::NAN, f64::NAN, 6.222e17].iter().enumerate()
    {
        if number.is_nan() {
            sheet.write_string(2, column as u16, "人民币").unwrap();
        } else {
            sheet.write_number(2, column as u16, *number).unwrap();
        }
    }
    let file = statement(None, book.save_to_buffer().unwrap());
    assert_eq!((file.rows.len(), file.quarantined.len()), (0, 1));
    let error = &file.quarantined[0].error;
    assert_eq!((error.code, error.line, error.column.as_str()), (RowErrorCode::SpreadsheetNumber, 3, "对方账号"));
    // 0.1 + 0.2 is within a millionth of thirty fen: its money was read.
    assert!(file.controls.iter().all(|control| control.ok));
}

#[test]
fn a_cell_in_the_far_corner_is_refused_with_a_sentence() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "顺序号").unwrap();
    sheet.write_string(1_048_575, 16_383, "x").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert!(bytes.len() < 10_000, "{} bytes", bytes.len());
    assert_eq!(refusal(bytes), (RowErrorCode::TooMany, vec!["256".into()]));
}

/// Half a million shared strings of a thousand letters each, packed into very little.
#[test]
fn a_bomb_of_shared_strings_is_refused_while_the_program_lives_on() {
    use std::io::Write;
    let honest = sheet_of("顺序号,交易日期\n1,2026-03-02\n", Typed::Text);
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(honest)).unwrap();
    let mut bomb = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_level(Some(6)).large_file(true);
    for place in 0..parts.len() {
        let mut part = parts.by_index(place).unwrap();
        let name = part.name().unwrap().to_string();
        bomb.start_file(name.as_str(), options).unwrap();
        if name.ends_with("sharedStrings.xml") {
            bomb.write_all(b"<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">").unwrap();
            let string = format!("<si><t>{}</t></si>", "A".repeat(4_000)).repeat(250);
            for _ in 0..1_000 {
                bomb.write_all(string.as_bytes()).unwrap();
            }
            bomb.write_all(b"</sst>").unwrap();
        } else {
            std::io::copy(&mut part, &mut bomb).unwrap();
        }
    }
    let bytes = bomb.finish().unwrap().into_inner();
    assert!(bytes.len() < 8_000_000, "{} bytes", bytes.len());
    assert_eq!(refusal(bytes), (RowErrorCode::SheetTooLarge, vec![]));
}

#[test]
fn what_is_no_sheet_is_named() {
    let ole = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 600]].concat();
    assert_eq!(refusal(ole).0, RowErrorCode::SheetUnreadable);
    let torn = sheet_of(&sample("spdb"), Typed::Text);
    assert_eq!(refusal([&torn[..torn.len() / 2], b"xl/workbook.xml"].concat()).0, RowErrorCode::SheetUnreadable);
    assert_eq!(
        refusal(b"<html><table><tr><td>1</td></tr></table>".to_vec()),
        (RowErrorCode::NotText, vec!["HTML".into()])
    );
    // An archive that is no workbook is unpacked as a channel's bill, and found torn there.
    assert_eq!(refusal(b"PK\x03\x04....".to_vec()).0, RowErrorCode::BrokenArchive);
}
