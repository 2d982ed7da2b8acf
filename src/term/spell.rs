//! Letters for characters a terminal has no glyph for: pinyin for Han, plain marks for Chinese punctuation.
//!
//! Invariant: as many cells as the character itself would have taken, so nothing is laid out anew; nothing
//! that needs a glyph outside ASCII comes out.

use pinyin::ToPinyin;

use super::{Code, Key};

/// The usual reading of a Han, without tones.
pub fn reading(one: char) -> Option<&'static str> {
    one.to_pinyin().map(|found| found.plain())
}

/// Two letters in the place of one wide character: the first two of its reading, `We` for 微.
pub fn in_two(one: char) -> [char; 2] {
    if let Code::Char(narrow) = Key::plain(Code::Char(one)).narrowed().code
        && narrow.is_ascii()
    {
        return [narrow, ' '];
    }
    let mut letters = reading(one).unwrap_or_default().chars().filter(char::is_ascii);
    match letters.next() {
        Some(first) => [first.to_ascii_uppercase(), letters.next().unwrap_or(' ')],
        None => [punctuation(one), ' '],
    }
}

fn punctuation(one: char) -> char {
    match one {
        '、' => ',',
        '《' | '〈' => '<',
        '》' | '〉' => '>',
        '「' | '」' | '『' | '』' => '"',
        _ => '?',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_become_two_letters() {
        for (text, spelled) in [
            ("五一种畜场", "WuYiZhChCh"),
            ("阿鄂", "A E "),
            ("（，：。、", "( , : . , "),
            ("《》「」", "< > \" \" "),
            ("\u{1F600}", "? "),
        ] {
            let letters: String = text.chars().flat_map(in_two).collect();
            assert_eq!(letters, spelled);
        }
        assert_eq!(reading('敏'), Some("min"));
    }
}
