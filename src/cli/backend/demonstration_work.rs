//! A week of collection work in the demonstration book, so that today's list has something of every kind.
//!
//! Invariant: done by the ordinary verbs under their ordinary checks; what the day or the calendar does not allow is
//! left out, for the book is made on whatever day somebody tries it.

use super::session::Session;
use crate::cli::failure::Failure;
use crate::domain::arrears::registry::EmployerStatus;
use crate::domain::chase::service::{Receipt, Way};
use crate::domain::collection::call::{CallNote, Pledge};
use crate::domain::collection::plan::{BreachBy, BreachEffect, Instalment, PlanKind};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::ops::collection::{CollectionCommand, NewPlan, employers_with_officers};
use crate::store::EmployerAt;
use crate::text::terms::{DEMONSTRATION_NOTE, DEMONSTRATION_OPERATORS};
use crate::tui::chase::ChaseAct;
use crate::tui::papers::NoticesAsk;

/// Days ago the notices were made that are served, and were served.
const MADE: i32 = -20;
const SERVED: i32 = -17;
/// Notices made so long ago, and frozen today.
const NOTICES: usize = 4;
const INSTALMENTS: usize = 3;

/// What the day does not allow is no failure.
fn allowed<T>(done: Result<T, Failure>) -> Result<(), Failure> {
    match done {
        Ok(_) | Err(Failure::Rejection(_)) => Ok(()),
        Err(failure) => Err(failure),
    }
}

impl Session {
    /// Calls, a promise, a plan, notices served and notices to be served, with firms of the person at work.
    pub(super) fn demonstrate_collection(&self) -> Result<(), Failure> {
        let (reader, today) = (self.reader()?, self.context.now.today);
        let all = employers_with_officers(&reader)?;
        let digests = self.arrears_digests(&reader, &all, today)?;
        let owed = |at: &EmployerAt| digests.iter().find(|one| one.employer_id == at.id).map(|one| one.owed(today));
        let mine =
            |at: &&EmployerAt| at.employer.officer == self.actor.name && at.employer.status == EmployerStatus::Normal;
        let owing = all.iter().filter(mine).filter_map(|at| Some((at, owed(at).filter(|owed| *owed > Money::ZERO)?)));
        let owing: Vec<(EmployerAt, Money)> = owing.map(|(at, owed)| (at.clone(), owed)).collect();
        drop(reader);
        let mut firms = owing.into_iter();
        if let Some((at, owed)) = firms.next() {
            let promise = Some(Pledge { amount: owed, pay_on: today });
            self.demonstrate_call(&at, "promised", promise, None)?;
        }
        if let Some((at, _)) = firms.next() {
            self.demonstrate_call(&at, "told", None, Some(today))?;
        }
        if let Some((at, owed)) = firms.next() {
            allowed(self.demonstrate_plan(&at, owed))?;
        }
        let codes = |firms: &mut dyn Iterator<Item = (EmployerAt, Money)>| -> Vec<String> {
            firms.take(NOTICES).map(|(at, _)| at.employer.code.to_string()).collect()
        };
        for code in codes(&mut firms) {
            self.demonstrate_notice(code)?;
        }
        let ask = NoticesAsk { step: "notice".into(), codes: codes(&mut firms), override_reason: String::new() };
        // A batch of nobody in particular would be one of everybody.
        if ask.codes.is_empty() { Ok(()) } else { allowed(self.freeze(&ask)) }
    }

    fn demonstrate_call(
        &self,
        at: &EmployerAt,
        result: &str,
        promise: Option<Pledge>,
        next_on: Option<BusinessDay>,
    ) -> Result<(), Failure> {
        let (result, person) = (result.to_owned(), String::new());
        let note = CallNote { result, person, note: DEMONSTRATION_NOTE.to_owned(), next_on, promise };
        allowed(self.log_call(at, &note))
    }

    /// The debt in three, the first on the next working day.
    fn demonstrate_plan(&self, at: &EmployerAt, owed: Money) -> Result<(), Failure> {
        let (by, today) = (self.collection_rules()?, self.context.now.today);
        let mut left = owed;
        let mut instalments = Vec::new();
        for (number, days) in (1..).zip([1, 31, 61]) {
            let due_on = by.calendar.roll(today.plus(days)).map_err(crate::ops::Refusal::from)?;
            let share = Money::from_fen(owed.fen() / INSTALMENTS as i64);
            let amount = if number == INSTALMENTS { left } else { share };
            left -= amount;
            instalments.push(Instalment { due_on, amount });
        }
        let new = NewPlan {
            code: at.employer.code.to_string(),
            kind: PlanKind::Own,
            instalments,
            breach_by: BreachBy::Either,
            effect: BreachEffect::RestDue,
            grace_working_days: None,
            note: DEMONSTRATION_NOTE.to_owned(),
        };
        self.collect(CollectionCommand::MakePlan(new), &by).map(drop)
    }

    /// A notice made and served some time ago: the period it gave is over.
    fn demonstrate_notice(&self, code: String) -> Result<(), Failure> {
        let today = self.context.now.today;
        let (step, on, note) = ("notice".to_owned(), today.plus(MADE), DEMONSTRATION_NOTE.to_owned());
        let made = ChaseAct::Step { codes: vec![code.clone()], step: step.clone(), on, number: String::new(), note };
        allowed(self.chase(&made))?;
        let [first, second, ..] = DEMONSTRATION_OPERATORS;
        let text = || DEMONSTRATION_NOTE.to_owned();
        let receipt = Receipt {
            place: text(),
            receiver: text(),
            capacity: text(),
            servers: vec![first.to_owned(), second.to_owned()],
            ..Receipt::of(Way::Direct, today.plus(SERVED))
        };
        allowed(self.chase(&ChaseAct::Serve { papers: vec![(code, step)], receipt: Box::new(receipt) }))
    }
}
