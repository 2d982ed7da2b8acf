//! unionpay.txt: UnionPay's omni-channel transactions (ZM, 42 fields of fixed width) of the card rows of bank.csv.
//!
//! Invariant: every line has 607 positions; amounts are fen in twelve digits; D before a fee is charged.
//! A revocation is a row of its own that names the order it takes back.

use crate::domain::entry::{Kind, Method};
use crate::domain::money::Money;

use super::line::Line;
use super::rows::{BankRow, Reference};

/// 商户代码 of the house.
pub(super) const MERCHANT: &str = "898000000000001";
const STRANGER: &str = "898000000000777";

/// Whether the file has a row for it.
pub(super) fn prints(row: &BankRow) -> bool {
    row.method == Method::Card && row.kind != Kind::Deposit && matches!(row.reference, Reference::Order(_))
}

/// A line of the file.
pub(super) fn bill_line(line: &mut Line, row: &BankRow) {
    let moment = Line::written(|line| line.moment(row.day, row.second));
    let digits: String = moment.chars().filter(char::is_ascii_digit).collect();
    let own = Line::written(|line| line.reference(row.reference));
    let paid = row.original.map_or_else(|| own.clone(), |original| Line::written(|line| line.order(Some(original))));
    let (code, kind, back) = match row.kind {
        Kind::Refund => ("S30", "04", true),
        Kind::Revoke => ("S30", "31", true),
        Kind::Pay | Kind::Deposit => ("S22", "01", false),
    };
    let query = Line::written(|line| line.compact(row.day).digits(row.serial, 13));
    let trace = Line::written(|line| line.digits(row.serial % 1_000_000, 6));
    let amount = Line::written(|line| line.digits(row.amount.fen().unsigned_abs(), 12));
    let fee = lettered(row.fee(), if back { "C" } else { "D" });
    let net = lettered(row.amount - row.fee(), if back { "D" } else { "C" });
    let empty = String::new();
    let (origin, terminal) = (if back { &paid } else { &empty }, Line::written(|line| line.digits(row.serial % 97, 8)));
    for (text, width) in [
        (code, 3),
        ("00001111", 11),
        ("00001111", 11),
        (&trace, 6),
        (&digits[4..], 10),
        ("622200******0001", 19),
        (&amount, 12),
        ("8062", 4),
        ("07", 2),
        (&query, 21),
        ("", 2),
        (&own, 32),
        ("01", 2),
        ("", 6),
        ("", 10),
        (&fee, 13),
        (&net, 13),
        ("0001", 4),
        ("", 15),
        (kind, 2),
        ("01", 2),
        ("000201", 6),
    ] {
        field(line, text, width);
    }
    let rest = [
        ("", 2),
        ("", 4),
        ("", 32),
        ("", 1),
        ("", 21),
        (if row.foreign { STRANGER } else { MERCHANT }, 15),
        ("", 1),
        ("", 15),
    ];
    rest.into_iter().for_each(|(text, width)| field(line, text, width));
    // Two bytes of GBK a character: the name is what shifts a reader that counts characters.
    line.text("门诊收费处").text(&" ".repeat(32 - 10 + 1));
    let rest = [("", 13), (net.as_str(), 13), (terminal.as_str(), 8), ("", 32), ("", 13), ("", 13), ("", 12), ("", 2)];
    rest.into_iter().for_each(|(text, width)| field(line, text, width));
    field(line, "", 1);
    field(line, origin, 32);
    line.text(&" ".repeat(98)).text("\r\n");
}

/// A field and the separator behind it.
fn field(line: &mut Line, text: &str, width: usize) {
    line.text(text).text(&" ".repeat(width.saturating_sub(text.len()) + 1));
}

fn lettered(amount: Money, letter: &str) -> String {
    Line::written(|line| line.text(letter).digits(amount.fen().unsigned_abs(), 12))
}
