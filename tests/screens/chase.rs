//! Employers on screen: the list, one employer, ageing, the working of a fee.
//!
//! Golden texts stand in `tests/screens/chase/*.txt`.

use crate::fake::Book;
use crate::{NARROW, ROOMY, Scene, WIDE, zh};

/// Name, book, size, keys.
pub(crate) const SCENES: &[Scene] = &[
    ("chase/employers", Book::Full, WIDE, "7 1"),
    ("chase/employers_all", Book::Full, WIDE, "7 1 tab down"),
    ("chase/employers_empty", Book::Empty, WIDE, "7 1"),
    ("chase/employers_unreadable", Book::Broken, WIDE, "7 1"),
    ("chase/employers_narrow", Book::Full, NARROW, "7 1"),
    ("chase/employers_wide", Book::Full, ROOMY, "7 1 space"),
    ("chase/employers_found", Book::Full, WIDE, "7 1 / \"wyfz\""),
    ("chase/employers_scrolled", Book::Full, WIDE, "7 1 right right right"),
    ("chase/employers_filter", Book::Full, WIDE, "7 1 f7"),
    ("chase/employers_filtered", Book::Full, WIDE, "7 1 f7 tab \"lm\" enter f8"),
    ("chase/employers_day_before", Book::Full, WIDE, "7 1 ["),
    ("chase/employer", Book::Full, WIDE, "7 1 enter"),
    ("chase/employer_paid", Book::Full, WIDE, "7 1 down enter"),
    ("chase/employer_all", Book::Full, WIDE, "7 1 down enter tab"),
    ("chase/employer_narrow", Book::Full, NARROW, "7 1 down enter"),
    ("chase/employer_wide", Book::Full, ROOMY, "7 1 down enter"),
    ("chase/employer_date", Book::Full, WIDE, "7 1 enter f7"),
    ("chase/employer_on_record", Book::Full, WIDE, "7 1 down enter 3"),
    ("chase/step", Book::Full, WIDE, "7 1 down enter f8"),
    ("chase/step_done", Book::Full, WIDE, "7 1 down enter f8 f8 wait"),
    ("chase/serve", Book::Full, WIDE, "7 1 down enter 4"),
    ("chase/serve_refused", Book::Full, WIDE, "7 1 down enter 4 f8 wait"),
    ("chase/hold", Book::Full, WIDE, "7 1 down enter 5 tab tab \"+30\" tab \"核对基数\""),
    ("chase/confirm_hold", Book::Full, WIDE, "7 1 down enter 6"),
    ("chase/working", Book::Full, WIDE, "7 1 down enter enter"),
    ("chase/working_of_all", Book::Full, WIDE, "7 1 down f4 pagedown"),
    ("chase/working_capped", Book::Full, NARROW, "7 1 enter enter"),
    ("chase/ageing", Book::Full, WIDE, "7 2"),
    ("chase/ageing_by_officer", Book::Full, WIDE, "7 2 tab tab down"),
    ("chase/ageing_drilled", Book::Full, WIDE, "7 2 tab tab enter"),
    ("chase/ageing_empty", Book::Empty, WIDE, "7 2"),
    ("chase/ageing_narrow", Book::Full, NARROW, "7 2 right"),
];

/// S5: an employer is open after eight keys, its initials among them.
#[test]
fn an_employer_is_opened_by_its_initials_in_eight_keys() {
    for (initials, name) in [("wyfz", "五一纺织厂"), ("gydh", "国营东河农场")] {
        let script = format!("e / \"{initials}\" enter");
        assert!(3 + initials.len() <= 8);
        let title = zh(&script).text().lines().next().unwrap().to_owned();
        assert!(title.contains(&format!("> {name}")), "{title}");
    }
}

#[test]
fn any_fee_shows_its_working_by_one_key() {
    for script in ["7 1 f4", "7 1 enter f4", "7 1 enter enter", "7 1 enter x"] {
        let text = zh(script).text();
        assert!(text.contains("算式") && text.contains("0.0005"), "{script}: {text}");
    }
}

#[test]
fn the_forms_ask_the_desk_for_what_was_typed() {
    for (script, call) in [
        ("7 1 down enter f8 f8 wait", "step: \"demand\""),
        ("7 1 down enter f8 f8 wait", "on: BusinessDay"),
        (
            "7 1 down enter 4 tab tab \"传达室\" tab \"李四\" tab \"文员\" tab \"甲,乙\" f8 wait",
            "servers: [\"甲\", \"乙\"]",
        ),
        ("7 1 down enter 5 tab tab \"+30\" tab \"核对\" f8 wait", "line: \"pension\""),
        ("7 1 down enter 6 enter wait", "ConfirmHold(7)"),
    ] {
        let played = zh(script);
        let calls = played.calls.lock().unwrap();
        assert!(calls.iter().any(|made| made.contains(call)), "{script}: {calls:?}");
        assert_eq!(played.said(), "已办。", "{script}");
    }
}

#[test]
fn the_date_moves_by_a_day_and_back() {
    let shown = |script: &str| zh(script).text();
    assert!(shown("7 1 enter ]").contains("2026-03-06"));
    assert_eq!(shown("7 1 enter ] ["), shown("7 1 enter"));
    assert!(shown("7 1 enter enter ]").contains("2026-03-06"));
}
