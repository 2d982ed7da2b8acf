//! Control totals 控制总数: a file's own totals as a gate.
//!
//! Invariant: when a file carries totals, either every one of them equals what its rows print — the
//! quarantined ones included — or the file is refused. A row whose money cannot be read at all
//! makes its totals fail, so no row can be altered, added or removed unseen.

use super::cells::split_amount;
use super::fault::{at_cell, at_line};
use super::footer::{self, Figure, Figures};
use super::ident::bare;
use super::sniff::{Header, canonical, compared};
use super::summary::SummaryTotal;
use super::table::Row;
use crate::book::formats::{Closing, Field, Unit};
use crate::domain::amount::{AmountFault, PARTS, fen, parts, print_parts};
use crate::domain::entry::Kind;
use crate::domain::import::{Control, RowError, RowErrorCode};

/// One column summed as printed, and by kind without signs where a total asks for one kind.
#[derive(Debug)]
struct Sum<'f> {
    heading: &'f str,
    place: usize,
    parts: i128,
    of_kind: Vec<i128>,
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
    /// Rows by the place of their word in the layout's kinds; empty where no total asks for it.
    rows_of_kind: Vec<i128>,
    footers_seen: Vec<bool>,
    summary: Vec<SummaryTotal>,
    unread: Vec<RowError>,
    closed: Closed,
    controls: Vec<Control>,
    errors: Vec<RowError>,
    control_rows: u64,
}

impl<'f> Gate<'f> {
    pub(super) fn new(header: &'f Header<'f>, summary: Vec<SummaryTotal>) -> Gate<'f> {
        let profile = header.profile;
        let mut summed: Vec<&str> = match &profile.closing {
            Some(closing) => closing.sums.iter().map(|(_, column)| column.as_str()).collect(),
            None => profile.column(Field::Amount).map(|column| column.heading.as_str()).into_iter().collect(),
        };
        summed.extend(profile.sheet.money_headings());
        summed.extend(profile.bill.footers.iter().flat_map(footer::summed));
        summed.extend(profile.bill.summary.iter().flat_map(|summary| summary.sums.iter().map(String::as_str)));
        summed.sort_by_key(|heading| header.place(heading));
        summed.dedup();
        let kinds = if profile.bill.counts_by_kind() { profile.kinds.len() } else { 0 };
        let of_kind = vec![0; kinds];
        let sum = |heading: &'f str| {
            header.place(heading).map(|place| Sum { heading, place, parts: 0, of_kind: of_kind.clone() })
        };
        Gate {
            header,
            sums: summed.into_iter().filter_map(sum).collect(),
            rows: 0,
            rows_of_kind: vec![0; kinds],
            footers_seen: vec![false; profile.bill.footers.len()],
            summary,
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
        if !self.footers_seen.is_empty() && row.raw.starts_with('#') {
            self.takes_note(first, row.line);
            self.control_rows += 1;
            return true;
        }
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
        let kind = self.kind_of(row);
        if let Some(rows) = kind.and_then(|kind| self.rows_of_kind.get_mut(kind)) {
            *rows += 1;
        }
        let unit = self.header.profile.bill.unit;
        let room = UNREAD_MAX.saturating_sub(self.unread.len());
        for sum in self.sums.iter_mut() {
            let cell = row.cells.get(sum.place).map_or("", |cell| cell);
            match parts_in(cell, unit) {
                Ok(value) if whole => {
                    let value = i128::from(value.unwrap_or(0));
                    sum.parts += value;
                    if let Some(sum) = kind.and_then(|kind| sum.of_kind.get_mut(kind)) {
                        *sum += value.abs();
                    }
                }
                _ if room == 0 => break,
                _ if whole => {
                    self.unread.push(at_cell(row.line, sum.heading, cell, RowErrorCode::AmountGrammar, vec![]));
                }
                _ => {
                    self.unread.push(misshapen(row, self.header.headings.len()));
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
        self.close_footers(line);
        self.close_summary();
        Verdict { controls: self.controls, errors: self.errors, control_rows: self.control_rows }
    }

    fn takes_closing(&mut self, closing: &Closing, first: &str, row: &Row<'_>) -> bool {
        match std::mem::replace(&mut self.closed, Closed::No) {
            Closed::No if first.starts_with(closing.count.as_str()) && compared(first) == compared(&closing.count) => {
                let name = |cell: &str| canonical(&self.header.profile.bill.also, &compared(cell));
                self.closed = Closed::Names(row.cells.iter().map(|cell| name(cell)).collect());
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

    /// The place of a row's word in the layout's kinds, where some total counts by kind.
    fn kind_of(&self, row: &Row<'_>) -> Option<usize> {
        if self.rows_of_kind.is_empty() {
            return None;
        }
        let column = self.header.profile.column(Field::Kind)?;
        let cell = bare(row.cells.get(self.header.place(&column.heading)?)?);
        self.header.profile.kinds.iter().position(|kind| kind.word == cell)
    }

    /// Takes a line that begins with `#`: a footer is held against the rows, any other is only counted.
    fn takes_note(&mut self, text: &str, line: u32) {
        let header = self.header;
        for (place, footer) in header.profile.bill.footers.iter().enumerate() {
            let Some(figures) = footer::read(footer, text) else { continue };
            if let Some(seen) = self.footers_seen.get_mut(place) {
                *seen = true;
            }
            let kind = footer.kind.as_ref().and_then(|word| self.place_of_kind(word));
            for Figure { name, of, printed } in figures {
                match of {
                    Figures::Rows => {
                        let rows = kind.and_then(|kind| self.rows_of_kind.get(kind).copied()).unwrap_or(self.rows);
                        self.compare(line, &name, &printed, rows * i128::from(PARTS), rows.to_string());
                    }
                    Figures::Column(heading) => self.compare_size(line, &name, &printed, heading, kind),
                }
            }
        }
    }

    fn place_of_kind(&self, word: &str) -> Option<usize> {
        self.header.profile.kinds.iter().position(|kind| kind.word == word)
    }

    /// Holds a footer's sum against the sizes of its rows: some years print refunds negative, some do not.
    fn compare_size(&mut self, line: u32, name: &str, printed: &str, heading: &str, kind: Option<usize>) {
        let Some(sum) = self.sums.iter().find(|sum| sum.heading == heading) else { return };
        let size = kind.and_then(|kind| sum.of_kind.get(kind).copied()).unwrap_or(sum.parts);
        let negative = bare(printed).starts_with(['-', '−', '－']);
        let actual = if negative { -size } else { size };
        self.compare(line, name, printed, actual, print_parts(actual));
    }

    /// A footer may be absent only where the rows it speaks of are, and never all of them.
    fn close_footers(&mut self, line: u32) {
        let footers = &self.header.profile.bill.footers;
        let none = !footers.is_empty() && !self.footers_seen.contains(&true);
        for (place, footer) in footers.iter().enumerate() {
            let kind = footer.kind.as_ref().and_then(|word| self.place_of_kind(word));
            let rows = kind.and_then(|kind| self.rows_of_kind.get(kind).copied()).unwrap_or(self.rows);
            if self.footers_seen.get(place) == Some(&false) && (none || rows > 0) {
                let details = vec![footer.name.clone()];
                self.errors.push(at_line(line.saturating_sub(1), "", RowErrorCode::ControlMissing, details));
            }
        }
    }

    /// Holds the other file's totals against the rows of this one.
    fn close_summary(&mut self) {
        for total in std::mem::take(&mut self.summary) {
            if let Some(word) = &total.kind {
                let rows = self.place_of_kind(word).and_then(|kind| self.rows_of_kind.get(kind).copied()).unwrap_or(0);
                self.compare(total.line, &total.name, &total.printed, rows * i128::from(PARTS), rows.to_string());
            } else if let Some(sum) = self.sums.iter().find(|sum| compared(sum.heading) == compared(&total.heading)) {
                let by_kind = self.signed_by_kind(sum);
                let printed = parts(&total.printed).ok().flatten().map(i128::from);
                // Where the detail prints refunds positive, the summary still takes them off.
                let actual = if printed == Some(by_kind) { by_kind } else { sum.parts };
                self.compare(total.line, &total.name, &total.printed, actual, print_parts(actual));
            }
        }
    }

    fn signed_by_kind(&self, sum: &Sum<'_>) -> i128 {
        let kinds = self.header.profile.kinds.iter().zip(&sum.of_kind);
        kinds.map(|(word, size)| if word.kind == Kind::Refund { -size } else { *size }).sum()
    }

    fn check_total(&mut self, word: &str, row: &Row<'_>) {
        let profile = self.header.profile;
        let amount = profile.column(Field::Amount).map(|column| column.heading.as_str());
        let totalled =
            |heading: &str| Some(heading) == amount || profile.sheet.money_headings().any(|own| own == heading);
        let unit = profile.bill.unit;
        let figure = |sum: &Sum<'f>| (sum.heading, row.cells.get(sum.place).map_or("", |cell| bare(cell)), sum.parts);
        let figures: Vec<_> = self.sums.iter().filter(|sum| totalled(sum.heading)).map(figure).collect();
        for (heading, printed, actual) in figures {
            // Rows in fen under a total with a decimal point: the total is in yuan, and proves the unit.
            let unit = if printed.contains(['.', '．']) { Unit::Yuan } else { unit };
            if parts_in(printed, unit) != Ok(None) {
                let name = if Some(heading) == amount { word.to_string() } else { format!("{word}·{heading}") };
                self.compare_in(unit, (row.line, &name, printed), actual, print_parts(actual));
            }
        }
    }

    /// The same for a total in yuan, or a count.
    fn compare(&mut self, line: u32, name: &str, printed: &str, actual: i128, shown: String) {
        self.compare_in(Unit::Yuan, (line, name, printed), actual, shown);
    }

    /// Sets a total beside what the rows say; rows that could not be read speak first.
    fn compare_in(&mut self, unit: Unit, total: (u32, &str, &str), actual: i128, shown: String) {
        let (line, name, printed) = total;
        let expected = parts_in(printed, unit).ok().flatten().map(i128::from);
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

/// A row of other cells than the headings: too long by an amount that fell in two, or simply ragged.
fn misshapen(row: &Row<'_>, expected: usize) -> RowError {
    if let Some(amount) = split_amount(row, expected) {
        return at_line(row.line, &amount, RowErrorCode::ThousandsSplit, vec![amount.clone()]);
    }
    let counts = vec![expected.to_string(), row.cells.len().to_string()];
    at_line(row.line, "", RowErrorCode::RaggedRow, counts)
}

/// What the gate says of a whole file.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) controls: Vec<Control>,
    pub(super) errors: Vec<RowError>,
    pub(super) control_rows: u64,
}

/// A money cell in hundred-thousandths of a yuan, whatever it counts.
fn parts_in(cell: &str, unit: Unit) -> Result<Option<i64>, AmountFault> {
    match unit {
        Unit::Yuan => parts(cell),
        Unit::Fen => Ok(fen(cell)?.map(|money| money.fen() * (PARTS / 100))),
    }
}

fn is_word(words: &[String], cell: &str) -> bool {
    let spaced = || !cell.is_ascii() && cell.len() <= 64 && words.contains(&compared(cell));
    words.iter().any(|word| word == cell) || spaced()
}
