//! What will stand on the terminal, cell by cell, once everything it cannot show is taken out.
//!
//! Invariant: a wide character fills its own cell and the next ([`REST`]); no cell holds a control
//! character, a colour the profile lacks or a character the set cannot carry; a blank cell without
//! background, reverse or underline always has the plain pen, so blanks compare equal.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

use super::profile::{Depth, Settings};
use super::spell;
use super::width::{self, Doubtful};

/// Right half of a wide character.
pub(super) const REST: char = '\0';

const BOLD: u8 = 1;
const DIM: u8 = 2;
const UNDERLINE: u8 = 4;
const REVERSE: u8 = 8;

/// How a cell is drawn: colours (0 is the terminal's own, else 1 + number) and attributes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pen {
    pub(super) fore: u8,
    pub(super) back: u8,
    attributes: u8,
}

impl Pen {
    fn of(fore: Color, back: Color, modifier: Modifier, depth: Depth) -> Pen {
        let mut attributes = 0;
        for (asked, bit) in [
            (Modifier::BOLD, BOLD),
            (Modifier::DIM, DIM),
            (Modifier::UNDERLINED, UNDERLINE),
            (Modifier::REVERSED, REVERSE),
        ] {
            if modifier.contains(asked) {
                attributes |= bit;
            }
        }
        // One weight at a time: terminals disagree about a character both bold and faint.
        if depth == Depth::Mono || attributes & BOLD != 0 {
            attributes &= !DIM;
        }
        Pen { fore: colour(fore, depth), back: colour(back, depth), attributes }
    }

    /// Whether a blank drawn with it is nothing but a blank.
    pub(super) fn draws_bare_blanks(self) -> bool {
        self.back == 0 && self.attributes & (UNDERLINE | REVERSE) == 0
    }

    /// Codes that switch on what `self` has and `from` has not, and off the other way round; without the
    /// single codes for off, nothing is said of what must go.
    pub(super) fn codes_from(self, from: Pen) -> Vec<u8> {
        let mut codes = Vec::new();
        let (gone, come) = (from.attributes & !self.attributes, self.attributes & !from.attributes);
        if gone & (BOLD | DIM) != 0 {
            codes.push(22);
        }
        for (bit, off) in [(UNDERLINE, 24), (REVERSE, 27)] {
            if gone & bit != 0 {
                codes.push(off);
            }
        }
        for (bit, on) in [(BOLD, 1), (DIM, 2), (UNDERLINE, 4), (REVERSE, 7)] {
            if come & bit != 0 {
                codes.push(on);
            }
        }
        for (now, before, base) in [(self.fore, from.fore, 30), (self.back, from.back, 40)] {
            if now != before {
                codes.push(match now {
                    0 => base + 9,
                    1..=8 => base + now - 1,
                    _ => base + 60 + now.saturating_sub(9).min(7),
                });
            }
        }
        codes
    }

    /// Whether going from `from` to here takes something away.
    pub(super) fn takes_away(self, from: Pen) -> bool {
        from.attributes & !self.attributes != 0
            || (from.fore != 0 && self.fore == 0)
            || (from.back != 0 && self.back == 0)
    }
}

fn colour(asked: Color, depth: Depth) -> u8 {
    let number = match asked {
        Color::Black => 1,
        Color::Red => 2,
        Color::Green => 3,
        Color::Yellow => 4,
        Color::Blue => 5,
        Color::Magenta => 6,
        Color::Cyan => 7,
        Color::Gray => 8,
        Color::DarkGray => 9,
        Color::LightRed => 10,
        Color::LightGreen => 11,
        Color::LightYellow => 12,
        Color::LightBlue => 13,
        Color::LightMagenta => 14,
        Color::LightCyan => 15,
        Color::White => 16,
        Color::Indexed(index @ 0..=15) => index + 1,
        Color::Reset | Color::Indexed(_) | Color::Rgb(..) => 0,
    };
    match depth {
        Depth::Mono => 0,
        // Bright black on eight colours is black: the terminal's own colour can be read.
        Depth::Eight if number == 9 => 0,
        Depth::Eight if number > 9 => number - 8,
        Depth::Eight | Depth::Sixteen => number,
    }
}

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) one: char,
    pub(super) pen: Pen,
}

impl Cell {
    pub(super) const BLANK: Cell = Cell { one: ' ', pen: Pen { fore: 0, back: 0, attributes: 0 } };

    fn new(one: char, pen: Pen) -> Cell {
        if one == ' ' && pen.draws_bare_blanks() { Cell::BLANK } else { Cell { one, pen } }
    }

    /// Whether erasing gives this cell.
    pub(super) fn is_blank(self) -> bool {
        self == Cell::BLANK
    }
}

/// A whole screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    pub(super) columns: usize,
    pub(super) rows: usize,
    cells: Vec<Cell>,
}

impl Grid {
    /// Nothing but blanks.
    pub(super) fn blank(columns: usize, rows: usize) -> Grid {
        Grid { columns, rows, cells: vec![Cell::BLANK; columns * rows] }
    }

    /// What a buffer looks like under these settings.
    pub(super) fn of(buffer: &Buffer, settings: &Settings) -> Grid {
        let (columns, rows) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
        let mut grid = Grid::blank(columns, rows);
        for y in 0..rows {
            grid.take_row(y, buffer, settings);
        }
        grid
    }

    fn take_row(&mut self, y: usize, buffer: &Buffer, settings: &Settings) {
        let columns = self.columns;
        let source = |x: usize| buffer.content.get(y * columns + x);
        let mut x = 0;
        while let Some(cell) = source(x).filter(|_| x < columns) {
            let pen = Pen::of(cell.fg, cell.bg, cell.modifier, settings.profile.depth);
            let one = settings.charset.carried(character(cell.symbol()));
            if !settings.profile.han && width::of(one) == 2 {
                x += self.put_spelled(x, y, one, pen);
                continue;
            }
            let room = x + 1 < columns;
            let doubtful = settings.doubtful == Doubtful::Wide && settings.doubts(one);
            let free = room && source(x + 1).is_some_and(|next| next.symbol() == " ");
            match width::of(one) {
                2 if room => x += self.put_wide(x, y, one, pen),
                1 if doubtful && free => x += self.put_wide(x, y, one, pen),
                1 if doubtful => x += self.put(x, y, width::stand_in(one), pen),
                1 => x += self.put(x, y, one, pen),
                _ => x += self.put(x, y, ' ', pen),
            }
        }
    }

    fn put(&mut self, x: usize, y: usize, one: char, pen: Pen) -> usize {
        if let Some(cell) = self.cells.get_mut(y * self.columns + x) {
            *cell = Cell::new(one, pen);
        }
        1
    }

    /// Two letters in the two cells of a character there is no glyph for.
    fn put_spelled(&mut self, x: usize, y: usize, one: char, pen: Pen) -> usize {
        for (cell, letter) in (x..self.columns.min(x + 2)).zip(spell::in_two(one)) {
            self.put(cell, y, letter, pen);
        }
        2
    }

    fn put_wide(&mut self, x: usize, y: usize, one: char, pen: Pen) -> usize {
        self.put(x, y, one, pen);
        if let Some(cell) = self.cells.get_mut(y * self.columns + x + 1) {
            *cell = Cell { one: REST, pen };
        }
        2
    }

    /// One row; none beyond the last.
    pub(super) fn row(&self, y: usize) -> &[Cell] {
        self.cells.get(y * self.columns..(y + 1) * self.columns).unwrap_or(&[])
    }

    /// Moves the rows `top..bottom` up by `by`, or down where it is negative; blank rows come in.
    pub(super) fn scroll(&mut self, top: usize, bottom: usize, by: isize) {
        let columns = self.columns;
        let Some(part) = self.cells.get_mut(top * columns..bottom * columns) else { return };
        let moved = (by.unsigned_abs() * columns).min(part.len());
        if by > 0 {
            part.rotate_left(moved);
            let kept = part.len() - moved;
            part[kept..].fill(Cell::BLANK);
        } else {
            part.rotate_right(moved);
            part[..moved].fill(Cell::BLANK);
        }
    }
}

/// The one character a cell shows: marks that combine are joined to it where Unicode has the two as one.
fn character(symbol: &str) -> char {
    let mut chars = symbol.chars();
    let Some(mut one) = chars.next().filter(|one| !one.is_control()) else { return ' ' };
    for mark in chars {
        one = unicode_normalization::char::compose(one, mark).unwrap_or(one);
    }
    one
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;
    use crate::term::charset::Charset;
    use crate::term::profile::Asked;

    fn text(grid: &Grid) -> String {
        grid.row(0).iter().map(|cell| if cell.one == REST { '_' } else { cell.one }).collect()
    }

    #[test]
    fn a_grid_holds_only_what_the_line_can_carry() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
        buffer.set_string(0, 0, "a\u{301}微“x“ €信信", Style::new().fg(Color::DarkGray));
        let mut settings = Settings::settle(&Asked::default(), |_| None);
        assert_eq!(text(&Grid::of(&buffer, &settings)), "á微_“x“ €信_信_");
        settings.doubtful = Doubtful::Wide;
        assert_eq!(text(&Grid::of(&buffer, &settings)), "á微_\"x“_?信_信_");
        settings.charset = Charset::Gbk;
        assert_eq!(text(&Grid::of(&buffer, &settings)), "?微_\"x“_?信_信_");
        assert_eq!(Grid::of(&buffer, &settings).row(0)[0].pen, Pen::default());
        settings.charset = Charset::Utf8;
        settings.profile.han = false;
        assert_eq!(text(&Grid::of(&buffer, &settings)), "áWe\"x“_?XiXi");
        let tiny = Buffer::empty(Rect::new(0, 0, 1, 1));
        assert_eq!(Grid::of(&tiny, &settings).row(0), [Cell::BLANK]);
    }

    #[test]
    fn rows_move_and_blanks_come_in() {
        let buffer = Buffer::with_lines(["1", "2", "3", "4"]);
        let settings = Settings::settle(&Asked::default(), |_| None);
        let rows = |by| {
            let mut grid = Grid::of(&buffer, &settings);
            grid.scroll(1, 4, by);
            (0..4).map(|y| grid.row(y)[0].one).collect::<String>()
        };
        assert_eq!((rows(1), rows(-2)), ("134 ".to_owned(), "1  2".to_owned()));
    }
}
