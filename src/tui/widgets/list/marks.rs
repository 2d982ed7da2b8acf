//! Marks 标记: which rows a person chose, with their count and sum.
//!
//! Invariant: count and sum are those of the rows marked; marking all of a million rows keeps none of them.

use std::collections::BTreeMap;

use crate::domain::money::Money;

/// 行号. What a row is, wherever it stands: it never changes when the list is read again.
pub type RowId = i64;

/// 标记.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Whether everything is marked but the rows named; otherwise the rows named are.
    inverted: bool,
    named: BTreeMap<RowId, Money>,
}

impl Marks {
    /// Whether a row is marked.
    pub fn holds(&self, id: RowId) -> bool {
        self.named.contains_key(&id) != self.inverted
    }

    /// Marks a row, or takes its mark away.
    pub fn turn(&mut self, id: RowId, amount: Money) {
        if self.named.remove(&id).is_none() {
            self.named.insert(id, amount);
        }
    }

    /// Marks a row.
    pub fn mark(&mut self, id: RowId, amount: Money) {
        if !self.holds(id) {
            self.turn(id, amount);
        }
    }

    /// Marks every row of the list, those not read as well.
    pub fn all(&mut self) {
        *self = Marks { inverted: true, named: BTreeMap::new() };
    }

    /// Takes all marks away.
    pub fn none(&mut self) {
        *self = Marks::default();
    }

    /// Marks what was not marked, and the other way round.
    pub fn invert(&mut self) {
        self.inverted = !self.inverted;
    }

    /// Rows marked in a list of `total`.
    pub fn count(&self, total: usize) -> usize {
        if self.inverted { total.saturating_sub(self.named.len()) } else { self.named.len() }
    }

    /// What the rows marked add up to, in a list that adds up to `sum`.
    pub fn sum(&self, sum: Money) -> Money {
        let named: Money = self.named.values().copied().sum();
        if self.inverted { sum - named } else { named }
    }

    /// The rows marked, or those left out where all are.
    pub fn named(&self) -> Vec<RowId> {
        self.named.keys().copied().collect()
    }

    /// Keeps marks only of rows that still stand in the list, with the amounts they have now.
    pub fn keep(&mut self, amount_of: impl Fn(RowId) -> Option<Money>) {
        self.named = self.named.keys().filter_map(|id| amount_of(*id).map(|amount| (*id, amount))).collect();
    }
}
