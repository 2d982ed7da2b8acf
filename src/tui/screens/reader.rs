//! A text to read: scrolls by line and by page.
//!
//! Invariant: the last line never scrolls off the top.

use std::cell::Cell;

use crate::tui::action::Action;
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;

/// A line of a text with its look.
pub(super) type TextLine = (String, Role);

/// How far a text is scrolled.
#[derive(Debug, Default)]
pub(super) struct Scroll {
    top: usize,
    page: Cell<usize>,
    lines: Cell<usize>,
}

impl Scroll {
    /// Moves as asked; `false` when the action is no move.
    pub(super) fn moved(&mut self, action: Action) -> bool {
        let page = self.page.get().max(1);
        let last = self.lines.get().saturating_sub(page);
        let to = match action {
            Action::Up => self.top.saturating_sub(1),
            Action::Down => self.top + 1,
            Action::PageUp => self.top.saturating_sub(page),
            Action::PageDown => self.top + page,
            Action::First => 0,
            Action::Last => last,
            _ => return false,
        };
        self.top = to.min(last);
        true
    }

    /// Whether the text, as last drawn, is longer than the page.
    pub(super) fn needed(&self) -> bool {
        self.lines.get() > self.page.get()
    }

    /// Draws the lines in view.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, lines: &[TextLine]) {
        let page = usize::from(canvas.height());
        self.page.set(page);
        self.lines.set(lines.len());
        let top = self.top.min(lines.len().saturating_sub(page));
        for (y, (line, role)) in (0..canvas.height()).zip(lines.iter().skip(top)) {
            canvas.text(0, y, line, *role);
        }
    }
}
