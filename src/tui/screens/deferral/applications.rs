//! 缓缴申请: what waits at the counter with its verdict; F8 hands a clean one up, the next row comes under the cursor.
//!
//! Invariant: the reason of a return or refusal is the verdict shown, so that nothing is typed and nothing is said
//! that the list did not say.

use super::print;
use crate::domain::deferral::application::StepKind;
use crate::domain::money::Money;
use crate::text::apply::ApplyWord;
use crate::text::arrears::ArrearsWord;
use crate::text::deferral::DeferralWord;
use crate::text::deferral_work::{ApplicationWord, tab};
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::apply::DeferralPaper;
use crate::tui::deferral::{ApplicationRow, ApplicationTab, CounterVerdict, DeferralText};
use crate::tui::desk::Desk;
use crate::tui::screen::{Asking, Can, Ctx, Loaded, Next, Place, Screen, Warning};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::{Cursor, is_move};
use crate::tui::widgets::table::{Column, Instead, Table};
use crate::tui::widgets::text::wrap;
use crate::tui::worker::{Finished, Job};

/// 缓缴申请.
#[derive(Default)]
pub(in crate::tui::screens) struct Applications {
    tab: usize,
    read: Option<Loaded<Vec<ApplicationRow>>>,
    at: Cursor,
}

impl Applications {
    fn rows(&self) -> &[ApplicationRow] {
        self.read.as_ref().and_then(Loaded::ready).map_or(&[], Vec::as_slice)
    }

    fn current(&self) -> Option<&ApplicationRow> {
        self.rows().get(self.at.at())
    }

    /// The step an action takes, and the verdict it needs.
    fn step(action: Action) -> Option<(StepKind, CounterVerdict)> {
        match action {
            Action::SubmitApplication => Some((StepKind::Submitted, CounterVerdict::Pass)),
            Action::ReturnApplication => Some((StepKind::Returned, CounterVerdict::Lacking)),
            Action::RefuseApplication => Some((StepKind::Refused, CounterVerdict::Refused)),
            _ => None,
        }
    }

    fn can_step(&self, verdict: CounterVerdict, ctx: &Ctx<'_>) -> Can {
        let say = |word: ApplicationWord| word.in_lang(ctx.lang).to_owned();
        match self.current() {
            _ if ctx.busy => Can::No(Word::Busy.in_lang(ctx.lang).to_owned()),
            None => Can::No(Word::NothingChosen.in_lang(ctx.lang).to_owned()),
            Some(row) if row.verdict.is_none() => Can::No(say(ApplicationWord::NotAtCounter)),
            Some(row) if row.verdict == Some(verdict) => Can::Yes,
            Some(row) => Can::No(match verdict {
                CounterVerdict::Pass => row.said.clone(),
                CounterVerdict::Lacking => say(ApplicationWord::NothingLacks),
                CounterVerdict::Refused => say(ApplicationWord::NotRefusable),
            }),
        }
    }
}

impl Screen for Applications {
    fn scope(&self) -> Scope {
        Scope::Applications
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        ApplicationWord::Title.in_lang(ctx.lang).to_owned()
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.read = Some(Loaded::from_result(desk.applications(ApplicationTab::ALL[self.tab])));
        let rows = self.rows().len();
        self.at.go(self.at.at(), rows);
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        match action {
            Action::Open => Can::when(self.current().is_some(), || Word::NothingChosen.in_lang(ctx.lang).to_owned()),
            Action::ApplicationTab | Action::New => Can::Yes,
            Action::ReviseApplication => {
                let returned = self.current().is_some_and(|row| row.returned);
                Can::when(returned, || ApplyWord::NotReturned.in_lang(ctx.lang).to_owned())
            }
            Action::Export => {
                let there = self.read.as_ref().is_some_and(|read| read.ready().is_some());
                Can::when(there, || ApplyWord::NothingToPrint.in_lang(ctx.lang).to_owned())
            }
            moving if is_move(moving) => Can::Yes,
            other => Self::step(other).map_or(Can::Absent, |(_, verdict)| self.can_step(verdict, ctx)),
        }
    }

    fn warning(&self, action: Action, ctx: &Ctx<'_>) -> Warning {
        let row = self.current();
        let said = row.map_or_else(String::new, |row| format!("{} {}: {}", row.no, row.employer, row.said));
        Warning { sentence: format!("{}  {said}", action.title(ctx.lang)), figure: String::new() }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        let ask = |no: String| Next::Open(Place::Form(Asking::Apply { no, code: String::new() }));
        if let (Some((step, _)), Some(row)) = (Self::step(action), self.current()) {
            let reason = if step == StepKind::Submitted { String::new() } else { row.said.clone() };
            let (no, round) = (row.no.clone(), row.round);
            return Next::Run(Job::StepApplication { no, round, step, reason });
        }
        match action {
            Action::Open => {
                let text = self.current().map(|row| DeferralText::Application(row.no.clone()));
                return text.map_or(Next::Stay, |text| Next::Open(Place::DeferralText(text)));
            }
            Action::New => return ask(String::new()),
            Action::ReviseApplication => return self.current().map_or(Next::Stay, |row| ask(row.no.clone())),
            Action::Export => return print(&DeferralPaper::OF_ALL, "", ctx.lang),
            Action::ApplicationTab => {
                self.tab = (self.tab + 1) % ApplicationTab::ALL.len();
                self.at = Cursor::default();
                return Next::Load;
            }
            moving => {
                let rows = self.rows().len();
                self.at.moved(moving, rows);
            }
        }
        Next::Stay
    }

    fn finished(&mut self, finished: &Finished) -> Next {
        match finished {
            Finished::ApplicationStepped(_) => Next::Load,
            _ => Next::Stay,
        }
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let tabs = ApplicationTab::ALL.iter().enumerate().map(|(at, one)| {
            let word = tab(one.code(), lang);
            if at == self.tab { format!("[{word}]") } else { format!(" {word} ") }
        });
        canvas.text(0, 0, &format!("Tab {}", tabs.collect::<Vec<_>>().join(" ")), Role::Hint);
        let columns = vec![
            Column::left(ApplicationWord::No.in_lang(lang), 11),
            Column::left(ApplicationWord::Employer.in_lang(lang), 22),
            Column::left(ArrearsWord::Line.in_lang(lang), 6).rank(2),
            Column::left(DeferralWord::Policy.in_lang(lang), 7).rank(3),
            Column::right(ApplicationWord::Amount.in_lang(lang), 13).rank(1),
            Column::left(ApplicationWord::Stage.in_lang(lang), 0),
        ];
        let cells = |at: usize| {
            self.rows().get(at).map_or_else(Vec::new, |row| {
                let (no, employer, line) = (row.no.clone(), row.employer.clone(), row.line.clone());
                vec![no, employer, line, row.policy.clone(), row.amount.grouped(), row.state.clone()]
            })
        };
        let sum: Money = self.rows().iter().map(|row| row.amount).sum();
        let total = format!("{} {}", Word::Total.in_lang(lang), self.rows().len());
        let totals = vec![total, String::new(), String::new(), String::new(), sum.grouped(), String::new()];
        let empty = ctx.with_keys(ApplicationWord::Empty.in_lang(lang));
        let instead = match &self.read {
            Some(Loaded::Failed(sentence)) => Instead::Failed(sentence),
            Some(Loaded::Ready(_)) | None => Instead::Empty(&empty),
        };
        let rows = canvas.height().saturating_sub(3);
        let table = Table {
            columns,
            rows: self.rows().len(),
            cells: &cells,
            cursor: &self.at,
            focused: true,
            totals: Some(totals),
            cell: None,
            instead,
        };
        canvas.rows(1, rows, |part| table.draw(part));
        // What is lacking, or the clause, in full beneath the list.
        let y = canvas.height().saturating_sub(2);
        let said = self.current().map_or("", |row| row.said.as_str());
        for (line, part) in (y..y + 2).zip(wrap(said, usize::from(canvas.width()).saturating_sub(2))) {
            canvas.text(2, line, &part, Role::Hint);
        }
    }
}
