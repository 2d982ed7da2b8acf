//! Refunds against their originals.

use crate::table::holds;
use sanhe::domain::recon::Note;

/// A payment by 微信 of the day before, 100.00.
const PAID: &str = "
    his  JS1 ZF1 微信 收 100.00 02T09:00 007赵敏
    till JS1 ZF1 微信 收 100.00 02T09:00 007赵敏
    bank 421 ZF1 微信 付 100.00 02T09:00";

fn paid(rest: &str) -> crate::desk::Book {
    holds(&format!("{PAID}\n{rest}"))
}

#[test]
fn given_back_by_the_way_it_came() {
    paid(
        "his  JS2 TK2 微信 退 100.00 09:00 007赵敏 原JS1
         till JS2 TK2 微信 退 100.00 09:00 007赵敏
         bank 422 TK2 微信 退 100.00 09:00",
    );
}

#[test]
fn an_original_nobody_knows() {
    holds(
        "his  JS2 TK2 微信 退 40.00 09:00 007赵敏 原JS1
         till JS2 TK2 微信 退 40.00 09:00 007赵敏
         bank 422 TK2 微信 退 40.00 09:00
         his  JS3 TK3 微信 退 30.00 10:00 007赵敏
         till JS3 TK3 微信 退 30.00 10:00 007赵敏
         bank 423 TK3 微信 退 30.00 10:00
         → refund_no_original JS2 0.00 open
         → refund_no_original JS3 0.00 open",
    );
}

#[test]
fn paid_by_wechat_given_back_in_cash() {
    let book = paid(
        "his  JS2 - 现金 退 40.00 09:00 007赵敏 原JS1
         till JS2 - 现金 退 40.00 09:00 007赵敏
         → refund_other_route JS2 0.00 open",
    );
    let note = &book.cases().next().expect("the case").notes[0];
    assert!(matches!(note, Note::Original { his_no, method: Some(method), .. }
        if his_no == "JS1" && method.code() == "wechat"));
}

#[test]
fn more_than_was_paid() {
    paid(
        "his  JS2 TK2 微信 退 100.01 09:00 007赵敏 原JS1
         till JS2 TK2 微信 退 100.01 09:00 007赵敏
         bank 422 TK2 微信 退 100.01 09:00
         → refund_over JS2 0.00 open",
    );
}

#[test]
fn of_two_refunds_the_second_goes_over() {
    let book = paid(
        "his  JS2 TK2 微信 退 60.00 09:00 007赵敏 原JS1
         till JS2 TK2 微信 退 60.00 09:00 007赵敏
         bank 422 TK2 微信 退 60.00 09:00
         his  JS3 TK3 微信 退 40.01 04T09:00 007赵敏 原JS1
         till JS3 TK3 微信 退 40.01 04T09:00 007赵敏
         bank 423 TK3 微信 退 40.01 04T09:00
         → refund_over JS3 0.00 open",
    );
    let case = book.cases().next().expect("the case");
    assert_eq!(case.day.to_string(), "2026-03-04");
    assert!(matches!(&case.notes[0], Note::Original { paid, refunded, .. }
        if paid.to_string() == "100.00" && refunded.to_string() == "100.01"));
}

#[test]
fn two_refunds_within_what_was_paid() {
    paid(
        "his  JS2 TK2 微信 退 60.00 09:00 007赵敏 原JS1
         till JS2 TK2 微信 退 60.00 09:00 007赵敏
         bank 422 TK2 微信 退 60.00 09:00
         his  JS3 TK3 微信 退 40.00 09:30 007赵敏 原JS1
         till JS3 TK3 微信 退 40.00 09:30 007赵敏
         bank 423 TK3 微信 退 40.00 09:30",
    );
}

#[test]
fn one_refund_booked_twice_is_a_duplicate_not_over() {
    paid(
        "his  JS2 TK2 微信 退 60.00 09:00 007赵敏 原JS1
         his  JS2 TK2 微信 退 60.00 09:00 007赵敏 原JS1
         till JS2 TK2 微信 退 60.00 09:00 007赵敏
         bank 422 TK2 微信 退 60.00 09:00
         → duplicate JS2 60.00 open",
    );
}

#[test]
fn booked_and_not_paid_out() {
    paid(
        "his  JS2 TK2 微信 退 60.00 09:00 007赵敏 原JS1
         till JS2 TK2 微信 退 60.00 09:00 007赵敏
         → missing_in_bank JS2 60.00 open",
    );
}

#[test]
fn a_bill_paid_in_two_ways_is_given_back_in_both() {
    holds(
        "his  JS1 ZF1 微信 收 60.00 02T09:00 007赵敏
         his  JS1 ZF9 医保个账 收 40.00 02T09:00 007赵敏
         till JS1 ZF1 微信 收 60.00 02T09:00 007赵敏
         till JS1 ZF9 医保个账 收 40.00 02T09:00 007赵敏
         bank 421 ZF1 微信 付 60.00 02T09:00
         bank 429 ZF9 医保个账 付 40.00 02T09:00
         his  JS2 TK2 微信 退 60.00 09:00 007赵敏 原JS1
         till JS2 TK2 微信 退 60.00 09:00 007赵敏
         bank 422 TK2 微信 退 60.00 09:00
         his  JS3 TK3 医保个账 退 40.00 09:01 007赵敏 原JS1
         till JS3 TK3 医保个账 退 40.00 09:01 007赵敏
         bank 423 TK3 医保个账 退 40.00 09:01",
    );
}

#[test]
fn a_cash_refund_within_its_shift() {
    holds(
        "his  JS1 - 现金 收 100.00 09:00 007赵敏
         till JS1 - 现金 收 100.00 09:00 007赵敏
         his  JS2 - 现金 退 30.00 10:00 007赵敏 原JS1
         till JS2 - 现金 退 30.00 10:00 007赵敏
         bank CK1 JK20260303A007 现金 存 70.00 17:00",
    );
}
