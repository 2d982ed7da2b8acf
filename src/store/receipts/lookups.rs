//! What a day is judged beside: which books are in, deposits, quarantined rows, originals of refunds.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::named_params;

use super::super::fault::{During, Fault};
use super::super::segment::{Field, identity_hash};
use super::super::{Reader, convert};
use crate::domain::day::{BusinessDay, TimeOfDay};
use crate::domain::entry::{EntryColumns, EntryId, Kind, Method, Side};
use crate::domain::house::House;
use crate::domain::matching::originals::{BookedRefund, Originals};
use crate::domain::matching::pool::CoverageTable;
use crate::domain::matching::settle::QuarantinedLeg;
use crate::domain::matching::slips::Deposit;
use crate::domain::money::Money;

/// 覆盖表: methods whose file is in, by side and day; at HIS only once every sheet of the house is.
#[derive(Clone, Debug, Default)]
pub struct CoverageDays {
    methods: HashMap<(Side, i32), u16>,
    /// By day, and by place of the sheet among the house's.
    sheets: HashMap<(i32, usize), u16>,
}

impl CoverageTable for CoverageDays {
    fn is_in(&self, side: Side, method: Method, day: BusinessDay) -> bool {
        self.methods.get(&(side, day.number())).is_some_and(|methods| methods >> method as u16 & 1 == 1)
    }
}

impl CoverageDays {
    /// Whether any file of a side covers a day.
    pub fn any(&self, side: Side, day: BusinessDay) -> bool {
        self.methods.contains_key(&(side, day.number()))
    }

    /// The sheets of the house, by place, that no file brings for a day; none where a file stands for all of them,
    /// or where none of them is in at all.
    pub fn lacking_sheets(&self, house: &House, day: BusinessDay) -> Vec<usize> {
        let is_in = |place: &usize| self.sheets.contains_key(&(day.number(), *place));
        let (there, lacking): (Vec<usize>, Vec<usize>) = (0..house.his_sheets.len()).partition(is_in);
        if there.is_empty() || self.any(Side::His, day) { Vec::new() } else { lacking }
    }

    /// The bank's side of a method is in on these days, whatever file says so.
    pub fn add_bank(&mut self, method: Method, from: BusinessDay, to: BusinessDay) {
        for day in from.through(to) {
            *self.methods.entry((Side::Bank, day.number())).or_default() |= 1 << method as u16;
        }
    }

    /// HIS is in by the methods that each of its sheets brings.
    fn join_sheets(&mut self, house: &House) {
        let days: BTreeSet<i32> = self.sheets.keys().map(|(day, _)| *day).collect();
        for day in days {
            let methods = |place: usize| self.sheets.get(&(day, place)).copied().unwrap_or_default();
            let of_all = (0..house.his_sheets.len()).map(methods).fold(u16::MAX, |all, methods| all & methods);
            if of_all != 0 {
                *self.methods.entry((Side::His, day)).or_default() |= of_all;
            }
        }
    }
}

const COVERAGE: &str =
    "SELECT coverage.side, method, from_on, to_on, format FROM coverage JOIN files ON files.id = file_id
    WHERE to_on >= :from AND from_on <= :to";
const COVERED_SINCE: &str = "SELECT EXISTS (SELECT 1 FROM files JOIN coverage ON file_id = files.id
    WHERE seq > :seq AND from_on <= :day AND to_on >= :day)";
const DEPOSITS: &str = "SELECT entry_id, slip_no, posted_on, second, amount_fen, line FROM deposits
    WHERE counts_on = :day AND entry_id NOT IN (SELECT entry_id FROM superseded) ORDER BY entry_id";
const QUARANTINED: &str =
    "SELECT quarantine.side, day, method, his_no, order_no, path, line, heading, code FROM quarantine
    JOIN files ON files.id = quarantine.file_id
    WHERE day = :day ORDER BY order_no, his_no, quarantine.side, quarantine.line, quarantine.id";
const REFUNDS: &str = "SELECT day, second, his_no, amount_fen FROM refunds
    WHERE original_no = :original AND entry_id NOT IN (SELECT entry_id FROM superseded)";

impl Reader {
    /// Which books are in on the days from–to. A HIS that prints several sheets a day (`house`) is in once each
    /// of them is; a file in a layout of none of them stands for the whole day.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn coverage(&self, from: BusinessDay, to: BusinessDay, house: &House) -> Result<CoverageDays, Fault> {
        let mut statement = self.connection().prepare_cached(COVERAGE).during("read coverage")?;
        let range = named_params! {":from": from.to_string(), ":to": to.to_string()};
        let rows = statement
            .query_map(range, |row| {
                let format: String = row.get(4)?;
                let (side, method) = (convert::side(row, 0)?, convert::method(row, 1)?);
                Ok((side, method, convert::day(row, 2)?, convert::day(row, 3)?, house.his_sheet(&format)))
            })
            .during("read coverage")?;
        let mut coverage = CoverageDays::default();
        for row in rows {
            let (side, method, first, last, sheet) = row.during("read coverage")?;
            let methods = method.map_or(u16::MAX, |method| 1 << method as u16);
            for day in first.max(from).through(last.min(to)) {
                *match sheet.filter(|_| side == Side::His) {
                    Some(place) => coverage.sheets.entry((day.number(), place)).or_default(),
                    None => coverage.methods.entry((side, day.number())).or_default(),
                } |= methods;
            }
        }
        coverage.join_sheets(house);
        Ok(coverage)
    }

    /// Whether a file that came after fact `seq` covers a day, with rows of it or without.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn is_covered_since(&self, day: BusinessDay, seq: i64) -> Result<bool, Fault> {
        let mut statement = self.connection().prepare_cached(COVERED_SINCE).during("read coverage")?;
        let row = statement.query_row(named_params! {":seq": seq, ":day": day.to_string()}, |row| row.get(0));
        row.during("read coverage")
    }

    /// Live deposits that count on a day.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn deposits(&self, day: BusinessDay) -> Result<Vec<Deposit>, Fault> {
        let mut statement = self.connection().prepare_cached(DEPOSITS).during("read deposits")?;
        let rows = statement
            .query_map(named_params! {":day": day.to_string()}, |row| {
                Ok(Deposit {
                    entry: Some(EntryId::from_number(row.get(0)?)),
                    file: String::new(),
                    slip_no: row.get(1)?,
                    day: convert::day(row, 2)?,
                    at: TimeOfDay::from_second(row.get(3)?),
                    amount: Money::from_fen(row.get(4)?),
                    line: row.get(5)?,
                })
            })
            .during("read deposits")?;
        rows.collect::<Result<_, _>>().during("read deposits")
    }

    /// Rows of a day that did not parse.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn quarantined(&self, day: BusinessDay) -> Result<Vec<QuarantinedLeg>, Fault> {
        let mut statement = self.connection().prepare_cached(QUARANTINED).during("read quarantine")?;
        let rows = statement
            .query_map(named_params! {":day": day.to_string()}, |row| {
                Ok(QuarantinedLeg {
                    side: convert::side(row, 0)?,
                    day: convert::day(row, 1)?,
                    method: convert::method(row, 2)?,
                    his_no: row.get(3)?,
                    order_no: row.get(4)?,
                    file: row.get(5)?,
                    line: row.get(6)?,
                    column: row.get(7)?,
                    code: row.get(8)?,
                })
            })
            .during("read quarantine")?;
        rows.collect::<Result<_, _>>().during("read quarantine")
    }

    /// What HIS booked under each of these numbers, and every refund against them.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn originals(&self, numbers: &BTreeSet<String>) -> Result<Originals, Fault> {
        let mut originals: Originals = numbers.iter().map(|number| (number.clone(), Default::default())).collect();
        self.find_payments(&mut originals)?;
        let mut statement = self.connection().prepare_cached(REFUNDS).during("read refunds")?;
        for (number, original) in &mut originals {
            let rows = statement
                .query_map(named_params! {":original": number}, |row| {
                    Ok(BookedRefund {
                        day: convert::day(row, 0)?,
                        second: row.get(1)?,
                        his_no: row.get(2)?,
                        amount: Money::from_fen(row.get(3)?),
                    })
                })
                .during("read refunds")?;
            original.refunds = rows.collect::<Result<_, _>>().during("read refunds")?;
        }
        Ok(originals)
    }

    /// Searches HIS segments, newest day first; a number found on one day is not sought on older ones.
    fn find_payments(&self, originals: &mut Originals) -> Result<(), Fault> {
        let mut wanted: BTreeMap<u64, Vec<String>> = BTreeMap::new();
        for number in originals.keys() {
            wanted.entry(identity_hash(number)).or_default().push(number.clone());
        }
        let segments = self.segments_of_side(Side::His)?;
        for day in segments.chunk_by(|left, right| left.day == right.day) {
            if wanted.is_empty() {
                break;
            }
            let mut found = BTreeSet::new();
            for segment in day {
                let known = self.identities(segment)?;
                let hits: BTreeSet<u64> =
                    wanted.keys().copied().filter(|hash| known.binary_search(hash).is_ok()).collect();
                if !hits.is_empty() {
                    self.payments_in(segment, &hits, originals, &mut found)?;
                }
            }
            for hash in found {
                wanted.remove(&hash);
            }
        }
        Ok(())
    }

    fn payments_in(
        &self,
        segment: &super::SegmentInfo,
        hits: &BTreeSet<u64>,
        originals: &mut Originals,
        found: &mut BTreeSet<u64>,
    ) -> Result<(), Fault> {
        let gone = self.superseded_rows(segment)?;
        let mut columns = EntryColumns::default();
        self.load_segment(&mut columns, segment, &[Field::HisNo, Field::Code, Field::Amount, Field::OrderNo])?;
        for row in 0..segment.rows {
            let his_no = columns.his_no.get(row);
            let hash = identity_hash(his_no);
            if columns.kind[row] != Kind::Pay || !hits.contains(&hash) || gone.contains(&(row as u32)) {
                continue;
            }
            if let Some(original) = originals.get_mut(his_no) {
                let paid = (columns.method[row], Money::from_fen(columns.amount_fen[row]), segment.day);
                // A receipt booked twice (same order, same amount) was paid once.
                let line = (columns.order_no.get(row).to_string(), paid);
                if !original.lines.contains(&line) {
                    original.lines.push(line);
                }
                found.insert(hash);
            }
        }
        Ok(())
    }
}
