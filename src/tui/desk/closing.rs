//! A day on its way to being closed.

use super::Sentence;
use crate::domain::closing::{ClosingCause, DayStep};
use crate::domain::day::BusinessDay;
use crate::domain::entry::Side;

/// A step of closing a day, and every reason it cannot be taken by the person at work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayAction {
    /// Which.
    pub step: DayStep,
    /// Why not; empty where it can be taken. A missing reason is not among them.
    pub causes: Vec<ClosingCause>,
}

/// How a day stands on its way to being closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayView {
    /// 营业日.
    pub day: BusinessDay,
    /// Whether it is closed now.
    pub is_closed: bool,
    /// The step to take next.
    pub next: DayStep,
    /// Every step, in order.
    pub actions: Vec<DayAction>,
    /// Steps taken so far, in words, oldest first.
    pub steps: Vec<String>,
    /// What was sealed when it was closed, in words; empty while it is open.
    pub seal: Vec<String>,
    /// 前期未达: what came late for a closed day, in words.
    pub late: Vec<String>,
}

impl DayView {
    /// Why a step cannot be taken; empty where it can.
    pub fn causes(&self, step: DayStep) -> &[ClosingCause] {
        let action = self.actions.iter().find(|action| action.step == step);
        action.map_or(&[], |action| action.causes.as_slice())
    }
}

/// 日结: how a day stands on its way to being closed.
pub trait ClosingDesk {
    /// How a day stands on its way to being closed, and what stands in the way of each step.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn day_view(&self, day: BusinessDay) -> Result<DayView, Sentence>;
    /// Takes a step of closing (送复核 is `Prepare`, 复核 is `Close`); says what was done.
    ///
    /// # Errors
    /// A sentence naming every cause in the way; nothing is done.
    fn step_day(
        &mut self,
        day: BusinessDay,
        step: DayStep,
        side: Option<Side>,
        reason: &str,
    ) -> Result<Sentence, Sentence>;
}
