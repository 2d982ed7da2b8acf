//! Statements, registry, decisions, closing and results against the facts that vouch for them.
//!
//! A book of an older layout lacks some of these tables: then no fact may speak of them either.

use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

use super::tables::{feed, feed_row};
use super::{Complaint, hex};

/// A table and the acts that do not hold against it.
struct Check {
    table: &'static str,
    /// Selects the numbers of acts that speak of it.
    acts: &'static str,
    /// Selects the numbers of acts that do not hold.
    broken: &'static str,
}

const CHECKS: &[Check] = &[
    Check {
        table: "statement_files",
        acts: "SELECT seq FROM journal WHERE kind = 'statement_imported'",
        broken: "SELECT coalesce(said.seq, file.seq) FROM
              (SELECT seq, body FROM journal WHERE kind = 'statement_imported') AS said
              FULL JOIN statement_files AS file ON file.seq = said.seq
            WHERE body ->> 'sha256' IS NOT sha256 ORDER BY 1 LIMIT 1",
    },
    Check {
        table: "registry_files",
        acts: "SELECT seq FROM journal WHERE kind IN ('registry_imported', 'good_rows_taken')",
        broken: "SELECT coalesce(said.seq, file.seq) FROM
              (SELECT seq, body FROM journal WHERE kind IN ('registry_imported', 'good_rows_taken')) AS said
              FULL JOIN registry_files AS file ON file.seq = said.seq
            WHERE body ->> 'sha256' IS NOT sha256 OR body ->> 'path' IS NOT path OR body ->> 'format' IS NOT format
               OR body ->> 'source' IS NOT source OR body ->> 'rows_read' IS NOT rows_read
               OR body ->> 'imported' IS NOT imported OR body ->> 'known' IS NOT known
               OR body ->> 'changed' IS NOT changed OR body ->> 'rejected' IS NOT rejected ORDER BY 1 LIMIT 1",
    },
    Check {
        table: "decision_days",
        acts: "SELECT seq FROM journal WHERE kind IN ('cases_decided', 'decision_undone')",
        broken: "SELECT coalesce(said.seq, own.seq) FROM
              (SELECT seq, value AS day FROM journal, json_each(body, '$.days')
                WHERE kind IN ('cases_decided', 'decision_undone')) AS said
              FULL JOIN decision_days AS own ON own.seq = said.seq AND own.day = said.day
            WHERE own.seq IS NULL OR said.seq IS NULL ORDER BY 1 LIMIT 1",
    },
    Check {
        table: "day_steps",
        acts: "SELECT seq FROM journal WHERE kind IN ('source_declared', 'day_prepared', 'day_closed', 'day_reopened')",
        broken: "SELECT coalesce(said.seq, own.seq) FROM
              (SELECT seq, actor, body FROM journal
                WHERE kind IN ('source_declared', 'day_prepared', 'day_closed', 'day_reopened')) AS said
              FULL JOIN day_steps AS own ON own.seq = said.seq
            WHERE said.actor IS NOT own.actor OR body ->> 'day' IS NOT day OR body ->> 'step' IS NOT step
               OR body ->> 'side' IS NOT side OR body ->> 'digest' IS NOT digest ORDER BY 1 LIMIT 1",
    },
];

/// What a word stands before in the bytes that are hashed: each table, or each row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Tables,
    Rows,
}

/// What one statement left, every value hashed with its length, under `stored_sha256` of its fact.
const STATEMENT_ROWS: &[&str] = &[
    "SELECT sha256, path, bytes, encoding, format, rows_read, imported, known, changed, quarantined, control_rows, controls
     FROM statement_files WHERE id = ?1",
    "SELECT piece, first_line, bytes, frame FROM statement_pieces WHERE file_id = ?1 ORDER BY piece",
    "SELECT account, currency, from_on, to_on, opening_fen, closing_fen, rows FROM statement_parts
     WHERE file_id = ?1 ORDER BY account, currency",
    "SELECT id, place, line, account, currency, posted_on, second, amount_fen, balance_fen, counterparty_name,
       counterparty_account, text, bank_no, identity
     FROM statement_rows WHERE file_id = ?1 ORDER BY place, id",
    "SELECT row_id, by_row_id FROM statement_superseded WHERE by_file_id = ?1 ORDER BY row_id",
    "SELECT line, day, heading, code, excerpt, raw FROM statement_quarantine WHERE file_id = ?1 ORDER BY id",
];
const STATEMENT_STRAYS: &str =
    "SELECT (SELECT count(*) FROM statement_pieces WHERE file_id NOT IN (SELECT id FROM statement_files))
      + (SELECT count(*) FROM statement_parts WHERE file_id NOT IN (SELECT id FROM statement_files))
      + (SELECT count(*) FROM statement_rows WHERE file_id NOT IN (SELECT id FROM statement_files))
      + (SELECT count(*) FROM statement_superseded WHERE by_file_id NOT IN (SELECT id FROM statement_files))
      + (SELECT count(*) FROM statement_quarantine WHERE file_id NOT IN (SELECT id FROM statement_files))";

/// What one registry file left, row by row, under `stored_sha256` of its fact.
const REGISTRY_ROWS: &[&str] = &[
    "SELECT file_id, piece, first_line, bytes, frame FROM registry_pieces WHERE file_id = ?1 ORDER BY piece",
    "SELECT file_id, code, version, file_line, no, name, industry, size, kind, area, officer, status, bankrupt_on,
       legal_representative, contact, phone, address, bank, account
     FROM employer_versions JOIN employers ON id = employer_id WHERE file_id = ?1 ORDER BY employer_id, version",
    "SELECT file_id, employer_id, month, line, portion, version, file_line, base_fen, rate_per_million, amount_fen,
       due_on, assessment, order_failed, deferred_from, repay_by, written_off_fen, written_off_on
     FROM dues WHERE file_id = ?1 ORDER BY employer_id, month, line, portion, version",
    "SELECT file_id, employer_id, no, version, file_line, paid_on, amount_fen, line, channel, ticket_no
     FROM payments WHERE file_id = ?1 ORDER BY employer_id, no, version",
];
const REGISTRY_STRAYS: &str =
    "SELECT (SELECT count(*) FROM registry_pieces WHERE file_id NOT IN (SELECT id FROM registry_files))
      + (SELECT count(*) FROM employer_versions WHERE file_id NOT IN (SELECT id FROM registry_files))
      + (SELECT count(*) FROM employer_versions WHERE employer_id NOT IN (SELECT id FROM employers))
      + (SELECT count(*) FROM employers WHERE id NOT IN (SELECT employer_id FROM employer_versions))
      + (SELECT count(*) FROM dues WHERE file_id NOT IN (SELECT id FROM registry_files))
      + (SELECT count(*) FROM payments WHERE file_id NOT IN (SELECT id FROM registry_files))";

/// What each act of collection work left, row by row, under `stored_sha256` of its fact; the first column is it.
const COLLECTION_ROWS: &[(&str, &str)] = &[
    (
        "calls",
        "SELECT seq, employer_id, called_on, actor, result, person, note, next_on FROM calls WHERE seq = ?1 ORDER BY seq",
    ),
    (
        "promises",
        "SELECT seq, promise, version, employer_id, said_on, amount_fen, pay_on, grace_working_days, withdrawn, actor,
           reason FROM promises WHERE seq = ?1 ORDER BY seq, promise",
    ),
    (
        "plans",
        "SELECT plan, employer_id, made_on, kind, grace_working_days, remind_working_days, breach_by, effect, actor, note
           FROM plans WHERE plan = ?1 ORDER BY plan",
    ),
    (
        "plan_instalments",
        "SELECT plan, number, due_on, amount_fen FROM plan_instalments WHERE plan = ?1 ORDER BY plan, number",
    ),
    ("plan_ends", "SELECT seq, plan, ended_on, actor, reason FROM plan_ends WHERE seq = ?1 ORDER BY seq"),
    ("assignments", "SELECT seq, employer_id, officer FROM assignments WHERE seq = ?1 ORDER BY seq, employer_id"),
    (
        "employer_marks",
        "SELECT seq, employer_id, mark, value, note FROM employer_marks WHERE seq = ?1 ORDER BY seq, employer_id, mark",
    ),
    (
        "targets",
        "SELECT seq, year, measure, progress_by, key, amount_fen FROM targets
           WHERE seq = ?1 ORDER BY seq, measure, progress_by, key",
    ),
];
/// What one fact of deferral left, row by row, under its `stored_sha256`.
const DEFERRAL_ROWS: &[&str] = &[
    "SELECT seq, no, employer_id, entered_by FROM deferral_applications WHERE seq = ?1 ORDER BY id",
    "SELECT seq, application_id, round, file_line, policy, line, first_month, last_month, applied_on, amount_fen,
       excluded_percent, schedule, facts, papers, publicised, signed, undertaking, cause
     FROM deferral_forms WHERE seq = ?1 ORDER BY application_id, round",
    "SELECT seq, application_id, step, action, on_day, actor, reason, schedule, amount_fen, person, person_event
     FROM deferral_steps WHERE seq = ?1 ORDER BY application_id, step",
    "SELECT seq, sha256, path, rows_read, entered, rejected FROM deferral_files WHERE seq = ?1 ORDER BY id",
    "SELECT seq, piece, first_line, deferral_pieces.bytes, frame FROM deferral_pieces
     JOIN deferral_files ON id = file_id WHERE seq = ?1 ORDER BY file_id, piece",
];
/// What one fact of signing left, row by row, under its `stored_sha256`.
const SIGNING_ROWS: &[&str] = &[
    "SELECT seq, operator, memory_kib, passes, lanes, salt, hash FROM signing_passwords WHERE seq = ?1 ORDER BY seq",
    "SELECT seq, operator, at_utc, is_right FROM signing_attempts WHERE seq = ?1 ORDER BY seq",
];
const SIGNING_STRAYS: &str = "WITH known AS (SELECT seq FROM journal WHERE kind IN ('signing', 'signing_reset'))
    SELECT (SELECT count(*) FROM signing_passwords WHERE seq NOT IN known)
      + (SELECT count(*) FROM signing_attempts WHERE seq NOT IN known)";
const DEFERRAL_STRAYS: &str = "WITH known AS (SELECT seq FROM journal WHERE kind = 'deferral')
    SELECT (SELECT count(*) FROM deferral_applications WHERE seq NOT IN known)
      + (SELECT count(*) FROM deferral_forms WHERE seq NOT IN known)
      + (SELECT count(*) FROM deferral_steps WHERE seq NOT IN known)
      + (SELECT count(*) FROM deferral_files WHERE seq NOT IN known)
      + (SELECT count(*) FROM deferral_pieces WHERE file_id NOT IN (SELECT id FROM deferral_files))";

/// The last fact that says what a day's result is; facts of the first release say nothing of it.
const RESULTS: &str = "SELECT coalesce(said.day, own.day), coalesce(said.seq, own.said_seq), said.sha256,
      own.said_seq IS said.seq
    FROM (SELECT value ->> 'day' AS day, max(seq) AS seq, value ->> 'stored_sha256' AS sha256
            FROM journal, json_each(body, CASE kind WHEN 'days_reconciled' THEN '$.stored' ELSE '$.results' END)
           WHERE kind IN ('days_reconciled', 'cases_decided', 'decision_undone') AND value ->> 'stored_sha256' IS NOT NULL
           GROUP BY 1) AS said
    FULL JOIN day_results AS own ON own.day = said.day ORDER BY 1";

/// What is stored of a day's result, hashed under `stored_sha256` of the fact that says it.
const RESULT: &str = "SELECT day, digest, open, listed, differences_fen, figures FROM day_results WHERE day = ?1";
const CASES: &str =
    "SELECT place, class, state, method, cashier, his_no, order_no, slip_no, difference_fen, rule, body, key
    FROM exceptions WHERE day = ?1 ORDER BY place";

/// Compares each table with its facts; one line a table that the book has.
pub(super) fn compare(connection: &Connection) -> Result<Vec<String>, Complaint> {
    let mut lines = Vec::new();
    for check in CHECKS {
        let laid_out = has(connection, check.table)?;
        let sql = if laid_out { check.broken } else { check.acts };
        let broken: Option<i64> = connection.prepare(sql)?.query_map([], |row| row.get(0))?.next().transpose()?;
        if let Some(seq) = broken {
            let (zh, en) = (format!("{} 与事实不符", check.table), format!("{} differs from its fact", check.table));
            return Err(Complaint::at(seq, &zh, &en));
        }
        if laid_out {
            lines.push(format!("ok {}", check.table));
        }
    }
    if has(connection, "statement_files")? {
        let sql = "SELECT id, file.seq, body ->> 'stored_sha256' FROM statement_files AS file
            JOIN journal ON journal.seq = file.seq ORDER BY file.seq";
        lines.push(format!("ok statement_rows {}", files(connection, sql, STATEMENT_ROWS, Mark::Tables)?));
        refuse_strays(connection, STATEMENT_STRAYS)?;
    }
    if has(connection, "registry_files")? {
        let sql = "SELECT id, file.seq, body ->> 'stored_sha256' FROM registry_files AS file
            JOIN journal ON journal.seq = file.seq ORDER BY file.seq";
        lines.push(format!("ok employers dues payments {}", files(connection, sql, REGISTRY_ROWS, Mark::Rows)?));
        refuse_strays(connection, REGISTRY_STRAYS)?;
    }
    lines.extend(collection(connection)?.map(|count| format!("ok collection work {count}")));
    if has(connection, "deferral_applications")? {
        let sql = "SELECT seq, seq, body ->> 'stored_sha256' FROM journal WHERE kind = 'deferral' ORDER BY seq";
        lines.push(format!("ok deferrals {}", files(connection, sql, DEFERRAL_ROWS, Mark::Rows)?));
        refuse_strays(connection, DEFERRAL_STRAYS)?;
    }
    if has(connection, "signing_attempts")? {
        let sql = "SELECT seq, seq, body ->> 'stored_sha256' FROM journal
            WHERE kind IN ('signing', 'signing_reset') ORDER BY seq";
        lines.push(format!("ok signing {}", files(connection, sql, SIGNING_ROWS, Mark::Rows)?));
        refuse_strays(connection, SIGNING_STRAYS)?;
    }
    if has(connection, "decision_days")? {
        lines.push(format!("ok day_results exceptions {}", results(connection)?));
    }
    Ok(lines)
}

fn has(connection: &Connection, table: &str) -> rusqlite::Result<bool> {
    connection.query_row("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = ?1)", [table], |row| row.get(0))
}

/// Every row each file left, hashed anew.
fn files(connection: &Connection, sql: &str, tables: &[&str], mark: Mark) -> Result<u64, Complaint> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        let (id, seq): (i64, i64) = (row.get(0)?, row.get(1)?);
        let mut sha = Sha256::new();
        for table in tables {
            if mark == Mark::Tables {
                feed(&mut sha, b"table");
            }
            let mut statement = connection.prepare_cached(table)?;
            let columns = statement.column_count();
            let mut left = statement.query([id])?;
            while let Some(row) = left.next()? {
                if mark == Mark::Rows {
                    feed(&mut sha, b"row");
                }
                feed_row(&mut sha, row, columns)?;
            }
        }
        if row.get::<_, Option<String>>(2)? != Some(hex(&sha.finalize())) {
            return Err(Complaint::at(seq, "原件或行被改过", "the file's original or rows were changed"));
        }
        count += 1;
    }
    Ok(count)
}

/// Every row each act of collection work left, hashed anew; `None` for a book of an older layout.
fn collection(connection: &Connection) -> Result<Option<u64>, Complaint> {
    let acts = "SELECT seq, body ->> 'stored_sha256' FROM journal WHERE kind = 'collection_work' ORDER BY seq";
    let mut statement = connection.prepare(acts)?;
    let mut acts = statement.query([])?;
    let (mut count, mut rows_of_acts) = (0, 0);
    while let Some(act) = acts.next()? {
        let seq: i64 = act.get(0)?;
        let mut sha = Sha256::new();
        for (table, sql) in COLLECTION_ROWS {
            if !has(connection, table)? {
                continue;
            }
            let mut statement = connection.prepare_cached(sql)?;
            let columns = statement.column_count();
            let mut rows = statement.query([seq])?;
            while let Some(row) = rows.next()? {
                feed(&mut sha, b"row");
                feed_row(&mut sha, row, columns)?;
                rows_of_acts += 1;
            }
        }
        if act.get::<_, Option<String>>(1)? != Some(hex(&sha.finalize())) {
            return Err(Complaint::at(seq, "催缴作业的行被改过", "rows of collection work were changed"));
        }
        count += 1;
    }
    let mut rows_in_all = 0;
    for (table, sql) in COLLECTION_ROWS {
        if has(connection, table)? {
            let all = sql.replace("WHERE seq = ?1 ", "").replace("WHERE plan = ?1 ", "");
            rows_in_all += connection.prepare(&all)?.query_map([], |_| Ok(()))?.count();
        }
    }
    match (rows_in_all == rows_of_acts, has(connection, "calls")?) {
        (true, laid_out) => Ok(laid_out.then_some(count)),
        (false, _) => Err(Complaint::new("有催缴作业的行没有事实", "rows of collection work no fact knows")),
    }
}

fn refuse_strays(connection: &Connection, sql: &str) -> Result<(), Complaint> {
    let strays: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    if strays == 0 {
        return Ok(());
    }
    Err(Complaint::new(
        format!("有 {strays} 行不属于它们的文件"),
        format!("{strays} rows do not belong to their files"),
    ))
}

/// The stored result of every day, hashed anew.
fn results(connection: &Connection) -> Result<u64, Complaint> {
    let mut statement = connection.prepare(RESULTS)?;
    let mut rows = statement.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        let (day, seq): (String, i64) = (row.get(0)?, row.get(1)?);
        let (said, same): (Option<String>, bool) = (row.get(2)?, row.get(3)?);
        if !same || said.is_none() || said != result(connection, &day)? {
            let (zh, en) = (format!("{day} 的结果被改过"), format!("the result of {day} was changed"));
            return Err(Complaint::at(seq, &zh, &en));
        }
        count += 1;
    }
    Ok(count)
}

fn result(connection: &Connection, day: &str) -> Result<Option<String>, Complaint> {
    let mut sha = Sha256::new();
    let mut result = connection.prepare_cached(RESULT)?;
    let columns = result.column_count();
    if result.query_row([day], |row| feed_row(&mut sha, row, columns)).optional()?.is_none() {
        return Ok(None);
    }
    let mut cases = connection.prepare_cached(CASES)?;
    let columns = cases.column_count();
    let mut rows = cases.query([day])?;
    while let Some(row) = rows.next()? {
        feed_row(&mut sha, row, columns)?;
    }
    Ok(Some(hex(&sha.finalize())))
}
