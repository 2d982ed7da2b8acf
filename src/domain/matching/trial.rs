//! Trial of rules 规则试算: what other rules would match that these do not, and the reverse.
//!
//! Invariant: cases are compared by the rows they hold, so a case that only changes its class is neither.

use std::collections::BTreeSet;

use crate::domain::day::BusinessDay;
use crate::domain::entry::Side;
use crate::domain::exception::State;
use crate::domain::recon::{DayResult, ExceptionCase};

/// 试算结果.
#[derive(Clone, Debug, Default)]
pub struct Trial {
    /// Cases of now that would be no case any more.
    pub matched: Vec<ExceptionCase>,
    /// Cases that would be new.
    pub unmatched: Vec<ExceptionCase>,
}

/// A row of a case; a case without rows stands for itself.
type Subject = (Option<(Side, u128)>, BusinessDay, String);

/// Holds two results of the same days against each other; informational cases do not count.
pub fn compare(now: &[DayResult], then: &[DayResult]) -> Trial {
    Trial { matched: only_in(now, then), unmatched: only_in(then, now) }
}

fn only_in(these: &[DayResult], those: &[DayResult]) -> Vec<ExceptionCase> {
    let known: BTreeSet<Subject> = listed(those).flat_map(subjects).collect();
    let is_new = |case: &&ExceptionCase| !subjects(case).iter().any(|subject| known.contains(subject));
    listed(these).filter(is_new).cloned().collect()
}

fn listed(days: &[DayResult]) -> impl Iterator<Item = &ExceptionCase> {
    days.iter().flat_map(|day| &day.exceptions).filter(|case| case.state != State::Informational)
}

fn subjects(case: &ExceptionCase) -> Vec<Subject> {
    if case.legs.is_empty() {
        return vec![(None, case.day, case.slip_no.clone())];
    }
    case.legs.iter().map(|leg| (Some((leg.side, leg.mark)), leg.day, String::new())).collect()
}
