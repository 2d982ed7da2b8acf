//! Rows of one receipt on two days.

use crate::desk::Book;
use crate::table::{framed, holds, reconciled, table};

fn day_of(book: &Book, class: &str) -> Vec<String> {
    book.cases().filter(|case| case.class.code() == class).map(|case| case.day.to_string()).collect()
}

#[test]
fn the_channel_books_after_midnight() {
    let book = holds(
        "his  JS1 ZF1 微信 收 12.00 23:58 007赵敏
         till JS1 ZF1 微信 收 12.00 23:58 007赵敏
         bank 421 ZF1 微信 付 12.00 04T00:01
         → cross_day JS1 0.00 resolved",
    );
    assert_eq!(day_of(&book, "cross_day"), ["2026-03-03"]);
    let timing: Vec<String> = book
        .results()
        .iter()
        .flat_map(|result| result.bridges.iter().map(|bridge| format!("{} {}", result.day, bridge.timing)))
        .filter(|timing| !timing.ends_with(" 0.00"))
        .collect();
    assert_eq!(timing, ["2026-03-03 -12.00", "2026-03-04 12.00"]);
}

#[test]
fn the_channel_books_before_midnight() {
    let book = holds(
        "his  JS1 ZF1 微信 收 12.00 00:02 007赵敏
         till JS1 ZF1 微信 收 12.00 00:02 007赵敏
         bank 421 ZF1 微信 付 12.00 02T23:59
         → cross_day JS1 0.00 resolved",
    );
    assert_eq!(day_of(&book, "cross_day"), ["2026-03-03"]);
}

#[test]
fn the_till_books_after_midnight() {
    holds(
        "his  JS1 ZF1 微信 收 12.00 23:59 007赵敏
         till JS1 ZF1 微信 收 12.00 04T00:00 007赵敏
         bank 421 ZF1 微信 付 12.00 23:59
         → cross_day JS1 0.00 resolved",
    );
}

#[test]
fn charged_again_just_after_midnight() {
    let book = holds(
        "his  JS1 ZF1 微信 收 12.00 23:58 007赵敏
         till JS1 ZF1 微信 收 12.00 23:58 007赵敏
         bank 421 ZF1 微信 付 12.00 23:59
         bank 422 ZF1 微信 付 12.00 04T00:00
         → duplicate JS1 12.00 open",
    );
    assert_eq!(day_of(&book, "duplicate"), ["2026-03-03"]);
}

#[test]
fn revoked_after_midnight() {
    let book = holds(
        "his  JS1 ZF1 微信 收 12.00 23:58 007赵敏
         till JS1 ZF1 微信 收 12.00 23:58 007赵敏
         bank 421 ZF1 微信 付 12.00 23:58
         bank 422 ZF1 微信 撤 12.00 04T00:03
         → status_differs JS1 -12.00 open",
    );
    assert_eq!(day_of(&book, "status_differs"), ["2026-03-03"]);
}

#[test]
fn a_refund_reaches_the_channel_after_midnight() {
    holds(
        "his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         till JS1 ZF1 微信 收 12.00 09:00 007赵敏
         bank 421 ZF1 微信 付 12.00 09:00
         his  JS2 TK2 微信 退 12.00 23:59 007赵敏 原JS1
         till JS2 TK2 微信 退 12.00 23:59 007赵敏
         bank 422 TK2 微信 退 12.00 04T00:00
         → cross_day JS2 0.00 resolved",
    );
}

#[test]
fn undone_in_his_on_the_next_day() {
    holds(
        "his  JS1 ZF1 微信 收 12.00 23:50 007赵敏
         his  JS1 ZF1 微信 退 12.00 04T00:10 007赵敏 原JS1
         → reversal_pair JS1 0.00 informational",
    );
}

#[test]
fn what_a_later_file_brings_changes_yesterday() {
    let mut book = Book::new();
    let first = table(
        "his  JS1 ZF1 微信 收 12.00 23:58 007赵敏
         till JS1 ZF1 微信 收 12.00 23:58 007赵敏
         bank 420 ZF0 微信 付 5.00 09:00
         his  JS0 ZF0 微信 收 5.00 09:00 007赵敏
         till JS0 ZF0 微信 收 5.00 09:00 007赵敏
         → missing_in_bank JS1 -12.00 open",
    );
    first.hand_to(&book, "third");
    reconciled(&mut book, &first.expected);
    let second = table(
        "bank 421 ZF1 微信 付 12.00 04T00:01
         → cross_day JS1 0.00 resolved",
    );
    second.hand_to(&book, "fourth");
    reconciled(&mut book, &second.expected);
}

#[test]
fn a_channel_whose_file_is_not_in_is_waited_for() {
    let mut book = Book::new();
    let tills = table(
        "his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         till JS1 ZF1 微信 收 12.00 09:00 007赵敏
         his  JS2 ZF2 支付宝 收 15.00 10:00 007赵敏",
    );
    tills.hand_to(&book, "tills");
    reconciled(&mut book, &["missing_in_cashier JS2 -15.00 open".into()]);
    assert_eq!(book.results().iter().map(|result| result.awaited).sum::<u64>(), 2);
    let bank = table(
        "bank 422 ZF2 支付宝 付 15.00 10:00
         → missing_in_bank JS1 -12.00 open
         → missing_in_cashier JS2 0.00 open",
    );
    bank.hand_to(&book, "bank");
    reconciled(&mut book, &bank.expected);
    assert_eq!(book.results().iter().map(|result| result.awaited).sum::<u64>(), 0);
}

#[test]
fn a_bank_row_waits_for_the_houses_own_books() {
    let mut book = Book::new();
    table("bank 421 ZF1 微信 付 12.00 09:00").hand_to(&book, "bank");
    reconciled(&mut book, &[]);
    assert_eq!(book.results()[0].awaited, 1);
}

#[test]
fn days_are_the_same_one_by_one_and_together() {
    let text = "his  JS1 ZF1 微信 收 12.00 23:58 007赵敏
         till JS1 ZF1 微信 收 12.00 23:58 007赵敏
         bank 421 ZF1 微信 付 12.00 04T00:01
         his  JS2 ZF2 微信 收 15.00 04T23:58 007赵敏
         till JS2 ZF2 微信 收 15.00 04T23:58 007赵敏
         bank 422 ZF2 微信 付 15.00 04T23:58
         bank 423 ZF2 微信 付 15.00 05T00:01";
    let mut book = Book::new();
    framed(text).hand_to(&book, "days");
    let together = book.reconcile("2026-03-02", "2026-03-06");
    for day in &together.days {
        let alone = book.reconcile(&day.day, &day.day);
        assert_eq!(alone.days, std::slice::from_ref(day));
    }
}

#[test]
fn revoked_after_midnight_and_given_back_the_day_after() {
    let book = holds(
        "his  JS1 ZF1 微信 收 12.00 23:58 007赵敏
         till JS1 ZF1 微信 收 12.00 23:58 007赵敏
         bank 421 ZF1 微信 付 12.00 23:58
         bank 422 ZF1 微信 撤 12.00 04T00:03
         his  JS2 TK2 微信 退 12.00 05T09:00 007赵敏 原JS1
         till JS2 TK2 微信 退 12.00 05T09:00 007赵敏
         → reversal_pair JS1 0.00 informational",
    );
    assert_eq!(day_of(&book, "reversal_pair"), ["2026-03-03"]);
}

#[test]
fn a_receipt_over_three_days_is_one_case() {
    // The till's line of the third leads to the fourth by its 结算流水号, from there to the second by its order.
    holds(
        "till JS4 - 微信 收 12.00 09:00 007赵敏
         his  JS4 ZF1 微信 收 12.00 04T09:00 007赵敏
         bank 421 ZF1 微信 付 12.00 02T09:00
         → cross_day JS4 0.00 resolved",
    );
}
