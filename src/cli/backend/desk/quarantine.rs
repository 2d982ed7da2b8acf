//! Rows that could not be read.

use std::sync::Arc;

use super::BookDesk;
use crate::cli::backend::windows::{Kind, Opened, Said, first_of};
use crate::cli::failure::Failure;
use crate::domain::import::{RowError, RowErrorCode};
use crate::domain::money::Money;
use crate::domain::quarantine::QuarantineFacts;
use crate::store::{Fault, QuarantineQuery, QuarantinedLine, Reader};
use crate::text::masked;
use crate::text::pinyin::Needle;
use crate::tui::desk::{
    QuarantineAsk, QuarantineDesk, QuarantineFinder, QuarantineRow, QuarantineWindow, RawLine, Sentence,
};

/// 隔离行, as a kind of rows listed by windows.
pub(in crate::cli::backend) struct Quarantined;

impl Kind for Quarantined {
    type Ask = QuarantineAsk;

    fn said(reader: &Reader) -> Result<Said, Fault> {
        reader.newest_quarantined()
    }

    fn open(reader: &Reader, ask: &QuarantineAsk) -> Result<Opened, Failure> {
        let needle = Needle::new(&ask.find);
        Opened::find(&needle, |slips| {
            let finder = QuarantineFinder::new(&needle, slips);
            // A code no program of ours wrote has no words to be shown by.
            let fits =
                |facts: &QuarantineFacts<'_>| RowErrorCode::from_code(facts.code).is_some() && finder.finds(facts);
            let (day, file) = (ask.filter.day, ask.filter.file.as_deref());
            let query = QuarantineQuery { day, file, fits: &fits, order: ask.order, descending: ask.descending };
            reader.quarantine_list(&query).map(|numbers| (numbers, Money::ZERO))
        })
    }
}

impl QuarantineDesk for BookDesk {
    fn quarantine(&self, ask: &QuarantineAsk, from: usize, count: usize) -> Result<QuarantineWindow, Sentence> {
        let read = |reader: &Reader, ids: &[i64]| {
            let lines = reader.quarantined_lines(ids)?;
            Ok(lines.into_iter().filter_map(listed).collect())
        };
        let window = self.quarantined.window(&self.session, ask, (from, count), read);
        self.said(window.map(|(total, _, nearly, rows)| QuarantineWindow { total, nearly, rows }))
    }

    fn quarantine_order(&self, ask: &QuarantineAsk) -> Result<Arc<Vec<i64>>, Sentence> {
        self.said(self.quarantined.order(&self.session, ask))
    }

    fn quarantine_sought(&self, ask: &QuarantineAsk, find: &str) -> Result<Option<i64>, Sentence> {
        self.said(first_of::<Quarantined>(&self.session, &QuarantineAsk { find: find.to_owned(), ..ask.clone() }))
    }

    fn quarantined_line(&self, row: &QuarantineRow) -> Result<RawLine, Sentence> {
        let line = row.error.line;
        let stored = self.session.reader().and_then(|reader| {
            if row.side.is_some() {
                let stored = reader.stored_line(row.file_id, line)?;
                return Ok((stored.file.sha256, stored.header, stored.text));
            }
            let stored = reader.quarantined_text(row.file_id, line, &row.error.column)?;
            Ok((stored.sha256, stored.header, stored.text))
        });
        self.said(stored.map(|(sha256, header, text)| RawLine {
            file: row.file.clone(),
            sha256,
            line,
            text: masked::line(&header, &text),
            header,
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
