//! Originals of refunds 原单: what was paid and what has been refunded against it.
//!
//! Invariant: refunds are judged in the order they were made, so of several the one that goes over
//! the original is the one reported.

use std::collections::BTreeMap;

use crate::domain::day::BusinessDay;
use crate::domain::entry::Method;
use crate::domain::money::Money;

/// A refund booked in HIS, anywhere in the book.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BookedRefund {
    /// 营业日.
    pub day: BusinessDay,
    /// Second of the day.
    pub second: u32,
    /// 结算流水号 of the refund.
    pub his_no: String,
    /// Amount given back, positive.
    pub amount: Money,
}

/// 原单. What HIS booked under an original's number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Original {
    /// Payments under that number, one a tender line: order number, then how, how much and when; empty
    /// when it is not in the book.
    pub lines: Vec<(String, (Method, Money, BusinessDay))>,
    /// Refunds against it.
    pub refunds: Vec<BookedRefund>,
}

/// Originals by 原流水号.
pub type Originals = BTreeMap<String, Original>;

impl Original {
    /// Σ paid.
    pub fn paid_sum(&self) -> Money {
        self.lines.iter().map(|(_, (_, amount, _))| *amount).sum()
    }

    /// Whether it was paid by this method.
    pub fn was_paid_by(&self, method: Method) -> bool {
        self.lines.iter().any(|(_, (paid_by, ..))| *paid_by == method)
    }

    /// The first of its methods, in declared order.
    pub fn first_method(&self) -> Option<Method> {
        self.lines.iter().map(|(_, (method, ..))| *method).min()
    }

    /// Whether it was paid on or after a day.
    pub fn is_since(&self, day: BusinessDay) -> bool {
        self.lines.iter().any(|(_, (_, _, paid_on))| *paid_on >= day)
    }

    /// Σ refunds up to and including the given one; a row booked twice counts once.
    pub fn refunded_through(&self, day: BusinessDay, second: u32, his_no: &str) -> Money {
        let mut refunds: Vec<&BookedRefund> = self.refunds.iter().collect();
        refunds.sort();
        refunds.dedup();
        let until = (day, second, his_no);
        let made = refunds.iter().filter(|refund| (refund.day, refund.second, refund.his_no.as_str()) <= until);
        made.map(|refund| refund.amount).sum()
    }
}
