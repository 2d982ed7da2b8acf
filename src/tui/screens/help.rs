//! 帮助: every key of the screen beneath, from the action table and the key map.
//!
//! Invariant: it lists exactly the actions that have something to do there, by group, each that cannot be
//! done now with its reason.

use crate::text::ui::Word;
use crate::tui::action::{Action, Group, Scope};
use crate::tui::screen::{Can, Ctx, HelpRow, Next, Screen};
use crate::tui::screens::reader::{Scroll, TextLine};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::is_move;
use crate::tui::widgets::text::{Align, cut, fit, wrap};

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

    fn lines(&self, ctx: &Ctx<'_>, columns: usize) -> Vec<TextLine> {
        const KEYS: usize = 28;
        let lang = ctx.lang;
        let mut lines: Vec<TextLine> = Vec::new();
        for group in Group::ALL {
            let rows: Vec<&HelpRow> = self.rows.iter().filter(|row| row.action.group() == *group).collect();
            if rows.is_empty() {
                continue;
            }
            lines.push((group.title(lang).to_owned(), Role::Head));
            for row in rows {
                let keys = fit(&row.keys.join("  "), KEYS, Align::Left);
                let not_now = row.refusal.as_ref().map_or_else(String::new, |reason| format!("  ({reason})"));
                lines.push((cut(&format!("  {keys} {}{not_now}", row.action.title(lang)), columns), Role::Plain));
            }
        }
        lines.push((String::new(), Role::Plain));
        let used = format!("{}: {}", Word::KeymapUsed.in_lang(lang), ctx.keymap.name());
        for text in [Word::HelpHint.in_lang(lang), Word::HelpStock.in_lang(lang), &used] {
            lines.extend(wrap(text, columns).into_iter().map(|line| (line, Role::Hint)));
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
        let lines = self.lines(ctx, usize::from(canvas.width()));
        self.scroll.draw(canvas, &lines);
    }
}
