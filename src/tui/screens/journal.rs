//! 日志: who did what, when and about what; one fact with every field; the chain verified by a key.
//!
//! Invariant: it only reads; whatever a fact holds is shown as it is kept.

use crate::domain::money::Money;
use crate::text::journal::JournalWord;
use crate::text::lang::Lang;
use crate::text::pinyin::APART;
use crate::text::ui::{self, Word};
use crate::tui::action::{Action, Scope};
use crate::tui::desk::Desk;
use crate::tui::journal::JournalRow;
use crate::tui::screen::{Can, Ctx, Listed, Loaded, Next, Screen};
use crate::tui::screens::pane::{Around, Held, Pane, Sheet};
use crate::tui::screens::reader::{Scroll, TextLine};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::is_move;
use crate::tui::widgets::list::Offered;
use crate::tui::widgets::list::marks::RowId;
use crate::tui::widgets::list::shelf::{ListRow, OrderKey};
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::table::Column;
use crate::tui::widgets::text::wrap;
use crate::tui::worker::Job;

/// Most facts one list holds; `sanhe journal show` has no such end.
const ROWS_MAX: u32 = 20_000;
const OPTIONS: &[Offered] = &[(b'5', Word::OptionOpen)];

/// 日志.
pub(super) struct Journal {
    list: Held<JournalRow>,
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
        Journal { list: Held::named("journal", OPTIONS), detail: None }
    }
}

impl Journal {
    /// Shows the first fact with a digit before it, or the chosen one.
    fn open(&mut self) -> Next {
        let asked = self.list.next_options().and_then(|(_, rows)| rows.first().map(|row| row.sequence));
        let sequence = asked.or_else(|| self.list.chosen().map(|row| row.sequence));
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
        self.list.put(desk, desk.journal(ROWS_MAX));
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
            Action::Open => self.list.can_choose(ctx.lang),
            // Facts go out by `sanhe journal show`, with their hashes.
            Action::Export => Can::Absent,
            own => self.list.can_list(own, ctx.lang),
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
            Action::Open => self.open(),
            own => {
                let title = self.crumb(ctx);
                self.list.act(own, &Sheet { columns: columns(ctx.lang), cells: &cells_of }, &title, ctx)
            }
        }
    }

    fn listed(&mut self) -> Option<&mut dyn Listed> {
        self.detail.is_none().then_some(&mut self.list as &mut dyn Listed)
    }

    fn back(&mut self) -> Option<Next> {
        match self.detail.take() {
            Some(_) => Some(Next::Stay),
            None => self.list.back(),
        }
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        if let Some(detail) = &self.detail {
            let lines = detail_lines(&detail.fields, usize::from(canvas.width()));
            return detail.scroll.draw(canvas, &lines);
        }
        let most = usize::try_from(ROWS_MAX).unwrap_or(usize::MAX);
        let limit = (self.list.shelf().rows().len() == most).then(|| ui::only_first(most, lang));
        let sheet = Sheet { columns: columns(lang), cells: &cells_of };
        let around = Around { aside: limit.into_iter().collect(), ..Around::rows(JournalWord::Empty.in_lang(lang)) };
        self.list.draw(canvas, &sheet, around, lang);
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
