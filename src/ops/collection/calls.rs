//! 记催缴 · 改承诺: a call with or without a promise, and what becomes of the promise later.

use super::{CollectionDone, CollectionRules, astray, commit, employer_by_code, judged_promises};
use crate::domain::collection::call::{Call, CallNote, Pledge};
use crate::domain::collection::promise::{Promise, PromiseState};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::domain::names::check_text;
use crate::domain::rejection::CollectionRejection;
use crate::ops::{Act, Outcome, Refusal, Turn};
use crate::store::PromiseVersion;

/// Logs a call.
pub(super) fn log(act: &Act<'_>, code: &str, note: &CallNote, rules: &CollectionRules) -> Result<Outcome, Refusal> {
    check(note, act.now.today, rules)?;
    let writer = match act.begin()? {
        Turn::Write(writer) => writer,
        Turn::Done(outcome) => return Ok(*outcome),
    };
    let employer = employer_by_code(&writer, code)?;
    let seq = writer.next_seq()?;
    let call = Call {
        seq,
        employer_id: employer.id,
        actor: act.actor.name.clone(),
        called_on: act.now.today,
        note: note.clone(),
    };
    writer.put_call(&call)?;
    if let Some(pledge) = note.promise {
        let promise = Promise {
            no: seq,
            employer_id: employer.id,
            made_on: act.now.today,
            pledge,
            grace_working_days: rules.policy.promise_grace_working_days,
            withdrawn: false,
            version: 1,
        };
        let (actor, reason) = (act.actor.name.clone(), String::new());
        writer.put_promise(&PromiseVersion { seq, promise, actor, reason })?;
    }
    let body = CollectionDone { act: "call".into(), promise: note.promise.map(|_| seq), ..CollectionDone::of(code) };
    commit(act, writer, code, &note.note, body)
}

/// What of a note cannot be, apart from the book.
fn check(note: &CallNote, today: BusinessDay, rules: &CollectionRules) -> Result<(), Refusal> {
    let known = rules.policy.result(&note.result);
    let result = known.ok_or_else(|| CollectionRejection::ResultUnknown(note.result.clone()))?;
    check_text(&note.person)?;
    check_text(&note.note)?;
    match note.promise {
        Some(pledge) => check_pledge(&pledge, today)?,
        None if result.promises => return Err(CollectionRejection::PromiseMissing.into()),
        None => {}
    }
    match note.next_on.filter(|day| *day < today) {
        Some(day) => Err(CollectionRejection::DayPassed(day.to_string()).into()),
        None => Ok(()),
    }
}

fn check_pledge(pledge: &Pledge, today: BusinessDay) -> Result<(), CollectionRejection> {
    if pledge.amount <= Money::ZERO {
        return Err(CollectionRejection::AmountNotPositive(pledge.amount.to_string()));
    }
    if pledge.pay_on < today { Err(CollectionRejection::DayPassed(pledge.pay_on.to_string())) } else { Ok(()) }
}

/// Changes a promise that is still open, or takes it back where `pledge` is none.
pub(super) fn change(
    act: &Act<'_>,
    no: i64,
    pledge: Option<Pledge>,
    reason: &str,
    rules: &CollectionRules,
) -> Result<Outcome, Refusal> {
    check_text(reason)?;
    if reason.trim().is_empty() {
        return Err(CollectionRejection::ReasonMissing.into());
    }
    if let Some(pledge) = &pledge {
        check_pledge(pledge, act.now.today)?;
    }
    let writer = match act.begin()? {
        Turn::Write(writer) => writer,
        Turn::Done(outcome) => return Ok(*outcome),
    };
    let unknown = || CollectionRejection::PromiseUnknown(no);
    let versions = writer.promise_versions(None)?;
    let last = versions.iter().rfind(|version| version.promise.no == no).ok_or_else(unknown)?;
    let employer_id = last.promise.employer_id;
    let judged = judged_promises(&writer, Some(employer_id), act.now.today, &rules.calendar)?;
    let standing = judged.iter().find(|one| one.promise.no == no).ok_or_else(unknown)?;
    if standing.state != PromiseState::Open {
        return Err(CollectionRejection::PromiseJudged(no).into());
    }
    if pledge.is_some_and(|pledge| pledge == last.promise.pledge) {
        return Err(CollectionRejection::NothingChanged.into());
    }
    let all = writer.employers()?;
    let employer = all.iter().find(|at| at.id == employer_id).ok_or_else(|| astray("a promise of no employer"))?;
    let code = employer.employer.code.to_string();
    let promise = Promise {
        made_on: act.now.today,
        pledge: pledge.unwrap_or(last.promise.pledge),
        withdrawn: pledge.is_none(),
        version: last.promise.version + 1,
        ..last.promise.clone()
    };
    let (actor, seq) = (act.actor.name.clone(), writer.next_seq()?);
    writer.put_promise(&PromiseVersion { seq, promise, actor, reason: reason.to_string() })?;
    let done = if pledge.is_some() { "promise_changed" } else { "promise_withdrawn" };
    let body = CollectionDone { act: done.into(), promise: Some(no), ..CollectionDone::of(&code) };
    commit(act, writer, &format!("{code} #{no}"), reason, body)
}
