//! 文书送达: every paper that is served, what became of it, the last day it gives; service of many in one act.
//!
//! Invariant: a paper is served once; one that came back waits again.

use crate::domain::money::Money;
use crate::text::lang::Lang;
use crate::text::papers::{self, PaperWord};
use crate::text::pinyin::APART;
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::desk::{Desk, Sentence};
use crate::tui::export::{Export, ExportRows};
use crate::tui::papers::{PaperRow, PaperState, PapersJob, PrintForm};
use crate::tui::screen::{Answer, Asking, BatchPreview, Can, ChoiceRow, ChoiceTitle, Ctx, Next, Place, Screen};
use crate::tui::screens::listing::{self, Kept};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::list::filter::Typed;
use crate::tui::widgets::list::marks::RowId;
use crate::tui::widgets::list::shelf::{ListRow, OrderKey, Shelf};
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::list::{Face, List, Rows, Undone};
use crate::tui::widgets::table::{Column, Instead};
use crate::tui::widgets::text::cut;
use crate::tui::worker::Job;

/// 文书送达.
pub(in crate::tui::screens) struct Register {
    batch: Option<i64>,
    all: bool,
    failure: Option<Sentence>,
    rows: Shelf<PaperRow>,
    list: List,
    kept: Kept,
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
        let (rows, list, kept) = (Shelf::default(), List::default(), Kept::new("papers"));
        // Of a batch just numbered everything is shown; of the whole register what is left to do.
        Register { batch, all: batch.is_some(), failure: None, rows, list, kept }
    }

    fn arrange(&mut self) {
        let all = self.all;
        self.rows.arrange(&self.list.filter.needle(), self.list.view.ordered_by(), |row| all || waits(row));
        let rows = &self.rows;
        self.list.reread(rows, |id| rows.place_of(id));
        self.list.marks.keep(|id| rows.amount_of(id));
    }

    fn chosen(&self) -> Option<&PaperRow> {
        self.rows.get(self.list.at())
    }

    /// The papers marked that wait, or the one under the cursor.
    fn to_serve(&self) -> Vec<&PaperRow> {
        let marks = &self.list.marks;
        if marks.count(self.rows.total()) > 0 {
            return self.rows.shown().filter(|row| marks.holds(row.id()) && waits(row)).collect();
        }
        self.chosen().into_iter().filter(|row| waits(row)).collect()
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

    fn export(&self, ctx: &Ctx<'_>) -> Next {
        let marked = self.list.marks.count(self.rows.total()) > 0;
        let chosen = self.rows.shown().filter(|row| !marked || self.list.marks.holds(row.id()));
        let columns = Self::columns(ctx.lang);
        let (header, places) = listing::shown_columns(&columns, &self.list.view);
        let (mut rows, mut sum) = (Vec::new(), Money::ZERO);
        for row in chosen {
            let cells = Self::cells(row, ctx.lang);
            rows.push(places.iter().map(|at| cells.get(*at).cloned().unwrap_or_default()).collect());
            sum += row.amount;
        }
        let (name, count) = (listing::file_name(&self.crumb(ctx), ctx.info.today), rows.len());
        let export = Export { name, header, rows: ExportRows::Held(rows) };
        let facts = listing::export_facts(&export, count, sum, marked, ctx.lang);
        let warnings = vec![Word::ExportNote.in_lang(ctx.lang).to_owned()];
        let job = Job::Export(Box::new(export));
        Next::Open(Place::Batch(Box::new(BatchPreview { action: Action::Export, facts, warnings, job })))
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
        self.kept.settle(desk, &mut self.list.view);
        let read = desk.papers(self.batch);
        self.failure = read.as_ref().err().cloned();
        self.rows.put(read.unwrap_or_default());
        self.arrange();
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let say = |word: PaperWord| word.in_lang(ctx.lang).to_owned();
        match action {
            Action::Open => Can::when(self.rows.total() > 0, || Word::NothingChosen.in_lang(ctx.lang).to_owned()),
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
            own => self.list.can(own, &self.rows, ctx.lang).unwrap_or(Can::Absent),
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        match action {
            Action::Open => {
                let place = |row: &PaperRow| Next::Open(Place::Employer(row.code.clone(), None));
                return self.chosen().map_or(Next::Stay, place);
            }
            Action::Serve => {
                let papers = self.to_serve().into_iter().map(|row| (row.code.clone(), row.step.clone()));
                return Next::Open(Place::Form(Asking::Serve(papers.collect())));
            }
            Action::Print => return self.print(ctx.lang),
            Action::AllPapers => {
                self.all = !self.all;
                self.arrange();
            }
            Action::Columns => return Next::Open(Place::Columns(Self::columns(ctx.lang), self.list.view.clone())),
            Action::Export => return self.export(ctx),
            Action::CopyRow => {
                let cells = self.chosen().map(|row| Self::cells(row, ctx.lang));
                return cells.map_or(Next::Stay, |cells| Next::Copy(cells.join("  ")));
            }
            own => {
                self.list.act(own, &self.rows);
            }
        }
        Next::Stay
    }

    fn typed(&mut self, key: crate::term::Key, _ctx: &Ctx<'_>) -> Option<Next> {
        match self.list.typed(key, &self.rows) {
            Typed::NotMine => return None,
            Typed::Changed => self.arrange(),
            Typed::Kept => {}
        }
        Some(Next::Stay)
    }

    fn back(&mut self) -> Option<Next> {
        if self.list.back(&self.rows)? == Undone::Filter {
            self.arrange();
        }
        Some(Next::Stay)
    }

    fn answered(&mut self, answer: Answer) -> Next {
        let Answer::View(view) = answer else { return Next::Stay };
        self.kept.change(&mut self.list.view, view);
        Next::Load
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let waiting = self.rows.rows().iter().filter(|row| waits(row)).count();
        let which = if self.all { PaperWord::AllListed } else { PaperWord::WaitingOnly };
        let head = papers::register_head(self.rows.rows().len(), waiting, which.in_lang(lang), lang);
        canvas.text(0, 0, &head, Role::Hint);
        let cells = |at: usize| self.rows.get(at).map_or_else(Vec::new, |row| Self::cells(row, lang));
        let none = if self.rows.rows().is_empty() { PaperWord::NoPapers } else { PaperWord::NonePending };
        let empty = ctx.with_keys(none.in_lang(lang));
        let instead = self.failure.as_deref().map_or(Instead::Empty(&empty), Instead::Failed);
        let rows = canvas.height().saturating_sub(4);
        let (from, to) = canvas.rows(1, rows, |part| {
            let face = Face { columns: Self::columns(lang), cells: &cells, totals: None, instead };
            self.list.draw(part, &self.rows, &face, lang)
        });
        let y = canvas.height().saturating_sub(3);
        if let Some(row) = self.chosen() {
            let said = format!("{}  {}  {}", row.step.name, row.made_on, row.said);
            canvas.text(0, y, &cut(&said, usize::from(canvas.width())), Role::Plain);
        }
        let aside = self.kept.note().unwrap_or_default();
        self.list.draw_foot(canvas, y + 1, &self.rows, (from, to), &aside, lang);
    }
}
