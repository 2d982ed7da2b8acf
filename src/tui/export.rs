//! Export 导出: the rows of a list as CSV, with the columns, order and filter of the screen.
//!
//! Invariant: BOM and CRLF, so that office programs read Han and lines; a text that a spreadsheet would
//! take for a formula is disarmed; only what a screen shows is written, so nothing personal leaves it.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use super::desk::{CaseAsk, Desk, EntryFilter, Progress, QuarantineAsk, QuarantineRow, Sentence};
use super::widgets::list::marks::Marks;
use crate::domain::case_list::case_number;
use crate::domain::recon::{EntryRow, ExceptionCase};
use crate::text::lang::Lang;

/// Rows read at a time.
const WINDOW: usize = 2_000;

/// 导出. What is to be written.
#[derive(Clone, Debug)]
pub struct Export {
    /// Name of the list, from which the file takes its own.
    pub name: String,
    /// Headings.
    pub header: Vec<String>,
    /// Rows.
    pub rows: ExportRows,
}

impl PartialEq for Export {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.header == other.header
    }
}

impl Eq for Export {}

/// Where the rows come from.
#[derive(Clone, Debug)]
pub enum ExportRows {
    /// They are here, cell by cell.
    Held(Vec<Vec<String>>),
    /// Entries, read by windows.
    Entries {
        /// Which.
        filter: Box<EntryFilter>,
        /// Only those marked; all when `None`.
        marks: Option<Marks>,
        /// Places of the columns wanted, among those `cells` gives.
        columns: Vec<usize>,
        /// Cells of an entry.
        cells: fn(&EntryRow, Lang) -> Vec<String>,
        /// Language of their words.
        lang: Lang,
    },
    /// Differences, read by windows.
    Cases {
        /// Which.
        ask: Box<CaseAsk>,
        /// Only those marked; all when `None`.
        marks: Option<Marks>,
        /// Places of the columns wanted, among those `cells` gives.
        columns: Vec<usize>,
        /// Cells of a difference.
        cells: fn(&ExceptionCase, Lang) -> Vec<String>,
        /// Language of their words.
        lang: Lang,
    },
    /// Quarantined rows, read by windows.
    Quarantined {
        /// Which.
        ask: Box<QuarantineAsk>,
        /// Only those marked; all when `None`.
        marks: Option<Marks>,
        /// Places of the columns wanted, among those `cells` gives.
        columns: Vec<usize>,
        /// Cells of a row.
        cells: fn(&QuarantineRow, Lang) -> Vec<String>,
        /// Language of their words.
        lang: Lang,
    },
}

impl Export {
    /// Writes the file; how many rows it holds and where it stands.
    ///
    /// # Errors
    /// A sentence when the book cannot be read, the file cannot be written, or the work was cancelled.
    pub fn write(&self, desk: &dyn Desk, progress: &Progress) -> Result<(u64, PathBuf), Sentence> {
        let mut written = 0;
        let path = desk.export(&self.name, &mut |out| {
            out.write_all("\u{feff}".as_bytes()).map_err(|error| error.to_string())?;
            let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
            put(&mut csv, &self.header)?;
            written = self.put_rows(&mut csv, desk, progress)?;
            csv.flush().map_err(|error| error.to_string())
        })?;
        Ok((written, path))
    }

    fn put_rows<W: Write>(
        &self,
        csv: &mut csv::Writer<W>,
        desk: &dyn Desk,
        progress: &Progress,
    ) -> Result<u64, Sentence> {
        let mut written = 0;
        let at = |from: u64| usize::try_from(from).unwrap_or(usize::MAX);
        match &self.rows {
            ExportRows::Held(rows) => {
                progress.total.store(rows.len() as u64, Ordering::Relaxed);
                for row in rows {
                    go_on(progress, 1)?;
                    put(csv, row)?;
                    written += 1;
                }
            }
            ExportRows::Entries { filter, marks, columns, cells, lang } => {
                let window = |from: u64| desk.entries(filter, from, WINDOW).map(|window| (window.total, window.rows));
                let kept = |entry: &EntryRow| marks.as_ref().is_none_or(|marks| marks.holds(entry.id.number()));
                written = windows(csv, progress, window, |entry| kept(entry).then(|| cells(entry, *lang)), columns)?;
            }
            ExportRows::Cases { ask, marks, columns, cells, lang } => {
                let window = |from| desk.cases(ask, at(from), WINDOW).map(|window| (window.total as u64, window.rows));
                let number = |case: &ExceptionCase| case_number(&case.key).unwrap_or_default();
                let kept = |case: &ExceptionCase| marks.as_ref().is_none_or(|marks| marks.holds(number(case)));
                written = windows(csv, progress, window, |case| kept(case).then(|| cells(case, *lang)), columns)?;
            }
            ExportRows::Quarantined { ask, marks, columns, cells, lang } => {
                let window =
                    |from| desk.quarantine(ask, at(from), WINDOW).map(|window| (window.total as u64, window.rows));
                let kept = |row: &QuarantineRow| marks.as_ref().is_none_or(|marks| marks.holds(row.id));
                written = windows(csv, progress, window, |row| kept(row).then(|| cells(row, *lang)), columns)?;
            }
        }
        Ok(written)
    }
}

/// Writes rows read by windows: those that give cells, with the columns wanted of them.
fn windows<W: Write, R>(
    csv: &mut csv::Writer<W>,
    progress: &Progress,
    window: impl Fn(u64) -> Result<(u64, Vec<R>), Sentence>,
    cells: impl Fn(&R) -> Option<Vec<String>>,
    columns: &[usize],
) -> Result<u64, Sentence> {
    let mut written = 0;
    loop {
        let (total, rows) = window(progress.done.load(Ordering::Relaxed))?;
        progress.total.store(total, Ordering::Relaxed);
        if rows.is_empty() {
            return Ok(written);
        }
        go_on(progress, rows.len() as u64)?;
        for all in rows.iter().filter_map(&cells) {
            put(csv, columns.iter().map(|at| all.get(*at).map_or("", String::as_str)))?;
            written += 1;
        }
    }
}

/// Counts rows done; stops where the person asked to.
fn go_on(progress: &Progress, rows: u64) -> Result<(), Sentence> {
    progress.done.fetch_add(rows, Ordering::Relaxed);
    if progress.cancel.load(Ordering::Relaxed) { Err(io::ErrorKind::Interrupted.to_string()) } else { Ok(()) }
}

fn put<W: Write, C: AsRef<str>>(csv: &mut csv::Writer<W>, cells: impl IntoIterator<Item = C>) -> Result<(), Sentence> {
    let cells: Vec<String> = cells.into_iter().map(|cell| disarmed(cell.as_ref())).collect();
    csv.write_record(&cells).map_err(|error| error.to_string())
}

/// A cell that no spreadsheet takes for a formula: a text that begins like one gets a `'` (taken away on
/// import); amounts lose their thousands commas, so that they are numbers.
fn disarmed(cell: &str) -> String {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    if digits.starts_with(|one: char| one.is_ascii_digit()) {
        let plain: String = cell.chars().filter(|one| *one != ',').collect();
        if plain.chars().skip(1).all(|one| one.is_ascii_digit() || one == '.') {
            return plain;
        }
    }
    let risky = |one: char| matches!(one, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠');
    if cell.len() > 1 && cell.starts_with(risky) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::disarmed;

    #[test]
    fn no_cell_is_taken_for_a_formula() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("+86 138", "'+86 138"),
            ("-SUM(A1)", "'-SUM(A1)"),
            ("@cmd", "'@cmd"),
            ("\tx", "'\tx"),
            ("＝A1", "'＝A1"),
            ("－1", "'－1"),
            ("-100.00", "-100.00"),
            ("1,022.81", "1022.81"),
            ("-1,234,567.89", "-1234567.89"),
            ("-", "-"),
            ("1,2-3", "1,2-3"),
            ("2026-03-04", "2026-03-04"),
            ("微信", "微信"),
            ("", ""),
        ] {
            assert_eq!(disarmed(cell), written, "{cell}");
        }
    }
}
