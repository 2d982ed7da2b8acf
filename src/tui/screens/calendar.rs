//! 对账日历: every day of the book, how it stands, and the keys that match it.
//!
//! Invariant: a day with stale figures shows `-` for them, never the old ones.

use chrono::Datelike;

use crate::domain::day::BusinessDay;
use crate::domain::entry::Side;
use crate::domain::money::Money;
use crate::domain::recon::{DayStatus, DaySummary};
use crate::text::lang::Lang;
use crate::text::terms;
use crate::text::ui::{self, Word};
use crate::tui::action::{Action, Scope};
use crate::tui::desk::Desk;
use crate::tui::screen::{Can, CaseFilter, Ctx, Loaded, Next, Place, Screen, Warning};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::{Cursor, is_move};
use crate::tui::widgets::table::{Column, Instead, Table};
use crate::tui::worker::Job;

/// 对账日历. Newest day first.
pub(super) struct Calendar {
    days: Loaded<Vec<DaySummary>>,
    at: Cursor,
}

impl Default for Calendar {
    fn default() -> Self {
        Calendar { days: Loaded::Ready(Vec::new()), at: Cursor::default() }
    }
}

impl Calendar {
    fn days(&self) -> &[DaySummary] {
        self.days.ready().map_or(&[], Vec::as_slice)
    }

    fn chosen(&self) -> Option<&DaySummary> {
        self.days().get(self.at.at())
    }

    /// Stale days as ranges of neighbouring days, oldest first.
    fn stale(&self) -> Vec<(BusinessDay, BusinessDay)> {
        let mut ranges: Vec<(BusinessDay, BusinessDay)> = Vec::new();
        for day in self.days().iter().rev().filter(|day| needs_matching(day)).map(|day| day.day) {
            match ranges.last_mut() {
                Some((_, last)) if last.plus(1) == day => *last = day,
                _ => ranges.push((day, day)),
            }
        }
        ranges
    }
}

fn needs_matching(day: &DaySummary) -> bool {
    day.status == DayStatus::Stale
}

impl Screen for Calendar {
    fn scope(&self) -> Scope {
        Scope::Calendar
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        Word::Calendar.in_lang(ctx.lang).to_owned()
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.days = Loaded::from_result(desk.days().map(|mut days| {
            days.reverse();
            days
        }));
        let rows = self.days().len();
        self.at.go(self.at.at(), rows);
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let say = |word: Word| word.in_lang(ctx.lang).to_owned();
        match action {
            Action::Reconcile | Action::ReconcileStale if ctx.busy => Can::No(say(Word::Busy)),
            Action::ReconcileStale => Can::when(!self.stale().is_empty(), || say(Word::NoStale)),
            Action::Open | Action::Reconcile => Can::when(self.chosen().is_some(), || say(Word::NothingChosen)),
            Action::DayExceptions => match self.chosen() {
                None => Can::No(say(Word::NothingChosen)),
                Some(day) => Can::when(!needs_matching(day), || say(Word::NotReconciled)),
            },
            moving if is_move(moving) => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn warning(&self, _action: Action, ctx: &Ctx<'_>) -> Warning {
        let stale = self.days().iter().filter(|day| needs_matching(day)).map(|day| day.day);
        let (first, last) = (stale.clone().min(), stale.clone().max());
        let [from, to] = [first, last].map(|day| day.map_or_else(String::new, |day| day.to_string()));
        Warning { sentence: ui::reconcile_all(stale.count(), &from, &to, ctx.lang), figure: String::new() }
    }

    fn update(&mut self, action: Action, _ctx: &Ctx<'_>) -> Next {
        let rows = self.days().len();
        let day = self.chosen().map(|day| day.day);
        match (action, day) {
            (Action::Open, Some(day)) => Next::Open(Place::Board(day)),
            (Action::Reconcile, Some(day)) => Next::Run(Job::Reconcile(vec![(day, day)])),
            (Action::ReconcileStale, _) => Next::Run(Job::Reconcile(self.stale())),
            (Action::DayExceptions, Some(day)) => {
                Next::Open(Place::Exceptions(CaseFilter { day: Some(day), ..CaseFilter::default() }))
            }
            (moving, _) => {
                self.at.moved(moving, rows);
                Next::Stay
            }
        }
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let days = self.days();
        let lang = ctx.lang;
        let zh = lang == Lang::Zh;
        let columns = vec![
            Column::left(Word::Date.in_lang(lang), 10),
            Column::left(Word::Weekday.in_lang(lang), if zh { 4 } else { 3 }).rank(if zh { 1 } else { 3 }),
            Column::left(Word::Status.in_lang(lang), if zh { 8 } else { 16 }),
            Column::right(terms::side(Side::Cashier, lang), 7).rank(2),
            Column::right(terms::side(Side::His, lang), 7).rank(2),
            Column::right(Word::BankBook.in_lang(lang), if zh { 9 } else { 7 }).rank(2),
            Column::right(Word::OpenCount.in_lang(lang), if zh { 6 } else { 4 }),
            Column::right(Word::Listed.in_lang(lang), if zh { 5 } else { 6 }),
            Column::right(Word::AbsoluteDifference.in_lang(lang), if zh { 13 } else { 12 }),
        ];
        let cells = |row: usize| days.get(row).map(|day| cells_of(day, lang)).unwrap_or_default();
        let empty = ctx.says(Word::EmptyDays);
        let instead = self.days.failure().map_or(Instead::Empty(&empty), Instead::Failed);
        let rows = canvas.height().saturating_sub(2);
        let totals = Some(totals_of(days, lang));
        let (from, to) = canvas.rows(0, rows, |part| {
            Table {
                columns,
                rows: days.len(),
                cells: &cells,
                cursor: &self.at,
                focused: true,
                totals,
                cell: None,
                instead,
            }
            .draw(part)
        });
        if !days.is_empty() {
            canvas.text(2, rows + 1, &ui::page(from + 1, to, days.len(), lang), Role::Hint);
        }
    }
}

fn cells_of(day: &DaySummary, lang: Lang) -> Vec<String> {
    let counted = !matches!(day.status, DayStatus::Empty | DayStatus::Stale);
    let figure = |text: String| if counted { text } else { "-".to_owned() };
    let rows = |side: Side| match (*day.sources.get(side), *day.entries.get(side)) {
        (false, 0) => Word::NoSource.in_lang(lang).to_owned(),
        (_, count) => count.to_string(),
    };
    vec![
        day.day.to_string(),
        ui::weekday(day.day.date().weekday().num_days_from_monday(), lang).to_owned(),
        terms::day_status(day.status, lang).to_owned(),
        rows(Side::Cashier),
        rows(Side::His),
        rows(Side::Bank),
        figure(day.open.to_string()),
        figure(day.listed.to_string()),
        figure(day.difference.grouped()),
    ]
}

fn totals_of(days: &[DaySummary], lang: Lang) -> Vec<String> {
    let counted = || days.iter().filter(|day| !needs_matching(day));
    let rows = |side: Side| days.iter().map(|day| *day.entries.get(side)).sum::<u64>().to_string();
    vec![
        Word::Total.in_lang(lang).to_owned(),
        String::new(),
        String::new(),
        rows(Side::Cashier),
        rows(Side::His),
        rows(Side::Bank),
        counted().map(|day| day.open).sum::<u32>().to_string(),
        counted().map(|day| day.listed).sum::<u32>().to_string(),
        counted().map(|day| day.difference).sum::<Money>().grouped(),
    ]
}
