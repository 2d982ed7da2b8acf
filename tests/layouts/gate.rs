//! Wherever a file of receipts prints totals, no row of it can be taken away, doubled or altered.
//!
//! Of statements, with their balances, the same stands in tests/statements/gate.rs.

use std::collections::BTreeSet;

use sanhe::book::formats::{Field, FooterPart, Profile};
use sanhe::domain::import::{ParsedFile, RowError, RowErrorCode};

use crate::read::{Golden, Known, Read, Shape};

/// The columns whose sum some total of the file states.
fn controlled(profile: &Profile, file: &ParsedFile) -> BTreeSet<String> {
    let mut columns = BTreeSet::new();
    if let Some(closing) = &profile.closing {
        columns.extend(closing.sums.iter().map(|(_, column)| column.clone()));
        return columns;
    }
    for part in profile.bill.footers.iter().flat_map(|footer| &footer.parts) {
        if let FooterPart::Sum(column) = part {
            columns.insert(column.clone());
        }
    }
    for control in file.controls.iter().filter(|_| profile.bill.footers.is_empty()) {
        match control.name.split_once('·') {
            Some((_, column)) => columns.insert(column.to_string()),
            None => columns.insert(profile.column(Field::Amount).unwrap().heading.clone()),
        };
    }
    columns
}

fn cells(line: &str) -> (Vec<String>, &'static str) {
    if let Some(inner) = line.strip_prefix('`') {
        let cells = inner.split(",`").map(str::to_string).collect::<Vec<_>>();
        return (std::iter::once(format!("`{}", cells[0])).chain(cells[1..].iter().cloned()).collect(), ",`");
    }
    (line.split(',').map(str::to_string).collect(), ",")
}

/// One fen more, and the amount a comma cut off: `1,020.00` become `1`.
fn altered(cell: &str) -> Vec<String> {
    let (sign, digits) = cell.strip_prefix('-').map_or(("", cell), |digits| ("-", digits));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "00"));
    let Ok(yuan) = whole.parse::<i64>() else { return Vec::new() };
    let fen = yuan * 100 + decimals[..2].parse::<i64>().unwrap() + 1;
    let mut altered = vec![format!("{sign}{}.{:02}{}", fen / 100, fen % 100, &decimals[2..])];
    if yuan >= 1_000 {
        altered.push(format!("{sign}{}", yuan / 1_000));
    }
    altered
}

fn refused(known: &Known, golden: &Golden, text: String, what: &str) {
    let Err(errors) = known.read(&golden.file_name, text.into_bytes(), None) else {
        panic!("{}: {what} entered", golden.name)
    };
    let named = |error: &&RowError| error.code == RowErrorCode::ControlTotal;
    let error = errors.iter().find(named).unwrap_or_else(|| panic!("{}: {what}: {errors:?}", golden.name));
    assert!(!error.details[0].is_empty() && !["", "0.00"].contains(&error.details[3].as_str()), "{error:?}");
}

#[test]
fn where_totals_stand_no_row_can_be_taken_away_doubled_or_altered() {
    let known = Known::load();
    let (mut gated, mut tried) = (BTreeSet::new(), 0);
    for golden in Golden::all(&known) {
        let (Some(profile), Some(text)) = (known.formats.get(&golden.layout), golden.text()) else { continue };
        let Ok(Read::Receipts(file)) = known.read(&golden.file_name, golden.bytes(), None) else {
            panic!("no receipts")
        };
        if file.controls.is_empty() || known.shape(&golden.layout) == Shape::Headless {
            continue;
        }
        gated.insert(golden.layout.clone());
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let first = profile.required[0].as_str();
        let header = lines.iter().position(|line| line.contains(first)).unwrap();
        let headings: Vec<&str> = lines[header].trim().split(',').map(|cell| cell.trim_matches('\u{feff}')).collect();
        let own: BTreeSet<usize> = file.entries.line.iter().map(|line| *line as usize - 1).collect();
        for at in own {
            let mut without = lines.clone();
            without.remove(at);
            let cancels = || {
                controlled(profile, &file).iter().all(|column| {
                    let place = headings.iter().position(|heading| heading == column);
                    place.is_none_or(|place| ["", "0", "0.00"].contains(&cells(lines[at].trim_end()).0[place].as_str()))
                })
            };
            // A total of sums alone does not miss a row in which nothing moved.
            if profile.closing.is_some() || !profile.bill.footers.is_empty() || !cancels() {
                refused(&known, &golden, without.concat(), &format!("without line {}", at + 1));
                let mut doubled = lines.clone();
                doubled.insert(at, lines[at]);
                refused(&known, &golden, doubled.concat(), &format!("line {} twice", at + 1));
                tried += 2;
            }
            for column in controlled(profile, &file) {
                let Some(place) = headings.iter().position(|heading| *heading == column) else { continue };
                let (row, separator) = cells(lines[at].trim_end());
                for other in altered(&row[place]) {
                    let mut changed = row.clone();
                    changed[place] = other;
                    let mut with = lines.clone();
                    let line = format!("{}\n", changed.join(separator));
                    with[at] = &line;
                    refused(&known, &golden, with.concat(), &format!("line {} {column} altered", at + 1));
                    tried += 1;
                }
            }
        }
    }
    for profile in known.formats.iter() {
        let prints = profile.closing.is_some() || !profile.bill.footers.is_empty() || !profile.totals.is_empty();
        let packed = Golden::all(&known).iter().all(|golden| golden.layout != profile.name || golden.text().is_none());
        assert!(!prints || packed || gated.contains(&profile.name), "{} has totals and no file with any", profile.name);
    }
    assert!(tried > 300, "{tried}");
}
