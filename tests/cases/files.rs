//! Files that come late, again, changed or damaged.

use sanhe::domain::recon::ExceptionCase;
use sanhe::ops::reconcile::{RunRules, try_rules};

use crate::desk::Book;
use crate::table::{framed, reconciled, said, table};

const RECEIPT: &str = "
    his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
    till JS1 ZF1 微信 收 12.00 09:00 007赵敏
    bank 421 ZF1 微信 付 12.00 09:00";

#[test]
fn other_rules_are_tried_without_writing() {
    let book = Book::new();
    framed(
        "his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         till JS1 ZF1 微信 收 12.00 09:00 007赵敏
         bank 421 - 微信 付 12.00 09:05",
    )
    .hand_to(&book, "day");
    let days = (crate::desk::day("2026-03-02"), crate::desk::day("2026-03-06"));
    let mut wide = book.run.clone();
    wide.rules.unique_window_seconds = 600;
    let facts = book.verify();
    let tried = |run: &RunRules, other: &RunRules| {
        let trial = try_rules(book.store(), days, run, &other.rules, &|_, _| true).expect("tried");
        let named = |cases: &[ExceptionCase]| cases.iter().map(|case| case.class.code()).collect::<Vec<_>>();
        (named(&trial.matched), named(&trial.unmatched))
    };
    let both = vec!["missing_in_bank", "bank_only"];
    assert_eq!(tried(&book.run, &wide), (both.clone(), vec![]));
    assert_eq!(tried(&wide, &book.run), (vec![], both));
    assert_eq!(tried(&wide, &wide), (vec![], vec![]));
    assert_eq!(book.verify(), facts);
}

#[test]
fn a_row_that_does_not_parse_takes_over_its_case() {
    let mut book = Book::new();
    let mut table = framed(RECEIPT);
    table.bank = table.bank.replace(",12.00,", ",12.0O,");
    table.hand_to(&book, "day");
    reconciled(&mut book, &["quarantined JS1 -12.00 open".into()]);
    assert_eq!(book.cases().next().expect("the case").legs.len(), 3);
}

#[test]
fn a_row_that_does_not_parse_and_belongs_to_nobody_stands_alone() {
    let mut book = Book::new();
    let mut table = framed("bank 421 ZF1 微信 付 12.00 09:00");
    table.bank = table.bank.replace(",12.00,", ",12.0O,");
    table.hand_to(&book, "day");
    reconciled(&mut book, &["quarantined ZF1 0.00 open".into()]);
}

#[test]
fn a_row_corrected_in_a_later_file_opens_its_match_again() {
    let mut book = Book::new();
    let first = framed(RECEIPT);
    first.hand_to(&book, "day");
    reconciled(&mut book, &[]);
    let later = framed(&RECEIPT.replace("付 12.00", "付 21.00"));
    let report = book.import("later.csv", &later.bank);
    assert_eq!((report.imported, report.changed, report.known), (0, 1, 2));
    reconciled(&mut book, &["amount_differs JS1 9.00 open".into()]);
    // The old version again, in another file: the book knows it, and knows that it is old.
    let old = book.import("again.csv", format!("{}\n", first.bank));
    assert_eq!((old.imported, old.changed, old.known), (0, 0, 3));
    reconciled(&mut book, &["amount_differs JS1 9.00 open".into()]);
    book.verify();
}

#[test]
fn a_row_corrected_on_each_side() {
    for (side, expected) in [("his", "amount_differs JS1 -9.00 open"), ("till", "amount_differs JS1 0.00 open")] {
        let mut book = Book::new();
        framed(RECEIPT).hand_to(&book, "day");
        reconciled(&mut book, &[]);
        let corrected = framed(&RECEIPT.replace("收 12.00", "收 21.00"));
        let report = book.import("later.csv", if side == "his" { corrected.his } else { corrected.till });
        assert_eq!((report.imported, report.changed, report.known), (0, 1, 2), "{side}");
        reconciled(&mut book, &[expected.into()]);
    }
}

#[test]
fn a_deposit_corrected_counts_once() {
    let mut book = Book::new();
    let text = "his  JS1 - 现金 收 12.00 09:00 007赵敏
         till JS1 - 现金 收 12.00 09:00 007赵敏
         bank CK1 JK20260303A007 现金 存 11.00 17:00";
    framed(text).hand_to(&book, "day");
    reconciled(&mut book, &["deposit_differs JK20260303A007 -1.00 open".into()]);
    let report = book.import("later.csv", framed(&text.replace("存 11.00", "存 12.00")).bank);
    assert_eq!((report.imported, report.changed, report.known), (0, 1, 2));
    reconciled(&mut book, &[]);
}

#[test]
fn a_refund_corrected_counts_once() {
    let mut book = Book::new();
    let text = "his  JS1 ZF1 微信 收 100.00 02T09:00 007赵敏
         till JS1 ZF1 微信 收 100.00 02T09:00 007赵敏
         bank 421 ZF1 微信 付 100.00 02T09:00
         his  JS2 TK2 微信 退 70.00 09:00 007赵敏 原JS1
         till JS2 TK2 微信 退 60.00 09:00 007赵敏
         bank 422 TK2 微信 退 60.00 09:00";
    framed(text).hand_to(&book, "day");
    reconciled(&mut book, &["amount_differs JS2 10.00 open".into()]);
    let report = book.import("later.csv", framed(&text.replace("退 70.00", "退 60.00")).his);
    assert_eq!((report.imported, report.changed), (0, 1));
    reconciled(&mut book, &[]);
}

#[test]
fn the_same_files_again_change_nothing() {
    let mut book = Book::new();
    let day = framed(RECEIPT);
    day.hand_to(&book, "day");
    let before = book.reconcile("2026-03-02", "2026-03-06");
    let facts = book.verify();
    let again = book.import("other-name.csv", &day.his);
    assert_eq!((again.outcome.code(), again.imported, again.known, again.changed), ("known", 0, 3, 0));
    assert_eq!(book.verify(), facts, "a known file leaves no fact");
    assert_eq!(book.reconcile("2026-03-02", "2026-03-06").digest, before.digest);
}

#[test]
fn rows_that_come_again_beside_new_ones_are_known() {
    let mut book = Book::new();
    framed(RECEIPT).hand_to(&book, "day");
    let more = framed(&format!("{RECEIPT}\nhis JS2 ZF2 微信 收 15.00 10:00 007赵敏"));
    let report = book.import("more.csv", &more.his);
    assert_eq!((report.imported, report.known, report.changed), (1, 3, 0));
    reconciled(&mut book, &["his_only JS2 -15.00 open".into()]);
}

#[test]
fn a_row_twice_in_one_file_and_once_in_the_next_stays_twice() {
    let mut book = Book::new();
    framed(&format!("{RECEIPT}\ntill JS1 ZF1 微信 收 12.00 09:00 007赵敏")).hand_to(&book, "day");
    reconciled(&mut book, &["duplicate JS1 0.00 open".into()]);
    let once = book.import("once.csv", format!("{}\n", framed(RECEIPT).till));
    assert_eq!((once.imported, once.known, once.changed), (0, 3, 0));
    reconciled(&mut book, &["duplicate JS1 0.00 open".into()]);
}

#[test]
fn a_row_once_in_one_file_and_twice_in_the_next_becomes_twice() {
    let mut book = Book::new();
    framed(RECEIPT).hand_to(&book, "day");
    let twice = framed(&format!("{RECEIPT}\ntill JS1 ZF1 微信 收 12.00 09:00 007赵敏"));
    let report = book.import("twice.csv", &twice.till);
    assert_eq!((report.imported, report.known, report.changed), (1, 3, 0));
    reconciled(&mut book, &["duplicate JS1 0.00 open".into()]);
}

#[test]
fn a_missing_book_that_comes_late_settles_its_days() {
    let mut book = Book::new();
    let day = framed(RECEIPT);
    book.import("his.csv", &day.his);
    book.import("bank.csv", &day.bank);
    book.reconcile("2026-03-02", "2026-03-06");
    assert_eq!((said(&book), book.results()[0].awaited), (Vec::new(), 2));
    book.import("till.csv", &day.till);
    reconciled(&mut book, &[]);
    assert_eq!(book.results()[0].awaited, 0);
}

#[test]
fn a_day_nobody_handed_anything_in_for_is_refused() {
    let book = Book::new();
    table(RECEIPT).hand_to(&book, "day");
    assert!(book.try_reconcile("2026-03-10", "2026-03-11").is_err());
}

const SHEET: &str = "结算流水号,结算时间,费用总额,统筹支付,个人账户,现金,微信,支付宝,状态,第三方订单号,医保订单号";

/// A HIS sheet of these rows, of 2 March 2026.
fn sheet(rows: &[&str]) -> String {
    rows.iter().fold(format!("{SHEET}\n"), |text, row| text + row + "\n")
}

fn counts(report: &sanhe::domain::import::FileReport) -> (u64, u64, u64, Option<u64>) {
    assert_eq!(report.rows_read, report.imported + report.known + report.changed + report.quarantined);
    (report.imported, report.known, report.changed, report.entries)
}

#[test]
fn a_row_paid_in_several_ways_is_one_row_and_comes_again_and_changes_as_one() {
    let book = Book::new();
    let two = "JS1,2026-03-02 08:00:00,50.00,20.00,,5.00,25.00,,正常,ZF1,";
    let one = "JS2,2026-03-02 08:05:00,9.00,0.00,,9.00,,,正常,,";
    let first = sheet(&[two, one]);
    assert_eq!(counts(&book.import("sheet.csv", &first)), (2, 0, 0, Some(3)));
    assert_eq!(counts(&book.import("again.csv", format!("{first}\n"))), (0, 2, 0, Some(3)));
    // One amount of it altered: the row is changed as a whole.
    let dearer = two.replace("50.00,20.00,,5.00", "51.00,20.00,,6.00");
    assert_eq!(counts(&book.import("dearer.csv", sheet(&[&dearer, one]))), (0, 1, 1, Some(3)));
    // The old version again is known, and stays old.
    assert_eq!(counts(&book.import("old.csv", sheet(&[one, two]))), (0, 2, 0, Some(3)));
    // One of its methods gone: nothing of the older version stays behind.
    let single = two.replace("50.00,20.00,,5.00", "45.00,20.00,,");
    assert_eq!(counts(&book.import("single.csv", sheet(&[&single]))), (0, 0, 1, None));
    // Another method altogether, and one more row.
    let other = "JS1,2026-03-02 08:00:00,45.00,20.00,,,,25.00,正常,ZF9,";
    let third = "JS3,2026-03-02 08:09:00,7.00,0.00,3.00,4.00,,,正常,,YB3";
    assert_eq!(counts(&book.import("other.csv", sheet(&[other, third]))), (1, 0, 1, Some(3)));
    book.verify();
}

#[test]
fn only_the_last_version_of_a_split_row_is_matched() {
    let mut book = Book::new();
    let table = framed(RECEIPT);
    book.import("till.csv", &table.till);
    book.import("bank.csv", &table.bank);
    let framing = table.his.lines().filter(|line| !line.contains("JS1")).collect::<Vec<_>>().join("\n");
    book.import("frame.csv", &framing);
    let wrong = "JS1,2026-03-03 09:00:00,17.00,0.00,,5.00,12.00,,正常,ZF1,";
    let right = "JS1,2026-03-03 09:00:00,17.00,5.00,,,12.00,,正常,ZF1,";
    book.import("wrong.csv", sheet(&[wrong]));
    reconciled(&mut book, &["missing_in_cashier JS1 -5.00 open".into()]);
    book.import("right.csv", sheet(&[right]));
    reconciled(&mut book, &[]);
    book.verify();
}
