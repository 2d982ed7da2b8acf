//! 清欠进度 out of the book: opening as it was known then, closing as it is known now, and every flow between.

use std::collections::BTreeMap;

use super::{CollectionDone, commit, employers_with_officers};
use crate::domain::arrears::ledger::{Account, Ledger};
use crate::domain::collection::progress::{Cell, Period, ProgressBy, cells};
use crate::domain::collection::target::Target;
use crate::domain::names::check_text;
use crate::domain::rejection::CollectionRejection;
use crate::ops::ledgers::{LedgerRules, account};
use crate::ops::{Act, Outcome, Refusal, Turn};
use crate::store::{DueAt, EmployerAt, PaymentAt, Reader};

/// The cells of a period, by group.
///
/// # Errors
/// What the book, the calendar or the rules refuse.
pub fn progress(
    reader: &Reader,
    period: Period,
    by: ProgressBy,
    rules: &LedgerRules<'_>,
) -> Result<BTreeMap<String, Cell>, Refusal> {
    let employers = employers_with_officers(reader)?;
    let day_before = period.from.plus(-1);
    let now = Known::read(reader, i64::MAX)?;
    let then = Known::read(reader, reader.registry_file_known(day_before)?)?;
    let mut found: BTreeMap<String, Cell> = BTreeMap::new();
    for at in &employers {
        let run = |account: &Account, as_of| Ledger::replay(account, as_of, rules.policy, rules.calendar, false);
        let (as_now, as_then) = (now.account(at, rules)?, then.account(at, rules)?);
        let before = run(&as_now, day_before)?;
        let opening = if as_then == as_now { before.clone() } else { run(&as_then, day_before)? };
        let after = run(&as_now, period.to)?;
        for ((_, _, line), cell) in cells(&opening, &before, &after, period) {
            if cell == Cell::default() {
                continue;
            }
            let key = match by {
                ProgressBy::Line => rules.policy.line_code(line),
                ProgressBy::Area => &at.employer.area,
                ProgressBy::Officer => &at.employer.officer,
                ProgressBy::Kind => &at.employer.kind,
            };
            *found.entry(key.to_string()).or_default() += cell;
        }
    }
    Ok(found)
}

/// Dues and payments as the book had them with its files up to one.
struct Known {
    dues: Vec<DueAt>,
    payments: Vec<PaymentAt>,
}

impl Known {
    fn read(reader: &Reader, file: i64) -> Result<Known, Refusal> {
        let dues = reader.dues_known(i64::MIN, i64::MAX, file)?;
        Ok(Known { dues, payments: reader.payments_known(i64::MIN, i64::MAX, file)? })
    }

    fn account(&self, at: &EmployerAt, rules: &LedgerRules<'_>) -> Result<Account, Refusal> {
        let from = self.dues.partition_point(|due| due.employer_id < at.id);
        let to = self.dues.partition_point(|due| due.employer_id <= at.id);
        let first = self.payments.partition_point(|paid| paid.employer_id < at.id);
        let last = self.payments.partition_point(|paid| paid.employer_id <= at.id);
        Ok(account(at, &self.dues[from..to], &self.payments[first..last], rules.policy)?)
    }
}

/// Sets targets.
pub(super) fn set_targets(act: &Act<'_>, targets: &[Target]) -> Result<Outcome, Refusal> {
    let mut named: Vec<(i32, &str, &str, &str)> = Vec::new();
    for target in targets {
        check_text(&target.key)?;
        let place = (target.year, target.measure.code(), target.by.code(), target.key.as_str());
        if target.key.is_empty() || named.contains(&place) {
            return Err(CollectionRejection::NamedTwice(target.key.clone()).into());
        }
        if target.amount.fen() < 0 {
            return Err(CollectionRejection::AmountNotPositive(target.amount.to_string()).into());
        }
        named.push(place);
    }
    if targets.is_empty() {
        return Err(CollectionRejection::NobodyNamed.into());
    }
    let writer = match act.begin()? {
        Turn::Write(writer) => writer,
        Turn::Done(outcome) => return Ok(*outcome),
    };
    let seq = writer.next_seq()?;
    for target in targets {
        writer.put_target(seq, target)?;
    }
    let years: Vec<String> = targets.iter().map(|target| target.year.to_string()).collect();
    let body = CollectionDone { act: "targets".into(), employers: Vec::new(), ..CollectionDone::of("") };
    commit(act, writer, years.first().map_or("", String::as_str), "", body)
}
