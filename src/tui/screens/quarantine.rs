//! 隔离行: rows of files that could not be read, each with its place, its reason and what to do.
//!
//! Invariant: nothing of a row is shown but what the house may see: names in it are masked.

use std::collections::{HashMap, HashSet};

use crate::domain::money::Money;
use crate::domain::quarantine::QuarantineOrder;
use crate::text::lang::Lang;
use crate::text::quarantine::QuarantineWord;
use crate::text::ui::{self, Word};
use crate::text::{messages, terms};
use crate::tui::action::{Action, Scope};
use crate::tui::desk::{Desk, QuarantineAsk, QuarantineFilter, QuarantineRow, RawLine, Sentence};
use crate::tui::export::ExportRows;
use crate::tui::screen::{Can, Ctx, Listed, Loaded, Next, Screen};
use crate::tui::screens::pane::{Around, Pane, Sheet, Source, Window, Windowed};
use crate::tui::screens::raw;
use crate::tui::screens::reader::{Scroll, TextLine};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::is_move;
use crate::tui::widgets::list::Offered;
use crate::tui::widgets::list::marks::RowId;
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::table::Column;
use crate::tui::widgets::text::wrap;

const OPTIONS: &[Offered] = &[(b'5', Word::OptionOpen)];

/// 隔离行.
pub(super) struct Quarantine {
    filter: QuarantineFilter,
    list: Windowed<Rows>,
    /// The row to be shown whole, once it is read.
    wanted: Option<RowId>,
    detail: Option<Detail>,
}

/// Quarantined rows, by windows.
struct Rows;

impl Source for Rows {
    type Ask = QuarantineAsk;
    type Row = QuarantineRow;

    fn key(row: &QuarantineRow) -> (RowId, Money) {
        (row.id, Money::ZERO)
    }

    fn window(
        desk: &dyn Desk,
        ask: &QuarantineAsk,
        from: usize,
        count: usize,
    ) -> Result<Window<QuarantineRow>, Sentence> {
        let read = desk.quarantine(ask, from, count)?;
        Ok(Window { total: read.total, sum: Money::ZERO, nearly: read.nearly, rows: read.rows })
    }

    fn place(desk: &dyn Desk, ask: &QuarantineAsk, id: RowId) -> Option<usize> {
        desk.quarantine_order(ask).ok()?.iter().position(|one| *one == id)
    }

    fn sought(desk: &dyn Desk, ask: &QuarantineAsk, find: &str) -> Option<RowId> {
        desk.quarantine_sought(ask, find).ok().flatten()
    }

    fn standing(desk: &dyn Desk, ask: &QuarantineAsk, ids: Vec<RowId>) -> Option<HashMap<RowId, Money>> {
        let ids: HashSet<RowId> = ids.into_iter().collect();
        let order = desk.quarantine_order(ask).ok()?;
        Some(order.iter().filter(|id| ids.contains(id)).map(|id| (*id, Money::ZERO)).collect())
    }
}

/// One row, with the whole of its line.
struct Detail {
    row: QuarantineRow,
    line: Option<Loaded<RawLine>>,
    scroll: Scroll,
}

impl Quarantine {
    /// The rows a filter lets through.
    pub(super) fn new(filter: QuarantineFilter) -> Self {
        Quarantine { filter, list: Windowed::named("quarantine", OPTIONS), wanted: None, detail: None }
    }

    /// The list with what was typed and the order chosen.
    fn asked(&self) -> QuarantineAsk {
        let list = self.list.list();
        let order = match list.view.order.as_deref() {
            Some("file") => QuarantineOrder::File,
            Some("line") => QuarantineOrder::Line,
            Some("column") => QuarantineOrder::Column,
            _ => QuarantineOrder::Day,
        };
        let (find, descending) = (list.filter.text().trim().to_owned(), list.view.descending);
        QuarantineAsk { filter: self.filter.clone(), find, order, descending }
    }

    /// Shows the first row with a digit before it, or the chosen one.
    fn open(&mut self) -> Next {
        let asked = self.list.next_options().and_then(|(_, ids)| ids.first().copied());
        self.wanted = asked.or_else(|| self.list.chosen().map(|row| row.id));
        self.wanted.map_or(Next::Stay, |id| self.list.go_to(id))
    }
}

impl Screen for Quarantine {
    fn scope(&self) -> Scope {
        Scope::Quarantine
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let mut parts = vec![QuarantineWord::Title.in_lang(ctx.lang).to_owned()];
        parts.extend(self.filter.day.map(|day| day.date().format("%m-%d").to_string()));
        if let Some(detail) = &self.detail {
            parts.push(ui::line_number(detail.row.error.line, ctx.lang));
        }
        parts.join(" ")
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.list.settle(desk);
        self.list.read(desk, self.asked());
        let row = self.wanted.take().and_then(|id| self.list.chosen().filter(|row| row.id == id));
        if let Some(row) = row.cloned() {
            self.detail = Some(Detail { row, line: None, scroll: Scroll::default() });
        }
        if let Some(detail) = &mut self.detail {
            detail.line = Some(Loaded::from_result(desk.quarantined_line(&detail.row)));
        }
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        if let Some(detail) = &self.detail {
            return if is_move(action) && detail.scroll.needed() { Can::Yes } else { Can::Absent };
        }
        match action {
            Action::Open => self.list.can_choose(ctx.lang),
            own => self.list.can_list(own, ctx.lang),
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        if let Some(detail) = &mut self.detail {
            detail.scroll.moved(action);
            return Next::Stay;
        }
        let sheet = Sheet { columns: columns(ctx.lang), cells: &|row| cells_of(row, ctx.lang) };
        match action {
            Action::Open => self.open(),
            Action::Export => {
                let (ask, lang) = (Box::new(self.asked()), ctx.lang);
                self.list.export(&sheet, &self.crumb(ctx), ctx, |marks, columns| ExportRows::Quarantined {
                    ask,
                    marks,
                    columns,
                    cells: cells_of,
                    lang,
                })
            }
            own => self.list.act(own, &sheet),
        }
    }

    fn listed(&mut self) -> Option<&mut dyn Listed> {
        if self.detail.is_some() { None } else { Some(&mut self.list) }
    }

    fn back(&mut self) -> Option<Next> {
        if self.detail.take().is_some() { Some(Next::Stay) } else { self.list.back() }
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        if let Some(detail) = &self.detail {
            let lines = detail_lines(detail, usize::from(canvas.width()), lang);
            return detail.scroll.draw(canvas, &lines);
        }
        let sheet = Sheet { columns: columns(lang), cells: &|row| cells_of(row, lang) };
        self.list.draw(canvas, &sheet, Around::rows(QuarantineWord::Empty.in_lang(lang)), lang);
    }
}

fn detail_lines(detail: &Detail, columns: usize, lang: Lang) -> Vec<TextLine> {
    let error = &detail.row.error;
    let mut lines: Vec<TextLine> = Vec::new();
    let mut say = |title: QuarantineWord, texts: &[&str]| {
        lines.push((title.in_lang(lang).to_owned(), Role::Head));
        for text in texts {
            let wrapped = wrap(text, columns.saturating_sub(4));
            lines.extend(wrapped.into_iter().map(|line| (format!("  {line}"), Role::Plain)));
        }
    };
    let column = if error.column.is_empty() { QuarantineWord::WholeRow.in_lang(lang) } else { &error.column };
    let place = format!("{}: {column}", QuarantineWord::Heading.in_lang(lang));
    let stands = format!("{}: [{}]", QuarantineWord::Stands.in_lang(lang), error.excerpt);
    say(QuarantineWord::Why, &[messages::row_error(error, lang).as_str(), &place, &stands]);
    let then = if detail.row.side.is_some() { QuarantineWord::Then } else { QuarantineWord::ThenStatement };
    say(QuarantineWord::Cure, &[messages::cure(error.code, lang), then.in_lang(lang)]);
    lines.push((String::new(), Role::Plain));
    match &detail.line {
        None => {}
        Some(Loaded::Failed(sentence)) => lines.push((format!("! {sentence}"), Role::Wrong)),
        Some(Loaded::Ready(line)) => lines.extend(raw::lines_of(line, columns, lang)),
    }
    lines
}

fn columns(lang: Lang) -> Vec<ListColumn> {
    let zh = lang == Lang::Zh;
    let word = |word: QuarantineWord| word.in_lang(lang);
    vec![
        ListColumn::new("file", Column::number(Word::File.in_lang(lang), 22)).frozen(),
        ListColumn::new("line", Column::right(word(QuarantineWord::Line), 7)),
        ListColumn::new("day", Column::left(Word::Date.in_lang(lang), 5)),
        ListColumn::new("side", Column::left(word(QuarantineWord::Book), if zh { 6 } else { 9 }).rank(2)).unordered(),
        ListColumn::new("column", Column::left(word(QuarantineWord::Heading), 12).rank(1)),
        ListColumn::new("reason", Column::left(word(QuarantineWord::Why), 0)).unordered(),
    ]
}

fn cells_of(row: &QuarantineRow, lang: Lang) -> Vec<String> {
    vec![
        row.file.clone(),
        row.error.line.to_string(),
        row.day.map_or_else(String::new, |day| day.date().format("%m-%d").to_string()),
        row.side.map_or(QuarantineWord::Statement.in_lang(lang), |side| terms::side(side, lang)).to_owned(),
        if row.error.column.is_empty() {
            QuarantineWord::WholeRow.in_lang(lang).to_owned()
        } else {
            row.error.column.clone()
        },
        messages::row_error(&row.error, lang),
    ]
}
