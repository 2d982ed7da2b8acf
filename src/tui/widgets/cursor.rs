//! The place in a list.
//!
//! Invariant: the place is within the list or zero; lists turn whole pages, so moving by one row
//! redraws one row; rows that come or go elsewhere do not move what is under the eye.

use std::cell::Cell;

use crate::tui::action::Action;

/// 光标. Row chosen, and how many a page shows since it was last drawn.
#[derive(Clone, Debug)]
pub struct Cursor {
    at: usize,
    page: Cell<usize>,
    top: Cell<usize>,
}

impl Default for Cursor {
    fn default() -> Self {
        Cursor { at: 0, page: Cell::new(10), top: Cell::new(0) }
    }
}

impl Cursor {
    /// Row chosen.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Goes to a row of a list of `rows`.
    pub fn go(&mut self, at: usize, rows: usize) {
        self.at = at.min(rows.saturating_sub(1));
    }

    /// Rows a page showed when last drawn.
    pub fn page(&self) -> usize {
        self.page.get().max(1)
    }

    /// First row of the page the cursor is on, for a page of `page` rows.
    pub fn top(&self, page: usize) -> usize {
        if self.page.replace(page.max(1)) != page.max(1) {
            self.top.set(self.at / page.max(1) * page.max(1));
        }
        self.top.set(self.first());
        self.top.get()
    }

    /// First row that will be shown, as far as it can be told before drawing.
    pub fn first(&self) -> usize {
        let (top, page) = (self.top.get(), self.page());
        if self.at < top || self.at >= top + page { self.at / page * page } else { top }
    }

    /// Follows its row from one place to another; the row stays on its line of the screen.
    pub fn follow(&mut self, before: usize, now: usize, rows: usize) {
        let line = before.saturating_sub(self.top.get());
        self.go(now, rows);
        // A page that is not the last one is never drawn half empty.
        self.top.set(self.at.saturating_sub(line).min(rows.saturating_sub(self.page())));
    }

    /// Moves as asked in a list of `rows`; `false` when the action is no move.
    pub fn moved(&mut self, action: Action, rows: usize) -> bool {
        let page = self.page();
        let to = match action {
            Action::Up => self.at.saturating_sub(1),
            Action::Down => self.at + 1,
            Action::PageUp => self.at.saturating_sub(page),
            Action::PageDown => self.at + page,
            Action::First => 0,
            Action::Last => rows,
            _ => return false,
        };
        self.go(to, rows);
        true
    }
}

/// Whether an action only moves the cursor up and down.
pub fn is_move(action: Action) -> bool {
    matches!(action, Action::Up | Action::Down | Action::PageUp | Action::PageDown | Action::First | Action::Last)
}
