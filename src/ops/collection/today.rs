//! 今日清单 out of the book: every event that calls for someone, ranked.

use std::collections::{BTreeMap, HashMap};

use super::{CollectionRules, judged_plans, judged_promises};
use crate::domain::arrears::ledger::Ledger;
use crate::domain::collection::digest::ArrearsDigest;
use crate::domain::collection::plan::PlanState;
use crate::domain::collection::promise::PromiseState;
use crate::domain::collection::today::{Cause, Event, TodayRow, rank};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::domain::rejection::Rejection;
use crate::ops::Refusal;
use crate::ops::ledgers::{LedgerRules, each_ledger};
use crate::store::{EmployerAt, LastCall, Reader};

/// Days ahead a digest knows its caps.
const DIGEST_DAYS: i32 = 400;

/// Digests of these employers, in their order.
///
/// # Errors
/// What the book, the calendar or the rules refuse.
pub fn digests(
    reader: &Reader,
    employers: &[EmployerAt],
    rules: &LedgerRules<'_>,
) -> Result<Vec<ArrearsDigest>, Refusal> {
    let ahead = LedgerRules { as_of: rules.as_of.plus(DIGEST_DAYS), ..*rules };
    let mut found = Vec::with_capacity(employers.len());
    match digest_each(reader, employers, &ahead, rules.as_of, &mut found) {
        // A date ahead lies in a year without a calendar: where it does, caps are known until today only.
        Err(Refusal::Rejection(Rejection::CalendarUnknown(_))) => {
            found.clear();
            for at in employers {
                let one = std::slice::from_ref(at);
                match digest_each(reader, one, &ahead, rules.as_of, &mut found) {
                    Err(Refusal::Rejection(Rejection::CalendarUnknown(_))) => {
                        digest_each(reader, one, rules, rules.as_of, &mut found)?;
                    }
                    done => done?,
                }
            }
        }
        done => done?,
    }
    Ok(found)
}

fn digest_each(
    reader: &Reader,
    employers: &[EmployerAt],
    rules: &LedgerRules<'_>,
    today: BusinessDay,
    found: &mut Vec<ArrearsDigest>,
) -> Result<(), Refusal> {
    each_ledger(reader, employers, rules, |at, ledger: &Ledger| {
        found.push(ArrearsDigest::of(at.id, ledger, today));
        Ok(())
    })
}

/// Everything that calls for someone as of a date, ranked; `clocks` are those of the ladder.
///
/// # Errors
/// What the book or the calendar refuse.
pub fn today(
    reader: &Reader,
    employers: &[EmployerAt],
    digests: &[ArrearsDigest],
    clocks: Vec<Event>,
    as_of: BusinessDay,
    rules: &CollectionRules,
) -> Result<Vec<TodayRow>, Refusal> {
    let calls = reader.last_calls()?;
    let mut events = promise_events(reader, &calls, as_of, rules)?;
    events.extend(plan_events(reader, &calls, as_of, rules)?);
    let contact = |(id, (_, next)): (&i64, &LastCall)| {
        let on = next.filter(|next| *next <= as_of)?;
        Some(Event {
            employer_id: *id,
            cause: Cause::Contact,
            amount: Money::ZERO,
            on,
            no: 0,
            received: Money::ZERO,
            step: None,
        })
    };
    // A contact agreed for a promise or a plan says nothing the promise or plan does not say.
    let told: std::collections::BTreeSet<i64> = events.iter().map(|event| event.employer_id).collect();
    events.extend(calls.iter().filter_map(contact).filter(|event| !told.contains(&event.employer_id)));
    events.extend(clocks);
    events.extend(digests.iter().flat_map(|digest| digest_events(digest, as_of, rules)));
    let employers: HashMap<i64, &EmployerAt> = employers.iter().map(|at| (at.id, at)).collect();
    let digests: HashMap<i64, &ArrearsDigest> = digests.iter().map(|digest| (digest.employer_id, digest)).collect();
    let mut blocked: BTreeMap<i64, u32> = BTreeMap::new();
    for mark in reader.marks()? {
        *blocked.entry(mark.employer_id).or_default() += mark.persons();
    }
    let row = |event: Event| {
        let at = employers.get(&event.employer_id)?;
        let digest = digests.get(&event.employer_id)?;
        let (owed, months) = (digest.owed(as_of), digest.months(as_of));
        let blocked_persons = blocked.get(&event.employer_id).copied().unwrap_or(0);
        let at_stake = owed.max(event.amount - event.received);
        let days_over = as_of.since(event.on);
        let score = rules.policy.rank.score(at_stake, at.employer.status, months, days_over, blocked_persons);
        Some(TodayRow { event, owed, months, blocked_persons, score })
    };
    let mut rows: Vec<TodayRow> = events.into_iter().filter_map(row).collect();
    rank(&mut rows);
    Ok(rows)
}

/// Whether someone has called since the end of a day.
fn called_since(calls: &BTreeMap<i64, LastCall>, employer_id: i64, day: BusinessDay) -> bool {
    calls.get(&employer_id).is_some_and(|(called_on, _)| *called_on > day)
}

fn promise_events(
    reader: &Reader,
    calls: &BTreeMap<i64, LastCall>,
    as_of: BusinessDay,
    rules: &CollectionRules,
) -> Result<Vec<Event>, Refusal> {
    let mut events = Vec::new();
    for one in judged_promises(reader, None, as_of, &rules.calendar)? {
        let (employer_id, pledge) = (one.promise.employer_id, one.promise.pledge);
        let over = one.grace_until.unwrap_or(pledge.pay_on);
        let (cause, on) = match one.state {
            PromiseState::Open if pledge.pay_on <= as_of => (Cause::PromiseDue, pledge.pay_on),
            PromiseState::Part | PromiseState::Broken if !called_since(calls, employer_id, over) => {
                (Cause::PromiseBroken, over)
            }
            _ => continue,
        };
        events.push(Event {
            employer_id,
            cause,
            amount: pledge.amount,
            on,
            no: one.promise.no,
            received: one.received,
            step: None,
        });
    }
    Ok(events)
}

fn plan_events(
    reader: &Reader,
    calls: &BTreeMap<i64, LastCall>,
    as_of: BusinessDay,
    rules: &CollectionRules,
) -> Result<Vec<Event>, Refusal> {
    let mut events = Vec::new();
    for (at, standing) in judged_plans(reader, None, as_of, rules)? {
        let (employer_id, no) = (at.plan.employer_id, at.plan.no);
        let event = |cause, what: crate::domain::collection::plan::Instalment, on, received| Event {
            employer_id,
            cause,
            amount: what.amount,
            on,
            no,
            received,
            step: None,
        };
        let next = standing.next.map(|(number, what)| (what, standing.instalments[number - 1].received));
        events.extend(match (standing.state, next, standing.breach) {
            (PlanState::Broken, _, Some(breach)) if !called_since(calls, employer_id, breach.on) => {
                let received = breach.missed.amount - breach.lacking;
                Some(event(Cause::PlanBroken, breach.missed, breach.on, received))
            }
            (PlanState::InGrace, Some((what, received)), _) => {
                Some(event(Cause::PlanInGrace, what, standing.grace_until.unwrap_or(what.due_on), received))
            }
            (PlanState::Reminding, Some((what, received)), _) => {
                Some(event(Cause::PlanDue, what, what.due_on, received))
            }
            _ => None,
        });
    }
    Ok(events)
}

/// Caps and ends of deferrals that are near.
fn digest_events(digest: &ArrearsDigest, as_of: BusinessDay, rules: &CollectionRules) -> Vec<Event> {
    let near = |list: &[(BusinessDay, Money)], days: u32, cause| {
        let last = as_of.plus(i32::try_from(days).unwrap_or(i32::MAX));
        let within = list.iter().filter(|(day, _)| as_of <= *day && *day <= last);
        let amount: Money = within.clone().map(|(_, amount)| *amount).sum();
        let on = within.map(|(day, _)| *day).next()?;
        Some(Event { employer_id: digest.employer_id, cause, amount, on, no: 0, received: Money::ZERO, step: None })
    };
    let caps = near(&digest.caps, rules.policy.cap_ahead_days, Cause::CapNear);
    let deferrals = near(&digest.deferrals, rules.policy.deferral_ahead_days, Cause::DeferralEnding);
    caps.into_iter().chain(deferrals).collect()
}
