//! Made-up days on their way to being closed.

use sanhe::domain::closing::DayStep;
use sanhe::domain::day::BusinessDay;
use sanhe::domain::entry::Side;
use sanhe::text::messages;
use sanhe::tui::desk::{ClosingDesk, DayAction, DayView};

use super::{FakeDesk, day};

impl ClosingDesk for FakeDesk {
    fn day_view(&self, wanted: BusinessDay) -> Result<DayView, String> {
        let blocked = |step: DayStep| match step {
            DayStep::Prepare => vec!["4 条差异未处理".to_owned(), "尚未重新对账".to_owned()],
            DayStep::Close => vec!["尚未送复核".to_owned()],
            DayStep::Reopen => vec!["尚未关账".to_owned()],
            DayStep::Declare => Vec::new(),
        };
        let open = wanted != day(-2);
        let refusals = |step: DayStep| if open { blocked(step) } else { Vec::new() };
        let action = |step: &DayStep| DayAction { step: *step, refusals: refusals(*step) };
        let actions = DayStep::ALL.iter().map(action).collect();
        Ok(DayView { day: wanted, is_closed: false, actions, steps: Vec::new(), late: Vec::new() })
    }

    fn step_day(
        &mut self,
        day: BusinessDay,
        step: DayStep,
        side: Option<Side>,
        reason: &str,
    ) -> Result<String, String> {
        self.note(format!("day {} {day} {side:?} {reason}", step.code()));
        let view = self.day_view(day)?;
        match view.actions.iter().find(|action| action.step == step && !action.refusals.is_empty()) {
            Some(action) => Err(action.refusals.join("；")),
            None => Ok(messages::day_stepped(&day.to_string(), step, "", false, self.lang)),
        }
    }
}
