//! Drawing a list 列表画面: its rows, then a line of options or of the filter, then where one is and what is marked.
//!
//! Invariant: frozen columns stay where they are; the others give way by priority, and come by Right.

use super::view::ListColumn;
use super::{List, Rows};
use crate::text::lang::Lang;
use crate::text::ui::{self, Word};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::table::{Column, Instead, Table};
use crate::tui::widgets::text::{cut, width};

/// Columns before the rows: the cursor, a mark or digit, a blank.
const MARGIN: usize = 3;

/// What is drawn of a list.
pub struct Face<'a> {
    /// Every column there is, in order.
    pub columns: Vec<ListColumn>,
    /// Cells of a row, one for each of them.
    pub cells: &'a dyn Fn(usize) -> Vec<String>,
    /// Cells of the totals row.
    pub totals: Option<Vec<String>>,
    /// What to say without rows.
    pub instead: Instead<'a>,
}

impl List {
    /// Draws the rows over the whole canvas; returns which are shown.
    pub fn draw(&self, canvas: &mut Canvas<'_>, rows: &dyn Rows, face: &Face<'_>, lang: Lang) -> (usize, usize) {
        let (columns, picked) = self.columns(&face.columns);
        let pick = |cells: Vec<String>| picked.iter().map(|at| cells.get(*at).cloned().unwrap_or_default()).collect();
        let cells = |row: usize| -> Vec<String> { pick((face.cells)(row)) };
        let not_found = ui::not_found(self.filter.text(), lang);
        let instead = match face.instead {
            Instead::Empty(_) if self.filter.is_set() => Instead::Empty(&not_found),
            other => other,
        };
        let table = Table {
            columns,
            rows: rows.total(),
            cells: &cells,
            cursor: &self.cursor,
            focused: true,
            totals: face.totals.clone().map(pick),
            cell: None,
            instead,
        };
        self.cut_off.set(table.drops(usize::from(canvas.width()), MARGIN));
        let (from, to) = table.draw_behind(canvas, MARGIN);
        for (y, at) in (1..).zip(from..to) {
            if let Some(face) = rows.key(at).and_then(|(id, _)| self.face_of(id)) {
                canvas.text(1, y, face.encode_utf8(&mut [0; 4]), Role::Chosen);
            }
        }
        (from, to)
    }

    /// What stands before a row: the digit typed, or the mark.
    fn face_of(&self, id: i64) -> Option<char> {
        let digit = self.options.get(&id).map(|digit| char::from(*digit));
        digit.or_else(|| self.marks.holds(id).then_some('*'))
    }

    /// The columns in view, with their places among all.
    fn columns(&self, all: &[ListColumn]) -> (Vec<Column>, Vec<usize>) {
        let place = |key: &str| all.iter().position(|one| one.key == key).unwrap_or(0);
        let shown = self.view.apply(all.to_vec());
        let loose = shown.iter().filter(|one| !one.frozen).count();
        let mut skip = self.scrolled.min(loose.saturating_sub(1));
        let mut columns = Vec::new();
        let mut picked = Vec::new();
        for one in shown {
            if !one.frozen && skip > 0 {
                skip -= 1;
                continue;
            }
            picked.push(place(one.key));
            columns.push(one.column);
        }
        (columns, picked)
    }

    /// Draws the two lines below the rows, from row `y` on: options or the filter; place, marks and `aside`.
    pub fn draw_foot(
        &self,
        canvas: &mut Canvas<'_>,
        y: u16,
        rows: &dyn Rows,
        (from, to): (usize, usize),
        aside: &str,
        lang: Lang,
    ) {
        let columns = usize::from(canvas.width()).saturating_sub(2);
        let mut line = |word: Word, field: &Field, typing: bool| {
            let label = format!("{}: ", word.in_lang(lang));
            canvas.text(2, y, &label, Role::Hint);
            field.draw(canvas, 2 + u16::try_from(width(&label)).unwrap_or(0), y, typing);
        };
        if self.seek.typing() {
            let word = if self.seek.is_lost() { Word::PositionLost } else { Word::Position };
            line(word, self.seek.field(), true);
        } else if self.filter.typing() || self.filter.is_set() {
            line(Word::Find, self.filter.field(), self.filter.typing());
        } else if self.has_options() {
            let offered: Vec<String> = self
                .offered
                .iter()
                .map(|(digit, word)| format!("{}={}", char::from(*digit), word.in_lang(lang)))
                .collect();
            let line = format!("{}  {}", offered.join("  "), Word::OptionHint.in_lang(lang));
            canvas.text(2, y, &cut(&line, columns), Role::Hint);
        }
        let total = rows.total();
        if total == 0 {
            return;
        }
        let mut parts = vec![ui::page(from + 1, to, total, lang)];
        let marked = self.marks.count(total);
        if marked > 0 {
            parts.push(ui::marked(marked, &self.marks.sum(rows.sum()).grouped(), lang));
        }
        parts.push(aside.to_owned());
        let line = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ");
        canvas.text(2, y + 1, &cut(&line, columns), Role::Hint);
    }
}
