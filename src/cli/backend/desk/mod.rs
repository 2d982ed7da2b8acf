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
use crate::tui::desk::{BookInfo, Desk, RawLine, Sentence};

mod closing;
mod decisions;
mod files;
mod keeping;
mod receipts;

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

    fn speak(&mut self, lang: Lang) {
        self.session.context.lang = lang;
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
