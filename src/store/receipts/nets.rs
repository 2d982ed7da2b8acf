//! Nets of a channel day by contract: what the house is owed for the rows of that day.

use std::collections::BTreeMap;

use rusqlite::named_params;

use super::super::fault::{During, Fault};
use super::super::segment::Field;
use super::super::{Reader, convert};
use crate::domain::day::BusinessDay;
use crate::domain::entry::{Entry, EntryColumns, Kind, Side};
use crate::domain::house::{ChannelContract, House};
use crate::domain::matching::classify::expected_fee;
use crate::domain::matching::settlement::ChannelNet;
use crate::domain::money::Money;

const FIELDS: &[Field] = &[Field::Code, Field::Amount, Field::Fee, Field::Merchant, Field::OrderNo];
const TILL_FIELDS: &[Field] = &[Field::Second, Field::Code, Field::Amount, Field::Cashier];
const POSTED: &str = "SELECT posted_on, amount_fen FROM deposits WHERE posted_on BETWEEN :from AND :to
    AND entry_id NOT IN (SELECT entry_id FROM superseded) ORDER BY posted_on, amount_fen";

impl Reader {
    /// Σ gross − Σ refunds − Σ fees (fees of refunds given back) of a day, by place of the contract in the
    /// house's facts. A revocation undoes the payment of its order; alone it counts nothing.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn channel_nets(&self, day: BusinessDay, house: &House) -> Result<Vec<ChannelNet>, Fault> {
        let audited = |one: &ChannelContract| one.rate.map(|_| Money::ZERO);
        let mut nets: Vec<ChannelNet> =
            house.channels.iter().map(|one| ChannelNet { fee_due: audited(one), ..ChannelNet::default() }).collect();
        let mut columns = EntryColumns::default();
        for segment in self.segments_of_day(day)?.iter().filter(|segment| segment.side == Side::Bank) {
            let gone = self.superseded_rows(segment)?;
            let mut all = EntryColumns::default();
            self.load_segment(&mut all, segment, FIELDS)?;
            for row in (0..segment.rows).filter(|row| !gone.contains(&(*row as u32))) {
                columns.push(&all.get(row));
            }
        }
        let contract = |row: usize| {
            let entry = columns.get(row);
            house.channels.iter().position(|one| house.contract(entry.method, entry.merchant) == Some(one))
        };
        let is_revocation = |row: &usize| columns.kind[*row] == Kind::Revoke;
        let mut revoked: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for row in (0..columns.len()).filter(is_revocation) {
            revoked.entry(columns.order_no.get(row)).or_default().push(row);
        }
        for row in 0..columns.len() {
            let kind = columns.kind[row];
            let undone = kind == Kind::Pay
                && revoked.get_mut(columns.order_no.get(row)).is_some_and(|rows| rows.pop().is_some());
            if let (Some(place), Kind::Pay | Kind::Refund, false) = (contract(row), kind, undone) {
                add(&mut nets[place], &columns.get(row), house);
            }
        }
        Ok(nets)
    }

    /// The tills' rows of a day, as far as their cash can be summed from them.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn cashier_rows(&self, day: BusinessDay) -> Result<EntryColumns, Fault> {
        let mut columns = EntryColumns::default();
        for segment in self.segments_of_day(day)?.iter().filter(|segment| segment.side == Side::Cashier) {
            let gone = self.superseded_rows(segment)?;
            let mut all = EntryColumns::default();
            self.load_segment(&mut all, segment, TILL_FIELDS)?;
            for row in (0..segment.rows).filter(|row| !gone.contains(&(*row as u32))) {
                columns.push(&all.get(row));
            }
        }
        Ok(columns)
    }

    /// Live deposits of the bank's own file posted on the days from–to.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn deposits_posted(&self, from: BusinessDay, to: BusinessDay) -> Result<Vec<(BusinessDay, Money)>, Fault> {
        let mut statement = self.connection().prepare_cached(POSTED).during("read deposits")?;
        let range = named_params! {":from": from.to_string(), ":to": to.to_string()};
        let rows = statement.query_map(range, |row| Ok((convert::day(row, 0)?, Money::from_fen(row.get(1)?))));
        rows.during("read deposits")?.collect::<Result<_, _>>().during("read deposits")
    }
}

/// Adds a row of a contract; a fee that cannot be worked out is taken as charged.
fn add(net: &mut ChannelNet, entry: &Entry<'_>, house: &House) {
    if entry.amount < Money::ZERO {
        net.refunds -= entry.amount;
    } else {
        net.gross += entry.amount;
    }
    net.fee += entry.fee;
    net.rows += 1;
    if let Some(sum) = &mut net.fee_due {
        let due = expected_fee(entry, house).unwrap_or(entry.fee);
        *sum += due;
        net.fees_off += u32::from(due != entry.fee);
    }
}
