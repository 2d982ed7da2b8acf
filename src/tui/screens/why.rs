//! 为何: how an exception came to be one, told from the rule to the runner-up.
//!
//! Invariant: every sentence is made of what the result holds; nothing is worked out anew.

use crate::domain::recon::{EntryRow, ExceptionCase, Proposal};
use crate::text::lang::Lang;
use crate::text::ui::{self, Word};
use crate::text::{messages, terms};
use crate::tui::action::{Action, Scope};
use crate::tui::screen::{Can, Ctx, Next, Screen, WhyFacts};
use crate::tui::screens::legs::source_of;
use crate::tui::screens::reader::{Scroll, TextLine};
use crate::tui::screens::work::proposal_line;
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::is_move;
use crate::tui::widgets::text::{Align, fit, wrap};

/// 为何.
pub(super) struct Why {
    facts: WhyFacts,
    scroll: Scroll,
}

impl Why {
    /// The account of one exception.
    pub(super) fn new(facts: WhyFacts) -> Self {
        Why { facts, scroll: Scroll::default() }
    }
}

impl Screen for Why {
    fn scope(&self) -> Scope {
        Scope::Why
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        Word::Why.in_lang(ctx.lang).to_owned()
    }

    fn can(&self, action: Action, _ctx: &Ctx<'_>) -> Can {
        if is_move(action) && self.scroll.needed() { Can::Yes } else { Can::Absent }
    }

    fn update(&mut self, action: Action, _ctx: &Ctx<'_>) -> Next {
        self.scroll.moved(action);
        Next::Stay
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let mut story = Story { lines: Vec::new(), columns: usize::from(canvas.width()), lang: ctx.lang };
        story.tell(&self.facts);
        self.scroll.draw(canvas, &story.lines);
    }
}

/// A key of an entry, as text.
type KeyOf = fn(&EntryRow) -> String;

struct Story {
    lines: Vec<TextLine>,
    columns: usize,
    lang: Lang,
}

impl Story {
    fn tell(&mut self, facts: &WhyFacts) {
        let (case, lang) = (&facts.case, self.lang);
        self.head(&format!("{} {}", case.class.paper_code(), terms::class(case.class, lang)));
        self.say(&messages::reason(case, lang));
        self.head(Word::Rule.in_lang(lang));
        self.say(if case.rule.is_empty() { Word::NoRule.in_lang(lang) } else { &case.rule });
        self.head(Word::Legs.in_lang(lang));
        self.tell_legs(case);
        if facts.legs.len() > 1 {
            self.head(Word::KeysCompared.in_lang(lang));
            self.tell_keys(&facts.legs);
        }
        self.head(Word::Facts.in_lang(lang));
        if case.notes.is_empty() {
            self.say(Word::NoFacts.in_lang(lang));
        }
        for note in &case.notes {
            self.say(&messages::note(note, lang));
        }
        self.head(Word::Proposals.in_lang(lang));
        if case.proposals.is_empty() {
            self.say(Word::NoProposals.in_lang(lang));
        }
        for (number, proposal) in (1..).zip(&case.proposals) {
            self.say(&proposal_line(number, proposal, lang));
        }
        if let [first, second, ..] = case.proposals.as_slice() {
            self.head(Word::RunnerUp.in_lang(lang));
            self.tell_runner_up(first, second);
        }
    }

    fn head(&mut self, text: &str) {
        if !self.lines.is_empty() {
            self.lines.push((String::new(), Role::Plain));
        }
        self.lines.push((text.to_owned(), Role::Head));
    }

    fn say(&mut self, text: &str) {
        for line in wrap(text, self.columns.saturating_sub(2)) {
            self.lines.push((format!("  {line}"), Role::Plain));
        }
    }

    fn tell_legs(&mut self, case: &ExceptionCase) {
        for leg in &case.legs {
            let side = fit(terms::side(leg.side, self.lang), 10, Align::Left);
            let kind = fit(terms::kind(leg.kind, self.lang), 8, Align::Left);
            let amount = fit(&leg.amount.grouped(), 14, Align::Right);
            self.say(&format!("{side} {kind} {} {} {amount}  {}", leg.day, leg.at, source_of(leg)));
        }
    }

    fn tell_keys(&mut self, legs: &[EntryRow]) {
        let keys: [(Word, KeyOf); 5] = [
            (Word::OrderNo, |entry| entry.order_no.clone()),
            (Word::SerialNo, |entry| entry.his_no.clone()),
            (Word::ChannelNo, |entry| entry.channel_no.clone()),
            (Word::Amount, |entry| entry.amount.grouped()),
            (Word::Date, |entry| entry.day.to_string()),
        ];
        for (word, key) in keys {
            let mut values: Vec<String> = legs.iter().map(key).filter(|value| !value.is_empty()).collect();
            let given = values.len();
            values.dedup();
            let verdict = match (given, values.len()) {
                (0, _) => continue,
                (1, _) => Word::OneSideOnly,
                (_, 1) => Word::Equal,
                _ => Word::Differs,
            };
            let mark = if verdict == Word::Differs { "*" } else { " " };
            let label = fit(word.in_lang(self.lang), 12, Align::Left);
            let verdict = fit(verdict.in_lang(self.lang), 16, Align::Left);
            self.say(&format!("{mark} {label} {verdict} {}", values.join(" | ")));
        }
    }

    fn tell_runner_up(&mut self, first: &Proposal, second: &Proposal) {
        self.say(&ui::behind_by(first.score - second.score, self.lang));
        for (name, points) in &first.parts {
            let other = second.parts.iter().find(|(part, _)| part == name).map_or(0, |(_, points)| *points);
            if other != *points {
                self.say(&format!("{name}: {other} ({} 1: {points})", Word::Proposals.in_lang(self.lang)));
            }
        }
    }
}
