//! Which statement layout a file has: its header line, found by its set of names, never by its place.
//!
//! Invariant: as for receipts, a header is taken only when every required heading of one layout stands
//! in it; when two layouts fit, the one that asks for strictly more wins, else nobody guesses.

use crate::book::formats::{Formats, Quote, StatementProfile};
use crate::domain::import::{RowError, RowErrorCode};
use crate::import::fault::{at_cell, at_line};
use crate::import::sniff::compared;
use crate::import::table::{is_nothing, split_line};

/// Lines among which the header is looked for.
const LINES: usize = 60;

/// A header found.
#[derive(Debug)]
pub(in crate::import) struct Header<'f> {
    pub(in crate::import) profile: &'f StatementProfile,
    /// Line it stands on.
    pub(in crate::import) line: u32,
    /// First byte of that line.
    pub(in crate::import) start: usize,
    /// First byte of the line below it.
    pub(in crate::import) body: usize,
    /// Its headings, compared form.
    pub(in crate::import) headings: Vec<String>,
}

/// What a look for a statement's header ends with.
pub(in crate::import) type Found<'f> = Result<Option<Header<'f>>, RowError>;

/// Finds header and layout; `forced` names the layout to read by, of whichever kind. `None`: no statement.
pub(in crate::import) fn find<'f>(text: &str, formats: &'f Formats, forced: Option<&str>) -> Found<'f> {
    let asked = |profile: &&StatementProfile| forced.is_none_or(|name| profile.name == name);
    let profiles: Vec<&StatementProfile> = formats.statements().filter(asked).collect();
    let mut nearest: Option<(usize, u32, Vec<String>)> = None;
    for line in lines(text) {
        let headings = headings(line.text);
        let missing = |profile: &StatementProfile| -> Vec<String> {
            profile.required.iter().filter(|heading| !headings.contains(&compared(heading))).cloned().collect()
        };
        let fitting: Vec<&StatementProfile> =
            profiles.iter().copied().filter(|profile| missing(profile).is_empty()).collect();
        if fitting.is_empty() {
            let lacks = profiles.iter().map(|profile| missing(profile)).min_by_key(Vec::len);
            let closer = |lacks: &Vec<String>| nearest.as_ref().is_none_or(|(count, ..)| lacks.len() < *count);
            nearest = lacks.filter(closer).map(|lacks| (lacks.len(), line.number, lacks)).or(nearest);
            continue;
        }
        let Some(profile) = widest(&fitting) else {
            let names = fitting.iter().map(|profile| profile.name.clone()).collect();
            return Err(at_line(line.number, "", RowErrorCode::AmbiguousLayout, names));
        };
        check_twice(&headings, profile, line.number)?;
        return Ok(Some(Header { profile, line: line.number, start: line.start, body: line.end, headings }));
    }
    match nearest {
        Some((_, line, lacks)) if forced.is_some() => {
            Err(at_line(line, "", RowErrorCode::MissingColumn, vec![lacks.join(",")]))
        }
        _ => Ok(None),
    }
}

/// The statement layout nearest to a file that fits none, with what it lacks; `None` where nothing is near.
pub(in crate::import) fn nearest(text: &str, formats: &Formats) -> Option<RowError> {
    let candidates = lines(text).flat_map(|line| {
        let headings = headings(line.text);
        formats.statements().map(move |profile| {
            let lacks = profile.required.iter().filter(|heading| !headings.contains(&compared(heading)));
            (line.number, profile, lacks.cloned().collect::<Vec<String>>())
        })
    });
    let near = candidates.filter(|(_, profile, lacks)| lacks.len() * 2 <= profile.required.len());
    let (line, profile, lacks) = near.min_by_key(|(_, profile, lacks)| lacks.len() * 1000 / profile.required.len())?;
    Some(at_line(line, "", RowErrorCode::UnknownLayout, vec![profile.name.clone(), lacks.join(",")]))
}

struct Line<'t> {
    number: u32,
    start: usize,
    end: usize,
    text: &'t str,
}

/// The first lines that are neither blank nor comments.
fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut at = 0;
    let cut = text.split_inclusive('\n').take(LINES).zip(1_u32..).map(move |(line, number)| {
        let start = at;
        at += line.len();
        Line { number, start, end: at, text: line.trim_end_matches(['\n', '\r']) }
    });
    cut.filter(|line| !is_nothing(line.text))
}

fn headings(line: &str) -> Vec<String> {
    let mut cells = Vec::new();
    split_line(line, Quote::Csv, &mut cells);
    let unquoted = |cell: &str| cell.trim_matches(['"', ' ', '\t']).replace("\"\"", "\"");
    cells.iter().take(crate::import::table::COLUMNS_MAX).map(|cell| compared(&unquoted(cell))).collect()
}

/// The layout whose required headings contain those of every other.
fn widest<'f>(fitting: &[&'f StatementProfile]) -> Option<&'f StatementProfile> {
    let contains = |wide: &StatementProfile, narrow: &StatementProfile| {
        wide.required.len() > narrow.required.len()
            && narrow.required.iter().all(|heading| wide.required.contains(heading))
    };
    let wins = |profile: &&StatementProfile| {
        fitting.iter().all(|other| std::ptr::eq(*other, *profile) || contains(profile, other))
    };
    fitting.iter().copied().find(|profile| wins(profile))
}

fn check_twice(headings: &[String], profile: &StatementProfile, line: u32) -> Result<(), RowError> {
    for heading in profile.headings_read() {
        let wanted = compared(heading);
        if headings.iter().filter(|heading| **heading == wanted).count() > 1 {
            let details = vec![heading.to_string()];
            return Err(at_cell(line, heading, heading, RowErrorCode::DuplicateHeading, details));
        }
    }
    Ok(())
}
