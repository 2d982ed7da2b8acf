//! Tables: columns by display width, the chosen row, a totals row, an empty or error state.
//!
//! Invariant: a table never asks for a cell outside the page it draws, and drops its least important
//! columns rather than run over the edge.

use super::canvas::Canvas;
use super::cursor::Cursor;
use super::text::{Align, cut_middle, fit, pad, wrap};
use crate::tui::theme::Role;

/// 列.
#[derive(Clone, Debug)]
pub struct Column {
    /// Heading.
    pub title: String,
    /// Columns it takes; 0 takes what is left.
    pub width: usize,
    /// Edge its cells keep to.
    pub align: Align,
    /// 0 always shown; the higher the sooner dropped where there is no room.
    pub rank: u8,
    /// Whether a long cell is cut in its middle (numbers) rather than at its end.
    pub number: bool,
}

impl Column {
    /// A text column.
    pub fn left(title: &str, width: usize) -> Self {
        Column { title: title.to_owned(), width, align: Align::Left, rank: 0, number: false }
    }

    /// A column of amounts or counts.
    pub fn right(title: &str, width: usize) -> Self {
        Column { align: Align::Right, ..Column::left(title, width) }
    }

    /// A column of long numbers, cut in their middle.
    pub fn number(title: &str, width: usize) -> Self {
        Column { number: true, ..Column::left(title, width) }
    }

    /// The column, dropped sooner the higher the rank.
    pub fn rank(self, rank: u8) -> Self {
        Column { rank, ..self }
    }

    fn cell(&self, text: &str, columns: usize) -> String {
        if self.number { pad(cut_middle(text, columns), columns, self.align) } else { fit(text, columns, self.align) }
    }
}

/// What stands where a list has no rows.
#[derive(Clone, Copy, Debug)]
pub enum Instead<'a> {
    /// Nothing there: what to do next.
    Empty(&'a str),
    /// It could not be read: why.
    Failed(&'a str),
}

/// 表. What to draw; the cells come from a function, page by page.
pub struct Table<'a> {
    /// Columns, left to right.
    pub columns: Vec<Column>,
    /// Rows in all.
    pub rows: usize,
    /// Cells of a row.
    pub cells: &'a dyn Fn(usize) -> Vec<String>,
    /// Where the cursor is; `None` when the table has no focus.
    pub cursor: &'a Cursor,
    /// Whether keys go to this table: the mark is `>` then, `-` otherwise.
    pub focused: bool,
    /// Cells of the totals row.
    pub totals: Option<Vec<String>>,
    /// Column index of the cell chosen within the row, where cells can be chosen.
    pub cell: Option<usize>,
    /// What to say without rows.
    pub instead: Instead<'a>,
}

const MARK: usize = 2;

impl Table<'_> {
    /// Draws the table over the whole canvas and returns the rows `from..to` shown.
    pub fn draw(&self, canvas: &mut Canvas<'_>) -> (usize, usize) {
        self.draw_behind(canvas, MARK)
    }

    /// [`Table::draw`], with a margin of so many columns for marks before the rows.
    pub fn draw_behind(&self, canvas: &mut Canvas<'_>, margin: usize) -> (usize, usize) {
        let widths = self.widths(usize::from(canvas.width()), margin);
        let titles: Vec<String> = self.columns.iter().map(|column| column.title.clone()).collect();
        self.line(canvas, (margin, 0), &widths, &titles, Role::Head, None);
        if self.rows == 0 {
            self.draw_instead(canvas);
            return (0, 0);
        }
        let totals_rows = u16::from(self.totals.is_some());
        let page = usize::from(canvas.height().saturating_sub(1 + totals_rows)).max(1);
        let top = self.cursor.top(page);
        let shown = self.rows.saturating_sub(top).min(page);
        for offset in 0..shown {
            let row = top + offset;
            let chosen = row == self.cursor.at();
            let y = u16::try_from(offset + 1).unwrap_or(u16::MAX);
            let cell = self.cell.filter(|_| chosen && self.focused);
            self.line(canvas, (margin, y), &widths, &(self.cells)(row), Role::Plain, cell);
            if chosen {
                // Only the mark stands out: a whole row in bold would be sent twice for every move.
                let (mark, role) = if self.focused { (">", Role::Chosen) } else { ("-", Role::Plain) };
                canvas.text(0, y, mark, role);
            }
        }
        if let Some(totals) = &self.totals {
            let y = u16::try_from(shown + 1).unwrap_or(u16::MAX);
            self.line(canvas, (margin, y), &widths, totals, Role::Head, None);
        }
        (top, top + shown)
    }

    /// Whether some columns find no room in so many columns of the screen, less a margin.
    pub fn drops(&self, room: usize, margin: usize) -> bool {
        self.widths(room, margin).contains(&0)
    }

    fn draw_instead(&self, canvas: &mut Canvas<'_>) {
        let (text, mark, role) = match self.instead {
            Instead::Empty(text) => (text, "", Role::Hint),
            Instead::Failed(text) => (text, "! ", Role::Wrong),
        };
        let columns = usize::from(canvas.width()).saturating_sub(2 * MARK);
        for (y, line) in (2..).zip(wrap(&format!("{mark}{text}"), columns)) {
            canvas.text(2, y, &line, role);
        }
    }

    fn line(
        &self,
        canvas: &mut Canvas<'_>,
        (margin, y): (usize, u16),
        widths: &[usize],
        cells: &[String],
        role: Role,
        cell: Option<usize>,
    ) {
        let mut x = margin;
        for (index, column) in self.columns.iter().enumerate() {
            let columns = widths.get(index).copied().unwrap_or(0);
            if columns == 0 {
                continue;
            }
            let place = u16::try_from(x).unwrap_or(u16::MAX);
            let text = cells.get(index).map_or("", String::as_str);
            if cell == Some(index) {
                let marked = format!("[{}]", text.trim());
                let align = column.align;
                let room = columns + 1;
                let from = place.saturating_sub(u16::from(align == Align::Left));
                canvas.text(from, y, &pad(marked, room, align), Role::Chosen);
            } else {
                canvas.text(place, y, &column.cell(text, columns), role);
            }
            x += columns + 1;
        }
    }

    /// Columns each column takes; 0 for one dropped.
    fn widths(&self, room: usize, margin: usize) -> Vec<usize> {
        const LEAST: usize = 8;
        // Columns of such a priority never take the room in which long numbers are readable.
        const SPARE: u8 = 10;
        const READABLE: usize = 22;
        let mut kept: Vec<bool> = vec![true; self.columns.len()];
        let taken = |kept: &[bool]| -> usize {
            let shown = self.columns.iter().zip(kept).filter(|(_, keep)| **keep);
            let spare = shown.clone().any(|(column, _)| column.rank >= SPARE);
            let least = if spare { READABLE } else { LEAST };
            margin + shown.map(|(column, _)| if column.width == 0 { least } else { column.width } + 1).sum::<usize>()
        };
        while taken(&kept) > room + 1 {
            let last = (0..kept.len()).filter(|at| kept[*at] && self.columns[*at].rank > 0);
            let Some(drop) = last.max_by_key(|at| self.columns[*at].rank) else { break };
            kept[drop] = false;
        }
        let fixed = self.columns.iter().zip(&kept).filter(|(column, keep)| **keep && column.width > 0);
        let fixed = margin + fixed.map(|(column, _)| column.width + 1).sum::<usize>();
        let free = (room + 1).saturating_sub(fixed + 1);
        let widths = self.columns.iter().zip(&kept);
        widths
            .map(|(column, keep)| match (keep, column.width) {
                (false, _) => 0,
                (true, 0) => free.max(LEAST),
                (true, width) => width,
            })
            .collect()
    }
}
