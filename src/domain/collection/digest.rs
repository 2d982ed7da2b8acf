//! Digest of a ledger 台账摘要: what is owed on any day to come, as long as no money comes.
//!
//! Invariant: on every day it knows, principal overdue is that of a replay as of that day with the same dues
//! and payments, so that a list of thousands of employers needs no replay.

use crate::domain::arrears::ledger::Ledger;
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;

/// 台账摘要 of one employer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArrearsDigest {
    /// Number of the employer.
    pub employer_id: i64,
    /// Principal that is overdue after a day (or, below zero, no longer), by day.
    pub steps: Vec<(BusinessDay, Money)>,
    /// 滞纳金封顶: days items reach their cap, with their principal.
    pub caps: Vec<(BusinessDay, Money)>,
    /// 缓缴: last days of terms, with the principal deferred.
    pub deferrals: Vec<(BusinessDay, Money)>,
    /// 最早一笔欠费的期限.
    pub oldest_due_on: Option<BusinessDay>,
    /// Fee owed for money that came too late, and nothing else.
    pub has_fee: bool,
    /// 最早一笔未清的期限: principal or fee; `None` also where a term of deferral stands, which only a replay tells.
    pub owing_since: Option<BusinessDay>,
    /// Whether a term of deferral stands on a due.
    pub has_terms: bool,
}

impl ArrearsDigest {
    /// The digest of a ledger replayed as of a day to come: caps are known until then, and those reached by
    /// `today` are left out.
    pub fn of(employer_id: i64, ahead: &Ledger, today: BusinessDay) -> ArrearsDigest {
        let mut digest = ArrearsDigest { employer_id, ..ArrearsDigest::default() };
        for standing in &ahead.standings {
            let principal = standing.owed + standing.deferred;
            digest.has_fee |= standing.fee_owed() > Money::ZERO;
            digest.has_terms |= standing.terms.deferred.is_some();
            if !principal.is_zero() || standing.fee_owed() > Money::ZERO {
                let since = digest.owing_since.unwrap_or(standing.terms.due_on);
                digest.owing_since = Some(since.min(standing.terms.due_on));
            }
            if principal.is_zero() {
                continue;
            }
            let due_on = standing.terms.due_on;
            digest.steps.push((due_on, principal));
            if let Some((from, until)) = standing.terms.deferred {
                digest.steps.push((from.plus(-1).max(due_on), -principal));
                digest.steps.push((until.max(due_on), principal));
                digest.deferrals.push((until, principal));
            }
            digest.oldest_due_on = Some(digest.oldest_due_on.map_or(due_on, |oldest| oldest.min(due_on)));
            digest.caps.extend(standing.capped_on.filter(|day| *day >= today).map(|day| (day, principal)));
        }
        for list in [&mut digest.steps, &mut digest.caps, &mut digest.deferrals] {
            *list = merged(std::mem::take(list));
        }
        digest
    }

    /// Principal overdue as of a date.
    pub fn owed(&self, as_of: BusinessDay) -> Money {
        self.steps.iter().filter(|(day, _)| *day < as_of).map(|(_, amount)| *amount).sum()
    }

    /// The first day overdue of the oldest due not settled, as of a date; only a replay tells where a term stands.
    pub fn found_on(&self, as_of: BusinessDay) -> Option<BusinessDay> {
        self.owing_since.filter(|due_on| *due_on < as_of).map(|due_on| due_on.plus(1))
    }

    /// Months since the oldest debt fell due; 0 where nothing is overdue.
    pub fn months(&self, as_of: BusinessDay) -> i32 {
        use crate::domain::arrears::month::FeeMonth;
        let oldest = self.oldest_due_on.filter(|due_on| *due_on < as_of);
        oldest.map_or(0, |due_on| FeeMonth::of(as_of).since(FeeMonth::of(due_on)))
    }
}

/// Sorted by day, one sum a day, sums of zero left out.
fn merged(mut list: Vec<(BusinessDay, Money)>) -> Vec<(BusinessDay, Money)> {
    list.sort_unstable_by_key(|(day, _)| *day);
    let mut kept: Vec<(BusinessDay, Money)> = Vec::new();
    for (day, amount) in list {
        match kept.last_mut() {
            Some(last) if last.0 == day => last.1 += amount,
            _ => kept.push((day, amount)),
        }
    }
    kept.retain(|(_, amount)| !amount.is_zero());
    kept
}
