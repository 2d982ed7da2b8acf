//! Bank statements 对账单: rows of an account, held against the totals and balances they print.
//!
//! Invariant: rows read = rows + quarantined + control rows; where balances or totals stand, no row
//! between the first and the last can be removed, added or altered without the file being refused.

mod account;
mod chain;
mod channel;
mod columns;
mod rows;
pub(super) mod standard;
mod totals;

use super::fault::{at_line, whole_file};
use super::raw::RawFile;
use super::sniff::Found;
use super::table::{Cut, Row, Table};
use super::{PROGRESS_ROWS, ReadOptions};
use crate::book::formats::StatementProfile;
use crate::domain::day::BusinessDay;
use crate::domain::import::{Control, Encoding, OriginalPiece, QuarantinedRow, RefusedFile, RowError, RowErrorCode};
use crate::domain::statement::{AccountPart, ParsedStatement, StatementRow};

/// Why reading stopped before the end.
#[derive(Debug)]
pub(super) enum Failure {
    Cancelled,
    Wrong(RowError),
}

/// All that a statement says.
#[derive(Debug, Default)]
pub(super) struct Body {
    rows: Vec<StatementRow>,
    quarantined: Vec<QuarantinedRow>,
    warnings: Vec<RowError>,
    rows_read: u64,
    control_rows: u64,
    controls: Vec<Control>,
    parts: Vec<AccountPart>,
    errors: Vec<RowError>,
    failure: Option<Failure>,
}

/// Reads the rows below a header of `profile`.
pub(super) fn read(
    text: &str,
    found: &Found<'_>,
    (profile, path, sheet): (&StatementProfile, &str, bool),
    options: &ReadOptions<'_>,
) -> Body {
    let mut body = Body::default();
    let own = match account::own(&text[..found.start], profile, path, options.account) {
        Ok(own) => own,
        Err(error) => return Body { errors: vec![error], ..body },
    };
    let columns = columns::Columns::new(found, profile);
    let mut reader = rows::RowReader::new(&columns, own, sheet, options);
    let mut gate = totals::Gate::new(&columns);
    let mut links = Vec::new();
    let cut = Cut { quote: profile.quote, widths: &[], notes: !profile.footers.is_empty() };
    let mut table = Table::new(text, cut, found.body, found.line + 1);
    let mut row = Row::default();
    loop {
        match table.next_row(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return Body { failure: Some(Failure::Wrong(error)), ..body },
        }
        if table.rows().is_multiple_of(PROGRESS_ROWS) && !(options.progress)(table.offset() as u64, text.len() as u64) {
            return Body { failure: Some(Failure::Cancelled), ..body };
        }
        columns.fit(&mut row);
        if gate.takes(&row) {
            continue;
        }
        gate.count(&row);
        match reader.link(&row) {
            Ok(link) => {
                gate.tally(reader.is_inward(&row, link.amount), link.amount);
                links.push(link);
            }
            Err(error) => gate.unread(error),
        }
        match reader.row(&row) {
            Ok(read) => body.rows.push(read),
            Err(error) => body.quarantined.push(reader.quarantine(&row, error)),
        }
    }
    body.rows_read = table.rows();
    body.warnings = reader.into_warnings();
    gate.close_channel(table.line());
    let gated = columns.has_balance() || gate.has_totals();
    let verdict = gate.close(gated);
    (body.controls, body.errors, body.control_rows) = (verdict.controls, verdict.errors, verdict.control_rows);
    if body.rows_read == body.control_rows && body.errors.is_empty() {
        body.errors.push(at_line(found.line, "", RowErrorCode::HeaderOnly, vec![]));
    }
    body.settle(&links, gated);
    body
}

impl Body {
    /// Follows the balances and puts the rows in order of time.
    fn settle(&mut self, links: &[chain::Link], gated: bool) {
        if self.errors.is_empty() {
            let chains = chain::follow(links);
            self.errors.extend(chains.errors);
            self.controls.extend(chains.controls);
            chain::oldest_first(&mut self.rows, &chains.newest_first);
            self.parts = chain::parts(&self.rows, &chains.ends);
        }
        if !gated {
            self.warnings.push(whole_file(RowErrorCode::NothingToCheck, vec![]));
        }
    }

    /// What becomes of the file.
    pub(super) fn finish(
        self,
        raw: &RawFile,
        format: &str,
        encoding: Encoding,
        pieces: Vec<OriginalPiece>,
    ) -> Result<ParsedStatement, Box<RefusedFile>> {
        debug_assert!(
            !self.errors.is_empty()
                || self.failure.is_some()
                || self.rows_read == self.rows.len() as u64 + self.quarantined.len() as u64 + self.control_rows
        );
        if self.is_refused() {
            return Err(self.refused(raw, format));
        }
        Ok(ParsedStatement {
            path: raw.path.clone(),
            sha256: raw.sha256.clone(),
            bytes: raw.bytes.len() as u64,
            encoding,
            format: format.into(),
            rows: self.rows,
            quarantined: self.quarantined,
            rows_read: self.rows_read,
            control_rows: self.control_rows,
            controls: self.controls,
            warnings: self.warnings,
            parts: self.parts,
            pieces,
        })
    }

    pub(super) fn is_refused(&self) -> bool {
        self.failure.is_some() || !self.errors.is_empty()
    }

    fn refused(self, raw: &RawFile, format: &str) -> Box<RefusedFile> {
        let errors = match self.failure {
            Some(Failure::Cancelled) => Vec::new(),
            Some(Failure::Wrong(error)) => vec![error],
            None => self.errors,
        };
        let mut refused = super::fault::refused(&raw.path, Some(raw), errors);
        refused.format = Some(format.into());
        refused.rows_read = self.rows_read;
        refused.controls = self.controls;
        refused
    }
}

/// First and last day of some rows.
fn span(rows: impl Iterator<Item = BusinessDay> + Clone) -> Option<(BusinessDay, BusinessDay)> {
    rows.clone().min().zip(rows.max())
}
