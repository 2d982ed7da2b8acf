//! Deferrals that ended unpaid 到期未补缴: what today's list says of them the day after and until someone calls.
//!
//! Invariant: the day is the last one of the instalment, rolled as the ledger rolls it; nothing is said of an
//! employer that owes nothing.

use std::collections::HashMap;

use super::DeferralRules;
use crate::domain::arrears::accrual::rolled;
use crate::domain::collection::digest::ArrearsDigest;
use crate::domain::collection::today::{Cause, Event};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::ops::Refusal;
use crate::store::{ApplicationAt, Reader};

/// Events of the deferrals whose last instalment to fall due is over and owed, where nobody called since.
///
/// # Errors
/// What the book or the calendar refuse.
pub fn ended(
    reader: &Reader,
    digests: &[ArrearsDigest],
    rules: &DeferralRules,
    as_of: BusinessDay,
) -> Result<Vec<Event>, Refusal> {
    let owed: HashMap<i64, Money> = digests.iter().map(|one| (one.employer_id, one.owed(as_of))).collect();
    let calls = reader.last_calls()?;
    let mut events = Vec::new();
    for at in reader.applications(i64::MIN, i64::MAX)? {
        let owes = owed.get(&at.employer_id).copied().unwrap_or(Money::ZERO);
        let Some(on) = last_over(&at, rules, as_of)?.filter(|_| owes > Money::ZERO) else { continue };
        if calls.get(&at.employer_id).is_some_and(|(called_on, _)| *called_on > on) {
            continue;
        }
        let amount = at.application.amount().min(owes);
        let (cause, received) = (Cause::DeferralEnded, Money::ZERO);
        events.push(Event { employer_id: at.employer_id, cause, amount, on, no: 0, received, step: None });
    }
    Ok(events)
}

/// The last day of the latest instalment that is over; of a revoked one the day it ended.
fn last_over(at: &ApplicationAt, rules: &DeferralRules, as_of: BusinessDay) -> Result<Option<BusinessDay>, Refusal> {
    let Some(grant) = at.application.as_of(as_of).grant() else { return Ok(None) };
    let planned = grant.schedule.instalments().iter().map(|one| one.repay_by);
    let mut over = None;
    for day in planned {
        let day = rolled(grant.ended_on.map_or(day, |ended| day.min(ended)), &rules.policy, &rules.calendar)?;
        if day < as_of {
            over = over.max(Some(day));
        }
    }
    Ok(over)
}
