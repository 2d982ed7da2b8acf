//! Ledgers 台账 out of the book: an employer's account, replayed by the rules in force.
//!
//! Invariant: nothing here is stored; the same book, date and rules give the same ledger.

use super::Refusal;
use crate::domain::arrears::changes::{Change, changes};
use crate::domain::arrears::item::{Item, Payment};
use crate::domain::arrears::ledger::{Account, Ledger};
use crate::domain::arrears::policy::FeePolicy;
use crate::domain::calendar::{Calendar, CalendarUnknown};
use crate::domain::day::BusinessDay;
use crate::domain::deferral::grant::split;
use crate::domain::rejection::Rejection;
use crate::store::{DueAt, EmployerAt, PaymentAt, Reader};

/// What ledgers are computed by.
#[derive(Clone, Copy, Debug)]
pub struct LedgerRules<'a> {
    /// Late-fee rules.
    pub policy: &'a FeePolicy,
    /// Working days.
    pub calendar: &'a Calendar,
    /// As of.
    pub as_of: BusinessDay,
}

impl From<CalendarUnknown> for Refusal {
    fn from(unknown: CalendarUnknown) -> Refusal {
        Rejection::CalendarUnknown(unknown.year).into()
    }
}

/// An employer's account out of its rows.
///
/// # Errors
/// [`Rejection::LineUnknown`] when a row is for a line the rules no longer name.
pub fn account(
    employer: &EmployerAt,
    dues: &[DueAt],
    payments: &[PaymentAt],
    policy: &FeePolicy,
) -> Result<Account, Rejection> {
    let line = |code: &str| policy.line(code).ok_or_else(|| Rejection::LineUnknown(code.to_string()));
    let items = |due: &DueAt| {
        let item = Item {
            line: line(&due.line)?,
            month: due.month,
            portion: due.portion,
            amount: due.amount,
            due_on: due.due_on,
            order_failed: due.order_failed,
            deferral: due.deferral,
            written_off: due.written_off,
        };
        Ok(split(item, due.excluded_percent))
    };
    let payment = |paid: &PaymentAt| {
        let line = if paid.line.is_empty() { None } else { Some(line(&paid.line)?) };
        Ok(Payment { on: paid.paid_on, amount: paid.amount, line })
    };
    Ok(Account {
        items: dues.iter().map(items).collect::<Result<Vec<_>, Rejection>>()?.concat(),
        payments: payments.iter().map(payment).collect::<Result<_, Rejection>>()?,
        bankrupt_on: employer.employer.bankrupt_on,
    })
}

/// Replays every employer of a range of numbers, in order; `each` sees each ledger.
///
/// # Errors
/// What the book, the calendar or the rules refuse.
pub fn each_ledger(
    reader: &Reader,
    employers: &[EmployerAt],
    rules: &LedgerRules<'_>,
    mut each: impl FnMut(&EmployerAt, &Ledger) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let (Some(first), Some(last)) = (employers.first(), employers.last()) else { return Ok(()) };
    let dues = reader.dues(first.id, last.id)?;
    let payments = reader.payments(first.id, last.id)?;
    let (mut dues, mut payments) = (dues.as_slice(), payments.as_slice());
    for employer in employers {
        dues = &dues[dues.partition_point(|due| due.employer_id < employer.id)..];
        payments = &payments[payments.partition_point(|paid| paid.employer_id < employer.id)..];
        let of_dues = dues.partition_point(|due| due.employer_id == employer.id);
        let of_payments = payments.partition_point(|paid| paid.employer_id == employer.id);
        let account = account(employer, &dues[..of_dues], &payments[..of_payments], rules.policy)?;
        let ledger = Ledger::replay(&account, rules.as_of, rules.policy, rules.calendar, false)?;
        each(employer, &ledger)?;
        (dues, payments) = (&dues[of_dues..], &payments[of_payments..]);
    }
    Ok(())
}

/// The ledgers of these employers as they stand, for a comparison later.
///
/// # Errors
/// What the book, the calendar or the rules refuse.
pub fn ledgers_of(reader: &Reader, ids: &[i64], rules: &LedgerRules<'_>) -> Result<Vec<(EmployerAt, Ledger)>, Refusal> {
    let mut found = Vec::new();
    for employer in reader.employers()?.into_iter().filter(|at| ids.binary_search(&at.id).is_ok()) {
        each_ledger(reader, std::slice::from_ref(&employer), rules, |employer, ledger| {
            found.push((employer.clone(), ledger.clone()));
            Ok(())
        })?;
    }
    Ok(found)
}

/// Every figure a correction changed, between ledgers taken before and the book now.
///
/// # Errors
/// What the book, the calendar or the rules refuse.
pub fn changes_since(
    reader: &Reader,
    before: &[(EmployerAt, Ledger)],
    rules: &LedgerRules<'_>,
) -> Result<Vec<Change>, Refusal> {
    let ids: Vec<i64> = before.iter().map(|(employer, _)| employer.id).collect();
    let after = ledgers_of(reader, &ids, rules)?;
    let pairs = before.iter().zip(&after);
    Ok(pairs.flat_map(|((employer, old), (_, new))| changes(employer.employer.code.as_str(), old, new)).collect())
}
