//! Approval 审批: a subject goes through a chain of persons, round by round, until it is approved or ended.
//!
//! Invariant: whether a step may be taken is decided by [`rule::obstacles`] alone, a pure function of the
//! round, the people and the attempt; the schema decides the same a second time, in SQL.

pub mod chain;
pub mod duty;
pub mod people;
pub mod rule;

use std::collections::BTreeSet;

use super::day::BusinessDay;
use super::entry::codes;
use super::money::Money;
use chain::ChainStep;

codes! {
    /// 事项. What is put up for approval. A topic that brings its own adds a line here, a chain to
    /// `data/approval/chains.toml` and its arms to `ops::approval::topics`.
    SubjectKind {
        /// 关账 of a business day; the subject is the day.
        DayClose = "day_close",
        /// 权限: posts for an operator; the subject is the operator's name.
        Rights = "rights",
        /// 缓缴; the subject is the application's number.
        Deferral = "deferral",
        /// 缓缴延期 of a whole batch; the subject is policy and new last day.
        DeferralExtension = "deferral_extension",
        /// 缓缴撤销; the subject is the application's number.
        DeferralRevocation = "deferral_revocation",
    }
}

codes! {
    /// 审批动作. What a person does with a subject.
    Verdict {
        /// 提交: opens a round, and is its first step.
        Submit = "submit",
        /// 同意.
        Approve = "approve",
        /// 退回, with a reason; a new round may follow.
        Return = "return",
        /// 不予, with a reason and the clause it rests on.
        Refuse = "refuse",
        /// 撤回, by who submitted.
        Withdraw = "withdraw",
    }
}

codes! {
    /// 审批状态. How a round stands.
    Stage {
        /// 待审: waits for the next step.
        Waiting = "waiting",
        /// 已批准.
        Approved = "approved",
        /// 已退回.
        Returned = "returned",
        /// 不予.
        Refused = "refused",
        /// 已撤回.
        Withdrawn = "withdrawn",
        /// 已另行提交: a later round took its place while it waited.
        Replaced = "replaced",
    }
}

/// 一步. What one person did in a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its fact.
    pub seq: i64,
    /// Place in the chain, from 0; a verdict that ends the round has the place it was waiting for.
    pub place: usize,
    /// What was done.
    pub verdict: Verdict,
    /// Who did it.
    pub actor: String,
    /// For whom; empty when for oneself.
    pub on_behalf: String,
    /// Business date.
    pub on: BusinessDay,
    /// The next step is due by this day; `None` where nothing follows or its year has no calendar yet.
    pub due_on: Option<BusinessDay>,
}

impl Step {
    /// Everybody who answers for it.
    pub fn persons(&self) -> impl Iterator<Item = &str> {
        [self.actor.as_str(), self.on_behalf.as_str()].into_iter().filter(|name| !name.is_empty())
    }
}

/// 一轮. One way of a subject through its chain, as it was when it was submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Fact that submitted it, and its number for people.
    pub seq: i64,
    /// 事项.
    pub kind: SubjectKind,
    /// What it is about, in the topic's own terms: a day, a name, an application.
    pub subject: String,
    /// 第几轮, from 1.
    pub number: u32,
    /// What the topic calls it, for the queue; no personal data.
    pub title: String,
    /// Policy it rests on; empty where none does.
    pub policy: String,
    /// What is at stake, in fen.
    pub amount: Money,
    /// The posts it goes through, the submitter's first.
    pub chain: Vec<ChainStep>,
    /// SHA-256 of the document everybody approves.
    pub sha256: String,
    /// Steps so far, the submission first.
    pub steps: Vec<Step>,
    /// Whether a later round took its place.
    pub replaced: bool,
}

impl Round {
    /// How it stands.
    pub fn stage(&self) -> Stage {
        match self.steps.last().map(|step| step.verdict) {
            Some(Verdict::Return) => Stage::Returned,
            Some(Verdict::Refuse) => Stage::Refused,
            Some(Verdict::Withdraw) => Stage::Withdrawn,
            _ if self.steps.len() >= self.chain.len() => Stage::Approved,
            _ if self.replaced => Stage::Replaced,
            _ => Stage::Waiting,
        }
    }

    /// Place of the step it waits for.
    pub fn place(&self) -> Option<usize> {
        (self.stage() == Stage::Waiting).then_some(self.steps.len())
    }

    /// The step it waits for.
    pub fn waits_for(&self) -> Option<&ChainStep> {
        self.place().and_then(|place| self.chain.get(place))
    }

    /// Whether the step it waits for is the last.
    pub fn is_last_step(&self) -> bool {
        self.place().is_some_and(|place| place + 1 == self.chain.len())
    }

    /// The day its next step is due.
    pub fn due_on(&self) -> Option<BusinessDay> {
        self.place().and(self.steps.last()).and_then(|step| step.due_on)
    }

    /// Everybody who answers for a step of it.
    pub fn persons(&self) -> BTreeSet<&str> {
        self.steps.iter().flat_map(Step::persons).collect()
    }

    /// The submission.
    pub fn submission(&self) -> Option<&Step> {
        self.steps.first()
    }
}
