//! Papers on screen: a batch of notices by a handful of keys, the register in which service is recorded.
//!
//! Golden texts stand in `tests/screens/papers/*.txt`.

use crate::fake::Book;
use crate::{NARROW, Scene, WIDE, zh};

/// Name, book, size, keys.
pub(crate) const SCENES: &[Scene] = &[
    ("papers/notices", Book::Full, WIDE, "7 1 f8"),
    ("papers/notices_of_one", Book::Full, WIDE, "7 1 down enter n"),
    ("papers/notices_other_paper", Book::Full, WIDE, "7 1 f8 tab"),
    ("papers/notices_confirm", Book::Full, WIDE, "7 1 f8 f8"),
    ("papers/notices_reason", Book::Full, WIDE, "7 1 tab f8 6 \"另案处理\""),
    ("papers/notices_overridden", Book::Full, WIDE, "7 1 tab f8 6 \"另案处理\" f8"),
    ("papers/frozen", Book::Full, WIDE, "7 1 f8 f8 enter wait"),
    ("papers/print", Book::Full, WIDE, "7 4 5"),
    ("papers/register", Book::Full, WIDE, "7 4"),
    ("papers/register_all", Book::Full, WIDE, "7 4 tab end"),
    ("papers/register_empty", Book::Empty, WIDE, "7 4"),
    ("papers/register_unreadable", Book::Broken, WIDE, "7 4"),
    ("papers/register_narrow", Book::Full, NARROW, "7 4 tab"),
    ("papers/serve_marked", Book::Full, WIDE, "7 4 down space down space f8"),
];

/// S5: notices for the employers marked take six keys at most, from the list to the printed files.
#[test]
fn notices_for_those_marked_take_six_keys() {
    let after_marking = "f8 f8 enter wait 5 1 wait";
    let keys = after_marking.split(' ').filter(|key| *key != "wait").count();
    assert!(keys <= 6, "{keys}");
    let played = zh(&format!("7 1 space down space {after_marking}"));
    let calls = played.calls.lock().unwrap().clone();
    assert_eq!(calls, ["freeze notice 2 []", "print 41 pdf"]);
    assert!(played.said().contains("写出"), "{}", played.said());
    assert!(played.text().contains("文书送达 #41"), "{}", played.text());
}

#[test]
fn nothing_is_numbered_before_it_is_confirmed() {
    for script in ["7 1 f8 f8", "7 1 f8 f8 esc", "7 1 f8 tab f8 enter"] {
        assert!(zh(script).calls.lock().unwrap().is_empty(), "{script}");
    }
    assert!(zh("7 1 f8 tab f8").said().contains("没有一户可出"), "{}", zh("7 1 f8 tab f8").said());
}

#[test]
fn a_reason_passes_over_unallocated_money_and_goes_with_the_batch() {
    assert!(zh("7 1 tab f8").text().contains("未分配款"), "left out first");
    let played = zh("7 1 tab f8 6 \"另案处理\" f8 f8 enter wait");
    assert_eq!(*played.calls.lock().unwrap(), ["freeze notice 3 [另案处理]"]);
}

#[test]
fn papers_marked_are_served_in_one_act_and_a_served_one_is_not_served_again() {
    let typed = "tab tab \"传达室\" tab \"李四\" tab \"文员\" tab \"甲,乙\" f8 wait";
    let played = zh(&format!("7 4 down space down space f8 {typed}"));
    let calls = played.calls.lock().unwrap().clone();
    assert!(
        calls[0].contains("(\"91330106MA0000023E\", \"notice\"), (\"91330106MA00000319\", \"notice\")"),
        "{calls:?}"
    );
    assert!(zh("7 4 tab end f8").said().contains("已送达"));
}
