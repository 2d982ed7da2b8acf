//! Single rows of a field 段内取行: a packed field kept open, so that a few rows cost a few rows.
//!
//! Invariant: what is read of a row is what [`super::decode`] gives for it. A value depends on the row
//! before it, so every so many rows the state is noted from which reading can go on.

use std::io;

use super::{Field, Reader, broken};
use crate::domain::entry::{EntryColumns, Kind, Method};

/// Rows between two noted states: at most so many are passed over to reach one.
const STRIDE: usize = 256;

/// 打开的列. One field of one segment, decompressed, with places to go on reading from.
pub struct OpenField {
    field: Field,
    plain: Vec<u8>,
    words: Vec<Box<str>>,
    places: Vec<State>,
    rows: usize,
}

/// What reading depends on before a row.
#[derive(Clone, Default)]
struct State {
    byte: usize,
    number: i64,
    text: Vec<u8>,
}

impl OpenField {
    /// Opens a field of `rows` rows; the whole blob is checked once.
    ///
    /// # Errors
    /// When the blob is not what [`super::encode`] makes for that many rows.
    pub fn new(field: Field, rows: usize, blob: &[u8]) -> io::Result<Self> {
        let plain = zstd::bulk::decompress(blob, rows.saturating_mul(512) + (1 << 20))?;
        let mut open = OpenField { field, plain, words: Vec::new(), places: Vec::new(), rows };
        let mut reader = Reader { bytes: &open.plain, place: 0 };
        if matches!(field, Field::Cashier | Field::Window | Field::Merchant) {
            for _ in 0..reader.get()? {
                let length = reader.get()? as usize;
                let word = std::str::from_utf8(reader.take(length)?).map_err(|_| broken())?;
                open.words.push(word.into());
            }
        }
        let mut state = State { byte: reader.place, ..State::default() };
        let mut places = Vec::with_capacity(rows / STRIDE + 1);
        for row in 0..rows {
            if row.is_multiple_of(STRIDE) {
                places.push(state.clone());
            }
            open.step(&mut state)?;
        }
        if state.byte != open.plain.len() {
            return Err(broken());
        }
        open.places = places;
        Ok(open)
    }

    /// Reads one row on; the state then holds that row's value.
    fn step(&self, state: &mut State) -> io::Result<()> {
        let mut reader = Reader { bytes: &self.plain, place: state.byte };
        match self.field {
            Field::Line | Field::Second => {
                state.number = state.number.checked_add(reader.get_signed()?).ok_or_else(broken)?;
            }
            Field::Amount | Field::Fee | Field::NetGap => state.number = reader.get_signed()?,
            Field::Code => state.number = i64::from(*reader.take(1)?.first().ok_or_else(broken)?),
            Field::Cashier | Field::Window | Field::Merchant => {
                let code = reader.get()? as usize;
                state.number = self.words.get(code).map(|_| code as i64).ok_or_else(broken)?;
            }
            Field::HisNo | Field::OrderNo | Field::OriginalNo | Field::ChannelNo | Field::TicketNo => {
                let (shared, length) = (reader.get()? as usize, reader.get()? as usize);
                if shared > state.text.len() {
                    return Err(broken());
                }
                state.text.truncate(shared);
                state.text.extend_from_slice(reader.take(length)?);
            }
            Field::Identity => return Err(broken()),
        }
        state.byte = reader.place;
        Ok(())
    }

    /// Adds the rows asked for, in that order, to columns that are being rebuilt; ascending rows are quickest.
    ///
    /// # Errors
    /// When a row is not one of the segment's.
    pub fn read(&self, rows: &[u32], columns: &mut EntryColumns) -> io::Result<()> {
        let mut state = State::default();
        let mut next = usize::MAX;
        for row in rows.iter().map(|row| *row as usize) {
            if row >= self.rows {
                return Err(broken());
            }
            if row < next || row - next > STRIDE {
                let block = row / STRIDE;
                state.clone_from(self.places.get(block).ok_or_else(broken)?);
                next = block * STRIDE;
            }
            while next <= row {
                self.step(&mut state)?;
                next += 1;
            }
            self.push(&state, columns)?;
        }
        Ok(())
    }

    fn push(&self, state: &State, columns: &mut EntryColumns) -> io::Result<()> {
        let text = || std::str::from_utf8(&state.text).map_err(|_| broken());
        let word = || self.words.get(state.number as usize).map(AsRef::as_ref).ok_or_else(broken);
        match self.field {
            Field::Line => columns.line.push(state.number as u32),
            Field::Second => columns.second.push(state.number as u32),
            Field::Code => {
                let byte = state.number as u8;
                columns.kind.push(Kind::from_byte(byte & 15).ok_or_else(broken)?);
                columns.method.push(Method::from_byte(byte >> 4).ok_or_else(broken)?);
            }
            Field::Amount => columns.amount_fen.push(state.number),
            Field::Fee => columns.fee_fen.push(state.number),
            Field::NetGap => columns.net_gap_fen.push(state.number),
            Field::Cashier => columns.cashier.push(word()?),
            Field::Window => columns.window.push(word()?),
            Field::Merchant => columns.merchant.push(word()?),
            Field::HisNo => columns.his_no.push(text()?),
            Field::OrderNo => columns.order_no.push(text()?),
            Field::OriginalNo => columns.original_no.push(text()?),
            Field::ChannelNo => columns.channel_no.push(text()?),
            Field::TicketNo => columns.ticket_no.push(text()?),
            Field::Identity => return Err(broken()),
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::made_up;
    use super::super::{Field, encode, pad};
    use super::*;
    use crate::domain::entry::Side;

    proptest! {
        #[test]
        fn single_rows_are_those_of_the_whole(
            rows in prop::collection::vec((0_u32..2_000_000, -9_999_999_i64..9_999_999, "[A-Z0-9]{0,20}", "[0-9]{3}[张王李]{0,2}"), 1..400),
            picks in prop::collection::vec(0_u32..400, 0..40),
        ) {
            let columns = made_up(&rows);
            let all: Vec<u32> = (0..columns.len() as u32).collect();
            let picks: Vec<u32> = picks.into_iter().map(|pick| pick % columns.len() as u32).collect();
            let mut back = EntryColumns::default();
            for field in Field::ALL {
                let blob = encode(&columns, &all, Side::His, *field).unwrap();
                OpenField::new(*field, columns.len(), &blob).unwrap().read(&picks, &mut back).unwrap();
            }
            pad(&mut back, Field::ALL, 739_000, picks.len());
            for (place, pick) in picks.iter().enumerate() {
                prop_assert_eq!(columns.get(*pick as usize), back.get(place));
            }
        }
    }

    #[test]
    fn a_cut_blob_is_a_fault_not_a_guess() {
        let columns = made_up(&[(1, 100, "A1".into(), "001".into()), (2, 200, "A2".into(), "001".into())]);
        for field in Field::ALL {
            let blob = encode(&columns, &[0, 1], Side::His, *field).unwrap();
            assert!(OpenField::new(*field, 3, &blob).is_err(), "{field:?}");
            assert!(OpenField::new(*field, 1, &blob).is_err(), "{field:?}");
            assert!(OpenField::new(*field, 2, &blob).unwrap().read(&[2], &mut EntryColumns::default()).is_err());
        }
    }
}
