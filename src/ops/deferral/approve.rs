//! Deferrals and the engine of approval: what is put up, what everybody sees, what an outcome does.
//!
//! Invariant: nothing is granted, extended or revoked but by the last approval of a round; the schedule in
//! force is the one judged when the application was submitted.

use super::act::Hand;
use super::{DeferralDone, Proposal};
use crate::domain::approval::{Round, Stage as RoundStage, SubjectKind};
use crate::domain::day::BusinessDay;
use crate::domain::deferral::application::{Form, Stage, Step, StepKind};
use crate::domain::deferral::refusal::DeferralRejection;
use crate::domain::journal::FactKind;
use crate::domain::money::Money;
use crate::ops::approval::topics::Effect;
use crate::ops::approval::{ApprovalRules, Deciding, Submission, sha256_of, submit};
use crate::ops::{Act, Refusal};
use crate::store::{ApplicationAt, ApprovalSaid, During, Reader, Writer};

impl Hand<'_> {
    /// Puts an application up for approval.
    pub(super) fn submit(&self, no: &str, form: &Form) -> Result<ApprovalSaid, Refusal> {
        let title = format!("{no} {} {} {}..{}", form.policy, form.line, form.months.0, form.months.1);
        let submission = Submission {
            kind: SubjectKind::Deferral,
            subject: no,
            title: &title,
            policy: &form.policy,
            amount: form.amount,
            sha256: &sha256_of(form.document(no).as_bytes()),
        };
        submit(self.act, self.writer, self.approvals, &submission)
    }

    /// Puts an extension or a revocation up for approval; nothing of it is in force before.
    pub(super) fn propose(&self, proposal: &Proposal) -> Result<DeferralDone, Refusal> {
        let (kind, subject, policy, applications) = match proposal {
            Proposal::Extend { policy, repay_by } => {
                let running = running(self.writer, policy, self.act.now.today)?;
                (SubjectKind::DeferralExtension, format!("{policy} {repay_by}"), policy.clone(), running)
            }
            Proposal::Revoke { no } => {
                let found = self.find(no)?;
                let stage = found.application.stage();
                if stage != Stage::Granted {
                    let step = StepKind::Revoked;
                    return Err(DeferralRejection::NotNow { no: no.clone(), stage, step }.into());
                }
                let policy = found.application.form().map_or_else(String::new, |form| form.policy.clone());
                (SubjectKind::DeferralRevocation, no.clone(), policy, vec![found])
            }
        };
        if applications.is_empty() {
            return Err(DeferralRejection::NothingNamed.into());
        }
        let amount: Money = applications.iter().map(|at| at.application.amount()).sum();
        let title = format!("{subject} ({})", applications.len());
        let sha256 = sha256_of(terms_of(&subject, &applications).as_bytes());
        let submission =
            Submission { kind, subject: &subject, title: &title, policy: &policy, amount, sha256: &sha256 };
        let said = submit(self.act, self.writer, self.approvals, &submission)?;
        let nos = applications.iter().map(|at| at.application.no.clone()).collect();
        Ok(DeferralDone { nos, approval: Some(Box::new(said)), ..self.done("proposed", None) })
    }
}

/// Applications of a policy in force whose last day has not passed.
fn running(reader: &Reader, policy: &str, today: BusinessDay) -> Result<Vec<ApplicationAt>, Refusal> {
    let runs = |at: &ApplicationAt| {
        let of_policy = at.application.form().is_some_and(|form| form.policy == policy);
        let grant = at.application.grant().filter(|_| at.application.stage() == Stage::Granted);
        of_policy && grant.and_then(|grant| grant.schedule.last()).is_some_and(|last| today <= last)
    };
    Ok(reader.applications(i64::MIN, i64::MAX)?.into_iter().filter(runs).collect())
}

/// What an extension or revocation speaks of: each application with the schedule in force.
fn terms_of(subject: &str, applications: &[ApplicationAt]) -> String {
    let schedule = |at: &ApplicationAt| at.application.grant().map(|grant| grant.schedule.to_string());
    let line = |at: &ApplicationAt| format!("{} {}", at.application.no, schedule(at).unwrap_or_default());
    std::iter::once(subject.to_string()).chain(applications.iter().map(line)).collect::<Vec<_>>().join("\n")
}

fn find(reader: &Reader, no: &str) -> Result<ApplicationAt, Refusal> {
    let found = reader.applications(i64::MIN, i64::MAX)?.into_iter().find(|at| at.application.no == no);
    found.ok_or_else(|| DeferralRejection::Unknown(no.to_string()).into())
}

/// The batch of an extension: those that ran when it was put up, and the new last day.
fn batch(reader: &Reader, round: &Round) -> Result<(Vec<ApplicationAt>, BusinessDay), Refusal> {
    let (policy, day) = round.subject.rsplit_once(' ').unwrap_or_default();
    let day = BusinessDay::parse(day).ok_or_else(|| DeferralRejection::BadMonths(round.subject.clone()))?;
    let since = round.submission().map_or(day, |step| step.on);
    Ok((running(reader, policy, since)?, day))
}

/// SHA-256 of what a round puts up, as it is now.
///
/// # Errors
/// When the book cannot be read.
pub(in crate::ops) fn document(reader: &Reader, round: &Round) -> Result<String, Refusal> {
    let text = match round.kind {
        SubjectKind::DeferralExtension => terms_of(&round.subject, &batch(reader, round)?.0),
        SubjectKind::DeferralRevocation => terms_of(&round.subject, &[find(reader, &round.subject)?]),
        _ => {
            let found = find(reader, &round.subject)?;
            found.application.form().map_or_else(String::new, |form| form.document(&round.subject))
        }
    };
    Ok(sha256_of(text.as_bytes()))
}

/// What the end of a round does: grants, extends or revokes where it was approved, else says how it ended.
pub(in crate::ops) fn settle(
    act: &Act<'_>,
    writer: &Writer<'_>,
    round: &Round,
    deciding: &Deciding,
    seq: i64,
) -> Result<Effect, Refusal> {
    let approved = round.stage() == RoundStage::Approved;
    if !approved && round.kind != SubjectKind::Deferral {
        return Ok(Effect::none());
    }
    // Nothing is submitted here, so that no chain is looked up.
    let approvals = ApprovalRules { chains: Default::default(), calendar: Default::default() };
    let hand = Hand { act, writer, seq, approvals: &approvals };
    let mut done = match round.kind {
        SubjectKind::DeferralExtension => hand.extend(round)?,
        SubjectKind::DeferralRevocation => hand.revoke(round)?,
        _ => hand.end(round, deciding)?,
    };
    done.stored_sha256 = writer.deferral_sha256(seq)?;
    let body = serde_json::to_value(&done).map_err(std::io::Error::from).during("write the fact's figures")?;
    Ok(Effect { kind: FactKind::Deferral, body })
}

impl Hand<'_> {
    /// How a round of an application ended: granted, returned, refused or withdrawn.
    fn end(&self, round: &Round, deciding: &Deciding) -> Result<DeferralDone, Refusal> {
        let found = self.find(&round.subject)?;
        let kind = match round.stage() {
            RoundStage::Approved => StepKind::Granted,
            RoundStage::Refused => StepKind::Refused,
            RoundStage::Withdrawn => StepKind::Withdrawn,
            RoundStage::Returned | RoundStage::Waiting | RoundStage::Replaced => StepKind::Returned,
        };
        let said = [deciding.reason.as_str(), deciding.clause.as_str()].join(" ");
        let mut step = self.plain(kind, said.trim())?;
        if kind == StepKind::Granted {
            let ups = [StepKind::Submitted, StepKind::Resubmitted];
            let up = found.application.steps.iter().rev().find(|step| ups.contains(&step.kind));
            step.schedule = up.map(|up| up.schedule.clone()).unwrap_or_default();
            step.amount = found.application.form().map_or(Money::ZERO, |form| form.amount);
        }
        self.put(found.id, &step)?;
        Ok(DeferralDone { nos: vec![round.subject.clone()], ..self.done(kind.code(), None) })
    }

    fn extend(&self, round: &Round) -> Result<DeferralDone, Refusal> {
        let (applications, repay_by) = batch(self.writer, round)?;
        let mut done = self.done(StepKind::Extended.code(), None);
        for at in applications {
            let Some(grant) = at.application.grant() else { continue };
            let step = Step { schedule: grant.schedule.ending(repay_by), ..self.plain(StepKind::Extended, "")? };
            self.put(at.id, &step)?;
            done.nos.push(at.application.no);
        }
        Ok(done)
    }

    fn revoke(&self, round: &Round) -> Result<DeferralDone, Refusal> {
        let found = self.find(&round.subject)?;
        self.put(found.id, &self.plain(StepKind::Revoked, "")?)?;
        Ok(DeferralDone { nos: vec![round.subject.clone()], ..self.done(StepKind::Revoked.code(), None) })
    }
}
