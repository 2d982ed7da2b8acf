//! The journal as a chain, and head.log as its witness.
//!
//! The rule, as published: a fact's hash is SHA-256 over thirteen columns in the order of [`COLUMNS`], each as
//! its length in eight bytes (big-endian) followed by its bytes, numbers in decimal; the last of them is
//! the hash of the fact before, sixty-four zeros for the first.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use super::{Complaint, Kind, hex};

/// The columns hashed, in order, and then the hash; `seq` is the second.
const COLUMNS: &str = "SELECT version, seq, at_utc, business_on, rehearsal, actor, on_behalf, operation_id, kind,
    subject, reason, body, previous_hash, hash, typeof(seq) FROM journal ORDER BY seq, rowid";
const HASHED: usize = 13;
const SEQ: usize = 1;

/// The last fact of a chain.
pub(super) struct Head {
    pub(super) seq: i64,
    pub(super) hash: String,
}

/// What head.log says: the hash of every act it knows.
pub(super) struct HeadLog {
    known: Option<BTreeMap<i64, String>>,
}

impl HeadLog {
    /// Reads the file beside a book; a torn last line is what a kill leaves and counts for nothing.
    pub(super) fn read(book: &Path, kind: Kind) -> Result<Self, Complaint> {
        if kind == Kind::Copy {
            return Ok(HeadLog { known: None });
        }
        let mut path = OsString::from(book.as_os_str());
        path.push(".head.log");
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(Complaint::new("账套旁边没有 head.log", "no head.log stands beside the book"));
            }
            Err(error) => {
                return Err(Complaint::new(
                    format!("head.log 读不出: {error}"),
                    format!("head.log cannot be read: {error}"),
                ));
            }
        };
        let mut known = BTreeMap::new();
        for (number, line) in text.split_inclusive('\n').filter(|line| line.ends_with('\n')).enumerate() {
            let mut words = line.split_whitespace();
            let seq = words.next().and_then(|word| word.parse::<i64>().ok());
            let (Some(seq), Some(hash)) = (seq, words.next()) else {
                let number = number + 1;
                return Err(Complaint::new(
                    format!("head.log 第 {number} 行读不懂"),
                    format!("head.log line {number} is not understood"),
                ));
            };
            known.insert(seq, hash.to_string());
        }
        Ok(HeadLog { known: Some(known) })
    }

    /// The last act it knows.
    pub(super) fn last(&self) -> Option<i64> {
        self.known.as_ref()?.last_key_value().map(|(seq, _)| *seq)
    }

    /// Whether it knows this act by another hash.
    fn denies(&self, seq: i64, hash: &str) -> bool {
        self.known.as_ref().and_then(|known| known.get(&seq)).is_some_and(|known| known != hash)
    }
}

/// Walks the journal from its first fact.
pub(super) fn walk(connection: &Connection, log: &HeadLog) -> Result<Head, Complaint> {
    let mut head = Head { seq: 0, hash: "0".repeat(64) };
    let mut operations = std::collections::BTreeSet::new();
    let mut statement = connection.prepare(COLUMNS)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let expected = head.seq + 1;
        if row.get_ref(SEQ)? != ValueRef::Integer(expected) {
            return Err(Complaint::at(expected, "缺号", "is missing"));
        }
        let text = |column: usize| row.get::<_, String>(column);
        if text(12)? != head.hash {
            return Err(Complaint::at(expected, "与前一号不相接", "does not follow the act before it"));
        }
        let mut sha = Sha256::new();
        for column in 0..HASHED {
            let number;
            let bytes = match row.get_ref(column)? {
                ValueRef::Integer(value) => {
                    number = value.to_string();
                    number.as_bytes()
                }
                ValueRef::Text(bytes) => bytes,
                ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => {
                    return Err(Complaint::at(expected, "有一列类型不对", "a column has another type"));
                }
            };
            sha.update((bytes.len() as u64).to_be_bytes());
            sha.update(bytes);
        }
        let hash = text(13)?;
        if hash != hex(&sha.finalize()) {
            return Err(Complaint::at(expected, "内容与哈希不符", "its columns do not add up to its hash"));
        }
        if !operations.insert(text(7)?) {
            return Err(Complaint::at(expected, "操作编号用了两次", "its operation stands twice"));
        }
        if log.denies(expected, &hash) {
            return Err(Complaint::at(expected, "head.log 记的是另一笔", "head.log knows another act"));
        }
        head = Head { seq: expected, hash };
    }
    compare_ends(&head, log)?;
    Ok(head)
}

/// A book may be one act ahead of head.log (a kill between the two), never behind it.
fn compare_ends(head: &Head, log: &HeadLog) -> Result<(), Complaint> {
    let Some(known) = &log.known else { return Ok(()) };
    let last = log.last().unwrap_or(0);
    if last > head.seq || last + 1 < head.seq {
        return Err(Complaint::new(
            format!("账套到第 {} 号, head.log 到第 {last} 号", head.seq),
            format!("the book ends at act {}, head.log at {last}", head.seq),
        ));
    }
    let gap = known.keys().zip(known.keys().skip(1)).find(|(one, next)| **one + 1 != **next);
    match gap {
        Some((one, _)) => Err(Complaint::at(one + 1, "head.log 缺这一行", "head.log lacks its line")),
        None => Ok(()),
    }
}
