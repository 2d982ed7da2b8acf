//! One screen made from another with as few bytes as can be.
//!
//! Invariant: after [`Painter::paint`] the terminal shows exactly the buffer; a buffer that is shown
//! already costs no byte. The painter only makes bytes; `wire` writes them, one `write` a frame.

use ratatui::buffer::{Buffer, Cell};

use super::grid::{Grid, Pen};
use super::motion;
use super::profile::Settings;
use super::shift::{self, Shift};
use super::stroke::{Hand, Stroke};
use super::width::{self, Doubtful};

/// Turns buffers into bytes for one terminal.
pub struct Painter {
    settings: Settings,
    shown: Option<Grid>,
    hand: Hand,
    visible: Option<bool>,
    /// The last frame had lines that were drawn in ASCII.
    withheld: bool,
}

impl Painter {
    /// A painter that knows nothing of what stands on the screen.
    pub fn new(settings: Settings) -> Self {
        Painter { settings, shown: None, hand: Hand::default(), visible: None, withheld: false }
    }

    /// What it paints for.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Says what the terminal does with marks of doubtful width; `true` when the frame shown should be painted again.
    pub fn learn(&mut self, doubtful: Doubtful) -> bool {
        if self.settings.doubtful != doubtful {
            if doubtful == Doubtful::Wide {
                self.forget();
            }
            self.settings.doubtful = doubtful;
            return doubtful == Doubtful::Wide || (doubtful == Doubtful::Narrow && self.withheld);
        }
        false
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
        let is_line = |cell: &Cell| cell.symbol().chars().all(width::is_line);
        self.withheld = self.settings.doubtful != Doubtful::Narrow && frame.content.iter().any(is_line);
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

#[cfg(test)]
mod tests;
