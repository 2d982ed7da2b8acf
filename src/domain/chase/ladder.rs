//! The ladder 催缴阶梯: steps as data, with predecessors, conditions, clocks, papers and clauses.
//!
//! Invariant: every step a clock or a predecessor names stands before it on the ladder (the rule book
//! refuses others), so that the order of the ladder is an order in which it can be gone.

use chrono::{Datelike, Months};

use crate::domain::calendar::{Calendar, CalendarUnknown};
use crate::domain::day::BusinessDay;
use crate::domain::entry::codes;

codes! {
    /// 期间单位.
    Unit {
        /// 工作日; the day it starts on does not count.
        Working = "working_days",
        /// 日; the last one rolls to a working day.
        Natural = "natural_days",
        /// 月; the last day rolls to a working day.
        Months = "months",
    }
}

codes! {
    /// 起算.
    Anchor {
        /// 欠费确认: the first day overdue.
        Found = "found",
        /// The step was done.
        Done = "done",
        /// Its paper was served.
        Served = "served",
        /// The deadline its paper sets has passed.
        Deadline = "deadline",
    }
}

codes! {
    /// 条件 of a branch.
    Condition {
        /// A due is disputed.
        Disputed = "disputed",
        /// A bankruptcy was accepted.
        Bankrupt = "bankrupt",
        /// None was.
        NotBankrupt = "not_bankrupt",
    }
}

/// 期间. So many days or months from something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// From what.
    pub from: Anchor,
    /// Of which step; empty for [`Anchor::Found`].
    pub step: String,
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
    /// 依据.
    pub basis: String,
}

impl Clock {
    /// The last day of the period that starts after `start`.
    ///
    /// # Errors
    /// [`CalendarUnknown`] where it runs into a year without a calendar.
    pub fn end(&self, start: BusinessDay, calendar: &Calendar) -> Result<BusinessDay, CalendarUnknown> {
        match self.unit {
            Unit::Working => calendar.after(start, self.count),
            Unit::Natural => calendar.roll(start.plus(i32::try_from(self.count).unwrap_or(i32::MAX))),
            Unit::Months => calendar.roll(months_after(start, self.count)),
        }
    }
}

/// The same day so many months later, or the last of that month.
fn months_after(start: BusinessDay, months: u32) -> BusinessDay {
    let date = start.date().checked_add_months(Months::new(months)).unwrap_or(start.date());
    BusinessDay::from_ymd(date.year().unsigned_abs(), date.month(), date.day()).unwrap_or(start)
}

/// 后续期限. What someone else has to do by when, after a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follow {
    /// 中文.
    pub zh: String,
    /// English.
    pub en: String,
    /// How long; it starts where the one before ended.
    pub clock: Clock,
}

/// 文书 of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// 中文名.
    pub zh: String,
    /// English name.
    pub en: String,
    /// Whether what follows counts from its service.
    pub is_served: bool,
    /// How long it gives, from service.
    pub deadline: Option<Clock>,
}

/// 一步.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its stable code.
    pub code: String,
    /// 中文名.
    pub zh: String,
    /// English name.
    pub en: String,
    /// On the main line, not a branch.
    pub is_main: bool,
    /// May be left out.
    pub is_optional: bool,
    /// Done by the books themselves: the dues stand there.
    pub is_given: bool,
    /// A call or a visit on record does it.
    pub is_done_by_call: bool,
    /// Steps that must have been done, served where they have a paper that is.
    pub after: Vec<String>,
    /// Periods that must have ended.
    pub waits: Vec<Clock>,
    /// To be done by.
    pub by: Option<Clock>,
    /// Not later than this long after the last of the periods ended.
    pub within: Option<Clock>,
    /// What must hold.
    pub needs: Vec<Condition>,
    /// Steps that bar it once done.
    pub barred_by: Vec<String>,
    /// 由谁办, by post.
    pub who: Vec<String>,
    /// 文书.
    pub paper: Option<Paper>,
    /// What others have to do after it.
    pub follow: Vec<Follow>,
    /// 依据.
    pub basis: String,
}

/// 送达规则: figures of service that the law fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceRules {
    /// Servers there must be.
    pub servers: u32,
    /// Witnesses of a paper left, where nobody filmed it.
    pub witnesses: u32,
    /// Days a public notice runs before it counts as served.
    pub public_notice_days: u32,
}

/// 催缴阶梯.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    /// Steps, in order.
    pub steps: Vec<Step>,
    /// 送达规则.
    pub service: ServiceRules,
    /// Lines, by code, whose individual part belongs to individual accounts.
    pub individual_accounts: Vec<String>,
    /// 依据 of the claim's classes.
    pub claim_basis: String,
}

impl Ladder {
    /// The step of a code.
    pub fn step(&self, code: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.code == code)
    }
}
