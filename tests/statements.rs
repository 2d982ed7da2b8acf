//! Statements of banks, layout by layout and fault by fault: what each file becomes.
//!
//! A golden pair is `tests/import/<format>/sample.csv` and `sample.expected`; `UPDATE=1 cargo test
//! --test statements` writes the expected side anew. All data are made up.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "statements/fuzz.rs"]
mod fuzz;
#[path = "statements/gate.rs"]
mod gate;
#[path = "statements/standards.rs"]
mod standards;
#[path = "statements/variants.rs"]
mod variants;

use std::fmt::Write;
use std::path::PathBuf;

use sanhe::book::files::RuleFiles;
use sanhe::book::formats::Formats;
use sanhe::domain::day::BusinessDay;
use sanhe::domain::import::{RefusedFile, RowError, RowErrorCode};
use sanhe::domain::statement::ParsedStatement;
use sanhe::import::{Parsed, RawFile, ReadOptions};

/// Every layout with a golden pair; where the file does not name its account, the one given for it.
pub(crate) const LAYOUTS: [(&str, Option<&str>); 15] = [
    ("abc-corporate", None),
    ("abc-personal", None),
    ("alipay-account", None),
    ("boc-corporate", None),
    ("boc-personal", None),
    ("bocom", None),
    ("ccb-corporate", None),
    ("ccb-personal", None),
    ("icbc-corporate", Some("4405010400123456001")),
    ("icbc-corporate-history", None),
    ("icbc-corporate-plain", None),
    ("icbc-corporate-split", None),
    ("icbc-personal", None),
    ("spdb", None),
    ("wechat-funds", Some("1900000109-BASIC")),
];

pub(crate) fn formats() -> Formats {
    Formats::load(&RuleFiles::default()).unwrap()
}

pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

pub(crate) fn sample(format: &str) -> Vec<u8> {
    std::fs::read(folder().join(format).join("sample.csv")).unwrap()
}

/// The sample as text, whatever its encoding.
pub(crate) fn sample_text(format: &str) -> String {
    let bytes = sample(format);
    match String::from_utf8(bytes.clone()) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_string(),
        Err(_) => encoding_rs::GB18030.decode(&bytes).0.into_owned(),
    }
}

pub(crate) fn read_as(
    format: Option<&str>,
    account: Option<&str>,
    bytes: &[u8],
) -> Result<ParsedStatement, Box<RefusedFile>> {
    let today = BusinessDay::parse("2026-03-05").unwrap();
    let options = ReadOptions { format, account, ..ReadOptions::on(today) };
    match sanhe::import::read(RawFile::from_bytes("made-up.csv", bytes.to_vec()), &formats(), &options)? {
        Parsed::Statement(parsed) => Ok(*parsed),
        Parsed::Receipts(parsed) => panic!("read as receipts, {}", parsed.format),
    }
}

pub(crate) fn read(account: Option<&str>, text: &str) -> Result<ParsedStatement, Box<RefusedFile>> {
    read_as(None, account, text.as_bytes())
}

pub(crate) fn shown(error: &RowError) -> String {
    let RowError { line, column, excerpt, code, details } = error;
    format!("line {line} [{column}] {} ⟪{excerpt}⟫ {details:?}", code.code())
}

pub(crate) fn dump(file: &ParsedStatement) -> String {
    let mut text = String::new();
    let (rows, quarantined) = (file.rows.len(), file.quarantined.len());
    writeln!(text, "{} · {}", file.format, file.encoding.code()).unwrap();
    writeln!(text, "{} rows = {rows} rows + {quarantined} quarantined + {} control", file.rows_read, file.control_rows)
        .unwrap();
    let money = |money: Option<sanhe::domain::money::Money>| money.map_or("-".to_string(), |money| money.to_string());
    for part in &file.parts {
        let (opening, closing) = (money(part.opening), money(part.closing));
        writeln!(text, "account {} {} {} to {}", part.account, part.currency, part.from, part.to).unwrap();
        writeln!(text, "  {} rows, opening {opening}, closing {closing}", part.rows).unwrap();
    }
    for row in &file.rows {
        let (amount, balance) = (row.amount, money(row.balance));
        writeln!(text, "\nline {}: {} {} {amount} → {balance}", row.line, row.day, row.at).unwrap();
        for (name, value) in [
            ("from/to", &row.counterparty_name),
            ("their account", &row.counterparty_account),
            ("text", &row.text),
            ("bank no", &row.bank_no),
        ] {
            if !value.is_empty() {
                writeln!(text, "  {name} {value}").unwrap();
            }
        }
    }
    for row in &file.quarantined {
        writeln!(text, "\nquarantined {}\n  {}", shown(&row.error), row.raw).unwrap();
    }
    for control in &file.controls {
        let verdict = if control.ok { "agrees" } else { "DISAGREES" };
        writeln!(text, "\ncontrol {}: file {} rows {} {verdict}", control.name, control.expected, control.actual)
            .unwrap();
    }
    for warning in &file.warnings {
        writeln!(text, "\nwarning {}", shown(warning)).unwrap();
    }
    text
}

#[test]
fn every_layout_becomes_what_its_golden_pair_says() {
    for (format, account) in LAYOUTS {
        let file = read_as(None, account, &sample(format))
            .unwrap_or_else(|refused| panic!("{format}: {:?}", refused.errors.iter().map(shown).collect::<Vec<_>>()));
        assert_eq!(file.format, format);
        assert_eq!(file.rows_read, file.rows.len() as u64 + file.quarantined.len() as u64 + file.control_rows);
        let expected = folder().join(format).join("sample.expected");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&expected, dump(&file)).unwrap();
        }
        assert_eq!(dump(&file), std::fs::read_to_string(&expected).unwrap_or_default(), "{format}");
    }
}

#[test]
fn every_layout_of_statements_has_its_golden_pair() {
    let formats = formats();
    let mut known: Vec<&str> = formats.statements().map(|profile| profile.name.as_str()).collect();
    known.sort_unstable();
    assert_eq!(known, LAYOUTS.map(|(format, _)| format));
}

/// Of all layouts, receipts and statements, the file's own is picked and no other would read it.
#[test]
fn the_right_layout_is_picked_and_a_wrong_one_never_fits() {
    let formats = formats();
    let names: Vec<&str> = (formats.iter().map(|profile| profile.name.as_str()))
        .chain(formats.statements().map(|profile| profile.name.as_str()))
        .collect();
    for (format, account) in LAYOUTS {
        assert_eq!(read_as(None, account, &sample(format)).unwrap().format, format);
        for other in names.iter().filter(|other| **other != format) {
            // A layout that asks for less of the same headings may be forced; it is never picked.
            let narrower = (format, *other) == ("icbc-corporate-split", "icbc-corporate-plain");
            if let Err(refused) = read_as(Some(other), account, &sample(format)) {
                assert_eq!(refused.errors[0].code, RowErrorCode::MissingColumn, "{format} as {other}");
            } else {
                assert!(narrower, "{format} was read as {other}");
            }
        }
    }
}

#[test]
fn a_statement_that_does_not_say_whose_it_is_is_refused() {
    let text = sample_text("icbc-corporate");
    assert_eq!(read(None, &text).unwrap_err().errors[0].code, RowErrorCode::AccountMissing);
    let named = RawFile::from_bytes("in/4405010400123456001_202603.csv", text.clone().into_bytes());
    let today = BusinessDay::parse("2026-03-05").unwrap();
    match sanhe::import::read(named, &formats(), &ReadOptions::on(today)).unwrap() {
        Parsed::Statement(parsed) => assert_eq!(parsed.parts[0].account, "4405010400123456001"),
        Parsed::Receipts(_) => panic!("read as receipts"),
    }
    let refused = read(Some("999999999999"), &sample_text("bocom")).unwrap_err();
    assert_eq!(refused.errors[0].code, RowErrorCode::AccountContradicts);
    assert_eq!(refused.errors[0].details, ["6222600000000000151", "999999999999"]);
}
