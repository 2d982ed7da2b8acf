//! Amounts without numbers to go by, and what the house knows of its channels.

use crate::table::{holds, holds_at};
use sanhe::domain::recon::Note;

const HOUSE: &str = r#"
[[channel]]
channel = "微信"
merchant = "1900000109"
rate = "0.0060"
fee_rounding = "half_up"
"#;

#[test]
fn the_only_amount_of_its_time_is_taken() {
    let book = holds(
        "his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         till JS1 ZF1 微信 收 12.00 09:00 007赵敏
         bank 421 - 微信 付 12.00 09:01",
    );
    let day = book.results().iter().find(|result| result.day.to_string() == "2026-03-03").expect("the day");
    assert_eq!(day.matched, day.entries);
}

#[test]
fn the_only_amount_of_another_hour_is_not_taken() {
    holds(
        "his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         till JS1 ZF1 微信 收 12.00 09:00 007赵敏
         bank 421 - 微信 付 12.00 09:03
         → missing_in_bank JS1 -12.00 proposed
         → bank_only - 12.00 proposed",
    );
}

#[test]
fn order_numbers_that_contradict_never_meet() {
    let book = holds(
        "his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         till JS1 ZF1 微信 收 12.00 09:00 007赵敏
         bank 421 ZF2 微信 付 12.00 09:00
         → missing_in_bank JS1 -12.00 proposed
         → bank_only ZF2 12.00 proposed",
    );
    let receipt = book.cases().find(|case| case.his_no == "JS1").expect("the case");
    assert_eq!(receipt.proposals.len(), 1);
    assert_eq!(receipt.proposals[0].order_no, "ZF2");
    assert_eq!(receipt.proposals[0].score, receipt.proposals[0].parts.iter().map(|(_, points)| points).sum::<i32>());
}

#[test]
fn two_that_would_fit_are_proposed_not_taken() {
    let book = holds(
        "his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         till JS1 ZF1 微信 收 12.00 09:00 007赵敏
         his  JS2 ZF2 微信 收 12.00 09:01 007赵敏
         till JS2 ZF2 微信 收 12.00 09:01 007赵敏
         bank 421 - 微信 付 12.00 09:01
         → missing_in_bank JS1 -12.00 proposed
         → missing_in_bank JS2 -12.00 proposed
         → bank_only - 12.00 proposed",
    );
    let bank = book.cases().find(|case| case.his_no.is_empty()).expect("the case");
    assert_eq!(bank.proposals.len(), 2);
}

#[test]
fn another_amount_or_method_is_not_proposed() {
    holds(
        "his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         till JS1 ZF1 微信 收 12.00 09:00 007赵敏
         bank 421 - 微信 付 12.01 09:00
         bank 422 - 支付宝 付 12.00 09:00
         → missing_in_bank JS1 -12.00 open
         → bank_only - 12.01 open
         → bank_only - 12.00 open",
    );
}

#[test]
fn the_house_knows_its_merchants() {
    let book = holds_at(
        HOUSE,
        "his  JS1 ZF1 微信 收 100.00 09:00 007赵敏
         till JS1 ZF1 微信 收 100.00 09:00 007赵敏
         bill 421 ZF1 成 100.00 0.60 09:00 1900000109
         bill 422 ZF2 成 50.00 0.30 10:00 1900000777
         → foreign_account ZF2 50.00 open",
    );
    let foreign = book.cases().next().expect("the case");
    assert_eq!(foreign.notes, [Note::Merchant("1900000777".into())]);
    let day = book.results().iter().find(|result| result.day.to_string() == "2026-03-03").expect("the day");
    let wechat = day.totals.iter().map(|row| row.bank.fen()).sum::<i64>();
    assert_eq!(wechat, 10_000, "another house's money is in no total");
    assert_eq!(day.bridges[0].channel_net.fen(), 10_000);
}

#[test]
fn a_receipt_paid_to_another_house() {
    holds_at(
        HOUSE,
        "his  JS1 ZF1 微信 收 100.00 09:00 007赵敏
         till JS1 ZF1 微信 收 100.00 09:00 007赵敏
         bill 421 ZF1 成 100.00 0.60 09:00 1900000777
         → foreign_account JS1 0.00 open",
    );
}

#[test]
fn the_fee_is_not_the_contracts() {
    let book = holds_at(
        HOUSE,
        "his  JS1 ZF1 微信 收 100.00 09:00 007赵敏
         till JS1 ZF1 微信 收 100.00 09:00 007赵敏
         bill 421 ZF1 成 100.00 0.38 09:00 1900000109
         his  JS2 ZF2 微信 收 12.50 10:00 007赵敏
         till JS2 ZF2 微信 收 12.50 10:00 007赵敏
         bill 422 ZF2 成 12.50 0.08 10:00 1900000109
         → fee_differs JS1 0.00 open",
    );
    let case = book.cases().next().expect("the case");
    assert!(matches!(case.notes[0], Note::FeeExpected(fee) if fee.to_string() == "0.60"));
}

#[test]
fn a_house_that_tells_nothing_audits_nothing() {
    holds(
        "his  JS1 ZF1 微信 收 100.00 09:00 007赵敏
         till JS1 ZF1 微信 收 100.00 09:00 007赵敏
         bill 421 ZF1 成 100.00 0.38 09:00 1900000777",
    );
}
