//! The line filter 行筛选: one line typed, by which a list shows fewer rows with every letter.
//!
//! Invariant: keys are taken only while it is being typed; Enter keeps what was typed, Esc takes it away.

use crate::term::{Code, Key};
use crate::text::pinyin::Needle;
use crate::tui::widgets::field::Field;

/// 行筛选. What a list is narrowed by; a form may set it as well.
#[derive(Clone, Debug, Default)]
pub struct ListFilter {
    field: Field,
    typing: bool,
}

/// What a key did to the filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The text changed.
    Changed,
    /// The caret moved, or typing ended; the text is as it was.
    Kept,
    /// The key is not for the filter.
    NotMine,
}

impl ListFilter {
    /// What was typed.
    pub fn text(&self) -> &str {
        self.field.text()
    }

    /// Sets the text, as a saved view or a form does.
    pub fn set(&mut self, text: &str) {
        self.field.set(text);
    }

    /// What was typed, ready to be held against names.
    pub fn needle(&self) -> Needle {
        Needle::new(self.field.text())
    }

    /// Whether rows are left out by it.
    pub fn is_set(&self) -> bool {
        !self.field.text().trim().is_empty()
    }

    /// Whether keys go to it.
    pub fn typing(&self) -> bool {
        self.typing
    }

    /// The line itself, to draw it.
    pub(super) fn field(&self) -> &Field {
        &self.field
    }

    /// Begins typing.
    pub fn begin(&mut self) {
        self.typing = true;
    }

    /// Takes the filter away; whether there was one.
    pub fn clear(&mut self) -> bool {
        let was = self.typing || self.is_set();
        self.typing = false;
        self.field.set("");
        was
    }

    /// Takes a key while the line is being typed.
    pub fn key(&mut self, key: Key) -> Typed {
        if !self.typing {
            return Typed::NotMine;
        }
        if key.code == Code::Enter {
            self.typing = false;
            return Typed::Kept;
        }
        let before = self.field.text().to_owned();
        // Moving in the list goes on while one types: only keys of the text itself are taken.
        let of_list = matches!(key.code, Code::Home | Code::End);
        if of_list || !self.field.key(key) {
            return Typed::NotMine;
        }
        if before == self.field.text() { Typed::Kept } else { Typed::Changed }
    }

    /// Takes pasted text while the line is being typed.
    pub fn pasted(&mut self, text: &str) -> bool {
        if self.typing {
            self.field.paste(text);
        }
        self.typing
    }
}
