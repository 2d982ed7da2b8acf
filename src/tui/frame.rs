//! The frame around a screen: title, rules, message line, footer.
//!
//! Invariant: 80×24 shows everything; below 64×18 one line says so and nothing else is drawn.

use ratatui::buffer::Buffer;

use super::screen::{Ctx, Screen};
use super::theme::{Role, Theme};
use super::widgets::canvas::Canvas;
use super::widgets::text::{cut, tail, width};
use crate::text::ui::{self, Word};

const COLUMNS_LEAST: u16 = 64;
const ROWS_LEAST: u16 = 18;
/// Title and rule above, rule, message and footer below.
const ABOVE: u16 = 2;
const BELOW: u16 = 3;

/// What was said last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    text: String,
    refused: bool,
}

impl Message {
    /// Something done.
    pub fn said(text: String) -> Self {
        Message { text, refused: false }
    }

    /// Something not done, and why.
    pub fn refused(text: String) -> Self {
        Message { text, refused: true }
    }
}

/// What stands around the screen.
pub struct Chrome<'a> {
    /// Trail from home to here.
    pub crumbs: &'a [String],
    /// Keys that can be pressed now.
    pub footer: &'a str,
    /// What was said last.
    pub message: Option<&'a Message>,
    /// A job under way.
    pub status: Option<&'a str>,
}

/// Draws the whole window; returns where the hardware cursor stands.
pub fn draw(
    buffer: &mut Buffer,
    theme: Theme,
    ctx: &Ctx<'_>,
    chrome: &Chrome<'_>,
    screen: Option<&dyn Screen>,
) -> Option<(u16, u16)> {
    let area = buffer.area;
    let mut canvas = Canvas::new(buffer, area, theme);
    if area.width < COLUMNS_LEAST || area.height < ROWS_LEAST {
        canvas.text(0, 0, &ui::too_small(area.width, area.height, ctx.lang), Role::Plain);
        return None;
    }
    draw_title(&mut canvas, ctx, chrome.crumbs);
    canvas.rule(1);
    let body = area.height - ABOVE - BELOW;
    if let Some(screen) = screen {
        canvas.rows(ABOVE, body, |part| screen.view(part, ctx));
    }
    canvas.rule(ABOVE + body);
    draw_message(&mut canvas, ABOVE + body + 1, ctx, chrome);
    canvas.text(0, area.height - 1, chrome.footer, Role::Hint);
    canvas.cursor()
}

/// Says something in the message line of a frame that says nothing there yet.
pub fn footnote(buffer: &mut Buffer, theme: Theme, text: &str) {
    let area = buffer.area;
    if area.width >= COLUMNS_LEAST && area.height >= ROWS_LEAST {
        let mut canvas = Canvas::new(buffer, area, theme);
        canvas.text(0, area.height - BELOW + 1, &cut(text, usize::from(area.width)), Role::Hint);
    }
}

fn draw_title(canvas: &mut Canvas<'_>, ctx: &Ctx<'_>, crumbs: &[String]) {
    let mut person = ctx.info.operator.clone();
    if ctx.info.demonstration {
        person = format!("{person} | {}", Word::Demonstration.in_lang(ctx.lang));
    }
    let person = cut(&person, usize::from(canvas.width()) / 2);
    // The home screen is where every trail starts, so it is named only when it is shown itself.
    let trail = if crumbs.len() > 1 { crumbs[1..].join(" > ") } else { crumbs.join("") };
    let title = format!("{} {trail}", Word::Product.in_lang(ctx.lang));
    let room = usize::from(canvas.width()).saturating_sub(width(&person) + 2);
    let shown = if width(&title) <= room { title } else { format!("..{}", tail(&title, room.saturating_sub(2))) };
    canvas.text(0, 0, &shown, Role::Title);
    canvas.text_right(0, &person, Role::Plain);
}

/// What was said; keys in it are named as they are at work.
fn draw_message(canvas: &mut Canvas<'_>, y: u16, ctx: &Ctx<'_>, chrome: &Chrome<'_>) {
    let columns = usize::from(canvas.width());
    if let Some(status) = chrome.status {
        // Work goes on, but what the last key was refused for is what the person waits to read.
        let refused = chrome.message.filter(|message| message.refused);
        let refused = refused.map_or_else(String::new, |message| format!("  ! {}", ctx.with_keys(&message.text)));
        canvas.text(0, y, &cut(&format!("... {status}{refused}"), columns), Role::Head);
    } else if let Some(message) = chrome.message {
        let (mark, role) = if message.refused { ("! ", Role::Wrong) } else { ("", Role::Plain) };
        canvas.text(0, y, &cut(&format!("{mark}{}", ctx.with_keys(&message.text)), columns), role);
    }
}
