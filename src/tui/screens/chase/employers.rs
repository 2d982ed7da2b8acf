//! 欠费单位: every employer with what it owes by age; found by pinyin, code or number.
//!
//! Invariant: the sums at the foot are those of the rows listed; Enter while one types opens the row found.

use super::{money_cells, money_columns, money_key, moved, nothing};
use crate::domain::arrears::ageing::AgeingRow;
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::term::{Code, Key};
use crate::text::arrears;
use crate::text::chase::{self, ChaseWord};
use crate::text::lang::Lang;
use crate::text::pinyin::APART;
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::chase::{EmployerRow, EmployersAsk};
use crate::tui::desk::{Desk, Sentence};
use crate::tui::export::{Export, ExportRows};
use crate::tui::screen::{Answer, Asking, BatchPreview, Can, Ctx, EmployersAsked, Next, Place, Screen};
use crate::tui::screens::listing::{self, Kept};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::list::filter::Typed;
use crate::tui::widgets::list::marks::RowId;
use crate::tui::widgets::list::shelf::{ListRow, OrderKey, Shelf};
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::list::{Face, List, Rows, Undone};
use crate::tui::widgets::table::{Column, Instead};
use crate::tui::worker::Job;

/// 欠费单位.
pub(in crate::tui::screens) struct Employers {
    ask: EmployersAsk,
    all: bool,
    as_of: Option<BusinessDay>,
    failure: Option<Sentence>,
    rows: Shelf<EmployerRow>,
    list: List,
    kept: Kept,
}

impl ListRow for EmployerRow {
    fn id(&self) -> RowId {
        listing::identity(&[&self.employer.code], std::iter::empty())
    }

    fn amount(&self) -> Money {
        self.sums.owed + self.sums.fee
    }

    fn found_by(&self) -> String {
        let employer = &self.employer;
        let texts = [employer.name.as_str(), &employer.no, employer.code.as_str(), &employer.contact];
        texts.join(&APART.to_string())
    }

    fn order_key(&self, column: &str) -> OrderKey {
        let employer = &self.employer;
        match column {
            "name" => OrderKey::Text(employer.name.clone()),
            "code" => OrderKey::Text(employer.code.to_string()),
            "no" => OrderKey::Text(employer.no.clone()),
            "area" => OrderKey::Text(employer.area.clone()),
            "officer" => OrderKey::Text(employer.officer.clone()),
            "type" => OrderKey::Text(employer.kind.clone()),
            "status" => OrderKey::Number(employer.status as i64),
            "unallocated" => OrderKey::Number(self.unallocated.fen()),
            money => OrderKey::Number(money_key(&self.sums, money).unwrap_or(0)),
        }
    }
}

impl Employers {
    /// The employers a filter lets through.
    pub(in crate::tui::screens) fn new(ask: EmployersAsk) -> Self {
        let (rows, kept, list) = (Shelf::default(), Kept::new("employers"), List::default());
        Employers { ask, all: false, as_of: None, failure: None, rows, list, kept }
    }

    fn arrange(&mut self) {
        let all = self.all;
        let fits = |row: &EmployerRow| all || owes(row);
        // What is owed most comes first, unless the person said otherwise.
        let order = self.list.view.ordered_by().unwrap_or(("owed", true));
        self.rows.arrange(&self.list.filter.needle(), Some(order), fits);
        let rows = &self.rows;
        self.list.reread(rows, |id| rows.place_of(id));
        let amounts: std::collections::HashMap<RowId, Money> =
            rows.shown().map(|row| (row.id(), row.amount())).collect();
        self.list.marks.keep(|id| amounts.get(&id).copied());
    }

    fn chosen(&self) -> Option<&EmployerRow> {
        self.rows.get(self.list.at())
    }

    fn open(&self) -> Next {
        let place = |row: &EmployerRow| Place::Employer(row.employer.code.to_string(), self.ask.as_of);
        self.chosen().map_or(Next::Stay, |row| Next::Open(place(row)))
    }

    fn ask(&self) -> Next {
        let distinct = |each: fn(&EmployerRow) -> &String| {
            let mut values: Vec<String> = self.rows.rows().iter().map(|row| each(row).clone()).collect();
            values.sort();
            values.dedup();
            values.retain(|value| !value.is_empty());
            values
        };
        Next::Open(Place::Form(Asking::Employers(Box::new(EmployersAsked {
            now: self.ask.clone(),
            areas: distinct(|row| &row.employer.area),
            officers: distinct(|row| &row.employer.officer),
            kinds: distinct(|row| &row.employer.kind),
            date_only: false,
        }))))
    }

    fn columns(&self, lang: Lang) -> Vec<ListColumn> {
        use crate::text::arrears::ArrearsWord;
        let word = |word: ArrearsWord| word.in_lang(lang);
        let mut columns = vec![ListColumn::new("name", Column::left(word(ArrearsWord::Name), 24)).frozen()];
        columns.extend(money_columns(lang));
        let text = |key, title: &str, columns| ListColumn::new(key, Column::left(title, columns).rank(3));
        columns.extend([
            text("no", word(ArrearsWord::No), 12),
            text("code", word(ArrearsWord::CreditCode), 18),
            text("area", word(ArrearsWord::Area), 10),
            text("officer", word(ArrearsWord::Officer), 8),
            text("type", word(ArrearsWord::Type), 10),
            text("status", word(ArrearsWord::Status), 12),
            ListColumn::new("unallocated", Column::right(word(ArrearsWord::Unallocated), 12).rank(3)),
        ]);
        for (rank, one) in (1..).zip(columns.iter_mut().skip(3)) {
            one.column.rank = rank;
        }
        columns
    }

    fn cells(row: &EmployerRow, lang: Lang) -> Vec<String> {
        let employer = &row.employer;
        let mut cells = vec![employer.name.clone()];
        cells.extend(money_cells(&row.sums));
        cells.extend([
            employer.no.clone(),
            employer.code.to_string(),
            employer.area.clone(),
            employer.officer.clone(),
            employer.kind.clone(),
            arrears::status(employer.status, lang).to_owned(),
            row.unallocated.grouped(),
        ]);
        cells
    }

    fn total(&self) -> AgeingRow {
        let mut total = AgeingRow::default();
        self.rows.shown().for_each(|row| total.add(&row.sums));
        total
    }

    /// The employers marked, or all that are listed.
    fn codes(&self) -> Vec<String> {
        let marked = self.list.marks.count(self.rows.total()) > 0;
        let chosen = self.rows.shown().filter(|row| !marked || self.list.marks.holds(row.id()));
        chosen.map(|row| row.employer.code.to_string()).collect()
    }

    /// A form about the employers marked, or about the one under the cursor.
    fn open_form(&self, asking: fn(Vec<String>) -> Asking) -> Next {
        let marked = self.list.marks.count(self.rows.total()) > 0;
        let one = || self.chosen().map(|row| row.employer.code.to_string()).into_iter().collect();
        Next::Open(Place::Form(asking(if marked { self.codes() } else { one() })))
    }

    /// The preview of writing the rows marked, or all of them, into a file.
    fn export(&self, ctx: &Ctx<'_>) -> Next {
        let marked = self.list.marks.count(self.rows.total()) > 0;
        let chosen = self.rows.shown().filter(|row| !marked || self.list.marks.holds(row.id()));
        let columns = self.columns(ctx.lang);
        let (header, places) = listing::shown_columns(&columns, &self.list.view);
        let (mut rows, mut sum) = (Vec::new(), Money::ZERO);
        for row in chosen {
            let cells = Self::cells(row, ctx.lang);
            rows.push(places.iter().map(|at| cells.get(*at).cloned().unwrap_or_default()).collect());
            sum += row.amount();
        }
        let (name, count) = (listing::file_name(&self.crumb(ctx), ctx.info.today), rows.len());
        let export = Export { name, header, rows: ExportRows::Held(rows) };
        let facts = listing::export_facts(&export, count, sum, marked, ctx.lang);
        let warnings = vec![Word::ExportNote.in_lang(ctx.lang).to_owned()];
        let job = Job::Export(Box::new(export));
        Next::Open(Place::Batch(Box::new(BatchPreview { action: Action::Export, facts, warnings, job })))
    }
}

fn owes(row: &EmployerRow) -> bool {
    row.sums.owed > Money::ZERO || row.sums.fee > Money::ZERO
}

impl Screen for Employers {
    fn scope(&self) -> Scope {
        Scope::Employers
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let mut parts = vec![ChaseWord::Employers.in_lang(ctx.lang).to_owned()];
        parts
            .extend([&self.ask.area, &self.ask.officer, &self.ask.kind, &self.ask.line].into_iter().flatten().cloned());
        parts.extend(self.ask.portion.map(|portion| arrears::portion(portion, ctx.lang).to_owned()));
        parts.extend(self.ask.status.map(|status| arrears::status(status, ctx.lang).to_owned()));
        parts.join(" ")
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.kept.settle(desk, &mut self.list.view);
        match desk.employers(&self.ask) {
            Ok(list) => {
                (self.as_of, self.failure) = (Some(list.as_of), None);
                self.rows.put(list.rows);
            }
            Err(sentence) => {
                self.failure = Some(sentence);
                self.rows.put(Vec::new());
            }
        }
        self.arrange();
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        match action {
            Action::Open | Action::Working => Can::when(self.rows.total() > 0, || nothing(ctx.lang)),
            Action::Notices | Action::GiveTo | Action::MarkAs => Can::when(self.rows.total() > 0, || nothing(ctx.lang)),
            Action::AllRows | Action::Filter | Action::DayBefore | Action::DayAfter => Can::Yes,
            own => self.list.can(own, &self.rows, ctx.lang).unwrap_or(Can::Absent),
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        match action {
            Action::Open => return self.open(),
            Action::Working => {
                let place = |row: &EmployerRow| Place::Working(row.employer.code.to_string(), None, self.ask.as_of);
                return self.chosen().map_or(Next::Stay, |row| Next::Open(place(row)));
            }
            Action::Notices => return Next::Open(Place::Notices(super::first_notice(self.codes()))),
            Action::GiveTo => return self.open_form(Asking::Assign),
            Action::MarkAs => return self.open_form(Asking::Mark),
            Action::Filter => return self.ask(),
            Action::AllRows => {
                self.all = !self.all;
                self.arrange();
            }
            Action::DayBefore | Action::DayAfter => {
                self.ask.as_of = moved(self.ask.as_of, ctx.info.today, action);
                return Next::Load;
            }
            Action::Columns => return Next::Open(Place::Columns(self.columns(ctx.lang), self.list.view.clone())),
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

    fn typed(&mut self, key: Key, _ctx: &Ctx<'_>) -> Option<Next> {
        let finding = self.list.filter.typing() && self.list.filter.is_set();
        match self.list.typed(key, &self.rows) {
            Typed::NotMine => return None,
            Typed::Changed => self.arrange(),
            Typed::Kept if finding && key.code == Code::Enter && self.rows.total() == 1 => return Some(self.open()),
            Typed::Kept => {}
        }
        Some(Next::Stay)
    }

    fn pasted(&mut self, text: &str) -> bool {
        let taken = self.list.filter.pasted(text);
        if taken {
            self.arrange();
        }
        taken
    }

    fn back(&mut self) -> Option<Next> {
        let undone = self.list.back(&self.rows)?;
        if undone == Undone::Filter {
            self.arrange();
        }
        Some(Next::Stay)
    }

    fn answered(&mut self, answer: Answer) -> Next {
        match answer {
            Answer::Employers(ask) => self.ask = *ask,
            Answer::View(view) => self.kept.change(&mut self.list.view, view),
            _ => return Next::Stay,
        }
        Next::Load
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let cells = |at: usize| self.rows.get(at).map_or_else(Vec::new, |row| Self::cells(row, lang));
        let none = if self.rows.rows().is_empty() { ChaseWord::EmptyEmployers } else { ChaseWord::EmptyOwing };
        let empty = ctx.with_keys(none.in_lang(lang));
        let instead = self.failure.as_deref().map_or(Instead::Empty(&empty), Instead::Failed);
        let mut totals = vec![Word::Total.in_lang(lang).to_owned()];
        totals.extend(money_cells(&self.total()));
        let as_of = self.as_of.map_or_else(String::new, |day| day.to_string());
        let which = if self.all { ChaseWord::AllListed } else { ChaseWord::OwingOnly };
        let owing = self.rows.shown().filter(|row| owes(row)).count();
        let head = chase::employers_line(&as_of, owing, which.in_lang(lang), lang);
        canvas.text(0, 0, &head, Role::Hint);
        let rows = canvas.height().saturating_sub(3);
        let (from, to) = canvas.rows(1, rows, |part| {
            let face = Face { columns: self.columns(lang), cells: &cells, totals: Some(totals), instead };
            self.list.draw(part, &self.rows, &face, lang)
        });
        let aside = self.kept.note().unwrap_or_default();
        let y = canvas.height().saturating_sub(2);
        self.list.draw_foot(canvas, y, &self.rows, (from, to), &aside, lang);
    }
}
