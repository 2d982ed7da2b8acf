//! 还款协议 in the book.

use rusqlite::{Row, named_params};

use super::super::fault::{At, During, Fault};
use super::super::{Reader, Writer, convert};
use crate::domain::arrears::month::FeeMonth;
use crate::domain::collection::plan::{BreachBy, BreachEffect, Instalment, Plan, PlanKind};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;

/// A plan with who made it and why it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanAt {
    /// The plan.
    pub plan: Plan,
    /// Who made it.
    pub actor: String,
    /// 备注.
    pub note: String,
    /// Why it ended; empty where it did not.
    pub end_reason: String,
}

const PLAN: &str = "INSERT INTO plans (plan, employer_id, made_on, kind, grace_working_days, remind_working_days,
        breach_by, effect, actor, note)
    VALUES (:plan, :employer, :made_on, :kind, :grace, :remind, :breach_by, :effect, :actor, :note)";
const INSTALMENT: &str = "INSERT INTO plan_instalments (plan, number, due_on, amount_fen)
    VALUES (:plan, :number, :due_on, :amount)";
const END: &str = "INSERT INTO plan_ends (plan, seq, ended_on, actor, reason)
    VALUES (:plan, :seq, :ended_on, :actor, :reason)";
const PLANS: &str = "SELECT plans.plan, employer_id, made_on, kind, grace_working_days, remind_working_days, breach_by,
        effect, plans.actor, note, coalesce(ended_on, ''), coalesce(reason, '')
    FROM plans LEFT JOIN plan_ends ON plan_ends.plan = plans.plan
    WHERE :employer IS NULL OR employer_id = :employer ORDER BY employer_id, plans.plan";
const INSTALMENTS: &str = "SELECT due_on, amount_fen FROM plan_instalments WHERE plan = :plan ORDER BY number";
const NEW_DUES: &str = "SELECT month, line, portion, due_on, amount_fen FROM dues
    WHERE employer_id = :employer AND month >= :month ORDER BY month, line, portion, version";

impl Writer<'_> {
    /// Keeps a plan under the fact about to be written.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put_plan(&self, at: &PlanAt) -> Result<(), Fault> {
        let plan = &at.plan;
        let write = || -> rusqlite::Result<()> {
            self.connection().prepare_cached(PLAN)?.execute(named_params! {
                ":plan": plan.no, ":employer": plan.employer_id, ":made_on": plan.made_on.to_string(),
                ":kind": plan.kind.code(), ":grace": plan.grace_working_days, ":remind": plan.remind_working_days,
                ":breach_by": plan.breach_by.code(), ":effect": plan.effect.code(), ":actor": at.actor,
                ":note": at.note,
            })?;
            let mut statement = self.connection().prepare_cached(INSTALMENT)?;
            for (number, one) in (1_i64..).zip(&plan.instalments) {
                statement.execute(named_params! {
                    ":plan": plan.no, ":number": number, ":due_on": one.due_on.to_string(), ":amount": one.amount.fen(),
                })?;
            }
            Ok(())
        };
        write().during("keep a plan").at(self.path())
    }

    /// Keeps the end of a plan under the fact about to be written.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put_plan_end(&self, no: i64, on: BusinessDay, actor: &str, reason: &str) -> Result<(), Fault> {
        let seq = self.next_seq()?;
        let write = || {
            self.connection().prepare_cached(END)?.execute(named_params! {
                ":plan": no, ":seq": seq, ":ended_on": on.to_string(), ":actor": actor, ":reason": reason,
            })
        };
        write().during("keep the end of a plan").at(self.path()).map(drop)
    }
}

impl Reader {
    /// The plans of one employer or of all, by employer and number.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn plans(&self, employer_id: Option<i64>) -> Result<Vec<PlanAt>, Fault> {
        let read = || -> rusqlite::Result<Vec<PlanAt>> {
            let mut statement = self.connection().prepare_cached(PLANS)?;
            let mut plans: Vec<PlanAt> =
                statement.query_map(named_params! {":employer": employer_id}, plan)?.collect::<Result<_, _>>()?;
            let mut statement = self.connection().prepare_cached(INSTALMENTS)?;
            for at in &mut plans {
                let rows = statement.query_map(named_params! {":plan": at.plan.no}, instalment)?;
                at.plan.instalments = rows.collect::<Result<_, _>>()?;
            }
            Ok(plans)
        };
        read().during("read the plans").at(self.path())
    }

    /// Dues of an employer for fee months from this one on, as they stand now: day and amount.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn dues_since(&self, employer_id: i64, month: FeeMonth) -> Result<Vec<Instalment>, Fault> {
        let read = || -> rusqlite::Result<Vec<Instalment>> {
            let mut statement = self.connection().prepare_cached(NEW_DUES)?;
            let mut rows = statement.query(named_params! {":employer": employer_id, ":month": month.number()})?;
            let mut found: Vec<((i32, String, String), Instalment)> = Vec::new();
            while let Some(row) = rows.next()? {
                let key = (row.get(0)?, row.get(1)?, row.get(2)?);
                let due = Instalment { due_on: convert::day(row, 3)?, amount: Money::from_fen(row.get(4)?) };
                match found.last_mut() {
                    Some(last) if last.0 == key => last.1 = due,
                    _ => found.push((key, due)),
                }
            }
            Ok(found.into_iter().map(|(_, due)| due).collect())
        };
        read().during("read the new dues of an employer").at(self.path())
    }
}

fn plan(row: &Row<'_>) -> rusqlite::Result<PlanAt> {
    let plan = Plan {
        no: row.get(0)?,
        employer_id: row.get(1)?,
        made_on: convert::day(row, 2)?,
        kind: convert::coded(row, 3, PlanKind::from_code)?,
        grace_working_days: row.get(4)?,
        remind_working_days: row.get(5)?,
        breach_by: convert::coded(row, 6, BreachBy::from_code)?,
        effect: convert::coded(row, 7, BreachEffect::from_code)?,
        instalments: Vec::new(),
        ended_on: convert::maybe_day(row, 10)?,
    };
    Ok(PlanAt { plan, actor: row.get(8)?, note: row.get(9)?, end_reason: row.get(11)? })
}

fn instalment(row: &Row<'_>) -> rusqlite::Result<Instalment> {
    Ok(Instalment { due_on: convert::day(row, 0)?, amount: Money::from_fen(row.get(1)?) })
}
