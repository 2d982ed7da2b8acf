//! 流水列表: the rows behind a figure, one window of them at a time.
//!
//! Invariant: however many rows there are, only one window is held.

use crate::domain::money::Money;
use crate::domain::recon::EntryRow;
use crate::text::lang::Lang;
use crate::text::terms;
use crate::text::ui::{self, Word};
use crate::tui::action::{Action, Scope};
use crate::tui::desk::{Desk, EntryFilter, EntryWindow};
use crate::tui::filter::RowFilter;
use crate::tui::screen::{Answer, Asking, Can, Ctx, FilterAsked, Loaded, Next, Place, RawLeg, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::{Cursor, is_move};
use crate::tui::widgets::table::{Column, Instead, Table};

/// Rows held at a time.
const WINDOW: usize = 200;

/// 流水列表.
pub(super) struct Entries {
    filter: EntryFilter,
    window: Loaded<EntryWindow>,
    offset: usize,
    at: Cursor,
}

impl Entries {
    /// The entries a filter lets through.
    pub(super) fn new(filter: EntryFilter) -> Self {
        let window = Loaded::Ready(EntryWindow { total: 0, sum: Money::ZERO, rows: Vec::new() });
        Entries { filter, window, offset: 0, at: Cursor::default() }
    }

    fn rows(&self) -> usize {
        self.window.ready().map_or(0, |window| usize::try_from(window.total).unwrap_or(usize::MAX))
    }

    fn row(&self, at: usize) -> Option<&EntryRow> {
        self.window.ready()?.rows.get(at.checked_sub(self.offset)?)
    }

    /// The form for what the rows shall have in common.
    fn ask(&self) -> Place {
        let above = self.row(self.at.at()).map(|row| RowFilter {
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
        let page = self.at.page();
        let top = self.at.at() / page * page;
        let held = self.window.ready().map_or(0, |window| window.rows.len());
        top >= self.offset && (top + page).min(self.rows()) <= self.offset + held
    }
}

impl Screen for Entries {
    fn scope(&self) -> Scope {
        Scope::Entries
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let lang = ctx.lang;
        let mut parts = vec![terms::side(self.filter.side, lang).to_owned(), Word::Entries.in_lang(lang).to_owned()];
        parts.extend(self.filter.method.map(|method| terms::method(method, lang).to_owned()));
        parts.extend(self.filter.cashier.clone().filter(|cashier| !cashier.is_empty()));
        parts.extend(self.filter.rows.shown(lang));
        parts.join(" ")
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        let page = self.at.page();
        let top = self.at.at() / page * page;
        self.offset = top.saturating_sub(WINDOW / 2);
        let offset = u64::try_from(self.offset).unwrap_or(0);
        self.window = Loaded::from_result(desk.entries(&self.filter, offset, WINDOW.max(page * 2)));
        let rows = self.rows();
        self.at.go(self.at.at(), rows);
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        match action {
            Action::Open | Action::RawLine => {
                Can::when(self.row(self.at.at()).is_some(), || Word::NothingChosen.in_lang(ctx.lang).to_owned())
            }
            Action::Filter => Can::Yes,
            moving if is_move(moving) => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, _ctx: &Ctx<'_>) -> Next {
        if matches!(action, Action::Open | Action::RawLine) {
            let leg = self.row(self.at.at()).map(|row| RawLeg { side: row.side, entry: row.id });
            return leg.map_or(Next::Stay, |leg| Next::Open(Place::Raw(vec![leg], 0)));
        }
        if action == Action::Filter {
            return Next::Open(self.ask());
        }
        let rows = self.rows();
        self.at.moved(action, rows);
        if self.holds_page() { Next::Stay } else { Next::Load }
    }

    fn answered(&mut self, answer: Answer) -> Next {
        let Answer::Filter(filter) = answer else { return Next::Stay };
        self.filter.rows = filter;
        self.at = Cursor::default();
        Next::Load
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let zh = lang == Lang::Zh;
        let mut columns = vec![
            Column::left(Word::Time.in_lang(lang), 8),
            Column::number(Word::SerialNo.in_lang(lang), 18),
            Column::number(Word::OrderNo.in_lang(lang), 0),
            Column::left(Word::Kind.in_lang(lang), if zh { 4 } else { 7 }),
            Column::right(Word::Amount.in_lang(lang), 12),
            Column::left(Word::Cashier.in_lang(lang), 9).rank(2),
        ];
        // One method for all rows stands in the title; its column is left to the numbers.
        if self.filter.method.is_none() {
            columns.push(Column::left(Word::MethodShort.in_lang(lang), if zh { 8 } else { 11 }).rank(1));
        }
        let cells = |row: usize| self.row(row).map(|entry| cells_of(entry, lang)).unwrap_or_default();
        let instead = self.window.failure().map_or(Instead::Empty(Word::EmptyEntries.in_lang(lang)), Instead::Failed);
        let sum = self.window.ready().map_or(Money::ZERO, |window| window.sum);
        let mut totals = vec![String::new(); columns.len()];
        Word::Total.in_lang(lang).clone_into(&mut totals[0]);
        totals[4] = sum.grouped();
        let rows = canvas.height().saturating_sub(2);
        let total = self.rows();
        let (from, to) = canvas.rows(0, rows, |part| {
            Table {
                columns,
                rows: total,
                cells: &cells,
                cursor: &self.at,
                focused: true,
                totals: Some(totals),
                cell: None,
                instead,
            }
            .draw(part)
        });
        if let Some(entry) = self.row(self.at.at()) {
            let place = ui::page(from + 1, to, total, lang);
            let source = format!("{} {}:{}", Word::Source.in_lang(lang), entry.file, entry.line);
            canvas.text(2, rows + 1, &format!("{place}  {source}"), Role::Hint);
        }
    }
}

fn cells_of(entry: &EntryRow, lang: Lang) -> Vec<String> {
    let serial = if entry.his_no.is_empty() { &entry.channel_no } else { &entry.his_no };
    vec![
        entry.at.to_string(),
        serial.clone(),
        entry.order_no.clone(),
        terms::kind(entry.kind, lang).to_owned(),
        entry.amount.grouped(),
        entry.cashier.clone(),
        terms::method(entry.method, lang).to_owned(),
    ]
}
