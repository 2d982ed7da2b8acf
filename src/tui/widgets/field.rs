//! One line of text being typed.
//!
//! Invariant: the caret stands on a character boundary; pasting never submits, only its first line counts.

use super::canvas::Canvas;
use super::text::{tail, width};
use crate::term::sanitise::clean;
use crate::term::{Code, Key};
use crate::tui::theme::Role;

/// 输入栏.
#[derive(Clone, Debug, Default)]
pub struct Field {
    text: String,
    caret: usize,
}

impl Field {
    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Replaces the text; the caret goes behind it.
    pub fn set(&mut self, text: &str) {
        text.clone_into(&mut self.text);
        self.caret = self.text.len();
    }

    /// Takes a key if it is one of a text; `false` otherwise.
    pub fn key(&mut self, key: Key) -> bool {
        if key.alt {
            return false;
        }
        match (key.code, key.ctrl) {
            (Code::Char(one), false) => {
                self.text.insert(self.caret, one);
                self.caret += one.len_utf8();
            }
            (Code::Backspace, _) => {
                if let Some(before) = self.before() {
                    self.caret -= before.len_utf8();
                    self.text.remove(self.caret);
                }
            }
            (Code::Delete, _) if self.caret < self.text.len() => {
                self.text.remove(self.caret);
            }
            (Code::Left, false) => self.caret -= self.before().map_or(0, char::len_utf8),
            (Code::Right, false) => self.caret += self.text[self.caret..].chars().next().map_or(0, char::len_utf8),
            (Code::Home, false) | (Code::Char('a'), true) => self.caret = 0,
            (Code::End, false) | (Code::Char('e'), true) => self.caret = self.text.len(),
            (Code::Char('u'), true) => self.set(""),
            _ => return false,
        }
        true
    }

    fn before(&self) -> Option<char> {
        self.text[..self.caret].chars().next_back()
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) {
        let line =
            clean(text.split(['\r', '\n']).find(|line| !line.trim().is_empty()).unwrap_or("").trim()).into_owned();
        self.text.insert_str(self.caret, &line);
        self.caret += line.len();
    }

    /// Draws the text from column `x` of row `y` to the right edge, the end of a long one first.
    pub fn draw(&self, canvas: &mut Canvas<'_>, x: u16, y: u16, focused: bool) {
        let room = usize::from(canvas.width().saturating_sub(x + 1));
        let before = tail(&self.text[..self.caret], room);
        canvas.text(x, y, before, Role::Plain);
        let caret = x + u16::try_from(width(before)).unwrap_or(0);
        canvas.text(caret, y, &self.text[self.caret..], Role::Plain);
        if focused {
            canvas.caret(caret, y);
        }
    }
}
