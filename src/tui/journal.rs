//! What the workstation asks of the journal: its facts, one of them with every field, and whether the chain holds.

use super::desk::{Progress, Sentence};

/// 事实 as listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalRow {
    /// Its number in the chain.
    pub sequence: i64,
    /// UTC.
    pub at: String,
    /// Who, 甲(代乙).
    pub who: String,
    /// What, in words.
    pub what: String,
    /// What it is about.
    pub subject: String,
    /// 原因; empty where none is asked.
    pub reason: String,
}

/// The journal's side of the desk.
pub trait JournalDesk {
    /// The last facts, newest first, at most `limit`.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn journal(&self, limit: u32) -> Result<Vec<JournalRow>, Sentence>;
    /// Every field of a fact: label and text.
    ///
    /// # Errors
    /// A sentence when there is none of that number.
    fn fact(&self, sequence: i64) -> Result<Vec<(String, String)>, Sentence>;
    /// Verifies the chain from its first fact to its head; says that it holds.
    ///
    /// # Errors
    /// A sentence naming the first act that does not hold, or that it was stopped.
    fn verify_journal(&mut self, progress: &Progress) -> Result<Sentence, Sentence>;
}
