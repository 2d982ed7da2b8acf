//! 下钻: the entries of one side, filtered and ordered, a window at a time.
//!
//! Invariant: opening reads only what filter and order need and keeps four bytes a row; a window then
//! reads the rows it shows. Rows that a later version took the place of are never shown.

use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, named_params};

use super::super::Reader;
use super::super::fault::{During, Fault};
use super::super::segment::window::OpenField;
use super::super::segment::{self, Field};
use super::SegmentInfo;
use super::ranks::Ranks;
use crate::domain::day::BusinessDay;
use crate::domain::entry::{self, EntryColumns, EntryId, EntryOrder, Method, Side};
use crate::domain::matching::pool::SideRows;
use crate::domain::money::Money;

/// Seconds kept free for each day in an order by time: a day may run past midnight.
const DAY: i64 = 1 << 20;

/// Rows decoded at once while a drill-down is opened.
const ROWS_AT_ONCE: usize = 4_096;

/// Which entries, and in which order.
#[derive(Clone, Copy)]
pub struct DrillQuery<'q> {
    /// 营业日; all days when `None`.
    pub day: Option<BusinessDay>,
    /// Which book.
    pub side: Side,
    /// 支付方式; all when `None`.
    pub method: Option<Method>,
    /// 收费员 as printed; all when `None`.
    pub cashier: Option<&'q str>,
    /// A further condition on the fields of [`Drill::FOUND_BY`].
    pub found: Option<&'q dyn Fn(&entry::Entry<'_>) -> bool>,
    /// Order.
    pub order: EntryOrder,
    /// Whether the order runs backwards.
    pub descending: bool,
}

impl DrillQuery<'_> {
    /// The fields that choosing and ordering need.
    fn fields(&self) -> Vec<Field> {
        if self.found.is_some() {
            return Drill::FOUND_BY.to_vec();
        }
        let by_code = self.method.is_some() || matches!(self.order, EntryOrder::Kind | EntryOrder::Method);
        let by_cashier = self.cashier.is_some() || self.order == EntryOrder::Cashier;
        let needed = [
            (Field::Amount, true),
            (Field::Second, self.order == EntryOrder::Time),
            (Field::Code, by_code),
            (Field::Cashier, by_cashier),
        ];
        needed.into_iter().filter(|(_, needed)| *needed).map(|(field, _)| field).collect()
    }

    fn lets_through(&self, columns: &EntryColumns, row: usize) -> bool {
        self.method.is_none_or(|method| columns.method[row] == method)
            && self.cashier.is_none_or(|cashier| columns.cashier.get(row) == cashier)
            && self.found.is_none_or(|found| found(&columns.get(row)))
    }
}

/// 下钻. Rows that were chosen, in order, and the fields that are open.
pub struct Drill {
    segments: Vec<(SegmentInfo, u32)>,
    order: Vec<u32>,
    sum: Money,
    open: BTreeMap<(i64, Field), OpenField>,
    names: BTreeMap<i64, String>,
}

/// What the rows read so far came to.
#[derive(Default)]
struct Chosen {
    /// What a row is ordered by, and its place.
    rows: Vec<(i64, u32)>,
    cashiers: Ranks,
    sum: Money,
}

impl Chosen {
    /// Takes a row, which stands at a place among all.
    fn take(&mut self, order: EntryOrder, columns: &EntryColumns, row: usize, place: u32) {
        let key = match order {
            EntryOrder::Time => i64::from(columns.day[row]) * DAY + i64::from(columns.second[row]),
            EntryOrder::Amount => columns.amount_fen[row],
            EntryOrder::Kind => columns.kind[row] as i64,
            EntryOrder::Method => columns.method[row] as i64,
            EntryOrder::Cashier => self.cashiers.number_of(columns.cashier.get(row)),
        };
        self.rows.push((key, place));
        self.sum += Money::from_fen(columns.amount_fen[row]);
    }
}

impl Drill {
    /// Fields that [`DrillQuery::found`] may look at; the others are empty.
    pub const FOUND_BY: &'static [Field] = &[
        Field::Code,
        Field::Second,
        Field::Amount,
        Field::Cashier,
        Field::HisNo,
        Field::OrderNo,
        Field::ChannelNo,
        Field::TicketNo,
    ];
    /// What a window shows of a row.
    const SHOWN: &'static [Field] = &[
        Field::Line,
        Field::Second,
        Field::Code,
        Field::Amount,
        Field::Fee,
        Field::Cashier,
        Field::Window,
        Field::HisNo,
        Field::OrderNo,
        Field::OriginalNo,
        Field::ChannelNo,
        Field::TicketNo,
    ];

    /// Rows in all.
    pub fn total(&self) -> usize {
        self.order.len()
    }

    /// Sum of their amounts.
    pub fn sum(&self) -> Money {
        self.sum
    }

    /// Numbers of the rows from–to (exclusive), in order.
    pub fn ids(&self, from: usize, to: usize) -> Vec<EntryId> {
        let to = to.min(self.order.len());
        self.order[from.min(to)..to].iter().map(|place| self.id(*place)).collect()
    }

    /// Where an entry stands, if it is among the rows.
    pub fn place_of(&self, id: EntryId) -> Option<usize> {
        let (_, first) = self.segments.iter().find(|(segment, _)| segment.id == id.segment())?;
        let wanted = first + id.row();
        self.order.iter().position(|place| *place == wanted)
    }

    /// The segment a place lies in, as its index.
    fn segment_of(&self, place: u32) -> usize {
        self.segments.partition_point(|(_, first)| *first <= place).saturating_sub(1)
    }

    fn id(&self, place: u32) -> EntryId {
        let (segment, first) = &self.segments[self.segment_of(place)];
        EntryId::new(segment.id, place - first)
    }

    /// The rows from–to (exclusive) with what a list shows of them, and the name of each one's file.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn window(&mut self, reader: &Reader, from: usize, to: usize) -> Result<(SideRows, Vec<String>), Fault> {
        let to = to.min(self.order.len());
        let shown: Vec<u32> = self.order[from.min(to)..to].to_vec();
        let mut by_segment: BTreeMap<usize, Vec<(u32, usize)>> = BTreeMap::new();
        for (at, place) in shown.iter().enumerate() {
            let segment = self.segment_of(*place);
            by_segment.entry(segment).or_default().push((place - self.segments[segment].1, at));
        }
        self.close_all_but(by_segment.keys());
        let mut read = SideRows::default();
        let mut at_of: Vec<usize> = Vec::with_capacity(shown.len());
        for (segment, mut rows) in by_segment {
            rows.sort_unstable();
            let info = self.segments[segment].0.clone();
            let wanted: Vec<u32> = rows.iter().map(|(row, _)| *row).collect();
            for field in Self::SHOWN {
                let open = self.field(reader, &info, *field)?;
                open.read(&wanted, &mut read.columns).during("read entries")?;
            }
            segment::pad(&mut read.columns, Self::SHOWN, info.day.number(), wanted.len());
            read.ids.extend(wanted.iter().map(|row| EntryId::new(info.id, *row)));
            at_of.extend(rows.iter().map(|(_, at)| *at));
            if !self.names.contains_key(&info.id) {
                self.names.extend(reader.file_names(&BTreeSet::from([info.id]))?);
            }
        }
        let mut back = vec![0; shown.len()];
        at_of.iter().enumerate().for_each(|(place, at)| back[*at] = place);
        let mut rows = SideRows::default();
        back.iter().for_each(|place| rows.take(&read, *place));
        let name = |id: &EntryId| self.names.get(&id.segment()).cloned().unwrap_or_default();
        let names = rows.ids.iter().map(name).collect();
        Ok((rows, names))
    }

    /// Fields of segments that are out of sight are given up: memory follows the window.
    fn close_all_but<'s>(&mut self, segments: impl Iterator<Item = &'s usize>) {
        let kept: BTreeSet<i64> = segments.map(|segment| self.segments[*segment].0.id).collect();
        self.open.retain(|(segment, _), _| kept.contains(segment));
    }

    fn field(&mut self, reader: &Reader, info: &SegmentInfo, field: Field) -> Result<&OpenField, Fault> {
        match self.open.entry((info.id, field)) {
            Entry::Occupied(open) => Ok(open.into_mut()),
            Entry::Vacant(place) => {
                let blob = reader.field_blob(info.id, field)?;
                let open = OpenField::new(field, info.rows, &blob).during("read entries")?;
                Ok(place.insert(open))
            }
        }
    }
}

impl Reader {
    /// Opens a drill-down.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn drill(&self, query: &DrillQuery<'_>) -> Result<Drill, Fault> {
        let segments = match query.day {
            Some(day) => self.segments_of_day(day)?.into_iter().filter(|one| one.side == query.side).collect(),
            None => {
                let mut all = self.segments_of_side(query.side)?;
                all.sort_by_key(|segment| (segment.day, segment.id));
                all
            }
        };
        let mut first = 0_u32;
        let mut chosen = Chosen::default();
        let mut placed = Vec::with_capacity(segments.len());
        for segment in segments {
            self.choose(query, &segment, first, &mut chosen)?;
            let rows = u32::try_from(segment.rows).unwrap_or(u32::MAX);
            placed.push((segment, first));
            first = first.saturating_add(rows);
        }
        if query.order == EntryOrder::Cashier {
            chosen.cashiers.rank(chosen.rows.iter_mut().map(|(key, _)| key));
        }
        let Chosen { mut rows, sum, .. } = chosen;
        if query.descending {
            rows.sort_unstable_by_key(|row| Reverse(*row));
        } else {
            rows.sort_unstable();
        }
        let order = rows.into_iter().map(|(_, place)| place).collect();
        Ok(Drill { segments: placed, order, sum, open: BTreeMap::new(), names: BTreeMap::new() })
    }

    /// The rows of one segment that the query lets through, with what they are ordered by. Rows are decoded some at a
    /// time: the whole of a day of a million would stay with the process long after it was looked at.
    fn choose(
        &self,
        query: &DrillQuery<'_>,
        segment: &SegmentInfo,
        first: u32,
        chosen: &mut Chosen,
    ) -> Result<(), Fault> {
        let fields = query.fields();
        let mut open = Vec::with_capacity(fields.len());
        for field in &fields {
            let blob = self.field_blob(segment.id, *field)?;
            open.push(OpenField::new(*field, segment.rows, &blob).during("read entries")?);
        }
        let gone = self.superseded_rows(segment)?;
        let rows = u32::try_from(segment.rows).unwrap_or(u32::MAX);
        chosen.rows.reserve(if query.found.is_none() { segment.rows } else { 0 });
        for from in (0..rows).step_by(ROWS_AT_ONCE) {
            let places: Vec<u32> = (from..rows.min(from.saturating_add(ROWS_AT_ONCE as u32))).collect();
            let mut columns = EntryColumns::default();
            for field in &open {
                field.read(&places, &mut columns).during("read entries")?;
            }
            segment::pad(&mut columns, &fields, segment.day.number(), places.len());
            for (row, place) in places.iter().enumerate() {
                if !gone.contains(place) && query.lets_through(&columns, row) {
                    chosen.take(query.order, &columns, row, first.saturating_add(*place));
                }
            }
        }
        Ok(())
    }

    /// A packed field of a segment.
    fn field_blob(&self, segment: i64, field: Field) -> Result<Vec<u8>, Fault> {
        const FIELD: &str = "SELECT data FROM segment_fields WHERE segment_id = :segment AND field = :field";
        let mut statement = self.connection().prepare_cached(FIELD).during("read entries")?;
        let blob: Option<Vec<u8>> = statement
            .query_row(named_params! {":segment": segment, ":field": field.name()}, |row| row.get(0))
            .optional()
            .during("read entries")?;
        Ok(blob.unwrap_or_default())
    }
}
