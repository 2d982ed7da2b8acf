//! Registry files 登记文件 → checked rows: employers, dues, payments.
//!
//! Invariant: every line below the heading is either a row, every field of it checked, or an error that
//! names line, heading and what stands there; nothing is dropped, mended or guessed. A row that repeats
//! another's key names the other's line.

pub(super) mod fields;

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;

use super::fault::{at_line, refused, whole_file};
use super::raw::RawFile;
use super::sniff::compared;
use super::table::{self, Cut, Table};
use super::{decode, pieces};
use crate::book::formats::Quote;
use crate::book::registry::RegistryLayout;
use crate::domain::arrears::policy::FeePolicy;
use crate::domain::arrears::registry::{ParsedRegistry, RegistryLine, RegistryRow};
use crate::domain::day::BusinessDay;
use crate::domain::import::{RefusedFile, RowError, RowErrorCode};

/// How far into a file its heading is looked for.
const HEAD_BYTES: usize = 64 * 1024;
/// Lines its heading is looked for in.
const HEAD_LINES: usize = 60;

/// How its lines fall into cells.
const CSV: Cut<'static> = Cut { quote: Quote::Csv, widths: &[], notes: false };

/// What registry files are read by.
#[derive(Clone, Debug)]
pub struct RegistryRules {
    /// 登记表格式.
    pub layouts: Vec<RegistryLayout>,
    /// Lines and their words.
    pub policy: FeePolicy,
}

/// A heading found.
#[derive(Clone, Debug)]
pub(super) struct Heading<'l> {
    layout: &'l RegistryLayout,
    /// Compared headings of the file, in order.
    found: Vec<String>,
    line: u32,
    /// First byte below it.
    body: usize,
}

/// The layout of a registry file, seen by its first lines; `None` for any other file.
pub fn recognise<'l>(raw: &RawFile, rules: &'l RegistryRules, forced: Option<&str>) -> Option<&'l RegistryLayout> {
    let head = &raw.text()[..raw.text().len().min(HEAD_BYTES)];
    let whole = if head.len() == raw.text().len() { head.len() } else { memchr::memrchr(b'\n', head)? };
    let decoded = decode::decode(&head[..whole]).ok()?;
    heading(&decoded.text, rules, forced).map(|heading| heading.layout)
}

fn heading<'l>(text: &str, rules: &'l RegistryRules, forced: Option<&str>) -> Option<Heading<'l>> {
    let mut at = 0;
    for number in 1..=HEAD_LINES as u32 {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let length = rest.find('\n').unwrap_or(rest.len());
        let line = rest[..length].trim_end_matches('\r');
        at = (at + length + 1).min(text.len());
        let mut cells = Vec::new();
        CSV.split(line, &mut cells);
        let found: Vec<String> = cells.iter().map(|cell| compared(cell.trim_matches(['"', ' ', '\t']))).collect();
        let fits = |layout: &&RegistryLayout| {
            forced.is_none_or(|name| name == layout.name)
                && layout.required.iter().all(|heading| found.contains(&compared(heading)))
        };
        // Of several that fit the one that asks for most.
        if let Some(layout) = rules.layouts.iter().filter(fits).max_by_key(|layout| layout.required.len()) {
            return Some(Heading { layout, found, line: number, body: at });
        }
    }
    None
}

/// Reads a file [`recognise`] knows.
///
/// # Errors
/// The whole file is refused: its encoding, a quote, a limit, a heading that stands twice, or no rows.
pub fn parse(
    raw: &RawFile,
    rules: &RegistryRules,
    forced: Option<&str>,
    today: BusinessDay,
) -> Result<ParsedRegistry, Box<RefusedFile>> {
    let refuse = |error: RowError| refused(&raw.path, Some(raw), vec![error]);
    let decoded = decode::decode(raw.text()).map_err(refuse)?;
    let text = &decoded.text;
    let unknown = || whole_file(RowErrorCode::UnknownLayout, vec![String::new(), String::new()]);
    let heading = heading(text, rules, forced).ok_or_else(|| refuse(unknown()))?;
    let lines = read_lines(text, &heading, rules, today).map_err(refuse)?;
    let unpacked = |error: std::io::Error| refuse(whole_file(RowErrorCode::Unreadable, vec![error.to_string()]));
    Ok(ParsedRegistry {
        path: raw.path.clone(),
        sha256: raw.sha256.clone(),
        bytes: raw.bytes.len() as u64,
        encoding: decoded.encoding,
        format: heading.layout.name.clone(),
        source: heading.layout.source,
        head: text[..heading.body].to_string(),
        lines,
        pieces: pieces::keep(raw.text(), &raw.bytes, &AtomicBool::new(false)).map_err(unpacked)?,
    })
}

fn read_lines(
    text: &str,
    heading: &Heading<'_>,
    rules: &RegistryRules,
    today: BusinessDay,
) -> Result<Vec<RegistryLine>, RowError> {
    twice(heading)?;
    let mut table = Table::new(text, CSV, heading.body, heading.line + 1);
    let mut reader = fields::Reader::new(heading, rules, today);
    let mut row = table::Row::default();
    let mut lines: Vec<RegistryLine> = Vec::new();
    let mut first_of: HashMap<String, usize> = HashMap::new();
    while table.next_row(&mut row)? {
        let mut read = reader.row(&row);
        if let Some(key) = read.as_ref().ok().map(RegistryRow::key) {
            match first_of.get(&key) {
                Some(first) => {
                    let other = lines[*first].line;
                    read = Err(at_line(row.line, row.raw, RowErrorCode::DuplicateRow, vec![other.to_string()]));
                    if lines[*first].row.is_ok() {
                        let details = vec![row.line.to_string()];
                        let raw = lines[*first].raw.clone();
                        lines[*first].row = Err(at_line(other, &raw, RowErrorCode::DuplicateRow, details));
                    }
                }
                None => {
                    first_of.insert(key, lines.len());
                }
            }
        }
        lines.push(RegistryLine { line: row.line, raw: row.raw.to_string(), row: read });
    }
    match lines.is_empty() {
        true => Err(at_line(heading.line, "", RowErrorCode::HeaderOnly, vec![])),
        false => Ok(lines),
    }
}

fn twice(heading: &Heading<'_>) -> Result<(), RowError> {
    for column in heading.layout.columns.values() {
        let wanted = compared(column);
        if heading.found.iter().filter(|found| **found == wanted).count() > 1 {
            return Err(at_line(heading.line, column, RowErrorCode::DuplicateHeading, vec![column.clone()]));
        }
    }
    Ok(())
}
