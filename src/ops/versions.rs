//! What of a file is new to the book 版本比对: known, changed, new.
//!
//! Invariant: each row of the file is counted once; each entry the book holds is taken for one row at most,
//! and only a live one is superseded.

use std::collections::HashMap;
use std::ops::Range;

use super::Refusal;
use crate::domain::entry::{Entry, EntryColumns, EntryId};
use crate::domain::import::ParsedFile;
use crate::store::segment::identity_hash;
use crate::store::{Held, HeldRow, Reader};

/// What of a file is new to the book.
pub(super) struct Plan {
    /// The newest file the plan was made against.
    pub(super) horizon: i64,
    /// Entries to add, in file order.
    pub(super) added: Vec<u32>,
    /// Entries that take the place of an older one; one of them may take the place of several.
    pub(super) supersedes: Vec<(u32, EntryId)>,
    /// Rows the book has.
    known: u64,
    /// Rows that are a new version of one it has.
    changed: u64,
    /// Rows of the file that became entries.
    rows: u64,
}

impl Plan {
    pub(super) fn make(reader: &Reader, parsed: &ParsedFile) -> Result<Plan, Refusal> {
        let horizon = reader.last_file_seq()?;
        let entries = &parsed.entries;
        let mut wanted: Vec<u64> = if horizon == 0 {
            Vec::new()
        } else {
            (0..entries.len()).map(|row| identity_hash(entries.get(row).identity_no(parsed.side))).collect()
        };
        wanted.sort_unstable();
        wanted.dedup();
        let held = reader.held_rows(parsed.side, &wanted)?;
        let mut plan = Plan {
            horizon,
            added: Vec::new(),
            supersedes: Vec::new(),
            known: 0,
            changed: 0,
            rows: parsed.rows_entered,
        };
        if held.by_identity.is_empty() {
            plan.added = (0..entries.len() as u32).collect();
        } else if parsed.whole_rows {
            plan.compare_rows(parsed, &held);
        } else {
            plan.compare(parsed, &held);
        }
        Ok(plan)
    }

    /// Rows imported, known and changed.
    pub(super) fn counts(&self) -> (u64, u64, u64) {
        (self.rows - self.known - self.changed, self.known, self.changed)
    }

    /// Row by row of one identity: equal content is known (the k-th equal row by the k-th held one);
    /// what is left beside a live row that shares method or order number is its new version; else new.
    fn compare(&mut self, parsed: &ParsedFile, held: &Held) {
        let entries = &parsed.entries;
        let mut used = vec![false; held.columns.len()];
        let mut left: Vec<u32> = Vec::new();
        let mut of_row: HashMap<u32, &[HeldRow]> = HashMap::new();
        for row in 0..entries.len() as u32 {
            let entry = entries.get(row as usize);
            let key = (entry.identity_no(parsed.side).to_string(), entry.kind as u8);
            let Some(candidates) = held.by_identity.get(&key) else {
                self.added.push(row);
                continue;
            };
            let same = candidates
                .iter()
                .find(|held_row| !used[held_row.place] && same_content(&held.columns.get(held_row.place), &entry));
            match same {
                Some(held_row) => {
                    used[held_row.place] = true;
                    self.known += 1;
                }
                None => {
                    left.push(row);
                    of_row.insert(row, candidates);
                }
            }
        }
        for row in left {
            let entry = entries.get(row as usize);
            let candidates = of_row.get(&row).copied().unwrap_or_default();
            let older = candidates.iter().find(|held_row| {
                held_row.live
                    && !used[held_row.place]
                    && !entry.identity_no(parsed.side).is_empty()
                    && is_version(&held.columns.get(held_row.place), &entry)
            });
            if let Some(held_row) = older {
                used[held_row.place] = true;
                self.supersedes.push((row, held_row.id));
                self.changed += 1;
            }
            self.added.push(row);
        }
        self.added.sort_unstable();
    }

    /// The same where a row may be several entries: it is known if the book has exactly those of one row (or
    /// of rows that have nothing else), changed if it has others, and then takes the place of all of them.
    fn compare_rows(&mut self, parsed: &ParsedFile, held: &Held) {
        let mut used = vec![false; held.columns.len()];
        let mut left: Vec<Range<u32>> = Vec::new();
        for row in rows_of(&parsed.entries) {
            let candidates = candidates(parsed, held, row.start);
            match known_places(parsed, held, &used, row.clone()) {
                Some(places) => {
                    places.into_iter().for_each(|place| used[place] = true);
                    self.known += 1;
                }
                None if candidates.is_empty() => self.added.extend(row),
                None => left.push(row),
            }
        }
        for row in left {
            let entries = row.clone().map(|entry| (entry, parsed.entries.get(entry as usize)));
            let older = older_row(parsed, held, &used, row.clone());
            self.changed += u64::from(!older.is_empty());
            for held_row in &older {
                used[held_row.place] = true;
                let held_entry = held.columns.get(held_row.place);
                let heir = entries.clone().find(|(_, entry)| is_version(&held_entry, entry));
                self.supersedes.push((heir.map_or(row.start, |(entry, _)| entry), held_row.id));
            }
            self.added.extend(row);
        }
        self.added.sort_unstable();
        self.supersedes.sort_unstable();
    }
}

fn same_content(held: &Entry<'_>, entry: &Entry<'_>) -> bool {
    Entry { line: entry.line, ..*held } == *entry
}

/// Two tender lines of one bill share its number but neither method nor order number.
fn is_version(held: &Entry<'_>, entry: &Entry<'_>) -> bool {
    held.method == entry.method || (!held.order_no.is_empty() && held.order_no == entry.order_no)
}

/// The entries of each row: neighbours on one line.
fn rows_of(entries: &EntryColumns) -> Vec<Range<u32>> {
    let same_row = entries.line.chunk_by(|one, next| one == next);
    let mut start = 0;
    same_row
        .map(|row| {
            let end = start + row.len() as u32;
            std::mem::replace(&mut start, end)..end
        })
        .collect()
}

/// What the book holds under the number and kind of an entry.
fn candidates<'h>(parsed: &ParsedFile, held: &'h Held, entry: u32) -> &'h [HeldRow] {
    let entry = parsed.entries.get(entry as usize);
    let key = (entry.identity_no(parsed.side).to_string(), entry.kind as u8);
    held.by_identity.get(&key).map_or(&[], Vec::as_slice)
}

/// Whether two entries of the book came from one row of one file.
fn one_row(held: &Held, one: &HeldRow, other: &HeldRow) -> bool {
    one.id.segment() == other.id.segment() && held.columns.line[one.place] == held.columns.line[other.place]
}

/// The entries of the book that a row repeats: those of one row, else of several that have nothing else.
fn known_places(parsed: &ParsedFile, held: &Held, used: &[bool], row: Range<u32>) -> Option<Vec<usize>> {
    let free: Vec<&HeldRow> =
        candidates(parsed, held, row.start).iter().filter(|held_row| !used[held_row.place]).collect();
    let of_one_row =
        |one: &HeldRow| -> Vec<&HeldRow> { free.iter().copied().filter(|other| one_row(held, one, other)).collect() };
    let one = free.iter().find_map(|one| repeated(parsed, held, &of_one_row(one), row.clone(), true));
    one.or_else(|| {
        let several = repeated(parsed, held, &free, row, false)?;
        let taken = |other: &HeldRow| several.contains(&other.place);
        let torn = |other: &&HeldRow| !taken(other) && free.iter().any(|one| taken(one) && one_row(held, one, other));
        (!free.iter().copied().any(|other| torn(&other))).then_some(several)
    })
}

/// Which of these the entries of a row repeat, each another; all of them where they must be `exact`.
fn repeated(parsed: &ParsedFile, held: &Held, among: &[&HeldRow], row: Range<u32>, exact: bool) -> Option<Vec<usize>> {
    if exact && among.len() != row.len() {
        return None;
    }
    let mut found: Vec<usize> = Vec::new();
    for entry in row {
        let content = parsed.entries.get(entry as usize);
        let same = |held_row: &&&HeldRow| {
            !found.contains(&held_row.place) && same_content(&held.columns.get(held_row.place), &content)
        };
        let place = among.iter().find(same)?.place;
        found.push(place);
    }
    Some(found)
}

/// The live entries of the row that a changed one is a version of: the one it shares most certainly with,
/// else the first under its number.
fn older_row<'h>(parsed: &ParsedFile, held: &'h Held, used: &[bool], row: Range<u32>) -> Vec<&'h HeldRow> {
    let numbered = !parsed.entries.get(row.start as usize).identity_no(parsed.side).is_empty();
    let free = |held_row: &&HeldRow| numbered && held_row.live && !used[held_row.place];
    let live: Vec<&HeldRow> = candidates(parsed, held, row.start).iter().filter(free).collect();
    let shared = |held_row: &&&HeldRow| {
        let older = held.columns.get(held_row.place);
        row.clone().any(|entry| is_version(&older, &parsed.entries.get(entry as usize)))
    };
    let shares: Vec<&HeldRow> = live.iter().filter(shared).copied().collect();
    let named = if shares.is_empty() { live.get(..1).unwrap_or_default() } else { &shares[..] };
    live.iter().copied().filter(|held_row| named.iter().any(|named| one_row(held, named, held_row))).collect()
}
