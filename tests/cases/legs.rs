//! Which legs are there, and whether they say the same.

use crate::table::holds;
use sanhe::domain::recon::Note;

#[test]
fn three_equal_legs_tie() {
    let book = holds(
        "his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         till JS1 ZF1 微信 收 12.00 09:00 007赵敏
         bank 421 ZF1 微信 付 12.00 09:01",
    );
    let day = book.results().iter().find(|result| result.day.to_string() == "2026-03-03").expect("the day");
    assert_eq!((day.matched, day.awaited), (day.entries, 0));
}

#[test]
fn two_legs_are_enough_for_prepaid() {
    holds(
        "his  JS1 - 预交金 收 500.00 09:00 007赵敏
         till JS1 - 预交金 收 500.00 09:00 007赵敏
         his  JS2 - 预交金 收 80.00 09:30 007赵敏
         till JS3 - 预交金 收 90.00 09:40 007赵敏
         → missing_in_cashier JS2 -80.00 open
         → missing_in_his JS3 90.00 open",
    );
}

#[test]
fn one_leg_of_three_is_missing() {
    holds(
        "his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         till JS1 ZF1 微信 收 12.00 09:00 007赵敏
         till JS2 ZF2 支付宝 收 15.00 09:10 007赵敏
         bank 422 ZF2 支付宝 付 15.00 09:10
         his  JS3 ZF3 银行卡 收 18.00 09:20 007赵敏
         bank 423 ZF3 银行卡 付 18.00 09:20
         → missing_in_bank JS1 -12.00 open
         → missing_in_his JS2 15.00 open
         → missing_in_cashier JS3 0.00 open",
    );
}

#[test]
fn one_leg_of_three_stands_alone() {
    holds(
        "his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         till JS2 ZF2 微信 收 15.00 10:00 007赵敏
         bank 423 ZF3 微信 付 18.00 11:00
         → his_only JS1 -12.00 open
         → cashier_only JS2 0.00 open
         → bank_only ZF3 18.00 open",
    );
}

#[test]
fn amounts_differ_on_any_side() {
    let book = holds(
        "his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         till JS1 ZF1 微信 收 12.00 09:00 007赵敏
         bank 421 ZF1 微信 付 12.50 09:00
         his  JS2 ZF2 微信 收 15.00 10:00 007赵敏
         till JS2 ZF2 微信 收 15.01 10:00 007赵敏
         bank 422 ZF2 微信 付 15.00 10:00
         his  JS3 ZF3 微信 收 3.00 11:00 007赵敏
         till JS3 ZF3 微信 收 3.00 11:00 007赵敏
         bank 423 ZF3 微信 付 300.00 11:00
         his  JS4 ZF4 微信 收 12.30 12:00 007赵敏
         till JS4 ZF4 微信 收 13.20 12:00 007赵敏
         bank 424 ZF4 微信 付 13.20 12:00
         → amount_differs JS1 0.50 open
         → amount_differs JS2 0.00 open
         → amount_differs JS3 297.00 open
         → amount_differs JS4 0.90 open",
    );
    let notes = |number: &str| book.cases().find(|case| case.his_no == number).expect("the case").notes.clone();
    assert_eq!(notes("JS1"), []);
    assert_eq!(notes("JS3"), [Note::HundredFold]);
}

#[test]
fn two_digits_changed_places() {
    let book = holds(
        "his  JS1 ZF1 微信 收 12.37 09:00 007赵敏
         till JS1 ZF1 微信 收 12.37 09:00 007赵敏
         bank 421 ZF1 微信 付 12.73 09:00
         → amount_differs JS1 0.36 open",
    );
    assert_eq!(book.cases().next().expect("the case").notes, [Note::DigitsSwapped]);
}

#[test]
fn a_payment_against_a_refund_under_its_own_number() {
    holds(
        "his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         till JS1 ZF1 微信 收 12.00 09:00 007赵敏
         bank 421 ZF1 微信 退 12.00 09:00
         his  JS2 - 预交金 收 20.00 10:00 007赵敏
         till JS2 - 预交金 退 20.00 10:00 007赵敏
         → direction_differs JS1 -24.00 open
         → direction_differs JS2 -40.00 open",
    );
}

#[test]
fn a_charge_that_stands_against_an_order_revoked() {
    let book = holds(
        "his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         till JS1 ZF1 微信 收 12.00 09:00 007赵敏
         bank 421 ZF1 微信 撤 12.00 09:00
         his  JS2 ZF2 微信 收 15.00 10:00 007赵敏
         till JS2 ZF2 微信 收 15.00 10:00 007赵敏
         bank 422 ZF2 微信 付 15.00 10:00
         bank 423 ZF2 微信 撤 15.00 10:04
         → status_differs JS1 -12.00 open
         → status_differs JS2 -15.00 open",
    );
    let paid = book.cases().find(|case| case.his_no == "JS2").expect("the case");
    assert_eq!((paid.legs.len(), paid.notes.as_slice()), (4, [Note::PaidThenRevoked].as_slice()));
}

#[test]
fn one_receipt_under_two_methods() {
    holds(
        "his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         till JS1 ZF1 支付宝 收 12.00 09:00 007赵敏
         bank 421 ZF1 微信 付 12.00 09:00
         → status_differs JS1 0.00 open",
    );
}

#[test]
fn an_order_revoked_whose_receipt_was_given_back_leaves_nothing_to_do() {
    holds(
        "his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         till JS1 ZF1 微信 收 12.00 09:00 007赵敏
         bank 421 ZF1 微信 付 12.00 09:00
         bank 422 ZF1 微信 撤 12.00 09:20
         his  JS2 TK2 微信 退 12.00 09:20 007赵敏 原JS1
         till JS2 TK2 微信 退 12.00 09:20 007赵敏
         → reversal_pair JS1 0.00 informational",
    );
}

#[test]
fn an_order_paid_and_revoked_that_nobody_booked_leaves_nothing_to_do() {
    holds(
        "bank 421 ZF1 微信 付 12.00 09:00
         bank 422 ZF1 微信 撤 12.00 09:20
         → reversal_pair ZF1 0.00 informational",
    );
}

#[test]
fn a_lone_revocation_that_nobody_booked_is_shown() {
    holds(
        "bank 422 ZF1 微信 撤 12.00 09:20
         → reversal_pair ZF1 0.00 informational",
    );
}

#[test]
fn a_charge_and_its_undoing_under_one_number() {
    holds(
        "his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         his  JS1 ZF1 微信 退 12.00 09:05 007赵敏 原JS1
         his  JS2 - 现金 收 12.00 10:00 007赵敏
         his  JS2 - 现金 退 12.00 10:05 007赵敏
         till JS2 - 现金 收 12.00 10:00 007赵敏
         till JS2 - 现金 退 12.00 10:05 007赵敏
         → reversal_pair JS1 0.00 informational
         → reversal_pair JS2 0.00 informational",
    );
}

#[test]
fn the_fund_bears_the_whole_bill() {
    holds(
        "his  JS1 ZF1 医保个账 收 0.00 09:00 007赵敏
         till JS1 ZF1 医保个账 收 0.00 09:00 007赵敏
         → zero_amount JS1 0.00 informational",
    );
}

#[test]
fn one_receipt_twice_on_one_side() {
    let book = holds(
        "his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         till JS1 ZF1 微信 收 12.00 09:00 007赵敏
         bank 421 ZF1 微信 付 12.00 09:00
         his  JS2 ZF2 微信 收 15.00 10:00 007赵敏
         till JS2 ZF2 微信 收 15.00 10:00 007赵敏
         till JS2 ZF2 微信 收 15.00 10:00 007赵敏
         bank 422 ZF2 微信 付 15.00 10:00
         his  JS3 ZF3 微信 收 18.00 11:00 007赵敏
         till JS3 ZF3 微信 收 18.00 11:00 007赵敏
         bank 423 ZF3 微信 付 18.00 11:00
         bank 424 ZF3 微信 付 18.00 11:01
         → duplicate JS1 -12.00 open
         → duplicate JS2 0.00 open
         → duplicate JS3 18.00 open",
    );
    assert!(book.cases().all(|case| case.notes == [Note::Times(2)] && case.legs.len() == 4));
}

#[test]
fn charged_twice_and_one_charge_revoked_ties() {
    holds(
        "his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         till JS1 ZF1 微信 收 12.00 09:00 007赵敏
         bank 421 ZF1 微信 付 12.00 09:00
         bank 422 ZF1 微信 付 12.00 09:01
         bank 423 ZF1 微信 撤 12.00 09:02",
    );
}

#[test]
fn one_cause_is_one_exception() {
    holds(
        // Twice at the channel, once with another figure: a duplicate.
        "his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         till JS1 ZF1 微信 收 12.00 09:00 007赵敏
         bank 421 ZF1 微信 付 12.00 09:00
         bank 422 ZF1 微信 付 21.00 09:01
         → duplicate JS1 21.00 open
         his  JS2 ZF2 微信 收 15.00 23:58 007赵敏
         till JS2 ZF2 微信 收 15.00 23:58 007赵敏
         bank 423 ZF2 微信 付 15.10 04T00:01
         → amount_differs JS2 0.10 open
         his  JS3 TK3 微信 退 18.00 11:00 007赵敏 原JS-none
         till JS3 TK3 微信 退 18.00 11:00 007赵敏
         → refund_no_original JS3 18.00 open
         his  JS4 ZF4 微信 收 20.00 12:00 007赵敏
         bank 424 ZF4 微信 付 20.50 12:00
         → amount_differs JS4 0.50 open
         his  JS5 ZF5 微信 收 22.00 13:00 007赵敏
         till JS5 ZF5 银行卡 收 23.00 13:00 007赵敏
         bank 425 ZF5 微信 付 22.00 13:00
         → status_differs JS5 0.00 open",
    );
}

#[test]
fn a_bill_paid_in_two_ways() {
    holds(
        "his  JS1 ZF1 微信 收 8.00 09:00 007赵敏
         his  JS1 ZF2 医保个账 收 4.00 09:00 007赵敏
         till JS1 ZF1 微信 收 8.00 09:00 007赵敏
         till JS1 ZF2 医保个账 收 4.00 09:00 007赵敏
         bank 421 ZF1 微信 付 8.00 09:00
         bank 422 ZF2 医保个账 付 4.00 09:00
         his  JS2 ZF3 微信 收 8.00 10:00 007赵敏
         his  JS2 - 预交金 收 4.00 10:00 007赵敏
         till JS2 ZF3 微信 收 8.00 10:00 007赵敏
         till JS2 - 预交金 收 4.00 10:00 007赵敏
         bank 423 ZF3 微信 付 8.00 10:00",
    );
    holds(
        "his  JS1 ZF1 微信 收 8.00 09:00 007赵敏
         his  JS1 ZF2 医保个账 收 8.00 09:00 007赵敏
         till JS1 ZF1 微信 收 8.00 09:00 007赵敏
         till JS1 ZF2 医保个账 收 8.00 09:00 007赵敏
         bank 421 ZF1 微信 付 8.00 09:00
         → missing_in_bank JS1 -8.00 open",
    );
}
