//! Adding a statement: its original, its accounts, its rows, what could not be read.

use std::collections::BTreeMap;

use rusqlite::{Connection, named_params};

use super::super::Writer;
use super::super::fault::{During, Fault};
use super::super::receipts::controls_to_json;
use crate::domain::statement::{ParsedStatement, StatementRow};

/// Everything a statement adds.
#[derive(Debug)]
pub struct NewStatement<'a> {
    /// The file as parsed.
    pub parsed: &'a ParsedStatement,
    /// Its rows that are new or changed, by place in the file.
    pub added: &'a [usize],
    /// Rows the book had already.
    pub known: u64,
    /// Rows that take the place of an older version: place in the file, older row.
    pub supersedes: &'a [(usize, i64)],
}

impl Writer<'_> {
    /// Writes a statement under the fact that will have number `seq`.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn put_statement(&self, seq: i64, new: &NewStatement<'_>) -> Result<(), Fault> {
        put(self.connection(), seq, new).during("store a statement")
    }
}

fn put(connection: &Connection, seq: i64, new: &NewStatement<'_>) -> rusqlite::Result<()> {
    let file_id = put_head(connection, seq, new)?;
    put_pieces(connection, file_id, new.parsed)?;
    put_parts(connection, file_id, new.parsed)?;
    let mut placed: BTreeMap<usize, i64> = BTreeMap::new();
    for place in new.added {
        if let Some(row) = new.parsed.rows.get(*place) {
            placed.insert(*place, put_row(connection, file_id, *place, row)?);
        }
    }
    let mut insert = connection.prepare_cached(
        "INSERT INTO statement_superseded (row_id, by_row_id, by_file_id) VALUES (:old, :new, :file)",
    )?;
    for (place, old) in new.supersedes {
        let by = placed.get(place).copied().unwrap_or_default();
        insert.execute(named_params! {":old": old, ":new": by, ":file": file_id})?;
    }
    put_quarantine(connection, file_id, new.parsed)
}

fn put_head(connection: &Connection, seq: i64, new: &NewStatement<'_>) -> rusqlite::Result<i64> {
    let parsed = new.parsed;
    let changed = new.supersedes.len();
    connection
        .prepare_cached(
            "INSERT INTO statement_files (seq, sha256, path, bytes, encoding, format, rows_read, imported, known,
                changed, quarantined, control_rows, controls)
            VALUES (:seq, :sha256, :path, :bytes, :encoding, :format, :rows_read, :imported, :known, :changed,
                :quarantined, :control_rows, :controls)",
        )?
        .execute(named_params! {
            ":seq": seq, ":sha256": parsed.sha256, ":path": parsed.path, ":bytes": parsed.bytes as i64,
            ":encoding": parsed.encoding.code(), ":format": parsed.format, ":rows_read": parsed.rows_read as i64,
            ":imported": (new.added.len() - changed) as i64, ":known": new.known as i64, ":changed": changed as i64,
            ":quarantined": parsed.quarantined.len() as i64, ":control_rows": parsed.control_rows as i64,
            ":controls": controls_to_json(&parsed.controls),
        })?;
    Ok(connection.last_insert_rowid())
}

fn put_pieces(connection: &Connection, file_id: i64, parsed: &ParsedStatement) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO statement_pieces (file_id, piece, first_line, bytes, frame)
        VALUES (:file, :piece, :first_line, :bytes, :frame)",
    )?;
    for (place, piece) in parsed.pieces.iter().enumerate() {
        insert.execute(named_params! {
            ":file": file_id, ":piece": place as i64, ":first_line": piece.first_line, ":bytes": piece.bytes,
            ":frame": piece.frame,
        })?;
    }
    Ok(())
}

fn put_parts(connection: &Connection, file_id: i64, parsed: &ParsedStatement) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO statement_parts (file_id, account, currency, from_on, to_on, opening_fen, closing_fen, rows)
        VALUES (:file, :account, :currency, :from, :to, :opening, :closing, :rows)",
    )?;
    for part in &parsed.parts {
        insert.execute(named_params! {
            ":file": file_id, ":account": part.account, ":currency": part.currency, ":from": part.from.to_string(),
            ":to": part.to.to_string(), ":opening": part.opening.map(|money| money.fen()),
            ":closing": part.closing.map(|money| money.fen()), ":rows": part.rows as i64,
        })?;
    }
    Ok(())
}

fn put_row(connection: &Connection, file_id: i64, place: usize, row: &StatementRow) -> rusqlite::Result<i64> {
    connection
        .prepare_cached(
            "INSERT INTO statement_rows (file_id, place, line, account, currency, posted_on, second, amount_fen,
                balance_fen, counterparty_name, counterparty_account, text, bank_no, identity)
            VALUES (:file, :place, :line, :account, :currency, :posted_on, :second, :amount, :balance, :name,
                :their_account, :text, :bank_no, :identity)",
        )?
        .execute(named_params! {
            ":file": file_id, ":place": place as i64, ":line": row.line, ":account": row.account,
            ":currency": row.currency, ":posted_on": row.day.to_string(), ":second": row.at.second(),
            ":amount": row.amount.fen(), ":balance": row.balance.map(|money| money.fen()),
            ":name": row.counterparty_name, ":their_account": row.counterparty_account, ":text": row.text,
            ":bank_no": row.bank_no, ":identity": row.identity(),
        })?;
    Ok(connection.last_insert_rowid())
}

fn put_quarantine(connection: &Connection, file_id: i64, parsed: &ParsedStatement) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO statement_quarantine (file_id, line, day, heading, code, excerpt, raw)
        VALUES (:file, :line, :day, :heading, :code, :excerpt, :raw)",
    )?;
    for row in &parsed.quarantined {
        insert.execute(named_params! {
            ":file": file_id, ":line": row.error.line, ":day": row.day.map_or(String::new(), |day| day.to_string()),
            ":heading": row.error.column, ":code": row.error.code.code(), ":excerpt": row.error.excerpt,
            ":raw": row.raw,
        })?;
    }
    Ok(())
}
