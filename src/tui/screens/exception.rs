//! One exception 一条差异: its legs side by side, the reason, what the engine proposes.
//!
//! Invariant: going to the next one and back keeps the place in the list it came from.

use std::sync::Arc;

use crate::domain::recon::{ExceptionCase, Proposal};
use crate::text::lang::Lang;
use crate::text::ui::{self, Word};
use crate::text::{messages, terms};
use crate::tui::action::{Action, Scope};
use crate::tui::desk::Desk;
use crate::tui::screen::{Answer, Can, Ctx, Next, Place, RawLeg, Screen, WhyFacts};
use crate::tui::screens::legs::{self, LegFacts};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::text::{cut, cut_middle, wrap};

/// One exception of a list.
pub(super) struct Exception {
    cases: Arc<Vec<ExceptionCase>>,
    at: usize,
    legs: Vec<LegFacts>,
    failure: Option<String>,
}

impl Exception {
    /// The exception at a place of a list.
    pub(super) fn new(cases: Arc<Vec<ExceptionCase>>, at: usize) -> Self {
        Exception { cases, at, legs: Vec::new(), failure: None }
    }

    fn case(&self) -> Option<&ExceptionCase> {
        self.cases.get(self.at)
    }

    fn raw_legs(&self) -> Vec<RawLeg> {
        let legs = self.legs.iter();
        legs.filter_map(|leg| Some(RawLeg { side: leg.leg.side, entry: leg.leg.entry? })).collect()
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
        self.failure = None;
        let legs = self.case().map(|case| case.legs.clone()).unwrap_or_default();
        self.legs = Vec::new();
        for leg in legs {
            let read = leg.entry.map(|entry| desk.entry(entry)).transpose();
            let entry = read.unwrap_or_else(|sentence| {
                self.failure = Some(sentence);
                None
            });
            self.legs.push(LegFacts { leg, entry });
        }
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let say = |word: Word| word.in_lang(ctx.lang).to_owned();
        match action {
            Action::CaseBefore => Can::when(self.at > 0, || say(Word::FirstCase)),
            Action::CaseAfter => Can::when(self.at + 1 < self.cases.len(), || say(Word::LastCase)),
            Action::RawLine => Can::when(!self.raw_legs().is_empty(), || say(Word::NoRawLine)),
            Action::Why => Can::when(self.case().is_some(), || say(Word::NothingChosen)),
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, _ctx: &Ctx<'_>) -> Next {
        match action {
            Action::CaseBefore => self.at = self.at.saturating_sub(1),
            Action::CaseAfter => self.at += 1,
            Action::RawLine => return Next::Open(Place::Raw(self.raw_legs(), 0)),
            Action::Why => {
                let Some(case) = self.case().cloned() else { return Next::Stay };
                let legs = self.legs.iter().filter_map(|leg| leg.entry.clone()).collect();
                return Next::Open(Place::Why(Box::new(WhyFacts { case, legs })));
            }
            _ => return Next::Stay,
        }
        Next::Load
    }

    fn back(&mut self) -> Option<Next> {
        Some(Next::Close(Answer::Row(self.at)))
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let Some(case) = self.case() else { return };
        let columns = usize::from(canvas.width());
        let class = format!("{} {}", case.class.paper_code(), terms::class(case.class, lang));
        canvas.text(0, 0, &class, Role::Title);
        let facts = [terms::state(case.state, lang).to_owned(), case.day.to_string(), case.slip_no.clone()];
        let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
        let difference = format!("{} {}", Word::Difference.in_lang(lang), case.difference.grouped());
        canvas.text_right(0, &format!("{}  {difference}", facts.join("  ")), Role::Plain);
        let mut y = legs::draw(canvas, 1, case, &self.legs, lang);
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
        canvas.rows(y, below, |part| draw_reason(part, case, lang));
    }
}

fn draw_reason(canvas: &mut Canvas<'_>, case: &ExceptionCase, lang: Lang) {
    const LINES: usize = 3;
    let columns = usize::from(canvas.width());
    let label = Word::Reason.in_lang(lang);
    let mut y = u16::from(canvas.height() > 6);
    canvas.text(0, y, label, Role::Head);
    for line in wrap(&messages::reason(case, lang), columns.saturating_sub(12)).iter().take(LINES) {
        canvas.text(12, y, line, Role::Plain);
        y += 1;
    }
    canvas.text(0, y, Word::Proposals.in_lang(lang), Role::Head);
    if case.proposals.is_empty() {
        canvas.text(12, y, Word::NoProposals.in_lang(lang), Role::Hint);
    }
    for (number, proposal) in (1..).zip(&case.proposals) {
        canvas.text(12, y, &cut(&proposal_line(number, proposal, lang), columns.saturating_sub(12)), Role::Plain);
        y += 1;
    }
}

/// A proposal on one line: what it is, and what its score is made of.
pub(super) fn proposal_line(number: usize, proposal: &Proposal, lang: Lang) -> String {
    let parts: Vec<String> = proposal.parts.iter().map(|(name, points)| format!("{name}{points}")).collect();
    format!(
        "{number} {} {} {} {} {}  {} = {}",
        terms::side(proposal.side, lang),
        proposal.amount.grouped(),
        proposal.day.date().format("%m-%d"),
        proposal.at,
        cut_middle(&proposal.order_no, 12),
        proposal.score,
        parts.join("+"),
    )
}
