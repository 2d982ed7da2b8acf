//! The key sequences of the terminals there are, side by side: xterm, VT220, rxvt, the Linux console,
//! screen, PuTTY. One table for all, as none of them contradicts another where it matters.
//!
//! Invariant: pure; a sequence nobody knows gives no key.

use super::{Code, Key};

/// The key of `ESC O numbers last`.
pub(super) fn ss3(numbers: &[u8], last: u8) -> Option<Key> {
    let modifier = read_numbers(numbers)?.last().copied().unwrap_or(1);
    let code = match last {
        b'M' => Code::Enter,
        b'I' => Code::Tab,
        b'X' => Code::Char('='),
        // The digits and signs of the number pad.
        b'j'..=b'y' => Code::Char(char::from(last - 0x40)),
        // rxvt writes a held Ctrl as a small letter.
        b'a'..=b'd' => return letter(last.to_ascii_uppercase()).map(|code| modified(code, 5)),
        _ => letter(last)?,
    };
    Some(modified(code, modifier))
}

/// The key of `ESC [ numbers last`.
pub(super) fn csi(numbers: &[u8], last: u8) -> Option<Key> {
    if last == b'Z' {
        return Some(Key::plain(Code::BackTab));
    }
    let numbers = read_numbers(numbers)?;
    let first = numbers.first().copied().unwrap_or(1);
    let modifier = numbers.get(1).copied().unwrap_or(1);
    match (last, numbers.as_slice()) {
        (b'~', [27, modifier, code, ..]) => of_codepoint(*code, *modifier),
        (b'~', _) => numbered(first).map(|code| modified(code, modifier)),
        (b'u', _) => of_codepoint(first, modifier),
        // rxvt: `$` shift, `^` control, `@` both.
        (b'$', _) => numbered(first).map(|code| modified(code, 2)),
        (b'^' | b'@', _) => numbered(first).map(|code| modified(code, 5)),
        (b'a'..=b'd', []) => letter(last.to_ascii_uppercase()).map(Key::plain),
        (_, []) => letter(last).map(Key::plain),
        (_, [modifier]) if *modifier > 1 => letter(last).map(|code| modified(code, *modifier)),
        (_, _) => letter(last).map(|code| modified(code, modifier)),
    }
}

/// Row and column of a cursor report; in row 1 it would read like a modified F3 and is one.
pub(super) fn cursor_report(numbers: &[u8]) -> Option<(u16, u16)> {
    match read_numbers(numbers)?.as_slice() {
        [row, column] if *row > 1 => Some((*row, *column)),
        _ => None,
    }
}

/// Numbers between semicolons; `None` when something else stands there.
fn read_numbers(text: &[u8]) -> Option<Vec<u16>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let number = |digits: &[u8]| {
        // Behind a colon stands a finer point of the same number.
        let digits = digits.split(|byte| *byte == b':').next().unwrap_or(digits);
        digits.iter().try_fold(0_u16, |sum, digit| {
            let value = digit.is_ascii_digit().then(|| u16::from(*digit - b'0'))?;
            Some(sum.saturating_mul(10).saturating_add(value))
        })
    };
    text.split(|byte| *byte == b';').map(number).collect()
}

fn letter(last: u8) -> Option<Code> {
    Some(match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'F' => Code::End,
        b'H' => Code::Home,
        b'P' => Code::F(1),
        b'Q' => Code::F(2),
        b'R' => Code::F(3),
        b'S' => Code::F(4),
        _ => return None,
    })
}

fn numbered(number: u16) -> Option<Code> {
    let f = |number: u16| u8::try_from(number).map(Code::F).ok();
    match number {
        1 | 7 => Some(Code::Home),
        2 => Some(Code::Insert),
        3 => Some(Code::Delete),
        4 | 8 => Some(Code::End),
        5 => Some(Code::PageUp),
        6 => Some(Code::PageDown),
        11..=15 => f(number - 10),
        17..=21 => f(number - 11),
        23 | 24 => f(number - 12),
        _ => None,
    }
}

/// Modifiers are one more than a sum of shift 1, alt 2, control 4.
fn modified(code: Code, modifier: u16) -> Key {
    let held = modifier.saturating_sub(1);
    Key { code, ctrl: held & 4 != 0, alt: held & 2 != 0 }
}

/// The key of a character by its number, as newer terminals write held keys.
fn of_codepoint(number: u16, modifier: u16) -> Option<Key> {
    let code = match number {
        9 if modifier.saturating_sub(1) & 1 != 0 => Code::BackTab,
        9 => Code::Tab,
        13 => Code::Enter,
        27 => Code::Esc,
        8 | 127 => Code::Backspace,
        _ => Code::Char(char::from_u32(u32::from(number)).filter(|one| !one.is_control())?),
    };
    Some(modified(code, modifier))
}
