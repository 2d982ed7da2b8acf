//! What a fact of collection work vouches for: every row written under it.
//!
//! Invariant: one hash a fact, over its rows table by table in order of their keys; the rows of all facts
//! together are all there are.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde_json::Value;

use super::super::fault::{At, During, Fault};
use super::super::receipts::Feed;
use super::super::{Reader, Writer};

/// Every table collection work fills, and its rows; the first column is the fact.
const TABLES: &[(&str, &str)] = &[
    (
        "calls",
        "SELECT seq, employer_id, called_on, actor, result, person, note, next_on FROM calls
         WHERE :seq IS NULL OR seq = :seq ORDER BY seq",
    ),
    (
        "promises",
        "SELECT seq, promise, version, employer_id, said_on, amount_fen, pay_on, grace_working_days, withdrawn, actor,
            reason FROM promises WHERE :seq IS NULL OR seq = :seq ORDER BY seq, promise",
    ),
    (
        "plans",
        "SELECT plan, employer_id, made_on, kind, grace_working_days, remind_working_days, breach_by, effect, actor, note
         FROM plans WHERE :seq IS NULL OR plan = :seq ORDER BY plan",
    ),
    (
        "plan_instalments",
        "SELECT plan, number, due_on, amount_fen FROM plan_instalments
         WHERE :seq IS NULL OR plan = :seq ORDER BY plan, number",
    ),
    (
        "plan_ends",
        "SELECT seq, plan, ended_on, actor, reason FROM plan_ends WHERE :seq IS NULL OR seq = :seq ORDER BY seq",
    ),
    (
        "assignments",
        "SELECT seq, employer_id, officer FROM assignments WHERE :seq IS NULL OR seq = :seq ORDER BY seq, employer_id",
    ),
    (
        "employer_marks",
        "SELECT seq, employer_id, mark, value, note FROM employer_marks
         WHERE :seq IS NULL OR seq = :seq ORDER BY seq, employer_id, mark",
    ),
    (
        "targets",
        "SELECT seq, year, measure, progress_by, key, amount_fen FROM targets
         WHERE :seq IS NULL OR seq = :seq ORDER BY seq, measure, progress_by, key",
    ),
];
const LAID_OUT: &str = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = ?1)";

impl Writer<'_> {
    /// SHA-256 over every row written under the fact with this number.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn collection_sha256(&self, seq: i64) -> Result<String, Fault> {
        let sums = sums(self.connection(), Some(seq)).during("sum collection work up").at(self.path())?;
        Ok(sums.into_values().next().unwrap_or_else(|| Feed::default().finish()))
    }
}

/// The hash of one fact, or of every fact.
fn sums(connection: &Connection, seq: Option<i64>) -> rusqlite::Result<BTreeMap<i64, String>> {
    let mut feeds: BTreeMap<i64, Feed> = BTreeMap::new();
    for (table, sql) in TABLES {
        if !connection.query_row(LAID_OUT, [table], |row| row.get(0))? {
            continue;
        }
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

/// Compares every row with the facts that wrote them (number and body, in order).
pub(in crate::store) fn compare(reader: &Reader, facts: &[(i64, Value)]) -> Result<(), Fault> {
    let step = "compare collection work with its facts";
    let mut sums = sums(reader.connection(), None).during(step).at(reader.path())?;
    for (seq, body) in facts {
        let sum = sums.remove(seq).unwrap_or_else(|| Feed::default().finish());
        if body["stored_sha256"] != sum {
            return Err(Fault::Broken { seq: *seq, what: "rows of collection work were changed".into() });
        }
    }
    match sums.into_keys().next() {
        Some(seq) => Err(Fault::Broken { seq, what: "collection work no fact knows".into() }),
        None => Ok(()),
    }
}
