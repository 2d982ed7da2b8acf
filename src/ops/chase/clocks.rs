//! Clocks 催缴期限 of a day: which step can be taken now, which paper waits to be served or came back, which hold
//! waits for a second person.
//!
//! Invariant: what was missed stays until it is done; an employer has one row of the main line, the next step,
//! and that is the step its own screen names.

use std::collections::HashMap;

use super::{Chase, ChaseRules, History, StepRecord, case_found, case_of, ledger_of};
use crate::domain::chase::case::{Block, Case, Gate};
use crate::domain::chase::ladder::Step;
use crate::domain::collection::digest::ArrearsDigest;
use crate::domain::collection::today::{Cause, Event, StepName};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::ops::Refusal;
use crate::store::{EmployerAt, Reader};

/// What of the chase calls for someone as of a date; digests are those of these employers.
///
/// # Errors
/// What the book, the calendar or the rules refuse.
pub fn clocks(
    reader: &Reader,
    chase: &Chase,
    employers: &[EmployerAt],
    digests: &[ArrearsDigest],
    rules: &ChaseRules,
    as_of: BusinessDay,
) -> Result<Vec<Event>, Refusal> {
    let digests: HashMap<i64, &ArrearsDigest> = digests.iter().map(|digest| (digest.employer_id, digest)).collect();
    let mut events = Vec::new();
    for at in employers {
        let history = chase.of(at.employer.code.as_str());
        let Some(digest) = digests.get(&at.id).filter(|one| one.owing_since.is_some() || !history.is_empty()) else {
            continue;
        };
        let case = case(reader, at, history, digest, rules, as_of)?;
        events.extend(next_step(at, &case, rules, as_of));
        events.extend(papers(at, &case, history, rules));
        events.extend(holds(at, history, as_of));
    }
    Ok(events)
}

/// How an employer stands: by its digest, or by a replay where a hold or a term of deferral takes dues out.
fn case(
    reader: &Reader,
    at: &EmployerAt,
    history: &History,
    digest: &ArrearsDigest,
    rules: &ChaseRules,
    as_of: BusinessDay,
) -> Result<Case, Refusal> {
    if digest.has_terms || history.holds.iter().any(|hold| hold.in_force(as_of)) {
        let ledger = ledger_of(reader, at, &rules.ledgers(as_of))?;
        return Ok(case_of(history, &ledger, &at.employer, rules, as_of));
    }
    Ok(case_found(history, digest.found_on(as_of), &at.employer, rules, as_of))
}

fn event(at: &EmployerAt, cause: Cause, on: BusinessDay, no: i64, step: Option<StepName>) -> Event {
    Event { employer_id: at.id, cause, amount: Money::ZERO, on, no, received: Money::ZERO, step }
}

/// A step by its names; whether a notice of it goes out in a batch is told by its paper being served.
fn step_name(step: &Step) -> StepName {
    let has_paper = step.paper.as_ref().is_some_and(|paper| paper.is_served);
    StepName { code: step.code.clone(), zh: step.zh.clone(), en: step.en.clone(), has_paper }
}

/// The next step, where it can be taken or its time is over: by when, else since when.
fn next_step(at: &EmployerAt, case: &Case, rules: &ChaseRules, as_of: BusinessDay) -> Option<Event> {
    let (step, gate) = case.next(&rules.ladder, &rules.calendar, as_of)?;
    let on = match gate {
        Gate::Open { since, by, until } => by.or(until).unwrap_or(since),
        Gate::Shut(blocks) => blocks.iter().find_map(|block| match block {
            Block::Late(until) => Some(*until),
            _ => None,
        })?,
        Gate::Done { .. } => return None,
    };
    Some(event(at, Cause::Clock, on, 0, Some(step_name(step))))
}

/// Papers of what is owed now that are not served.
fn papers(at: &EmployerAt, case: &Case, history: &History, rules: &ChaseRules) -> Vec<Event> {
    let mut events = Vec::new();
    let is_served = |step: &&Step| step.paper.as_ref().is_some_and(|paper| paper.is_served);
    for step in rules.ladder.steps.iter().filter(is_served) {
        let Some(record) = history.last_step(&step.code).filter(|_| case.done(&step.code).is_some()) else { continue };
        if let Some((cause, on)) = waiting(record) {
            events.push(event(at, cause, on, 0, Some(step_name(step))));
        }
    }
    events
}

fn waiting(record: &StepRecord) -> Option<(Cause, BusinessDay)> {
    match &record.service {
        None => Some((Cause::Unserved, record.on)),
        Some(service) if service.served_on.is_none() => {
            Some((Cause::Returned, service.receipt.on().unwrap_or(record.on)))
        }
        Some(_) => None,
    }
}

/// Holds asked for that nobody confirmed: their last day.
fn holds(at: &EmployerAt, history: &History, as_of: BusinessDay) -> Vec<Event> {
    let waiting = history.holds.iter().filter(|hold| hold.confirmed_by.is_none() && hold.is_open(as_of));
    waiting.filter_map(|hold| Some(event(at, Cause::HoldWaiting, hold.until()?, hold.seq, None))).collect()
}
