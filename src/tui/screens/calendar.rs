//! 对账日历: every day of the book, how it stands, and the keys that match it.
//!
//! Invariant: a day with stale figures shows `-` for them, never the old ones.

use chrono::Datelike;

use crate::domain::day::BusinessDay;
use crate::domain::entry::Side;
use crate::domain::money::Money;
use crate::domain::recon::{DayStatus, DaySummary};
use crate::text::lang::Lang;
use crate::text::pinyin::APART;
use crate::text::terms;
use crate::text::ui::{self, Word};
use crate::tui::action::{Action, Scope};
use crate::tui::desk::Desk;
use crate::tui::screen::{BatchPreview, Can, CaseFilter, Ctx, Listed, Next, Place, Screen, Warning};
use crate::tui::screens::pane::{Around, Held, Pane, Sheet};
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::list::Offered;
use crate::tui::widgets::list::marks::RowId;
use crate::tui::widgets::list::shelf::{ListRow, OrderKey};
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::table::Column;
use crate::tui::worker::Job;

const OPTIONS: &[Offered] = &[(b'5', Word::OptionOpen), (b'8', Word::OptionReconcile)];

/// 对账日历. Newest day first.
pub(super) struct Calendar {
    list: Held<DaySummary>,
}

impl Default for Calendar {
    fn default() -> Self {
        Calendar { list: Held::named("calendar", OPTIONS) }
    }
}

impl ListRow for DaySummary {
    fn id(&self) -> RowId {
        i64::from(self.day.number())
    }

    fn amount(&self) -> Money {
        if needs_matching(self) { Money::ZERO } else { self.difference }
    }

    fn found_by(&self) -> String {
        let status = [Lang::Zh, Lang::En].map(|lang| terms::day_status(self.status, lang));
        let weekday =
            [Lang::Zh, Lang::En].map(|lang| ui::weekday(self.day.date().weekday().num_days_from_monday(), lang));
        let day = self.day.to_string();
        let texts = [day.as_str(), status[0], status[1], weekday[0], weekday[1]];
        format!("{}{APART}{}", texts.join(&APART.to_string()), self.difference)
    }

    fn order_key(&self, column: &str) -> OrderKey {
        let count = |rows: u64| OrderKey::Number(i64::try_from(rows).unwrap_or(i64::MAX));
        match column {
            "weekday" => count(u64::from(self.day.date().weekday().num_days_from_monday())),
            "status" => count(self.status as u64),
            "cashier" => count(*self.entries.get(Side::Cashier)),
            "his" => count(*self.entries.get(Side::His)),
            "bank" => count(*self.entries.get(Side::Bank)),
            "open" => count(u64::from(self.open)),
            "listed" => count(u64::from(self.listed)),
            "difference" => OrderKey::Number(self.difference.fen()),
            _ => OrderKey::Number(i64::from(self.day.number())),
        }
    }
}

impl Calendar {
    fn days(&self) -> &[DaySummary] {
        self.list.shelf().rows()
    }

    fn marked(&self) -> Vec<BusinessDay> {
        self.list.marked().into_iter().map(|day| day.day).collect()
    }

    fn stale(&self) -> Vec<BusinessDay> {
        self.days().iter().filter(|day| needs_matching(day)).map(|day| day.day).collect()
    }

    /// The days a batch is about: those marked, else those that wait.
    fn batch(&self) -> Vec<BusinessDay> {
        let marked = self.marked();
        if marked.is_empty() { self.stale() } else { marked }
    }

    fn preview(&self, days: Vec<BusinessDay>, lang: Lang) -> Next {
        let chosen: Vec<&DaySummary> = self.days().iter().filter(|day| days.contains(&day.day)).collect();
        let rows: u64 = chosen.iter().flat_map(|day| Side::ALL.iter().map(|side| *day.entries.get(*side))).sum();
        let again = chosen.iter().filter(|day| !needs_matching(day)).count();
        let ranges = ranges(days);
        let named = ranges.iter().map(|(from, to)| if from == to { from.to_string() } else { format!("{from}..{to}") });
        let facts = vec![
            (Word::BatchDays, format!("{}: {}", ui::days(chosen.len(), lang), named.collect::<Vec<_>>().join("  "))),
            (Word::BatchRows, rows.to_string()),
            (Word::OpenCount, chosen.iter().map(|day| day.open).sum::<u32>().to_string()),
            (Word::AbsoluteDifference, chosen.iter().map(|day| day.amount()).sum::<Money>().grouped()),
        ];
        let warnings = if again > 0 { vec![ui::days_again(again, lang).trim().to_owned()] } else { Vec::new() };
        let job = Job::Reconcile(ranges);
        Next::Open(Place::Batch(Box::new(BatchPreview { action: Action::ReconcileStale, facts, warnings, job })))
    }

    /// Opens the chosen day, or does what the digits say.
    fn open(&mut self, ctx: &Ctx<'_>) -> Next {
        let Some((digit, days)) = self.list.next_options() else {
            return self.list.chosen().map_or(Next::Stay, |day| Next::Open(Place::Board(day.day)));
        };
        let days: Vec<BusinessDay> = days.into_iter().map(|day| day.day).collect();
        match (digit, days.first()) {
            (b'8', Some(_)) if ctx.busy => Next::Refuse(Word::Busy.in_lang(ctx.lang).to_owned()),
            (b'8', Some(_)) => self.preview(days, ctx.lang),
            (_, Some(day)) => Next::Open(Place::Board(*day)),
            (_, None) => Next::Refuse(Word::NoOptionFit.in_lang(ctx.lang).to_owned()),
        }
    }
}

/// Days as ranges of neighbouring days, oldest first.
fn ranges(mut days: Vec<BusinessDay>) -> Vec<(BusinessDay, BusinessDay)> {
    days.sort();
    let mut ranges: Vec<(BusinessDay, BusinessDay)> = Vec::new();
    for day in days {
        match ranges.last_mut() {
            Some((_, last)) if last.plus(1) == day => *last = day,
            _ => ranges.push((day, day)),
        }
    }
    ranges
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
        self.list.put(desk, desk.days().map(|days| days.into_iter().rev().collect()));
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let say = |word: Word| word.in_lang(ctx.lang).to_owned();
        match action {
            Action::Reconcile | Action::ReconcileStale if ctx.busy => Can::No(say(Word::Busy)),
            Action::ReconcileStale => {
                Can::when(!self.stale().is_empty() || !self.marked().is_empty(), || say(Word::NoStale))
            }
            Action::Open | Action::Reconcile | Action::DayClosing => self.list.can_choose(ctx.lang),
            Action::DayExceptions => match self.list.chosen() {
                None => Can::No(say(Word::NothingChosen)),
                Some(day) => Can::when(!needs_matching(day), || say(Word::NotReconciled)),
            },
            own => self.list.can_list(own, ctx.lang),
        }
    }

    fn warning(&self, _action: Action, ctx: &Ctx<'_>) -> Warning {
        let days = self.batch();
        let (first, last) = (days.iter().min(), days.iter().max());
        let [from, to] = [first, last].map(|day| day.map_or_else(String::new, ToString::to_string));
        let mut sentence = ui::reconcile_all(days.len(), &from, &to, ctx.lang);
        let chosen = || self.days().iter().filter(|day| days.contains(&day.day));
        let again = chosen().filter(|day| !needs_matching(day)).count();
        let rows: u64 = chosen().flat_map(|day| Side::ALL.iter().map(|side| *day.entries.get(*side))).sum();
        let open: u32 = chosen().map(|day| day.open).sum();
        let sum: Money = chosen().map(ListRow::amount).sum();
        sentence.push_str(&ui::batch_of_days(rows, open, &sum.grouped(), ctx.lang));
        if again > 0 {
            sentence.push_str(&ui::days_again(again, ctx.lang));
        }
        Warning { sentence, figure: String::new() }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        let day = self.list.chosen().map(|day| day.day);
        match (action, day) {
            (Action::Open, Some(_)) => self.open(ctx),
            (Action::Reconcile, Some(day)) => Next::Run(Job::Reconcile(vec![(day, day)])),
            (Action::DayClosing, Some(day)) => Next::Open(Place::Closing(day)),
            (Action::ReconcileStale, _) => Next::Run(Job::Reconcile(ranges(self.batch()))),
            (Action::DayExceptions, Some(day)) => {
                Next::Open(Place::Exceptions(CaseFilter { day: Some(day), ..CaseFilter::default() }))
            }
            (own, _) => {
                let sheet = Sheet { columns: columns(ctx.lang), cells: &|day| cells_of(day, ctx.lang) };
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
        let sheet = Sheet { columns: columns(lang), cells: &|day| cells_of(day, lang) };
        let empty = ctx.says(Word::EmptyDays);
        let shown: Vec<&DaySummary> = self.list.shelf().shown().collect();
        let totals = Some(totals_of(&shown, lang));
        self.list.draw(canvas, &sheet, Around { totals, ..Around::rows(&empty) }, lang);
    }
}

fn columns(lang: Lang) -> Vec<ListColumn> {
    let zh = lang == Lang::Zh;
    let right = |key, title: &str, width| ListColumn::new(key, Column::right(title, width));
    let weekday = Column::left(Word::Weekday.in_lang(lang), if zh { 4 } else { 3 }).rank(if zh { 1 } else { 3 });
    let book = |key, title: &str, width| ListColumn::new(key, Column::right(title, width).rank(2));
    vec![
        ListColumn::new("day", Column::left(Word::Date.in_lang(lang), 10)).frozen(),
        ListColumn::new("weekday", weekday),
        ListColumn::new("status", Column::left(Word::Status.in_lang(lang), if zh { 8 } else { 16 })),
        book("cashier", terms::side(Side::Cashier, lang), 7),
        book("his", terms::side(Side::His, lang), 7),
        book("bank", Word::BankBook.in_lang(lang), if zh { 9 } else { 7 }),
        right("open", Word::OpenCount.in_lang(lang), if zh { 6 } else { 4 }),
        right("listed", Word::Listed.in_lang(lang), if zh { 5 } else { 6 }),
        right("difference", Word::AbsoluteDifference.in_lang(lang), if zh { 13 } else { 12 }),
    ]
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

fn totals_of(days: &[&DaySummary], lang: Lang) -> Vec<String> {
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
