//! The same sample as other houses would hand it over: encoding, line ends, order, parts, columns.
//!
//! Invariant: nothing here changes what the rows say, so a right run finds the same in every variant.
//! The plain layouts only; a WeChat bill has its own totals and stays whole.

use std::collections::HashMap;

#[path = "../../src/sample/rng.rs"]
#[allow(dead_code)]
mod rng;

use rng::Dice;

/// GB18030 with CRLF, as a HIS on Windows exports.
pub(crate) fn gb18030_crlf(text: &str) -> Vec<u8> {
    let lines = crlf(text);
    encoding_rs::GB18030.encode(&lines).0.into_owned()
}

/// CRLF line ends.
pub(crate) fn crlf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

/// A byte order mark in front.
pub(crate) fn with_bom(text: &str) -> String {
    format!("\u{feff}{text}")
}

/// Rows below the heading in random order.
pub(crate) fn shuffled(text: &str, seed: u64) -> String {
    let (header, mut rows) = sheet(text);
    Dice::new(seed).shuffle(&mut rows);
    joined(header, rows)
}

/// Two parts that overlap by `overlap` per mille. Rows alike in column `key` (and so identical
/// rows) stay together; rows without a key go by their whole line.
pub(crate) fn overlapping_parts(text: &str, key: &str, overlap: u32, seed: u64) -> [String; 2] {
    let (header, rows) = sheet(text);
    let at = header.split(',').position(|heading| heading == key);
    let mut dice = Dice::new(seed);
    let mut place: HashMap<&str, u32> = HashMap::new();
    let mut parts: [Vec<&str>; 2] = Default::default();
    for row in rows {
        let cell = at.and_then(|at| row.split(',').nth(at)).filter(|cell| !cell.is_empty()).unwrap_or(row);
        let drawn = *place.entry(cell).or_insert_with(|| if dice.per_mille(overlap) { 2 } else { dice.below(2) });
        let [first, second] = &mut parts;
        if drawn != 1 {
            first.push(row);
        }
        if drawn != 0 {
            second.push(row);
        }
    }
    parts.map(|rows| joined(header, rows))
}

/// Columns in random order.
pub(crate) fn permuted(text: &str, seed: u64) -> String {
    let columns = text.lines().next().map_or(0, |header| header.split(',').count());
    let mut order: Vec<usize> = (0..columns).collect();
    Dice::new(seed).shuffle(&mut order);
    mapped(text, |_, cells, line| {
        for (at, from) in order.iter().enumerate() {
            if at > 0 {
                line.push(',');
            }
            line.push_str(cells.get(*from).copied().unwrap_or(""));
        }
    })
}

/// Columns no layout knows: one in front, one behind, with figures in them to be led astray by.
pub(crate) fn with_unknown_columns(text: &str) -> String {
    mapped(text, |number, cells, line| {
        let (front, behind) = if number == 0 { ("序号".to_owned(), "备用1") } else { (number.to_string(), "0.00") };
        line.push_str(&front);
        line.push(',');
        line.push_str(&cells.join(","));
        line.push(',');
        line.push_str(behind);
    })
}

fn sheet(text: &str) -> (&str, Vec<&str>) {
    let mut lines = text.lines();
    (lines.next().unwrap_or(""), lines.collect())
}

fn joined(header: &str, rows: Vec<&str>) -> String {
    let size = rows.iter().map(|row| row.len() + 1).sum::<usize>() + header.len() + 1;
    let mut text = String::with_capacity(size);
    for line in std::iter::once(header).chain(rows) {
        text.push_str(line);
        text.push('\n');
    }
    text
}

fn mapped(text: &str, mut write: impl FnMut(usize, &[&str], &mut String)) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    for (number, row) in text.lines().enumerate() {
        let cells: Vec<&str> = row.split(',').collect();
        write(number, &cells, &mut out);
        out.push('\n');
    }
    out
}
