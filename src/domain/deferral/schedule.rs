//! Repayment schedule 补缴安排: which fee months are repaid by which day.
//!
//! Invariant: instalments stand in order, later months later; every month of a term belongs to exactly one.
//! An instalment is whole months, so that no due is split and each says by itself when it was to be paid.

use std::fmt;

use crate::domain::arrears::month::FeeMonth;
use crate::domain::day::BusinessDay;

/// 一期. Months down to and with `through` that no earlier instalment covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instalment {
    /// Last fee month of it.
    pub through: FeeMonth,
    /// 补缴期限, before any roll.
    pub repay_by: BusinessDay,
}

/// 补缴安排.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule(Vec<Instalment>);

impl Schedule {
    /// All months by one day.
    pub fn at_once(through: FeeMonth, repay_by: BusinessDay) -> Schedule {
        Schedule(vec![Instalment { through, repay_by }])
    }

    /// Instalments in order; `None` when months or days go back or stand still.
    pub fn new(instalments: Vec<Instalment>) -> Option<Schedule> {
        let rising = |pair: &[Instalment]| pair[0].through < pair[1].through && pair[0].repay_by < pair[1].repay_by;
        instalments.windows(2).all(rising).then_some(Schedule(instalments))
    }

    /// Reads `2022-09:2023-06-30,2022-12:2023-12-31`; empty text is an empty schedule.
    pub fn parse(text: &str) -> Option<Schedule> {
        let one = |part: &str| {
            let (month, day) = part.trim().split_once(':')?;
            Some(Instalment { through: FeeMonth::parse(month)?, repay_by: BusinessDay::parse(day)? })
        };
        let parts = text.split([',', '，', ';', '；']).filter(|part| !part.trim().is_empty());
        Schedule::new(parts.map(one).collect::<Option<Vec<_>>>()?)
    }

    /// 建议分期: as equal as months allow, each at the end of a month, the last on `repay_by`; the term's
    /// months when more are asked for than it has.
    pub fn suggested(
        first: FeeMonth,
        last: FeeMonth,
        count: u32,
        from: BusinessDay,
        repay_by: BusinessDay,
    ) -> Schedule {
        let months = last.since(first) + 1;
        let count = i32::try_from(count).unwrap_or(i32::MAX).clamp(1, months.max(1));
        let (start, end) = (FeeMonth::of(from), FeeMonth::of(repay_by));
        let room = end.since(start).max(0);
        let instalments = (1..=count).map(|number| Instalment {
            through: first.plus(months * number / count - 1),
            repay_by: match number == count {
                true => repay_by,
                false => start.plus(room * number / count).plus(1).first_day().plus(-1),
            },
        });
        Schedule::new(instalments.collect()).unwrap_or_else(|| Schedule::at_once(last, repay_by))
    }

    /// When a month is to be repaid; `None` behind the last instalment.
    pub fn repay_by(&self, month: FeeMonth) -> Option<BusinessDay> {
        self.0.iter().find(|one| month <= one.through).map(|one| one.repay_by)
    }

    /// The day by which all is repaid.
    pub fn last(&self) -> Option<BusinessDay> {
        self.0.last().map(|one| one.repay_by)
    }

    /// Its instalments.
    pub fn instalments(&self) -> &[Instalment] {
        &self.0
    }

    /// Whether it covers a term down to its last month.
    pub fn covers(&self, last: FeeMonth) -> bool {
        self.0.last().is_some_and(|one| last <= one.through)
    }

    /// The same instalments with the last day moved, and what would stand behind it left out.
    #[must_use]
    pub fn ending(&self, repay_by: BusinessDay) -> Schedule {
        let Some(last) = self.0.last() else { return self.clone() };
        let kept = self.0.iter().take(self.0.len() - 1).filter(|one| one.repay_by < repay_by);
        let end = Instalment { through: last.through, repay_by };
        Schedule(kept.copied().chain([end]).collect())
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, one) in self.0.iter().enumerate() {
            write!(formatter, "{}{}:{}", if place > 0 { "," } else { "" }, one.through, one.repay_by)?;
        }
        Ok(())
    }
}
