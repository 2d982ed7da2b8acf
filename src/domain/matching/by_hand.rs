//! Ties by hand 手工勾对: decisions replayed on groups before anything else is tried.
//!
//! Invariant: a tie holds only where its rows are still exactly the rows of whole groups; one row more
//! or less and it lapses, whatever else was decided.

use std::collections::BTreeMap;

use super::cluster::Group;
use super::digest::row_hash;
use super::pool::{Rows, SideRows};
use crate::domain::day::BusinessDay;
use crate::domain::decision::{CaseMark, Decision, LegMark, Verb};
use crate::domain::entry::{Entry, Method, Side};
use crate::domain::money::Money;

/// Name of the rule of a group tied by a person.
pub const BY_HAND: &str = "by_hand";

/// Joins the groups that decisions tie; `by_hand` of a group is the decision's place.
pub fn join_by_hand(groups: &mut Vec<Group>, rows: &Rows, decisions: &[Decision]) {
    if !decisions.iter().any(|decision| decision.verb.ties()) {
        return;
    }
    let mut places: BTreeMap<Vec<LegMark>, Vec<usize>> = BTreeMap::new();
    for (place, group) in groups.iter().enumerate().rev() {
        places.entry(marks(group, rows)).or_default().push(place);
    }
    for (number, decision) in decisions.iter().enumerate().filter(|(_, decision)| decision.verb.ties()) {
        let parts: Vec<&CaseMark> = std::iter::once(&decision.case).chain(&decision.others).collect();
        let found: Vec<usize> =
            parts.iter().filter_map(|part| places.get(&part.legs).and_then(|free| free.last().copied())).collect();
        let mut apart = found.clone();
        apart.sort_unstable();
        apart.dedup();
        if apart.len() < parts.len() {
            continue;
        }
        for part in parts {
            places.get_mut(&part.legs).and_then(Vec::pop);
        }
        let mut whole = Group { rule: Some(BY_HAND), by_hand: Some(number), ..Group::default() };
        found.iter().for_each(|place| whole.absorb(std::mem::take(&mut groups[*place])));
        whole.sort(rows);
        groups.push(whole);
    }
    groups.retain(|group| group.all().next().is_some());
}

/// The rows of a group by content, sorted.
pub fn marks(group: &Group, rows: &Rows) -> Vec<LegMark> {
    let mark = |(side, row): (Side, u32)| mark_of(side, &rows.get(side).columns.get(row as usize));
    let mut marks: Vec<LegMark> = group.all().map(mark).collect();
    marks.sort();
    marks
}

fn mark_of(side: Side, entry: &Entry<'_>) -> LegMark {
    LegMark { side, day: entry.day, mark: row_hash(side, entry) }
}

/// Rows of a day that decisions name.
pub fn named_rows<'r>(
    rows: &'r SideRows,
    side: Side,
    wanted: &'r std::collections::BTreeSet<LegMark>,
) -> impl Iterator<Item = usize> + 'r {
    (0..rows.len()).filter(move |row| wanted.contains(&mark_of(side, &rows.columns.get(*row))))
}

/// Pairs that people said are none: neither way round may they be proposed or joined.
#[derive(Default)]
pub struct Rejected(Vec<(Vec<LegMark>, Vec<LegMark>)>);

impl Rejected {
    /// Those among the decisions.
    pub fn of(decisions: &[Decision]) -> Rejected {
        let rejections = decisions.iter().filter(|decision| decision.verb == Verb::Reject);
        let pairs = rejections.flat_map(|decision| {
            let pair = |other: &CaseMark| (decision.case.legs.clone(), other.legs.clone());
            decision.others.iter().map(pair).collect::<Vec<_>>()
        });
        Rejected(pairs.collect())
    }

    /// Whether these two groups are such a pair.
    pub fn forbids(&self, one: &Group, other: &Group, rows: &Rows) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let (one, other) = (marks(one, rows), marks(other, rows));
        self.0.iter().any(|(a, b)| (*a == one && *b == other) || (*a == other && *b == one))
    }
}

/// Whether the sides of a split add up to the same.
pub fn adds_up(group: &Group, rows: &Rows) -> bool {
    let mut sums = Side::ALL.iter().filter(|side| group.has(**side)).map(|side| group.sum(rows, *side));
    let first = sums.next();
    sums.all(|sum| Some(sum) == first)
}

/// What the channel rows of a group count for, by cashier: where one row pays receipts of several
/// cashiers, each gets what its own receipts say.
pub fn shares(group: &Group, rows: &Rows, today: BusinessDay, channel: &[(u32, Money, Money)]) -> Vec<Share> {
    let receipts = |side: Side| group.entries(rows, side).filter(move |entry| entry.day == today);
    let side = if receipts(Side::His).next().is_some() { Side::His } else { Side::Cashier };
    let named = [Side::His, Side::Cashier].into_iter().find_map(|side| group.entries(rows, side).next());
    let cashier = named.map_or(String::new(), |entry| entry.cashier.to_string());
    let method = |row: u32| rows.bank.columns.method[row as usize];
    let mut by_cashier: BTreeMap<&str, Money> = BTreeMap::new();
    receipts(side).for_each(|entry| *by_cashier.entry(entry.cashier).or_default() += entry.amount);
    let whole: Money = channel.iter().map(|(_, amount, _)| *amount).sum();
    if let (Some(_), [(row, _, fee)], true) =
        (group.by_hand, channel, by_cashier.len() > 1 && by_cashier.values().copied().sum::<Money>() == whole)
    {
        let fees = std::iter::once(*fee).chain(std::iter::repeat(Money::ZERO));
        let share = |((cashier, amount), fee): ((&&str, &Money), Money)| Share {
            cashier: (*cashier).to_string(),
            method: method(*row),
            amount: *amount,
            fee,
        };
        return by_cashier.iter().zip(fees).map(share).collect();
    }
    let share = |(row, amount, fee): &(u32, Money, Money)| Share {
        cashier: cashier.clone(),
        method: method(*row),
        amount: *amount,
        fee: *fee,
    };
    channel.iter().map(share).collect()
}

/// One cashier's part of a channel row.
pub struct Share {
    /// 收费员; empty where only the bank knows of the money.
    pub cashier: String,
    /// The channel, as its method.
    pub method: Method,
    /// Money.
    pub amount: Money,
    /// 手续费.
    pub fee: Money,
}
