//! 隔离行 as listed for people: which row of which file, and why; rows of receipts and of bank statements alike.
//!
//! Invariant: opening a list keeps eight bytes a row; a window then reads the rows it shows. A number below zero is
//! that of a row of a bank statement.

use std::cmp::Reverse;

use rusqlite::{OptionalExtension, Row, named_params};

use super::super::fault::{During, Fault};
use super::super::{Reader, convert};
use super::ranks::Ranks;
use crate::domain::day::BusinessDay;
use crate::domain::entry::Side;
use crate::domain::quarantine::{QuarantineFacts, QuarantineOrder};

const LISTED: &str = "SELECT quarantine.id, file_id, path, quarantine.side, day, line, heading, code, excerpt
    FROM quarantine JOIN files ON files.id = quarantine.file_id
    WHERE (:day IS NULL OR day = :day) AND (:file IS NULL OR path = :file)
    UNION ALL
    SELECT -statement_quarantine.id, file_id, path, '', day, line, heading, code, excerpt
    FROM statement_quarantine JOIN statement_files ON statement_files.id = statement_quarantine.file_id
    WHERE (:day IS NULL OR day = :day) AND (:file IS NULL OR path = :file)";
const OF_RECEIPTS: &str = "SELECT quarantine.id, file_id, path, quarantine.side, day, line, heading, code, excerpt
    FROM quarantine JOIN files ON files.id = quarantine.file_id WHERE quarantine.id = :id";
const OF_STATEMENT: &str = "SELECT -statement_quarantine.id, file_id, path, '', day, line, heading, code, excerpt
    FROM statement_quarantine JOIN statement_files ON statement_files.id = statement_quarantine.file_id
    WHERE statement_quarantine.id = -:id";
const NEWEST: &str = "SELECT (SELECT coalesce(max(id), 0) FROM quarantine),
    (SELECT coalesce(max(id), 0) FROM statement_quarantine)";

/// Which rows, and in which order.
pub struct QuarantineQuery<'q> {
    /// 营业日 they would have counted on; all days when `None`.
    pub day: Option<BusinessDay>,
    /// Path of their file, as given at import; all files when `None`.
    pub file: Option<&'q str>,
    /// Whether one belongs into the list.
    pub fits: &'q dyn Fn(&QuarantineFacts<'_>) -> bool,
    /// Order.
    pub order: QuarantineOrder,
    /// Whether the order runs backwards.
    pub descending: bool,
}

/// 隔离行 in the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantinedLine {
    /// Its number.
    pub id: i64,
    /// Number of its file, among those of its kind.
    pub file_id: i64,
    /// Path of its file as given at import.
    pub path: String,
    /// Its book; `None` for a row of a bank statement.
    pub side: Option<Side>,
    /// 营业日 it would have counted on; `None` where it could not be read.
    pub day: Option<BusinessDay>,
    /// Line of the file, counted from 1.
    pub line: u32,
    /// Heading of the column; empty when it concerns the whole row.
    pub heading: String,
    /// Why, as a code of [`RowErrorCode`](crate::domain::import::RowErrorCode).
    pub code: String,
    /// What stands there, masked and cut.
    pub excerpt: String,
}

/// A row while the list is gathered: what it is ordered by; newest day and file first, then line and number.
type Gathered = (i64, Reverse<i32>, Reverse<i64>, u32, i64);

impl Reader {
    /// On which rows the lists stand: the newest of receipts, the newest of statements. Rows are only ever added.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn newest_quarantined(&self) -> Result<(i64, i64), Fault> {
        let mut statement = self.connection().prepare_cached(NEWEST).during("read quarantine")?;
        statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).during("read quarantine")
    }

    /// The numbers of the rows chosen, in order.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn quarantine_list(&self, query: &QuarantineQuery<'_>) -> Result<Vec<i64>, Fault> {
        self.gather_quarantined(query).during("read quarantine")
    }

    fn gather_quarantined(&self, query: &QuarantineQuery<'_>) -> rusqlite::Result<Vec<i64>> {
        let mut statement = self.connection().prepare_cached(LISTED)?;
        let day = query.day.map(|day| day.to_string());
        let mut rows = statement.query(named_params! {":day": day, ":file": query.file})?;
        let (mut gathered, mut names): (Vec<Gathered>, Ranks) = (Vec::new(), Ranks::default());
        while let Some(row) = rows.next()? {
            gathered.extend(gather(row, query, &mut names)?);
        }
        if matches!(query.order, QuarantineOrder::File | QuarantineOrder::Column) {
            names.rank(gathered.iter_mut().map(|(rank, ..)| rank));
        }
        gathered.sort_unstable();
        if query.descending {
            gathered.reverse();
        }
        Ok(gathered.into_iter().map(|(.., id)| id).collect())
    }

    /// The rows of these numbers, in their order.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn quarantined_lines(&self, ids: &[i64]) -> Result<Vec<QuarantinedLine>, Fault> {
        let step = "read quarantine";
        let mut of_receipts = self.connection().prepare_cached(OF_RECEIPTS).during(step)?;
        let mut of_statement = self.connection().prepare_cached(OF_STATEMENT).during(step)?;
        let mut lines = Vec::with_capacity(ids.len());
        for id in ids {
            let statement = if *id < 0 { &mut of_statement } else { &mut of_receipts };
            lines.extend(statement.query_row(named_params! {":id": id}, line_of).optional().during(step)?);
        }
        Ok(lines)
    }
}

/// What the list keeps of a row that belongs into it.
fn gather(row: &Row<'_>, query: &QuarantineQuery<'_>, names: &mut Ranks) -> rusqlite::Result<Option<Gathered>> {
    let text = |column: usize| -> rusqlite::Result<&str> { Ok(row.get_ref(column)?.as_str()?) };
    let facts = QuarantineFacts {
        file: text(2)?,
        line: row.get(5)?,
        day: convert::maybe_day(row, 4)?,
        side: Side::from_code(text(3)?),
        heading: text(6)?,
        code: text(7)?,
        excerpt: text(8)?,
    };
    if !(query.fits)(&facts) {
        return Ok(None);
    }
    let rank = match query.order {
        QuarantineOrder::Day => 0,
        QuarantineOrder::File => names.number_of(facts.file),
        QuarantineOrder::Line => i64::from(facts.line),
        QuarantineOrder::Column => names.number_of(facts.heading),
    };
    let day = facts.day.map_or(i32::MIN, BusinessDay::number);
    Ok(Some((rank, Reverse(day), Reverse(row.get(1)?), facts.line, row.get(0)?)))
}

fn line_of(row: &Row<'_>) -> rusqlite::Result<QuarantinedLine> {
    Ok(QuarantinedLine {
        id: row.get(0)?,
        file_id: row.get(1)?,
        path: row.get(2)?,
        side: Side::from_code(row.get_ref(3)?.as_str()?),
        day: convert::maybe_day(row, 4)?,
        line: row.get(5)?,
        heading: row.get(6)?,
        code: row.get(7)?,
        excerpt: row.get(8)?,
    })
}
