//! 今日清单: whom to work today, why, in which order, and the one next step of each row.
//!
//! Invariant: what a row's place is made of stands below it; a row goes when what it asks for was done.

use crate::domain::collection::today::{NextStep, StepName};
use crate::domain::money::Money;
use crate::text::ui::Word;
use crate::text::worklist::{self, WorklistWord};
use crate::tui::action::{Action, Scope};
use crate::tui::chase::{ChaseAct, OpenStep};
use crate::tui::collection::{Whose, Worklist as List, WorklistRow};
use crate::tui::desk::Desk;
use crate::tui::papers::NoticesAsk;
use crate::tui::screen::{Asking, Can, Ctx, Loaded, Next, Place, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::{Cursor, is_move};
use crate::tui::widgets::table::{Column, Instead, Table};
use crate::tui::widgets::text::cut;
use crate::tui::worker::Job;

/// Lines kept below the list: why, what its place is made of, the next step, whose list it is.
const BELOW: u16 = 4;

/// 今日清单.
#[derive(Default)]
pub(super) struct Worklist {
    all: bool,
    read: Option<Loaded<List>>,
    at: Cursor,
}

impl Worklist {
    fn shown(&self) -> Option<&List> {
        self.read.as_ref().and_then(Loaded::ready)
    }

    fn rows(&self) -> &[WorklistRow] {
        self.shown().map_or(&[], |list| list.rows.as_slice())
    }

    fn row(&self) -> Option<&WorklistRow> {
        self.rows().get(self.at.at())
    }

    fn below(&self, ctx: &Ctx<'_>) -> Vec<(String, Role)> {
        let (Some(list), lang) = (self.shown(), ctx.lang) else { return Vec::new() };
        let mut lines = Vec::new();
        if let Some(one) = self.row() {
            let next = one.row.event.cause.next_step();
            let key = match next {
                NextStep::Call => "{employer.call}",
                NextStep::Look | NextStep::Plan | NextStep::Approve => "{list.open}",
                NextStep::Step => "{chase.advance}",
                NextStep::Serve => "{chase.serve}",
                NextStep::Confirm => "{chase.confirm_hold}",
            };
            let next = format!("{}  {key}={}", WorklistWord::Next.in_lang(lang), worklist::next_step(next, lang));
            lines.push((worklist::why(&one.row, lang), Role::Plain));
            lines.push((worklist::parts(&one.row.score, lang), Role::Hint));
            lines.push((ctx.with_keys(&next), Role::Head));
        }
        let whose = list.officer.as_deref();
        lines.push((worklist::heading(whose, list.rows.len(), &list.as_of.to_string(), lang), Role::Hint));
        lines
    }
}

/// The next step an action takes.
fn step_of(action: Action) -> Option<NextStep> {
    match action {
        Action::Advance => Some(NextStep::Step),
        Action::Serve => Some(NextStep::Serve),
        Action::ConfirmHold => Some(NextStep::Confirm),
        _ => None,
    }
}

/// What a row's own next step leads to.
fn next_of(action: Action, one: &WorklistRow) -> Option<Next> {
    let (event, code) = (&one.row.event, one.employer.code.to_string());
    let form = |asking| Next::Open(Place::Form(asking));
    let name = |step: &StepName| OpenStep { code: step.code.clone(), name: step.zh.clone() };
    match (action, &event.step) {
        (Action::Open, _) if event.cause.next_step() == NextStep::Approve => {
            Some(Next::Open(Place::Approval(event.no)))
        }
        (Action::ConfirmHold, _) => Some(Next::Run(Job::Chase(Box::new(ChaseAct::ConfirmHold(event.no))))),
        (Action::Serve, Some(step)) => Some(form(Asking::Serve(vec![(code, name(step))]))),
        (Action::Advance, Some(step)) if step.has_paper => {
            let ask = NoticesAsk { step: step.code.clone(), codes: vec![code], override_reason: String::new() };
            Some(Next::Open(Place::Notices(ask)))
        }
        (Action::Advance, Some(step)) => Some(form(Asking::Step(code, vec![name(step)]))),
        _ => None,
    }
}

impl Screen for Worklist {
    fn scope(&self) -> Scope {
        Scope::Worklist
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        WorklistWord::Today.in_lang(ctx.lang).to_owned()
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        let whose = if self.all { Whose::All } else { Whose::Own };
        self.read = Some(Loaded::from_result(desk.worklist(&whose)));
        let rows = self.rows().len();
        self.at.go(self.at.at(), rows);
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let chosen = || Can::when(self.row().is_some(), || Word::NothingChosen.in_lang(ctx.lang).to_owned());
        match action {
            Action::Open | Action::LogCall => chosen(),
            Action::WorklistAll => Can::Yes,
            Action::Advance | Action::Serve | Action::ConfirmHold => {
                let next = self.row().map(|one| one.row.event.cause.next_step());
                Can::when(next == step_of(action), || worklist::not_its_step(next, ctx.lang))
            }
            moving if is_move(moving) => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, _ctx: &Ctx<'_>) -> Next {
        let named = self.row().map(|one| (one.employer.code.to_string(), one.employer.name.clone()));
        if let Some(next) = self.row().and_then(|one| next_of(action, one)) {
            return next;
        }
        match (action, named) {
            (Action::Open, Some((code, _))) => return Next::Open(Place::Employer(code, None)),
            (Action::LogCall, Some((code, name))) => return Next::Open(Place::Form(Asking::Call { code, name })),
            (Action::WorklistAll, _) => {
                self.all = !self.all;
                self.at = Cursor::default();
                return Next::Load;
            }
            (moving, _) => {
                let rows = self.rows().len();
                self.at.moved(moving, rows);
            }
        }
        Next::Stay
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let word = |word: WorklistWord| word.in_lang(lang);
        let columns = vec![
            Column::left(word(WorklistWord::Cause), 18),
            Column::left(word(WorklistWord::Employer), 0),
            Column::right(word(WorklistWord::Owed), 16),
            Column::left(word(WorklistWord::On), 10),
            Column::left(word(WorklistWord::Officer), 8).rank(2),
            Column::right(word(WorklistWord::Score), 16).rank(3),
        ];
        let cells = |at: usize| {
            self.rows().get(at).map_or_else(Vec::new, |one| {
                let weight = Money::from_fen(i64::try_from(one.row.score.product).unwrap_or(i64::MAX));
                vec![
                    worklist::cause(one.row.event.cause, lang).to_owned(),
                    one.employer.name.clone(),
                    one.row.owed.grouped(),
                    one.row.event.on.to_string(),
                    one.employer.officer.clone(),
                    weight.grouped(),
                ]
            })
        };
        let empty = ctx.with_keys(WorklistWord::NothingHere.in_lang(lang));
        let instead = match &self.read {
            Some(Loaded::Failed(sentence)) => Instead::Failed(sentence),
            Some(Loaded::Ready(_)) | None => Instead::Empty(&empty),
        };
        let rows = canvas.height().saturating_sub(BELOW);
        let (count, cursor) = (self.rows().len(), &self.at);
        let (totals, cell, cells) = (None, None, &cells);
        let table = Table { columns, rows: count, cells, cursor, focused: true, totals, cell, instead };
        canvas.rows(0, rows, |part| table.draw(part));
        let width = usize::from(canvas.width());
        for (y, (line, role)) in (rows..canvas.height()).zip(self.below(ctx)) {
            canvas.text(0, y, &cut(&line, width), role);
        }
    }
}
