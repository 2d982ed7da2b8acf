//! his-sheet.csv: the settlements of his.csv as a HIS prints them for people, a column per method and a total.
//!
//! Invariant: a bill paid in two ways is one line; what the fund bears stands beside it and moves nothing, so
//! the file says of every method what his.csv says.

use crate::domain::entry::Method;
use crate::domain::money::Money;

use super::line::Line;
use super::people::Desks;
use super::rows::SheetRow;

/// Headings.
pub(super) const HEADER: &str = "结算流水号,结算时间,收据号,收费员,终端,姓名,费用总额,统筹支付,个人账户,现金,微信,支付宝,银行卡,\
    预交金,第三方订单号,医保订单号,状态,原流水号";
/// The methods in the order of their columns.
const COLUMNS: [Method; 6] =
    [Method::MedicalAccount, Method::Cash, Method::Wechat, Method::Alipay, Method::Card, Method::Prepaid];
/// 收据号 of receipt 0.
const FIRST_TICKET: u64 = 3_300_000_000;

/// What the columns of money add up to: 费用总额, 统筹支付, then the methods.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Totals([Money; 8]);

/// Hands over the rows of each line, one line after the other.
pub(super) fn settlements<E>(rows: &[SheetRow], mut line: impl FnMut(&[SheetRow]) -> Result<(), E>) -> Result<(), E> {
    let mut rest = rows;
    while let Some((settlement, others)) = rest.split_at_checked(length(rest)).filter(|_| !rest.is_empty()) {
        line(settlement)?;
        rest = others;
    }
    Ok(())
}

/// How many of the rows that come next are one line: one settlement and direction, no method twice.
fn length(rows: &[SheetRow]) -> usize {
    let Some(first) = rows.first() else { return 0 };
    let joins = |place: &usize| {
        let (earlier, row) = (rows.get(..*place).unwrap_or_default(), rows.get(*place));
        row.is_some_and(|row| {
            let same = (row.number, row.second, row.desk) == (first.number, first.second, first.desk);
            let direction = (row.amount < Money::ZERO) == (first.amount < Money::ZERO);
            same && direction && row.original == first.original && !earlier.iter().any(|other| shares(other, row))
        })
    };
    1 + (1..rows.len()).take_while(joins).count()
}

/// Whether two rows want one column, of money or of order numbers.
fn shares(one: &SheetRow, other: &SheetRow) -> bool {
    let insured = |row: &SheetRow| row.method == Method::MedicalAccount;
    let orders = one.order.is_some() && other.order.is_some() && insured(one) == insured(other);
    one.method == other.method || orders
}

/// What the fund bore: twice what the account paid, and all of a bill that cost the patient nothing.
fn fund(rows: &[SheetRow]) -> Money {
    let account =
        rows.iter().filter(|row| row.method == Method::MedicalAccount).map(|row| row.amount.fen()).sum::<i64>();
    match rows.iter().all(|row| row.amount.is_zero()) {
        true => Money::from_fen(8_800),
        false => Money::from_fen(2 * account),
    }
}

/// A line, of rows that [`settlements`] says are one.
pub(super) fn sheet_line(line: &mut Line, rows: &[SheetRow], desks: &Desks, totals: &mut Totals) {
    let Some(row) = rows.first() else { return };
    let paid = |method: Method| rows.iter().find(|row| row.method == method).map(|row| row.amount);
    let fund = fund(rows);
    let whole = rows.iter().fold(fund, |sum, row| sum + row.amount);
    line.number(row.number).comma().moment(row.number.day, row.second).comma();
    line.digits(FIRST_TICKET + u64::from(row.number.seq), 10).comma().text(desks.printed(row.desk)).text(",W");
    line.digits(u64::from(row.desk) + 1, 3).comma().name(row.name).comma().money(whole).comma().money(fund).comma();
    for method in COLUMNS {
        if let Some(amount) = paid(method) {
            line.money(amount);
        }
        line.comma();
    }
    let insured = |row: &&SheetRow| row.method == Method::MedicalAccount;
    let order = |row: Option<&SheetRow>| row.and_then(|row| row.order);
    line.order(order(rows.iter().find(|row| !insured(row) && row.order.is_some()))).comma();
    line.order(order(rows.iter().find(insured))).comma();
    line.text(if row.amount < Money::ZERO { "退费" } else { "正常" }).comma();
    if let Some(original) = row.original {
        line.number(original);
    }
    line.text("\n");
    let columns = [Some(whole), Some(fund)].into_iter().chain(COLUMNS.map(paid));
    for (total, amount) in totals.0.iter_mut().zip(columns) {
        *total += amount.unwrap_or(Money::ZERO);
    }
}

/// The last line.
pub(super) fn sheet_end(line: &mut Line, totals: Totals) {
    line.text("合计,,,,,,");
    for total in totals.0 {
        line.money(total).comma();
    }
    line.text(",,\n");
}
