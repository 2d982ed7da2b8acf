//! What may reach the screen of a text that came from a file or a person.
//!
//! Invariant: the result holds no control, escape, bidi or zero-width character, so no file can
//! move the cursor, colour the screen or reverse a figure.

use std::borrow::Cow;

/// The text without anything that is not itself a visible character; a tab becomes one space.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(unsafe_to_draw) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .filter_map(|one| if one == '\t' { Some(' ') } else { (!unsafe_to_draw(one)).then_some(one) })
            .collect(),
    )
}

/// Whether a character acts on the terminal or on its neighbours instead of standing for itself.
pub fn unsafe_to_draw(one: char) -> bool {
    one.is_control()
        || matches!(
            one,
            '\u{00AD}'
                | '\u{034F}'
                | '\u{061C}'
                | '\u{115F}'..='\u{1160}'
                | '\u{17B4}'..='\u{17B5}'
                | '\u{180B}'..='\u{180F}'
                | '\u{200B}'..='\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{3164}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF9}'..='\u{FFFB}'
                | '\u{1D173}'..='\u{1D17A}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_acts_on_the_terminal_is_left() {
        for (dirty, clean_text) in [
            ("微信 22.81", "微信 22.81"),
            ("a\u{1b}[31mred\u{1b}[0m", "a[31mred[0m"),
            ("x\u{202e}18.22\u{202c}", "x18.22"),
            ("a\tb\r\n\0", "a b"),
            ("\u{feff}头\u{200b}尾\u{9b}2J", "头尾2J"),
        ] {
            assert_eq!(clean(dirty), clean_text);
        }
    }
}
