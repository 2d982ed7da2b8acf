//! 欠费单位: every employer with what it owes by age; found by pinyin, code or number.
//!
//! Invariant: the sums at the foot are those of the rows listed; Enter while one types opens the row found.

use super::{money_cells, money_columns, money_key, moved};
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
use crate::tui::desk::Desk;
use crate::tui::screen::{Answer, Asking, Can, Ctx, EmployersAsked, Listed, Next, Place, Screen};
use crate::tui::screens::listing;
use crate::tui::screens::pane::{Around, Held, Pane, Sheet};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::list::marks::RowId;
use crate::tui::widgets::list::shelf::{ListRow, OrderKey};
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::table::Column;

/// 欠费单位.
pub(in crate::tui::screens) struct Employers {
    ask: EmployersAsk,
    all: bool,
    as_of: Option<BusinessDay>,
    list: Held<EmployerRow>,
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
        // What is owed most comes first, unless the person said otherwise.
        let mut list = Held::named("employers", &[]).ordered_by("owed", true);
        list.want(Some(owes));
        Employers { ask, all: false, as_of: None, list }
    }

    fn open(&self) -> Next {
        let place = |row: &EmployerRow| Place::Employer(row.employer.code.to_string(), self.ask.as_of);
        self.list.chosen().map_or(Next::Stay, |row| Next::Open(place(row)))
    }

    fn ask(&self) -> Next {
        let distinct = |each: fn(&EmployerRow) -> &String| {
            let mut values: Vec<String> = self.list.shelf().rows().iter().map(|row| each(row).clone()).collect();
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
        self.list.shelf().shown().for_each(|row| total.add(&row.sums));
        total
    }

    /// The employers marked, or all that are listed.
    fn codes(&self) -> Vec<String> {
        let marked = self.list.marked();
        let chosen = if marked.is_empty() { self.list.shelf().shown().collect() } else { marked };
        chosen.iter().map(|row| row.employer.code.to_string()).collect()
    }

    /// A form about the employers marked, or about the one under the cursor.
    fn open_form(&self, asking: fn(Vec<String>) -> Asking) -> Next {
        let marked = self.list.marked();
        let rows = if marked.is_empty() { self.list.chosen().into_iter().collect() } else { marked };
        Next::Open(Place::Form(asking(rows.iter().map(|row| row.employer.code.to_string()).collect())))
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
        let read = desk.employers(&self.ask);
        self.as_of = read.as_ref().map_or(self.as_of, |list| Some(list.as_of));
        self.list.put(desk, read.map(|list| list.rows));
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        match action {
            Action::Open | Action::Working | Action::Notices | Action::GiveTo | Action::MarkAs => {
                self.list.can_choose(ctx.lang)
            }
            Action::AllRows | Action::Filter | Action::DayBefore | Action::DayAfter => Can::Yes,
            own => self.list.can_list(own, ctx.lang),
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        match action {
            Action::Open => self.open(),
            Action::Working => {
                let place = |row: &EmployerRow| Place::Working(row.employer.code.to_string(), None, self.ask.as_of);
                self.list.chosen().map_or(Next::Stay, |row| Next::Open(place(row)))
            }
            Action::Notices => Next::Open(Place::Notices(super::first_notice(self.codes()))),
            Action::GiveTo => self.open_form(Asking::Assign),
            Action::MarkAs => self.open_form(Asking::Mark),
            Action::Filter => self.ask(),
            Action::AllRows => {
                self.all = !self.all;
                self.list.want((!self.all).then_some(owes as fn(&EmployerRow) -> bool));
                Next::Stay
            }
            Action::DayBefore | Action::DayAfter => {
                self.ask.as_of = moved(self.ask.as_of, ctx.info.today, action);
                Next::Load
            }
            own => {
                let sheet = Sheet { columns: self.columns(ctx.lang), cells: &|row| Self::cells(row, ctx.lang) };
                let title = self.crumb(ctx);
                self.list.act(own, &sheet, &title, ctx)
            }
        }
    }

    fn listed(&mut self) -> Option<&mut dyn Listed> {
        Some(&mut self.list)
    }

    /// Enter opens the only one that was found.
    fn typed(&mut self, key: Key, _ctx: &Ctx<'_>) -> Option<Next> {
        let filter = &self.list.list().filter;
        let finding = filter.typing() && filter.is_set();
        let next = self.list.typed(key)?;
        let only = finding && key.code == Code::Enter && self.list.rows().total() == 1;
        Some(if only { self.open() } else { next })
    }

    fn answered(&mut self, answer: Answer) -> Next {
        let Answer::Employers(ask) = answer else { return Next::Stay };
        self.ask = *ask;
        Next::Load
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let none = if self.list.shelf().rows().is_empty() { ChaseWord::EmptyEmployers } else { ChaseWord::EmptyOwing };
        let empty = ctx.with_keys(none.in_lang(lang));
        let mut totals = vec![Word::Total.in_lang(lang).to_owned()];
        totals.extend(money_cells(&self.total()));
        let as_of = self.as_of.map_or_else(String::new, |day| day.to_string());
        let which = if self.all { ChaseWord::AllListed } else { ChaseWord::OwingOnly };
        let owing = self.list.shelf().shown().filter(|row| owes(row)).count();
        let head = chase::employers_line(&as_of, owing, which.in_lang(lang), lang);
        canvas.text(0, 0, &head, Role::Hint);
        let sheet = Sheet { columns: self.columns(lang), cells: &|row| Self::cells(row, lang) };
        let rest = canvas.height().saturating_sub(1);
        let around = Around { totals: Some(totals), ..Around::rows(&empty) };
        canvas.rows(1, rest, |part| self.list.draw(part, &sheet, around, lang));
    }
}
