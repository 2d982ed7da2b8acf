//! 专管员指派 · 单位标注 in the book; and which employers files touched since.

use std::collections::BTreeMap;

use rusqlite::{Row, named_params};

use super::super::fault::{At, During, Fault};
use super::super::{Reader, Writer, convert};
use crate::domain::collection::marks::{Mark, MarkKind};
use crate::domain::day::BusinessDay;

/// The last call with an employer: its day, and the day agreed for the next.
pub type LastCall = (BusinessDay, Option<BusinessDay>);

const ASSIGN: &str = "INSERT INTO assignments (seq, employer_id, officer) VALUES (:seq, :employer, :officer)";
const MARK: &str = "INSERT INTO employer_marks (seq, employer_id, mark, value, note)
    VALUES (:seq, :employer, :mark, :value, :note)";
const ASSIGNED: &str = "SELECT employer_id, officer, max(seq) FROM assignments GROUP BY employer_id";
const MARKS: &str = "SELECT max(seq), employer_id, mark, value, note FROM employer_marks
    GROUP BY employer_id, mark ORDER BY employer_id, mark";
const LAST_CALLS: &str = "SELECT employer_id, called_on, next_on, max(seq) FROM calls GROUP BY employer_id";
const TOUCHED: &str = "SELECT employer_id FROM employer_versions WHERE file_id > :file
    UNION SELECT employer_id FROM dues WHERE file_id > :file
    UNION SELECT employer_id FROM payments WHERE file_id > :file ORDER BY 1";

impl Writer<'_> {
    /// Keeps an assignment under the fact about to be written.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put_assignment(&self, seq: i64, employer_id: i64, officer: &str) -> Result<(), Fault> {
        let row = named_params! {":seq": seq, ":employer": employer_id, ":officer": officer};
        let write = || self.connection().prepare_cached(ASSIGN)?.execute(row);
        write().during("keep an assignment").at(self.path()).map(drop)
    }

    /// Keeps a mark under the fact about to be written.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put_mark(&self, mark: &Mark) -> Result<(), Fault> {
        let write = || {
            self.connection().prepare_cached(MARK)?.execute(named_params! {
                ":seq": mark.seq, ":employer": mark.employer_id, ":mark": mark.kind.code(), ":value": mark.value,
                ":note": mark.note,
            })
        };
        write().during("keep a mark").at(self.path()).map(drop)
    }
}

impl Reader {
    /// Officers assigned, by employer; an empty name is the registry's own.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn assignments(&self) -> Result<BTreeMap<i64, String>, Fault> {
        let read = || -> rusqlite::Result<BTreeMap<i64, String>> {
            let mut statement = self.connection().prepare_cached(ASSIGNED)?;
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        read().during("read the assignments").at(self.path())
    }

    /// Marks in force, by employer and kind.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn marks(&self) -> Result<Vec<Mark>, Fault> {
        let read = || -> rusqlite::Result<Vec<Mark>> {
            let mut statement = self.connection().prepare_cached(MARKS)?;
            statement.query_map([], mark)?.collect()
        };
        let mut marks = read().during("read the marks").at(self.path())?;
        marks.retain(|mark| !mark.value.is_empty());
        Ok(marks)
    }

    /// The last call with every employer that was called.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn last_calls(&self) -> Result<BTreeMap<i64, LastCall>, Fault> {
        let read = || -> rusqlite::Result<BTreeMap<i64, LastCall>> {
            let mut statement = self.connection().prepare_cached(LAST_CALLS)?;
            let call = |row: &Row<'_>| Ok((row.get(0)?, (convert::day(row, 1)?, convert::maybe_day(row, 2)?)));
            statement.query_map([], call)?.collect()
        };
        read().during("read the last calls").at(self.path())
    }

    /// Employers that registry files after the one with this number speak of.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn employers_touched_since(&self, file_id: i64) -> Result<Vec<i64>, Fault> {
        let read = || -> rusqlite::Result<Vec<i64>> {
            let mut statement = self.connection().prepare_cached(TOUCHED)?;
            statement.query_map(named_params! {":file": file_id}, |row| row.get(0))?.collect()
        };
        read().during("read the employers touched").at(self.path())
    }

    /// Number of the newest registry file; 0 in a book without one.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn last_registry_file(&self) -> Result<i64, Fault> {
        let sql = "SELECT coalesce(max(id), 0) FROM registry_files";
        self.connection().query_row(sql, [], |row| row.get(0)).during("read the newest registry file").at(self.path())
    }
}

fn mark(row: &Row<'_>) -> rusqlite::Result<Mark> {
    Ok(Mark {
        seq: row.get(0)?,
        employer_id: row.get(1)?,
        kind: convert::coded(row, 2, MarkKind::from_code)?,
        value: row.get(3)?,
        note: row.get(4)?,
    })
}
