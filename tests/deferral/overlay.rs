//! What is granted, laid over a ledger: normal inside the term, fee 0, and back on the right day.

use sanhe::domain::arrears::item::{Item, Payment, Portion};
use sanhe::domain::arrears::ledger::{Account, Ledger, Standing};
use sanhe::domain::arrears::policy::{FeePolicy, LineId};
use sanhe::domain::deferral::grant::{Grant, overlay, split};
use sanhe::domain::deferral::schedule::Schedule;
use sanhe::domain::money::Money;

use super::{day, month};

fn fees(set: &str) -> FeePolicy {
    let mut policy = sanhe::book::arrears::load(&sanhe::book::files::RuleFiles::default()).unwrap();
    for pair in set.split_whitespace() {
        let (name, value) = pair.split_once('=').unwrap();
        assert!(policy.parameters.set(name, value), "{pair}");
    }
    policy
}

fn calendar() -> sanhe::domain::calendar::Calendar {
    sanhe::book::calendar::load(&sanhe::book::files::RuleFiles::default()).unwrap()
}

fn money(text: &str) -> Money {
    Money::parse_plain(text).unwrap()
}

/// Pension months granted from a day on, to be repaid so.
fn grant(first: &str, last: &str, starts_on: &str, schedule: &str) -> Grant {
    Grant {
        line: "pension".into(),
        months: (month(first), month(last)),
        starts_on: day(starts_on),
        schedule: Schedule::parse(schedule).unwrap(),
        ended_on: None,
        excluded_percent: 0,
    }
}

/// A due of a month, due on the 15th of the next.
fn due(text: &str, portion: Portion, amount: &str) -> Item {
    let month = month(text);
    let line = fees("").line("pension").unwrap();
    let due_on = month.plus(1).first_day().plus(14);
    let (amount, order_failed) = (money(amount), true);
    Item { line, month, portion, amount, due_on, order_failed, deferral: None, written_off: None }
}

/// The ledger of dues under grants.
fn ledger(grants: &[Grant], dues: &[Item], paid: &[(&str, &str)], as_of: &str, set: &str) -> Ledger {
    let policy = fees(set);
    let laid = |item: &Item| {
        let over = overlay(grants, policy.line_code(item.line), item.month, item.portion, item.deferral);
        split(Item { deferral: over.deferral, ..*item }, over.excluded_percent)
    };
    let payment = |(on, amount): &(&str, &str)| Payment { on: day(on), amount: money(amount), line: None };
    let account = Account {
        items: dues.iter().flat_map(laid).collect(),
        payments: paid.iter().map(payment).collect(),
        bankrupt_on: None,
    };
    Ledger::replay(&account, day(as_of), &policy, &calendar(), true).unwrap()
}

fn sums(ledger: &Ledger) -> [String; 4] {
    let sum = |each: fn(&Standing) -> Money| ledger.standings.iter().map(each).sum::<Money>().to_string();
    [sum(|one| one.paid), sum(|one| one.deferred), sum(|one| one.owed), sum(Standing::fee_owed)]
}

const FIRM: Portion = Portion::Employer;

#[test]
fn inside_the_term_the_firm_is_normal_and_back_in_arrears_on_the_right_day() {
    let whole = [due("2022-06", FIRM, "36000.00")];
    let granted = [grant("2022-06", "2022-08", "2022-07-01", "2022-08:2023-12-31")];
    // 2023-12-31 is a Sunday and 元旦 follows: rolled, the last day is Tuesday 2024-01-02.
    for (set, as_of, deferred, owed, fee) in [
        ("due_roll=none", "2023-12-31", "36000.00", "0.00", "0.00"),
        ("due_roll=none", "2024-01-01", "0.00", "36000.00", "18.00"),
        ("due_roll=none", "2024-01-20", "0.00", "36000.00", "360.00"),
        ("", "2024-01-01", "36000.00", "0.00", "0.00"),
        ("", "2024-01-02", "36000.00", "0.00", "0.00"),
        ("", "2024-01-03", "0.00", "36000.00", "18.00"),
        ("", "2024-01-20", "0.00", "36000.00", "324.00"),
        ("due_roll=none deferral_breach=retroactive", "2023-12-31", "36000.00", "0.00", "0.00"),
        ("due_roll=none deferral_breach=retroactive", "2024-01-20", "0.00", "36000.00", "9972.00"),
    ] {
        let found = ledger(&granted, &whole, &[], as_of, set);
        assert_eq!(sums(&found), ["0.00", deferred, owed, fee], "{set} {as_of}");
        let (arrears, late) = found.arrears();
        assert_eq!((arrears.to_string(), late.to_string()), (owed.to_string(), fee.to_string()), "{set} {as_of}");
    }
}

#[test]
fn the_fee_from_before_the_term_stays_owed() {
    // L17: due 2022-07-15, granted from 2022-07-31 on: fifteen days were late before.
    let granted = [grant("2022-06", "2022-06", "2022-07-31", "2022-06:2023-12-31")];
    let found = ledger(&granted, &[due("2022-06", FIRM, "36000.00")], &[], "2023-06-01", "");
    assert_eq!(sums(&found), ["0.00", "36000.00", "0.00", "270.00"]);
}

#[test]
fn the_individual_part_is_never_deferred_whatever_a_file_or_a_grant_says() {
    let granted = [grant("2022-06", "2022-06", "2022-07-01", "2022-06:2023-12-31")];
    let said = sanhe::domain::arrears::item::Deferral { from: day("2022-07-01"), repay_by: day("2023-12-31") };
    let own = Item { deferral: Some(said), ..due("2022-06", Portion::Individual, "1000.00") };
    let found = ledger(&granted, &[own, due("2022-06", FIRM, "2000.00")], &[], "2022-08-01", "");
    assert_eq!(sums(&found)[1..3], ["2000.00", "1000.00"]);
}

#[test]
fn dues_of_the_term_that_come_later_are_deferred_as_they_come_and_no_others() {
    let granted = [grant("2022-06", "2022-08", "2022-07-01", "2022-08:2023-12-31")];
    for (text, is_deferred) in [("2022-05", false), ("2022-06", true), ("2022-08", true), ("2022-09", false)] {
        let found = ledger(&granted, &[due(text, FIRM, "100.00")], &[], "2022-11-01", "");
        assert_eq!(found.standings[0].deferred == money("100.00"), is_deferred, "{text}");
    }
    let other = Item { line: LineId(1), ..due("2022-06", FIRM, "100.00") };
    assert_eq!(ledger(&granted, &[other], &[], "2022-11-01", "").standings[0].deferred, Money::ZERO, "another line");
}

#[test]
fn each_instalment_goes_back_to_arrears_by_itself() {
    let granted = [grant("2022-06", "2022-09", "2022-07-01", "2022-07:2023-06-30,2022-09:2023-09-28")];
    let dues: Vec<Item> = ["2022-06", "2022-07", "2022-08", "2022-09"].map(|text| due(text, FIRM, "100.00")).to_vec();
    for (as_of, paid, expected) in [
        ("2023-06-30", vec![], ["0.00", "400.00", "0.00", "0.00"]),
        ("2023-07-01", vec![], ["0.00", "200.00", "200.00", "0.10"]),
        ("2023-07-01", vec![("2023-06-30", "200.00")], ["200.00", "200.00", "0.00", "0.00"]),
        ("2023-09-29", vec![("2023-06-30", "200.00")], ["200.00", "0.00", "200.00", "0.10"]),
        ("2023-09-29", vec![("2023-06-30", "400.00")], ["400.00", "0.00", "0.00", "0.00"]),
    ] {
        assert_eq!(sums(&ledger(&granted, &dues, &paid, as_of, "")), expected, "{as_of} {paid:?}");
    }
}

#[test]
fn a_revocation_ends_it_from_its_day_and_an_extension_moves_the_end() {
    let revoked =
        Grant { ended_on: Some(day("2022-10-31")), ..grant("2022-06", "2022-06", "2022-07-01", "2022-06:2023-12-31") };
    let dues = [due("2022-06", FIRM, "100.00")];
    assert_eq!(sums(&ledger(std::slice::from_ref(&revoked), &dues, &[], "2022-10-31", ""))[1], "100.00");
    assert_eq!(sums(&ledger(&[revoked], &dues, &[], "2022-11-01", ""))[2], "100.00");
    let extended = Schedule::parse("2022-06:2022-12-30").unwrap().ending(day("2023-12-29"));
    let extended = Grant { schedule: extended, ..grant("2022-06", "2022-06", "2022-07-01", "2022-06:2022-12-30") };
    assert_eq!(sums(&ledger(&[extended], &dues, &[], "2023-12-29", ""))[1], "100.00");
}

#[test]
fn what_goes_to_personal_medical_accounts_is_not_deferred() {
    let granted = Grant { excluded_percent: 30, ..grant("2022-06", "2022-06", "2022-07-01", "2022-06:2023-12-29") };
    let found = ledger(&[granted], &[due("2022-06", FIRM, "1000.01")], &[], "2022-08-01", "");
    assert_eq!(sums(&found)[1..3], ["700.01", "300.00"]);
}

#[test]
fn suggested_instalments_cover_every_month_and_end_on_the_day() {
    let suggested = |count| {
        let (from, by) = (day("2022-12-31"), day("2023-12-31"));
        Schedule::suggested(month("2022-06"), month("2022-12"), count, from, by).to_string()
    };
    assert_eq!(suggested(1), "2022-12:2023-12-31");
    assert_eq!(suggested(2), "2022-08:2023-06-30,2022-12:2023-12-31");
    assert_eq!(suggested(3), "2022-07:2023-04-30,2022-09:2023-08-31,2022-12:2023-12-31");
    assert_eq!(suggested(99).split(',').count(), 7, "never more than there are months");
    for wrong in ["2022-08:2023-06-30,2022-07:2023-12-31", "2022-08:2023-06-30,2022-09:2023-06-30", "2022-08", "x:y"] {
        assert_eq!(Schedule::parse(wrong), None, "{wrong}");
    }
}

/// Numbers that look random and are the same every time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// `SANHE_FULL=1 cargo test --release --test deferral no_sequence` tries ten thousand.
/// Whatever is granted, extended, revoked, broken and paid: every fen is somewhere, and a due inside its term
/// bears no fee beyond what it bore when the term began.
#[test]
fn no_sequence_of_grants_payments_extensions_and_breaches_loses_a_fen_or_charges_inside_a_term() {
    let mut draw = Draw(7);
    let policies =
        ["", "due_roll=none", "deferral_breach=retroactive", "alloc_order=fee_first", "alloc_order=pro_rata"];
    let policies = policies.map(fees);
    let calendar = calendar();
    for round in 0..if std::env::var_os("SANHE_FULL").is_some() { 10_000 } else { 400 } {
        let policy = &policies[draw.below(policies.len() as u64) as usize];
        let first = month("2021-01").plus(draw.below(20) as i32);
        let last = first.plus(draw.below(6) as i32);
        let starts_on = first.plus(1).first_day().plus(draw.below(60) as i32);
        let mut schedule = Schedule::suggested(first, last, 1 + draw.below(3) as u32, starts_on, starts_on.plus(300));
        if draw.below(3) == 0 {
            schedule = schedule.ending(starts_on.plus(400));
        }
        let ended_on = (draw.below(4) == 0).then(|| starts_on.plus(draw.below(200) as i32));
        let excluded_percent = if draw.below(4) == 0 { 25 } else { 0 };
        let line = "pension".to_string();
        let granted = [Grant { line, months: (first, last), starts_on, schedule, ended_on, excluded_percent }];
        let mut items = Vec::new();
        for back in -1..=last.since(first) + 1 {
            for portion in [Portion::Individual, FIRM] {
                let amount = Money::from_fen(draw.below(5_000_000) as i64);
                let item = Item { amount, ..due(&first.plus(back).to_string(), portion, "0.00") };
                let over = overlay(&granted, "pension", item.month, portion, None);
                items.extend(split(Item { deferral: over.deferral, ..item }, over.excluded_percent));
            }
        }
        let payments = (0..draw.below(6)).map(|_| Payment {
            on: first.first_day().plus(draw.below(900) as i32),
            amount: Money::from_fen(draw.below(9_000_000) as i64),
            line: None,
        });
        let account = Account { items, payments: payments.collect(), bankrupt_on: None };
        let at = |on| Ledger::replay(&account, on, policy, &calendar, false).unwrap();
        let as_of = starts_on.plus(draw.below(600) as i32 - 50);
        let now = at(as_of);
        let before = at(starts_on.plus(-1));
        let mut received = Money::ZERO;
        for (standing, earlier) in now.standings.iter().zip(&before.standings) {
            let parts = standing.paid + standing.deferred + standing.written_off + standing.owed;
            assert_eq!(standing.item.amount, parts, "round {round}: {standing:?}");
            received += standing.paid + standing.fee_paid;
            let Some((from, until)) = standing.terms.deferred else { continue };
            assert_eq!(standing.item.portion, FIRM, "round {round}");
            if from <= as_of && as_of <= until {
                assert_eq!(standing.owed, Money::ZERO, "round {round}: inside the term nothing is owed");
                // A stretch is rounded when money comes: half a fen for each payment between the two days.
                let rounding = Money::from_fen(account.payments.len() as i64 + 1);
                let grown = standing.fee - earlier.fee;
                assert!(grown <= rounding, "round {round}: {grown} of fee inside the term: {standing:?}");
            }
        }
        let paid: Money = account.payments.iter().filter(|one| one.on <= as_of).map(|one| one.amount).sum();
        assert_eq!(received + now.unallocated(), paid, "round {round}");
    }
}
