//! alipay.csv: the Alipay trade bill (业务明细, 25 columns, GBK, CRLF) of the Alipay rows of bank.csv.
//!
//! Invariant: its footers are the sums of its rows by kind. The layout knows payments and refunds only:
//! a revocation has no row in it and stays among the bank's own rows. A refund repeats the numbers of
//! its trade and carries its own in 退款批次号/请求号; its amounts are negative, a fee charged too.

use crate::domain::day::BusinessDay;
use crate::domain::entry::{Kind, Method};
use crate::domain::money::Money;

use super::line::Line;
use super::plain::channel_no;
use super::rows::{BankRow, Reference};

const HEADER: &str = "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,\
对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,\
券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注";

/// What the footers say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Totals {
    paid: (u64, Money),
    refunded: (u64, Money),
}

/// Whether the bill has a row for it.
pub(super) fn prints(row: &BankRow) -> bool {
    row.method == Method::Alipay && matches!(row.kind, Kind::Pay | Kind::Refund)
}

/// The preamble and the heading line of a bill from `first` to the day before `end`.
pub(super) fn bill_head(line: &mut Line, first: BusinessDay, end: BusinessDay) {
    let day = |line: &mut Line, day: BusinessDay| {
        let compact = Line::written(|line| line.compact(day));
        line.text(&compact[..4]).text("年").text(&compact[4..6]).text("月").text(&compact[6..]).text("日 00:00:00]");
    };
    line.text("#支付宝业务明细查询\r\n#账号：[20880000000000010156]\r\n#起始日期：[");
    day(line, first);
    line.text("   终止日期：[");
    day(line, end);
    line.text("\r\n#-----------------------------------------业务明细列表----------------------------------------\r\n");
    line.text(HEADER).text("\r\n");
}

/// A line of the bill; adds it to the totals.
pub(super) fn bill_line(line: &mut Line, row: &BankRow, totals: &mut Totals) {
    let Reference::Order(order) = row.reference else { return };
    let refund = row.kind == Kind::Refund;
    let (amount, fee) = if refund { (-row.amount, row.fee()) } else { (row.amount, -row.fee()) };
    let total = if refund { &mut totals.refunded } else { &mut totals.paid };
    total.0 += 1;
    total.1 += amount;
    let paid = if refund { row.original.unwrap_or(order) } else { order };
    if refund {
        line.text("42").compact(paid.day).digits(BankRow::serial_of(paid, false), 12);
    } else {
        channel_no(line, row);
    }
    line.text("\t,").order(Some(paid)).text("\t,").text(if refund { "退款" } else { "交易" });
    line.text(",门诊缴费,").moment(row.day, row.second).comma().moment(row.day, row.second);
    line.text(",\t,第一人民医院,\t,W").digits(u64::from(order.desk) + 1, 3).text("\t,*虚构(138****0000),");
    line.money(amount).comma().money(amount).text(",0.00,0.00,0.00,0.00,0.00,\t,0.00,0.00,");
    if refund {
        line.order(Some(order));
    }
    line.text("\t,").money(fee).text(",0.00,\r\n");
}

/// The lines below the rows.
pub(super) fn bill_end(line: &mut Line, totals: Totals, made: BusinessDay) {
    line.text("#-----------------------------------------业务明细列表结束------------------------------------\r\n");
    line.text("#交易合计：").digits(totals.paid.0, 1).text("笔，商家实收共").money(totals.paid.1);
    line.text("元，商家优惠共0.00元\r\n#退款合计：").digits(totals.refunded.0, 1).text("笔，商家实收退款共");
    line.money(totals.refunded.1).text("元，商家优惠退款共0.00元\r\n#导出时间：[");
    line.moment(made, 5 * 3600 + 46 * 60 + 49).text("]\r\n");
}
