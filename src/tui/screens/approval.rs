//! 一个审批事项: what is to be approved, its chain with who did what, who may act; and the decision.

use crate::text::approval::{self, ApprovalWord};
use crate::text::lang::Lang;
use crate::tui::action::{Action, Scope};
use crate::tui::approvals::ApprovalView;
use crate::tui::desk::Desk;
use crate::tui::screen::{Can, Ctx, Loaded, Next, Screen};
use crate::tui::screens::approvals::{can_decide, decide};
use crate::tui::screens::reader::{Scroll, TextLine};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::is_move;
use crate::tui::widgets::text::{Align, fit, wrap};
use crate::tui::worker::Finished;

/// Cells of a label.
const LABEL: usize = 18;

/// 一个审批事项.
pub(super) struct Approval {
    number: i64,
    read: Option<Loaded<ApprovalView>>,
    scroll: Scroll,
}

impl Approval {
    /// The round of this number.
    pub(super) fn new(number: i64) -> Self {
        Approval { number, read: None, scroll: Scroll::default() }
    }

    fn view_read(&self) -> Option<&ApprovalView> {
        self.read.as_ref().and_then(Loaded::ready)
    }
}

impl Screen for Approval {
    fn scope(&self) -> Scope {
        Scope::Approval
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let about = self.view_read().map(|view| (view.row.kind, view.row.title.clone()));
        about.map_or(format!("#{}", self.number), |(kind, title)| {
            format!("{} {title}", approval::subject_kind(kind, ctx.lang))
        })
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.read = Some(Loaded::from_result(desk.approval(self.number)));
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        if let Some(can) = can_decide(action, self.view_read().map(|view| &view.row), ctx) {
            return can;
        }
        if is_move(action) && self.scroll.needed() { Can::Yes } else { Can::Absent }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        match (action, self.view_read()) {
            (Action::Approve | Action::SendBack | Action::Refuse | Action::Withdraw, Some(view)) => {
                decide(action, &view.row, ctx.lang)
            }
            _ => {
                self.scroll.moved(action);
                Next::Stay
            }
        }
    }

    fn finished(&mut self, finished: &Finished) -> Next {
        // Back to the queue, where the next one waits.
        if matches!(finished, Finished::Approved(_)) { Next::Back } else { Next::Stay }
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        match &self.read {
            Some(Loaded::Ready(view)) => {
                let lines = lines_of(view, usize::from(canvas.width()), ctx.lang);
                self.scroll.draw(canvas, &lines);
            }
            Some(Loaded::Failed(sentence)) => canvas.text(2, 1, &format!("! {sentence}"), Role::Wrong),
            None => {}
        }
    }
}

fn lines_of(view: &ApprovalView, columns: usize, lang: Lang) -> Vec<TextLine> {
    let row = &view.row;
    let mut lines: Vec<TextLine> = Vec::new();
    let mut say = |label: &str, text: &str| {
        if text.is_empty() {
            return;
        }
        for (place, line) in wrap(text, columns.saturating_sub(LABEL + 4)).iter().enumerate() {
            let label = if place == 0 { label } else { "" };
            lines.push((format!("  {}{line}", fit(label, LABEL, Align::Left)), Role::Plain));
        }
    };
    let word = |word: ApprovalWord| word.in_lang(lang);
    let round = format!("{}  {} {}", approval::stage(row.stage, lang), row.round, word(ApprovalWord::Round));
    say(word(ApprovalWord::State), &round);
    say(word(ApprovalWord::Amount), &row.amount.grouped());
    say(word(ApprovalWord::Policy), &row.policy);
    for (label, text) in &view.facts {
        say(label, text);
    }
    for (place, (post, done)) in view.chain.iter().enumerate() {
        say(&format!("{} {post}", place + 1), if done.is_empty() { "-" } else { done });
    }
    if !row.waits_for.is_empty() {
        let holders = view.holders.join(lang.pick("、", ", "));
        say(word(ApprovalWord::Holders), if holders.is_empty() { word(ApprovalWord::Nobody) } else { &holders });
        say(word(ApprovalWord::Due), &row.due_on.map_or("-".to_owned(), |day| day.to_string()));
        if let Some(refusal) = &row.refusal {
            say("", &approval::not_yours(refusal, lang));
        }
    }
    say(word(ApprovalWord::Document), &row.sha256);
    for one in &view.earlier {
        say(word(ApprovalWord::History), one);
    }
    lines
}
