//! Drill-downs: the windows of a filtered, ordered list are the rows of the whole day, whichever way they are cut.

#![allow(clippy::expect_used, clippy::panic)]

#[path = "support/desk.rs"]
mod desk;

use desk::{Book, day};
use sanhe::domain::entry::{Entry, EntryId, EntryOrder, Method, Side};
use sanhe::domain::money::Money;
use sanhe::store::{DrillQuery, Reader};

const HIS: &str = "结算流水号,商户订单号,结算时间,收费员,窗口,患者姓名,支付方式,业务类型,金额,原流水号,票据号\n";

/// Two files of two days, the second with a new version of a row of the first.
fn book() -> Book {
    let row = |number: u32, amount: &str| {
        let (day, hour, minute) = (3 + number / 300, 8 + number % 11, number * 7 % 60);
        let method = if number.is_multiple_of(3) { "微信" } else { "现金" };
        let cashier = ["007赵敏", "012欧阳建国", "003曾琪"][number as usize % 3];
        let at = format!("2026-03-{day:02} {hour:02}:{minute:02}:00");
        format!("JS{number:06},ZF{number:06},{at},{cashier},3,王小,{method},收费,{amount},,\n")
    };
    let first: String = (1..=400).map(|number| row(number, &format!("{}.{:02}", number % 97, number % 100))).collect();
    let second: String = (390..=500).map(|number| row(number, "8.00")).collect();
    let book = Book::new();
    book.import("one.csv", format!("{HIS}{first}"));
    book.import("two.csv", format!("{HIS}{second}"));
    book
}

fn query<'q>(on: Option<&str>) -> DrillQuery<'q> {
    let order = EntryOrder::Time;
    DrillQuery { day: on.map(day), side: Side::His, method: None, cashier: None, found: None, order, descending: false }
}

/// What the list should hold: every live row of the days, read whole.
fn whole(reader: &Reader, on: &[&str], wanted: impl Fn(&Entry<'_>) -> bool) -> Vec<(i64, u32, EntryId, i64)> {
    let mut rows = Vec::new();
    for name in on {
        let loaded = reader.days_for_matching().load(day(name)).expect("a day");
        let side = loaded.get(Side::His);
        for row in 0..side.len() {
            let entry = side.columns.get(row);
            if wanted(&entry) {
                rows.push((i64::from(entry.day.number()), entry.at.second(), side.ids[row], entry.amount.fen()));
            }
        }
    }
    rows.sort_unstable();
    rows
}

#[test]
fn windows_of_any_size_are_the_rows_of_the_days() {
    let book = book();
    let reader = book.store().reader().expect("a reader");
    for (on, days) in [(Some("2026-03-03"), &["2026-03-03"][..]), (None, &["2026-03-03", "2026-03-04"])] {
        let expected = whole(&reader, days, |_| true);
        for size in [1, 20, 333, 1_000] {
            let mut drill = reader.drill(&query(on)).expect("a drill-down");
            assert_eq!(drill.total(), expected.len());
            assert_eq!(drill.sum(), expected.iter().map(|row| Money::from_fen(row.3)).sum());
            let mut found = Vec::new();
            for from in (0..drill.total()).step_by(size) {
                let (rows, files) = drill.window(&reader, from, from + size).expect("a window");
                assert_eq!(files.len(), rows.len());
                for row in 0..rows.len() {
                    let entry = rows.columns.get(row);
                    assert_eq!(drill.place_of(rows.ids[row]), Some(from + row));
                    found.push((i64::from(entry.day.number()), entry.at.second(), rows.ids[row], entry.amount.fen()));
                }
            }
            assert_eq!(found, expected, "{on:?} by {size}");
            let ids: Vec<EntryId> = expected.iter().map(|row| row.2).collect();
            assert_eq!(drill.ids(0, usize::MAX), ids);
        }
    }
}

#[test]
fn filters_and_orders_hold_for_every_row() {
    let book = book();
    let reader = book.store().reader().expect("a reader");
    let found = |entry: &Entry<'_>| entry.his_no.contains("39");
    let cases = [
        DrillQuery { method: Some(Method::Wechat), ..query(None) },
        DrillQuery { cashier: Some("003曾琪"), ..query(None) },
        DrillQuery { found: Some(&found), ..query(None) },
        DrillQuery { method: Some(Method::Cash), found: Some(&found), ..query(Some("2026-03-04")) },
    ];
    for wanted in cases {
        let fits = |entry: &Entry<'_>| {
            wanted.method.is_none_or(|method| entry.method == method)
                && wanted.cashier.is_none_or(|cashier| entry.cashier == cashier)
                && wanted.found.is_none_or(|found| found(entry))
        };
        let days: &[&str] = if wanted.day.is_some() { &["2026-03-04"] } else { &["2026-03-03", "2026-03-04"] };
        let mut expected: Vec<EntryId> = whole(&reader, days, fits).into_iter().map(|row| row.2).collect();
        assert!(!expected.is_empty());
        expected.sort();
        for order in [EntryOrder::Time, EntryOrder::Kind, EntryOrder::Amount, EntryOrder::Cashier, EntryOrder::Method] {
            for descending in [false, true] {
                let mut drill = reader.drill(&DrillQuery { order, descending, ..wanted }).expect("a drill-down");
                let (rows, _) = drill.window(&reader, 0, 1_000).expect("a window");
                let mut keys: Vec<String> = (0..rows.len()).map(|row| key(order, &rows.columns.get(row))).collect();
                if descending {
                    keys.reverse();
                }
                assert!(keys.is_sorted(), "{order:?} {keys:?}");
                let mut ids = rows.ids.clone();
                ids.sort();
                assert_eq!(ids, expected, "{order:?}");
            }
        }
    }
}

fn key(order: EntryOrder, entry: &Entry<'_>) -> String {
    match order {
        EntryOrder::Time => format!("{} {:06}", entry.day, entry.at.second()),
        EntryOrder::Amount => format!("{:012}", entry.amount.fen()),
        EntryOrder::Cashier => entry.cashier.to_owned(),
        EntryOrder::Kind => format!("{:02}", entry.kind as u8),
        EntryOrder::Method => format!("{:02}", entry.method as u8),
    }
}
