//! Receipts as the desk answers for them: days, their results, the entries behind a figure, original lines.

use super::Sentence;
use crate::domain::day::BusinessDay;
use crate::domain::entry::{EntryId, EntryOrder, Method, Side};
use crate::domain::recon::{DayResult, DaySummary, EntryRow, ExceptionCase};
use crate::tui::filter::RowFilter;

/// A stretch of the original file around one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawLine {
    /// File as given at import.
    pub file: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Line number.
    pub line: u32,
    /// Heading line of the file.
    pub header: String,
    /// The line itself, decoded, not yet sanitised for drawing.
    pub text: String,
}

/// Entries of a drill-down, one window of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryWindow {
    /// Rows in all.
    pub total: u64,
    /// Their sum in fen.
    pub sum: crate::domain::money::Money,
    /// Rows of this window.
    pub rows: Vec<EntryRow>,
}

/// Which entries a drill-down shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryFilter {
    /// 营业日; all days when `None`.
    pub day: Option<BusinessDay>,
    /// Which book.
    pub side: Side,
    /// 支付方式; all when `None`.
    pub method: Option<Method>,
    /// 收费员 as printed; all when `None`.
    pub cashier: Option<String>,
    /// 筛选: what the rows must have in common besides.
    pub rows: RowFilter,
    /// What was typed to find rows: numbers, amounts, cashiers by Han or pinyin; empty for all.
    pub find: String,
    /// Order.
    pub order: EntryOrder,
    /// Whether the order runs backwards.
    pub descending: bool,
}

impl EntryFilter {
    /// Every entry of a side on a day, or on all days, by time.
    pub fn of(day: Option<BusinessDay>, side: Side) -> Self {
        let order = EntryOrder::Time;
        EntryFilter {
            day,
            side,
            method: None,
            cashier: None,
            rows: RowFilter::default(),
            find: String::new(),
            order,
            descending: false,
        }
    }
}

/// 流水与对账结果: days, their results, entries behind a figure, original lines.
pub trait ReceiptsDesk {
    /// Every day that has entries, oldest first.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn days(&self) -> Result<Vec<DaySummary>, Sentence>;
    /// The stored result of a day (exceptions with their legs and file names); `None` before the first run.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn day(&self, day: BusinessDay) -> Result<Option<DayResult>, Sentence>;
    /// Exceptions of all days from–to still asking for someone, oldest first, at most `limit`.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn open_exceptions(&self, limit: usize) -> Result<Vec<ExceptionCase>, Sentence>;
    /// One window of a drill-down, by time.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn entries(&self, filter: &EntryFilter, offset: u64, limit: usize) -> Result<EntryWindow, Sentence>;
    /// Where an entry stands in a drill-down; `None` when it is not in it.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn entry_place(&self, filter: &EntryFilter, id: EntryId) -> Result<Option<u64>, Sentence>;
    /// Gives up what was kept for lists read by windows.
    fn close_lists(&self);
    /// One entry.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn entry(&self, id: EntryId) -> Result<EntryRow, Sentence>;
    /// The original line of an entry.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn raw_line(&self, id: EntryId) -> Result<RawLine, Sentence>;
}
