//! Made-up hospitals, end to end: every planted discrepancy is found with its class and nothing else
//! is reported, whatever the encoding, order, columns or parts the files come in.
//!
//! `SANHE_FULL=1 cargo test --test reconcile_samples` takes more and larger samples.

#![allow(clippy::expect_used, clippy::panic)]

#[path = "support/desk.rs"]
mod desk;

use std::collections::BTreeMap;

use desk::{Book, Named, day};
use sanhe::domain::recon::TotalRow;
use sanhe::ops::reconcile::DaysReconciled;
#[path = "support/variants.rs"]
mod variants;

use sanhe::sample::{Defects, Files, Plan, generate};

/// A way a file may be written: from its text and a seed to its bytes.
type Form = fn(&str, u64) -> Vec<u8>;

const FIRST: &str = "2026-03-02";

fn seeds() -> (std::ops::Range<u64>, u32) {
    if std::env::var_os("SANHE_FULL").is_some() { (0..20, 20_000) } else { (0..6, 2_000) }
}

fn sample(rows: u32, seed: u64, defects: Defects) -> Files {
    let plan = Plan { defects, ..Plan::new(rows, 5, seed, day(FIRST)) };
    generate(&plan).files().expect("memory")
}

fn planted(files: &Files, informational: bool) -> Vec<Named> {
    let text = |cell: &Option<String>| cell.clone().unwrap_or_default();
    let cases = files.truth.cases.iter().filter(|case| case.informational == informational);
    let mut cases: Vec<Named> = cases
        .map(|case| (case.class.clone(), case.day.clone(), text(&case.his), text(&case.order), text(&case.slip)))
        .collect();
    cases.sort();
    cases
}

/// Missed and extra, so that a failure names them.
fn difference(found: &[Named], planted: &[Named]) -> (Vec<Named>, Vec<Named>) {
    let missed = planted.iter().filter(|case| !found.contains(case)).cloned().collect();
    let extra = found.iter().filter(|case| !planted.contains(case)).cloned().collect();
    (missed, extra)
}

#[track_caller]
fn holds(book: &Book, files: &Files, what: &str) {
    for (found, informational) in [(book.listed(), false), (book.informational(), true)] {
        let planted = planted(files, informational);
        let (missed, extra) = difference(&found, &planted);
        assert!(missed.is_empty() && extra.is_empty(), "{what}\nmissed: {missed:#?}\nextra: {extra:#?}");
        assert_eq!(found.len(), planted.len(), "{what}: a case is listed twice");
    }
    for result in book.results() {
        for bridge in &result.bridges {
            assert!(bridge.unexplained.is_zero(), "{what} {} {}", result.day, bridge.channel.code());
        }
    }
}

/// First day of receipts to the day after the last, when the last cash is banked.
fn run(book: &mut Book) -> DaysReconciled {
    book.reconcile(FIRST, "2026-03-07")
}

fn of_bytes(parts: &[(&str, Vec<u8>)]) -> (Book, DaysReconciled) {
    let mut book = Book::new();
    for (name, bytes) in parts {
        book.import(name, bytes);
    }
    let done = run(&mut book);
    (book, done)
}

fn of_texts(his: &str, cashier: &str, bank: &str) -> (Book, DaysReconciled) {
    let bytes = |text: &str| text.as_bytes().to_vec();
    of_bytes(&[("his.csv", bytes(his)), ("cashier.csv", bytes(cashier)), ("bank.csv", bytes(bank))])
}

#[test]
fn what_is_planted_is_found_and_nothing_else() {
    let (seeds, rows) = seeds();
    for seed in seeds {
        let files = sample(rows, seed, Defects::All);
        let (book, _) = of_texts(&files.his, &files.cashier, &files.bank);
        holds(&book, &files, &format!("seed {seed}"));
        assert!(files.truth.cases.len() as u32 > rows / 30, "seed {seed} planted little");
        assert!(book.results().iter().all(|result| result.awaited == 0));
        book.verify();
    }
}

#[test]
fn where_nothing_is_planted_nothing_is_reported() {
    let (seeds, rows) = seeds();
    for seed in seeds {
        let files = sample(rows, 100 + seed, Defects::None);
        let (book, _) = of_texts(&files.his, &files.cashier, &files.bank);
        holds(&book, &files, &format!("seed {seed}"));
        assert_eq!(book.cases().count(), 0, "seed {seed}");
    }
}

#[test]
fn samples_that_run_over_a_weekend_hold_too() {
    for (first, last) in [("2026-03-05", "2026-03-10"), ("2026-02-12", "2026-02-17"), ("2026-03-04", "2026-03-09")] {
        let files = generate(&Plan::new(1_500, 5, 7, day(first))).files().expect("memory");
        let mut book = Book::new();
        book.import("his.csv", &files.his);
        book.import("cashier.csv", &files.cashier);
        book.import("bank.csv", &files.bank);
        book.reconcile(first, last);
        holds(&book, &files, first);
    }
}

#[test]
fn the_form_of_the_files_changes_nothing() {
    let (seeds, rows) = seeds();
    for seed in seeds.take(3) {
        let files = sample(rows, 200 + seed, Defects::All);
        let texts = [&files.his, &files.cashier, &files.bank];
        let (book, plain) = of_texts(texts[0], texts[1], texts[2]);
        holds(&book, &files, "plain");
        let forms: [(&str, Form); 6] = [
            ("shuffled", |text, seed| variants::shuffled(text, seed).into_bytes()),
            ("gb18030", |text, _| variants::gb18030_crlf(text)),
            ("bom", |text, _| variants::with_bom(text).into_bytes()),
            ("permuted", |text, seed| variants::permuted(text, seed).into_bytes()),
            ("unknown columns", |text, _| variants::with_unknown_columns(text).into_bytes()),
            ("all at once", |text, seed| {
                let text = variants::with_unknown_columns(&variants::shuffled(text, seed + 1));
                variants::gb18030_crlf(&variants::permuted(&text, seed + 2))
            }),
        ];
        for (form, write) in forms {
            let parts = ["his.csv", "cashier.csv", "bank.csv"].into_iter().zip(texts.map(|text| write(text, seed)));
            let (book, done) = of_bytes(&parts.collect::<Vec<_>>());
            holds(&book, &files, form);
            assert_eq!(done.digest, plain.digest, "seed {seed}: {form}");
        }
    }
}

#[test]
fn the_order_of_the_files_changes_nothing() {
    let files = sample(2_000, 300, Defects::All);
    let parts = [("his.csv", &files.his), ("cashier.csv", &files.cashier), ("bank.csv", &files.bank)];
    let mut digests = Vec::new();
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let chosen = order.map(|place| (parts[place].0, parts[place].1.clone().into_bytes()));
        let (book, done) = of_bytes(&chosen);
        holds(&book, &files, &format!("{order:?}"));
        digests.push(done.digest);
    }
    digests.dedup();
    assert_eq!(digests.len(), 1, "{digests:?}");
}

#[test]
fn two_overlapping_parts_are_one_file() {
    let (seeds, rows) = seeds();
    for seed in seeds.take(3) {
        let files = sample(rows, 400 + seed, Defects::All);
        let (_, plain) = of_texts(&files.his, &files.cashier, &files.bank);
        let split = |text: &str, key: &str| variants::overlapping_parts(text, key, 300, seed);
        let parts = [
            ("his", split(&files.his, "结算流水号")),
            ("cashier", split(&files.cashier, "流水号")),
            ("bank", split(&files.bank, "渠道流水号")),
        ];
        let mut book = Book::new();
        for (name, [first, second]) in &parts {
            let one = book.import(&format!("{name}-2.csv"), second);
            let two = book.import(&format!("{name}-1.csv"), first);
            assert_eq!((one.known, one.changed, two.changed), (0, 0, 0), "{name}");
            assert!(two.known > 0, "{name} overlaps");
        }
        let done = run(&mut book);
        holds(&book, &files, "in parts");
        assert_eq!(done.digest, plain.digest, "seed {seed}");
        // The whole files after their parts bring nothing new.
        for (name, text) in [("his", &files.his), ("cashier", &files.cashier), ("bank", &files.bank)] {
            let whole = book.import(&format!("{name}.csv"), text);
            assert_eq!((whole.imported, whole.changed, whole.known), (0, 0, whole.rows_read), "{name}");
        }
        assert_eq!(run(&mut book).digest, plain.digest, "seed {seed}: the whole files after their parts");
    }
}

#[test]
fn a_wechat_bill_says_what_the_banks_rows_said() {
    let (seeds, rows) = seeds();
    for seed in seeds {
        let files = sample(rows, 500 + seed, Defects::All);
        let (plain, _) = of_texts(&files.his, &files.cashier, &files.bank);
        let mut book = Book::new();
        book.import("his.csv", &files.his);
        book.import("cashier.csv", &files.cashier);
        book.import("bank.csv", &files.bank_without_wechat);
        book.import("wechat.csv", &files.wechat);
        run(&mut book);
        holds(&book, &files, &format!("seed {seed}"));
        assert_eq!(totals(&book), totals(&plain), "seed {seed}");
    }
}

#[test]
fn the_bills_of_every_channel_say_what_the_banks_rows_said() {
    let (seeds, rows) = seeds();
    for seed in seeds {
        let files = sample(rows, 600 + seed, Defects::All);
        let (plain, _) = of_texts(&files.his, &files.cashier, &files.bank);
        let mut book = Book::new();
        book.import("his.csv", &files.his);
        book.import("cashier.csv", &files.cashier);
        book.import("bank.csv", &files.bank_without_channels);
        for (name, bytes, format) in [
            ("wechat.csv", files.wechat.as_bytes(), "wechat-trade"),
            ("alipay.csv", &files.alipay, "alipay-trade"),
            ("unionpay.txt", &files.unionpay, "unionpay-zm"),
        ] {
            let report = book.import(name, bytes);
            assert_eq!((report.format.as_str(), report.quarantined), (format, 0), "{:?}", report.errors);
            assert!(report.imported as usize > rows as usize / 50, "{name}");
        }
        run(&mut book);
        holds(&book, &files, &format!("seed {seed}"));
        assert_eq!(totals(&book), totals(&plain), "seed {seed}");
    }
}

#[test]
fn a_sheet_with_a_column_per_method_says_what_the_plain_rows_said() {
    let (seeds, rows) = seeds();
    for seed in seeds {
        let files = sample(rows, 700 + seed, Defects::All);
        let (plain, _) = of_texts(&files.his, &files.cashier, &files.bank);
        let mut book = Book::new();
        let report = book.import("his-sheet.csv", &files.his_sheet);
        assert_eq!((report.format.as_str(), report.quarantined), ("his-outpatient-columns", 0), "{:?}", report.errors);
        assert_eq!(report.entries, Some(files.truth.rows.his), "a bill paid in two ways is two entries");
        assert!(report.imported < files.truth.rows.his && report.control_rows == 1);
        book.import("cashier.csv", &files.cashier);
        book.import("bank.csv", &files.bank);
        run(&mut book);
        holds(&book, &files, &format!("seed {seed}"));
        assert_eq!(totals(&book), totals(&plain), "seed {seed}");
    }
}

#[test]
fn a_clean_day_of_a_his_sheet_reconciles_clean() {
    let files = sample(600, 41, Defects::None);
    let mut book = Book::new();
    book.import("his-sheet.csv", &files.his_sheet);
    book.import("cashier.csv", &files.cashier);
    book.import("bank.csv", &files.bank);
    run(&mut book);
    holds(&book, &files, "clean");
    assert!(files.truth.cases.is_empty());
}

fn totals(book: &Book) -> BTreeMap<String, Vec<TotalRow>> {
    book.results().iter().map(|result| (result.day.to_string(), result.totals.clone())).collect()
}
