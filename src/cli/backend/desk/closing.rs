//! Days on their way to being closed.

use super::BookDesk;
use crate::domain::closing::DayStep;
use crate::domain::day::BusinessDay;
use crate::domain::entry::Side;
use crate::ops::close::DayRequest;
use crate::tui::desk::{ClosingDesk, DayView, Sentence};

impl ClosingDesk for BookDesk {
    fn day_view(&self, day: BusinessDay) -> Result<DayView, Sentence> {
        self.said(self.session.day_view(day))
    }

    fn step_day(
        &mut self,
        day: BusinessDay,
        step: DayStep,
        side: Option<Side>,
        reason: &str,
    ) -> Result<Sentence, Sentence> {
        let done = self.said(self.session.step_day(DayRequest { day, step, side, reason: reason.to_string() }))?;
        Ok(self.session.day_done(step, &done))
    }
}
