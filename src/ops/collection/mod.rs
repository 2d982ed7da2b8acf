//! Collection work 催缴作业: calls, promises and their changes, each one fact.
//!
//! Invariants: who is meant is looked up under the ticket; a promise that was judged is not changed, a new
//! one is taken; the fact vouches for every row it wrote.

mod calls;
mod officers;
mod plans;
mod progress;
mod today;

use std::sync::Arc;

pub use officers::employers_with_officers;
pub use plans::{NewPlan, judged_plans};
pub use progress::progress;
use serde::{Deserialize, Serialize};
pub use today::{digests, today};

use super::{Act, Outcome, Refusal};
use crate::domain::calendar::Calendar;
use crate::domain::collection::call::{CallNote, Pledge};
use crate::domain::collection::marks::MarkKind;
use crate::domain::collection::policy::CollectionPolicy;
use crate::domain::collection::promise::{Judged, Promise, judge};
use crate::domain::collection::target::Target;
use crate::domain::day::BusinessDay;
use crate::domain::rejection::{CollectionRejection, Rejection};
use crate::store::{EmployerAt, Fault, PromiseVersion, Reader, Writer};

/// What collection work goes by.
#[derive(Clone, Debug)]
pub struct CollectionRules {
    /// Results, graces.
    pub policy: Arc<CollectionPolicy>,
    /// Working days.
    pub calendar: Arc<Calendar>,
}

/// 催缴作业. What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CollectionCommand {
    /// 记催缴.
    LogCall {
        /// 统一社会信用代码.
        code: String,
        /// What was said.
        note: CallNote,
    },
    /// 改承诺.
    ChangePromise {
        /// Its number.
        no: i64,
        /// What is promised now.
        pledge: Pledge,
        /// 原因.
        reason: String,
    },
    /// 撤回承诺.
    WithdrawPromise {
        /// Its number.
        no: i64,
        /// 原因.
        reason: String,
    },
    /// 签订还款协议.
    MakePlan(NewPlan),
    /// 指派专管员.
    Assign {
        /// 统一社会信用代码 of each employer.
        codes: Vec<String>,
        /// To whom; empty gives them back to the registry's.
        officer: String,
        /// 原因.
        reason: String,
    },
    /// 标注.
    Mark {
        /// Kind.
        kind: MarkKind,
        /// 统一社会信用代码 and value of each employer.
        values: Vec<(String, String)>,
        /// 备注.
        note: String,
    },
    /// 下达任务.
    SetTargets(Vec<Target>),
    /// 终止还款协议.
    EndPlan {
        /// Its number.
        no: i64,
        /// 原因.
        reason: String,
    },
}

/// 已办. What an act of collection work did, as its fact says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionDone {
    /// What: `call`, `promise_changed`, `promise_withdrawn`, `plan`, `plan_ended`,
    /// `assigned`, `marked`, `targets`.
    pub act: String,
    /// 统一社会信用代码 of every employer concerned.
    pub employers: Vec<String>,
    /// Number of the promise concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<i64>,
    /// Number of the plan concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<i64>,
    /// SHA-256 over every row written.
    pub stored_sha256: String,
}

impl CollectionDone {
    /// Nothing done yet, of one employer.
    fn of(code: &str) -> CollectionDone {
        CollectionDone {
            act: String::new(),
            employers: vec![code.to_string()],
            promise: None,
            plan: None,
            stored_sha256: String::new(),
        }
    }
}

/// Does it.
pub(super) fn work(act: &Act<'_>, command: &CollectionCommand, rules: &CollectionRules) -> Result<Outcome, Refusal> {
    match command {
        CollectionCommand::LogCall { code, note } => calls::log(act, code, note, rules),
        CollectionCommand::ChangePromise { no, pledge, reason } => {
            calls::change(act, *no, Some(*pledge), reason, rules)
        }
        CollectionCommand::WithdrawPromise { no, reason } => calls::change(act, *no, None, reason, rules),
        CollectionCommand::MakePlan(new) => plans::make(act, new, rules),
        CollectionCommand::Assign { codes, officer, reason } => officers::assign(act, codes, officer, reason),
        CollectionCommand::Mark { kind, values, note } => officers::mark(act, *kind, values, note, rules),
        CollectionCommand::SetTargets(targets) => progress::set_targets(act, targets),
        CollectionCommand::EndPlan { no, reason } => plans::end(act, *no, reason),
    }
}

/// The employer of a credit code.
///
/// # Errors
/// [`Rejection::EmployerUnknown`].
pub fn employer_by_code(reader: &Reader, code: &str) -> Result<EmployerAt, Refusal> {
    let found = reader.employers()?.into_iter().find(|at| at.employer.code.as_str() == code);
    Ok(found.ok_or_else(|| Rejection::EmployerUnknown(code.to_string()))?)
}

/// The promises of one employer (of all where `None`) as they stand, judged from receipts as of a date.
///
/// # Errors
/// What the book or the calendar refuse.
pub fn judged_promises(
    reader: &Reader,
    employer_id: Option<i64>,
    as_of: BusinessDay,
    calendar: &Calendar,
) -> Result<Vec<Judged>, Refusal> {
    let versions = reader.promise_versions(employer_id)?;
    let mut judged = Vec::new();
    for own in versions.chunk_by(|left, right| left.promise.employer_id == right.promise.employer_id) {
        let receipts = own.first().map_or(Ok(Vec::new()), |one| reader.receipts_of(one.promise.employer_id))?;
        judged.extend(judge(&in_force(own), &receipts, as_of, calendar)?);
    }
    Ok(judged)
}

/// The last version of each promise, counting receipts from the day it was first made.
fn in_force(versions: &[PromiseVersion]) -> Vec<Promise> {
    let promises = versions.chunk_by(|left, right| left.promise.no == right.promise.no);
    promises
        .filter_map(|own| Some(Promise { made_on: own.first()?.promise.made_on, ..own.last()?.promise.clone() }))
        .collect()
}

/// Seals the rows written under the fact to come and commits.
fn commit(
    act: &Act<'_>,
    writer: Writer<'_>,
    subject: &str,
    reason: &str,
    mut body: CollectionDone,
) -> Result<Outcome, Refusal> {
    body.stored_sha256 = writer.collection_sha256(writer.next_seq()?)?;
    act.commit_because(writer, subject, reason, &body)?;
    Ok(Outcome::CollectionDone(body))
}

/// What of the book cannot be, where a row points to nothing.
fn astray(what: &str) -> Fault {
    Fault::Broken { seq: 0, what: what.into() }
}

impl From<CollectionRejection> for Refusal {
    fn from(rejection: CollectionRejection) -> Refusal {
        Refusal::Rejection(rejection.into())
    }
}
