//! The shortest way from one cell to another.
//!
//! Invariant: every way given leads exactly there on the profile; behind the last column (where a
//! terminal waits before it wraps) only ways that terminals agree on are taken.

use std::io::Write as _;

use super::profile::Profile;

/// Column, row; a column equal to the width means the cursor waits behind the last cell.
pub(super) type Place = (usize, usize);

/// Appends the shortest sequence from `from` (`None` where it is not known) to `to` on a screen `columns` wide.
pub(super) fn go(profile: &Profile, from: Option<Place>, to: Place, columns: usize, out: &mut Vec<u8>) {
    if from == Some(to) {
        return;
    }
    let mut best = home(to);
    if let Some((x, y)) = from {
        let waiting = x >= columns;
        let down = vertical(profile, y, to.1);
        let mut returned = vec![b'\r'];
        returned.extend_from_slice(&down);
        returned.extend(forward(0, to.0));
        keep_shorter(&mut best, returned);
        if !waiting {
            let mut straight = down;
            straight.extend(horizontal(profile, x, to.0));
            keep_shorter(&mut best, straight);
        }
    }
    out.extend_from_slice(&best);
}

fn keep_shorter(best: &mut Vec<u8>, other: Vec<u8>) {
    if other.len() < best.len() {
        *best = other;
    }
}

/// CSI with one number, which is left out where it is one.
fn csi(number: usize, last: u8) -> Vec<u8> {
    let mut sequence = b"\x1b[".to_vec();
    if number != 1 {
        let _ = write!(sequence, "{number}");
    }
    sequence.push(last);
    sequence
}

fn home((x, y): Place) -> Vec<u8> {
    if x == 0 {
        return csi(y + 1, b'H');
    }
    let mut sequence = b"\x1b[".to_vec();
    if y > 0 {
        let _ = write!(sequence, "{}", y + 1);
    }
    let _ = write!(sequence, ";{}H", x + 1);
    sequence
}

fn forward(from: usize, to: usize) -> Vec<u8> {
    if to > from { csi(to - from, b'C') } else { Vec::new() }
}

fn horizontal(profile: &Profile, from: usize, to: usize) -> Vec<u8> {
    if from == to {
        return Vec::new();
    }
    let mut best = if to > from { forward(from, to) } else { csi(from - to, b'D') };
    if to < from && from - to < best.len() {
        best = vec![b'\x08'; from - to];
    }
    if profile.absolute {
        keep_shorter(&mut best, csi(to + 1, b'G'));
    }
    best
}

fn vertical(profile: &Profile, from: usize, to: usize) -> Vec<u8> {
    if from == to {
        return Vec::new();
    }
    let mut best = if to > from { csi(to - from, b'B') } else { csi(from - to, b'A') };
    if to > from && to - from < best.len() {
        best = vec![b'\n'; to - from];
    }
    if from == to + 1 {
        best = b"\x1bM".to_vec();
    }
    if profile.absolute {
        keep_shorter(&mut best, csi(to + 1, b'd'));
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(profile: Profile, from: Option<Place>, to: Place) -> String {
        let mut out = Vec::new();
        go(&profile, from, to, 80, &mut out);
        String::from_utf8_lossy(&out).replace('\x1b', "E")
    }

    #[test]
    fn the_shortest_way_is_taken() {
        for (from, to, expected) in [
            (None, (0, 0), "E[H"),
            (None, (4, 0), "E[;5H"),
            (None, (0, 6), "E[7H"),
            (Some((1, 3)), (0, 4), "\r\n"),
            (Some((1, 3)), (1, 4), "\n"),
            (Some((5, 3)), (3, 3), "\x08\x08"),
            (Some((70, 3)), (4, 3), "E[5G"),
            (Some((1, 4)), (0, 3), "\rEM"),
            (Some((80, 4)), (0, 5), "\r\n"),
            (Some((80, 4)), (79, 4), "\rE[79C"),
            (Some((7, 2)), (7, 2), ""),
        ] {
            assert_eq!(way(Profile::XTERM, from, to), expected, "{from:?} {to:?}");
        }
        assert_eq!(way(Profile::VT100, Some((70, 3)), (40, 3)), "E[30D");
    }

    #[test]
    fn every_way_leads_there() {
        for profile in Profile::ALL {
            for from in (0..81).step_by(3).flat_map(|x| (0..6).map(move |y| (x, y))) {
                for to in (0..80).step_by(7).flat_map(|x| (0..6).map(move |y| (x, y))) {
                    let mut out = Vec::new();
                    if from.0 >= 80 {
                        go(&profile, None, (79, from.1), 80, &mut out);
                        out.push(b'x');
                    } else {
                        go(&profile, None, from, 80, &mut out);
                    }
                    go(&profile, Some(from), to, 80, &mut out);
                    let mut parser = vt100::Parser::default();
                    parser.process(&out);
                    let (y, x) = parser.screen().cursor_position();
                    assert_eq!((usize::from(x), usize::from(y)), to, "{} {from:?}", profile.name);
                }
            }
        }
    }
}
