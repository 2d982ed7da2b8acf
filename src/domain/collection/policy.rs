//! What collection work goes by: results of calls, graces, reminders. Figures come from `data/arrears/work.toml`.

use super::progress::Tier;
use super::today::RankPolicy;
use crate::domain::money::Money;

/// 催缴结果. What may come of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallResult {
    /// Stable code.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Whether it goes with a promise.
    pub promises: bool,
    /// Working days until the next contact, where none is said; 0 for none.
    pub next_working_days: u32,
}

/// A word chosen from a list of the house, under a code of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Stable code.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// 催缴作业规定.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectionPolicy {
    /// In the order of their digits.
    pub results: Vec<CallResult>,
    /// 承诺宽限 in working days.
    pub promise_grace_working_days: u32,
    /// 协议宽限 in working days, where none is agreed.
    pub plan_grace_working_days: u32,
    /// 分期提醒 so many working days before.
    pub plan_remind_working_days: u32,
    /// Most instalments of one plan.
    pub plan_most_instalments: usize,
    /// 欠费人类型.
    pub debtor_types: Vec<Named>,
    /// 重点欠费人: principal overdue from this much on.
    pub key_debtor_from: Money,
    /// Days before an item's fee reaches its cap that it is on the list.
    pub cap_ahead_days: u32,
    /// Days before a deferral ends that it is on the list.
    pub deferral_ahead_days: u32,
    /// 排序权重.
    pub rank: RankPolicy,
    /// 征缴率目标 in hundredths of a per cent.
    pub collection_goal: i64,
    /// 清欠率目标 in hundredths of a per cent.
    pub clearing_goal: i64,
    /// 奖励档次, best first.
    pub tiers: Vec<Tier>,
}

impl CollectionPolicy {
    /// The result of a code.
    pub fn result(&self, code: &str) -> Option<&CallResult> {
        self.results.iter().find(|result| result.code == code)
    }
}
