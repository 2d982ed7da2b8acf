//! Rows held in memory 架上行: filtered, ordered, with the place of each kept by what it is.
//!
//! Invariant: what is shown is a permutation of the rows that pass the filter.

use std::cell::OnceCell;

use crate::domain::money::Money;
use crate::text::pinyin::{Indexed, Needle};

use super::Rows;
use super::marks::RowId;
use super::seek::Sought;

/// What a list asks of a row.
pub trait ListRow {
    /// What it is, across readings of the book.
    fn id(&self) -> RowId;
    /// What it adds to totals.
    fn amount(&self) -> Money;
    /// Texts it is found by, [`APART`](crate::text::pinyin::APART) between them.
    fn found_by(&self) -> String;
    /// What it is ordered by, under a column's key.
    fn order_key(&self, column: &str) -> OrderKey;
}

/// 排序值.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OrderKey {
    /// Amounts, counts, dates.
    Number(i64),
    /// Names and numbers with letters.
    Text(String),
}

/// 架上行.
#[derive(Clone, Debug)]
pub struct Shelf<T> {
    rows: Vec<T>,
    index: OnceCell<Vec<Indexed>>,
    shown: Vec<usize>,
    nearly: bool,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Shelf { rows: Vec::new(), index: OnceCell::new(), shown: Vec::new(), nearly: false }
    }
}

impl<T: ListRow> Shelf<T> {
    /// Takes rows just read; [`Shelf::arrange`] then says which are shown.
    pub fn put(&mut self, rows: Vec<T>) {
        *self = Shelf { shown: (0..rows.len()).collect(), rows, ..Shelf::default() };
    }

    /// Every row, shown or not, as they came.
    pub fn rows(&self) -> &[T] {
        &self.rows
    }

    /// Shows the rows wanted that the needle finds, in order of a column.
    pub fn arrange(&mut self, needle: &Needle, order: Option<(&str, bool)>, wanted: impl Fn(&T) -> bool) {
        let mut shown: Vec<usize> = (0..self.rows.len()).filter(|at| wanted(&self.rows[*at])).collect();
        self.nearly = false;
        if !needle.is_empty() {
            let index = self.index();
            let (found, nearly) = needle.among(shown.iter().map(|at| &index[*at]));
            shown = found.into_iter().map(|place| shown[place]).collect();
            self.nearly = nearly;
        }
        if let Some((column, descending)) = order {
            shown.sort_by_cached_key(|at| self.rows[*at].order_key(column));
            if descending {
                shown.reverse();
            }
        }
        self.shown = shown;
    }

    /// What the rows are found by, worked out when it is first asked for.
    fn index(&self) -> &[Indexed] {
        self.index.get_or_init(|| self.rows.iter().map(|row| Indexed::new(&row.found_by())).collect())
    }

    /// Whether rows were found only by forgiving a slip.
    pub fn nearly(&self) -> bool {
        self.nearly
    }

    /// The row at a place.
    pub fn get(&self, at: usize) -> Option<&T> {
        self.shown.get(at).map(|row| &self.rows[*row])
    }

    /// The rows shown, in order.
    pub fn shown(&self) -> impl Iterator<Item = &T> {
        self.shown.iter().map(|row| &self.rows[*row])
    }

    /// Where a row stands now.
    pub fn place_of(&self, id: RowId) -> Option<usize> {
        self.shown().position(|row| row.id() == id)
    }

    /// The amount of a row shown.
    pub fn amount_of(&self, id: RowId) -> Option<Money> {
        self.shown().find(|row| row.id() == id).map(ListRow::amount)
    }
}

impl<T: ListRow> Rows for Shelf<T> {
    fn total(&self) -> usize {
        self.shown.len()
    }

    fn sum(&self) -> Money {
        self.shown().map(ListRow::amount).sum()
    }

    fn key(&self, at: usize) -> Option<(RowId, Money)> {
        self.get(at).map(|row| (row.id(), row.amount()))
    }

    fn sought(&self, needle: &Needle) -> Sought {
        let index = self.index();
        let at = self.shown.iter().position(|row| needle.matches(&index[*row]));
        at.map_or(Sought::Nowhere, Sought::At)
    }
}
