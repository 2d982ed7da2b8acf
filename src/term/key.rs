//! Keys: what a terminal can send, how key files write it, how screens print it.
//!
//! Invariant: [`Key::parse`] reads every text [`Key::written`] gives, and the two agree.

use std::fmt;

/// Which key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A character, as the terminal sent it.
    Char(char),
    /// F1…F12.
    F(u8),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift+Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow.
    Up,
    /// Arrow.
    Down,
    /// Arrow.
    Left,
    /// Arrow.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

const NAMED: &[(Code, &str, &str)] = &[
    (Code::Enter, "enter", "Enter"),
    (Code::Esc, "esc", "Esc"),
    (Code::Tab, "tab", "Tab"),
    (Code::BackTab, "backtab", "Shift+Tab"),
    (Code::Backspace, "backspace", "Backspace"),
    (Code::Delete, "delete", "Del"),
    (Code::Insert, "insert", "Ins"),
    (Code::Up, "up", "Up"),
    (Code::Down, "down", "Down"),
    (Code::Left, "left", "Left"),
    (Code::Right, "right", "Right"),
    (Code::Home, "home", "Home"),
    (Code::End, "end", "End"),
    (Code::PageUp, "pageup", "PgUp"),
    (Code::PageDown, "pagedown", "PgDn"),
    (Code::Char(' '), "space", "Space"),
];

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Ctrl held.
    pub ctrl: bool,
    /// Alt held, or Esc just before.
    pub alt: bool,
}

impl Key {
    /// The key alone.
    pub const fn plain(code: Code) -> Self {
        Key { code, ctrl: false, alt: false }
    }

    /// Reads the form of key files: `f1`, `enter`, `ctrl-p`, `alt-1`, `a`, `A`, `[`.
    pub fn parse(text: &str) -> Option<Key> {
        let (mut ctrl, mut alt, mut rest) = (false, false, text);
        loop {
            if let Some(tail) = rest.strip_prefix("ctrl-").filter(|tail| !tail.is_empty()) {
                (ctrl, rest) = (true, tail);
            } else if let Some(tail) = rest.strip_prefix("alt-").filter(|tail| !tail.is_empty()) {
                (alt, rest) = (true, tail);
            } else {
                break;
            }
        }
        let code = if let Some((code, _, _)) = NAMED.iter().find(|(_, name, _)| *name == rest) {
            *code
        } else if let Some(number) = rest.strip_prefix('f').and_then(|number| number.parse::<u8>().ok()) {
            if (1..=12).contains(&number) && rest == format!("f{number}") { Code::F(number) } else { return None }
        } else {
            let mut chars = rest.chars();
            match (chars.next(), chars.next()) {
                (Some(one), None) if !one.is_control() && !one.is_whitespace() => Code::Char(one),
                _ => return None,
            }
        };
        Some(Key { code, ctrl, alt })
    }

    /// The form of key files.
    pub fn written(self) -> String {
        let name = match self.code {
            Code::F(number) => format!("f{number}"),
            code => match NAMED.iter().find(|(named, _, _)| *named == code) {
                Some((_, name, _)) => (*name).to_owned(),
                None => {
                    if let Code::Char(one) = code {
                        one.to_string()
                    } else {
                        String::new()
                    }
                }
            },
        };
        format!("{}{}{name}", if self.ctrl { "ctrl-" } else { "" }, if self.alt { "alt-" } else { "" })
    }

    /// The same key with full-width digits and punctuation read as plain ones, as an input method sends them.
    pub fn narrowed(self) -> Key {
        let code = match self.code {
            Code::Char(one @ '\u{FF01}'..='\u{FF5E}') => {
                Code::Char(char::from_u32(u32::from(one) - 0xFEE0).unwrap_or(one))
            }
            Code::Char('\u{3000}') => Code::Char(' '),
            Code::Char('。') => Code::Char('.'),
            Code::Char('【') => Code::Char('['),
            Code::Char('】') => Code::Char(']'),
            code => code,
        };
        Key { code, ..self }
    }

    /// Whether an input method may swallow it: a bare letter.
    pub fn is_letter(self) -> bool {
        matches!(self.code, Code::Char(one) if one.is_alphabetic()) && !self.ctrl && !self.alt
    }

    /// Why this key must never be bound, when it must not: terminals send something else for it.
    pub fn forbidden(self) -> bool {
        self.ctrl && matches!(self.code, Code::Char('h' | 'm' | 'i' | '[' | 's' | 'q'))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            formatter.write_str("Ctrl+")?;
        }
        if self.alt {
            formatter.write_str("Alt+")?;
        }
        match self.code {
            Code::F(number) => write!(formatter, "F{number}"),
            code => match NAMED.iter().find(|(named, _, _)| *named == code) {
                Some((_, _, label)) => formatter.write_str(label),
                None => match code {
                    Code::Char(one) if self.ctrl => write!(formatter, "{}", one.to_ascii_uppercase()),
                    Code::Char(one) => write!(formatter, "{one}"),
                    _ => Ok(()),
                },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_and_print_the_same() {
        for (text, label) in [
            ("f1", "F1"),
            ("f12", "F12"),
            ("enter", "Enter"),
            ("ctrl-p", "Ctrl+P"),
            ("alt-1", "Alt+1"),
            ("alt--", "Alt+-"),
            ("[", "["),
            ("space", "Space"),
            ("f", "f"),
        ] {
            let key = Key::parse(text);
            assert_eq!(key.map(Key::written).as_deref(), Some(text));
            assert_eq!(key.map(|key| key.to_string()).as_deref(), Some(label));
        }
        for wrong in ["", "f0", "f13", "f01", "ctrl-", "enter ", "ab"] {
            assert_eq!(Key::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_input_method_s_digits_are_digits() {
        let wide = Key::plain(Code::Char('３'));
        assert_eq!(wide.narrowed(), Key::plain(Code::Char('3')));
    }
}
