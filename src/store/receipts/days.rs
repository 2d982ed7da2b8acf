//! Days that have entries: rows by book, and the newest file that touched them.

use std::collections::BTreeMap;

use rusqlite::named_params;

use super::super::fault::{During, Fault};
use super::super::{Reader, convert};
use crate::domain::day::BusinessDay;
use crate::domain::entry::EntryId;
use crate::domain::recon::BySide;

/// A day with entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayRow {
    /// 营业日.
    pub day: BusinessDay,
    /// Live rows, by side.
    pub entries: BySide<u64>,
    /// Fact of the newest file that brought or changed rows of the day.
    pub newest_seq: i64,
}

const SEGMENTS: &str = "SELECT segments.id, side, day, rows, seq FROM segments
    JOIN (SELECT id AS file, seq FROM files) ON file = segments.file_id ORDER BY segments.id";
const SUPERSEDED: &str = "SELECT entry_id, files.seq FROM superseded JOIN files ON files.id = superseded.by_file_id";

impl Reader {
    /// Every day that has entries, oldest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn day_rows(&self) -> Result<Vec<DayRow>, Fault> {
        let mut gone: BTreeMap<i64, (u64, i64)> = BTreeMap::new();
        let mut statement = self.connection().prepare_cached(SUPERSEDED).during("read versions")?;
        let rows =
            statement.query_map(named_params! {}, |row| Ok((row.get(0)?, row.get(1)?))).during("read versions")?;
        for row in rows {
            let (entry, seq): (i64, i64) = row.during("read versions")?;
            let count = gone.entry(EntryId::from_number(entry).segment()).or_default();
            *count = (count.0 + 1, count.1.max(seq));
        }
        let mut statement = self.connection().prepare_cached(SEGMENTS).during("read days")?;
        let rows = statement
            .query_map(named_params! {}, |row| {
                let rows: i64 = row.get(3)?;
                let id: i64 = row.get(0)?;
                Ok((id, convert::side(row, 1)?, convert::day(row, 2)?, rows.unsigned_abs(), row.get::<_, i64>(4)?))
            })
            .during("read days")?;
        let mut days: BTreeMap<BusinessDay, DayRow> = BTreeMap::new();
        for row in rows {
            let (id, side, day, count, seq) = row.during("read days")?;
            let (superseded, changed_seq) = gone.get(&id).copied().unwrap_or_default();
            let entry = days.entry(day).or_insert(DayRow { day, entries: BySide::default(), newest_seq: 0 });
            *entry.entries.get_mut(side) += count - superseded.min(count);
            entry.newest_seq = entry.newest_seq.max(seq).max(changed_seq);
        }
        Ok(days.into_values().collect())
    }
}
