//! Working calendar 工作日历: days off and make-up workdays as the State Council announces them.
//!
//! Invariant: a deadline that falls in a year without a table is an error, never a guess; a year
//! before the first table counts weekends only.

use std::collections::BTreeMap;

use chrono::{Datelike, Weekday};

use super::day::BusinessDay;

/// One year's announcement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalendarYear {
    /// 放假.
    pub holidays: Vec<BusinessDay>,
    /// 调休上班.
    pub workdays: Vec<BusinessDay>,
}

/// 工作日历.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i32, CalendarYear>,
}

/// The year has no table yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no working calendar for {year}")]
pub struct CalendarUnknown {
    /// The year asked for.
    pub year: i32,
}

impl Calendar {
    /// From the announced years.
    pub fn new(years: BTreeMap<i32, CalendarYear>) -> Self {
        Calendar { years }
    }

    /// Whether the year of a day has a table; one before the first counts weekends only.
    pub fn has_table(&self, day: BusinessDay) -> bool {
        self.years.contains_key(&day.date().year())
    }

    /// Whether a day is worked.
    ///
    /// # Errors
    /// [`CalendarUnknown`] in a year after the last table.
    pub fn is_working(&self, day: BusinessDay) -> Result<bool, CalendarUnknown> {
        let date = day.date();
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        match self.years.get(&date.year()) {
            Some(year) if year.workdays.contains(&day) => Ok(true),
            Some(year) => Ok(!weekend && !year.holidays.contains(&day)),
            None if self.years.keys().next().is_some_and(|first| date.year() < *first) => Ok(!weekend),
            None => Err(CalendarUnknown { year: date.year() }),
        }
    }

    /// The working day `count` working days after `start` (which is not counted).
    ///
    /// # Errors
    /// [`CalendarUnknown`] when the count runs into a year without a table.
    pub fn after(&self, start: BusinessDay, count: u32) -> Result<BusinessDay, CalendarUnknown> {
        let mut day = start;
        let mut left = count;
        while left > 0 {
            day = day.plus(1);
            if self.is_working(day)? {
                left -= 1;
            }
        }
        Ok(day)
    }

    /// `day` itself when worked, else the next working day.
    ///
    /// # Errors
    /// [`CalendarUnknown`] when the roll runs into a year without a table.
    pub fn roll(&self, day: BusinessDay) -> Result<BusinessDay, CalendarUnknown> {
        if self.is_working(day)? { Ok(day) } else { self.after(day, 1) }
    }
}
