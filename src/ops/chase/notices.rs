//! Notices in batches 批量文书: preview, then freeze and number, in one act.
//!
//! Invariants: a frozen notice holds rows of one employer alone, out of that employer's own ledger; numbers
//! of a paper and year run without a gap, for they are counted from the facts before; a batch is one fact,
//! so a batch killed at any moment is whole or is not, and the same batch asked for again is empty.

use serde::{Deserialize, Serialize};

use super::{Chase, ChaseRules, Chased, case_of, ledger_of};
use crate::book::files::RuleFile;
use crate::book::notices;
use crate::domain::arrears::accrual::Bearing;
use crate::domain::arrears::ledger::{Ledger, Standing, Stretch};
use crate::domain::arrears::policy::RATE_PARTS;
use crate::domain::chase::ChaseRejection;
use crate::domain::chase::case::{Block, Gate};
use crate::domain::chase::notice::{NoticeField, Template};
use crate::domain::day::BusinessDay;
use crate::domain::journal::FactKind;
use crate::domain::money::Money;
use crate::domain::rejection::Rejection;
use crate::ops::collection::employers_with_officers;
use crate::ops::{Refusal, read_body};
use crate::store::{DueAt, EmployerAt, JournalRow, Reader, sha256};

/// One due in a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // the columns of the table, amounts in fen
pub struct NoticeItem {
    pub line: String,
    pub month: String,
    pub portion: String,
    pub base_fen: i64,
    pub rate_per_million: u32,
    pub due_fen: i64,
    pub paid_fen: i64,
    pub owed_fen: i64,
}

/// One stretch of a late fee in a notice; what the cap took off and what was paid of it stand as amounts
/// below zero, without days, named by `note`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // the columns of the table, amounts in fen
pub struct NoticeFee {
    pub item: usize,
    pub base_fen: i64,
    pub per_million: u32,
    pub from: String,
    pub to: String,
    pub days: i32,
    pub fee_fen: i64,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// One notice, frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // as the paper names them
pub struct NoticeBody {
    pub number: String,
    pub code: String,
    pub no: String,
    pub name: String,
    pub address: String,
    pub legal_representative: String,
    pub officer: String,
    pub contact: String,
    pub phone: String,
    pub items: Vec<NoticeItem>,
    pub fees: Vec<NoticeFee>,
    pub owed_fen: i64,
    pub fee_fen: i64,
}

/// 一批.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// The step whose paper it is.
    pub step: String,
    /// Made on, and the date the late fee is of.
    pub made_on: String,
    /// Name of the template's file and its text, so that the batch prints the same for ever.
    pub template: (String, String),
    /// SHA-256 of that text.
    pub template_sha256: String,
    /// Why unallocated money was overridden; empty where it was not.
    pub override_reason: String,
    /// The notices, in the order of their numbers.
    pub notices: Vec<NoticeBody>,
}

/// 一批 in brief: what the chase is told by, without the rows of its notices.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct BatchBrief {
    /// The step whose paper it is.
    pub step: String,
    /// Made on.
    pub made_on: String,
    /// Why unallocated money was overridden.
    pub override_reason: String,
    /// The notices, in the order of their numbers.
    pub notices: Vec<NoticeBrief>,
}

impl BatchBrief {
    /// A batch without the rows of its notices.
    pub(super) fn of(batch: &Batch) -> BatchBrief {
        let brief = |one: &NoticeBody| NoticeBrief {
            number: one.number.clone(),
            code: one.code.clone(),
            owed_fen: one.owed_fen,
            fee_fen: one.fee_fen,
        };
        BatchBrief {
            step: batch.step.clone(),
            made_on: batch.made_on.clone(),
            override_reason: batch.override_reason.clone(),
            notices: batch.notices.iter().map(brief).collect(),
        }
    }
}

/// One notice in brief.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct NoticeBrief {
    /// 文号.
    pub number: String,
    /// 统一社会信用代码.
    pub code: String,
    /// Principal demanded.
    pub owed_fen: i64,
    /// Late fee demanded.
    pub fee_fen: i64,
}

/// How the body of a fact of a batch begins (keys of a body are sorted): such a body is read on its own, for a batch
/// is long.
const FROZEN: &str = r#"{"batch":"#;

#[derive(Deserialize)]
struct Frozen<T> {
    batch: T,
}

/// The batch of a fact, in brief; `None` where it is a fact of another kind.
pub(super) fn brief_of(row: &JournalRow) -> Result<Option<BatchBrief>, Refusal> {
    if !row.body.starts_with(FROZEN) {
        return Ok(None);
    }
    Ok(Some(read_body::<Frozen<BatchBrief>>(row)?.batch))
}

/// Every batch with the rows of its notices, oldest first, by the number of its fact; the one of a number
/// where it is said.
///
/// # Errors
/// When the book cannot be read or a fact is broken.
pub fn frozen_batches(reader: &Reader, only: Option<i64>) -> Result<Vec<(i64, Batch)>, Refusal> {
    let mut batches = Vec::new();
    for row in reader.facts_of(FactKind::Chased, only.map_or(0, |only| only - 1))? {
        if row.body.starts_with(FROZEN) && only.is_none_or(|only| only == row.seq) {
            batches.push((row.seq, read_body::<Frozen<Batch>>(&row)?.batch));
        }
        if only.is_some() {
            break;
        }
    }
    Ok(batches)
}

/// Why an employer gets no notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// The step is done, or shut.
    Gate(Gate),
    /// Money lies unallocated.
    Unallocated(Money),
    /// Something the notice must say is not on record.
    Missing(NoticeField),
}

/// 预览. What a batch would be.
#[derive(Clone, Debug, Default)]
pub struct NoticePlan {
    /// Notices, not numbered yet.
    pub ready: Vec<NoticeBody>,
    /// Employers left out: code, name, why.
    pub left: Vec<(String, String, LeftOut)>,
}

/// What a batch is asked for.
#[derive(Clone, Debug)]
pub struct NoticeAsk {
    /// The step whose paper it is.
    pub step: String,
    /// Credit codes; every employer when empty.
    pub codes: Vec<String>,
    /// Why unallocated money shall not stand in the way; empty: it does.
    pub override_reason: String,
}

/// Who would get a notice, and who would not.
///
/// # Errors
/// [`ChaseRejection::StepUnknown`]; what the book, the calendar or the rules refuse.
pub fn plan(
    reader: &Reader,
    chase: &Chase,
    rules: &ChaseRules,
    ask: &NoticeAsk,
    today: BusinessDay,
) -> Result<NoticePlan, Refusal> {
    let step = rules.ladder.step(&ask.step).filter(|step| step.paper.as_ref().is_some_and(|paper| paper.is_served));
    let step = step.ok_or_else(|| Rejection::from(ChaseRejection::StepUnknown(ask.step.clone())))?;
    let mut plan = NoticePlan::default();
    let wanted =
        |at: &EmployerAt| ask.codes.is_empty() || ask.codes.iter().any(|code| code == at.employer.code.as_str());
    for at in employers_with_officers(reader)?.iter().filter(|at| wanted(at)) {
        let ledger = ledger_of(reader, at, &rules.ledgers(today))?;
        let history = chase.of(at.employer.code.as_str());
        let case = case_of(history, &ledger, &at.employer, rules, today);
        let gate = case.gate(step, &rules.ladder, &rules.calendar, today);
        let owed = |standing: &Standing| {
            (standing.overdue(today) || standing.fee_owed() > Money::ZERO)
                && !history.holds_item(standing, rules, today)
        };
        let verdict = match &gate {
            // Whoever owes nothing is no news in a batch of everybody.
            Gate::Shut(blocks) if ask.codes.is_empty() && blocks.contains(&Block::NothingOwed) => continue,
            Gate::Open { .. } => obstacle(at, &ledger, ask),
            _ => Some(LeftOut::Gate(gate)),
        };
        match verdict {
            Some(why) => plan.left.push((at.employer.code.to_string(), at.employer.name.clone(), why)),
            None => plan.ready.push(body(at, &reader.dues(at.id, at.id)?, &ledger, rules, owed)),
        }
    }
    Ok(plan)
}

fn obstacle(at: &EmployerAt, ledger: &Ledger, ask: &NoticeAsk) -> Option<LeftOut> {
    let employer = &at.employer;
    if ledger.unallocated() > Money::ZERO && ask.override_reason.trim().is_empty() {
        return Some(LeftOut::Unallocated(ledger.unallocated()));
    }
    let asked = [(NoticeField::Address, &employer.address), (NoticeField::Legal, &employer.legal_representative)];
    asked.into_iter().find(|(_, text)| text.trim().is_empty()).map(|(field, _)| LeftOut::Missing(field))
}

fn body(
    at: &EmployerAt,
    dues: &[DueAt],
    ledger: &Ledger,
    rules: &ChaseRules,
    owed: impl Fn(&Standing) -> bool,
) -> NoticeBody {
    let employer = &at.employer;
    let (mut items, mut fees) = (Vec::new(), Vec::new());
    let (mut owed_fen, mut fee_fen) = (0, 0);
    for (place, standing) in ledger.standings.iter().enumerate().filter(|(_, standing)| owed(standing)) {
        let line = rules.policy.line_code(standing.item.line);
        let due = dues
            .iter()
            .find(|due| due.month == standing.item.month && due.portion == standing.item.portion && due.line == line);
        let overdue = if standing.overdue(ledger.as_of) { standing.owed } else { Money::ZERO };
        let of_item = ledger.stretches.iter().filter(|stretch| stretch.place == place);
        fees.extend(of_item.flat_map(|stretch| stretch_rows(items.len(), stretch)));
        if standing.fee_paid > Money::ZERO {
            fees.push(taken_off(items.len(), PAID, ledger.as_of, standing.fee_paid));
        }
        items.push(NoticeItem {
            line: line.to_string(),
            month: standing.item.month.to_string(),
            portion: standing.item.portion.code().into(),
            base_fen: due.map_or(0, |due| due.base.fen()),
            rate_per_million: due.map_or(0, |due| due.rate_per_million),
            due_fen: standing.item.amount.fen(),
            paid_fen: standing.paid.fen(),
            owed_fen: overdue.fen(),
        });
        owed_fen += overdue.fen();
        fee_fen += standing.fee_owed().fen();
    }
    NoticeBody {
        number: String::new(),
        code: employer.code.to_string(),
        no: employer.no.clone(),
        name: employer.name.clone(),
        address: employer.address.clone(),
        legal_representative: employer.legal_representative.clone(),
        officer: employer.officer.clone(),
        contact: employer.contact.clone(),
        phone: employer.phone.clone(),
        items,
        fees,
        owed_fen,
        fee_fen,
    }
}

/// Code of what was paid of a late fee, and of what its cap took off.
const PAID: &str = "paid";
/// See `PAID`.
pub const CAPPED: &str = "capped";

/// An amount to be taken off a late fee.
fn taken_off(item: usize, note: &str, on: BusinessDay, amount: Money) -> NoticeFee {
    let (from, to, note) = (String::new(), on.to_string(), note.to_string());
    NoticeFee { item, base_fen: 0, per_million: 0, from, to, days: 0, fee_fen: -amount.fen(), note }
}

/// The charged spans of a stretch, the last of which takes what rounding did to their sum; then the cap.
fn stretch_rows(item: usize, stretch: &Stretch) -> Vec<NoticeFee> {
    let charged = stretch.spans.iter().filter(|span| span.bearing == Bearing::Charged && span.per_million > 0);
    let mut rows: Vec<NoticeFee> = charged
        .map(|span| NoticeFee {
            item,
            base_fen: stretch.principal.fen(),
            per_million: span.per_million,
            from: span.from.to_string(),
            to: span.to.to_string(),
            days: span.days(),
            fee_fen: i64::try_from(span.product(stretch.principal) / RATE_PARTS).unwrap_or(i64::MAX),
            note: String::new(),
        })
        .collect();
    let before: i64 = rows.iter().rev().skip(1).map(|row| row.fee_fen).sum();
    if let Some(last) = rows.last_mut() {
        last.fee_fen = stretch.rounded.fen() - before;
    }
    if stretch.fee != stretch.rounded {
        rows.push(taken_off(item, CAPPED, stretch.until, stretch.rounded - stretch.fee));
    }
    rows
}

/// The batch of a plan, numbered after all before it.
///
/// # Errors
/// [`ChaseRejection::NothingReady`]; a template that lacks a field.
pub(super) fn freeze(
    chase: &Chase,
    plan: NoticePlan,
    ask: &NoticeAsk,
    file: &RuleFile,
    today: BusinessDay,
) -> Result<(String, Chased), Refusal> {
    let template = notices::parse(file)?;
    if plan.ready.is_empty() {
        return Err(Rejection::from(ChaseRejection::NothingReady).into());
    }
    let year = today.year();
    let first = chase.papers_of(&ask.step, year) + 1;
    let mut notices = plan.ready;
    for (serial, notice) in (first..).zip(&mut notices) {
        notice.number = number(&template, year, serial);
    }
    let subject = [notices.first(), notices.last()].into_iter().flatten().map(|one| one.number.as_str());
    let subject = subject.collect::<Vec<_>>().join(" ");
    let batch = Batch {
        step: ask.step.clone(),
        made_on: today.to_string(),
        template: (file.name.clone(), file.text.to_string()),
        template_sha256: sha256(file.text.as_bytes()),
        override_reason: ask.override_reason.clone(),
        notices,
    };
    Ok((subject, Chased::Frozen { batch }))
}

fn number(template: &Template, year: i32, serial: u64) -> String {
    template.said(NoticeField::Number, &|field| match field {
        NoticeField::Year => year.to_string(),
        NoticeField::Serial => format!("{serial:04}"),
        _ => String::new(),
    })
}
