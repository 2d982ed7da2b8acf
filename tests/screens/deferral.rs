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
    ("deferral/apply", Book::Full, WIDE, "8 1 f6"),
    ("deferral/apply_open_policies", Book::Full, WIDE, "8 1 f6 \"wy\" enter enter enter 1 enter \"202602\" enter"),
    (
        "deferral/apply_lacking",
        Book::Full,
        WIDE,
        "8 1 f6 \"wy\" enter enter 1 enter 1 enter \"2026-02\" enter \"2026-04\" enter enter enter enter \"1,2\" enter \"1\" enter",
    ),
    (
        "deferral/apply_wrong",
        Book::Full,
        WIDE,
        "8 1 f6 \"wy\" enter enter 1 enter 1 enter \"2026-02\" enter \"2026-01\" enter enter enter \"soon\" enter",
    ),
    ("deferral/apply_narrow", Book::Full, NARROW, "8 1 f6 \"wy\" enter enter 1 enter 1 enter \"2026-02\" enter"),
    ("deferral/apply_unreadable", Book::Broken, WIDE, "8 1 f6"),
    ("deferral/revise", Book::Full, WIDE, "8 1 down down 9"),
    ("deferral/papers", Book::Full, WIDE, "8 1 enter f9"),
    ("deferral/eligibility_all", Book::Full, WIDE, "8 5 tab down"),
    ("deferral/eligibility_one", Book::Full, WIDE, "8 5 down enter"),
    ("deferral/eligibility_filter", Book::Full, WIDE, "8 5 f7"),
    ("deferral/eligibility_unreadable", Book::Broken, WIDE, "8 5"),
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

/// 申请表: the verdict beneath follows what is typed, and what is ticked is what the list shows.
#[test]
fn an_application_is_judged_as_its_fields_change() {
    let unit = "8 1 f6 \"wy\" enter enter 1 enter 1 enter";
    let months = "\"2026-02\" enter \"2026-04\" enter enter enter enter";
    let text = |keys: &str| zh(&format!("{unit} {keys}")).text();
    assert!(text("").contains("先填参保单位"), "{}", text(""));
    let lacking = text(&format!("{months} \"2\" enter"));
    assert!(lacking.contains("待补") && lacking.contains("缺材料：担保合同"), "{lacking}");
    let refused = text(&format!("{months} \"-2\" enter"));
    assert!(refused.contains("不予") && refused.contains("第六十三条"), "{refused}");
    let pass = text(&format!("{months} \"0\" enter \"0\" enter 1 enter"));
    assert!(pass.contains("合格") && pass.contains("[x]担保合同") && pass.contains("2026-12-31"), "{pass}");
    let shown = zh(&format!("{unit} {months} \"0\" enter \"0\" enter 1 enter f8 wait"));
    assert!(shown.text().contains("已登记 HJ2026-0006"), "{}", shown.text());
    let calls = shown.calls.lock().unwrap();
    assert_eq!(calls.iter().filter(|call| call.starts_with("enter ")).count(), 1, "{calls:?}");
}

#[test]
fn a_returned_application_comes_back_with_what_it_said_and_what_was_mended() {
    let shown = zh("8 1 down down 9 end up up up \",2\" enter 1 f8 wait");
    let calls = shown.calls.lock().unwrap();
    assert!(calls.iter().any(|call| call.starts_with("enter HJ2026-0003 P-GU pension")), "{calls:?}");
    let unreturned = zh("8 1 9").text();
    assert!(unreturned.contains("只有已退回的申请才重新提交"), "{unreturned}");
}

#[test]
fn every_paper_of_an_application_is_printed_from_its_screen() {
    for (digit, code) in (1..).zip(["application", "agreement", "approval", "certificate", "reminder"]) {
        let shown = zh(&format!("8 1 enter f9 {digit} wait"));
        let calls = shown.calls.lock().unwrap();
        assert!(calls.contains(&format!("paper {code} HJ2026-0001")), "{calls:?}");
    }
    for (digit, code) in (1..).zip(["roll", "filing", "statistics"]) {
        let shown = zh(&format!("8 1 f9 {digit} wait"));
        assert!(shown.calls.lock().unwrap().contains(&format!("paper {code} ")), "{code}");
    }
}

/// 缓缴资格: one firm whole, another month, and an application of the firm under the cursor.
#[test]
fn eligibility_is_looked_at_by_firm_and_month_and_leads_to_an_application() {
    let all = zh("8 5 tab").text();
    assert!(all.contains("不可") && all.contains("6 条结论"), "{all}");
    assert!(!zh("8 5").text().contains("不可"), "what cannot be deferred is left out first");
    let found = zh("8 5 / \"cgys\" enter enter").text();
    assert!(found.contains("缓缴资格 城关印刷有限公司") && !found.contains("五一纺织厂"), "{found}");
    assert!(zh("8 5 ]").text().contains("养老 2026-04") && zh("8 5 7 7").text().contains("养老 2026-01"));
    assert!(zh("8 5 tab down").text().contains("统筹基金可支付 5.9 个月，须大于 6 个月"), "reason in full");
    let form = zh("8 5 f6").text();
    assert!(form.contains("缓缴申请") && form.contains("五一纺织厂"), "{form}");
}
