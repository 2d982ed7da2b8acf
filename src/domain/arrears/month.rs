//! Fee month 费款所属期: the month a contribution is for. Any month of any year.

use std::fmt;

use chrono::Datelike;

use crate::domain::day::BusinessDay;

/// 费款所属期.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FeeMonth(i32);

impl FeeMonth {
    /// The month of a year; `None` where there is none such between the years 1 and 9999.
    pub fn new(year: u32, month: u32) -> Option<FeeMonth> {
        let year = i32::try_from(year).ok().filter(|year| (1..=9999).contains(year))?;
        let month = i32::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
        Some(FeeMonth(year * 12 + month - 1))
    }

    /// The month a day lies in.
    pub fn of(day: BusinessDay) -> FeeMonth {
        let date = day.date();
        FeeMonth(date.year() * 12 + date.month0() as i32)
    }

    /// Reads `2026-03` and `202603`.
    pub fn parse(text: &str) -> Option<FeeMonth> {
        let bytes = text.as_bytes();
        let (year, month) = match bytes.len() {
            7 if bytes[4] == b'-' => (text.get(..4)?, text.get(5..)?),
            6 => (text.get(..4)?, text.get(4..)?),
            _ => return None,
        };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year) || !digits(month) {
            return None;
        }
        FeeMonth::new(year.parse().ok()?, month.parse().ok()?)
    }

    /// The month of a number [`FeeMonth::number`] gave.
    pub fn from_number(number: i32) -> Option<FeeMonth> {
        FeeMonth::new(u32::try_from(number / 100).ok()?, u32::try_from(number % 100).ok()?)
    }

    /// `202603`.
    pub const fn number(self) -> i32 {
        self.0 / 12 * 100 + self.0 % 12 + 1
    }

    /// The month `count` later (earlier when negative).
    #[must_use]
    pub const fn plus(self, count: i32) -> FeeMonth {
        FeeMonth(self.0 + count)
    }

    /// Months from `other` to this one.
    pub const fn since(self, other: FeeMonth) -> i32 {
        self.0 - other.0
    }

    /// Its first day.
    pub fn first_day(self) -> BusinessDay {
        let (year, month) = (self.0 / 12, self.0 % 12 + 1);
        BusinessDay::from_ymd(year.unsigned_abs(), month.unsigned_abs(), 1).unwrap_or(BusinessDay::MIN)
    }
}

impl fmt::Display for FeeMonth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.0 / 12, self.0 % 12 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_read_and_print_the_same() {
        for (text, shown, number) in [("2026-03", "2026-03", 202_603), ("199612", "1996-12", 199_612)] {
            let month = FeeMonth::parse(text);
            assert_eq!(month.map(|month| month.to_string()).as_deref(), Some(shown));
            assert_eq!(month.map(FeeMonth::number), Some(number));
            assert_eq!(FeeMonth::from_number(number), month);
        }
        for wrong in ["2026-13", "2026-00", "2026/03", "26-03", "2026-3", "0000-01", "２０２６03", ""] {
            assert_eq!(FeeMonth::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn months_are_counted_over_years() {
        let december = FeeMonth::parse("2025-12");
        assert_eq!(december.map(|month| month.plus(1).to_string()).as_deref(), Some("2026-01"));
        assert_eq!(december.map(|month| month.plus(-12).first_day().to_string()).as_deref(), Some("2024-12-01"));
    }
}
