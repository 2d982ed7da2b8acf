//! Rows that could not be read.

use super::BookDesk;
use crate::domain::import::{RowError, RowErrorCode};
use crate::store::QuarantinedLine;
use crate::text::masked;
use crate::tui::desk::{QuarantineDesk, QuarantineFilter, QuarantineRow, RawLine, Sentence};

impl QuarantineDesk for BookDesk {
    fn quarantine(&self, filter: &QuarantineFilter, limit: usize) -> Result<Vec<QuarantineRow>, Sentence> {
        let file = filter.file.as_deref();
        let lines = self.session.reader().and_then(|reader| Ok(reader.quarantined_lines(filter.day, file, limit)?));
        self.said(lines.map(|lines| lines.into_iter().filter_map(listed).collect()))
    }

    fn quarantined_line(&self, row: &QuarantineRow) -> Result<RawLine, Sentence> {
        let stored = self.session.reader().and_then(|reader| Ok(reader.stored_line(row.file_id, row.error.line)?));
        self.said(stored.map(|stored| RawLine {
            file: stored.file.path,
            sha256: stored.file.sha256,
            line: row.error.line,
            text: masked::line(&stored.header, &stored.text),
            header: stored.header,
        }))
    }
}

/// The row in the domain's terms; its code is one the program wrote.
fn listed(line: QuarantinedLine) -> Option<QuarantineRow> {
    let code = RowErrorCode::from_code(&line.code)?;
    let error = RowError { line: line.line, column: line.heading, excerpt: line.excerpt, code, details: Vec::new() };
    let (id, file_id, file, side, day) = (line.id, line.file_id, line.path, line.side, line.day);
    Some(QuarantineRow { id, file_id, file, side, day, error })
}
