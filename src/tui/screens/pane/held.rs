//! A list whose rows are all in memory 架上列表.

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
use crate::tui::widgets::list::shelf::{ListRow, Shelf};
use crate::tui::widgets::list::view::View;
use crate::tui::widgets::list::{List, Offered, Rows, Undone};

/// 架上列表.
pub(in crate::tui::screens) struct Held<T> {
    list: List,
    rows: Shelf<T>,
    /// The arrangement the person keeps of it; none where columns cannot be chosen.
    kept: Option<Kept>,
    failure: Option<Sentence>,
    /// Which rows are shown at all; every one when `None`.
    wanted: Option<fn(&T) -> bool>,
    /// The order of rows nobody ordered; as they come when `None`.
    usual: Option<(&'static str, bool)>,
}

impl<T: ListRow> Held<T> {
    /// A list under a name by which its arrangement is kept, and the digits that may be typed before its rows.
    pub(in crate::tui::screens) fn named(name: &'static str, offered: &'static [Offered]) -> Self {
        Held { kept: Some(Kept::new(name)), list: List::offering(offered), ..Held::plain() }
    }

    /// A list whose columns stay as they are.
    pub(in crate::tui::screens) fn plain() -> Self {
        Held { list: List::default(), rows: Shelf::default(), kept: None, failure: None, wanted: None, usual: None }
    }

    /// The list, in this order unless the person says otherwise.
    pub(in crate::tui::screens) fn ordered_by(self, column: &'static str, descending: bool) -> Self {
        Held { usual: Some((column, descending)), ..self }
    }

    /// Takes what was read of the book.
    pub(in crate::tui::screens) fn put(&mut self, desk: &dyn Desk, read: Result<Vec<T>, Sentence>) {
        if let Some(kept) = &mut self.kept {
            kept.settle(desk, &mut self.list.view);
        }
        self.failure = read.as_ref().err().cloned();
        self.rows.put(read.unwrap_or_default());
        self.arrange();
    }

    /// Shows these rows alone, or all when `None`.
    pub(in crate::tui::screens) fn want(&mut self, wanted: Option<fn(&T) -> bool>) {
        self.wanted = wanted;
        self.arrange();
    }

    fn arrange(&mut self) {
        let order = self.list.view.ordered_by().or(self.usual);
        let wanted = self.wanted;
        self.rows.arrange(&self.list.filter.needle(), order, |row| wanted.is_none_or(|wanted| wanted(row)));
        let rows = &self.rows;
        self.list.reread(rows, |id| rows.place_of(id));
        let amounts: std::collections::HashMap<_, _> = rows.shown().map(|row| (row.id(), row.amount())).collect();
        self.list.marks.keep(|id| amounts.get(&id).copied());
    }

    /// The rows themselves.
    pub(in crate::tui::screens) fn shelf(&self) -> &Shelf<T> {
        &self.rows
    }

    /// The rows marked, in order.
    pub(in crate::tui::screens) fn marked(&self) -> Vec<&T> {
        self.rows.shown().filter(|row| self.list.marks.holds(row.id())).collect()
    }

    /// The digit typed that is due, and the rows it stands before, in order.
    pub(in crate::tui::screens) fn next_options(&mut self) -> Option<(u8, Vec<&T>)> {
        let (digit, ids) = self.list.next_options()?;
        Some((digit, self.rows.shown().filter(|row| ids.contains(&row.id())).collect()))
    }

    /// Does an action of lists, or of the columns, or writes the rows into a file named after the title.
    pub(in crate::tui::screens) fn act(
        &mut self,
        action: Action,
        sheet: &Sheet<'_, T>,
        title: &str,
        ctx: &Ctx<'_>,
    ) -> Next {
        if action == Action::Export {
            return self.export(sheet, title, ctx);
        }
        if let Some(next) = self.on_columns(action, sheet) {
            return next;
        }
        self.list.act(action, &self.rows);
        Next::Stay
    }

    fn export(&self, sheet: &Sheet<'_, T>, title: &str, ctx: &Ctx<'_>) -> Next {
        let marked = self.list.marks.count(self.rows.total()) > 0;
        let chosen: Vec<&T> = if marked { self.marked() } else { self.rows.shown().collect() };
        let (header, places) = listing::shown_columns(&sheet.columns, &self.list.view);
        let pick = |row: &&T| {
            let cells = (sheet.cells)(row);
            places.iter().map(|at| cells.get(*at).cloned().unwrap_or_default()).collect()
        };
        let sum = chosen.iter().map(|row| row.amount()).sum::<Money>();
        let rows = ExportRows::Held(chosen.iter().map(pick).collect());
        export_preview(export_of(title, ctx, header, rows), chosen.len(), sum, marked, ctx.lang)
    }
}

impl<T: ListRow> Pane for Held<T> {
    type Row = T;

    fn list(&self) -> &List {
        &self.list
    }

    fn rows(&self) -> &dyn Rows {
        &self.rows
    }

    fn row(&self, at: usize) -> Option<&T> {
        self.rows.get(at)
    }

    fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    fn notes(&self, lang: Lang) -> Vec<String> {
        let nearly = self.rows.nearly().then(|| Word::FoundNearly.in_lang(lang).to_owned());
        nearly.into_iter().chain(self.kept.as_ref().and_then(Kept::note)).collect()
    }
}

impl<T: ListRow> Listed for Held<T> {
    fn typed(&mut self, key: Key) -> Option<Next> {
        match self.list.typed(key, &self.rows) {
            Typed::NotMine => return None,
            Typed::Changed => self.arrange(),
            Typed::Kept => {}
        }
        Some(Next::Stay)
    }

    fn pasted(&mut self, text: &str) -> Next {
        if self.list.pasted(text, &self.rows) == Typed::Changed {
            self.arrange();
        }
        Next::Stay
    }

    fn back(&mut self) -> Option<Next> {
        if self.list.back(&self.rows)? == Undone::Filter {
            self.arrange();
        }
        Some(Next::Stay)
    }

    fn rearranged(&mut self, view: View) -> Next {
        match &mut self.kept {
            Some(kept) => kept.change(&mut self.list.view, view),
            None => return Next::Stay,
        }
        Next::Load
    }
}
