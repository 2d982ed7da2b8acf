//! Closing a day 关账: what stands in its way, and the steps it goes through.
//!
//! Invariants: prepared by one person, reviewed by another; a closed day is closed for good until a
//! reviewer reopens it with a reason; every cause in the way is named, not only the first (design: R5).

use super::approval::rule::Obstacle;
use super::day::BusinessDay;
use super::entry::{Method, Side, codes};
use super::exception::{Class, State};
use super::money::Money;
use super::recon::{BySide, DayResult};

codes! {
    /// 关账步骤.
    DayStep {
        /// 声明缺来源: a book that will not come, with a reason.
        Declare = "declare",
        /// 送复核.
        Prepare = "prepare",
        /// 复核关账.
        Close = "close",
        /// 重开.
        Reopen = "reopen",
    }
}

/// 不能关账的原因. What stands in the way of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClosingCause {
    /// 未对账.
    NotReconciled,
    /// 导入后未重新对账.
    Stale,
    /// 缺来源, not declared absent.
    SourceMissing(Side),
    /// 缺 HIS 报表: some sheets of the HIS are in and these are not.
    SheetsMissing(Vec<String>),
    /// 待账单: rows whose channel's file is not in.
    Awaited(u64),
    /// 隔离行, neither mended nor waived.
    Quarantined(u64),
    /// 未决差异, without a disposition.
    Open(u64),
    /// 渠道桥不平.
    BridgeOpen(Method, Money),
    /// 尚未送复核.
    NotPrepared,
    /// 送复核后内容已变更.
    Changed,
    /// 复核人与经办人同为一人.
    SamePerson(String),
    /// 已关账.
    Closed,
    /// 尚未关账.
    NotClosed,
    /// 来源已在, so it cannot be declared absent.
    SourceThere(Side),
    /// 未写原因.
    ReasonMissing,
    /// What else the rule of approval has in the way of this person.
    Approval(Obstacle),
}

impl DayStep {
    /// 下一步: what is done with a day after its last step; a day whose contents `changed` since it was handed
    /// over is handed over again.
    pub const fn after(last: Option<DayStep>, changed: bool) -> DayStep {
        match last {
            Some(DayStep::Close) => DayStep::Reopen,
            Some(DayStep::Prepare) if !changed => DayStep::Close,
            Some(DayStep::Prepare | DayStep::Declare | DayStep::Reopen) | None => DayStep::Prepare,
        }
    }
}

/// What of a day the causes are looked for in.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// Its result; `None` before the first run.
    pub result: Option<&'a DayResult>,
    /// Whether a file touched it after that run.
    pub is_stale: bool,
    /// Whether a file of that side covers it.
    pub sources: BySide<bool>,
    /// Sheets of the HIS that are not in while others are.
    pub lacking: &'a [String],
    /// Whether that side was declared absent.
    pub declared: BySide<bool>,
}

/// Every cause why a day cannot be handed to review.
pub fn causes(day: &Standing<'_>) -> Vec<ClosingCause> {
    let Some(result) = day.result else { return vec![ClosingCause::NotReconciled] };
    let mut causes = Vec::new();
    if day.is_stale {
        causes.push(ClosingCause::Stale);
    }
    if !day.lacking.is_empty() && !day.declared.his {
        causes.push(ClosingCause::SheetsMissing(day.lacking.to_vec()));
    }
    let lacks_sheets = |side: Side| side == Side::His && !day.lacking.is_empty();
    let missing = |side: &&Side| !*day.sources.get(**side) && !*day.declared.get(**side) && !lacks_sheets(**side);
    causes.extend(Side::ALL.iter().filter(missing).map(|side| ClosingCause::SourceMissing(*side)));
    if result.awaited > 0 && !day.declared.bank {
        causes.push(ClosingCause::Awaited(result.awaited));
    }
    let open = |quarantined: bool| {
        let asks = |state: State| matches!(state, State::Open | State::Proposed);
        let cases = result.exceptions.iter().filter(|case| asks(case.state));
        cases.filter(|case| (case.class == Class::Quarantined) == quarantined).count() as u64
    };
    causes.extend(Some(open(true)).filter(|count| *count > 0).map(ClosingCause::Quarantined));
    causes.extend(Some(open(false)).filter(|count| *count > 0).map(ClosingCause::Open));
    let gaps = result.bridges.iter().filter(|bridge| !bridge.unexplained.is_zero());
    causes.extend(gaps.map(|bridge| ClosingCause::BridgeOpen(bridge.channel, bridge.unexplained)));
    causes
}

/// One case that a late file added to a closed day, or cleared from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateCase {
    /// Key of the case.
    pub key: String,
    /// 类别.
    pub class: Class,
    /// 结算流水号, order number or slip.
    pub number: String,
    /// Money side − HIS.
    pub difference: Money,
}

/// 前期未达. What late files mean for a closed day: kept in the layer of the day they came, while the sealed
/// figures stay as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// The closed day.
    pub day: BusinessDay,
    /// Day whose layer it belongs to.
    pub booked_on: BusinessDay,
    /// Rows that came late, by side.
    pub rows: BySide<i64>,
    /// Cases they cleared.
    pub cleared: Vec<LateCase>,
    /// Cases they brought.
    pub brought: Vec<LateCase>,
}

/// Holds what a run would say of a closed day now against what was sealed; `None` where nothing differs.
pub fn adjustment(sealed: &DayResult, now: &DayResult, booked_on: BusinessDay) -> Option<Adjustment> {
    let late = |of: &DayResult, against: &DayResult| -> Vec<LateCase> {
        let known = |key: &str| against.exceptions.iter().any(|case| case.key == key);
        let only = of.exceptions.iter().filter(|case| case.state != State::Informational && !known(&case.key));
        let named = only.map(|case| LateCase {
            key: case.key.clone(),
            class: case.class,
            number: case.number().to_string(),
            difference: case.difference,
        });
        named.collect()
    };
    let rows = |side: Side| *now.entries.get(side) as i64 - *sealed.entries.get(side) as i64;
    let found = Adjustment {
        day: sealed.day,
        booked_on,
        rows: BySide { his: rows(Side::His), cashier: rows(Side::Cashier), bank: rows(Side::Bank) },
        cleared: late(sealed, now),
        brought: late(now, sealed),
    };
    let moved = Side::ALL.iter().any(|side| *found.rows.get(*side) != 0);
    (moved || !found.cleared.is_empty() || !found.brought.is_empty()).then_some(found)
}
