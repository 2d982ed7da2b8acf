//! Reach 跨日范围: which rows of other days speak of the same receipts as a day's own.
//!
//! Invariant: decided by keys alone, from the first passes of the days around; rows of a clean group
//! are fetched by the caller only where a key says so.

use std::collections::BTreeSet;

use super::join::{Joined, RowKeys};
use super::pool::Rows;
use crate::domain::day::BusinessDay;
use crate::domain::entry::{Kind, Side};

/// What a day has to be settled beside.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Open rows of other days that share a key with the day's.
    pub pool: Rows,
    /// Keys of the day's own clean groups that an open row speaks of: those groups must be opened.
    pub strays: Vec<u64>,
    /// Other days whose clean groups an open row of this day speaks of, with the keys.
    pub elsewhere: Vec<(BusinessDay, Vec<u64>)>,
}

/// Looks from a day to the days around it.
pub fn reach<'j>(joined: &Joined, around: impl Iterator<Item = &'j Joined>) -> Reach {
    let (open, own) = (joined.open_keys(), joined.open_own_keys());
    let is_clean = |key: &u64| joined.clean_keys.binary_search(key).is_ok();
    let mut reach = Reach { strays: own.iter().copied().filter(is_clean).collect(), ..Reach::default() };
    for other in around.filter(|other| other.day != joined.day) {
        for side in Side::ALL {
            for (row, keys) in other.open_row_keys.get(*side).iter().enumerate() {
                let known = reach.strays.len();
                reach.strays.extend(keys.own().filter(is_clean));
                if reach.strays.len() > known || keys.linking().any(|key| open.binary_search(&key).is_ok()) {
                    reach.pool.get_mut(*side).take(other.open.get(*side), row);
                }
            }
        }
        let theirs: Vec<u64> = own.iter().copied().filter(|key| other.clean_keys.binary_search(key).is_ok()).collect();
        if !theirs.is_empty() {
            reach.elsewhere.push((other.day, theirs));
        }
    }
    reach.strays.sort_unstable();
    reach.strays.dedup();
    reach
}

impl Reach {
    /// Adds the rows of another day's clean groups that carry one of the keys; `rows` is that whole day.
    pub fn fetch(&mut self, rows: &Rows, keys: &[u64], already_open: &Rows) {
        for side in Side::ALL {
            let from = rows.get(*side);
            let open: BTreeSet<_> = already_open.get(*side).ids.iter().collect();
            for row in 0..from.len() {
                let entry = from.columns.get(row);
                let keyed = RowKeys::of(&entry).own().any(|key| keys.binary_search(&key).is_ok());
                if keyed && entry.kind != Kind::Deposit && !open.contains(&from.ids[row]) {
                    self.pool.get_mut(*side).take(from, row);
                }
            }
        }
    }
}
