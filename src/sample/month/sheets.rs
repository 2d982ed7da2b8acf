//! The three sheets a HIS prints for a day: 门诊结算, 住院结算, 预交金; and the tills' receipts.
//!
//! Invariant: each row of the day stands in one sheet, under one 结算流水号 with the rest of its bill; a sheet
//! names its day above the headings and is printed even where it has no row.

use std::collections::BTreeMap;

use crate::domain::day::BusinessDay;
use crate::domain::entry::Method;
use crate::domain::money::Money;

use super::super::his_sheet;
use super::super::line::Line;
use super::super::people::Desks;
use super::super::plain::{self, method_word};
use super::super::rows::SheetRow;

const INPATIENT: &str = "结算号,住院号,入院日期,出院日期,结算时间,姓名,费用总额,统筹支付,大病支付,医疗救助,个人账户,预交金合计,\
    补缴金额,退款金额,支付方式,第三方订单号,发票号,原结算号,结算员";
const PREPAID: &str = "收据号,住院号,姓名,时间,支付方式,金额,第三方订单号,收费员,状态,原收据号";
/// 发票号 of receipt 0.
const FIRST_TICKET: u64 = 4_400_000_000;

/// Which sheet a bill stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sheet {
    Outpatient,
    Inpatient,
    Prepaid,
}

/// A sheet of a day: its name, rows that moved money, text.
pub(super) type Printed = (&'static str, u64, Line);

/// The sheets of a day.
pub(super) fn his_sheets(day: BusinessDay, rows: &[SheetRow], desks: &Desks) -> [Printed; 3] {
    let mut bills: BTreeMap<(BusinessDay, u32), Vec<&SheetRow>> = BTreeMap::new();
    for row in rows {
        bills.entry((row.number.day, row.number.seq)).or_default().push(row);
    }
    let sheet =
        |row: &SheetRow| bills.get(&(row.number.day, row.number.seq)).map_or(Sheet::Outpatient, |bill| sheet_of(bill));
    let of = |wanted: Sheet| rows.iter().filter(|row| sheet(row) == wanted).copied().collect::<Vec<_>>();
    [
        outpatient(day, &of(Sheet::Outpatient), desks),
        inpatient(day, &of(Sheet::Inpatient), desks),
        prepaid(day, &of(Sheet::Prepaid), desks),
    ]
}

/// A bill paid in one of the ways the wards take may be a ward's; most are not.
fn sheet_of(bill: &[&SheetRow]) -> Sheet {
    let takes = [Method::Cash, Method::Card, Method::Wechat, Method::Alipay];
    let Some(first) = bill.first() else { return Sheet::Outpatient };
    let plain = |row: &&SheetRow| row.method == first.method && takes.contains(&row.method) && !row.amount.is_zero();
    match first.number.seq % 16 {
        3 if bill.iter().all(plain) => Sheet::Inpatient,
        11 if bill.iter().all(plain) => Sheet::Prepaid,
        _ => Sheet::Outpatient,
    }
}

fn head(title: &str, day: BusinessDay, header: &str) -> Line {
    let mut line = Line::default();
    let day = day.to_string();
    line.text(title).text("\r\n结算日期：").text(&day).text(" 至 ").text(&day).text("\r\n").text(header).text("\r\n");
    line
}

fn outpatient(day: BusinessDay, rows: &[SheetRow], desks: &Desks) -> Printed {
    let mut line = head("门诊结算明细", day, his_sheet::HEADER);
    let (mut totals, mut count) = (his_sheet::Totals::default(), 0);
    let printed: Result<(), std::convert::Infallible> = his_sheet::settlements(rows, |bill| {
        count += 1;
        his_sheet::sheet_line(&mut line, bill, desks, &mut totals);
        Ok(())
    });
    let Ok(()) = printed;
    his_sheet::sheet_end(&mut line, totals);
    ("门诊结算", count, line)
}

fn ward(row: &SheetRow) -> String {
    Line::written(|line| line.text("ZY26").digits(u64::from(row.number.seq % 1_000_000), 6))
}

/// Money that moved is 补缴 less 退款; the rest of 费用总额 is the fund's and what was paid in before.
fn inpatient(day: BusinessDay, rows: &[SheetRow], desks: &Desks) -> Printed {
    let mut line = head("住院结算明细", day, INPATIENT);
    let mut sums = [Money::ZERO; 5];
    for row in rows {
        let (paid, back) =
            if row.amount < Money::ZERO { (Money::ZERO, -row.amount) } else { (row.amount, Money::ZERO) };
        let (fund, before) = (Money::from_fen(3 * paid.fen() + 80_000), back + Money::from_fen(100_000));
        let whole = fund + before + row.amount;
        line.number(row.number).comma().text(&ward(row)).comma();
        line.text(&row.number.day.plus(-9).to_string()).comma().text(&row.number.day.to_string()).comma();
        line.moment(row.number.day, row.second).comma().name(row.name).comma().money(whole).comma().money(fund);
        line.text(",0.00,0.00,0.00,").money(before).comma().money(paid).comma().money(back).comma();
        line.text(method_word(row.method)).comma().order(row.order).comma();
        line.digits(FIRST_TICKET + u64::from(row.number.seq), 10).comma();
        if let Some(original) = row.original {
            line.number(original);
        }
        line.comma().text(desks.printed(row.desk)).text("\r\n");
        for (sum, part) in sums.iter_mut().zip([whole, fund, before, paid, back]) {
            *sum += part;
        }
    }
    let [whole, fund, before, paid, back] = sums;
    line.text("合计,,,,,,").money(whole).comma().money(fund).text(",0.00,0.00,0.00,").money(before).comma();
    line.money(paid).comma().money(back).text(",,,,,\r\n");
    ("住院结算", rows.len() as u64, line)
}

/// Every fifth receipt taken is also used up in a settlement, which moves no money.
fn prepaid(day: BusinessDay, rows: &[SheetRow], desks: &Desks) -> Printed {
    let mut line = head("预交金明细", day, PREPAID);
    let mut sum = Money::ZERO;
    for row in rows {
        let taken = row.amount >= Money::ZERO;
        prepaid_line(&mut line, row, desks, (row.amount, if taken { "收" } else { "退" }));
        sum += row.amount;
        if taken && row.number.seq % 5 == 0 {
            prepaid_line(&mut line, &SheetRow { order: None, ..*row }, desks, (-row.amount, "冲销到结算"));
            sum -= row.amount;
        }
    }
    line.text("合计,,,,,").money(sum).text(",,,,\r\n");
    ("预交金", rows.len() as u64, line)
}

fn prepaid_line(line: &mut Line, row: &SheetRow, desks: &Desks, (amount, state): (Money, &str)) {
    line.number(row.number).comma().text(&ward(row)).comma().name(row.name).comma();
    line.moment(row.number.day, row.second).comma().text(method_word(row.method)).comma().money(amount).comma();
    line.order(row.order).comma().text(desks.printed(row.desk)).comma().text(state).comma();
    if let Some(original) = row.original {
        line.number(original);
    }
    line.text("\r\n");
}

/// 收费员交班明细: what each till took, desk by desk.
pub(super) fn shift_receipts(rows: &[SheetRow], desks: &Desks) -> Line {
    let mut line = Line::default();
    line.text(plain::CASHIER).text("\n");
    rows.iter().for_each(|row| plain::cashier_line(&mut line, row, desks));
    line
}
