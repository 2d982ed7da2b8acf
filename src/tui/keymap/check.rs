//! What a map must not contradict and must not lack, beyond its single lines.

use super::{Binding, Fault, Keymap};
use crate::text::keys::KeyFault;
use crate::tui::action::{Action, Scope};

/// Nobody may be left without these.
const INDISPENSABLE: [Action; 4] = [Action::Help, Action::Back, Action::Quit, Action::Menu];

impl Keymap {
    /// Keys that mean two things at once, at the line of the file that brought it about.
    pub(super) fn contradictions(&self, file: &str) -> Vec<Fault> {
        let mut faults = Vec::new();
        for scope in Scope::ALL {
            let here: Vec<&Binding> = self.asked(*scope).collect();
            // Few are sequences: a map is read before the first frame, and all pairs of keys would show in it.
            for long in here.iter().filter(|binding| binding.strokes.keys().len() > 1) {
                for short in here.iter().filter(|short| long.strokes.after(short.strokes.keys()).is_some()) {
                    let what = KeyFault::Unreachable(long.strokes.to_string(), short.strokes.to_string());
                    faults.push(at(if long.file == file { long } else { short }, what));
                }
            }
            for own in self.section(*scope).iter().filter(|_| *scope != Scope::Global) {
                let mut global = self.section(Scope::Global).iter();
                if let Some(other) = global.find(|other| other.strokes == own.strokes && other.action != own.action) {
                    let what = KeyFault::MeansElsewhere(own.strokes.to_string(), scope.code().to_owned());
                    faults.push(at(if own.file == file { own } else { other }, what));
                }
            }
        }
        faults
    }

    /// Actions without the keys they must have.
    pub(super) fn missing(&self) -> Vec<(Action, KeyFault)> {
        let mut missing = Vec::new();
        for action in INDISPENSABLE {
            if !self.section(Scope::Global).iter().any(|binding| binding.action == action) {
                missing.push((action, KeyFault::Indispensable(action.id().to_owned())));
            }
        }
        for action in Action::ALL {
            for scope in action.scopes() {
                // What is meant everywhere is in the menus everywhere; one key somewhere is enough.
                let safe = match scope {
                    Scope::Global => {
                        let mut all = self.sections.values().flatten();
                        all.any(|binding| binding.action == *action && binding.strokes.passes_input_method())
                    }
                    scope => self.keys(*scope, *action).iter().any(|strokes| strokes.passes_input_method()),
                };
                if !safe {
                    missing.push((*action, KeyFault::LettersOnly(action.id().to_owned(), scope.code().to_owned())));
                }
            }
        }
        missing
    }
}

fn at(binding: &Binding, what: KeyFault) -> Fault {
    Fault { file: binding.file.clone(), line: binding.line, what }
}
