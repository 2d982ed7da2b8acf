//! The summary beside the detail 汇总: the second file of an archive, read for its total row alone.
//!
//! Invariant: a file is taken for the summary only by all of its headings; one without a total row
//! controls nothing and so refuses the archive.

use std::borrow::Cow;

use super::fault::at_line;
use super::ident::bare;
use super::sniff::compared;
use super::table::{Cut, Row, Table};
use crate::book::formats::{Quote, Summary};
use crate::domain::import::{RowError, RowErrorCode};

/// One total of the summary.
#[derive(Debug)]
pub(super) struct SummaryTotal {
    /// Its name for people: 汇总·服务费（元）.
    pub(super) name: String,
    /// The column it sums.
    pub(super) heading: String,
    /// The word of the kind whose rows it counts, where it is a count.
    pub(super) kind: Option<String>,
    /// As it stands.
    pub(super) printed: String,
    /// Line it stands on, in its own file.
    pub(super) line: u32,
}

const CUT: Cut<'static> = Cut { quote: Quote::Csv, widths: &[], notes: false };

/// The totals of a text if it is that summary; `None` if it is another file.
pub(super) fn read(text: &str, summary: &Summary) -> Option<Result<Vec<SummaryTotal>, RowError>> {
    let (mut table, mut row) = (Table::new(text, CUT, 0, 1), Row::default());
    let headings = loop {
        if !table.next_row(&mut row).ok()? {
            return None;
        }
        let found: Vec<String> = row.cells.iter().map(|cell| compared(cell)).collect();
        if summary.required.iter().all(|heading| found.contains(&compared(heading))) {
            break found;
        }
    };
    loop {
        match table.next_row(&mut row) {
            Ok(true) if row.cells.iter().take(2).any(|cell| compared(cell) == compared(&summary.row)) => {
                return Some(Ok(totals(summary, &headings, &row)));
            }
            Ok(true) => {}
            Ok(false) => {
                let details = vec![summary.row.clone()];
                return Some(Err(at_line(table.line(), "", RowErrorCode::ControlMissing, details)));
            }
            Err(error) => return Some(Err(error)),
        }
    }
}

fn totals(summary: &Summary, headings: &[String], row: &Row<'_>) -> Vec<SummaryTotal> {
    let counts = summary.counts.iter().map(|(heading, kind)| (heading, Some(kind.clone())));
    let sums = summary.sums.iter().map(|heading| (heading, None));
    let total = |(heading, kind): (&String, Option<String>)| {
        let place = headings.iter().position(|found| *found == compared(heading))?;
        let printed = row.cells.get(place).map(Cow::as_ref).map_or("", bare).to_string();
        let name = format!("汇总·{heading}");
        Some(SummaryTotal { name, heading: heading.clone(), kind, printed, line: row.line })
    };
    counts.chain(sums).filter_map(total).collect()
}
