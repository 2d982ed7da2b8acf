//! The worked cases of a collection office, one table each.

use sanhe::domain::arrears::item::Item;
use sanhe::domain::arrears::ledger::Account;

use super::desk::{calendar, charged_days, day, deferred, item, money, one, payments, policy, replay};

#[test]
fn single_items_to_the_day_and_the_fen() {
    let roll = "due_roll=next_working_day";
    // principal, due, as of, parameters, days, fee
    for (name, principal, due, as_of, set, days, fee) in [
        ("L01", "100,000.00", "2026-03-15", "2026-04-20", "due_roll=none", 36, "1800.00"),
        ("L02", "100,000.00", "2026-03-15", "2026-04-20", roll, 35, "1750.00"),
        ("L02 the pay day not counted", "100,000.00", "2026-03-15", "2026-04-20", "last_day=day_before", 34, "1700.00"),
        (
            "from the 1st of the next month",
            "100,000.00",
            "2026-03-15",
            "2026-04-20",
            "first_day=first_of_next_month",
            20,
            "1000.00",
        ),
        ("L04", "20,000.00", "2011-03-15", "2011-12-31", "due_roll=none", 291, "6120.00"),
        (
            "L05 by origin",
            "20,000.00",
            "2011-03-15",
            "2011-12-31",
            "due_roll=none legacy_mode=by_origin",
            291,
            "11640.00",
        ),
        ("L05 none", "20,000.00", "2011-03-15", "2011-12-31", "due_roll=none legacy_mode=none", 184, "1840.00"),
        ("L06 uncapped", "50,000.00", "2018-01-31", "2026-06-30", "cap_mode=none", 3_072, "76800.00"),
        ("L06", "50,000.00", "2018-01-31", "2026-06-30", "", 3_072, "50000.00"),
        ("L07", "1,234.56", "2018-01-31", "2023-07-23", "", 1_999, "1233.94"),
        ("L07", "1,234.56", "2018-01-31", "2023-07-24", "", 2_000, "1234.56"),
        ("L07 uncapped", "1,234.56", "2018-01-31", "2023-07-25", "cap_mode=none", 2_001, "1235.18"),
        ("L07 capped", "1,234.56", "2018-01-31", "2023-07-25", "", 2_001, "1234.56"),
        ("L14 a tie", "50.00", "2026-03-16", "2026-03-17", "", 1, "0.03"),
        ("L14 a tie", "1,010.00", "2026-03-16", "2026-03-17", "", 1, "0.51"),
        ("L14 a tie", "2,010.00", "2026-03-16", "2026-03-17", "", 1, "1.01"),
        ("up to the jiao", "50.00", "2026-03-16", "2026-03-17", "rounding=up_to_jiao", 1, "0.10"),
        ("before its date", "50.00", "2026-03-16", "2026-03-16", "", 0, "0.00"),
    ] {
        let ledger = one(item(principal, due), "", as_of, set);
        assert_eq!((charged_days(&ledger), ledger.standings[0].fee), (days, money(fee)), "{name}");
    }
}

#[test]
fn the_day_the_cap_is_reached() {
    let ledger = one(item("50,000.00", "2018-01-31"), "", "2026-06-30", "");
    assert_eq!(ledger.standings[0].capped_on, Some(day("2023-07-24")), "L06: day 2,000");
    let before = one(item("50,000.00", "2018-01-31"), "", "2023-07-23", "");
    assert_eq!(before.standings[0].capped_on, None);
}

#[test]
fn part_payments_by_each_order() {
    let due = || item("80,000.00", "2025-05-31");
    let paid = "30000@2025-08-31 20000@2025-11-30 30000@2026-02-28";
    let fees = |ledger: &sanhe::domain::arrears::ledger::Ledger| -> Vec<String> {
        ledger.stretches.iter().map(|stretch| stretch.fee.to_string()).collect()
    };
    // The due date is a Saturday: as given, not rolled.
    let ledger = one(due(), paid, "2026-03-31", "due_roll=none");
    assert_eq!(fees(&ledger), ["3680.00", "2275.00", "1350.00"], "L10");
    let standing = &ledger.standings[0];
    assert_eq!((standing.fee_owed(), standing.owed), (money("7305.00"), money("0.00")), "L10");

    let ledger = one(due(), paid, "2026-03-31", "due_roll=none alloc_order=fee_first");
    assert_eq!(fees(&ledger), ["3680.00", "2442.44", "1625.51", "120.09"], "L11");
    let standing = &ledger.standings[0];
    assert_eq!((standing.fee_owed(), standing.owed), (money("120.09"), money("7747.95")), "L11");

    let ledger = one(due(), paid, "2026-03-31", "due_roll=none alloc_order=pro_rata");
    let standing = &ledger.standings[0];
    assert_eq!((standing.fee_owed(), standing.owed), (money("1003.07"), money("6599.07")), "L12");
    assert_eq!(fees(&ledger).last().map(String::as_str), Some("102.29"), "L12");
}

#[test]
fn rounding_each_item_or_once_on_the_bill() {
    let amounts = ["13,333.33", "6,666.67", "6,667.17", "416.67", "333.33"];
    let lines = ["pension", "medical", "unemployment", "injury", "maternity"];
    let items: Vec<Item> = amounts
        .iter()
        .zip(lines)
        .map(|(amount, line)| Item { line: policy("").line(line).unwrap(), ..item(amount, "2026-03-16") })
        .collect();
    let account = Account { items, payments: Vec::new(), bankrupt_on: None };
    for (set, sum) in [("", "95.97"), ("rounding=per_bill", "95.96")] {
        let ledger = replay(&account, "2026-03-23", set);
        assert_eq!(ledger.arrears().1, money(sum), "L13 {set}");
    }
    let fees: Vec<String> =
        replay(&account, "2026-03-23", "").standings.iter().map(|each| each.fee.to_string()).collect();
    assert_eq!(fees, ["46.67", "23.33", "23.34", "1.46", "1.17"], "L13");
}

#[test]
fn deferrals_waive_their_term_and_what_ran_before_stays() {
    let due = item("36,000.00", "2022-07-15");
    let whole = deferred(due, "2022-07-16", "2023-12-31");
    for (name, set, days, fee) in [
        ("L16 no roll", "due_roll=none", 20, "360.00"),
        ("L16 roll", "", 18, "324.00"),
        ("L16 retroactive", "due_roll=none deferral_breach=retroactive", 554, "9972.00"),
    ] {
        let ledger = one(whole, "36000@2024-01-20", "2024-01-20", set);
        assert_eq!((charged_days(&ledger), ledger.standings[0].fee), (days, money(fee)), "{name}");
    }
    let kept = one(whole, "36000@2023-12-31", "2024-01-20", "deferral_breach=retroactive");
    assert_eq!(kept.standings[0].fee, money("0.00"), "repaid in time, nothing counts after all");
    let late = deferred(due, "2022-07-31", "2023-12-31");
    let standing = &one(late, "36000@2023-06-01", "2024-01-20", "").standings[0];
    assert_eq!((standing.fee_owed(), standing.owed), (money("270.00"), money("0.00")), "L17");
    let standing = &one(late, "", "2023-06-01", "").standings[0];
    assert_eq!((standing.deferred, standing.owed), (money("36000.00"), money("0.00")), "normal (deferred)");
}

#[test]
fn bankruptcy_ends_the_fee_the_day_before_acceptance() {
    let account = Account {
        items: vec![item("120,000.00", "2023-03-15")],
        payments: Vec::new(),
        bankrupt_on: Some(day("2024-09-26")),
    };
    let ledger = replay(&account, "2025-06-30", "");
    assert_eq!((charged_days(&ledger), ledger.standings[0].fee), (560, money("33600.00")), "L18");
    let earlier = Account { bankrupt_on: Some(day("2019-03-27")), ..account };
    assert_eq!(charged_days(&replay(&earlier, "2025-06-30", "")), 838, "no such rule before 2019-03-28");
}

#[test]
fn an_undeclared_month_is_assessed_and_corrected() {
    let policy = policy("");
    let assessed = policy.assessed(money("36,500.00"));
    assert_eq!(assessed, money("40150.00"), "L20");
    assert_eq!(assessed - money("38,200.00"), money("1950.00"), "L20");
    for (principal, fee) in [("40,150.00", "421.58"), ("38,200.00", "401.10")] {
        assert_eq!(one(item(principal, "2026-03-16"), "", "2026-04-06", "").standings[0].fee, money(fee), "L20");
    }
    assert_eq!(policy.fine(money("36,000.00")), (money("36000.00"), money("108000.00")), "L24");
}

#[test]
fn six_months_of_one_employer() {
    let months = [
        ("15,210.40", "2025-10-15", 228, "1733.99"),
        ("15,210.40", "2025-11-15", 195, "1483.01"),
        ("15,388.16", "2025-12-15", 167, "1284.91"),
        ("15,388.16", "2026-01-15", 136, "1046.39"),
        ("16,002.00", "2026-02-15", 96, "768.10"),
        ("16,002.00", "2026-03-15", 76, "608.08"),
    ];
    let items = months.iter().map(|(amount, due, ..)| item(amount, due)).collect();
    let ledger = replay(&Account { items, payments: payments(""), bankrupt_on: None }, "2026-05-31", "");
    for (place, (_, _, days, fee)) in months.iter().enumerate() {
        let stretch = ledger.stretches.iter().find(|stretch| stretch.place == place).unwrap();
        let counted: i32 = stretch.spans.iter().map(|span| span.days()).sum();
        assert_eq!((counted, ledger.standings[place].fee), (*days, money(fee)), "L21");
    }
    assert_eq!(ledger.arrears(), (money("93201.12"), money("6924.48")), "L21");
}

#[test]
fn without_a_failed_order_the_old_rate_is_not_charged_and_the_working_says_so() {
    let calm = Item { order_failed: false, ..item("20,000.00", "2011-03-15") };
    assert_eq!(one(calm, "", "2011-12-31", "due_roll=none").standings[0].fee, money("1840.00"));
    let ledger = one(item("20,000.00", "1998-12-15"), "", "1999-01-31", "due_roll=none");
    assert_eq!(ledger.standings[0].fee, money("400.00"), "10 days at 2 ‰; before 1999-01-22 at 0");
    assert_eq!(ledger.stretches[0].spans.len(), 2);
}

#[test]
fn a_deadline_in_a_year_without_a_calendar_is_refused() {
    let late = item("100.00", "2027-01-15");
    let account = Account { items: vec![late], payments: Vec::new(), bankrupt_on: None };
    let refused =
        sanhe::domain::arrears::ledger::Ledger::replay(&account, day("2027-03-01"), &policy(""), calendar(), false);
    assert_eq!(refused.unwrap_err().year, 2027);
    let deferred = deferred(item("100.00", "2026-03-16"), "2026-03-17", "2027-03-14");
    let standing = one(deferred, "", "2026-12-31", "");
    assert_eq!(standing.standings[0].deferred, money("100.00"), "a term still running asks no calendar yet");
    assert!(
        one(late, "", "2027-03-01", "due_roll=none").standings[0].fee > money("0.00"),
        "without a roll no calendar is asked"
    );
}
