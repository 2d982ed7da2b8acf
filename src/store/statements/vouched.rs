//! What a statement's fact vouches for: every row of every table it filled.
//!
//! Invariant: the hash is taken over values with their lengths, in the order they were added, and the
//! rows of all files together are all there are: nothing is changed, missing or squeezed in.

use serde_json::Value;

use super::super::fault::{At, During, Fault};
use super::super::receipts::Feed;
use super::super::{Reader, Writer};

/// What a file leaves: its rows, and how many of all files stand in the table.
const TABLES: &[(&str, &str)] = &[
    (
        "SELECT sha256, path, bytes, encoding, format, rows_read, imported, known, changed, quarantined, control_rows,
            controls FROM statement_files WHERE id = ?1",
        "SELECT count(*) FROM statement_files",
    ),
    (
        "SELECT piece, first_line, bytes, frame FROM statement_pieces WHERE file_id = ?1 ORDER BY piece",
        "SELECT count(*) FROM statement_pieces",
    ),
    (
        "SELECT account, currency, from_on, to_on, opening_fen, closing_fen, rows FROM statement_parts
         WHERE file_id = ?1 ORDER BY account, currency",
        "SELECT count(*) FROM statement_parts",
    ),
    (
        "SELECT id, place, line, account, currency, posted_on, second, amount_fen, balance_fen, counterparty_name,
            counterparty_account, text, bank_no, identity FROM statement_rows WHERE file_id = ?1 ORDER BY place, id",
        "SELECT count(*) FROM statement_rows",
    ),
    (
        "SELECT row_id, by_row_id FROM statement_superseded WHERE by_file_id = ?1 ORDER BY row_id",
        "SELECT count(*) FROM statement_superseded",
    ),
    (
        "SELECT line, day, heading, code, excerpt, raw FROM statement_quarantine WHERE file_id = ?1 ORDER BY id",
        "SELECT count(*) FROM statement_quarantine",
    ),
];
const FILES: &str = "SELECT id, seq, sha256 FROM statement_files ORDER BY seq";
const LAID_OUT: &str = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'statement_files')";
const ID: &str = "SELECT id FROM statement_files WHERE seq = ?1";

impl Writer<'_> {
    /// SHA-256 over everything the statement written under fact `seq` left in the book.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn statement_sha256(&self, seq: i64) -> Result<String, Fault> {
        let step = "read a statement back";
        let file_id: i64 = self.connection().query_row(ID, [seq], |row| row.get(0)).during(step).at(self.path())?;
        stored(self, file_id, &mut [0; TABLES.len()]).during(step).at(self.path())
    }
}

fn stored(reader: &Reader, file_id: i64, counts: &mut [u64; TABLES.len()]) -> rusqlite::Result<String> {
    let mut feed = Feed::default();
    for ((sql, _), count) in TABLES.iter().zip(counts) {
        feed.take(b"table");
        let mut statement = reader.connection().prepare_cached(sql)?;
        let columns = statement.column_count();
        let mut rows = statement.query([file_id])?;
        while let Some(row) = rows.next()? {
            feed.take_row(row, columns)?;
            *count += 1;
        }
    }
    Ok(feed.finish())
}

/// Compares the statements in the book with the facts that brought them (number and body, in order).
pub(in crate::store) fn compare(reader: &Reader, facts: &[(i64, Value)]) -> Result<(), Fault> {
    let step = "compare the statements with their facts";
    let connection = reader.connection();
    // A book about to be upgraded from an older schema has no statements yet.
    let laid_out: bool = connection.query_row(LAID_OUT, [], |row| row.get(0)).during(step).at(reader.path())?;
    if !laid_out && facts.is_empty() {
        return Ok(());
    }
    let (mut facts, mut counts) = (facts.iter(), [0; TABLES.len()]);
    let mut statement = connection.prepare(FILES).during(step).at(reader.path())?;
    let files =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).during(step).at(reader.path())?;
    for file in files {
        let (file_id, seq, sha256): (i64, i64, String) = file.during(step).at(reader.path())?;
        let broken = |what: &str| Fault::Broken { seq, what: what.into() };
        let Some((_, body)) = facts.next().filter(|(fact, _)| *fact == seq) else {
            return Err(broken("a statement and its fact are not both there"));
        };
        let stored = stored(reader, file_id, &mut counts).during(step).at(reader.path())?;
        if body["sha256"] != sha256 || body["stored_sha256"] != stored {
            return Err(broken("the statement's original or rows were changed"));
        }
    }
    if let Some((seq, _)) = facts.next() {
        return Err(Fault::Broken { seq: *seq, what: "the statement is missing".into() });
    }
    for ((_, sql), expected) in TABLES.iter().zip(counts) {
        let found: i64 = connection.query_row(sql, [], |row| row.get(0)).during(step).at(reader.path())?;
        if u64::try_from(found) != Ok(expected) {
            let what = format!("{found} rows stand where statements brought {expected}: {sql}");
            return Err(Fault::Broken { seq: 0, what });
        }
    }
    Ok(())
}
