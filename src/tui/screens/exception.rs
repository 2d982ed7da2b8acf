//! One exception 一条差异: its legs side by side, the reason, what the engine proposes.
//!
//! Invariant: a decision carries the version that was seen; after it the next open one stands here, and Esc leads
//! back to the list at that row.

use std::sync::Arc;

use crate::book::phrases::Phrase;
use crate::domain::case_list::{case_number, key_of_number};
use crate::domain::decision::Verb;
use crate::domain::exception::State;
use crate::domain::recon::ExceptionCase;
use crate::term::{Code, Key};
use crate::text::lang::Lang;
use crate::text::terms;
use crate::text::ui::{self, Word};
use crate::text::work::WorkWord;
use crate::tui::action::{Action, Scope};
use crate::tui::desk::{CaseAsk, CaseView, Deciding, Desk, Sentence};
use crate::tui::screen::{
    Answer, Asking, Can, CaseWalk, ChoiceTitle, Ctx, ManyCases, Next, Place, RawLeg, Screen, WhyFacts,
};
use crate::tui::screens::legs::{self, LegFacts};
use crate::tui::screens::work;
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::text::{cut, wrap};
use crate::tui::worker::{Finished, Job};

/// Lines kept for the reason and what is proposed, however low the window.
const REASON_LEAST: u16 = 4;
/// Most proposals chosen by digit.
const PROPOSALS: usize = 5;

/// One exception of a list.
pub(super) struct Exception {
    /// Numbers of the differences gone through, and the place among them.
    cases: Arc<Vec<i64>>,
    at: usize,
    /// The list they stand in, until it was read.
    listed: Option<(Box<CaseAsk>, i64)>,
    legs: Vec<LegFacts>,
    view: Option<CaseView>,
    phrases: Result<Vec<Phrase>, Sentence>,
    people: Result<Vec<String>, Sentence>,
    failure: Option<String>,
    /// Keys decided here, newest last: passed over when the next one is sought.
    done: Vec<String>,
    /// Whether the next open one is to be found.
    seeking: bool,
}

impl Exception {
    /// The exception with which a walk begins.
    pub(super) fn new(walk: CaseWalk) -> Self {
        let (cases, at, listed) = match walk {
            CaseWalk::Listed(ask, number) => (vec![number], 0, Some((ask, number))),
            CaseWalk::These(numbers, at) => (numbers, at, None),
        };
        Exception {
            cases: Arc::new(cases),
            at,
            listed,
            legs: Vec::new(),
            view: None,
            phrases: Ok(Vec::new()),
            people: Ok(Vec::new()),
            failure: None,
            done: Vec::new(),
            seeking: false,
        }
    }

    /// The exception as it is now.
    fn case(&self) -> Option<&ExceptionCase> {
        self.view.as_ref().map(|view| &view.case)
    }

    /// The beginning of the key of the one at a place.
    fn key(&self, at: usize) -> Option<String> {
        self.cases.get(at).map(|number| key_of_number(*number))
    }

    /// The list they stand in is gone through as it is now; one that left it meanwhile is shown alone.
    fn enter(&mut self, desk: &dyn Desk) {
        let Some((ask, number)) = self.listed.take() else { return };
        let Ok(order) = desk.case_order(&ask) else { return };
        if let Some(at) = order.iter().position(|one| *one == number) {
            (self.cases, self.at) = (order, at);
        }
    }

    fn raw_legs(&self) -> Vec<RawLeg> {
        let legs = self.legs.iter();
        legs.filter_map(|leg| Some(RawLeg { side: leg.leg.side, entry: leg.leg.entry? })).collect()
    }

    /// Goes on to the next that still asks for someone, round the list; stays when there is none.
    fn seek(&mut self, desk: &dyn Desk) {
        let count = self.cases.len();
        let decided: Vec<Option<i64>> = self.done.iter().map(|key| case_number(key)).collect();
        let asks = |at: &usize| {
            let key = self.key(*at).unwrap_or_default();
            !decided.contains(&Some(self.cases[*at])) && desk.case(&key).is_ok_and(|view| waits(&view.case))
        };
        let next = (1..count).map(|step| (self.at + step) % count).find(asks);
        self.at = next.unwrap_or(self.at);
    }

    fn read(&mut self, desk: &dyn Desk) {
        (self.failure, self.view, self.legs) = (None, None, Vec::new());
        let Some(key) = self.key(self.at) else { return };
        match desk.case(&key) {
            Ok(view) => self.view = Some(view),
            Err(sentence) => self.failure = Some(sentence),
        }
        for leg in self.case().map(|case| case.legs.clone()).unwrap_or_default() {
            let read = leg.entry.map(|entry| desk.entry(entry)).transpose();
            let entry = read.unwrap_or_else(|sentence| {
                self.failure = Some(sentence);
                None
            });
            self.legs.push(LegFacts { leg, entry });
        }
    }

    fn can_decide(&self, verb: Verb, ctx: &Ctx<'_>) -> Can {
        if ctx.busy {
            return Can::No(Word::Busy.in_lang(ctx.lang).to_owned());
        }
        // What was decided a moment ago can be taken back from the next one.
        if verb == Verb::Undo && !self.done.is_empty() {
            return Can::Yes;
        }
        let Some(view) = &self.view else {
            return Can::No(Word::NothingChosen.in_lang(ctx.lang).to_owned());
        };
        let action = view.actions.iter().find(|action| action.verb == verb);
        action.and_then(|action| action.refusal.clone()).map_or(Can::Yes, Can::No)
    }

    fn deciding(&self, verb: Verb) -> Option<Deciding> {
        self.view.as_ref().map(|view| Deciding::of(verb, &view.case.key, &view.version))
    }

    fn accept(&self, proposal: usize) -> Next {
        let deciding = self.deciding(Verb::Accept).map(|deciding| Deciding { proposal, ..deciding });
        deciding.map_or(Next::Stay, |deciding| Next::Run(Job::Decide(Box::new(deciding))))
    }

    /// The reasons that are often given, then one's own words.
    fn ask_reason(&self, verb: Verb, lang: Lang) -> Next {
        let Some(deciding) = self.deciding(verb) else { return Next::Stay };
        let phrases = match &self.phrases {
            Ok(phrases) => phrases,
            Err(sentence) => return Next::Refuse(sentence.clone()),
        };
        Next::Open(Place::Choice(ChoiceTitle::Reasons, work::reasons(phrases, &deciding, lang)))
    }

    fn ask_person(&self) -> Next {
        let Some(deciding) = self.deciding(Verb::Assign) else { return Next::Stay };
        match &self.people {
            Ok(people) => Next::Open(Place::Choice(ChoiceTitle::People, work::people(people, &deciding))),
            Err(sentence) => Next::Refuse(sentence.clone()),
        }
    }

    fn undo(&self) -> Next {
        let here = self.view.as_ref().filter(|view| view.case.work.last_seq > 0);
        let job = match (here, self.done.last()) {
            (Some(view), _) => Job::Undo { key: view.case.key.clone(), version: Some(view.version.clone()) },
            (None, Some(key)) => Job::Undo { key: key.clone(), version: None },
            (None, None) => return Next::Stay,
        };
        Next::Run(job)
    }
}

impl Screen for Exception {
    fn scope(&self) -> Scope {
        Scope::Exception
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        format!("{} {}/{}", Word::Exceptions.in_lang(ctx.lang), self.at + 1, self.cases.len())
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.enter(desk);
        if std::mem::take(&mut self.seeking) {
            self.seek(desk);
        }
        (self.phrases, self.people) = (desk.phrases(), desk.people());
        self.read(desk);
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let say = |word: Word| word.in_lang(ctx.lang).to_owned();
        if let Some(verb) = verb_of(action) {
            return self.can_decide(verb, ctx);
        }
        match action {
            Action::CaseBefore => Can::when(self.at > 0, || say(Word::FirstCase)),
            Action::CaseAfter => Can::when(self.at + 1 < self.cases.len(), || say(Word::LastCase)),
            Action::RawLine => Can::when(!self.raw_legs().is_empty(), || say(Word::NoRawLine)),
            Action::Together if ctx.busy => Can::No(say(Word::Busy)),
            Action::Together => {
                let open = self.view.as_ref().is_some_and(|view| waits(&view.case));
                Can::when(open, || WorkWord::AlikeOpenOnly.in_lang(ctx.lang).to_owned())
            }
            Action::Export if ctx.busy => Can::No(say(Word::Busy)),
            Action::Export => Can::when(self.view.is_some(), || say(Word::NothingChosen)),
            Action::Why => Can::when(self.case().is_some(), || say(Word::NothingChosen)),
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        match action {
            Action::CaseBefore => self.at = self.at.saturating_sub(1),
            Action::CaseAfter => self.at += 1,
            Action::RawLine => return Next::Open(Place::Raw(self.raw_legs(), 0)),
            Action::Why => {
                let Some(case) = self.case().cloned() else { return Next::Stay };
                let legs = self.legs.iter().filter_map(|leg| leg.entry.clone()).collect();
                return Next::Open(Place::Why(Box::new(WhyFacts { case, legs })));
            }
            Action::Accept => return self.accept(1),
            Action::Label => return self.ask_reason(Verb::Label, ctx.lang),
            Action::Waive => return self.ask_reason(Verb::Waive, ctx.lang),
            Action::Carry => {
                let asked = self.deciding(Verb::Carry).map(|deciding| Asking::Decision(Box::new(deciding)));
                return asked.map_or(Next::Stay, |asked| Next::Open(Place::Form(asked)));
            }
            Action::Assign => return self.ask_person(),
            Action::Export => {
                let key = self.case().map(|case| case.key.clone());
                return key.map_or(Next::Stay, |key| Next::Run(Job::Evidence(key)));
            }
            Action::Reject => {
                let deciding = self.deciding(Verb::Reject);
                return deciding.map_or(Next::Stay, |deciding| Next::Run(Job::Decide(Box::new(deciding))));
            }
            Action::Link => {
                let Some(view) = &self.view else { return Next::Stay };
                return Next::Open(Place::Counterparts(Box::new(view.case.clone()), view.version.clone()));
            }
            Action::Together => {
                let key = self.case().map(|case| case.key.clone());
                return key.map_or(Next::Stay, |key| Next::Open(Place::Together(ManyCases::Alike(key))));
            }
            Action::Undo => return self.undo(),
            _ => return Next::Stay,
        }
        Next::Load
    }

    /// Enter takes the first proposal, a digit another.
    fn typed(&mut self, key: Key, ctx: &Ctx<'_>) -> Option<Next> {
        let number = match key.narrowed() {
            Key { code: Code::Enter, ctrl: false, alt: false } => 1,
            Key { code: Code::Char(digit @ '2'..='5'), ctrl: false, alt: false } => digit as usize - '0' as usize,
            _ => return None,
        };
        if let Can::No(reason) = self.can_decide(Verb::Accept, ctx) {
            return Some(Next::Refuse(reason));
        }
        let known = self.case().map_or(0, |case| case.proposals.len().min(PROPOSALS));
        if number > known {
            return Some(Next::Refuse(WorkWord::NoSuchProposal.in_lang(ctx.lang).to_owned()));
        }
        Some(self.accept(number))
    }

    fn back(&mut self) -> Option<Next> {
        self.cases.get(self.at).map(|number| Next::Close(Answer::Case(*number)))
    }

    fn finished(&mut self, finished: &Finished) -> Next {
        match finished {
            Finished::Decided(keys, _) => {
                let here = self.cases.get(self.at).copied();
                self.seeking = keys.iter().any(|key| case_number(key) == here);
                self.done.extend(keys.iter().cloned());
            }
            Finished::Undone(key, _) => {
                self.done.retain(|known| known != key);
                let undone = case_number(key);
                self.at = self.cases.iter().position(|number| Some(*number) == undone).unwrap_or(self.at);
            }
            _ => {}
        }
        Next::Stay
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let columns = usize::from(canvas.width());
        let Some(case) = self.case() else {
            let lines = wrap(&format!("! {}", self.failure.as_deref().unwrap_or("")), columns);
            return (0..).zip(lines).for_each(|(y, line)| canvas.text(0, y, &line, Role::Wrong));
        };
        let class = format!("{} {}", case.class.paper_code(), terms::class(case.class, lang));
        canvas.text(0, 0, &class, Role::Title);
        let facts = [terms::state(case.state, lang).to_owned(), case.day.to_string(), case.slip_no.clone()];
        let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
        let difference = format!("{} {}", Word::Difference.in_lang(lang), case.difference.grouped());
        canvas.text_right(0, &format!("{}  {difference}", facts.join("  ")), Role::Plain);
        let most = usize::from(canvas.height().saturating_sub(2 + REASON_LEAST));
        let mut y = legs::draw(canvas, 1, case, (&self.legs, most), lang);
        if let Some(sentence) = &self.failure {
            canvas.text(0, y, &cut(&format!("! {sentence}"), columns), Role::Wrong);
            y += 1;
        }
        let hidden = legs::hidden(case, &self.legs);
        if hidden > 0 {
            canvas.text(0, y, &ctx.with_keys(&ui::more_legs(hidden, lang)), Role::Hint);
            y += 1;
        }
        let below = canvas.height().saturating_sub(y);
        canvas.rows(y, below, |part| work::draw_reason(part, case, lang));
    }
}

/// Whether a difference still asks for someone.
fn waits(case: &ExceptionCase) -> bool {
    matches!(case.state, State::Open | State::Proposed)
}

/// What an action decides.
fn verb_of(action: Action) -> Option<Verb> {
    Some(match action {
        Action::Accept => Verb::Accept,
        Action::Reject => Verb::Reject,
        Action::Link => Verb::Link,
        Action::Label => Verb::Label,
        Action::Carry => Verb::Carry,
        Action::Assign => Verb::Assign,
        Action::Waive => Verb::Waive,
        Action::Undo => Verb::Undo,
        _ => return None,
    })
}
