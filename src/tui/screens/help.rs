//! 帮助: every key of the screen beneath, from the action table and the key map.
//!
//! Invariant: it lists exactly the actions that have something to do there.

use crate::text::lang::Lang;
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::screen::{Can, Ctx, HelpRow, Next, Screen};
use crate::tui::screens::reader::{Scroll, TextLine};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::is_move;
use crate::tui::widgets::text::{Align, fit, wrap};

/// 帮助.
pub(super) struct Help {
    rows: Vec<HelpRow>,
    scroll: Scroll,
}

impl Help {
    /// Help of these keys.
    pub(super) fn new(rows: Vec<HelpRow>) -> Self {
        Help { rows, scroll: Scroll::default() }
    }

    fn lines(&self, lang: Lang, columns: usize) -> Vec<TextLine> {
        const KEYS: usize = 28;
        let line = |row: &HelpRow| {
            let keys = fit(&row.keys.join("  "), KEYS, Align::Left);
            (format!("  {keys} {}", row.action.title(lang)), Role::Plain)
        };
        let mut lines: Vec<TextLine> = self.rows.iter().filter(|row| row.own).map(line).collect();
        lines.push((String::new(), Role::Plain));
        lines.extend(self.rows.iter().filter(|row| !row.own).map(line));
        lines.push((String::new(), Role::Plain));
        for word in [Word::HelpHint, Word::HelpStock] {
            lines.extend(wrap(word.in_lang(lang), columns).into_iter().map(|line| (line, Role::Hint)));
        }
        lines
    }
}

impl Screen for Help {
    fn scope(&self) -> Scope {
        Scope::Help
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        Word::Help.in_lang(ctx.lang).to_owned()
    }

    fn passing(&self) -> bool {
        true
    }

    fn can(&self, action: Action, _ctx: &Ctx<'_>) -> Can {
        if is_move(action) && self.scroll.needed() { Can::Yes } else { Can::Absent }
    }

    fn update(&mut self, action: Action, _ctx: &Ctx<'_>) -> Next {
        self.scroll.moved(action);
        Next::Stay
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lines = self.lines(ctx.lang, usize::from(canvas.width()));
        self.scroll.draw(canvas, &lines);
    }
}
