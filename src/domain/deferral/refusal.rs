//! Refusals of acts on applications 不予办理.

use super::application::{Stage, StepKind};

/// 缓缴不予办理.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeferralRejection {
    /// No application of that number.
    #[error("application_unknown: {0}")]
    Unknown(String),
    /// No policy of that id is on record.
    #[error("policy_unknown: {0}")]
    PolicyUnknown(String),
    /// The step cannot be taken at that stage.
    #[error("not_now: {no} {} {}", stage.code(), step.code())]
    NotNow {
        /// 申请编号.
        no: String,
        /// Where it stands.
        stage: Stage,
        /// What was asked.
        step: StepKind,
    },
    /// It lacks something or is to be refused: it cannot be submitted.
    #[error("not_clean: {0}")]
    NotClean(String),
    /// Nothing was named.
    #[error("nothing_named")]
    NothingNamed,
    /// The step needs a reason.
    #[error("step_reason_missing")]
    ReasonMissing,
    /// An approval given elsewhere on a day this book already kept: its own chain must give it.
    #[error("approved_elsewhere: {0}")]
    ApprovedElsewhere(String),
    /// The sheet is in the book already.
    #[error("sheet_known: {0}")]
    SheetKnown(String),
    /// The book changed since the applications were judged: judge them again.
    #[error("judged_otherwise: {0}")]
    JudgedOtherwise(String),
    /// A person's part is more than what is deferred.
    #[error("part_too_large: {0}")]
    PartTooLarge(String),
    /// The last month stands before the first, or a month lies beyond the calendar.
    #[error("bad_months: {0}")]
    BadMonths(String),
}
