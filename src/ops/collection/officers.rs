//! 指派 · 标注: employers given to an officer in bulk, marks put on and taken off.

use std::collections::{BTreeMap, BTreeSet};

use super::{CollectionDone, CollectionRules, commit};
use crate::domain::collection::marks::{Mark, MarkKind};
use crate::domain::names::{check_operator, check_text};
use crate::domain::rejection::{CollectionRejection, Rejection};
use crate::ops::{Act, Outcome, Refusal, Turn};
use crate::store::{EmployerAt, Reader, Writer};

/// Most persons an employer may have held up.
const PERSONS_MAX: u32 = 1_000_000;

/// Employers with the officer in force in the place of the registry's.
///
/// # Errors
/// When the book cannot be read.
pub fn employers_with_officers(reader: &Reader) -> Result<Vec<EmployerAt>, Refusal> {
    let mut employers = reader.employers()?;
    let mut assigned = reader.assignments()?;
    for at in &mut employers {
        if let Some(officer) = assigned.remove(&at.id).filter(|officer| !officer.is_empty()) {
            at.employer.officer = officer;
        }
    }
    Ok(employers)
}

/// Gives employers to an officer.
pub(super) fn assign(act: &Act<'_>, codes: &[String], officer: &str, reason: &str) -> Result<Outcome, Refusal> {
    check_text(reason)?;
    if !officer.is_empty() {
        check_operator(officer)?;
    }
    let writer = match act.begin()? {
        Turn::Write(writer) => writer,
        Turn::Done(outcome) => return Ok(*outcome),
    };
    let seq = writer.next_seq()?;
    for id in ids(&writer, codes)? {
        writer.put_assignment(seq, id, officer)?;
    }
    let body = CollectionDone { act: "assigned".into(), employers: codes.to_vec(), ..CollectionDone::of("") };
    commit(act, writer, officer, reason, body)
}

/// Marks employers, each with its value.
pub(super) fn mark(
    act: &Act<'_>,
    kind: MarkKind,
    values: &[(String, String)],
    note: &str,
    rules: &CollectionRules,
) -> Result<Outcome, Refusal> {
    check_text(note)?;
    for (_, value) in values {
        check_value(kind, value, rules)?;
    }
    let writer = match act.begin()? {
        Turn::Write(writer) => writer,
        Turn::Done(outcome) => return Ok(*outcome),
    };
    let seq = writer.next_seq()?;
    let codes: Vec<String> = values.iter().map(|(code, _)| code.clone()).collect();
    for (employer_id, (_, value)) in ids(&writer, &codes)?.into_iter().zip(values) {
        writer.put_mark(&Mark { seq, employer_id, kind, value: value.clone(), note: note.to_string() })?;
    }
    let body = CollectionDone { act: "marked".into(), employers: codes, ..CollectionDone::of("") };
    commit(act, writer, kind.code(), note, body)
}

fn check_value(kind: MarkKind, value: &str, rules: &CollectionRules) -> Result<(), CollectionRejection> {
    let good = match kind {
        _ if value.is_empty() => true,
        MarkKind::Watch => value == "1",
        MarkKind::Blocked => value.parse::<u32>().is_ok_and(|persons| persons <= PERSONS_MAX),
        MarkKind::Debtor => rules.policy.debtor_types.iter().any(|known| known.code == *value),
    };
    if good { Ok(()) } else { Err(CollectionRejection::MarkValue(value.to_string())) }
}

/// The numbers of employers, each named once.
fn ids(writer: &Writer<'_>, codes: &[String]) -> Result<Vec<i64>, Refusal> {
    let known: BTreeMap<String, i64> =
        writer.employers()?.into_iter().map(|at| (at.employer.code.to_string(), at.id)).collect();
    let mut named = BTreeSet::new();
    let mut ids = Vec::with_capacity(codes.len());
    for code in codes {
        let id = known.get(code).ok_or_else(|| Rejection::EmployerUnknown(code.clone()))?;
        if !named.insert(*id) {
            return Err(CollectionRejection::NamedTwice(code.clone()).into());
        }
        ids.push(*id);
    }
    if ids.is_empty() { Err(CollectionRejection::NobodyNamed.into()) } else { Ok(ids) }
}
