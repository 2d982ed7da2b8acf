//! A sheet as plain text for a dot-matrix printer 针式打印机: a Han character two columns wide.
//!
//! Invariant: no line is wider than the paper while its figures fit on it; nothing steers the printer but the
//! form feed between pages.

use unicode_width::UnicodeWidthStr;

use super::Sheet;
use super::layout::{Line, Measure, Paper, pages};
use crate::text::sheets::page_number;

struct Columns;

impl Measure for Columns {
    fn width(&self, text: &str) -> u32 {
        u32::try_from(text.width()).unwrap_or(u32::MAX)
    }
}

/// The sheet on paper of so many columns; with `lines` a page, each but the last ends in a form feed.
pub fn render(sheet: &Sheet, columns: u16, lines: Option<usize>) -> String {
    let width = u32::from(columns);
    let pages = pages(sheet, Paper { width, gap: 2, lines }, &Columns);
    let count = pages.len();
    let mut text = String::new();
    for (number, page) in (1..).zip(&pages) {
        for line in page {
            text.push_str(shown(line, width).trim_end());
            text.push('\n');
        }
        if lines.is_some() {
            text.push_str(&page_number(number, count, sheet.lang));
            text.push('\n');
        }
        if number < count {
            text.push('\u{c}');
        }
    }
    text
}

fn shown(line: &Line, width: u32) -> String {
    let blanks = |count: u32| " ".repeat(usize::try_from(count).unwrap_or(0));
    match line {
        Line::Title(title) => format!("{}{title}", blanks(width.saturating_sub(Columns.width(title)) / 2)),
        Line::Right(text) => format!("{}{text}", blanks(width.saturating_sub(Columns.width(text) + 4))),
        Line::Rule => "-".repeat(usize::try_from(width).unwrap_or(0)),
        Line::Pieces(pieces) => pieces.iter().fold(String::new(), |before, piece| {
            let gap = piece.at.saturating_sub(Columns.width(&before));
            before + &blanks(gap) + &piece.text
        }),
    }
}
