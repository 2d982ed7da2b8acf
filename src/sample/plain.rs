//! The three plain layouts: his.csv, cashier.csv, bank.csv.
//!
//! Invariant: a row prints the same in whichever file it stands; his.csv runs by time, cashier.csv
//! by day and desk, bank.csv by posting day and channel.

use crate::domain::entry::{Kind, Method};
use crate::domain::money::Money;

use super::line::Line;
use super::people::Desks;
use super::rows::{BankRow, Reference, SheetRow};

/// Headings of his.csv.
pub(super) const HIS: &str =
    "结算流水号,商户订单号,结算时间,收费员,窗口,患者姓名,支付方式,业务类型,金额,原流水号,票据号";
/// Headings of cashier.csv.
pub(super) const CASHIER: &str = "流水号,收费员,交易时间,支付方式,类型,金额,票据号,订单号";
/// Headings of bank.csv.
pub(super) const BANK: &str = "入账时间,渠道,渠道流水号,商户订单号,类型,交易金额,手续费,入账金额";
/// 票据号 of receipt 0.
const FIRST_TICKET: u64 = 3_300_000_000;

/// 支付方式 as the plain layouts write it.
pub(super) const fn method_word(method: Method) -> &'static str {
    match method {
        Method::Cash => "现金",
        Method::Card => "银行卡",
        Method::Alipay => "支付宝",
        Method::Wechat => "微信",
        Method::MedicalAccount => "医保个账",
        Method::Prepaid => "预交金",
        Method::Other => "其他",
    }
}

/// 渠道 as bank.csv writes it.
const fn channel_word(method: Method) -> &'static str {
    match method {
        Method::Cash | Method::Prepaid | Method::Other => "银行存款",
        Method::Card => "银联商务",
        Method::Alipay => "支付宝",
        Method::Wechat => "微信支付",
        Method::MedicalAccount => "医保结算",
    }
}

/// Place of a channel within a posting day.
const fn channel_rank(method: Method) -> u8 {
    match method {
        Method::MedicalAccount => 0,
        Method::Wechat => 1,
        Method::Alipay => 2,
        Method::Card => 3,
        Method::Cash | Method::Prepaid | Method::Other => 4,
    }
}

/// Order of his.csv within a day.
pub(super) fn his_order(row: &SheetRow) -> (u32, u32) {
    (row.second, row.number.seq)
}

/// Order of cashier.csv within a day.
pub(super) fn cashier_order(row: &SheetRow) -> (u8, u32, u32) {
    (row.desk, row.second, row.number.seq)
}

/// Order of bank.csv within a posting day.
pub(super) fn bank_order(row: &BankRow) -> (u8, u32, u64) {
    (channel_rank(row.method), row.second, row.serial)
}

fn kind_of(amount: Money) -> &'static str {
    if amount < Money::ZERO { "退费" } else { "收费" }
}

/// A line of his.csv.
pub(super) fn his_line(line: &mut Line, row: &SheetRow, desks: &Desks) {
    line.number(row.number).comma().order(row.order).comma().moment(row.number.day, row.second).comma();
    line.text(desks.printed(row.desk)).text(",W").digits(u64::from(row.desk) + 1, 3).comma();
    line.name(row.name).comma().text(method_word(row.method)).comma().text(kind_of(row.amount)).comma();
    line.money(row.amount).comma();
    if let Some(original) = row.original {
        line.number(original);
    }
    line.comma().digits(FIRST_TICKET + u64::from(row.number.seq), 10).text("\n");
}

/// A line of cashier.csv.
pub(super) fn cashier_line(line: &mut Line, row: &SheetRow, desks: &Desks) {
    line.number(row.number).comma().text(desks.printed(row.desk)).comma();
    line.moment(row.number.day, row.second).comma().text(method_word(row.method)).comma();
    line.text(kind_of(row.amount)).comma().money(row.amount).text(if row.unreadable { "O" } else { "" }).comma();
    line.digits(FIRST_TICKET + u64::from(row.number.seq), 10).comma().order(row.order).text("\n");
}

/// A line of bank.csv.
pub(super) fn bank_line(line: &mut Line, row: &BankRow) {
    let kind = match row.kind {
        Kind::Pay => "支付",
        Kind::Refund => "退款",
        Kind::Revoke => "撤销",
        Kind::Deposit => "存款",
    };
    let fee = row.fee();
    line.moment(row.day, row.second).comma().text(channel_word(row.method)).comma();
    channel_no(line, row).comma().reference(row.reference).comma().text(kind).comma();
    line.money(row.amount).comma().money(fee).comma().money(row.amount - fee).text("\n");
}

/// 渠道流水号: `42…` of a channel, `CK…` of the bank's counter.
pub(super) fn channel_no<'a>(line: &'a mut Line, row: &BankRow) -> &'a mut Line {
    let prefix = if matches!(row.reference, Reference::Order(_)) { "42" } else { "CK" };
    line.text(prefix).compact(row.serial_day).digits(row.serial, 12)
}
