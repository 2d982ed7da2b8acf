//! Statistics of deferral 缓缴统计: firms and amounts approved, in use, repaid and overdue, by line, policy,
//! month or area; and what cuts of rates relieve.
//!
//! Invariant: every application counts in exactly one group; approved = in use + repaid + overdue + to come,
//! as far as the dues are on record. A firm in several lines counts once in each (户次) and once in all.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::arrears::month::FeeMonth;
use crate::domain::entry::codes;
use crate::domain::money::Money;

codes! {
    /// 统计的分组.
    StatisticsBy {
        /// 险种.
        Line = "line",
        /// 政策批次.
        Policy = "policy",
        /// 批准月份.
        Month = "month",
        /// 区域.
        Area = "area",
    }
}

/// 一件. One granted application, as it is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Group it falls into.
    pub group: String,
    /// Number of its employer.
    pub employer: i64,
    /// 核准缓缴金额.
    pub approved: Money,
    /// Deferred now.
    pub in_use: Money,
    /// Repaid.
    pub repaid: Money,
    /// Ended unpaid: arrears now.
    pub overdue: Money,
}

/// 户次 and amount of one column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// 户次.
    pub times: u64,
    /// 金额.
    pub amount: Money,
}

impl Figure {
    fn take(&mut self, amount: Money) {
        if amount > Money::ZERO {
            self.times += 1;
            self.amount += amount;
        }
    }

    fn add(&mut self, other: &Figure) {
        self.times += other.times;
        self.amount += other.amount;
    }
}

/// One group's figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatisticsRow {
    /// 户数, each once.
    pub firms: BTreeSet<i64>,
    /// 已批准.
    pub approved: Figure,
    /// 在缓.
    pub in_use: Figure,
    /// 已补缴.
    pub repaid: Figure,
    /// 逾期.
    pub overdue: Figure,
}

impl StatisticsRow {
    fn take(&mut self, one: &Counted) {
        self.firms.insert(one.employer);
        self.approved.times += 1;
        self.approved.amount += one.approved;
        self.in_use.take(one.in_use);
        self.repaid.take(one.repaid);
        self.overdue.take(one.overdue);
    }

    fn add(&mut self, other: &StatisticsRow) {
        self.firms.extend(&other.firms);
        self.approved.add(&other.approved);
        self.in_use.add(&other.in_use);
        self.repaid.add(&other.repaid);
        self.overdue.add(&other.overdue);
    }
}

/// 缓缴统计.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// By group.
    pub rows: BTreeMap<String, StatisticsRow>,
}

impl Statistics {
    /// Counts applications.
    pub fn of(counted: impl IntoIterator<Item = Counted>) -> Statistics {
        let mut statistics = Statistics::default();
        for one in counted {
            statistics.rows.entry(one.group.clone()).or_default().take(&one);
        }
        statistics
    }

    /// Over all groups, each firm once.
    pub fn total(&self) -> StatisticsRow {
        let mut total = StatisticsRow::default();
        self.rows.values().for_each(|row| total.add(row));
        total
    }
}

/// 费率减免. What a document cuts of a line's employer rate for some months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateCut {
    /// Stable id.
    pub id: String,
    /// 文号.
    pub document: String,
    /// 险种, by code.
    pub line: String,
    /// First and last fee month.
    pub months: (FeeMonth, FeeMonth),
    /// 法定或原费率 in millionths.
    pub before_per_million: u32,
    /// 减后费率 in millionths.
    pub after_per_million: u32,
    /// 引文.
    pub cite: String,
    /// Whether the figures were read in the document.
    pub confirmed: bool,
}

/// What one cut came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relief {
    /// 户数.
    pub firms: BTreeSet<i64>,
    /// 户月: firms × months.
    pub months: u64,
    /// Sum of the bases.
    pub base: Money,
    /// 减征金额.
    pub relief: Money,
}

impl RateCut {
    /// What a base of a month is relieved by, half-up to the fen; `None` outside its line and months.
    pub fn relief(&self, line: &str, month: FeeMonth, base: Money) -> Option<Money> {
        if line != self.line || month < self.months.0 || self.months.1 < month {
            return None;
        }
        let cut = i128::from(self.before_per_million) - i128::from(self.after_per_million);
        let parts = i128::from(base.fen()) * cut;
        Some(Money::from_fen(i64::try_from((parts + 500_000).div_euclid(1_000_000)).unwrap_or(0)))
    }
}

impl Relief {
    /// Adds one month of one firm.
    pub fn take(&mut self, employer: i64, base: Money, relief: Money) {
        self.firms.insert(employer);
        self.months += 1;
        self.base += base;
        self.relief += relief;
    }
}
