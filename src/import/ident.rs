//! Identifiers 编号 and names: text that keys are made of, cleaned of what spreadsheets add.
//!
//! Invariant: what passes contains no control, escape, bidi, zero-width or tag character, so it can be
//! compared, stored and drawn as it is; nothing inside an identifier is ever changed.

pub(super) use crate::domain::amount::{bare, is_space};

/// What is wrong with an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IdentFault {
    /// A character that must not stand in names and numbers.
    Control(char),
    /// `4.2E+27`: the digits are lost.
    Spreadsheet,
}

/// Not a letter or digit.
const MARK: u8 = 1;
/// Not printable ASCII.
const UNPRINTED: u8 = 2;

/// What each byte is, so that a cell is judged in one pass without branches.
static CLASSES: [u8; 256] = {
    let mut classes = [MARK | UNPRINTED; 256];
    let mut byte = 0x20_u8;
    while byte < 0x7f {
        classes[byte as usize] = if byte.is_ascii_alphanumeric() { 0 } else { MARK };
        byte += 1;
    }
    classes
};

fn classes(text: &str) -> u8 {
    text.bytes().fold(0, |classes, byte| classes | CLASSES[usize::from(byte)])
}

/// An identifier without a leading backtick or apostrophe and without space around it.
pub(super) fn identifier(cell: &str) -> Result<&str, IdentFault> {
    if classes(cell) == 0 {
        return Ok(cell);
    }
    let text = name(cell)?;
    if is_spreadsheet_number(text) { Err(IdentFault::Spreadsheet) } else { Ok(text) }
}

/// A name or other short text, cleaned in the same way.
pub(super) fn name(cell: &str) -> Result<&str, IdentFault> {
    let text = bare(cell);
    if classes(text) & UNPRINTED == 0 {
        return Ok(text);
    }
    match text.chars().find(|character| is_hidden(*character)) {
        Some(character) => Err(IdentFault::Control(character)),
        None => Ok(text),
    }
}

/// Control, escape, bidi, zero-width and tag characters.
pub(super) fn is_hidden(character: char) -> bool {
    let common = matches!(character, ' '..='~' | '\u{4e00}'..='\u{9fff}');
    !common
        && (character.is_control()
            || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffd}' | '\u{e0000}'..='\u{e007f}'))
}

fn is_spreadsheet_number(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let Some(exponent) = exponent.strip_prefix('+') else { return false };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    whole.len() == 1 && digits(whole) && digits(fraction) && digits(exponent)
}

/// 原值. What an error shows of a cell: at most 40 characters, hidden ones as ⟨U+001B⟩.
pub(super) fn excerpt(text: &str) -> String {
    let mut shown = String::new();
    let mut length = 0;
    for character in text.chars() {
        let piece =
            if is_hidden(character) { format!("⟨U+{:04X}⟩", character as u32) } else { character.to_string() };
        length += piece.chars().count();
        if length > 40 {
            break;
        }
        shown.push_str(&piece);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_lose_only_what_spreadsheets_add() {
        for (cell, text) in [
            ("JS2026030200000001", "JS2026030200000001"),
            ("`4200000926202101281412639609", "4200000926202101281412639609"),
            ("'0012", "0012"),
            ("2019091722001453\t", "2019091722001453"),
            (" \tZF01 \t", "ZF01"),
            ("001范曦", "001范曦"),
            ("A 1", "A 1"),
            ("E12", "E12"),
            ("12E3", "12E3"),
            ("", ""),
        ] {
            assert_eq!(identifier(cell), Ok(text), "{cell:?}");
        }
    }

    #[test]
    fn numbers_a_spreadsheet_rewrote_are_seen() {
        for cell in ["4.2E+27", "1E+15", "4.20000E+27", "`4.2e+27"] {
            assert_eq!(identifier(cell), Err(IdentFault::Spreadsheet), "{cell:?}");
        }
        assert_eq!(name("4.2E+27"), Ok("4.2E+27"));
    }

    #[test]
    fn hidden_characters_are_named() {
        for hidden in ['\0', '\u{1b}', '\u{7f}', '\u{9b}', '\u{202e}', '\u{200b}', '\u{feff}', '\u{e0041}', '\n'] {
            assert_eq!(identifier(&format!("JS{hidden}01")), Err(IdentFault::Control(hidden)), "{hidden:?}");
        }
        assert_eq!(excerpt("a\u{1b}[31m\u{202e}"), "a⟨U+001B⟩[31m⟨U+202E⟩");
        assert_eq!(excerpt(&"收".repeat(90)).chars().count(), 40);
    }
}
