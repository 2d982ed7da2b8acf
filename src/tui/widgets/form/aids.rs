//! What people type for amounts, days and numbers → what is meant 录入助手. Pure: today is an argument.
//!
//! Invariant: an amount goes through the one grammar of [`crate::domain::amount`]; what is understood is
//! written back in full, so that nobody has to trust a short form.

use chrono::{Datelike, Months, NaiveDate};

use crate::domain::amount::{AmountFault, amount as printed, parts};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;

/// 1 万 = 10,000 yuan; a hundred-thousandth of a yuan times this is a tenth of a fen.
const FEN_PER_WAN_PART: i64 = 10;
/// Ways to write 万, the longer first.
const WAN: [&str; 4] = ["万元", "万", "w", "W"];
/// First day a form takes, as imports do.
const FIRST_YEAR: u32 = 1992;
/// How far after today a form's day may lie.
const DAYS_AHEAD: i32 = 366;

/// What is wrong with a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayFault {
    /// No day of any form known.
    Grammar,
    /// Before 1992 or more than a year ahead.
    Range,
}

/// One character as an ASCII keyboard would have sent it: full-width digits and letters, Chinese punctuation.
pub fn narrow_char(one: char) -> char {
    match one {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(one) - 0xFEE0).unwrap_or(one),
        '\u{3000}' => ' ',
        '。' => '.',
        '、' => ',',
        '￥' => '¥',
        '—' | '–' | '−' => '-',
        '【' => '[',
        '】' => ']',
        _ => one,
    }
}

/// A text with every character narrowed and no blanks round it.
pub fn narrow(text: &str) -> String {
    let narrowed: String = text.chars().map(narrow_char).collect();
    narrowed.trim().to_owned()
}

/// An amount as typed: any printed form, or ten thousands as `12.5w`; `None` where nothing is typed.
///
/// # Errors
/// What is wrong with it.
pub fn amount(text: &str) -> Result<Option<Money>, AmountFault> {
    let text = narrow(text);
    let Some(wan) = WAN.iter().find_map(|suffix| text.strip_suffix(suffix)) else { return printed(&text, 2) };
    let Some(value) = parts(wan)? else { return Err(AmountFault::Grammar) };
    let fen = value.checked_mul(FEN_PER_WAN_PART).filter(|fen| fen.abs() <= Money::LIMIT_FEN);
    fen.map(|fen| Some(Money::from_fen(fen))).ok_or(AmountFault::Range)
}

/// The text of an amount with its sign turned; what cannot be read yet only gets or loses its `-`.
pub fn flipped(text: &str) -> String {
    match amount(text) {
        Ok(Some(money)) => (-money).grouped(),
        Ok(None) => "-".to_owned(),
        Err(_) => {
            let narrow = narrow(text);
            narrow.strip_prefix('-').map_or_else(|| format!("-{narrow}"), str::to_owned)
        }
    }
}

/// A day as typed; `None` where nothing is typed.
///
/// `+7` `-1` count from today; `今天` `昨天` `月初` `月末` `上月初` `上月末` and weekdays (the last such day) are
/// words; `5` is a day of this month; `0305` and `3-5` are of this year, but for
/// those half a year ahead or eleven months back.
///
/// # Errors
/// What is wrong with it.
pub fn day(text: &str, today: BusinessDay) -> Result<Option<BusinessDay>, DayFault> {
    let text = narrow(text).to_lowercase();
    if text.is_empty() {
        return Ok(None);
    }
    let found = offset(&text, today).or_else(|| word(&text, today)).or_else(|| date(&text, today));
    let found = found.ok_or(DayFault::Grammar)?;
    let first = BusinessDay::from_ymd(FIRST_YEAR, 1, 1).unwrap_or(today);
    let within = found >= first && found <= today.plus(DAYS_AHEAD);
    if within { Ok(Some(found)) } else { Err(DayFault::Range) }
}

fn offset(text: &str, today: BusinessDay) -> Option<BusinessDay> {
    let digits = text.strip_prefix(['+', '-'])?;
    let days: i32 = (digits.len() <= 4 && all_digits(digits)).then(|| digits.parse().ok())??;
    Some(today.plus(if text.starts_with('-') { -days } else { days }))
}

/// Words for days, with the month or day they stand for.
fn word(text: &str, today: BusinessDay) -> Option<BusinessDay> {
    let first = today.date().with_day(1)?;
    let month_end = |first: NaiveDate| first.checked_add_months(Months::new(1))?.pred_opt();
    let before = || first.checked_sub_months(Months::new(1));
    match text {
        "今天" | "今日" | "today" => Some(today),
        "昨天" | "昨日" | "yesterday" => Some(today.plus(-1)),
        "前天" => Some(today.plus(-2)),
        "明天" | "明日" | "tomorrow" => Some(today.plus(1)),
        "月初" | "本月初" | "som" => Some(BusinessDay::from_date(first)),
        "月末" | "月底" | "本月末" | "eom" => month_end(first).map(BusinessDay::from_date),
        "上月初" => before().map(BusinessDay::from_date),
        "上月末" | "上月底" => first.pred_opt().map(BusinessDay::from_date),
        _ => weekday(text, today),
    }
}

/// The last such weekday, today included.
fn weekday(text: &str, today: BusinessDay) -> Option<BusinessDay> {
    const ZH: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
    const EN: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let han = ["星期", "礼拜", "周"].iter().find_map(|prefix| text.strip_prefix(prefix));
    let wanted = match han {
        Some("天") => 6,
        Some(number) => ZH.iter().position(|known| *known == number)?,
        None => EN.iter().position(|known| *known == text)?,
    };
    let now = today.date().weekday().num_days_from_monday();
    let back = (7 + i32::try_from(now).ok()? - i32::try_from(wanted).ok()?) % 7;
    Some(today.plus(-back))
}

fn date(text: &str, today: BusinessDay) -> Option<BusinessDay> {
    let year = u32::try_from(today.date().year()).ok()?;
    if all_digits(text) {
        let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
        return match text.len() {
            1 | 2 => BusinessDay::from_ymd(year, today.date().month(), number(0, text.len())?),
            4 => nearest(number(0, 2)?, number(2, 4)?, today),
            8 => BusinessDay::from_ymd(number(0, 4)?, number(4, 6)?, number(6, 8)?),
            _ => None,
        };
    }
    let plain = text.trim_end_matches(['日', '号']).replace(['年', '月', '/', '.'], "-");
    let pieces: Vec<&str> = plain.split('-').collect();
    if !pieces.iter().all(|piece| all_digits(piece) && piece.len() <= 4) {
        return None;
    }
    let numbers: Vec<u32> = pieces.iter().filter_map(|piece| piece.parse().ok()).collect();
    match numbers.as_slice() {
        [day] => BusinessDay::from_ymd(year, today.date().month(), *day),
        [month, day] => nearest(*month, *day, today),
        [year, month, day] if pieces[0].len() == 4 => BusinessDay::from_ymd(*year, *month, *day),
        _ => None,
    }
}

/// A month and day of this year; of last year when that lies more than half a year ahead, of next year when
/// it lies eleven months back.
fn nearest(month: u32, day: u32, today: BusinessDay) -> Option<BusinessDay> {
    const AHEAD: i32 = 183;
    const BACK: i32 = -330;
    let year = u32::try_from(today.date().year()).ok()?;
    let found = BusinessDay::from_ymd(year, month, day)?;
    match found.since(today) {
        ahead if ahead > AHEAD => BusinessDay::from_ymd(year - 1, month, day),
        back if back < BACK => BusinessDay::from_ymd(year + 1, month, day),
        _ => Some(found),
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (typed, meant) in [
            ("1022.81", "1,022.81"),
            ("1,022.81", "1,022.81"),
            ("１２．５", "12.50"),
            ("１２。５", "12.50"),
            ("1，022.81", "1,022.81"),
            ("￥28.16", "28.16"),
            ("（158.12）", "-158.12"),
            ("12.5w", "125,000.00"),
            ("12.5W", "125,000.00"),
            ("１２．５万", "125,000.00"),
            ("12.5万元", "125,000.00"),
            ("-3w", "-30,000.00"),
            ("0.00001万", "0.10"),
            ("1.23456万", "12,345.60"),
            ("28元", "28.00"),
        ] {
            let read = amount(typed).map(|money| money.map(Money::grouped));
            assert_eq!(read, Ok(Some(meant.to_owned())), "{typed}");
        }
        assert_eq!(amount("　"), Ok(None));
        for (typed, fault) in [
            ("12.345", AmountFault::Decimals),
            ("1e5", AmountFault::Grammar),
            ("万", AmountFault::Grammar),
            ("12万5", AmountFault::Grammar),
            ("1,22.81", AmountFault::Grammar),
            ("99999999w", AmountFault::Range),
            ("99999999999", AmountFault::Range),
        ] {
            assert_eq!(amount(typed), Err(fault), "{typed}");
        }
    }

    #[test]
    fn a_sign_turns_and_turns_back() {
        for (typed, turned) in [
            ("12.5", "-12.50"),
            ("-12.50", "12.50"),
            ("12.5w", "-125,000.00"),
            ("", "-"),
            ("-", "-"),
            ("12.", "-12."),
            ("-12.", "12."),
        ] {
            assert_eq!(flipped(typed), turned, "{typed}");
        }
    }

    #[test]
    fn days_are_read_as_people_type_them() {
        let today = BusinessDay::from_ymd(2026, 3, 5).unwrap_or(BusinessDay::MIN); // a Thursday
        for (typed, meant) in [
            ("今天", "2026-03-05"),
            ("昨天", "2026-03-04"),
            ("前天", "2026-03-03"),
            ("明天", "2026-03-06"),
            ("Today", "2026-03-05"),
            ("+7", "2026-03-12"),
            ("-1", "2026-03-04"),
            ("＋７", "2026-03-12"),
            ("—1", "2026-03-04"),
            ("月初", "2026-03-01"),
            ("月末", "2026-03-31"),
            ("eom", "2026-03-31"),
            ("上月初", "2026-02-01"),
            ("上月末", "2026-02-28"),
            ("周四", "2026-03-05"),
            ("周三", "2026-03-04"),
            ("星期五", "2026-02-27"),
            ("礼拜天", "2026-03-01"),
            ("周日", "2026-03-01"),
            ("mon", "2026-03-02"),
            ("5", "2026-03-05"),
            ("31日", "2026-03-31"),
            ("0305", "2026-03-05"),
            ("1231", "2025-12-31"),
            ("0901", "2026-09-01"),
            ("3-5", "2026-03-05"),
            ("3/5", "2026-03-05"),
            ("３．５", "2026-03-05"),
            ("3月5日", "2026-03-05"),
            ("3月5号", "2026-03-05"),
            ("20260305", "2026-03-05"),
            ("2026-3-5", "2026-03-05"),
            ("2026年3月5日", "2026-03-05"),
            ("２０２６０３０５", "2026-03-05"),
        ] {
            let read = day(typed, today).map(|day| day.map(|day| day.to_string()));
            assert_eq!(read, Ok(Some(meant.to_owned())), "{typed}");
        }
        assert_eq!(day("  ", today), Ok(None));
        for typed in ["13-45", "0230", "周八", "26-3-5", "3-5-6-7", "abc", "1.5w", "+", "32", "202603"] {
            assert_eq!(day(typed, today), Err(DayFault::Grammar), "{typed}");
        }
        for typed in ["1991-12-31", "+367", "99991231"] {
            assert_eq!(day(typed, today), Err(DayFault::Range), "{typed}");
        }
    }

    #[test]
    fn a_new_year_is_read_from_the_old_one() {
        let today = BusinessDay::from_ymd(2026, 12, 30).unwrap_or(BusinessDay::MIN);
        for (typed, meant) in [("0105", "2027-01-05"), ("0305", "2026-03-05"), ("1231", "2026-12-31")] {
            assert_eq!(day(typed, today).ok().flatten().map(|day| day.to_string()).as_deref(), Some(meant), "{typed}");
        }
    }
}
