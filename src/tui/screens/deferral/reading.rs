//! Texts of deferral to read: one application, the policies, the statistics, what is about to end.

use super::print;
use crate::text::deferral_work::ApplicationWord;
use crate::tui::action::{Action, Scope};
use crate::tui::apply::DeferralPaper;
use crate::tui::deferral::DeferralText;
use crate::tui::desk::Desk;
use crate::tui::screen::{Can, Ctx, Loaded, Next, Screen};
use crate::tui::screens::reader::{Scroll, TextLine};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::is_move;
use crate::tui::widgets::text::wrap;

/// A text.
pub(in crate::tui::screens) struct Reading {
    text: DeferralText,
    lines: Loaded<Vec<String>>,
    scroll: Scroll,
}

impl Reading {
    /// The text asked for.
    pub(in crate::tui::screens) fn new(text: DeferralText) -> Self {
        Reading { text, lines: Loaded::Ready(Vec::new()), scroll: Scroll::default() }
    }

    /// What can be printed here.
    fn papers(&self) -> &'static [DeferralPaper] {
        match self.text {
            DeferralText::Application(_) => &DeferralPaper::OF_ONE,
            DeferralText::Statistics => &DeferralPaper::OF_ALL,
            DeferralText::Policies | DeferralText::Radar => &[],
        }
    }
}

impl Screen for Reading {
    fn scope(&self) -> Scope {
        Scope::DeferralText
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        match &self.text {
            DeferralText::Application(no) => no.clone(),
            DeferralText::Policies => Action::GoPolicies.title(ctx.lang).to_owned(),
            DeferralText::Statistics => Action::GoDeferralStatistics.title(ctx.lang).to_owned(),
            DeferralText::Radar => Action::GoRadar.title(ctx.lang).to_owned(),
        }
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.lines = Loaded::from_result(desk.deferral_text(&self.text));
    }

    fn can(&self, action: Action, _ctx: &Ctx<'_>) -> Can {
        if action == Action::Export && !self.papers().is_empty() && self.lines.ready().is_some() {
            return Can::Yes;
        }
        if is_move(action) && self.scroll.needed() { Can::Yes } else { Can::Absent }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        if action == Action::Export {
            let no = if let DeferralText::Application(no) = &self.text { no } else { "" };
            return print(self.papers(), no, ctx.lang);
        }
        self.scroll.moved(action);
        Next::Stay
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        if let Some(sentence) = self.lines.failure() {
            canvas.text(2, 0, &format!("! {sentence}"), Role::Wrong);
            return;
        }
        let width = usize::from(canvas.width());
        let mut lines: Vec<TextLine> = Vec::new();
        for line in self.lines.ready().into_iter().flatten() {
            let indent = line.len() - line.trim_start().len();
            for part in wrap(line.trim_start(), width.saturating_sub(indent + 1)) {
                lines.push((format!("{}{part}", " ".repeat(indent)), Role::Plain));
            }
            if line.is_empty() {
                lines.push((String::new(), Role::Plain));
            }
        }
        if lines.is_empty() {
            lines.push((ctx.with_keys(ApplicationWord::Empty.in_lang(ctx.lang)), Role::Hint));
        }
        self.scroll.draw(canvas, &lines);
    }
}
