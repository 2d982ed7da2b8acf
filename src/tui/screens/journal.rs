//! 日志: who did what, when and about what; one fact with every field; the chain verified by a key.
//!
//! Invariant: it only reads; whatever a fact holds is shown as it is kept.

use crate::domain::money::Money;
use crate::term::Key;
use crate::text::journal::JournalWord;
use crate::text::lang::Lang;
use crate::text::pinyin::APART;
use crate::text::ui::{self, Word};
use crate::tui::action::{Action, Scope};
use crate::tui::desk::{Desk, Sentence};
use crate::tui::journal::JournalRow;
use crate::tui::screen::{Answer, Can, Ctx, Loaded, Next, Place, Screen};
use crate::tui::screens::listing::Kept;
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

/// Most facts one list holds; `sanhe journal show` has no such end.
const ROWS_MAX: u32 = 20_000;
const OPTIONS: &[Offered] = &[(b'5', Word::OptionOpen)];

/// 日志.
pub(super) struct Journal {
    failure: Option<Sentence>,
    rows: Shelf<JournalRow>,
    list: List,
    kept: Kept,
    detail: Option<Detail>,
}

/// One fact, with every field.
struct Detail {
    sequence: i64,
    fields: Loaded<Vec<(String, String)>>,
    scroll: Scroll,
}

impl ListRow for JournalRow {
    fn id(&self) -> RowId {
        self.sequence
    }

    fn amount(&self) -> Money {
        Money::ZERO
    }

    fn found_by(&self) -> String {
        let number = self.sequence.to_string();
        [&self.who, &self.what, &self.subject, &self.reason, &self.at, &number]
            .map(String::as_str)
            .join(&APART.to_string())
    }

    fn order_key(&self, column: &str) -> OrderKey {
        match column {
            "who" => OrderKey::Text(self.who.clone()),
            "what" => OrderKey::Text(self.what.clone()),
            "subject" => OrderKey::Text(self.subject.clone()),
            _ => OrderKey::Number(-self.sequence),
        }
    }
}

impl Default for Journal {
    fn default() -> Self {
        Journal {
            failure: None,
            rows: Shelf::default(),
            list: List::offering(OPTIONS),
            kept: Kept::new("journal"),
            detail: None,
        }
    }
}

impl Journal {
    fn arrange(&mut self) {
        self.rows.arrange(&self.list.filter.needle(), self.list.view.ordered_by(), |_| true);
        let rows = &self.rows;
        self.list.reread(rows, |id| rows.place_of(id));
        self.list.marks.keep(|id| rows.amount_of(id));
    }

    /// Shows the first fact with a digit before it, or the chosen one.
    fn open(&mut self) -> Next {
        let asked = self.list.next_options().and_then(|(_, ids)| ids.first().copied());
        let sequence = asked.or_else(|| self.rows.get(self.list.at()).map(|row| row.sequence));
        let unread = Loaded::Ready(Vec::new());
        self.detail = sequence.map(|sequence| Detail { sequence, fields: unread, scroll: Scroll::default() });
        Next::Load
    }
}

impl Screen for Journal {
    fn scope(&self) -> Scope {
        Scope::Journal
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let title = JournalWord::Title.in_lang(ctx.lang);
        self.detail.as_ref().map_or_else(|| title.to_owned(), |detail| format!("{title} #{}", detail.sequence))
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.kept.settle(desk, &mut self.list.view);
        let (rows, failure) = match desk.journal(ROWS_MAX) {
            Ok(rows) => (rows, None),
            Err(sentence) => (Vec::new(), Some(sentence)),
        };
        self.failure = failure;
        self.rows.put(rows);
        self.arrange();
        if let Some(detail) = &mut self.detail {
            detail.fields = Loaded::from_result(desk.fact(detail.sequence));
        }
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        if action == Action::VerifyJournal {
            return Can::when(!ctx.busy, || Word::Busy.in_lang(ctx.lang).to_owned());
        }
        if let Some(detail) = &self.detail {
            return if is_move(action) && detail.scroll.needed() { Can::Yes } else { Can::Absent };
        }
        match action {
            Action::Open => Can::when(self.rows.total() > 0, || Word::NothingChosen.in_lang(ctx.lang).to_owned()),
            Action::Export => Can::Absent,
            own => self.list.can(own, &self.rows, ctx.lang).unwrap_or(Can::Absent),
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        if action == Action::VerifyJournal {
            return Next::Run(Job::VerifyJournal);
        }
        if let Some(detail) = &mut self.detail {
            detail.scroll.moved(action);
            return Next::Stay;
        }
        match action {
            Action::Open => return self.open(),
            Action::Columns => return Next::Open(Place::Columns(columns(ctx.lang), self.list.view.clone())),
            Action::CopyRow => {
                let cells = self.rows.get(self.list.at()).map(cells_of);
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
            let lines = detail_lines(&detail.fields, usize::from(canvas.width()));
            return detail.scroll.draw(canvas, &lines);
        }
        let cells = |row: usize| self.rows.get(row).map(cells_of).unwrap_or_default();
        let empty = JournalWord::Empty.in_lang(lang);
        let instead = self.failure.as_deref().map_or(Instead::Empty(empty), Instead::Failed);
        let face = Face { columns: columns(lang), cells: &cells, totals: None, instead };
        let rows = canvas.height().saturating_sub(2);
        let shown = canvas.rows(0, rows, |part| self.list.draw(part, &self.rows, &face, lang));
        let most = usize::try_from(ROWS_MAX).unwrap_or(usize::MAX);
        let limit = (self.rows.rows().len() == most).then(|| ui::only_first(most, lang));
        let nearly = self.rows.nearly().then(|| Word::FoundNearly.in_lang(lang).to_owned());
        let aside: Vec<String> = limit.into_iter().chain(nearly).chain(self.kept.note()).collect();
        self.list.draw_foot(canvas, rows, &self.rows, shown, &aside.join("  "), lang);
    }
}

fn detail_lines(fields: &Loaded<Vec<(String, String)>>, columns: usize) -> Vec<TextLine> {
    let mut lines: Vec<TextLine> = Vec::new();
    match fields {
        Loaded::Failed(sentence) => lines.push((format!("! {sentence}"), Role::Wrong)),
        Loaded::Ready(fields) => {
            for (label, text) in fields {
                lines.push((label.clone(), Role::Head));
                for line in text.lines() {
                    let indent = line.len() - line.trim_start().len();
                    let wrapped = wrap(line.trim_start(), columns.saturating_sub(indent + 4));
                    lines.extend(
                        wrapped.into_iter().map(|part| (format!("  {}{part}", " ".repeat(indent)), Role::Plain)),
                    );
                }
            }
        }
    }
    lines
}

fn columns(lang: Lang) -> Vec<ListColumn> {
    let word = |word: JournalWord| word.in_lang(lang);
    vec![
        ListColumn::new("number", Column::right(word(JournalWord::Number), 6)).frozen(),
        ListColumn::new("at", Column::left(word(JournalWord::At), 19)).unordered(),
        ListColumn::new("who", Column::left(word(JournalWord::Who), 12)),
        ListColumn::new("what", Column::left(word(JournalWord::What), 14)),
        ListColumn::new("subject", Column::left(word(JournalWord::Subject), 0)),
    ]
}

fn cells_of(row: &JournalRow) -> Vec<String> {
    let at = row.at.trim_end_matches('Z').replace('T', " ");
    vec![row.sequence.to_string(), at, row.who.clone(), row.what.clone(), row.subject.clone()]
}
