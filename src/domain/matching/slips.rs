//! Deposit slips 存款单: `JK<yyyymmdd><A|B><工号>`, one for each cashier and shift.
//!
//! Invariant: a slip counts on its own day; the day it is posted is timing, not a difference.

use crate::domain::calendar::Calendar;
use crate::domain::day::{BusinessDay, TimeOfDay};
use crate::domain::entry::EntryId;
use crate::domain::money::Money;

/// A slip number taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip<'a> {
    /// Day the cash was taken.
    pub day: BusinessDay,
    /// `A` or `B`.
    pub letter: char,
    /// 工号.
    pub cashier_no: &'a str,
}

/// 存款. A deposit row of the bank's own file or of a statement, under the slip it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deposit {
    /// The entry; `None` of a statement row.
    pub entry: Option<EntryId>,
    /// Original file of a statement row, as given; empty of an entry.
    pub file: String,
    /// 存款单号.
    pub slip_no: String,
    /// Day it was posted.
    pub day: BusinessDay,
    /// Time it was posted.
    pub at: TimeOfDay,
    /// Amount.
    pub amount: Money,
    /// Line of the original file.
    pub line: u32,
}

/// The number of a slip.
pub fn slip_no(day: BusinessDay, letter: char, cashier_no: &str) -> String {
    format!("JK{}{letter}{cashier_no}", day.compact())
}

/// Takes a slip number apart; `None` when it is no slip number.
pub fn parse_slip(text: &str) -> Option<Slip<'_>> {
    let rest = text.strip_prefix("JK")?;
    let (date, rest) = (rest.get(..8)?, rest.get(8..)?);
    if !date.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize, to: usize| date[from..to].parse::<u32>().ok();
    let day = BusinessDay::from_ymd(number(0, 4)?, number(4, 6)?, number(6, 8)?)?;
    let letter = rest.chars().next().filter(|letter| matches!(letter, 'A' | 'B'))?;
    let cashier_no = &rest[1..];
    (!cashier_no.is_empty()).then_some(Slip { day, letter, cashier_no })
}

/// The slip a text names, wherever it stands in it.
pub fn slip_in(text: &str) -> Option<&str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric()).find(|word| parse_slip(word).is_some())
}

/// Deposits of a day's slips: what the bank's own file says of a slip, and a statement where that says nothing.
pub fn joined_deposits(booked: Vec<Deposit>, stated: &[Deposit]) -> Vec<Deposit> {
    let unsaid = |one: &&Deposit| !booked.iter().any(|other| other.slip_no == one.slip_no);
    let stated: Vec<Deposit> = stated.iter().filter(unsaid).cloned().collect();
    booked.into_iter().chain(stated).collect()
}

/// The day a shift's cash goes to the bank, were it open: shift A the same day, shift B the next.
pub fn first_morning(day: BusinessDay, letter: char) -> BusinessDay {
    if letter == 'A' { day } else { day.plus(1) }
}

/// The last day by which a shift's cash should be posted: shift A the same day, shift B the next
/// morning, a closed bank on its next working day. `None` where the calendar has no table yet.
pub fn posted_by(day: BusinessDay, letter: char, calendar: &Calendar) -> Option<BusinessDay> {
    calendar.roll(first_morning(day, letter)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slip_numbers_are_taken_apart() {
        let slip = parse_slip("JK20260304B003");
        assert_eq!(
            slip.map(|slip| (slip.day.to_string(), slip.letter, slip.cashier_no)),
            Some(("2026-03-04".to_string(), 'B', "003"))
        );
        for wrong in ["", "JK", "JK20260304", "JK20260304C003", "JK20261304A001", "JK20260304B", "CK20260304B003"] {
            assert_eq!(parse_slip(wrong), None, "{wrong}");
        }
    }
}
