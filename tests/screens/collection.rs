//! Collection work on screen: today's list, a call with a promise in eight keys.
//!
//! Golden texts stand in `tests/screens/collection/*.txt`.

use crate::fake::Book;
use crate::{NARROW, ROOMY, Scene, WIDE, zh};

/// Name, book, size, keys.
pub(crate) const SCENES: &[Scene] = &[
    ("collection/today", Book::Full, WIDE, "7 3"),
    ("collection/today_all", Book::Full, WIDE, "7 3 tab"),
    ("collection/today_empty", Book::Empty, WIDE, "7 3"),
    ("collection/today_unreadable", Book::Broken, WIDE, "7 3"),
    ("collection/today_narrow", Book::Full, NARROW, "7 3 tab"),
    ("collection/today_wide", Book::Full, ROOMY, "7 3 tab"),
    ("collection/call", Book::Full, WIDE, "7 1 down enter f6"),
    ("collection/call_filled", Book::Full, WIDE, "7 1 down enter f6 1 tab \"3w\" tab \"+7\" tab"),
    ("collection/call_half", Book::Full, WIDE, "7 1 down enter f6 1 tab \"3w\" f8"),
    ("collection/call_narrow", Book::Full, NARROW, "7 1 down enter f6"),
];

/// S5: a call with its result and a promise takes eight keys at most beside the text.
#[test]
fn a_call_with_a_promise_takes_eight_keys_beside_its_text() {
    for script in ["f6 1 tab TEXT tab TEXT f8", "c 1 tab TEXT tab TEXT f8", "2 1 tab TEXT tab TEXT f8"] {
        let keys = script.split(' ').filter(|word| *word != "TEXT").count();
        assert!(keys <= 8, "{script}: {keys}");
        let typed = script.replacen("TEXT", "\"3w\"", 1).replacen("TEXT", "\"+7\"", 1);
        let played = zh(&format!("7 1 down enter {typed} wait"));
        let calls = played.calls.lock().unwrap().clone();
        assert_eq!(calls, ["call 91330106MA0000023E promised [30000.00 2026-03-12] []"], "{script}");
        assert!(played.said().contains("已记催缴"), "{}", played.said());
        assert!(played.text().contains("> 五一纺织厂"), "back on the employer");
    }
}

#[test]
fn a_call_without_a_promise_takes_three_keys_from_the_list() {
    let played = zh("7 3 c 2 f8 wait");
    assert_eq!(*played.calls.lock().unwrap(), ["call 91330106MA0000023E no_answer [] []"]);
    assert!(played.text().contains("今日清单"), "back on the list");
}

#[test]
fn what_a_result_lacks_is_said_at_its_field_and_the_typing_stays() {
    let played = zh("7 3 c 1 tab tab tab tab tab \"会计出差\" f8 wait");
    assert!(played.calls.lock().unwrap().is_empty());
    assert!(played.text().contains("承诺金额") && played.text().contains("会计出差"), "{}", played.text());
}

#[test]
fn a_row_leads_to_its_employer_and_back_to_its_place() {
    assert!(zh("7 3 enter").text().contains("> 五一纺织厂"));
    let (before, after) = (zh("7 3 tab down").text(), zh("7 3 tab down enter esc").text());
    assert_eq!(before, after);
}
