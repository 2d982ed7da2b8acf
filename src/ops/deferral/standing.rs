//! How what was granted stands 在缓情况: its dues in the ledger, as of a date.
//!
//! Invariant: nothing is stored; dues, repaid, deferred and owed are those of the ledger, so that they tie to it.

use super::DeferralRules;
use crate::domain::arrears::item::Portion;
use crate::domain::arrears::ledger::{Ledger, Standing};
use crate::domain::day::BusinessDay;
use crate::domain::deferral::application::{Application, Progress};
use crate::domain::deferral::grant::Grant;
use crate::domain::money::Money;
use crate::ops::Refusal;
use crate::ops::ledgers::account;
use crate::store::{ApplicationAt, EmployerAt, Reader};

/// 在缓情况.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantStanding {
    /// 进展.
    pub progress: Progress,
    /// The last day, rolled as the ledger rolls it.
    pub ends_on: BusinessDay,
    /// 应缴 of its months, the employer's part that is deferred; zero where none is on record yet.
    pub dues: Money,
    /// Of it, repaid.
    pub repaid: Money,
    /// Of it, deferred now.
    pub deferred: Money,
    /// Of it, owed as arrears now.
    pub owed: Money,
    /// Late fee on it since it ended.
    pub fee: Money,
    /// 人员变动 whose part is not repaid yet: who, and how much of it.
    pub called: Vec<(String, Money)>,
}

/// An employer's ledger and applications as of a date.
///
/// # Errors
/// What the book, the calendar or the rules refuse.
pub fn ledger_of(
    reader: &Reader,
    employer: &EmployerAt,
    rules: &DeferralRules,
    as_of: BusinessDay,
) -> Result<Ledger, Refusal> {
    let id = employer.id;
    let account = account(employer, &reader.dues(id, id)?, &reader.payments(id, id)?, &rules.policy)?;
    Ok(Ledger::replay(&account, as_of, &rules.policy, &rules.calendar, false)?)
}

/// How an application stands in its employer's ledger; `None` before it is granted.
pub fn standing(at: &ApplicationAt, ledger: &Ledger, rules: &DeferralRules) -> Option<GrantStanding> {
    let application = at.application.as_of(ledger.as_of);
    let grant = application.grant()?;
    let own: Vec<&Standing> = ledger.standings.iter().filter(|one| is_of(one, &grant, rules)).collect();
    let sum = |each: fn(&Standing) -> Money| -> Money { own.iter().map(|one| each(one)).sum() };
    let (dues, repaid) = (sum(|one| one.item.amount - one.written_off), sum(|one| one.paid));
    let (deferred, owed) = (sum(|one| one.deferred), sum(|one| one.owed));
    let rolled = own.iter().filter_map(|one| one.terms.deferred).map(|(_, until)| until).max();
    let planned = grant.schedule.last().unwrap_or(grant.starts_on);
    let planned = grant.ended_on.map_or(planned, |ended| planned.min(ended));
    let ends_on = rolled.unwrap_or_else(|| rules.calendar.roll(planned).unwrap_or(planned));
    let left = (!own.is_empty()).then_some(deferred + owed);
    // An instalment missed is arrears though the last one is still to come.
    let missed = owed > Money::ZERO && ledger.as_of <= ends_on;
    let progress = application.progress(ledger.as_of, ends_on, left)?;
    let progress = if missed && progress != Progress::Approved { Progress::Overdue } else { progress };
    Some(GrantStanding {
        progress,
        ends_on,
        dues,
        repaid,
        deferred,
        owed,
        fee: sum(Standing::fee_owed),
        called: called(&application, repaid),
    })
}

fn is_of(standing: &Standing, grant: &Grant, rules: &DeferralRules) -> bool {
    let item = &standing.item;
    item.portion == Portion::Employer
        && item.deferral.is_some()
        && grant.covers(rules.policy.line_code(item.line), item.month, item.portion)
}

/// Persons whose part is still to be repaid: what was repaid counts for those who left first.
fn called(application: &Application, repaid: Money) -> Vec<(String, Money)> {
    let mut left = repaid;
    let mut open = Vec::new();
    for step in application.people() {
        let settled = step.amount.min(left);
        left -= settled;
        if let Some((person, _)) = step.person.as_ref().filter(|_| step.amount > settled) {
            open.push((person.clone(), step.amount - settled));
        }
    }
    open
}
