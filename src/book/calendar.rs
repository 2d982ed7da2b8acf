//! Reads the working calendars 工作日历 from `calendar/*.toml`, one file a year.
//!
//! Invariant: every day lies in its file's year, a make-up workday is a Saturday or Sunday and no day
//! off, and every year names the notice it comes from.

use std::collections::BTreeMap;

use chrono::{Datelike, Weekday};
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::files::{RuleFile, RuleFiles, parse_toml};
use crate::domain::calendar::{Calendar, CalendarYear};
use crate::domain::day::BusinessDay;
use crate::domain::rejection::Rejection;

/// Longest run of days off one line may give.
const HOLIDAY_DAYS_MAX: i32 = 31;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawYear {
    year: Spanned<u32>,
    source: Spanned<String>,
    holidays: Vec<RawHoliday>,
    workdays: Vec<Spanned<Datetime>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHoliday {
    name: Spanned<String>,
    from: Spanned<Datetime>,
    to: Spanned<Datetime>,
}

/// Every year of the rule book.
///
/// # Errors
/// [`Rejection::RuleBook`] with file and line; also for a year given twice.
pub fn load(files: &RuleFiles) -> Result<Calendar, Rejection> {
    let mut years = BTreeMap::new();
    for file in files.folder("calendar")? {
        let (year, days) = parse(&file)?;
        if years.insert(year, days).is_some() {
            let what = format!("the year {year} stands in another file already");
            return Err(Rejection::RuleBook { file: file.shown, line: 1, what });
        }
    }
    Ok(Calendar::new(years))
}

/// The year of one file.
///
/// # Errors
/// [`Rejection::RuleBook`] with file and line.
pub fn parse(file: &RuleFile) -> Result<(i32, CalendarYear), Rejection> {
    let raw: RawYear = parse_toml(file)?;
    let year = i32::try_from(*raw.year.get_ref()).unwrap_or(i32::MAX);
    if raw.source.get_ref().trim().is_empty() {
        return Err(file.wrong_at(&raw.source, "source names the notice the days come from"));
    }
    let mut days = CalendarYear::default();
    for holiday in &raw.holidays {
        if holiday.name.get_ref().trim().is_empty() {
            return Err(file.wrong_at(&holiday.name, "name is the holiday's name"));
        }
        let (from, to) = (day(file, &holiday.from, year)?, day(file, &holiday.to, year)?);
        if !(0..HOLIDAY_DAYS_MAX).contains(&to.since(from)) {
            return Err(file.wrong_at(&holiday.to, "a holiday ends on or after its first day, within a month"));
        }
        days.holidays.extend(from.through(to));
    }
    for workday in &raw.workdays {
        let on = day(file, workday, year)?;
        let weekend = matches!(on.date().weekday(), Weekday::Sat | Weekday::Sun);
        if !weekend || days.holidays.contains(&on) || days.workdays.contains(&on) {
            return Err(file.wrong_at(workday, "a make-up workday is a Saturday or Sunday outside the holidays, once"));
        }
        days.workdays.push(on);
    }
    Ok((year, days))
}

fn day(file: &RuleFile, at: &Spanned<Datetime>, year: i32) -> Result<BusinessDay, Rejection> {
    let date = match at.get_ref() {
        Datetime { date: Some(date), time: None, offset: None } => {
            BusinessDay::from_ymd(date.year.into(), date.month.into(), date.day.into())
        }
        _ => None,
    };
    let date = date.filter(|day| day.date().year() == year);
    date.ok_or_else(|| file.wrong_at(at, "a date of the file's year, e.g. 2026-01-04"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    fn day(text: &str) -> BusinessDay {
        BusinessDay::parse(text).unwrap()
    }

    fn calendar() -> Calendar {
        load(&RuleFiles::default()).unwrap()
    }

    #[test]
    fn working_days_after_a_start_that_does_not_count() {
        let cases = [
            ("2024-02-01", 5, "2024-02-07"),
            ("2025-01-24", 5, "2025-02-07"),
            ("2025-09-26", 10, "2025-10-16"),
            ("2025-12-31", 5, "2026-01-08"),
            ("2026-02-12", 5, "2026-02-26"),
            ("2026-04-30", 5, "2026-05-11"),
            ("2026-09-24", 5, "2026-10-09"),
        ];
        for (start, count, end) in cases {
            assert_eq!(calendar().after(day(start), count), Ok(day(end)), "{start} + {count}");
        }
    }

    #[test]
    fn natural_days_with_the_last_day_rolled() {
        for (start, days, end) in
            [("2025-01-14", 15, "2025-02-05"), ("2026-02-02", 15, "2026-02-24"), ("2024-09-30", 7, "2024-10-08")]
        {
            assert_eq!(calendar().roll(day(start).plus(days)), Ok(day(end)), "{start} + {days}");
        }
    }

    #[test]
    fn the_fifteenth_of_2026_rolled() {
        let rolled = [
            "01-15", "02-24", "03-16", "04-15", "05-15", "06-15", "07-15", "08-17", "09-15", "10-15", "11-16", "12-15",
        ];
        for (month, expected) in (1..).zip(rolled) {
            let fifteenth = BusinessDay::from_ymd(2026, month, 15).unwrap();
            assert_eq!(calendar().roll(fifteenth).unwrap().to_string(), format!("2026-{expected}"));
        }
    }

    #[test]
    fn working_days_of_a_year() {
        for (year, expected) in [(2024, 251), (2025, 248), (2026, 248)] {
            let (first, last) = (day(&format!("{year}-01-01")), day(&format!("{year}-12-31")));
            let worked = first.through(last).filter(|day| calendar().is_working(*day).unwrap()).count();
            assert_eq!(worked, expected, "{year}");
        }
    }

    #[test]
    fn a_year_after_the_last_table_is_an_error_and_one_before_the_first_counts_weekends() {
        assert!(calendar().is_working(day("2027-01-04")).is_err());
        assert!(calendar().after(day("2026-12-30"), 5).is_err());
        assert_eq!(calendar().is_working(day("2023-10-02")), Ok(true));
        assert_eq!(calendar().is_working(day("2023-10-01")), Ok(false));
    }

    #[test]
    fn errors_name_their_line() {
        let good = "year = 2026\nsource = \"通知\"\nholidays = [\n  { name = \"元旦\", from = 2026-01-01, to = 2026-01-03 },\n]\nworkdays = [2026-01-04]\n";
        let read = |text: String| parse(&RuleFile { name: "x".into(), shown: "x".into(), text: text.into() });
        assert!(read(good.into()).is_ok());
        for (from, to, at) in [
            ("\"通知\"", "\"\"", 2),
            ("2026-01-03", "2025-01-03", 4),
            ("to = 2026-01-03", "to = 2025-12-31", 4),
            ("from = 2026-01-01", "from = 2026-01-01T00:00:00", 4),
            ("[2026-01-04]", "[2026-01-05]", 6),
            ("[2026-01-04]", "[2026-01-03]", 6),
            ("workdays", "makeup", 6),
        ] {
            match read(good.replace(from, to)) {
                Err(Rejection::RuleBook { line, .. }) => assert_eq!(line, at, "{to}"),
                other => panic!("{to}: {other:?}"),
            }
        }
    }
}
