//! 签批口令: asked before the first act that must be signed, after a lock, and to be set or changed.
//!
//! Invariant: what is typed shows as stars, is kept in no draft, and is gone after each try; a locked screen shows
//! nothing of the work beneath and lets nothing through but the password and leaving.

use crate::domain::signing::Secret;
use crate::term::{Code, Key};
use crate::text::signing::SigningWord;
use crate::tui::action::{Action, Scope};
use crate::tui::desk::Desk;
use crate::tui::keymap::Meaning;
use crate::tui::screen::{Answer, Can, Ctx, Loaded, Next, Screen, SigningAsked};
use crate::tui::signing::SigningState;
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::text::{width, wrap};
use crate::tui::worker::{Finished, Job};

/// 签批口令.
pub(super) struct Signing {
    asked: SigningAsked,
    state: Loaded<SigningState>,
    fields: Vec<(SigningWord, Field)>,
    at: usize,
}

impl Signing {
    /// Asks for the password, for this.
    pub(super) fn new(asked: SigningAsked) -> Self {
        Signing { asked, state: Loaded::Failed(String::new()), fields: Vec::new(), at: 0 }
    }

    fn locked(&self) -> bool {
        self.asked == SigningAsked::Unlock
    }

    /// What is to be typed.
    fn wanted(&self) -> &'static [SigningWord] {
        match (&self.asked, self.state.ready()) {
            (_, None) | (SigningAsked::Unlock, Some(SigningState::NotSet)) => &[],
            (_, Some(SigningState::NotSet)) => &[SigningWord::New, SigningWord::Again],
            (SigningAsked::Change, Some(_)) => &[SigningWord::Old, SigningWord::New, SigningWord::Again],
            (SigningAsked::Before(_) | SigningAsked::Unlock, Some(_)) => &[SigningWord::Password],
        }
    }

    fn says(&self) -> SigningWord {
        match (&self.asked, self.state.ready()) {
            (SigningAsked::Unlock, Some(SigningState::NotSet)) => SigningWord::AskReturn,
            (SigningAsked::Unlock, _) => SigningWord::AskUnlock,
            (_, Some(SigningState::NotSet)) => SigningWord::AskSet,
            (SigningAsked::Change, _) => SigningWord::AskChange,
            (SigningAsked::Before(_), _) => SigningWord::AskSign,
        }
    }

    fn typed_in(&self, word: SigningWord) -> Option<Secret> {
        let found = self.fields.iter().find(|(one, _)| *one == word);
        found.map(|(_, field)| Secret::new(field.text().to_owned()))
    }

    fn clear(&mut self) {
        self.fields = self.wanted().iter().map(|word| (*word, Field::default())).collect();
        self.at = 0;
    }

    /// Goes on to the next line, or hands in what was typed.
    fn enter(&mut self, ctx: &Ctx<'_>) -> Next {
        if self.fields.is_empty() {
            return Next::Back;
        }
        if self.fields.get(self.at).is_some_and(|(_, field)| field.text().is_empty()) {
            return Next::Refuse(SigningWord::Fill.in_lang(ctx.lang).to_owned());
        }
        if self.at + 1 < self.fields.len() {
            self.at += 1;
            return Next::Stay;
        }
        let (new, again) = (self.typed_in(SigningWord::New), self.typed_in(SigningWord::Again));
        let job = match (self.typed_in(SigningWord::Password), new) {
            (Some(password), _) => Job::Sign(password),
            (None, Some(password)) if Some(&password) == again.as_ref() => {
                Job::SetSigning { old: self.typed_in(SigningWord::Old), password }
            }
            _ => {
                self.clear();
                return Next::Refuse(SigningWord::Differ.in_lang(ctx.lang).to_owned());
            }
        };
        self.clear();
        Next::Run(job)
    }

    fn step(&mut self, down: bool) -> Next {
        let last = self.fields.len().saturating_sub(1);
        self.at = if down { (self.at + 1).min(last) } else { self.at.saturating_sub(1) };
        Next::Stay
    }
}

impl Screen for Signing {
    fn scope(&self) -> Scope {
        Scope::Signing
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let word = if self.locked() { SigningWord::Locked } else { SigningWord::Title };
        word.in_lang(ctx.lang).to_owned()
    }

    fn covers(&self) -> bool {
        self.locked()
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        let before = self.wanted();
        self.state = Loaded::from_result(desk.signing());
        if self.fields.is_empty() || before != self.wanted() {
            self.clear();
        }
    }

    fn can(&self, action: Action, _ctx: &Ctx<'_>) -> Can {
        match action {
            Action::Open => Can::Yes,
            Action::Up | Action::Down if self.fields.len() > 1 => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        match action {
            Action::Up | Action::Down => self.step(action == Action::Down),
            _ => self.enter(ctx),
        }
    }

    fn typed(&mut self, key: Key, ctx: &Ctx<'_>) -> Option<Next> {
        match key.code {
            Code::Tab => return Some(self.step(true)),
            Code::BackTab => return Some(self.step(false)),
            _ => {}
        }
        let meaning = ctx.keymap.meaning(Scope::Signing, &[key]);
        let passes = matches!(meaning, Meaning::Action(Action::Open | Action::Up | Action::Down));
        if !passes && !ctx.busy && self.fields.get_mut(self.at).is_some_and(|(_, field)| field.key(key)) {
            return Some(Next::Stay);
        }
        let leaves = matches!(meaning, Meaning::Action(Action::Quit | Action::Language));
        if self.locked() && !passes && !leaves {
            return Some(Next::Refuse(SigningWord::StaysLocked.in_lang(ctx.lang).to_owned()));
        }
        None
    }

    fn pasted(&mut self, text: &str) -> bool {
        let field = self.fields.get_mut(self.at);
        field.map(|(_, field)| field.paste(text)).is_some()
    }

    fn finished(&mut self, finished: &Finished) -> Next {
        match (finished, &self.asked) {
            (Finished::Signed | Finished::SigningSet, SigningAsked::Before(job)) => {
                Next::Close(Answer::Run((**job).clone()))
            }
            (Finished::Signed | Finished::SigningSet, _) => Next::Back,
            _ => Next::Stay,
        }
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let columns = usize::from(canvas.width()).saturating_sub(4);
        let mut y = 1;
        let mut say = |canvas: &mut Canvas<'_>, text: &str, role| {
            for line in wrap(text, columns) {
                canvas.text(2, y, &line, role);
                y += 1;
            }
            y
        };
        if let Some(why) = self.state.failure() {
            say(canvas, why, Role::Wrong);
            return;
        }
        let mut y = say(canvas, &ctx.with_keys(self.says().in_lang(ctx.lang)), Role::Plain) + 1;
        let room = self.fields.iter().map(|(word, _)| width(word.in_lang(ctx.lang))).max().unwrap_or(0);
        let from = u16::try_from(room + 5).unwrap_or(5);
        for (place, (word, field)) in self.fields.iter().enumerate() {
            let mark = if place == self.at { ">" } else { " " };
            canvas.text(0, y, &format!("{mark} {}", word.in_lang(ctx.lang)), Role::Head);
            let stars = "*".repeat(field.text().chars().count());
            canvas.text(from, y, &stars, Role::Plain);
            if place == self.at {
                canvas.caret(from + u16::try_from(stars.len()).unwrap_or(0), y);
            }
            y += 1;
        }
        if self.fields.iter().any(|(word, _)| *word == SigningWord::New) {
            for line in wrap(SigningWord::Rule.in_lang(ctx.lang), columns) {
                y += 1;
                canvas.text(2, y, &line, Role::Hint);
            }
        }
    }
}
