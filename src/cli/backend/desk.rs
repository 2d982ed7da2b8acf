//! The desk of the workstation, joined to the book: every question a screen asks, answered by the same verbs as the commands.

use std::io;
use std::path::{Path, PathBuf};

use super::ImportOptions;
use super::drills::Drills;
use super::session::Session;
use super::side::SideFiles;
use crate::book::phrases;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::closing::DayStep;
use crate::domain::day::BusinessDay;
use crate::domain::entry::{EntryColumns, EntryId, Side};
use crate::domain::import::FileReport;
use crate::domain::matching::pool::SideRows;
use crate::domain::recon::{DayResult, DaySummary, EntryRow, ExceptionCase};
use crate::ops::close::DayRequest;
use crate::ops::decide::{CaseRef, Undoing};
use crate::text::messages;
use crate::tui::desk::{
    BookInfo, CaseView, DayView, Deciding, DecisionPreview, Desk, EntryFilter, EntryWindow, Progress, RawLine, Sentence,
};
use crate::tui::widgets::list::view::View;

/// The desk of the context's book, for the person at work.
///
/// # Errors
/// A refusal when there is no book.
pub(super) fn open(context: &Context) -> Result<Box<dyn Desk>, Failure> {
    Ok(Box::new(BookDesk { session: Session::open(context)?, drills: Drills::default() }))
}

pub(super) struct BookDesk {
    pub(super) session: Session,
    drills: Drills,
}

impl BookDesk {
    pub(super) fn said<T>(&self, answer: Result<T, Failure>) -> Result<T, Sentence> {
        answer.map_err(|failure| failure.sentence(self.session.context.lang))
    }

    fn side(&self) -> SideFiles {
        SideFiles::of(self.session.store.path(), self.session.context.lang)
    }

    fn one(&self, id: EntryId) -> Result<(EntryRow, i64), Failure> {
        let reader = self.session.reader()?;
        let (segment, columns): (_, EntryColumns) = reader.entry_columns(id)?;
        let rows = SideRows { columns, ids: vec![id] };
        let file = reader.file(segment.file_id)?;
        Ok((entry_row(segment.side, &rows, 0, file.path), segment.file_id))
    }

    fn line(&self, id: EntryId) -> Result<RawLine, Failure> {
        let (entry, file_id) = self.one(id)?;
        let stored = self.session.reader()?.stored_line(file_id, entry.line)?;
        Ok(RawLine {
            file: stored.file.path,
            sha256: stored.file.sha256,
            line: entry.line,
            text: names_masked(&stored.header, &stored.text),
            header: stored.header,
        })
    }

    fn person(&self) -> Result<(crate::store::BookRow, Vec<String>), Failure> {
        let reader = self.session.reader()?;
        let account = crate::ops::identity::current_account(&self.session.context.book)?;
        let mine = reader.operators()?.into_iter().filter(|operator| operator.os_account == account.name);
        let names = mine.map(|operator| operator.name).collect();
        let book = reader.book()?.ok_or_else(|| Failure::Fault {
            what: "the book says nothing of itself".into(),
            context: self.session.context.book.display().to_string(),
        })?;
        Ok((book, names))
    }
}

impl Desk for BookDesk {
    fn info(&self) -> BookInfo {
        let context = &self.session.context;
        let (title, demonstration, single_person, operators) = match self.person() {
            Ok((book, names)) => (book.title, book.demonstration, book.single_person, names),
            Err(_) => (context.book.display().to_string(), false, false, vec![self.session.actor.name.clone()]),
        };
        BookInfo {
            title,
            path: context.book.clone(),
            demonstration,
            single_person,
            operator: self.session.actor.name.clone(),
            operators,
            today: context.now.today,
        }
    }

    fn switch_operator(&mut self, name: &str) -> Result<(), Sentence> {
        let context = Context { operator: Some(name.to_string()), ..self.session.context.clone() };
        let session = self.said(Session::open(&context))?;
        self.session = session;
        Ok(())
    }

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

    fn close_entries(&self) {
        self.drills.close();
    }

    fn entry(&self, id: EntryId) -> Result<EntryRow, Sentence> {
        self.said(self.one(id).map(|(entry, _)| entry))
    }

    fn raw_line(&self, id: EntryId) -> Result<RawLine, Sentence> {
        self.said(self.line(id))
    }

    fn preview(&mut self, path: &Path, progress: &Progress) -> Result<FileReport, Sentence> {
        let options = ImportOptions { dry_run: true, ..ImportOptions::default() };
        self.said(self.session.import(path, &options, progress))
    }

    fn import(&mut self, path: &Path, progress: &Progress) -> Result<FileReport, Sentence> {
        self.said(self.session.import(path, &ImportOptions::default(), progress))
    }

    fn reconcile(
        &mut self,
        from: BusinessDay,
        to: BusinessDay,
        progress: &Progress,
    ) -> Result<Vec<DayResult>, Sentence> {
        self.said(self.session.reconcile(from, to, progress))
    }

    fn case(&self, key: &str) -> Result<CaseView, Sentence> {
        self.said(self.session.case_view(key))
    }

    fn alike(&self, key: &str) -> Result<Vec<ExceptionCase>, Sentence> {
        self.said(self.session.alike(key))
    }

    fn counterparts(&self, key: &str, wanted: &str) -> Result<Vec<ExceptionCase>, Sentence> {
        self.said(self.session.counterparts(key, wanted))
    }

    fn people(&self) -> Result<Vec<String>, Sentence> {
        let names = self.session.reader().and_then(|reader| Ok(reader.operators()?));
        self.said(names.map(|rows| rows.into_iter().map(|row| row.name).collect()))
    }

    fn phrases(&self) -> Result<Vec<phrases::Phrase>, Sentence> {
        self.said(phrases::load(&self.session.rules).map_err(Failure::Rejection))
    }

    fn preview_decision(&self, deciding: &Deciding) -> Result<DecisionPreview, Sentence> {
        self.said(self.session.preview_decision(deciding))
    }

    fn decide(&mut self, deciding: &Deciding) -> Result<Sentence, Sentence> {
        self.said(self.session.decide(deciding))
    }

    fn undo(&mut self, key: &str, version: Option<&str>, reason: &str) -> Result<Sentence, Sentence> {
        let case = CaseRef { key: key.to_string(), version: version.map(str::to_string) };
        let done = self.said(self.session.undo(Undoing::Case(case), reason))?;
        Ok(messages::decision_undone(done.0, done.1, done.2, self.session.context.lang))
    }

    fn day_view(&self, day: BusinessDay) -> Result<DayView, Sentence> {
        self.said(self.session.day_view(day))
    }

    fn step_day(
        &mut self,
        day: BusinessDay,
        step: DayStep,
        side: Option<Side>,
        reason: &str,
    ) -> Result<Sentence, Sentence> {
        let done = self.said(self.session.step_day(DayRequest { day, step, side, reason: reason.to_string() }))?;
        Ok(self.session.day_done(step, &done))
    }

    fn view(&self, list: &str) -> Result<Option<View>, Sentence> {
        self.side().view(&self.session.actor.name, list)
    }

    fn save_view(&self, list: &str, view: &View) -> Result<(), Sentence> {
        self.side().save_view(&self.session.actor.name, list, view)
    }

    fn keep_copy(&self, text: &str) -> Result<PathBuf, Sentence> {
        self.side().keep_copy(text)
    }

    fn export(
        &self,
        name: &str,
        write: &mut dyn FnMut(&mut dyn io::Write) -> Result<(), Sentence>,
    ) -> Result<PathBuf, Sentence> {
        self.side().export(name, write)
    }

    fn second(&self) -> Result<Box<dyn Desk>, Sentence> {
        let context = Context { operator: Some(self.session.actor.name.clone()), ..self.session.context.clone() };
        let session = self.said(Session::open(&context))?;
        Ok(Box::new(BookDesk { session, drills: Drills::default() }))
    }
}

/// An original line with persons' names masked (张**): who was treated is nobody's business here.
/// Lines of files without a column of names stand as they are.
fn names_masked(header: &str, line: &str) -> String {
    let cells = |text: &str| -> Option<csv::StringRecord> {
        csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes()).into_records().next()?.ok()
    };
    let (Some(headings), Some(values)) = (cells(header), cells(line)) else { return line.to_string() };
    let is_name = |place: usize| headings.get(place).is_some_and(|heading| heading.contains("姓名"));
    if !(0..headings.len()).any(is_name) {
        return line.to_string();
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    let masked =
        values.iter().enumerate().map(|(place, value)| if is_name(place) { masked(value) } else { value.into() });
    let written = writer.write_record(masked).ok().and_then(|()| writer.into_inner().ok());
    written.and_then(|bytes| String::from_utf8(bytes).ok()).map_or_else(String::new, |text| text.trim_end().to_string())
}

fn masked(name: &str) -> String {
    let rest = name.chars().count().saturating_sub(1);
    name.chars().take(1).chain(std::iter::repeat_n('*', rest)).collect()
}

pub(super) fn entry_row(side: Side, rows: &SideRows, row: usize, file: String) -> EntryRow {
    let entry = rows.columns.get(row);
    EntryRow {
        id: rows.ids[row],
        side,
        file,
        line: entry.line,
        day: entry.day,
        at: entry.at,
        kind: entry.kind,
        method: entry.method,
        amount: entry.amount,
        fee: entry.fee,
        cashier: entry.cashier.to_string(),
        window: entry.window.to_string(),
        his_no: entry.his_no.to_string(),
        order_no: entry.order_no.to_string(),
        original_no: entry.original_no.to_string(),
        channel_no: entry.channel_no.to_string(),
        ticket_no: entry.ticket_no.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_are_masked() {
        for (header, line, shown) in [
            ("流水号,患者姓名,金额", "JS1,曾海琪,1.00", "JS1,曾**,1.00"),
            ("流水号,金额", "JS1,1.00", "JS1,1.00"),
            ("流水号,姓名", "JS1,\"王,小\"", "JS1,王**"),
        ] {
            assert_eq!(names_masked(header, line), shown);
        }
    }
}
