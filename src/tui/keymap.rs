//! Key map 键表: which key asks for which action on which screen.
//!
//! Invariant: every section, action and key of a map is known, no key stands twice in a section, a
//! screen's section never gives a key of `[global]` another meaning, help and back stay reachable,
//! and every action has a key an input method cannot swallow.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::action::{Action, Scope};
use crate::term::{Code, Key};

const DEFAULT: &str = include_str!("../../keymaps/default.toml");
const DEFAULT_NAME: &str = "keymaps/default.toml";

#[derive(Deserialize)]
#[serde(transparent)]
struct RawMap(BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Spanned<String>>>);

/// 键表.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    sections: BTreeMap<Scope, Vec<(Key, Action)>>,
}

impl Keymap {
    /// The map every book starts with.
    ///
    /// # Errors
    /// File, line and what is wrong there; a test holds that there is nothing.
    pub fn embedded() -> Result<Self, String> {
        Self::parse(DEFAULT_NAME, DEFAULT)
    }

    /// Reads and checks a key file.
    ///
    /// # Errors
    /// Every fault, one a line: file, line and what is wrong there.
    pub fn parse(file: &str, text: &str) -> Result<Self, String> {
        let raw: RawMap = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(0, |span| line_at(text, span.start));
            format!("{file}:{line}: {}", error.message())
        })?;
        let mut map = Keymap::default();
        let mut faults = Vec::new();
        for (section, keys) in &raw.0 {
            let mut fault = |at: usize, what: String| faults.push((line_at(text, at), what));
            let Some(scope) = Scope::from_code(section.get_ref()) else {
                fault(section.span().start, format!("unknown section [{}]", section.get_ref()));
                continue;
            };
            for (key, action) in keys {
                match map.bind(scope, key.get_ref(), action.get_ref()) {
                    Ok(()) => {}
                    Err(what) => fault(key.span().start, what),
                }
            }
        }
        for what in map.gaps() {
            faults.push((line_of_whole(text), what));
        }
        if faults.is_empty() {
            for bound in map.sections.values_mut() {
                bound.sort_by_key(|(key, _)| print_order(*key));
            }
            return Ok(map);
        }
        faults.sort();
        Err(faults.iter().map(|(line, what)| format!("{file}:{line}: {what}")).collect::<Vec<_>>().join("\n"))
    }

    fn bind(&mut self, scope: Scope, key_text: &str, id: &str) -> Result<(), String> {
        let key = Key::parse(key_text).ok_or_else(|| format!("unknown key \"{key_text}\""))?;
        let action = Action::from_id(id).ok_or_else(|| format!("unknown action \"{id}\""))?;
        if key.forbidden() {
            return Err(format!("{key} must not be bound: terminals send another key for it"));
        }
        if !action.allowed_in(scope) {
            return Err(format!("{id} does not belong into [{}]", scope.code()));
        }
        let bound = self.sections.entry(scope).or_default();
        if bound.iter().any(|(known, _)| *known == key) {
            return Err(format!("{key} stands twice in [{}]", scope.code()));
        }
        bound.push((key, action));
        Ok(())
    }

    /// What a map leaves out or contradicts, beyond single lines.
    fn gaps(&self) -> Vec<String> {
        let mut gaps = Vec::new();
        let global = self.section(Scope::Global);
        for scope in Scope::ALL.iter().filter(|scope| **scope != Scope::Global) {
            for (key, action) in self.section(*scope) {
                if global.iter().any(|(known, other)| known == key && other != action) {
                    gaps.push(format!("{key} in [{}] already means something in [global]", scope.code()));
                }
            }
        }
        for action in [Action::Help, Action::Back, Action::Quit, Action::Menu] {
            if !global.iter().any(|(_, bound)| *bound == action) {
                gaps.push(format!("{} has no key in [global]", action.id()));
            }
        }
        for action in Action::ALL {
            let safe = self.sections.values().flatten().any(|(key, bound)| bound == action && !key.is_letter());
            if !safe {
                gaps.push(format!("{} has no key that an input method leaves alone", action.id()));
            }
        }
        gaps
    }

    fn section(&self, scope: Scope) -> &[(Key, Action)] {
        self.sections.get(&scope).map_or(&[], Vec::as_slice)
    }

    /// What a key asks for: the screen's section first, then lists, then everywhere.
    pub fn resolve(&self, scope: Scope, key: Key) -> Option<Action> {
        let key = key.narrowed();
        [scope, Scope::List, Scope::Global]
            .iter()
            .find_map(|scope| self.section(*scope).iter().find(|(bound, _)| *bound == key))
            .map(|(_, action)| *action)
    }

    /// The keys of an action on a screen, the one to print first.
    pub fn keys(&self, scope: Scope, action: Action) -> Vec<Key> {
        let mut keys = Vec::new();
        for section in [scope, Scope::List, Scope::Global] {
            for (key, bound) in self.section(section) {
                if *bound == action && !keys.contains(key) && self.resolve(scope, *key) == Some(action) {
                    keys.push(*key);
                }
            }
        }
        keys
    }

    /// The key to print beside an action.
    pub fn label(&self, scope: Scope, action: Action) -> Option<String> {
        self.keys(scope, action).first().map(Key::to_string)
    }
}

/// Which of several keys is printed first: one that always arrives, then one that is quick to type.
fn print_order(key: Key) -> u8 {
    match key.code {
        _ if key.alt => 4,
        _ if key.ctrl => 3,
        _ if key.is_letter() => 2,
        Code::Char(one) if !one.is_ascii_digit() => 1,
        Code::Left | Code::Right => 1,
        _ => 0,
    }
}

fn line_at(text: &str, byte: usize) -> usize {
    text.as_bytes().iter().take(byte).filter(|one| **one == b'\n').count() + 1
}

fn line_of_whole(text: &str) -> usize {
    text.lines().count().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_map_is_whole() {
        assert_eq!(Keymap::embedded().err(), None);
    }

    #[test]
    fn faults_name_file_and_line() {
        for (from, to, fault) in [
            ("[global]\n", "[global]\n\"f7\" = \"app.fly\"\n", "unknown action \"app.fly\""),
            ("[global]\n", "[global]\n\"f13\" = \"app.help\"\n", "unknown key \"f13\""),
            ("[global]\n", "[global]\n\"ctrl-h\" = \"app.help\"\n", "Ctrl+H must not be bound"),
            (
                "[board]\n",
                "[board]\n\"f1\" = \"board.grouping\"\n",
                "F1 in [board] already means something in [global]",
            ),
            ("[board]\n", "[board]\n\"x\" = \"exceptions.filter\"\n", "exceptions.filter does not belong into [board]"),
            ("[board]\n", "[bord]\n", "unknown section [bord]"),
        ] {
            let text = DEFAULT.replacen(from, to, 1);
            let said = Keymap::parse("k.toml", &text).err().unwrap_or_default();
            assert!(said.contains(fault), "{said}");
            assert!(said.starts_with("k.toml:"), "{said}");
        }
        let twice = DEFAULT.replacen("[board]\n", "[board]\n\"tab\" = \"board.grouping\"\n", 1);
        assert!(Keymap::parse("k.toml", &twice).err().unwrap_or_default().contains("duplicate key"));
    }
}
