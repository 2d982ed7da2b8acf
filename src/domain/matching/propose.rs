//! Amounts without keys: the mutually unique pair that is accepted, and the ranked proposals that are not.
//!
//! Invariant: nothing here ties rows whose order numbers contradict; a proposal needs a person.

use std::collections::BTreeMap;

use super::by_hand::Rejected;
use super::classify::{home_day, method_of};
use super::cluster::Group;
use super::pool::Rows;
use super::rules::Rules;
use crate::domain::day::BusinessDay;
use crate::domain::entry::{Entry, Method, Side};
use crate::domain::money::Money;
use crate::domain::recon::Proposal;

/// Name of the rule that accepts a mutually unique amount.
pub const UNIQUE_AMOUNT: &str = "unique_amount";

type Bucket = (Method, BusinessDay, Money);

/// Joins receipts that lack their bank leg with bank rows that belong to none, where amount and time
/// leave no other choice and at least one of the two carries no order number.
pub fn join_unique(groups: &mut Vec<Group>, rows: &Rows, rules: &Rules, day: BusinessDay, rejected: &Rejected) {
    let (receipts, lone) = unmatched(groups, rows, rules, day);
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (bucket, receipts) in &receipts {
        let Some(lone) = lone.get(bucket) else { continue };
        for receipt in receipts {
            let mut near = lone.iter().filter(|bank| is_near(&groups[*receipt], &groups[**bank], rows, rules));
            let (Some(bank), None) = (near.next(), near.next()) else { continue };
            let rivals = receipts.iter().filter(|other| is_near(&groups[**other], &groups[*bank], rows, rules)).count();
            let forbidden = rejected.forbids(&groups[*receipt], &groups[*bank], rows);
            if rivals == 1 && !forbidden && lacks_order(&groups[*receipt], &groups[*bank], rows) {
                pairs.push((*receipt, *bank));
            }
        }
    }
    for (receipt, bank) in pairs {
        let other = std::mem::take(&mut groups[bank]);
        groups[receipt].absorb(other);
        groups[receipt].rule = Some(UNIQUE_AMOUNT);
    }
    groups.retain(|group| group.all().next().is_some());
}

type Places = BTreeMap<Bucket, Vec<usize>>;

/// Receipts without a bank leg, and bank rows without a receipt, of one day by method and amount.
fn unmatched(groups: &[Group], rows: &Rows, rules: &Rules, day: BusinessDay) -> (Places, Places) {
    let (mut receipts, mut lone) = (Places::new(), Places::new());
    for (place, group) in groups.iter().enumerate() {
        let method = method_of(rows, group);
        if home_day(rows, group) != Some(day) || !rules.legs(method).bank || group.reversal {
            continue;
        }
        let Some(first) = group.first(rows) else { continue };
        let bucket = (method, day, first.amount);
        match (group.has(Side::His) || group.has(Side::Cashier), group.has(Side::Bank)) {
            (true, false) => receipts.entry(bucket).or_default().push(place),
            (false, true) if group.standing(rows, Side::Bank) == 1 => lone.entry(bucket).or_default().push(place),
            _ => {}
        }
    }
    (receipts, lone)
}

fn seconds_apart(left: &Entry<'_>, right: &Entry<'_>) -> Option<u32> {
    (left.at.is_known() && right.at.is_known() && left.day == right.day)
        .then(|| left.at.second().abs_diff(right.at.second()))
}

fn is_near(receipt: &Group, bank: &Group, rows: &Rows, rules: &Rules) -> bool {
    match (receipt.first(rows), bank.first(rows)) {
        (Some(receipt), Some(bank)) => {
            seconds_apart(&receipt, &bank).is_some_and(|seconds| seconds <= rules.unique_window_seconds)
        }
        _ => false,
    }
}

fn order_of<'a>(group: &'a Group, rows: &'a Rows) -> &'a str {
    group
        .all()
        .map(|(side, row)| rows.get(side).columns.order_no.get(row as usize))
        .find(|order| !order.is_empty())
        .unwrap_or("")
}

fn lacks_order(receipt: &Group, bank: &Group, rows: &Rows) -> bool {
    order_of(receipt, rows).is_empty() || order_of(bank, rows).is_empty()
}

/// Incomplete groups of a day by method and amount, so that a case looks only at its likes.
pub struct Candidates<'g> {
    alike: BTreeMap<(Method, Money), Vec<&'g Group>>,
}

impl<'g> Candidates<'g> {
    /// Sorts groups by what they would have to share.
    pub fn of(groups: impl Iterator<Item = &'g Group>, rows: &Rows) -> Self {
        let mut alike: BTreeMap<(Method, Money), Vec<&Group>> = BTreeMap::new();
        for group in groups {
            if let Some(first) = group.first(rows) {
                alike.entry((first.method, first.amount)).or_default().push(group);
            }
        }
        Candidates { alike }
    }

    /// Ranked counterparts of an incomplete group.
    pub fn proposals(&self, group: &Group, rows: &Rows, rules: &Rules, rejected: &Rejected) -> Vec<Proposal> {
        let Some(first) = group.first(rows) else { return Vec::new() };
        let others = self.alike.get(&(first.method, first.amount)).into_iter().flatten();
        let mut ranked: Vec<Proposal> = others
            .filter(|other| Side::ALL.iter().all(|side| !(group.has(*side) && other.has(*side))))
            .filter(|other| !rejected.forbids(group, other, rows))
            .filter_map(|other| score(group, other, rows, rules))
            .filter(|proposal| proposal.score >= rules.scores.least)
            .collect();
        ranked.sort_by(|left, right| {
            let key = |one: &Proposal| (-one.score, one.day, one.at, one.side, one.order_no.clone());
            key(left).cmp(&key(right))
        });
        ranked.truncate(rules.proposals_max);
        ranked
    }
}

fn score(group: &Group, other: &Group, rows: &Rows, rules: &Rules) -> Option<Proposal> {
    let mine = group.first(rows)?;
    let (side, row) = other.all().next()?;
    let theirs = rows.get(side).columns.get(row as usize);
    let scores = &rules.scores;
    let mut parts = vec![("amount".to_string(), scores.amount)];
    match seconds_apart(&mine, &theirs) {
        Some(seconds) if seconds <= rules.unique_window_seconds => parts.push(("near".into(), scores.near)),
        Some(seconds) if seconds <= 3_600 => parts.push(("hour".into(), scores.hour)),
        _ => {}
    }
    if !theirs.cashier.is_empty() && theirs.cashier == mine.cashier {
        parts.push(("cashier".into(), scores.cashier));
    }
    let (own, order) = (order_of(group, rows), order_of(other, rows));
    if own.is_empty() || order.is_empty() {
        parts.push(("no_order".into(), scores.no_order));
    } else if tail(own) == tail(order) {
        parts.push(("order_tail".into(), scores.order_tail));
    }
    Some(Proposal {
        entry: rows.get(side).ids[row as usize],
        side,
        amount: theirs.amount,
        day: theirs.day,
        at: theirs.at,
        order_no: order.to_string(),
        score: parts.iter().map(|(_, points)| points).sum(),
        parts,
    })
}

fn tail(order: &str) -> &str {
    let from = order.char_indices().rev().nth(7).map_or(0, |(place, _)| place);
    &order[from..]
}
