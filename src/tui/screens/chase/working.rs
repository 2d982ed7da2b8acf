//! 算式 of one fee or of an employer's every fee, and everything on record of an employer: texts to read.
//!
//! Invariant: the text is as of the date in its first line; `[` and `]` move it by a day.

use super::moved;
use crate::domain::day::BusinessDay;
use crate::text::arrears::ArrearsWord;
use crate::text::chase::ChaseWord;
use crate::tui::action::{Action, Scope};
use crate::tui::chase::EmployerView;
use crate::tui::desk::Desk;
use crate::tui::screen::{Can, Ctx, Loaded, Next, Screen};
use crate::tui::screens::reader::{Scroll, TextLine};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::is_move;
use crate::tui::widgets::text::wrap;

/// What is read.
enum Subject {
    /// The fee of one due, or of all.
    Working(Option<usize>),
    /// Every section of the employer.
    Dossier,
}

/// 算式; 全部记录.
pub(in crate::tui::screens) struct Working {
    code: String,
    subject: Subject,
    as_of: Option<BusinessDay>,
    lines: Loaded<Vec<TextLine>>,
    scroll: Scroll,
}

impl Working {
    /// The working of one due, or of all.
    pub(in crate::tui::screens) fn new(code: String, place: Option<usize>, as_of: Option<BusinessDay>) -> Self {
        Working {
            code,
            subject: Subject::Working(place),
            as_of,
            lines: Loaded::Ready(vec![]),
            scroll: Scroll::default(),
        }
    }

    /// Everything on record.
    pub(in crate::tui::screens) fn dossier(code: String, as_of: Option<BusinessDay>) -> Self {
        Working { code, subject: Subject::Dossier, as_of, lines: Loaded::Ready(vec![]), scroll: Scroll::default() }
    }
}

fn of_working(lines: Vec<String>, ctx: &Ctx<'_>) -> Vec<TextLine> {
    if lines.is_empty() {
        return vec![(ChaseWord::NoFee.in_lang(ctx.lang).to_owned(), Role::Hint)];
    }
    let role = |line: &str| if line.starts_with(' ') { Role::Plain } else { Role::Head };
    lines.into_iter().map(|line| (role(&line), line)).map(|(role, line)| (line, role)).collect()
}

fn of_sections(shown: EmployerView) -> Vec<TextLine> {
    let sections = shown.sections.into_iter();
    sections
        .flat_map(|section| {
            let lines = section.lines.into_iter().map(|line| (format!("  {line}"), Role::Plain));
            std::iter::once((section.title, Role::Head)).chain(lines)
        })
        .collect()
}

impl Screen for Working {
    fn scope(&self) -> Scope {
        Scope::Working
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let word = match self.subject {
            Subject::Working(_) => ChaseWord::Working,
            Subject::Dossier => ChaseWord::Sections,
        };
        word.in_lang(ctx.lang).to_owned()
    }

    fn load(&mut self, desk: &dyn Desk, ctx: &Ctx<'_>) {
        let read = match self.subject {
            Subject::Working(place) => desk.working(&self.code, place, self.as_of).map(|lines| of_working(lines, ctx)),
            Subject::Dossier => desk.employer(&self.code, self.as_of).map(of_sections),
        };
        self.lines = Loaded::from_result(read);
    }

    fn can(&self, action: Action, _ctx: &Ctx<'_>) -> Can {
        match action {
            Action::DayBefore | Action::DayAfter => Can::Yes,
            moving if is_move(moving) && self.scroll.needed() => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        if matches!(action, Action::DayBefore | Action::DayAfter) {
            self.as_of = moved(self.as_of, ctx.info.today, action);
            return Next::Load;
        }
        self.scroll.moved(action);
        Next::Stay
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let as_of = self.as_of.unwrap_or(ctx.info.today);
        canvas.text(0, 0, &format!("{} {as_of}", ArrearsWord::Until.in_lang(ctx.lang)), Role::Hint);
        if let Some(sentence) = self.lines.failure() {
            canvas.text(2, 1, &format!("! {sentence}"), Role::Wrong);
        }
        let columns = usize::from(canvas.width());
        let mut lines: Vec<TextLine> = Vec::new();
        for (line, role) in self.lines.ready().into_iter().flatten() {
            let indent = line.len() - line.trim_start().len();
            let room = columns.saturating_sub(indent);
            for (number, part) in wrap(line.trim_start(), room.saturating_sub(2)).into_iter().enumerate() {
                let hang = if number > 0 { 2 } else { 0 };
                lines.push((format!("{}{part}", " ".repeat(indent + hang)), *role));
            }
        }
        let rows = canvas.height().saturating_sub(1);
        canvas.rows(1, rows, |part| self.scroll.draw(part, &lines));
    }
}
