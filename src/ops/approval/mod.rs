//! Approval 审批: one engine for every subject. A topic submits within its own act; persons decide; the
//! topic's effect comes into force in the transaction of the last approval.
//!
//! How a topic uses it:
//! 1. `SubjectKind` gets a variant, `data/approval/chains.toml` a chain, [`topics`] two arms (what the
//!    document is now, what an outcome does), `text::approval` its name. No table, no migration.
//! 2. Its own command loads [`ApprovalRules`] before `Act::begin`, then calls `submit` with subject,
//!    amount, policy and the SHA-256 of the document ([`sha256_of`] its bytes), and keeps the
//!    [`ApprovalSaid`] it gets under the key `approval` of its own fact's body. That is all of submitting:
//!    the queue, the verbs and the proofs find it from there.
//! 3. When the last person approves, or somebody returns, refuses or withdraws, `topics::settle` is called
//!    in the same transaction, under the same fact, with the round as it stands then. It writes the topic's
//!    rows and says which kind of fact this is and what its body holds; an error undoes the step as well.
//! 4. To ask how a subject stands: `Reader::approval_rounds_of`, `Reader::approval_waiting_for`, [`Round::stage`].
//!
//! Invariant: every step is decided by `domain::approval::rule` on what the transaction sees, and once
//! more by triggers; a document that changed since it was submitted refuses the next step.

pub mod rights;
pub mod stand_in;
pub mod topics;

use serde_json::Value;

use super::reconcile::RunRules;
use super::{Act, Outcome, Refusal, Turn};
use crate::book::approval as chains_of;
use crate::book::calendar as calendars;
use crate::book::files::RuleFiles;
use crate::domain::approval::chain::Chains;
use crate::domain::approval::rule::{Attempt, Obstacle, obstacles, submission_obstacles};
use crate::domain::approval::{Round, Stage, Step, SubjectKind, Verdict};
use crate::domain::calendar::Calendar;
use crate::domain::day::BusinessDay;
use crate::domain::journal::{Actor, FactKind};
use crate::domain::money::Money;
use crate::domain::names;
use crate::domain::rejection::{ApprovalRejection, Rejection};
use crate::store::{ApprovalSaid, JournalRow, Reader, StandInSaid, Writer};

pub use crate::store::sha256 as sha256_of;
pub use rights::RightsRequest;
pub use stand_in::StandInAsked;

/// 审批命令.
#[derive(Clone, Debug)]
pub enum ApprovalCommand {
    /// 办理: approve, return, refuse, withdraw.
    Decide(Deciding),
    /// 申请权限.
    RequestRights(RightsRequest),
    /// 代岗, or its early end.
    StandIn(StandInAsked),
}

impl ApprovalCommand {
    /// The fact it leaves, unless the topic's effect is a fact of its own kind.
    pub(super) fn kind(&self) -> FactKind {
        match self {
            ApprovalCommand::Decide(_) => FactKind::ApprovalStepped,
            ApprovalCommand::RequestRights(_) => FactKind::RightsRequested,
            ApprovalCommand::StandIn(StandInAsked::Begin { .. }) => FactKind::StandInSet,
            ApprovalCommand::StandIn(StandInAsked::End { .. }) => FactKind::StandInEnded,
        }
    }
}

/// 审批结果.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApprovalOutcome {
    /// A step was taken.
    Stepped(ApprovalSaid),
    /// A stand-in began or ended.
    StandIn(StandInSaid),
}

/// 办理. What a person does with a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deciding {
    /// Number of the round.
    pub round: i64,
    /// What; never `Submit`.
    pub verdict: Verdict,
    /// SHA-256 of the document as it was shown.
    pub seen: String,
    /// 原因 or 意见; returning and refusing need one.
    pub reason: String,
    /// 依据条款; refusing needs one.
    pub clause: String,
}

/// What approvals go by.
#[derive(Clone, Debug)]
pub struct ApprovalRules {
    /// 审批链.
    pub chains: Chains,
    /// 工作日历.
    pub calendar: Calendar,
}

impl ApprovalRules {
    /// From the rule files; not under the ticket.
    ///
    /// # Errors
    /// [`Rejection::RuleBook`] by file and line.
    pub fn load(files: &RuleFiles) -> Result<ApprovalRules, Rejection> {
        Ok(ApprovalRules { chains: chains_of::load(files)?, calendar: calendars::load(files)? })
    }

    /// The day a step is due that has these working days from a day on; `None` where it has none to keep, or
    /// the calendar of that year is not known yet: a deadline is never guessed.
    fn due(&self, from: BusinessDay, working_days: u32) -> Option<BusinessDay> {
        if working_days == 0 { None } else { self.calendar.after(from, working_days).ok() }
    }
}

/// 提交. What a topic puts up for approval.
#[derive(Clone, Copy, Debug)]
pub struct Submission<'a> {
    /// 事项.
    pub kind: SubjectKind,
    /// What it is about, in the topic's own terms.
    pub subject: &'a str,
    /// What people call it; no personal data.
    pub title: &'a str,
    /// Policy it rests on; empty where none does.
    pub policy: &'a str,
    /// What is at stake.
    pub amount: Money,
    /// SHA-256 of the document everybody is to see; [`topics::document`] must give the same.
    pub sha256: &'a str,
}

/// Puts a subject up for approval under the fact about to be written: opens a round whose first step is
/// the actor's. A round that waits with another document is replaced.
///
/// # Errors
/// [`ApprovalRejection::NoChain`], [`ApprovalRejection::Waiting`] with the same document,
/// [`ApprovalRejection::Blocked`] where the actor may not submit; what the book says.
pub(super) fn submit(
    act: &Act<'_>,
    writer: &Writer<'_>,
    rules: &ApprovalRules,
    submission: &Submission<'_>,
) -> Result<ApprovalSaid, Refusal> {
    let found = rules.chains.find(submission.kind, submission.policy, submission.amount);
    let chain = found.ok_or(ApprovalRejection::NoChain(submission.kind))?.steps.clone();
    let earlier = writer.approval_rounds_of(submission.kind, submission.subject)?;
    if let Some(last) = earlier.last().filter(|last| last.place().is_some() && last.sha256 == submission.sha256) {
        return Err(ApprovalRejection::Waiting(last.title.clone()).into());
    }
    let (seq, on) = (writer.next_seq()?, act.now.today);
    let post = chain.first().and_then(|step| step.post);
    let in_the_way = submission_obstacles(post, &writer.people()?, act.actor, on);
    if !in_the_way.is_empty() {
        return Err(blocked(submission.title, in_the_way));
    }
    let mut round = Round {
        seq,
        kind: submission.kind,
        subject: submission.subject.into(),
        number: u32::try_from(earlier.len()).unwrap_or(u32::MAX).saturating_add(1),
        title: submission.title.into(),
        policy: submission.policy.into(),
        amount: submission.amount,
        chain,
        sha256: submission.sha256.into(),
        steps: Vec::new(),
        replaced: false,
    };
    writer.put_approval_round(&round)?;
    let step = next_step(&round, act, Verdict::Submit, rules, seq);
    writer.put_approval_step(seq, &step, submission.sha256)?;
    round.steps.push(step.clone());
    Ok(ApprovalSaid::of(&round, &step, "", submission.sha256))
}

fn next_step(round: &Round, act: &Act<'_>, verdict: Verdict, rules: &ApprovalRules, seq: i64) -> Step {
    let (place, on) = (round.steps.len(), act.now.today);
    let goes_on = matches!(verdict, Verdict::Submit | Verdict::Approve);
    let next = round.chain.get(place + 1).filter(|_| goes_on);
    Step {
        seq,
        place,
        verdict,
        actor: act.actor.name.clone(),
        on_behalf: act.actor.on_behalf.clone(),
        on,
        due_on: next.and_then(|next| rules.due(on, next.working_days)),
    }
}

/// What is in the way of a decision by this person today; empty where it can be taken.
///
/// # Errors
/// When the book cannot be read.
pub fn in_the_way(
    reader: &Reader,
    round: &Round,
    deciding: &Deciding,
    actor: &Actor,
    on: BusinessDay,
) -> Result<Vec<Obstacle>, Refusal> {
    let now = topics::document(reader, round)?;
    let attempt = Attempt {
        verdict: deciding.verdict,
        actor,
        on,
        seen: &deciding.seen,
        now: &now,
        reason: &deciding.reason,
        clause: &deciding.clause,
    };
    Ok(obstacles(round, &reader.people()?, &attempt))
}

/// What a decision left: the step, and the fact it makes of the topic's effect.
pub(super) struct Decided {
    pub(super) said: ApprovalSaid,
    pub(super) kind: FactKind,
    pub(super) body: Value,
}

/// Takes a step of a round under the fact about to be written, and what the topic makes of its outcome.
///
/// # Errors
/// [`ApprovalRejection::Blocked`] with everything in the way; what the topic says of its effect.
pub(super) fn take_step(
    act: &Act<'_>,
    writer: &Writer<'_>,
    rules: &ApprovalRules,
    run: &RunRules,
    deciding: &Deciding,
) -> Result<Decided, Refusal> {
    let unknown = || ApprovalRejection::RoundUnknown(deciding.round.to_string());
    let mut round = writer.approval_round(deciding.round)?.ok_or_else(unknown)?;
    let found = in_the_way(writer, &round, deciding, act.actor, act.now.today)?;
    if !found.is_empty() || deciding.verdict == Verdict::Submit {
        return Err(blocked(&round.title, found));
    }
    let seq = writer.next_seq()?;
    let step = next_step(&round, act, deciding.verdict, rules, seq);
    writer.put_approval_step(round.seq, &step, &round.sha256)?;
    round.steps.push(step.clone());
    let said = ApprovalSaid::of(&round, &step, &deciding.clause, &round.sha256);
    let effect = match round.stage() {
        Stage::Waiting => topics::Effect::none(),
        _ => topics::settle(act, writer, &round, run, deciding, seq)?,
    };
    let mut body = effect.body;
    if let Value::Object(body) = &mut body {
        let said = serde_json::to_value(&said).map_err(std::io::Error::from);
        let said = crate::store::During::during(said, "write the fact's figures")?;
        body.insert(KEY.into(), said);
    }
    Ok(Decided { said, kind: effect.kind, body })
}

/// Where a fact's body keeps what it says of an approval.
const KEY: &str = "approval";

fn blocked(title: &str, obstacles: Vec<Obstacle>) -> Refusal {
    ApprovalRejection::Blocked { title: title.into(), obstacles }.into()
}

pub(super) fn carry_out(
    act: &Act<'_>,
    command: &ApprovalCommand,
    run: &RunRules,
    files: &RuleFiles,
) -> Result<Outcome, Refusal> {
    let rules = ApprovalRules::load(files)?;
    match command {
        ApprovalCommand::Decide(deciding) => decide(act, deciding, run, &rules),
        ApprovalCommand::RequestRights(request) => rights::request(act, request, &rules),
        ApprovalCommand::StandIn(asked) => stand_in::stand_in(act, asked),
    }
}

fn decide(act: &Act<'_>, deciding: &Deciding, run: &RunRules, rules: &ApprovalRules) -> Result<Outcome, Refusal> {
    names::check_text(&deciding.reason)?;
    names::check_text(&deciding.clause)?;
    let writer = match act.begin()? {
        Turn::Write(writer) => writer,
        Turn::Done(outcome) => return Ok(*outcome),
    };
    let done = take_step(act, &writer, rules, run, deciding)?;
    act.commit_as(writer, done.kind, &done.said.subject, &deciding.reason, &done.body)?;
    Ok(Outcome::Approval(ApprovalOutcome::Stepped(done.said)))
}

/// What an earlier fact of an approval command had done, whatever kind of fact the topic made of it.
pub(super) fn outcome_of(row: &JournalRow) -> Result<Outcome, Refusal> {
    let mut body: Value = super::read_body(row)?;
    match body.get_mut(KEY).map(Value::take) {
        Some(said) => {
            let said = serde_json::from_value(said);
            let said = said.map_err(|error| crate::store::Fault::Broken { seq: row.seq, what: error.to_string() })?;
            Ok(Outcome::Approval(ApprovalOutcome::Stepped(said)))
        }
        None => Ok(Outcome::Approval(ApprovalOutcome::StandIn(super::read_body(row)?))),
    }
}
