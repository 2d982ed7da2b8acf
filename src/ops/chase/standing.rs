//! How employers stand in the chase, out of the facts of the journal.
//!
//! Invariant: facts are taken in their order; nothing is kept between two readings.

use std::collections::BTreeMap;

use super::super::{Refusal, read_body};
use super::notices::brief_of;
use super::{BatchBrief, ChaseRules, Chased, HoldBody, ItemKey, ReceiptBody};
use crate::domain::arrears::item::Portion;
use crate::domain::arrears::ledger::{Ledger, Standing};
use crate::domain::arrears::registry::Employer;
use crate::domain::chase::HoldKind;
use crate::domain::chase::case::{Case, Event};
use crate::domain::day::BusinessDay;
use crate::domain::journal::FactKind;
use crate::domain::money::Money;
use crate::store::Reader;

/// 一步的记录, with what became of its paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepRecord {
    /// Number of its fact.
    pub seq: i64,
    /// Who recorded it.
    pub actor: String,
    /// Which step.
    pub step: String,
    /// When.
    pub on: BusinessDay,
    /// 文号.
    pub number: String,
    /// 备注.
    pub note: String,
    /// The last service of its paper, or that it came back.
    pub service: Option<Served>,
}

/// 送达.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// Who recorded it.
    pub actor: String,
    /// The receipt.
    pub receipt: ReceiptBody,
    /// The day it counts from; `None`: it came back.
    pub served_on: Option<BusinessDay>,
}

/// 暂缓.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Its number: that of its fact.
    pub seq: i64,
    /// Who asked for it.
    pub actor: String,
    /// Who confirmed it.
    pub confirmed_by: Option<String>,
    /// Whether it was ended before its day.
    pub is_released: bool,
    /// What.
    pub body: HoldBody,
}

impl Hold {
    /// Last day.
    pub fn until(&self) -> Option<BusinessDay> {
        BusinessDay::parse(&self.body.until)
    }

    /// Whether it is in force on a day: confirmed, not released, not over.
    pub fn in_force(&self, on: BusinessDay) -> bool {
        self.confirmed_by.is_some() && self.is_open(on)
    }

    /// Whether it is neither released nor over.
    pub fn is_open(&self, on: BusinessDay) -> bool {
        !self.is_released && self.until().is_some_and(|until| on <= until)
    }

    fn about(&self, standing: &Standing, rules: &ChaseRules) -> bool {
        self.body.item.as_ref().is_none_or(|item| {
            let due = &standing.item;
            item.line == rules.policy.line_code(due.line)
                && item.month == due.month.to_string()
                && Portion::from_code(&item.portion) == Some(due.portion)
        })
    }
}

/// What was done about one employer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Steps, oldest first.
    pub steps: Vec<StepRecord>,
    /// Holds, oldest first.
    pub holds: Vec<Hold>,
    /// The last day somebody called or went there.
    pub called_on: Option<BusinessDay>,
}

impl History {
    /// Whether nothing of the chase was done, nor anybody called.
    pub fn is_empty(&self) -> bool {
        *self == History::default()
    }

    /// The last time a step was done.
    pub fn last_step(&self, step: &str) -> Option<&StepRecord> {
        self.steps.iter().rev().find(|record| record.step == step)
    }

    /// Whether a due is on hold on a day.
    pub fn holds_item(&self, standing: &Standing, rules: &ChaseRules, on: BusinessDay) -> bool {
        self.holds.iter().any(|hold| hold.in_force(on) && hold.about(standing, rules))
    }

    /// Holds of one due, open on a day.
    pub fn of_item<'h>(&'h self, key: &'h ItemKey, on: BusinessDay) -> impl Iterator<Item = &'h Hold> {
        self.holds.iter().filter(move |hold| hold.body.item.as_ref() == Some(key) && hold.is_open(on))
    }
}

/// What was done about every employer, by credit code.
#[derive(Clone, Debug, Default)]
pub struct Chase {
    by_code: BTreeMap<String, History>,
    batches: Vec<(i64, BatchBrief)>,
    nobody: History,
}

impl Chase {
    /// Reads every fact of the chase.
    ///
    /// # Errors
    /// When the book cannot be read or a fact is broken.
    pub fn read(reader: &Reader) -> Result<Chase, Refusal> {
        let mut chase = Chase::default();
        for row in reader.facts_of(FactKind::Chased, 0)? {
            match brief_of(&row)? {
                Some(batch) => chase.take_batch(row.seq, &row.actor, batch),
                None => chase.take(row.seq, &row.actor, read_body(&row)?),
            }
        }
        let calls = reader.last_calls()?;
        for at in if calls.is_empty() { Vec::new() } else { reader.employers()? } {
            if let Some((called_on, _)) = calls.get(&at.id) {
                chase.by_code.entry(at.employer.code.to_string()).or_default().called_on = Some(*called_on);
            }
        }
        Ok(chase)
    }

    fn take_batch(&mut self, seq: i64, actor: &str, batch: BatchBrief) {
        let on = BusinessDay::parse(&batch.made_on).unwrap_or(BusinessDay::MIN);
        for notice in &batch.notices {
            let (step, number) = (batch.step.clone(), notice.number.clone());
            let (actor, note) = (actor.to_string(), batch.override_reason.clone());
            let record = StepRecord { seq, actor, step, on, number, note, service: None };
            self.by_code.entry(notice.code.clone()).or_default().steps.push(record);
        }
        self.batches.push((seq, batch));
    }

    fn take(&mut self, seq: i64, actor: &str, body: Chased) {
        match body {
            Chased::Stepped { steps } => {
                for taken in steps {
                    let Some(on) = BusinessDay::parse(&taken.on) else { continue };
                    let (step, number, note) = (taken.step, taken.number, taken.note);
                    let record = StepRecord { seq, actor: actor.into(), step, on, number, note, service: None };
                    self.by_code.entry(taken.code).or_default().steps.push(record);
                }
            }
            Chased::Frozen { batch } => self.take_batch(seq, actor, BatchBrief::of(&batch)),
            Chased::Served { papers, receipt, served_on } => {
                let served_on = served_on.as_deref().and_then(BusinessDay::parse);
                for paper in papers {
                    let history = self.by_code.entry(paper.code).or_default();
                    if let Some(record) = history.steps.iter_mut().rev().find(|record| record.step == paper.step) {
                        let receipt = receipt.clone();
                        record.service = Some(Served { actor: actor.into(), receipt, served_on });
                    }
                }
            }
            Chased::Held { hold } => {
                let history = self.by_code.entry(hold.code.clone()).or_default();
                let (actor, body) = (actor.to_string(), hold);
                history.holds.push(Hold { seq, actor, confirmed_by: None, is_released: false, body });
            }
            Chased::HoldConfirmed { hold } => self.each_hold(hold, |hold| hold.confirmed_by = Some(actor.into())),
            Chased::HoldReleased { hold } => self.each_hold(hold, |hold| hold.is_released = true),
        }
    }

    fn each_hold(&mut self, seq: i64, change: impl Fn(&mut Hold)) {
        let holds = self.by_code.values_mut().flat_map(|history| &mut history.holds);
        holds.filter(|hold| hold.seq == seq).for_each(change);
    }

    /// What was done about an employer.
    pub fn of(&self, code: &str) -> &History {
        self.by_code.get(code).unwrap_or(&self.nobody)
    }

    /// Batches of notices in brief, oldest first, by the number of their fact.
    pub fn batches(&self) -> &[(i64, BatchBrief)] {
        &self.batches
    }

    /// How many papers of a step were numbered in a year.
    pub fn papers_of(&self, step: &str, year: i32) -> u64 {
        let own = self.batches.iter().map(|(_, batch)| batch).filter(|batch| batch.step == step);
        let own = own.filter(|batch| BusinessDay::parse(&batch.made_on).is_some_and(|on| on.year() == year));
        own.map(|batch| batch.notices.len() as u64).sum()
    }

    /// A hold open on a day, and whose.
    pub fn hold(&self, seq: i64, on: BusinessDay) -> Option<(&str, &Hold)> {
        let all = self.by_code.iter().flat_map(|(code, history)| history.holds.iter().map(move |hold| (code, hold)));
        all.filter(|(_, hold)| hold.is_open(on))
            .find(|(_, hold)| hold.seq == seq)
            .map(|(code, hold)| (code.as_str(), hold))
    }
}

/// The first day overdue of the oldest due still owed, leaving those on hold aside.
pub fn found_on(history: &History, ledger: &Ledger, rules: &ChaseRules, on: BusinessDay) -> Option<BusinessDay> {
    let owing = |standing: &&Standing| standing.overdue(on) || standing.fee_owed() > Money::ZERO;
    let owing = ledger.standings.iter().filter(owing).filter(|standing| !history.holds_item(standing, rules, on));
    owing.map(|standing| standing.terms.due_on.plus(1)).min()
}

/// How an employer stands on the ladder on the day its ledger is of.
pub fn case_of(history: &History, ledger: &Ledger, employer: &Employer, rules: &ChaseRules, on: BusinessDay) -> Case {
    let found_on = found_on(history, ledger, rules, on).or_else(|| {
        // A whole employer on hold still owes: its steps stand, only they are shut.
        let owing = ledger.standings.iter().filter(|standing| standing.overdue(on));
        let held = history.holds.iter().any(|hold| hold.in_force(on) && hold.body.item.is_none());
        held.then(|| owing.map(|standing| standing.terms.due_on.plus(1)).min()).flatten()
    });
    case_found(history, found_on, employer, rules, on)
}

/// The same where the first day overdue is known already.
pub fn case_found(
    history: &History,
    found_on: Option<BusinessDay>,
    employer: &Employer,
    rules: &ChaseRules,
    on: BusinessDay,
) -> Case {
    let event = |record: &StepRecord| Event {
        step: record.step.clone(),
        on: record.on,
        served_on: record.service.as_ref().and_then(|service| service.served_on),
    };
    let called = |called_on: BusinessDay| {
        let steps = rules.ladder.steps.iter().filter(|step| step.is_done_by_call);
        steps.map(move |step| Event { step: step.code.clone(), on: called_on, served_on: None })
    };
    let open = || history.holds.iter().filter(|hold| hold.in_force(on));
    let whole = open().filter(|hold| hold.body.item.is_none());
    Case {
        found_on,
        events: history.steps.iter().map(event).chain(history.called_on.into_iter().flat_map(called)).collect(),
        is_disputed: open().any(|hold| hold.body.kind == HoldKind::Dispute.code()),
        is_bankrupt: employer.bankrupt_on.is_some_and(|accepted| accepted <= on),
        held_until: whole.filter_map(Hold::until).max(),
    }
}
