//! Items and payments 应缴 · 实缴: what a ledger is computed from.

use super::month::FeeMonth;
use super::policy::LineId;
use crate::domain::day::BusinessDay;
use crate::domain::entry::codes;
use crate::domain::money::Money;

codes! {
    /// 缴费部分. In the order payments settle them.
    Portion {
        /// 个人: withheld, or to be withheld, by the employer.
        Individual = "individual",
        /// 单位.
        Employer = "employer",
    }
}

codes! {
    /// 核定方式.
    Assessment {
        /// 申报.
        Declared = "declared",
        /// 未申报核定: by the last month's amount.
        Undeclared = "undeclared",
        /// 稽核.
        Audit = "audit",
    }
}

/// 缓缴 of one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deferral {
    /// First day of the term.
    pub from: BusinessDay,
    /// To be repaid by, before any roll.
    pub repay_by: BusinessDay,
}

/// 核销 of (part of) one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriteOff {
    /// In force from.
    pub on: BusinessDay,
    /// How much.
    pub amount: Money,
}

/// 应缴. One employer × line × fee month × portion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// 险种.
    pub line: LineId,
    /// 费款所属期.
    pub month: FeeMonth,
    /// 缴费部分.
    pub portion: Portion,
    /// 应缴金额, never negative.
    pub amount: Money,
    /// 缴费期限 as given, before any roll.
    pub due_on: BusinessDay,
    /// Whether a 责令限期 failed, where a rate asks for it.
    pub order_failed: bool,
    /// 缓缴.
    pub deferral: Option<Deferral>,
    /// 核销.
    pub written_off: Option<WriteOff>,
}

impl Item {
    /// The order items settle in: oldest month, individual before employer, then by line.
    pub fn place(&self) -> (FeeMonth, Portion, LineId) {
        (self.month, self.portion, self.line)
    }
}

/// 实缴.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
    /// 缴费日期.
    pub on: BusinessDay,
    /// 金额, never negative.
    pub amount: Money,
    /// The one line it is for, where the payer said so.
    pub line: Option<LineId>,
}
