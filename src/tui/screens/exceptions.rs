//! 差异列表: of a day or of all days, however many there are.
//!
//! Invariant: nothing but the mark changes when the cursor moves: the whole reason stands on the exception's own
//! screen, so that a move costs no more on a slow line than it must. The cursor keeps its exception
//! when the list is read again, also after a new run gave it another number in the book.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::domain::case_list::{CaseOrder, case_number};
use crate::domain::exception::State;
use crate::domain::money::Money;
use crate::domain::recon::ExceptionCase;
use crate::term::Key;
use crate::text::lang::Lang;
use crate::text::pinyin::APART;
use crate::text::ui::{self, Word};
use crate::text::work::WorkWord;
use crate::text::{messages, terms};
use crate::tui::action::{Action, Scope};
use crate::tui::desk::{CaseAsk, Desk, Sentence};
use crate::tui::export::ExportRows;
use crate::tui::filter::RowFilter;
use crate::tui::screen::{
    Answer, Asking, Can, CaseFilter, CaseWalk, Ctx, FilterAsked, Listed, ManyCases, Next, Place, RawLeg, Screen,
};
use crate::tui::screens::pane::{Around, Pane, Sheet, Source, Window, Windowed};
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::list::Offered;
use crate::tui::widgets::list::marks::RowId;
use crate::tui::widgets::list::shelf::{ListRow, OrderKey};
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::table::Column;
use crate::tui::worker::{Finished, Job};

/// Columns of this rank and above never take the room in which a reason is readable.
const SPARE: u8 = 10;
const OPTIONS: &[Offered] = &[(b'5', Word::OptionOpen), (b'4', Word::OptionRaw)];

/// 差异列表.
pub(super) struct Exceptions {
    ask: CaseAsk,
    list: Windowed<Cases>,
    /// Rows of the differences before which a digit stands, whichever window they were in.
    legs: BTreeMap<RowId, Vec<RawLeg>>,
    /// A difference of the last decision, by which all of it is taken back.
    done: Option<String>,
}

/// Differences, by windows.
struct Cases;

impl Source for Cases {
    type Ask = CaseAsk;
    type Row = ExceptionCase;

    fn key(row: &ExceptionCase) -> (RowId, Money) {
        (row.id(), row.amount())
    }

    fn window(desk: &dyn Desk, ask: &CaseAsk, from: usize, count: usize) -> Result<Window<ExceptionCase>, Sentence> {
        let read = desk.cases(ask, from, count)?;
        Ok(Window { total: read.total, sum: read.sum, nearly: read.nearly, rows: read.rows })
    }

    fn place(desk: &dyn Desk, ask: &CaseAsk, id: RowId) -> Option<usize> {
        desk.case_order(ask).ok()?.iter().position(|number| *number == id)
    }

    fn sought(desk: &dyn Desk, ask: &CaseAsk, find: &str) -> Option<RowId> {
        desk.case_sought(ask, find).ok().flatten()
    }

    fn standing(desk: &dyn Desk, ask: &CaseAsk, ids: Vec<RowId>) -> Option<HashMap<RowId, Money>> {
        let ids: HashSet<RowId> = ids.into_iter().collect();
        let order = desk.case_order(ask).ok()?;
        let still: Vec<RowId> = order.iter().copied().filter(|id| ids.contains(id)).collect();
        Some(desk.cases_of(&still).ok()?.iter().map(Self::key).collect())
    }
}

impl ListRow for ExceptionCase {
    fn id(&self) -> RowId {
        case_number(&self.key).unwrap_or_default()
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

    fn order_key(&self, _column: &str) -> OrderKey {
        OrderKey::Number(i64::from(self.day.number()))
    }
}

impl Exceptions {
    /// The exceptions a filter lets through.
    pub(super) fn new(filter: CaseFilter) -> Self {
        Exceptions {
            ask: CaseAsk { filter, ..CaseAsk::default() },
            list: Windowed::named("exceptions", OPTIONS),
            legs: BTreeMap::new(),
            done: None,
        }
    }

    /// The list with what was typed and the order chosen.
    fn asked(&self) -> CaseAsk {
        let list = self.list.list();
        let order = match list.view.order.as_deref() {
            Some("class") => CaseOrder::Class,
            Some("difference") => CaseOrder::Difference,
            Some("method") => CaseOrder::Method,
            Some("cashier") => CaseOrder::Cashier,
            _ => CaseOrder::Day,
        };
        let (find, descending) = (list.filter.text().trim().to_owned(), list.view.descending);
        CaseAsk { find, order, descending, ..self.ask.clone() }
    }

    /// The form for what the list shall be narrowed to.
    fn ask(&self) -> Place {
        let above = self.list.chosen().map(|case| RowFilter {
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
            now: self.ask.rows.clone(),
            above: above.unwrap_or_default(),
            cases: Some(Box::new(CaseAsk { rows: RowFilter::default(), ..self.ask.clone() })),
            days: self.ask.filter.day.is_none(),
        })))
    }

    /// Opens the chosen exception, or those with a digit before them.
    fn open(&mut self, lang: Lang) -> Next {
        let Some((digit, ids)) = self.list.next_options() else {
            let walk = self.list.chosen().map(|case| CaseWalk::Listed(Box::new(self.asked()), case.id()));
            return walk.map_or(Next::Stay, |walk| Next::Open(Place::Exception(walk)));
        };
        let legs = std::mem::take(&mut self.legs);
        if digit == b'5' && !ids.is_empty() {
            return Next::Open(Place::Exception(CaseWalk::These(ids, 0)));
        }
        let legs: Vec<RawLeg> = ids.iter().filter_map(|id| legs.get(id)).flatten().cloned().collect();
        if legs.is_empty() {
            return Next::Refuse(Word::NoOptionFit.in_lang(lang).to_owned());
        }
        Next::Open(Place::Raw(legs, 0))
    }

    /// The marked ones together, else all that are alike the chosen one.
    fn together(&self) -> Next {
        let marked = self.list.marks().map(|marks| ManyCases::Marked(Box::new(self.asked()), marks.clone()));
        let alike = || self.list.chosen().map(|case| ManyCases::Alike(case.key.clone()));
        marked.or_else(alike).map_or(Next::Stay, |asked| Next::Open(Place::Together(asked)))
    }

    fn columns(&self, lang: Lang) -> Vec<ListColumn> {
        let zh = lang == Lang::Zh;
        let mut columns = vec![
            ListColumn::new("class", Column::left(Word::Class.in_lang(lang), if zh { 16 } else { 27 })).frozen(),
            ListColumn::new("difference", Column::right(Word::Difference.in_lang(lang), 13)),
            ListColumn::new(
                "method",
                Column::left(Word::MethodShort.in_lang(lang), if zh { 8 } else { 11 }).rank(SPARE + 1),
            ),
            ListColumn::new("cashier", Column::left(Word::Cashier.in_lang(lang), 9).rank(SPARE)),
            ListColumn::new("reason", Column::left(Word::Reason.in_lang(lang), 0)).unordered(),
        ];
        // The day of a day's list stands in the title; its column is left to the reason.
        if self.ask.filter.day.is_none() {
            columns.insert(2, ListColumn::new("day", Column::left(Word::Date.in_lang(lang), 5)));
        }
        columns
    }

    /// Cells of a row; the day is left out where it stands in the title.
    fn cells(&self) -> fn(&ExceptionCase, Lang) -> Vec<String> {
        if self.ask.filter.day.is_none() { cells_with_day } else { cells_of }
    }
}

impl Screen for Exceptions {
    fn scope(&self) -> Scope {
        Scope::Exceptions
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let lang = ctx.lang;
        let filter = &self.ask.filter;
        let name = if filter.day.is_some() { Word::Exceptions } else { Word::OpenExceptions };
        let mut parts = vec![name.in_lang(lang).to_owned()];
        parts.extend(filter.day.map(|day| day.date().format("%m-%d").to_string()));
        parts.extend(filter.class.map(|class| terms::class(class, lang).to_owned()));
        parts.extend(filter.method.map(|method| terms::method(method, lang).to_owned()));
        parts.extend(filter.cashier.clone().filter(|cashier| !cashier.is_empty()));
        parts.extend(self.ask.rows.shown(lang));
        parts.join(" ")
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.list.settle(desk);
        self.list.read(desk, self.asked());
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let say = |word: Word| word.in_lang(ctx.lang).to_owned();
        match action {
            Action::Open | Action::Together => self.list.can_choose(ctx.lang),
            Action::Undo if ctx.busy => Can::No(say(Word::Busy)),
            Action::Undo => Can::when(self.done.is_some(), || WorkWord::NothingToUndo.in_lang(ctx.lang).to_owned()),
            Action::Informational => Can::when(self.ask.filter.day.is_some(), || say(Word::AllDaysOpenOnly)),
            Action::Filter => Can::when(self.list.failure().is_none(), || say(Word::NothingChosen)),
            own => self.list.can_list(own, ctx.lang),
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        let (cells, lang) = (self.cells(), ctx.lang);
        let sheet = Sheet { columns: self.columns(lang), cells: &|case| cells(case, lang) };
        match action {
            Action::Open => self.open(lang),
            Action::Filter => Next::Open(self.ask()),
            Action::Together => self.together(),
            Action::Undo => {
                let undo = self.done.clone().map(|key| Job::Undo { key, version: None });
                undo.map_or(Next::Stay, Next::Run)
            }
            Action::Informational => {
                self.ask.all = !self.ask.all;
                Next::Load
            }
            Action::Export => self.list.export(&sheet, &self.crumb(ctx), ctx, |marks, columns| ExportRows::Cases {
                ask: Box::new(self.asked()),
                marks,
                columns,
                cells,
                lang,
            }),
            own => self.list.act(own, &sheet),
        }
    }

    fn listed(&mut self) -> Option<&mut dyn Listed> {
        Some(&mut self.list)
    }

    fn typed(&mut self, key: Key, _ctx: &Ctx<'_>) -> Option<Next> {
        let before = self.list.chosen().map(|case| (case.id(), raw_legs(case)));
        let next = self.list.typed(key)?;
        // The digit was typed before this one; by Enter it may be out of the window.
        self.legs.extend(before.filter(|_| self.list.list().has_options()));
        Some(next)
    }

    fn answered(&mut self, answer: Answer) -> Next {
        match answer {
            Answer::Filter(filter) => {
                self.ask.rows = filter;
                Next::Load
            }
            Answer::Case(number) => self.list.go_to(number),
            _ => Next::Stay,
        }
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
        let (cells, lang) = (self.cells(), ctx.lang);
        let sheet = Sheet { columns: self.columns(lang), cells: &|case| cells(case, lang) };
        let empty = ctx.says(Word::EmptyExceptions);
        let aside = vec![ui::sum_of_differences(&self.list.rows().sum().grouped(), lang)];
        self.list.draw(canvas, &sheet, Around { aside, ..Around::rows(&empty) }, lang);
    }
}

fn raw_legs(case: &ExceptionCase) -> Vec<RawLeg> {
    case.legs.iter().filter_map(|leg| leg.entry.map(|entry| RawLeg { side: leg.side, entry })).collect()
}

fn cells_with_day(case: &ExceptionCase, lang: Lang) -> Vec<String> {
    let mut cells = cells_of(case, lang);
    cells.insert(2, case.day.date().format("%m-%d").to_string());
    cells
}

fn cells_of(case: &ExceptionCase, lang: Lang) -> Vec<String> {
    let open = matches!(case.state, State::Open | State::Proposed);
    let reason = messages::reason(case, lang);
    vec![
        format!("{} {}", case.class.paper_code(), terms::class(case.class, lang)),
        case.difference.grouped(),
        terms::method(case.method, lang).to_owned(),
        case.cashier.clone(),
        if open { reason } else { format!("({}) {reason}", terms::state(case.state, lang)) },
    ]
}
