//! 并列小表: one or several small tables of a screen, one of which has the cursor; each can be gone into by typing.
//!
//! Invariant: what was typed is held against the texts of the table that has the cursor; no row leaves its place.

use crate::term::Key;
use crate::text::lang::Lang;
use crate::text::pinyin::Indexed;
use crate::text::ui::Word;
use crate::tui::action::Action;
use crate::tui::screen::{Can, Listed, Next};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::{Cursor, is_move};
use crate::tui::widgets::list::filter::Typed;
use crate::tui::widgets::list::seek::Seek;
use crate::tui::widgets::list::view::View;
use crate::tui::widgets::text::width;

/// One table: where the cursor is, and what its rows are found by.
#[derive(Default)]
struct Small {
    cursor: Cursor,
    texts: Vec<String>,
}

/// 并列小表.
pub(in crate::tui::screens) struct Tables {
    tables: Vec<Small>,
    on: usize,
    seek: Seek,
}

impl Tables {
    /// So many tables, the first of which has the cursor.
    pub(in crate::tui::screens) fn new(count: usize) -> Self {
        Tables { tables: (0..count.max(1)).map(|_| Small::default()).collect(), on: 0, seek: Seek::default() }
    }

    /// The rows of a table as they were read, each by the texts it is found by.
    pub(in crate::tui::screens) fn put(&mut self, which: usize, texts: Vec<String>) {
        if let Some(table) = self.tables.get_mut(which) {
            table.cursor.go(table.cursor.at(), texts.len());
            table.texts = texts;
        }
    }

    /// Which table has the cursor.
    pub(in crate::tui::screens) fn on(&self) -> usize {
        self.on
    }

    /// Gives the cursor to a table.
    pub(in crate::tui::screens) fn turn_to(&mut self, which: usize) {
        self.on = which.min(self.tables.len() - 1);
        self.seek.end();
    }

    /// Gives the cursor to the next table.
    pub(in crate::tui::screens) fn turn(&mut self) {
        self.turn_to((self.on + 1) % self.tables.len());
    }

    /// The row chosen in a table.
    pub(in crate::tui::screens) fn at(&self, which: usize) -> usize {
        self.cursor(which).at()
    }

    /// The place in a table, to draw it.
    pub(in crate::tui::screens) fn cursor(&self, which: usize) -> &Cursor {
        &self.tables[which.min(self.tables.len() - 1)].cursor
    }

    /// Goes to a row of a table.
    pub(in crate::tui::screens) fn go(&mut self, which: usize, at: usize) {
        if let Some(table) = self.tables.get_mut(which) {
            table.cursor.go(at, table.texts.len());
        }
    }

    /// Whether it is being typed where to go.
    pub(in crate::tui::screens) fn is_sought(&self) -> bool {
        self.seek.typing()
    }

    /// Whether the table that has the cursor has rows.
    pub(in crate::tui::screens) fn has_rows(&self) -> bool {
        !self.tables[self.on].texts.is_empty()
    }

    /// Whether an action of tables can be done.
    pub(in crate::tui::screens) fn can(&self, action: Action, lang: Lang) -> Can {
        match action {
            moving if is_move(moving) => Can::Yes,
            Action::Position => Can::when(self.has_rows(), || Word::NothingChosen.in_lang(lang).to_owned()),
            _ => Can::Absent,
        }
    }

    /// Moves, or begins to type where to.
    pub(in crate::tui::screens) fn act(&mut self, action: Action) -> Next {
        if action == Action::Position {
            self.seek.begin();
        } else if let Some(table) = self.tables.get_mut(self.on) {
            table.cursor.moved(action, table.texts.len());
        }
        Next::Stay
    }

    fn go_to_sought(&mut self) {
        let needle = self.seek.needle();
        let table = &mut self.tables[self.on];
        let found = table.texts.iter().position(|text| needle.matches(&Indexed::new(text)));
        self.seek.found(needle.is_empty() || found.is_some());
        if let Some(at) = found.filter(|_| !needle.is_empty()) {
            table.cursor.go(at, table.texts.len());
        }
    }

    /// Draws what is being typed over a line.
    pub(in crate::tui::screens) fn draw_seek(&self, canvas: &mut Canvas<'_>, y: u16, lang: Lang) {
        if !self.seek.typing() {
            return;
        }
        let word = if self.seek.is_lost() { Word::PositionLost } else { Word::Position };
        let label = format!("{}: ", word.in_lang(lang));
        canvas.text(0, y, &" ".repeat(usize::from(canvas.width())), Role::Plain);
        canvas.text(2, y, &label, Role::Hint);
        self.seek.field().draw(canvas, 2 + u16::try_from(width(&label)).unwrap_or(0), y, true);
    }
}

impl Listed for Tables {
    fn typed(&mut self, key: Key) -> Option<Next> {
        if !self.seek.typing() {
            return None;
        }
        match self.seek.key(key) {
            Typed::NotMine => return None,
            Typed::Changed => self.go_to_sought(),
            Typed::Kept => {}
        }
        Some(Next::Stay)
    }

    fn pasted(&mut self, text: &str) -> Next {
        if self.seek.typing() {
            self.seek.paste(text);
            self.go_to_sought();
        }
        Next::Stay
    }

    fn back(&mut self) -> Option<Next> {
        self.seek.end().then_some(Next::Stay)
    }

    fn rearranged(&mut self, _view: View) -> Next {
        Next::Stay
    }
}
