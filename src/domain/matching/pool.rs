//! Rows to be matched: one side's columns beside the number of each row in the book.

use crate::domain::day::BusinessDay;
use crate::domain::entry::{EntryColumns, EntryId, Side};
use crate::domain::recon::BySide;

/// One side's rows.
#[derive(Clone, Debug, Default)]
pub struct SideRows {
    /// Fields.
    pub columns: EntryColumns,
    /// Number of each row in the book.
    pub ids: Vec<EntryId>,
}

impl SideRows {
    /// Rows held.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether no row is held.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Copies one row of another set.
    pub fn take(&mut self, from: &SideRows, row: usize) {
        self.columns.push(&from.columns.get(row));
        self.ids.push(from.ids[row]);
    }
}

/// The rows of three books.
pub type Rows = BySide<SideRows>;

impl BySide<SideRows> {
    /// Rows in all.
    pub fn count(&self) -> usize {
        self.his.len() + self.cashier.len() + self.bank.len()
    }

    /// Adds every row of another set.
    pub fn extend(&mut self, other: &Rows) {
        for side in Side::ALL {
            let from = other.get(*side);
            for row in 0..from.len() {
                self.get_mut(*side).take(from, row);
            }
        }
    }
}

/// 覆盖表: for which days each book is in. Built by the caller from the files' coverage.
pub trait CoverageTable {
    /// Whether a file of `side` covers `day` for this method.
    fn is_in(&self, side: Side, method: crate::domain::entry::Method, day: BusinessDay) -> bool;
}
