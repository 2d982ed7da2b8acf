//! Journal 日志: every fact, in order, each bound to the one before by its hash.
//!
//! Invariant: `hash` = SHA-256 over every other column, each as its length (8 bytes, big-endian) and its
//! bytes (numbers in decimal), in the order of [`JournalRow`]; the last of them is the previous hash.

use std::fmt::Write as _;

use rusqlite::{Connection, OptionalExtension, Row, named_params};
use sha2::{Digest, Sha256};

use super::Reader;
use super::fault::{At, During, Fault};
use super::headlog::Head;
use crate::domain::journal::{Actor, Fact, FactKind, Now};

/// Layout of a row; a change of the hash rule is a new version.
const VERSION: i64 = 1;
/// What stands before the first fact.
pub(super) const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Every column in the order [`JournalRow::read`] takes them, with what follows.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT version, seq, at_utc, business_on, rehearsal, actor, on_behalf, operation_id, ",
            "kind, subject, reason, body, previous_hash, hash FROM journal ",
            $rest
        )
    };
}
pub(super) const SELECT_ALL: &str = select!("ORDER BY seq");
const SELECT_LAST: &str = select!("ORDER BY seq DESC LIMIT 1");
const SELECT_SEQ: &str = select!("WHERE seq = :seq");
const SELECT_OPERATION: &str = select!("WHERE operation_id = :operation_id");
const SELECT_KIND: &str = select!("WHERE kind = :kind AND seq > :from ORDER BY seq");
const SELECT_PAGE: &str = select!("WHERE seq >= :from ORDER BY seq LIMIT :limit");
const INSERT: &str = "INSERT INTO journal (version, seq, at_utc, business_on, rehearsal, actor, on_behalf,
        operation_id, kind, subject, reason, body, previous_hash, hash)
    VALUES (:version, :seq, :at_utc, :business_on, :rehearsal, :actor, :on_behalf,
        :operation_id, :kind, :subject, :reason, :body, :previous_hash, :hash)";

/// 日志一行. One fact as the book keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalRow {
    /// Layout of the row.
    pub version: i64,
    /// 序号, gapless from 1.
    pub seq: i64,
    /// 时间 in UTC.
    pub at_utc: String,
    /// 营业日 it counts for.
    pub business_on: String,
    /// Whether the business day was set by hand (`--today`).
    pub rehearsal: bool,
    /// 操作员.
    pub actor: String,
    /// 代 whom; empty when for oneself.
    pub on_behalf: String,
    /// 操作编号, made before the act.
    pub operation_id: String,
    /// 种类, a code of `FactKind`.
    pub kind: String,
    /// 对象.
    pub subject: String,
    /// 原因.
    pub reason: String,
    /// 内容, one JSON object.
    pub body: String,
    /// Hash of the row before.
    pub previous_hash: String,
    /// Hash of this row.
    pub hash: String,
}

impl JournalRow {
    /// What its columns hash to.
    pub fn digest(&self) -> String {
        let mut sha = Sha256::new();
        let mut number = String::new();
        let mut feed = |bytes: &[u8]| {
            sha.update((bytes.len() as u64).to_be_bytes());
            sha.update(bytes);
        };
        for value in [self.version, self.seq] {
            number.clear();
            let _ = write!(number, "{value}");
            feed(number.as_bytes());
        }
        feed(self.at_utc.as_bytes());
        feed(self.business_on.as_bytes());
        feed(if self.rehearsal { b"1" } else { b"0" });
        let texts = [&self.actor, &self.on_behalf, &self.operation_id, &self.kind, &self.subject, &self.reason];
        for text in texts.into_iter().chain([&self.body, &self.previous_hash]) {
            feed(text.as_bytes());
        }
        super::hex(&sha.finalize())
    }

    /// The act this row ends the book with.
    pub fn head(&self) -> Head {
        Head { seq: self.seq, hash: self.hash.clone(), at_utc: self.at_utc.clone() }
    }

    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(JournalRow {
            version: row.get(0)?,
            seq: row.get(1)?,
            at_utc: row.get(2)?,
            business_on: row.get(3)?,
            rehearsal: row.get(4)?,
            actor: row.get(5)?,
            on_behalf: row.get(6)?,
            operation_id: row.get(7)?,
            kind: row.get(8)?,
            subject: row.get(9)?,
            reason: row.get(10)?,
            body: row.get(11)?,
            previous_hash: row.get(12)?,
            hash: row.get(13)?,
        })
    }
}

impl Reader {
    /// The last fact; `None` in a book still in the making.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn last_fact(&self) -> Result<Option<JournalRow>, Fault> {
        last(self.connection()).during("read the last fact").at(self.path())
    }

    /// The fact with this number.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn fact(&self, seq: i64) -> Result<Option<JournalRow>, Fault> {
        let read = || {
            let mut statement = self.connection().prepare_cached(SELECT_SEQ)?;
            statement.query_row(named_params! {":seq": seq}, JournalRow::read).optional()
        };
        read().during("read a fact").at(self.path())
    }

    /// At most `limit` facts from number `from` on, in order.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn facts(&self, from: i64, limit: u32) -> Result<Vec<JournalRow>, Fault> {
        let read = || -> rusqlite::Result<Vec<JournalRow>> {
            let mut statement = self.connection().prepare_cached(SELECT_PAGE)?;
            statement.query_map(named_params! {":from": from, ":limit": limit}, JournalRow::read)?.collect()
        };
        read().during("read the journal").at(self.path())
    }

    /// Every fact of a kind after number `from`, in order.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn facts_of(&self, kind: FactKind, from: i64) -> Result<Vec<JournalRow>, Fault> {
        let read = || -> rusqlite::Result<Vec<JournalRow>> {
            let mut statement = self.connection().prepare_cached(SELECT_KIND)?;
            statement.query_map(named_params! {":kind": kind.code(), ":from": from}, JournalRow::read)?.collect()
        };
        read().during("read the facts of a kind").at(self.path())
    }

    /// The fact an operation id left; `None` when the operation is not in force.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn operation(&self, operation_id: &str) -> Result<Option<JournalRow>, Fault> {
        by_operation(self.connection(), operation_id).during("look an operation up").at(self.path())
    }
}

pub(super) fn last(connection: &Connection) -> rusqlite::Result<Option<JournalRow>> {
    connection.prepare_cached(SELECT_LAST)?.query_row([], JournalRow::read).optional()
}

pub(super) fn by_operation(connection: &Connection, operation_id: &str) -> rusqlite::Result<Option<JournalRow>> {
    let mut statement = connection.prepare_cached(SELECT_OPERATION)?;
    statement.query_row(named_params! {":operation_id": operation_id}, JournalRow::read).optional()
}

/// Adds a fact after the last one; the caller commits.
pub(super) fn append(
    connection: &Connection,
    actor: &Actor,
    now: &Now,
    operation_id: &str,
    fact: &Fact,
) -> rusqlite::Result<JournalRow> {
    let last = last(connection)?;
    let (seq, previous_hash) = last.map_or((1, GENESIS.into()), |row| (row.seq + 1, row.hash));
    let mut row = JournalRow {
        version: VERSION,
        seq,
        at_utc: now.utc.clone(),
        business_on: now.today.to_string(),
        rehearsal: now.rehearsal,
        actor: actor.name.clone(),
        on_behalf: actor.on_behalf.clone(),
        operation_id: operation_id.into(),
        kind: fact.kind.code().into(),
        subject: fact.subject.clone(),
        reason: fact.reason.clone(),
        body: fact.body.clone(),
        previous_hash,
        hash: String::new(),
    };
    row.hash = row.digest();
    insert(connection, &row)?;
    Ok(row)
}

fn insert(connection: &Connection, row: &JournalRow) -> rusqlite::Result<()> {
    connection.prepare_cached(INSERT)?.execute(named_params! {
        ":version": row.version,
        ":seq": row.seq,
        ":at_utc": row.at_utc,
        ":business_on": row.business_on,
        ":rehearsal": row.rehearsal,
        ":actor": row.actor,
        ":on_behalf": row.on_behalf,
        ":operation_id": row.operation_id,
        ":kind": row.kind,
        ":subject": row.subject,
        ":reason": row.reason,
        ":body": row.body,
        ":previous_hash": row.previous_hash,
        ":hash": row.hash,
    })?;
    Ok(())
}
