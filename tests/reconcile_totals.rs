//! 三数核对 against the plain model of `support/model.rs`: every (day, 工号, 支付方式) to the fen, and
//! the bridge of every channel and day against the files' own sums.
//!
//! A shift that sums below zero banks nothing: the model's bank figure is then without it, and so is
//! the engine's; the engine also names the shift and its sum among the day's `negative_shifts`, which
//! is what explains the difference of that cashier's cash line.

#![allow(clippy::expect_used, clippy::panic)]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/model.rs"]
#[allow(dead_code)]
mod model;

use std::collections::{BTreeMap, HashMap};

use desk::{Book, day};
use sanhe::domain::entry::{Method, Side};
use sanhe::domain::money::Money;
use sanhe::domain::recon::DayResult;
use sanhe::sample::{Defects, Files, Plan, generate};

const FIRST: &str = "2026-03-02";

fn reconciled(rows: u32, days: u32, seed: u64, defects: Defects) -> (Files, Book) {
    let files = generate(&Plan { defects, ..Plan::new(rows, days, seed, day(FIRST)) }).files().expect("memory");
    let mut book = Book::new();
    book.import("his.csv", &files.his);
    book.import("cashier.csv", &files.cashier);
    book.import("bank.csv", &files.bank);
    book.reconcile(FIRST, &day(FIRST).plus(days as i32).to_string());
    (files, book)
}

fn word(method: Method) -> &'static str {
    match method {
        Method::Cash => "现金",
        Method::Card => "银行卡",
        Method::Alipay => "支付宝",
        Method::Wechat => "微信",
        Method::MedicalAccount => "医保个账",
        Method::Prepaid => "预交金",
        Method::Other => "其他",
    }
}

fn engines(results: &[DayResult]) -> BTreeMap<model::Key, model::Sums> {
    let mut totals: BTreeMap<model::Key, model::Sums> = BTreeMap::new();
    for result in results {
        for row in &result.totals {
            let key = (result.day.to_string(), model::number_of(&row.cashier), word(row.method).to_owned());
            let sums = totals.entry(key).or_default();
            *sums = (sums.0 + row.his.fen(), sums.1 + row.cashier_side.fen(), sums.2 + row.bank.fen());
        }
    }
    totals
}

fn without_nothing(mut totals: BTreeMap<model::Key, model::Sums>) -> BTreeMap<model::Key, model::Sums> {
    totals.retain(|_, sums| *sums != (0, 0, 0));
    totals
}

/// Every row of the three files is counted once, every sum comes back.
fn holds(files: &Files, book: &Book) {
    let model = without_nothing(model::totals(&files.his, &files.cashier, &files.bank));
    let engine = without_nothing(engines(book.results()));
    for (key, sums) in &model {
        assert_eq!(engine.get(key), Some(sums), "{key:?}");
    }
    assert_eq!(engine.len(), model.len());
    let rows = [&files.his, &files.cashier, &files.bank].map(|text| model::read(text).len() as u64);
    let counted = Side::ALL.iter().map(|side| book.results().iter().map(|result| result.entries.get(*side)).sum());
    assert_eq!(counted.collect::<Vec<u64>>(), rows);
    bridges_hold(files, book);
    negative_shifts_hold(files, book);
}

fn bridges_hold(files: &Files, book: &Book) {
    let fees = fees(&files.bank);
    for result in book.results() {
        for bridge in &result.bridges {
            let of_channel = result.totals.iter().filter(|row| row.method == bridge.channel);
            let (his, bank) =
                of_channel.fold((Money::ZERO, Money::ZERO), |(his, bank), row| (his + row.his, bank + row.bank));
            let what = format!("{} {}", result.day, bridge.channel.code());
            assert_eq!((bridge.his_net, bridge.channel_net), (his, bank), "{what}");
            assert_eq!(bridge.unexplained, Money::ZERO, "{what}");
            let fee = fees.get(&(result.day.to_string(), word(bridge.channel))).copied().unwrap_or(0);
            assert_eq!(bridge.fee.fen(), fee, "{what}: fee");
            assert_eq!(bridge.expected_credit, bridge.channel_net - bridge.fee, "{what}");
        }
    }
}

/// Fees of the channels by posting day: with the payment, given back with the refund and with a
/// revocation that undoes one.
fn fees(bank: &str) -> BTreeMap<(String, &'static str), i64> {
    let rows = model::read(bank);
    let mut paid: HashMap<&str, i64> = HashMap::new();
    for row in rows.iter().filter(|row| row["类型"] == "支付") {
        *paid.entry(&row["商户订单号"]).or_default() += 1;
    }
    let mut fees = BTreeMap::new();
    for row in rows.iter().filter(|row| row["类型"] != "存款") {
        let channel = match row["渠道"].as_str() {
            "微信支付" => "微信",
            "银联商务" => "银行卡",
            "医保结算" => "医保个账",
            _ => "支付宝",
        };
        let fee = model::fen(&row["手续费"]);
        let signed = match row["类型"].as_str() {
            "支付" => fee,
            "退款" => -fee,
            _ => {
                let left = paid.entry(&row["商户订单号"]).or_default();
                *left -= 1;
                if *left >= 0 { -fee } else { 0 }
            }
        };
        *fees.entry((row["入账时间"][..10].to_owned(), channel)).or_default() += signed;
    }
    fees
}

fn negative_shifts_hold(files: &Files, book: &Book) {
    let mut shifts: BTreeMap<String, i64> = BTreeMap::new();
    for row in model::read(&files.cashier).iter().filter(|row| row["支付方式"] == "现金") {
        let at = &row["交易时间"];
        let letter = if &at[11..13] < "13" { 'A' } else { 'B' };
        let slip = format!("JK{}{letter}{}", at[..10].replace('-', ""), model::number_of(&row["收费员"]));
        *shifts.entry(slip).or_default() += model::fen(&row["金额"]);
    }
    shifts.retain(|_, sum| *sum < 0);
    let named = book.results().iter().flat_map(|result| &result.negative_shifts);
    let named: BTreeMap<String, i64> = named.map(|shift| (shift.slip_no.clone(), shift.amount.fen())).collect();
    assert_eq!(named, shifts);
}

#[test]
fn totals_are_the_models_to_the_fen() {
    let full = std::env::var_os("SANHE_FULL").is_some();
    let (seeds, rows) = if full { (0..20, 20_000) } else { (0..6, 2_000) };
    for seed in seeds {
        let (files, book) = reconciled(rows, 5, seed, Defects::All);
        holds(&files, &book);
        let (files, book) = reconciled(rows, 5, 700 + seed, Defects::None);
        holds(&files, &book);
    }
}

#[test]
fn shifts_below_zero_are_named() {
    // Few receipts a day: many a shift has one refund and nothing else.
    let mut negative = 0;
    for seed in 0..6 {
        let (files, book) = reconciled(300, 15, 800 + seed, Defects::All);
        holds(&files, &book);
        negative += book.results().iter().map(|result| result.negative_shifts.len()).sum::<usize>();
    }
    assert!(negative > 0, "the samples hold no such shift");
}
