//! What a registry file's fact vouches for: its original and every version it added.
//!
//! Invariant: one hash a file, over the rows of each table in order of their keys; the rows of all files
//! together are all there are.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row};
use serde_json::Value;

use super::super::fault::{At, During, Fault};
use super::super::receipts::Feed;
use super::super::{Reader, Writer};

/// Every table a registry file fills; the first column is the file.
const TABLES: [&str; 4] = [
    "SELECT file_id, piece, first_line, bytes, frame FROM registry_pieces
     WHERE :file IS NULL OR file_id = :file ORDER BY file_id, piece",
    "SELECT file_id, code, version, file_line, no, name, industry, size, kind, area, officer, status, bankrupt_on,
        legal_representative, contact, phone, address, bank, account
     FROM employer_versions JOIN employers ON id = employer_id
     WHERE :file IS NULL OR file_id = :file ORDER BY employer_id, version",
    "SELECT file_id, employer_id, month, line, portion, version, file_line, base_fen, rate_per_million, amount_fen,
        due_on, assessment, order_failed, deferred_from, repay_by, written_off_fen, written_off_on
     FROM dues WHERE :file IS NULL OR file_id = :file ORDER BY employer_id, month, line, portion, version",
    "SELECT file_id, employer_id, no, version, file_line, paid_on, amount_fen, line, channel, ticket_no
     FROM payments WHERE :file IS NULL OR file_id = :file ORDER BY employer_id, no, version",
];
const FILES: &str = "SELECT id, seq, sha256, path, format, source, rows_read, imported, known, changed, rejected
    FROM registry_files ORDER BY seq";
const LAID_OUT: &str = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'registry_files')";
const LONE_EMPLOYERS: &str = "SELECT count(*) FROM employers
    WHERE id NOT IN (SELECT employer_id FROM employer_versions)";

impl Writer<'_> {
    /// SHA-256 over everything the file with this number left in the book.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn registry_sha256(&self, file_id: i64) -> Result<String, Fault> {
        let sums = sums(self.connection(), Some(file_id)).during("sum a registry file up").at(self.path())?;
        Ok(sums.into_values().next().unwrap_or_else(|| Feed::default().finish()))
    }
}

/// The hash of one file, or of every file.
fn sums(connection: &Connection, file: Option<i64>) -> rusqlite::Result<BTreeMap<i64, String>> {
    let mut feeds: BTreeMap<i64, Feed> = BTreeMap::new();
    for sql in TABLES {
        let mut statement = connection.prepare_cached(sql)?;
        let columns = statement.column_count();
        let mut rows = statement.query(&[(":file", &file)])?;
        while let Some(row) = rows.next()? {
            let feed = feeds.entry(row.get(0)?).or_default();
            feed.take(b"row");
            feed.take_row(row, columns)?;
        }
    }
    Ok(feeds.into_iter().map(|(file, feed)| (file, feed.finish())).collect())
}

/// Compares the registry with the facts that brought it (number and body, in order).
pub(in crate::store) fn compare(reader: &Reader, facts: &[(i64, Value)]) -> Result<(), Fault> {
    let connection = reader.connection();
    let step = "compare the registry with its facts";
    let laid_out: bool = connection.query_row(LAID_OUT, [], |row| row.get(0)).during(step).at(reader.path())?;
    if !laid_out && facts.is_empty() {
        return Ok(());
    }
    let mut sums = sums(connection, None).during(step).at(reader.path())?;
    let mut facts = facts.iter();
    let mut statement = connection.prepare(FILES).during(step).at(reader.path())?;
    let mut rows = statement.query([]).during(step).at(reader.path())?;
    while let Some(row) = rows.next().during(step).at(reader.path())? {
        let id: i64 = row.get(0).during(step).at(reader.path())?;
        let seq: i64 = row.get(1).during(step).at(reader.path())?;
        let broken = |what: &str| Fault::Broken { seq, what: what.into() };
        let Some((_, body)) = facts.next().filter(|(fact, _)| *fact == seq) else {
            return Err(broken("a registry file and its fact are not both there"));
        };
        if !same_head(row, body).during(step).at(reader.path())? {
            return Err(broken("what is said of the registry file was changed"));
        }
        if sums.remove(&id).is_none_or(|sum| body["stored_sha256"] != sum) {
            return Err(broken("the registry file's original or rows were changed"));
        }
    }
    if let Some((seq, _)) = facts.next() {
        return Err(Fault::Broken { seq: *seq, what: "the registry file is missing".into() });
    }
    let lone: i64 = connection.query_row(LONE_EMPLOYERS, [], |row| row.get(0)).during(step).at(reader.path())?;
    if !sums.is_empty() || lone > 0 {
        return Err(Fault::Broken { seq: 0, what: "registry rows no file brought".into() });
    }
    Ok(())
}

fn same_head(row: &Row<'_>, body: &Value) -> rusqlite::Result<bool> {
    for (column, name) in [(2, "sha256"), (3, "path"), (4, "format"), (5, "source")] {
        if body[name] != row.get::<_, String>(column)? {
            return Ok(false);
        }
    }
    for (column, name) in (6..).zip(["rows_read", "imported", "known", "changed", "rejected"]) {
        if body[name] != row.get::<_, i64>(column)? {
            return Ok(false);
        }
    }
    Ok(true)
}
