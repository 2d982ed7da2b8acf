//! Random rows of a few days through import and matching: nothing is silent, nothing is said twice,
//! and neither the order of rows and files nor the days asked for at once changes what is said.

#![allow(clippy::expect_used, clippy::panic)]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/table.rs"]
#[allow(dead_code)]
mod table;

use std::collections::BTreeMap;

use desk::Book;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use table::table;

const DAYS: (&str, &str) = ("2026-02-25", "2026-03-12");

/// A line of a table: few numbers and amounts, so that rows meet in every way they can.
fn line() -> impl Strategy<Value = String> {
    let place = (prop::sample::select(vec!["his", "till", "bank"]), 1_u32..5, 1_u32..5);
    let no_order = prop::sample::select(vec![false, false, false, false, true]);
    let amount = prop::sample::select(vec!["0.00", "1.00", "1.00", "1.00", "2.50"]);
    let kind = prop::sample::select(vec!["收", "收", "收", "退"]);
    let moved = prop::sample::select(vec!["付", "付", "付", "退", "撤", "存"]);
    let method = prop::sample::select(vec!["微信", "微信", "微信", "银行卡", "现金"]);
    let at = (2_u32..7, prop::sample::select(vec!["00:00:30", "09:00", "09:01", "12:59", "23:59"]));
    (place, no_order, amount, (kind, moved), method, at, 1_u32..5).prop_map(
        |((side, bill, order), no_order, amount, (kind, moved), method, (day, time), other)| {
            let order = if no_order { "-".to_owned() } else { format!("ZF{order}") };
            let at = format!("{day:02}T{time}");
            match (side, moved) {
                ("bank", "存") => format!("bank CK{bill} JK202603{day:02}A007 现金 存 {amount} {at}"),
                ("bank", _) if method == "现金" => format!("bank 42{bill} {order} 微信 {moved} {amount} {at}"),
                ("bank", _) => format!("bank 42{bill} {order} {method} {moved} {amount} {at}"),
                ("till", _) => format!("till JS{bill} {order} {method} {kind} {amount} {at} 007赵敏"),
                _ if kind == "退" => format!("his JS{bill} {order} {method} 退 {amount} {at} 007赵敏 原JS{other}"),
                _ => format!("his JS{bill} {order} {method} 收 {amount} {at} 007赵敏"),
            }
        },
    )
}

fn book_of(lines: &[String], files: [usize; 3]) -> Option<Book> {
    let table = table(&lines.join("\n"));
    let texts = [("his.csv", &table.his), ("till.csv", &table.till), ("bank.csv", &table.bank)];
    let book = Book::new();
    for place in files {
        let (name, text) = texts[place];
        if text.lines().count() > 1 {
            book.import(name, text);
        }
    }
    (!lines.is_empty()).then_some(book)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_row_is_answered_for_once(lines in prop::collection::vec(line(), 1..14)) {
        let Some(mut book) = book_of(&lines, [0, 1, 2]) else { return Ok(()) };
        let done = book.reconcile(DAYS.0, DAYS.1);
        let mut said: BTreeMap<i64, Vec<String>> = BTreeMap::new();
        for case in book.cases() {
            for leg in &case.legs {
                let entry = leg.entry.expect("nothing is quarantined").number();
                said.entry(entry).or_default().push(format!("{} {} {}", case.class.code(), case.day, case.his_no));
            }
        }
        prop_assert!(said.values().all(|cases| cases.len() == 1), "said twice: {:?}\n{:#?}", said, lines);
        let silent = |result: &sanhe::domain::recon::DayResult| {
            let all = |side: &sanhe::domain::recon::BySide<u64>| side.his + side.cashier + side.bank;
            all(&result.entries) - all(&result.matched) - result.awaited
        };
        let unmatched: u64 = book.results().iter().map(silent).sum();
        prop_assert_eq!(unmatched, said.len() as u64, "{:?}\n{:#?}", said, lines);

        let backwards: Vec<String> = lines.iter().rev().cloned().collect();
        let mut other = book_of(&backwards, [2, 1, 0]).expect("lines");
        prop_assert_eq!(&other.reconcile(DAYS.0, DAYS.1).digest, &done.digest, "{:#?}", lines);
        for day in &done.days {
            prop_assert_eq!(&other.reconcile(&day.day, &day.day).days[0], day, "{:#?}", lines);
        }
    }
}

/// The same days every time; with `SANHE_FULL=1` many, and others each time.
fn config() -> ProptestConfig {
    let full = std::env::var_os("SANHE_FULL").is_some();
    let (cases, rng_seed) = if full { (2_000, RngSeed::Random) } else { (60, RngSeed::Fixed(20_260_302)) };
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..ProptestConfig::default() }
}
