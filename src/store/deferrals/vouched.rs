//! What a fact of deferral vouches for: every row of applications, rounds, steps and files it added.
//!
//! Invariant: one hash a fact, over the rows of each table in order of their keys; the rows of all facts
//! together are all there are.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde_json::Value;

use super::super::fault::{At, During, Fault};
use super::super::receipts::Feed;
use super::super::{Reader, Writer};

/// Every table a fact fills; the first column is the fact.
const TABLES: [&str; 5] = [
    "SELECT seq, no, employer_id, entered_by FROM deferral_applications WHERE :seq IS NULL OR seq = :seq ORDER BY id",
    "SELECT seq, application_id, round, file_line, policy, line, first_month, last_month, applied_on, amount_fen,
        excluded_percent, schedule, facts, papers, publicised, signed, undertaking, cause
     FROM deferral_forms WHERE :seq IS NULL OR seq = :seq ORDER BY application_id, round",
    "SELECT seq, application_id, step, action, on_day, actor, reason, schedule, amount_fen, person, person_event
     FROM deferral_steps WHERE :seq IS NULL OR seq = :seq ORDER BY application_id, step",
    "SELECT seq, sha256, path, rows_read, entered, rejected FROM deferral_files
     WHERE :seq IS NULL OR seq = :seq ORDER BY id",
    "SELECT seq, piece, first_line, deferral_pieces.bytes, frame FROM deferral_pieces
     JOIN deferral_files ON id = file_id WHERE :seq IS NULL OR seq = :seq ORDER BY file_id, piece",
];
const LAID_OUT: &str = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'deferral_applications')";
const LONE: &str = "SELECT (SELECT count(*) FROM deferral_pieces WHERE file_id NOT IN (SELECT id FROM deferral_files))";

impl Writer<'_> {
    /// SHA-256 over everything the fact `seq` adds to the applications.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn deferral_sha256(&self, seq: i64) -> Result<String, Fault> {
        let sums = sums(self.connection(), Some(seq)).during("sum an act of deferral up").at(self.path())?;
        Ok(sums.into_values().next().unwrap_or_else(|| Feed::default().finish()))
    }
}

fn sums(connection: &Connection, seq: Option<i64>) -> rusqlite::Result<BTreeMap<i64, String>> {
    let mut feeds: BTreeMap<i64, Feed> = BTreeMap::new();
    for sql in TABLES {
        let mut statement = connection.prepare_cached(sql)?;
        let columns = statement.column_count();
        let mut rows = statement.query(&[(":seq", &seq)])?;
        while let Some(row) = rows.next()? {
            let feed = feeds.entry(row.get(0)?).or_default();
            feed.take(b"row");
            feed.take_row(row, columns)?;
        }
    }
    Ok(feeds.into_iter().map(|(seq, feed)| (seq, feed.finish())).collect())
}

/// Compares the applications with the facts that brought them (number and body, in order).
pub(in crate::store) fn compare(reader: &Reader, facts: &[(i64, Value)]) -> Result<(), Fault> {
    let connection = reader.connection();
    let step = "compare the applications with their facts";
    let laid_out: bool = connection.query_row(LAID_OUT, [], |row| row.get(0)).during(step).at(reader.path())?;
    if !laid_out && facts.is_empty() {
        return Ok(());
    }
    let mut sums = sums(connection, None).during(step).at(reader.path())?;
    for (seq, body) in facts {
        // A proposal adds no row of its own: it stands in its fact and in the round of approval.
        if body["stored_sha256"] != sums.remove(seq).unwrap_or_else(|| Feed::default().finish()) {
            return Err(Fault::Broken { seq: *seq, what: "applications, their forms or steps were changed".into() });
        }
    }
    let lone: i64 = connection.query_row(LONE, [], |row| row.get(0)).during(step).at(reader.path())?;
    match sums.keys().next() {
        Some(seq) => Err(Fault::Broken { seq: *seq, what: "applications no fact knows".into() }),
        None if lone > 0 => Err(Fault::Broken { seq: 0, what: "originals of no sheet of applications".into() }),
        None => Ok(()),
    }
}
