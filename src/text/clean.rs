//! Text from files and persons made safe to print.
//!
//! Invariant: no character that steers a terminal, hides, or turns the direction is left.

use std::fmt::Write as _;

/// Text safe to print: characters that steer a terminal or hide are shown by their number.
pub fn clean(text: &str) -> String {
    if !text.chars().any(steers) {
        return text.to_string();
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if steers(character) {
            // Writing to a String cannot fail.
            let _ = write!(shown, "⟨U+{:04X}⟩", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Control, bidi, zero-width, tag and line-breaking characters.
fn steers(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}
