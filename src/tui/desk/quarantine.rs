//! Rows that could not be read, as the desk answers for them.

use std::sync::Arc;

use super::{RawLine, Sentence};
use crate::domain::day::BusinessDay;
use crate::domain::entry::Side;
use crate::domain::import::{RowError, RowErrorCode};
use crate::domain::quarantine::{QuarantineFacts, QuarantineOrder};
use crate::text::lang::Lang;
use crate::text::messages;
use crate::text::pinyin::{FoundNames, Needle};

/// Which rows are listed; every one when both are `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuarantineFilter {
    /// 营业日 they would have counted on.
    pub day: Option<BusinessDay>,
    /// Path of their file, as given at import.
    pub file: Option<String>,
}

/// Which rows a list shows, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuarantineAsk {
    /// What it was opened on.
    pub filter: QuarantineFilter,
    /// What was typed to find rows; empty for all.
    pub find: String,
    /// Order.
    pub order: QuarantineOrder,
    /// Whether the order runs backwards.
    pub descending: bool,
}

/// Whether rows are found by what was typed.
pub struct QuarantineFinder<'n> {
    needle: &'n Needle,
    names: FoundNames<'n>,
}

impl<'n> QuarantineFinder<'n> {
    /// As typed, or by forgiving a slip.
    pub fn new(needle: &'n Needle, slips: bool) -> Self {
        QuarantineFinder { needle, names: FoundNames::new(needle, slips) }
    }

    /// Whether one is found: by its file, column or reason, by its line, its day or what stands there.
    pub fn finds(&self, facts: &QuarantineFacts<'_>) -> bool {
        let needle = self.needle;
        needle.is_empty()
            || self.names.holds(facts.file)
            || self.names.holds(facts.heading)
            || needle.in_code(facts.excerpt)
            || self.names.holds(facts.excerpt)
            || needle.is_figure()
                && (needle.in_code(&facts.line.to_string())
                    || facts.day.is_some_and(|day| needle.in_code(&day.to_string())))
            || self.names.holds(&reason_of(facts.code))
    }
}

/// Why rows of a code are set aside, whatever stands in them.
fn reason_of(code: &str) -> String {
    let nothing = |code| RowError { line: 0, column: String::new(), excerpt: String::new(), code, details: Vec::new() };
    let error = RowErrorCode::from_code(code).map(nothing);
    error.map_or_else(String::new, |error| messages::row_error(&error, Lang::Zh))
}

/// 隔离行. A row of a file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantineRow {
    /// Its number in the book.
    pub id: i64,
    /// Number of its file, among those of its kind.
    pub file_id: i64,
    /// Its file as given at import.
    pub file: String,
    /// Its book; `None` for a row of a bank statement.
    pub side: Option<Side>,
    /// 营业日 it would have counted on, of receipts that of its neighbours where its own could not be read; `None`
    /// where it is not known.
    pub day: Option<BusinessDay>,
    /// Line, column, what stands there, and why it could not be read.
    pub error: RowError,
}

/// Quarantined rows of a list, one window of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuarantineWindow {
    /// Rows in all.
    pub total: usize,
    /// Whether they were found only by forgiving a slip.
    pub nearly: bool,
    /// Those of this window.
    pub rows: Vec<QuarantineRow>,
}

/// 隔离行 of the book.
pub trait QuarantineDesk {
    /// A window of a list: at most `count` rows from place `from` on; newest day first, unless asked otherwise.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn quarantine(&self, ask: &QuarantineAsk, from: usize, count: usize) -> Result<QuarantineWindow, Sentence>;
    /// The numbers of the whole list, in order.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn quarantine_order(&self, ask: &QuarantineAsk) -> Result<Arc<Vec<i64>>, Sentence>;
    /// The number of the first row of a list that is found by a text; `None` where none is.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn quarantine_sought(&self, ask: &QuarantineAsk, find: &str) -> Result<Option<i64>, Sentence>;
    /// The original line of a row, names masked.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn quarantined_line(&self, row: &QuarantineRow) -> Result<RawLine, Sentence>;
}
