//! 差异列表: of a day or of all days.
//!
//! Invariant: nothing but the mark changes when the cursor moves: the whole reason stands on the exception's own
//! screen, so that a move costs no more on a slow line than it must. The cursor keeps its exception
//! when the list is read again, also after a new run gave it another number in the book.

use std::sync::Arc;

use crate::domain::exception::{Class, State};
use crate::domain::money::Money;
use crate::domain::recon::ExceptionCase;
use crate::text::lang::Lang;
use crate::text::pinyin::APART;
use crate::text::ui::{self, Word};
use crate::text::work::WorkWord;
use crate::text::{messages, terms};
use crate::tui::action::{Action, Scope};
use crate::tui::desk::{Desk, Sentence};
use crate::tui::export::{Export, ExportRows};
use crate::tui::filter::RowFilter;
use crate::tui::screen::{
    Answer, Asking, BatchPreview, Can, CaseFilter, Ctx, FilterAsked, Loaded, ManyCases, Next, Place, RawLeg, Screen,
};
use crate::tui::screens::listing::{self, Kept};
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::list::filter::Typed;
use crate::tui::widgets::list::marks::RowId;
use crate::tui::widgets::list::shelf::{ListRow, OrderKey, Shelf};
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::list::{Face, List, Offered, Rows, Undone};
use crate::tui::widgets::table::{Column, Instead};
use crate::tui::worker::{Finished, Job};

/// Most exceptions one list holds.
const CASES_MAX: usize = 5_000;
const OPTIONS: &[Offered] = &[(b'5', Word::OptionOpen), (b'4', Word::OptionRaw)];

/// 差异列表.
pub(super) struct Exceptions {
    filter: CaseFilter,
    narrowed: RowFilter,
    all: bool,
    failure: Option<Sentence>,
    rows: Shelf<ExceptionCase>,
    open: Loaded<(usize, Money)>,
    list: List,
    kept: Kept,
    /// A difference of the last decision, by which all of it is taken back.
    done: Option<String>,
}

impl ListRow for ExceptionCase {
    fn id(&self) -> RowId {
        let legs = self.legs.iter().filter_map(|leg| leg.entry).map(|entry| entry.number());
        listing::identity(&[&self.day, &self.class.code(), &self.his_no, &self.order_no, &self.slip_no], legs)
    }

    fn amount(&self) -> Money {
        self.difference.abs()
    }

    fn found_by(&self) -> String {
        let legs = self.legs.iter().map(|leg| format!("{} {}", leg.amount, leg.face));
        let mut texts = vec![
            self.class.paper_code().to_owned(),
            terms::class(self.class, Lang::Zh).to_owned(),
            terms::class(self.class, Lang::En).to_owned(),
            terms::method(self.method, Lang::Zh).to_owned(),
            self.cashier.clone(),
            self.difference.to_string(),
            self.difference.grouped(),
            self.day.to_string(),
            self.his_no.clone(),
            self.order_no.clone(),
            self.slip_no.clone(),
        ];
        texts.extend(legs);
        texts.join(&APART.to_string())
    }

    fn order_key(&self, column: &str) -> OrderKey {
        match column {
            "class" => OrderKey::Text(self.class.paper_code().to_owned()),
            "difference" => OrderKey::Number(self.difference.fen()),
            "method" => OrderKey::Number(self.method as i64),
            "cashier" => OrderKey::Text(self.cashier.clone()),
            _ => OrderKey::Number(i64::from(self.day.number())),
        }
    }
}

impl Exceptions {
    /// The exceptions a filter lets through.
    pub(super) fn new(filter: CaseFilter) -> Self {
        Exceptions {
            filter,
            narrowed: RowFilter::default(),
            all: false,
            failure: None,
            rows: Shelf::default(),
            open: Loaded::Ready((0, Money::ZERO)),
            list: List::offering(OPTIONS),
            kept: Kept::new("exceptions"),
            done: None,
        }
    }

    fn arrange(&mut self) {
        let (filter, all) = (&self.filter, self.all);
        let fits = |case: &ExceptionCase| wanted(filter, all, case) && self.narrowed.fits_case(case);
        self.rows.arrange(&self.list.filter.needle(), self.list.view.ordered_by(), fits);
        let rows = &self.rows;
        self.list.reread(rows, |id| rows.place_of(id));
        let amounts: std::collections::HashMap<RowId, Money> =
            rows.shown().map(|case| (case.id(), case.amount())).collect();
        self.list.marks.keep(|id| amounts.get(&id).copied());
    }

    /// The form for what the list shall be narrowed to.
    fn ask(&self) -> Place {
        let among = || self.rows.rows().iter().filter(|case| wanted(&self.filter, self.all, case));
        let count = |class: Class| among().filter(|case| case.class == class).count();
        let classes = Class::ALL.iter().map(|class| (*class, count(*class)));
        let above = self.rows.get(self.list.at()).map(|case| RowFilter {
            from: Some(case.day),
            to: Some(case.day),
            least: Some(case.difference),
            most: Some(case.difference),
            method: Some(case.method),
            class: Some(case.class),
            cashier: case.cashier.clone(),
            number: case.order_no.clone(),
        });
        Place::Form(Asking::Filter(Box::new(FilterAsked {
            now: self.narrowed.clone(),
            above: above.unwrap_or_default(),
            classes: Some(classes.filter(|(_, count)| *count > 0).collect()),
            days: self.filter.day.is_none(),
        })))
    }

    /// Opens the chosen exception, or those with a digit before them.
    fn open(&mut self, lang: Lang) -> Next {
        let Some((digit, ids)) = self.list.next_options() else {
            let cases: Vec<ExceptionCase> = self.rows.shown().cloned().collect();
            return Next::Open(Place::Exception(Arc::new(cases), self.list.at()));
        };
        let cases: Vec<ExceptionCase> = self.rows.shown().filter(|case| ids.contains(&case.id())).cloned().collect();
        if digit == b'5' && !cases.is_empty() {
            return Next::Open(Place::Exception(Arc::new(cases), 0));
        }
        let legs = cases.iter().flat_map(|case| &case.legs);
        let legs: Vec<RawLeg> =
            legs.filter_map(|leg| leg.entry.map(|entry| RawLeg { side: leg.side, entry })).collect();
        if legs.is_empty() {
            return Next::Refuse(Word::NoOptionFit.in_lang(lang).to_owned());
        }
        Next::Open(Place::Raw(legs, 0))
    }

    /// The marked ones together, else all that are alike the chosen one.
    fn together(&self) -> Next {
        let marked: Vec<ExceptionCase> =
            self.rows.shown().filter(|case| self.list.marks.holds(case.id())).cloned().collect();
        let alike = self.rows.get(self.list.at()).map(|case| ManyCases::Alike(case.key.clone()));
        let asked = if marked.is_empty() { alike } else { Some(ManyCases::Marked(Arc::new(marked))) };
        asked.map_or(Next::Stay, |asked| Next::Open(Place::Together(asked)))
    }

    fn columns(&self, lang: Lang) -> Vec<ListColumn> {
        let zh = lang == Lang::Zh;
        let mut columns = vec![
            ListColumn::new("class", Column::left(Word::Class.in_lang(lang), if zh { 16 } else { 27 })).frozen(),
            ListColumn::new("difference", Column::right(Word::Difference.in_lang(lang), 13)),
            ListColumn::new("method", Column::left(Word::MethodShort.in_lang(lang), if zh { 8 } else { 11 }).rank(2)),
            ListColumn::new("cashier", Column::left(Word::Cashier.in_lang(lang), 9).rank(1)),
            ListColumn::new("reason", Column::left(Word::Reason.in_lang(lang), 0)).unordered(),
        ];
        // The day of a day's list stands in the title; its column is left to the reason.
        if self.filter.day.is_none() {
            columns.insert(2, ListColumn::new("day", Column::left(Word::Date.in_lang(lang), 5)));
        }
        columns
    }

    fn cells(&self, case: &ExceptionCase, lang: Lang) -> Vec<String> {
        cells_of(case, self.filter.day.is_none(), lang)
    }

    /// The preview of writing the rows marked, or all of them, into a file.
    fn export(&self, ctx: &Ctx<'_>) -> Next {
        let marked = self.list.marks.count(self.rows.total()) > 0;
        let chosen: Vec<&ExceptionCase> =
            self.rows.shown().filter(|case| !marked || self.list.marks.holds(case.id())).collect();
        let columns = self.columns(ctx.lang);
        let (header, places) = listing::shown_columns(&columns, &self.list.view);
        let pick = |case: &&ExceptionCase| {
            let cells = self.cells(case, ctx.lang);
            places.iter().map(|at| cells.get(*at).cloned().unwrap_or_default()).collect()
        };
        let name = listing::file_name(&self.crumb(ctx), ctx.info.today);
        let sum = chosen.iter().map(|case| case.amount()).sum::<Money>();
        let rows = ExportRows::Held(chosen.iter().map(pick).collect());
        let export = Export { name, header, rows };
        let facts = listing::export_facts(&export, chosen.len(), sum, marked, ctx.lang);
        let warnings = vec![Word::ExportNote.in_lang(ctx.lang).to_owned()];
        let job = Job::Export(Box::new(export));
        Next::Open(Place::Batch(Box::new(BatchPreview { action: Action::Export, facts, warnings, job })))
    }
}

fn wanted(filter: &CaseFilter, all: bool, case: &ExceptionCase) -> bool {
    filter.method.is_none_or(|method| case.method == method)
        && filter.class.is_none_or(|class| case.class == class)
        && filter.cashier.as_ref().is_none_or(|cashier| case.cashier == *cashier)
        && (all || matches!(case.state, State::Open | State::Proposed))
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
        parts.extend(self.filter.class.map(|class| terms::class(class, lang).to_owned()));
        parts.extend(self.filter.method.map(|method| terms::method(method, lang).to_owned()));
        parts.extend(self.filter.cashier.clone().filter(|cashier| !cashier.is_empty()));
        parts.extend(self.narrowed.shown(lang));
        parts.join(" ")
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.kept.settle(desk, &mut self.list.view);
        let read = match self.filter.day {
            None => desk.open_exceptions(CASES_MAX),
            Some(day) => desk.day(day).map(|result| result.map(|result| result.exceptions).unwrap_or_default()),
        };
        self.open = Loaded::from_result(desk.days().map(|days| {
            let counted = |one: &&crate::domain::recon::DaySummary| one.open > 0;
            let open: u64 = days.iter().filter(counted).map(|day| u64::from(day.open)).sum();
            (usize::try_from(open).unwrap_or(usize::MAX), days.iter().filter(counted).map(|day| day.difference).sum())
        }));
        let (rows, failure) = match read {
            Ok(rows) => (rows, None),
            Err(sentence) => (Vec::new(), Some(sentence)),
        };
        self.failure = failure;
        self.rows.put(rows);
        self.arrange();
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let say = |word: Word| word.in_lang(ctx.lang).to_owned();
        match action {
            Action::Open | Action::Together => Can::when(self.rows.total() > 0, || say(Word::NothingChosen)),
            Action::Undo if ctx.busy => Can::No(say(Word::Busy)),
            Action::Undo => Can::when(self.done.is_some(), || WorkWord::NothingToUndo.in_lang(ctx.lang).to_owned()),
            Action::Informational => Can::when(self.filter.day.is_some(), || say(Word::AllDaysOpenOnly)),
            Action::Filter => Can::when(self.failure.is_none(), || say(Word::NothingChosen)),
            own => self.list.can(own, &self.rows, ctx.lang).unwrap_or(Can::Absent),
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        match action {
            Action::Open => return self.open(ctx.lang),
            Action::Filter => return Next::Open(self.ask()),
            Action::Together => return self.together(),
            Action::Undo => {
                let undo = self.done.clone().map(|key| Job::Undo { key, version: None });
                return undo.map_or(Next::Stay, Next::Run);
            }
            Action::Informational => {
                self.all = !self.all;
                self.arrange();
            }
            Action::Columns => return Next::Open(Place::Columns(self.columns(ctx.lang), self.list.view.clone())),
            Action::Export => return self.export(ctx),
            Action::CopyRow => {
                let cells = self.rows.get(self.list.at()).map(|case| self.cells(case, ctx.lang));
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
            Answer::Filter(filter) => {
                self.narrowed = filter;
                self.arrange();
            }
            Answer::Row(at) => {
                self.list.cursor.go(at, self.rows.total());
                self.list.keep(&self.rows);
            }
            Answer::View(view) => {
                self.kept.change(&mut self.list.view, view);
                return Next::Load;
            }
            _ => {}
        }
        Next::Stay
    }

    fn finished(&mut self, finished: &Finished) -> Next {
        match finished {
            Finished::Decided(keys, _) => self.done = keys.first().cloned(),
            Finished::Undone(..) => self.done = None,
            _ => {}
        }
        Next::Stay
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let cells = |row: usize| self.rows.get(row).map(|case| self.cells(case, lang)).unwrap_or_default();
        let empty = ctx.says(Word::EmptyExceptions);
        let instead = self.failure.as_deref().map_or(Instead::Empty(&empty), Instead::Failed);
        let face = Face { columns: self.columns(lang), cells: &cells, totals: None, instead };
        let rows = canvas.height().saturating_sub(2);
        let shown = canvas.rows(0, rows, |part| self.list.draw(part, &self.rows, &face, lang));
        let mut aside = ui::sum_of_differences(&self.rows.sum().grouped(), lang);
        if self.filter.day.is_none() && self.rows.rows().len() == CASES_MAX {
            let (count, sum) = self.open.ready().copied().unwrap_or_default();
            aside = format!("{}  {}", ui::only_first(CASES_MAX, lang), ui::open_in_all(count, &sum.grouped(), lang));
        }
        let notes = [self.rows.nearly().then(|| Word::FoundNearly.in_lang(lang).to_owned()), self.kept.note()];
        notes.into_iter().flatten().for_each(|note| aside = format!("{aside}  {note}"));
        self.list.draw_foot(canvas, rows, &self.rows, shown, &aside, lang);
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
