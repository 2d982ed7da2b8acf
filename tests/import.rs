//! The importer, layout by layout and fault by fault: what each file becomes.
//!
//! A golden pair is `tests/import/<format>/sample.csv` (or .txt, .gz, .zip) and `sample.csv.expected`; `UPDATE=1 cargo test
//! --test import` writes the expected side anew. All data are made up.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/golden.rs"]
mod golden;

use golden::{dump, folder, formats, goldens, read, shown, today};
use sanhe::domain::import::{ParsedFile, RowError, RowErrorCode};
use sanhe::import::{RawFile, ReadOptions, open, parse};

fn sample(format: &str) -> Vec<u8> {
    std::fs::read(folder().join(format).join("sample.csv")).unwrap()
}

#[test]
fn every_layout_becomes_what_its_golden_pair_says() {
    for golden in goldens() {
        let file = parse(open(&golden.path).unwrap(), &formats(), &ReadOptions::on(today()));
        let file = file.unwrap_or_else(|refused| panic!("{}: {:?}", golden.name, refused.errors));
        assert_eq!(file.rows_read, file.rows_entered + file.quarantined.len() as u64 + file.control_rows);
        assert_eq!(file.format, golden.format);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&golden.expected, dump(&file)).unwrap();
        }
        assert_eq!(dump(&file), std::fs::read_to_string(&golden.expected).unwrap_or_default(), "{}", golden.name);
    }
}

#[test]
fn no_name_of_a_patient_is_kept_outside_the_original() {
    let file = read(&sample("plain-his")).unwrap();
    for row in 0..file.entries.len() {
        assert!(!format!("{:?}", file.entries.get(row)).contains("虚构"));
    }
    assert!(file.quarantined.iter().all(|row| !shown(&row.error).contains("虚构")));
}

#[test]
fn the_original_is_kept_byte_for_byte() {
    let bytes = sample("wechat-trade").repeat(1);
    let file = read(&bytes).unwrap();
    let inflate = |piece: &sanhe::domain::import::OriginalPiece| {
        zstd::bulk::decompress(&piece.frame, piece.bytes as usize).unwrap()
    };
    assert_eq!(file.pieces.iter().flat_map(inflate).collect::<Vec<u8>>(), bytes);
    assert_eq!(file.bytes, bytes.len() as u64);
}

#[test]
fn one_file_in_any_encoding_line_end_and_order_of_columns_is_one_file() {
    let plain = "入账时间,渠道,渠道流水号,商户订单号,类型,交易金额\n2026-03-02 08:01:31,微信支付,42,ZF1,支付,9.00\n";
    let turned = "交易金额,类型,商户订单号,渠道流水号,渠道,入账时间\n9.00,支付,ZF1,42,微信支付,2026-03-02 08:01:31\n";
    let (gbk, _, _) = encoding_rs::GB18030.encode(plain);
    let expected = read(plain.as_bytes()).unwrap();
    for bytes in [
        format!("\u{feff}{plain}").into_bytes(),
        plain.replace('\n', "\r\n").into_bytes(),
        plain.trim_end().as_bytes().to_vec(),
        gbk.to_vec(),
        turned.as_bytes().to_vec(),
        plain.replace("42", "\"42\"").into_bytes(),
        plain.replace("42", "'42\t").into_bytes(),
    ] {
        let file = read(&bytes).unwrap();
        assert_eq!(file.entries.get(0), expected.entries.get(0));
        assert_eq!((file.entries.len(), file.rows_read), (1, 1));
    }
}

/// A plain-his file whose second data row (line 3) is `row`.
fn his(row: &str) -> Vec<u8> {
    format!("{HEADER}\n{}\n{row}\n{}\n", good(1), good(3)).into_bytes()
}

const HEADER: &str = "结算流水号,商户订单号,结算时间,支付方式,业务类型,金额,患者姓名,收费员";

fn good(number: u32) -> String {
    format!("JS{number},ZF{number},2026-03-02 08:00:00,微信,收费,10.00,虚构,001甲")
}

#[test]
fn a_bad_row_is_quarantined_by_name_and_its_neighbours_enter() {
    use RowErrorCode::*;
    let day = "2026-03-02 08:00:00";
    for (row, code, column, excerpt) in [
        (format!("JS2,ZF2,{day},微信,收费,12.345,虚构,001甲"), AmountDecimals, "金额", "12.345"),
        (format!("JS2,ZF2,{day},微信,收费,1e5,虚构,001甲"), AmountGrammar, "金额", "1e5"),
        (format!("JS2,ZF2,{day},微信,收费,NaN,虚构,001甲"), AmountGrammar, "金额", "NaN"),
        (format!("JS2,ZF2,{day},微信,收费,99999999999999.00,虚构,001甲"), AmountRange, "金额", "99999999999999.00"),
        (format!("JS2,ZF2,{day},微信,收费,,虚构,001甲"), EmptyCell, "金额", ""),
        (format!("JS2,ZF2,{day},微信,收费,-10.00,虚构,001甲"), SignContradicts, "金额", "-10.00"),
        (format!("JS2,ZF2,{day},微信,退费,10.00,虚构,001甲"), SignContradicts, "金额", "10.00"),
        (format!("JS2,ZF2,{day},微信,冲正,10.00,虚构,001甲"), UnknownKind, "业务类型", "冲正"),
        (format!("JS2,ZF2,{day},微信,,10.00,虚构,001甲"), EmptyCell, "业务类型", ""),
        (format!("JS2,ZF2,{day},,收费,10.00,虚构,001甲"), EmptyCell, "支付方式", ""),
        (format!(",ZF2,{day},微信,收费,10.00,虚构,001甲"), EmptyCell, "结算流水号", ""),
        ("JS2,ZF2,1900-01-01,微信,收费,10.00,虚构,001甲".into(), DateRange, "结算时间", "1900-01-01"),
        ("JS2,ZF2,2026-02-30,微信,收费,10.00,虚构,001甲".into(), DateGrammar, "结算时间", "2026-02-30"),
        ("JS2,ZF2,46084.5,微信,收费,10.00,虚构,001甲".into(), DateGrammar, "结算时间", "46084.5"),
        ("JS2,ZF2,,微信,收费,10.00,虚构,001甲".into(), EmptyCell, "结算时间", ""),
        (format!("4.2E+27,ZF2,{day},微信,收费,10.00,虚构,001甲"), SpreadsheetNumber, "结算流水号", "4.2E+27"),
        (format!("JS\0 2,ZF2,{day},微信,收费,10.00,虚构,001甲"), ControlCharacter, "结算流水号", "JS⟨U+0000⟩ 2"),
        (format!("JS2,ZF\x1b[2J,{day},微信,收费,10.00,虚构,001甲"), ControlCharacter, "商户订单号", "ZF⟨U+001B⟩[2J"),
        (format!("JS2,ZF2,{day},微信,收费,10.00,虚构,001\u{202e}甲"), ControlCharacter, "收费员", "001⟨U+202E⟩甲"),
        (format!("JS2,ZF2,{day},微信,收费,10.\x0000,虚构,001甲"), ControlCharacter, "金额", "10.⟨U+0000⟩00"),
        (format!("JS2,ZF2,{day},微信,收费,10.00,001甲"), RaggedRow, "", ""),
        (format!("JS2,ZF2,{day},微信,收费,1,000.00,虚构,001甲"), ThousandsSplit, "", "1,000.00"),
        (",,,,,,,".into(), EmptyCell, "业务类型", ""),
    ] {
        let file = read(&his(&row)).unwrap_or_else(|refused| panic!("{row}: {:?}", refused.errors));
        assert_eq!((file.rows_read, file.entries.len(), file.quarantined.len()), (3, 2, 1), "{row}");
        let QuarantinedPart { error, raw } = first_quarantined(&file);
        assert_eq!((error.line, error.code), (3, code), "{row}");
        assert_eq!((error.column.as_str(), error.excerpt.as_str(), raw), (column, excerpt, row.as_str()));
    }
}

struct QuarantinedPart<'a> {
    error: &'a RowError,
    raw: &'a str,
}

fn first_quarantined(file: &ParsedFile) -> QuarantinedPart<'_> {
    let row = &file.quarantined[0];
    QuarantinedPart { error: &row.error, raw: &row.raw }
}

#[test]
fn a_quarantined_row_tells_what_could_be_read_of_it() {
    let file = read(&his("JS2,ZF2,2026-03-02 08:00:00,微信,收费,abc,虚构,001甲")).unwrap();
    let row = &file.quarantined[0];
    assert_eq!(row.day.map(|day| day.to_string()).as_deref(), Some("2026-03-02"));
    assert_eq!(row.method.map(|method| method.code()), Some("wechat"));
    assert_eq!((row.his_no.as_str(), row.order_no.as_str()), ("JS2", "ZF2"));
}

#[test]
fn a_stray_pair_of_quotes_never_swallows_a_row_unseen() {
    let text = format!(
        "{HEADER}\n{}\nJS2,ZF2,2026-03-02 08:00:00,微信,收费,1.00,\"虚构,001甲\nJS9,ZF9,2026-03-02,微信,收费,1.00,虚\",001甲\n",
        good(1)
    );
    let file = read(text.as_bytes()).unwrap();
    assert_eq!((file.entries.len(), file.quarantined.len()), (1, 1));
    assert_eq!(file.quarantined[0].error.code, RowErrorCode::UnclosedQuote);
    assert!(file.quarantined[0].raw.contains("JS9"));
}

#[test]
fn a_file_that_cannot_be_read_whole_is_refused_by_name() {
    use RowErrorCode::*;
    let (gbk, _, _) = encoding_rs::GB18030.encode("JS2,ZF2,2026-03-02,微信,收费,1.00,虚构,001甲\n");
    let mixed = [his(&good(2)), gbk.to_vec()].concat();
    for (bytes, code, line, details) in [
        (vec![], EmptyFile, 0, vec![]),
        (b"\xef\xbb\xbf\r\n \r\n".to_vec(), EmptyFile, 0, vec![]),
        (format!("{HEADER}\n").into_bytes(), HeaderOnly, 1, vec![]),
        (format!("{HEADER}\n# 无数据\n\n").into_bytes(), HeaderOnly, 1, vec![]),
        (HEADER.replace("金额", "应收").into_bytes(), UnknownLayout, 1, vec!["plain-his", "金额"]),
        (b"1,2,3\n4,5,6\n".to_vec(), UnknownLayout, 0, vec!["", ""]),
        (format!("{HEADER},金额\n").into_bytes(), DuplicateHeading, 1, vec!["金额"]),
        (
            format!("{HEADER},流水号,交易时间,类型,订单号\n").into_bytes(),
            AmbiguousLayout,
            1,
            vec!["plain-cashier", "plain-his"],
        ),
        (his("JS2,\"ZF2,2026-03-02,微信,收费,1.00,虚构,001甲"), UnclosedQuote, 3, vec!["3"]),
        (his("JS2,ZF2,2026-03-02,微信,收费,1.00,\"虚\"构,001甲"), UnclosedQuote, 3, vec!["3"]),
        (his(&format!("JS2,{}", "9".repeat(33_000))), TooLong, 3, vec!["32 KB"]),
        (his(&"9,".repeat(600_000)), TooLong, 3, vec!["1024 KB"]),
        (his(&"9,".repeat(600)), TooMany, 3, vec!["512"]),
        (mixed, MixedEncoding, 5, vec![]),
        (b"\xff\xff,\x80\n".to_vec(), WrongEncoding, 1, vec!["0"]),
        (b"PK\x03\x04....".to_vec(), BrokenArchive, 0, vec![]),
        ([&b"PK\x03\x04"[..], &[0; 22], b"\x13\0\0\0[Content_Types].xml"].concat(), NotText, 0, vec!["ZIP / XLSX"]),
        (b"\xd0\xcf\x11\xe0....".to_vec(), NotText, 0, vec!["XLS (OLE)"]),
        (b"<html><table>".to_vec(), NotText, 0, vec!["HTML"]),
    ] {
        let Err(refused) = read(&bytes) else { panic!("not refused: {}", code.code()) };
        let error = &refused.errors[0];
        assert_eq!((error.code, error.line), (code, line), "{error:?}");
        assert!(details.is_empty() || error.details == details, "{error:?}");
        assert!(refused.sha256.is_some());
    }
}

#[test]
fn a_layout_asked_for_must_fit() {
    let read_as = |format| {
        let options = ReadOptions { format: Some(format), ..ReadOptions::on(today()) };
        parse(RawFile::from_bytes("made-up.csv", his(&good(2))), &formats(), &options)
    };
    assert_eq!(read_as("plain-his").unwrap().entries.len(), 3);
    let refused = read_as("plain-cashier").unwrap_err();
    assert_eq!(refused.errors[0].code, RowErrorCode::MissingColumn);
    assert_eq!(refused.errors[0].details, ["流水号,交易时间,类型,订单号"]);
}

#[test]
fn a_total_row_gates_the_rows_above_it() {
    let total = |amount: &str| format!("{HEADER}\n{}\n{}\n合计,,,,,{amount},,\n", good(1), good(2)).into_bytes();
    let file = read(&total("20.00")).unwrap();
    assert_eq!((file.rows_read, file.entries.len(), file.control_rows, file.controls.len()), (3, 2, 1, 1));
    assert!(read(&total("")).unwrap().controls.is_empty());
    let refused = read(&total("20.01")).unwrap_err();
    assert_eq!((refused.errors[0].code, refused.errors[0].line), (RowErrorCode::ControlTotal, 4));
    assert_eq!(refused.errors[0].details, ["合计", "20.01", "20.00", "-0.01"]);
}

/// The sample bill without its line `number`.
fn bill_without(number: usize) -> Vec<u8> {
    let text = String::from_utf8(sample("wechat-trade")).unwrap();
    let kept = text.split_inclusive('\n').enumerate().filter(|(index, _)| index + 1 != number);
    kept.map(|(_, line)| line).collect::<String>().into_bytes()
}

#[test]
fn no_row_of_a_bill_can_be_taken_away_doubled_or_altered() {
    let text = String::from_utf8(sample("wechat-trade")).unwrap();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let rows = 1..lines.len() - 2;
    for index in rows.clone() {
        let without = read(&bill_without(index + 1)).unwrap_err();
        assert_eq!(without.errors[0].code, RowErrorCode::ControlTotal, "line {}", index + 1);
        assert_eq!(without.errors[0].details, ["总交易单数", "7.0", "6", "-1.00"]);
        let mut doubled = lines.clone();
        doubled.insert(index, lines[index]);
        assert_eq!(read(doubled.concat().as_bytes()).unwrap_err().errors[0].code, RowErrorCode::ControlTotal);
    }
    for (from, to) in [
        ("`1022.81,`0.00,`0,`0", "`1022.80,`0.00,`0,`0"),
        ("`6.14000", "`6.15000"),
        ("`22.81,`0.00,`ORI", "`22.82,`0.00,`ORI"),
    ] {
        assert!(text.contains(from), "{from}");
        let refused = read(text.replacen(from, to, 1).as_bytes()).unwrap_err();
        assert_eq!(refused.errors[0].code, RowErrorCode::ControlTotal, "{from} → {to}");
        assert_eq!(refused.controls.iter().filter(|control| !control.ok).count(), 1);
        assert_eq!(refused.controls.len(), 7);
    }
}

#[test]
fn a_bill_without_its_closing_lines_or_with_more_below_is_refused() {
    let text = String::from_utf8(sample("wechat-trade")).unwrap();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let row = lines[1];
    for cut in
        [lines[..lines.len() - 2].concat(), lines[..lines.len() - 1].concat(), text.clone() + row, text.clone() + &text]
    {
        let refused = read(cut.as_bytes()).unwrap_err();
        assert!(refused.errors.iter().any(|error| error.code == RowErrorCode::ControlMissing), "{:?}", refused.errors);
    }
}

#[test]
fn a_bill_whose_money_cannot_be_read_names_the_row() {
    let text = String::from_utf8(sample("wechat-trade")).unwrap();
    let refused = read(text.replacen("`6.14000", "`六元", 1).as_bytes()).unwrap_err();
    let (first, second) = (&refused.errors[0], &refused.errors[1]);
    assert_eq!((first.line, first.column.as_str(), first.excerpt.as_str()), (2, "手续费", "`六元".trim_matches('`')));
    assert_eq!(second.code, RowErrorCode::ControlTotal);
}

#[test]
fn a_bill_with_backticks_in_its_header_reads_the_same() {
    let text = String::from_utf8(sample("wechat-trade")).unwrap();
    let (header, rest) = text.split_once("\r\n").unwrap();
    let ticked = header.trim_start_matches('\u{feff}').split(',').map(|name| format!("`{name}")).collect::<Vec<_>>();
    let file = read(format!("{}\r\n{rest}", ticked.join(",")).as_bytes()).unwrap();
    assert_eq!(dump(&file), dump(&read(text.as_bytes()).unwrap()));
}

#[test]
fn a_reading_can_be_cancelled() {
    let text = format!("{HEADER}\n{}", format!("{}\n", good(1)).repeat(20_000));
    let options = ReadOptions { progress: &|_, _| false, ..ReadOptions::on(today()) };
    let refused = parse(RawFile::from_bytes("made-up.csv", text.into_bytes()), &formats(), &options).unwrap_err();
    assert!(refused.errors.is_empty());
}
