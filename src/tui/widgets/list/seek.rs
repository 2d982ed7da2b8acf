//! 定位: one line typed, to whose row the cursor goes while every row stays in its place.
//!
//! Invariant: keys are taken only while it is being typed; Enter and Esc end it, the cursor stays where it went.

use super::filter::Typed;
use crate::term::{Code, Key};
use crate::text::pinyin::Needle;
use crate::tui::widgets::field::Field;

/// Where the row is that was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    /// At this place.
    At(usize),
    /// There is no such row.
    Nowhere,
    /// Only the book can say: the rows are a window over more.
    InBook,
}

/// 定位行.
#[derive(Clone, Debug, Default)]
pub struct Seek {
    field: Field,
    typing: bool,
    lost: bool,
    asked: bool,
}

impl Seek {
    /// What was typed.
    pub fn text(&self) -> &str {
        self.field.text()
    }

    /// Whether keys go to it.
    pub fn typing(&self) -> bool {
        self.typing
    }

    /// Whether no row is as typed.
    pub fn is_lost(&self) -> bool {
        self.lost
    }

    /// The line itself, to draw it.
    pub fn field(&self) -> &Field {
        &self.field
    }

    /// Begins typing anew.
    pub fn begin(&mut self) {
        *self = Seek { typing: true, ..Seek::default() };
    }

    /// Ends it; whether it was on.
    pub fn end(&mut self) -> bool {
        std::mem::take(self).typing
    }

    /// Takes a key while the line is being typed.
    pub fn key(&mut self, key: Key) -> Typed {
        if key.code == Code::Enter {
            self.end();
            return Typed::Kept;
        }
        let before = self.field.text().to_owned();
        if matches!(key.code, Code::Home | Code::End) || !self.field.key(key) {
            return Typed::NotMine;
        }
        if before == self.field.text() { Typed::Kept } else { Typed::Changed }
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) {
        self.field.paste(text);
    }

    /// What was typed, ready to be held against rows.
    pub fn needle(&self) -> Needle {
        Needle::new(self.field.text())
    }

    /// The book is to be asked.
    pub(super) fn ask(&mut self) {
        self.asked = true;
    }

    /// What the book is to be asked for, once.
    pub fn asked(&mut self) -> Option<String> {
        std::mem::take(&mut self.asked).then(|| self.field.text().trim().to_owned())
    }

    /// Whether the row was found.
    pub fn found(&mut self, found: bool) {
        self.lost = !found;
    }
}
