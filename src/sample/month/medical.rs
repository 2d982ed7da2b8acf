//! 医保个账: the medical insurance centre's list of a day, with its total.
//!
//! Invariant: it prints exactly the account payments of the day; what the fund bears stands beside them.

use crate::domain::entry::Kind;
use crate::domain::money::Money;

use super::super::line::Line;
use super::super::plain::channel_no;
use super::super::rows::BankRow;

const HEADER: &str =
    "结算ID,医药机构流水号,结算时间,结算类别,医疗费总额,基金支付总额,个人账户支出,现金支出,原医药机构流水号";

/// The list of a day.
pub(super) fn list(rows: &[BankRow]) -> Line {
    let mut line = Line::default();
    line.text(HEADER).text("\r\n");
    let mut sums = [Money::ZERO; 3];
    for row in rows {
        let amount = if row.kind == Kind::Pay { row.amount } else { -row.amount };
        let fund = Money::from_fen(2 * amount.fen());
        channel_no(&mut line, row).comma().reference(row.reference).comma().moment(row.day, row.second);
        line.text(match row.kind {
            Kind::Refund => ",退费,",
            Kind::Revoke => ",撤销,",
            Kind::Pay | Kind::Deposit => ",正常,",
        });
        line.money(fund + amount).comma().money(fund).comma().money(amount).text(",0.00,").order(row.original);
        line.text("\r\n");
        for (sum, part) in sums.iter_mut().zip([fund + amount, fund, amount]) {
            *sum += part;
        }
    }
    let [whole, fund, account] = sums;
    line.text("合计,,,,").money(whole).comma().money(fund).comma().money(account).text(",0.00,\r\n");
    line
}
