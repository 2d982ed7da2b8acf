//! Rows of the three books before they are written.
//!
//! Invariant: a row carries everything its line prints and points to nothing, so the rows of a day
//! can wait for a later one without keeping its receipts.

use crate::domain::day::BusinessDay;
use crate::domain::entry::{Kind, Method};
use crate::domain::money::Money;

use super::people::Name;

/// 结算流水号 `JS<yyyymmdd><8 digits>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// Day of the receipt.
    pub(super) day: BusinessDay,
    /// Running number of the sample, from 1.
    pub(super) seq: u32,
}

/// 商户订单号 `ZF…` (payments) or `TK…` (refunds): day, desk, nine digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Order {
    /// Whether it is a refund's number.
    pub(super) refund: bool,
    /// Day of the receipt.
    pub(super) day: BusinessDay,
    /// Desk, from 0.
    pub(super) desk: u8,
    /// The receipt's running number (the second tender of a bill adds [`Order::SECOND`]).
    pub(super) seq: u32,
}

impl Order {
    /// Added for the second tender of a bill.
    pub(super) const SECOND: u32 = 500_000_000;
    /// Added for an order the house's books do not know.
    pub(super) const STRANGE: u32 = 900_000_000;
}

/// Half of a business day: A is 00:00–12:59, B is 13:00–23:59.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shift {
    /// 早班.
    A,
    /// 晚班.
    B,
}

impl Shift {
    /// The shift of a second of the day.
    pub(super) const fn of(second: u32) -> Self {
        if second < 13 * 3600 { Shift::A } else { Shift::B }
    }
}

/// What a bank row names in its 商户订单号.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reference {
    /// An order.
    Order(Order),
    /// A cash slip `JK<yyyymmdd><A|B><工号>`.
    Slip {
        /// Day of the shift.
        day: BusinessDay,
        /// Shift.
        shift: Shift,
        /// Desk.
        desk: u8,
    },
    /// Something of the bank's own: `QT<yyyymmdd><9 digits>`.
    Foreign {
        /// Posting day.
        day: BusinessDay,
        /// Running number.
        seq: u32,
    },
}

/// One line of his.csv or cashier.csv (which prints fewer of the fields).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SheetRow {
    /// 结算流水号.
    pub(super) number: Number,
    /// Second of the day.
    pub(super) second: u32,
    /// Desk.
    pub(super) desk: u8,
    /// 患者姓名.
    pub(super) name: Name,
    /// 支付方式.
    pub(super) method: Method,
    /// Signed; negative prints as 退费.
    pub(super) amount: Money,
    /// 商户订单号, none for cash and prepaid.
    pub(super) order: Option<Order>,
    /// 原流水号.
    pub(super) original: Option<Number>,
    /// Whether the cashier's line of it cannot be read.
    pub(super) unreadable: bool,
}

/// One line of bank.csv.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BankRow {
    /// Posting day.
    pub(super) day: BusinessDay,
    /// Second of the day.
    pub(super) second: u32,
    /// 渠道, by the method it settles.
    pub(super) method: Method,
    /// 类型.
    pub(super) kind: Kind,
    /// 交易金额, positive.
    pub(super) amount: Money,
    /// Day in 渠道流水号.
    pub(super) serial_day: BusinessDay,
    /// Digits of 渠道流水号.
    pub(super) serial: u64,
    /// 商户订单号.
    pub(super) reference: Reference,
    /// The order a refund goes back to, which a WeChat bill prints.
    pub(super) original: Option<Order>,
    /// A revocation whose payment is in the file too.
    pub(super) undoes: bool,
    /// What the channel charges above the contract's fee.
    pub(super) fee_off: Money,
    /// Whether the channel books it under another house's merchant.
    pub(super) foreign: bool,
}

impl BankRow {
    /// 手续费 as charged, positive: the contract rate of the channel, cut to whole fen.
    pub(super) fn fee(&self) -> Money {
        let rate = match self.method {
            Method::Wechat => 60,
            Method::Alipay => 55,
            Method::Card => 45,
            _ => 0,
        };
        Money::from_fen(self.amount.fen() * rate / 10_000) + self.fee_off
    }

    /// Digits of the channel's serial number for an order; `extra` is a second row of that order.
    pub(super) fn serial_of(order: Order, extra: bool) -> u64 {
        let kept = if order.refund { 2_000_000_000 } else { 0 };
        kept + 2 * u64::from(order.seq) + u64::from(extra)
    }
}

/// Every row a day's receipts give rise to.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    /// his.csv.
    pub(super) his: Vec<SheetRow>,
    /// cashier.csv.
    pub(super) cashier: Vec<SheetRow>,
    /// bank.csv, of any posting day.
    pub(super) bank: Vec<BankRow>,
}

/// Whether every receipt of a method has a bank row of its own.
pub(super) const fn is_electronic(method: Method) -> bool {
    matches!(method, Method::Wechat | Method::Alipay | Method::Card | Method::MedicalAccount)
}
