//! What can be asked for on a screen 可办的操作, and why not, where it cannot.
//!
//! Invariant: every view of the action table (hint line, help, menus, palette) and the shell itself ask here,
//! so that a key refuses with the reason the menu shows.

use super::action::{Action, Group, Scope};
use super::duty::fact_of;
use super::places;
use super::screen::{Can, Ctx, Screen};
use crate::text::ui::{self, Word};

/// Where the person stands: the screen, and how many lie beneath it.
#[derive(Clone, Copy)]
pub struct Standing<'a> {
    /// The screen on top.
    pub screen: &'a dyn Screen,
    /// Screens open, this one counted.
    pub depth: usize,
}

impl Standing<'_> {
    /// Its section of the key map.
    pub fn scope(&self) -> Scope {
        self.screen.scope()
    }

    /// Whether an action can be done now.
    pub fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        if action.scopes().contains(&Scope::Global) {
            return self.can_anywhere(action, ctx);
        }
        let can = self.screen.can(action, ctx);
        let barred = |kind| ctx.info.barred.iter().find(|(one, _)| *one == kind).map(|(_, why)| why.clone());
        match fact_of(action).and_then(barred) {
            Some(why) if can != Can::Absent => Can::No(why),
            _ => can,
        }
    }

    fn can_anywhere(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let when = |holds: bool, word: Word| Can::when(holds, || ctx.says(word));
        match action {
            Action::Quit => when(!ctx.busy, Word::BusyQuit),
            Action::Home => when(self.depth > 1, Word::AtMenu),
            Action::Back => when(self.depth > 1 || ctx.busy, Word::AtMenu),
            _ => when(!places::is_here(action, self.scope()), Word::AlreadyHere),
        }
    }

    /// Actions that have something to do here, by group, the screen's own first within each.
    pub fn offered(&self, ctx: &Ctx<'_>) -> Vec<(Action, Can)> {
        let asked = [self.scope(), Scope::List, Scope::Global];
        let here = |action: &Action| asked.iter().position(|scope| action.scopes().contains(scope));
        let mut found: Vec<(Group, usize, Action)> =
            Action::ALL.iter().filter_map(|action| Some((action.group(), here(action)?, *action))).collect();
        found.sort_by_key(|(group, near, _)| (*group, *near));
        let judged = found.into_iter().map(|(_, _, action)| (action, self.can(action, ctx)));
        judged.filter(|(_, can)| *can != Can::Absent).collect()
    }

    /// Actions that have nothing to do here, each with where it has.
    pub fn elsewhere(&self, ctx: &Ctx<'_>) -> Vec<(Action, Can)> {
        let away = |action: &&Action| {
            !action.scopes().contains(&Scope::Global) && self.screen.can(**action, ctx) == Can::Absent
        };
        let where_it_is = |action: &Action| {
            let screens: Vec<&str> = action.scopes().iter().map(|scope| scope.title(ctx.lang)).collect();
            (*action, Can::No(ui::belongs_to(&screens.join(ctx.lang.pick("、", ", ")), ctx.lang)))
        };
        Action::ALL.iter().filter(away).map(where_it_is).collect()
    }
}
