//! 差异列表: of a day or of all days.
//!
//! Invariant: the cursor keeps its exception when the list is read again.

use std::sync::Arc;

use crate::domain::exception::{Class, State};
use crate::domain::money::Money;
use crate::domain::recon::ExceptionCase;
use crate::text::lang::Lang;
use crate::text::ui::{self, Word};
use crate::text::{messages, terms};
use crate::tui::action::{Action, Scope};
use crate::tui::desk::Desk;
use crate::tui::screen::{Answer, Can, CaseFilter, ChoiceRow, ChoiceTitle, Ctx, Loaded, Next, Place, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::{Cursor, is_move};
use crate::tui::widgets::table::{Column, Instead, Table};
use crate::tui::widgets::text::wrap;

/// Rows below the list for the whole reason of the chosen one.
const REASON_ROWS: u16 = 3;
/// Most exceptions one list holds.
const CASES_MAX: usize = 5_000;

/// 差异列表.
pub(super) struct Exceptions {
    filter: CaseFilter,
    class: Option<Class>,
    all: bool,
    read: Loaded<Vec<ExceptionCase>>,
    shown: Arc<Vec<ExceptionCase>>,
    at: Cursor,
}

impl Exceptions {
    /// The exceptions a filter lets through.
    pub(super) fn new(filter: CaseFilter) -> Self {
        Exceptions {
            filter,
            class: None,
            all: false,
            read: Loaded::Ready(Vec::new()),
            shown: Arc::default(),
            at: Cursor::default(),
        }
    }

    fn wanted(&self, case: &ExceptionCase) -> bool {
        self.filter.method.is_none_or(|method| case.method == method)
            && self.filter.cashier.as_ref().is_none_or(|cashier| case.cashier == *cashier)
            && (self.all || matches!(case.state, State::Open | State::Proposed))
    }

    fn choose_shown(&mut self) {
        let before = self.shown.get(self.at.at()).map(|case| (case.id, case.class));
        let read = self.read.ready().map_or(&[][..], Vec::as_slice);
        let of_class = |case: &&ExceptionCase| self.class.is_none_or(|class| case.class == class);
        let shown: Vec<ExceptionCase> =
            read.iter().filter(|case| self.wanted(case)).filter(of_class).cloned().collect();
        let again = shown.iter().position(|case| before == Some((case.id, case.class)) && case.id != 0);
        self.at.go(again.unwrap_or(self.at.at()), shown.len());
        self.shown = Arc::new(shown);
    }

    fn classes(&self, lang: Lang) -> Place {
        let read = self.read.ready().map_or(&[][..], Vec::as_slice);
        let count = |class: Option<Class>| {
            let fits = |case: &&ExceptionCase| self.wanted(case) && class.is_none_or(|class| case.class == class);
            read.iter().filter(fits).count()
        };
        let row = |class: Option<Class>, label: String| ChoiceRow {
            aside: count(class).to_string(),
            found_by: class.map_or_else(String::new, |class| class.code().to_owned()),
            label,
            refusal: None,
            answer: Answer::Class(class),
        };
        let all = row(None, Word::AllClasses.in_lang(lang).to_owned());
        let present = Class::ALL.iter().filter(|class| count(Some(**class)) > 0);
        let classes =
            present.map(|class| row(Some(*class), format!("{} {}", class.paper_code(), terms::class(*class, lang))));
        Place::Choice(ChoiceTitle::Classes, std::iter::once(all).chain(classes).collect())
    }
}

impl Screen for Exceptions {
    fn scope(&self) -> Scope {
        Scope::Exceptions
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let lang = ctx.lang;
        let name = if self.filter.day.is_some() { Word::Exceptions } else { Word::OpenExceptions };
        let mut parts = vec![name.in_lang(lang).to_owned()];
        parts.extend(self.filter.day.map(|day| day.date().format("%m-%d").to_string()));
        parts.extend(self.filter.method.map(|method| terms::method(method, lang).to_owned()));
        parts.extend(self.filter.cashier.clone().filter(|cashier| !cashier.is_empty()));
        parts.extend(self.class.map(|class| terms::class(class, lang).to_owned()));
        parts.join(" ")
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.read = Loaded::from_result(match self.filter.day {
            None => desk.open_exceptions(CASES_MAX),
            Some(day) => desk.day(day).map(|result| result.map(|result| result.exceptions).unwrap_or_default()),
        });
        self.choose_shown();
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let say = |word: Word| word.in_lang(ctx.lang).to_owned();
        match action {
            Action::Open => Can::when(!self.shown.is_empty(), || say(Word::NothingChosen)),
            Action::Informational => Can::when(self.filter.day.is_some(), || say(Word::AllDaysOpenOnly)),
            Action::FilterClass => Can::Yes,
            moving if is_move(moving) => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        match action {
            Action::Open => return Next::Open(Place::Exception(self.shown.clone(), self.at.at())),
            Action::FilterClass => return Next::Open(self.classes(ctx.lang)),
            Action::Informational => {
                self.all = !self.all;
                self.choose_shown();
            }
            moving => {
                let rows = self.shown.len();
                self.at.moved(moving, rows);
            }
        }
        Next::Stay
    }

    fn answered(&mut self, answer: Answer) -> Next {
        match answer {
            Answer::Class(class) => {
                self.class = class;
                self.choose_shown();
            }
            Answer::Row(at) => {
                let rows = self.shown.len();
                self.at.go(at, rows);
            }
            Answer::Act(_) | Answer::Confirmed(_) | Answer::Operator(_) => {}
        }
        Next::Stay
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let mut columns = vec![
            Column::left(Word::Class.in_lang(lang), if lang == Lang::Zh { 16 } else { 27 }),
            Column::right(Word::Difference.in_lang(lang), 13),
            Column::left(Word::MethodShort.in_lang(lang), if lang == Lang::Zh { 8 } else { 11 }).rank(2),
            Column::left(Word::Cashier.in_lang(lang), 9).rank(1),
            Column::left(Word::Reason.in_lang(lang), 0),
        ];
        // The day of a day's list stands in the title; its column is left to the reason.
        if self.filter.day.is_none() {
            columns.insert(2, Column::left(Word::Date.in_lang(lang), 5));
        }
        let cells = |row: usize| {
            self.shown.get(row).map(|case| cells_of(case, self.filter.day.is_none(), lang)).unwrap_or_default()
        };
        let empty = ctx.says(Word::EmptyExceptions);
        let instead = self.read.failure().map_or(Instead::Empty(&empty), Instead::Failed);
        let rows = canvas.height().saturating_sub(REASON_ROWS + 2);
        let count = self.shown.len();
        let (from, to) = canvas.rows(0, rows, |part| {
            Table {
                columns,
                rows: count,
                cells: &cells,
                cursor: &self.at,
                focused: true,
                totals: None,
                cell: None,
                instead,
            }
            .draw(part)
        });
        let Some(case) = self.shown.get(self.at.at()) else { return };
        let room = usize::from(canvas.width()).saturating_sub(2);
        for (y, line) in (rows..rows + REASON_ROWS).zip(wrap(&messages::reason(case, lang), room)) {
            canvas.text(2, y, &line, Role::Plain);
        }
        let sum: Money = self.shown.iter().map(|case| case.difference.abs()).sum();
        let place = ui::page(from + 1, to, count, lang);
        let read = self.read.ready().map_or(0, Vec::len);
        let limit = if read == CASES_MAX { ui::only_first(CASES_MAX, lang) } else { String::new() };
        let text = format!("{place}  {}  {limit}", ui::sum_of_differences(&sum.grouped(), lang));
        canvas.text(2, rows + REASON_ROWS + 1, &text, Role::Hint);
    }
}

fn cells_of(case: &ExceptionCase, with_day: bool, lang: Lang) -> Vec<String> {
    let open = matches!(case.state, State::Open | State::Proposed);
    let reason = messages::reason(case, lang);
    let mut cells = vec![
        format!("{} {}", case.class.paper_code(), terms::class(case.class, lang)),
        case.difference.grouped(),
        terms::method(case.method, lang).to_owned(),
        case.cashier.clone(),
        if open { reason } else { format!("({}) {reason}", terms::state(case.state, lang)) },
    ];
    if with_day {
        cells.insert(2, case.day.date().format("%m-%d").to_string());
    }
    cells
}
