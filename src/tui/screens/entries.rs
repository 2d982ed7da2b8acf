//! 流水列表: the rows behind a figure, or all of a book, one window of them at a time.
//!
//! Invariant: however many rows there are, only one window is held.

use crate::domain::entry::{EntryId, EntryOrder, Side};
use crate::domain::money::Money;
use crate::domain::recon::EntryRow;
use crate::text::lang::Lang;
use crate::text::terms;
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::desk::{Desk, EntryFilter, Sentence};
use crate::tui::export::ExportRows;
use crate::tui::filter::RowFilter;
use crate::tui::screen::{Answer, Asking, Can, Ctx, FilterAsked, Listed, Next, Place, RawLeg, Screen};
use crate::tui::screens::pane::{Around, Pane, Sheet, Source, Window, Windowed};
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::list::Offered;
use crate::tui::widgets::list::marks::RowId;
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::table::Column;

/// Priority of columns that are shown only where there is room to spare.
const SPARE: u8 = 10;
const OPTIONS: &[Offered] = &[(b'5', Word::OptionRaw)];

/// 流水列表.
pub(super) struct Entries {
    filter: EntryFilter,
    list: Windowed<Flow>,
}

/// Entries, by windows.
struct Flow;

impl Source for Flow {
    type Ask = EntryFilter;
    type Row = EntryRow;

    fn key(row: &EntryRow) -> (RowId, Money) {
        (row.id.number(), row.amount)
    }

    fn window(desk: &dyn Desk, ask: &EntryFilter, from: usize, count: usize) -> Result<Window<EntryRow>, Sentence> {
        let read = desk.entries(ask, from as u64, count)?;
        let total = usize::try_from(read.total).unwrap_or(usize::MAX);
        Ok(Window { total, sum: read.sum, nearly: false, rows: read.rows })
    }

    fn place(desk: &dyn Desk, ask: &EntryFilter, id: RowId) -> Option<usize> {
        let place = desk.entry_place(ask, EntryId::from_number(id)).ok().flatten();
        place.and_then(|place| usize::try_from(place).ok())
    }

    fn sought(desk: &dyn Desk, ask: &EntryFilter, find: &str) -> Option<RowId> {
        let among = EntryFilter { find: find.to_owned(), ..ask.clone() };
        let first = desk.entries(&among, 0, 1).ok()?;
        first.rows.first().map(|row| row.id.number())
    }
}

impl Entries {
    /// The entries a filter lets through.
    pub(super) fn new(filter: EntryFilter) -> Self {
        Entries { filter, list: Windowed::named("entries", OPTIONS) }
    }

    /// The form for what the rows shall have in common.
    fn ask(&self) -> Place {
        let above = self.list.chosen().map(|row| RowFilter {
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
            cases: None,
            days: self.filter.day.is_none(),
        })))
    }

    /// The filter with what was typed and the order chosen.
    fn asked(&self) -> EntryFilter {
        let list = self.list.list();
        let order = match list.view.order.as_deref() {
            Some("kind") => EntryOrder::Kind,
            Some("amount") => EntryOrder::Amount,
            Some("cashier") => EntryOrder::Cashier,
            Some("method") => EntryOrder::Method,
            _ => EntryOrder::Time,
        };
        let (find, descending) = (list.filter.text().trim().to_owned(), list.view.descending);
        EntryFilter { find, order, descending, ..self.filter.clone() }
    }

    fn legs(&mut self) -> Vec<RawLeg> {
        let side = self.filter.side;
        match self.list.next_options() {
            Some((_, ids)) => ids.into_iter().map(|id| RawLeg { side, entry: EntryId::from_number(id) }).collect(),
            None => self.list.chosen().map(|row| RawLeg { side, entry: row.id }).into_iter().collect(),
        }
    }

    fn export(&self, sheet: &Sheet<'_, EntryRow>, ctx: &Ctx<'_>) -> Next {
        let day = self.filter.day.map(|day| day.to_string()).unwrap_or_default();
        self.list.export(sheet, &format!("{} {day}", self.crumb(ctx)), ctx, |marks, columns| {
            let filter = Box::new(self.asked());
            ExportRows::Entries { filter, marks, columns, cells: cells_of, lang: ctx.lang }
        })
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
        self.list.settle(desk);
        self.list.read(desk, self.asked());
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        match action {
            Action::Open | Action::RawLine => self.list.can_choose(ctx.lang),
            Action::OtherSide => Can::when(self.filter.day.is_none(), || ctx.says(Word::OneSideHere)),
            Action::Filter => Can::Yes,
            own => self.list.can_list(own, ctx.lang),
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        let sheet = Sheet { columns: self.columns(ctx.lang), cells: &|entry| cells_of(entry, ctx.lang) };
        match action {
            Action::Open | Action::RawLine => {
                let legs = self.legs();
                if legs.is_empty() { Next::Stay } else { Next::Open(Place::Raw(legs, 0)) }
            }
            Action::OtherSide => {
                self.filter.side = match self.filter.side {
                    Side::His => Side::Cashier,
                    Side::Cashier => Side::Bank,
                    Side::Bank => Side::His,
                };
                self.list.begin_anew()
            }
            Action::Filter => Next::Open(self.ask()),
            Action::Export => self.export(&sheet, ctx),
            own => self.list.act(own, &sheet),
        }
    }

    fn listed(&mut self) -> Option<&mut dyn Listed> {
        Some(&mut self.list)
    }

    fn answered(&mut self, answer: Answer) -> Next {
        let Answer::Filter(filter) = answer else { return Next::Stay };
        self.filter.rows = filter;
        Next::Load
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let sheet = Sheet { columns: self.columns(lang), cells: &|entry| cells_of(entry, lang) };
        let mut totals = vec![String::new(); sheet.columns.len()];
        Word::Total.in_lang(lang).clone_into(&mut totals[0]);
        totals[4] = self.list.rows().sum().grouped();
        let source = |entry: &EntryRow| format!("{} {}:{}", Word::Source.in_lang(lang), entry.file, entry.line);
        let aside = self.list.chosen().map(source).into_iter().collect();
        let empty = ctx.says(Word::EmptyEntries);
        self.list.draw(canvas, &sheet, Around { totals: Some(totals), aside, ..Around::rows(&empty) }, lang);
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
