//! The golden files of `tests/import`, and what a file read becomes as text.
#![allow(clippy::unwrap_used, clippy::panic, dead_code)]

use std::fmt::Write;
use std::path::PathBuf;

use sanhe::book::files::RuleFiles;
use sanhe::book::formats::Formats;
use sanhe::domain::day::BusinessDay;
use sanhe::domain::import::{ParsedFile, RefusedFile, RowError, RowErrorCode};
use sanhe::import::{RawFile, ReadOptions, parse};

/// Ends of names that are golden inputs of this importer.
const INPUTS: [&str; 4] = ["csv", "txt", "gz", "zip"];

/// One golden input.
pub(crate) struct Golden {
    /// `alipay-trade/sample.csv`.
    pub(crate) name: String,
    /// Its layout.
    pub(crate) format: String,
    pub(crate) path: PathBuf,
    pub(crate) expected: PathBuf,
}

/// Every golden input, by name.
pub(crate) fn goldens() -> Vec<Golden> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = std::fs::read_dir(folder()).unwrap().map(|item| item.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    for folder in folders {
        let format = folder.file_name().unwrap().to_string_lossy().into_owned();
        let mut files: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|item| item.unwrap().path()).collect();
        files.sort();
        for path in files {
            let end = path.extension().unwrap_or_default().to_string_lossy().into_owned();
            // Statements have their own goldens, in tests/statements.rs.
            if INPUTS.contains(&end.as_str()) && formats().get(&format).is_some() {
                let name = format!("{format}/{}", path.file_name().unwrap().to_string_lossy());
                let expected = path.with_extension(format!("{end}.expected"));
                found.push(Golden { name, format: format.clone(), path, expected });
            }
        }
    }
    assert!(found.len() > 4);
    found
}

pub(crate) fn formats() -> Formats {
    Formats::load(&RuleFiles::default()).unwrap()
}

pub(crate) fn today() -> BusinessDay {
    BusinessDay::parse("2026-03-05").unwrap()
}

/// As a clerk imports it: a file that names no day is refused once, then read for the day of its golden.
pub(crate) fn read(bytes: &[u8]) -> Result<ParsedFile, Box<RefusedFile>> {
    let options = ReadOptions::on(today());
    let read = |options| parse(RawFile::from_bytes("made-up.csv", bytes.to_vec()), &formats(), options);
    let dayless = |refused: &RefusedFile| refused.errors.iter().any(|error| error.code == RowErrorCode::DayMissing);
    match read(&options) {
        Err(refused) if dayless(&refused) => read(&ReadOptions { day: BusinessDay::parse("2026-03-02"), ..options }),
        read => read,
    }
}

pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

pub(crate) fn shown(error: &RowError) -> String {
    let RowError { line, column, excerpt, code, details } = error;
    format!("line {line} [{column}] {} ⟪{excerpt}⟫ {details:?}", code.code())
}

pub(crate) fn dump(file: &ParsedFile) -> String {
    let mut text = String::new();
    let (entries, quarantined) = (file.entries.len(), file.quarantined.len());
    let entered = if file.splits_rows() { format!("{} as {entries}", file.rows_entered) } else { entries.to_string() };
    writeln!(text, "{} · {} · {}", file.format, file.side.code(), file.encoding.code()).unwrap();
    writeln!(
        text,
        "{} rows = {entered} entries + {quarantined} quarantined + {} control",
        file.rows_read, file.control_rows
    )
    .unwrap();
    for cover in &file.coverage {
        writeln!(text, "covers {} {} to {}", cover.method.map_or("all", |method| method.code()), cover.from, cover.to)
            .unwrap();
    }
    for row in 0..entries {
        let entry = file.entries.get(row);
        writeln!(
            text,
            "\nline {}: {} {} {} {}",
            entry.line,
            entry.day,
            entry.at,
            entry.kind.code(),
            entry.method.code()
        )
        .unwrap();
        writeln!(text, "  amount {} fee {} net gap {}", entry.amount, entry.fee, entry.net_gap).unwrap();
        for (name, value) in [
            ("cashier", entry.cashier),
            ("window", entry.window),
            ("merchant", entry.merchant),
            ("his_no", entry.his_no),
            ("order_no", entry.order_no),
            ("original_no", entry.original_no),
            ("channel_no", entry.channel_no),
            ("ticket_no", entry.ticket_no),
        ] {
            if !value.is_empty() {
                writeln!(text, "  {name} {value}").unwrap();
            }
        }
    }
    for row in &file.quarantined {
        writeln!(text, "\nquarantined {}", shown(&row.error)).unwrap();
        let day = row.day.map_or("-".into(), |day| day.to_string());
        let method = row.method.map_or("-", |method| method.code());
        writeln!(text, "  {day} {method} his_no {:?} order_no {:?}\n  {}", row.his_no, row.order_no, row.raw).unwrap();
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
