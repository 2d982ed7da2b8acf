//! Days, entries and original lines of the book.

use super::BookDesk;
use crate::domain::day::BusinessDay;
use crate::domain::entry::EntryId;
use crate::domain::recon::{DayResult, DaySummary, EntryRow, ExceptionCase};
use crate::tui::desk::{EntryFilter, EntryWindow, RawLine, ReceiptsDesk, Sentence};

impl ReceiptsDesk for BookDesk {
    fn days(&self) -> Result<Vec<DaySummary>, Sentence> {
        self.said(self.session.days())
    }

    fn day(&self, day: BusinessDay) -> Result<Option<DayResult>, Sentence> {
        let result = self.said(self.session.reader().and_then(|reader| Ok(reader.day_result(day)?)))?;
        let aged = |result: DayResult| DayResult { exceptions: self.session.aged(result.exceptions.clone()), ..result };
        Ok(result.map(aged))
    }

    fn open_exceptions(&self, limit: usize) -> Result<Vec<ExceptionCase>, Sentence> {
        let cases = self.said(self.session.reader().and_then(|reader| Ok(reader.open_cases(limit)?)))?;
        Ok(self.session.aged(cases))
    }

    fn entries(&self, filter: &EntryFilter, offset: u64, limit: usize) -> Result<EntryWindow, Sentence> {
        self.said(self.drills.window(&self.session, filter, offset, limit))
    }

    fn entry_place(&self, filter: &EntryFilter, id: EntryId) -> Result<Option<u64>, Sentence> {
        self.said(self.drills.place(&self.session, filter, id))
    }

    fn close_lists(&self) {
        self.drills.close();
        self.cases.close();
        self.quarantined.close();
    }

    fn entry(&self, id: EntryId) -> Result<EntryRow, Sentence> {
        self.said(self.one(id).map(|(entry, _)| entry))
    }

    fn raw_line(&self, id: EntryId) -> Result<RawLine, Sentence> {
        self.said(self.line(id))
    }
}
