//! Call note 催缴记录: one line on who was reached, what came of it, what was promised and what is next.

use crate::domain::day::BusinessDay;
use crate::domain::money::Money;

/// 催缴记录 as a person says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallNote {
    /// 结果, by code of the policy.
    pub result: String,
    /// 接听人.
    pub person: String,
    /// 备注.
    pub note: String,
    /// 下次联系日.
    pub next_on: Option<BusinessDay>,
    /// 承诺.
    pub promise: Option<Pledge>,
}

/// What was promised: how much, by when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pledge {
    /// 承诺金额.
    pub amount: Money,
    /// 承诺缴费日.
    pub pay_on: BusinessDay,
}

/// 催缴记录 in the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Its fact.
    pub seq: i64,
    /// Number of the employer.
    pub employer_id: i64,
    /// Who called.
    pub actor: String,
    /// The day.
    pub called_on: BusinessDay,
    /// What was said; its promise stands among the promises under the same number.
    pub note: CallNote,
}
