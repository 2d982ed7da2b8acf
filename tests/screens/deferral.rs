//! Deferrals on screen: the counter, one application, policies, statistics, what is about to end.
//!
//! Golden texts stand in `tests/screens/deferral/*.txt`.

use crate::fake::Book;
use crate::{NARROW, Scene, WIDE, zh};

/// Name, book, size, keys.
pub(crate) const SCENES: &[Scene] = &[
    ("deferral/counter", Book::Full, WIDE, "8 1"),
    ("deferral/counter_lacking", Book::Full, WIDE, "8 1 down down"),
    ("deferral/counter_refused", Book::Full, WIDE, "8 1 down down down"),
    ("deferral/counter_empty", Book::Empty, WIDE, "8 1"),
    ("deferral/counter_unreadable", Book::Broken, WIDE, "8 1"),
    ("deferral/counter_narrow", Book::Full, NARROW, "8 1"),
    ("deferral/counter_submitted", Book::Full, WIDE, "8 1 f8 wait"),
    ("deferral/counter_refusing", Book::Full, WIDE, "8 1 down down down 7"),
    ("deferral/submitted", Book::Full, WIDE, "8 1 f8 wait tab"),
    ("deferral/application", Book::Full, WIDE, "8 1 enter"),
    ("deferral/statistics", Book::Full, WIDE, "8 2"),
    ("deferral/policies", Book::Full, WIDE, "8 3"),
    ("deferral/radar", Book::Full, WIDE, "8 4"),
];

/// Intake: a clean case takes two keys at most. The one handed up leaves the list and the next stands there.
#[test]
fn a_clean_application_goes_up_in_two_keys() {
    let shown = zh("8 1 f8 wait f8 wait");
    let text = shown.text();
    assert!(text.contains("> HJ2026-0003") && !text.contains("HJ2026-0001"), "{text}");
    let calls = shown.calls.lock().unwrap();
    let steps: Vec<&String> = calls.iter().filter(|call| call.starts_with("step ")).collect();
    assert_eq!(steps.len(), 2, "one key each: {steps:?}");
    assert!(steps[0].starts_with("step HJ2026-0001 1 submitted"));
}

#[test]
fn what_lacks_something_does_not_go_up_and_is_returned_with_what_it_lacks() {
    let refused = zh("8 1 down down f8").text();
    assert!(refused.contains("缺材料：担保合同"), "{refused}");
    let shown = zh("8 1 down down 6 enter wait");
    let calls = shown.calls.lock().unwrap();
    assert!(
        calls.iter().any(|call| call.contains("step HJ2026-0003 1 returned 缺材料：担保合同；未在单位公示")),
        "{calls:?}"
    );
}
