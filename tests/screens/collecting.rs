//! Plans, assignment, marks, targets and progress on screen.
//!
//! Golden texts stand in `tests/screens/collecting/*.txt`.

use crate::fake::Book;
use crate::{NARROW, Scene, WIDE, zh};

/// Name, book, size, keys.
pub(crate) const SCENES: &[Scene] = &[
    ("collecting/plan", Book::Full, WIDE, "7 1 down enter 1"),
    ("collecting/plan_wrong", Book::Full, WIDE, "7 1 down enter 1 f8"),
    ("collecting/plan_draft", Book::Full, WIDE, "7 1 down enter 1 \"6\" tab \"2w\" f8"),
    ("collecting/plan_growing", Book::Full, NARROW, "7 1 down enter t \"4\" tab tab tab tab \"500\" f8"),
    ("collecting/plan_none", Book::Full, WIDE, "7 1 down enter 1 \"4\" tab \"100\" tab tab tab \"500\" f8"),
    ("collecting/plan_confirm", Book::Full, WIDE, "7 1 down enter 1 \"6\" f8 f8"),
    ("collecting/end_plan", Book::Full, WIDE, "7 1 enter 0"),
    ("collecting/assign", Book::Full, WIDE, "7 1 space down space 5 f4"),
    ("collecting/mark", Book::Full, WIDE, "7 1 space down space 6 f4"),
    ("collecting/progress", Book::Full, WIDE, "7 5"),
    ("collecting/progress_print", Book::Full, WIDE, "7 5 f9"),
    ("collecting/progress_narrow", Book::Full, NARROW, "7 5 tab"),
    ("collecting/target", Book::Full, WIDE, "7 5 f6"),
];

#[test]
fn a_plan_is_seen_before_it_is_made() {
    assert!(zh("7 1 down enter 1 \"6\" f8").calls.lock().unwrap().is_empty());
    assert!(zh("7 1 down enter 1 \"6\" f8 f8").calls.lock().unwrap().is_empty());
    let played = zh("7 1 down enter 1 \"6\" tab \"2w\" f8 f8 enter wait");
    let calls = played.calls.lock().unwrap().clone();
    assert!(calls[0].contains("count: 6") && calls[0].contains("2000000"), "{calls:?}");
    assert!(played.said().contains("已签订还款协议") && played.text().contains("> 五一纺织厂"), "{}", played.text());
    assert!(zh("7 1 enter 1").said().contains("已有在履行的协议"));
    assert!(zh("7 1 down enter 0").said().contains("没有在履行的协议"));
}

#[test]
fn what_is_asked_in_bulk_is_done_to_those_marked() {
    for (script, said) in [
        ("7 1 space down space 5 \"王芳\" tab \"片区调整\" f8 wait", "officer: \"王芳\""),
        ("7 1 space down space 6 1 f8 wait", "kind: Watch"),
        ("7 1 space down space 6 3 tab \"104\" f8 wait", "value: \"104\""),
        ("7 1 space down space 6 6 f8 wait", "value: \"evading\""),
    ] {
        let played = zh(script);
        let calls = played.calls.lock().unwrap().clone();
        assert!(calls.len() == 1 && calls[0].contains(said), "{script}: {calls:?} {}", played.text());
        for code in ["91330106MA0000015K", "91330106MA0000023E"] {
            assert!(calls[0].contains(code), "{script}: {calls:?}");
        }
    }
    // Without marks the one under the cursor, never everybody.
    let one = zh("7 1 down 5 \"王芳\" tab \"片区调整\" f8 wait").calls.lock().unwrap().clone();
    assert!(one[0].contains("codes: [\"91330106MA0000023E\"]"), "{one:?}");
}

/// S5: export of this view takes three keys at most.
#[test]
fn progress_turns_by_group_and_period_and_goes_out_in_three_keys() {
    let title = |script: &str| zh(script).text().lines().next().unwrap().to_owned();
    assert!(title("7 5").contains("本年 区域") && title("7 5 tab").contains("本年 专管员"));
    assert!(title("7 5 w").contains("本月 区域") && title("7 5 w w").contains("近七日"));
    let played = zh("7 5 f9 1 wait");
    assert!(played.calls.lock().unwrap()[0].contains("Xlsx"), "{}", played.text());
    let target = zh("7 5 f6 \"城关区\" tab \"5w\" f8 wait").calls.lock().unwrap().clone();
    assert!(target[0].contains("Clear") && target[0].contains("5000000"), "{target:?}");
}
