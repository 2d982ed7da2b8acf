//! Dates and times 日期时间 as other houses print them → business day and second.
//!
//! Invariant: what passes is a date of the calendar between [`Window::first`] and [`Window::last`];
//! nothing is completed or guessed, and a number that merely looks like a date is not one.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::domain::day::{BusinessDay, TimeOfDay};

/// What is wrong with a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateFault {
    /// Not a date or time of the grammar, or no such day.
    Grammar,
    /// Outside the window.
    Range,
}

/// 日期窗口. First and last day a file may name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub(super) first: BusinessDay,
    pub(super) last: BusinessDay,
}

impl Window {
    /// 1992-01-01 to a year and a day after today.
    pub(super) fn around(today: BusinessDay) -> Window {
        let first = BusinessDay::from_ymd(1992, 1, 1).unwrap_or(today);
        Window { first, last: today.plus(366) }
    }
}

/// Reads dates of one file; remembers the last one, since neighbours mostly share it.
#[derive(Clone, Debug)]
pub(super) struct DateReader {
    window: Window,
    last: [u8; 10],
    day: BusinessDay,
}

impl DateReader {
    pub(super) fn new(window: Window) -> DateReader {
        DateReader { window, last: [0; 10], day: window.first }
    }

    /// Day and time of a cell.
    pub(super) fn read(&mut self, cell: &str) -> Result<(BusinessDay, TimeOfDay), DateFault> {
        let bytes = cell.as_bytes();
        if bytes.len() == 19 && bytes[10] == b' ' && bytes[13] == b':' && bytes[16] == b':' && bytes[..10] == self.last
        {
            let two = |at: usize| two_digits(bytes[at], bytes[at + 1]);
            if let (Some(hour), Some(minute), Some(second)) = (two(11), two(14), two(17)) {
                let time = TimeOfDay::from_hms(hour, minute, second).ok_or(DateFault::Grammar)?;
                return Ok((self.day, time));
            }
        }
        let (day, time) = general(cell).ok_or(DateFault::Grammar)?;
        if day < self.window.first || day > self.window.last {
            return Err(DateFault::Range);
        }
        if let Some(Ok(date)) = bytes.get(..10).map(<[u8; 10]>::try_from)
            && bytes.get(10) == Some(&b' ')
        {
            (self.last, self.day) = (date, day);
        }
        Ok((day, time))
    }
}

fn two_digits(tens: u8, ones: u8) -> Option<u32> {
    (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
}

/// The whole grammar.
fn general(cell: &str) -> Option<(BusinessDay, TimeOfDay)> {
    let text: String = super::ident::bare(cell).chars().map(fold).collect();
    let text = text.as_str();
    let leading = text.bytes().take_while(u8::is_ascii_digit).count();
    let (day, rest) = match leading {
        8 | 14 => (packed_day(&text[..8])?, &text[8..]),
        4 => parted_day(text)?,
        _ => return None,
    };
    let clock = rest.strip_prefix('T').unwrap_or(rest).trim_matches(' ');
    let time = match clock {
        "" if rest.trim_matches(' ').is_empty() => TimeOfDay::UNKNOWN,
        packed if leading == 14 && packed.len() == 6 => {
            clock_time([&packed[..2], &packed[2..4], &packed[4..]].into_iter())?
        }
        _ if leading == 14 || rest.len() == clock.len() => return None,
        parted => clock_time(parted.split(':'))?,
    };
    Some((day, time))
}

/// 序列日期: days since 1899-12-30 and a fraction of the day, as a sheet keeps a date no format was given to.
pub(super) fn serial(cell: &str) -> Option<(BusinessDay, TimeOfDay)> {
    let whole = cell.split('.').next().unwrap_or(cell);
    if whole.len() != 5 || !cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let (days, exact) = (whole.parse::<i32>().ok()?, cell.parse::<Decimal>().ok()?);
    let seconds = (exact.fract() * Decimal::from(86_400)).round_dp(0).to_u32()?.min(86_399);
    let time = if exact.fract().is_zero() { TimeOfDay::UNKNOWN } else { TimeOfDay::from_second(seconds) };
    Some((BusinessDay::from_ymd(1899, 12, 30)?.plus(days), time))
}

/// The date a text begins with, and how many bytes stand behind it.
pub(super) fn leading(text: &str) -> Option<(BusinessDay, usize)> {
    match text.bytes().take_while(u8::is_ascii_digit).count() {
        8 | 14 => Some((packed_day(&text[..8])?, text.len() - 8)),
        4 => parted_day(text).map(|(day, rest)| (day, rest.len())),
        _ => None,
    }
}

/// Full-width digits, colon, dash and slash as ASCII.
fn fold(character: char) -> char {
    match character {
        '０'..='９' | '：' | '－' | '／' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
        _ if super::ident::is_space(character) => ' ',
        _ => character,
    }
}

/// `20260304`.
fn packed_day(text: &str) -> Option<BusinessDay> {
    BusinessDay::from_ymd(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?)
}

/// `2026-03-04`, `2026/3/4`, `2026年3月4日`, and what stands behind.
fn parted_day(text: &str) -> Option<(BusinessDay, &str)> {
    let separator = text[4..].chars().next()?;
    let (second, closing) = match separator {
        '-' | '/' => (separator, None),
        '年' => ('月', Some('日')),
        _ => return None,
    };
    let (month, rest) = text[4 + separator.len_utf8()..].split_once(second)?;
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (day, mut rest) = rest.split_at(length);
    if let Some(closing) = closing {
        rest = rest.strip_prefix(closing)?;
    }
    Some((BusinessDay::from_ymd(text[..4].parse().ok()?, short(month)?, short(day)?)?, rest))
}

/// `07:07:43`, `7:07`; fractions of a second are cut.
fn clock_time<'a>(mut parts: impl Iterator<Item = &'a str>) -> Option<TimeOfDay> {
    let (hour, minute) = (short(parts.next()?)?, short(parts.next()?)?);
    let second = match parts.next() {
        None => 0,
        Some(text) => {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
            if fraction.is_empty() || fraction.len() > 9 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            short(whole)?
        }
    };
    if parts.next().is_some() { None } else { TimeOfDay::from_hms(hour, minute, second) }
}

/// One or two digits.
fn short(text: &str) -> Option<u32> {
    let digits = matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader() -> DateReader {
        let today = BusinessDay::from_ymd(2026, 3, 5).unwrap_or_else(|| unreachable!());
        DateReader::new(Window::around(today))
    }

    #[test]
    fn every_way_of_printing_a_date_is_read() {
        for (cell, printed) in [
            ("2026-03-02 07:07:43", "2026-03-02 07:07:43"),
            ("2026-03-02 7:07", "2026-03-02 07:07:00"),
            ("2026-03-02T07:07:43", "2026-03-02 07:07:43"),
            ("2026-03-02 07:07:43.120", "2026-03-02 07:07:43"),
            ("2026-03-02", "2026-03-02 --:--:--"),
            ("2026/03/02  07:07:43", "2026-03-02 07:07:43"),
            ("2026/3/2 7:07:43", "2026-03-02 07:07:43"),
            ("20260302", "2026-03-02 --:--:--"),
            ("20260302070743", "2026-03-02 07:07:43"),
            ("20260302 07:07", "2026-03-02 07:07:00"),
            ("2026年03月02日", "2026-03-02 --:--:--"),
            ("2026年3月2日 16：33：45", "2026-03-02 16:33:45"),
            ("２０２６－０３－０２", "2026-03-02 --:--:--"),
            ("`2026-03-02 00:00:00", "2026-03-02 00:00:00"),
            ("\t2026-03-02 23:59:59 ", "2026-03-02 23:59:59"),
            ("1992-01-01", "1992-01-01 --:--:--"),
            ("2027-03-06", "2027-03-06 --:--:--"),
        ] {
            let read = reader().read(cell).map(|(day, time)| format!("{day} {time}"));
            assert_eq!(read.as_deref(), Ok(printed), "{cell:?}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for cell in [
            "",
            "-",
            "14928.64",
            "46084",
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-03-02 24:00:00",
            "2026-03-02 07:60:00",
            "2026-03-02 07:07:43 x",
            "2026-03-0207:07:43",
            "2026-3/2",
            "26-03-02",
            "202603",
            "20260302070",
            "2026030207074",
            "三月二日",
            "2026-03-02 07",
            "2026-03-02T",
        ] {
            assert_eq!(reader().read(cell).err(), Some(DateFault::Grammar), "{cell:?}");
        }
        for cell in ["1900-01-01", "1991-12-31", "2027-03-07", "9999-12-31 00:00:00", "14920864"] {
            assert!(reader().read(cell).is_err(), "{cell:?}");
        }
        assert_eq!(reader().read("1900-01-01 00:00:00"), Err(DateFault::Range));
    }

    #[test]
    fn the_remembered_date_never_lends_itself_to_another() {
        let mut reader = reader();
        for (cell, printed) in [
            ("2026-03-02 07:07:43", Ok("2026-03-02 07:07:43")),
            ("2026-03-02 07:07:99", Err(DateFault::Grammar)),
            ("2026-03-03 07:07:43", Ok("2026-03-03 07:07:43")),
            ("1900-01-01 07:07:43", Err(DateFault::Range)),
            ("1900-01-01 07:07:43", Err(DateFault::Range)),
            ("2026-03-03 08:00:00", Ok("2026-03-03 08:00:00")),
        ] {
            let read = reader.read(cell).map(|(day, time)| format!("{day} {time}"));
            assert_eq!(read.as_deref().map_err(|fault| *fault), printed, "{cell:?}");
        }
    }
}
