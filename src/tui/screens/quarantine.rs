//! 隔离行: rows of files that could not be read, each with its place, its reason and what to do.
//!
//! Invariant: nothing of a row is shown but what the house may see: names in it are masked.

use crate::domain::money::Money;
use crate::term::Key;
use crate::text::lang::Lang;
use crate::text::pinyin::APART;
use crate::text::quarantine::QuarantineWord;
use crate::text::ui::{self, Word};
use crate::text::{messages, terms};
use crate::tui::action::{Action, Scope};
use crate::tui::desk::{Desk, QuarantineFilter, QuarantineRow, RawLine, Sentence};
use crate::tui::export::{Export, ExportRows};
use crate::tui::screen::{Answer, BatchPreview, Can, Ctx, Loaded, Next, Place, Screen};
use crate::tui::screens::listing::{self, Kept};
use crate::tui::screens::raw;
use crate::tui::screens::reader::{Scroll, TextLine};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::is_move;
use crate::tui::widgets::list::filter::Typed;
use crate::tui::widgets::list::marks::RowId;
use crate::tui::widgets::list::shelf::{ListRow, OrderKey, Shelf};
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::list::{Face, List, Offered, Rows, Undone};
use crate::tui::widgets::table::{Column, Instead};
use crate::tui::widgets::text::wrap;
use crate::tui::worker::Job;

/// Most rows one list holds: a file with more is no file of rows.
const ROWS_MAX: usize = 5_000;
const OPTIONS: &[Offered] = &[(b'5', Word::OptionOpen)];

/// 隔离行.
pub(super) struct Quarantine {
    filter: QuarantineFilter,
    failure: Option<Sentence>,
    rows: Shelf<QuarantineRow>,
    list: List,
    kept: Kept,
    detail: Option<Detail>,
}

/// One row, with the whole of its line.
struct Detail {
    row: QuarantineRow,
    line: Option<Loaded<RawLine>>,
    scroll: Scroll,
}

impl ListRow for QuarantineRow {
    fn id(&self) -> RowId {
        self.id
    }

    fn amount(&self) -> Money {
        Money::ZERO
    }

    fn found_by(&self) -> String {
        let line = self.error.line.to_string();
        let reason = messages::row_error(&self.error, Lang::Zh);
        [&self.file, &line, &self.day.to_string(), &self.error.column, &self.error.excerpt, &reason]
            .map(String::as_str)
            .join(&APART.to_string())
    }

    fn order_key(&self, column: &str) -> OrderKey {
        match column {
            "file" => OrderKey::Text(self.file.clone()),
            "line" => OrderKey::Number(i64::from(self.error.line)),
            "column" => OrderKey::Text(self.error.column.clone()),
            _ => OrderKey::Number(i64::from(self.day.number())),
        }
    }
}

impl Quarantine {
    /// The rows a filter lets through.
    pub(super) fn new(filter: QuarantineFilter) -> Self {
        Quarantine {
            filter,
            failure: None,
            rows: Shelf::default(),
            list: List::offering(OPTIONS),
            kept: Kept::new("quarantine"),
            detail: None,
        }
    }

    fn arrange(&mut self) {
        self.rows.arrange(&self.list.filter.needle(), self.list.view.ordered_by(), |_| true);
        let rows = &self.rows;
        self.list.reread(rows, |id| rows.place_of(id));
        self.list.marks.keep(|id| rows.amount_of(id));
    }

    /// Shows the first row with a digit before it, or the chosen one.
    fn open(&mut self) -> Next {
        let asked = self.list.next_options().and_then(|(_, ids)| ids.first().copied());
        let row = match asked {
            Some(id) => self.rows.shown().find(|row| row.id == id),
            None => self.rows.get(self.list.at()),
        };
        self.detail = row.map(|row| Detail { row: row.clone(), line: None, scroll: Scroll::default() });
        Next::Load
    }

    fn export(&self, ctx: &Ctx<'_>) -> Next {
        let marked = self.list.marks.count(self.rows.total()) > 0;
        let chosen: Vec<&QuarantineRow> =
            self.rows.shown().filter(|row| !marked || self.list.marks.holds(row.id)).collect();
        let (header, places) = listing::shown_columns(&columns(ctx.lang), &self.list.view);
        let pick = |row: &&QuarantineRow| {
            let cells = cells_of(row, ctx.lang);
            places.iter().map(|at| cells.get(*at).cloned().unwrap_or_default()).collect()
        };
        let name = listing::file_name(&self.crumb(ctx), ctx.info.today);
        let export = Export { name, header, rows: ExportRows::Held(chosen.iter().map(pick).collect()) };
        let facts = listing::export_facts(&export, chosen.len(), Money::ZERO, marked, ctx.lang);
        let warnings = vec![Word::ExportNote.in_lang(ctx.lang).to_owned()];
        let job = Job::Export(Box::new(export));
        Next::Open(Place::Batch(Box::new(BatchPreview { action: Action::Export, facts, warnings, job })))
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
        self.kept.settle(desk, &mut self.list.view);
        let (rows, failure) = match desk.quarantine(&self.filter, ROWS_MAX) {
            Ok(rows) => (rows, None),
            Err(sentence) => (Vec::new(), Some(sentence)),
        };
        self.failure = failure;
        self.rows.put(rows);
        self.arrange();
        if let Some(detail) = &mut self.detail {
            detail.line = Some(Loaded::from_result(desk.quarantined_line(&detail.row)));
        }
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        if let Some(detail) = &self.detail {
            return if is_move(action) && detail.scroll.needed() { Can::Yes } else { Can::Absent };
        }
        match action {
            Action::Open => Can::when(self.rows.total() > 0, || Word::NothingChosen.in_lang(ctx.lang).to_owned()),
            own => self.list.can(own, &self.rows, ctx.lang).unwrap_or(Can::Absent),
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        if let Some(detail) = &mut self.detail {
            detail.scroll.moved(action);
            return Next::Stay;
        }
        match action {
            Action::Open => return self.open(),
            Action::Columns => return Next::Open(Place::Columns(columns(ctx.lang), self.list.view.clone())),
            Action::Export => return self.export(ctx),
            Action::CopyRow => {
                let cells = self.rows.get(self.list.at()).map(|row| cells_of(row, ctx.lang));
                return cells.map_or(Next::Stay, |cells| Next::Copy(cells.join("  ")));
            }
            own => {
                self.list.act(own, &self.rows);
            }
        }
        Next::Stay
    }

    fn typed(&mut self, key: Key, _ctx: &Ctx<'_>) -> Option<Next> {
        if self.detail.is_some() {
            return None;
        }
        match self.list.typed(key, &self.rows) {
            Typed::NotMine => return None,
            Typed::Changed => self.arrange(),
            Typed::Kept => {}
        }
        Some(Next::Stay)
    }

    fn pasted(&mut self, text: &str) -> bool {
        let taken = self.list.filter.pasted(text);
        if taken {
            self.arrange();
        }
        taken
    }

    fn back(&mut self) -> Option<Next> {
        if self.detail.take().is_some() {
            return Some(Next::Stay);
        }
        let undone = self.list.back(&self.rows)?;
        if undone == Undone::Filter {
            self.arrange();
        }
        Some(Next::Stay)
    }

    fn answered(&mut self, answer: Answer) -> Next {
        if let Answer::View(view) = answer {
            self.kept.change(&mut self.list.view, view);
            return Next::Load;
        }
        Next::Stay
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        if let Some(detail) = &self.detail {
            let lines = detail_lines(detail, usize::from(canvas.width()), lang);
            return detail.scroll.draw(canvas, &lines);
        }
        let cells = |row: usize| self.rows.get(row).map(|row| cells_of(row, lang)).unwrap_or_default();
        let empty = QuarantineWord::Empty.in_lang(lang);
        let instead = self.failure.as_deref().map_or(Instead::Empty(empty), Instead::Failed);
        let face = Face { columns: columns(lang), cells: &cells, totals: None, instead };
        let rows = canvas.height().saturating_sub(2);
        let shown = canvas.rows(0, rows, |part| self.list.draw(part, &self.rows, &face, lang));
        let limit = (self.rows.rows().len() == ROWS_MAX).then(|| ui::only_first(ROWS_MAX, lang));
        let nearly = self.rows.nearly().then(|| Word::FoundNearly.in_lang(lang).to_owned());
        let aside: Vec<String> = limit.into_iter().chain(nearly).chain(self.kept.note()).collect();
        self.list.draw_foot(canvas, rows, &self.rows, shown, &aside.join("  "), lang);
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
    say(QuarantineWord::Cure, &[messages::cure(error.code, lang), QuarantineWord::Then.in_lang(lang)]);
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
        ListColumn::new("side", Column::left(word(QuarantineWord::Book), if zh { 6 } else { 8 }).rank(2)).unordered(),
        ListColumn::new("column", Column::left(word(QuarantineWord::Heading), 12).rank(1)),
        ListColumn::new("reason", Column::left(word(QuarantineWord::Why), 0)).unordered(),
    ]
}

fn cells_of(row: &QuarantineRow, lang: Lang) -> Vec<String> {
    vec![
        row.file.clone(),
        row.error.line.to_string(),
        row.day.date().format("%m-%d").to_string(),
        terms::side(row.side, lang).to_owned(),
        if row.error.column.is_empty() {
            QuarantineWord::WholeRow.in_lang(lang).to_owned()
        } else {
            row.error.column.clone()
        },
        messages::row_error(&row.error, lang),
    ]
}
