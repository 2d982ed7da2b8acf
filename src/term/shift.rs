//! Whether a block of rows merely moved up or down between two screens.
//!
//! Invariant: a guess only; the painter draws both ways and keeps the shorter.

use super::grid::{Cell, Grid};

/// Rows `top..bottom` of the old screen moved up by `by` (down where negative).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    pub(super) top: usize,
    pub(super) bottom: usize,
    pub(super) by: isize,
}

/// Differing cells below which nothing can be saved.
const WORTH: usize = 40;

/// The move that leaves the fewest cells to draw.
pub(super) fn find(old: &Grid, new: &Grid) -> Option<Shift> {
    let stay: Vec<usize> = (0..new.rows).map(|y| differing(old.row(y), new.row(y))).collect();
    if stay.iter().sum::<usize>() < WORTH {
        return None;
    }
    let most = isize::try_from(new.rows / 2).ok()?;
    let moves = (1..=most).flat_map(|by| [by, -by]);
    let best = moves.filter_map(|by| best_block(old, new, &stay, by)).max_by_key(|(saved, _)| *saved);
    best.filter(|(saved, _)| *saved >= WORTH).map(|(_, shift)| shift)
}

fn differing(old: &[Cell], new: &[Cell]) -> usize {
    old.iter().zip(new).filter(|(old, new)| old != new).count()
}

/// The block of rows that gains most when moved by `by`, and how many cells it gains.
fn best_block(old: &Grid, new: &Grid, stay: &[usize], by: isize) -> Option<(usize, Shift)> {
    let (mut sum, mut begin) = (0_isize, 0);
    let mut best: Option<(isize, usize, usize)> = None;
    for (y, at_rest) in stay.iter().enumerate() {
        let Some(from) = y.checked_add_signed(by).filter(|from| *from < old.rows) else {
            sum = 0;
            continue;
        };
        if sum <= 0 {
            (sum, begin) = (0, y);
        }
        let moved = differing(old.row(from), new.row(y));
        sum += isize::try_from(*at_rest).ok()? - isize::try_from(moved).ok()?;
        if best.is_none_or(|(most, ..)| sum > most) {
            best = Some((sum, begin, y));
        }
    }
    let (saved, first, last) = best.filter(|(saved, ..)| *saved > 0)?;
    let far = by.unsigned_abs();
    let shift = if by > 0 {
        Shift { top: first, bottom: last + 1 + far, by }
    } else {
        Shift { top: first.saturating_sub(far), bottom: last + 1, by }
    };
    Some((usize::try_from(saved).ok()?, shift))
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;
    use crate::term::profile::{Asked, Settings};

    fn screen(lines: &[&str]) -> Grid {
        let settings = Settings::settle(&Asked::default(), |_| None);
        let lines: Vec<String> = lines.iter().map(|line| line.repeat(20)).collect();
        Grid::of(&Buffer::with_lines(lines), &settings)
    }

    #[test]
    fn a_block_that_moved_is_found() {
        let old = screen(&["head", "aa a", "b bb", "ccc ", "ddd ", "foot"]);
        let up = screen(&["head", "b bb", "ccc ", "ddd ", "eee ", "foot"]);
        let shift = find(&old, &up).map(|shift| (shift.top, shift.bottom, shift.by));
        assert_eq!(shift, Some((1, 5, 1)));
        let back = find(&up, &old).map(|shift| (shift.top, shift.bottom, shift.by));
        assert_eq!(back, Some((1, 5, -1)));
        assert_eq!(find(&old, &old), None);
    }
}
