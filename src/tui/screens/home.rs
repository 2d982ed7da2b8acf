//! 今日: what waits, and how the days stand.
//!
//! Invariant: the list with the focus is the one marked `>`.

use chrono::Datelike;

use crate::domain::money::Money;
use crate::domain::recon::{DayStatus, DaySummary, ExceptionCase};
use crate::text::lang::Lang;
use crate::text::signing::demonstration;
use crate::text::ui::{self, Word};
use crate::text::{messages, terms};
use crate::tui::action::{Action, Scope};
use crate::tui::desk::Desk;
use crate::tui::menus;
use crate::tui::screen::{Can, Ctx, Loaded, Next, Place, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::{Cursor, is_move};
use crate::tui::widgets::table::{Column, Instead, Table};
use crate::tui::widgets::text::{Align, cut, fit, width, wrap};

/// Most exceptions kept for the list; the count of all stands in the days above.
const TO_DO_MAX: usize = 500;
const DAYS_SHOWN: u16 = 6;

/// 今日.
pub(super) struct Home {
    days: Loaded<Vec<DaySummary>>,
    cases: Loaded<std::sync::Arc<Vec<ExceptionCase>>>,
    day_at: Cursor,
    case_at: Cursor,
    on_days: bool,
}

impl Default for Home {
    fn default() -> Self {
        Home {
            days: Loaded::Ready(Vec::new()),
            cases: Loaded::Ready(std::sync::Arc::default()),
            day_at: Cursor::default(),
            case_at: Cursor::default(),
            on_days: false,
        }
    }
}

impl Home {
    fn days(&self) -> &[DaySummary] {
        self.days.ready().map_or(&[], Vec::as_slice)
    }

    fn cases(&self) -> &[ExceptionCase] {
        self.cases.ready().map_or(&[], |cases| cases.as_slice())
    }
}

impl Screen for Home {
    fn scope(&self) -> Scope {
        Scope::Home
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let today = ctx.info.today;
        let weekday = ui::weekday(today.date().weekday().num_days_from_monday(), ctx.lang);
        format!("{}  {today} {weekday}", Word::Today.in_lang(ctx.lang))
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.days = Loaded::from_result(desk.days().map(|mut days| {
            days.reverse();
            days
        }));
        self.cases = Loaded::from_result(desk.open_exceptions(TO_DO_MAX).map(std::sync::Arc::new));
        let (days, cases) = (self.days().len(), self.cases().len());
        self.day_at.go(self.day_at.at(), days);
        self.case_at.go(self.case_at.at(), cases);
        if cases == 0 {
            self.on_days = true;
        }
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let rows = if self.on_days { self.days().len() } else { self.cases().len() };
        match action {
            Action::Focus => Can::Yes,
            Action::Open => Can::when(rows > 0, || Word::NothingChosen.in_lang(ctx.lang).to_owned()),
            moving if is_move(moving) => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        let (days, cases) = (self.days().len(), self.cases().len());
        match action {
            Action::Focus => self.on_days = !self.on_days,
            Action::Open => return self.open(ctx),
            moving => {
                if self.on_days {
                    self.day_at.moved(moving, days);
                } else {
                    self.case_at.moved(moving, cases);
                }
            }
        }
        Next::Stay
    }

    fn answered(&mut self, answer: crate::tui::screen::Answer) -> Next {
        if let crate::tui::screen::Answer::Row(at) = answer {
            let rows = self.cases().len();
            self.case_at.go(at, rows);
        }
        Next::Stay
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let mut y = draw_banners(canvas, ctx);
        for line in menu_lines(ctx, usize::from(canvas.width())) {
            canvas.text(0, y, &line, Role::Plain);
            y += 1;
        }
        y += 1;
        // The to-do list keeps two thirds of what is left; an empty list of days needs room for its sentence.
        let most = (canvas.height().saturating_sub(y) / 3).clamp(2, DAYS_SHOWN);
        let days = u16::try_from(self.days().len()).unwrap_or(u16::MAX).min(most);
        let days = if days == 0 { 3 } else { days };
        canvas.rows(y, days + 1, |part| self.draw_days(part, ctx));
        y += days + 2;
        let rest = canvas.height().saturating_sub(y);
        canvas.rows(y, rest, |part| self.draw_to_do(part, ctx));
    }
}

impl Home {
    fn open(&self, ctx: &Ctx<'_>) -> Next {
        let place = if self.on_days {
            self.days().get(self.day_at.at()).map(|day| Place::Board(day.day))
        } else {
            self.cases.ready().map(|cases| Place::Exception(cases.clone(), self.case_at.at()))
        };
        place.map_or_else(|| Next::Refuse(Word::NothingChosen.in_lang(ctx.lang).to_owned()), Next::Open)
    }

    fn draw_days(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let days = self.days();
        let columns = vec![
            Column::left(Word::Days.in_lang(lang), 15),
            Column::left(Word::Status.in_lang(lang), if lang == Lang::Zh { 14 } else { 16 }),
            Column::right(Word::OpenCount.in_lang(lang), 6),
            Column::right(Word::Listed.in_lang(lang), 6),
            Column::right(Word::AbsoluteDifference.in_lang(lang), 14),
        ];
        let cells = |row: usize| days.get(row).map(|day| day_cells(day, lang)).unwrap_or_default();
        let empty = ctx.says(Word::EmptyDays);
        let instead = self.days.failure().map_or(Instead::Empty(&empty), Instead::Failed);
        let focused = self.on_days;
        Table {
            columns,
            rows: days.len(),
            cells: &cells,
            cursor: &self.day_at,
            focused,
            totals: None,
            cell: None,
            instead,
        }
        .draw(canvas);
    }

    fn draw_to_do(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let cases = self.cases();
        let columns = vec![
            Column::left(Word::ToDo.in_lang(lang), if lang == Lang::Zh { 16 } else { 27 }),
            Column::left(Word::Date.in_lang(lang), 5),
            Column::right(Word::Difference.in_lang(lang), 13),
            Column::left(Word::Cashier.in_lang(lang), 9).rank(1),
            Column::left(Word::Reason.in_lang(lang), 0),
        ];
        let cells = |row: usize| cases.get(row).map(|case| case_cells(case, lang)).unwrap_or_default();
        let waiting = self.days().iter().any(|day| day.status == DayStatus::Stale);
        let empty = ctx.says(if waiting { Word::EmptyToDoDays } else { Word::EmptyToDo });
        let instead = self.cases.failure().map_or(Instead::Empty(&empty), Instead::Failed);
        // The sum gives way before the last rows do.
        let below = if cases.is_empty() || canvas.height() < 4 { 0 } else { 1 };
        let rows = canvas.height().saturating_sub(below);
        let focused = !self.on_days;
        let (from, to) = canvas.rows(0, rows, |part| {
            Table {
                columns,
                rows: cases.len(),
                cells: &cells,
                cursor: &self.case_at,
                focused,
                totals: None,
                cell: None,
                instead,
            }
            .draw(part)
        });
        if below == 0 {
            return;
        }
        let sum: Money = cases.iter().map(|case| case.difference.abs()).sum();
        let place = ui::page(from + 1, to, cases.len(), lang);
        let limit = if cases.len() == TO_DO_MAX { ui::only_first(TO_DO_MAX, lang) } else { String::new() };
        let mut text = format!("{place}  {}  {limit}", ui::sum_of_differences(&sum.grouped(), lang));
        let reminders = messages::reminders(cases.iter().filter_map(|case| case.work.age), lang);
        if !reminders.is_empty() {
            text = format!("{reminders}  {text}");
        }
        canvas.text(2, rows, &text, Role::Hint);
    }
}

fn draw_banners(canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) -> u16 {
    let mut y = 0;
    let banners = [
        (ctx.info.demonstration, demonstration(ctx.lang)),
        (ctx.info.trouble.is_some(), ctx.info.trouble.clone().unwrap_or_default()),
        (ctx.info.single_person, Word::SinglePersonBanner.in_lang(ctx.lang).to_owned()),
    ];
    for (_, text) in banners.iter().filter(|(shown, _)| *shown) {
        let columns = usize::from(canvas.width()) - 2;
        // In a low window they give way to the rows.
        let lines = if canvas.height() < 16 { vec![cut(text, columns)] } else { wrap(text, columns) };
        for line in lines {
            canvas.text(0, y, &format!("* {line}"), Role::Banner);
            y += 1;
        }
    }
    y
}

/// The main menu: a line a job, what can be chosen by its number; a line that is too long goes on below itself.
fn menu_lines(ctx: &Ctx<'_>, columns: usize) -> Vec<String> {
    let menu = menus::main_menu(ctx);
    let head = menu.iter().map(|(group, _)| width(group.title(ctx.lang))).max().unwrap_or(0);
    let mut lines = Vec::new();
    for (group, items) in menu {
        let mut line = fit(group.title(ctx.lang), head, Align::Left);
        for (number, action) in items {
            let item = format!("  {number} {}", action.title(ctx.lang));
            if width(&line) + width(&item) > columns {
                lines.push(std::mem::replace(&mut line, " ".repeat(head)));
            }
            line.push_str(&item);
        }
        lines.push(line);
    }
    lines
}

fn day_cells(day: &DaySummary, lang: Lang) -> Vec<String> {
    let weekday = ui::weekday(day.day.date().weekday().num_days_from_monday(), lang);
    let counted = !matches!(day.status, DayStatus::Empty | DayStatus::Stale);
    let figure = |text: String| if counted { text } else { "-".to_owned() };
    vec![
        format!("{} {weekday}", day.day),
        terms::day_status(day.status, lang).to_owned(),
        figure(day.open.to_string()),
        figure(day.listed.to_string()),
        figure(day.difference.grouped()),
    ]
}

fn case_cells(case: &ExceptionCase, lang: Lang) -> Vec<String> {
    vec![
        format!("{} {}", case.class.paper_code(), terms::class(case.class, lang)),
        case.day.date().format("%m-%d").to_string(),
        case.difference.grouped(),
        case.cashier.clone(),
        messages::reason(case, lang),
    ]
}
