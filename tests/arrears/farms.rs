//! The three state farms of the demonstration registry, computed a second time as a spreadsheet would:
//! a row a due, a column a period of one rate, capped at the row's own amount.

use sanhe::domain::arrears::item::{Item, Portion};
use sanhe::domain::arrears::ledger::{Account, Ledger};
use sanhe::domain::arrears::month::FeeMonth;
use sanhe::domain::day::BusinessDay;
use sanhe::domain::money::Money;
use sanhe::sample::{FARMS, RegistryPlan, generate_registry};

use super::desk::{calendar, day, item, money, policy};

/// The cells of the dues file of the farms alone.
fn rows() -> Vec<Vec<String>> {
    let last = FeeMonth::parse("2026-02").unwrap();
    let plan = RegistryPlan { employers: 3, months: 4, lines: 3, individuals: false, farms: true, last, seed: 1 };
    let sample = generate_registry(&plan);
    assert_eq!(sample.payments.lines().count(), 1, "the farms pay nothing");
    assert!(FARMS.iter().all(|(name, ..)| sample.employers.contains(name)));
    sample.dues.lines().skip(1).map(|line| line.split(',').map(str::to_string).collect()).collect()
}

/// Days of an interval that lie in a period, both ends counted.
fn days_in(from: BusinessDay, to: BusinessDay, first: &str, last: &str) -> i64 {
    i64::from((to.min(day(last)).since(from.max(day(first))) + 1).max(0))
}

/// One row of the spreadsheet: fee in fen.
fn row_fee(fen: i64, due: BusinessDay, to: BusinessDay) -> i64 {
    let mut due = due;
    // Before 2024 there is no table of holidays: past Saturdays and Sundays only (day 1 was a Monday).
    while due.number() % 7 == 6 || due.number() % 7 == 0 {
        due = due.plus(1);
    }
    let old = days_in(due.plus(1), to, "1999-01-22", "2011-06-30") * 20;
    let new = days_in(due.plus(1), to, "2011-07-01", "9999-12-31") * 5;
    ((fen * (old + new) + 5_000) / 10_000).min(fen)
}

#[test]
fn what_is_demanded_of_the_three_farms() {
    let as_of = day("2026-05-31");
    let rows = rows();
    let mut codes: Vec<&String> = rows.iter().map(|row| &row[0]).collect();
    codes.dedup();
    // 万元: owed of 1996 to 2017, and due of 2017 alone.
    let told =
        [("63,737,700.00", "7,417,700.00"), ("31,017,000.00", "4,290,000.00"), ("13,962,900.00", "1,659,100.00")];
    let mut all = Money::ZERO;
    for (code, (owed, last_year)) in codes.iter().zip(told) {
        let own: Vec<&Vec<String>> = rows.iter().filter(|row| row[0] == **code).collect();
        let fen = |row: &[String]| money(&row[6]).fen();
        let of_2017: i64 = own.iter().filter(|row| row[2].starts_with("2017")).map(|row| fen(row)).sum();
        assert_eq!(Money::from_fen(of_2017), money(last_year));
        assert!(own.iter().all(|row| ("1996-01"..="2017-12").contains(&row[2].as_str())));
        assert_eq!(own.len(), 22 * 12 * 2);
        let sheet_owed: i64 = own.iter().map(|row| fen(row)).sum();
        let sheet_fee: i64 = own.iter().map(|row| row_fee(fen(row), day(&row[7]), as_of)).sum();

        let items = own.iter().map(|row| Item {
            month: FeeMonth::parse(&row[2]).unwrap(),
            portion: if row[3] == "个人" { Portion::Individual } else { Portion::Employer },
            ..item(&row[6], &row[7])
        });
        let account = Account { items: items.collect(), payments: Vec::new(), bankrupt_on: None };
        let ledger = Ledger::replay(&account, as_of, &policy(""), calendar(), false).unwrap();
        assert_eq!(ledger.arrears(), (Money::from_fen(sheet_owed), Money::from_fen(sheet_fee)), "{code}");
        assert_eq!(ledger.arrears().0, money(owed), "{code}");
        all += ledger.arrears().0;
    }
    assert_eq!((codes.len(), all), (3, money("108,717,600.00")), "10,871.76 万元 in all");
}

#[test]
fn the_registry_of_the_demonstration_is_the_same_every_time() {
    let last = FeeMonth::parse("2026-02").unwrap();
    let plan = RegistryPlan { employers: 300, months: 4, lines: 5, individuals: true, farms: true, last, seed: 7 };
    assert_eq!(generate_registry(&plan), generate_registry(&plan));
    let other = generate_registry(&RegistryPlan { seed: 8, ..plan });
    assert_ne!(generate_registry(&plan), other);
    let codes = other.employers.lines().skip(1).map(|line| &line[..18]);
    assert!(
        codes.clone().count() == 300
            && codes.into_iter().all(|code| sanhe::domain::codes::CreditCode::parse(code).is_ok())
    );
}
