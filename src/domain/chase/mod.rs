//! Chase 催缴: the ladder of steps, the clocks that run between them, service, holds, the bankruptcy claim.
//!
//! Invariant: nothing here knows a clock, a book or a word for people; which steps there are, their clocks
//! and their clauses come from `data/chase`, never from here.

pub mod case;
pub mod claim;
pub mod ladder;
pub mod notice;
pub mod service;

use crate::domain::day::BusinessDay;
use crate::domain::entry::codes;
use case::Block;
use service::ServiceField;

codes! {
    /// 暂缓催收的种类.
    HoldKind {
        /// 暂缓.
        Hold = "hold",
        /// 异议.
        Dispute = "dispute",
    }
}

/// 催缴不予办理.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChaseRejection {
    /// The ladder has no such step.
    #[error("step_unknown: {0}")]
    StepUnknown(String),
    /// The step is not open for that employer, and why.
    #[error("step_shut: {employer}: {step}: {blocks:?}")]
    StepShut {
        /// 单位名称.
        employer: String,
        /// Which step, by code.
        step: String,
        /// Everything in the way.
        blocks: Vec<Block>,
    },
    /// The date lies in the future, or before the arrears.
    #[error("step_day: {0}")]
    StepDay(BusinessDay),
    /// The step was done already, on that day.
    #[error("step_done: {employer}: {step}: {on}")]
    StepDone {
        /// 单位名称.
        employer: String,
        /// Which step, by code.
        step: String,
        /// When.
        on: BusinessDay,
    },
    /// There is no such paper to serve: employer, step or number.
    #[error("paper_unknown: {0}")]
    PaperUnknown(String),
    /// The receipt lacks what its way asks for.
    #[error("receipt_lacks: {0:?}")]
    ReceiptLacks(Vec<ServiceField>),
    /// No hold of that number, or it is over.
    #[error("hold_unknown: {0}")]
    HoldUnknown(i64),
    /// A hold ends after today, within a year, and has a reason.
    #[error("hold_incomplete")]
    HoldIncomplete,
    /// A batch without any notice.
    #[error("nothing_ready")]
    NothingReady,
    /// Who asked for it does not confirm it.
    #[error("second_person: {0}")]
    SecondPerson(String),
}
