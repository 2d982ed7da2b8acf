//! Ageing 账龄: arrears as of any date by month bucket and by whatever the office sorts them.
//!
//! Invariant: every fen owed stands in exactly one bucket of exactly one group, so that the sums of any
//! ageing are those of the ledgers.

use std::collections::BTreeMap;

use super::ledger::Ledger;
use super::month::FeeMonth;
use crate::domain::entry::codes;
use crate::domain::money::Money;

codes! {
    /// 账龄段: months since the fee month fell due.
    Bucket {
        /// 1 个月.
        One = "1",
        /// 2 个月.
        Two = "2",
        /// 3 个月.
        Three = "3",
        /// 4–6 个月.
        ToSix = "4-6",
        /// 7–12 个月.
        ToTwelve = "7-12",
        /// 13–24 个月.
        ToTwentyFour = "13-24",
        /// 24 个月以上.
        Older = ">24",
    }
}

impl Bucket {
    /// The bucket of so many months, counted from 1.
    pub fn of_months(months: i32) -> Bucket {
        match months {
            ..=1 => Bucket::One,
            2 => Bucket::Two,
            3 => Bucket::Three,
            4..=6 => Bucket::ToSix,
            7..=12 => Bucket::ToTwelve,
            13..=24 => Bucket::ToTwentyFour,
            25.. => Bucket::Older,
        }
    }
}

codes! {
    /// 账龄的分组.
    AgeingBy {
        /// 险种.
        Line = "line",
        /// 账龄.
        Age = "age",
        /// 缴费部分.
        Portion = "portion",
        /// 专管员.
        Officer = "officer",
        /// 区域.
        Area = "area",
        /// 单位类型.
        Kind = "type",
        /// 单位.
        Employer = "employer",
    }
}

/// One group's sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AgeingRow {
    /// Principal overdue, by bucket in the order of [`Bucket::ALL`].
    pub buckets: [Money; 7],
    /// Principal overdue.
    pub owed: Money,
    /// Fee owed, on what is overdue and on what was paid late.
    pub fee: Money,
    /// Items overdue.
    pub items: u64,
    /// Principal whose date has not come.
    pub coming: Money,
    /// Principal deferred.
    pub deferred: Money,
}

impl AgeingRow {
    /// Adds another row's sums.
    pub fn add(&mut self, other: &AgeingRow) {
        for (mine, theirs) in self.buckets.iter_mut().zip(other.buckets) {
            *mine += theirs;
        }
        self.owed += other.owed;
        self.fee += other.fee;
        self.items += other.items;
        self.coming += other.coming;
        self.deferred += other.deferred;
    }
}

/// 账龄表: a row a group, groups in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ageing {
    /// By the group's key.
    pub rows: BTreeMap<String, AgeingRow>,
    /// 单位数 with something owed.
    pub employers: u64,
}

impl Ageing {
    /// Adds an employer's ledger; `group` names the group of an item by line place and portion code.
    pub fn take(&mut self, ledger: &Ledger, group: impl Fn(&super::item::Item, Bucket) -> String) {
        let month = FeeMonth::of(ledger.as_of);
        let mut owing = false;
        for standing in &ledger.standings {
            let fee = standing.fee_owed();
            if standing.owed.is_zero() && fee.is_zero() && standing.deferred.is_zero() {
                continue;
            }
            let bucket = Bucket::of_months(month.since(FeeMonth::of(standing.terms.due_on)) + 1);
            let mut row = AgeingRow { fee, deferred: standing.deferred, ..AgeingRow::default() };
            if standing.overdue(ledger.as_of) {
                row.buckets[bucket as usize] = standing.owed;
                (row.owed, row.items) = (standing.owed, 1);
            } else {
                row.coming = standing.owed;
            }
            owing |= row.owed > Money::ZERO || fee > Money::ZERO;
            self.rows.entry(group(&standing.item, bucket)).or_default().add(&row);
        }
        self.employers += u64::from(owing);
    }

    /// The sums over all groups.
    pub fn total(&self) -> AgeingRow {
        let mut total = AgeingRow::default();
        self.rows.values().for_each(|row| total.add(row));
        total
    }
}
