//! The desk of the workstation, joined to the book: every question a screen asks, answered by the same verbs as the commands.

use super::drills::Drills;
use super::session::Session;
use super::side::SideFiles;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::entry::{EntryColumns, EntryId, Side};
use crate::domain::matching::pool::SideRows;
use crate::domain::recon::EntryRow;
use crate::text::lang::Lang;
use crate::text::masked;
use crate::tui::desk::{BookInfo, Desk, RawLine, Sentence};

mod closing;
mod collection;
mod decisions;
mod files;
mod keeping;
mod layouts;
mod quarantine;
mod receipts;

/// The desk of the context's book, for the person at work.
///
/// # Errors
/// A refusal when there is no book.
pub fn desk(context: &Context) -> Result<Box<dyn Desk>, Failure> {
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

    pub(super) fn side(&self) -> SideFiles {
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
            text: masked::line(&stored.header, &stored.text),
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
            // A book that cannot be read bars nothing here; the command itself says so.
            barred: self.session.barred().unwrap_or_default(),
            trouble: context.copies.told(),
            today: context.now.today,
        }
    }

    fn switch_operator(&mut self, name: &str) -> Result<(), Sentence> {
        let context = Context { operator: Some(name.to_string()), ..self.session.context.clone() };
        let session = self.said(Session::open(&context))?;
        self.session = session;
        Ok(())
    }

    fn speak(&mut self, lang: Lang) {
        self.session.context.lang = lang;
    }

    fn second(&self) -> Result<Box<dyn Desk>, Sentence> {
        let context = Context { operator: Some(self.session.actor.name.clone()), ..self.session.context.clone() };
        let session = self.said(Session::open(&context))?;
        Ok(Box::new(BookDesk { session, drills: Drills::default() }))
    }
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
