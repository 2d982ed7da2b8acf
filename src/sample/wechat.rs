//! wechat.csv: the WeChat Pay trade bill (layout ALL, 27 columns) of exactly the WeChat rows of bank.csv.
//!
//! Invariant: each total in the last line is the plain sum of its column as printed. A refund names
//! the original order and carries its own number in 商户退款单号; a payment revoked later is a
//! SUCCESS row and a REVOKED row with the amount in 退款金额; a lone revocation is one REVOKED row
//! with the amount in 应结订单金额. Amounts are the bank.csv row's, to the fen.

use crate::domain::entry::Kind;
use crate::domain::money::Money;

use super::line::Line;
use super::plain::channel_no;
use super::rows::{BankRow, Order, Reference};

/// Line 1, without backticks.
pub(super) const HEADER: &str = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,\
交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,\
退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";
const SUMMARY: &str = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";
const APP: &str = "wx0000000000000000";
/// 商户号 of the house.
pub(super) const MERCHANT: &str = "1900000109";
const STRANGER: &str = "1900000777";

/// The bill's own totals, kept while it is written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Totals {
    rows: u64,
    settled: Money,
    refunded: Money,
    fee: Money,
}

/// The amounts of one row, as printed.
struct Figures {
    state: &'static str,
    settled: Money,
    refunded: Money,
    fee: Money,
}

impl Figures {
    fn of(row: &BankRow) -> Self {
        let (fee, zero) = (row.fee(), Money::ZERO);
        match row.kind {
            Kind::Refund => Figures { state: "REFUND", settled: zero, refunded: row.amount, fee: -fee },
            Kind::Revoke if row.undoes => Figures { state: "REVOKED", settled: zero, refunded: row.amount, fee: -fee },
            Kind::Revoke => Figures { state: "REVOKED", settled: row.amount, refunded: zero, fee: zero },
            Kind::Pay | Kind::Deposit => Figures { state: "SUCCESS", settled: row.amount, refunded: zero, fee },
        }
    }
}

/// A line of the bill; adds it to the totals.
pub(super) fn bill_line(line: &mut Line, row: &BankRow, totals: &mut Totals) {
    let Reference::Order(order) = row.reference else { return };
    let figures = Figures::of(row);
    totals.rows += 1;
    totals.settled += figures.settled;
    totals.refunded += figures.refunded;
    totals.fee += figures.fee;
    let refund = row.kind == Kind::Refund;
    let paid = if refund { row.original.unwrap_or(order) } else { order };
    line.text("`").moment(row.day, row.second);
    field(line, APP);
    field(line, if row.foreign { STRANGER } else { MERCHANT });
    field(line, "0");
    field(line, "W").digits(u64::from(order.desk) + 1, 3);
    payment_no(field(line, ""), row, paid);
    field(line, "").order(Some(paid));
    field(line, "oSanhe").digits(row.serial.wrapping_mul(2_654_435_761) % 10_u64.pow(16), 16).text("sample");
    field(line, ["JSAPI", "NATIVE", "MICROPAY"].get((order.seq % 3) as usize).copied().unwrap_or("JSAPI"));
    field(line, figures.state);
    field(line, if order.seq % 4 == 0 { "ICBC_DEBIT" } else { "OTHERS" });
    field(line, "CNY");
    field(line, "").money(figures.settled);
    field(line, "0.00");
    refund_fields(line, row, order, figures.refunded);
    // A comma inside a field: the bill is split on ",`" and never on ",".
    field(line, if order.seq % 16 == 0 { "挂号,诊查费" } else { "门诊缴费" });
    field(line, "");
    field(line, "").money(figures.fee).text("000");
    field(line, "0.60%");
    field(line, "").money(figures.settled);
    field(line, "").money(figures.refunded);
    field(line, "").text("\r\n");
}

/// 微信退款单号 to 退款状态.
fn refund_fields(line: &mut Line, row: &BankRow, order: Order, refunded: Money) {
    let refund = row.kind == Kind::Refund;
    if refund {
        channel_no(field(line, ""), row);
        field(line, "").order(Some(order));
    } else {
        field(line, "0");
        field(line, "0");
    }
    field(line, "").money(refunded);
    field(line, "0.00");
    field(line, if refund { "ORIGINAL" } else { "" });
    field(line, if refund { "SUCCESS" } else { "" });
}

/// 微信订单号: of the payment a row is about, which is the row itself unless it takes one back.
fn payment_no<'a>(line: &'a mut Line, row: &BankRow, paid: Order) -> &'a mut Line {
    if row.kind == Kind::Refund || row.undoes {
        return line.text("42").compact(paid.day).digits(BankRow::serial_of(paid, false), 12);
    }
    channel_no(line, row)
}

fn field<'a>(line: &'a mut Line, text: &str) -> &'a mut Line {
    line.text(",`").text(text)
}

/// The last two lines.
pub(super) fn bill_end(line: &mut Line, totals: Totals) {
    line.text(SUMMARY).text("\r\n`").digits(totals.rows, 1);
    field(line, "").money(totals.settled);
    field(line, "").money(totals.refunded);
    field(line, "0.00");
    field(line, "").money(totals.fee).text("000");
    field(line, "").money(totals.settled);
    field(line, "").money(totals.refunded).text("\r\n");
}
