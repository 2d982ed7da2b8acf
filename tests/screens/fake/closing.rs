//! Days on their way to being closed, as the made-up desk knows them.

use sanhe::domain::closing::{Adjustment, ClosingCause, DayStep};
use sanhe::domain::day::BusinessDay;
use sanhe::domain::entry::{Method, Side};
use sanhe::domain::money::Money;
use sanhe::domain::recon::BySide;
use sanhe::text::messages::{self, Sealed};
use sanhe::text::terms;
use sanhe::tui::desk::{ClosingDesk, DayAction, DayView};

use super::{FakeDesk, day, yuan};

/// A step taken: day, what, by whom, why.
pub(crate) type Taken = (BusinessDay, DayStep, String, String);

impl FakeDesk {
    fn steps_of(&self, wanted: BusinessDay) -> Vec<Taken> {
        self.steps.lock().unwrap().iter().filter(|step| step.0 == wanted).cloned().collect()
    }

    /// The fourth lacks everything there is to lack; the third before it lacks nothing.
    fn missing(&self, wanted: BusinessDay) -> Vec<ClosingCause> {
        if wanted == day(-2) {
            return Vec::new();
        }
        let declared = self.steps_of(wanted).iter().any(|step| step.1 == DayStep::Declare);
        let mut causes = vec![ClosingCause::Stale];
        causes.extend((!declared).then_some(ClosingCause::SourceMissing(Side::Bank)));
        causes.extend([
            ClosingCause::Awaited(2),
            ClosingCause::Quarantined(1),
            ClosingCause::Open(4),
            ClosingCause::BridgeOpen(Method::Alipay, yuan("-200.00")),
        ]);
        causes
    }

    fn causes(&self, wanted: BusinessDay, step: DayStep) -> Vec<ClosingCause> {
        let steps = self.steps_of(wanted);
        let closed = steps.last().is_some_and(|last| last.1 == DayStep::Close);
        let prepared = steps.iter().rfind(|taken| taken.1 == DayStep::Prepare);
        let own = prepared.filter(|taken| taken.2 == self.operator).map(|taken| taken.2.clone());
        let own = own.map(ClosingCause::SamePerson);
        match step {
            DayStep::Reopen if !closed => vec![ClosingCause::NotClosed],
            DayStep::Reopen => own.into_iter().collect(),
            _ if closed => vec![ClosingCause::Closed],
            DayStep::Declare => Vec::new(),
            DayStep::Prepare => self.missing(wanted),
            DayStep::Close if prepared.is_none() => vec![ClosingCause::NotPrepared],
            DayStep::Close => own.into_iter().chain(self.missing(wanted)).collect(),
        }
    }

    fn day_of(&self, wanted: BusinessDay) -> DayView {
        let steps = self.steps_of(wanted);
        let last = steps.last().map(|last| last.1);
        let colon = |why: &str| if why.is_empty() { String::new() } else { format!("：{why}") };
        let step = |(_, step, who, why): &Taken| {
            format!("2026-03-05T01:02:03Z {who} {}{}", terms::day_step(*step, self.lang), colon(why))
        };
        let is_closed = last == Some(DayStep::Close);
        let rows = BySide { his: 1, cashier: 1, bank: 0 };
        let late = Adjustment { day: wanted, booked_on: day(1), rows, cleared: Vec::new(), brought: Vec::new() };
        DayView {
            day: wanted,
            is_closed,
            next: DayStep::after(last, false),
            actions: DayStep::ALL
                .iter()
                .map(|step| DayAction { step: *step, causes: self.causes(wanted, *step) })
                .collect(),
            steps: steps.iter().map(step).collect(),
            seal: if is_closed { messages::seal(&sealed(), self.lang) } else { Vec::new() },
            late: if is_closed { messages::adjustment(&late, self.lang) } else { Vec::new() },
        }
    }

    fn step_of(&self, wanted: BusinessDay, step: DayStep, why: &str) -> Result<String, String> {
        let causes = self.causes(wanted, step);
        if !causes.is_empty() {
            let causes: Vec<String> = causes.iter().map(|cause| messages::closing_cause(cause, self.lang)).collect();
            return Err(causes.join("；"));
        }
        self.steps.lock().unwrap().push((wanted, step, self.operator.clone(), why.to_owned()));
        Ok(messages::day_stepped(&wanted.to_string(), step, &"7f".repeat(32), false, self.lang))
    }
}

impl ClosingDesk for FakeDesk {
    fn day_view(&self, wanted: BusinessDay) -> Result<DayView, String> {
        Ok(self.day_of(wanted))
    }

    fn step_day(
        &mut self,
        day: BusinessDay,
        step: DayStep,
        side: Option<Side>,
        reason: &str,
    ) -> Result<String, String> {
        self.note(format!("day {} {day} {side:?} {reason}", step.code()));
        self.step_of(day, step, reason)
    }
}

fn sealed() -> Sealed {
    let sum = yuan("447428.17");
    Sealed {
        digest: "7f".repeat(32),
        rows: BySide { his: 500, cashier: 500, bank: 494 },
        sums: BySide { his: sum, cashier: sum, bank: sum - yuan("100.00") },
        files: 3,
        carried: vec![("JS20260302000000009".into(), Money::from_fen(-2_281))],
        rules: "default".into(),
        previous: "3c".repeat(32),
    }
}
