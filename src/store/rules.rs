//! Rule files 规则文件: every version of the house's own files, as journalled.
//!
//! Invariant: a version is added with the fact that names its SHA-256 and never changes.

use rusqlite::{OptionalExtension, Row, named_params};

use super::fault::{At, During, Fault};
use super::{Reader, Writer, sha256};

/// 规则文件版本.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleVersion {
    /// Path under the data directory, `channels.toml`.
    pub name: String,
    /// SHA-256 of the text.
    pub sha256: String,
    /// The text; empty stands for a file taken away.
    pub text: String,
    /// Fact that took it over.
    pub seq: i64,
}

const LATEST: &str = "SELECT name, sha256, text, seq FROM rule_files
    WHERE name = :name ORDER BY id DESC LIMIT 1";
const LATEST_ALL: &str = "SELECT name, sha256, text, seq FROM rule_files
    WHERE id IN (SELECT max(id) FROM rule_files GROUP BY name) ORDER BY name";
const INSERT: &str = "INSERT INTO rule_files (id, seq, name, sha256, text)
    VALUES ((SELECT coalesce(max(id), 0) + 1 FROM rule_files), :seq, :name, :sha256, :text)";

impl Reader {
    /// The last version of a file; `None` when it was never taken over.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn rule_version(&self, name: &str) -> Result<Option<RuleVersion>, Fault> {
        let read = || {
            let mut statement = self.connection().prepare_cached(LATEST)?;
            statement.query_row(named_params! {":name": name}, version_row).optional()
        };
        read().during("read a rule file").at(self.path())
    }

    /// The last version of every file, by name.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn rule_versions(&self) -> Result<Vec<RuleVersion>, Fault> {
        let read = || -> rusqlite::Result<Vec<RuleVersion>> {
            self.connection().prepare_cached(LATEST_ALL)?.query_map([], version_row)?.collect()
        };
        read().during("read the rule files").at(self.path())
    }
}

impl Writer<'_> {
    /// Keeps a version under the fact of this writer; returns its SHA-256.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn insert_rule_file(&self, name: &str, text: &str) -> Result<String, Fault> {
        let (seq, sha) = (self.next_seq()?, sha256(text.as_bytes()));
        let run = self
            .connection()
            .execute(INSERT, named_params! {":seq": seq, ":name": name, ":sha256": sha, ":text": text});
        run.during("write a rule file").at(self.path())?;
        Ok(sha)
    }
}

fn version_row(row: &Row<'_>) -> rusqlite::Result<RuleVersion> {
    Ok(RuleVersion { name: row.get(0)?, sha256: row.get(1)?, text: row.get(2)?, seq: row.get(3)? })
}
