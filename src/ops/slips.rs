//! What the statements of the cash accounts say of deposit slips, and of cash paid in without one.
//!
//! Invariant: what a day's slips got depends on the days within [`REACH_DAYS`] of it alone, whatever range is
//! worked; without a cash account in the house's facts nothing is read.

use std::collections::{BTreeMap, BTreeSet};

use regex_lite::Regex;

use super::Refusal;
use super::reconcile::{POSTING_DAYS, RunRules};
use super::settlement::{YUAN, account_rows};
use crate::domain::day::BusinessDay;
use crate::domain::entry::Method;
use crate::domain::matching::merged::{MergedCash, Waiting, take_apart};
use crate::domain::matching::settlement::AccountRow;
use crate::domain::matching::slips::{Deposit, first_morning, parse_slip, posted_by, slip_in, slip_no};
use crate::domain::matching::totals::DaySums;
use crate::domain::money::Money;
use crate::store::Reader;

/// Days around a credit that can bear on what it is: another credit's shifts.
const REACH_DAYS: i32 = 2 * POSTING_DAYS;

/// 存款. What the statements of the cash accounts say of slips.
#[derive(Default)]
pub(super) struct StatedSlips {
    /// Days the statements speak of.
    pub(super) spans: Vec<(BusinessDay, BusinessDay)>,
    /// Credits without a slip, taken apart or not.
    pub(super) merged: MergedCash,
    deposits: BTreeMap<BusinessDay, Vec<Deposit>>,
}

impl StatedSlips {
    /// Deposits under the slips of the days first–last.
    pub(super) fn read(
        reader: &Reader,
        run: &RunRules,
        first: BusinessDay,
        last: BusinessDay,
    ) -> Result<StatedSlips, Refusal> {
        let (from, to) = (first.plus(-REACH_DAYS), last.plus(REACH_DAYS));
        let mut found = StatedSlips::default();
        let mut loose: Vec<AccountRow> = Vec::new();
        let patterns = run.house.channels.iter().filter(|one| one.method == Method::Cash);
        let is_cash: Vec<Regex> = patterns.filter_map(|one| Regex::new(one.settle_ref.as_deref()?).ok()).collect();
        for account in run.house.cash_accounts() {
            let parts = reader.statement_parts(Some(account))?.into_iter().filter(|one| one.part.currency == YUAN);
            let near = parts.map(|one| (one.part.from.max(first), one.part.to.min(last.plus(POSTING_DAYS))));
            found.spans.extend(near.filter(|(from, to)| from <= to));
            for row in account_rows(reader, account, from, to)? {
                match slip_in(&row.text).and_then(parse_slip).filter(|_| row.amount > Money::ZERO) {
                    Some(slip) => {
                        let (on, deposit) = (slip.day, deposit(&row));
                        found.deposits.entry(on).or_default().push(deposit);
                    }
                    None if row.amount > Money::ZERO && is_cash.iter().any(|text| text.is_match(&row.text)) => {
                        loose.push(row);
                    }
                    None => {}
                }
            }
        }
        let bears = |row: &AccountRow| first <= row.day && row.day <= last.plus(POSTING_DAYS);
        if loose.iter().any(bears) {
            let rows: Vec<&AccountRow> = loose.iter().collect();
            found.merged = take_apart(&rows, &found.waiting(reader, run, from, to)?);
            for deposit in found.merged.deposits.clone() {
                if let Some(on) = parse_slip(&deposit.slip_no).map(|slip| slip.day) {
                    found.deposits.entry(on).or_default().push(deposit);
                }
            }
        }
        Ok(found)
    }

    /// Those of one day.
    pub(super) fn of_day(&self, day: BusinessDay) -> &[Deposit] {
        self.deposits.get(&day).map_or(&[], Vec::as_slice)
    }

    /// Shifts of the days from–to whose cash no deposit names.
    fn waiting(
        &self,
        reader: &Reader,
        run: &RunRules,
        from: BusinessDay,
        to: BusinessDay,
    ) -> Result<Vec<Waiting>, Refusal> {
        let mut waiting = Vec::new();
        for day in reader.days_for_matching().days(from, to)? {
            let booked = reader.deposits(day)?;
            let named: BTreeSet<&str> =
                booked.iter().chain(self.of_day(day)).map(|deposit| deposit.slip_no.as_str()).collect();
            let mut sums = DaySums::default();
            sums.add_shifts(&reader.cashier_rows(day)?, &run.rules);
            for shift in sums.shifts().filter(|shift| shift.sum > Money::ZERO) {
                let (slip_no, sum) = (slip_no(day, shift.letter, &shift.cashier_no), shift.sum);
                let from = first_morning(day, shift.letter);
                if let (Some(due), false) =
                    (posted_by(day, shift.letter, &run.calendar), named.contains(slip_no.as_str()))
                {
                    waiting.push(Waiting { slip_no, from, due, sum });
                }
            }
        }
        Ok(waiting)
    }
}

fn deposit(row: &AccountRow) -> Deposit {
    let slip_no = slip_in(&row.text).unwrap_or_default().to_string();
    let (file, line) = (row.file.clone(), row.line);
    Deposit { entry: None, file, slip_no, day: row.day, at: row.at, amount: row.amount, line }
}
