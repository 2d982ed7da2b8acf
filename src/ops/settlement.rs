//! What settlements are found from: nets of channel days, statement rows, deposits, out of one view of the book.
//!
//! Invariant: without a settlement account in the house's facts, or a statement of one in the book, no
//! entry is read.

use std::collections::BTreeMap;

use super::Refusal;
use super::reconcile::RunRules;
use crate::domain::day::BusinessDay;
use crate::domain::matching::settlement::{
    AccountRow, LATE_DAYS, SPAN_DAYS, Settlements, Stretch, due_on, settle_channels,
};
use crate::domain::matching::slips::posted_by;
use crate::domain::money::Money;
use crate::store::{Reader, StatementRange};

/// 人民币: the currency of the books.
pub(super) const YUAN: &str = "CNY";
/// Most days a credit may be expected after its channel day: 30 working days over two long holidays.
const DUE_DAYS_MAX: i32 = 70;

/// What became of the nets of the days first–last, and whose rows were posted on them; days around them stand in it
/// too.
///
/// # Errors
/// When the book cannot be read.
pub fn settlements(
    reader: &Reader,
    run: &RunRules,
    first: BusinessDay,
    last: BusinessDay,
) -> Result<Settlements, Refusal> {
    let mut stretch = Stretch::default();
    let accounts: Vec<&str> = run.house.settlement_accounts().collect();
    for account in &accounts {
        let parts = reader.statement_parts(Some(account))?.into_iter().filter(|one| one.part.currency == YUAN);
        for part in parts.map(|one| one.part) {
            let span = stretch.spans.entry((*account).to_string()).or_insert((part.from, part.to));
            *span = (span.0.min(part.from), span.1.max(part.to));
        }
    }
    if stretch.spans.is_empty() {
        return Ok(Settlements::default());
    }
    let (from, to, due) = reach(run, first, last);
    for day in reader.days_for_matching().days(from, to)? {
        stretch.nets.insert(day, reader.channel_nets(day, &run.house)?);
    }
    let (from, to) = (from, due.plus(LATE_DAYS).max(to));
    for account in &accounts {
        stretch.rows.extend(account_rows(reader, account, from, to)?);
    }
    stretch.deposits = reader.deposits_posted(from, to)?;
    Ok(settle_channels(&run.house, &run.calendar, stretch))
}

/// The channel days that can bear on the days first–last, and the last day their credits are expected.
fn reach(run: &RunRules, first: BusinessDay, last: BusinessDay) -> (BusinessDay, BusinessDay, BusinessDay) {
    let places = (0..run.house.channels.len()).filter(|place| run.house.channels[*place].account.is_some());
    let (mut from, mut to, mut expected) = (first, last, last);
    for place in places {
        let due = |day: BusinessDay| due_on(&run.house, place, day, &run.calendar);
        let near = |day: BusinessDay| due(day).is_none_or(|due| due >= first.plus(-SPAN_DAYS));
        let back = (1..=DUE_DAYS_MAX).map(|days| first.plus(-days)).take_while(|day| near(*day)).last();
        from = from.min(back.unwrap_or(first));
        let bound = due(last).unwrap_or(last).plus(SPAN_DAYS);
        let ahead = (1..=DUE_DAYS_MAX).map(|days| last.plus(days));
        let ahead = ahead.take_while(|day| due(*day).is_some_and(|due| due <= bound)).last();
        to = to.max(ahead.unwrap_or(last));
        expected = expected.max(bound);
    }
    (from, to, expected)
}

pub(super) fn account_rows(
    reader: &Reader,
    account: &str,
    from: BusinessDay,
    to: BusinessDay,
) -> Result<Vec<AccountRow>, Refusal> {
    let rows = reader.statement_rows(&StatementRange { account: Some(account), from, to })?;
    let yuan = rows.into_iter().filter(|booked| booked.row.currency == YUAN && booked.row.amount != Money::ZERO);
    let mut seen: BTreeMap<u128, u32> = BTreeMap::new();
    let rows = yuan.map(|booked| {
        let row = booked.row;
        let text = format!("{} {} {}", row.text, row.counterparty_name, row.counterparty_account);
        let content = format!("{}|{}|{text}", row.identity(), row.at);
        let mark = xxhash_rust::xxh3::xxh3_128(content.as_bytes());
        *seen.entry(mark).or_default() += 1;
        let mark = mark.wrapping_add(u128::from(seen.get(&mark).copied().unwrap_or(1) - 1));
        let (account, day, at, amount) = (row.account, row.day, row.at, row.amount);
        AccountRow { account, day, at, amount, text, mark, file: booked.file, line: row.line }
    });
    Ok(rows.collect())
}

/// Whether a file that came after fact `run_seq` bears on a day without bringing rows of it: a receipt file
/// says the day is in while rows of it wait for one; a statement speaks of that day, or comes when money of
/// the day was still under way.
///
/// # Errors
/// When the book cannot be read.
pub fn is_touched(reader: &Reader, run: &RunRules, day: BusinessDay, run_seq: i64) -> Result<bool, Refusal> {
    if reader.is_covered_since(day, run_seq)? && reader.day_result(day)?.is_some_and(|result| result.awaited > 0) {
        return Ok(true);
    }
    if reader.last_statement_seq()? <= run_seq {
        return Ok(false);
    }
    let mut later = Vec::new();
    for account in run.house.settlement_accounts() {
        later.extend(reader.statement_parts_since(account, run_seq)?);
    }
    let morning = posted_by(day, 'B', &run.calendar).filter(|_| run.house.cash_accounts().next().is_some());
    if later.iter().any(|(from, to)| *from <= morning.unwrap_or(day) && day <= *to) {
        return Ok(true);
    }
    if !later.iter().any(|(_, to)| *to > day) {
        return Ok(false);
    }
    let result = reader.day_result(day)?;
    let is_open = |credit: crate::domain::recon::BridgeCredit| !credit.in_transit.is_zero() || !credit.short.is_zero();
    Ok(result.is_some_and(|result| result.bridges.iter().filter_map(|bridge| bridge.credit).any(is_open)))
}
