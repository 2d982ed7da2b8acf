//! 协议试排: every instalment of a plan before it is made.

use crate::domain::money::Money;
use crate::text::collecting::{self, CollectingWord};
use crate::text::plan::{self, PlanWord};
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::collecting::{CollectingJob, PlanAsked, PlanDraft};
use crate::tui::desk::Desk;
use crate::tui::screen::{Can, Ctx, Loaded, Next, Screen, Warning};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::{Cursor, is_move};
use crate::tui::widgets::table::{Column, Instead, Table};
use crate::tui::widgets::text::cut;
use crate::tui::worker::Finished;

/// 协议试排.
pub(in crate::tui::screens) struct Plan {
    asked: PlanAsked,
    read: Option<Loaded<PlanDraft>>,
    at: Cursor,
}

impl Plan {
    /// A plan as asked for.
    pub(in crate::tui::screens) fn new(asked: PlanAsked) -> Self {
        Plan { asked, read: None, at: Cursor::default() }
    }

    fn draft(&self) -> Option<&PlanDraft> {
        self.read.as_ref().and_then(Loaded::ready)
    }

    fn sums(&self) -> (usize, Money) {
        let instalments = self.draft().map_or(&[][..], |draft| draft.instalments.as_slice());
        (instalments.len(), instalments.iter().map(|one| one.amount).sum())
    }
}

impl Screen for Plan {
    fn scope(&self) -> Scope {
        Scope::Plan
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        CollectingWord::PlanDraft.in_lang(ctx.lang).to_owned()
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.read = Some(Loaded::from_result(desk.plan_draft(&self.asked)));
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        match action {
            Action::AgreePlan if ctx.busy => Can::No(Word::Busy.in_lang(ctx.lang).to_owned()),
            Action::AgreePlan => {
                Can::when(self.sums().0 > 0, || CollectingWord::NothingDrafted.in_lang(ctx.lang).to_owned())
            }
            moving if is_move(moving) => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn warning(&self, _action: Action, ctx: &Ctx<'_>) -> Warning {
        let (count, total) = self.sums();
        let sentence = collecting::plan_warning(&self.asked.name, count, &total.grouped(), ctx.lang);
        Warning { sentence, figure: String::new() }
    }

    fn update(&mut self, action: Action, _ctx: &Ctx<'_>) -> Next {
        if action == Action::AgreePlan {
            return Next::Run(CollectingJob::MakePlan(self.asked.clone()).job());
        }
        let rows = self.sums().0;
        self.at.moved(action, rows);
        Next::Stay
    }

    fn finished(&mut self, finished: &Finished) -> Next {
        if matches!(finished, Finished::Collected(_)) { Next::Back } else { Next::Stay }
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let (lang, width) = (ctx.lang, usize::from(canvas.width()));
        let (count, total) = self.sums();
        let owed = self.draft().map_or((Money::ZERO, Money::ZERO), |draft| draft.owed);
        let total = total.grouped();
        let (name, owed, fee) = (&self.asked.name, owed.0.grouped(), owed.1.grouped());
        canvas.text(0, 0, &cut(&collecting::draft_head(name, count, &total, &owed, &fee, lang), width), Role::Title);
        let terms = format!(
            "{} {}  {} {}",
            PlanWord::BreachBy.in_lang(lang),
            plan::breach_by(self.asked.breach_by, lang),
            PlanWord::Effect.in_lang(lang),
            plan::effect(self.asked.effect, lang)
        );
        canvas.text(0, 1, &cut(&terms, width), Role::Hint);
        let columns = vec![
            Column::right(PlanWord::Number.in_lang(lang), 4),
            Column::left(PlanWord::DueOn.in_lang(lang), 10),
            Column::right(PlanWord::Amount.in_lang(lang), 18),
        ];
        let cells = |at: usize| {
            let one = self.draft().and_then(|draft| draft.instalments.get(at));
            one.map_or_else(Vec::new, |one| vec![(at + 1).to_string(), one.due_on.to_string(), one.amount.grouped()])
        };
        let instead = match &self.read {
            Some(Loaded::Failed(sentence)) => Instead::Failed(sentence),
            Some(Loaded::Ready(_)) | None => Instead::Empty(""),
        };
        let totals = Some(vec![String::new(), PlanWord::Total.in_lang(lang).to_owned(), total.clone()]);
        let (cells, cursor) = (&cells, &self.at);
        let table = Table { columns, rows: count, cells, cursor, focused: true, totals, cell: None, instead };
        let rows = canvas.height().saturating_sub(3);
        canvas.rows(3, rows, |part| table.draw(part));
    }
}
