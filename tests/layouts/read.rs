//! Files as the program takes them: a layout of receipts, of statements or of the registry, one way for all.

use std::io::Read as _;
use std::path::PathBuf;

use sanhe::book::files::RuleFiles;
use sanhe::book::formats::{Formats, Quote};
use sanhe::book::{arrears, registry as registry_layouts};
use sanhe::domain::arrears::registry::ParsedRegistry;
use sanhe::domain::day::BusinessDay;
use sanhe::domain::import::{Control, ParsedFile, RowError, RowErrorCode};
use sanhe::domain::statement::ParsedStatement;
use sanhe::import::registry::{self, RegistryRules};
use sanhe::import::{Parsed, RawFile, ReadOptions};

/// Ends of names that are golden inputs.
const INPUTS: [&str; 4] = ["csv", "txt", "gz", "zip"];

/// How a layout's lines are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Headings and commas.
    Table,
    /// Headings, and a backtick before each cell.
    Backtick,
    /// Headings and bars.
    Pipe,
    /// No headings.
    Headless,
}

/// Every layout known.
pub(crate) struct Known {
    pub(crate) formats: Formats,
    pub(crate) rules: RegistryRules,
}

/// A file read.
#[derive(Debug)]
pub(crate) enum Read {
    Receipts(Box<ParsedFile>),
    Statement(Box<ParsedStatement>),
    Registry(Box<ParsedRegistry>),
}

/// One golden input.
pub(crate) struct Golden {
    /// `alipay-trade/sample.csv`.
    pub(crate) name: String,
    pub(crate) file_name: String,
    pub(crate) layout: String,
    path: PathBuf,
}

impl Known {
    pub(crate) fn load() -> Known {
        let files = RuleFiles::default();
        let layouts = registry_layouts::load(&files).unwrap();
        let policy = arrears::load(&files).unwrap();
        Known { formats: Formats::load(&files).unwrap(), rules: RegistryRules { layouts, policy } }
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        let receipts = self.formats.iter().map(|profile| profile.name.as_str());
        let statements = self.formats.statements().map(|profile| profile.name.as_str());
        receipts.chain(statements).chain(self.rules.layouts.iter().map(|layout| layout.name.as_str())).collect()
    }

    pub(crate) fn shape(&self, name: &str) -> Shape {
        let receipts = self.formats.get(name);
        let quote = receipts.map(|profile| profile.quote);
        match quote.or_else(|| self.formats.statement(name).map(|profile| profile.quote)) {
            _ if receipts.is_some_and(|profile| profile.bill.headless()) => Shape::Headless,
            Some(Quote::Backtick) => Shape::Backtick,
            Some(Quote::Pipe) => Shape::Pipe,
            _ => Shape::Table,
        }
    }

    /// Reads a file the way the program does: the registry's layouts are asked first.
    pub(crate) fn read(&self, name: &str, bytes: Vec<u8>, format: Option<&str>) -> Result<Read, Vec<RowError>> {
        let program = PathBuf::from(env!("CARGO_BIN_EXE_sanhe"));
        let today = BusinessDay::parse("2026-03-05").unwrap();
        let read_with = |account: Option<&str>, day: Option<BusinessDay>| {
            let options = ReadOptions { format, account, day, sheet_reader: Some(&program), ..ReadOptions::on(today) };
            let raw = sanhe::import::off_sheet(RawFile::from_bytes(name, bytes.clone()), &options)?;
            if registry::recognise(&raw, &self.rules, format).is_some() {
                let parsed = registry::parse(&raw, &self.rules, format, today)?;
                return Ok(Read::Registry(Box::new(parsed)));
            }
            Ok(match sanhe::import::read(raw, &self.formats, &options)? {
                Parsed::Receipts(parsed) => Read::Receipts(parsed),
                Parsed::Statement(parsed) => Read::Statement(parsed),
            })
        };
        let asked = |error: &RowError| error.code == RowErrorCode::AccountMissing;
        let undated = |error: &RowError| error.code == RowErrorCode::DayMissing;
        let refused = |refused: Box<sanhe::domain::import::RefusedFile>| refused.errors;
        match read_with(None, None).map_err(refused) {
            // Where a statement does not say whose it is, the person is asked.
            Err(errors) if errors.iter().any(asked) => read_with(Some("4405010400123456001"), None).map_err(refused),
            // And where no row says which day it was.
            Err(errors) if errors.iter().any(undated) => {
                read_with(None, BusinessDay::parse("2026-03-02")).map_err(refused)
            }
            other => other,
        }
    }
}

impl Read {
    pub(crate) fn layout(&self) -> &str {
        match self {
            Read::Receipts(file) => &file.format,
            Read::Statement(file) => &file.format,
            Read::Registry(file) => &file.format,
        }
    }

    /// Its own totals and balances.
    pub(crate) fn controls(&self) -> &[Control] {
        match self {
            Read::Receipts(file) => &file.controls,
            Read::Statement(file) => &file.controls,
            Read::Registry(_) => &[],
        }
    }

    /// Rows as they matter in any form, in a fixed order: without lines, and to the minute.
    pub(crate) fn rows(&self) -> Vec<String> {
        let mut rows: Vec<String> = match self {
            Read::Receipts(file) => (0..file.entries.len())
                .map(|row| {
                    let mut entry = file.entries.get(row);
                    entry.line = 0;
                    let minute = entry.at.to_string().chars().take(5).collect::<String>();
                    entry.at = sanhe::domain::day::TimeOfDay::UNKNOWN;
                    format!("{minute} {entry:?}")
                })
                .collect(),
            Read::Statement(file) => (file.rows.iter())
                .map(|row| {
                    let minute = row.at.to_string().chars().take(5).collect::<String>();
                    let at = sanhe::domain::day::TimeOfDay::UNKNOWN;
                    format!("{minute} {:?}", sanhe::domain::statement::StatementRow { line: 0, at, ..row.clone() })
                })
                .collect(),
            Read::Registry(file) => {
                (file.lines.iter()).filter_map(|line| Some(format!("{:?}", line.row.as_ref().ok()?))).collect()
            }
        };
        rows.sort();
        rows
    }

    /// What is wrong with each row that is not taken.
    pub(crate) fn faults(&self) -> Vec<RowErrorCode> {
        let mut faults: Vec<RowErrorCode> = match self {
            Read::Receipts(file) => file.quarantined.iter().map(|row| row.error.code).collect(),
            Read::Statement(file) => file.quarantined.iter().map(|row| row.error.code).collect(),
            Read::Registry(file) => file.lines.iter().filter_map(|line| Some(line.row.as_ref().err()?.code)).collect(),
        };
        faults.sort_by_key(|code| code.code());
        faults
    }

    /// Everything that is said of it.
    pub(crate) fn told(&self) -> Vec<RowErrorCode> {
        let warnings: &[RowError] = match self {
            Read::Receipts(file) => &file.warnings,
            Read::Statement(file) => &file.warnings,
            Read::Registry(_) => &[],
        };
        self.faults().into_iter().chain(warnings.iter().map(|warning| warning.code)).collect()
    }
}

impl Golden {
    /// Every golden input of every layout, by name.
    pub(crate) fn all(known: &Known) -> Vec<Golden> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/import");
        let mut found = Vec::new();
        for layout in known.names() {
            let Ok(items) = std::fs::read_dir(folder.join(layout)) else { continue };
            let mut paths: Vec<PathBuf> = items.map(|item| item.unwrap().path()).collect();
            paths.sort();
            for path in paths {
                let end = path.extension().unwrap_or_default().to_string_lossy().into_owned();
                if INPUTS.contains(&end.as_str()) {
                    let file_name = path.file_name().unwrap().to_string_lossy().into_owned();
                    let name = format!("{layout}/{file_name}");
                    found.push(Golden { name, file_name, layout: layout.to_string(), path });
                }
            }
        }
        found
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        std::fs::read(&self.path).unwrap()
    }

    /// Its expected side: `sample.csv.expected`, or of statements and the registry `sample.expected`.
    pub(crate) fn expected(&self) -> PathBuf {
        let beside = PathBuf::from(format!("{}.expected", self.path.display()));
        if beside.exists() { beside } else { self.path.with_file_name("sample.expected") }
    }

    /// Its text, unpacked where it is one member alone; none where it is an archive.
    pub(crate) fn text(&self) -> Option<String> {
        let mut bytes = self.bytes();
        if bytes.starts_with(b"PK") {
            return None;
        }
        if bytes.starts_with(b"\x1f\x8b") {
            let packed = std::mem::take(&mut bytes);
            flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut bytes).unwrap();
        }
        match String::from_utf8(bytes) {
            Ok(text) => Some(text.trim_start_matches('\u{feff}').to_string()),
            Err(error) => Some(encoding_rs::GB18030.decode(error.as_bytes()).0.into_owned()),
        }
    }
}
