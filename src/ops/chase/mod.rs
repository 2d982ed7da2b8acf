//! The chase 催缴: steps of the ladder, service, holds.
//!
//! Invariant: what was done is kept as facts of the journal and nowhere else, so that nothing beside the
//! chain has to be vouched for; how an employer stands is worked out anew from its facts and its ledger.
//! A step is decided inside the transaction, on the day it is said to have been done.

mod clocks;
mod facts;
mod notices;
mod second;
mod standing;

use std::collections::BTreeSet;

pub use clocks::clocks;
pub use facts::{Chased, HoldBody, ItemKey, PaperRef, ReceiptBody, Taken};
pub use notices::{
    Batch, BatchBrief, CAPPED, LeftOut, NoticeAsk, NoticeBody, NoticeBrief, NoticeFee, NoticeItem, NoticePlan,
    frozen_batches, plan,
};
pub use second::second_person;
pub use standing::{Chase, History, Hold, Served, StepRecord, case_found, case_of, found_on};

use super::ledgers::{LedgerRules, account};
use super::{Act, Outcome, Refusal, Turn};
use crate::book::files::RuleFile;
use crate::domain::arrears::ledger::Ledger;
use crate::domain::arrears::policy::FeePolicy;
use crate::domain::calendar::Calendar;
use crate::domain::chase::case::Gate;
use crate::domain::chase::ladder::Ladder;
use crate::domain::chase::service::Receipt;
use crate::domain::chase::{ChaseRejection, HoldKind};
use crate::domain::day::BusinessDay;
use crate::domain::names;
use crate::domain::rejection::Rejection;
use crate::store::{EmployerAt, Reader};

/// Longest a hold may last, in days.
const HOLD_DAYS_MAX: i32 = 366;

/// What the chase goes by.
#[derive(Clone, Debug)]
pub struct ChaseRules {
    /// 催缴阶梯.
    pub ladder: Ladder,
    /// Late-fee rules.
    pub policy: FeePolicy,
    /// Working days.
    pub calendar: Calendar,
}

impl ChaseRules {
    /// Ledgers as of a day.
    pub fn ledgers(&self, as_of: BusinessDay) -> LedgerRules<'_> {
        LedgerRules { policy: &self.policy, calendar: &self.calendar, as_of }
    }
}

/// What is asked of the chase.
#[derive(Clone, Debug)]
pub enum ChaseCommand {
    /// 推进一步 for these employers, by credit code.
    Step {
        /// 统一社会信用代码.
        codes: Vec<String>,
        /// Which step.
        step: String,
        /// When it was done.
        on: BusinessDay,
        /// 文号; may be empty.
        number: String,
        /// 备注; may be empty.
        note: String,
    },
    /// 定稿编号 of a batch of notices.
    Freeze {
        /// Whom, and whose paper.
        ask: NoticeAsk,
        /// The template in force.
        template: RuleFile,
    },
    /// 登记送达 of these papers.
    Serve {
        /// Which.
        papers: Vec<PaperRef>,
        /// The receipt, the same for all.
        receipt: Box<Receipt>,
    },
    /// 暂缓 or 异议, asked for.
    Hold(Box<HoldBody>),
    /// 确认 of a hold, by its number.
    ConfirmHold(i64),
    /// 解除 of a hold.
    ReleaseHold {
        /// Its number.
        hold: i64,
        /// 原因.
        reason: String,
    },
}

pub(super) fn act(act: &Act<'_>, command: &ChaseCommand, rules: &ChaseRules) -> Result<Outcome, Refusal> {
    let writer = match act.begin()? {
        Turn::Write(writer) => writer,
        Turn::Done(outcome) => return Ok(*outcome),
    };
    let chase = Chase::read(&writer)?;
    let today = act.now.today;
    let (subject, reason, body) = match command {
        ChaseCommand::Step { codes, step, on, number, note } => {
            names::check_text(note)?;
            names::check_text(number)?;
            let mut steps = Vec::new();
            for code in codes {
                let at = employer(&writer, code)?;
                check_step(&writer, &chase, &at, rules, step, (*on, today))?;
                steps.push(Taken {
                    code: code.clone(),
                    step: step.clone(),
                    on: on.to_string(),
                    number: number.clone(),
                    note: note.clone(),
                });
            }
            (codes.join(" "), String::new(), Chased::Stepped { steps })
        }
        ChaseCommand::Freeze { ask, template } => {
            names::check_text(&ask.override_reason)?;
            let made = plan(&writer, &chase, rules, ask, today)?;
            let (subject, body) = notices::freeze(&chase, made, ask, template, today)?;
            (subject, ask.override_reason.clone(), body)
        }
        ChaseCommand::Serve { papers, receipt } => serve(&chase, papers, receipt, rules, today)?,
        ChaseCommand::Hold(hold) => {
            names::check_text(&hold.reason)?;
            employer(&writer, &hold.code)?;
            let until =
                BusinessDay::parse(&hold.until).ok_or(ChaseRejection::HoldIncomplete).map_err(Rejection::from)?;
            let lasts = until.since(today);
            if hold.reason.trim().is_empty() || !(1..=HOLD_DAYS_MAX).contains(&lasts) {
                return Err(Rejection::from(ChaseRejection::HoldIncomplete).into());
            }
            (hold.code.clone(), hold.reason.clone(), Chased::Held { hold: (**hold).clone() })
        }
        ChaseCommand::ConfirmHold(seq) => {
            let (code, hold) =
                chase.hold(*seq, today).ok_or(ChaseRejection::HoldUnknown(*seq)).map_err(Rejection::from)?;
            if hold.confirmed_by.is_some() {
                return Err(Rejection::from(ChaseRejection::HoldUnknown(*seq)).into());
            }
            second_person(&writer, act.actor, &[&hold.actor])?;
            (code.to_string(), String::new(), Chased::HoldConfirmed { hold: *seq })
        }
        ChaseCommand::ReleaseHold { hold: seq, reason } => {
            names::check_text(reason)?;
            let (code, _) =
                chase.hold(*seq, today).ok_or(ChaseRejection::HoldUnknown(*seq)).map_err(Rejection::from)?;
            (code.to_string(), reason.clone(), Chased::HoldReleased { hold: *seq })
        }
    };
    act.commit_because(writer, &subject, &reason, &body)?;
    Ok(Outcome::Chased(body))
}

fn employer(reader: &Reader, code: &str) -> Result<EmployerAt, Refusal> {
    let found = reader.employers()?.into_iter().find(|at| at.employer.code.as_str() == code);
    Ok(found.ok_or_else(|| Rejection::EmployerUnknown(code.to_string()))?)
}

/// The ledger of one employer as of a day.
///
/// # Errors
/// What the book, the calendar or the rules refuse.
pub fn ledger_of(reader: &Reader, at: &EmployerAt, rules: &LedgerRules<'_>) -> Result<Ledger, Refusal> {
    let (dues, payments) = (reader.dues(at.id, at.id)?, reader.payments(at.id, at.id)?);
    let account = account(at, &dues, &payments, rules.policy)?;
    Ok(Ledger::replay(&account, rules.as_of, rules.policy, rules.calendar, true)?)
}

/// Refuses a step that is not open for an employer on the day it is said to have been done.
fn check_step(
    reader: &Reader,
    chase: &Chase,
    at: &EmployerAt,
    rules: &ChaseRules,
    step: &str,
    (on, today): (BusinessDay, BusinessDay),
) -> Result<(), Refusal> {
    let Some(known) = rules.ladder.step(step).filter(|step| !step.is_given) else {
        return Err(Rejection::from(ChaseRejection::StepUnknown(step.to_string())).into());
    };
    if on > today {
        return Err(Rejection::from(ChaseRejection::StepDay(on)).into());
    }
    let ledger = ledger_of(reader, at, &rules.ledgers(on))?;
    let case = case_of(chase.of(at.employer.code.as_str()), &ledger, &at.employer, rules, on);
    let name = at.employer.name.clone();
    let refused = match case.gate(known, &rules.ladder, &rules.calendar, on) {
        Gate::Open { .. } => return Ok(()),
        Gate::Done { on, .. } => ChaseRejection::StepDone { employer: name, step: step.into(), on },
        Gate::Shut(blocks) => ChaseRejection::StepShut { employer: name, step: step.into(), blocks },
    };
    Err(Rejection::from(refused).into())
}

/// What a service says: every paper known, not yet served, and made before.
fn serve(
    chase: &Chase,
    papers: &[PaperRef],
    receipt: &Receipt,
    rules: &ChaseRules,
    today: BusinessDay,
) -> Result<(String, String, Chased), Refusal> {
    for text in [&receipt.place, &receipt.receiver, &receipt.capacity, &receipt.refusal, &receipt.reference] {
        names::check_text(text)?;
    }
    let mut made_on = BusinessDay::MIN;
    for paper in papers {
        let unknown = || Rejection::from(ChaseRejection::PaperUnknown(format!("{} {}", paper.code, paper.step)));
        let last = chase.of(&paper.code).last_step(&paper.step).ok_or_else(unknown)?;
        if last.service.as_ref().is_some_and(|served| served.served_on.is_some()) {
            return Err(unknown().into());
        }
        made_on = made_on.max(last.on);
    }
    let lacks = receipt.lacks(&rules.ladder.service, made_on, today);
    if papers.is_empty() || !lacks.is_empty() {
        return Err(Rejection::from(ChaseRejection::ReceiptLacks(lacks)).into());
    }
    let served_on = receipt.served_on(&rules.ladder.service).map(|day| day.to_string());
    let codes: BTreeSet<&str> = papers.iter().map(|paper| paper.code.as_str()).collect();
    let subject = codes.into_iter().collect::<Vec<_>>().join(" ");
    let body = Chased::Served { papers: papers.to_vec(), receipt: ReceiptBody::of(receipt), served_on };
    Ok((subject, receipt.returned.clone(), body))
}

/// A hold to be asked for, of a whole employer or of one due.
pub fn hold_of(code: &str, item: Option<ItemKey>, kind: HoldKind, until: BusinessDay, reason: &str) -> HoldBody {
    let until = until.to_string();
    HoldBody { code: code.into(), item, kind: kind.code().into(), until, reason: reason.into() }
}
