//! Rows that could not be read, as the desk answers for them.

use super::{RawLine, Sentence};
use crate::domain::day::BusinessDay;
use crate::domain::entry::Side;
use crate::domain::import::RowError;

/// Which rows are listed; every one when both are `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuarantineFilter {
    /// 营业日 they would have counted on.
    pub day: Option<BusinessDay>,
    /// Path of their file, as given at import.
    pub file: Option<String>,
}

/// 隔离行. A row of a file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantineRow {
    /// Its number in the book.
    pub id: i64,
    /// Number of its file.
    pub file_id: i64,
    /// Its file as given at import.
    pub file: String,
    /// Its book.
    pub side: Side,
    /// 营业日 it would have counted on; that of its neighbours where its own could not be read.
    pub day: BusinessDay,
    /// Line, column, what stands there, and why it could not be read.
    pub error: RowError,
}

/// 隔离行 of the book.
pub trait QuarantineDesk {
    /// Quarantined rows, newest day first, at most `limit`.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn quarantine(&self, filter: &QuarantineFilter, limit: usize) -> Result<Vec<QuarantineRow>, Sentence>;
    /// The original line of a row, names masked.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn quarantined_line(&self, row: &QuarantineRow) -> Result<RawLine, Sentence>;
}
