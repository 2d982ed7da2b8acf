//! Statements in the book 对账单: files, the days of accounts they cover, their rows.
//!
//! Invariant: rows and originals are only ever added; what a file left is vouched for by its fact.

mod read;
mod vouched;
mod write;

pub use read::{BookedPart, BookedRow, StatementFileRow, StatementRange};
pub(super) use vouched::compare as compare_statements;
pub use write::NewStatement;
