//! What a request comes to: each case found, compared with what was shown, its counterparts found.
//!
//! Invariant: nothing is written here; the same function answers the preview and the act.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::{CaseRef, Counterpart, Request};
use crate::domain::day::BusinessDay;
use crate::domain::decision::{CaseMark, Decision, Verb, WhyNot, allowed, may_tie};
use crate::domain::entry::{EntryId, Side};
use crate::domain::matching::dispose::version;
use crate::domain::money::Money;
use crate::domain::names;
use crate::domain::recon::ExceptionCase;
use crate::domain::rejection::{CaseRejection, Rejection};
use crate::ops::Refusal;
use crate::store::Reader;

/// What a request comes to.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Cases as they are now, each with its decision; the fact's number is not known yet.
    pub taken: Vec<(ExceptionCase, Decision)>,
    /// Cases that cannot be decided so, and why.
    pub refused: Vec<(String, Rejection)>,
}

impl Plan {
    /// Σ of the cases' differences without sign.
    pub fn sum(&self) -> Money {
        self.taken.iter().map(|(case, _)| case.difference.abs()).sum()
    }
}

/// The case a key, or the beginning of one, names.
///
/// # Errors
/// [`CaseRejection::Unknown`] or [`CaseRejection::Ambiguous`].
pub fn find_case(reader: &Reader, key: &str) -> Result<ExceptionCase, Refusal> {
    let hex = key.len() >= 4 && key.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    let mut found = if hex { reader.cases_by_key(key)? } else { Vec::new() };
    match (found.pop(), found.pop()) {
        (Some(case), None) => Ok(case),
        (Some(_), Some(_)) => Err(CaseRejection::Ambiguous(key.into()).into()),
        (None, _) => Err(CaseRejection::Unknown(names::shown(key)).into()),
    }
}

/// Works a request out against one view of the book.
pub(super) fn plan(reader: &Reader, request: &Request, carry_days: u32, by: &By<'_>) -> Result<Plan, Refusal> {
    check_words(reader, request)?;
    let mut plan = Plan::default();
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut near = Near { reader, carry_days, around: BTreeMap::new() };
    for one in &request.cases {
        match planned(&mut near, request, one, &used) {
            Ok((case, others)) => {
                used.insert(case.key.clone());
                used.extend(others.iter().map(|other| other.key.clone()));
                let decision = decision(request, &case, &others, by);
                plan.taken.push((case, decision));
            }
            Err(Refusal::Rejection(rejection)) => plan.refused.push((one.key.clone(), rejection)),
            Err(fault) => return Err(fault),
        }
    }
    Ok(plan)
}

/// Who decides, when, under which fact.
pub(super) struct By<'a> {
    pub(super) actor: &'a str,
    pub(super) on: BusinessDay,
    pub(super) seq: i64,
}

fn decision(request: &Request, case: &ExceptionCase, others: &[ExceptionCase], by: &By<'_>) -> Decision {
    Decision {
        seq: by.seq,
        actor: by.actor.to_string(),
        on: by.on,
        verb: request.verb,
        case: CaseMark::of(case),
        others: others.iter().map(CaseMark::of).collect(),
        person: request.person.clone(),
        to: request.to,
        reason: request.reason.clone(),
    }
}

/// Reason and person, the same for every case of the request.
fn check_words(reader: &Reader, request: &Request) -> Result<(), Refusal> {
    names::check_text(&request.reason)?;
    let named = |name: &str| reader.operators().map(|rows| rows.iter().any(|row| row.name == name));
    if request.verb == Verb::Assign && !named(&request.person)? {
        return Err(Rejection::OperatorUnknown(names::shown(&request.person)).into());
    }
    Ok(())
}

/// The cases of the days a tie may span, read once a day: a batch asks for the same days again and again.
struct Near<'a> {
    reader: &'a Reader,
    carry_days: u32,
    around: BTreeMap<BusinessDay, Vec<ExceptionCase>>,
}

impl Near<'_> {
    /// The case an entry is a leg of, on the days a tie with a case may span.
    fn case_of_entry(&mut self, case: &ExceptionCase, entry: EntryId) -> Result<Option<ExceptionCase>, Refusal> {
        let reach = self.carry_days as i32;
        let around = match self.around.entry(case.day) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(self.reader.cases_between(case.day.plus(-reach), case.day.plus(reach))?),
        };
        Ok(around.iter().find(|other| other.legs.iter().any(|leg| leg.entry == Some(entry))).cloned())
    }
}

fn planned(
    near: &mut Near<'_>,
    request: &Request,
    one: &CaseRef,
    used: &BTreeSet<String>,
) -> Result<(ExceptionCase, Vec<ExceptionCase>), Refusal> {
    let (reader, carry_days) = (near.reader, near.carry_days);
    let case = find_case(reader, &one.key)?;
    let short = short_key(&case.key);
    let refuse = |why: WhyNot| Refusal::from(CaseRejection::CannotDecide { key: short.clone(), why });
    if one.version.as_ref().is_some_and(|shown| *shown != version(&case)) {
        return Err(CaseRejection::Changed(short).into());
    }
    allowed(&case, request.verb).map_err(refuse)?;
    let needs_reason = matches!(request.verb, Verb::Label | Verb::Waive);
    if needs_reason && request.reason.trim().is_empty() {
        return Err(refuse(WhyNot::ReasonMissing));
    }
    if request.verb == Verb::Carry && request.to.is_none_or(|to| to <= case.day) {
        return Err(refuse(WhyNot::NotLater));
    }
    let others = match request.verb {
        Verb::Accept | Verb::Reject => {
            let place = request.proposal.max(1) - 1;
            let proposal = case.proposals.get(place).ok_or_else(|| refuse(WhyNot::NoSuchProposal))?;
            vec![near.case_of_entry(&case, proposal.entry)?.ok_or_else(|| refuse(WhyNot::NotOpen))?]
        }
        Verb::Link | Verb::Split => {
            let mut find = |other: &Counterpart| counterpart(near, &case, other, &short);
            request.others.iter().map(&mut find).collect::<Result<Vec<_>, _>>()?
        }
        Verb::Label | Verb::Waive | Verb::Assign | Verb::Carry | Verb::Undo => Vec::new(),
    };
    if matches!(request.verb, Verb::Link | Verb::Split) && others.is_empty() {
        return Err(refuse(WhyNot::NotOpen));
    }
    for other in &others {
        may_tie(&case, other, carry_days).map_err(refuse)?;
    }
    if used.contains(&case.key) || others.iter().any(|other| used.contains(&other.key)) {
        return Err(refuse(WhyNot::Taken));
    }
    if request.verb == Verb::Split && !adds_up(&case, &others) {
        return Err(refuse(WhyNot::SumsDiffer));
    }
    Ok((case, others))
}

fn counterpart(
    near: &mut Near<'_>,
    case: &ExceptionCase,
    other: &Counterpart,
    short: &str,
) -> Result<ExceptionCase, Refusal> {
    match other {
        Counterpart::Case(key) => find_case(near.reader, key),
        Counterpart::Entry(entry) => near
            .case_of_entry(case, *entry)?
            .ok_or_else(|| CaseRejection::CannotDecide { key: short.to_string(), why: WhyNot::NotOpen }.into()),
    }
}

/// Whether every side of a case and its counterparts comes to one sum.
fn adds_up(case: &ExceptionCase, others: &[ExceptionCase]) -> bool {
    let legs = || case.legs.iter().chain(others.iter().flat_map(|other| &other.legs));
    let sum = |side: Side| legs().filter(|leg| leg.side == side).map(|leg| leg.amount).sum::<Money>();
    let present = Side::ALL.iter().filter(|side| legs().any(|leg| leg.side == **side));
    let sums: BTreeSet<Money> = present.map(|side| sum(*side)).collect();
    sums.len() == 1
}

/// The beginning of a key, as people see it.
pub fn short_key(key: &str) -> String {
    key.chars().take(8).collect()
}

/// Open cases that may be tied to a case by hand: likest amount first, then nearest in time.
///
/// # Errors
/// When the book cannot be read.
pub fn counterparts(
    reader: &Reader,
    case: &ExceptionCase,
    carry_days: u32,
    wanted: &str,
) -> Result<Vec<ExceptionCase>, Refusal> {
    let reach = carry_days as i32;
    let around = reader.cases_between(case.day.plus(-reach), case.day.plus(reach))?;
    let amount = |case: &ExceptionCase| case.legs.first().map_or(Money::ZERO, |leg| leg.amount);
    let names = |other: &ExceptionCase| {
        wanted.is_empty()
            || [&other.his_no, &other.order_no, &other.cashier].iter().any(|text| text.contains(wanted))
            || amount(other).abs().to_string().starts_with(wanted)
    };
    let mut found: Vec<ExceptionCase> =
        around.into_iter().filter(|other| may_tie(case, other, carry_days).is_ok() && names(other)).collect();
    let own = case.legs.first().map_or((case.day, 0), |leg| (leg.day, leg.at.second()));
    found.sort_by_cached_key(|other| {
        let leg = other.legs.first();
        let days = leg.map_or(0, |leg| leg.day.since(own.0).unsigned_abs());
        let seconds = leg.map_or(0, |leg| leg.at.second().abs_diff(own.1));
        ((amount(other) - amount(case)).abs(), days, seconds, other.key.clone())
    });
    Ok(found)
}
