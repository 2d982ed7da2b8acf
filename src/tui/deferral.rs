//! What the workstation asks of deferrals: applications by where they stand, a step of one, and texts to read.
//!
//! Invariant: a step names the round it was decided on, so that nothing goes up that was not seen.

use super::apply::ApplyDesk;
use super::desk::Sentence;
use super::matrix::MatrixDesk;
use crate::domain::deferral::application::StepKind;
use crate::domain::entry::codes;
use crate::domain::money::Money;

codes! {
    /// Which applications a list shows.
    ApplicationTab {
        /// 待受理: received or returned.
        Counter = "counter",
        /// 审批中.
        Submitted = "submitted",
        /// 在缓: granted and not over.
        InForce = "in_force",
        /// 已了结: refused, withdrawn, revoked, repaid, ended.
        Over = "over",
    }
}

codes! {
    /// 受理结论 of one that waits.
    CounterVerdict {
        /// 合格.
        Pass = "pass",
        /// 待补.
        Lacking = "lacking",
        /// 不予.
        Refused = "refused",
    }
}

/// 申请 as listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationRow {
    /// 申请编号.
    pub no: String,
    /// 轮次.
    pub round: usize,
    /// 单位名称.
    pub employer: String,
    /// 险种 in words.
    pub line: String,
    /// 政策.
    pub policy: String,
    /// 所属期.
    pub months: String,
    /// 缓缴金额.
    pub amount: Money,
    /// Where it stands, in words.
    pub state: String,
    /// 受理结论; `None` where it does not wait at the counter.
    pub verdict: Option<CounterVerdict>,
    /// What is lacking, why refused with the clause, or by when it is repaid.
    pub said: Sentence,
    /// Whether it was returned, so that it can come back.
    pub returned: bool,
}

/// A text about deferral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeferralText {
    /// One application with its history and forms.
    Application(String),
    /// 政策库: every policy with its rules and what supersedes it.
    Policies,
    /// 缓缴统计.
    Statistics,
    /// 到期提醒.
    Radar,
}

/// The side of the desk where deferrals are worked.
pub trait DeferralDesk: ApplyDesk + MatrixDesk {
    /// Applications of a tab, in order of entering.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn applications(&self, tab: ApplicationTab) -> Result<Vec<ApplicationRow>, Sentence>;
    /// A text, line by line.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn deferral_text(&self, text: &DeferralText) -> Result<Vec<String>, Sentence>;
    /// Takes a step of one application as it was seen; says what was done.
    ///
    /// # Errors
    /// A sentence when the step cannot be taken; nothing is done.
    fn step_application(&mut self, no: &str, round: usize, step: StepKind, reason: &str) -> Result<Sentence, Sentence>;
}
