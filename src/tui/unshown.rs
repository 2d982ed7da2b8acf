//! What the terminal could not show in the chosen row, said in the message line 显示不出的字.
//!
//! Invariant: nothing is said of a row whose characters all stand there as themselves; what has a reading is
//! said by it, everything else by its code.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::term::spell;
use crate::text::lang::Lang;
use crate::text::ui;

/// Column of the mark of the chosen row.
const MARK: (u16, &str) = (0, ">");

/// The sentence for the message line; `None` when the row the person is on can be read as it is.
pub fn note(frame: &Buffer, caret: Option<(u16, u16)>, shows: &dyn Fn(char) -> bool, lang: Lang) -> Option<String> {
    let row = caret.map(|(_, y)| y).or_else(|| marked(frame))?;
    let pieces = pieces(&text(frame, row), shows);
    (!pieces.is_empty()).then(|| ui::not_shown(&pieces.join(", "), lang))
}

fn symbol(frame: &Buffer, x: u16, y: u16) -> &str {
    frame.cell(Position::new(x, y)).map_or("", |cell| cell.symbol())
}

fn marked(frame: &Buffer) -> Option<u16> {
    (0..frame.area.height).find(|y| symbol(frame, MARK.0, *y) == MARK.1)
}

fn text(frame: &Buffer, y: u16) -> String {
    let mut text = String::new();
    let mut x = 0;
    while x < frame.area.width {
        let one = symbol(frame, x, y);
        text.push_str(one);
        x += u16::try_from(crate::term::width::columns(one).max(1)).unwrap_or(1);
    }
    text
}

/// Each run of readable Han as one word, each other character by its code; nothing twice.
fn pieces(row: &str, shows: &dyn Fn(char) -> bool) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut word = String::new();
    for one in row.chars().chain([' ']) {
        let hidden = !shows(one);
        if let Some(reading) = spell::reading(one).filter(|_| hidden && !shows('三')) {
            word.push_str(reading);
            continue;
        }
        let code = (hidden && is_name_of_its_own(one)).then(|| format!("?=U+{:04X}", u32::from(one)));
        for piece in [Some(std::mem::take(&mut word)), code].into_iter().flatten() {
            if !piece.is_empty() && !pieces.contains(&piece) {
                pieces.push(piece);
            }
        }
    }
    pieces
}

/// Punctuation has a plain mark in its place and needs no code.
fn is_name_of_its_own(one: char) -> bool {
    spell::in_two(one)[0] == '?' || one.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_row_is_read_out() {
        let frame = Buffer::with_lines(["  钱五       1.00", "> 李敏，\u{2CB4E} \u{1F600}财务 李敏  2.00"]);
        let latin = |one: char| one.is_ascii();
        let gbk = |one: char| one != '\u{2CB4E}';
        for (shows, lang, said) in [
            (&latin as &dyn Fn(char) -> bool, Lang::En, Some("Not drawn in this row: limin, hong, ?=U+1F600, caiwu")),
            (&gbk, Lang::Zh, Some("本行显示不出: ?=U+2CB4E")),
            (&|_: char| true, Lang::Zh, None),
        ] {
            assert_eq!(note(&frame, None, shows, lang).as_deref(), said);
        }
        assert_eq!(note(&frame, Some((4, 0)), &latin, Lang::En).as_deref(), Some("Not drawn in this row: qianwu"));
    }
}
