//! Cash: receipts against the till, shifts against the bank.

use crate::table::holds;

/// Two receipts of cashier 007's morning, 30.00 in all.
const MORNING: &str = "
    his  JS1 - 现金 收 12.00 09:00 007赵敏
    till JS1 - 现金 收 12.00 09:00 007赵敏
    his  JS2 - 现金 收 18.00 12:59 007赵敏
    till JS2 - 现金 收 18.00 12:59 007赵敏";

fn morning(rest: &str) -> crate::desk::Book {
    holds(&format!("{MORNING}\n{rest}"))
}

#[test]
fn a_shift_is_banked() {
    let book = morning("bank CK1 JK20260303A007 现金 存 30.00 17:00");
    let day = book.results().iter().find(|result| result.day.to_string() == "2026-03-03").expect("the day");
    let cash = day.totals.iter().find(|row| row.method.code() == "cash").expect("a line");
    assert_eq!((cash.cashier.as_str(), cash.bank.to_string().as_str(), cash.difference.fen()), ("007赵敏", "30.00", 0));
}

#[test]
fn each_half_of_the_day_has_its_own_slip() {
    holds(
        "his  JS1 - 现金 收 12.00 12:59:59 007赵敏
         till JS1 - 现金 收 12.00 12:59:59 007赵敏
         his  JS2 - 现金 收 18.00 13:00 007赵敏
         till JS2 - 现金 收 18.00 13:00 007赵敏
         bank CK1 JK20260303A007 现金 存 12.00 17:00
         bank CK2 JK20260303B007 现金 存 18.00 04T09:00",
    );
}

#[test]
fn banked_too_much_or_too_little() {
    morning(
        "bank CK1 JK20260303A007 现金 存 31.00 17:00
         → deposit_differs JK20260303A007 1.00 open",
    );
    morning(
        "bank CK1 JK20260303A007 现金 存 29.99 17:00
         → deposit_differs JK20260303A007 -0.01 open",
    );
}

#[test]
fn never_banked() {
    morning("→ deposit_differs JK20260303A007 -30.00 open");
}

#[test]
fn banked_in_two_parts_or_twice() {
    morning(
        "bank CK1 JK20260303A007 现金 存 10.00 17:00
         bank CK2 JK20260303A007 现金 存 20.00 17:05",
    );
    morning(
        "bank CK1 JK20260303A007 现金 存 30.00 17:00
         bank CK2 JK20260303A007 现金 存 30.00 17:05
         → deposit_differs JK20260303A007 30.00 open",
    );
}

#[test]
fn banked_some_days_late() {
    morning("bank CK1 JK20260303A007 现金 存 30.00 05T09:00");
}

#[test]
fn a_deposit_without_any_cash() {
    holds(
        "bank CK1 JK20260303A007 现金 存 30.00 17:00
         → deposit_differs JK20260303A007 30.00 open",
    );
}

#[test]
fn a_deposit_that_names_no_slip() {
    holds(
        "bank CK1 QT20260303000000001 现金 存 8.80 17:00
         → unidentified QT20260303000000001 8.80 open",
    );
}

#[test]
fn a_shift_below_zero_banks_nothing() {
    let book = holds(
        "his  JS1 - 现金 收 30.00 02T09:00 007赵敏
         till JS1 - 现金 收 30.00 02T09:00 007赵敏
         bank CK1 JK20260302A007 现金 存 30.00 02T17:00
         his  JS2 - 现金 退 12.00 09:00 007赵敏 原JS1
         till JS2 - 现金 退 12.00 09:00 007赵敏",
    );
    let shifts: Vec<_> = book.results().iter().flat_map(|result| &result.negative_shifts).collect();
    assert_eq!(shifts.len(), 1);
    assert_eq!((shifts[0].slip_no.as_str(), shifts[0].amount.to_string().as_str()), ("JK20260303A007", "-12.00"));
}

#[test]
fn a_receipt_keyed_twice_explains_its_shift() {
    // The drawer held 30.00, and that was banked: the extra line is the one cause.
    morning(
        "till JS2 - 现金 收 18.00 12:59 007赵敏
         bank CK1 JK20260303A007 现金 存 30.00 17:00
         → duplicate JS2 18.00 open",
    );
    // The till's own sum was banked.
    morning(
        "till JS2 - 现金 收 18.00 12:59 007赵敏
         bank CK1 JK20260303A007 现金 存 48.00 17:00
         → duplicate JS2 18.00 open",
    );
    // Neither: that is another cause.
    morning(
        "till JS2 - 现金 收 18.00 12:59 007赵敏
         bank CK1 JK20260303A007 现金 存 40.00 17:00
         → duplicate JS2 18.00 open
         → deposit_differs JK20260303A007 -8.00 open",
    );
}

#[test]
fn a_receipt_the_till_forgot_explains_its_shift() {
    morning(
        "his  JS3 - 现金 收 5.00 10:00 007赵敏
         bank CK1 JK20260303A007 现金 存 35.00 17:00
         → missing_in_cashier JS3 -5.00 open",
    );
}

#[test]
fn another_shifts_case_explains_nothing() {
    morning(
        "his  JS3 - 现金 收 5.00 14:00 007赵敏
         bank CK1 JK20260303A007 现金 存 35.00 17:00
         → missing_in_cashier JS3 -5.00 open
         → deposit_differs JK20260303A007 5.00 open",
    );
}

#[test]
fn a_weekend_is_timing_unless_the_bank_was_open() {
    // 2026-03-07 is a Saturday; the books reach no further than that day.
    let mut book = crate::desk::Book::new();
    let cash = crate::table::framed(
        "his  JS1 - 现金 收 12.00 07T09:00 007赵敏
         till JS1 - 现金 收 12.00 07T09:00 007赵敏",
    );
    cash.hand_to(&book, "cash");
    book.reconcile("2026-03-07", "2026-03-07");
    assert_eq!(crate::table::said(&book), Vec::<String>::new());
    let open = crate::table::table(
        "his  JS2 - 现金 收 15.00 07T09:00 008李娜
         till JS2 - 现金 收 15.00 07T09:00 008李娜
         bank CK2 JK20260307A008 现金 存 15.00 07T17:00",
    );
    open.hand_to(&book, "open");
    book.reconcile("2026-03-07", "2026-03-07");
    assert_eq!(crate::table::said(&book), ["deposit_differs JK20260307A007 -12.00 open"]);
}
