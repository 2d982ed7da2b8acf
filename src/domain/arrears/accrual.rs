//! Accrual 计息段: which days of an item bear a fee, at which rate, by which clause.
//!
//! Invariant: the spans of a stretch cover each of its days exactly once, those without a fee too, so
//! that the working leaves no day unexplained. Products stay whole numbers of fen × millionths; they are
//! rounded once a stretch, by [`rounded`].

use super::item::Item;
use super::policy::{DeferralBreach, DueRoll, FeePolicy, FeeRounding, FirstDay, LastDay, LegacyMode, RATE_PARTS, Rate};
use crate::domain::calendar::{Calendar, CalendarUnknown};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;

/// Whether a span's days bear a fee, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearing {
    /// 计收.
    Charged,
    /// 缓缴期内不计.
    Deferred,
    /// 未经责令限期.
    NotOrdered,
    /// 旧标准不适用.
    LegacyOff,
}

/// 计息段. Days of one rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: BusinessDay,
    /// Last day.
    pub to: BusinessDay,
    /// Millionths a day.
    pub per_million: u32,
    /// Place of the clause in the line's table.
    pub rate: usize,
    /// Whether it is charged.
    pub bearing: Bearing,
}

impl Span {
    /// Days, both ends counted.
    pub const fn days(&self) -> i32 {
        self.to.since(self.from) + 1
    }

    /// Fee of a principal in fen × millionths, charged or not.
    pub fn product(&self, principal: Money) -> i128 {
        i128::from(principal.fen()) * i128::from(self.days()) * i128::from(self.per_million)
    }
}

/// 一项的期限. An item's dates, rolled and settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// 缴费期限, rolled.
    pub due_on: BusinessDay,
    /// First day that can bear a fee.
    pub first_day: BusinessDay,
    /// 缓缴 from and to, the end rolled.
    pub deferred: Option<(BusinessDay, BusinessDay)>,
}

impl Terms {
    /// The dates of an item, as they matter to a ledger as of a date.
    ///
    /// # Errors
    /// [`CalendarUnknown`] where a date that has come rolls into a year without a calendar; one still to
    /// come stands as given until then.
    pub fn of(
        item: &Item,
        policy: &FeePolicy,
        calendar: &Calendar,
        as_of: BusinessDay,
    ) -> Result<Terms, CalendarUnknown> {
        let rolled = |day: BusinessDay| match rolled(day, policy, calendar) {
            Err(_) if day >= as_of => Ok(day),
            rolled => rolled,
        };
        let due_on = rolled(item.due_on)?;
        let first_day = match policy.parameters.first_day {
            FirstDay::DayAfterDue => due_on.plus(1),
            FirstDay::FirstOfNextMonth => super::month::FeeMonth::of(due_on).plus(1).first_day(),
        };
        let deferred = match item.deferral {
            None => None,
            Some(deferral) => Some((deferral.from, rolled(deferral.repay_by)?)),
        };
        Ok(Terms { due_on, first_day, deferred })
    }
}

/// A deadline, rolled where the place rolls.
///
/// # Errors
/// [`CalendarUnknown`] for a day of a year without a calendar.
pub fn rolled(day: BusinessDay, policy: &FeePolicy, calendar: &Calendar) -> Result<BusinessDay, CalendarUnknown> {
    match policy.parameters.due_roll {
        DueRoll::NextWorkingDay => calendar.roll(day),
        DueRoll::None => Ok(day),
    }
}

/// The last day that bears a fee when the money comes on `on`.
pub fn last_day(on: BusinessDay, policy: &FeePolicy, bankrupt_on: Option<BusinessDay>) -> BusinessDay {
    let last = match policy.parameters.last_day {
        LastDay::Inclusive => on,
        LastDay::DayBefore => on.plus(-1),
    };
    match bankrupt_on.filter(|accepted| *accepted >= policy.bankruptcy.from) {
        Some(accepted) => last.min(accepted.plus(-1)),
        None => last,
    }
}

/// Whether money that comes on `on` finds a deferral broken whose term would then count after all.
pub fn counts_after_all(terms: &Terms, on: BusinessDay, policy: &FeePolicy) -> bool {
    let over = terms.deferred.is_some_and(|(_, until)| on > until);
    over && policy.parameters.deferral_breach == DeferralBreach::Retroactive
}

/// Calls `each` for every span from `from` to `to`, in order; `waive` leaves the days of a deferral out.
pub fn spans(
    item: &Item,
    terms: &Terms,
    policy: &FeePolicy,
    (from, to): (BusinessDay, BusinessDay),
    waive: bool,
    mut each: impl FnMut(Span),
) {
    let rates = policy.rates(item.line);
    let origin = rates.iter().position(|rate| rate.to >= terms.first_day).unwrap_or(0);
    let by_origin = policy.parameters.legacy_mode == LegacyMode::ByOrigin;
    let deferred = terms.deferred.filter(|_| waive);
    let first = if by_origin { origin } else { rates.partition_point(|rate| rate.to < from) };
    for (place, rate) in rates.iter().enumerate().skip(first) {
        let (start, end) = if by_origin { (from, to) } else { (from.max(rate.from), to.min(rate.to)) };
        if start > end {
            break;
        }
        let (per_million, bearing) = bearing(item, rate, policy);
        let span = |from, to, bearing| Span { from, to, per_million, rate: place, bearing };
        match deferred.map(|(first, last)| (first.max(start), last.min(end))).filter(|(first, last)| first <= last) {
            None => each(span(start, end, bearing)),
            Some((first, last)) => {
                if start < first {
                    each(span(start, first.plus(-1), bearing));
                }
                let inside = if bearing == Bearing::Charged { Bearing::Deferred } else { bearing };
                each(span(first, last, inside));
                if last < end {
                    each(span(last.plus(1), end, bearing));
                }
            }
        }
        if by_origin {
            break;
        }
    }
}

fn bearing(item: &Item, rate: &Rate, policy: &FeePolicy) -> (u32, Bearing) {
    match policy.parameters.legacy_mode {
        LegacyMode::None if rate.legacy => (rate.per_million, Bearing::LegacyOff),
        _ if rate.after_order && !item.order_failed => (rate.per_million, Bearing::NotOrdered),
        _ => (rate.per_million, Bearing::Charged),
    }
}

/// Fen × millionths → whole fen, once.
pub fn rounded(product: i128, rounding: FeeRounding) -> Money {
    let fen = match rounding {
        FeeRounding::HalfUp | FeeRounding::PerBill => (product + RATE_PARTS / 2).div_euclid(RATE_PARTS),
        FeeRounding::UpToJiao => {
            let jiao = 10 * RATE_PARTS;
            (product + jiao - 1).div_euclid(jiao) * 10
        }
    };
    Money::from_fen(i64::try_from(fen).unwrap_or(i64::MAX))
}
