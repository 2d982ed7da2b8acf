//! 手工勾对: the open differences of the other books that one may be tied to; one is linked, several are split over.
//!
//! Invariant: nothing is tied but what is marked, or stands under the cursor where nothing is marked.

use crate::domain::decision::Verb;
use crate::domain::entry::EntryId;
use crate::domain::money::Money;
use crate::domain::recon::ExceptionCase;
use crate::text::lang::Lang;
use crate::text::terms;
use crate::text::ui::Word;
use crate::text::work::{WorkWord, tied_sums};
use crate::tui::action::{Action, Scope};
use crate::tui::desk::{Deciding, Desk};
use crate::tui::screen::{Can, Ctx, Listed, Next, Screen};
use crate::tui::screens::pane::{Around, Held, Pane, Sheet};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::table::Column;
use crate::tui::widgets::text::cut;
use crate::tui::worker::{Finished, Job};

/// 手工勾对 of one difference.
pub(super) struct Counterparts {
    case: ExceptionCase,
    version: String,
    list: Held<ExceptionCase>,
}

impl Counterparts {
    /// What a difference, as it was seen, may be tied to.
    pub(super) fn new(case: ExceptionCase, version: String) -> Self {
        Counterparts { case, version, list: Held::plain() }
    }

    /// The rows marked, else the one under the cursor.
    fn chosen(&self) -> Vec<&ExceptionCase> {
        let marked = self.list.marked();
        if marked.is_empty() { self.list.chosen().into_iter().collect() } else { marked }
    }

    fn tie(&self) -> Next {
        let others: Vec<EntryId> =
            self.chosen().iter().filter_map(|case| case.legs.iter().find_map(|leg| leg.entry)).collect();
        let verb = if others.len() > 1 { Verb::Split } else { Verb::Link };
        let deciding = Deciding { others, ..Deciding::of(verb, &self.case.key, &self.version) };
        Next::Run(Job::Decide(Box::new(deciding)))
    }

    fn columns(lang: Lang) -> Vec<ListColumn> {
        vec![
            ListColumn::new("side", Column::left(WorkWord::Side.in_lang(lang), 9)).frozen(),
            ListColumn::new("day", Column::left(Word::Date.in_lang(lang), 5)),
            ListColumn::new("time", Column::left(Word::Time.in_lang(lang), 8)),
            ListColumn::new("amount", Column::right(Word::Amount.in_lang(lang), 13)),
            ListColumn::new("method", Column::left(Word::MethodShort.in_lang(lang), 8).rank(2)),
            ListColumn::new("cashier", Column::left(Word::Cashier.in_lang(lang), 9).rank(1)),
            ListColumn::new("number", Column::number(Word::SerialNo.in_lang(lang), 0)),
        ]
    }
}

/// Σ of a case's rows of its first book: what has to be found on the other side.
fn amount_of(case: &ExceptionCase) -> Money {
    let first = case.legs.first().map(|leg| leg.side);
    case.legs.iter().filter(|leg| Some(leg.side) == first).map(|leg| leg.amount).sum()
}

fn cells_of(case: &ExceptionCase, lang: Lang) -> Vec<String> {
    let leg = case.legs.first();
    vec![
        leg.map_or_else(String::new, |leg| terms::side(leg.side, lang).to_owned()),
        leg.map_or(case.day, |leg| leg.day).date().format("%m-%d").to_string(),
        leg.map_or_else(String::new, |leg| leg.at.to_string()),
        amount_of(case).grouped(),
        terms::method(case.method, lang).to_owned(),
        case.cashier.clone(),
        case.number().to_owned(),
    ]
}

impl Screen for Counterparts {
    fn scope(&self) -> Scope {
        Scope::Counterparts
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        WorkWord::LinkByHand.in_lang(ctx.lang).to_owned()
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.list.put(desk, desk.counterparts(&self.case.key, ""));
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let say = |word: Word| word.in_lang(ctx.lang).to_owned();
        match action {
            Action::Open if ctx.busy => Can::No(say(Word::Busy)),
            Action::Open => Can::when(!self.chosen().is_empty(), || say(Word::NothingChosen)),
            Action::Columns | Action::Export | Action::Left | Action::Right => Can::Absent,
            own => self.list.can_list(own, ctx.lang),
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        match action {
            Action::Open => self.tie(),
            own => {
                let sheet = Sheet { columns: Self::columns(ctx.lang), cells: &|case| cells_of(case, ctx.lang) };
                let title = self.crumb(ctx);
                self.list.act(own, &sheet, &title, ctx)
            }
        }
    }

    fn listed(&mut self) -> Option<&mut dyn Listed> {
        Some(&mut self.list)
    }

    fn finished(&mut self, finished: &Finished) -> Next {
        if matches!(finished, Finished::Decided(..)) { Next::Back } else { Next::Stay }
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let columns = usize::from(canvas.width());
        let own = cells_of(&self.case, lang).into_iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>();
        canvas.text(0, 0, &cut(&own.join("  "), columns), Role::Title);
        let (target, sum) = (amount_of(&self.case), self.chosen().iter().map(|case| amount_of(case)).sum::<Money>());
        let said = tied_sums(&target.grouped(), &sum.grouped(), &(sum - target).grouped(), lang);
        canvas.text(0, 1, &cut(&said, columns), Role::Plain);
        canvas.text(0, 2, &cut(WorkWord::LinkHint.in_lang(lang), columns), Role::Hint);
        let sheet = Sheet { columns: Self::columns(lang), cells: &|case| cells_of(case, lang) };
        let rest = canvas.height().saturating_sub(3);
        let around = Around::rows(WorkWord::NoCounterparts.in_lang(lang));
        canvas.rows(3, rest, |part| self.list.draw(part, &sheet, around, lang));
    }
}
