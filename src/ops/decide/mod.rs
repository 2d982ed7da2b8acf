//! Deciding on differences 差异处理: a person's word, kept as one fact and laid over the days it speaks of.
//!
//! Invariants: a decision is taken on what was shown, or refused (内容已变更); ties are replayed by the
//! same engine as every later run; undoing is a fact of its own and removes nothing.

mod plan;

use std::collections::BTreeSet;

use super::reconcile::{Pending, RunRules, compute};
use super::{Act, Outcome, Refusal, Turn};
use crate::domain::day::BusinessDay;
use crate::domain::decision::{Decision, Verb, WhyNot};
use crate::domain::entry::EntryId;
use crate::domain::journal::FactKind;
use crate::domain::matching::dispose;
use crate::domain::recon::DayResult;
use crate::domain::rejection::CaseRejection;
use crate::store::{
    CaseText, CasesDecided, DecidedCase, DecisionUndone, Fault, Reader, ResultSaid, Writer, decisions_of,
};

use plan::By;
pub use plan::{Plan, counterparts, find_case, short_key};

/// A case as it was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRef {
    /// Its key, or the beginning of it.
    pub key: String,
    /// Its version when it was shown; `None` where nobody looked (a command of one's own wording).
    pub version: Option<String>,
}

/// A counterpart chosen by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counterpart {
    /// By the key of its case.
    Case(String),
    /// By one of its rows.
    Entry(EntryId),
}

/// 处理请求. The same for one case and for many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What.
    pub verb: Verb,
    /// Of which cases.
    pub cases: Vec<CaseRef>,
    /// Which proposal, counted from 1, to accept or reject.
    pub proposal: usize,
    /// Counterparts to link or split over.
    pub others: Vec<Counterpart>,
    /// Operator to assign to.
    pub person: String,
    /// Day to carry to.
    pub to: Option<BusinessDay>,
    /// 原因.
    pub reason: String,
}

impl Request {
    /// A request that says nothing but what and of which.
    pub fn new(verb: Verb, cases: Vec<CaseRef>) -> Request {
        Request { verb, cases, proposal: 1, others: Vec::new(), person: String::new(), to: None, reason: String::new() }
    }
}

/// Which decision to undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undoing {
    /// The last one on a case.
    Case(CaseRef),
    /// That of a fact, all its cases.
    Fact(i64),
}

/// What a request would do; nothing is written.
///
/// # Errors
/// A refusal of the request as a whole; what is wrong with one case stands in the plan.
pub fn preview(reader: &Reader, request: &Request, run: &RunRules, on: BusinessDay) -> Result<Plan, Refusal> {
    plan::plan(reader, request, run.rules.carry_days, &By { actor: "", on, seq: 0 })
}

pub(super) fn decide(act: &Act<'_>, request: &Request, run: &RunRules) -> Result<Outcome, Refusal> {
    loop {
        let reader = act.store.reader()?;
        reader.begin_view()?;
        let seq = next_seq(&reader)?;
        let by = By { actor: &act.actor.name, on: act.now.today, seq };
        let plan = plan::plan(&reader, request, run.rules.carry_days, &by)?;
        if let Some((_, refusal)) = plan.refused.into_iter().next() {
            return Err(refusal.into());
        }
        let decisions: Vec<Decision> = plan.taken.into_iter().map(|(_, decision)| decision).collect();
        refuse_closed(&reader, &decisions)?;
        let pending = Pending { with: &decisions, without: None };
        let results = said(act, &reader, &decisions, &pending, run, seq)?;
        refuse_without_effect(&decisions, &results)?;
        match begin(act, seq, &results, &decisions)? {
            Begun::Writing(writer, days, said) => {
                let body = CasesDecided {
                    verb: request.verb.code().into(),
                    cases: decisions.iter().map(decided_case).collect(),
                    person: request.person.clone(),
                    to: request.to.map_or(String::new(), |day| day.to_string()),
                    days: days.iter().map(BusinessDay::to_string).collect(),
                    results: said,
                };
                act.commit_because(*writer, &subject(&decisions), &request.reason, &body)?;
                return Ok(Outcome::CasesDecided(body));
            }
            Begun::Done(outcome) => return Ok(*outcome),
            Begun::Overtaken => {}
        }
    }
}

pub(super) fn undo(act: &Act<'_>, undoing: &Undoing, reason: &str, run: &RunRules) -> Result<Outcome, Refusal> {
    super::names::check_text(reason)?;
    loop {
        let reader = act.store.reader()?;
        reader.begin_view()?;
        let seq = next_seq(&reader)?;
        let undone = to_undo(&reader, undoing)?;
        let decisions = live_of(&reader, undone)?;
        refuse_closed(&reader, &decisions)?;
        let pending = Pending { with: &[], without: Some(undone) };
        let results = said(act, &reader, &decisions, &pending, run, seq)?;
        match begin(act, seq, &results, &decisions)? {
            Begun::Writing(writer, days, said) => {
                let body = DecisionUndone {
                    undoes: undone,
                    verb: decisions.first().map_or("", |one| one.verb.code()).into(),
                    keys: decisions.iter().map(|one| one.case.key.clone()).collect(),
                    days: days.iter().map(BusinessDay::to_string).collect(),
                    results: said,
                };
                act.commit_because(*writer, &subject(&decisions), reason, &body)?;
                return Ok(Outcome::DecisionUndone(body));
            }
            Begun::Done(outcome) => return Ok(*outcome),
            Begun::Overtaken => {}
        }
    }
}

fn next_seq(reader: &Reader) -> Result<i64, Fault> {
    Ok(reader.last_fact()?.map_or(1, |row| row.seq + 1))
}

/// The turn to write, taken with the results in place.
enum Begun<'a> {
    Writing(Box<Writer<'a>>, BTreeSet<BusinessDay>, Vec<ResultSaid>),
    Done(Box<Outcome>),
    /// Someone wrote meanwhile: work it out again.
    Overtaken,
}

fn begin<'a>(
    act: &Act<'a>,
    seq: i64,
    results: &[(i64, DayResult)],
    decisions: &[Decision],
) -> Result<Begun<'a>, Refusal> {
    let writer = match act.begin()? {
        Turn::Write(writer) => writer,
        Turn::Done(outcome) => return Ok(Begun::Done(outcome)),
    };
    if writer.next_seq()? != seq {
        return Ok(Begun::Overtaken);
    }
    let days: BTreeSet<BusinessDay> = decisions.iter().flat_map(Decision::days).collect();
    let mut said = Vec::with_capacity(results.len());
    for (run_seq, result) in results {
        writer.put_day_result(*run_seq, seq, result)?;
        said.push(ResultSaid {
            day: result.day.to_string(),
            digest: result.digest.clone(),
            stored_sha256: writer.day_contents(result.day)?.unwrap_or_default(),
        });
    }
    writer.put_decision_days(seq, &days)?;
    Ok(Begun::Writing(Box::new(writer), days, said))
}

/// The results of the days decisions speak of, as they are with `pending`: matched anew where rows are
/// tied or parted, else the stored ones with the decisions laid over them.
fn said(
    act: &Act<'_>,
    reader: &Reader,
    decisions: &[Decision],
    pending: &Pending<'_>,
    run: &RunRules,
    seq: i64,
) -> Result<Vec<(i64, DayResult)>, Refusal> {
    if decisions.iter().any(|decision| decision.verb.changes_groups()) {
        let days: Vec<BusinessDay> =
            decisions.iter().flat_map(Decision::days).collect::<BTreeSet<_>>().into_iter().collect();
        let mut results = Vec::new();
        for block in days.chunk_by(|left, right| right.since(*left) <= 1) {
            let (Some(first), Some(last)) = (block.first(), block.last()) else { continue };
            let (_, matched) = compute(act.store, *first, *last, run, pending, &|_, _| true)?;
            results.extend(matched.into_iter().map(|result| (seq, result)));
        }
        return Ok(results);
    }
    let homes: BTreeSet<BusinessDay> = decisions.iter().map(|decision| decision.case.day).collect();
    let mut results = Vec::new();
    for day in homes {
        let (Some(mut result), Some(run_seq)) = (reader.day_result(day)?, reader.day_run_seq(day)?) else { continue };
        dispose::apply(&mut result, &pending.among(reader.decisions(day, day)?));
        results.push((run_seq, result));
    }
    Ok(results)
}

/// Nothing is decided on a day that is closed, nor on rows of one.
fn refuse_closed(reader: &Reader, decisions: &[Decision]) -> Result<(), Refusal> {
    for decision in decisions {
        let days: BTreeSet<BusinessDay> = decision.days().collect();
        let (Some(first), Some(last)) = (days.first(), days.last()) else { continue };
        if reader.closed_days(*first, *last)?.iter().any(|day| days.contains(day)) {
            let key = short_key(&decision.case.key);
            return Err(CaseRejection::CannotDecide { key, why: WhyNot::DayClosed }.into());
        }
    }
    Ok(())
}

/// A tie whose rows are no longer those of whole groups would do nothing: then the case changed.
fn refuse_without_effect(decisions: &[Decision], results: &[(i64, DayResult)]) -> Result<(), Refusal> {
    let cases = || results.iter().flat_map(|(_, result)| &result.exceptions);
    for decision in decisions.iter().filter(|decision| decision.verb.ties()) {
        let tied = cases().any(|case| case.work.last_seq == decision.seq);
        if !tied {
            return Err(CaseRejection::Changed(short_key(&decision.case.key)).into());
        }
    }
    Ok(())
}

/// The fact an undoing means.
fn to_undo(reader: &Reader, undoing: &Undoing) -> Result<i64, Refusal> {
    match undoing {
        Undoing::Fact(seq) => Ok(*seq),
        Undoing::Case(one) => {
            let case = find_case(reader, &one.key)?;
            let key = short_key(&case.key);
            if one.version.as_ref().is_some_and(|shown| *shown != dispose::version(&case)) {
                return Err(CaseRejection::Changed(key).into());
            }
            match case.work.last_seq {
                0 => Err(CaseRejection::CannotDecide { key, why: WhyNot::NothingDecided }.into()),
                seq => Ok(seq),
            }
        }
    }
}

/// The decisions of a fact, if they still count and nothing was decided on their cases since.
fn live_of(reader: &Reader, seq: i64) -> Result<Vec<Decision>, Refusal> {
    let nothing = |why: WhyNot| Refusal::from(CaseRejection::CannotDecide { key: format!("#{seq}"), why });
    let fact = reader.fact(seq)?.filter(|row| row.kind == FactKind::CasesDecided.code());
    let decisions = decisions_of(&fact.ok_or_else(|| nothing(WhyNot::NothingDecided))?)?;
    let days: Vec<BusinessDay> = decisions.iter().flat_map(Decision::days).collect();
    let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else { return Ok(decisions) };
    let live = reader.decisions(*first, *last)?;
    if !live.iter().any(|decision| decision.seq == seq) {
        return Err(nothing(WhyNot::NothingDecided));
    }
    let keys: BTreeSet<&str> = decisions.iter().map(|decision| decision.case.key.as_str()).collect();
    if live.iter().any(|later| later.seq > seq && keys.contains(later.case.key.as_str())) {
        return Err(nothing(WhyNot::DecidedLater));
    }
    Ok(decisions)
}

fn decided_case(decision: &Decision) -> DecidedCase {
    DecidedCase { case: CaseText::of(&decision.case), others: decision.others.iter().map(CaseText::of).collect() }
}

/// 对象: the day and number of the first case, and how many more.
fn subject(decisions: &[Decision]) -> String {
    let Some(first) = decisions.first() else { return String::new() };
    let numbers = [&first.case.his_no, &first.case.order_no, &first.case.slip_no];
    let number = numbers.into_iter().find(|number| !number.is_empty()).map_or("", String::as_str);
    let rest = if decisions.len() > 1 { format!(" +{}", decisions.len() - 1) } else { String::new() };
    format!("{} {} {number}{rest}", first.case.day, short_key(&first.case.key))
}
