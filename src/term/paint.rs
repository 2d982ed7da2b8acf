//! One screen made from another with as few bytes as can be.
//!
//! Invariant: after [`Painter::paint`] the terminal shows exactly the buffer; a buffer that is shown
//! already costs no byte. The painter only makes bytes; `wire` writes them, one `write` a frame.

use std::io::Write as _;

use ratatui::buffer::Buffer;

use super::grid::{Cell, Grid, Pen, REST};
use super::motion::{self, Place};
use super::profile::Settings;
use super::shift::{self, Shift};
use super::width::{self, Doubtful};

/// Blanks up to which writing them beats erasing.
const ERASE_OVER: usize = 3;
/// Same characters in a row from which repeating them pays.
const REPEAT_OVER: usize = 6;
/// Cells that are at most written again instead of jumped over.
const REWRITE_MOST: usize = 8;

/// Turns buffers into bytes for one terminal.
pub struct Painter {
    settings: Settings,
    shown: Option<Grid>,
    hand: Hand,
    visible: Option<bool>,
}

/// Where the terminal's cursor is and what it draws with, where known.
#[derive(Clone, Copy, Debug, Default)]
struct Hand {
    at: Option<Place>,
    pen: Option<Pen>,
}

impl Painter {
    /// A painter that knows nothing of what stands on the screen.
    pub fn new(settings: Settings) -> Self {
        Painter { settings, shown: None, hand: Hand::default(), visible: None }
    }

    /// What it paints for.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Says what the terminal does with marks of doubtful width; the screen is drawn anew after a change.
    pub fn learn(&mut self, doubtful: Doubtful) {
        if self.settings.doubtful != doubtful {
            if doubtful == Doubtful::Wide {
                self.forget();
            }
            self.settings.doubtful = doubtful;
        }
    }

    /// Believes nothing any more: the next frame is drawn whole.
    pub fn forget(&mut self) {
        self.shown = None;
        self.hand = Hand::default();
        self.visible = None;
    }

    /// Appends the bytes that take the screen over; the first frame follows them.
    pub fn enter(&mut self, out: &mut Vec<u8>) {
        self.forget();
        let profile = self.settings.profile;
        if profile.alternate {
            out.extend_from_slice(b"\x1b[?1049h");
        }
        if profile.paste {
            out.extend_from_slice(b"\x1b[?2004h");
        }
        if profile.reports && self.settings.doubtful == Doubtful::Unknown {
            motion::go(&profile, None, (0, usize::from(width::PROBE_ROW) - 1), 80, out);
            self.settings.charset.push(width::PROBE, out);
            out.extend_from_slice(b"\x1b[6n");
        }
    }

    /// Appends the bytes that give the screen back.
    pub fn leave(&mut self, out: &mut Vec<u8>) {
        let profile = self.settings.profile;
        if profile.paste {
            out.extend_from_slice(b"\x1b[?2004l");
        }
        if self.hand.pen != Some(Pen::default()) {
            out.extend_from_slice(b"\x1b[m");
        }
        if profile.hides_cursor && self.visible != Some(true) {
            out.extend_from_slice(b"\x1b[?25h");
        }
        if profile.alternate {
            out.extend_from_slice(b"\x1b[?1049l");
        } else if let Some(shown) = &self.shown {
            motion::go(&profile, None, (0, shown.rows.saturating_sub(1)), shown.columns, out);
            out.extend_from_slice(b"\x1b[K\r\n");
        }
        self.forget();
    }

    /// Appends what makes the terminal show this buffer, with its cursor at `cursor` or hidden.
    pub fn paint(&mut self, frame: &Buffer, cursor: Option<(u16, u16)>, out: &mut Vec<u8>) {
        let next = Grid::of(frame, &self.settings);
        let known = self.shown.take().filter(|shown| (shown.columns, shown.rows) == (next.columns, next.rows));
        let base = match known {
            Some(base) => base,
            None => self.wipe(&next, out),
        };
        if base != next {
            let straight = self.stroke(&base, &next, None);
            let moved = shift::find(&base, &next).filter(|_| self.settings.profile.regions);
            let moved = moved.map(|shift| self.stroke(&base, &next, Some(shift)));
            let best = match moved {
                Some(moved) if moved.out.len() < straight.out.len() => moved,
                Some(_) | None => straight,
            };
            out.extend_from_slice(&best.out);
            self.hand = best.hand;
        }
        self.put_cursor(cursor, &next, out);
        self.shown = Some(next);
    }

    fn wipe(&mut self, next: &Grid, out: &mut Vec<u8>) -> Grid {
        out.extend_from_slice(b"\x1b[m\x1b[H\x1b[J");
        self.hand = Hand { at: Some((0, 0)), pen: Some(Pen::default()) };
        Grid::blank(next.columns, next.rows)
    }

    fn stroke(&self, base: &Grid, next: &Grid, shift: Option<Shift>) -> Stroke<'_> {
        let mut stroke = Stroke { settings: &self.settings, columns: next.columns, hand: self.hand, out: Vec::new() };
        match shift {
            None => stroke.screen(base, next),
            Some(shift) => {
                let mut moved = base.clone();
                moved.scroll(shift.top, shift.bottom, shift.by);
                stroke.scroll(shift, next.rows);
                stroke.screen(&moved, next);
            }
        }
        stroke
    }

    fn put_cursor(&mut self, cursor: Option<(u16, u16)>, next: &Grid, out: &mut Vec<u8>) {
        let profile = &self.settings.profile;
        let place = cursor.map(|(x, y)| (usize::from(x), usize::from(y)));
        let place = place.filter(|(x, y)| *x < next.columns && *y < next.rows);
        if let Some(place) = place {
            motion::go(profile, self.hand.at, place, next.columns, out);
            self.hand.at = Some(place);
        }
        let wanted = place.is_some();
        if profile.hides_cursor && self.visible != Some(wanted) {
            out.extend_from_slice(if wanted { b"\x1b[?25h" } else { b"\x1b[?25l" });
            self.visible = Some(wanted);
        }
    }
}

/// One way of drawing, as far as it has come.
#[derive(Clone)]
struct Stroke<'a> {
    settings: &'a Settings,
    columns: usize,
    hand: Hand,
    out: Vec<u8>,
}

impl Stroke<'_> {
    fn screen(&mut self, base: &Grid, next: &Grid) {
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
    fn scroll(&mut self, shift: Shift, rows: usize) {
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

#[cfg(test)]
mod tests;
