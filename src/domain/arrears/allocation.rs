//! Allocation 分配: which open principal and fee a payment settles, in the order the place sets.
//!
//! Invariant: no part gets more than is open on it, and the shares with what is left over are the
//! payment, to the fen.

use super::item::Portion;
use super::month::FeeMonth;
use super::policy::AllocOrder;
use crate::domain::money::Money;

/// 未结. What is open on one item, in the order items settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    /// Place of the item in its ledger.
    pub place: usize,
    /// 费款所属期.
    pub month: FeeMonth,
    /// 缴费部分.
    pub portion: Portion,
    /// 本金.
    pub principal: Money,
    /// 滞纳金.
    pub fee: Money,
}

/// 分配. What of a payment went to one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Place of the item in its ledger.
    pub place: usize,
    /// To principal.
    pub principal: Money,
    /// To fee.
    pub fee: Money,
}

/// Principal or fee of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Principal,
    Fee,
}

/// Settles what a payment can; `opens` stand in settling order. Gives the shares and what is left.
pub fn settle(order: AllocOrder, opens: &[Open], amount: Money) -> (Vec<Share>, Money) {
    let parts = match order {
        AllocOrder::ProRata => return pro_rata(opens, amount),
        AllocOrder::OldestFirst => oldest_first(opens),
        AllocOrder::FeeFirst => fee_first(opens),
        AllocOrder::CurrentFirst => current_first(opens),
    };
    let mut shares = Shares::default();
    let mut left = amount;
    for (index, part) in parts {
        if left.is_zero() {
            break;
        }
        let open = &opens[index];
        let given = left.min(match part {
            Part::Principal => open.principal - shares.of(open.place).principal,
            Part::Fee => open.fee - shares.of(open.place).fee,
        });
        shares.add(open.place, part, given);
        left -= given;
    }
    (shares.0, left)
}

/// Shares by item, in the order they were first given.
#[derive(Default)]
struct Shares(Vec<Share>);

impl Shares {
    fn of(&self, place: usize) -> Share {
        let none = Share { place, principal: Money::ZERO, fee: Money::ZERO };
        self.0.iter().rev().find(|share| share.place == place).copied().unwrap_or(none)
    }

    fn add(&mut self, place: usize, part: Part, given: Money) {
        if given.is_zero() {
            return;
        }
        let at = self.0.iter().rposition(|share| share.place == place).unwrap_or_else(|| {
            self.0.push(Share { place, principal: Money::ZERO, fee: Money::ZERO });
            self.0.len() - 1
        });
        match part {
            Part::Principal => self.0[at].principal += given,
            Part::Fee => self.0[at].fee += given,
        }
    }
}

/// Items of one month side by side: where each month begins and ends.
fn months(opens: &[Open]) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        let month = opens.get(start)?.month;
        let length = opens[start..].iter().take_while(|open| open.month == month).count();
        let range = start..start + length;
        start += length;
        Some(range)
    })
}

fn oldest_first(opens: &[Open]) -> Vec<(usize, Part)> {
    let of_month = |range: std::ops::Range<usize>| {
        range.clone().map(|index| (index, Part::Principal)).chain(range.map(|index| (index, Part::Fee)))
    };
    months(opens).flat_map(of_month).collect()
}

fn fee_first(opens: &[Open]) -> Vec<(usize, Part)> {
    let of_month = |range: std::ops::Range<usize>| {
        range.clone().map(|index| (index, Part::Fee)).chain(range.map(|index| (index, Part::Principal)))
    };
    months(opens).flat_map(of_month).collect()
}

fn current_first(opens: &[Open]) -> Vec<(usize, Part)> {
    let newest = opens.iter().rev().find(|open| open.principal > Money::ZERO).map(|open| open.month);
    let current = opens.iter().enumerate().filter(|(_, open)| Some(open.month) == newest);
    current.map(|(index, _)| (index, Part::Principal)).chain(oldest_first(opens)).collect()
}

/// By size, half-up; what rounding leaves goes to the oldest item, its fee before its principal.
fn pro_rata(opens: &[Open], amount: Money) -> (Vec<Share>, Money) {
    let parts: Vec<(usize, Part, Money)> = opens
        .iter()
        .enumerate()
        .flat_map(|(index, open)| [(index, Part::Fee, open.fee), (index, Part::Principal, open.principal)])
        .filter(|(_, _, open)| *open > Money::ZERO)
        .collect();
    let total: Money = parts.iter().map(|(_, _, open)| *open).sum();
    let given = amount.min(total);
    if given.is_zero() {
        return (Vec::new(), amount);
    }
    let share = |open: Money| {
        let (whole, all) = (i128::from(open.fen()) * i128::from(given.fen()), i128::from(total.fen()));
        Money::from_fen(i64::try_from((2 * whole + all).div_euclid(2 * all)).unwrap_or(i64::MAX))
    };
    let mut sizes: Vec<Money> = parts.iter().map(|(_, _, open)| share(*open)).collect();
    let mut rest = given - sizes.iter().copied().sum();
    for (size, (_, _, open)) in sizes.iter_mut().zip(&parts) {
        let moved = rest.min(*open - *size).max(-*size);
        *size += moved;
        rest -= moved;
    }
    let mut shares = Shares::default();
    for (size, (index, part, _)) in sizes.into_iter().zip(parts) {
        shares.add(opens[index].place, part, size);
    }
    (shares.0, amount - given)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(place: usize, month: i32, portion: Portion, principal: i64, fee: i64) -> Option<Open> {
        let month = FeeMonth::from_number(month)?;
        Some(Open { place, month, portion, principal: Money::from_fen(principal), fee: Money::from_fen(fee) })
    }

    /// Two months: 个人 100 + 单位 200, fees 10 and 20; then 个人 50 + 单位 70, fees 5 and 7.
    fn two_months() -> Vec<Open> {
        let both = [Portion::Individual, Portion::Employer];
        let older = both.into_iter().zip([(100, 10), (200, 20)]);
        let newer = both.into_iter().zip([(50, 5), (70, 7)]);
        let older = older.enumerate().filter_map(|(place, (who, (sum, fee)))| open(place, 202_601, who, sum, fee));
        let newer = newer.enumerate().filter_map(|(place, (who, (sum, fee)))| open(place + 2, 202_602, who, sum, fee));
        older.chain(newer).collect()
    }

    #[test]
    fn each_order_settles_what_it_says_first() {
        // place: principal/fee
        for (order, amount, expected, left) in [
            (AllocOrder::OldestFirst, 100, "0:100/0", 0),
            (AllocOrder::OldestFirst, 305, "0:100/5 1:200/0", 0),
            (AllocOrder::OldestFirst, 340, "0:100/10 1:200/20 2:10/0", 0),
            (AllocOrder::FeeFirst, 25, "0:0/10 1:0/15", 0),
            (AllocOrder::FeeFirst, 331, "0:100/10 1:200/20 2:0/1", 0),
            (AllocOrder::CurrentFirst, 60, "2:50/0 3:10/0", 0),
            (AllocOrder::CurrentFirst, 230, "2:50/0 3:70/0 0:100/0 1:10/0", 0),
            (AllocOrder::OldestFirst, 500, "0:100/10 1:200/20 2:50/5 3:70/7", 38),
            (AllocOrder::ProRata, 500, "0:100/10 1:200/20 2:50/5 3:70/7", 38),
            (AllocOrder::ProRata, 231, "0:50/4 1:100/10 2:25/3 3:35/4", 0),
        ] {
            let (mut shares, rest) = settle(order, &two_months(), Money::from_fen(amount));
            if order == AllocOrder::ProRata {
                shares.sort_by_key(|share| share.place);
            }
            let shown: Vec<String> = shares
                .iter()
                .map(|share| format!("{}:{}/{}", share.place, share.principal.fen(), share.fee.fen()))
                .collect();
            assert_eq!((shown.join(" ").as_str(), rest.fen()), (expected, left), "{order:?} {amount}");
        }
    }
}
