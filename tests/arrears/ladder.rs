//! The ladder on paper: which step is open on which day, and why not on another.

use sanhe::book::files::{RuleFile, RuleFiles};
use sanhe::domain::chase::case::{Block, Case, Event, Gate};
use sanhe::domain::chase::ladder::{Condition, Ladder};
use sanhe::domain::chase::service::{Receipt, ServiceField, Way};
use sanhe::domain::rejection::Rejection;

use super::desk::{calendar, day};

fn ladder() -> Ladder {
    sanhe::book::chase::load(&RuleFiles::default()).unwrap()
}

/// `notice 2026-08-25 served 2026-08-27; inquiry 2026-09-04`.
fn events(text: &str) -> Vec<Event> {
    let event = |part: &str| {
        let words: Vec<&str> = part.split_whitespace().collect();
        let served_on = words.get(3).map(|on| day(on));
        Event { step: words[0].into(), on: day(words[1]), served_on }
    };
    text.split(';').filter(|part| !part.trim().is_empty()).map(event).collect()
}

fn case(done: &str) -> Case {
    Case { found_on: Some(day("2026-08-18")), events: events(done), ..Case::default() }
}

/// How a step stands, in short: `open 2026-09-04 by .. until ..`, `done`, or what is in the way.
fn stands(case: &Case, step: &str, today: &str) -> String {
    let ladder = ladder();
    let day_of = |day: Option<sanhe::domain::day::BusinessDay>| day.map_or("-".to_string(), |day| day.to_string());
    match case.gate(ladder.step(step).unwrap(), &ladder, calendar(), day(today)) {
        Gate::Done { deadline, .. } => format!("done, gives time to {}", day_of(deadline)),
        Gate::Open { since, by, until } => format!("open {since} by {} until {}", day_of(by), day_of(until)),
        Gate::Shut(blocks) => {
            let said: Vec<String> = blocks
                .iter()
                .map(|block| match block {
                    Block::NothingOwed => "nothing owed".into(),
                    Block::Held(until) => format!("held to {until}"),
                    Block::Predecessor(step) => format!("no {step}"),
                    Block::NotServed(step) => format!("{step} not served"),
                    Block::Condition(condition) => format!("not {}", condition.code()),
                    Block::Barred(step) => format!("barred by {step}"),
                    Block::Runs(until) => format!("runs to {until}"),
                    Block::Late(until) => format!("late since {until}"),
                    Block::Calendar(year) => format!("no calendar of {year}"),
                })
                .collect();
            said.join(", ")
        }
    }
}

/// What was done, the step, the day, how it stands. The timeline T1: arrears found on Tue 2026-08-18.
const TIMELINE: &[(&str, &str, &str, &str)] = &[
    ("", "notice", "2026-08-18", "open 2026-08-18 by 2026-08-25 until -"),
    ("", "remind", "2026-08-18", "open 2026-08-18 by 2026-08-28 until -"),
    ("", "inquiry", "2026-08-25", "no notice"),
    ("notice 2026-08-25", "inquiry", "2026-09-30", "notice not served"),
    ("notice 2026-08-25 served 2026-08-27", "notice", "2026-08-28", "done, gives time to 2026-09-03"),
    ("notice 2026-08-25 served 2026-08-27", "inquiry", "2026-09-03", "runs to 2026-09-03"),
    ("notice 2026-08-25 served 2026-08-27", "inquiry", "2026-09-04", "open 2026-09-04 by - until -"),
    // A day missed is caught up: open on any day after, not on that day alone.
    ("notice 2026-08-25 served 2026-08-27", "demand", "2026-12-31", "open 2026-09-04 by - until -"),
    // Sunday 09-20 is worked.
    (SERVED, "demand", "2026-09-09", "done, gives time to 2026-09-21"),
    (SERVED, "transfer", "2026-09-21", "no inquiry, runs to 2026-09-21"),
    (SERVED, "court", "2026-09-22", "runs to 2026-10-26, no calendar of 2027"),
    (SERVED, "court", "2026-10-27", "no calendar of 2027"),
];
const SERVED: &str = "notice 2026-08-25 served 2026-08-27; demand 2026-09-07 served 2026-09-08";

#[test]
fn no_step_is_open_before_its_predecessors_their_service_and_their_periods() {
    for (done, step, today, expected) in TIMELINE {
        assert_eq!(stands(&case(done), step, today), *expected, "{done} | {step} on {today}");
    }
}

#[test]
fn the_court_is_open_after_the_suit_period_and_for_three_months() {
    let done = "notice 2026-01-08 served 2026-01-12; demand 2026-01-20 served 2026-01-21";
    let case = Case { found_on: Some(day("2026-01-05")), ..case(done) };
    for (today, expected) in [
        ("2026-07-12", "runs to 2026-07-13"),
        ("2026-07-13", "runs to 2026-07-13"),
        ("2026-07-14", "open 2026-07-14 by - until 2026-10-13"),
        ("2026-10-13", "open 2026-07-14 by - until 2026-10-13"),
        ("2026-10-14", "late since 2026-10-13"),
    ] {
        assert_eq!(stands(&case, "court", today), expected, "{today}");
    }
}

#[test]
fn the_court_accepts_and_rules_within_its_days() {
    let (ladder, mut day_of) = (ladder(), day("2026-09-22"));
    let mut ends = Vec::new();
    for follow in &ladder.step("court").unwrap().follow {
        day_of = follow.clock.end(day_of, calendar()).unwrap();
        ends.push(day_of.to_string());
    }
    assert_eq!(ends, ["2026-09-30", "2026-10-15"]);
}

#[test]
fn conditions_holds_and_bars_shut_a_step() {
    let served = "notice 2026-08-25 served 2026-08-27; inquiry 2026-09-04";
    let held = Case { held_until: Some(day("2026-09-30")), ..case(served) };
    assert_eq!(stands(&held, "demand", "2026-09-30"), "held to 2026-09-30");
    assert_eq!(stands(&held, "demand", "2026-10-01"), "open 2026-09-04 by - until -");
    assert_eq!(stands(&case(served), "audit", "2026-09-04"), "not disputed");
    assert_eq!(stands(&case(served), "claim", "2026-09-04"), "not bankrupt");
    let bankrupt = Case { is_bankrupt: true, ..case(served) };
    assert_eq!(stands(&bankrupt, "demand", "2026-09-04"), "not not_bankrupt");
    assert_eq!(stands(&bankrupt, "claim", "2026-09-04"), "open 2026-08-18 by - until -");
    let agreed = case(&format!("{SERVED}; inquiry 2026-09-10; agreement 2026-09-11"));
    assert_eq!(stands(&agreed, "transfer", "2026-09-22"), "barred by agreement");
    assert_eq!(stands(&Case::default(), "notice", "2026-09-04"), "nothing owed");
    // Steps for debts settled since count no more.
    let settled = Case { found_on: Some(day("2026-09-16")), ..case(SERVED) };
    assert_eq!(stands(&settled, "demand", "2026-09-22"), "no notice");
    assert!(ladder().step("audit").unwrap().needs.contains(&Condition::Disputed));
}

#[test]
fn the_next_step_is_the_first_open_one_of_the_main_line() {
    let ladder = ladder();
    for (done, today, expected) in [
        ("", "2026-08-18", "remind"),
        ("remind 2026-08-18", "2026-08-18", "notice"),
        ("notice 2026-08-25", "2026-08-26", "inquiry"),
        ("notice 2026-08-25 served 2026-08-27", "2026-09-03", "inquiry"),
        ("notice 2026-08-25 served 2026-08-27; inquiry 2026-09-04", "2026-09-04", "demand"),
        (SERVED, "2026-09-22", "inquiry"),
    ] {
        let case = case(done);
        let next = case.next(&ladder, calendar(), day(today)).map(|(step, _)| step.code.clone());
        assert_eq!(next.as_deref(), Some(expected), "{done} on {today}");
    }
    assert!(Case::default().next(&ladder, calendar(), day("2026-08-18")).is_none());
}

#[test]
fn a_receipt_says_all_its_way_asks_for_and_when_the_paper_counts_as_served() {
    use ServiceField as F;
    let (rules, today) = (ladder().service, day("2026-09-30"));
    let bare = |way| Receipt::of(way, day("2026-08-27"));
    let lacks = |receipt: &Receipt| receipt.lacks(&rules, day("2026-08-25"), today);
    for (way, fields) in [
        (Way::Direct, vec![F::Place, F::Receiver, F::Capacity, F::Servers]),
        (Way::Left, vec![F::Place, F::Refusal, F::Witnesses, F::Servers]),
        (Way::Post, vec![F::Place, F::Reference]),
        (Way::Electronic, vec![F::Place, F::Consent]),
        (Way::Entrusted, vec![F::Place, F::Receiver, F::Entrusted]),
        (Way::PublicNotice, vec![F::Reference]),
    ] {
        assert_eq!(lacks(&bare(way)), fields, "{}", way.code());
    }
    let two = || vec!["李敏".to_string(), "周宁".to_string()];
    let left = Receipt { place: "门卫".into(), refusal: "拒签".into(), servers: two(), ..bare(Way::Left) };
    assert_eq!(lacks(&Receipt { witnesses: vec!["赵静".into()], ..left.clone() }), [F::Witnesses]);
    assert!(lacks(&Receipt { witnesses: two(), ..left.clone() }).is_empty());
    assert!(lacks(&Receipt { is_filmed: true, ..left }).is_empty());
    let early = Receipt { on: day("2026-08-24"), reference: "日报".into(), ..bare(Way::PublicNotice) };
    assert_eq!(lacks(&early), [F::On]);
    assert_eq!(bare(Way::PublicNotice).served_on(&rules), Some(day("2026-09-26")));
    assert_eq!(bare(Way::Post).served_on(&rules), Some(day("2026-08-27")));
    let returned = Receipt { returned: "查无此人".into(), ..bare(Way::Post) };
    assert_eq!((lacks(&returned), returned.served_on(&rules)), (vec![], None));
}

#[test]
fn a_wrong_ladder_is_named_by_its_line() {
    let text = RuleFiles::default().get("chase/ladder.toml").unwrap().unwrap().text.into_owned();
    let read =
        |text: String| sanhe::book::chase::parse(&RuleFile { name: "x".into(), shown: "x".into(), text: text.into() });
    assert!(read(text.clone()).is_ok());
    for (from, to) in [
        ("after = [\"notice\"]", "after = [\"court\"]"),
        ("code = \"audit\"", "code = \"notice\""),
        ("basis = \"社会保险法 第六十二条\"", "basis = \"\""),
        ("unit = \"months\"", "unit = \"moons\""),
        ("needs = [\"disputed\"", "needs = [\"cross\""),
        ("step = \"notice\", count = 60", "step = \"remind\", count = 60"),
    ] {
        assert!(text.contains(from), "{from}");
        match read(text.replacen(from, to, 1)) {
            Err(Rejection::RuleBook { line, .. }) => {
                let wrong = text.replacen(from, to, 1);
                assert!(wrong.lines().nth(line - 1).is_some_and(|named| named.contains(to)), "{to}: line {line}");
            }
            other => panic!("{to}: {other:?}"),
        }
    }
}
