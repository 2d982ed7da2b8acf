//! Key map 键表: which key, or keys one after the other, asks for which action on which screen.
//!
//! Invariant: what `read` lets through: every section, action and key is known, none stands twice in a
//! section, a screen's section never gives a key of `[global]` another meaning, no sequence is cut short by
//! another, help, menu, back and quit have a key, and every action one that an input method cannot swallow.

use std::collections::BTreeMap;

use super::action::{Action, Scope};
use crate::term::Key;

mod check;
mod read;
mod strokes;

pub use read::{Fault, Layer};
pub use strokes::Strokes;

/// One line of a key file.
#[derive(Clone, Debug)]
struct Binding {
    strokes: Strokes,
    action: Action,
    file: String,
    line: usize,
}

/// 键表.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    name: String,
    sections: BTreeMap<Scope, Vec<Binding>>,
}

/// What the keys pressed so far mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// This action.
    Action(Action),
    /// The beginning of a sequence.
    Beginning,
    /// Nothing.
    Nothing,
}

impl Keymap {
    /// The name it is chosen by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The sections asked on a screen, the nearest first: its own, that of lists, that of everywhere.
    /// Where characters are typed none of them is a command.
    fn asked(&self, scope: Scope) -> impl Iterator<Item = &Binding> {
        let further = [Scope::List, Scope::Global].into_iter().filter(move |other| *other != scope);
        let asked = [scope].into_iter().chain(further).flat_map(|section| self.section(section));
        asked.filter(move |binding| !(scope.is_typed() && binding.strokes.begins_typed()))
    }

    fn section(&self, scope: Scope) -> &[Binding] {
        self.sections.get(&scope).map_or(&[], Vec::as_slice)
    }

    /// What a section binds: actions in the order of their table, each with its keys.
    pub fn bound(&self, section: Scope) -> Vec<(Action, Vec<Strokes>)> {
        let keys = |action: Action| {
            let own = self.section(section).iter().filter(move |binding| binding.action == action);
            own.map(|binding| binding.strokes.clone()).collect::<Vec<_>>()
        };
        Action::ALL.iter().map(|action| (*action, keys(*action))).filter(|(_, keys)| !keys.is_empty()).collect()
    }

    /// What keys ask for on a screen.
    pub fn meaning(&self, scope: Scope, pressed: &[Key]) -> Meaning {
        let pressed: Vec<Key> = pressed.iter().map(|key| key.narrowed()).collect();
        if let Some(binding) = self.asked(scope).find(|binding| binding.strokes.keys() == pressed) {
            return Meaning::Action(binding.action);
        }
        let begins = self.asked(scope).any(|binding| binding.strokes.after(&pressed).is_some());
        if begins { Meaning::Beginning } else { Meaning::Nothing }
    }

    /// How the keys pressed so far can go on on a screen.
    pub fn continued(&self, scope: Scope, pressed: &[Key]) -> Vec<(Strokes, Action)> {
        let pressed: Vec<Key> = pressed.iter().map(|key| key.narrowed()).collect();
        self.asked(scope).filter_map(|binding| Some((binding.strokes.after(&pressed)?, binding.action))).collect()
    }

    /// The keys of an action on a screen, the ones to print first.
    pub fn keys(&self, scope: Scope, action: Action) -> Vec<Strokes> {
        let mut found: Vec<Strokes> = Vec::new();
        for binding in self.asked(scope).filter(|binding| binding.action == action) {
            let strokes = &binding.strokes;
            if !found.contains(strokes) && self.meaning(scope, strokes.keys()) == Meaning::Action(action) {
                found.push(strokes.clone());
            }
        }
        found
    }

    /// The keys to name in a sentence: those that work everywhere, else those of a screen it is meant on.
    pub fn anywhere(&self, action: Action) -> Option<String> {
        let screens = action.scopes().iter().chain(Scope::ALL);
        [Scope::Global].iter().chain(screens).find_map(|scope| {
            self.section(*scope)
                .iter()
                .find(|binding| binding.action == action)
                .map(|binding| binding.strokes.to_string())
        })
    }

    /// The keys to print beside an action.
    pub fn label(&self, scope: Scope, action: Action) -> Option<String> {
        self.keys(scope, action).first().map(Strokes::to_string)
    }
}
