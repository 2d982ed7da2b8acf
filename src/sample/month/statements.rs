//! The two banks' statements of the month: 工商银行 newest first, 建设银行 oldest first, both with balances.
//!
//! Invariant: the account of 工商银行 stands in the file's name alone, as that bank does it; each balance is the one
//! before it plus the amount; the rows are the postings given, by time.

use crate::domain::money::Money;

use super::super::line::Line;
use super::house::{CCB, ICBC};
use super::nets::Posting;

const ICBC_HEADER: &str = "对方账号,交易时间,借贷标志,对方单位,对方行号,用途,摘要,附言,发生额,余额,币种";
const CCB_HEADER: &str = "账号,账户名称,交易时间,借方发生额（支取）,贷方发生额（收入）,余额,币种,对方户名,对方账号,对方开户机构,\
    记账日期,摘要,备注,账户明细编号-交易流水号,企业流水号,凭证种类,凭证号";
/// 期初余额.
const OPENING: Money = Money::from_fen(500_000_000);

/// A statement: its name without the period, rows, text.
pub(super) type Printed = (String, u64, Line);

/// Both statements; one without rows is not printed.
pub(super) fn statements(mut postings: Vec<Posting>) -> Vec<Printed> {
    postings.sort_by(|left, right| {
        let key = |row: &Posting| (row.account, row.day, row.second, row.amount);
        key(left).cmp(&key(right)).then_with(|| left.note.cmp(&right.note))
    });
    let of = |account: &str| postings.iter().filter(|row| row.account == account).cloned().collect::<Vec<_>>();
    let (icbc, ccb) = (of(ICBC), of(CCB));
    let printed = [
        (format!("工商银行_{ICBC}"), icbc.len() as u64, icbc_text(&icbc)),
        (format!("建设银行_{CCB}"), ccb.len() as u64, ccb_text(&ccb)),
    ];
    printed.into_iter().filter(|(_, rows, _)| *rows > 0).collect()
}

/// Each row with the balance after it.
fn balanced(rows: &[Posting]) -> Vec<(&Posting, Money)> {
    let mut balance = OPENING;
    let after = |row: &Posting| {
        balance += row.amount;
        balance
    };
    rows.iter().zip(rows.iter().map(after)).collect()
}

fn icbc_text(rows: &[Posting]) -> Line {
    let mut line = Line::default();
    line.text(ICBC_HEADER).text("\r\n");
    for (row, balance) in balanced(rows).into_iter().rev() {
        let way = if row.amount < Money::ZERO { "借" } else { "贷" };
        line.text(",").moment(row.day, row.second).comma().text(way).comma().text(row.name);
        line.text(",102100099996,,").text(row.summary).comma().text(&row.note).comma();
        line.money(row.amount.abs()).comma().money(balance).text(",人民币\r\n");
    }
    line
}

fn ccb_text(rows: &[Posting]) -> Line {
    let mut line = Line::default();
    line.text(CCB_HEADER).text("\r\n");
    for (place, (row, balance)) in balanced(rows).into_iter().enumerate() {
        let (paid, received) =
            if row.amount < Money::ZERO { (-row.amount, Money::ZERO) } else { (Money::ZERO, row.amount) };
        line.text(CCB).text("\t,第一人民医院,").moment(row.day, row.second).comma();
        line.money(paid).comma().money(received).comma().money(balance).text(",人民币元,").text(row.name);
        line.text(",,,").compact(row.day).comma().text(row.summary).comma().text(&row.note).comma();
        line.compact(row.day).digits(place as u64 + 1, 8).text(",,,\r\n");
    }
    line
}
