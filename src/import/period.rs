//! 报表期间: the days a sheet says it speaks of, in a line above its headings.
//!
//! Invariant: a line is a period only when it holds two dates, in order and at most [`DAYS_MAX`] apart; a
//! date of printing stands alone and is none.

use super::date;
use crate::domain::day::BusinessDay;

/// Most days a sheet may speak of.
const DAYS_MAX: i32 = 366;
/// Most lines above the headings that are looked at.
const LINES_MAX: usize = 60;

/// The period of the first line that says one.
pub(super) fn period(above: &str) -> Option<(BusinessDay, BusinessDay)> {
    above.lines().take(LINES_MAX).find_map(|line| {
        let [from, to] = <[BusinessDay; 2]>::try_from(dates(line)).ok()?;
        (0..=DAYS_MAX).contains(&to.since(from)).then_some((from, to))
    })
}

/// Every date in a line, as they stand.
fn dates(line: &str) -> Vec<BusinessDay> {
    let is_digit = |place: usize| line.as_bytes().get(place).is_some_and(u8::is_ascii_digit);
    let begins = |place: &usize| is_digit(*place) && (*place == 0 || !is_digit(place - 1));
    let mut found = Vec::new();
    let mut from = 0;
    for place in (0..line.len()).filter(begins) {
        if place >= from
            && let Some((day, rest)) = line.get(place..).and_then(date::leading)
        {
            found.push(day);
            from = line.len() - rest;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_dates_on_a_line_are_a_period_and_nothing_else_is() {
        let cases = [
            ("门诊结算明细\n结算日期：2026-04-01 至 2026-04-30,,,\n", Some(("2026-04-01", "2026-04-30"))),
            ("统计期间 20260401-20260401", Some(("2026-04-01", "2026-04-01"))),
            ("日期:2026年4月1日—2026年4月2日", Some(("2026-04-01", "2026-04-02"))),
            ("2026-04-01 00:00:00 至 2026-04-01 23:59:59", Some(("2026-04-01", "2026-04-01"))),
            ("打印时间：2026-04-02 08:00:00\n", None),
            ("2026-04-30 至 2026-04-01", None),
            ("2024-04-01 至 2026-04-01", None),
            ("2026-13-01 至 2026-14-01", None),
            ("账号 6222020000000000001 至 20260401", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let found = period(text).map(|(from, to)| (from.to_string(), to.to_string()));
            let found = found.as_ref().map(|(from, to)| (from.as_str(), to.as_str()));
            assert_eq!(found, expected, "{text}");
        }
    }
}
