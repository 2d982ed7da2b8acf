//! Classes 定类: an ordered list of small rules, the first that speaks wins (design: R3 precedence).

use super::cluster::Group;
use super::originals::{Original, Originals};
use super::pool::{CoverageTable, Rows};
use super::rules::Rules;
use crate::domain::day::BusinessDay;
use crate::domain::entry::{Entry, Kind, Method, Side};
use crate::domain::exception::Class;
use crate::domain::house::House;
use crate::domain::money::Money;
use crate::domain::recon::Note;

/// What a group turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// 平账.
    Ties,
    /// 等待: a leg whose file is not in yet.
    Awaits,
    /// 差异.
    Differs(Class, Vec<Note>),
}

/// All a rule may look at.
pub struct Scene<'a> {
    /// The pool.
    pub rows: &'a Rows,
    /// The rule set.
    pub rules: &'a Rules,
    /// The house's facts.
    pub house: &'a House,
    /// Which books are in.
    pub coverage: &'a dyn CoverageTable,
    /// Originals of the pool's refunds.
    pub originals: &'a Originals,
}

type Rule = fn(&Scene<'_>, &Group) -> Option<(Class, Vec<Note>)>;

/// In order of precedence.
const RULES: &[Rule] = &[
    foreign_account,
    zero_amount,
    reversal_pair,
    duplicate,
    refund,
    status_differs,
    direction_differs,
    amount_differs,
    fee_differs,
];

/// The verdict on a group.
pub fn classify(scene: &Scene<'_>, group: &Group) -> Verdict {
    if let Some((class, notes)) = RULES.iter().find_map(|rule| rule(scene, group)) {
        return Verdict::Differs(class, notes);
    }
    let (missing, awaited) = absent_sides(scene, group);
    match (missing.as_slice(), awaited) {
        ([], true) => Verdict::Awaits,
        ([], false) => cross_day(scene, group).map_or(Verdict::Ties, |(class, notes)| Verdict::Differs(class, notes)),
        ([Side::His], _) => Verdict::Differs(Class::MissingInHis, Vec::new()),
        ([Side::Cashier], _) => Verdict::Differs(Class::MissingInCashier, Vec::new()),
        ([Side::Bank], _) => Verdict::Differs(Class::MissingInBank, Vec::new()),
        _ => Verdict::Differs(only_class(group), Vec::new()),
    }
}

/// 支付方式 of a group: HIS's word, else the cashier's, else the channel's.
pub fn method_of(rows: &Rows, group: &Group) -> Method {
    group.first(rows).map_or(Method::Other, |entry| entry.method)
}

/// HIS leg's day, else the cashier's, else the bank's.
pub fn home_day(rows: &Rows, group: &Group) -> Option<BusinessDay> {
    let side = Side::ALL.iter().find(|side| group.has(**side))?;
    group.entries(rows, *side).map(|entry| entry.day).min()
}

fn only_class(group: &Group) -> Class {
    if group.has(Side::His) {
        Class::HisOnly
    } else if group.has(Side::Cashier) {
        Class::CashierOnly
    } else {
        Class::BankOnly
    }
}

/// Sides that should be there and are not, and whether one is merely not in yet.
fn absent_sides(scene: &Scene<'_>, group: &Group) -> (Vec<Side>, bool) {
    let method = method_of(scene.rows, group);
    let Some(day) = home_day(scene.rows, group) else { return (Vec::new(), false) };
    let mut expected = vec![Side::His, Side::Cashier];
    if scene.rules.legs(method).bank || group.has(Side::Bank) {
        expected.push(Side::Bank);
    }
    let absent: Vec<Side> = expected.into_iter().filter(|side| !group.has(*side)).collect();
    let all = absent.len();
    let missing: Vec<Side> = absent.into_iter().filter(|side| scene.coverage.is_in(*side, method, day)).collect();
    let awaited = missing.len() < all;
    (missing, awaited)
}

fn foreign_account(scene: &Scene<'_>, group: &Group) -> Option<(Class, Vec<Note>)> {
    let foreign =
        group.entries(scene.rows, Side::Bank).find(|entry| scene.house.is_foreign(entry.method, entry.merchant))?;
    Some((Class::ForeignAccount, vec![Note::Merchant(foreign.merchant.to_string())]))
}

fn zero_amount(scene: &Scene<'_>, group: &Group) -> Option<(Class, Vec<Note>)> {
    let zero = group.all().all(|(side, row)| scene.rows.get(side).columns.amount_fen[row as usize] == 0);
    zero.then(|| (Class::ZeroAmount, Vec::new()))
}

/// Also a channel order paid and revoked that neither HIS nor the till ever booked: no money stays.
fn reversal_pair(scene: &Scene<'_>, group: &Group) -> Option<(Class, Vec<Note>)> {
    let channel_alone = !group.has(Side::His) && !group.has(Side::Cashier);
    let undone = channel_alone && group.is_revoked(scene.rows) && group.standing(scene.rows, Side::Bank) == 0;
    (group.reversal || undone).then(|| (Class::ReversalPair, Vec::new()))
}

fn duplicate(scene: &Scene<'_>, group: &Group) -> Option<(Class, Vec<Note>)> {
    let times = Side::ALL.iter().map(|side| group.standing(scene.rows, *side)).max().unwrap_or(0);
    (times > 1).then(|| (Class::Duplicate, vec![Note::Times(times as u32)]))
}

/// 退费: no original, another route, over the original.
fn refund(scene: &Scene<'_>, group: &Group) -> Option<(Class, Vec<Note>)> {
    let entry = group.entries(scene.rows, Side::His).find(|entry| entry.kind == Kind::Refund)?;
    if entry.original_no == entry.his_no {
        return None;
    }
    let oldest = scene.rules.refund_lookback_days.map(|days| entry.day.plus(-(days as i32)));
    let reached = |original: &&Original| oldest.map_or(!original.lines.is_empty(), |day| original.is_since(day));
    let note = |method: Option<Method>, paid: Money, refunded: Money| {
        vec![Note::Original { his_no: entry.original_no.to_string(), method, paid, refunded }]
    };
    let Some(original) = scene.originals.get(entry.original_no).filter(reached) else {
        return Some((Class::RefundNoOriginal, note(None, Money::ZERO, -entry.amount)));
    };
    let refunded = original.refunded_through(entry.day, entry.at.second(), entry.his_no);
    let facts = note(original.first_method(), original.paid_sum(), refunded);
    if !original.was_paid_by(entry.method) {
        return Some((Class::RefundOtherRoute, facts));
    }
    (refunded > original.paid_sum()).then_some((Class::RefundOver, facts))
}

/// 支付 against 撤销, or one receipt under two methods.
fn status_differs(scene: &Scene<'_>, group: &Group) -> Option<(Class, Vec<Note>)> {
    let booked = !group.sum(scene.rows, Side::His).is_zero() || !group.sum(scene.rows, Side::Cashier).is_zero();
    let revoked = group.is_revoked(scene.rows) && group.standing(scene.rows, Side::Bank) == 0;
    if booked && revoked {
        let paid = group.entries(scene.rows, Side::Bank).any(|entry| entry.kind == Kind::Pay);
        return Some((Class::StatusDiffers, if paid { vec![Note::PaidThenRevoked] } else { Vec::new() }));
    }
    let mut methods = group.all().map(|(side, row)| scene.rows.get(side).columns.method[row as usize]);
    let first = methods.next()?;
    let other = methods.find(|method| *method != first)?;
    Some((Class::StatusDiffers, vec![Note::OtherMethod(first, other)]))
}

fn direction_differs(scene: &Scene<'_>, group: &Group) -> Option<(Class, Vec<Note>)> {
    let sums = present_sums(scene.rows, group);
    let opposite = sums.iter().any(|sum| *sum > Money::ZERO) && sums.iter().any(|sum| *sum < Money::ZERO);
    opposite.then(|| (Class::DirectionDiffers, Vec::new()))
}

fn amount_differs(scene: &Scene<'_>, group: &Group) -> Option<(Class, Vec<Note>)> {
    let sums = present_sums(scene.rows, group);
    let first = *sums.first()?;
    let other = *sums.iter().find(|sum| **sum != first)?;
    Some((Class::AmountDiffers, amount_pattern(first, other)))
}

fn present_sums(rows: &Rows, group: &Group) -> Vec<Money> {
    Side::ALL.iter().filter(|side| group.has(**side)).map(|side| group.sum(rows, *side)).collect()
}

/// Names the usual causes of two different amounts.
fn amount_pattern(left: Money, right: Money) -> Vec<Note> {
    let (small, large) = (left.abs().fen().min(right.abs().fen()), left.abs().fen().max(right.abs().fen()));
    if small > 0 && large == small.saturating_mul(100) {
        return vec![Note::HundredFold];
    }
    let (a, b) = (left.abs().to_string().into_bytes(), right.abs().to_string().into_bytes());
    let apart: Vec<usize> = (0..a.len().min(b.len())).filter(|place| a[*place] != b[*place]).collect();
    match apart[..] {
        [i, j] if a.len() == b.len() && j == i + 1 && a[i] == b[j] && a[j] == b[i] => vec![Note::DigitsSwapped],
        _ => Vec::new(),
    }
}

fn fee_differs(scene: &Scene<'_>, group: &Group) -> Option<(Class, Vec<Note>)> {
    let wrong = group
        .entries(scene.rows, Side::Bank)
        .filter(|entry| entry.kind != Kind::Revoke)
        .find(|entry| !fee_agrees(entry, scene.house))?;
    let expected = expected_fee(&wrong, scene.house).unwrap_or(wrong.fee);
    Some((Class::FeeDiffers, vec![Note::FeeExpected(expected)]))
}

/// Whether a channel row is of our merchant and its fee the contract's.
pub fn fee_agrees(entry: &Entry<'_>, house: &House) -> bool {
    if house.is_foreign(entry.method, entry.merchant) {
        return false;
    }
    expected_fee(entry, house).is_none_or(|fee| fee == entry.fee && entry.net_gap.is_zero())
}

/// The fee of the contract a channel row falls under; `None` where the house does not audit it.
pub fn expected_fee(entry: &Entry<'_>, house: &House) -> Option<Money> {
    let contract = house.contract(entry.method, entry.merchant)?;
    entry.amount.times(contract.rate?, contract.fee_rounding)
}

fn cross_day(scene: &Scene<'_>, group: &Group) -> Option<(Class, Vec<Note>)> {
    let days = |(side, row): (Side, u32)| scene.rows.get(side).columns.day[row as usize];
    let first = group.all().map(days).min()?;
    let last = group.all().map(days).max()?;
    (last > first).then(|| (Class::CrossDay, vec![Note::DaysApart(last - first)]))
}
