//! Making row errors 行错误 and refusals, so that every one of them is built alike.
//!
//! Invariant: an excerpt passes through [`excerpt`], so no error carries a raw control character.

use super::ident::excerpt;
use super::raw::RawFile;
use crate::domain::import::{RefusedFile, RowError, RowErrorCode};

/// An error about the whole file.
pub(super) fn whole_file(code: RowErrorCode, details: Vec<String>) -> RowError {
    RowError { line: 0, column: String::new(), excerpt: String::new(), code, details }
}

/// An error about a line.
pub(super) fn at_line(line: u32, text: &str, code: RowErrorCode, details: Vec<String>) -> RowError {
    RowError { line, column: String::new(), excerpt: excerpt(text), code, details }
}

/// An error about a cell.
pub(super) fn at_cell(line: u32, column: &str, cell: &str, code: RowErrorCode, details: Vec<String>) -> RowError {
    RowError { line, column: column.into(), excerpt: excerpt(cell), code, details }
}

/// A refusal before any layout was found.
pub(super) fn refused(path: &str, raw: Option<&RawFile>, errors: Vec<RowError>) -> Box<RefusedFile> {
    Box::new(RefusedFile {
        path: path.into(),
        sha256: raw.map(|raw| raw.sha256.clone()),
        format: None,
        side: None,
        rows_read: 0,
        controls: Vec::new(),
        errors,
    })
}
