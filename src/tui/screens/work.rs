//! 办理差异: what the screens about working differences share, choices and the lower half of one difference.
//!
//! Invariant: every row of a choice is a whole decision; nothing is asked after it but what it names.

use crate::book::phrases::Phrase;
use crate::domain::recon::{ExceptionCase, Proposal};
use crate::text::lang::Lang;
use crate::text::ui::Word;
use crate::text::work::WorkWord;
use crate::text::{messages, terms};
use crate::tui::desk::Deciding;
use crate::tui::screen::{Answer, Asking, ChoiceRow};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::text::{cut, cut_middle, wrap};
use crate::tui::worker::Job;

/// The reasons often given for a decision, and one's own words.
pub(super) fn reasons(phrases: &[Phrase], deciding: &Deciding, lang: Lang) -> Vec<ChoiceRow> {
    let offered = phrases.iter().filter(|phrase| phrase.verb == deciding.verb).map(|phrase| {
        let reason = lang.pick(&phrase.zh, &phrase.en).to_string();
        let found_by = format!("{} {}", phrase.zh, phrase.en).to_lowercase();
        let chosen = Deciding { reason: reason.clone(), ..deciding.clone() };
        row(reason, found_by, chosen_for(chosen))
    });
    let own = WorkWord::OwnWords.in_lang(lang).to_owned();
    let asking = Asking::Decision(Box::new(deciding.clone()));
    offered.chain(std::iter::once(row(own, String::new(), Answer::Ask(asking)))).collect()
}

/// Whom a difference may be assigned to.
pub(super) fn people(people: &[String], deciding: &Deciding) -> Vec<ChoiceRow> {
    let named = people.iter().map(|person| {
        let chosen = Deciding { person: person.clone(), ..deciding.clone() };
        row(person.clone(), person.to_lowercase(), chosen_for(chosen))
    });
    named.collect()
}

/// One difference is decided at once; many are previewed first.
fn chosen_for(deciding: Deciding) -> Answer {
    let deciding = Box::new(deciding);
    if is_one(&deciding) { Answer::Run(Job::Decide(deciding)) } else { Answer::Deciding(deciding) }
}

/// Whether a decision is of one difference that was looked at.
pub(super) fn is_one(deciding: &Deciding) -> bool {
    matches!(deciding.cases.as_slice(), [(_, Some(_))])
}

fn row(label: String, found_by: String, answer: Answer) -> ChoiceRow {
    ChoiceRow { label, aside: String::new(), found_by, refusal: None, answer }
}

/// 缘由, 处理 so far, 建议.
pub(super) fn draw_reason(canvas: &mut Canvas<'_>, case: &ExceptionCase, lang: Lang) {
    const LINES: usize = 3;
    let columns = usize::from(canvas.width());
    let label = Word::Reason.in_lang(lang);
    let mut y = u16::from(canvas.height() > 6);
    canvas.text(0, y, label, Role::Head);
    for line in wrap(&messages::reason(case, lang), columns.saturating_sub(12)).iter().take(LINES) {
        canvas.text(12, y, line, Role::Plain);
        y += 1;
    }
    let said = messages::work(&case.work, lang);
    for (place, line) in said.iter().enumerate() {
        if place == 0 {
            canvas.text(0, y, WorkWord::Said.in_lang(lang), Role::Head);
        }
        canvas.text(12, y, &cut(line, columns.saturating_sub(12)), Role::Plain);
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
    if !case.proposals.is_empty() {
        canvas.text(12, y, WorkWord::EnterAccepts.in_lang(lang), Role::Hint);
    }
}

/// A proposal on one line: what it is, and what its score is made of.
pub(super) fn proposal_line(number: usize, proposal: &Proposal, lang: Lang) -> String {
    let parts: Vec<String> =
        proposal.parts.iter().map(|(name, points)| format!("{}{points}", terms::score_part(name, lang))).collect();
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
