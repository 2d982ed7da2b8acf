//! Views 列表样式: which columns of a list are shown, how wide, in which order the rows stand.
//!
//! Invariant: a view names columns by key, so that it outlives a change of the columns; a key it does
//! not know any more changes nothing. The frozen column can not be hidden.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::tui::widgets::table::Column;

/// 列 of a list.
#[derive(Clone, Debug)]
pub struct ListColumn {
    /// Stable key, for saved views and sources that order by it.
    pub key: &'static str,
    /// How it is drawn.
    pub column: Column,
    /// Whether it stays while the others scroll.
    pub frozen: bool,
    /// Whether rows can be ordered by it.
    pub ordered: bool,
}

impl ListColumn {
    /// A column rows can be ordered by.
    pub fn new(key: &'static str, column: Column) -> Self {
        ListColumn { key, column, frozen: false, ordered: true }
    }

    /// The column, kept in sight.
    pub fn frozen(self) -> Self {
        ListColumn { frozen: true, ..self }
    }

    /// The column, by which rows cannot be ordered.
    pub fn unordered(self) -> Self {
        ListColumn { ordered: false, ..self }
    }
}

/// 列表样式. Saved for each operator and list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct View {
    /// Columns not shown.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub hidden: BTreeSet<String>,
    /// Widths other than the usual ones.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub widths: BTreeMap<String, usize>,
    /// Column the rows are ordered by; as they come when `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// Whether the order runs backwards.
    pub descending: bool,
}

/// Columns a column may take.
const WIDTHS: std::ops::RangeInclusive<usize> = 3..=40;

impl View {
    /// The columns in this view, with the mark of the order in their headings.
    pub fn apply(&self, columns: Vec<ListColumn>) -> Vec<ListColumn> {
        let shown = columns.into_iter().filter(|one| one.frozen || !self.hidden.contains(one.key));
        shown
            .map(|mut one| {
                if let Some(width) = self.widths.get(one.key) {
                    one.column.width = (*width).clamp(*WIDTHS.start(), *WIDTHS.end());
                }
                if self.order.as_deref() == Some(one.key) {
                    one.column.title.push(if self.descending { 'v' } else { '^' });
                }
                one
            })
            .collect()
    }

    /// The order, for those who arrange rows by it.
    pub fn ordered_by(&self) -> Option<(&str, bool)> {
        self.order.as_deref().map(|key| (key, self.descending))
    }

    /// Shows a hidden column, or hides it.
    pub fn turn(&mut self, key: &str) {
        if !self.hidden.remove(key) {
            self.hidden.insert(key.to_owned());
        }
    }

    /// Orders by a column: forwards, backwards, then as rows come.
    pub fn order_by(&mut self, key: &str) {
        let same = self.order.as_deref() == Some(key);
        if same && self.descending {
            (self.order, self.descending) = (None, false);
        } else {
            self.descending = same;
            self.order = Some(key.to_owned());
        }
    }

    /// Makes a column wider or narrower than it is now.
    pub fn resize(&mut self, key: &str, now: usize, wider: bool) {
        let width = if wider { now + 1 } else { now.saturating_sub(1) };
        self.widths.insert(key.to_owned(), width.clamp(*WIDTHS.start(), *WIDTHS.end()));
    }
}
