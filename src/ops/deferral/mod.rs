//! Deferral 缓缴: applications entered and judged, their steps, and what they leave in force.
//!
//! Invariants: one act is one fact, whatever the number of applications; what is judged outside is judged
//! again under the ticket; numbers run without gap within a year. What is granted changes no due: ledgers lay
//! it over them when they are read.

mod act;
mod approve;
mod ended;
mod figures;
mod judge;
mod standing;

use serde::{Deserialize, Serialize};

use super::{Act, Outcome, Refusal, Turn};
use crate::book::files::RuleFiles;
use crate::domain::arrears::policy::FeePolicy;
use crate::domain::calendar::Calendar;
use crate::domain::codes::CreditCode;
use crate::domain::day::BusinessDay;
use crate::domain::deferral::application::{Form, PersonEventKind, StepKind};
use crate::domain::deferral::place::Place;
use crate::domain::deferral::policy::Catalogue;
use crate::domain::deferral::schedule::Schedule;
use crate::domain::import::OriginalPiece;
use crate::domain::money::Money;
use crate::ops::approval::ApprovalRules;
use crate::store::ApprovalSaid;

pub(super) use approve::{document, settle};
pub use ended::ended;
pub use figures::{FiguresAsk, MatrixAsk, matrix, relief, statistics};
pub use judge::{Judge, Judged};
pub use standing::{GrantStanding, ledger_of, standing};

/// What applications are judged by.
#[derive(Clone, Debug)]
pub struct DeferralRules {
    /// 政策库.
    pub catalogue: Catalogue,
    /// 本地情况.
    pub place: Place,
    /// Late-fee rules, and the lines.
    pub policy: FeePolicy,
    /// Working days.
    pub calendar: Calendar,
}

/// 缓缴命令.
#[derive(Clone, Debug)]
pub enum DeferralCommand {
    /// 录入申请, one or a sheet of them.
    Enter {
        /// The applications.
        entries: Vec<Entry>,
        /// The sheet they came by.
        sheet: Option<Box<Sheet>>,
        /// What they are judged by.
        rules: Box<DeferralRules>,
    },
    /// 重新提交: the next round of a returned application.
    Revise {
        /// 申请编号.
        no: String,
        /// The round.
        form: Box<Form>,
        /// What it is judged by.
        rules: Box<DeferralRules>,
    },
    /// 延期 of every running application of a policy, or 撤销 of one: put up for approval.
    Propose {
        /// What.
        proposal: Proposal,
        /// 原因.
        reason: String,
    },
    /// A step of applications, all in one act.
    Step {
        /// 申请编号 of each.
        nos: Vec<String>,
        /// Which.
        step: Asked,
        /// What they are judged by.
        rules: Box<DeferralRules>,
    },
}

/// An application to be entered.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Whose.
    pub code: CreditCode,
    /// What is asked for.
    pub form: Form,
    /// Line of the sheet; 0 where there is none.
    pub line: u32,
    /// Why it is refused, where it was judged so; else it waits at the counter.
    pub refused: Option<String>,
    /// 补录: an approval given before this book was kept.
    pub earlier: Option<EarlierApproval>,
}

/// 补录的批准.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierApproval {
    /// 批准日期.
    pub on: BusinessDay,
    /// 批准文号.
    pub document: String,
    /// 补缴安排.
    pub schedule: Schedule,
}

/// 申请清单. A sheet of applications.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Path as given.
    pub path: String,
    /// Rows left behind.
    pub rejected: u64,
    /// The original, compressed.
    pub pieces: Vec<OriginalPiece>,
}

/// 提请审批 of what is in force already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proposal {
    /// 延期 of a whole batch to a new last day.
    Extend {
        /// 政策.
        policy: String,
        /// New last day.
        repay_by: BusinessDay,
    },
    /// 撤销 of one application.
    Revoke {
        /// 申请编号.
        no: String,
    },
}

/// A step asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which.
    pub kind: StepKind,
    /// 意见 or 原因; each application's own where there are as many as applications.
    pub reasons: Vec<String>,
    /// 人员变动: who, what, and what the person's part comes to.
    pub person: Option<(String, PersonEventKind, Money)>,
}

/// 缓缴已办. What an act did, as its fact says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeferralDone {
    /// What was done: `entered`, `revised`, or the code of the step.
    pub verb: String,
    /// 申请编号 of each.
    pub nos: Vec<String>,
    /// Entered and refused at once.
    pub refused: u64,
    /// Rows of the sheet left behind.
    pub rejected: u64,
    /// SHA-256 of the sheet; else empty.
    pub sheet_sha256: String,
    /// SHA-256 over the rows it left.
    pub stored_sha256: String,
    /// The step of approval that goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Box<ApprovalSaid>>,
}

pub(super) fn run(act: &Act<'_>, command: &DeferralCommand, files: &RuleFiles) -> Result<Outcome, Refusal> {
    let approvals = ApprovalRules::load(files)?;
    let writer = match act.begin()? {
        Turn::Write(writer) => writer,
        Turn::Done(outcome) => return Ok(*outcome),
    };
    let seq = writer.next_seq()?;
    let hand = act::Hand { act, writer: &writer, seq, approvals: &approvals };
    let (mut done, reason) = match command {
        DeferralCommand::Enter { entries, sheet, rules } => (hand.enter(entries, sheet.as_deref(), rules)?, ""),
        DeferralCommand::Revise { no, form, rules } => (hand.revise(no, form, rules)?, ""),
        DeferralCommand::Propose { proposal, reason } => (hand.propose(proposal)?, reason.as_str()),
        DeferralCommand::Step { nos, step, rules } => {
            (hand.step(nos, step, rules)?, step.reasons.first().map_or("", String::as_str))
        }
    };
    done.stored_sha256 = writer.deferral_sha256(seq)?;
    let subject = match done.nos.as_slice() {
        [one] => one.clone(),
        nos => format!("{} {}", done.verb, nos.len()),
    };
    act.commit_because(writer, &subject, reason, &done)?;
    Ok(Outcome::Deferral(done))
}
