//! Dispositions 处理情况: names the cases of a day by content and lays people's decisions over them.
//!
//! Invariants: laying the same decisions over the same result twice changes nothing, so a decision that
//! ties no rows is applied to the stored result exactly as a later run would apply it.

use std::collections::{BTreeMap, BTreeSet};

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::by_hand::BY_HAND;
use super::digest::sha256_hex;
use crate::domain::decision::{CaseMark, Decision, LegMark, Verb};
use crate::domain::exception::{Class, State};
use crate::domain::recon::{DayResult, ExceptionCase, Note};

/// State of a case nobody decided on.
pub fn state_of(class: Class, proposed: bool) -> State {
    match class {
        Class::ZeroAmount | Class::ReversalPair => State::Informational,
        Class::CrossDay => State::Resolved,
        _ if proposed => State::Proposed,
        _ => State::Open,
    }
}

/// The same for a whole case: money that is not due yet and rows a rule names ask nobody.
pub fn undecided_state(case: &ExceptionCase) -> State {
    let is_quiet = |note: &Note| match note {
        Note::Settlement { overdue, .. } => case.class == Class::InTransit && !overdue,
        Note::Labelled(_) => case.class == Class::Unidentified,
        _ => false,
    };
    if case.notes.iter().any(is_quiet) {
        return State::Informational;
    }
    state_of(case.class, !case.proposals.is_empty())
}

/// Gives every case that has none its key: class, difference and rows; likes are counted in their order.
pub fn name_cases(cases: &mut [ExceptionCase]) {
    let mut seen: BTreeMap<u128, u32> = BTreeMap::new();
    for case in cases.iter_mut().filter(|case| case.key.is_empty()) {
        let mark = CaseMark::of(case);
        let mut text = format!("{}|{}|{}|{}", case.class.code(), case.day, case.slip_no, case.difference.fen());
        text.extend(mark.legs.iter().map(|leg| format!("|{}{:032x}", leg.side.code(), leg.mark)));
        let hash = xxh3_128(text.as_bytes());
        let times = seen.entry(hash).or_default();
        *times += 1;
        case.key = if *times == 1 { format!("{hash:032x}") } else { format!("{:032x}", likes(hash, *times)) };
    }
}

fn likes(hash: u128, times: u32) -> u128 {
    xxh3_128(format!("{hash:032x}#{times}").as_bytes())
}

/// Version of a case: changes whenever what a person saw of it changes.
pub fn version(case: &ExceptionCase) -> String {
    let mut text = format!("{}|{}|{}|{}", case.key, case.state.code(), case.work.last_seq, case.work.owner);
    text.extend(case.proposals.iter().map(|one| format!("|{}:{}", one.entry.number(), one.score)));
    format!("{:016x}", xxh3_64(text.as_bytes()))
}

/// Lays the decisions that count (oldest first) over a day's result.
pub fn apply(result: &mut DayResult, decisions: &[Decision]) {
    let mut of_key: BTreeMap<&str, Vec<&Decision>> = BTreeMap::new();
    for decision in decisions {
        of_key.entry(&decision.case.key).or_default().push(decision);
        // A rejection speaks of both.
        for other in decision.others.iter().filter(|_| decision.verb == Verb::Reject) {
            of_key.entry(&other.key).or_default().push(decision);
        }
    }
    let present: BTreeSet<String> = result.exceptions.iter().map(|case| case.key.clone()).collect();
    let gone =
        decisions.iter().filter(|decision| decision.verb != Verb::Reject && !present.contains(&decision.case.key));
    let gone: Vec<&Decision> = gone.collect();
    for case in &mut result.exceptions {
        // A case tied by hand stays what the second pass made it.
        if !case.is_tied_by_hand() {
            case.state = undecided_state(case);
        }
        case.work = Default::default();
        for decision in of_key.get(case.key.as_str()).into_iter().flatten() {
            lay(case, decision);
        }
        // Rows tied by hand that still differ are a case of another name.
        if let Some(tie) = gone.iter().rev().find(|decision| is_rest_of(case, decision)) {
            case.work.last_seq = case.work.last_seq.max(tie.seq);
            continue;
        }
        let last = gone.iter().rev().find(|decision| decision.case.same_subject(case));
        case.work.lapsed = case.work.lapsed.take().or_else(|| last.map(|decision| decision.brief()));
        case.work.lapsed.take_if(|_| case.work.decided.is_some());
    }
    result.digest = digest(result);
}

/// Whether a case holds exactly the rows a decision tied.
fn is_rest_of(case: &ExceptionCase, decision: &Decision) -> bool {
    if !decision.verb.ties() || case.rule != BY_HAND {
        return false;
    }
    let mut tied: Vec<LegMark> = decision.legs().copied().collect();
    tied.sort();
    CaseMark::of(case).legs == tied
}

fn lay(case: &mut ExceptionCase, decision: &Decision) {
    if decision.verb.ties() && !case.is_tied_by_hand() {
        // A counterpart is no longer what it was.
        case.work.lapsed = Some(decision.brief());
        return;
    }
    case.work.last_seq = case.work.last_seq.max(decision.seq);
    let state = match decision.verb {
        Verb::Assign => {
            case.work.owner.clone_from(&decision.person);
            return;
        }
        Verb::Reject | Verb::Undo => return,
        Verb::Accept | Verb::Link | Verb::Split | Verb::Label => State::Resolved,
        Verb::Waive => State::Waived,
        Verb::Carry => State::Carried,
    };
    case.state = state;
    case.work.decided = Some(decision.brief());
}

/// The day's digest: that of the engine, and where people decided, what they said; never when or under
/// which number, so that the same decisions on the same files give the same digest.
fn digest(result: &DayResult) -> String {
    let said = |case: &ExceptionCase| {
        let decided = case.work.decided.as_ref().map(|decided| {
            let to = decided.to.map_or(String::new(), |day| day.to_string());
            format!("{}|{}|{to}|{}", decided.verb.code(), decided.actor, decided.reason)
        });
        let said = decided.is_some() || !case.work.owner.is_empty();
        said.then(|| format!("{}|{}|{}", case.key, case.work.owner, decided.unwrap_or_default()))
    };
    let lines: Vec<String> = result.exceptions.iter().filter_map(said).collect();
    if lines.is_empty() {
        return result.engine_digest.clone();
    }
    sha256_hex([result.engine_digest.as_bytes()].into_iter().chain(lines.iter().map(String::as_bytes)))
}
