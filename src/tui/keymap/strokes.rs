//! One key, or several one after the other 键序: `f7`, `g g`.

use std::fmt;

use crate::term::{Code, Key};

/// 键序. At least one key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Strokes(Vec<Key>);

impl Strokes {
    /// Whether the first key is a character as it is typed into a text.
    pub fn begins_typed(&self) -> bool {
        matches!(self.keys().first(), Some(Key { code: Code::Char(_), ctrl: false, alt: false }))
    }

    /// Reads the form of key files: keys with blanks between them. The error is the part that is no key.
    ///
    /// # Errors
    /// The text that is no key.
    pub fn parse(text: &str) -> Result<Strokes, String> {
        let keys: Result<Vec<Key>, String> =
            text.split_whitespace().map(|one| Key::parse(one).ok_or_else(|| one.to_owned())).collect();
        let keys = keys?;
        if keys.is_empty() { Err(text.to_owned()) } else { Ok(Strokes(keys)) }
    }

    /// The form of key files.
    pub fn written(&self) -> String {
        self.0.iter().map(|key| key.written()).collect::<Vec<_>>().join(" ")
    }

    /// The keys in order.
    pub fn keys(&self) -> &[Key] {
        &self.0
    }

    /// What remains to be pressed after `pressed`, when something does.
    pub fn after(&self, pressed: &[Key]) -> Option<Strokes> {
        let rest = self.0.strip_prefix(pressed).filter(|rest| !rest.is_empty())?;
        Some(Strokes(rest.to_vec()))
    }

    /// The first key that terminals send another for.
    pub fn forbidden(&self) -> Option<Key> {
        self.0.iter().copied().find(|key| key.forbidden())
    }

    /// Whether an input method leaves every key of it alone.
    pub fn passes_input_method(&self) -> bool {
        !self.0.iter().any(|key| key.is_letter())
    }

    /// The digits it is made of, where it is a number of a menu: `71` is `7`, then `1`.
    pub fn number(&self) -> Option<String> {
        let digit = |key: &Key| match key {
            Key { code: Code::Char(one), ctrl: false, alt: false } if one.is_ascii_digit() => Some(*one),
            _ => None,
        };
        self.0.iter().map(digit).collect()
    }

    /// Whether it is one digit alone.
    pub fn is_digit(&self) -> bool {
        matches!(self.0.as_slice(), [Key { code: Code::Char(one), ctrl: false, alt: false }] if one.is_ascii_digit())
    }

    /// Which of several is printed first: one that always arrives, then one that is quick to type.
    pub fn print_order(&self) -> usize {
        let of = |key: &Key| match key.code {
            _ if key.alt => 4,
            _ if key.ctrl => 3,
            _ if key.is_letter() => 2,
            Code::Char(one) if !one.is_ascii_digit() => 1,
            Code::Left | Code::Right => 1,
            _ => 0,
        };
        self.0.iter().map(of).max().unwrap_or(0) + 5 * (self.0.len() - 1)
    }
}

impl From<&[Key]> for Strokes {
    fn from(keys: &[Key]) -> Strokes {
        Strokes(keys.to_vec())
    }
}

impl fmt::Display for Strokes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, key) in self.0.iter().enumerate() {
            if at > 0 {
                formatter.write_str(" ")?;
            }
            key.fmt(formatter)?;
        }
        Ok(())
    }
}
