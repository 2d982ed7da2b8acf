//! One line of text being typed: the caret, what moves it, what changes the text.
//!
//! Invariant: the caret stands on a character boundary; pasting never submits; a long text moves by half
//! the box at a time, so that most keys redraw one cell.

use super::canvas::Canvas;
use super::text::{head, width};
use crate::term::sanitise::clean;
use crate::term::{Code, Key};
use crate::tui::theme::Role;

/// 输入栏.
#[derive(Clone, Debug, Default)]
pub struct Field {
    text: String,
    caret: usize,
}

/// Which ends of a text did not fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// Something stands before what is shown.
    pub before: bool,
    /// Something stands behind it.
    pub behind: bool,
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
            (Code::Left, true) => self.caret = self.word_before(),
            (Code::Right, true) => self.caret = self.word_behind(),
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

    /// Where the word before the caret begins; Han characters run together as one word.
    fn word_before(&self) -> usize {
        let head = self.text[..self.caret].trim_end_matches(|one| !is_word(one));
        head.trim_end_matches(is_word).len()
    }

    /// Where the word behind the caret ends.
    fn word_behind(&self) -> usize {
        let tail = self.text[self.caret..].trim_start_matches(|one| !is_word(one));
        self.text.len() - tail.trim_start_matches(is_word).len()
    }

    /// Takes pasted text on one line: ends of lines and tabs become blanks.
    pub fn paste(&mut self, text: &str) {
        let pieces: Vec<&str> =
            text.split(['\r', '\n', '\t']).map(str::trim).filter(|piece| !piece.is_empty()).collect();
        let line = clean(&pieces.join(" ")).into_owned();
        self.text.insert_str(self.caret, &line);
        self.caret += line.len();
    }

    /// Draws the text from column `x` of row `y` to the right edge.
    pub fn draw(&self, canvas: &mut Canvas<'_>, x: u16, y: u16, focused: bool) {
        let columns = canvas.width().saturating_sub(x);
        self.draw_in(canvas, (x, y), columns, focused);
    }

    /// Draws as much of the text as fits into `columns`, the caret always among it.
    pub fn draw_in(&self, canvas: &mut Canvas<'_>, (x, y): (u16, u16), columns: u16, focused: bool) -> Hidden {
        let room = usize::from(columns.max(2));
        let caret = if focused { width(&self.text[..self.caret]) } else { 0 };
        let half = (room / 2).max(1);
        let skipped = if caret < room { 0 } else { ((caret - room) / half + 1) * half };
        let (from, gap) = self.at_column(skipped);
        let rest = &self.text[from..];
        let shown = head(rest, room - gap);
        let place = |columns: usize| x.saturating_add(u16::try_from(columns).unwrap_or(u16::MAX));
        canvas.text(place(gap), y, shown, Role::Plain);
        if focused {
            canvas.caret(place(caret - skipped), y);
        }
        Hidden { before: from > 0, behind: shown.len() < rest.len() }
    }

    /// The first character that begins at this column or behind it, and how far behind.
    fn at_column(&self, column: usize) -> (usize, usize) {
        let mut used = 0;
        for (at, one) in self.text.char_indices() {
            if used >= column {
                return (at, used - column);
            }
            used += width(one.encode_utf8(&mut [0; 4]));
        }
        (self.text.len(), used.saturating_sub(column))
    }
}

fn is_word(one: char) -> bool {
    one.is_alphanumeric() || one == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &str) -> Field {
        let mut field = Field::default();
        for word in keys.split_whitespace() {
            if let Some(key) = Key::parse(word) {
                field.key(key);
            }
        }
        field
    }

    #[test]
    fn keys_edit_as_everywhere() {
        for (keys, text) in [
            ("微 信 a", "微信a"),
            ("微 信 left backspace", "信"),
            ("a b c home delete", "bc"),
            ("a b c ctrl-a d end e", "dabce"),
            ("a b ctrl-u c", "c"),
            ("a b space c d ctrl-left x", "ab xcd"),
            ("a b space c d home ctrl-right x", "abx cd"),
            ("a b left left left c", "cab"),
        ] {
            assert_eq!(typed(keys).text(), text, "{keys}");
        }
    }

    #[test]
    fn pasted_lines_become_one() {
        let mut field = typed("a");
        field.paste("一\r\n二\t三\u{1b}[31m\n");
        assert_eq!(field.text(), "a一 二 三[31m");
    }
}
