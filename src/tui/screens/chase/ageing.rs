//! 账龄: what is overdue by age, in groups of line, portion, officer, area or type.
//!
//! Invariant: the groups of any grouping add up to the same total; Enter lists the employers of a group.

use super::{money_cells, money_columns, moved, nothing};
use crate::domain::arrears::ageing::{AgeingBy, AgeingRow};
use crate::domain::arrears::item::Portion;
use crate::domain::day::BusinessDay;
use crate::text::chase::{self, ChaseWord};
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::chase::{AgeingView, EmployersAsk};
use crate::tui::desk::Desk;
use crate::tui::screen::{Answer, Asking, Can, Ctx, EmployersAsked, Loaded, Next, Place, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::{Cursor, is_move};
use crate::tui::widgets::table::{Column, Instead, Table};

/// In the order Tab goes.
const GROUPINGS: [AgeingBy; 5] = [AgeingBy::Line, AgeingBy::Portion, AgeingBy::Officer, AgeingBy::Area, AgeingBy::Kind];
/// Columns of money one page of columns shows before the others come by Right.
const LOOSE: usize = 4;

/// 账龄.
#[derive(Default)]
pub(in crate::tui::screens) struct Ageing {
    by: usize,
    as_of: Option<BusinessDay>,
    read: Option<Loaded<AgeingView>>,
    at: Cursor,
    skipped: usize,
}

impl Ageing {
    fn shown(&self) -> Option<&AgeingView> {
        self.read.as_ref().and_then(Loaded::ready)
    }

    fn groups(&self) -> &[(String, String, AgeingRow)] {
        self.shown().map_or(&[], |shown| shown.groups.as_slice())
    }

    fn drill(&self) -> Next {
        let Some((key, ..)) = self.groups().get(self.at.at()) else { return Next::Stay };
        let all = EmployersAsk { as_of: self.as_of, ..EmployersAsk::default() };
        let key = Some(key.clone());
        Next::Open(Place::Employers(match GROUPINGS[self.by] {
            AgeingBy::Line => EmployersAsk { line: key, ..all },
            AgeingBy::Portion => EmployersAsk { portion: key.and_then(|code| Portion::from_code(&code)), ..all },
            AgeingBy::Officer => EmployersAsk { officer: key, ..all },
            AgeingBy::Area => EmployersAsk { area: key, ..all },
            AgeingBy::Kind => EmployersAsk { kind: key, ..all },
            AgeingBy::Age | AgeingBy::Employer => all,
        }))
    }
}

impl Screen for Ageing {
    fn scope(&self) -> Scope {
        Scope::Ageing
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        ChaseWord::Ageing.in_lang(ctx.lang).to_owned()
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.read = Some(Loaded::from_result(desk.ageing(GROUPINGS[self.by], self.as_of)));
        let rows = self.groups().len();
        self.at.go(self.at.at(), rows);
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let say = |word: Word| word.in_lang(ctx.lang).to_owned();
        match action {
            Action::Open => Can::when(!self.groups().is_empty(), || nothing(ctx.lang)),
            Action::Grouping | Action::Filter | Action::DayBefore | Action::DayAfter => Can::Yes,
            Action::Left => Can::when(self.skipped > 0, || say(Word::NoColumnsLeft)),
            Action::Right => {
                let more = self.skipped + LOOSE < money_columns(ctx.lang).len();
                Can::when(more, || say(Word::NoColumnsRight))
            }
            moving if is_move(moving) => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        match action {
            Action::Open => return self.drill(),
            Action::Grouping => {
                self.by = (self.by + 1) % GROUPINGS.len();
                self.at = Cursor::default();
                return Next::Load;
            }
            Action::Filter => {
                let now = EmployersAsk { as_of: self.as_of, ..EmployersAsk::default() };
                let asked = EmployersAsked { now, date_only: true, ..EmployersAsked::default() };
                return Next::Open(Place::Form(Asking::Employers(Box::new(asked))));
            }
            Action::DayBefore | Action::DayAfter => {
                self.as_of = moved(self.as_of, ctx.info.today, action);
                return Next::Load;
            }
            Action::Left => self.skipped = self.skipped.saturating_sub(1),
            Action::Right => self.skipped += 1,
            moving => {
                let rows = self.groups().len();
                self.at.moved(moving, rows);
            }
        }
        Next::Stay
    }

    fn answered(&mut self, answer: Answer) -> Next {
        let Answer::Employers(ask) = answer else { return Next::Stay };
        self.as_of = ask.as_of;
        Next::Load
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let groupings = GROUPINGS.iter().enumerate().map(|(at, by)| {
            let word = chase::ageing_by(*by, lang);
            if at == self.by { format!("[{word}]") } else { format!(" {word} ") }
        });
        canvas.text(0, 0, &format!("Tab {}", groupings.collect::<Vec<_>>().join(" ")), Role::Hint);
        let mut columns = vec![Column::left(chase::ageing_by(GROUPINGS[self.by], lang), 16)];
        let money = money_columns(lang).into_iter().map(|one| one.column).enumerate();
        // The first columns stay; the buckets move along beneath Left and Right.
        let kept: Vec<usize> = (0..2).chain(2 + self.skipped..13).collect();
        columns.extend(money.filter(|(at, _)| kept.contains(at)).map(|(at, column)| {
            let rank = u8::try_from(at.saturating_sub(1)).unwrap_or(u8::MAX);
            if at < 2 { column } else { column.rank(rank) }
        }));
        let pick = |row: &AgeingRow| {
            let cells = money_cells(row);
            kept.iter().filter_map(|at| cells.get(*at).cloned()).collect::<Vec<_>>()
        };
        let cells = |at: usize| {
            let row = self.groups().get(at);
            row.map_or_else(Vec::new, |(_, name, row)| std::iter::once(name.clone()).chain(pick(row)).collect())
        };
        let mut total = AgeingRow::default();
        self.groups().iter().for_each(|(.., row)| total.add(row));
        let totals = std::iter::once(Word::Total.in_lang(lang).to_owned()).chain(pick(&total)).collect();
        let empty = ctx.with_keys(ChaseWord::EmptyAgeing.in_lang(lang));
        let instead = match &self.read {
            Some(Loaded::Failed(sentence)) => Instead::Failed(sentence),
            Some(Loaded::Ready(_)) | None => Instead::Empty(&empty),
        };
        let rows = canvas.height().saturating_sub(2);
        let table = Table {
            columns,
            rows: self.groups().len(),
            cells: &cells,
            cursor: &self.at,
            focused: true,
            totals: Some(totals),
            cell: None,
            instead,
        };
        canvas.rows(1, rows, |part| table.draw(part));
        if let Some(shown) = self.shown().filter(|shown| !shown.groups.is_empty()) {
            let y = canvas.height().saturating_sub(1);
            let count = usize::try_from(shown.employers).unwrap_or(usize::MAX);
            let as_of = shown.as_of.to_string();
            let items = chase::items_overdue(total.items, lang);
            canvas.text(2, y, &chase::employers_line(&as_of, count, &items, lang), Role::Hint);
        }
    }
}
