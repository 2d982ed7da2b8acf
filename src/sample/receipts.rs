//! Receipts as a hospital day brings them: when, where, how much, by which method.
//!
//! Invariant: a receipt drawn here is consistent on all three sides; only `defects` makes books
//! disagree. Originals of refunds come from receipts no defect touched.

use crate::domain::day::BusinessDay;
use crate::domain::entry::{Kind, Method};
use crate::domain::money::Money;

use super::people::{DESKS, Desks, Name};
use super::rng::Dice;
use super::rows::{BankRow, Number, Order, Reference, Rows, SheetRow, is_electronic};

/// Receipts an hour brings, out of some fifteen hundred.
const HOURS: [u32; 24] = [2, 1, 1, 1, 4, 6, 8, 96, 183, 203, 192, 134, 55, 91, 149, 142, 97, 34, 32, 22, 9, 12, 8, 6];
const FIRST_SECOND: u32 = 30 * 60;
const LAST_SECOND: u32 = 23 * 3600 + 50 * 60 - 1;
/// Registration and consultation fees, in fen: two fifths of all receipts cost one of these.
const PRICES: [i64; 8] = [800, 1000, 1500, 2000, 2500, 3000, 5000, 10_000];
const METHODS: [(Method, u32); 6] = [
    (Method::Wechat, 400),
    (Method::Alipay, 175),
    (Method::MedicalAccount, 150),
    (Method::Card, 110),
    (Method::Cash, 95),
    (Method::Prepaid, 70),
];
/// The methods with a bank row per receipt.
pub(super) const ELECTRONIC: [Method; 4] = [Method::Wechat, Method::Alipay, Method::MedicalAccount, Method::Card];

/// What a refund goes back to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Original {
    /// 原流水号.
    pub(super) number: Number,
    /// Order the channel knows it by.
    pub(super) order: Option<Order>,
}

/// One receipt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Receipt {
    /// 结算流水号.
    pub(super) number: Number,
    /// Second of the day.
    pub(super) second: u32,
    /// Desk.
    pub(super) desk: u8,
    /// Patient.
    pub(super) name: Name,
    /// 支付方式.
    pub(super) method: Method,
    /// Signed: negative for a refund.
    pub(super) amount: Money,
    /// Set on refunds.
    pub(super) original: Option<Original>,
}

impl Receipt {
    /// A payment drawn at random.
    pub(super) fn draw(number: Number, second: u32, dice: &mut Dice) -> Self {
        let weights = METHODS.map(|(_, weight)| weight);
        let method = METHODS.get(dice.weighted(&weights)).map_or(Method::Wechat, |(method, _)| *method);
        let desk = Receipt::draw_desk(method, dice);
        let amount = draw_amount(dice);
        Receipt { number, second, desk, name: Name::draw(dice), method, amount, original: None }
    }

    /// A desk that takes the method: machines take no cash.
    pub(super) fn draw_desk(method: Method, dice: &mut Dice) -> u8 {
        if method == Method::Cash { Desks::draw_window(dice) } else { dice.below(DESKS as u32) as u8 }
    }

    /// Its order number; none where the bank has no row per receipt.
    pub(super) fn order(&self) -> Option<Order> {
        let Number { day, seq } = self.number;
        is_electronic(self.method).then_some(Order { refund: self.original.is_some(), day, desk: self.desk, seq })
    }

    /// Its line in his.csv and cashier.csv.
    pub(super) fn sheet_row(&self) -> SheetRow {
        SheetRow {
            number: self.number,
            second: self.second,
            desk: self.desk,
            name: self.name,
            method: self.method,
            amount: self.amount,
            order: self.order(),
            original: self.original.map(|original| original.number),
            unreadable: false,
        }
    }

    /// Its line in bank.csv, `delay` seconds later.
    pub(super) fn bank_row(&self, delay: u32) -> Option<BankRow> {
        let order = self.order()?;
        Some(BankRow {
            day: self.number.day,
            second: self.second + delay,
            method: self.method,
            kind: if self.amount < Money::ZERO { Kind::Refund } else { Kind::Pay },
            amount: self.amount.abs(),
            serial_day: self.number.day,
            serial: BankRow::serial_of(order, false),
            reference: Reference::Order(order),
            original: self.original.and_then(|original| original.order),
            undoes: false,
            fee_off: Money::ZERO,
            foreign: false,
        })
    }

    /// Books it truly on all three sides.
    pub(super) fn book(&self, rows: &mut Rows, dice: &mut Dice) {
        rows.his.push(self.sheet_row());
        rows.cashier.push(self.sheet_row());
        rows.bank.extend(self.bank_row(dice.below(40)));
    }

    /// Books it as one bill paid in two ways: the same 结算流水号 twice, two methods, two orders.
    pub(super) fn book_split(&self, rows: &mut Rows, dice: &mut Dice) {
        let second_method = match self.method {
            Method::MedicalAccount if Desks::is_machine(self.desk) => Method::Wechat,
            Method::MedicalAccount => dice.pick(&[Method::Wechat, Method::Cash, Method::Card], Method::Wechat),
            _ => Method::MedicalAccount,
        };
        let part = Money::from_fen(1 + self.amount.fen() * i64::from(dice.between(20, 70)) / 100);
        let first = Receipt { amount: self.amount - part, ..*self };
        first.book(rows, dice);
        let rest = Receipt { amount: part, method: second_method, ..*self };
        let order = rest.order().map(|order| Order { seq: order.seq + Order::SECOND, ..order });
        let sheet = SheetRow { order, ..rest.sheet_row() };
        rows.his.push(sheet);
        rows.cashier.push(sheet);
        if let (Some(order), Some(bank)) = (order, rest.bank_row(dice.below(40))) {
            let serial = BankRow::serial_of(order, false);
            rows.bank.push(BankRow { serial, reference: Reference::Order(order), ..bank });
        }
    }
}

/// The seconds of a day's receipts, in order.
pub(super) fn draw_seconds(count: u32, dice: &mut Dice) -> Vec<u32> {
    let mut seconds: Vec<u32> = (0..count)
        .map(|_| {
            let second = dice.weighted(&HOURS) as u32 * 3600 + dice.below(3600);
            if (FIRST_SECOND..=LAST_SECOND).contains(&second) { second } else { dice.between(8 * 3600, 11 * 3600) }
        })
        .collect();
    seconds.sort_unstable();
    seconds
}

fn draw_amount(dice: &mut Dice) -> Money {
    let fen = match dice.below(100) {
        0..40 => dice.pick(&PRICES, 1000),
        40..60 => i64::from(dice.between(300, 5_000)),
        60..92 => i64::from(dice.between(5_000, 40_000)),
        _ => i64::from(dice.between(40_000, 500_000)),
    };
    Money::from_fen(fen)
}

/// A payment that refunds may go back to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paid {
    /// The payment.
    pub(super) receipt: Receipt,
    /// What is not yet refunded.
    pub(super) left: Money,
}

/// Payments no defect touched, from which refunds draw their originals.
#[derive(Debug, Default)]
pub(super) struct Pool {
    paid: Vec<Paid>,
    partly: Vec<Paid>,
}

impl Pool {
    const MOST: usize = 16_384;
    const MOST_PARTLY: usize = 1_024;
    const TRIES: usize = 24;

    /// Offers a payment; once the pool is full it takes the place of another.
    pub(super) fn offer(&mut self, receipt: Receipt, dice: &mut Dice) {
        let entry = Paid { receipt, left: receipt.amount };
        if self.paid.len() < Pool::MOST {
            self.paid.push(entry);
            return;
        }
        let at = dice.index(Pool::MOST);
        if let Some(place) = self.paid.get_mut(at) {
            *place = entry;
        }
    }

    /// Takes out a payment at least five minutes old, of which nothing is refunded yet, that `fits`.
    pub(super) fn take(
        &mut self,
        day: BusinessDay,
        second: u32,
        dice: &mut Dice,
        fits: impl Fn(&Paid) -> bool,
    ) -> Option<Paid> {
        for _ in 0..Pool::TRIES {
            let at = dice.index(self.paid.len());
            let paid = self.paid.get(at)?;
            let settled = paid.receipt.number.day < day || paid.receipt.second + 300 < second;
            if settled && fits(paid) {
                return Some(self.paid.swap_remove(at));
            }
        }
        None
    }

    /// Takes out a payment of which a part is refunded.
    pub(super) fn take_partly(&mut self, dice: &mut Dice) -> Option<Paid> {
        let at = dice.index(self.partly.len());
        if at < self.partly.len() { Some(self.partly.swap_remove(at)) } else { None }
    }

    /// An ordinary refund by the original route, whole or in part.
    pub(super) fn refund(&mut self, number: Number, second: u32, dice: &mut Dice) -> Option<Receipt> {
        let again = if dice.per_mille(80) { self.take_partly(dice) } else { None };
        let mut paid = again.or_else(|| self.take(number.day, second, dice, |_| true))?;
        let whole = dice.per_mille(600) || paid.left.fen() < 200;
        let amount = if whole { paid.left } else { part_of(paid.left, dice) };
        let refund = paid.refund(number, second, amount, paid.receipt.method, dice);
        paid.left -= amount;
        if !paid.left.is_zero() && self.partly.len() < Pool::MOST_PARTLY {
            self.partly.push(paid);
        }
        Some(refund)
    }
}

impl Paid {
    /// A refund of `amount` against this payment.
    pub(super) fn refund(
        &self,
        number: Number,
        second: u32,
        amount: Money,
        method: Method,
        dice: &mut Dice,
    ) -> Receipt {
        let desk = Receipt::draw_desk(method, dice);
        let original = Original { number: self.receipt.number, order: self.receipt.order() };
        Receipt { number, second, desk, name: self.receipt.name, method, amount: -amount, original: Some(original) }
    }
}

fn part_of(amount: Money, dice: &mut Dice) -> Money {
    Money::from_fen((amount.fen() * i64::from(dice.between(10, 80)) / 100).max(1))
}
