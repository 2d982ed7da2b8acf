//! Control totals 控制总数: a file's own totals as a gate.
//!
//! Invariant: when a file carries totals, either every one of them equals what its rows print — the
//! quarantined ones included — or the file is refused. A row whose money cannot be read at all
//! makes its totals fail, so no row can be altered, added or removed unseen.

use super::fault::{at_cell, at_line};
use super::ident::bare;
use super::sniff::{Header, compared};
use super::table::Row;
use crate::book::formats::{Closing, Field};
use crate::domain::amount::{PARTS, parts, print_parts};
use crate::domain::import::{Control, RowError, RowErrorCode};

/// One column summed as printed.
#[derive(Debug)]
struct Sum<'f> {
    heading: &'f str,
    place: usize,
    parts: i128,
}

/// Most rows named whose money could not be read.
const UNREAD_MAX: usize = 100;

/// Where the two closing lines stand in the reading.
#[derive(Debug, PartialEq, Eq)]
enum Closed {
    /// Rows still come.
    No,
    /// The names have come, by their compared form.
    Names(Vec<String>),
    /// The totals have come; nothing may follow.
    Whole,
}

/// The gate.
#[derive(Debug)]
pub(super) struct Gate<'f> {
    header: &'f Header<'f>,
    sums: Vec<Sum<'f>>,
    rows: i128,
    unread: Vec<RowError>,
    closed: Closed,
    controls: Vec<Control>,
    errors: Vec<RowError>,
    control_rows: u64,
}

impl<'f> Gate<'f> {
    pub(super) fn new(header: &'f Header<'f>) -> Gate<'f> {
        let profile = header.profile;
        let summed: Vec<&str> = match &profile.closing {
            Some(closing) => closing.sums.iter().map(|(_, column)| column.as_str()).collect(),
            None => profile.column(Field::Amount).map(|column| column.heading.as_str()).into_iter().collect(),
        };
        let sum = |heading: &'f str| header.place(heading).map(|place| Sum { heading, place, parts: 0 });
        Gate {
            header,
            sums: summed.into_iter().filter_map(sum).collect(),
            rows: 0,
            unread: Vec::new(),
            closed: Closed::No,
            controls: Vec::new(),
            errors: Vec::new(),
            control_rows: 0,
        }
    }

    /// Takes a row if it is one of totals; `false` leaves it to be read as an entry.
    pub(super) fn takes(&mut self, row: &Row<'_>) -> bool {
        let first = row.cells.first().map_or("", |cell| bare(cell));
        let profile = self.header.profile;
        let taken = match &profile.closing {
            Some(closing) => self.takes_closing(closing, first, row),
            None if is_word(&profile.totals, first) => {
                self.check_total(first, row);
                true
            }
            None => is_word(&profile.subtotals, first),
        };
        self.control_rows += u64::from(taken);
        taken
    }

    /// Counts a row of money, whether or not it becomes an entry.
    pub(super) fn count(&mut self, row: &Row<'_>) {
        self.rows += 1;
        let whole = row.cells.len() == self.header.headings.len() && !row.swallowed;
        let room = UNREAD_MAX.saturating_sub(self.unread.len());
        for sum in self.sums.iter_mut() {
            let cell = row.cells.get(sum.place).map_or("", |cell| cell);
            match parts(cell) {
                Ok(value) if whole => sum.parts += i128::from(value.unwrap_or(0)),
                _ if room == 0 => break,
                _ if whole => {
                    self.unread.push(at_cell(row.line, sum.heading, cell, RowErrorCode::AmountGrammar, vec![]));
                }
                _ => {
                    let counts = vec![self.header.headings.len().to_string(), row.cells.len().to_string()];
                    self.unread.push(at_line(row.line, "", RowErrorCode::RaggedRow, counts));
                    break;
                }
            }
        }
    }

    /// What the gate says once the last row, which stood before `line`, is read.
    pub(super) fn close(mut self, line: u32) -> Verdict {
        if let Some(closing) = &self.header.profile.closing
            && self.closed != Closed::Whole
        {
            let details = vec![closing.count.clone()];
            self.errors.push(at_line(line.saturating_sub(1), "", RowErrorCode::ControlMissing, details));
        }
        Verdict { controls: self.controls, errors: self.errors, control_rows: self.control_rows }
    }

    fn takes_closing(&mut self, closing: &Closing, first: &str, row: &Row<'_>) -> bool {
        match std::mem::replace(&mut self.closed, Closed::No) {
            Closed::No if first.starts_with(closing.count.as_str()) && compared(first) == compared(&closing.count) => {
                self.closed = Closed::Names(row.cells.iter().map(|cell| compared(cell)).collect());
                true
            }
            Closed::No => false,
            Closed::Names(names) => {
                self.check_closing(closing, &names, row);
                self.closed = Closed::Whole;
                true
            }
            Closed::Whole => {
                let details = vec![closing.count.clone()];
                self.errors.push(at_line(row.line, "", RowErrorCode::ControlMissing, details));
                self.closed = Closed::Whole;
                false
            }
        }
    }

    fn check_closing(&mut self, closing: &Closing, names: &[String], row: &Row<'_>) {
        let cell = |name: &str| {
            let place = names.iter().position(|found| *found == compared(name));
            place.map(|place| row.cells.get(place).map_or("", |cell| bare(cell)))
        };
        let counted = (closing.count.as_str(), self.rows * i128::from(PARTS), self.rows.to_string());
        let summed = closing.sums.iter().filter_map(|(total, column)| {
            let sum = self.sums.iter().find(|sum| sum.heading == column)?;
            Some((total.as_str(), sum.parts, print_parts(sum.parts)))
        });
        let totals: Vec<_> = std::iter::once(counted).chain(summed).collect();
        for (name, actual, shown) in totals {
            match cell(name) {
                Some(printed) => self.compare(row.line, name, printed, actual, shown),
                None => self.errors.push(at_cell(row.line, name, "", RowErrorCode::ControlMissing, vec![name.into()])),
            }
        }
    }

    fn check_total(&mut self, word: &str, row: &Row<'_>) {
        let printed = self.sums.first().map(|sum| (row.cells.get(sum.place).map_or("", |cell| bare(cell)), sum.parts));
        if let Some((printed, actual)) = printed
            && parts(printed) != Ok(None)
        {
            self.compare(row.line, word, printed, actual, print_parts(actual));
        }
    }

    /// Sets a total beside what the rows say; rows that could not be read speak first.
    fn compare(&mut self, line: u32, name: &str, printed: &str, actual: i128, shown: String) {
        let expected = parts(printed).ok().flatten().map(i128::from);
        let unread = std::mem::take(&mut self.unread);
        let ok = expected == Some(actual) && unread.is_empty();
        self.errors.extend(unread);
        self.controls.push(Control { name: name.into(), expected: printed.into(), actual: shown.clone(), ok });
        if !ok {
            let difference = expected.map_or(String::new(), |expected| print_parts(actual - expected));
            let details = vec![name.into(), printed.into(), shown, difference];
            self.errors.push(at_cell(line, name, printed, RowErrorCode::ControlTotal, details));
        }
    }
}

/// What the gate says of a whole file.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) controls: Vec<Control>,
    pub(super) errors: Vec<RowError>,
    pub(super) control_rows: u64,
}

fn is_word(words: &[String], cell: &str) -> bool {
    let spaced = || !cell.is_ascii() && cell.len() <= 64 && words.contains(&compared(cell));
    words.iter().any(|word| word == cell) || spaced()
}
