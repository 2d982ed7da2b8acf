//! How many cells a character takes: the one table.
//!
//! Invariant: layout measures every doubtful mark as one cell; what the terminal really does with
//! one is known from the probe or from the setting, and until then nobody relies on it.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What the terminal does with characters such as `“` `…` `①` that are one cell or two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Doubtful {
    /// Not asked yet: the cursor is placed anew behind each of them.
    #[default]
    Unknown,
    /// One cell.
    Narrow,
    /// Two cells.
    Wide,
}

/// The character the probe writes.
pub const PROBE: char = '“';
/// The row (from 1) it is written on: not the first, whose report reads like a modified F3.
pub const PROBE_ROW: u16 = 2;

impl Doubtful {
    /// What a cursor report says that came back after [`PROBE`] at the start of row [`PROBE_ROW`].
    pub fn from_report(row: u16, column: u16) -> Doubtful {
        match (row, column) {
            (PROBE_ROW, 2) => Doubtful::Narrow,
            (PROBE_ROW, 3) => Doubtful::Wide,
            _ => Doubtful::Unknown,
        }
    }
}

/// Cells a character takes; 0 for one that has none of its own.
pub fn of(one: char) -> usize {
    one.width().unwrap_or(0)
}

/// Cells a text takes.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// Whether the width depends on the terminal.
pub fn is_doubtful(one: char) -> bool {
    !one.is_ascii() && one.width() == Some(1) && one.width_cjk() == Some(2)
}

/// Whether it is a piece of a line or box: rows of them, so all are narrow or none is drawn.
pub fn is_line(one: char) -> bool {
    ('\u{2500}'..='\u{257F}').contains(&one)
}

/// An ASCII mark that stands for a doubtful one where there is no second cell for it.
pub fn stand_in(one: char) -> char {
    match one {
        '“' | '”' | '″' => '"',
        '‘' | '’' | '′' => '\'',
        '×' => 'x',
        '·' | '•' => '.',
        '—' | '–' | '―' | '─' | '━' | '═' => '-',
        '│' | '┃' | '║' | '‖' => '|',
        '…' => '~',
        '→' => '>',
        '←' => '<',
        '\u{2500}'..='\u{257F}' => '+',
        _ => '?',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_characters() {
        for (one, cells, doubtful) in
            [('a', 1, false), ('微', 2, false), ('“', 1, true), ('①', 1, true), ('é', 1, false), ('\u{301}', 0, false)]
        {
            assert_eq!((of(one), is_doubtful(one)), (cells, doubtful), "{one}");
        }
        assert_eq!(Doubtful::from_report(2, 3), Doubtful::Wide);
        assert_eq!(Doubtful::from_report(9, 3), Doubtful::Unknown);
    }
}
