//! 隔离行 as listed for people: which row of which file, and why.

use rusqlite::named_params;

use super::super::fault::{During, Fault};
use super::super::{Reader, convert};
use crate::domain::day::BusinessDay;
use crate::domain::entry::Side;

const QUARANTINE: &str =
    "SELECT quarantine.id, file_id, path, quarantine.side, day, line, heading, code, excerpt FROM quarantine
    JOIN files ON files.id = quarantine.file_id
    WHERE (:day IS NULL OR day = :day) AND (:file IS NULL OR path = :file)
    ORDER BY day DESC, file_id DESC, line, quarantine.id LIMIT :limit";

/// 隔离行 in the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantinedLine {
    /// Its number.
    pub id: i64,
    /// Number of its file.
    pub file_id: i64,
    /// Path of its file as given at import.
    pub path: String,
    /// Its book.
    pub side: Side,
    /// 营业日 it would have counted on.
    pub day: BusinessDay,
    /// Line of the file, counted from 1.
    pub line: u32,
    /// Heading of the column; empty when it concerns the whole row.
    pub heading: String,
    /// Why, as a code of [`RowErrorCode`](crate::domain::import::RowErrorCode).
    pub code: String,
    /// What stands there, masked and cut.
    pub excerpt: String,
}

impl Reader {
    /// Quarantined rows of a day, of a file, or of both; newest day first, at most `limit`.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn quarantined_lines(
        &self,
        day: Option<BusinessDay>,
        file: Option<&str>,
        limit: usize,
    ) -> Result<Vec<QuarantinedLine>, Fault> {
        let mut statement = self.connection().prepare_cached(QUARANTINE).during("read quarantine")?;
        let asked = named_params! {":day": day.map(|day| day.to_string()), ":file": file, ":limit": limit as i64};
        let rows = statement
            .query_map(asked, |row| {
                Ok(QuarantinedLine {
                    id: row.get(0)?,
                    file_id: row.get(1)?,
                    path: row.get(2)?,
                    side: convert::side(row, 3)?,
                    day: convert::day(row, 4)?,
                    line: row.get(5)?,
                    heading: row.get(6)?,
                    code: row.get(7)?,
                    excerpt: row.get(8)?,
                })
            })
            .during("read quarantine")?;
        rows.collect::<Result<_, _>>().during("read quarantine")
    }
}
