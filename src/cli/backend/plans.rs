//! Repayment plans: the builder, plans judged from receipts, their ends.

use std::collections::HashMap;

use super::registry::employer_at;
use super::session::Session;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::arrears::registry::Employer;
use crate::domain::collection::plan::{
    BreachBy, BreachEffect, Instalment, PlanKind, PlanStanding, Schedule, ScheduleFault,
};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::domain::rejection::{CollectionRejection, Rejection};
use crate::ops::collection::{CollectionCommand, NewPlan, judged_plans};
use crate::ops::ledgers::ledgers_of;
use crate::store::PlanAt;

/// What instalments are asked for.
#[derive(Clone, Debug)]
pub enum Instalments {
    /// By figures: equal ones, or each a step more.
    Made(Schedule),
    /// As written.
    Own(Vec<Instalment>),
}

/// How a plan is asked for.
#[derive(Clone, Debug)]
pub struct PlanAsk {
    /// Its instalments; a schedule whose total is zero is of all that is owed.
    pub instalments: Instalments,
    /// What breaks it.
    pub breach_by: BreachBy,
    /// What follows.
    pub effect: BreachEffect,
    /// 宽限 in working days; the policy's where none.
    pub grace_working_days: Option<u32>,
    /// 备注.
    pub note: String,
    /// Only say what would be agreed.
    pub dry_run: bool,
}

/// A plan made, or as it would be.
#[derive(Clone, Debug)]
pub struct PlanMade {
    /// The employer.
    pub employer: Employer,
    /// Its number; `None` where it was only tried.
    pub no: Option<i64>,
    /// What was agreed.
    pub new: NewPlan,
    /// Owed as of today: principal overdue and fee.
    pub owed: (Money, Money),
}

/// A plan as listed.
#[derive(Clone, Debug)]
pub struct PlanLine {
    /// The employer.
    pub employer: Employer,
    /// The plan.
    pub at: PlanAt,
    /// How it stands.
    pub standing: PlanStanding,
}

impl Session {
    /// Instalments of a schedule, on working days.
    pub(super) fn instalments(&self, schedule: &Schedule) -> Result<Vec<Instalment>, Failure> {
        schedule.instalments(&self.run.calendar).map_err(|fault| {
            Failure::Rejection(match fault {
                ScheduleFault::Calendar(unknown) => Rejection::CalendarUnknown(unknown.year),
                ScheduleFault::Empty | ScheduleFault::StepTooLarge => CollectionRejection::PlanFigures.into(),
            })
        })
    }
}

/// Makes a plan with an employer, or says what would be agreed.
///
/// # Errors
/// What of it cannot be.
pub fn make_plan(context: &Context, key: &str, ask: &PlanAsk) -> Result<PlanMade, Failure> {
    plan_of(&Session::open(context)?, key, ask)
}

/// The same on a session that is open.
pub(super) fn plan_of(session: &Session, key: &str, ask: &PlanAsk) -> Result<PlanMade, Failure> {
    let reader = session.reader()?;
    let at = employer_at(&reader, key)?;
    let rules = session.ledger_rules(None);
    let ledgers = ledgers_of(&reader, &[at.id], &rules)?;
    let owed = ledgers.first().map_or((Money::ZERO, Money::ZERO), |(_, ledger)| ledger.arrears());
    let (kind, instalments) = match &ask.instalments {
        Instalments::Own(own) => (PlanKind::Own, own.clone()),
        Instalments::Made(schedule) => {
            let total = if schedule.total.is_zero() { owed.0 + owed.1 } else { schedule.total };
            let kind = if schedule.step.is_zero() { PlanKind::Equal } else { PlanKind::Growing };
            (kind, session.instalments(&Schedule { total, ..*schedule })?)
        }
    };
    let new = NewPlan {
        code: at.employer.code.to_string(),
        kind,
        instalments,
        breach_by: ask.breach_by,
        effect: ask.effect,
        grace_working_days: ask.grace_working_days,
        note: ask.note.clone(),
    };
    let no = if ask.dry_run {
        None
    } else {
        session.collect(CollectionCommand::MakePlan(new.clone()), &session.collection_rules()?)?.plan
    };
    Ok(PlanMade { employer: at.employer, no, new, owed })
}

/// Plans of one employer or of all, judged as of a date.
///
/// # Errors
/// What the book or the calendar refuse.
pub fn plans(context: &Context, key: Option<&str>, as_of: Option<BusinessDay>) -> Result<Vec<PlanLine>, Failure> {
    let session = Session::open(context)?;
    let reader = session.reader()?;
    let id = key.map(|key| employer_at(&reader, key).map(|at| at.id)).transpose()?;
    let judged = judged_plans(&reader, id, as_of.unwrap_or(context.now.today), &session.collection_rules()?)?;
    let employers: HashMap<i64, Employer> = reader.employers()?.into_iter().map(|at| (at.id, at.employer)).collect();
    let line = |(at, standing): (PlanAt, PlanStanding)| {
        Some(PlanLine { employer: employers.get(&at.plan.employer_id)?.clone(), at, standing })
    };
    Ok(judged.into_iter().filter_map(line).collect())
}

/// Ends a plan.
///
/// # Errors
/// Why it cannot be ended.
pub fn end_plan(context: &Context, no: i64, reason: &str) -> Result<(), Failure> {
    let session = Session::open(context)?;
    let work = CollectionCommand::EndPlan { no, reason: reason.to_string() };
    session.collect(work, &session.collection_rules()?).map(drop)
}
