//! What the workstation asks of approvals: what waits, one round with its way so far, and the decision.
//!
//! Invariant: a decision hands back the hash of what was shown, so that nothing is approved unseen.

use super::desk::Sentence;
use crate::domain::approval::{Stage, SubjectKind, Verdict};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::text::lang::Lang;

/// 审批事项 as listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalRow {
    /// Number of its round.
    pub number: i64,
    /// 事项.
    pub kind: SubjectKind,
    /// What it is called.
    pub title: String,
    /// Policy it rests on; empty where none does.
    pub policy: String,
    /// What is at stake.
    pub amount: Money,
    /// 第几轮.
    pub round: u32,
    /// The post it waits for, in words; empty where it does not wait.
    pub waits_for: String,
    /// Who submitted it, 甲(代乙).
    pub submitted_by: String,
    /// Its next step is due by this day.
    pub due_on: Option<BusinessDay>,
    /// How it stands.
    pub stage: Stage,
    /// SHA-256 of the document, as shown.
    pub sha256: String,
    /// Why the person at work cannot approve it; `None` where they can.
    pub refusal: Option<Sentence>,
}

/// 一个审批事项 with all there is to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalView {
    /// As listed.
    pub row: ApprovalRow,
    /// What is to be approved: label and text.
    pub facts: Vec<(String, String)>,
    /// Each step of the chain: its post, and what was done, by whom and when; empty while it is to come.
    pub chain: Vec<(String, String)>,
    /// Who may take the next step today.
    pub holders: Vec<String>,
    /// Earlier rounds of the same subject, in words, oldest first.
    pub earlier: Vec<String>,
}

/// 办理. What the person does with a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalDeciding {
    /// Number of the round.
    pub number: i64,
    /// What.
    pub verdict: Verdict,
    /// SHA-256 of the document as it was shown.
    pub seen: String,
    /// 原因 or 意见.
    pub reason: String,
    /// 依据条款 of a refusal.
    pub clause: String,
}

/// The side of the desk where things are approved.
pub trait ApprovalDesk {
    /// What waits for approval, oldest first; with `all` also what ended, newest first.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn approvals(&self, all: bool) -> Result<Vec<ApprovalRow>, Sentence>;
    /// One round.
    ///
    /// # Errors
    /// A sentence when there is none of that number.
    fn approval(&self, number: i64) -> Result<ApprovalView, Sentence>;
    /// The language sentences are said in.
    fn lang(&self) -> Lang;
    /// Takes a step; says what became of it.
    ///
    /// # Errors
    /// A sentence naming everything in the way; nothing is done.
    fn decide_approval(&mut self, deciding: &ApprovalDeciding) -> Result<Sentence, Sentence>;
}
