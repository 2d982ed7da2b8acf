//! Differences as lists of them ask: which, in which order, one window at a time.
//!
//! Invariant: what is chosen is told from [`CaseFacts`] alone, so that a list of any length is opened without reading
//! the whole of its rows.

use std::sync::Arc;

use super::super::filter::RowFilter;
use super::super::screen::CaseFilter;
use super::Sentence;
use crate::domain::case_list::{CaseFacts, CaseOrder};
use crate::domain::exception::{Class, State};
use crate::domain::money::Money;
use crate::domain::recon::ExceptionCase;
use crate::text::lang::Lang;
use crate::text::pinyin::{FoundNames, Needle};
use crate::text::terms;

/// Which differences a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseAsk {
    /// What it was opened on.
    pub filter: CaseFilter,
    /// Whether settled and informational ones of the day are among them.
    pub all: bool,
    /// 筛选: what the rows must have in common besides.
    pub rows: RowFilter,
    /// What was typed to find rows; empty for all.
    pub find: String,
    /// Order.
    pub order: CaseOrder,
    /// Whether the order runs backwards.
    pub descending: bool,
}

impl CaseAsk {
    /// Whether a difference is one of the list, but for what was typed.
    pub fn lets_through(&self, facts: &CaseFacts<'_>) -> bool {
        let filter = &self.filter;
        filter.day.is_none_or(|day| facts.day == day)
            && filter.method.is_none_or(|method| facts.method == method)
            && filter.class.is_none_or(|class| facts.class == class)
            && filter.cashier.as_ref().is_none_or(|cashier| facts.cashier == cashier)
            && (self.all || matches!(facts.state, State::Open | State::Proposed))
            && self.rows.fits_case(facts)
    }
}

/// Whether differences are found by what was typed.
pub struct CaseFinder<'n> {
    needle: &'n Needle,
    names: FoundNames<'n>,
}

impl<'n> CaseFinder<'n> {
    /// As typed, or by forgiving a slip.
    pub fn new(needle: &'n Needle, slips: bool) -> Self {
        CaseFinder { needle, names: FoundNames::new(needle, slips) }
    }

    /// Whether one is found: by its class, method or cashier, by its numbers, its day or an amount.
    pub fn finds(&self, facts: &CaseFacts<'_>) -> bool {
        let needle = self.needle;
        let class =
            [facts.class.paper_code(), terms::class(facts.class, Lang::Zh), terms::class(facts.class, Lang::En)];
        let names = [terms::method(facts.method, Lang::Zh), facts.cashier];
        let numbers = [facts.his_no, facts.order_no, facts.slip_no];
        needle.is_empty()
            || class.into_iter().chain(names).any(|name| self.names.holds(name))
            || numbers.into_iter().any(|number| needle.in_code(number))
            || needle.is_figure()
                && (needle.in_code(&facts.day.to_string())
                    || needle.in_code(&facts.difference.to_string())
                    || (facts.amounts)().iter().any(|amount| needle.in_code(&amount.to_string())))
    }
}

/// Differences of a list, one window of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseWindow {
    /// Differences in all.
    pub total: usize,
    /// Σ of them without sign.
    pub sum: Money,
    /// Whether they were found only by forgiving a slip.
    pub nearly: bool,
    /// Those of this window.
    pub rows: Vec<ExceptionCase>,
}

/// 差异列表 of any length.
pub trait CasesDesk {
    /// A window of a list: at most `count` from place `from` on.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn cases(&self, ask: &CaseAsk, from: usize, count: usize) -> Result<CaseWindow, Sentence>;
    /// The numbers ([`case_number`](crate::domain::case_list::case_number)) of the whole list, in order.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn case_order(&self, ask: &CaseAsk) -> Result<Arc<Vec<i64>>, Sentence>;
    /// The number of the first one of a list that is found by a text; `None` where none is.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn case_sought(&self, ask: &CaseAsk, find: &str) -> Result<Option<i64>, Sentence>;
    /// How many of each class a list holds, in the order of the classes.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn case_classes(&self, ask: &CaseAsk) -> Result<Vec<(Class, usize)>, Sentence>;
    /// The differences of these numbers, in their order; one that is gone is left out.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn cases_of(&self, numbers: &[i64]) -> Result<Vec<ExceptionCase>, Sentence>;
}
