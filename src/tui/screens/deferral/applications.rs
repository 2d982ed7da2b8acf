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
use crate::text::lang::Lang;
use crate::text::pinyin::APART;
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::apply::DeferralPaper;
use crate::tui::deferral::{ApplicationRow, ApplicationTab, CounterVerdict, DeferralText};
use crate::tui::desk::Desk;
use crate::tui::screen::{Asking, Can, Ctx, Listed, Next, Place, Screen, Warning};
use crate::tui::screens::listing;
use crate::tui::screens::pane::{Around, Held, Pane, Sheet};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::list::marks::RowId;
use crate::tui::widgets::list::shelf::{ListRow, OrderKey};
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::table::Column;
use crate::tui::widgets::text::wrap;
use crate::tui::worker::{Finished, Job};

/// Lines below the rows for what is said of the chosen one.
const SAID_ROWS: u16 = 2;

/// 缓缴申请.
pub(in crate::tui::screens) struct Applications {
    tab: usize,
    list: Held<ApplicationRow>,
}

impl Default for Applications {
    fn default() -> Self {
        Applications { tab: 0, list: Held::named("applications", &[]) }
    }
}

impl ListRow for ApplicationRow {
    fn id(&self) -> RowId {
        listing::identity(&[&self.no], std::iter::empty())
    }

    fn amount(&self) -> Money {
        self.amount
    }

    fn found_by(&self) -> String {
        let texts = [&self.no, &self.employer, &self.line, &self.policy, &self.state, &self.amount.to_string()];
        texts.map(String::as_str).join(&APART.to_string())
    }

    fn order_key(&self, column: &str) -> OrderKey {
        OrderKey::Text(match column {
            "amount" => return OrderKey::Number(self.amount.fen()),
            "employer" => self.employer.clone(),
            "line" => self.line.clone(),
            "policy" => self.policy.clone(),
            "state" => self.state.clone(),
            _ => self.no.clone(),
        })
    }
}

fn columns(lang: Lang) -> Vec<ListColumn> {
    let column = |key, title: &str, width| ListColumn::new(key, Column::left(title, width));
    vec![
        column("no", ApplicationWord::No.in_lang(lang), 11).frozen(),
        column("employer", ApplicationWord::Employer.in_lang(lang), 22),
        ListColumn::new("line", Column::left(ArrearsWord::Line.in_lang(lang), 6).rank(2)),
        ListColumn::new("policy", Column::left(DeferralWord::Policy.in_lang(lang), 7).rank(3)),
        ListColumn::new("amount", Column::right(ApplicationWord::Amount.in_lang(lang), 13).rank(1)),
        column("state", ApplicationWord::Stage.in_lang(lang), 0),
    ]
}

fn cells_of(row: &ApplicationRow) -> Vec<String> {
    let (no, employer, line) = (row.no.clone(), row.employer.clone(), row.line.clone());
    vec![no, employer, line, row.policy.clone(), row.amount.grouped(), row.state.clone()]
}

impl Applications {
    fn current(&self) -> Option<&ApplicationRow> {
        self.list.chosen()
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
        self.list.put(desk, desk.applications(ApplicationTab::ALL[self.tab]));
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        match action {
            Action::Open => self.list.can_choose(ctx.lang),
            Action::ApplicationTab | Action::New => Can::Yes,
            Action::ReviseApplication => {
                let returned = self.current().is_some_and(|row| row.returned);
                Can::when(returned, || ApplyWord::NotReturned.in_lang(ctx.lang).to_owned())
            }
            Action::Export => {
                Can::when(self.list.failure().is_none(), || ApplyWord::NothingToPrint.in_lang(ctx.lang).to_owned())
            }
            other => match Self::step(other) {
                Some((_, verdict)) => self.can_step(verdict, ctx),
                None => self.list.can_list(other, ctx.lang),
            },
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
                text.map_or(Next::Stay, |text| Next::Open(Place::DeferralText(text)))
            }
            Action::New => ask(String::new()),
            Action::ReviseApplication => self.current().map_or(Next::Stay, |row| ask(row.no.clone())),
            Action::Export => print(&DeferralPaper::OF_ALL, "", ctx.lang),
            Action::ApplicationTab => {
                self.tab = (self.tab + 1) % ApplicationTab::ALL.len();
                Next::Load
            }
            own => {
                let sheet = Sheet { columns: columns(ctx.lang), cells: &cells_of };
                let title = self.crumb(ctx);
                self.list.act(own, &sheet, &title, ctx)
            }
        }
    }

    fn listed(&mut self) -> Option<&mut dyn Listed> {
        Some(&mut self.list)
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
        let shown = self.list.shelf().shown().count();
        let mut totals = vec![String::new(); columns(lang).len()];
        totals[0] = format!("{} {shown}", Word::Total.in_lang(lang));
        totals[4] = self.list.rows().sum().grouped();
        let sheet = Sheet { columns: columns(lang), cells: &cells_of };
        let empty = ApplicationWord::Empty.in_lang(lang);
        let around = Around { totals: Some(totals), free: SAID_ROWS, ..Around::rows(empty) };
        let rest = canvas.height().saturating_sub(1);
        canvas.rows(1, rest, |part| {
            let below = self.list.draw(part, &sheet, around, lang);
            // What is lacking, or the clause, in full beneath the list.
            let said = self.current().map_or("", |row| row.said.as_str());
            let room = usize::from(part.width()).saturating_sub(2);
            for (y, line) in (below..below + SAID_ROWS).zip(wrap(said, room)) {
                part.text(2, y, &line, Role::Hint);
            }
        });
    }
}
