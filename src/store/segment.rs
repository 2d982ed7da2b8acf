//! Segments 段: the entries of one file and one day, kept column by column.
//!
//! One row an entry in SQLite cannot meet the speed asked of an import (decision 0009), so a
//! segment's columns are kept as one compressed blob a field: integers as zigzag varints, texts as
//! what differs from the row before, then zstd level 1. Invariant: what was encoded decodes to the
//! same entries; a blob that does not is a fault, never a guess.

pub mod window;

use std::io;

use xxhash_rust::xxh3::xxh3_64;

use crate::domain::entry::{EntryColumns, Kind, Method, Side, TextColumn, WordColumn};

/// Fields a segment is kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Line numbers.
    Line,
    /// Seconds of the day.
    Second,
    /// Kind and method, a byte each.
    Code,
    /// Amounts.
    Amount,
    /// Fees.
    Fee,
    /// Net gaps.
    NetGap,
    /// 收费员.
    Cashier,
    /// 窗口.
    Window,
    /// 商户号.
    Merchant,
    /// 结算流水号.
    HisNo,
    /// 商户订单号.
    OrderNo,
    /// 原流水号.
    OriginalNo,
    /// 渠道流水号.
    ChannelNo,
    /// 票据号.
    TicketNo,
    /// Sorted hashes of the identity keys, to see whether a row of a later file is known.
    Identity,
}

impl Field {
    /// Every field that rebuilds entries, in storage order.
    pub const ALL: &'static [Field] = &[
        Field::Line,
        Field::Second,
        Field::Code,
        Field::Amount,
        Field::Fee,
        Field::NetGap,
        Field::Cashier,
        Field::Window,
        Field::Merchant,
        Field::HisNo,
        Field::OrderNo,
        Field::OriginalNo,
        Field::ChannelNo,
        Field::TicketNo,
    ];

    /// What matching compares.
    pub const MATCHING: &'static [Field] = &[
        Field::Line,
        Field::Second,
        Field::Code,
        Field::Amount,
        Field::Fee,
        Field::NetGap,
        Field::Cashier,
        Field::Merchant,
        Field::HisNo,
        Field::OrderNo,
        Field::OriginalNo,
        Field::ChannelNo,
    ];

    /// The name kept in the book.
    pub const fn name(self) -> &'static str {
        match self {
            Field::Line => "line",
            Field::Second => "second",
            Field::Code => "code",
            Field::Amount => "amount",
            Field::Fee => "fee",
            Field::NetGap => "net_gap",
            Field::Cashier => "cashier",
            Field::Window => "window",
            Field::Merchant => "merchant",
            Field::HisNo => "his_no",
            Field::OrderNo => "order_no",
            Field::OriginalNo => "original_no",
            Field::ChannelNo => "channel_no",
            Field::TicketNo => "ticket_no",
            Field::Identity => "identity",
        }
    }
}

/// Encodes one field of the rows given (all of one day).
///
/// # Errors
/// Whatever zstd says.
pub fn encode(columns: &EntryColumns, rows: &[u32], side: Side, field: Field) -> io::Result<Vec<u8>> {
    let mut plain = Vec::with_capacity(rows.len() * 3 + 16);
    let numbers = |values: &[i64]| rows.iter().map(|row| values[*row as usize]).collect::<Vec<_>>();
    match field {
        Field::Line => deltas(&mut plain, rows.iter().map(|row| i64::from(columns.line[*row as usize]))),
        Field::Second => deltas(&mut plain, rows.iter().map(|row| i64::from(columns.second[*row as usize]))),
        Field::Code => {
            let code = |row: &u32| columns.kind[*row as usize] as u8 | (columns.method[*row as usize] as u8) << 4;
            plain.extend(rows.iter().map(code));
        }
        Field::Amount => numbers(&columns.amount_fen).into_iter().for_each(|value| put_signed(&mut plain, value)),
        Field::Fee => numbers(&columns.fee_fen).into_iter().for_each(|value| put_signed(&mut plain, value)),
        Field::NetGap => numbers(&columns.net_gap_fen).into_iter().for_each(|value| put_signed(&mut plain, value)),
        Field::Cashier => words(&mut plain, &columns.cashier, rows),
        Field::Window => words(&mut plain, &columns.window, rows),
        Field::Merchant => words(&mut plain, &columns.merchant, rows),
        Field::HisNo => texts(&mut plain, &columns.his_no, rows),
        Field::OrderNo => texts(&mut plain, &columns.order_no, rows),
        Field::OriginalNo => texts(&mut plain, &columns.original_no, rows),
        Field::ChannelNo => texts(&mut plain, &columns.channel_no, rows),
        Field::TicketNo => texts(&mut plain, &columns.ticket_no, rows),
        Field::Identity => return Ok(identities(columns, rows, side)),
    }
    zstd::bulk::compress(&plain, 1)
}

/// Hash by which a row's identity is looked up; 40 bits, so that a sorted list takes few bytes.
/// A hit is always confirmed on the row itself.
pub fn identity_hash(identity_no: &str) -> u64 {
    xxh3_64(identity_no.as_bytes()) >> 24
}

fn identities(columns: &EntryColumns, rows: &[u32], side: Side) -> Vec<u8> {
    let own = if side == Side::Bank { &columns.channel_no } else { &columns.his_no };
    let hash = |row: &u32| {
        let text = own.get(*row as usize);
        identity_hash(if text.is_empty() { columns.order_no.get(*row as usize) } else { text })
    };
    let mut hashes: Vec<u64> = rows.iter().map(hash).collect();
    hashes.sort_unstable();
    hashes.dedup();
    let mut plain = Vec::with_capacity(hashes.len() * 4);
    let mut last = 0;
    for hash in hashes {
        put(&mut plain, hash - last);
        last = hash;
    }
    plain
}

/// The sorted identity hashes of a segment.
pub fn decode_identities(blob: &[u8]) -> io::Result<Vec<u64>> {
    let mut reader = Reader { bytes: blob, place: 0 };
    let mut hashes = Vec::with_capacity(blob.len() / 4 + 1);
    let mut last = 0;
    while reader.place < blob.len() {
        last += reader.get()?;
        hashes.push(last);
    }
    Ok(hashes)
}

/// Adds the rows of one field to columns that are being rebuilt.
///
/// # Errors
/// When the blob is not what [`encode`] makes for that many rows.
pub fn decode(columns: &mut EntryColumns, field: Field, rows: usize, blob: &[u8]) -> io::Result<()> {
    let plain = zstd::bulk::decompress(blob, rows.saturating_mul(512) + (1 << 20))?;
    let mut reader = Reader { bytes: &plain, place: 0 };
    match field {
        Field::Line => undelta(&mut reader, rows, |value| columns.line.push(value as u32))?,
        Field::Second => undelta(&mut reader, rows, |value| columns.second.push(value as u32))?,
        Field::Code => {
            for byte in plain.get(..rows).ok_or_else(broken)? {
                columns.kind.push(Kind::from_byte(byte & 15).ok_or_else(broken)?);
                columns.method.push(Method::from_byte(byte >> 4).ok_or_else(broken)?);
            }
            reader.place = rows;
        }
        Field::Amount => signed(&mut reader, rows, &mut columns.amount_fen)?,
        Field::Fee => signed(&mut reader, rows, &mut columns.fee_fen)?,
        Field::NetGap => signed(&mut reader, rows, &mut columns.net_gap_fen)?,
        Field::Cashier => unword(&mut reader, rows, &mut columns.cashier)?,
        Field::Window => unword(&mut reader, rows, &mut columns.window)?,
        Field::Merchant => unword(&mut reader, rows, &mut columns.merchant)?,
        Field::HisNo => untext(&mut reader, rows, &mut columns.his_no)?,
        Field::OrderNo => untext(&mut reader, rows, &mut columns.order_no)?,
        Field::OriginalNo => untext(&mut reader, rows, &mut columns.original_no)?,
        Field::ChannelNo => untext(&mut reader, rows, &mut columns.channel_no)?,
        Field::TicketNo => untext(&mut reader, rows, &mut columns.ticket_no)?,
        Field::Identity => return Err(broken()),
    }
    if reader.place == plain.len() { Ok(()) } else { Err(broken()) }
}

/// Fills the fields that were not asked for, so that every column has as many rows.
pub fn pad(columns: &mut EntryColumns, fields: &[Field], day: i32, rows: usize) {
    columns.day.resize(columns.day.len() + rows, day);
    for field in Field::ALL.iter().filter(|field| !fields.contains(field)) {
        match field {
            Field::Window => (0..rows).for_each(|_| columns.window.push("")),
            Field::Merchant => (0..rows).for_each(|_| columns.merchant.push("")),
            Field::TicketNo => (0..rows).for_each(|_| columns.ticket_no.push("")),
            Field::Cashier => (0..rows).for_each(|_| columns.cashier.push("")),
            Field::HisNo => (0..rows).for_each(|_| columns.his_no.push("")),
            Field::OrderNo => (0..rows).for_each(|_| columns.order_no.push("")),
            Field::OriginalNo => (0..rows).for_each(|_| columns.original_no.push("")),
            Field::ChannelNo => (0..rows).for_each(|_| columns.channel_no.push("")),
            Field::Line => columns.line.resize(columns.line.len() + rows, 0),
            Field::Second => columns.second.resize(columns.second.len() + rows, 0),
            Field::Amount => columns.amount_fen.resize(columns.amount_fen.len() + rows, 0),
            Field::Fee => columns.fee_fen.resize(columns.fee_fen.len() + rows, 0),
            Field::NetGap => columns.net_gap_fen.resize(columns.net_gap_fen.len() + rows, 0),
            Field::Code => {
                columns.kind.resize(columns.kind.len() + rows, Kind::Pay);
                columns.method.resize(columns.method.len() + rows, Method::Other);
            }
            Field::Identity => {}
        }
    }
}

fn put(plain: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        plain.push(value as u8 | 0x80);
        value >>= 7;
    }
    plain.push(value as u8);
}

fn put_signed(plain: &mut Vec<u8>, value: i64) {
    put(plain, ((value << 1) ^ (value >> 63)) as u64);
}

fn deltas(plain: &mut Vec<u8>, values: impl Iterator<Item = i64>) {
    let mut last = 0;
    for value in values {
        put_signed(plain, value - last);
        last = value;
    }
}

fn words(plain: &mut Vec<u8>, column: &WordColumn, rows: &[u32]) {
    let mut used = WordColumn::default();
    let mut mapped: Vec<Option<u32>> = vec![None; column.words().len()];
    let mut codes = Vec::with_capacity(rows.len());
    for row in rows {
        let code = column.code(*row as usize) as usize;
        codes.push(match mapped.get(code).copied().flatten() {
            Some(mapped) => mapped,
            None => {
                let fresh = used.intern(column.get(*row as usize));
                if let Some(slot) = mapped.get_mut(code) {
                    *slot = Some(fresh);
                }
                fresh
            }
        });
    }
    put(plain, used.words().len() as u64);
    for word in used.words() {
        put(plain, word.len() as u64);
        plain.extend_from_slice(word.as_bytes());
    }
    codes.into_iter().for_each(|code| put(plain, u64::from(code)));
}

/// Each text as the length it shares with the one before, the length that follows, and those bytes.
fn texts(plain: &mut Vec<u8>, column: &TextColumn, rows: &[u32]) {
    let mut last: &[u8] = b"";
    for row in rows {
        let text = column.get(*row as usize).as_bytes();
        let shared = last.iter().zip(text).take_while(|(a, b)| a == b).count();
        put(plain, shared as u64);
        put(plain, (text.len() - shared) as u64);
        plain.extend_from_slice(&text[shared..]);
        last = text;
    }
}

fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a segment of the book does not decode")
}

struct Reader<'a> {
    bytes: &'a [u8],
    place: usize,
}

impl<'a> Reader<'a> {
    fn get(&mut self) -> io::Result<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = *self.bytes.get(self.place).ok_or_else(broken)?;
            self.place += 1;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(broken())
    }

    fn get_signed(&mut self) -> io::Result<i64> {
        let value = self.get()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    fn take(&mut self, length: usize) -> io::Result<&'a [u8]> {
        let end = self.place.checked_add(length).ok_or_else(broken)?;
        let taken = self.bytes.get(self.place..end).ok_or_else(broken)?;
        self.place = end;
        Ok(taken)
    }
}

fn signed(reader: &mut Reader<'_>, rows: usize, column: &mut Vec<i64>) -> io::Result<()> {
    column.reserve(rows);
    for _ in 0..rows {
        column.push(reader.get_signed()?);
    }
    Ok(())
}

fn undelta(reader: &mut Reader<'_>, rows: usize, mut push: impl FnMut(i64)) -> io::Result<()> {
    let mut last = 0_i64;
    for _ in 0..rows {
        last = last.checked_add(reader.get_signed()?).ok_or_else(broken)?;
        push(last);
    }
    Ok(())
}

fn unword(reader: &mut Reader<'_>, rows: usize, column: &mut WordColumn) -> io::Result<()> {
    let count = reader.get()?;
    let mut codes = Vec::new();
    for _ in 0..count {
        let length = reader.get()? as usize;
        let word = std::str::from_utf8(reader.take(length)?).map_err(|_| broken())?;
        codes.push(column.intern(word));
    }
    for _ in 0..rows {
        column.push_code(*codes.get(reader.get()? as usize).ok_or_else(broken)?);
    }
    Ok(())
}

fn untext(reader: &mut Reader<'_>, rows: usize, column: &mut TextColumn) -> io::Result<()> {
    let mut last: Vec<u8> = Vec::new();
    for _ in 0..rows {
        let shared = reader.get()? as usize;
        let length = reader.get()? as usize;
        if shared > last.len() {
            return Err(broken());
        }
        last.truncate(shared);
        last.extend_from_slice(reader.take(length)?);
        column.push(std::str::from_utf8(&last).map_err(|_| broken())?);
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::day::{BusinessDay, TimeOfDay};
    use crate::domain::entry::Entry;
    use crate::domain::money::Money;

    pub(super) fn made_up(rows: &[(u32, i64, String, String)]) -> EntryColumns {
        let mut columns = EntryColumns::default();
        for (number, fen, his_no, cashier) in rows {
            columns.push(&Entry {
                line: *number,
                day: BusinessDay::from_number(739_000).unwrap(),
                at: TimeOfDay::from_second(number % 90_000),
                kind: if *fen < 0 { Kind::Refund } else { Kind::Pay },
                method: Method::ALL[*number as usize % Method::ALL.len()],
                amount: Money::from_fen(*fen),
                fee: Money::from_fen(fen / 100),
                net_gap: Money::ZERO,
                cashier,
                window: "W001",
                merchant: "",
                his_no,
                order_no: &format!("ZF{his_no}"),
                original_no: "",
                channel_no: his_no,
                ticket_no: cashier,
            });
        }
        columns
    }

    proptest! {
        #[test]
        fn what_is_encoded_decodes_to_the_same(
            rows in prop::collection::vec((0_u32..2_000_000, -9_999_999_i64..9_999_999, "[A-Z0-9]{0,20}", "[0-9]{3}[张王李]{0,2}"), 0..60)
        ) {
            let columns = made_up(&rows);
            let all: Vec<u32> = (0..columns.len() as u32).collect();
            let mut back = EntryColumns::default();
            for field in Field::ALL {
                let blob = encode(&columns, &all, Side::His, *field).unwrap();
                decode(&mut back, *field, columns.len(), &blob).unwrap();
            }
            pad(&mut back, Field::ALL, 739_000, columns.len());
            for row in 0..columns.len() {
                prop_assert_eq!(columns.get(row), back.get(row));
            }
        }
    }

    #[test]
    fn a_cut_blob_is_a_fault_not_a_guess() {
        let columns = made_up(&[(1, 100, "A1".into(), "001".into()), (2, 200, "A2".into(), "001".into())]);
        let blob = encode(&columns, &[0, 1], Side::His, Field::HisNo).unwrap();
        assert!(decode(&mut EntryColumns::default(), Field::HisNo, 3, &blob).is_err());
        assert!(decode(&mut EntryColumns::default(), Field::HisNo, 1, &blob).is_err());
        assert!(decode(&mut EntryColumns::default(), Field::HisNo, 2, &blob[..blob.len() - 1]).is_err());
    }
}
