//! A list over any number of rows, read by windows 窗口列表.
//!
//! Invariant: however many rows there are, only one window of them is held; the cursor stays on its row and marks on
//! theirs whatever else changes.

use std::collections::HashMap;

use super::{Pane, Sheet, export_of, export_preview};
use crate::domain::money::Money;
use crate::term::Key;
use crate::text::lang::Lang;
use crate::text::ui::Word;
use crate::tui::action::Action;
use crate::tui::desk::{Desk, Sentence};
use crate::tui::export::ExportRows;
use crate::tui::screen::{Ctx, Listed, Next};
use crate::tui::screens::listing::{self, Kept};
use crate::tui::widgets::list::filter::Typed;
use crate::tui::widgets::list::marks::{Marks, RowId};
use crate::tui::widgets::list::view::View;
use crate::tui::widgets::list::{Done, List, Offered, Rows, Undone};

/// Rows held at a time.
const WINDOW: usize = 200;

/// Rows of a list, one window of them.
#[derive(Clone, Debug)]
pub(in crate::tui::screens) struct Window<R> {
    /// Rows in all.
    pub total: usize,
    /// What all of them add up to.
    pub sum: Money,
    /// Whether they were found only by forgiving a slip.
    pub nearly: bool,
    /// Those of this window.
    pub rows: Vec<R>,
}

/// Where rows come from, by windows.
pub(in crate::tui::screens) trait Source {
    /// Which rows, and in which order.
    type Ask: Clone + PartialEq;
    /// A row.
    type Row;
    /// What a row is, and what it adds.
    fn key(row: &Self::Row) -> (RowId, Money);
    /// At most `count` rows from a place on.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn window(desk: &dyn Desk, ask: &Self::Ask, from: usize, count: usize) -> Result<Window<Self::Row>, Sentence>;
    /// Where a row stands.
    fn place(desk: &dyn Desk, ask: &Self::Ask, id: RowId) -> Option<usize>;
    /// The first row a text finds.
    fn sought(desk: &dyn Desk, ask: &Self::Ask, find: &str) -> Option<RowId>;
    /// Which of these rows still stand in the list, and what they add now; `None` where that cannot be told.
    fn standing(_desk: &dyn Desk, _ask: &Self::Ask, _ids: Vec<RowId>) -> Option<HashMap<RowId, Money>> {
        None
    }
}

/// 窗口列表.
pub(in crate::tui::screens) struct Windowed<S: Source> {
    list: List,
    held: Held<S>,
    kept: Kept,
    range: Option<(usize, usize)>,
    going: Option<RowId>,
    shown: Option<S::Ask>,
    note: Option<Word>,
}

/// The rows at hand.
struct Held<S: Source> {
    window: Window<S::Row>,
    failure: Option<Sentence>,
    offset: usize,
}

impl<S: Source> Held<S> {
    fn row(&self, at: usize) -> Option<&S::Row> {
        self.window.rows.get(at.checked_sub(self.offset)?)
    }
}

impl<S: Source> Rows for Held<S> {
    fn total(&self) -> usize {
        self.window.total
    }

    fn sum(&self) -> Money {
        self.window.sum
    }

    fn key(&self, at: usize) -> Option<(RowId, Money)> {
        self.row(at).map(S::key)
    }
}

impl<S: Source> Windowed<S> {
    /// A list under a name by which its arrangement is kept, and the digits that may be typed before its rows.
    pub(in crate::tui::screens) fn named(name: &'static str, offered: &'static [Offered]) -> Self {
        let window = Window { total: 0, sum: Money::ZERO, nearly: false, rows: Vec::new() };
        Windowed {
            list: List::offering(offered),
            held: Held { window, failure: None, offset: 0 },
            kept: Kept::new(name),
            range: None,
            going: None,
            shown: None,
            note: None,
        }
    }

    /// Reads how the person arranged the list: before the rows are asked for, which follow it.
    pub(in crate::tui::screens) fn settle(&mut self, desk: &dyn Desk) {
        self.kept.settle(desk, &mut self.list.view);
    }

    /// Reads the window round the cursor, of the rows asked for.
    pub(in crate::tui::screens) fn read(&mut self, desk: &dyn Desk, ask: S::Ask) {
        let before = (self.held.total(), self.held.sum());
        let reordered = self.shown.as_ref().is_some_and(|shown| *shown != ask);
        self.mark(desk, &ask);
        self.seek(desk, &ask);
        self.take(desk, &ask);
        let total = self.held.total();
        let same = (total, self.held.sum()) == before;
        if !same && before.0 > 0 && self.list.marks.count(before.0) > 0 {
            self.keep_marks(desk, &ask);
        }
        if let Some(id) = self.going.take() {
            let place = S::place(desk, &ask, id);
            self.list.cursor.go(place.unwrap_or_else(|| self.list.at()), total);
        } else if !same || reordered {
            self.follow(desk, &ask, total);
        }
        if !self.holds_page() {
            self.take(desk, &ask);
        }
        self.shown = Some(ask);
        if same && !reordered {
            self.list.keep(&self.held);
        } else {
            self.list.reread(&self.held, |_| None);
        }
    }

    fn take(&mut self, desk: &dyn Desk, ask: &S::Ask) {
        let page = self.list.cursor.page();
        self.held.offset = self.list.cursor.first().saturating_sub(WINDOW / 2);
        let none = Window { total: 0, sum: Money::ZERO, nearly: false, rows: Vec::new() };
        let read = S::window(desk, ask, self.held.offset, WINDOW.max(page * 2));
        self.held.failure = read.as_ref().err().cloned();
        self.held.window = read.unwrap_or(none);
    }

    /// Other rows than before: marks stay on the rows that still stand, or go, aloud, where that cannot be told.
    fn keep_marks(&mut self, desk: &dyn Desk, ask: &S::Ask) {
        match S::standing(desk, ask, self.list.marks.named()) {
            Some(amounts) => self.list.marks.keep(|id| amounts.get(&id).copied()),
            None => {
                self.list.marks.none();
                self.note = Some(Word::ListChanged);
            }
        }
    }

    /// The cursor goes with its row to where that stands now, or to the first row when it is gone.
    fn follow(&mut self, desk: &dyn Desk, ask: &S::Ask, total: usize) {
        let before = self.list.at();
        match self.list.kept().and_then(|id| S::place(desk, ask, id)) {
            Some(now) => self.list.cursor.follow(before, now, total),
            None => self.list.cursor.go(0, total),
        }
    }

    /// Goes to the first row that was sought: found among all, then placed in the order on screen.
    fn seek(&mut self, desk: &dyn Desk, ask: &S::Ask) {
        let Some(find) = self.list.seek.asked() else { return };
        let place = S::sought(desk, ask, &find).and_then(|id| S::place(desk, ask, id));
        self.list.seek.found(place.is_some());
        if let Some(at) = place {
            self.list.cursor.go(at, self.held.total());
        }
    }

    /// Marks a range that the window does not hold.
    fn mark(&mut self, desk: &dyn Desk, ask: &S::Ask) {
        let Some((from, to)) = self.range.take() else { return };
        if let Ok(window) = S::window(desk, ask, from, to - from + 1) {
            window.rows.iter().map(S::key).for_each(|(id, amount)| self.list.marks.mark(id, amount));
        }
    }

    /// Whether the page round the cursor lies in the window.
    fn holds_page(&self) -> bool {
        let (top, page) = (self.list.cursor.first(), self.list.cursor.page());
        let held = self.held.window.rows.len();
        top >= self.held.offset && (top + page).min(self.held.total()) <= self.held.offset + held
    }

    fn at_hand(&self) -> Next {
        if self.holds_page() { Next::Stay } else { Next::Load }
    }

    /// Goes to a row once it is read where that stands.
    pub(in crate::tui::screens) fn go_to(&mut self, id: RowId) -> Next {
        self.going = Some(id);
        Next::Load
    }

    /// Goes to the first row: others are to be listed.
    pub(in crate::tui::screens) fn begin_anew(&mut self) -> Next {
        self.list.cursor.go(0, 1);
        Next::Load
    }

    /// The digit typed that is due, and the rows it stands before.
    pub(in crate::tui::screens) fn next_options(&mut self) -> Option<(u8, Vec<RowId>)> {
        self.list.next_options()
    }

    /// Which rows are marked; `None` where none is.
    pub(in crate::tui::screens) fn marks(&self) -> Option<&Marks> {
        (self.list.marks.count(self.held.total()) > 0).then_some(&self.list.marks)
    }

    /// Does an action of lists, or of the columns.
    pub(in crate::tui::screens) fn act(&mut self, action: Action, sheet: &Sheet<'_, S::Row>) -> Next {
        self.note = None;
        if let Some(next) = self.on_columns(action, sheet) {
            return next;
        }
        if let Done::Range(from, to) = self.list.act(action, &self.held) {
            self.range = Some((from, to));
            return Next::Load;
        }
        self.at_hand()
    }

    /// The preview of writing the rows marked, or all of them, into a file: `rows` says where they come from, given
    /// the places of the columns wanted.
    pub(in crate::tui::screens) fn export(
        &self,
        sheet: &Sheet<'_, S::Row>,
        title: &str,
        ctx: &Ctx<'_>,
        rows: impl FnOnce(Option<Marks>, Vec<usize>) -> ExportRows,
    ) -> Next {
        let (header, places) = listing::shown_columns(&sheet.columns, &self.list.view);
        let marks = self.marks().cloned();
        let (count, sum) = match &marks {
            Some(marks) => (marks.count(self.held.total()), marks.sum(self.held.sum())),
            None => (self.held.total(), self.held.sum()),
        };
        let marked = marks.is_some();
        export_preview(export_of(title, ctx, header, rows(marks, places)), count, sum, marked, ctx.lang)
    }
}

impl<S: Source> Pane for Windowed<S> {
    type Row = S::Row;

    fn list(&self) -> &List {
        &self.list
    }

    fn rows(&self) -> &dyn Rows {
        &self.held
    }

    fn row(&self, at: usize) -> Option<&S::Row> {
        self.held.row(at)
    }

    fn failure(&self) -> Option<&str> {
        self.held.failure.as_deref()
    }

    fn notes(&self, lang: Lang) -> Vec<String> {
        let said = |word: Word| word.in_lang(lang).to_owned();
        let nearly = self.held.window.nearly.then(|| said(Word::FoundNearly));
        self.note.map(said).into_iter().chain(nearly).chain(self.kept.note()).collect()
    }
}

impl<S: Source> Listed for Windowed<S> {
    fn typed(&mut self, key: Key) -> Option<Next> {
        match self.list.typed(key, &self.held) {
            Typed::NotMine => None,
            Typed::Changed => Some(Next::Load),
            Typed::Kept => Some(self.at_hand()),
        }
    }

    fn pasted(&mut self, text: &str) -> Next {
        if self.list.pasted(text, &self.held) == Typed::Changed { Next::Load } else { Next::Stay }
    }

    fn back(&mut self) -> Option<Next> {
        let undone = self.list.back(&self.held)?;
        Some(if undone == Undone::Filter { Next::Load } else { Next::Stay })
    }

    fn rearranged(&mut self, view: View) -> Next {
        self.kept.change(&mut self.list.view, view);
        Next::Load
    }
}
