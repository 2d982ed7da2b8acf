//! Reconciling days: load, first pass, second pass, check, store; one fact for the whole range.
//!
//! Invariants: the result of a day depends only on the rows of the days around it; an invariant
//! that does not hold stores nothing; if a file came in while it ran, it runs again. Days are worked
//! in blocks, so memory does not grow with their number, by two threads.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::{Deserialize, Serialize};

use super::settlement::settlements;
use super::slips::StatedSlips;
use super::{Act, Outcome, Refusal, Turn};
use crate::domain::calendar::Calendar;
use crate::domain::closing::adjustment;
use crate::domain::day::BusinessDay;
use crate::domain::decision::{Decision, LegMark};
use crate::domain::entry::{Kind, Method};
use crate::domain::house::House;
use crate::domain::matching::digest::sha256_hex;
use crate::domain::matching::join::{Joined, join_day};
use crate::domain::matching::originals::Originals;
use crate::domain::matching::pool::Rows;
use crate::domain::matching::reach::reach;
use crate::domain::matching::rules::Rules;
use crate::domain::matching::settle::{DayInput, settle_day};
use crate::domain::matching::settlement::Settlements;
use crate::domain::matching::slips::joined_deposits;
use crate::domain::matching::trial::{Trial, compare};
use crate::domain::recon::DayResult;
use crate::domain::rejection::Rejection;
use crate::store::{CoverageDays, Reader, ResultSaid, StatementRange, Store};

/// Days worked at a time.
const BLOCK_DAYS: i32 = 14;
/// Days a deposit may be posted after its slip's day (a long holiday): how far coverage is read.
pub(super) const POSTING_DAYS: i32 = 20;

/// The rules one run goes by.
#[derive(Clone, Debug)]
pub struct RunRules {
    /// 勾对规则.
    pub rules: Rules,
    /// 本单位事实.
    pub house: House,
    /// 工作日历.
    pub calendar: Calendar,
}

/// 对账. What a run did, as its fact says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaysReconciled {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Rule set and its SHA-256.
    pub rules: (String, String),
    /// Hash over the days' digests.
    pub digest: String,
    /// Each day: its digest, its rows (HIS, cashier, bank), rows that tie, cases by class.
    pub days: Vec<DayFact>,
    /// What is stored of each day in this book; not in facts of the first release.
    #[serde(default)]
    pub stored: Vec<ResultSaid>,
    /// Closed days that files came late for: their sealed figures stay.
    #[serde(default)]
    pub late: Vec<String>,
    /// The results themselves; empty when the operation had been carried out before.
    #[serde(skip)]
    pub results: Vec<DayResult>,
}

/// One day of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayFact {
    /// 营业日.
    pub day: String,
    /// Its digest.
    pub digest: String,
    /// Rows: HIS, cashier, bank.
    pub entries: [u64; 3],
    /// Rows that tie.
    pub matched: [u64; 3],
    /// Rows waiting for a file.
    pub awaited: u64,
    /// Cases by class.
    pub exceptions: BTreeMap<String, u64>,
}

/// Told days done and days in all; `false` cancels.
pub type Watch<'a> = &'a (dyn Fn(u64, u64) -> bool + Sync);

pub(super) fn reconcile(
    act: &Act<'_>,
    from: BusinessDay,
    to: BusinessDay,
    run: &RunRules,
    watch: Watch<'_>,
) -> Result<Outcome, Refusal> {
    loop {
        let (horizon, results) = compute(act.store, from, to, run, &Pending::default(), watch)?;
        let writer = match act.begin()? {
            Turn::Write(writer) => writer,
            Turn::Done(outcome) => return Ok(*outcome),
        };
        if horizon_of(&writer)? != horizon {
            continue;
        }
        let seq = writer.next_seq()?;
        let mut stored = Vec::with_capacity(results.len());
        let closed: BTreeSet<BusinessDay> = writer.closed_days(from, to)?.into_iter().collect();
        let (closed, results): (Vec<DayResult>, Vec<DayResult>) =
            results.into_iter().partition(|result| closed.contains(&result.day));
        let mut late = Vec::new();
        for now in &closed {
            let Some(sealed) = writer.day_result(now.day)? else { continue };
            if let Some(found) = adjustment(&sealed, now, act.now.today) {
                writer.put_adjustment(seq, &found)?;
                late.push(now.day.to_string());
            }
        }
        for result in &results {
            writer.put_day_result(seq, seq, result)?;
            stored.push(ResultSaid {
                day: result.day.to_string(),
                digest: result.digest.clone(),
                stored_sha256: writer.day_contents(result.day)?.unwrap_or_default(),
            });
        }
        let body = DaysReconciled { late, ..fact_body(from, to, run, results, stored) };
        act.commit(writer, &format!("{from}..{to}"), &body)?;
        return Ok(Outcome::DaysReconciled(body));
    }
}

/// Works days by the rules in force and by others, and says what would change; stores nothing.
///
/// # Errors
/// A refusal when there are no entries or a result does not add up.
pub fn try_rules(
    store: &Store,
    (from, to): (BusinessDay, BusinessDay),
    run: &RunRules,
    other: &Rules,
    watch: Watch<'_>,
) -> Result<Trial, Refusal> {
    let then = RunRules { rules: other.clone(), ..run.clone() };
    let (_, now) = compute(store, from, to, run, &Pending::default(), watch)?;
    let (_, then) = compute(store, from, to, &then, &Pending::default(), watch)?;
    Ok(compare(&now, &then))
}

/// The newest file, statement and decision a run saw.
pub(super) type Horizon = (i64, i64, i64);

fn horizon_of(reader: &Reader) -> Result<Horizon, Refusal> {
    Ok((reader.last_file_seq()?, reader.last_statement_seq()?, reader.last_decision_seq()?))
}

/// 待定. Decisions not yet in the book, and one about to be undone.
#[derive(Clone, Copy, Default)]
pub(super) struct Pending<'a> {
    pub(super) with: &'a [Decision],
    pub(super) without: Option<i64>,
}

impl Pending<'_> {
    /// The decisions that would count.
    pub(super) fn among(&self, mut decisions: Vec<Decision>) -> Vec<Decision> {
        decisions.retain(|decision| Some(decision.seq) != self.without);
        decisions.extend(self.with.iter().cloned());
        decisions
    }
}

fn fact_body(
    from: BusinessDay,
    to: BusinessDay,
    run: &RunRules,
    results: Vec<DayResult>,
    stored: Vec<ResultSaid>,
) -> DaysReconciled {
    let day = |result: &DayResult| {
        let mut exceptions = BTreeMap::new();
        for case in &result.exceptions {
            *exceptions.entry(case.class.code().to_string()).or_default() += 1;
        }
        DayFact {
            day: result.day.to_string(),
            digest: result.digest.clone(),
            entries: [result.entries.his, result.entries.cashier, result.entries.bank],
            matched: [result.matched.his, result.matched.cashier, result.matched.bank],
            awaited: result.awaited,
            exceptions,
        }
    };
    DaysReconciled {
        from: from.to_string(),
        to: to.to_string(),
        rules: (run.rules.name.clone(), run.rules.sha256.clone()),
        digest: range_digest(&results),
        days: results.iter().map(day).collect(),
        stored,
        late: Vec::new(),
        results,
    }
}

/// Hash over the digests of days.
pub fn range_digest(results: &[DayResult]) -> String {
    sha256_hex(results.iter().map(|result| result.digest.as_bytes()))
}

/// Works the days from–to against one view of the book; stores nothing.
pub(super) fn compute(
    store: &Store,
    from: BusinessDay,
    to: BusinessDay,
    run: &RunRules,
    pending: &Pending<'_>,
    watch: Watch<'_>,
) -> Result<(Horizon, Vec<DayResult>), Refusal> {
    let mut readers = [view(store)?, view(store)?];
    let horizon = horizon_of(&readers[0])?;
    if horizon_of(&readers[1])? != horizon {
        return compute(store, from, to, run, pending, watch);
    }
    let days = days_of(&readers[0], run, from, to)?;
    if days.is_empty() {
        return Err(Rejection::NoEntries(format!("{from}..{to}")).into());
    }
    let carry = run.rules.carry_days as i32;
    let mut joined: BTreeMap<BusinessDay, Joined> = BTreeMap::new();
    let mut results = Vec::with_capacity(days.len());
    let in_all = days.len() as u64;
    for block in days.chunk_by(|left, right| left.since(from) / BLOCK_DAYS == right.since(from) / BLOCK_DAYS) {
        let (Some(first), Some(last)) = (block.first(), block.last()) else { continue };
        joined.retain(|day, _| *day >= first.plus(-carry));
        let around = readers[0].days_for_matching().days(first.plus(-carry), last.plus(carry))?;
        let fresh: Vec<BusinessDay> = around.into_iter().filter(|day| !joined.contains_key(day)).collect();
        joined.extend(in_two(&mut readers, &fresh, watch, |reader, day| {
            let rows = reader.days_for_matching().load(day)?;
            Ok((day, join_day(day, &rows, &run.rules, &run.house, &[])))
        })?);
        let stated = StatedSlips::read(&readers[0], run, *first, *last)?;
        let mut coverage = readers[0].coverage(first.plus(-carry), last.plus(POSTING_DAYS), &run.house)?;
        stated.spans.iter().for_each(|(from, to)| coverage.add_bank(Method::Cash, *from, *to));
        let mut settlements = settlements(&readers[0], run, *first, *last)?;
        settlements.give_up(&stated.merged);
        let block_view = Block {
            run,
            originals: originals(&readers[0], &joined, block)?,
            coverage,
            stated,
            joined: &joined,
            settlements,
            decisions: pending.among(readers[0].decisions(*first, *last)?),
        };
        results.extend(in_two(&mut readers, block, watch, |reader, day| block_view.settle(reader, day))?);
        if !watch(results.len() as u64, in_all) {
            return Err(Rejection::Cancelled.into());
        }
    }
    results.sort_by_key(|result| result.day);
    Ok((horizon, results))
}

/// Days with entries, and days a settlement account was moved on.
fn days_of(reader: &Reader, run: &RunRules, from: BusinessDay, to: BusinessDay) -> Result<Vec<BusinessDay>, Refusal> {
    let mut days: BTreeSet<BusinessDay> = reader.days_for_matching().days(from, to)?.into_iter().collect();
    for account in run.house.settlement_accounts() {
        let rows = reader.statement_rows(&StatementRange { account: Some(account), from, to })?;
        days.extend(rows.iter().map(|booked| booked.row.day));
    }
    Ok(days.into_iter().collect())
}

fn view(store: &Store) -> Result<Reader, Refusal> {
    let reader = store.reader()?;
    reader.begin_view()?;
    Ok(reader)
}

/// Does the work of each day on whichever of two threads is free; the first error stops both.
fn in_two<T: Send>(
    readers: &mut [Reader; 2],
    days: &[BusinessDay],
    watch: Watch<'_>,
    work: impl Fn(&Reader, BusinessDay) -> Result<T, Refusal> + Sync,
) -> Result<Vec<T>, Refusal> {
    let next = AtomicUsize::new(0);
    let turn = |reader: &mut Reader| -> Result<Vec<T>, Refusal> {
        let mut done = Vec::new();
        while let Some(day) = days.get(next.fetch_add(1, Ordering::Relaxed)) {
            let worked = if watch(0, 0) { work(reader, *day) } else { Err(Rejection::Cancelled.into()) };
            done.push(worked.inspect_err(|_| next.store(days.len(), Ordering::Relaxed))?);
        }
        Ok(done)
    };
    let [first, second] = readers;
    let (here, there) = std::thread::scope(|scope| {
        let other = scope.spawn(|| turn(second));
        let here = turn(first);
        (here, other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let mut done = here?;
    done.extend(there?);
    Ok(done)
}

/// Originals of every refund the block's days hold.
fn originals(
    reader: &Reader,
    joined: &BTreeMap<BusinessDay, Joined>,
    block: &[BusinessDay],
) -> Result<Originals, Refusal> {
    let of_block = block.iter().filter_map(|day| joined.get(day));
    Ok(reader.originals(&of_block.flat_map(|joined| refunded(&joined.open)).map(str::to_string).collect())?)
}

/// 原流水号 of the refunds among rows.
fn refunded(rows: &Rows) -> impl Iterator<Item = &str> {
    let his = &rows.his.columns;
    let refunds = (0..his.len()).filter(|row| his.kind[*row] == Kind::Refund);
    refunds.map(|row| his.original_no.get(row)).filter(|number| !number.is_empty())
}

/// What the days of one block are settled from.
struct Block<'a> {
    run: &'a RunRules,
    joined: &'a BTreeMap<BusinessDay, Joined>,
    originals: Originals,
    coverage: CoverageDays,
    stated: StatedSlips,
    settlements: Settlements,
    decisions: Vec<Decision>,
}

impl Block<'_> {
    fn settle(&self, reader: &Reader, day: BusinessDay) -> Result<DayResult, Refusal> {
        let (quiet, rejoined, further);
        let mut joined = match self.joined.get(&day) {
            Some(joined) => joined,
            None => {
                quiet = join_day(day, &Rows::default(), &self.run.rules, &self.run.house, &[]);
                &quiet
            }
        };
        let days = reader.days_for_matching();
        let carry = self.run.rules.carry_days as i32;
        let around = self.joined.range(day.plus(-carry)..=day.plus(carry));
        let decisions: Vec<Decision> =
            self.decisions.iter().filter(|decision| decision.days().any(|one| one == day)).cloned().collect();
        let named: BTreeSet<LegMark> = decisions.iter().flat_map(Decision::legs).copied().collect();
        let around = around.map(|(_, other)| other);
        let mut reach = reach(joined, around, &self.run.rules, &named, |day| days.load(day))?;
        if let (false, Some(rows)) = (reach.strays.is_empty(), &reach.own_rows) {
            rejoined = join_day(day, rows, &self.run.rules, &self.run.house, &reach.strays);
            joined = &rejoined;
        }
        reach.pool.extend(&joined.open);
        let mut originals = &self.originals;
        if refunded(&reach.pool).any(|number| !originals.contains_key(number)) {
            // A refund of a day beyond the block.
            further = reader.originals(&refunded(&reach.pool).map(str::to_string).collect())?;
            originals = &further;
        }
        let input = DayInput {
            joined,
            pool: &reach.pool,
            deposits: &joined_deposits(reader.deposits(day)?, self.stated.of_day(day)),
            quarantined: &reader.quarantined(day)?,
            originals,
            coverage: &self.coverage,
            rules: &self.run.rules,
            house: &self.run.house,
            calendar: &self.run.calendar,
            settlements: &self.settlements,
            decisions: &decisions,
        };
        settle_day(&input).map_err(|what| Rejection::Invariant(what).into())
    }
}
