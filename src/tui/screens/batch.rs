//! 批量预览: what work on many rows will do, and Enter to do it.
//!
//! Invariant: nothing is begun before Enter.

use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::screen::{Answer, BatchPreview, Can, Ctx, Next, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::text::{Align, pad, width, wrap};

/// 批量预览.
pub(super) struct Batch {
    preview: BatchPreview,
}

impl Batch {
    /// A preview.
    pub(super) fn new(preview: BatchPreview) -> Self {
        Batch { preview }
    }
}

impl Screen for Batch {
    fn scope(&self) -> Scope {
        Scope::Choice
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        Word::Batch.in_lang(ctx.lang).to_owned()
    }

    fn passing(&self) -> bool {
        true
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        match action {
            Action::Open => Can::when(!ctx.busy, || Word::Busy.in_lang(ctx.lang).to_owned()),
            _ => Can::Absent,
        }
    }

    fn update(&mut self, _action: Action, _ctx: &Ctx<'_>) -> Next {
        Next::Close(Answer::Run(self.preview.job.clone()))
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let columns = usize::from(canvas.width());
        let label = self.preview.facts.iter().map(|(word, _)| width(word.in_lang(lang))).max().unwrap_or(0) + 2;
        let what = (Word::BatchWhat, self.preview.action.title(lang).to_owned());
        let mut y = 1;
        for (word, text) in std::iter::once(&what).chain(&self.preview.facts) {
            canvas.text(2, y, &pad(word.in_lang(lang).to_owned(), label, Align::Left), Role::Head);
            let x = 2 + u16::try_from(label).unwrap_or(0);
            for line in wrap(text, columns.saturating_sub(usize::from(x) + 2)) {
                canvas.text(x, y, &line, Role::Plain);
                y += 1;
            }
        }
        for warning in &self.preview.warnings {
            y += 1;
            for line in wrap(&format!("* {warning}"), columns.saturating_sub(4)) {
                canvas.text(2, y, &line, Role::Plain);
                y += 1;
            }
        }
        canvas.text(2, y + 1, Word::BatchHint.in_lang(lang), Role::Hint);
    }
}
