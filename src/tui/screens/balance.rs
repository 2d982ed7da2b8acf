//! 余额调节表 of an account at the end of a day, as paper shows it.

use crate::domain::day::BusinessDay;
use crate::text::balance::BalanceWord;
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::desk::Desk;
use crate::tui::screen::{Can, Ctx, Loaded, Next, Screen};
use crate::tui::screens::reader::{Scroll, TextLine};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::is_move;
use crate::tui::worker::Job;

/// 余额调节表.
pub(super) struct Balance {
    account: String,
    on: BusinessDay,
    page: Option<Loaded<String>>,
    scroll: Scroll,
}

impl Balance {
    /// The statement of an account at the end of a day.
    pub(super) fn new(account: String, on: BusinessDay) -> Self {
        Balance { account, on, page: None, scroll: Scroll::default() }
    }
}

impl Screen for Balance {
    fn scope(&self) -> Scope {
        Scope::Balance
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        format!("{} {}", BalanceWord::Short.in_lang(ctx.lang), self.on)
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.page = Some(Loaded::from_result(desk.balance_page(&self.account, self.on)));
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let made = self.page.as_ref().is_some_and(|page| page.ready().is_some());
        match action {
            Action::Export if ctx.busy => Can::No(Word::Busy.in_lang(ctx.lang).to_owned()),
            Action::Export => Can::when(made, || Word::NothingChosen.in_lang(ctx.lang).to_owned()),
            Action::DayBefore | Action::DayAfter => Can::Yes,
            moving if is_move(moving) && self.scroll.needed() => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, _ctx: &Ctx<'_>) -> Next {
        match action {
            Action::Export => Next::Run(Job::KeepBalance(self.account.clone(), self.on)),
            Action::DayBefore | Action::DayAfter => {
                self.on = self.on.plus(if action == Action::DayBefore { -1 } else { 1 });
                self.scroll = Scroll::default();
                Next::Load
            }
            moving => {
                self.scroll.moved(moving);
                Next::Stay
            }
        }
    }

    fn view(&self, canvas: &mut Canvas<'_>, _ctx: &Ctx<'_>) {
        match &self.page {
            None => {}
            Some(Loaded::Failed(sentence)) => {
                let columns = usize::from(canvas.width()).saturating_sub(4);
                for (y, line) in (1..).zip(crate::tui::widgets::text::wrap(&format!("! {sentence}"), columns)) {
                    canvas.text(2, y, &line, Role::Wrong);
                }
            }
            Some(Loaded::Ready(page)) => {
                let lines: Vec<TextLine> = page.lines().map(|line| (line.to_owned(), Role::Plain)).collect();
                self.scroll.draw(canvas, &lines);
            }
        }
    }
}
