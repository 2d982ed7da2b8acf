//! Discrepancies: how each class is planted in the rows.
//!
//! Invariant: a planted receipt has exactly one cause, stands in nobody's way (it is no original of
//! a refund, no line of a split bill) and gives exactly one [`Case`]. Only payments lose legs; refund
//! classes book consistent legs on all sides.

use crate::domain::entry::{Kind, Method};
use crate::domain::exception::Class;
use crate::domain::money::Money;

use super::deck::Variant;
use super::line::Line;
use super::plain::method_word;
use super::receipts::{ELECTRONIC, Original, Pool, Receipt};
use super::rng::Dice;
use super::rows::{BankRow, Number, Order, Rows, SheetRow, is_electronic};
use super::truth::Case;

/// Where a discrepancy is planted.
pub(super) struct Scene<'a> {
    /// A payment drawn for this place.
    pub(super) receipt: Receipt,
    /// Whether there is a day before this one.
    pub(super) has_yesterday: bool,
    /// Whether every channel prints a bill of its own.
    pub(super) has_house: bool,
    /// Originals.
    pub(super) pool: &'a mut Pool,
    /// The day's rows.
    pub(super) rows: &'a mut Rows,
    /// Dice.
    pub(super) dice: &'a mut Dice,
}

impl Scene<'_> {
    /// Plants it and says what was planted; `None` (and nothing booked) when it cannot be had here.
    pub(super) fn plant(&mut self, variant: Variant) -> Option<Case> {
        if variant == Variant::CrossDayBefore && !self.has_yesterday {
            return None;
        }
        self.suit_method(variant);
        match variant.class() {
            Class::RefundNoOriginal | Class::RefundOtherRoute | Class::RefundOver => self.plant_refund(variant),
            Class::ZeroAmount => Some(self.plant_zero(variant)),
            Class::ReversalPair => Some(self.plant_reversal(variant)),
            Class::AmountDiffers => self.plant_amount(variant),
            Class::CrossDay => self.plant_cross_day(variant),
            _ => self.plant_leg(variant),
        }
    }

    fn suit_method(&mut self, variant: Variant) {
        let receipt = &mut self.receipt;
        if variant == Variant::DirectionBank && receipt.method == Method::Wechat {
            // A WeChat bill cannot print a refund under a payment's own number.
            receipt.method = self.dice.pick(&[Method::Alipay, Method::MedicalAccount, Method::Card], Method::Alipay);
        }
        if self.has_house {
            receipt.method = method_in_bills(variant, receipt.method, self.dice);
        }
        let spoils = variant.spoils_cash() && receipt.method == Method::Cash;
        if spoils || (variant.needs_channel() && !is_electronic(receipt.method)) {
            receipt.method = if variant == Variant::DirectionBank {
                Method::Alipay
            } else {
                self.dice.pick(&ELECTRONIC, Method::Wechat)
            };
        }
    }

    fn case(&self, variant: Variant, receipt: &Receipt) -> Case {
        let unseen = variant == Variant::BankOnly;
        Case {
            his: Some(if unseen { String::new() } else { Line::written(|line| line.number(receipt.number)) }),
            order: Some(Line::written(|line| line.order(receipt.order()))),
            cashier: Some(super::people::Desks::number(receipt.desk)),
            day: receipt.number.day.to_string(),
            method: Some(method_word(receipt.method).to_owned()),
            amount: receipt.amount.to_string(),
            side: variant.side().map(str::to_owned),
            original: receipt.original.map(|original| Line::written(|line| line.number(original.number))),
            ..Case::of(variant.class(), variant.code())
        }
    }

    fn plant_leg(&mut self, variant: Variant) -> Option<Case> {
        let sheet = self.receipt.sheet_row();
        let bank = self.receipt.bank_row(self.dice.below(40));
        let Legs { his, cashier, bank } = legs(variant, sheet, bank, self.dice);
        self.rows.his.extend(his);
        self.rows.cashier.extend(cashier);
        self.rows.bank.extend(bank);
        let against = (variant == Variant::DirectionCashier || variant == Variant::DirectionBank)
            .then(|| (-self.receipt.amount).to_string());
        Some(Case { against, ..self.case(variant, &self.receipt) })
    }

    fn plant_amount(&mut self, variant: Variant) -> Option<Case> {
        let wrong = match variant {
            Variant::AmountBankHundred => Money::from_fen(self.receipt.amount.fen() * 100),
            Variant::AmountBankSwapped => self.swapped(),
            _ => self.receipt.amount + Money::from_fen(self.dice.pick(&[-1, 1, -100, 100, 9_900, -10], 1)),
        };
        let right = self.receipt.amount;
        let mut his = self.receipt.sheet_row();
        let mut cashier = his;
        let mut bank = self.receipt.bank_row(self.dice.below(40));
        match variant {
            Variant::AmountHis => his.amount = wrong,
            Variant::AmountCashier => cashier.amount = wrong,
            _ => bank = bank.map(|bank| BankRow { amount: wrong, ..bank }),
        }
        self.rows.his.push(his);
        self.rows.cashier.push(cashier);
        self.rows.bank.extend(bank);
        let (amount, against) = if variant == Variant::AmountHis { (wrong, right) } else { (right, wrong) };
        let against = Some(against.to_string());
        Some(Case { amount: amount.to_string(), against, ..self.case(variant, &self.receipt) })
    }

    /// Gives the receipt an amount whose last two digits differ; returns it with these swapped.
    fn swapped(&mut self) -> Money {
        let base = i64::from(self.dice.between(10, 400)) * 100;
        let tens = self.dice.below(10);
        let units = (tens + 1 + self.dice.below(9)) % 10;
        self.receipt.amount = Money::from_fen(base + i64::from(tens * 10 + units));
        Money::from_fen(base + i64::from(units * 10 + tens))
    }

    fn plant_cross_day(&mut self, variant: Variant) -> Option<Case> {
        let late = self.dice.between(23 * 3600 + 50 * 60, 86_399);
        let early = self.dice.below(15 * 60);
        let after = variant == Variant::CrossDayAfter;
        self.receipt.second = if after { late } else { early };
        let bank = self.receipt.bank_row(0)?;
        let day = bank.day.plus(if after { 1 } else { -1 });
        self.rows.his.push(self.receipt.sheet_row());
        self.rows.cashier.push(self.receipt.sheet_row());
        self.rows.bank.push(BankRow { day, second: if after { early } else { late }, ..bank });
        Some(self.case(variant, &self.receipt))
    }

    fn plant_zero(&mut self, variant: Variant) -> Case {
        self.receipt.amount = Money::ZERO;
        self.receipt.method =
            self.dice.pick(&[Method::MedicalAccount, Method::MedicalAccount, Method::Wechat], Method::Wechat);
        self.rows.his.push(self.receipt.sheet_row());
        self.rows.cashier.push(self.receipt.sheet_row());
        self.case(variant, &self.receipt)
    }

    fn plant_reversal(&mut self, variant: Variant) -> Case {
        let charge = self.receipt.sheet_row();
        let original = self.dice.per_mille(500).then_some(charge.number);
        let second = charge.second.min(86_399 - 600) + self.dice.between(60, 600);
        let undone = SheetRow { amount: -charge.amount, second, original, ..charge };
        self.rows.his.extend([charge, undone]);
        if variant == Variant::ReversalBoth {
            self.rows.cashier.extend([charge, undone]);
        }
        self.case(variant, &self.receipt)
    }

    fn plant_refund(&mut self, variant: Variant) -> Option<Case> {
        let refund = match variant {
            Variant::RefundNoOriginal => self.refund_of_nothing(),
            Variant::RefundOtherRoute => self.refund_elsewhere()?,
            Variant::RefundOver => self.refund_too_much()?,
            _ => self.refund_once_too_often()?,
        };
        refund.book(self.rows, self.dice);
        Some(self.case(variant, &refund))
    }

    fn refund_of_nothing(&mut self) -> Receipt {
        let Number { day, seq } = self.receipt.number;
        let day = day.plus(-400);
        let order = Order { refund: false, day, desk: self.receipt.desk, seq };
        let original = Original { number: Number { day, seq }, order: Some(order) };
        Receipt { amount: -self.receipt.amount, original: Some(original), ..self.receipt }
    }

    fn refund_elsewhere(&mut self) -> Option<Receipt> {
        let Receipt { number, second, .. } = self.receipt;
        let paid = self.pool.take(number.day, second, self.dice, |_| true)?;
        let method = match paid.receipt.method {
            Method::Cash => self.dice.pick(&[Method::Wechat, Method::Card, Method::Alipay], Method::Wechat),
            Method::Wechat => self.dice.pick(&[Method::Cash, Method::Cash, Method::Card], Method::Cash),
            _ => self.dice.pick(&[Method::Cash, Method::Cash, Method::Wechat], Method::Cash),
        };
        let refund = paid.refund(number, second, paid.left, method, self.dice);
        // The new channel knows no such payment; its bill names an order of nobody's.
        let Number { day, seq } = paid.receipt.number;
        let order = Order { refund: false, day, desk: paid.receipt.desk, seq: seq + Order::STRANGE };
        let original = Original { number: paid.receipt.number, order: Some(order) };
        Some(Receipt { original: Some(original), ..refund })
    }

    fn refund_too_much(&mut self) -> Option<Receipt> {
        let Receipt { number, second, .. } = self.receipt;
        let paid = self.pool.take(number.day, second, self.dice, |_| true)?;
        let amount = paid.left + self.extra();
        Some(paid.refund(number, second, amount, paid.receipt.method, self.dice))
    }

    fn refund_once_too_often(&mut self) -> Option<Receipt> {
        let Receipt { number, second, .. } = self.receipt;
        let paid = self.pool.take_partly(self.dice)?;
        let most = paid.receipt.amount;
        let amount = (paid.left + self.extra()).min(most);
        Some(paid.refund(number, second, amount, paid.receipt.method, self.dice))
    }

    fn extra(&mut self) -> Money {
        Money::from_fen(i64::from(self.dice.between(1, 10_000)))
    }
}

/// The method a variant is planted in where every channel prints a bill of its own, which cannot say everything:
/// an Alipay bill knows no revocation and names no merchant, and the medical account charges nothing.
fn method_in_bills(variant: Variant, method: Method, dice: &mut Dice) -> Method {
    let fits: &[Method] = match variant {
        Variant::StatusRevoked | Variant::StatusPaidRevoked => &[Method::Wechat, Method::Card, Method::MedicalAccount],
        Variant::Foreign => &[Method::Wechat, Method::Card],
        Variant::FeeOff => &[Method::Wechat, Method::Alipay, Method::Card],
        Variant::Unreadable => &ELECTRONIC,
        _ => return method,
    };
    if fits.contains(&method) { method } else { dice.pick(fits, Method::Wechat) }
}

/// Lines of one receipt on each side.
struct Legs {
    his: Vec<SheetRow>,
    cashier: Vec<SheetRow>,
    bank: Vec<BankRow>,
}

fn legs(variant: Variant, sheet: SheetRow, bank: Option<BankRow>, dice: &mut Dice) -> Legs {
    let mut legs = Legs { his: vec![sheet], cashier: vec![sheet], bank: bank.into_iter().collect() };
    match variant {
        Variant::MissingInBank => legs.bank.clear(),
        Variant::MissingInHis => legs.his.clear(),
        Variant::MissingInCashier => legs.cashier.clear(),
        Variant::HisOnly => (legs.cashier, legs.bank) = (Vec::new(), Vec::new()),
        Variant::CashierOnly => (legs.his, legs.bank) = (Vec::new(), Vec::new()),
        Variant::BankOnly => (legs.his, legs.cashier) = (Vec::new(), Vec::new()),
        Variant::FeeOff => {
            let off = Money::from_fen(dice.pick(&[1, 1, 2, 35, 100], 1));
            legs.bank.iter_mut().for_each(|row| row.fee_off = off);
        }
        Variant::Foreign => legs.bank.iter_mut().for_each(|row| row.foreign = true),
        Variant::Unreadable => legs.cashier.iter_mut().for_each(|row| row.unreadable = true),
        Variant::DirectionBank => legs.bank.iter_mut().for_each(|row| row.kind = Kind::Refund),
        Variant::DirectionCashier => legs.cashier.iter_mut().for_each(|row| row.amount = -row.amount),
        Variant::StatusRevoked => legs.bank.iter_mut().for_each(|row| row.kind = Kind::Revoke),
        Variant::StatusPaidRevoked => {
            let later = dice.between(20, 400);
            let undo = bank.map(|row| BankRow {
                kind: Kind::Revoke,
                second: (row.second + later).min(86_399),
                serial: row.serial + 1,
                undoes: true,
                ..row
            });
            legs.bank.extend(undo);
        }
        Variant::DuplicateBank => legs.bank.extend(bank.map(|row| BankRow { serial: row.serial + 1, ..row })),
        Variant::DuplicateCashier => legs.cashier.push(sheet),
        Variant::DuplicateHis => legs.his.push(sheet),
        _ => {}
    }
    legs
}
