//! 原始行: the line of the original file an entry came from, heading beside value.
//!
//! Invariant: the line itself is always shown whole as well, so a wrong split hides nothing.

use crate::text::lang::Lang;
use crate::text::terms;
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::desk::{Desk, RawLine};
use crate::tui::screen::{Can, Ctx, Loaded, Next, RawLeg, Screen};
use crate::tui::screens::reader::{Scroll, TextLine};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::is_move;
use crate::tui::widgets::text::{Align, cut, fit, wrap};

/// 原始行 of one or several legs.
pub(super) struct Raw {
    legs: Vec<RawLeg>,
    at: usize,
    line: Option<Loaded<RawLine>>,
    scroll: Scroll,
}

impl Raw {
    /// The original lines of these legs, one shown at a time.
    pub(super) fn new(legs: Vec<RawLeg>, at: usize) -> Self {
        Raw { legs, at, line: None, scroll: Scroll::default() }
    }
}

impl Screen for Raw {
    fn scope(&self) -> Scope {
        Scope::Raw
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let word = Word::RawLine.in_lang(ctx.lang);
        let side = self.legs.get(self.at).map_or("", |leg| terms::side(leg.side, ctx.lang));
        if self.legs.len() > 1 {
            format!("{word} {side} {}/{}", self.at + 1, self.legs.len())
        } else {
            format!("{word} {side}")
        }
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.line = self.legs.get(self.at).map(|leg| Loaded::from_result(desk.raw_line(leg.entry)));
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        match action {
            Action::NextLeg => Can::when(self.legs.len() > 1, || Word::OneLeg.in_lang(ctx.lang).to_owned()),
            moving if is_move(moving) && self.scroll.needed() => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, _ctx: &Ctx<'_>) -> Next {
        if action == Action::NextLeg {
            self.at = (self.at + 1) % self.legs.len().max(1);
            self.scroll = Scroll::default();
            return Next::Load;
        }
        self.scroll.moved(action);
        Next::Stay
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let columns = usize::from(canvas.width());
        match &self.line {
            None => {}
            Some(Loaded::Failed(sentence)) => canvas.text(2, 1, &cut(&format!("! {sentence}"), columns), Role::Wrong),
            Some(Loaded::Ready(line)) => self.scroll.draw(canvas, &lines_of(line, columns, ctx.lang)),
        }
    }
}

/// A line of a file, cell by cell under its headings, then whole.
pub(super) fn lines_of(raw: &RawLine, columns: usize, lang: Lang) -> Vec<TextLine> {
    const LABEL: usize = 20;
    let mut lines = vec![
        (cut(&format!("{} {}:{}", Word::File.in_lang(lang), raw.file, raw.line), columns), Role::Head),
        (cut(&format!("SHA-256 {}", raw.sha256), columns), Role::Hint),
        (String::new(), Role::Plain),
    ];
    let separator = if raw.header.contains('\t') {
        '\t'
    } else if raw.header.contains('|') {
        '|'
    } else {
        ','
    };
    let (heads, cells) = (split(&raw.header, separator), split(&raw.text, separator));
    for at in 0..heads.len().max(cells.len()) {
        let text = |cells: &[String]| cells.get(at).map(|cell| cell.trim().to_owned()).unwrap_or_default();
        let label = fit(&text(&heads), LABEL, Align::Left);
        let values = wrap(&text(&cells), columns.saturating_sub(LABEL + 3));
        for (row, value) in values.into_iter().enumerate() {
            let label = if row == 0 { label.clone() } else { " ".repeat(LABEL) };
            lines.push((format!("{label} | {value}"), Role::Plain));
        }
    }
    lines.push((String::new(), Role::Plain));
    lines.extend(wrap(&raw.text, columns).into_iter().map(|line| (line, Role::Hint)));
    lines
}

/// Cells of a line; quotes may hold the separator, a doubled quote is one.
fn split(line: &str, separator: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut before = None;
    for one in line.trim_end_matches(['\r', '\n']).chars() {
        match one {
            '"' => {
                quoted = !quoted;
                if quoted && before == Some('"') {
                    push(&mut cells, '"');
                }
            }
            one if one == separator && !quoted => cells.push(String::new()),
            one => push(&mut cells, one),
        }
        before = Some(one);
    }
    cells
}

fn push(cells: &mut [String], one: char) {
    if let Some(last) = cells.last_mut() {
        last.push(one);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_separators() {
        for (line, cells) in
            [("a,b,,c", vec!["a", "b", "", "c"]), ("\"a,b\",\"c\"\"d\"\r\n", vec!["a,b", "c\"d"]), ("", vec![""])]
        {
            assert_eq!(split(line, ','), cells);
        }
    }
}
