//! The gate of a WeChat bill: one row taken out or one amount altered, and nothing of it enters.

#![allow(clippy::expect_used, clippy::panic)]

#[path = "support/desk.rs"]
mod desk;

use desk::{Book, day};
use sanhe::domain::import::{FileReport, Outcome, RowErrorCode};
use sanhe::sample::{Plan, generate};

/// Headings of amounts, and the totals that answer for them.
const AMOUNTS: [(&str, &str); 6] = [
    ("应结订单金额", "应结订单总金额"),
    ("退款金额", "退款总金额"),
    ("充值券退款金额", "充值券退款总金额"),
    ("手续费", "手续费总金额"),
    ("订单金额", "订单总金额"),
    ("申请退款金额", "申请退款总金额"),
];

struct Bill {
    lines: Vec<String>,
}

impl Bill {
    fn generated() -> Bill {
        let files = generate(&Plan::new(140, 2, 11, day("2026-03-02"))).files().expect("memory");
        Bill { lines: files.wechat.lines().map(str::to_owned).collect() }
    }

    /// Lines of data: between the heading and the two closing lines.
    fn rows(&self) -> std::ops::Range<usize> {
        1..self.lines.len() - 2
    }

    fn text(&self) -> String {
        self.lines.iter().map(|line| format!("{line}\r\n")).collect()
    }

    fn without(&self, row: usize) -> String {
        let mut lines = self.lines.clone();
        lines.remove(row);
        Bill { lines }.text()
    }

    /// The same bill, one fen more in one cell.
    fn altered(&self, row: usize, heading: &str) -> String {
        let at =
            self.lines[0].trim_start_matches('\u{feff}').split(',').position(|name| name == heading).expect("there");
        let mut cells: Vec<String> = self.lines[row].split(",`").map(str::to_owned).collect();
        cells[at] = one_fen_more(&cells[at]);
        let mut lines = self.lines.clone();
        lines[row] = cells.join(",`");
        Bill { lines }.text()
    }
}

/// `-0.09000` and `12.99` with one fen added, as many decimals kept.
fn one_fen_more(cell: &str) -> String {
    let (sign, digits) = cell.strip_prefix('-').map_or((1, cell), |digits| (-1, digits));
    let (whole, decimals) = digits.split_once('.').expect("decimals");
    let fen = sign * (whole.parse::<i64>().expect("digits") * 100 + decimals[..2].parse::<i64>().expect("digits")) + 1;
    let (sign, fen) = if fen < 0 { ("-", -fen) } else { ("", fen) };
    format!("{sign}{}.{:02}{}", fen / 100, fen % 100, &decimals[2..])
}

/// `265.11000`, `265.12` or the count `131`, in thousandths of a fen.
fn parts(figure: &str) -> i64 {
    let (sign, digits) = figure.strip_prefix('-').map_or((1, figure), |digits| (-1, digits));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    sign * format!("{whole}{decimals:0<5}").parse::<i64>().expect("a figure")
}

/// Refused, nothing entered, and the named total says what it should be, what it is and the gap.
#[track_caller]
fn refused_for(book: &Book, report: &FileReport, total: &str) {
    assert_eq!(report.outcome, Outcome::Refused, "{total}");
    let error = report.errors.iter().find(|error| error.details.first().is_some_and(|name| name == total));
    let error = error.unwrap_or_else(|| panic!("{total} is not named: {:?}", report.errors));
    assert_eq!(error.code, RowErrorCode::ControlTotal);
    let figures: Vec<i64> = error.details[1..].iter().map(|figure| parts(figure)).collect();
    let [expected, actual, difference] = figures[..] else { panic!("{total}: {:?}", error.details) };
    assert_eq!((actual - expected, difference != 0), (difference, true), "{total}: {:?}", error.details);
    let control = report.controls.iter().find(|control| control.name == total).expect("the total is shown");
    assert!(!control.ok);
    let reader = book.store().reader().expect("a reader");
    assert_eq!(reader.last_file_seq().expect("read"), 0, "something entered");
}

#[test]
fn a_bill_lacking_any_one_row_is_refused() {
    let (bill, book) = (Bill::generated(), Book::new());
    assert!(bill.rows().len() > 40);
    for row in bill.rows() {
        refused_for(&book, &book.hand_in("bill.csv", bill.without(row)), "总交易单数");
    }
    // Without its closing lines there is nothing to hold it against.
    for cut in 1..3 {
        let lines = bill.lines[..bill.lines.len() - cut].to_vec();
        let report = book.hand_in("bill.csv", Bill { lines }.text());
        assert_eq!(report.outcome, Outcome::Refused, "{cut} closing lines cut off");
    }
}

#[test]
fn a_bill_with_any_one_amount_altered_is_refused() {
    let (bill, book) = (Bill::generated(), Book::new());
    for row in bill.rows() {
        for (heading, total) in AMOUNTS {
            refused_for(&book, &book.hand_in("bill.csv", bill.altered(row, heading)), total);
        }
    }
    let report = book.import("bill.csv", bill.text());
    assert_eq!((report.imported as usize, report.control_rows), (bill.rows().len(), 2));
    assert!(report.controls.iter().all(|control| control.ok));
}
