//! 资金到账: what each channel day's net became at the bank, a month at a time, and the accounts it came to.
//!
//! Invariant: every figure is the book's; a net stands in exactly one of credited, in transit, short.

use chrono::Datelike;

use crate::domain::day::BusinessDay;
use crate::domain::entry::Side;
use crate::domain::funds::Arrival;
use crate::domain::money::Money;
use crate::text::funds::{FundsWord, account_said};
use crate::text::lang::Lang;
use crate::text::masked;
use crate::text::terms;
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::desk::{Desk, EntryFilter};
use crate::tui::funds::{AccountLine, Funds};
use crate::tui::screen::{Can, Ctx, Loaded, Next, Place, Screen};
use crate::tui::screens::bridge;
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::{Cursor, is_move};
use crate::tui::widgets::table::{Column, Instead, Table};
use crate::tui::widgets::text::cut;

/// Accounts named above the table.
const ACCOUNTS_SHOWN: usize = 4;

/// What of a month is shown.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Shown {
    #[default]
    All,
    /// Only what is not credited in full.
    Open,
    /// 渠道桥 of the month.
    Bridge,
}

/// 资金到账 of a month.
#[derive(Default)]
pub(super) struct FundsScreen {
    /// Any day of the month; the newest of the book before the first look.
    month: Option<BusinessDay>,
    read: Option<Loaded<Funds>>,
    shown: Shown,
    at: Cursor,
}

/// First and last day of a day's month.
fn month_of(day: BusinessDay) -> (BusinessDay, BusinessDay) {
    let from = day.plus(1 - i32::try_from(day.date().day()).unwrap_or(1));
    let next = from.plus(31);
    (from, next.plus(-i32::try_from(next.date().day()).unwrap_or(1)))
}

impl FundsScreen {
    fn funds(&self) -> Option<&Funds> {
        self.read.as_ref().and_then(Loaded::ready)
    }

    fn arrivals(&self) -> Vec<&Arrival> {
        let all = self.funds().map_or(&[][..], |funds| funds.arrivals.as_slice());
        let waits = |one: &&Arrival| !one.in_transit.is_zero() || !one.short.is_zero();
        all.iter().filter(|one| self.shown == Shown::All || waits(one)).collect()
    }

    fn chosen(&self) -> Option<&Arrival> {
        self.arrivals().get(self.at.at()).copied()
    }

    /// The account of the chosen row, else the first, and the last day its statements speak of this month.
    fn account(&self) -> Option<(&AccountLine, BusinessDay)> {
        let funds = self.funds()?;
        let named = self.chosen().and_then(|one| funds.accounts.iter().find(|line| line.account == one.account));
        let line = named.or_else(|| funds.accounts.first())?;
        let (from, to) = line.covered?;
        (from <= funds.to && to >= funds.from).then(|| (line, to.min(funds.to)))
    }
}

impl Screen for FundsScreen {
    fn scope(&self) -> Scope {
        Scope::Funds
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let month = self.month.map_or_else(String::new, |day| day.date().format(" %Y-%m").to_string());
        format!("{}{month}", FundsWord::Funds.in_lang(ctx.lang))
    }

    fn load(&mut self, desk: &dyn Desk, ctx: &Ctx<'_>) {
        let newest = || desk.days().ok().and_then(|days| days.last().map(|day| day.day));
        let day = self.month.or_else(newest).unwrap_or(ctx.info.today);
        self.month = Some(day);
        let (from, to) = month_of(day);
        self.read = Some(Loaded::from_result(desk.funds(from, to)));
        let rows = self.arrivals().len();
        self.at.go(self.at.at(), rows);
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let say = |word: FundsWord| word.in_lang(ctx.lang).to_owned();
        match action {
            Action::Open if self.shown == Shown::Bridge => Can::Absent,
            Action::Open => Can::when(self.chosen().is_some(), || Word::NothingChosen.in_lang(ctx.lang).to_owned()),
            Action::Balance => Can::when(self.account().is_some(), || say(FundsWord::NoStatement)),
            Action::OpenFunds | Action::MonthBefore | Action::MonthAfter => Can::Yes,
            moving if is_move(moving) && self.shown != Shown::Bridge => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, _ctx: &Ctx<'_>) -> Next {
        match action {
            Action::Open => {
                let Some(one) = self.chosen() else { return Next::Stay };
                let all = EntryFilter::of(Some(one.day), Side::Bank);
                return Next::Open(Place::Entries(EntryFilter { method: Some(one.channel), ..all }));
            }
            Action::Balance => {
                let place = self.account().map(|(line, on)| Place::Balance(line.account.clone(), on));
                return place.map_or(Next::Stay, Next::Open);
            }
            Action::OpenFunds => {
                self.shown = match self.shown {
                    Shown::All => Shown::Open,
                    Shown::Open => Shown::Bridge,
                    Shown::Bridge => Shown::All,
                };
                self.at = Cursor::default();
            }
            Action::MonthBefore | Action::MonthAfter => {
                let (from, to) = self.month.map_or((BusinessDay::MIN, BusinessDay::MIN), month_of);
                self.month = Some(if action == Action::MonthBefore { from.plus(-1) } else { to.plus(1) });
                self.at = Cursor::default();
                return Next::Load;
            }
            moving => {
                let rows = self.arrivals().len();
                self.at.moved(moving, rows);
            }
        }
        Next::Stay
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let columns = usize::from(canvas.width());
        let mut y = 0;
        for line in self.funds().map_or(&[][..], |funds| &funds.accounts).iter().take(ACCOUNTS_SHOWN) {
            canvas.text(0, y, &cut(&said_of(line, lang), columns), Role::Plain);
            y += 1;
        }
        canvas.text(0, y, &cut(&self.shown_line(ctx), columns), Role::Hint);
        y += 1;
        if self.shown == Shown::Bridge {
            let bridges = self.funds().map_or(&[][..], |funds| &funds.bridges);
            let rest = canvas.height().saturating_sub(y);
            return canvas.rows(y, rest, |part| bridge::draw(part, bridges, lang));
        }
        let arrivals = self.arrivals();
        let cells = |row: usize| arrivals.get(row).map(|one| cells_of(one, lang)).unwrap_or_default();
        let empty = ctx.with_keys(
            if self.shown == Shown::Open { FundsWord::NothingOpen } else { FundsWord::Nothing }.in_lang(lang),
        );
        let failure = self.read.as_ref().and_then(Loaded::failure);
        let rows = canvas.height().saturating_sub(y);
        canvas.rows(y, rows, |part| {
            Table {
                columns: columns_of(lang),
                rows: arrivals.len(),
                cells: &cells,
                cursor: &self.at,
                focused: true,
                totals: Some(totals_of(&arrivals, lang)),
                cell: None,
                instead: failure.map_or(Instead::Empty(&empty), Instead::Failed),
            }
            .draw(part)
        });
    }
}

impl FundsScreen {
    fn shown_line(&self, ctx: &Ctx<'_>) -> String {
        let words =
            [(Shown::All, FundsWord::All), (Shown::Open, FundsWord::OpenOnly), (Shown::Bridge, FundsWord::Bridge)];
        let shown = words.map(|(shown, word)| {
            let word = word.in_lang(ctx.lang);
            if shown == self.shown { format!("[{word}]") } else { format!(" {word} ") }
        });
        let overdue = self.arrivals().iter().filter(|one| one.is_overdue).map(|one| one.in_transit).sum::<Money>();
        let late = format!("  * {} {}", FundsWord::Overdue.in_lang(ctx.lang), overdue.grouped());
        let late = if overdue.is_zero() { String::new() } else { late };
        format!("{} {}{late}", ctx.with_keys("{funds.open}"), shown.join(" "))
    }
}

fn said_of(line: &AccountLine, lang: Lang) -> String {
    let covered = line.covered.map(|(from, to)| format!("{from}..{to}"));
    let covered = covered.unwrap_or_else(|| FundsWord::NoStatement.in_lang(lang).to_owned());
    account_said(&masked::account(&line.account), &covered, line.unclaimed, &line.unclaimed_sum.grouped(), lang)
}

fn columns_of(lang: Lang) -> Vec<Column> {
    let figure = |word: FundsWord| Column::right(word.in_lang(lang), 12);
    vec![
        Column::left(Word::Date.in_lang(lang), 5),
        Column::left(FundsWord::Channel.in_lang(lang), 8),
        figure(FundsWord::Net),
        figure(FundsWord::Credited),
        figure(FundsWord::InTransit),
        Column::right(FundsWord::Short.in_lang(lang), 9),
        Column::left(FundsWord::Due.in_lang(lang), 5).rank(1),
        Column::left(Word::Status.in_lang(lang), 0),
    ]
}

fn cells_of(one: &Arrival, lang: Lang) -> Vec<String> {
    let short = |day: Option<BusinessDay>| day.map_or_else(|| "-".into(), |day| day.date().format("%m-%d").to_string());
    let state = match (one.is_overdue, one.in_transit.is_zero(), one.short.is_zero()) {
        (true, ..) => FundsWord::Overdue,
        (false, false, _) => FundsWord::Waiting,
        (false, true, false) => FundsWord::FellShort,
        (false, true, true) => FundsWord::Arrived,
    };
    vec![
        short(Some(one.day)),
        terms::method(one.channel, lang).to_owned(),
        one.net.grouped(),
        one.credited.grouped(),
        one.in_transit.grouped(),
        one.short.grouped(),
        short(one.due),
        state.in_lang(lang).to_owned(),
    ]
}

fn totals_of(arrivals: &[&Arrival], lang: Lang) -> Vec<String> {
    let sum = |figure: fn(&Arrival) -> Money| arrivals.iter().map(|one| figure(one)).sum::<Money>().grouped();
    vec![
        Word::Total.in_lang(lang).to_owned(),
        String::new(),
        sum(|one| one.net),
        sum(|one| one.credited),
        sum(|one| one.in_transit),
        sum(|one| one.short),
        String::new(),
        String::new(),
    ]
}
