//! Cash paid in without its slip number 并存无单号: one credit for the shifts that nobody else deposited.
//!
//! Invariant: a credit is taken apart only where exactly one set of waiting shifts adds up to it and no other
//! such credit could want any of them; else the sets are shown and nothing is taken.

use std::collections::{BTreeMap, BTreeSet};

use super::settlement::{AccountRow, LATE_DAYS};
use super::slips::Deposit;
use super::subset::{CANDIDATES_MAX, Subsets, subsets};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;

/// 待存. Cash of a shift that no deposit names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The number its slip would have.
    pub slip_no: String,
    /// First day it could be paid in.
    pub from: BusinessDay,
    /// Day by which it should be.
    pub due: BusinessDay,
    /// Its cash, above zero.
    pub sum: Money,
}

/// What credits without a slip number were found to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergedCash {
    /// A deposit for each shift of a credit taken apart.
    pub deposits: Vec<Deposit>,
    /// Credits taken apart, by mark.
    pub taken: BTreeSet<u128>,
    /// Of credits that several sets would explain: the slips of some of them, by mark.
    pub ways: BTreeMap<u128, Vec<Vec<String>>>,
}

/// Takes apart what can be taken apart in one way only.
pub fn take_apart(rows: &[&AccountRow], waiting: &[Waiting]) -> MergedCash {
    let mut waiting: Vec<&Waiting> = waiting.iter().collect();
    waiting.sort_by(|left, right| left.slip_no.cmp(&right.slip_no));
    let found: Vec<(&AccountRow, Vec<&Waiting>, Subsets)> = rows
        .iter()
        .map(|row| {
            let candidates = candidates(row, &waiting);
            let sums: Vec<Money> = candidates.iter().map(|one| one.sum).collect();
            let sets = subsets(&sums, row.amount);
            (*row, candidates, sets)
        })
        .collect();
    let mut wanted: BTreeMap<&str, u32> = BTreeMap::new();
    for (_, candidates, sets) in &found {
        for place in &sets.touched {
            *wanted.entry(&candidates[*place].slip_no).or_default() += 1;
        }
    }
    let mut merged = MergedCash::default();
    for (row, candidates, sets) in &found {
        let free = |set: &&[usize]| set.iter().all(|place| wanted.get(candidates[*place].slip_no.as_str()) == Some(&1));
        match sets.only().filter(free) {
            Some(set) => {
                merged.taken.insert(row.mark);
                merged.deposits.extend(set.iter().map(|place| part(row, candidates[*place])));
            }
            None if sets.count > 0 => {
                let slips = |set: &Vec<usize>| set.iter().map(|place| candidates[*place].slip_no.clone()).collect();
                merged.ways.insert(row.mark, sets.shown.iter().map(slips).collect());
            }
            None => {}
        }
    }
    merged
}

/// Shifts that may be in a credit: paid in from their first morning to some days after they should be; where
/// there are too many, only those due that very day.
fn candidates<'a>(row: &AccountRow, waiting: &[&'a Waiting]) -> Vec<&'a Waiting> {
    let may = |one: &&&Waiting| one.from <= row.day && row.day.since(one.due) <= LATE_DAYS;
    let near: Vec<&Waiting> = waiting.iter().filter(may).copied().collect();
    if near.len() <= CANDIDATES_MAX {
        return near;
    }
    near.into_iter().filter(|one| one.due == row.day).collect()
}

fn part(row: &AccountRow, shift: &Waiting) -> Deposit {
    Deposit {
        entry: None,
        file: row.file.clone(),
        slip_no: shift.slip_no.clone(),
        day: row.day,
        at: row.at,
        amount: shift.sum,
        line: row.line,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::day::TimeOfDay;

    fn day(number: u32) -> BusinessDay {
        BusinessDay::from_ymd(2026, 3, number).unwrap()
    }

    fn row(on: u32, fen: i64) -> AccountRow {
        let (account, text, file) = ("1".into(), "现金存入".into(), "s.csv".into());
        let mark = u128::from(on) << 64 | fen as u128;
        AccountRow {
            account,
            day: day(on),
            at: TimeOfDay::UNKNOWN,
            amount: Money::from_fen(fen),
            text,
            mark,
            file,
            line: 3,
        }
    }

    fn waiting(slip_no: &str, due: u32, fen: i64) -> Waiting {
        Waiting { slip_no: slip_no.into(), from: day(due), due: day(due), sum: Money::from_fen(fen) }
    }

    /// Slips each credit was taken apart into, or the ways it could be.
    fn said(rows: &[AccountRow], shifts: &[Waiting]) -> (Vec<String>, Vec<Vec<Vec<String>>>) {
        let merged = take_apart(&rows.iter().collect::<Vec<_>>(), shifts);
        let slips = merged.deposits.iter().map(|one| format!("{} {}", one.slip_no, one.amount)).collect();
        (slips, merged.ways.into_values().collect())
    }

    #[test]
    fn one_set_is_taken_and_two_are_shown() {
        let shifts = [waiting("A", 4, 1_000), waiting("B", 4, 2_500), waiting("C", 5, 700)];
        assert_eq!(said(&[row(4, 3_500)], &shifts), (vec!["A 10.00".into(), "B 25.00".into()], vec![]));
        assert_eq!(said(&[row(4, 4_200)], &shifts), (vec![], vec![]), "C is not taken yet on the fourth");
        assert_eq!(said(&[row(5, 4_200)], &shifts).0.len(), 3);
        assert_eq!(said(&[row(11, 3_500)], &shifts), (vec![], vec![]), "too late");
        let twins = [waiting("A", 4, 1_000), waiting("B", 4, 1_000)];
        let ways = vec![vec![vec!["A".to_string()], vec!["B".to_string()]]];
        assert_eq!(said(&[row(4, 1_000)], &twins), (vec![], ways));
        assert_eq!(said(&[row(4, 2_000)], &twins).0, ["A 10.00", "B 10.00"]);
    }

    #[test]
    fn two_credits_that_want_one_shift_take_nothing() {
        let shifts = [waiting("A", 4, 1_000), waiting("B", 4, 2_500)];
        let (taken, ways) = said(&[row(4, 1_000), row(5, 3_500)], &shifts);
        assert_eq!((taken.len(), ways.len()), (0, 2));
        assert_eq!(said(&[row(4, 1_000), row(5, 2_500)], &shifts).0, ["A 10.00", "B 25.00"]);
    }
}
