//! The stack of screens: what opens on top, what closes, and who hears of it.

use super::{App, Layer, Message};
use crate::text::form::FormWord;
use crate::text::lang::Lang;
use crate::text::ui::{self, Word};
use crate::tui::action::Scope;
use crate::tui::menus;
use crate::tui::offer::Standing;
use crate::tui::places;
use crate::tui::screen::{Answer, Ctx, Next, Place, Screen};
use crate::tui::screens;

impl App {
    pub(super) fn load_top(&mut self) {
        let by_windows = [Scope::Entries, Scope::Exceptions, Scope::Quarantine];
        let windowed = |layer: &Layer| by_windows.contains(&layer.screen.scope());
        let drilled = self.layers.iter().any(windowed);
        if self.drilled && !drilled {
            self.desk.close_lists();
        }
        self.drilled = drilled;
        let ctx = context!(self);
        if let Some(layer) = self.layers.last_mut().filter(|layer| layer.stale) {
            layer.screen.load(self.desk.as_ref(), &ctx);
            layer.stale = false;
        }
        self.open_draft();
    }

    pub(super) fn follow(&mut self, next: Next) {
        match next {
            Next::Stay => {}
            Next::Say(text) => self.message = Some(Message::said(text)),
            Next::Refuse(reason) => self.refuse(reason),
            Next::Load => {
                if let Some(layer) = self.layers.last_mut() {
                    layer.stale = true;
                }
            }
            Next::Open(place) => self.push(place),
            Next::Swap(place) => {
                self.drop_layers(self.layers.len().saturating_sub(1));
                self.push(place);
            }
            Next::Back => self.pop(),
            Next::Close(answer) => {
                self.pop();
                self.answer(answer);
            }
            Next::Run(job) => self.start(job),
            Next::Copy(text) => self.clip = Some(text),
        }
    }

    pub(super) fn answer(&mut self, answer: Answer) {
        match answer {
            Answer::Act(action) => self.act(action),
            Answer::Run(job) => self.start(job),
            Answer::Ask(asking) => self.push(Place::Form(asking)),
            Answer::Confirmed(action) => self.confirmed(action),
            Answer::Operator(name) => match self.desk.switch_operator(&name) {
                Ok(()) => {
                    self.info = self.desk.info();
                    self.mark_stale();
                    self.message = Some(Message::said(ui::now_acting(&name, self.lang)));
                }
                Err(sentence) => self.refuse(sentence),
            },
            Answer::View(view) => {
                let next = self.layers.last_mut().map(|layer| match layer.screen.listed() {
                    Some(list) => list.rearranged(view),
                    None => layer.screen.answered(Answer::View(view)),
                });
                if let Some(next) = next {
                    self.follow(next);
                }
            }
            other => {
                if let Some(next) = self.layers.last_mut().map(|layer| layer.screen.answered(other)) {
                    self.follow(next);
                }
            }
        }
    }

    pub(super) fn push(&mut self, place: Place) {
        let screen = screens::open(place);
        // A screen there is only one of is gone back to, so that the trail never runs in circles.
        let single = places::is_single(screen.scope());
        if let Some(known) = self.layers.iter().position(|layer| single && layer.screen.scope() == screen.scope()) {
            if known + 1 == self.layers.len() {
                self.say(Word::AlreadyHere);
            }
            self.drop_layers(known + 1);
            return;
        }
        self.close_passing();
        self.layers.push(Layer { screen, stale: true, opened: false });
    }

    /// Menus and help make room for whatever is opened from them.
    pub(super) fn close_passing(&mut self) {
        while self.layers.len() > 1 && self.top().is_some_and(Screen::passing) {
            self.drop_layers(self.layers.len() - 1);
        }
    }

    pub(super) fn pop(&mut self) {
        if self.layers.len() > 1 {
            self.drop_layers(self.layers.len() - 1);
        }
    }

    pub(super) fn back(&mut self) {
        if let Some(worker) = &self.worker {
            worker.cancel();
            return;
        }
        if let Some(next) = self.layers.last_mut().and_then(|layer| layer.screen.back()) {
            return self.follow(next);
        }
        self.pop();
    }

    pub(super) fn switch_language(&mut self) {
        self.lang = match self.lang {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        };
        self.desk.speak(self.lang);
        // Screens hold sentences of the desk, which are read again in the other language.
        self.mark_stale();
        // A choice is made of words of the old language.
        if self.scope() == Scope::Choice {
            self.pop();
        }
    }

    pub(super) fn open_help(&mut self) {
        if self.scope() == Scope::Help {
            return self.pop();
        }
        if let Some(place) = self.standing().map(|standing| menus::help(standing, &self.ctx())) {
            self.push(place);
        }
    }

    /// Opens a menu of the screen beneath other menus.
    pub(super) fn open_over(&mut self, menu: fn(Standing<'_>, &Ctx<'_>) -> Place) {
        self.close_passing();
        if let Some(place) = self.standing().map(|standing| menu(standing, &self.ctx())) {
            self.push(place);
        }
    }

    pub(super) fn mark_stale(&mut self) {
        for layer in &mut self.layers {
            layer.stale = true;
        }
    }

    /// Takes the layers above `kept` away; what was typed into their forms stays as drafts.
    pub(super) fn drop_layers(&mut self, kept: usize) {
        self.keep_drafts();
        let typed =
            self.layers.iter_mut().skip(kept).any(|layer| layer.screen.form().is_some_and(|form| form.is_changed()));
        self.layers.truncate(kept);
        if typed && self.message.is_none() {
            self.message = Some(Message::said(FormWord::DraftKept.in_lang(self.lang).to_owned()));
        }
    }
}
