//! 操作员: everyone registered; Enter acts as another of one's own, F6 registers one more.
//!
//! Invariant: whoever is bound to another account stays listed, with the reason why not to be acted as.

use crate::term::{Code, Key};
use crate::text::form::FormWord;
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::desk::Desk;
use crate::tui::office::OperatorRow;
use crate::tui::screen::{Answer, Asking, Can, Ctx, Listed, Loaded, Next, Place, Screen};
use crate::tui::screens::pane::Tables;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::table::{Column, Instead, Table};

/// 操作员.
pub(super) struct Operators {
    read: Loaded<Vec<OperatorRow>>,
    tables: Tables,
}

impl Default for Operators {
    fn default() -> Self {
        Operators { read: Loaded::Ready(Vec::new()), tables: Tables::new(1) }
    }
}

impl Operators {
    fn rows(&self) -> &[OperatorRow] {
        self.read.ready().map_or(&[], Vec::as_slice)
    }

    fn can_act_as(&self, at: usize, ctx: &Ctx<'_>) -> Can {
        let Some(row) = self.rows().get(at) else {
            return Can::No(Word::NothingChosen.in_lang(ctx.lang).to_owned());
        };
        if ctx.busy {
            return Can::No(Word::Busy.in_lang(ctx.lang).to_owned());
        }
        Can::when(ctx.info.operators.contains(&row.name), || FormWord::NotYours.in_lang(ctx.lang).to_owned())
    }

    fn act_as(&self, at: usize) -> Next {
        self.rows().get(at).map_or(Next::Stay, |row| Next::Close(Answer::Operator(row.name.clone())))
    }
}

impl Screen for Operators {
    fn scope(&self) -> Scope {
        Scope::Operators
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        Word::Operators.in_lang(ctx.lang).to_owned()
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.read = Loaded::from_result(desk.operators());
        let texts = self.rows().iter().map(|row| format!("{} {}", row.name, row.account)).collect();
        self.tables.put(0, texts);
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        match action {
            Action::Open => self.can_act_as(self.tables.at(0), ctx),
            Action::New => Can::Yes,
            other => self.tables.can(other, ctx.lang),
        }
    }

    fn update(&mut self, action: Action, _ctx: &Ctx<'_>) -> Next {
        match action {
            Action::Open => self.act_as(self.tables.at(0)),
            Action::New => Next::Open(Place::Form(Asking::Operator)),
            other => self.tables.act(other),
        }
    }

    fn listed(&mut self) -> Option<&mut dyn Listed> {
        Some(&mut self.tables)
    }

    fn typed(&mut self, key: Key, ctx: &Ctx<'_>) -> Option<Next> {
        if let Some(next) = self.tables.typed(key) {
            return Some(next);
        }
        match key.narrowed() {
            Key { code: Code::Char(digit @ '1'..='9'), ctrl: false, alt: false } => {
                let at = digit as usize - '1' as usize;
                Some(match self.can_act_as(at, ctx) {
                    Can::No(reason) => Next::Refuse(reason),
                    Can::Yes | Can::Absent => self.act_as(at),
                })
            }
            _ => None,
        }
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let columns = vec![
            Column::right("", 2),
            Column::left(FormWord::Name.in_lang(lang), 24),
            Column::left(FormWord::Account.in_lang(lang), 20),
            Column::left("", 8),
            Column::left(FormWord::Since.in_lang(lang), 0),
        ];
        let cells = |row: usize| {
            self.rows().get(row).map_or_else(Vec::new, |operator| {
                let digit = if row < 9 { (row + 1).to_string() } else { String::new() };
                let at_work = if operator.name == ctx.info.operator { Word::Bound.in_lang(lang) } else { "" };
                let since = operator.since.replace('T', " ").chars().take(16).collect();
                vec![digit, operator.name.clone(), operator.account.clone(), at_work.to_owned(), since]
            })
        };
        let instead = self.read.failure().map_or(Instead::Empty(""), Instead::Failed);
        let (rows, cells, cursor) = (self.rows().len(), &cells, self.tables.cursor(0));
        Table { columns, rows, cells, cursor, focused: true, totals: None, cell: None, instead }.draw(canvas);
        self.tables.draw_seek(canvas, canvas.height().saturating_sub(1), lang);
    }
}
