//! Figures of deferral 缓缴统计 and the eligibility matrix 资格矩阵, out of the book.
//!
//! Invariant: nothing is stored; the figures tie to the ledgers they were read from.

use std::collections::BTreeMap;

use super::judge::firm;
use super::{DeferralRules, standing};
use crate::domain::arrears::item::Portion;
use crate::domain::arrears::ledger::Ledger;
use crate::domain::arrears::month::FeeMonth;
use crate::domain::day::BusinessDay;
use crate::domain::deferral::eligibility::{Eligibility, Request, judge};
use crate::domain::deferral::policy::Policy;
use crate::domain::deferral::statistics::{Counted, RateCut, Relief, Statistics, StatisticsBy};
use crate::domain::money::Money;
use crate::ops::Refusal;
use crate::ops::ledgers::{LedgerRules, each_ledger};
use crate::store::{ApplicationAt, EmployerAt, Reader};

/// Which applications are counted.
#[derive(Clone, Copy, Debug)]
pub struct FiguresAsk {
    /// By what.
    pub by: StatisticsBy,
    /// Only those with a fee month in these months.
    pub months: Option<(FeeMonth, FeeMonth)>,
    /// How they stand on this day.
    pub as_of: BusinessDay,
}

/// Counts what was granted.
///
/// # Errors
/// What the book, the calendar or the rules refuse.
pub fn statistics(reader: &Reader, rules: &DeferralRules, ask: &FiguresAsk) -> Result<Statistics, Refusal> {
    let mut of_employer: BTreeMap<i64, Vec<ApplicationAt>> = BTreeMap::new();
    for at in reader.applications(i64::MIN, i64::MAX)? {
        let wanted = at
            .application
            .form()
            .is_some_and(|form| ask.months.is_none_or(|(first, last)| form.months.0 <= last && first <= form.months.1));
        if wanted && at.application.as_of(ask.as_of).granted().is_some() {
            of_employer.entry(at.employer_id).or_default().push(at);
        }
    }
    let employers = reader.employers()?.into_iter().filter(|at| of_employer.contains_key(&at.id));
    let employers: Vec<EmployerAt> = employers.collect();
    let by = LedgerRules { policy: &rules.policy, calendar: &rules.calendar, as_of: ask.as_of };
    let mut counted = Vec::new();
    each_ledger(reader, &employers, &by, |employer, ledger| {
        let own = of_employer.get(&employer.id).into_iter().flatten();
        counted.extend(own.filter_map(|at| count(at, employer, ledger, rules, ask.by)));
        Ok(())
    })?;
    Ok(Statistics::of(counted))
}

fn count(
    at: &ApplicationAt,
    employer: &EmployerAt,
    ledger: &Ledger,
    rules: &DeferralRules,
    by: StatisticsBy,
) -> Option<Counted> {
    let stands = standing(at, ledger, rules)?;
    let (form, granted) = (at.application.form()?, at.application.granted()?);
    let group = match by {
        StatisticsBy::Line => form.line.clone(),
        StatisticsBy::Policy => form.policy.clone(),
        StatisticsBy::Month => FeeMonth::of(granted.on).to_string(),
        StatisticsBy::Area => employer.employer.area.clone(),
    };
    // Months whose dues are not on record yet are in use as far as they were approved.
    let to_come = (at.application.amount() - stands.dues).max(Money::ZERO);
    let running = ledger.as_of <= stands.ends_on;
    Some(Counted {
        group,
        employer: employer.id,
        approved: at.application.amount(),
        in_use: stands.deferred + if running { to_come } else { Money::ZERO },
        repaid: stands.repaid,
        overdue: stands.owed,
    })
}

/// What cuts of rates relieved, by their ids: policy × base × months, over the dues on record.
///
/// # Errors
/// When the book cannot be read.
pub fn relief(
    reader: &Reader,
    cuts: &[RateCut],
    months: Option<(FeeMonth, FeeMonth)>,
) -> Result<BTreeMap<String, Relief>, Refusal> {
    let mut found: BTreeMap<String, Relief> = BTreeMap::new();
    for due in reader.dues_as_filed(i64::MIN, i64::MAX)? {
        let wanted = months.is_none_or(|(first, last)| first <= due.month && due.month <= last);
        if due.portion != Portion::Employer || due.base.is_zero() || !wanted {
            continue;
        }
        for cut in cuts {
            if let Some(relief) = cut.relief(&due.line, due.month, due.base) {
                found.entry(cut.id.clone()).or_default().take(due.employer_id, due.base, relief);
            }
        }
    }
    Ok(found)
}

/// Which part of the matrix is asked for.
#[derive(Clone, Debug)]
pub struct MatrixAsk<'a> {
    /// Policies; every one when empty.
    pub policies: Vec<&'a Policy>,
    /// Lines, by code.
    pub lines: Vec<String>,
    /// Fee months.
    pub months: Vec<FeeMonth>,
    /// 申请日期, and what the ledgers are as of.
    pub on: BusinessDay,
}

/// Judges employers × policies × lines × months; `each` sees every verdict with its employer and line.
///
/// # Errors
/// What the book, the calendar or the rules refuse.
pub fn matrix(
    reader: &Reader,
    rules: &DeferralRules,
    employers: &[EmployerAt],
    ask: &MatrixAsk<'_>,
    mut each: impl FnMut(&EmployerAt, &str, Vec<Eligibility>),
) -> Result<(), Refusal> {
    let Some(first) = ask.months.first().copied() else { return Ok(()) };
    let by = LedgerRules { policy: &rules.policy, calendar: &rules.calendar, as_of: ask.on };
    each_ledger(reader, employers, &by, |employer, ledger| {
        for line in &ask.lines {
            let firm = firm(employer, ledger, rules, line, first, ask.on);
            let request = Request { line, months: &ask.months, individual: false };
            for policy in &ask.policies {
                each(employer, line, judge(&rules.catalogue, policy, &firm, &request));
            }
        }
        Ok(())
    })
}
