//! 今日清单: whom to work today, why, in which order, and the one next step of each row.
//!
//! Invariant: what a row's place is made of stands below it; a row goes when what it asks for was done.

use crate::domain::collection::today::{NextStep, StepName};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::text::lang::Lang;
use crate::text::pinyin::APART;
use crate::text::worklist::{self, WorklistWord};
use crate::tui::action::{Action, Scope};
use crate::tui::chase::{ChaseAct, OpenStep};
use crate::tui::collection::{Whose, WorklistRow};
use crate::tui::desk::Desk;
use crate::tui::papers::NoticesAsk;
use crate::tui::screen::{Asking, Can, Ctx, Listed, Next, Place, Screen};
use crate::tui::screens::listing;
use crate::tui::screens::pane::{Around, Held, Pane, Sheet};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::list::marks::RowId;
use crate::tui::widgets::list::shelf::{ListRow, OrderKey};
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::table::Column;
use crate::tui::widgets::text::cut;
use crate::tui::worker::Job;

/// Lines kept below the list: why, what its place is made of, the next step, whose list it is.
const BELOW: u16 = 4;

/// 今日清单.
pub(super) struct Worklist {
    all: bool,
    /// Whose list it is, and as of when.
    head: Option<(Option<String>, BusinessDay)>,
    list: Held<WorklistRow>,
}

impl Default for Worklist {
    fn default() -> Self {
        Worklist { all: false, head: None, list: Held::named("worklist", &[]) }
    }
}

impl ListRow for WorklistRow {
    fn id(&self) -> RowId {
        let event = &self.row.event;
        let cause = worklist::cause(event.cause, Lang::Zh);
        listing::identity(&[&self.employer.code, &cause, &event.on], std::iter::once(event.no))
    }

    fn amount(&self) -> Money {
        self.row.owed
    }

    fn found_by(&self) -> String {
        let employer = &self.employer;
        let cause = worklist::cause(self.row.event.cause, Lang::Zh);
        let texts = [employer.name.as_str(), &employer.no, employer.code.as_str(), &employer.officer, cause];
        texts.join(&APART.to_string())
    }

    fn order_key(&self, column: &str) -> OrderKey {
        match column {
            "cause" => OrderKey::Text(worklist::cause(self.row.event.cause, Lang::Zh).to_owned()),
            "employer" => OrderKey::Text(self.employer.name.clone()),
            "owed" => OrderKey::Number(self.row.owed.fen()),
            "on" => OrderKey::Number(i64::from(self.row.event.on.number())),
            "officer" => OrderKey::Text(self.employer.officer.clone()),
            _ => OrderKey::Number(i64::try_from(self.row.score.product).unwrap_or(i64::MAX)),
        }
    }
}

fn columns(lang: Lang) -> Vec<ListColumn> {
    let word = |word: WorklistWord| word.in_lang(lang);
    vec![
        ListColumn::new("cause", Column::left(word(WorklistWord::Cause), 18)).frozen(),
        ListColumn::new("employer", Column::left(word(WorklistWord::Employer), 0)),
        ListColumn::new("owed", Column::right(word(WorklistWord::Owed), 16)),
        ListColumn::new("on", Column::left(word(WorklistWord::On), 10)),
        ListColumn::new("officer", Column::left(word(WorklistWord::Officer), 8).rank(2)),
        ListColumn::new("score", Column::right(word(WorklistWord::Score), 16).rank(3)),
    ]
}

fn cells_of(one: &WorklistRow, lang: Lang) -> Vec<String> {
    let weight = Money::from_fen(i64::try_from(one.row.score.product).unwrap_or(i64::MAX));
    vec![
        worklist::cause(one.row.event.cause, lang).to_owned(),
        one.employer.name.clone(),
        one.row.owed.grouped(),
        one.row.event.on.to_string(),
        one.employer.officer.clone(),
        weight.grouped(),
    ]
}

impl Worklist {
    fn below(&self, ctx: &Ctx<'_>) -> Vec<(String, Role)> {
        let (Some((whose, as_of)), lang) = (&self.head, ctx.lang) else { return Vec::new() };
        let mut lines = Vec::new();
        if let Some(one) = self.list.chosen() {
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
        let rows = self.list.shelf().rows().len();
        lines.push((worklist::heading(whose.as_deref(), rows, &as_of.to_string(), lang), Role::Hint));
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
        let read = desk.worklist(&whose);
        self.head = read.as_ref().ok().map(|list| (list.officer.clone(), list.as_of));
        self.list.put(desk, read.map(|list| list.rows));
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        match action {
            Action::Open | Action::LogCall => self.list.can_choose(ctx.lang),
            Action::WorklistAll => Can::Yes,
            Action::Advance | Action::Serve | Action::ConfirmHold => {
                let next = self.list.chosen().map(|one| one.row.event.cause.next_step());
                Can::when(next == step_of(action), || worklist::not_its_step(next, ctx.lang))
            }
            own => self.list.can_list(own, ctx.lang),
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        let named = self.list.chosen().map(|one| (one.employer.code.to_string(), one.employer.name.clone()));
        if let Some(next) = self.list.chosen().and_then(|one| next_of(action, one)) {
            return next;
        }
        match (action, named) {
            (Action::Open, Some((code, _))) => Next::Open(Place::Employer(code, None)),
            (Action::LogCall, Some((code, name))) => Next::Open(Place::Form(Asking::Call { code, name })),
            (Action::WorklistAll, _) => {
                self.all = !self.all;
                Next::Load
            }
            (own, _) => {
                let sheet = Sheet { columns: columns(ctx.lang), cells: &|one| cells_of(one, ctx.lang) };
                let title = self.crumb(ctx);
                self.list.act(own, &sheet, &title, ctx)
            }
        }
    }

    fn listed(&mut self) -> Option<&mut dyn Listed> {
        Some(&mut self.list)
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let sheet = Sheet { columns: columns(lang), cells: &|one| cells_of(one, lang) };
        let empty = ctx.with_keys(WorklistWord::NothingHere.in_lang(lang));
        let around = Around { free: BELOW, ..Around::rows(&empty) };
        let below = self.list.draw(canvas, &sheet, around, lang);
        let width = usize::from(canvas.width());
        for (y, (line, role)) in (below..below + BELOW).zip(self.below(ctx)) {
            canvas.text(0, y, &cut(&line, width), role);
        }
    }
}
