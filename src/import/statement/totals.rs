//! Totals of a statement 合计行: what it says its rows add up to, and the notes below them.
//!
//! Invariant: a total equals the plain sum of its column as printed above it, or the file is refused;
//! where balances or totals stand a row whose money cannot be read refuses the file too.

use super::channel::{Closed, Tallied};
use super::columns::{Columns, Place, cell};
use crate::book::formats::StatementField as Field;
use crate::domain::import::{Control, RowError, RowErrorCode};
use crate::import::amount::{PARTS, parts, print_parts};
use crate::import::fault::at_cell;
use crate::import::ident::bare;
use crate::import::sniff::compared;
use crate::import::table::Row;

/// Most rows named whose money could not be read.
const UNREAD_MAX: usize = 100;

/// The gate.
#[derive(Debug)]
pub(super) struct Gate<'f> {
    pub(super) columns: &'f Columns<'f>,
    sums: Vec<(Place<'f>, i128)>,
    /// Rows and sum of money in, of money out.
    moved: ((u64, i128), (u64, i128)),
    /// The same by the sign of each row, for the totals of channels.
    pub(super) tallied: Tallied,
    pub(super) closed: Closed,
    unread: Vec<RowError>,
    controls: Vec<Control>,
    pub(super) errors: Vec<RowError>,
    control_rows: u64,
}

/// What the gate says of a whole file.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) controls: Vec<Control>,
    pub(super) errors: Vec<RowError>,
    pub(super) control_rows: u64,
}

impl<'f> Gate<'f> {
    pub(super) fn new(columns: &'f Columns<'f>) -> Gate<'f> {
        let summed = [Field::Received, Field::Paid, Field::Amount];
        Gate {
            columns,
            sums: summed.into_iter().filter_map(|field| Some((columns.place(field)?, 0))).collect(),
            moved: Default::default(),
            tallied: Tallied::default(),
            closed: Closed::new(columns.profile),
            unread: Vec::new(),
            controls: Vec::new(),
            errors: Vec::new(),
            control_rows: 0,
        }
    }

    pub(super) fn has_totals(&self) -> bool {
        !self.controls.is_empty()
    }

    /// Takes a row if it is one of totals or a note; `false` leaves it to be read as a movement.
    pub(super) fn takes(&mut self, row: &Row<'_>) -> bool {
        if self.takes_channel(row) {
            self.control_rows += 1;
            return true;
        }
        let profile = self.columns.profile;
        let Some(first) = row.cells.iter().map(|cell| bare(cell)).find(|cell| !cell.is_empty()) else {
            // Commas alone: what a spreadsheet leaves of a blank line.
            self.control_rows += 1;
            return true;
        };
        let word = compared(first);
        let total = profile.totals.iter().any(|listed| compared(listed) == word);
        let note = profile.notes.iter().any(|listed| word.starts_with(&compared(listed)));
        if total {
            self.check(first, row);
        }
        let tallied = !total && !note && self.takes_tally(row);
        self.control_rows += u64::from(total || note || tallied);
        total || note || tallied
    }

    /// `5 收 91,007,497.02`, alone or with `3 支 …` behind it, in one cell or several.
    fn takes_tally(&mut self, row: &Row<'_>) -> bool {
        let Some(tally) = &self.columns.profile.tally else { return false };
        let words: Vec<&str> = row.cells.iter().flat_map(|cell| cell.split_whitespace()).collect();
        let is_tally = |words: &[&str]| {
            matches!(words, [count, word, _] if count.parse::<u64>().is_ok()
            && (*word == tally.money_in || *word == tally.money_out))
        };
        if words.is_empty() || !words.chunks(3).all(is_tally) {
            return false;
        }
        for words in words.chunks(3) {
            let [count, word, sum] = words else { continue };
            let moved = if *word == tally.money_in { self.moved.0 } else { self.moved.1 };
            self.compare(row.line, &format!("{word}（笔）"), count, i128::from(moved.0) * i128::from(PARTS));
            self.compare(row.line, word, sum, moved.1);
        }
        true
    }

    /// Adds a row's money to the sums.
    pub(super) fn count(&mut self, row: &Row<'_>) {
        for (field, moved) in [(Field::Received, &mut self.moved.0), (Field::Paid, &mut self.moved.1)] {
            let printed = self.columns.place(field).map(|place| parts(cell(row, place)));
            if let Some(Ok(Some(value))) = printed
                && value != 0
            {
                *moved = (moved.0 + 1, moved.1 + i128::from(value));
            }
        }
        for (place, sum) in &mut self.sums {
            if let Ok(Some(value)) = parts(cell(row, *place)) {
                *sum += i128::from(value);
            }
        }
    }

    /// A row whose money could not be read.
    pub(super) fn unread(&mut self, error: RowError) {
        if self.unread.len() < UNREAD_MAX {
            self.unread.push(error);
        }
    }

    pub(super) fn close(mut self, gated: bool) -> Verdict {
        if gated {
            self.unread.append(&mut self.errors);
            self.errors = self.unread;
        }
        Verdict { controls: self.controls, errors: self.errors, control_rows: self.control_rows }
    }

    fn check(&mut self, word: &str, row: &Row<'_>) {
        for (place, sum) in self.sums.clone() {
            let printed = bare(cell(row, place));
            if parts(printed) != Ok(None) {
                self.compare(row.line, &format!("{word} {}", place.heading), printed, sum);
            }
        }
    }

    /// Sets a total beside what the rows say.
    pub(super) fn compare(&mut self, line: u32, name: &str, printed: &str, actual: i128) {
        let expected = parts(printed).ok().flatten().map(i128::from);
        let (shown, ok) = (print_parts(actual), expected == Some(actual));
        self.controls.push(Control { name: name.into(), expected: printed.into(), actual: shown.clone(), ok });
        if !ok {
            let difference = expected.map_or(String::new(), |expected| print_parts(actual - expected));
            let details = vec![name.into(), printed.into(), shown, difference];
            self.errors.push(at_cell(line, name, printed, RowErrorCode::ControlTotal, details));
        }
    }
}
