//! 三数核对: what each of the three books says was taken, and where they part.
//!
//! Invariant: every figure of the table leads to the rows behind it; a method without a bank leg
//! shows `-` there and counts on neither side of the bank total.

use chrono::Datelike;

use crate::domain::day::BusinessDay;
use crate::domain::entry::{Method, Side};
use crate::domain::exception::State;
use crate::domain::money::Money;
use crate::domain::recon::{DayResult, ExceptionCase, TotalRow};
use crate::text::lang::Lang;
use crate::text::terms;
use crate::text::ui::{self, Word};
use crate::tui::action::{Action, Scope};
use crate::tui::desk::{DayView, Desk, EntryFilter, QuarantineFilter};
use crate::tui::screen::{Can, CaseFilter, Ctx, Loaded, Next, Place, Screen};
use crate::tui::screens::{bridge, closing};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::{Cursor, is_move};
use crate::tui::widgets::table::{Column, Instead, Table};
use crate::tui::widgets::text::cut;
use crate::tui::worker::Job;

/// Columns from which on nothing has to be left out.
const ROOMY: u16 = 80;

/// How the rows are gathered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grouping {
    Method,
    CashierMethod,
    Cashier,
    Bridge,
}

/// What a figure of the table is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Figure {
    Side(Side),
    Difference,
    Cases,
}

const FIGURES: [Figure; 5] =
    [Figure::Side(Side::Cashier), Figure::Side(Side::His), Figure::Side(Side::Bank), Figure::Difference, Figure::Cases];

/// One row of the table.
#[derive(Clone, Default)]
struct Line {
    cashier: Option<String>,
    method: Option<Method>,
    cashier_side: Money,
    his: Money,
    bank: Option<Money>,
    difference: Money,
    cases: usize,
}

/// 三数核对 of one day.
pub(super) struct Board {
    day: BusinessDay,
    result: Loaded<Option<DayResult>>,
    closing: Loaded<DayView>,
    days: Vec<BusinessDay>,
    grouping: Grouping,
    lines: Vec<Line>,
    at: Cursor,
    figure: usize,
}

impl Board {
    /// The board of a day.
    pub(super) fn new(day: BusinessDay) -> Self {
        Board {
            day,
            result: Loaded::Ready(None),
            closing: Loaded::Failed(String::new()),
            days: Vec::new(),
            grouping: Grouping::Method,
            lines: Vec::new(),
            at: Cursor::default(),
            figure: 0,
        }
    }

    /// The same, opened at the bridges.
    pub(super) fn bridges(day: BusinessDay) -> Self {
        Board { grouping: Grouping::Bridge, ..Board::new(day) }
    }

    fn result(&self) -> Option<&DayResult> {
        self.result.ready().and_then(Option::as_ref)
    }

    fn gather(&mut self) {
        self.lines = self.result().map(|result| lines_of(result, self.grouping)).unwrap_or_default();
        let rows = self.lines.len();
        self.at.go(self.at.at(), rows);
    }

    fn neighbour(&self, step: i32) -> Option<BusinessDay> {
        let later = self.days.iter().filter(|day| day.since(self.day).signum() == step);
        later.min_by_key(|day| day.since(self.day).abs()).copied()
    }

    fn drill(&self) -> Next {
        let Some(line) = self.lines.get(self.at.at()) else { return Next::Stay };
        let (method, cashier) = (line.method, line.cashier.clone());
        match FIGURES[self.figure] {
            Figure::Side(side) => {
                let all = EntryFilter::of(Some(self.day), side);
                Next::Open(Place::Entries(EntryFilter { method, cashier, ..all }))
            }
            Figure::Difference | Figure::Cases => {
                Next::Open(Place::Exceptions(CaseFilter { day: Some(self.day), method, cashier, class: None }))
            }
        }
    }
}

impl Screen for Board {
    fn scope(&self) -> Scope {
        Scope::Board
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let weekday = ui::weekday(self.day.date().weekday().num_days_from_monday(), ctx.lang);
        format!("{} {} {weekday}", Word::Board.in_lang(ctx.lang), self.day)
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.result = Loaded::from_result(desk.day(self.day));
        self.closing = Loaded::from_result(desk.day_view(self.day));
        self.days = desk.days().map(|days| days.iter().map(|day| day.day).collect()).unwrap_or_default();
        self.gather();
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let say = |word: Word| word.in_lang(ctx.lang).to_owned();
        let reconciled = || Can::when(self.result().is_some(), || say(Word::NotReconciled));
        let table = self.grouping != Grouping::Bridge;
        match action {
            Action::Reconcile => Can::when(!ctx.busy, || say(Word::Busy)),
            Action::DayBefore => Can::when(self.neighbour(-1).is_some(), || say(Word::NoOtherDay)),
            Action::DayAfter => Can::when(self.neighbour(1).is_some(), || say(Word::NoOtherDay)),
            Action::DayClosing => Can::Yes,
            Action::QuarantinedHere => Can::Yes,
            Action::Grouping | Action::DayExceptions => reconciled(),
            Action::Open if table && self.result().is_some() => {
                Can::when(!self.lines.is_empty(), || say(Word::NothingChosen))
            }
            Action::Open if table => reconciled(),
            Action::Left | Action::Right if table => Can::Yes,
            moving if table && is_move(moving) => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, _ctx: &Ctx<'_>) -> Next {
        let rows = self.lines.len();
        match action {
            Action::Reconcile => return Next::Run(Job::Reconcile(vec![(self.day, self.day)])),
            Action::DayBefore | Action::DayAfter => {
                self.day = self.neighbour(if action == Action::DayBefore { -1 } else { 1 }).unwrap_or(self.day);
                return Next::Load;
            }
            Action::DayExceptions => {
                let filter = CaseFilter { day: Some(self.day), ..CaseFilter::default() };
                return Next::Open(Place::Exceptions(filter));
            }
            Action::DayClosing => return Next::Open(Place::Closing(self.day)),
            Action::QuarantinedHere => {
                return Next::Open(Place::Quarantine(QuarantineFilter { day: Some(self.day), file: None }));
            }
            Action::Open => return self.drill(),
            Action::Grouping => {
                self.grouping = match self.grouping {
                    Grouping::Method => Grouping::CashierMethod,
                    Grouping::CashierMethod => Grouping::Cashier,
                    Grouping::Cashier => Grouping::Bridge,
                    Grouping::Bridge => Grouping::Method,
                };
                self.at = Cursor::default();
                self.gather();
            }
            Action::Left => self.figure = self.figure.saturating_sub(1),
            Action::Right => self.figure = (self.figure + 1).min(FIGURES.len() - 1),
            moving => {
                self.at.moved(moving, rows);
            }
        }
        Next::Stay
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let mut notes = self.result().map(|result| notes_of(result, ctx.lang)).unwrap_or_default();
        notes.extend(self.closing.ready().map(|view| closing::in_short(view, ctx.lang)));
        let below = u16::try_from(notes.len()).unwrap_or(0);
        let columns = usize::from(canvas.width());
        canvas.text(0, 0, &cut(&self.grouping_line(ctx.lang), columns), Role::Hint);
        let rows = canvas.height().saturating_sub(below + 2);
        match (self.grouping, self.result()) {
            (Grouping::Bridge, Some(result)) => {
                canvas.rows(1, rows, |part| bridge::draw(part, &result.bridges, ctx.lang))
            }
            _ => canvas.rows(1, rows, |part| self.draw_table(part, ctx)),
        }
        for (y, note) in (canvas.height().saturating_sub(below)..).zip(&notes) {
            canvas.text(0, y, &cut(note, columns), Role::Plain);
        }
    }
}

impl Board {
    fn grouping_line(&self, lang: Lang) -> String {
        let words = [
            (Grouping::Method, Word::ByMethod),
            (Grouping::CashierMethod, Word::ByCashierMethod),
            (Grouping::Cashier, Word::ByCashier),
            (Grouping::Bridge, Word::Bridge),
        ];
        let shown = words.map(|(grouping, word)| {
            let word = word.in_lang(lang);
            if grouping == self.grouping { format!("[{word}]") } else { format!(" {word} ") }
        });
        format!("Tab {}", shown.join(" "))
    }

    fn draw_table(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let both = self.grouping == Grouping::CashierMethod;
        let roomy = canvas.width() >= ROOMY;
        let (name, amount, difference) = match (roomy, both) {
            (true, false) => (13, 14, 13),
            (true, true) => (18, 13, 12),
            (false, false) => (9, 12, 12),
            (false, true) => (14, 12, 12),
        };
        let label = if self.grouping == Grouping::Method { Word::Method } else { Word::Cashier };
        let columns = vec![
            Column::left(label.in_lang(lang), name),
            Column::right(terms::side(Side::Cashier, lang), amount).rank(1),
            Column::right(terms::side(Side::His, lang), amount),
            Column::right(terms::side(Side::Bank, lang), amount),
            Column::right(Word::Difference.in_lang(lang), difference),
            Column::right(Word::OpenCases.in_lang(lang), 4).rank(2),
        ];
        let cells = |row: usize| self.lines.get(row).map(|line| cells_of(line, lang)).unwrap_or_default();
        let empty = ctx.says(if self.result().is_some() { Word::NothingToCompare } else { Word::EmptyBoard });
        let instead = self.result.failure().map_or(Instead::Empty(&empty), Instead::Failed);
        let totals = Some(total_cells(&self.lines, lang));
        let cell = Some(self.figure + 1);
        let rows = self.lines.len();
        Table { columns, rows, cells: &cells, cursor: &self.at, focused: true, totals, cell, instead }.draw(canvas);
    }
}

fn open_case(case: &ExceptionCase) -> bool {
    matches!(case.state, State::Open | State::Proposed)
}

fn lines_of(result: &DayResult, grouping: Grouping) -> Vec<Line> {
    let key_of = |cashier: &str, method: Method| match grouping {
        Grouping::Method | Grouping::Bridge => (None, Some(method)),
        Grouping::CashierMethod => (Some(cashier.to_owned()), Some(method)),
        Grouping::Cashier => (Some(cashier.to_owned()), None),
    };
    let mut lines: Vec<Line> = Vec::new();
    let find = |cashier: &str, method: Method, lines: &mut Vec<Line>| {
        let (cashier, method) = key_of(cashier, method);
        let known = lines.iter().position(|line| line.cashier == cashier && line.method == method);
        known.unwrap_or_else(|| {
            lines.push(Line { cashier, method, ..Line::default() });
            lines.len() - 1
        })
    };
    for row in &result.totals {
        let at = find(&row.cashier, row.method, &mut lines);
        add(&mut lines[at], row);
    }
    for case in result.exceptions.iter().filter(|case| open_case(case)) {
        let at = find(&case.cashier, case.method, &mut lines);
        lines[at].cases += 1;
    }
    lines.sort_by(|one, other| (&one.cashier, one.method).cmp(&(&other.cashier, other.method)));
    if grouping == Grouping::Method {
        lines.sort_by_key(|line| line.method.map_or(u8::MAX, screen_order));
    }
    lines
}

/// Electronic methods first, as the settlement office lists them.
fn screen_order(method: Method) -> u8 {
    match method {
        Method::Wechat => 0,
        Method::Alipay => 1,
        Method::Card => 2,
        Method::MedicalAccount => 3,
        Method::Cash => 4,
        Method::Prepaid => 5,
        Method::Other => 6,
    }
}

fn add(line: &mut Line, row: &TotalRow) {
    line.cashier_side += row.cashier_side;
    line.his += row.his;
    line.difference += row.difference;
    if row.bank_due || !row.bank.is_zero() {
        line.bank = Some(line.bank.unwrap_or_default() + row.bank);
    }
}

fn figures(line: &Line) -> [String; 5] {
    [
        line.cashier_side.grouped(),
        line.his.grouped(),
        line.bank.map_or_else(|| "-".to_owned(), Money::grouped),
        line.difference.grouped(),
        line.cases.to_string(),
    ]
}

fn cells_of(line: &Line, lang: Lang) -> Vec<String> {
    let cashier = line.cashier.as_ref().map(|cashier| {
        if cashier.is_empty() { Word::BankOnlyCashier.in_lang(lang).to_owned() } else { cashier.clone() }
    });
    let method = line.method.map(|method| terms::method(method, lang).to_owned());
    let label: Vec<String> = cashier.into_iter().chain(method).collect();
    std::iter::once(label.join(" ")).chain(figures(line)).collect()
}

fn total_cells(lines: &[Line], lang: Lang) -> Vec<String> {
    let total = Line {
        cashier_side: lines.iter().map(|line| line.cashier_side).sum(),
        his: lines.iter().map(|line| line.his).sum(),
        bank: Some(lines.iter().filter_map(|line| line.bank).sum()),
        difference: lines.iter().map(|line| line.difference).sum(),
        cases: lines.iter().map(|line| line.cases).sum(),
        ..Line::default()
    };
    std::iter::once(Word::Total.in_lang(lang).to_owned()).chain(figures(&total)).collect()
}

/// What stands below the table: how much tied, what waits, what was not banked, whether the bridges close.
fn notes_of(result: &DayResult, lang: Lang) -> Vec<String> {
    const SHIFTS_SHOWN: usize = 3;
    let mut notes = Vec::new();
    let tied = [Side::Cashier, Side::His, Side::Bank].map(|side| {
        let (matched, all) = (*result.matched.get(side), *result.entries.get(side));
        format!("{} {} ({matched}/{all})", terms::side(side, lang), percent(matched, all))
    });
    notes.push(format!("{}  {}", Word::Matched.in_lang(lang), tied.join("  ")));
    let unexplained = result.bridges.iter().filter(|bridge| !bridge.unexplained.is_zero()).count();
    let closed = result.bridges.len() - unexplained;
    notes.push(format!(
        "{} {}  {} {closed}/{}{}",
        Word::Awaited.in_lang(lang),
        result.awaited,
        Word::Bridge.in_lang(lang),
        result.bridges.len(),
        if unexplained > 0 {
            format!("  * {} {unexplained}", Word::BridgeUnexplained.in_lang(lang))
        } else {
            String::new()
        },
    ));
    for shift in result.negative_shifts.iter().take(SHIFTS_SHOWN) {
        let word = Word::NegativeShift.in_lang(lang);
        notes.push(format!("{word}  {}  {}  {}", shift.cashier, shift.slip_no, shift.amount.grouped()));
    }
    notes
}

/// Share in percent with one decimal, never rounded up to a whole that is not reached.
fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "-".to_owned();
    }
    let permille = u128::from(part) * 1_000 / u128::from(whole);
    format!("{}.{}%", permille / 10, permille % 10)
}
