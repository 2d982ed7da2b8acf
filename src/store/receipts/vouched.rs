//! What a file's fact vouches for: every piece, segment and side row it left in the book.
//!
//! Invariant: the hashes are taken over values with their lengths, in the order the rows were added,
//! and the rows of all files together are all there are: nothing is changed, missing or squeezed in.

use std::collections::BTreeMap;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::super::fault::{At, During, Fault};
use super::super::segment::Field;
use super::super::{Reader, Writer, hex};

/// Rows a file leaves beside its pieces and segments: what is read, and where all of it stands.
const SIDE_ROWS: &[(&str, &str)] = &[
    (
        "SELECT entry_id, by_entry_id FROM superseded WHERE by_file_id = ?1 ORDER BY entry_id",
        "SELECT count(*) FROM superseded",
    ),
    (
        "SELECT side, method, from_on, to_on FROM coverage WHERE file_id = ?1 ORDER BY side, method, from_on, to_on",
        "SELECT count(*) FROM coverage",
    ),
    (
        "SELECT line, side, day, method, his_no, order_no, heading, code, excerpt, raw FROM quarantine
         WHERE file_id = ?1 ORDER BY id",
        "SELECT count(*) FROM quarantine",
    ),
    (
        "SELECT entry_id, original_no, his_no, refunds.day, second, amount_fen FROM segments
         CROSS JOIN refunds ON entry_id BETWEEN segments.id << 21 AND (segments.id << 21) + 2097151
         WHERE file_id = ?1 ORDER BY entry_id",
        "SELECT count(*) FROM refunds",
    ),
    (
        "SELECT entry_id, slip_no, counts_on, posted_on, second, amount_fen, line FROM segments
         CROSS JOIN deposits ON entry_id BETWEEN segments.id << 21 AND (segments.id << 21) + 2097151
         WHERE file_id = ?1 ORDER BY entry_id",
        "SELECT count(*) FROM deposits",
    ),
];
const FILES: &str = "SELECT id, seq, sha256, path, format, side, rows_read, imported, known, changed, quarantined,
    control_rows FROM files ORDER BY seq";
const PIECES: &str = "SELECT frame FROM file_pieces WHERE file_id = ?1 ORDER BY piece";
const SEGMENTS: &str = "SELECT id, day, side FROM segments WHERE file_id = ?1 ORDER BY id";
const FIELDS: &str = "SELECT field, data FROM segment_fields WHERE segment_id = ?1";
const LAID_OUT: &str = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'files')";
const COUNT_STORED: &str = "SELECT (SELECT count(*) FROM file_pieces) + (SELECT count(*) FROM segments)
    + (SELECT count(*) FROM segment_fields)";

/// SHA-256 over values of which each is fed with its length.
#[derive(Default)]
pub(in crate::store) struct Feed(Sha256);

impl Feed {
    pub(in crate::store) fn take(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
    }

    pub(in crate::store) fn take_row(&mut self, row: &Row<'_>, columns: usize) -> rusqlite::Result<()> {
        for column in 0..columns {
            match row.get_ref(column)? {
                ValueRef::Integer(number) => self.take(number.to_string().as_bytes()),
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => self.take(bytes),
                // No column read here may be either.
                ValueRef::Null | ValueRef::Real(_) => self.take(b"\0"),
            }
        }
        Ok(())
    }

    pub(in crate::store) fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}

impl Writer<'_> {
    /// SHA-256 over the side rows of the file written under fact `seq`: what it supersedes, covers,
    /// quarantines, gives back and pays in.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn side_rows_sha256(&self, seq: i64) -> Result<String, Fault> {
        let sql = "SELECT id FROM files WHERE seq = ?1";
        let read = || -> rusqlite::Result<String> {
            let file_id = self.connection().query_row(sql, [seq], |row| row.get(0))?;
            side_rows(self.connection(), file_id, &mut [0; SIDE_ROWS.len()])
        };
        read().during("read a file's side rows").at(self.path())
    }
}

fn side_rows(connection: &Connection, file_id: i64, counts: &mut [u64; SIDE_ROWS.len()]) -> rusqlite::Result<String> {
    let mut feed = Feed::default();
    for ((sql, _), count) in SIDE_ROWS.iter().zip(counts) {
        feed.take(b"table");
        let mut statement = connection.prepare_cached(sql)?;
        let columns = statement.column_count();
        let mut rows = statement.query([file_id])?;
        while let Some(row) = rows.next()? {
            feed.take_row(row, columns)?;
            *count += 1;
        }
    }
    Ok(feed.finish())
}

/// The same hash as `NewFile::stored_sha256`, over what stands in the book now.
fn stored(connection: &Connection, file_id: i64, side: &str, count: &mut u64) -> rusqlite::Result<Option<String>> {
    let mut feed = Feed::default();
    let mut statement = connection.prepare_cached(PIECES)?;
    let mut rows = statement.query([file_id])?;
    while let Some(row) = rows.next()? {
        feed.take(row.get_ref(0)?.as_blob()?);
        *count += 1;
    }
    let mut statement = connection.prepare_cached(SEGMENTS)?;
    let mut segments = statement.query([file_id])?;
    while let Some(segment) = segments.next()? {
        if segment.get_ref(2)?.as_str()? != side {
            return Ok(None);
        }
        feed.take(segment.get_ref(1)?.as_str()?.as_bytes());
        let mut fields = connection.prepare_cached(FIELDS)?;
        let read = fields.query_map([segment.get::<_, i64>(0)?], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let by_name: BTreeMap<String, Vec<u8>> = read.collect::<rusqlite::Result<_>>()?;
        for field in Field::ALL.iter().chain(&[Field::Identity]) {
            let Some(blob) = by_name.get(field.name()) else { return Ok(None) };
            feed.take(field.name().as_bytes());
            feed.take(blob);
        }
        *count += 2 + Field::ALL.len() as u64;
    }
    Ok(Some(feed.finish()))
}

/// Compares the files in the book with the facts that brought them (number and body, in order).
pub(in crate::store) fn compare(reader: &Reader, facts: &[(i64, Value)]) -> Result<(), Fault> {
    let connection = reader.connection();
    let step = "compare the files with their facts";
    // A book about to be upgraded from the first schema has no files yet.
    let laid_out: bool = connection.query_row(LAID_OUT, [], |row| row.get(0)).during(step).at(reader.path())?;
    if !laid_out && facts.is_empty() {
        return Ok(());
    }
    let (mut facts, mut counts, mut stored_rows) = (facts.iter(), [0; SIDE_ROWS.len()], 0);
    let mut statement = connection.prepare(FILES).during(step).at(reader.path())?;
    let mut rows = statement.query([]).during(step).at(reader.path())?;
    while let Some(row) = rows.next().during(step).at(reader.path())? {
        let seq: i64 = row.get(1).during(step).at(reader.path())?;
        let broken = |what: &str| Fault::Broken { seq, what: what.into() };
        let Some((_, body)) = facts.next().filter(|(fact, _)| *fact == seq) else {
            return Err(broken("a file and its fact are not both there"));
        };
        if !same_head(row, body).during(step).at(reader.path())? {
            return Err(broken("what is said of the file was changed"));
        }
        let mut read = || -> rusqlite::Result<(Option<String>, String)> {
            let file_id = row.get(0)?;
            let side: String = row.get(5)?;
            let stored = stored(connection, file_id, &side, &mut stored_rows)?;
            Ok((stored, side_rows(connection, file_id, &mut counts)?))
        };
        let (stored, side_rows) = read().during(step).at(reader.path())?;
        if stored.is_none_or(|stored| body["stored_sha256"] != stored) {
            return Err(broken("the file's original or entries were changed"));
        }
        if body["side_rows_sha256"] != side_rows {
            return Err(broken("rows beside the file's entries were changed"));
        }
    }
    if let Some((seq, _)) = facts.next() {
        return Err(Fault::Broken { seq: *seq, what: "the file is missing".into() });
    }
    let expected =
        counts.iter().zip(SIDE_ROWS).map(|(count, (_, sql))| (*sql, *count)).chain([(COUNT_STORED, stored_rows)]);
    for (sql, expected) in expected {
        let found: i64 = connection.query_row(sql, [], |row| row.get(0)).during(step).at(reader.path())?;
        if u64::try_from(found) != Ok(expected) {
            let what = format!("{found} rows stand where files brought {expected}: {sql}");
            return Err(Fault::Broken { seq: 0, what });
        }
    }
    Ok(())
}

fn same_head(row: &Row<'_>, body: &Value) -> rusqlite::Result<bool> {
    for (column, name) in [(2, "sha256"), (3, "path"), (4, "format"), (5, "side")] {
        if body[name] != row.get::<_, String>(column)? {
            return Ok(false);
        }
    }
    let counts = ["rows_read", "imported", "known", "changed", "quarantined", "control_rows"];
    for (column, name) in (6..).zip(counts) {
        if body[name] != row.get::<_, i64>(column)? {
            return Ok(false);
        }
    }
    Ok(true)
}
