//! Digest 摘要: equal for equal content, whatever the order of files and rows.
//!
//! A group's hash covers what the engine compares and nothing else: never file, line, row number,
//! window or merchant. A day's digest is SHA-256 over its sorted group hashes and its sums.

use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::Xxh3;

use super::pool::Rows;
use crate::domain::entry::{Entry, Side};

/// Hash of the rows of one group, one row a side (`u32::MAX` where there is none).
pub fn group_hash(rows: &Rows, legs: &[u32; 3]) -> u128 {
    let mut hasher = Xxh3::new();
    for side in Side::ALL {
        let row = legs[*side as usize];
        if row != u32::MAX {
            feed(&mut hasher, *side, &rows.get(*side).columns.get(row as usize));
        }
    }
    hasher.digest128()
}

/// Hash of one row.
pub fn row_hash(side: Side, entry: &Entry<'_>) -> u128 {
    let mut hasher = Xxh3::new();
    feed(&mut hasher, side, entry);
    hasher.digest128()
}

fn feed(hasher: &mut Xxh3, side: Side, entry: &Entry<'_>) {
    let mut fixed = [0_u8; 35];
    fixed[0] = side as u8;
    fixed[1] = entry.kind as u8;
    fixed[2] = entry.method as u8;
    fixed[3..7].copy_from_slice(&entry.day.number().to_le_bytes());
    fixed[7..11].copy_from_slice(&entry.at.second().to_le_bytes());
    fixed[11..19].copy_from_slice(&entry.amount.fen().to_le_bytes());
    fixed[19..27].copy_from_slice(&entry.fee.fen().to_le_bytes());
    fixed[27..35].copy_from_slice(&entry.net_gap.fen().to_le_bytes());
    hasher.update(&fixed);
    for text in [entry.cashier, entry.his_no, entry.order_no, entry.original_no, entry.channel_no] {
        hasher.update(&(text.len() as u32).to_le_bytes());
        hasher.update(text.as_bytes());
    }
}

/// SHA-256, lower-case hex, of length-prefixed parts.
pub fn sha256_hex<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 over hashes in ascending order: the same for the same groups in any order.
pub fn of_sorted(mut hashes: Vec<u128>) -> String {
    hashes.sort_unstable();
    let bytes: Vec<u8> = hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect();
    sha256_hex([bytes.as_slice()])
}
