//! How a form looks: a box a field, its fault beneath, the active field's hint at the bottom.
//!
//! Invariant: the active field is always in sight with the caret in it; a key that changes one character
//! changes one cell.

use super::spec::Kind;
use super::{DIGITS, Form, State, check};
use crate::text::form::{self as words, FormWord};
use crate::text::lang::Lang;
use crate::tui::screen::Ctx;
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::text::{cut, width, wrap};

/// Rows kept for the hint.
const HINT_ROWS: u16 = 3;

/// One row of a form.
enum Line {
    /// Fields side by side: the first, and one behind the last.
    Boxes(usize, usize),
    /// A piece of what is wrong.
    Fault(String),
    /// What stood there, what someone else put there: of the field above.
    Contrast(usize),
}

impl Form {
    /// Draws the form over the whole canvas.
    pub fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let Some(active) = self.fields.get(self.at) else { return };
        if let Some(pick) = &self.pick {
            return pick.draw(canvas, active.spec.label.in_lang(lang), &active.spec.offers, lang);
        }
        let columns = usize::from(canvas.width());
        let lines = self.lines(columns, ctx);
        let room = canvas.height().saturating_sub(HINT_ROWS);
        let holds = |line: &Line| matches!(line, Line::Boxes(from, to) if (*from..*to).contains(&self.at));
        let at = lines.iter().position(holds).unwrap_or(0);
        let top = at.saturating_sub(usize::from(room).saturating_sub(3));
        for (y, line) in (0..room).zip(&lines[top..]) {
            match line {
                Line::Boxes(from, to) => self.draw_boxes(canvas, y, *from..*to, lang),
                Line::Fault(text) => canvas.text(2, y, text, Role::Wrong),
                Line::Contrast(field) => self.draw_contrast(canvas, y, *field, lang),
            }
        }
        for (y, line) in
            (room + 1..).zip(wrap(&ctx.with_keys(&self.hint(active, lang)), columns.saturating_sub(2)).iter().take(2))
        {
            canvas.text(2, y, line, Role::Hint);
        }
    }

    fn lines(&self, columns: usize, ctx: &Ctx<'_>) -> Vec<Line> {
        let lang = ctx.lang;
        let mut lines = Vec::new();
        let mut from = 0;
        while from < self.fields.len() {
            let rest = &self.fields[from + 1..];
            let to = from + 1 + rest.iter().take_while(|state| state.spec.beside).count();
            lines.push(Line::Boxes(from, to));
            for (at, state) in self.fields[from..to].iter().enumerate() {
                if let Some(fault) = &state.fault {
                    let label = self.fields[from].spec.label.in_lang(lang);
                    let said = ctx.with_keys(&words::fault(fault, label, state.line.text(), lang));
                    let wrapped = wrap(&format!("! {said}"), columns.saturating_sub(4));
                    lines.extend(wrapped.into_iter().map(Line::Fault));
                }
                if state
                    .theirs
                    .as_ref()
                    .is_some_and(|theirs| *theirs != state.first || state.line.text() != state.first)
                {
                    lines.push(Line::Contrast(from + at));
                }
            }
            from = to;
        }
        lines
    }

    fn draw_boxes(&self, canvas: &mut Canvas<'_>, y: u16, fields: std::ops::Range<usize>, lang: Lang) {
        let label_columns = match lang {
            Lang::Zh => 16,
            Lang::En => 18,
        };
        let active = fields.contains(&self.at);
        canvas.text(0, y, if active { ">" } else { " " }, Role::Chosen);
        let mut x = label_columns;
        for at in fields.clone() {
            let state = &self.fields[at];
            let label = state.spec.label.in_lang(lang);
            let mark = if state.spec.required { "*" } else { "" };
            if at == fields.start {
                canvas.text(2, y, &format!("{label}{mark}"), Role::Head);
            } else {
                canvas.text(x, y, label, Role::Head);
                x += u16::try_from(width(label)).unwrap_or(0) + 1;
            }
            let columns = state.spec.columns.min(canvas.width().saturating_sub(x + 2));
            self.draw_box(canvas, (x, y), columns, at, lang);
            x += columns + 3;
        }
    }

    fn draw_box(&self, canvas: &mut Canvas<'_>, (x, y): (u16, u16), columns: u16, at: usize, lang: Lang) {
        let state = &self.fields[at];
        let focused = at == self.at;
        let (mut left, mut right) = ("[", "]");
        if matches!(state.spec.kind, Kind::Choice) {
            let offer = check::offered(&state.spec.offers, state.line.text());
            let shown = offer.map_or_else(|| state.line.text(), |offer| offer.label(lang));
            canvas.text(x + 1, y, &cut(shown, usize::from(columns)), Role::Plain);
            if focused {
                canvas.caret(x + 1, y);
            }
        } else {
            let hidden = state.line.draw_in(canvas, (x + 1, y), columns, focused);
            left = if hidden.before { "<" } else { left };
            right = if hidden.behind { ">" } else { right };
        }
        canvas.text(x, y, left, Role::Hint);
        canvas.text(x + 1 + columns, y, right, Role::Hint);
    }

    /// Was and theirs under mine, each with its name.
    fn draw_contrast(&self, canvas: &mut Canvas<'_>, y: u16, at: usize, lang: Lang) {
        let state = &self.fields[at];
        let theirs = state.theirs.as_deref().unwrap_or("");
        let columns =
            [(FormWord::Was, state.first.as_str()), (FormWord::Theirs, theirs), (FormWord::Mine, state.line.text())];
        let room = (usize::from(canvas.width()).saturating_sub(4)) / columns.len();
        let mark = if theirs == state.line.text() { " " } else { "*" };
        canvas.text(2, y, mark, Role::Differs);
        for (number, (word, text)) in columns.into_iter().enumerate() {
            let offer = check::offered(&state.spec.offers, text);
            let shown = if text.is_empty() { "-" } else { offer.map_or(text, |offer| offer.label(lang)) };
            let x = u16::try_from(4 + number * room).unwrap_or(0);
            canvas.text(x, y, &cut(&format!("{} {shown}", word.in_lang(lang)), room - 1), Role::Plain);
        }
    }

    /// What may be typed; what a digit chooses, where a digit does.
    fn hint(&self, active: &State, lang: Lang) -> String {
        let offers = &active.spec.offers;
        if matches!(active.spec.kind, Kind::Choice) && offers.len() <= DIGITS {
            let named = (1..).zip(offers).map(|(digit, offer)| format!("{digit} {}", offer.label(lang)));
            return named.collect::<Vec<_>>().join("  ");
        }
        active.spec.hint.in_lang(lang).to_owned()
    }
}
