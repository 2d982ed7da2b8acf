//! Character sets of the line: UTF-8, GB18030 or the older GBK.
//!
//! Invariant: what a set cannot carry goes out as `?`, never as a byte another character begins with.

use encoding_rs::{GB18030, GBK};

/// Which bytes stand for characters on the line, both ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Charset {
    /// UTF-8.
    #[default]
    Utf8,
    /// GB18030: every character, in one, two or four bytes.
    Gb18030,
    /// GBK: two bytes a Han and nothing longer; what needs four is shown as `?`.
    Gbk,
}

impl Charset {
    /// The names an option may give.
    pub const NAMES: [&'static str; 3] = ["utf-8", "gb18030", "gbk"];

    /// The name of an option.
    pub const fn name(self) -> &'static str {
        match self {
            Charset::Utf8 => Charset::NAMES[0],
            Charset::Gb18030 => Charset::NAMES[1],
            Charset::Gbk => Charset::NAMES[2],
        }
    }

    /// Reads a name, in any of the spellings of locales.
    pub fn parse(name: &str) -> Option<Charset> {
        match name.to_ascii_lowercase().replace(['-', '_'], "").as_str() {
            "utf8" => Some(Charset::Utf8),
            "gb18030" => Some(Charset::Gb18030),
            "gbk" | "gb2312" | "euccn" | "cp936" => Some(Charset::Gbk),
            _ => None,
        }
    }

    /// The set a locale such as `zh_CN.GBK` names.
    pub fn of_locale(locale: &str) -> Option<Charset> {
        let set = locale.split('.').nth(1)?;
        Charset::parse(set.split('@').next().unwrap_or(set))
    }

    /// Whether the set is one of the Chinese double-byte ones, where doubtful marks take two cells.
    pub fn is_double_byte(self) -> bool {
        self != Charset::Utf8
    }

    /// The character if the set can carry it, `?` otherwise.
    pub fn carried(self, one: char) -> char {
        if one.is_ascii() || self == Charset::Utf8 {
            return one;
        }
        let mut spelled = [0; 4];
        if self.spell(one, &mut spelled) > 0 { one } else { '?' }
    }

    /// Bytes a character takes on the line.
    pub fn length(self, one: char) -> usize {
        if one.is_ascii() {
            return 1;
        }
        self.spell(one, &mut [0; 4]).max(1)
    }

    /// Appends the bytes of a character.
    pub fn push(self, one: char, out: &mut Vec<u8>) {
        let mut spelled = [0; 4];
        match self.spell(one, &mut spelled) {
            0 => out.push(b'?'),
            count => out.extend_from_slice(&spelled[..count.min(4)]),
        }
    }

    /// Writes the bytes and says how many; 0 when the set has none for the character.
    fn spell(self, one: char, to: &mut [u8; 4]) -> usize {
        if one.is_ascii() || self == Charset::Utf8 {
            return one.encode_utf8(to).len();
        }
        let mut text = [0; 4];
        let text = one.encode_utf8(&mut text);
        let set = if self == Charset::Gbk { GBK } else { GB18030 };
        let (bytes, _, failed) = set.encode(text);
        // One byte above ASCII (the euro sign of some tables) would swallow its neighbour on older terminals.
        if failed || bytes.len() > to.len() || (bytes.len() == 1) {
            return 0;
        }
        to[..bytes.len()].copy_from_slice(&bytes);
        bytes.len()
    }

    /// Bytes of the character that begins with these; `None` while more are needed to tell, 0 when none does.
    pub(super) fn needed(self, begun: &[u8]) -> Option<usize> {
        let first = *begun.first()?;
        if first < 0x80 {
            return Some(1);
        }
        if self == Charset::Utf8 {
            return Some(match first {
                0xC2..=0xDF => 2,
                0xE0..=0xEF => 3,
                0xF0..=0xF4 => 4,
                _ => 0,
            });
        }
        match (first, begun.get(1)) {
            (0x80 | 0xFF, _) => Some(0),
            (_, None) => None,
            (_, Some(0x30..=0x39)) => Some(4),
            (_, Some(_)) => Some(2),
        }
    }

    /// Whether `byte` may follow the bytes already begun.
    pub(super) fn continues(self, begun: &[u8], byte: u8) -> bool {
        match (self, begun.len()) {
            (Charset::Utf8, _) => (0x80..=0xBF).contains(&byte),
            (_, 1) => matches!(byte, 0x30..=0x39 | 0x40..=0x7E | 0x80..=0xFE),
            (_, 2) => (0x81..=0xFE).contains(&byte),
            (_, _) => byte.is_ascii_digit(),
        }
    }

    /// The text of bytes; what is no character is left out.
    pub(super) fn read(self, bytes: &[u8]) -> String {
        let set = if self == Charset::Utf8 { encoding_rs::UTF_8 } else { GB18030 };
        let (text, _) = set.decode_without_bom_handling(bytes);
        text.chars().filter(|one| *one != char::REPLACEMENT_CHARACTER).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_set_carries_comes_back_and_the_rest_is_a_question_mark() {
        for (set, text, back) in [
            (Charset::Utf8, "微信 22.81 𬭎", "微信 22.81 𬭎"),
            (Charset::Gb18030, "五一种畜场 “①” 𬭎é", "五一种畜场 “①” 𬭎é"),
            (Charset::Gbk, "五一种畜场 𬭎 ü", "五一种畜场 ? ü"),
        ] {
            let mut line = Vec::new();
            for one in text.chars() {
                let before = line.len();
                set.push(one, &mut line);
                assert_eq!(line.len() - before, set.length(one), "{set:?} {one}");
            }
            assert_eq!(set.read(&line), back);
        }
    }

    #[test]
    fn locales_name_their_set() {
        for (locale, set) in [
            ("zh_CN.GB18030", Some(Charset::Gb18030)),
            ("zh_CN.gbk", Some(Charset::Gbk)),
            ("zh_CN.UTF-8@pinyin", Some(Charset::Utf8)),
            ("C", None),
        ] {
            assert_eq!(Charset::of_locale(locale), set);
        }
    }
}
