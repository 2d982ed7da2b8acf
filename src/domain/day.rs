//! Business day 营业日 and time of day.
//!
//! Invariant: a [`BusinessDay`] is any civil date receipts may fall on; deadlines in working days
//! come only from [`super::calendar::Calendar`]. Days are kept as a day number so that entries stay small.

use std::fmt;

use chrono::{Datelike, NaiveDate};

/// 营业日. A civil date, as the number of days since 0001-01-01 (which is day 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BusinessDay(i32);

impl BusinessDay {
    /// 0001-01-01: before every book.
    pub const MIN: BusinessDay = BusinessDay(1);
    /// 9999-12-31: after every book.
    pub const MAX: BusinessDay = BusinessDay(3_652_059);

    /// The day of a calendar date.
    pub fn from_date(date: NaiveDate) -> Self {
        BusinessDay(date.num_days_from_ce())
    }

    /// The day with this number; `None` outside the calendar.
    pub fn from_number(number: i32) -> Option<Self> {
        NaiveDate::from_num_days_from_ce_opt(number).map(|_| BusinessDay(number))
    }

    /// Reads `2026-03-04`.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
        Self::from_ymd(number(0, 4)?, number(5, 7)?, number(8, 10)?)
    }

    /// The day of year, month and day of month; `None` if there is no such date.
    pub fn from_ymd(year: u32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).map(Self::from_date)
    }

    /// The day of a number known to be one: what [`BusinessDay::number`] gave before.
    pub(crate) const fn of_number(number: i32) -> Self {
        BusinessDay(number)
    }

    /// The calendar date.
    pub fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0).unwrap_or(NaiveDate::MIN)
    }

    /// The day's number, the form kept in entries.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The day `days` later (earlier when negative).
    pub const fn plus(self, days: i32) -> Self {
        BusinessDay(self.0 + days)
    }

    /// The year it lies in.
    pub fn year(self) -> i32 {
        self.date().year()
    }

    /// Days from `other` to this one.
    pub const fn since(self, other: BusinessDay) -> i32 {
        self.0 - other.0
    }

    /// Every day from this one to `last`, both included.
    pub fn through(self, last: BusinessDay) -> impl DoubleEndedIterator<Item = BusinessDay> {
        (self.0..=last.0).map(BusinessDay)
    }

    /// `20260304`, as slip numbers write it.
    pub fn compact(self) -> String {
        self.date().format("%Y%m%d").to_string()
    }
}

impl fmt::Display for BusinessDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date();
        write!(formatter, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

/// 时刻. Second of the day, or unknown where a file gives only a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u32);

impl TimeOfDay {
    /// Only the date is known.
    pub const UNKNOWN: TimeOfDay = TimeOfDay(86_400);

    /// From hour, minute, second; `None` out of range.
    pub const fn from_hms(hour: u32, minute: u32, second: u32) -> Option<Self> {
        if hour < 24 && minute < 60 && second < 60 { Some(TimeOfDay(hour * 3600 + minute * 60 + second)) } else { None }
    }

    /// From the stored second; anything past the day is [`TimeOfDay::UNKNOWN`].
    pub const fn from_second(second: u32) -> Self {
        if second < 86_400 { TimeOfDay(second) } else { TimeOfDay::UNKNOWN }
    }

    /// Second of the day; 86,400 when unknown.
    pub const fn second(self) -> u32 {
        self.0
    }

    /// Whether the file gave a time at all.
    pub const fn is_known(self) -> bool {
        self.0 < 86_400
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_known() {
            return formatter.write_str("--:--:--");
        }
        write!(formatter, "{:02}:{:02}:{:02}", self.0 / 3600, self.0 / 60 % 60, self.0 % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_and_print_the_same() {
        for text in ["2026-03-04", "1992-01-01", "2024-02-29"] {
            assert_eq!(BusinessDay::parse(text).map(|day| day.to_string()).as_deref(), Some(text));
        }
        for wrong in ["2026-02-29", "2026-3-4", "20260304", "2026/03/04", ""] {
            assert_eq!(BusinessDay::parse(wrong), None, "{wrong}");
        }
    }
}
