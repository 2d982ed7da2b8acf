//! Lists as screens hold them 列表窗格: a list, its rows, the view a person keeps of it, and what every list does alike.
//!
//! Invariant: a screen says what its rows are and what it does with them; keys, pastes, steps back, columns, copies
//! and exports are the pane's, so that they are the same on every screen.

use super::listing;
use crate::domain::money::Money;
use crate::text::lang::Lang;
use crate::text::ui::Word;
use crate::tui::action::Action;
use crate::tui::export::{Export, ExportRows};
use crate::tui::screen::{BatchPreview, Can, Ctx, Next, Place};
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::list::{Face, List, Rows};
use crate::tui::widgets::table::Instead;
use crate::tui::worker::Job;

mod held;
mod tables;
mod windowed;

pub(super) use held::Held;
pub(super) use tables::Tables;
pub(super) use windowed::{Source, Window, Windowed};

/// Lines below the rows: what was typed or may be, then place and marks.
const FOOT: u16 = 2;

/// 表样. What a list shows of its rows.
pub(super) struct Sheet<'a, R> {
    /// Every column, in order.
    pub columns: Vec<ListColumn>,
    /// Cells of a row, one for each of them.
    pub cells: &'a dyn Fn(&R) -> Vec<String>,
}

/// What stands round the rows of a list.
pub(super) struct Around<'a> {
    /// Cells of the totals row.
    pub totals: Option<Vec<String>>,
    /// What to say without rows.
    pub empty: &'a str,
    /// What is said beside the place.
    pub aside: Vec<String>,
    /// Lines kept free between the rows and the foot.
    pub free: u16,
}

impl<'a> Around<'a> {
    /// Nothing but a sentence for the list without rows.
    pub(super) fn rows(empty: &'a str) -> Self {
        Around { totals: None, empty, aside: Vec::new(), free: 0 }
    }
}

/// 列表窗格.
pub(super) trait Pane {
    /// A row.
    type Row;
    /// The list.
    fn list(&self) -> &List;
    /// Its rows, as the list sees them.
    fn rows(&self) -> &dyn Rows;
    /// The row at a place, where it is at hand.
    fn row(&self, at: usize) -> Option<&Self::Row>;
    /// Why there are none.
    fn failure(&self) -> Option<&str>;
    /// What else is to be said of them.
    fn notes(&self, lang: Lang) -> Vec<String>;

    /// The row the cursor is on.
    fn chosen(&self) -> Option<&Self::Row> {
        self.row(self.list().at())
    }

    /// Whether there is a row to do something with.
    fn can_choose(&self, lang: Lang) -> Can {
        Can::when(self.chosen().is_some(), || Word::NothingChosen.in_lang(lang).to_owned())
    }

    /// Whether an action of lists can be done.
    fn can_list(&self, action: Action, lang: Lang) -> Can {
        self.list().can(action, self.rows(), lang).unwrap_or(Can::Absent)
    }

    /// Does what needs the columns; `None` for other actions.
    fn on_columns(&self, action: Action, sheet: &Sheet<'_, Self::Row>) -> Option<Next> {
        match action {
            Action::Columns => Some(Next::Open(Place::Columns(sheet.columns.clone(), self.list().view.clone()))),
            Action::CopyRow => {
                let cells = self.chosen().map(|row| (sheet.cells)(row)).unwrap_or_default();
                let shown: Vec<String> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
                Some(if shown.is_empty() { Next::Stay } else { Next::Copy(shown.join("  ")) })
            }
            _ => None,
        }
    }

    /// Draws rows, totals and foot over the whole canvas; the first line below the rows.
    fn draw(&self, canvas: &mut Canvas<'_>, sheet: &Sheet<'_, Self::Row>, around: Around<'_>, lang: Lang) -> u16 {
        let cells = |at: usize| self.row(at).map(|row| (sheet.cells)(row)).unwrap_or_default();
        let instead = self.failure().map_or(Instead::Empty(around.empty), Instead::Failed);
        let face = Face { columns: sheet.columns.clone(), cells: &cells, totals: around.totals, instead };
        let rows = canvas.height().saturating_sub(FOOT + around.free);
        let shown = canvas.rows(0, rows, |part| self.list().draw(part, self.rows(), &face, lang));
        let aside: Vec<String> = around.aside.into_iter().chain(self.notes(lang)).collect();
        self.list().draw_foot(canvas, rows + around.free, self.rows(), shown, &aside.join("  "), lang);
        rows
    }
}

/// The preview of writing rows into a file.
fn export_preview(export: Export, count: usize, sum: Money, marked: bool, lang: Lang) -> Next {
    let facts = listing::export_facts(&export, count, sum, marked, lang);
    let warnings = vec![Word::ExportNote.in_lang(lang).to_owned()];
    let job = Job::Export(Box::new(export));
    Next::Open(Place::Batch(Box::new(BatchPreview { action: Action::Export, facts, warnings, job })))
}

/// An export of a list, under the title of its screen.
fn export_of(title: &str, ctx: &Ctx<'_>, header: Vec<String>, rows: ExportRows) -> Export {
    Export { name: listing::file_name(title, ctx.info.today), header, rows }
}
