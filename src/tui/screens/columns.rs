//! 列与排序: which columns of the list beneath are shown, how wide, and by which its rows are ordered.
//!
//! Invariant: leaving the screen by any key takes the view over and keeps it for the operator.

use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::screen::{Answer, Can, Ctx, Next, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::{Cursor, is_move};
use crate::tui::widgets::list::view::{ListColumn, View};
use crate::tui::widgets::table::{Column, Instead, Table};
use crate::tui::widgets::text::cut;

/// 列与排序.
pub(super) struct Columns {
    columns: Vec<ListColumn>,
    view: View,
    at: Cursor,
}

impl Columns {
    /// The columns of a list and the view it has now.
    pub(super) fn new(columns: Vec<ListColumn>, view: View) -> Self {
        Columns { columns, view, at: Cursor::default() }
    }

    fn chosen(&self) -> Option<&ListColumn> {
        self.columns.get(self.at.at())
    }

    fn width_of(&self, column: &ListColumn) -> usize {
        self.view.widths.get(column.key).copied().unwrap_or(column.column.width)
    }
}

impl Screen for Columns {
    fn scope(&self) -> Scope {
        Scope::Columns
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        Word::ColumnsTitle.in_lang(ctx.lang).to_owned()
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let Some(chosen) = self.chosen() else { return Can::Absent };
        let say = |word: Word| word.in_lang(ctx.lang).to_owned();
        match action {
            Action::Open => Can::when(chosen.ordered, || say(Word::NotOrdered)),
            Action::Mark => Can::when(!chosen.frozen, || say(Word::FrozenStays)),
            Action::MarkAll => {
                let usual = self.view.hidden.is_empty() && self.view.widths.is_empty();
                Can::when(!usual, || say(Word::ColumnsUsual))
            }
            Action::Left | Action::Right => Can::Yes,
            moving if is_move(moving) => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, _ctx: &Ctx<'_>) -> Next {
        let Some(chosen) = self.chosen().cloned() else { return Next::Stay };
        match action {
            Action::Open => self.view.order_by(chosen.key),
            Action::Mark => self.view.turn(chosen.key),
            Action::MarkAll => {
                self.view.hidden.clear();
                self.view.widths.clear();
            }
            Action::Left | Action::Right => {
                // A column that takes what is left begins at a usual width.
                let now = self.width_of(&chosen).max(if chosen.column.width == 0 { 18 } else { 0 });
                self.view.resize(chosen.key, now, action == Action::Right);
            }
            moving => {
                self.at.moved(moving, self.columns.len());
            }
        }
        Next::Stay
    }

    fn back(&mut self) -> Option<Next> {
        Some(Next::Close(Answer::View(self.view.clone())))
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        canvas.text(0, 0, &cut(&ctx.says(Word::ColumnsHint), usize::from(canvas.width())), Role::Hint);
        let columns = vec![
            Column::left(Word::Column.in_lang(lang), 24),
            Column::left(Word::Status.in_lang(lang), 8),
            Column::right(Word::ColumnWidth.in_lang(lang), 5),
            Column::left("", 0),
        ];
        let order = |key: &str| match (self.view.order.as_deref() == Some(key), self.view.descending) {
            (false, _) => "",
            (true, false) => Word::Ascending.in_lang(lang),
            (true, true) => Word::Descending.in_lang(lang),
        };
        let cells = |row: usize| {
            let column = &self.columns[row];
            let shown = match (column.frozen, self.view.hidden.contains(column.key)) {
                (true, _) => Word::ColumnFrozen,
                (_, true) => Word::ColumnHidden,
                _ => Word::ColumnShown,
            };
            let width = match self.width_of(column) {
                0 => "-".to_owned(),
                width => width.to_string(),
            };
            let title = column.column.title.trim_end_matches(['^', 'v']).to_owned();
            vec![title, shown.in_lang(lang).to_owned(), width, order(column.key).to_owned()]
        };
        let rows = canvas.height().saturating_sub(1);
        canvas.rows(1, rows, |part| {
            Table {
                columns,
                rows: self.columns.len(),
                cells: &cells,
                cursor: &self.at,
                focused: true,
                totals: None,
                cell: None,
                instead: Instead::Empty(""),
            }
            .draw(part)
        });
    }
}
