//! Clusters 归组: rows of the second pass that speak of one receipt.
//!
//! Keys are tried in the rules' order, a weaker one only among rows still open, and rows whose
//! order numbers contradict each other are never joined. A cluster is then split into groups: money
//! in apart from money out, one settlement number apart from another.

use std::collections::{BTreeMap, BTreeSet};

use super::pool::Rows;
use super::rules::{JoinKey, Rules};
use crate::domain::entry::{Entry, Kind, Side};
use crate::domain::money::Money;
use crate::domain::recon::BySide;

/// A row of the pool.
pub type Leg = (Side, u32);

/// 组. The rows of one receipt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Rows by side, each list by time then content.
    pub legs: BySide<Vec<u32>>,
    /// Key that joined them last.
    pub key: Option<JoinKey>,
    /// Name of the rule, when it was none of the joins.
    pub rule: Option<&'static str>,
    /// +x and −x of one settlement number that cancel on every side.
    pub reversal: bool,
    /// Place of the decision that tied it.
    pub by_hand: Option<usize>,
}

impl Group {
    /// Legs of a side.
    pub fn of(&self, side: Side) -> &[u32] {
        self.legs.get(side)
    }

    /// Whether a side has any leg.
    pub fn has(&self, side: Side) -> bool {
        !self.of(side).is_empty()
    }

    /// Every leg, HIS first.
    pub fn all(&self) -> impl Iterator<Item = Leg> + '_ {
        Side::ALL.iter().flat_map(|side| self.of(*side).iter().map(|row| (*side, *row)))
    }

    /// The entries of a side.
    pub fn entries<'a>(&'a self, rows: &'a Rows, side: Side) -> impl Iterator<Item = Entry<'a>> + 'a {
        self.of(side).iter().map(move |row| rows.get(side).columns.get(*row as usize))
    }

    /// The leg that names the group: HIS, else cashier, else bank.
    pub fn first<'a>(&self, rows: &'a Rows) -> Option<Entry<'a>> {
        self.all().next().map(|(side, row)| rows.get(side).columns.get(row as usize))
    }

    /// What each row of a side counts for: a revocation undoes a payment of its group, alone it counts 0.
    /// The fee follows the money.
    pub fn counted(&self, rows: &Rows, side: Side) -> Vec<(u32, Money, Money)> {
        let entries: Vec<(u32, Entry<'_>)> =
            self.of(side).iter().map(|row| (*row, rows.get(side).columns.get(*row as usize))).collect();
        let mut undone: Vec<bool> = vec![false; entries.len()];
        let mut counted = Vec::with_capacity(entries.len());
        for (row, entry) in &entries {
            if entry.kind != Kind::Revoke {
                counted.push((*row, entry.amount, entry.fee));
                continue;
            }
            let payable = |place: &usize| entries[*place].1.kind == Kind::Pay && !undone[*place];
            let same = (0..entries.len()).filter(payable).find(|place| entries[*place].1.amount == entry.amount);
            match same.or_else(|| (0..entries.len()).find(payable)) {
                Some(place) => {
                    undone[place] = true;
                    counted.push((*row, -entries[place].1.amount, -entries[place].1.fee));
                }
                None => counted.push((*row, Money::ZERO, Money::ZERO)),
            }
        }
        counted
    }

    /// Σ of what a side's rows count for.
    pub fn sum(&self, rows: &Rows, side: Side) -> Money {
        if side == Side::Bank {
            return self.counted(rows, side).into_iter().map(|(_, amount, _)| amount).sum();
        }
        self.entries(rows, side).map(|entry| entry.amount).sum()
    }

    /// How often the receipt stands on a side: its rows less the revoked payments.
    pub fn standing(&self, rows: &Rows, side: Side) -> usize {
        let revoked = self.entries(rows, side).filter(|entry| entry.kind == Kind::Revoke).count();
        let others = self.of(side).len() - revoked;
        others - revoked.min(others)
    }

    /// Whether the channel took an order back in this group.
    pub fn is_revoked(&self, rows: &Rows) -> bool {
        self.entries(rows, Side::Bank).any(|entry| entry.kind == Kind::Revoke)
    }

    /// Takes over the legs of another group.
    pub fn absorb(&mut self, other: Group) {
        for side in Side::ALL {
            self.legs.get_mut(*side).extend_from_slice(other.of(*side));
        }
    }

    /// What it holds, leg by leg: an order of groups that depends on content only, once legs are sorted.
    pub fn content(&self, rows: &Rows) -> Vec<(Side, (i32, u32, u128))> {
        self.all().map(|(side, row)| (side, content_order(side, &rows.get(side).columns.get(row as usize)))).collect()
    }

    /// Puts each side's legs in an order that depends on content only.
    pub fn sort(&mut self, rows: &Rows) {
        for side in Side::ALL {
            let columns = &rows.get(*side).columns;
            self.legs.get_mut(*side).sort_by_cached_key(|row| content_order(*side, &columns.get(*row as usize)));
        }
    }
}

/// Content a tie is broken by: day, time, then a hash of everything compared.
pub fn content_order(side: Side, entry: &Entry<'_>) -> (i32, u32, u128) {
    (entry.day.number(), entry.at.second(), super::digest::row_hash(side, entry))
}

/// Groups of a pool, in an order that depends on content only.
pub fn groups(rows: &Rows, rules: &Rules) -> Vec<Group> {
    let mut clusters = by_first_key(rows);
    clusters.iter_mut().for_each(|cluster| cluster.sort(rows));
    for join in &rules.joins {
        match join.key {
            JoinKey::OrderNo => {}
            JoinKey::HisNo => join_open(&mut clusters, rows, JoinKey::HisNo, |entry| entry.his_no),
            JoinKey::ChannelNo => join_open(&mut clusters, rows, JoinKey::ChannelNo, |entry| entry.channel_no),
        }
    }
    let mut groups: Vec<Group> = clusters.into_iter().flat_map(|cluster| split(cluster, rows)).collect();
    merge_reversals(&mut groups, rows);
    for group in &mut groups {
        group.sort(rows);
    }
    groups.sort_by_cached_key(|group| {
        (group.first(rows).map(|entry| (entry.day, entry.at, entry.his_no.to_string())), group.content(rows))
    });
    groups
}

/// Rows by order number; rows that have none by settlement number and method.
fn by_first_key(rows: &Rows) -> Vec<Group> {
    let mut places: BTreeMap<(JoinKey, String, u8), usize> = BTreeMap::new();
    let mut clusters: Vec<Group> = Vec::new();
    for side in Side::ALL {
        let columns = &rows.get(*side).columns;
        for row in 0..columns.len() {
            let entry = columns.get(row);
            let key = match (entry.order_no, entry.his_no) {
                ("", "") => None,
                ("", his_no) => Some((JoinKey::HisNo, his_no.to_string(), entry.method as u8)),
                (order_no, _) => Some((JoinKey::OrderNo, order_no.to_string(), 0)),
            };
            let fresh = clusters.len();
            let place = key.as_ref().map_or(fresh, |key| *places.entry(key.clone()).or_insert(fresh));
            if place == fresh {
                clusters.push(Group { key: key.map(|(key, ..)| key), ..Group::default() });
            }
            clusters[place].legs.get_mut(*side).push(row as u32);
        }
    }
    clusters
}

/// Joins clusters that lack a side with clusters that have only that side, by a weaker key: first
/// where method and sum agree, then where the method does, then the rest.
fn join_open(clusters: &mut Vec<Group>, rows: &Rows, key: JoinKey, text: for<'a> fn(&Entry<'a>) -> &'a str) {
    let mut by_text: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, cluster) in clusters.iter().enumerate() {
        let texts: BTreeSet<&str> = cluster
            .all()
            .map(|(side, row)| text(&rows.get(side).columns.get(row as usize)))
            .filter(|text| !text.is_empty())
            .collect();
        for text in texts {
            by_text.entry(text.to_string()).or_default().push(place);
        }
    }
    let agreements: [fn(&Group, &Group, &Rows) -> bool; 3] =
        [|a, b, rows| same_method(a, b, rows) && same_sum(a, b, rows), same_method, |_, _, _| true];
    for places in by_text.values().filter(|places| places.len() > 1) {
        for agrees in agreements {
            merge_where(clusters, places, rows, key, agrees);
        }
    }
    clusters.retain(|cluster| cluster.all().next().is_some());
}

fn merge_where(
    clusters: &mut [Group],
    places: &[usize],
    rows: &Rows,
    key: JoinKey,
    agrees: fn(&Group, &Group, &Rows) -> bool,
) {
    let mut ordered = places.to_vec();
    ordered.sort_by_cached_key(|place| clusters[*place].content(rows));
    for (at, left) in ordered.iter().enumerate() {
        for right in &ordered[at + 1..] {
            let joinable = complement(&clusters[*left], &clusters[*right], rows)
                && agrees(&clusters[*left], &clusters[*right], rows);
            if joinable {
                let other = std::mem::take(&mut clusters[*right]);
                clusters[*left].absorb(other);
                clusters[*left].key = Some(key);
            }
        }
    }
}

/// Whether two clusters share no side and no order number of theirs contradicts.
fn complement(left: &Group, right: &Group, rows: &Rows) -> bool {
    let occupied = |group: &Group| group.all().next().is_some();
    let apart = Side::ALL.iter().all(|side| !(left.has(*side) && right.has(*side)));
    occupied(left) && occupied(right) && apart && {
        let orders: BTreeSet<&str> = left
            .all()
            .chain(right.all())
            .map(|(side, row)| rows.get(side).columns.order_no.get(row as usize))
            .filter(|order| !order.is_empty())
            .collect();
        orders.len() <= 1
    }
}

fn same_method(left: &Group, right: &Group, rows: &Rows) -> bool {
    let method = |group: &Group| group.first(rows).map(|entry| entry.method);
    method(left) == method(right)
}

fn same_sum(left: &Group, right: &Group, rows: &Rows) -> bool {
    let sum = |group: &Group| group.first(rows).map(|entry| entry.amount);
    sum(left) == sum(right)
}

/// Splits a cluster into groups: money in apart from money out, one settlement number apart from another.
fn split(cluster: Group, rows: &Rows) -> Vec<Group> {
    let kind_of = |(side, row): Leg| rows.get(side).columns.kind[row as usize];
    let (out, into): (Vec<Leg>, Vec<Leg>) = cluster.all().partition(|leg| kind_of(*leg) == Kind::Refund);
    let nets_to_zero = Side::ALL.iter().all(|side| cluster.sum(rows, *side).is_zero());
    if !out.is_empty() && !into.is_empty() && nets_to_zero {
        return vec![Group { reversal: true, ..cluster }];
    }
    let sides = |legs: &[Leg]| legs.iter().map(|(side, _)| *side).collect::<BTreeSet<_>>();
    if out.is_empty() || into.is_empty() || sides(&out).is_disjoint(&sides(&into)) {
        return split_bills(cluster, rows);
    }
    let part = |legs: Vec<Leg>| {
        let mut group = Group { key: cluster.key, ..Group::default() };
        legs.into_iter().for_each(|(side, row)| group.legs.get_mut(side).push(row));
        group
    };
    [into, out].into_iter().flat_map(|legs| split_bills(part(legs), rows)).collect()
}

/// Splits a group that holds several settlement numbers; its bank legs go where their amount fits.
fn split_bills(mut group: Group, rows: &Rows) -> Vec<Group> {
    group.sort(rows);
    let mut bills: Vec<(String, Group)> = Vec::new();
    for (side, row) in group.all().filter(|(side, _)| *side != Side::Bank) {
        let his_no = rows.get(side).columns.his_no.get(row as usize);
        let place = bills.iter().position(|(known, _)| known == his_no).unwrap_or_else(|| {
            bills.push((his_no.to_string(), Group { key: group.key, ..Group::default() }));
            bills.len() - 1
        });
        bills[place].1.legs.get_mut(side).push(row);
    }
    if bills.len() < 2 {
        return vec![group];
    }
    for row in group.of(Side::Bank) {
        let amount = rows.bank.columns.amount_fen[*row as usize];
        let fits = |bill: &Group| bill.first(rows).is_some_and(|entry| entry.amount.fen() == amount);
        let place = bills
            .iter()
            .position(|(_, bill)| !bill.has(Side::Bank) && fits(bill))
            .or_else(|| bills.iter().position(|(_, bill)| fits(bill)))
            .or_else(|| bills.iter().position(|(_, bill)| !bill.has(Side::Bank)))
            .unwrap_or(0);
        bills[place].1.legs.bank.push(*row);
    }
    bills.into_iter().map(|(_, bill)| bill).collect()
}

/// 冲正对: +x and −x under one settlement number. Where every side cancels they are one group; where
/// only one side does, its pair is set apart and what the other sides hold stands on its own.
fn merge_reversals(groups: &mut Vec<Group>, rows: &Rows) {
    let mut by_bill: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (place, group) in groups.iter().enumerate() {
        for (side, row) in group.all().filter(|(side, _)| *side != Side::Bank) {
            let his_no = rows.get(side).columns.his_no.get(row as usize);
            by_bill.entry(his_no.to_string()).or_default().insert(place);
        }
    }
    for (his_no, places) in by_bill.into_iter().filter(|(his_no, places)| !his_no.is_empty() && places.len() > 1) {
        let pairs: Vec<Side> = [Side::His, Side::Cashier]
            .into_iter()
            .filter(|side| pair_of(groups, &places, rows, *side, &his_no).is_some())
            .collect();
        if pairs.is_empty() {
            continue;
        }
        let cancels = |side: &Side| places.iter().map(|place| groups[*place].sum(rows, *side)).sum::<Money>().is_zero();
        if Side::ALL.iter().all(cancels) {
            let mut whole = Group { key: Some(JoinKey::HisNo), reversal: true, ..Group::default() };
            places.iter().for_each(|place| whole.absorb(std::mem::take(&mut groups[*place])));
            groups.push(whole);
            continue;
        }
        for side in pairs {
            if let Some(pair) = pair_of(groups, &places, rows, side, &his_no) {
                places.iter().for_each(|place| groups[*place].legs.get_mut(side).retain(|row| !pair.contains(row)));
                let mut apart = Group { key: Some(JoinKey::HisNo), reversal: true, ..Group::default() };
                apart.legs.get_mut(side).extend(pair);
                groups.push(apart);
            }
        }
    }
    groups.retain(|group| group.all().next().is_some());
}

/// The two rows of one side under a settlement number that cancel, if there are just such two.
fn pair_of(groups: &[Group], places: &BTreeSet<usize>, rows: &Rows, side: Side, his_no: &str) -> Option<[u32; 2]> {
    let columns = &rows.get(side).columns;
    let of_bill: Vec<u32> = places
        .iter()
        .flat_map(|place| groups[*place].of(side).iter().copied())
        .filter(|row| columns.his_no.get(*row as usize) == his_no)
        .collect();
    match of_bill[..] {
        [left, right] => {
            let amount = |row: u32| columns.amount_fen[row as usize];
            (amount(left) == -amount(right) && amount(left) != 0).then_some([left, right])
        }
        _ => None,
    }
}
