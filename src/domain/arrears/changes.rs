//! Corrections 更正: what a correction changed, figure by figure.

use super::item::Portion;
use super::ledger::{Ledger, Standing};
use super::month::FeeMonth;
use super::policy::LineId;
use crate::domain::entry::codes;
use crate::domain::money::Money;

codes! {
    /// 更正的数字.
    Figure {
        /// 应缴.
        Due = "due",
        /// 已缴.
        Paid = "paid",
        /// 欠缴本金.
        Owed = "owed",
        /// 缓缴.
        Deferred = "deferred",
        /// 核销.
        WrittenOff = "written_off",
        /// 滞纳金.
        Fee = "fee",
        /// 欠缴滞纳金.
        FeeOwed = "fee_owed",
        /// 未分配.
        Unallocated = "unallocated",
    }
}

/// 更正. One figure before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// 统一社会信用代码.
    pub code: String,
    /// The item; `None` for a figure of the whole employer.
    pub item: Option<(FeeMonth, Portion, LineId)>,
    /// Which figure.
    pub figure: Figure,
    /// Before.
    pub before: Money,
    /// After.
    pub after: Money,
}

/// Every figure that differs between two ledgers of one employer.
pub fn changes(code: &str, before: &Ledger, after: &Ledger) -> Vec<Change> {
    let mut places: Vec<_> = before.standings.iter().chain(&after.standings).map(|each| each.item.place()).collect();
    places.sort_unstable();
    places.dedup();
    let mut changes = Vec::new();
    for place in places {
        let figures = |ledger: &Ledger| {
            let standing = ledger.standings.iter().find(|standing| standing.item.place() == place);
            standing.map_or([Money::ZERO; 7], figures_of)
        };
        let both = figures(before).into_iter().zip(figures(after));
        for (figure, (before, after)) in Figure::ALL.iter().zip(both).filter(|(_, (before, after))| before != after) {
            changes.push(Change { code: code.into(), item: Some(place), figure: *figure, before, after });
        }
    }
    let (left, now) = (before.unallocated(), after.unallocated());
    if left != now {
        let figure = Figure::Unallocated;
        changes.push(Change { code: code.into(), item: None, figure, before: left, after: now });
    }
    changes
}

/// In the order of [`Figure::ALL`], without the last.
fn figures_of(standing: &Standing) -> [Money; 7] {
    [
        standing.item.amount,
        standing.paid,
        standing.owed,
        standing.deferred,
        standing.written_off,
        standing.fee,
        standing.fee_owed(),
    ]
}
