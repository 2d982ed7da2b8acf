//! Something to choose 选择: by digit, by arrows and Enter, or by typing initials.
//!
//! Invariant: a row that cannot be chosen stays listed with its reason.

use crate::term::{Code, Key};
use crate::text::apply::ApplyWord;
use crate::text::mapping::MappingWord;
use crate::text::papers::PaperWord;
use crate::text::ui::Word;
use crate::text::work::WorkWord;
use crate::tui::action::{Action, Group, Scope};
use crate::tui::find;
use crate::tui::screen::{Answer, Can, ChoiceRow, ChoiceTitle, Ctx, Next, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::{Cursor, is_move};
use crate::tui::widgets::table::{Column, Instead, Table};
use crate::tui::widgets::text::width;

/// 选择.
pub(super) struct Choice {
    title: ChoiceTitle,
    rows: Vec<ChoiceRow>,
    typed: String,
    at: Cursor,
}

impl Choice {
    /// A choice among rows.
    pub(super) fn new(title: ChoiceTitle, rows: Vec<ChoiceRow>) -> Self {
        Choice { title, rows, typed: String::new(), at: Cursor::default() }
    }

    /// The rows that fit what was typed, the best first.
    fn shown(&self) -> Vec<&ChoiceRow> {
        find::best_first(&self.rows, &self.typed)
    }

    fn hint(&self) -> Word {
        if self.title == ChoiceTitle::Palette { Word::PaletteHint } else { Word::ChoiceHint }
    }

    fn choose(&self, at: usize) -> Next {
        match self.shown().get(at) {
            None => Next::Stay,
            Some(row) => match &row.refusal {
                Some(reason) => Next::Refuse(reason.clone()),
                None => Next::Close(row.answer.clone()),
            },
        }
    }
}

impl Screen for Choice {
    fn scope(&self) -> Scope {
        Scope::Choice
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let word = match self.title {
            ChoiceTitle::Actions => Word::Actions,
            ChoiceTitle::Menu => Word::Menu,
            ChoiceTitle::Palette => Word::Commands,
            ChoiceTitle::Reasons => return WorkWord::Reason.in_lang(ctx.lang).to_owned(),
            ChoiceTitle::Mapping => return MappingWord::Meaning.in_lang(ctx.lang).to_owned(),
            ChoiceTitle::PrintForms => return PaperWord::PrintForm.in_lang(ctx.lang).to_owned(),
            ChoiceTitle::People => return WorkWord::Owner.in_lang(ctx.lang).to_owned(),
            ChoiceTitle::Papers => return ApplyWord::Print.in_lang(ctx.lang).to_owned(),
        };
        word.in_lang(ctx.lang).to_owned()
    }

    fn passing(&self) -> bool {
        true
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        match action {
            Action::Open => Can::when(!self.shown().is_empty(), || Word::NothingChosen.in_lang(ctx.lang).to_owned()),
            moving if is_move(moving) => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, _ctx: &Ctx<'_>) -> Next {
        if action == Action::Open {
            return self.choose(self.at.at());
        }
        let rows = self.shown().len();
        self.at.moved(action, rows);
        Next::Stay
    }

    fn typed(&mut self, key: Key, _ctx: &Ctx<'_>) -> Option<Next> {
        let key = key.narrowed();
        if key.ctrl || key.alt {
            return None;
        }
        match key.code {
            Code::Char(digit @ '1'..='9') => return Some(self.choose(digit as usize - '1' as usize)),
            Code::Char(one) if one.is_alphabetic() => self.typed.extend(one.to_lowercase()),
            Code::Char(one @ (' ' | '.' | '_')) if !self.typed.is_empty() => self.typed.push(one),
            Code::Backspace if !self.typed.is_empty() => {
                self.typed.pop();
            }
            _ => return None,
        }
        self.at = Cursor::default();
        Some(Next::Stay)
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let shown = self.shown();
        let hint = self.hint().in_lang(lang);
        let line = if self.typed.is_empty() {
            hint.to_owned()
        } else {
            format!("{}: {}", Word::Find.in_lang(lang), self.typed)
        };
        canvas.text(0, 0, &line, Role::Hint);
        let grouped = shown.iter().any(|row| group(row).is_some());
        let widest = |text: fn(&ChoiceRow) -> &str| self.rows.iter().map(|row| width(text(row))).max().unwrap_or(0);
        let most = if matches!(self.title, ChoiceTitle::Reasons | ChoiceTitle::Mapping) { 56 } else { 26 };
        let label = widest(|row| &row.label).min(most);
        let aside = widest(|row| &row.aside).min(12);
        let mut columns = vec![Column::right("", 2), Column::left("", label), Column::left("", aside)];
        columns.push(Column::left("", 0));
        if grouped {
            let headings = Group::ALL.iter().map(|group| width(group.title(lang)));
            columns.insert(1, Column::left("", headings.max().unwrap_or(0)));
        }
        let cells = |row: usize| {
            let Some(choice) = shown.get(row) else { return Vec::new() };
            let refusal = choice.refusal.as_ref().map(|reason| format!("({reason})"));
            let digit = if row < 9 { (row + 1).to_string() } else { String::new() };
            let mut cells = vec![digit, choice.label.clone(), choice.aside.clone(), refusal.unwrap_or_default()];
            if grouped {
                // A heading stands beside the first of its rows only.
                let above = row.checked_sub(1).and_then(|above| group(shown[above]));
                let heading = group(choice).filter(|group| above != Some(*group));
                cells.insert(1, heading.map_or_else(String::new, |group| group.title(lang).to_owned()));
            }
            cells
        };
        let instead = Instead::Empty(Word::EmptyChoice.in_lang(lang));
        let rows = canvas.height().saturating_sub(1);
        if shown.len() > usize::from(rows) {
            // Nothing else says that there is more below.
            canvas.text_right(0, &format!("{}/{}", self.at.at() + 1, shown.len()), Role::Hint);
        }
        canvas.rows(1, rows, |part| {
            Table {
                columns,
                rows: shown.len(),
                cells: &cells,
                cursor: &self.at,
                focused: true,
                totals: None,
                cell: None,
                instead,
            }
            .draw(part)
        });
    }
}

/// The heading a row stands under: that of its action.
fn group(row: &ChoiceRow) -> Option<Group> {
    if let Answer::Act(action) = row.answer { Some(action.group()) } else { None }
}
