//! Settlement: what a channel owes for a day against what the bank credits to the account.
//!
//! One receipt of 12.00 by WeChat on Tuesday the third, fee 0.07: 11.93 are due on Wednesday (T+1).

use sanhe::domain::recon::Note;
use sanhe::ops::close::standing;
use sanhe::text::lang::Lang;

use crate::desk::{Book, day};
use crate::table::{framed, reconciled, said};

const HOUSE: &str =
    "[[channel]]\nchannel = \"微信\"\nmerchant = \"1900000109\"\nsettle = \"T+1\"\naccount = \"95000000000171\"\n";
const MERCHANT: &str = "1900000109";
const RECEIPT: &str = "
    his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
    till JS1 ZF1 微信 收 12.00 09:00 007赵敏
    bank 421 ZF1 微信 付 12.00 09:00 费0.07";

/// Day of March, amount, who paid, what for.
type Line = (u32, &'static str, &'static str, &'static str);
/// What it shows, the statement, the bridge's three figures, the cases.
type Case = (&'static str, &'static [Line], [&'static str; 3], &'static [&'static str]);

/// A statement of the account: day of March, amount, who paid, what for.
fn statement(rows: &[Line]) -> String {
    let mut text =
        String::from("账号：,95000000000171\t,,,,,,\n顺序号,交易日期,交易类型,存入金额,取出金额,余额,对方户名,附言\n");
    let mut balance = 100_000_i64;
    for (place, (on, amount, payer, note)) in rows.iter().enumerate() {
        let fen: i64 = amount.replace('.', "").parse().expect("an amount");
        balance += fen;
        let yuan = |fen: i64| format!("{}.{:02}", fen / 100, fen % 100);
        let (received, paid) = if fen < 0 { (String::new(), yuan(-fen)) } else { (yuan(fen), String::new()) };
        let at = format!("2026/03/{on:02}  09:08:{place:02}");
        text.push_str(&format!("{},{at},转账,{received},{paid},{},{payer},{note}\n", place + 1, yuan(balance)));
    }
    text
}

fn book(house: &str, receipts: &str) -> Book {
    let book = Book::of_house(house);
    framed(receipts).hand_to(&book, "day");
    book
}

/// Expected credit of the third: credited, in transit, short.
fn credit(book: &Book, wanted: &str) -> [String; 3] {
    let result = book.results().iter().find(|result| result.day == day(wanted)).expect("the day");
    let credit = result.bridges.first().and_then(|bridge| bridge.credit).expect("a settlement account");
    [credit.credited, credit.in_transit, credit.short].map(|money| money.to_string())
}

#[test]
fn every_way_a_credit_comes_or_does_not() {
    let cases: &[Case] = &[
        ("no statement at all", &[], ["0.00", "11.93", "0.00"], &[]),
        ("named, on its day", &[(4, "11.93", "财付通", MERCHANT)], ["11.93", "0.00", "0.00"], &[]),
        ("unnamed, and it can be nothing else", &[(4, "11.93", "财付通", "")], ["11.93", "0.00", "0.00"], &[]),
        ("two days late", &[(6, "11.93", "财付通", "")], ["11.93", "0.00", "0.00"], &[]),
        (
            "not due yet: the statement ends on the day it is expected",
            &[(4, "0.52", "", "结息")],
            ["0.00", "11.93", "0.00"],
            &["in_transit 1900000109/20260303 -11.93 informational", "unidentified - 0.52 informational"],
        ),
        (
            "overdue from the day after",
            &[(4, "0.52", "", "结息"), (5, "-0.30", "", "账户管理费")],
            ["0.00", "11.93", "0.00"],
            &[
                "in_transit 1900000109/20260303 -11.93 open",
                "unidentified - -0.30 informational",
                "unidentified - 0.52 informational",
            ],
        ),
        (
            "short",
            &[(4, "10.00", "财付通", MERCHANT)],
            ["10.00", "0.00", "1.93"],
            &["deposit_differs 1900000109/20260304 -1.93 open"],
        ),
        (
            "too much",
            &[(4, "12.00", "财付通", MERCHANT)],
            ["12.00", "0.00", "-0.07"],
            &["deposit_differs 1900000109/20260304 0.07 open"],
        ),
        (
            "another merchant's number decides against an equal amount",
            &[(4, "11.93", "财付通", "1900000999"), (4, "11.93", "财付通", MERCHANT)],
            ["11.93", "0.00", "0.00"],
            &["unidentified - 11.93 open"],
        ),
        (
            "two that would do: neither is taken",
            &[(4, "11.93", "甲", ""), (4, "11.93", "乙", ""), (5, "-1.00", "", "工本费")],
            ["0.00", "11.93", "0.00"],
            &[
                "in_transit 1900000109/20260303 -11.93 open",
                "unidentified - -1.00 informational",
                "unidentified - 11.93 open",
                "unidentified - 11.93 open",
            ],
        ),
        (
            "a stranger's payment, and cash under its slip",
            &[(4, "11.93", "财付通", ""), (4, "5.00", "某公司", "捐款"), (5, "30.00", "", "现金JK20260303A007")],
            ["11.93", "0.00", "0.00"],
            &["unidentified - 5.00 open"],
        ),
    ];
    for (name, rows, figures, listed) in cases {
        let mut book = book(HOUSE, RECEIPT);
        if !rows.is_empty() {
            book.import("account.csv", statement(rows));
        }
        book.reconcile("2026-03-02", "2026-03-06");
        assert_eq!(said(&book), *listed, "{name}");
        assert_eq!(credit(&book, "2026-03-03"), *figures, "{name}");
        book.verify();
    }
}

#[test]
fn a_weekend_is_paid_together_or_day_by_day() {
    let friday = RECEIPT.replace("09:00", "06T09:00");
    for rows in
        [vec![(9, "11.94", "财付通", "1900000109")], vec![(9, "11.93", "财付通", ""), (9, "0.01", "财付通", "")]]
    {
        let mut book = book(HOUSE, &friday);
        book.import("account.csv", statement(&rows));
        reconciled(&mut book, &[]);
        assert_eq!(credit(&book, "2026-03-06"), ["11.93", "0.00", "0.00"]);
    }
}

#[test]
fn a_refund_gives_its_fee_back_and_a_revocation_undoes_its_payment() {
    let rows = "
        his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
        till JS1 ZF1 微信 收 12.00 09:00 007赵敏
        bank 421 ZF1 微信 付 12.00 09:00 费0.07
        his  JS2 ZF2 微信 退 2.00 10:00 007赵敏 原JS1
        till JS2 ZF2 微信 退 2.00 10:00 007赵敏
        bank 422 ZF2 微信 退 2.00 10:00 费0.01
        bank 423 ZF3 微信 付 8.00 11:00 费0.05
        bank 423 ZF3 微信 撤 8.00 11:01 费0.05
        → reversal_pair ZF3 0.00 informational";
    let mut book = book(HOUSE, rows);
    book.import("account.csv", statement(&[(4, "9.94", "财付通", "")]));
    reconciled(&mut book, &framed(rows).expected);
    assert_eq!(credit(&book, "2026-03-03"), ["9.94", "0.00", "0.00"]);
}

#[test]
fn a_statement_that_comes_later_makes_the_day_stale_and_any_order_gives_one_digest() {
    let mut first = book(HOUSE, RECEIPT);
    let digest = |book: &mut Book| book.reconcile("2026-03-02", "2026-03-06").digest;
    let without = digest(&mut first);
    let stale = |book: &Book, wanted: &str| {
        standing(&book.store().reader().expect("a reader"), day(wanted), &book.run).expect("read").is_stale
    };
    assert!(!stale(&first, "2026-03-03"));
    first.import("account.csv", statement(&[(4, "11.93", "财付通", "")]));
    assert!(stale(&first, "2026-03-03"));
    let with = digest(&mut first);
    assert!(!stale(&first, "2026-03-03") && with != without);
    let mut second = Book::of_house(HOUSE);
    second.import("account.csv", statement(&[(4, "11.93", "财付通", "")]));
    framed(RECEIPT).hand_to(&second, "day");
    assert_eq!(digest(&mut second), with);
    // A day alone says what it says among others.
    let among = first.stored("2026-03-03").digest;
    first.reconcile("2026-03-03", "2026-03-03");
    assert_eq!(first.stored("2026-03-03").digest, among);
}

#[test]
fn the_house_says_how_a_credit_names_its_merchant() {
    let house = format!("{HOUSE}settle_ref = \"商户(?<merchant>\\\\d{{10}})结算\"\n");
    for (note, listed) in [
        ("商户1900000109结算", vec!["deposit_differs 1900000109/20260304 -1.93 open"]),
        (
            "商户1900000999结算",
            vec!["in_transit 1900000109/20260303 -11.93 informational", "unidentified - 10.00 open"],
        ),
    ] {
        let mut book = book(&house, RECEIPT);
        book.import("account.csv", statement(&[(4, "10.00", "财付通", note)]));
        book.reconcile("2026-03-02", "2026-03-06");
        assert_eq!(said(&book), listed);
    }
}

#[test]
fn days_that_are_no_neighbours_are_taken_together_where_nothing_else_adds_up() {
    // 11.93 for the third, 4.97 for the fourth, 8.95 for the fifth; the fourth comes by itself.
    let rows = "
        his  JS1 ZF1 微信 收 12.00 03T09:00 007赵敏
        till JS1 ZF1 微信 收 12.00 03T09:00 007赵敏
        bank 421 ZF1 微信 付 12.00 03T09:00 费0.07
        his  JS2 ZF2 微信 收 5.00 04T09:00 007赵敏
        till JS2 ZF2 微信 收 5.00 04T09:00 007赵敏
        bank 422 ZF2 微信 付 5.00 04T09:00 费0.03
        his  JS3 ZF3 微信 收 9.00 05T09:00 007赵敏
        till JS3 ZF3 微信 收 9.00 05T09:00 007赵敏
        bank 423 ZF3 微信 付 9.00 05T09:00 费0.05";
    let mut book = book(HOUSE, rows);
    book.import("account.csv", statement(&[(5, "4.97", "财付通", ""), (6, "20.88", "财付通", "")]));
    reconciled(&mut book, &[]);
    assert_eq!(credit(&book, "2026-03-03"), ["11.93", "0.00", "0.00"]);
    assert_eq!(credit(&book, "2026-03-05"), ["8.95", "0.00", "0.00"]);
}

const CASH: &str = "[[channel]]\nchannel = \"现金\"\nmerchant = \"缴存\"\naccount = \"95000000000171\"\n\
                    settle_ref = \"现金|现存\"\n";
const TILLS: &str = "
    his  JS1 - 现金 收 10.00 03T09:00 007赵敏
    till JS1 - 现金 收 10.00 03T09:00 007赵敏
    his  JS2 - 现金 收 25.00 03T09:30 008钱芳
    till JS2 - 现金 收 25.00 03T09:30 008钱芳
    his  JS3 - 现金 收 35.00 03T09:40 009孙丽
    till JS3 - 现金 收 35.00 03T09:40 009孙丽";

#[test]
fn cash_of_a_statement_is_the_slips_or_the_only_shifts_that_add_up() {
    let cases: &[(&str, &[Line], &[&str])] = &[
        (
            "under its slip",
            &[
                (3, "10.00", "", "现金JK20260303A007"),
                (3, "25.00", "", "现金JK20260303A008"),
                (3, "35.00", "", "JK20260303A009"),
            ],
            &[],
        ),
        (
            "one wrong, one not there",
            &[(3, "10.00", "", "现金JK20260303A007"), (3, "25.50", "", "现金JK20260303A008")],
            &["deposit_differs JK20260303A008 0.50 open", "deposit_differs JK20260303A009 -35.00 open"],
        ),
        (
            "two tills together, without a slip",
            &[(3, "35.00", "", "JK20260303A009"), (3, "35.00", "", "现金存入")],
            &[],
        ),
        ("all three", &[(3, "70.00", "", "现存")], &[]),
        (
            "two ways to make it up: nothing is taken, both are shown",
            &[(3, "35.00", "", "现金存入")],
            &[
                "deposit_differs JK20260303A007 -10.00 open",
                "deposit_differs JK20260303A008 -25.00 open",
                "deposit_differs JK20260303A009 -35.00 open",
                "unidentified - 35.00 open",
            ],
        ),
        (
            "nothing says that it is cash",
            &[(3, "70.00", "某公司", "往来款")],
            &[
                "deposit_differs JK20260303A007 -10.00 open",
                "deposit_differs JK20260303A008 -25.00 open",
                "deposit_differs JK20260303A009 -35.00 open",
                "unidentified - 70.00 open",
            ],
        ),
    ];
    for (name, rows, listed) in cases {
        let mut book = book(CASH, TILLS);
        book.import("account.csv", statement(rows));
        book.reconcile("2026-03-02", "2026-03-06");
        assert_eq!(said(&book), *listed, "{name}");
        for (first, last) in [("2026-03-03", "2026-03-03"), ("2026-03-03", "2026-03-05")] {
            book.reconcile(first, last);
            assert_eq!(said(&book), *listed, "{name}: {first} to {last}");
        }
        book.verify();
    }
}

#[test]
fn what_could_be_made_up_in_two_ways_is_said_in_both_languages() {
    let mut book = book(CASH, TILLS);
    book.import("account.csv", statement(&[(3, "35.00", "", "现金存入")]));
    book.reconcile("2026-03-02", "2026-03-06");
    let notes: Vec<Note> = book.cases().flat_map(|case| case.notes.clone()).collect();
    let ways = notes.iter().find(|note| matches!(note, Note::Ways(_))).expect("the ways");
    assert_eq!(*ways, Note::Ways(vec!["JK20260303A009".into(), "JK20260303A007+JK20260303A008".into()]));
    let stored = book.stored("2026-03-03");
    assert!(stored.exceptions.iter().any(|case| case.notes.contains(ways)), "it is kept with the result");
    for lang in [Lang::Zh, Lang::En] {
        assert!(sanhe::text::messages::note(ways, lang).contains("JK20260303A007+JK20260303A008"));
    }
}
