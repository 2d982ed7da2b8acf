//! From a key to what is done: the key map, whether it can be done now, the confirmation before.

use super::App;
use crate::term::{Code, Key};
use crate::text::ui::{self, Word};
use crate::tui::action::{Action, Danger};
use crate::tui::keymap::{Meaning, Strokes};
use crate::tui::menus;
use crate::tui::places;
use crate::tui::screen::{Can, Ctx, Place};

impl App {
    pub(super) fn key(&mut self, key: Key) {
        self.message = None;
        let ctx = context!(self);
        let begun = !self.pending.keys().is_empty();
        if let Some(layer) = self.layers.last_mut().filter(|_| !begun)
            && let Some(next) = layer.screen.typed(key, &ctx)
        {
            return self.follow(next);
        }
        let pressed = self.pending.with(key);
        match self.keymap.meaning(self.scope(), &pressed) {
            Meaning::Action(action) => self.act(action),
            Meaning::Beginning => self.pending.wait(pressed),
            // Esc only takes back what was begun.
            Meaning::Nothing if begun && key.code == Code::Esc => {}
            Meaning::Nothing => self.refuse_unbound(&Strokes::from(pressed.as_slice()).to_string()),
        }
    }

    pub(super) fn refuse_unbound(&mut self, keys: &str) {
        let sentence = self.ctx().with_keys(&ui::unbound_key(keys, self.lang));
        self.refuse(sentence);
    }

    pub(super) fn act(&mut self, action: Action) {
        let can = self.standing().map_or(Can::Absent, |standing| standing.can(action, &self.ctx()));
        match can {
            Can::Yes if action.danger() == Danger::None => self.perform(action),
            Can::Yes => self.ask(action),
            Can::No(reason) => self.refuse(reason),
            Can::Absent => self.refuse_unbound(&self.keymap.label(self.scope(), action).unwrap_or_default()),
        }
    }

    pub(super) fn perform(&mut self, action: Action) {
        match action {
            Action::Help => self.open_help(),
            Action::Menu => self.open_over(menus::actions),
            Action::Places => self.open_over(menus::places),
            Action::Palette => self.open_over(menus::palette),
            Action::Home => self.drop_layers(1),
            Action::Refresh => {
                self.info = self.desk.info();
                self.mark_stale();
                self.redraw = true;
                self.say(Word::Refreshed);
            }
            Action::Back => self.back(),
            Action::Quit => self.open = false,
            Action::Language => self.switch_language(),
            other => match places::destination(other) {
                Some(place) => self.push(place),
                None => self.act_on_screen(other),
            },
        }
    }

    pub(super) fn act_on_screen(&mut self, action: Action) {
        let ctx = context!(self);
        let Some(layer) = self.layers.last_mut() else { return };
        let next = layer.screen.update(action, &ctx);
        self.follow(next);
    }

    /// Says what an action would do; it is done when the person confirms.
    pub(super) fn ask(&mut self, action: Action) {
        if let Some(warning) = self.top().map(|screen| screen.warning(action, &self.ctx())) {
            self.push(Place::Confirm(action, warning));
        }
    }

    /// Does what was confirmed, unless it has become impossible meanwhile.
    pub(super) fn confirmed(&mut self, action: Action) {
        match self.standing().map(|standing| standing.can(action, &self.ctx())) {
            Some(Can::Yes) => self.perform(action),
            Some(Can::No(reason)) => self.refuse(reason),
            Some(Can::Absent) | None => {}
        }
    }
}
