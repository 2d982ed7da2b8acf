//! Other tables against the facts that vouch for them.
//!
//! Each check is a query for the first act that does not hold: a row changed, a row without its fact, a
//! fact without its row.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};
use sha2::{Digest, Sha256};

use super::{Complaint, hex};

/// A table and the fact that vouches for each of its rows.
struct Check {
    table: &'static str,
    /// Selects the numbers of acts that do not hold.
    broken: &'static str,
}

const CHECKS: &[Check] = &[
    Check {
        table: "book",
        broken: "SELECT 1 FROM (SELECT 1) LEFT JOIN book LEFT JOIN journal ON kind = 'book_created'
            WHERE journal.seq IS NULL OR book.id IS NULL OR body ->> 'book_id' IS NOT book_id
               OR body ->> 'title' IS NOT title OR body ->> 'demonstration' IS NOT demonstration
            UNION ALL SELECT seq FROM (SELECT max(seq) AS seq, count(*) AS births FROM journal WHERE kind = 'book_created')
               WHERE births > 1
            UNION ALL SELECT 1 FROM (SELECT count(*) AS books FROM book) WHERE books > 1
            UNION ALL SELECT 1 FROM book WHERE single_person AND (SELECT count(*) FROM operators) > 1",
    },
    Check {
        table: "operators",
        broken: "SELECT coalesce(seq, added_seq) FROM
              (SELECT * FROM journal WHERE kind = 'operator_added') FULL JOIN operators ON seq = added_seq
            WHERE body ->> 'name' IS NOT name OR body ->> 'os_account' IS NOT os_account OR body ->> 'uid' IS NOT uid
            ORDER BY 1 LIMIT 1",
    },
    Check {
        table: "rule_files",
        broken: "SELECT coalesce(said.seq, rule_files.seq) FROM
              (SELECT seq, value ->> 'name' AS name, value ->> 'sha256' AS sha256
                 FROM journal, json_each(body, '$.files') WHERE kind = 'site_imported') AS said
              FULL JOIN rule_files ON said.seq = rule_files.seq AND said.name = rule_files.name
            WHERE said.sha256 IS NOT rule_files.sha256 ORDER BY 1 LIMIT 1",
    },
    Check {
        table: "files",
        broken: "SELECT coalesce(journal.seq, files.seq) FROM
              (SELECT * FROM journal WHERE kind = 'file_imported') AS journal FULL JOIN files ON files.seq = journal.seq
            WHERE body ->> 'sha256' IS NOT sha256 OR body ->> 'path' IS NOT path OR body ->> 'format' IS NOT format
               OR body ->> 'side' IS NOT side OR body ->> 'rows_read' IS NOT rows_read
               OR body ->> 'imported' IS NOT imported OR body ->> 'known' IS NOT known
               OR body ->> 'changed' IS NOT changed OR body ->> 'quarantined' IS NOT quarantined
               OR body ->> 'control_rows' IS NOT control_rows ORDER BY 1 LIMIT 1",
    },
];

/// Rows each file left, every value hashed with its length, held against `side_rows_sha256` of its fact.
const SIDE_ROWS: &[&str] = &[
    "SELECT entry_id, by_entry_id FROM superseded WHERE by_file_id = ?1 ORDER BY entry_id",
    "SELECT side, method, from_on, to_on FROM coverage WHERE file_id = ?1 ORDER BY side, method, from_on, to_on",
    "SELECT line, side, day, method, his_no, order_no, heading, code, excerpt, raw FROM quarantine
     WHERE file_id = ?1 ORDER BY id",
    "SELECT entry_id, original_no, his_no, refunds.day, second, amount_fen FROM segments
     CROSS JOIN refunds ON entry_id BETWEEN segments.id << 21 AND (segments.id << 21) + 2097151
     WHERE file_id = ?1 ORDER BY entry_id",
    "SELECT entry_id, slip_no, counts_on, posted_on, second, amount_fen, line FROM segments
     CROSS JOIN deposits ON entry_id BETWEEN segments.id << 21 AND (segments.id << 21) + 2097151
     WHERE file_id = ?1 ORDER BY entry_id",
];
/// The stored fields of a segment, in the order they are hashed.
const FIELDS: &[&str] = &[
    "line",
    "second",
    "code",
    "amount",
    "fee",
    "net_gap",
    "cashier",
    "window",
    "merchant",
    "his_no",
    "order_no",
    "original_no",
    "channel_no",
    "ticket_no",
    "identity",
];

/// Compares every table a fact vouches for; one line a table.
pub(super) fn compare(connection: &Connection) -> Result<Vec<String>, Complaint> {
    let mut lines = Vec::new();
    for check in CHECKS {
        let broken: Option<i64> =
            connection.prepare(check.broken)?.query_map([], |row| row.get(0))?.next().transpose()?;
        if let Some(seq) = broken {
            let (zh, en) = (format!("{} 与事实不符", check.table), format!("{} differs from its fact", check.table));
            return Err(Complaint::at(seq, &zh, &en));
        }
        lines.push(format!("ok {}", check.table));
    }
    let rules = compare_rule_texts(connection)?;
    let files = compare_contents(connection)?;
    lines.push(format!("ok rule_files.text {rules}"));
    lines.push(format!("ok file_pieces segments {files}"));
    Ok(lines)
}

fn compare_rule_texts(connection: &Connection) -> Result<u64, Complaint> {
    let mut statement = connection.prepare("SELECT seq, sha256, text FROM rule_files ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        if row.get::<_, String>(1)? != hex(&Sha256::digest(row.get_ref(2)?.as_bytes().map_err(rusqlite::Error::from)?))
        {
            return Err(Complaint::at(row.get(0)?, "规则文件被改过", "the rule file was changed"));
        }
        count += 1;
    }
    Ok(count)
}

/// Originals, entries and side rows of every file, recomputed.
fn compare_contents(connection: &Connection) -> Result<u64, Complaint> {
    let sql = "SELECT files.id, files.seq, body ->> 'stored_sha256', body ->> 'side_rows_sha256'
        FROM files JOIN journal ON journal.seq = files.seq ORDER BY files.seq";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut files = 0;
    while let Some(row) = rows.next()? {
        let (id, seq): (i64, i64) = (row.get(0)?, row.get(1)?);
        if row.get::<_, Option<String>>(2)? != Some(stored(connection, id)?) {
            return Err(Complaint::at(seq, "原件或流水被改过", "the file's original or entries were changed"));
        }
        if row.get::<_, Option<String>>(3)? != Some(side_rows(connection, id)?) {
            return Err(Complaint::at(seq, "文件的附属行被改过", "rows beside the file's entries were changed"));
        }
        files += 1;
    }
    refuse_strays(connection)?;
    Ok(files)
}

/// Rows that belong to no file would be hashed by nobody.
fn refuse_strays(connection: &Connection) -> Result<(), Complaint> {
    let sql = "SELECT (SELECT count(*) FROM file_pieces WHERE file_id NOT IN (SELECT id FROM files))
          + (SELECT count(*) FROM segments WHERE file_id NOT IN (SELECT id FROM files))
          + (SELECT count(*) FROM segment_fields WHERE segment_id NOT IN (SELECT id FROM segments))
          + (SELECT count(*) FROM (SELECT 1 FROM segment_fields GROUP BY segment_id HAVING count(*) <> ?1))
          + (SELECT count(*) FROM segments JOIN files ON files.id = file_id WHERE segments.side <> files.side)
          + (SELECT count(*) FROM superseded WHERE by_file_id NOT IN (SELECT id FROM files))
          + (SELECT count(*) FROM coverage WHERE file_id NOT IN (SELECT id FROM files))
          + (SELECT count(*) FROM quarantine WHERE file_id NOT IN (SELECT id FROM files))
          + (SELECT count(*) FROM refunds WHERE entry_id >> 21 NOT IN (SELECT id FROM segments))
          + (SELECT count(*) FROM deposits WHERE entry_id >> 21 NOT IN (SELECT id FROM segments))";
    let strays: i64 = connection.query_row(sql, [i64::try_from(FIELDS.len()).unwrap_or(0)], |row| row.get(0))?;
    if strays == 0 {
        return Ok(());
    }
    Err(Complaint::new(
        format!("有 {strays} 行不属于它们的文件"),
        format!("{strays} rows do not belong to their files"),
    ))
}

pub(super) fn feed(sha: &mut Sha256, bytes: &[u8]) {
    sha.update((bytes.len() as u64).to_be_bytes());
    sha.update(bytes);
}

/// Every value of a row; NULL counts as one zero byte.
pub(super) fn feed_row(sha: &mut Sha256, row: &Row<'_>, columns: usize) -> rusqlite::Result<()> {
    for column in 0..columns {
        match row.get_ref(column)? {
            ValueRef::Integer(number) => feed(sha, number.to_string().as_bytes()),
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => feed(sha, bytes),
            ValueRef::Null | ValueRef::Real(_) => feed(sha, b"\0"),
        }
    }
    Ok(())
}

fn stored(connection: &Connection, file: i64) -> Result<String, Complaint> {
    let mut sha = Sha256::new();
    let mut pieces = connection.prepare_cached("SELECT frame FROM file_pieces WHERE file_id = ?1 ORDER BY piece")?;
    let mut rows = pieces.query([file])?;
    while let Some(row) = rows.next()? {
        feed(&mut sha, row.get_ref(0)?.as_bytes().map_err(rusqlite::Error::from)?);
    }
    let mut segments = connection.prepare_cached("SELECT id, day FROM segments WHERE file_id = ?1 ORDER BY id")?;
    let mut rows = segments.query([file])?;
    while let Some(row) = rows.next()? {
        let segment: i64 = row.get(0)?;
        feed(&mut sha, row.get::<_, String>(1)?.as_bytes());
        for field in FIELDS {
            let sql = "SELECT data FROM segment_fields WHERE segment_id = ?1 AND field = ?2";
            let data: Vec<u8> = connection.prepare_cached(sql)?.query_row((segment, field), |row| row.get(0))?;
            feed(&mut sha, field.as_bytes());
            feed(&mut sha, &data);
        }
    }
    Ok(hex(&sha.finalize()))
}

fn side_rows(connection: &Connection, file: i64) -> Result<String, Complaint> {
    let mut sha = Sha256::new();
    for sql in SIDE_ROWS {
        feed(&mut sha, b"table");
        let mut statement = connection.prepare_cached(sql)?;
        let columns = statement.column_count();
        let mut rows = statement.query([file])?;
        while let Some(row) = rows.next()? {
            feed_row(&mut sha, row, columns)?;
        }
    }
    Ok(hex(&sha.finalize()))
}
