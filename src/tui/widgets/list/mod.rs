//! The list 列表: cursor, marks, options, filter, columns and order of rows, whatever they are and however many.
//!
//! Invariant: the list holds no row. It asks its [`Rows`] for those it draws, so a frame costs the same
//! for ten rows as for a million; what it keeps of a row is its id. The cursor stands on a row or on none.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::cursor::{Cursor, is_move};
use crate::domain::money::Money;
use crate::term::{Code, Key};
use crate::text::lang::Lang;
use crate::text::pinyin::Needle;
use crate::text::ui::Word;
use crate::tui::action::Action;
use crate::tui::screen::Can;

mod draw;
pub mod filter;
pub mod marks;
pub mod seek;
pub mod shelf;
pub mod view;

pub use draw::Face;
use filter::{ListFilter, Typed};
use marks::{Marks, RowId};
use seek::{Seek, Sought};
use view::View;

/// Most rows one range may mark; all rows are marked by their own action, whatever their number.
pub const RANGE_MAX: usize = 20_000;

/// Rows as a list sees them: in memory, or a window over more.
pub trait Rows {
    /// Rows in all.
    fn total(&self) -> usize;
    /// What all of them add up to.
    fn sum(&self) -> Money;
    /// What the row at a place is and adds; `None` outside the list, or outside the window held.
    fn key(&self, at: usize) -> Option<(RowId, Money)>;
    /// Where the first row stands that a needle finds.
    fn sought(&self, _needle: &Needle) -> Sought {
        Sought::InBook
    }
}

/// 选项. A digit that may be typed before a row, and what it does.
pub type Offered = (u8, Word);

/// What an action did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// All there was to do.
    Stay,
    /// Rows from–to (inclusive) are to be marked; the list does not hold them.
    Range(usize, usize),
    /// The action is not one of the list.
    NotMine,
}

/// 列表.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// Place.
    pub cursor: Cursor,
    /// Marks.
    pub marks: Marks,
    /// Filter.
    pub filter: ListFilter,
    /// 定位.
    pub seek: Seek,
    /// Columns and order.
    pub view: View,
    offered: &'static [Offered],
    options: BTreeMap<RowId, u8>,
    anchor: Option<usize>,
    scrolled: usize,
    cut_off: Cell<bool>,
    kept: Option<RowId>,
}

impl List {
    /// A list before whose rows these digits may be typed.
    pub fn offering(offered: &'static [Offered]) -> Self {
        List { offered, ..List::default() }
    }

    /// Row chosen.
    pub fn at(&self) -> usize {
        self.cursor.at()
    }

    /// Takes the rows as they stand now: the cursor stays on its row, and that row on its line of the screen.
    pub fn reread(&mut self, rows: &dyn Rows, place_of: impl Fn(RowId) -> Option<usize>) {
        let before = self.cursor.at();
        match self.kept.and_then(place_of) {
            Some(now) => self.cursor.follow(before, now, rows.total()),
            None => self.cursor.go(before, rows.total()),
        }
        self.anchor = None;
        self.keep(rows);
    }

    /// Remembers which row the cursor is on.
    pub fn keep(&mut self, rows: &dyn Rows) {
        if let Some((id, _)) = rows.key(self.cursor.at()) {
            self.kept = Some(id);
        }
        if rows.total() == 0 {
            self.kept = None;
        }
    }

    /// The row the cursor was last on, to find it again after rows were read.
    pub fn kept(&self) -> Option<RowId> {
        self.kept
    }

    /// Whether an action of lists can be done now; `None` when it is not one of the list.
    pub fn can(&self, action: Action, rows: &dyn Rows, lang: Lang) -> Option<Can> {
        let say = |word: Word| word.in_lang(lang).to_owned();
        let any = rows.total() > 0;
        let marked = self.marks.count(rows.total()) > 0;
        Some(match action {
            moving if is_move(moving) => Can::Yes,
            Action::Left => Can::when(self.scrolled > 0, || say(Word::NoColumnsLeft)),
            Action::Right => Can::when(self.cut_off.get(), || say(Word::NoColumnsRight)),
            Action::Mark | Action::MarkAll | Action::Invert | Action::CopyRow | Action::Export | Action::Position => {
                Can::when(any, || say(Word::NothingChosen))
            }
            Action::MarkNone => Can::when(marked, || say(Word::NothingMarked)),
            Action::MarkTo => match self.anchor {
                None => Can::No(say(Word::MarkFirst)),
                Some(anchor) => Can::when(anchor.abs_diff(self.at()) < RANGE_MAX, || say(Word::RangeTooLong)),
            },
            Action::FindRow | Action::Columns => Can::Yes,
            _ => return None,
        })
    }

    /// Does an action of lists.
    pub fn act(&mut self, action: Action, rows: &dyn Rows) -> Done {
        let total = rows.total();
        if self.cursor.moved(action, total) {
            self.keep(rows);
            return Done::Stay;
        }
        match action {
            Action::Left => self.scrolled = self.scrolled.saturating_sub(1),
            Action::Right => self.scrolled += usize::from(self.cut_off.get()),
            Action::Mark => {
                if let Some((id, amount)) = rows.key(self.at()) {
                    self.marks.turn(id, amount);
                    self.anchor = Some(self.at());
                    self.cursor.moved(Action::Down, total);
                    self.keep(rows);
                }
            }
            Action::MarkTo => return self.range(rows),
            Action::MarkAll => self.marks.all(),
            Action::MarkNone => self.marks.none(),
            Action::Invert => self.marks.invert(),
            Action::FindRow => {
                self.seek.end();
                self.filter.begin();
            }
            Action::Position => self.seek.begin(),
            _ => return Done::NotMine,
        }
        Done::Stay
    }

    /// Marks from the row marked last to the cursor, where the rows are at hand.
    fn range(&mut self, rows: &dyn Rows) -> Done {
        let Some(anchor) = self.anchor else { return Done::Stay };
        let (from, to) = (anchor.min(self.at()), anchor.max(self.at()));
        let keys: Option<Vec<_>> = (from..=to).map(|at| rows.key(at)).collect();
        let Some(keys) = keys else { return Done::Range(from, to) };
        keys.into_iter().for_each(|(id, amount)| self.marks.mark(id, amount));
        Done::Stay
    }

    /// Takes a key before the key map does: letters of the filter or of the place sought, digits of the options.
    pub fn typed(&mut self, key: Key, rows: &dyn Rows) -> Typed {
        if self.seek.typing() {
            return self.sought(key, rows);
        }
        if self.filter.typing() {
            return self.filter.key(key);
        }
        let Some((id, _)) = rows.key(self.at()) else { return Typed::NotMine };
        let key = key.narrowed();
        match key.code {
            Code::Char(digit)
                if !key.ctrl && !key.alt && self.offered.iter().any(|(one, _)| char::from(*one) == digit) =>
            {
                self.options.insert(id, digit as u8);
                self.cursor.moved(Action::Down, rows.total());
                self.keep(rows);
                Typed::Kept
            }
            Code::Backspace | Code::Delete if self.options.remove(&id).is_some() => Typed::Kept,
            _ => Typed::NotMine,
        }
    }

    /// Takes pasted text while the filter or the place sought is typed.
    pub fn pasted(&mut self, text: &str, rows: &dyn Rows) -> Typed {
        if self.seek.typing() {
            self.seek.paste(text);
            return self.go_to_sought(rows);
        }
        if self.filter.pasted(text) { Typed::Changed } else { Typed::NotMine }
    }

    fn sought(&mut self, key: Key, rows: &dyn Rows) -> Typed {
        match self.seek.key(key) {
            Typed::Changed => self.go_to_sought(rows),
            other => other,
        }
    }

    fn go_to_sought(&mut self, rows: &dyn Rows) -> Typed {
        let needle = self.seek.needle();
        match rows.sought(&needle) {
            _ if needle.is_empty() => self.seek.found(true),
            Sought::At(at) => {
                self.seek.found(true);
                self.cursor.go(at, rows.total());
                self.keep(rows);
            }
            Sought::Nowhere => self.seek.found(false),
            Sought::InBook => {
                self.seek.ask();
                return Typed::Changed;
            }
        }
        Typed::Kept
    }

    /// The rows with the smallest digit typed, and forgets them: one Enter, one kind of work.
    pub fn next_options(&mut self) -> Option<(u8, Vec<RowId>)> {
        let digit = self.options.values().min().copied()?;
        let (now, later) = std::mem::take(&mut self.options).into_iter().partition(|(_, one)| *one == digit);
        self.options = later;
        let now: BTreeMap<RowId, u8> = now;
        Some((digit, now.into_keys().collect()))
    }

    /// Whether options were typed and wait for Enter.
    pub fn has_options(&self) -> bool {
        !self.options.is_empty()
    }

    /// One step back: the place sought, what was typed, then the options, then the marks; whether there was something to take back.
    pub fn back(&mut self, rows: &dyn Rows) -> Option<Undone> {
        if self.seek.end() {
            return Some(Undone::Marks);
        }
        if self.filter.clear() {
            return Some(Undone::Filter);
        }
        if self.has_options() {
            self.options.clear();
            return Some(Undone::Marks);
        }
        if self.marks.count(rows.total()) > 0 {
            self.marks.none();
            return Some(Undone::Marks);
        }
        None
    }
}

/// What a step back took away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undone {
    /// The filter: other rows are to be shown.
    Filter,
    /// What was sought, options or marks: the rows stay.
    Marks,
}
