//! The day of a file whose rows name none 无日期文件: of the command, of the file's name.
//!
//! Invariant: two places that name different days refuse the file; nothing is guessed.

use super::date::leading;
use super::fault::whole_file;
use crate::book::formats::Profile;
use crate::domain::day::BusinessDay;
use crate::domain::import::{RowError, RowErrorCode};

/// The day of every row of a file; `None` where its rows name their own.
pub(super) fn of_file(
    profile: &Profile,
    name: &str,
    asked: Option<BusinessDay>,
) -> Result<Option<BusinessDay>, RowError> {
    if !profile.bill.dayless {
        return Ok(None);
    }
    match (in_name(name), asked) {
        (Some(named), Some(asked)) if named != asked => {
            Err(whole_file(RowErrorCode::DayContradicts, vec![named.to_string(), asked.to_string()]))
        }
        (Some(day), _) | (None, Some(day)) => Ok(Some(day)),
        (None, None) => Err(whole_file(RowErrorCode::DayMissing, vec![])),
    }
}

/// The one day in a file's name, as `20260302` or `2026-03-02`.
fn in_name(name: &str) -> Option<BusinessDay> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let begins = |at: usize| file[..at].bytes().next_back().is_none_or(|before| !before.is_ascii_digit());
    let at = file.char_indices().filter(|(at, letter)| letter.is_ascii_digit() && begins(*at)).map(|(at, _)| at);
    let ends = |rest: &str, behind: usize| {
        rest[rest.len() - behind..].bytes().next().is_none_or(|next| !next.is_ascii_digit())
    };
    let day = |at: usize| {
        let (day, behind) = leading(&file[at..])?;
        ends(&file[at..], behind).then_some(day)
    };
    let mut days: Vec<BusinessDay> = at.filter_map(day).collect();
    days.dedup();
    match days.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_found_in_the_name_of_the_file() {
        for (name, day) in [
            ("/in/ccbpos_20260302.txt", Some("2026-03-02")),
            ("POS 2026-03-02 明细.txt", Some("2026-03-02")),
            ("105000000000001.20260302.txt", Some("2026-03-02")),
            ("pos_20260302_20260303.txt", None),
            ("1050202603021.txt", None),
            ("pos.txt", None),
        ] {
            assert_eq!(in_name(name).map(|day| day.to_string()).as_deref(), day, "{name}");
        }
    }
}
