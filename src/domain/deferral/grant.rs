//! What is in force 在缓: a granted deferral laid over the dues of its line and months.
//!
//! Invariants: the individual part is never deferred; a due of the term's months is deferred whenever it is
//! created; what a due owed in late fee before the term began stays owed (the term starts on its own day);
//! after repay-by, or from the day after a revocation, the ledger counts it as arrears again. Nothing here is
//! stored with a due: the same grants give the same ledger.

use super::schedule::Schedule;
use crate::domain::arrears::item::{Deferral, Item, Portion, WriteOff};
use crate::domain::arrears::month::FeeMonth;
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;

/// 在缓. One granted application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// 险种, by code.
    pub line: String,
    /// First and last fee month.
    pub months: (FeeMonth, FeeMonth),
    /// First day of the term.
    pub starts_on: BusinessDay,
    /// When what is repaid.
    pub schedule: Schedule,
    /// 撤销: the last day it held.
    pub ended_on: Option<BusinessDay>,
    /// 不含部分: per cent of the employer's amount that is not deferred (personal medical accounts).
    pub excluded_percent: u8,
}

/// What deferrals make of one due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overlaid {
    /// 缓缴 in force for it.
    pub deferral: Option<Deferral>,
    /// 不含部分, in per cent of its amount.
    pub excluded_percent: u8,
}

impl Grant {
    /// Whether a due is of its line, months and portion.
    pub fn covers(&self, line: &str, month: FeeMonth, portion: Portion) -> bool {
        portion == Portion::Employer && self.line == line && self.months.0 <= month && month <= self.months.1
    }

    /// The term of a month; `None` where it ended before it began.
    pub fn deferral(&self, month: FeeMonth) -> Option<Deferral> {
        let planned = self.schedule.repay_by(month)?;
        let repay_by = self.ended_on.map_or(planned, |ended| planned.min(ended));
        (self.starts_on <= repay_by).then_some(Deferral { from: self.starts_on, repay_by })
    }
}

/// What the grants of an employer make of one of its dues; what a file said of it where no grant does.
pub fn overlay(grants: &[Grant], line: &str, month: FeeMonth, portion: Portion, said: Option<Deferral>) -> Overlaid {
    let of_due = grants.iter().filter(|grant| grant.covers(line, month, portion));
    let latest = of_due.filter_map(|grant| Some((grant, grant.deferral(month)?))).max_by_key(|(_, term)| term.repay_by);
    match latest {
        Some((grant, term)) => Overlaid { deferral: Some(term), excluded_percent: grant.excluded_percent },
        None if portion == Portion::Individual => Overlaid::default(),
        None => Overlaid { deferral: said, excluded_percent: 0 },
    }
}

/// A due as the items a ledger takes: one, or two where a part is not deferred. Their amounts are the due's.
pub fn split(item: Item, excluded_percent: u8) -> Vec<Item> {
    let excluded = share(item.amount, excluded_percent);
    if item.deferral.is_none() || excluded.is_zero() {
        return vec![item];
    }
    let write_off = |of: Money, already: Money| {
        let part = item.written_off.map(|all| WriteOff { on: all.on, amount: (all.amount - already).min(of) });
        part.filter(|part| part.amount > Money::ZERO)
    };
    let first = write_off(excluded, Money::ZERO);
    let told = first.map_or(Money::ZERO, |part| part.amount);
    let rest = item.amount - excluded;
    vec![
        Item { amount: excluded, deferral: None, written_off: first, ..item },
        Item { amount: rest, written_off: write_off(rest, told), ..item },
    ]
}

/// Half-up to the fen.
fn share(amount: Money, percent: u8) -> Money {
    let parts = i128::from(amount.fen()) * i128::from(percent.min(100));
    Money::from_fen(i64::try_from((parts + 50).div_euclid(100)).unwrap_or(0))
}
