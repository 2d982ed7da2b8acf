//! Drawing: the frame of what is on top, and the hint line under it.

use std::io;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::App;
use crate::term::Terminal;
use crate::tui::screen::{Ctx, Screen};
use crate::tui::{frame, menus, unshown};

impl App {
    pub(super) fn draw(&self, terminal: &mut dyn Terminal) -> io::Result<()> {
        let (columns, rows) = terminal.size()?;
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        let ctx = self.ctx();
        // A locked screen says nothing of the work beneath.
        let covered = self.top().is_some_and(Screen::covers);
        let shown = if covered { self.layers.len().saturating_sub(1) } else { 0 };
        let crumbs: Vec<String> = self.layers.iter().skip(shown).map(|layer| layer.screen.crumb(&ctx)).collect();
        let status = self.worker.as_ref().map(|worker| worker.status(self.lang));
        let chrome = frame::Chrome {
            crumbs: &crumbs,
            footer: &self.hint_line(&ctx, usize::from(columns)),
            message: self.message.as_ref(),
            status: status.as_deref(),
        };
        let cursor = frame::draw(&mut buffer, self.theme, &ctx, &chrome, self.top());
        if chrome.message.is_none() && chrome.status.is_none() {
            let shows = |one: char| terminal.shows(one);
            if let Some(note) = unshown::note(&buffer, cursor, &shows, self.lang) {
                frame::footnote(&mut buffer, self.theme, &note);
            }
        }
        terminal.draw(&buffer, cursor)
    }

    pub(super) fn hint_line(&self, ctx: &Ctx<'_>, columns: usize) -> String {
        if let Some(hint) = self.top().and_then(|screen| screen.hint(ctx)) {
            return hint;
        }
        match self.standing() {
            Some(standing) if self.pending.hinting() => menus::which_key(standing.scope(), &self.pending, ctx, columns),
            Some(standing) => menus::hints(standing, ctx, columns),
            None => String::new(),
        }
    }
}
