//! 关账: how a day stands on its way to being closed, every cause in the way, and the next step.
//!
//! Invariant: a cause leads to the screen where it is dealt with; a step is taken on what is shown here, and what
//! changed since refuses it.

use crate::domain::closing::{ClosingCause, DayStep};
use crate::domain::day::BusinessDay;
use crate::domain::entry::Side;
use crate::domain::exception::Class;
use crate::text::closing::CloseWord;
use crate::text::lang::Lang;
use crate::text::ui::Word;
use crate::text::{messages, terms};
use crate::tui::action::{Action, Scope};
use crate::tui::desk::{DayView, Desk};
use crate::tui::screen::{Asking, Can, CaseFilter, Ctx, DayAsked, Loaded, Next, Place, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::{Cursor, is_move};
use crate::tui::widgets::table::{Column, Instead, Table};
use crate::tui::widgets::text::{cut, width, wrap};
use crate::tui::worker::Job;

/// Columns of the headings.
const HEADING: usize = 10;
/// Rows below the table for the whole of the chosen line.
const WHOLE_ROWS: u16 = 2;

/// 关账 of one day.
pub(super) struct Closing {
    day: BusinessDay,
    read: Option<Loaded<DayView>>,
    at: Cursor,
}

/// One line of the screen.
struct Line {
    heading: CloseWord,
    text: String,
    /// Where it is dealt with.
    place: Option<Place>,
}

impl Closing {
    /// The way of a day to being closed.
    pub(super) fn new(day: BusinessDay) -> Self {
        Closing { day, read: None, at: Cursor::default() }
    }

    fn standing(&self) -> Option<&DayView> {
        self.read.as_ref().and_then(Loaded::ready)
    }

    /// What stands in the way of the next step, what was done, what is sealed, what came late.
    fn lines(&self, ctx: &Ctx<'_>) -> Vec<Line> {
        let Some(view) = self.standing() else { return Vec::new() };
        let lang = ctx.lang;
        let plain = |heading: CloseWord, text: String| Line { heading, text, place: None };
        let mut lines = Vec::new();
        let causes = view.causes(view.next);
        lines.extend(causes.iter().map(|cause| {
            let (place, beyond) = behind(cause, self.day, lang).unzip();
            let beyond = beyond.map_or_else(String::new, |title| format!("  > {title}"));
            let text = format!("{}{beyond}", messages::closing_cause(cause, lang));
            Line { heading: CloseWord::Causes, text, place }
        }));
        if causes.is_empty() && !view.is_closed {
            lines.push(plain(CloseWord::Causes, ctx.with_keys(CloseWord::NothingMissing.in_lang(lang))));
        }
        let of = |heading: CloseWord, texts: &[String]| -> Vec<Line> {
            texts.iter().map(|text| plain(heading, text.clone())).collect()
        };
        lines.extend(of(CloseWord::History, &view.steps));
        if view.steps.is_empty() {
            lines.push(plain(CloseWord::History, CloseWord::NoSteps.in_lang(lang).to_owned()));
        }
        lines.extend(of(CloseWord::Seal, &view.seal));
        lines.extend(of(CloseWord::Late, &view.late));
        lines
    }

    fn missing_sides(&self) -> Vec<Side> {
        let causes = self.standing().map_or(&[][..], |view| view.causes(DayStep::Prepare));
        let side =
            |cause: &ClosingCause| if let ClosingCause::SourceMissing(side) = cause { Some(*side) } else { None };
        causes.iter().filter_map(side).collect()
    }

    fn can_step(&self, step: DayStep, ctx: &Ctx<'_>) -> Can {
        let Some(view) = self.standing() else { return Can::No(Word::NothingChosen.in_lang(ctx.lang).to_owned()) };
        if ctx.busy {
            return Can::No(Word::Busy.in_lang(ctx.lang).to_owned());
        }
        let causes = view.causes(step).iter().map(|cause| messages::closing_cause(cause, ctx.lang));
        let causes: Vec<String> = causes.collect();
        Can::when(causes.is_empty(), || causes.join("; "))
    }

    fn ask(&self, step: DayStep, sides: Vec<Side>) -> Next {
        Next::Open(Place::Form(Asking::DayStep(DayAsked { day: self.day, step, sides })))
    }
}

/// Where a cause is dealt with, and the name of that screen.
fn behind(cause: &ClosingCause, day: BusinessDay, lang: Lang) -> Option<(Place, &'static str)> {
    let cases = |class: Option<Class>| {
        let filter = CaseFilter { day: Some(day), class, ..CaseFilter::default() };
        Some((Place::Exceptions(filter), Word::Exceptions.in_lang(lang)))
    };
    match cause {
        ClosingCause::NotReconciled | ClosingCause::Stale | ClosingCause::Changed => {
            Some((Place::Board(day), Word::Board.in_lang(lang)))
        }
        ClosingCause::SourceMissing(_) | ClosingCause::SheetsMissing(_) | ClosingCause::Awaited(_) => {
            Some((Place::Import, Word::Import.in_lang(lang)))
        }
        ClosingCause::Quarantined(_) => cases(Some(Class::Quarantined)),
        ClosingCause::Open(_) => cases(None),
        ClosingCause::BridgeOpen(..) => Some((Place::Bridges(day), Word::Bridge.in_lang(lang))),
        ClosingCause::SamePerson(_) => Some((Place::Operators, Word::Operators.in_lang(lang))),
        ClosingCause::NotPrepared
        | ClosingCause::Closed
        | ClosingCause::NotClosed
        | ClosingCause::SourceThere(_)
        | ClosingCause::Approval(_)
        | ClosingCause::ReasonMissing => None,
    }
}

/// One line on how a day stands, for the foot of its totals.
pub(super) fn in_short(view: &DayView, lang: Lang) -> String {
    let title = CloseWord::Closing.in_lang(lang);
    let said = match (view.is_closed, view.next) {
        (true, _) => view.steps.last().cloned().unwrap_or_default(),
        (false, DayStep::Close) => CloseWord::CanBeClosed.in_lang(lang).to_owned(),
        (false, _) => {
            let causes = view.causes(DayStep::Prepare).iter().map(|cause| messages::closing_cause(cause, lang));
            let causes: Vec<String> = causes.collect();
            match causes.is_empty() {
                true => CloseWord::CanBePrepared.in_lang(lang).to_owned(),
                false => format!("{}: {}", CloseWord::Causes.in_lang(lang), causes.join("; ")),
            }
        }
    };
    format!("{title}  {said}")
}

impl Screen for Closing {
    fn scope(&self) -> Scope {
        Scope::Closing
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        format!("{} {}", CloseWord::Closing.in_lang(ctx.lang), self.day)
    }

    fn load(&mut self, desk: &dyn Desk, ctx: &Ctx<'_>) {
        self.read = Some(Loaded::from_result(desk.day_view(self.day)));
        let rows = self.lines(ctx).len();
        self.at.go(self.at.at(), rows);
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let say = |word: CloseWord| word.in_lang(ctx.lang).to_owned();
        let closed = self.standing().is_some_and(|view| view.is_closed);
        match action {
            // Reopening asks for a reason, so it has a key of its own.
            Action::CloseNext if closed => Can::No(messages::closing_cause(&ClosingCause::Closed, ctx.lang)),
            Action::CloseNext => self.can_step(self.standing().map_or(DayStep::Prepare, |view| view.next), ctx),
            Action::ReopenDay => self.can_step(DayStep::Reopen, ctx),
            Action::DeclareAbsent => match self.can_step(DayStep::Declare, ctx) {
                Can::Yes => Can::when(!self.missing_sides().is_empty(), || say(CloseWord::NoSideMissing)),
                no => no,
            },
            Action::DayExceptions => {
                Can::when(self.standing().is_some(), || Word::NothingChosen.in_lang(ctx.lang).into())
            }
            Action::Open => {
                let there = self.lines(ctx).get(self.at.at()).is_some_and(|line| line.place.is_some());
                Can::when(there, || say(CloseWord::NothingBehind))
            }
            moving if is_move(moving) => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        match action {
            Action::CloseNext => {
                let Some(step) = self.standing().map(|view| view.next) else { return Next::Stay };
                Next::Run(Job::StepDay(DayAsked { day: self.day, step, sides: Vec::new() }, String::new()))
            }
            Action::ReopenDay => self.ask(DayStep::Reopen, Vec::new()),
            Action::DeclareAbsent => self.ask(DayStep::Declare, self.missing_sides()),
            Action::DayExceptions => {
                Next::Open(Place::Exceptions(CaseFilter { day: Some(self.day), ..CaseFilter::default() }))
            }
            Action::Open => {
                let line = self.lines(ctx).into_iter().nth(self.at.at());
                line.and_then(|line| line.place).map_or(Next::Stay, Next::Open)
            }
            moving => {
                let rows = self.lines(ctx).len();
                self.at.moved(moving, rows);
                Next::Stay
            }
        }
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let columns = usize::from(canvas.width());
        if let Some(view) = self.standing() {
            canvas.text(0, 0, &cut(&head(view, ctx), columns), Role::Title);
        }
        let lines = self.lines(ctx);
        let cells = |row: usize| {
            let Some(line) = lines.get(row) else { return Vec::new() };
            let first = row == 0 || lines.get(row - 1).is_none_or(|above| above.heading != line.heading);
            let heading = if first { line.heading.in_lang(lang).to_owned() } else { String::new() };
            vec![heading, line.text.clone()]
        };
        let failure = self.read.as_ref().and_then(Loaded::failure);
        let rows = canvas.height().saturating_sub(WHOLE_ROWS + 1);
        canvas.rows(1, rows, |part| {
            Table {
                columns: vec![Column::left("", HEADING), Column::left("", 0)],
                rows: lines.len(),
                cells: &cells,
                cursor: &self.at,
                focused: true,
                totals: None,
                cell: None,
                instead: failure.map_or(Instead::Empty(""), Instead::Failed),
            }
            .draw(part)
        });
        let Some(line) = lines.get(self.at.at()) else { return };
        // A line the table has to cut stands below in full.
        if width(&line.text) + HEADING + 4 > columns {
            for (y, text) in (rows + 1..).zip(wrap(&line.text, columns.saturating_sub(2)).iter().take(2)) {
                canvas.text(2, y, text, Role::Plain);
            }
        }
    }
}

/// How the day stands, and what is done with it next.
fn head(view: &DayView, ctx: &Ctx<'_>) -> String {
    let lang = ctx.lang;
    if view.is_closed {
        return ctx.with_keys(CloseWord::IsClosed.in_lang(lang));
    }
    let mark = if view.causes(view.next).is_empty() { "" } else { lang.pick(" (还不能)", " (not yet)") };
    format!("{}: {}{mark}", CloseWord::NextStep.in_lang(lang), terms::day_step(view.next, lang))
}
