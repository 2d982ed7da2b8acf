//! First pass: the groups of one day that are beyond doubt.
//!
//! A group is clean when it is a payment, its expected legs are there exactly once, share the key,
//! and are equal in fen, kind and method. Everything else is left open, whole: all rows that share
//! an order number or a settlement number with an open row stay open with it, so that the second
//! pass sees every leg of a case.

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

use super::digest;
use super::pool::{Rows, SideRows};
use super::rules::Rules;
use super::totals::DaySums;
use crate::domain::day::BusinessDay;
use crate::domain::entry::{Entry, EntryColumns, Kind, Method, Side};
use crate::domain::house::House;
use crate::domain::recon::BySide;

const NONE: u32 = u32::MAX;
const MANY: u32 = u32::MAX - 1;

/// What the first pass leaves.
#[derive(Clone, Debug)]
pub struct Joined {
    /// 营业日.
    pub day: BusinessDay,
    /// Rows of the day, by side; deposits left out (they count on their slip's day).
    pub entries: BySide<u64>,
    /// Rows in clean groups, by side.
    pub clean: BySide<u64>,
    /// SHA-256 over the sorted content hashes of the clean groups.
    pub clean_digest: String,
    /// Hash of every key of a clean group, sorted: where a stray leg of another day may belong.
    pub clean_keys: Vec<u64>,
    /// Rows not in a clean group; deposits left out.
    pub open: Rows,
    /// Keys of each open row.
    pub open_row_keys: BySide<Vec<RowKeys>>,
    /// Sums of the clean groups, and of every cash shift.
    pub sums: DaySums,
}

/// Hash of a key's text.
pub fn key_hash(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}

/// A receipt under construction: the row of each side, or how it came to be more than one.
#[derive(Clone, Copy)]
struct Draft {
    rows: [u32; 3],
}

/// Ties the clean groups of one day. `forced_open` (sorted key hashes) names receipts that rows of
/// other days speak of too: they go to the second pass whole.
pub fn join_day(day: BusinessDay, rows: &Rows, rules: &Rules, house: &House, forced_open: &[u64]) -> Joined {
    let drafts = Drafts::gather(rows);
    let clean = drafts.clean(rows, rules, house, forced_open);
    let deposits = rows.bank.columns.kind.iter().filter(|kind| **kind == Kind::Deposit).count();
    let mut joined = Joined {
        day,
        entries: BySide {
            his: rows.his.len() as u64,
            cashier: rows.cashier.len() as u64,
            bank: (rows.bank.len() - deposits) as u64,
        },
        clean: BySide::default(),
        clean_digest: String::new(),
        clean_keys: Vec::with_capacity(clean.len() * 2),
        open: Rows::default(),
        open_row_keys: BySide::default(),
        sums: DaySums::default(),
    };
    let mut taken = BySide {
        his: vec![false; rows.his.len()],
        cashier: vec![false; rows.cashier.len()],
        bank: vec![false; rows.bank.len()],
    };
    let mut hashes = Vec::with_capacity(clean.len());
    for draft in &clean {
        hashes.push(digest::group_hash(rows, &draft.rows));
        for side in Side::ALL {
            let row = draft.rows[*side as usize];
            if row != NONE {
                taken.get_mut(*side)[row as usize] = true;
                *joined.clean.get_mut(*side) += 1;
            }
        }
        joined.note_clean(rows, draft);
    }
    joined.clean_digest = digest::of_sorted(hashes);
    joined.clean_keys.sort_unstable();
    joined.sums.add_shifts(&rows.cashier.columns, rules);
    for side in Side::ALL {
        let from = rows.get(*side);
        for row in 0..from.len() {
            if !taken.get(*side)[row] && from.columns.kind[row] != Kind::Deposit {
                joined.open.get_mut(*side).take(from, row);
                joined.open_row_keys.get_mut(*side).push(RowKeys::of(&from.columns.get(row)));
            }
        }
    }
    joined
}

impl Joined {
    fn note_clean(&mut self, rows: &Rows, draft: &Draft) {
        let his = draft.rows[Side::His as usize] as usize;
        let columns = &rows.his.columns;
        for key in [columns.order_no.get(his), columns.his_no.get(his)] {
            if !key.is_empty() {
                self.clean_keys.push(key_hash(key));
            }
        }
        let cashier = draft.rows[Side::Cashier as usize] as usize;
        let (name, method, fen) = (columns.cashier.get(his), columns.method[his], columns.amount_fen[his]);
        self.sums.add_his(name, method, fen);
        self.sums.add_cashier(rows.cashier.columns.cashier.get(cashier), method, fen);
        let bank = draft.rows[Side::Bank as usize];
        if bank != NONE {
            self.sums.add_channel(name, method, fen, rows.bank.columns.fee_fen[bank as usize]);
        }
    }

    /// Hashes of every key an open row goes by, sorted: its own numbers and, on a refund, its original's.
    pub fn open_keys(&self) -> Vec<u64> {
        let every = Side::ALL.iter().flat_map(|side| self.open_row_keys.get(*side));
        let mut keys: Vec<u64> = every.flat_map(RowKeys::linking).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Hashes of the numbers open rows bear themselves, sorted.
    pub fn open_own_keys(&self) -> Vec<u64> {
        let every = Side::ALL.iter().flat_map(|side| self.open_row_keys.get(*side));
        let mut keys: Vec<u64> = every.flat_map(RowKeys::own).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

/// Hashes of the keys one row goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowKeys {
    order_no: Option<u64>,
    his_no: Option<u64>,
    original_no: Option<u64>,
}

impl RowKeys {
    /// The keys of a row.
    pub fn of(entry: &Entry<'_>) -> Self {
        let hash = |key: &str| (!key.is_empty()).then(|| key_hash(key));
        RowKeys { order_no: hash(entry.order_no), his_no: hash(entry.his_no), original_no: hash(entry.original_no) }
    }

    /// The numbers the row bears itself: a row of another day with one of them is of the same receipt.
    pub fn own(&self) -> impl Iterator<Item = u64> + use<> {
        [self.order_no, self.his_no].into_iter().flatten()
    }

    /// The original a refund gives back.
    pub fn original(&self) -> Option<u64> {
        self.original_no
    }

    /// These and the original a refund gives back, which it may have to be seen beside.
    pub fn linking(&self) -> impl Iterator<Item = u64> + use<> {
        [self.order_no, self.his_no, self.original_no].into_iter().flatten()
    }
}

/// Receipts by key, built side by side.
struct Drafts {
    drafts: Vec<Draft>,
    /// Draft of each HIS row by settlement number, to see one number used by several drafts.
    bill_uses: HashTable<(u64, u32)>,
}

impl Drafts {
    fn gather(rows: &Rows) -> Self {
        let mut drafts: Vec<Draft> = Vec::with_capacity(rows.his.len() + 16);
        let mut by_order: HashTable<(u64, u32)> = HashTable::with_capacity(rows.his.len() + 16);
        let mut first_text: Vec<(Side, u32)> = Vec::with_capacity(rows.his.len() + 16);
        let mut bill_uses = HashTable::with_capacity(rows.his.len() + 16);
        for side in Side::ALL {
            let columns = &rows.get(*side).columns;
            for row in 0..columns.len() {
                if columns.kind[row] == Kind::Deposit {
                    continue;
                }
                let key = draft_key(columns, row);
                let hash = key_hash(key);
                let place = by_order.find(hash, |(known, draft)| {
                    let (from, at) = first_text[*draft as usize];
                    *known == hash && draft_key(&rows.get(from).columns, at as usize) == key
                });
                let draft = match place {
                    Some((_, draft)) => *draft as usize,
                    None => {
                        let draft = drafts.len() as u32;
                        drafts.push(Draft { rows: [NONE; 3] });
                        first_text.push((*side, row as u32));
                        by_order.insert_unique(hash, (hash, draft), |(known, _)| *known);
                        draft as usize
                    }
                };
                let slot = &mut drafts[draft].rows[*side as usize];
                *slot = if *slot == NONE { row as u32 } else { MANY };
                if *side == Side::His {
                    count_bill(&mut bill_uses, columns, row);
                }
            }
        }
        Drafts { drafts, bill_uses }
    }

    /// Drafts that are clean.
    fn clean(&self, rows: &Rows, rules: &Rules, house: &House, forced_open: &[u64]) -> Vec<Draft> {
        let is_forced = |draft: &Draft| {
            !forced_open.is_empty()
                && RowKeys::of(&rows.his.columns.get(draft.rows[0] as usize))
                    .own()
                    .any(|key| forced_open.binary_search(&key).is_ok())
        };
        let clean = self.drafts.iter().filter(|draft| self.is_clean(draft, rows, rules, house));
        clean.filter(|draft| !is_forced(draft)).copied().collect()
    }

    fn is_clean(&self, draft: &Draft, rows: &Rows, rules: &Rules, house: &House) -> bool {
        let [his, cashier, bank] = draft.rows;
        if his >= MANY || cashier >= MANY || bank == MANY {
            return false;
        }
        let (h, c) = (&rows.his.columns, &rows.cashier.columns);
        let (his, cashier) = (his as usize, cashier as usize);
        let method = h.method[his];
        let amount = h.amount_fen[his];
        let equal = h.kind[his] == Kind::Pay
            && c.kind[cashier] == Kind::Pay
            && amount > 0
            && c.amount_fen[cashier] == amount
            && c.method[cashier] == method
            && h.his_no.get(his) == c.his_no.get(cashier)
            && h.original_no.get(his).is_empty();
        if !equal || rules.legs(method).bank == (bank == NONE) || self.bill_rows(h, his) != 1 {
            return false;
        }
        bank == NONE || bank_ties(&rows.bank, bank as usize, method, amount, house)
    }

    fn bill_rows(&self, his: &EntryColumns, row: usize) -> u32 {
        let hash = key_hash(his.his_no.get(row));
        self.bill_uses.find(hash, |(known, _)| *known == hash).map_or(0, |(_, count)| *count)
    }
}

fn bank_ties(bank: &SideRows, row: usize, method: Method, amount: i64, house: &House) -> bool {
    let columns = &bank.columns;
    let ties = columns.kind[row] == Kind::Pay && columns.amount_fen[row] == amount && columns.method[row] == method;
    // Where the house has a contract, merchant and fee are judged in the second pass.
    ties && (house.channels.is_empty() || super::classify::fee_agrees(&columns.get(row), house))
}

/// 商户订单号, or the settlement number of a receipt that has none.
fn draft_key(columns: &EntryColumns, row: usize) -> &str {
    let order_no = columns.order_no.get(row);
    if order_no.is_empty() { columns.his_no.get(row) } else { order_no }
}

/// Counts rows by settlement number (by its 64-bit hash: a collision only sends a receipt to the second pass).
fn count_bill(uses: &mut HashTable<(u64, u32)>, columns: &EntryColumns, row: usize) {
    let hash = key_hash(columns.his_no.get(row));
    match uses.find_mut(hash, |(known, _)| *known == hash) {
        Some((_, count)) => *count += 1,
        None => {
            uses.insert_unique(hash, (hash, 1), |(known, _)| *known);
        }
    }
}
