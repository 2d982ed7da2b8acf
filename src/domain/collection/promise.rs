//! Promise 承诺: money by a day, judged from receipts.
//!
//! Invariants: a receipt counts for one promise only, the one due first of those it lies within; a promise
//! is open until its grace is over or the money is there.

use super::call::Pledge;
use crate::domain::calendar::{Calendar, CalendarUnknown};
use crate::domain::day::BusinessDay;
use crate::domain::entry::codes;
use crate::domain::money::Money;

codes! {
    /// 承诺状态.
    PromiseState {
        /// 未到期: its day or its grace is not over.
        Open = "open",
        /// 已兑现.
        Kept = "kept",
        /// 部分兑现.
        Part = "part",
        /// 未兑现.
        Broken = "broken",
        /// 已撤回.
        Withdrawn = "withdrawn",
    }
}

/// A promise as it stands after its last change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Its number: the fact that took it first.
    pub no: i64,
    /// Number of the employer.
    pub employer_id: i64,
    /// The day it was first made: receipts count from then on.
    pub made_on: BusinessDay,
    /// What is promised now.
    pub pledge: Pledge,
    /// 宽限 in working days after the promised day.
    pub grace_working_days: u32,
    /// Whether it was taken back.
    pub withdrawn: bool,
    /// Version in force, counted from 1.
    pub version: u32,
}

/// Money that came: the day and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// 缴费日期.
    pub on: BusinessDay,
    /// 金额.
    pub amount: Money,
}

/// How a promise stands as of a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The promise.
    pub promise: Promise,
    /// State.
    pub state: PromiseState,
    /// Received for it.
    pub received: Money,
    /// Last day of its grace, once the promised day is over.
    pub grace_until: Option<BusinessDay>,
}

/// Judges the promises of one employer as of a date, from its receipts.
///
/// # Errors
/// [`CalendarUnknown`] where a grace runs into a year without a calendar.
pub fn judge(
    promises: &[Promise],
    receipts: &[Receipt],
    as_of: BusinessDay,
    calendar: &Calendar,
) -> Result<Vec<Judged>, CalendarUnknown> {
    let mut judged = Vec::with_capacity(promises.len());
    for promise in promises {
        let over = as_of > promise.pledge.pay_on;
        let grace_until =
            if over { Some(calendar.after(promise.pledge.pay_on, promise.grace_working_days)?) } else { None };
        let (state, received) = (PromiseState::Open, Money::ZERO);
        judged.push(Judged { promise: promise.clone(), state, received, grace_until });
    }
    let mut order: Vec<usize> = (0..judged.len()).collect();
    order.sort_by_key(|place| (judged[*place].promise.pledge.pay_on, judged[*place].promise.no));
    let mut receipts: Vec<Receipt> = receipts.iter().filter(|receipt| receipt.on <= as_of).copied().collect();
    receipts.sort_by_key(|receipt| receipt.on);
    for mut receipt in receipts {
        for place in &order {
            let one = &mut judged[*place];
            let within = one.promise.made_on <= receipt.on && one.grace_until.is_none_or(|last| receipt.on <= last);
            if one.promise.withdrawn || !within {
                continue;
            }
            let taken = receipt.amount.min(one.promise.pledge.amount - one.received);
            one.received += taken;
            receipt.amount -= taken;
        }
    }
    for one in &mut judged {
        one.state = state_of(one, as_of);
    }
    Ok(judged)
}

fn state_of(one: &Judged, as_of: BusinessDay) -> PromiseState {
    match one.grace_until {
        _ if one.promise.withdrawn => PromiseState::Withdrawn,
        _ if one.received >= one.promise.pledge.amount => PromiseState::Kept,
        Some(last) if as_of > last && one.received > Money::ZERO => PromiseState::Part,
        Some(last) if as_of > last => PromiseState::Broken,
        Some(_) | None => PromiseState::Open,
    }
}
