//! A stretch of the frame to write on.
//!
//! Invariant: whatever is written is stripped of what acts on terminals and clipped to the stretch.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::text::{head, width};
use crate::term::sanitise::clean;
use crate::tui::theme::{Role, Theme};

/// 画布.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    area: Rect,
    theme: Theme,
    cursor: Option<(u16, u16)>,
}

impl<'a> Canvas<'a> {
    /// The part `area` of a buffer.
    pub fn new(buffer: &'a mut Buffer, area: Rect, theme: Theme) -> Self {
        let area = area.intersection(buffer.area);
        Canvas { buffer, area, theme, cursor: None }
    }

    /// Columns.
    pub fn width(&self) -> u16 {
        self.area.width
    }

    /// Rows.
    pub fn height(&self) -> u16 {
        self.area.height
    }

    /// Writes a text at column `x` of row `y`; what does not fit is cut off.
    pub fn text(&mut self, x: u16, y: u16, text: &str, role: Role) {
        if y >= self.area.height || x >= self.area.width {
            return;
        }
        let text = one_width(clean(text));
        let shown = head(&text, usize::from(self.area.width - x));
        self.buffer.set_string(self.area.x + x, self.area.y + y, shown, self.theme.style(role));
    }

    /// Writes a text that ends at the right edge.
    pub fn text_right(&mut self, y: u16, text: &str, role: Role) {
        let text = clean(text);
        let shown = head(&text, usize::from(self.area.width));
        let from = usize::from(self.area.width) - width(shown);
        self.text(u16::try_from(from).unwrap_or(0), y, shown, role);
    }

    /// A rule across row `y`.
    pub fn rule(&mut self, y: u16) {
        let rule: String = std::iter::repeat_n(self.theme.rule(), usize::from(self.area.width)).collect();
        self.text(0, y, &rule, Role::Rule);
    }

    /// Puts the hardware cursor at column `x` of row `y`, where an input method opens its window.
    pub fn caret(&mut self, x: u16, y: u16) {
        if x < self.area.width && y < self.area.height {
            self.cursor = Some((self.area.x + x, self.area.y + y));
        }
    }

    /// Where [`Canvas::caret`] put the cursor.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        self.cursor
    }

    /// Draws on rows `from..from + rows` only.
    pub fn rows<R>(&mut self, from: u16, rows: u16, draw: impl FnOnce(&mut Canvas<'_>) -> R) -> R {
        let from = from.min(self.area.height);
        let area = Rect { y: self.area.y + from, height: rows.min(self.area.height - from), ..self.area };
        let mut part = Canvas { buffer: &mut *self.buffer, area, theme: self.theme, cursor: None };
        let drawn = draw(&mut part);
        let cursor = part.cursor;
        self.cursor = cursor.or(self.cursor);
        drawn
    }
}

/// Typographic marks that take one cell or two, depending on the terminal, drawn by ASCII ones of one cell.
const DOUBTFUL: [(char, char); 9] =
    [('×', 'x'), ('·', '.'), ('—', '-'), ('–', '-'), ('…', '~'), ('“', '"'), ('”', '"'), ('‘', '\''), ('’', '\'')];

/// The text with marks whose width depends on the terminal replaced, so that columns stay straight.
fn one_width(text: Cow<'_, str>) -> Cow<'_, str> {
    let plain = |one: char| DOUBTFUL.iter().find(|(doubtful, _)| *doubtful == one).map(|(_, plain)| *plain);
    if text.chars().any(|one| plain(one).is_some()) {
        return Cow::Owned(text.chars().map(|one| plain(one).unwrap_or(one)).collect());
    }
    text
}
