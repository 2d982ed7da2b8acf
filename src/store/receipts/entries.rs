//! Reading entries: a day of the three books, one entry, or the versions of a key.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{OptionalExtension, named_params};

use super::super::fault::{During, Fault};
use super::super::segment::{self, Field};
use super::super::{Reader, convert};
use crate::domain::day::BusinessDay;
use crate::domain::entry::{EntryColumns, EntryId, Side};
use crate::domain::matching::pool::{Rows, SideRows};

/// 段. Where a segment comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentInfo {
    /// Its number.
    pub id: i64,
    /// File it came in.
    pub file_id: i64,
    /// Which book.
    pub side: Side,
    /// 营业日.
    pub day: BusinessDay,
    /// Rows held.
    pub rows: usize,
}

const SEGMENTS_OF_DAY: &str = "SELECT id, file_id, side, day, rows FROM segments WHERE day = :day ORDER BY id";
const SEGMENTS_OF_SIDE: &str =
    "SELECT id, file_id, side, day, rows FROM segments WHERE side = :side ORDER BY day DESC, id";
const SEGMENT: &str = "SELECT id, file_id, side, day, rows FROM segments WHERE id = :id";
const FIELD: &str = "SELECT data FROM segment_fields WHERE segment_id = :segment AND field = :field";
const SUPERSEDED: &str = "SELECT entry_id FROM superseded WHERE entry_id BETWEEN :first AND :last";

/// Loads days of entries for matching.
pub struct DayLoader<'r> {
    reader: &'r Reader,
}

impl Reader {
    /// Loads days for matching.
    pub fn days_for_matching(&self) -> DayLoader<'_> {
        DayLoader { reader: self }
    }

    /// Segments of a day, in the order they came.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn segments_of_day(&self, day: BusinessDay) -> Result<Vec<SegmentInfo>, Fault> {
        self.segments(SEGMENTS_OF_DAY, ":day", &day.to_string())
    }

    /// Segments of a side, newest day first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn segments_of_side(&self, side: Side) -> Result<Vec<SegmentInfo>, Fault> {
        self.segments(SEGMENTS_OF_SIDE, ":side", side.code())
    }

    fn segments(&self, sql: &str, name: &str, value: &str) -> Result<Vec<SegmentInfo>, Fault> {
        let mut statement = self.connection().prepare_cached(sql).during("read segments")?;
        let rows = statement.query_map(&[(name, &value)], segment_info).during("read segments")?;
        rows.collect::<Result<_, _>>().during("read segments")
    }

    /// One segment.
    ///
    /// # Errors
    /// When the book cannot be read, or holds no such segment.
    pub fn segment(&self, id: i64) -> Result<SegmentInfo, Fault> {
        let mut statement = self.connection().prepare_cached(SEGMENT).during("read a segment")?;
        statement.query_row(named_params! {":id": id}, segment_info).during("read a segment")
    }

    /// Rows of a segment, only the fields asked for (the others empty).
    ///
    /// # Errors
    /// When the book cannot be read or a blob does not decode.
    pub fn load_segment(
        &self,
        columns: &mut EntryColumns,
        segment: &SegmentInfo,
        fields: &[Field],
    ) -> Result<(), Fault> {
        let mut statement = self.connection().prepare_cached(FIELD).during("read entries")?;
        for field in fields {
            let blob: Vec<u8> = statement
                .query_row(named_params! {":segment": segment.id, ":field": field.name()}, |row| row.get(0))
                .during("read entries")?;
            segment::decode(columns, *field, segment.rows, &blob).during("read entries")?;
        }
        segment::pad(columns, fields, segment.day.number(), segment.rows);
        Ok(())
    }

    /// The sorted identity hashes of a segment.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn identities(&self, segment: &SegmentInfo) -> Result<Vec<u64>, Fault> {
        let mut statement = self.connection().prepare_cached(FIELD).during("read identities")?;
        let blob: Option<Vec<u8>> = statement
            .query_row(named_params! {":segment": segment.id, ":field": Field::Identity.name()}, |row| row.get(0))
            .optional()
            .during("read identities")?;
        segment::decode_identities(&blob.unwrap_or_default()).during("read identities")
    }

    /// Rows of a segment that a later version took the place of.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn superseded_rows(&self, segment: &SegmentInfo) -> Result<BTreeSet<u32>, Fault> {
        let mut statement = self.connection().prepare_cached(SUPERSEDED).during("read versions")?;
        let first = EntryId::new(segment.id, 0).number();
        let last = EntryId::new(segment.id, EntryId::ROWS_MAX - 1).number();
        let rows = statement
            .query_map(named_params! {":first": first, ":last": last}, |row| row.get::<_, i64>(0))
            .during("read versions")?;
        rows.map(|row| row.map(|number| EntryId::from_number(number).row()))
            .collect::<Result<_, _>>()
            .during("read versions")
    }
}

fn segment_info(row: &rusqlite::Row<'_>) -> rusqlite::Result<SegmentInfo> {
    Ok(SegmentInfo {
        id: row.get(0)?,
        file_id: row.get(1)?,
        side: convert::side(row, 2)?,
        day: convert::day(row, 3)?,
        rows: row.get::<_, i64>(4)?.unsigned_abs() as usize,
    })
}

impl DayLoader<'_> {
    /// The live rows of a day.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn load(&self, day: BusinessDay) -> Result<Rows, Fault> {
        self.load_fields(day, Field::MATCHING)
    }

    /// The live rows of a day, only the fields asked for.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn load_fields(&self, day: BusinessDay, fields: &[Field]) -> Result<Rows, Fault> {
        let mut rows = Rows::default();
        let segments = self.reader.segments_of_day(day)?;
        for segment in &segments {
            let into = rows.get_mut(segment.side);
            let gone = self.reader.superseded_rows(segment)?;
            if gone.is_empty() {
                self.reader.load_segment(&mut into.columns, segment, fields)?;
                into.ids.extend((0..segment.rows as u32).map(|row| EntryId::new(segment.id, row)));
                continue;
            }
            let mut all = SideRows::default();
            self.reader.load_segment(&mut all.columns, segment, fields)?;
            all.ids.extend((0..segment.rows as u32).map(|row| EntryId::new(segment.id, row)));
            for row in (0..segment.rows).filter(|row| !gone.contains(&(*row as u32))) {
                into.take(&all, row);
            }
        }
        Ok(rows)
    }

    /// What the first pass of a day depends on: its segments and how many of their rows are superseded.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn version(&self, day: BusinessDay) -> Result<String, Fault> {
        let mut version = String::new();
        for segment in self.reader.segments_of_day(day)? {
            let gone = self.reader.superseded_rows(&segment)?.len();
            version.push_str(&format!("{}-{gone};", segment.id));
        }
        Ok(version)
    }

    /// Days that hold entries, between two days.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn days(&self, from: BusinessDay, to: BusinessDay) -> Result<Vec<BusinessDay>, Fault> {
        const DAYS: &str = "SELECT DISTINCT day FROM segments WHERE day BETWEEN :from AND :to
            UNION SELECT counts_on FROM deposits WHERE counts_on BETWEEN :from AND :to
            UNION SELECT day FROM quarantine WHERE day BETWEEN :from AND :to ORDER BY 1";
        let mut statement = self.reader.connection().prepare_cached(DAYS).during("read days")?;
        let range = named_params! {":from": from.to_string(), ":to": to.to_string()};
        let rows = statement.query_map(range, |row| convert::day(row, 0)).during("read days")?;
        rows.collect::<Result<_, _>>().during("read days")
    }
}

/// Live and older rows that carry one of the identity hashes asked for, by segment.
pub(super) fn rows_with(
    reader: &Reader,
    side: Side,
    wanted: &[u64],
    mut found: impl FnMut(&SegmentInfo, &EntryColumns, usize, bool),
) -> Result<(), Fault> {
    for segment in reader.segments_of_side(side)? {
        let known = reader.identities(&segment)?;
        if !intersects(&known, wanted) {
            continue;
        }
        let gone = reader.superseded_rows(&segment)?;
        let mut columns = EntryColumns::default();
        reader.load_segment(&mut columns, &segment, Field::ALL)?;
        for row in 0..segment.rows {
            let hash = segment::identity_hash(columns.get(row).identity_no(side));
            if wanted.binary_search(&hash).is_ok() {
                found(&segment, &columns, row, !gone.contains(&(row as u32)));
            }
        }
    }
    Ok(())
}

fn intersects(left: &[u64], right: &[u64]) -> bool {
    let (mut i, mut j) = (0, 0);
    while let (Some(a), Some(b)) = (left.get(i), right.get(j)) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => return true,
        }
    }
    false
}

/// A row the book already holds, beside a row of a new file with the same identity.
#[derive(Clone, Debug)]
pub struct HeldRow {
    /// Its number.
    pub id: EntryId,
    /// Whether no later version took its place.
    pub live: bool,
    /// Place in [`Held::columns`].
    pub place: usize,
}

/// Rows of the book that share an identity with rows of a new file.
#[derive(Debug, Default)]
pub struct Held {
    /// Their fields.
    pub columns: EntryColumns,
    /// By identity number and kind.
    pub by_identity: HashMap<(String, u8), Vec<HeldRow>>,
}

impl Reader {
    /// Rows the book holds under any of these identity hashes (sorted).
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn held_rows(&self, side: Side, wanted: &[u64]) -> Result<Held, Fault> {
        let mut held = Held::default();
        rows_with(self, side, wanted, |segment, columns, row, live| {
            let entry = columns.get(row);
            let place = held.columns.len();
            held.columns.push(&entry);
            let key = (entry.identity_no(side).to_string(), entry.kind as u8);
            let id = EntryId::new(segment.id, row as u32);
            held.by_identity.entry(key).or_default().push(HeldRow { id, live, place });
        })?;
        Ok(held)
    }

    /// One entry with all its fields and the file it came in.
    ///
    /// # Errors
    /// When the book cannot be read, or holds no such entry.
    pub fn entry_columns(&self, id: EntryId) -> Result<(SegmentInfo, EntryColumns), Fault> {
        let segment = self.segment(id.segment())?;
        let mut all = EntryColumns::default();
        self.load_segment(&mut all, &segment, Field::ALL)?;
        let mut one = EntryColumns::default();
        one.push(&all.get(id.row() as usize));
        Ok((segment, one))
    }

    /// File names by segment, for the legs of cases.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn file_names(&self, segments: &BTreeSet<i64>) -> Result<BTreeMap<i64, String>, Fault> {
        const NAME: &str =
            "SELECT path FROM files JOIN segments ON files.id = segments.file_id WHERE segments.id = :id";
        let mut statement = self.connection().prepare_cached(NAME).during("read file names")?;
        let name = |id: &i64| {
            let name: Option<String> = statement
                .query_row(named_params! {":id": id}, |row| row.get(0))
                .optional()
                .during("read file names")?;
            Ok((*id, name.unwrap_or_default()))
        };
        segments.iter().map(name).collect()
    }
}
