//! Ageing 账龄: how many working days a difference has been open, and which reminder that calls for.
//!
//! Invariant: days are counted on the working calendar; where it has no table for a year nothing is guessed.

use super::calendar::Calendar;
use super::day::BusinessDay;
use super::exception::State;
use super::recon::ExceptionCase;

/// 催办: working days after which somebody is reminded, mildest first (design: issue 4, part 5).
pub const REMIND_AFTER_WORKING_DAYS: [u32; 3] = [1, 3, 7];

/// 账龄.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age {
    /// Working days since its day, that day not counted.
    pub working_days: u32,
    /// Days of the last reminder reached; `None` before the first.
    pub reminder: Option<u32>,
    /// Whether the day it was carried to has come.
    pub is_due: bool,
}

/// The age of a case that still asks for someone or was carried; `None` for every other, and where
/// the calendar does not reach.
pub fn age(case: &ExceptionCase, calendar: &Calendar, today: BusinessDay) -> Option<Age> {
    if !matches!(case.state, State::Open | State::Proposed | State::Carried) {
        return None;
    }
    let worked: Result<Vec<bool>, _> = case.day.plus(1).through(today).map(|day| calendar.is_working(day)).collect();
    let working_days = worked.ok()?.into_iter().filter(|worked| *worked).count() as u32;
    let reached = REMIND_AFTER_WORKING_DAYS.into_iter().rfind(|after| working_days >= *after);
    let carried_to = case.work.decided.as_ref().filter(|_| case.state == State::Carried).and_then(|one| one.to);
    Some(Age { working_days, reminder: reached, is_due: carried_to.is_some_and(|to| to <= today) })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::calendar::CalendarYear;
    use crate::domain::decision::{CaseWork, Decided, Verb};
    use crate::domain::entry::Method;
    use crate::domain::exception::Class;
    use crate::domain::money::Money;

    fn day(text: &str) -> BusinessDay {
        BusinessDay::parse(text).unwrap_or(BusinessDay::MIN)
    }

    fn case(on: &str, state: State, to: Option<&str>) -> ExceptionCase {
        let carried = |to: &str| Decided {
            seq: 1,
            verb: Verb::Carry,
            actor: String::new(),
            on: day(on),
            reason: String::new(),
            to: Some(day(to)),
        };
        ExceptionCase {
            id: 0,
            key: String::new(),
            class: Class::BankOnly,
            state,
            day: day(on),
            method: Method::Wechat,
            cashier: String::new(),
            his_no: String::new(),
            order_no: String::new(),
            slip_no: String::new(),
            legs: Vec::new(),
            difference: Money::ZERO,
            rule: String::new(),
            notes: Vec::new(),
            proposals: Vec::new(),
            work: CaseWork { decided: to.map(carried), ..CaseWork::default() },
        }
    }

    #[test]
    fn only_working_days_age_a_case() {
        // 2026-10-01 is a Thursday; the holiday runs to the seventh, the tenth (Saturday) is worked.
        let holidays = day("2026-10-01").through(day("2026-10-07")).collect();
        let year = CalendarYear { holidays, workdays: vec![day("2026-10-10")] };
        let calendar = Calendar::new(BTreeMap::from([(2026, year)]));
        for (on, today, working_days, reminder) in [
            ("2026-09-30", "2026-09-30", 0, None),
            ("2026-09-30", "2026-10-07", 0, None),
            ("2026-09-30", "2026-10-08", 1, Some(1)),
            ("2026-09-30", "2026-10-10", 3, Some(3)),
            ("2026-09-30", "2026-10-16", 8, Some(7)),
        ] {
            let found = age(&case(on, State::Open, None), &calendar, day(today));
            assert_eq!(found, Some(Age { working_days, reminder, is_due: false }), "{on} {today}");
        }
        assert_eq!(age(&case("2026-09-30", State::Resolved, None), &calendar, day("2026-10-16")), None);
        assert_eq!(age(&case("2026-12-30", State::Open, None), &calendar, day("2027-01-04")), None);
        let due = |today: &str| {
            age(&case("2026-09-29", State::Carried, Some("2026-09-30")), &calendar, day(today)).map(|age| age.is_due)
        };
        assert_eq!((due("2026-09-29"), due("2026-09-30")), (Some(false), Some(true)));
    }
}
