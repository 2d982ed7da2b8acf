//! One way of drawing a screen over another: cells, erasures, moves of the pen.
//!
//! Invariant: [`Hand`] always says what is true of the terminal after the bytes made so far; where that is
//! not certain it says nothing.

use std::io::Write as _;

use super::grid::{Cell, Grid, Pen, REST};
use super::motion::{self, Place};
use super::profile::Settings;
use super::shift::Shift;
use super::width::Doubtful;

/// Blanks up to which writing them beats erasing.
const ERASE_OVER: usize = 3;
/// Same characters in a row from which repeating them pays.
const REPEAT_OVER: usize = 6;
/// Cells that are at most written again instead of jumped over.
const REWRITE_MOST: usize = 8;

/// Where the terminal's cursor is and what it draws with, where known.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hand {
    pub(super) at: Option<Place>,
    pub(super) pen: Option<Pen>,
}

/// One way of drawing, as far as it has come.
#[derive(Clone)]
pub(super) struct Stroke<'a> {
    pub(super) settings: &'a Settings,
    pub(super) columns: usize,
    pub(super) hand: Hand,
    pub(super) out: Vec<u8>,
}

impl Stroke<'_> {
    /// Draws everything that differs.
    pub(super) fn screen(&mut self, base: &Grid, next: &Grid) {
        for y in 0..next.rows {
            let (old, new) = (base.row(y), next.row(y));
            if old != new {
                self.best_row(y, old, new);
            }
        }
    }

    /// Draws a row over the old one, or on an erased rest of it, whichever is shorter.
    fn best_row(&mut self, y: usize, old: &[Cell], new: &[Cell]) {
        let before = self.clone();
        self.row(y, old, new);
        let Some(first) = (0..new.len()).find(|x| old[*x] != new[*x]) else { return };
        let left_over = (first..new.len()).filter(|x| new[*x].is_blank() && !old[*x].is_blank()).count();
        if left_over <= ERASE_OVER || new[first].one == REST {
            return;
        }
        let mut other = before;
        other.erase_from(first, y, new);
        let mut erased = old.to_vec();
        erased[first..].fill(Cell::BLANK);
        other.row(y, &erased, new);
        if other.out.len() < self.out.len() {
            *self = other;
        }
    }

    fn row(&mut self, y: usize, old: &[Cell], new: &[Cell]) {
        let end = new.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1);
        let mut x = 0;
        while x < end {
            if old[x] == new[x] || new[x].one == REST {
                x += 1;
            } else {
                x += self.put(x, y, old, new);
            }
        }
        let differs = |x: &usize| old[*x] != new[*x];
        let Some(first) = (end..new.len()).find(differs) else { return };
        let last = (first..new.len()).rfind(differs).unwrap_or(first);
        if last - first >= ERASE_OVER {
            self.erase_from(first, y, new);
        } else {
            let mut x = first;
            while x <= last {
                x += self.put(x, y, old, new);
            }
        }
    }

    fn erase_from(&mut self, x: usize, y: usize, new: &[Cell]) {
        self.reach(x, y, new);
        self.bare_pen();
        self.out.extend_from_slice(b"\x1b[K");
    }

    /// Writes the cell at `x`, with those like it where the terminal repeats; says how many cells are done.
    fn put(&mut self, x: usize, y: usize, old: &[Cell], new: &[Cell]) -> usize {
        let cell = new[x];
        self.reach(x, y, new);
        if cell.is_blank() {
            self.bare_pen()
        } else {
            self.take_pen(cell.pen)
        }
        self.settings.charset.push(cell.one, &mut self.out);
        let wide = new.get(x + 1).is_some_and(|next| next.one == REST);
        let mut cells = if wide { 2 } else { 1 };
        if self.settings.profile.repeat && !wide && !self.settings.doubts(cell.one) {
            let same = (x..new.len()).take_while(|at| new[*at] == cell && old[*at] != cell).count();
            if same > REPEAT_OVER {
                let _ = write!(self.out, "\x1b[{}b", same - 1);
                cells = same;
            }
        }
        self.hand.at = if self.is_unsure(cell.one) { None } else { Some((x + cells, y)) };
        cells
    }

    /// Whether nobody knows where the cursor stands behind this character.
    fn is_unsure(&self, one: char) -> bool {
        self.settings.doubtful == Doubtful::Unknown && self.settings.doubts(one)
    }

    /// Brings the cursor there, over cells written again where that is shorter than a jump.
    fn reach(&mut self, x: usize, y: usize, new: &[Cell]) {
        let mut jump = Vec::new();
        motion::go(&self.settings.profile, self.hand.at, (x, y), self.columns, &mut jump);
        match self.rewritten(x, y, new) {
            Some(again) if again.len() <= jump.len() => self.out.extend_from_slice(&again),
            Some(_) | None => self.out.extend_from_slice(&jump),
        }
        self.hand.at = Some((x, y));
    }

    fn rewritten(&self, x: usize, y: usize, new: &[Cell]) -> Option<Vec<u8>> {
        let (from, row) = self.hand.at?;
        let pen = self.hand.pen?;
        if row != y || from >= x || x - from > REWRITE_MOST || new.get(from)?.one == REST {
            return None;
        }
        let mut again = Vec::new();
        for cell in &new[from..x] {
            let fits = if cell.is_blank() { pen.draws_bare_blanks() } else { cell.pen == pen };
            if !fits || self.is_unsure(cell.one) {
                return None;
            }
            if cell.one != REST {
                self.settings.charset.push(cell.one, &mut again);
            }
        }
        Some(again)
    }

    fn bare_pen(&mut self) {
        if !self.hand.pen.is_some_and(Pen::draws_bare_blanks) {
            self.take_pen(Pen::default());
        }
    }

    fn take_pen(&mut self, pen: Pen) {
        if self.hand.pen == Some(pen) {
            return;
        }
        let afresh = sgr(true, &pen.codes_from(Pen::default()));
        let step = self.hand.pen.filter(|now| self.settings.profile.single_off || !pen.takes_away(*now));
        let step = step.map(|now| sgr(false, &pen.codes_from(now)));
        match step {
            Some(step) if step.len() < afresh.len() => self.out.extend_from_slice(&step),
            Some(_) | None => self.out.extend_from_slice(&afresh),
        }
        self.hand.pen = Some(pen);
    }

    /// Moves a block of rows within a scroll region.
    pub(super) fn scroll(&mut self, shift: Shift, rows: usize) {
        self.bare_pen();
        let whole = shift.top == 0 && shift.bottom == rows;
        if !whole {
            let _ = write!(self.out, "\x1b[{};{}r", shift.top + 1, shift.bottom);
            self.hand.at = None;
        }
        let (edge, step): (usize, &[u8]) =
            if shift.by > 0 { (shift.bottom.saturating_sub(1), b"\n") } else { (shift.top, b"\x1bM") };
        motion::go(&self.settings.profile, self.hand.at, (0, edge), self.columns, &mut self.out);
        for _ in 0..shift.by.unsigned_abs() {
            self.out.extend_from_slice(step);
        }
        self.hand.at = Some((0, edge));
        if !whole {
            // Taking the region away puts the cursor home.
            self.out.extend_from_slice(b"\x1b[r");
            self.hand.at = Some((0, 0));
        }
    }
}

fn sgr(afresh: bool, codes: &[u8]) -> Vec<u8> {
    let mut sequence = b"\x1b[".to_vec();
    if afresh && !codes.is_empty() {
        sequence.extend_from_slice(b"0;");
    }
    for (number, code) in codes.iter().enumerate() {
        if number > 0 {
            sequence.push(b';');
        }
        let _ = write!(sequence, "{code}");
    }
    sequence.push(b'm');
    sequence
}
