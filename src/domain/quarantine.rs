//! 隔离行: rows of files that could not be read, as they are listed.
//!
//! Invariant: a row has one number in all books, whatever kind of file it stands in.

use super::day::BusinessDay;
use super::entry::Side;

/// 隔离行序. What quarantined rows are ordered by; rows that are alike in it stand newest day and newest file first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QuarantineOrder {
    /// Day, newest first.
    #[default]
    Day,
    /// Path of the file.
    File,
    /// Line of the file.
    Line,
    /// Heading of the column.
    Column,
}

/// What may be looked at to choose a quarantined row.
#[derive(Clone, Copy, Debug)]
pub struct QuarantineFacts<'r> {
    /// Path of its file as given at import.
    pub file: &'r str,
    /// Line of the file, counted from 1.
    pub line: u32,
    /// 营业日 it would have counted on; `None` where it could not be read.
    pub day: Option<BusinessDay>,
    /// Its book; `None` for a row of a bank statement.
    pub side: Option<Side>,
    /// Heading of the column; empty when it concerns the whole row.
    pub heading: &'r str,
    /// Why, as a code of [`RowErrorCode`](super::import::RowErrorCode).
    pub code: &'r str,
    /// What stands there, masked and cut.
    pub excerpt: &'r str,
}
