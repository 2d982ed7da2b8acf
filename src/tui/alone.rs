//! One screen alone 单独一屏: for pages that need no book.
//!
//! Invariant: it sleeps in [`Terminal::next`]; the screen takes every key itself, and closes by [`Next::Back`].

use std::io;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::desk::BookInfo;
use super::frame::{self, Chrome};
use super::keymap::Keymap;
use super::screen::{Ctx, Next, Place, Screen};
use super::screens;
use super::theme::Theme;
use crate::domain::day::BusinessDay;
use crate::term::{Input, Terminal};
use crate::text::lang::Lang;

/// Opens the key test and stays until it is left or the line dies.
///
/// # Errors
/// What the terminal says.
pub fn key_test(keymap: &Keymap, lang: Lang, today: BusinessDay, terminal: &mut dyn Terminal) -> io::Result<()> {
    let info = BookInfo {
        title: String::new(),
        path: std::path::PathBuf::new(),
        demonstration: false,
        single_person: false,
        operator: String::new(),
        operators: Vec::new(),
        barred: Vec::new(),
        trouble: None,
        today,
    };
    let ctx = Ctx { lang, info: &info, busy: false, keymap };
    let mut screen = screens::open(Place::KeyTest);
    terminal.enter()?;
    let outcome = show(screen.as_mut(), &ctx, terminal);
    let left = terminal.leave();
    // A dead line cannot be given back, and there is nobody left to tell.
    if matches!(outcome, Ok(true)) { Ok(()) } else { outcome.and(left) }
}

/// Draws and listens; `true` when the line died.
fn show(screen: &mut dyn Screen, ctx: &Ctx<'_>, terminal: &mut dyn Terminal) -> io::Result<bool> {
    loop {
        draw(screen, ctx, terminal)?;
        match terminal.next(None)? {
            Some(Input::Key(key)) => {
                screen.heard(terminal.spelled());
                if matches!(screen.typed(key, ctx), Some(Next::Back)) {
                    return Ok(false);
                }
            }
            Some(Input::Paste(text)) => {
                screen.pasted(&text);
            }
            Some(Input::Resize) => terminal.clear()?,
            Some(Input::Gone) => return Ok(true),
            Some(Input::Woken) | None => {}
        }
    }
}

fn draw(screen: &dyn Screen, ctx: &Ctx<'_>, terminal: &mut dyn Terminal) -> io::Result<()> {
    let (columns, rows) = terminal.size()?;
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
    let footer = screen.hint(ctx).unwrap_or_default();
    let crumbs = [screen.crumb(ctx)];
    let chrome = Chrome { crumbs: &crumbs, footer: &footer, message: None, status: None };
    let cursor = frame::draw(&mut buffer, Theme::from_environment(), ctx, &chrome, Some(screen));
    terminal.draw(&buffer, cursor)
}
