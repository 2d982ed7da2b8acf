//! Reach 跨日范围: the rows of the days around one day that speak of its receipts.
//!
//! Invariants: decided by keys alone. Links are followed to their end, so every day that holds a row
//! of a receipt sees the whole receipt and all of them say the same of it; no further than the days
//! handed in. Whole days are fetched only where a key leads into a clean group.

use std::collections::{BTreeMap, BTreeSet};

use super::by_hand::named_rows;
use super::join::{Joined, RowKeys};
use super::pool::Rows;
use super::rules::Rules;
use crate::domain::day::BusinessDay;
use crate::domain::decision::LegMark;
use crate::domain::entry::{EntryId, Kind, Side};

/// What a day has to be settled beside.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Rows of other days.
    pub pool: Rows,
    /// Keys of the day's own clean groups that other rows speak of: those groups must be opened.
    pub strays: Vec<u64>,
    /// The day's own rows, where they had to be fetched.
    pub own_rows: Option<Rows>,
}

/// Looks from a day to the days around it; `fetch` reads a whole day. Open rows that decisions name
/// (`named`) are taken whatever their keys.
///
/// # Errors
/// What `fetch` reports.
pub fn reach<'j, E>(
    joined: &Joined,
    around: impl Iterator<Item = &'j Joined>,
    rules: &Rules,
    named: &BTreeSet<LegMark>,
    fetch: impl FnMut(BusinessDay) -> Result<Rows, E>,
) -> Result<Reach, E> {
    let mut search = Search {
        rules,
        joined,
        around: around.filter(|other| other.day != joined.day).collect(),
        fetched: Fetched { fetch, days: BTreeMap::new() },
        pool: Rows::default(),
        taken: BTreeSet::new(),
        strays: BTreeSet::new(),
        followed: BTreeSet::new(),
    };
    search.follow(named)?;
    Ok(Reach {
        pool: search.pool,
        strays: search.strays.into_iter().collect(),
        own_rows: search.fetched.days.remove(&joined.day),
    })
}

/// A search under way.
struct Search<'s, F> {
    rules: &'s Rules,
    joined: &'s Joined,
    around: Vec<&'s Joined>,
    fetched: Fetched<F>,
    pool: Rows,
    taken: BTreeSet<EntryId>,
    strays: BTreeSet<u64>,
    followed: BTreeSet<(bool, u64)>,
}

/// Whole days, each read once.
struct Fetched<F> {
    fetch: F,
    days: BTreeMap<BusinessDay, Rows>,
}

impl<E, F: FnMut(BusinessDay) -> Result<Rows, E>> Fetched<F> {
    fn day(&mut self, day: BusinessDay) -> Result<&Rows, E> {
        use std::collections::btree_map::Entry;
        Ok(match self.days.entry(day) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert((self.fetch)(day)?),
        })
    }
}

/// Keys to follow, each list sorted.
#[derive(Default)]
struct Keys {
    /// Numbers rows bear themselves.
    own: Vec<u64>,
    /// These and the originals of refunds.
    linking: Vec<u64>,
}

impl Keys {
    fn add(&mut self, keys: RowKeys) {
        self.own.extend(keys.own());
        self.linking.extend(keys.linking());
    }

    /// Keeps what was not followed before.
    fn only_new(mut self, followed: &mut BTreeSet<(bool, u64)>) -> Self {
        for (keys, is_own) in [(&mut self.own, true), (&mut self.linking, false)] {
            keys.retain(|key| followed.insert((is_own, *key)));
            keys.sort_unstable();
        }
        self
    }

    fn is_empty(&self) -> bool {
        self.own.is_empty() && self.linking.is_empty()
    }

    fn link(&self, keys: &RowKeys) -> bool {
        keys.linking().any(|key| self.linking.binary_search(&key).is_ok())
    }

    fn own_in(&self, sorted: &[u64]) -> Vec<u64> {
        self.own.iter().copied().filter(|key| sorted.binary_search(key).is_ok()).collect()
    }
}

impl<E, F: FnMut(BusinessDay) -> Result<Rows, E>> Search<'_, F> {
    fn follow(&mut self, named: &BTreeSet<LegMark>) -> Result<(), E> {
        let mut start = Keys { own: self.joined.open_own_keys(), linking: self.joined.open_keys() };
        let clean = &self.joined.clean_keys;
        self.take_open(|keys| keys.own().any(|key| clean.binary_search(&key).is_ok()), &mut start);
        self.take_named(named, &mut start);
        let mut frontier = start.only_new(&mut self.followed);
        while !frontier.is_empty() {
            let mut next = Keys::default();
            self.take_open(|keys| frontier.link(keys), &mut next);
            self.take_clean(&frontier, &mut next)?;
            self.open_own(&frontier, &mut next)?;
            frontier = next.only_new(&mut self.followed);
            if frontier.is_empty() {
                let originals = self.originals_of_unpaid();
                frontier = Keys { own: originals, ..Keys::default() }.only_new(&mut self.followed);
            }
        }
        Ok(())
    }

    /// Open rows of other days whose keys are wanted.
    fn take_open(&mut self, wanted: impl Fn(&RowKeys) -> bool, next: &mut Keys) {
        for other in &self.around {
            for side in Side::ALL {
                let from = other.open.get(*side);
                for (row, keys) in other.open_row_keys.get(*side).iter().enumerate() {
                    if wanted(keys) && self.taken.insert(from.ids[row]) {
                        self.pool.get_mut(*side).take(from, row);
                        next.add(*keys);
                    }
                }
            }
        }
    }

    /// Open rows of other days that decisions name.
    fn take_named(&mut self, named: &BTreeSet<LegMark>, next: &mut Keys) {
        for other in self.around.iter().filter(|other| named.iter().any(|leg| leg.day == other.day)) {
            for side in Side::ALL {
                let from = other.open.get(*side);
                for row in named_rows(from, *side, named) {
                    if self.taken.insert(from.ids[row]) {
                        self.pool.get_mut(*side).take(from, row);
                        next.add(other.open_row_keys.get(*side)[row]);
                    }
                }
            }
        }
    }

    /// Clean groups of other days that bear one of the keys.
    fn take_clean(&mut self, frontier: &Keys, next: &mut Keys) -> Result<(), E> {
        for other in &self.around {
            let hits = frontier.own_in(&other.clean_keys);
            if hits.is_empty() {
                continue;
            }
            let rows = self.fetched.day(other.day)?;
            for (side, row, keys) in bearing(rows, &hits) {
                let from = rows.get(side);
                if self.taken.insert(from.ids[row]) {
                    self.pool.get_mut(side).take(from, row);
                    next.add(keys);
                }
            }
        }
        Ok(())
    }

    /// The day's own clean groups that bear one of the keys: they are open now, with all their keys.
    fn open_own(&mut self, frontier: &Keys, next: &mut Keys) -> Result<(), E> {
        let hits = frontier.own_in(&self.joined.clean_keys);
        if !hits.is_empty() {
            let rows = self.fetched.day(self.joined.day)?;
            bearing(rows, &hits).into_iter().for_each(|(_, _, keys)| next.add(keys));
            self.strays.extend(hits);
        }
        Ok(())
    }

    /// Originals of refunds that never reached their channel: these may have been revoked there.
    fn originals_of_unpaid(&self) -> Vec<u64> {
        let paid: BTreeSet<u64> = [&self.joined.open, &self.pool]
            .into_iter()
            .flat_map(|rows| (0..rows.bank.len()).flat_map(|row| RowKeys::of(&rows.bank.columns.get(row)).own()))
            .collect();
        let of_rows = |rows: &Rows| {
            let refunds = (0..rows.his.len()).map(|row| rows.his.columns.get(row));
            let refunds = refunds.filter(|entry| entry.kind == Kind::Refund && self.rules.legs(entry.method).bank);
            let unpaid =
                refunds.map(|entry| RowKeys::of(&entry)).filter(|keys| !keys.own().any(|key| paid.contains(&key)));
            unpaid.filter_map(|keys| keys.original()).collect::<Vec<u64>>()
        };
        [of_rows(&self.joined.open), of_rows(&self.pool)].concat()
    }
}

/// Rows that bear one of the keys (sorted), deposits left out.
fn bearing(rows: &Rows, hits: &[u64]) -> Vec<(Side, usize, RowKeys)> {
    let mut found = Vec::new();
    for side in Side::ALL {
        let columns = &rows.get(*side).columns;
        for row in (0..columns.len()).filter(|row| columns.kind[*row] != Kind::Deposit) {
            let keys = RowKeys::of(&columns.get(row));
            if keys.own().any(|key| hits.binary_search(&key).is_ok()) {
                found.push((*side, row, keys));
            }
        }
    }
    found
}
