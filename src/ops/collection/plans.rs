//! 还款协议: made whole, judged from receipts, ended with a reason.

use super::{CollectionDone, CollectionRules, astray, commit, employer_by_code};
use crate::domain::arrears::month::FeeMonth;
use crate::domain::collection::plan::{BreachBy, BreachEffect, Instalment, Plan, PlanKind, PlanStanding, PlanState};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::domain::names::check_text;
use crate::domain::rejection::CollectionRejection;
use crate::ops::{Act, Outcome, Refusal, Turn};
use crate::store::{PlanAt, Reader};

/// 签订. A plan as agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPlan {
    /// 统一社会信用代码.
    pub code: String,
    /// How its instalments were made.
    pub kind: PlanKind,
    /// Them, in order of their days.
    pub instalments: Vec<Instalment>,
    /// What breaks it.
    pub breach_by: BreachBy,
    /// What follows.
    pub effect: BreachEffect,
    /// 宽限 in working days; as the policy says where none is agreed.
    pub grace_working_days: Option<u32>,
    /// 备注.
    pub note: String,
}

/// Makes a plan; an employer has at most one that runs.
pub(super) fn make(act: &Act<'_>, new: &NewPlan, rules: &CollectionRules) -> Result<Outcome, Refusal> {
    check(new, act.now.today, rules)?;
    let writer = match act.begin()? {
        Turn::Write(writer) => writer,
        Turn::Done(outcome) => return Ok(*outcome),
    };
    let employer = employer_by_code(&writer, &new.code)?;
    for (at, standing) in judged_plans(&writer, Some(employer.id), act.now.today, rules)? {
        if !matches!(standing.state, PlanState::Done | PlanState::Ended | PlanState::Broken) {
            return Err(CollectionRejection::PlanRuns(at.plan.no).into());
        }
    }
    let plan = Plan {
        no: writer.next_seq()?,
        employer_id: employer.id,
        made_on: act.now.today,
        kind: new.kind,
        grace_working_days: new.grace_working_days.unwrap_or(rules.policy.plan_grace_working_days),
        remind_working_days: rules.policy.plan_remind_working_days,
        breach_by: new.breach_by,
        effect: new.effect,
        instalments: new.instalments.clone(),
        ended_on: None,
    };
    let body = CollectionDone { act: "plan".into(), plan: Some(plan.no), ..CollectionDone::of(&new.code) };
    let (actor, note) = (act.actor.name.clone(), new.note.clone());
    writer.put_plan(&PlanAt { plan, actor, note, end_reason: String::new() })?;
    commit(act, writer, &new.code, &new.note, body)
}

/// What of a plan cannot be, apart from the book.
fn check(new: &NewPlan, today: BusinessDay, rules: &CollectionRules) -> Result<(), Refusal> {
    check_text(&new.note)?;
    let (Some(first), true) = (new.instalments.first(), new.instalments.len() <= rules.policy.plan_most_instalments)
    else {
        return Err(CollectionRejection::PlanInstalments(rules.policy.plan_most_instalments).into());
    };
    if first.due_on < today {
        return Err(CollectionRejection::DayPassed(first.due_on.to_string()).into());
    }
    for (number, one) in (1..).zip(&new.instalments) {
        if one.amount <= Money::ZERO {
            return Err(CollectionRejection::AmountNotPositive(one.amount.to_string()).into());
        }
        let worked = rules.calendar.is_working(one.due_on)?;
        let rises = new.instalments.iter().take(number - 1).all(|earlier| earlier.due_on < one.due_on);
        if !worked || !rises {
            return Err(CollectionRejection::PlanDay(number, one.due_on.to_string()).into());
        }
    }
    Ok(())
}

/// Ends a plan that still runs.
pub(super) fn end(act: &Act<'_>, no: i64, reason: &str) -> Result<Outcome, Refusal> {
    check_text(reason)?;
    if reason.trim().is_empty() {
        return Err(CollectionRejection::ReasonMissing.into());
    }
    let writer = match act.begin()? {
        Turn::Write(writer) => writer,
        Turn::Done(outcome) => return Ok(*outcome),
    };
    let plans = writer.plans(None)?;
    let at = plans.iter().find(|at| at.plan.no == no).ok_or(CollectionRejection::PlanUnknown(no))?;
    if at.plan.ended_on.is_some() {
        return Err(CollectionRejection::PlanEnded(no).into());
    }
    let employers = writer.employers()?;
    let owner = employers.iter().find(|one| one.id == at.plan.employer_id);
    let code = owner.ok_or_else(|| astray("a plan of no employer"))?.employer.code.to_string();
    writer.put_plan_end(no, act.now.today, &act.actor.name, reason)?;
    let body = CollectionDone { act: "plan_ended".into(), plan: Some(no), ..CollectionDone::of(&code) };
    commit(act, writer, &format!("{code} #{no}"), reason, body)
}

/// The plans of one employer (of all where `None`), judged from receipts and new dues as of a date.
///
/// # Errors
/// What the book or the calendar refuse.
pub fn judged_plans(
    reader: &Reader,
    employer_id: Option<i64>,
    as_of: BusinessDay,
    rules: &CollectionRules,
) -> Result<Vec<(PlanAt, PlanStanding)>, Refusal> {
    let mut judged = Vec::new();
    for at in reader.plans(employer_id)? {
        let receipts = reader.receipts_of(at.plan.employer_id)?;
        // A due after the signing is of the month before it at the earliest.
        let new_dues = match at.plan.breach_by {
            BreachBy::Instalment => Vec::new(),
            _ => reader.dues_since(at.plan.employer_id, FeeMonth::of(at.plan.made_on).plus(-EARLIER_MONTHS))?,
        };
        let standing = at.plan.judge(&receipts, &new_dues, as_of, &rules.calendar)?;
        judged.push((at, standing));
    }
    Ok(judged)
}

/// How many months before the signing a due may be for whose day comes after it.
const EARLIER_MONTHS: i32 = 3;
