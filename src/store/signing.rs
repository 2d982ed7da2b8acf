//! 签批口令 in the book: every password set or reset, every attempt, and what the facts vouch for.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row, named_params};
use serde_json::Value;

use super::fault::{At, During, Fault};
use super::receipts::Feed;
use super::{Reader, Writer};
use crate::domain::signing::{Attempt, NOT_AGAIN, seconds_of};

/// 口令散列. A password as it is kept: Argon2id, with the cost it was made by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordHash {
    /// Memory it takes, KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
    /// 16 random bytes.
    pub salt: Vec<u8>,
    /// 32 bytes.
    pub hash: Vec<u8>,
}

/// How a person's signing stands in the book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SigningRow {
    /// The last passwords set since the last reset, newest first, each under its fact.
    pub passwords: Vec<(i64, PasswordHash)>,
    /// Attempts since the last right one and the last password, oldest first.
    pub attempts: Vec<Attempt>,
}

const INSERT_PASSWORD: &str = "INSERT INTO signing_passwords (seq, operator, memory_kib, passes, lanes, salt, hash)
    VALUES (:seq, :operator, :memory_kib, :passes, :lanes, :salt, :hash)";
const INSERT_ATTEMPT: &str = "INSERT INTO signing_attempts (seq, operator, at_utc, is_right)
    VALUES (:seq, :operator, :at_utc, :is_right)";
const PASSWORDS: &str = "SELECT seq, memory_kib, passes, lanes, salt, hash FROM signing_passwords
    WHERE operator = ?1 ORDER BY seq DESC LIMIT ?2";
const ATTEMPTS: &str = "SELECT at_utc, is_right FROM signing_attempts WHERE operator = :operator
    AND seq > coalesce((SELECT max(seq) FROM signing_passwords WHERE operator = :operator), 0)
    AND seq > coalesce((SELECT max(seq) FROM signing_attempts WHERE operator = :operator AND is_right), 0)
    ORDER BY seq";
/// Every table of signing, and its rows; the first column is the fact.
const TABLES: &[&str] = &[
    "SELECT seq, operator, memory_kib, passes, lanes, salt, hash FROM signing_passwords
     WHERE :seq IS NULL OR seq = :seq ORDER BY seq",
    "SELECT seq, operator, at_utc, is_right FROM signing_attempts WHERE :seq IS NULL OR seq = :seq ORDER BY seq",
];
const LAID_OUT: &str = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'signing_attempts')";

impl Reader {
    /// How an operator's signing stands; the newest password comes first, and none stands after a reset.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn signing(&self, operator: &str) -> Result<SigningRow, Fault> {
        let read = || -> rusqlite::Result<SigningRow> {
            let mut passwords = self.connection().prepare_cached(PASSWORDS)?;
            let most = i64::try_from(NOT_AGAIN).unwrap_or(i64::MAX);
            let passwords: Vec<_> = passwords.query_map((operator, most), password)?.collect::<Result<_, _>>()?;
            let mut attempts = self.connection().prepare_cached(ATTEMPTS)?;
            let attempts = attempts.query_map(named_params! { ":operator": operator }, |row| {
                Ok(Attempt { at: seconds_of(&row.get::<_, String>(0)?), right: row.get(1)? })
            })?;
            Ok(SigningRow { passwords, attempts: attempts.collect::<Result<_, _>>()? })
        };
        read().during("read the signing passwords").at(self.path())
    }
}

impl SigningRow {
    /// The password in force and the fact it was set by; `None` where none is, or it was reset.
    pub fn in_force(&self) -> Option<&(i64, PasswordHash)> {
        self.passwords.first().filter(|(_, password)| !password.hash.is_empty())
    }
}

impl Writer<'_> {
    /// Sets a password under the fact about to be written; `None` resets it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put_signing_password(&self, seq: i64, operator: &str, password: Option<&PasswordHash>) -> Result<(), Fault> {
        let none = PasswordHash { memory_kib: 0, passes: 0, lanes: 0, salt: Vec::new(), hash: Vec::new() };
        let password = password.unwrap_or(&none);
        let write = || {
            self.connection().prepare_cached(INSERT_PASSWORD)?.execute(named_params! {
                ":seq": seq, ":operator": operator, ":memory_kib": password.memory_kib, ":passes": password.passes,
                ":lanes": password.lanes, ":salt": password.salt, ":hash": password.hash,
            })
        };
        write().during("keep a signing password").at(self.path()).map(drop)
    }

    /// Counts an attempt under the fact about to be written.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put_signing_attempt(&self, seq: i64, operator: &str, at_utc: &str, right: bool) -> Result<(), Fault> {
        let row = named_params! { ":seq": seq, ":operator": operator, ":at_utc": at_utc, ":is_right": right };
        let write = || self.connection().prepare_cached(INSERT_ATTEMPT)?.execute(row);
        write().during("count an attempt to sign").at(self.path()).map(drop)
    }

    /// SHA-256 over every row written under the fact with this number.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn signing_sha256(&self, seq: i64) -> Result<String, Fault> {
        let sums = sums(self.connection(), Some(seq)).during("sum signing up").at(self.path())?;
        Ok(sums.into_values().next().unwrap_or_else(|| Feed::default().finish()))
    }
}

fn password(row: &Row<'_>) -> rusqlite::Result<(i64, PasswordHash)> {
    let password = PasswordHash {
        memory_kib: row.get(1)?,
        passes: row.get(2)?,
        lanes: row.get(3)?,
        salt: row.get(4)?,
        hash: row.get(5)?,
    };
    Ok((row.get(0)?, password))
}

/// The hash of one fact, or of every fact.
fn sums(connection: &Connection, seq: Option<i64>) -> rusqlite::Result<BTreeMap<i64, String>> {
    let mut feeds: BTreeMap<i64, Feed> = BTreeMap::new();
    if !connection.query_row(LAID_OUT, [], |row| row.get(0))? {
        return Ok(BTreeMap::new());
    }
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

/// Compares every row with the facts that wrote them (number and body, in order).
pub(super) fn compare(reader: &Reader, facts: &[(i64, Value)]) -> Result<(), Fault> {
    let step = "compare signing with its facts";
    let mut sums = sums(reader.connection(), None).during(step).at(reader.path())?;
    for (seq, body) in facts {
        let sum = sums.remove(seq).unwrap_or_else(|| Feed::default().finish());
        if body["stored_sha256"] != sum {
            return Err(Fault::Broken { seq: *seq, what: "a signing password or attempt was changed".into() });
        }
    }
    match sums.into_keys().next() {
        Some(seq) => Err(Fault::Broken { seq, what: "a signing password or attempt no fact knows".into() }),
        None => Ok(()),
    }
}
