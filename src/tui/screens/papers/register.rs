//! 文书送达: every paper that is served, what became of it, the last day it gives; service of many in one act.
//!
//! Invariant: a paper is served once; one that came back waits again.

use crate::domain::money::Money;
use crate::text::lang::Lang;
use crate::text::papers::{self, PaperWord};
use crate::text::pinyin::APART;
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::desk::Desk;
use crate::tui::papers::{PaperRow, PaperState, PapersJob, PrintForm};
use crate::tui::screen::{Answer, Asking, Can, ChoiceRow, ChoiceTitle, Ctx, Listed, Next, Place, Screen};
use crate::tui::screens::listing;
use crate::tui::screens::pane::{Around, Held, Pane, Sheet};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::list::marks::RowId;
use crate::tui::widgets::list::shelf::{ListRow, OrderKey};
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::table::Column;
use crate::tui::widgets::text::cut;

/// 文书送达.
pub(in crate::tui::screens) struct Register {
    batch: Option<i64>,
    all: bool,
    list: Held<PaperRow>,
}

impl ListRow for PaperRow {
    fn id(&self) -> RowId {
        let batch = self.batch.unwrap_or(0);
        listing::identity(&[&self.code, &self.step.code, &self.number, &self.made_on], std::iter::once(batch))
    }

    fn amount(&self) -> Money {
        self.amount
    }

    fn found_by(&self) -> String {
        [&self.name, &self.number, &self.code].map(String::as_str).join(&APART.to_string())
    }

    fn order_key(&self, column: &str) -> OrderKey {
        let day = |day: Option<crate::domain::day::BusinessDay>| {
            OrderKey::Number(day.map_or(i64::MAX, |day| i64::from(day.number())))
        };
        match column {
            "name" => OrderKey::Text(self.name.clone()),
            "number" => OrderKey::Text(self.number.clone()),
            "paper" => OrderKey::Text(self.step.name.clone()),
            "made" => day(Some(self.made_on)),
            "state" => OrderKey::Number(self.state as i64),
            "served" => day(self.served_on),
            "officer" => OrderKey::Text(self.officer.clone()),
            "amount" => OrderKey::Number(self.amount.fen()),
            _ => day(self.deadline),
        }
    }
}

fn waits(row: &PaperRow) -> bool {
    row.state != PaperState::Served
}

impl Register {
    /// The register of one batch, or of all.
    pub(in crate::tui::screens) fn new(batch: Option<i64>) -> Self {
        // Of a batch just numbered everything is shown; of the whole register what is left to do.
        let mut list = Held::named("papers", &[]);
        list.want(batch.is_none().then_some(waits as fn(&PaperRow) -> bool));
        Register { batch, all: batch.is_some(), list }
    }

    fn chosen(&self) -> Option<&PaperRow> {
        self.list.chosen()
    }

    /// The papers marked that wait, or the one under the cursor.
    fn to_serve(&self) -> Vec<&PaperRow> {
        let marked = self.list.marked();
        let papers = if marked.is_empty() { self.chosen().into_iter().collect() } else { marked };
        papers.into_iter().filter(|row| waits(row)).collect()
    }

    fn print(&self, lang: Lang) -> Next {
        let Some(batch) = self.batch.or_else(|| self.chosen().and_then(|row| row.batch)) else { return Next::Stay };
        let row = |(form, word): (PrintForm, PaperWord)| ChoiceRow {
            label: word.in_lang(lang).to_owned(),
            aside: String::new(),
            found_by: format!("{} {}", form.code(), word.in_lang(lang)),
            refusal: None,
            answer: Answer::Run(PapersJob::Print(batch, form).job()),
        };
        let forms = [
            (PrintForm::Pdf, PaperWord::Pdf),
            (PrintForm::Text, PaperWord::Text),
            (PrintForm::Contacts, PaperWord::Contacts),
        ];
        Next::Open(Place::Choice(ChoiceTitle::PrintForms, forms.map(row).into()))
    }

    fn columns(lang: Lang) -> Vec<ListColumn> {
        let word = |word: PaperWord| word.in_lang(lang);
        let left = |key, title, columns, rank| ListColumn::new(key, Column::left(word(title), columns).rank(rank));
        vec![
            ListColumn::new("name", Column::left(word(PaperWord::Employer), 20)).frozen(),
            left("number", PaperWord::Number, 24, 1),
            left("state", PaperWord::State, if lang == Lang::Zh { 6 } else { 9 }, 0),
            left("deadline", PaperWord::Deadline, 10, 2),
            left("made", PaperWord::MadeOn, 10, 3),
            left("paper", PaperWord::Paper, 16, 4),
            left("served", PaperWord::ServedOn, 10, 5),
            ListColumn::new("amount", Column::right(word(PaperWord::Amount), 15).rank(6)),
            left("officer", PaperWord::Officer, 8, 7),
        ]
    }

    fn cells(row: &PaperRow, lang: Lang) -> Vec<String> {
        let day = |day: Option<crate::domain::day::BusinessDay>| day.map_or_else(String::new, |day| day.to_string());
        let state = match row.state {
            PaperState::Waiting => PaperWord::Waiting,
            PaperState::Returned => PaperWord::Returned,
            PaperState::Served => PaperWord::Served,
        };
        vec![
            row.name.clone(),
            row.number.clone(),
            state.in_lang(lang).to_owned(),
            day(row.deadline),
            row.made_on.to_string(),
            row.step.name.clone(),
            day(row.served_on),
            row.amount.grouped(),
            row.officer.clone(),
        ]
    }
}

impl Screen for Register {
    fn scope(&self) -> Scope {
        Scope::Papers
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let title = PaperWord::Register.in_lang(ctx.lang);
        self.batch.map_or_else(|| title.to_owned(), |batch| format!("{title} #{batch}"))
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.list.put(desk, desk.papers(self.batch));
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let say = |word: PaperWord| word.in_lang(ctx.lang).to_owned();
        match action {
            Action::Open => self.list.can_choose(ctx.lang),
            Action::Serve => Can::when(!self.to_serve().is_empty(), || match self.chosen() {
                None => Word::NothingChosen.in_lang(ctx.lang).to_owned(),
                Some(_) => say(PaperWord::NotPending),
            }),
            Action::Print if ctx.busy => Can::No(Word::Busy.in_lang(ctx.lang).to_owned()),
            Action::Print => {
                let batch = self.batch.or_else(|| self.chosen().and_then(|row| row.batch));
                Can::when(batch.is_some(), || say(PaperWord::NotInBatch))
            }
            Action::AllPapers => Can::Yes,
            own => self.list.can_list(own, ctx.lang),
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        match action {
            Action::Open => {
                let place = |row: &PaperRow| Next::Open(Place::Employer(row.code.clone(), None));
                self.chosen().map_or(Next::Stay, place)
            }
            Action::Serve => {
                let papers = self.to_serve().into_iter().map(|row| (row.code.clone(), row.step.clone()));
                Next::Open(Place::Form(Asking::Serve(papers.collect())))
            }
            Action::Print => self.print(ctx.lang),
            Action::AllPapers => {
                self.all = !self.all;
                self.list.want((!self.all).then_some(waits as fn(&PaperRow) -> bool));
                Next::Stay
            }
            own => {
                let sheet = Sheet { columns: Self::columns(ctx.lang), cells: &|row| Self::cells(row, ctx.lang) };
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
        let waiting = self.list.shelf().rows().iter().filter(|row| waits(row)).count();
        let which = if self.all { PaperWord::AllListed } else { PaperWord::WaitingOnly };
        let head = papers::register_head(self.list.shelf().rows().len(), waiting, which.in_lang(lang), lang);
        canvas.text(0, 0, &head, Role::Hint);
        let none = if self.list.shelf().rows().is_empty() { PaperWord::NoPapers } else { PaperWord::NonePending };
        let empty = ctx.with_keys(none.in_lang(lang));
        let sheet = Sheet { columns: Self::columns(lang), cells: &|row| Self::cells(row, lang) };
        let rest = canvas.height().saturating_sub(1);
        canvas.rows(1, rest, |part| {
            let below = self.list.draw(part, &sheet, Around { free: 1, ..Around::rows(&empty) }, lang);
            if let Some(row) = self.chosen() {
                let said = format!("{}  {}  {}", row.step.name, row.made_on, row.said);
                part.text(0, below, &cut(&said, usize::from(part.width())), Role::Plain);
            }
        });
    }
}
