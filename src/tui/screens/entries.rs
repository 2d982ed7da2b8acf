//! 流水列表: the rows behind a figure, or all of a book, one window of them at a time.
//!
//! Invariant: however many rows there are, only one window is held.

use crate::domain::entry::{EntryId, EntryOrder, Side};
use crate::domain::money::Money;
use crate::domain::recon::EntryRow;
use crate::term::Key;
use crate::text::lang::Lang;
use crate::text::terms;
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::desk::{Desk, EntryFilter, EntryWindow};
use crate::tui::export::{Export, ExportRows};
use crate::tui::filter::RowFilter;
use crate::tui::screen::{Answer, Asking, BatchPreview, Can, Ctx, FilterAsked, Loaded, Next, Place, RawLeg, Screen};
use crate::tui::screens::listing::{self, Kept};
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::list::filter::Typed;
use crate::tui::widgets::list::marks::RowId;
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::list::{Done, Face, List, Offered, Rows, Undone};
use crate::tui::widgets::table::{Column, Instead};
use crate::tui::worker::Job;

/// Rows held at a time.
const WINDOW: usize = 200;
/// Priority of columns that are shown only where there is room to spare.
const SPARE: u8 = 10;
const OPTIONS: &[Offered] = &[(b'5', Word::OptionRaw)];

/// 流水列表.
pub(super) struct Entries {
    filter: EntryFilter,
    window: Window,
    list: List,
    kept: Kept,
    range: Option<(usize, usize)>,
    shown: Option<EntryFilter>,
    note: Option<Word>,
}

/// The rows at hand.
struct Window {
    read: Loaded<EntryWindow>,
    offset: usize,
}

impl Rows for Window {
    fn total(&self) -> usize {
        self.read.ready().map_or(0, |window| usize::try_from(window.total).unwrap_or(usize::MAX))
    }

    fn sum(&self) -> Money {
        self.read.ready().map_or(Money::ZERO, |window| window.sum)
    }

    fn key(&self, at: usize) -> Option<(RowId, Money)> {
        self.row(at).map(|row| (row.id.number(), row.amount))
    }
}

impl Window {
    fn row(&self, at: usize) -> Option<&EntryRow> {
        self.read.ready()?.rows.get(at.checked_sub(self.offset)?)
    }
}

impl Entries {
    /// The entries a filter lets through.
    pub(super) fn new(filter: EntryFilter) -> Self {
        let read = Loaded::Ready(EntryWindow { total: 0, sum: Money::ZERO, rows: Vec::new() });
        Entries {
            filter,
            window: Window { read, offset: 0 },
            list: List::offering(OPTIONS),
            kept: Kept::new("entries"),
            range: None,
            shown: None,
            note: None,
        }
    }

    /// The form for what the rows shall have in common.
    fn ask(&self) -> Place {
        let above = self.window.row(self.list.at()).map(|row| RowFilter {
            from: Some(row.day),
            to: Some(row.day),
            least: Some(row.amount),
            most: Some(row.amount),
            method: Some(row.method),
            class: None,
            cashier: row.cashier.clone(),
            number: [&row.order_no, &row.his_no, &row.channel_no]
                .into_iter()
                .find(|number| !number.is_empty())
                .cloned()
                .unwrap_or_default(),
        });
        Place::Form(Asking::Filter(Box::new(FilterAsked {
            now: self.filter.rows.clone(),
            above: above.unwrap_or_default(),
            classes: None,
            days: self.filter.day.is_none(),
        })))
    }

    /// Whether the page round the cursor lies in the window.
    fn holds_page(&self) -> bool {
        let (top, page) = (self.list.cursor.first(), self.list.cursor.page());
        let held = self.window.read.ready().map_or(0, |window| window.rows.len());
        top >= self.window.offset && (top + page).min(self.window.total()) <= self.window.offset + held
    }

    /// The filter with what was typed and the order chosen.
    fn asked(&self) -> EntryFilter {
        let order = match self.list.view.order.as_deref() {
            Some("kind") => EntryOrder::Kind,
            Some("amount") => EntryOrder::Amount,
            Some("cashier") => EntryOrder::Cashier,
            Some("method") => EntryOrder::Method,
            _ => EntryOrder::Time,
        };
        let (find, descending) = (self.list.filter.text().trim().to_owned(), self.list.view.descending);
        EntryFilter { find, order, descending, ..self.filter.clone() }
    }

    fn read(&mut self, desk: &dyn Desk, filter: &EntryFilter) {
        let page = self.list.cursor.page();
        self.window.offset = self.list.cursor.first().saturating_sub(WINDOW / 2);
        let offset = u64::try_from(self.window.offset).unwrap_or(0);
        self.window.read = Loaded::from_result(desk.entries(filter, offset, WINDOW.max(page * 2)));
    }

    /// The cursor goes with its row to where that stands now, or to the first row when it is gone.
    fn follow(&mut self, desk: &dyn Desk, filter: &EntryFilter, total: usize) {
        let before = self.list.at();
        let place = self.list.kept().and_then(|id| desk.entry_place(filter, EntryId::from_number(id)).ok().flatten());
        match place.and_then(|place| usize::try_from(place).ok()) {
            Some(now) => self.list.cursor.follow(before, now, total),
            None => self.list.cursor.go(0, total),
        }
    }

    /// Goes to the first row that was sought: found among all, then placed in the order on screen.
    fn seek(&mut self, desk: &dyn Desk, filter: &EntryFilter) {
        let Some(find) = self.list.seek.asked() else { return };
        let among = EntryFilter { find, ..filter.clone() };
        let first = desk.entries(&among, 0, 1).ok().and_then(|window| window.rows.first().map(|row| row.id));
        let place = first.and_then(|id| desk.entry_place(filter, id).ok().flatten());
        self.list.seek.found(place.is_some());
        if let Some(at) = place.and_then(|place| usize::try_from(place).ok()) {
            self.list.cursor.go(at, self.window.total());
        }
    }

    /// Marks a range that the window does not hold.
    fn mark(&mut self, desk: &dyn Desk, filter: &EntryFilter) {
        let Some((from, to)) = self.range.take() else { return };
        if let Ok(window) = desk.entries(filter, from as u64, to - from + 1) {
            window.rows.iter().for_each(|row| self.list.marks.mark(row.id.number(), row.amount));
        }
    }

    fn legs(&mut self) -> Vec<RawLeg> {
        let side = self.filter.side;
        match self.list.next_options() {
            Some((_, ids)) => ids.into_iter().map(|id| RawLeg { side, entry: EntryId::from_number(id) }).collect(),
            None => self.window.row(self.list.at()).map(|row| RawLeg { side, entry: row.id }).into_iter().collect(),
        }
    }

    fn export(&self, ctx: &Ctx<'_>) -> Next {
        let total = self.window.total();
        let marked = self.list.marks.count(total);
        let (header, columns) = listing::shown_columns(&self.columns(ctx.lang), &self.list.view);
        let marks = (marked > 0).then(|| self.list.marks.clone());
        let (count, sum) = match &marks {
            Some(marks) => (marked, marks.sum(self.window.sum())),
            None => (total, self.window.sum()),
        };
        let day = self.filter.day.map(|day| day.to_string()).unwrap_or_default();
        let name = listing::file_name(&format!("{} {day}", self.crumb(ctx)), ctx.info.today);
        let filter = Box::new(self.asked());
        let rows = ExportRows::Entries { filter, marks, columns, cells: cells_of, lang: ctx.lang };
        let export = Export { name, header, rows };
        let facts = listing::export_facts(&export, count, sum, marked > 0, ctx.lang);
        let warnings = vec![Word::ExportNote.in_lang(ctx.lang).to_owned()];
        let job = Job::Export(Box::new(export));
        Next::Open(Place::Batch(Box::new(BatchPreview { action: Action::Export, facts, warnings, job })))
    }

    /// Every column; the words of the day and the method stand in the title where they are the same for all rows.
    fn columns(&self, lang: Lang) -> Vec<ListColumn> {
        let zh = lang == Lang::Zh;
        let number =
            |key, word: Word, width| ListColumn::new(key, Column::number(word.in_lang(lang), width)).unordered();
        let spare = |column: ListColumn, rank| ListColumn { column: column.column.rank(SPARE + rank), ..column };
        let method = Column::left(Word::MethodShort.in_lang(lang), if zh { 8 } else { 11 });
        let method_rank = if self.filter.method.is_none() { 1 } else { SPARE + 1 };
        let day_rank = if self.filter.day.is_none() { 0 } else { SPARE + 9 };
        vec![
            ListColumn::new("time", Column::left(Word::Time.in_lang(lang), 8)).frozen(),
            number("serial_no", Word::SerialNo, 18).frozen(),
            number("order_no", Word::OrderNo, 0),
            ListColumn::new("kind", Column::left(Word::Kind.in_lang(lang), if zh { 4 } else { 7 })),
            ListColumn::new("amount", Column::right(Word::Amount.in_lang(lang), 12)),
            ListColumn::new("cashier", Column::left(Word::Cashier.in_lang(lang), 9).rank(2)),
            ListColumn::new("method", method.rank(method_rank)),
            ListColumn::new("day", Column::left(Word::Date.in_lang(lang), 10).rank(day_rank)).unordered(),
            spare(ListColumn::new("fee", Column::right(Word::Fee.in_lang(lang), 9)).unordered(), 2),
            spare(ListColumn::new("window", Column::left(Word::Window.in_lang(lang), 6)).unordered(), 3),
            spare(number("channel_no", Word::ChannelNo, 20), 4),
            spare(number("original_no", Word::OriginalNo, 18), 5),
            spare(number("ticket_no", Word::TicketNo, 14), 6),
        ]
    }
}

impl Screen for Entries {
    fn scope(&self) -> Scope {
        Scope::Entries
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let lang = ctx.lang;
        let mut parts = vec![terms::side(self.filter.side, lang).to_owned(), Word::Entries.in_lang(lang).to_owned()];
        if self.filter.day.is_none() {
            parts.insert(0, Word::AllDays.in_lang(lang).to_owned());
        }
        parts.extend(self.filter.method.map(|method| terms::method(method, lang).to_owned()));
        parts.extend(self.filter.cashier.clone().filter(|cashier| !cashier.is_empty()));
        parts.extend(self.filter.rows.shown(lang));
        parts.join(" ")
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.kept.settle(desk, &mut self.list.view);
        let filter = self.asked();
        let before = (self.window.total(), self.window.sum());
        let reordered = self.shown.as_ref().is_some_and(|shown| *shown != filter);
        self.mark(desk, &filter);
        self.seek(desk, &filter);
        self.read(desk, &filter);
        let total = self.window.total();
        let same = (total, self.window.sum()) == before;
        // Other rows than before: what was marked of them no longer says what it said.
        if !same && before.0 > 0 && self.list.marks.count(before.0) > 0 {
            self.list.marks.none();
            self.note = Some(Word::ListChanged);
        }
        if !same || reordered {
            self.follow(desk, &filter, total);
        }
        if !self.holds_page() {
            self.read(desk, &filter);
        }
        self.shown = Some(filter);
        if same && !reordered {
            self.list.keep(&self.window);
        } else {
            self.list.reread(&self.window, |_| None);
        }
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let say = |word: Word| word.in_lang(ctx.lang).to_owned();
        match action {
            Action::Open | Action::RawLine => {
                Can::when(self.window.row(self.list.at()).is_some(), || say(Word::NothingChosen))
            }
            Action::OtherSide => Can::when(self.filter.day.is_none(), || ctx.says(Word::OneSideHere)),
            Action::Filter => Can::Yes,
            own => self.list.can(own, &self.window, ctx.lang).unwrap_or(Can::Absent),
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        self.note = None;
        match action {
            Action::Open | Action::RawLine => {
                let legs = self.legs();
                return if legs.is_empty() { Next::Stay } else { Next::Open(Place::Raw(legs, 0)) };
            }
            Action::OtherSide => {
                self.filter.side = match self.filter.side {
                    Side::His => Side::Cashier,
                    Side::Cashier => Side::Bank,
                    Side::Bank => Side::His,
                };
                self.list.cursor.go(0, 1);
                return Next::Load;
            }
            Action::Filter => return Next::Open(self.ask()),
            Action::Columns => return Next::Open(Place::Columns(self.columns(ctx.lang), self.list.view.clone())),
            Action::Export => return self.export(ctx),
            Action::CopyRow => {
                let cells = self.window.row(self.list.at()).map(|row| cells_of(row, ctx.lang)).unwrap_or_default();
                let shown: Vec<String> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
                return Next::Copy(shown.join("  "));
            }
            own => {
                if let Done::Range(from, to) = self.list.act(own, &self.window) {
                    self.range = Some((from, to));
                    return Next::Load;
                }
            }
        }
        if self.holds_page() { Next::Stay } else { Next::Load }
    }

    fn typed(&mut self, key: Key, _ctx: &Ctx<'_>) -> Option<Next> {
        match self.list.typed(key, &self.window) {
            Typed::NotMine => None,
            Typed::Changed => Some(Next::Load),
            Typed::Kept => Some(if self.holds_page() { Next::Stay } else { Next::Load }),
        }
    }

    fn pasted(&mut self, text: &str) -> bool {
        self.list.filter.pasted(text)
    }

    fn back(&mut self) -> Option<Next> {
        let undone = self.list.back(&self.window)?;
        Some(if undone == Undone::Filter { Next::Load } else { Next::Stay })
    }

    fn answered(&mut self, answer: Answer) -> Next {
        match answer {
            Answer::View(view) => self.kept.change(&mut self.list.view, view),
            Answer::Filter(filter) => self.filter.rows = filter,
            _ => return Next::Stay,
        }
        Next::Load
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let cells = |row: usize| self.window.row(row).map(|entry| cells_of(entry, lang)).unwrap_or_default();
        let empty = ctx.says(Word::EmptyEntries);
        let instead = self.window.read.failure().map_or(Instead::Empty(&empty), Instead::Failed);
        let columns = self.columns(lang);
        let mut totals = vec![String::new(); columns.len()];
        Word::Total.in_lang(lang).clone_into(&mut totals[0]);
        totals[4] = self.window.sum().grouped();
        let face = Face { columns, cells: &cells, totals: Some(totals), instead };
        let rows = canvas.height().saturating_sub(2);
        let shown = canvas.rows(0, rows, |part| self.list.draw(part, &self.window, &face, lang));
        let source = self.window.row(self.list.at());
        let source = source.map(|entry| format!("{} {}:{}", Word::Source.in_lang(lang), entry.file, entry.line));
        let note = self.note.map(|word| word.in_lang(lang).to_owned());
        let aside: Vec<String> = note.into_iter().chain(source).chain(self.kept.note()).collect();
        self.list.draw_foot(canvas, rows, &self.window, shown, &aside.join("  "), lang);
    }
}

fn cells_of(entry: &EntryRow, lang: Lang) -> Vec<String> {
    let serial = if entry.his_no.is_empty() { &entry.channel_no } else { &entry.his_no };
    let fee = if entry.fee.is_zero() { String::new() } else { entry.fee.grouped() };
    vec![
        entry.at.to_string(),
        serial.clone(),
        entry.order_no.clone(),
        terms::kind(entry.kind, lang).to_owned(),
        entry.amount.grouped(),
        entry.cashier.clone(),
        terms::method(entry.method, lang).to_owned(),
        entry.day.to_string(),
        fee,
        entry.window.clone(),
        entry.channel_no.clone(),
        entry.original_no.clone(),
        entry.ticket_no.clone(),
    ]
}
