//! Today 今日清单: who is to be worked today, why, in which order, and by which next step.
//!
//! Invariants: every row has one reason and one next step; what was missed stays until it is done (a day
//! over is never "not today"); a score is the product of its parts, each shown.

use crate::domain::arrears::registry::EmployerStatus;
use crate::domain::day::BusinessDay;
use crate::domain::entry::codes;
use crate::domain::money::Money;

codes! {
    /// 上清单的缘由. In the order they are listed where scores are equal.
    Cause {
        /// 法定期限将届满 or over: a clock of the ladder.
        Clock = "clock",
        /// 文书退回.
        Returned = "returned",
        /// 协议违约.
        PlanBroken = "plan_broken",
        /// 承诺未兑现, or only in part.
        PromiseBroken = "promise_broken",
        /// 分期逾期, in grace.
        PlanInGrace = "plan_in_grace",
        /// 承诺到期.
        PromiseDue = "promise_due",
        /// 分期将到期.
        PlanDue = "plan_due",
        /// 约定联系.
        Contact = "contact",
        /// 滞纳金将封顶.
        CapNear = "cap_near",
        /// 缓缴将到期.
        DeferralEnding = "deferral_ending",
        /// 缓缴到期未补缴.
        DeferralEnded = "deferral_ended",
        /// 文书待送达.
        Unserved = "unserved",
        /// 暂缓或异议待确认.
        HoldWaiting = "hold_waiting",
        /// 缓缴待审批.
        ApprovalWaiting = "approval_waiting",
    }
}

codes! {
    /// 下一步. The one thing to do with a row.
    NextStep {
        /// 记催缴.
        Call = "call",
        /// 看单位: look at the employer and decide.
        Look = "look",
        /// 办协议: end or renew the plan.
        Plan = "plan",
        /// 推进一步.
        Step = "step",
        /// 登记送达.
        Serve = "serve",
        /// 确认暂缓.
        Confirm = "confirm",
        /// 审批.
        Approve = "approve",
    }
}

impl Cause {
    /// What is to be done first.
    pub const fn next_step(self) -> NextStep {
        match self {
            Cause::PlanBroken => NextStep::Plan,
            Cause::Clock => NextStep::Step,
            Cause::CapNear => NextStep::Look,
            Cause::Returned | Cause::Unserved => NextStep::Serve,
            Cause::HoldWaiting => NextStep::Confirm,
            Cause::ApprovalWaiting => NextStep::Approve,
            Cause::PromiseBroken
            | Cause::PlanInGrace
            | Cause::PromiseDue
            | Cause::PlanDue
            | Cause::Contact
            | Cause::DeferralEnding
            | Cause::DeferralEnded => NextStep::Call,
        }
    }
}

/// 所涉步骤 of the ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepName {
    /// Its code.
    pub code: String,
    /// 中文名.
    pub zh: String,
    /// English name.
    pub en: String,
    /// Whether it is done by a paper out of a batch.
    pub has_paper: bool,
}

/// One cause with its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Number of the employer.
    pub employer_id: i64,
    /// Why.
    pub cause: Cause,
    /// The amount it is about.
    pub amount: Money,
    /// The day it is about: a deadline, or the day it broke.
    pub on: BusinessDay,
    /// Number of the promise, plan, hold or round; 0 for none.
    pub no: i64,
    /// What of the amount came.
    pub received: Money,
    /// The step of the ladder it is about.
    pub step: Option<StepName>,
}

/// A step of a table of factors: from this much on, so many thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factor {
    /// From this much on.
    pub at_least: i32,
    /// In thousandths.
    pub thousandths: u32,
}

/// 排序权重.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RankPolicy {
    /// 可收回比例 by status, in thousandths, in the order of [`EmployerStatus::ALL`].
    pub recoverable: [u32; 5],
    /// By months since the oldest debt fell due, rising.
    pub age: Vec<Factor>,
    /// By days a deadline is over (below zero: days left), rising.
    pub deadline: Vec<Factor>,
    /// By persons who cannot retire, rising.
    pub blocked: Vec<Factor>,
}

/// What a score is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
    /// 可收回金额.
    pub recoverable: Money,
    /// 账龄 in thousandths.
    pub age: u32,
    /// 期限 in thousandths.
    pub deadline: u32,
    /// 受阻人员 in thousandths.
    pub blocked: u32,
    /// The product: fen, weighted.
    pub product: i128,
}

const ONE: i128 = 1_000;

impl RankPolicy {
    /// The score of a debt: recoverable amount × age × deadline × persons held up.
    pub fn score(&self, owed: Money, status: EmployerStatus, months: i32, days_over: i32, persons: u32) -> Score {
        let share = self.recoverable.get(status as usize).copied().unwrap_or(0);
        let fen = i128::from(owed.fen()) * i128::from(share) / ONE;
        let recoverable = Money::from_fen(i64::try_from(fen).unwrap_or(i64::MAX));
        let age = factor(&self.age, months);
        let deadline = factor(&self.deadline, days_over);
        let blocked = factor(&self.blocked, i32::try_from(persons).unwrap_or(i32::MAX));
        let weights = i128::from(age) * i128::from(deadline) * i128::from(blocked);
        let product = i128::from(recoverable.fen()) * weights / (ONE * ONE * ONE);
        Score { recoverable, age, deadline, blocked, product }
    }
}

/// The last step reached; a table without one changes nothing.
fn factor(steps: &[Factor], value: i32) -> u32 {
    steps.iter().rfind(|step| step.at_least <= value).map_or(1_000, |step| step.thousandths)
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TodayRow {
    /// Why it is here.
    pub event: Event,
    /// Principal overdue.
    pub owed: Money,
    /// Months since the oldest debt fell due.
    pub months: i32,
    /// 到龄未退休人数.
    pub blocked_persons: u32,
    /// Its place in the order.
    pub score: Score,
}

/// Puts rows in order: the highest score first, then by cause, day and employer.
pub fn rank(rows: &mut [TodayRow]) {
    rows.sort_by_key(|row| (-row.score.product, row.event.cause, row.event.on, row.event.employer_id));
}
