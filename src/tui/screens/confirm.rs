//! 确认: what is about to be done, and the key or the figure that does it.
//!
//! Invariant: nothing is answered before Enter, and where a figure is asked for, before that very figure
//! was typed; Esc leaves everything as it was.

use crate::term::{Code, Key};
use crate::text::ui::{self, Word};
use crate::tui::action::{Action, Scope};
use crate::tui::screen::{Answer, Can, Ctx, Next, Screen, Warning};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::text::wrap;

/// 确认.
pub(super) struct Confirm {
    action: Action,
    warning: Warning,
    typed: String,
}

impl Confirm {
    /// Asks before an action.
    pub(super) fn new(action: Action, warning: Warning) -> Self {
        Confirm { action, warning, typed: String::new() }
    }

    fn asks_figure(&self) -> bool {
        !self.warning.figure.is_empty()
    }

    fn settled(&self) -> bool {
        !self.asks_figure() || self.typed == self.warning.figure
    }
}

impl Screen for Confirm {
    fn scope(&self) -> Scope {
        Scope::Choice
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        self.action.title(ctx.lang).to_owned()
    }

    fn passing(&self) -> bool {
        true
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        match action {
            Action::Open => Can::when(self.settled(), || ui::type_figure(&self.warning.figure, ctx.lang)),
            _ => Can::Absent,
        }
    }

    fn update(&mut self, _action: Action, _ctx: &Ctx<'_>) -> Next {
        Next::Close(Answer::Confirmed(self.action))
    }

    fn typed(&mut self, key: Key, _ctx: &Ctx<'_>) -> Option<Next> {
        let key = key.narrowed();
        match key.code {
            Code::Char(digit) if self.asks_figure() && digit.is_ascii_digit() && !key.ctrl && !key.alt => {
                self.typed.push(digit);
            }
            Code::Backspace if self.asks_figure() => {
                self.typed.pop()?;
            }
            _ => return None,
        }
        Some(Next::Stay)
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let columns = usize::from(canvas.width()).saturating_sub(4);
        let mut y = 1;
        for line in wrap(&self.warning.sentence, columns) {
            canvas.text(2, y, &line, Role::Plain);
            y += 1;
        }
        let ask = if self.asks_figure() {
            format!("{}: {}", ui::type_figure(&self.warning.figure, ctx.lang), self.typed)
        } else {
            Word::EnterConfirms.in_lang(ctx.lang).to_owned()
        };
        canvas.text(2, y + 1, &ask, Role::Head);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::day::BusinessDay;
    use crate::text::lang::Lang;
    use crate::tui::desk::BookInfo;
    use crate::tui::keymap::Keymap;

    #[test]
    fn only_the_figure_asked_for_lets_it_pass() {
        let keymap = Keymap::embedded().unwrap();
        let info = BookInfo {
            title: "book".into(),
            path: "book.sqlite".into(),
            demonstration: false,
            single_person: false,
            operator: "李敏".into(),
            operators: vec!["李敏".into()],
            barred: Vec::new(),
            trouble: None,
            today: BusinessDay::parse("2026-03-05").unwrap(),
        };
        let ctx = Ctx { lang: Lang::Zh, info: &info, busy: false, keymap: &keymap };
        for (typed, passes) in
            [("", false), ("1", false), ("１２", true), ("12", true), ("120", false), ("13\u{8}2", true)]
        {
            let warning = Warning { sentence: "将注销 12 条".into(), figure: "12".into() };
            let mut confirm = Confirm::new(Action::ReconcileStale, warning);
            for one in typed.chars() {
                let code = if one == '\u{8}' { Code::Backspace } else { Code::Char(one) };
                assert!(matches!(confirm.typed(Key::plain(code), &ctx), Some(Next::Stay)));
            }
            let said = if passes { Can::Yes } else { Can::No("输入 12 后按 Enter".into()) };
            assert_eq!(confirm.can(Action::Open, &ctx), said, "{typed}");
        }
    }
}
