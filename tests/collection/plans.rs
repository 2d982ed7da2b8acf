//! Plans: how instalments are made, and what breaks a plan.

use sanhe::domain::arrears::month::FeeMonth;
use sanhe::domain::collection::plan::{
    BreachBy, BreachEffect, Instalment, Plan, PlanKind, PlanState, Schedule, ScheduleFault,
};
use sanhe::domain::collection::promise::Receipt;
use sanhe::domain::money::Money;

use super::{day, days_off, money, receipts};

fn schedule(total: &str, count: u32, first: &str, day_of_month: u32, step: &str) -> Schedule {
    let first = FeeMonth::parse(first).unwrap();
    Schedule { total: money(total), count, first, day_of_month, every_months: 1, step: money(step) }
}

/// Six times 20,000.00 at month ends from January to June 2026.
fn l22(breach_by: BreachBy) -> Plan {
    let schedule = schedule("120000.00", 6, "2026-01", 31, "0.00");
    Plan {
        no: 9,
        employer_id: 1,
        made_on: day("2026-01-05"),
        kind: PlanKind::Equal,
        grace_working_days: 5,
        remind_working_days: 3,
        breach_by,
        effect: BreachEffect::RestDue,
        instalments: schedule.instalments(&days_off()).unwrap(),
        ended_on: None,
    }
}

const TWO_PAID: &str = "2026-01-30 20000.00, 2026-02-27 20000.00";

#[test]
fn l22_a_missed_instalment_breaks_the_plan_when_its_grace_is_over() {
    let plan = l22(BreachBy::Instalment);
    assert_eq!(plan.instalments[2].due_on, day("2026-03-31"));
    for (as_of, state) in [
        ("2026-02-13", PlanState::Running),
        ("2026-03-25", PlanState::Running),
        ("2026-03-26", PlanState::Reminding),
        ("2026-03-31", PlanState::Reminding),
        ("2026-04-01", PlanState::InGrace),
        ("2026-04-08", PlanState::InGrace),
        ("2026-04-09", PlanState::Broken),
    ] {
        let standing = plan.judge(&receipts(TWO_PAID), &[], day(as_of), &days_off()).unwrap();
        assert_eq!(standing.state, state, "{as_of}");
    }
    let standing = plan.judge(&receipts(TWO_PAID), &[], day("2026-04-09"), &days_off()).unwrap();
    let breach = standing.breach.unwrap();
    assert_eq!((breach.on, breach.instalment, breach.lacking), (day("2026-04-08"), Some(3), money("20000.00")));
    assert_eq!(standing.grace_until, Some(day("2026-04-08")));
}

#[test]
fn money_on_the_last_day_of_the_grace_keeps_a_plan_and_a_day_later_does_not() {
    for (third, as_of, state) in [
        ("2026-04-08 20000.00", "2026-04-09", PlanState::Running),
        ("2026-04-08 19999.99", "2026-04-09", PlanState::Broken),
        // What came late stays late.
        ("2026-04-09 20000.00", "2026-04-20", PlanState::Broken),
    ] {
        let came = receipts(&format!("{TWO_PAID}, {third}"));
        let standing = l22(BreachBy::Instalment).judge(&came, &[], day(as_of), &days_off()).unwrap();
        assert_eq!(standing.state, state, "{third}");
    }
}

#[test]
fn everything_paid_at_once_is_a_plan_done() {
    let standing =
        l22(BreachBy::Either).judge(&receipts("2026-01-06 120000.00"), &[], day("2026-01-07"), &days_off()).unwrap();
    assert_eq!((standing.state, standing.next), (PlanState::Done, None));
}

#[test]
fn new_arrears_break_a_plan_where_that_was_agreed() {
    // February's contributions of 5,000.00 are due on 03-16; only the instalments were paid.
    let due = [Instalment { due_on: day("2026-03-16"), amount: money("5000.00") }];
    let came = format!("{TWO_PAID}, 2026-03-31 20000.00");
    for (breach_by, came, broken) in [
        (BreachBy::Instalment, came.as_str(), None),
        (BreachBy::NewArrears, TWO_PAID, Some((None, "2026-03-23"))),
        (BreachBy::Either, TWO_PAID, Some((None, "2026-03-23"))),
        (BreachBy::Either, "2026-01-30 20000.00, 2026-02-27 20000.00, 2026-03-16 5000.00, 2026-03-31 20000.00", None),
        // The money of the instalment came first to the due: now the instalment lacks it.
        (
            BreachBy::Either,
            "2026-01-30 20000.00, 2026-02-27 20000.00, 2026-03-18 20000.00",
            Some((Some(3), "2026-04-08")),
        ),
    ] {
        let standing = l22(breach_by).judge(&receipts(came), &due, day("2026-04-09"), &days_off()).unwrap();
        let told = standing.breach.map(|breach| (breach.instalment, breach.on));
        assert_eq!(told, broken.map(|(place, on)| (place, day(on))), "{} {came}", breach_by.code());
    }
}

#[test]
fn a_plan_ended_is_judged_no_more() {
    let ended = Plan { ended_on: Some(day("2026-03-20")), ..l22(BreachBy::Instalment) };
    let standing = ended.judge(&receipts(TWO_PAID), &[], day("2026-06-30"), &days_off()).unwrap();
    assert_eq!((standing.state, standing.breach), (PlanState::Ended, None));
}

#[test]
fn l23_what_is_left_over_stands_in_the_last() {
    for (total, count, step, expected) in [
        ("100000.00", 12, "0.00", ("8333.33", "8333.33", "8333.37")),
        ("120000.00", 6, "0.00", ("20000.00", "20000.00", "20000.00")),
        ("60000.00", 3, "5000.00", ("15000.00", "20000.00", "25000.00")),
        ("60000.01", 3, "5000.00", ("15000.00", "20000.00", "25000.01")),
        ("0.03", 3, "0.00", ("0.01", "0.01", "0.01")),
    ] {
        let made = schedule(total, count, "2026-01", 15, step).instalments(&days_off()).unwrap();
        let amount = |place: usize| made[place].amount;
        let (first, second, last) = expected;
        assert_eq!((amount(0), amount(1)), (money(first), money(second)), "{total}");
        assert_eq!(made.last().unwrap().amount, money(last), "{total}");
        assert_eq!(made.iter().map(|one| one.amount).sum::<Money>(), money(total), "{total}");
    }
}

#[test]
fn instalments_fall_on_working_days() {
    let made = schedule("120000.00", 12, "2026-01", 15, "0.00").instalments(&days_off()).unwrap();
    let days: Vec<String> = made.iter().map(|one| one.due_on.to_string()[5..].to_string()).collect();
    let rolled = "01-15 02-24 03-16 04-15 05-15 06-15 07-15 08-17 09-15 10-15 11-16 12-15";
    assert_eq!(days.join(" "), rolled);
}

#[test]
fn what_cannot_be_a_schedule_says_why() {
    for (schedule, fault) in [
        (schedule("0.02", 3, "2026-01", 15, "0.00"), ScheduleFault::Empty),
        (schedule("100.00", 0, "2026-01", 15, "0.00"), ScheduleFault::Empty),
        (schedule("100.00", 3, "2026-01", 15, "40.00"), ScheduleFault::StepTooLarge),
    ] {
        assert_eq!(schedule.instalments(&days_off()), Err(fault));
    }
    let over = schedule("100.00", 13, "2026-01", 15, "0.00").instalments(&days_off());
    assert!(matches!(over, Err(ScheduleFault::Calendar(unknown)) if unknown.year == 2027));
}

/// Ten thousand made-up payment histories: the state is what a plain recount says.
#[test]
fn a_recount_by_cumulated_sums_agrees() {
    let mut state = 20_260_305_u64;
    let mut random = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let calendar = days_off();
    for _ in 0..10_000 {
        let plan = l22(BreachBy::Instalment);
        let count = random(8);
        let came: Vec<Receipt> = (0..count)
            .map(|_| Receipt {
                on: day("2026-01-01").plus(i32::try_from(random(200)).unwrap()),
                amount: Money::from_fen(i64::try_from(random(4_500_000)).unwrap()),
            })
            .collect();
        let as_of = day("2026-01-05").plus(i32::try_from(random(190)).unwrap());
        let standing = plan.judge(&came, &[], as_of, &calendar).unwrap();
        let by = |last| -> i64 {
            came.iter().filter(|one| plan.made_on <= one.on && one.on <= last).map(|one| one.amount.fen()).sum()
        };
        let missed = plan.instalments.iter().enumerate().find(|(place, one)| {
            let last = calendar.after(one.due_on, 5).unwrap();
            as_of > last && by(last) < 2_000_000 * (i64::try_from(*place).unwrap() + 1)
        });
        let told = standing.breach.and_then(|breach| breach.instalment);
        assert_eq!(told, missed.map(|(place, _)| place + 1), "{came:?} {as_of}");
        assert_eq!(standing.received.fen(), by(as_of).min(12_000_000));
    }
}
