//! The form 表单: fields that are typed into, checked as they are left, kept as a draft and submitted.
//!
//! Invariant: typing is never thrown away by anything but an explicit discard; pasting never submits; the
//! caret stands in the active field in every frame. Files: [`spec`] what is asked, [`aids`] short forms,
//! `check` what may pass, `pick` the pick list, `draw` how it looks.

pub mod aids;
mod check;
mod draw;
mod pick;
pub mod spec;
#[cfg(test)]
mod tests;

use super::field::Field;
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::term::{Code, Key};
use crate::text::form::{FormFault, FormWord};
use crate::tui::action::Action;
use pick::Pick;
use spec::{FieldSpec, Kind, Rule};

/// Longest text a field holds, in characters; what is pasted beyond is cut.
const TEXT_MOST: usize = 1_000;
/// Most offers that are chosen by a digit in the field itself.
const DIGITS: usize = 9;

/// What a form made of a key or an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Took {
    /// Nothing: the key means something else.
    Not,
    /// It did something.
    Done,
    /// It could not, for this reason.
    Refused(FormWord),
}

/// A field with what stands in it.
struct State {
    spec: FieldSpec,
    line: Field,
    /// What stood there before anything was typed.
    first: String,
    /// What someone else put there meanwhile.
    theirs: Option<String>,
    fault: Option<FormFault>,
}

/// 草稿. What was typed: field ids with their texts, and the active one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The field that was active.
    pub active: String,
    /// Id and text of every field that differs from what stood there.
    pub fields: Vec<(String, String)>,
}

/// 表单.
pub struct Form {
    id: String,
    today: BusinessDay,
    fields: Vec<State>,
    at: usize,
    pick: Option<Pick>,
    rules: &'static [Rule],
    above: Vec<(&'static str, String)>,
    cells: bool,
    keys: u64,
    kept: u64,
}

impl Form {
    /// A form under an id (drafts go by it), its fields with what stands in them.
    pub fn new(id: &str, today: BusinessDay, fields: Vec<(FieldSpec, String)>) -> Self {
        let state = |(spec, first): (FieldSpec, String)| {
            let mut line = Field::default();
            line.set(&first);
            State { spec, line, first, theirs: None, fault: None }
        };
        let fields = fields.into_iter().map(state).collect();
        Form {
            id: id.to_owned(),
            today,
            fields,
            at: 0,
            pick: None,
            rules: &[],
            above: Vec::new(),
            cells: false,
            keys: 0,
            kept: 0,
        }
    }

    /// Rules over several fields.
    pub fn rules(self, rules: &'static [Rule]) -> Self {
        Form { rules, ..self }
    }

    /// The record above, which `//` copies from.
    pub fn above(self, above: Vec<(&'static str, String)>) -> Self {
        Form { above, ..self }
    }

    /// Pasted cells of a sheet go to consecutive fields.
    pub fn cells(self) -> Self {
        Form { cells: true, ..self }
    }

    /// What drafts go by.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether something changed since the draft was saved.
    pub fn is_unkept(&self) -> bool {
        self.keys != self.kept
    }

    /// The draft is as the form stands.
    pub fn mark_kept(&mut self) {
        self.kept = self.keys;
    }

    /// What was typed has been taken over: nothing is left to be kept.
    pub fn settle(&mut self) {
        for state in &mut self.fields {
            state.line.text().clone_into(&mut state.first);
        }
        self.keys += 1;
    }

    /// Whether anything differs from what stood there first.
    pub fn is_changed(&self) -> bool {
        self.fields.iter().any(|state| state.line.text() != state.first)
    }

    fn state(&self, id: &str) -> Option<&State> {
        self.fields.iter().find(|state| state.spec.id == id)
    }

    /// The text of a field, in full form once the field was left.
    pub fn text(&self, id: &str) -> &str {
        self.state(id).map_or("", |state| state.line.text())
    }

    /// The amount of a field.
    pub fn amount(&self, id: &str) -> Option<Money> {
        aids::amount(self.text(id)).ok().flatten()
    }

    /// The day of a field.
    pub fn day(&self, id: &str) -> Option<BusinessDay> {
        aids::day(self.text(id), self.today).ok().flatten()
    }

    /// Whether a pick list is open.
    pub fn is_picking(&self) -> bool {
        self.pick.is_some()
    }

    /// Whether the active field is typed into, so that Home and End move the caret.
    pub fn is_typing(&self) -> bool {
        self.pick.is_none() && self.fields.get(self.at).is_some_and(|state| !matches!(state.spec.kind, Kind::Choice))
    }

    /// Whether anything can be picked into the active field.
    pub fn can_pick(&self) -> bool {
        self.fields.get(self.at).is_some_and(|state| !state.spec.offers.is_empty())
    }

    /// Takes a key while something is typed.
    pub fn key(&mut self, key: Key) -> Took {
        let at = self.at;
        if let Some(pick) = &mut self.pick {
            return match pick.key(key, &self.fields[at].spec.offers) {
                None => Took::Not,
                Some(None) => Took::Done,
                Some(Some(place)) => self.take_offer(place),
            };
        }
        let Some(state) = self.fields.get_mut(at) else { return Took::Not };
        let before = state.line.text().to_owned();
        let took = match state.spec.kind {
            Kind::Choice => return self.key_of_choice(key),
            Kind::Text(_) => took(state.line.key(key)),
            Kind::Code(_) | Kind::Day => took(state.line.key(narrowed(key))),
            Kind::Amount(balance) => match narrowed(key) {
                Key { code: Code::Char(' '), ctrl: false, alt: false } => {
                    let turned = aids::flipped(state.line.text());
                    state.line.set(&turned);
                    Took::Done
                }
                Key { code: Code::Char('='), ctrl: false, alt: false } => self.balance(balance),
                key => took(state.line.key(key)),
            },
        };
        self.after_typing(&before, took)
    }

    fn after_typing(&mut self, before: &str, took: Took) -> Took {
        let Some(state) = self.fields.get_mut(self.at) else { return took };
        if state.line.text() == before {
            return took;
        }
        state.fault = None;
        self.keys += 1;
        if aids::narrow(state.line.text()) != "//" {
            return took;
        }
        let above = self.above.iter().find(|(id, text)| *id == state.spec.id && !text.is_empty());
        state.line.set(above.map_or("", |(_, text)| text));
        if above.is_some() { Took::Done } else { Took::Refused(FormWord::NothingPrevious) }
    }

    fn balance(&mut self, balance: Option<spec::Balance>) -> Took {
        let Some(money) = balance.and_then(|balance| balance(self)) else {
            return Took::Refused(FormWord::NothingBalances);
        };
        if let Some(state) = self.fields.get_mut(self.at) {
            state.line.set(&money.grouped());
        }
        Took::Done
    }

    /// A choice is made by its digit; any other character opens the pick list with it as the filter.
    fn key_of_choice(&mut self, key: Key) -> Took {
        let key = key.narrowed();
        let state = &self.fields[self.at];
        let offers = state.spec.offers.len();
        match (key.code, key.ctrl, key.alt) {
            (Code::Char(digit @ '1'..='9'), false, false) if offers <= DIGITS => {
                let place = digit as usize - '1' as usize;
                if place < offers { self.take_offer(place) } else { Took::Refused(FormWord::NothingFits) }
            }
            (Code::Char(' '), false, false) => self.open_pick(""),
            (Code::Char(one), false, false) => self.open_pick(one.encode_utf8(&mut [0; 4])),
            (Code::Backspace | Code::Delete, false, false) | (Code::Char('u'), true, false) => {
                self.put("");
                Took::Done
            }
            _ => Took::Not,
        }
    }

    fn open_pick(&mut self, typed: &str) -> Took {
        let Some(state) = self.fields.get(self.at).filter(|state| !state.spec.offers.is_empty()) else {
            return Took::Refused(FormWord::NoPickHere);
        };
        self.pick = Some(Pick::open(&state.spec.offers, state.line.text(), typed));
        Took::Done
    }

    fn take_offer(&mut self, place: usize) -> Took {
        self.pick = None;
        let code =
            self.fields.get(self.at).and_then(|state| state.spec.offers.get(place)).map(|offer| offer.code.clone());
        if let Some(code) = code {
            self.put(&code);
        }
        Took::Done
    }

    /// Puts a text into the active field.
    fn put(&mut self, text: &str) {
        let Some(state) = self.fields.get_mut(self.at) else { return };
        if state.line.text() != text {
            state.line.set(text);
            state.fault = None;
            self.keys += 1;
        }
    }

    /// Takes pasted text: on one line, or its cells to consecutive fields where the form allows it.
    pub fn paste(&mut self, text: &str) {
        if self.pick.is_some() {
            return;
        }
        let whole: String = text.chars().take(TEXT_MOST).collect();
        let cells: Vec<&str> = whole.trim_end_matches(['\r', '\n']).split(['\t', '\r', '\n']).collect();
        if !self.cells || cells.len() < 2 || !whole.contains('\t') {
            return self.paste_into(&whole);
        }
        for (number, cell) in cells.iter().enumerate() {
            if number > 0 && self.go(self.at + 1) != Took::Done {
                break;
            }
            self.put("");
            self.paste_into(cell);
        }
    }

    fn paste_into(&mut self, text: &str) {
        let Some(state) = self.fields.get_mut(self.at) else { return };
        let before = state.line.text().to_owned();
        match state.spec.kind {
            Kind::Text(_) => state.line.paste(text),
            Kind::Code(_) | Kind::Day | Kind::Amount(_) => state.line.paste(&aids::narrow(text)),
            Kind::Choice => match check::offered(&state.spec.offers, text).map(|offer| offer.code.clone()) {
                Some(code) => state.line.set(&code),
                None => state.fault = Some(FormFault::NotListed),
            },
        }
        if state.line.text() != before {
            state.fault = None;
            self.keys += 1;
        }
    }

    /// Does an action: moving between fields or in the pick list, opening and closing it.
    pub fn act(&mut self, action: Action) -> Took {
        let at = self.at;
        if let Some(pick) = &mut self.pick {
            let offers = &self.fields[at].spec.offers;
            match action {
                Action::PickValue => self.pick = None,
                Action::NextField => {
                    let Some(place) = pick.chosen(offers) else { return Took::Refused(FormWord::NothingFits) };
                    return self.take_offer(place);
                }
                moving => pick.moved(moving, offers),
            }
            return Took::Done;
        }
        match action {
            Action::PickValue => self.open_pick(""),
            Action::Down | Action::NextField => self.go(at + 1),
            Action::Up | Action::FieldBefore => match at.checked_sub(1) {
                Some(to) => self.go(to),
                None => Took::Refused(FormWord::FirstField),
            },
            Action::First => self.go(0),
            Action::Last => self.go(self.fields.len().saturating_sub(1)),
            _ => Took::Not,
        }
    }

    /// Closes the pick list; `false` when none is open.
    pub fn close_pick(&mut self) -> bool {
        self.pick.take().is_some()
    }

    fn go(&mut self, to: usize) -> Took {
        self.leave();
        if to >= self.fields.len() {
            return Took::Refused(FormWord::LastField);
        }
        self.at = to;
        Took::Done
    }

    /// Checks the field that is left, and what holds it together with others.
    fn leave(&mut self) {
        self.check(self.at);
        for rule in self.rules {
            if let Some((id, fault)) = rule(self) {
                self.blame(id, fault);
            }
        }
    }

    fn check(&mut self, at: usize) {
        let Some(state) = self.fields.get_mut(at) else { return };
        match check::field(&state.spec, state.line.text(), self.today) {
            Ok(text) => {
                state.fault = None;
                if text != state.line.text() {
                    state.line.set(&text);
                    self.keys += 1;
                }
            }
            Err(fault) => state.fault = Some(fault),
        }
    }

    fn blame(&mut self, id: &str, fault: FormFault) {
        if let Some(state) = self.fields.iter_mut().find(|state| state.spec.id == id && state.fault.is_none()) {
            state.fault = Some(fault);
        }
    }

    /// Checks every field.
    ///
    /// # Errors
    /// How many are wrong; the first of them is active then.
    pub fn submit(&mut self) -> Result<(), usize> {
        self.pick = None;
        for at in 0..self.fields.len() {
            self.check(at);
        }
        for rule in self.rules {
            if let Some((id, fault)) = rule(self) {
                self.blame(id, fault);
            }
        }
        self.first_wrong()
    }

    /// Goes to the first wrong field.
    fn first_wrong(&mut self) -> Result<(), usize> {
        let Some(first) = self.fields.iter().position(|state| state.fault.is_some()) else { return Ok(()) };
        self.at = first;
        Err(self.fields.iter().filter(|state| state.fault.is_some()).count())
    }

    /// Takes the book's refusal of a field and goes there.
    pub fn refuse(&mut self, id: &str, sentence: String) {
        if let Some(state) = self.fields.iter_mut().find(|state| state.spec.id == id) {
            state.fault = Some(FormFault::Said(sentence));
        }
        let _ = self.first_wrong();
    }

    /// Shows what someone else changed meanwhile beside what stood there and what was typed.
    pub fn contrast(&mut self, theirs: &[(&str, String)]) {
        for state in &mut self.fields {
            state.theirs = theirs.iter().find(|(id, _)| *id == state.spec.id).map(|(_, text)| text.clone());
        }
    }

    /// Whether it shows what someone else changed meanwhile.
    pub fn is_contrasted(&self) -> bool {
        self.fields.iter().any(|state| state.theirs.is_some())
    }

    /// Throws away what was typed; what someone else put there meanwhile stays.
    pub fn discard(&mut self) {
        for state in &mut self.fields {
            if let Some(theirs) = state.theirs.take() {
                state.first = theirs;
            }
            let first = state.first.clone();
            state.line.set(&first);
            state.fault = None;
        }
        (self.pick, self.at) = (None, 0);
        self.keys += 1;
    }

    /// What was typed, when anything was.
    pub fn draft(&self) -> Option<Draft> {
        let typed = self.fields.iter().filter(|state| state.line.text() != state.first);
        let fields: Vec<_> = typed.map(|state| (state.spec.id.to_owned(), state.line.text().to_owned())).collect();
        let active = self.fields.get(self.at).map_or("", |state| state.spec.id).to_owned();
        (!fields.is_empty()).then_some(Draft { active, fields })
    }

    /// Puts back what was typed earlier; fields the form no longer has are left out.
    pub fn restore(&mut self, draft: &Draft) {
        for (id, text) in &draft.fields {
            if let Some(state) = self.fields.iter_mut().find(|state| state.spec.id == id) {
                state.line.set(text);
            }
        }
        self.at = self.fields.iter().position(|state| state.spec.id == draft.active).unwrap_or(0);
    }
}

fn took(taken: bool) -> Took {
    if taken { Took::Done } else { Took::Not }
}

/// The key with its character narrowed, unless it is a command.
fn narrowed(key: Key) -> Key {
    match key.code {
        Code::Char(one) if !key.ctrl && !key.alt => Key { code: Code::Char(aids::narrow_char(one)), ..key },
        _ => key,
    }
}
