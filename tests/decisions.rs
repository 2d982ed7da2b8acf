//! What people decide on differences: it holds on every later run, lapses when the rows change, and
//! is undone by its opposite.

#![allow(clippy::expect_used, clippy::panic, dead_code)]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/table.rs"]
mod table;

use desk::{Book, day};
use sanhe::domain::decision::{Verb, WhyNot};
use sanhe::domain::exception::State;
use sanhe::domain::money::Money;
use sanhe::domain::recon::{DayResult, ExceptionCase};
use sanhe::domain::rejection::{CaseRejection, Rejection};
use sanhe::ops::decide::{CaseRef, Counterpart, Request};
use table::{Table, framed};

/// A receipt the channel has under another order number, a stranger's payment, a receipt never paid.
const DAY: &str = "
    his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
    till JS1 ZF1 微信 收 12.00 09:00 007赵敏
    bank 421 ZF9 微信 付 12.00 09:01
    bank 422 ZF8 微信 付 33.00 10:00
    his  JS3 ZF3 支付宝 收 18.00 11:00 012王芳
    till JS3 ZF3 支付宝 收 18.00 11:00 012王芳";

fn reconciled(table: &Table) -> Book {
    let mut book = Book::new();
    table.hand_to(&book, "day");
    book.reconcile("2026-03-02", "2026-03-06");
    book
}

fn of(verb: Verb, cases: &[&ExceptionCase]) -> Request {
    let case = |case: &&ExceptionCase| CaseRef { key: case.key.clone(), version: None };
    Request { reason: "已核实".into(), ..Request::new(verb, cases.iter().map(case).collect()) }
}

fn states(book: &Book) -> Vec<String> {
    let cases = book.stored("2026-03-03").exceptions;
    let mut states: Vec<String> =
        cases.iter().map(|case| format!("{} {} {}", case.class.code(), case.difference, case.state.code())).collect();
    states.sort();
    states
}

const OPEN: [&str; 4] = [
    "bank_only 12.00 proposed",
    "bank_only 33.00 open",
    "missing_in_bank -12.00 proposed",
    "missing_in_bank -18.00 open",
];

#[test]
fn an_accepted_proposal_ties_the_rows_and_its_undoing_parts_them() {
    let book = reconciled(&framed(DAY));
    assert_eq!(states(&book), OPEN);
    let facts = book.verify();
    let before = book.stored("2026-03-03");
    book.decide(of(Verb::Accept, &[&book.case("JS1")])).expect("accepted");
    assert_eq!(states(&book), ["bank_only 33.00 open", "missing_in_bank -18.00 open", "missing_in_bank 0.00 resolved"]);
    let after = book.stored("2026-03-03");
    let only_his = |result: &DayResult| result.bridges.iter().map(|one| one.his_only).sum::<Money>().to_string();
    assert_eq!((only_his(&before), only_his(&after)), ("30.00".into(), "18.00".into()));
    assert_eq!(after.matched.bank, before.matched.bank + 1);
    book.undo(&book.case("JS1").key).expect("undone");
    assert_eq!(states(&book), OPEN);
    assert_eq!(book.stored("2026-03-03").digest, before.digest);
    assert_eq!(book.verify(), facts + 2, "one fact each");
}

#[test]
fn decisions_hold_on_a_later_run_and_give_the_same_digest() {
    let decided = |reverse: bool| {
        let table = framed(DAY);
        let mut book = Book::new();
        if reverse {
            book.import("his-first.csv", &table.his);
        }
        table.hand_to(&book, "day");
        book.reconcile("2026-03-02", "2026-03-06");
        book.decide(of(Verb::Accept, &[&book.case("JS1")])).expect("accepted");
        book.decide(of(Verb::Label, &[&book.case("ZF8")])).expect("labelled");
        book.decide(Request { to: Some(day("2026-03-05")), ..of(Verb::Carry, &[&book.case("JS3")]) }).expect("carried");
        let said = (states(&book), book.stored("2026-03-03").digest);
        book.reconcile("2026-03-02", "2026-03-06");
        assert_eq!((states(&book), book.stored("2026-03-03").digest), said);
        book.verify();
        said
    };
    let (states, digest) = decided(false);
    assert_eq!(states, ["bank_only 33.00 resolved", "missing_in_bank -18.00 carried", "missing_in_bank 0.00 resolved"]);
    assert_eq!(decided(true).1, digest);
}

#[test]
fn rows_linked_by_hand_tie_across_days_or_say_what_still_differs() {
    let book = reconciled(&framed(
        "his  JS1 ZF1 微信 收 12.00 23:58 007赵敏
         till JS1 ZF1 微信 收 12.00 23:58 007赵敏
         bank 421 ZF9 微信 付 12.00 04T00:01
         his  JS2 ZF2 微信 收 20.00 09:00 007赵敏
         till JS2 ZF2 微信 收 20.00 09:00 007赵敏
         bank 422 ZF7 微信 付 02.00 09:00",
    ));
    let link = |one: &str, other: &str| Request {
        others: vec![Counterpart::Entry(book.case(other).legs[0].entry.expect("an entry"))],
        ..of(Verb::Link, &[&book.case(one)])
    };
    book.decide(link("JS1", "ZF9")).expect("linked");
    book.decide(link("JS2", "ZF7")).expect("linked");
    assert_eq!(states(&book), ["amount_differs -18.00 open", "missing_in_bank 0.00 resolved"]);
    assert!(book.stored("2026-03-04").exceptions.is_empty(), "the row of the fourth belongs to the third");
    book.undo(&book.case("JS2").key).expect("what still differs can be parted again");
    assert_eq!(states(&book)[0], "bank_only 2.00 open");
    book.verify();
}

#[test]
fn one_row_may_pay_several_receipts_of_several_cashiers() {
    let book = reconciled(&framed(
        "his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
         till JS1 ZF1 微信 收 12.00 09:00 007赵敏
         his  JS2 ZF2 微信 收 20.00 09:05 012王芳
         till JS2 ZF2 微信 收 20.00 09:05 012王芳
         bank 421 ZF9 微信 付 32.00 09:06",
    ));
    let others = |numbers: &[&str]| numbers.iter().map(|no| Counterpart::Case(book.case(no).key)).collect();
    let wrong = Request { others: others(&["JS1"]), ..of(Verb::Split, &[&book.case("ZF9")]) };
    assert!(matches!(
        book.decide(wrong),
        Err(Rejection::Case(CaseRejection::CannotDecide { why: WhyNot::SumsDiffer, .. }))
    ));
    book.decide(Request { others: others(&["JS1", "JS2"]), ..of(Verb::Split, &[&book.case("ZF9")]) }).expect("split");
    let result = book.stored("2026-03-03");
    assert_eq!(states(&book), ["bank_only 0.00 resolved"]);
    assert!(result.totals.iter().all(|row| row.difference.is_zero()), "{:?}", result.totals);
}

#[test]
fn a_rejected_pair_is_not_proposed_again() {
    let mut book = reconciled(&framed(DAY));
    book.decide(of(Verb::Reject, &[&book.case("JS1")])).expect("rejected");
    book.reconcile("2026-03-02", "2026-03-06");
    assert_eq!(states(&book)[0], "bank_only 12.00 open");
    assert!(book.case("JS1").proposals.is_empty());
    book.undo(&book.case("JS1").key).expect("undone");
    assert_eq!(states(&book), OPEN);
}

#[test]
fn a_decision_lapses_aloud_when_its_rows_change() {
    let mut book = reconciled(&framed(DAY));
    book.decide(of(Verb::Label, &[&book.case("JS3")])).expect("labelled");
    // The channel's row comes late, with another amount.
    book.import("late.csv", framed("bank 423 ZF3 支付宝 付 18.50 11:00").bank);
    book.reconcile("2026-03-02", "2026-03-06");
    let case = book.case("JS3");
    assert_eq!((case.class.code(), case.state), ("amount_differs", State::Open));
    let lapsed = case.work.lapsed.expect("it says so");
    assert_eq!((lapsed.verb, lapsed.actor.as_str(), lapsed.reason.as_str()), (Verb::Label, "王芳", "已核实"));
}

#[test]
fn what_cannot_be_decided_says_why() {
    let book = reconciled(&framed(&format!(
        "{DAY}\n his JS5 ZF5 微信 收 0.00 12:00 007赵敏\n till JS5 ZF5 微信 收 0.00 12:00 007赵敏"
    )));
    let refusal = |request: Request| match book.decide(request) {
        Err(Rejection::Case(CaseRejection::CannotDecide { why, .. })) => why.code(),
        other => panic!("{other:?}"),
    };
    let link = |one: &str, other: &str| Request {
        others: vec![Counterpart::Case(book.case(other).key)],
        ..of(Verb::Link, &[&book.case(one)])
    };
    assert_eq!(refusal(of(Verb::Accept, &[&book.case("JS3")])), WhyNot::NoProposals.code());
    assert_eq!(refusal(Request { proposal: 4, ..of(Verb::Accept, &[&book.case("JS1")]) }), "no_such_proposal");
    assert_eq!(refusal(Request { reason: String::new(), ..of(Verb::Label, &[&book.case("JS3")]) }), "reason_missing");
    assert_eq!(refusal(Request { to: Some(day("2026-03-03")), ..of(Verb::Carry, &[&book.case("JS3")]) }), "not_later");
    assert_eq!(refusal(of(Verb::Waive, &[&book.case("JS3")])), "not_quarantined");
    assert_eq!(refusal(of(Verb::Label, &[&book.case("JS5")])), "informational");
    assert_eq!(refusal(link("JS1", "JS3")), "same_side");
    assert_eq!(refusal(of(Verb::Accept, &[&book.case("JS1"), &book.case("ZF9")])), "taken");
    let nobody = Request { person: "路人".into(), ..of(Verb::Assign, &[&book.case("JS3")]) };
    assert_eq!(book.decide(nobody), Err(Rejection::OperatorUnknown("路人".into())));
    let steering = Request { reason: "a\u{202e}b".into(), ..of(Verb::Label, &[&book.case("JS3")]) };
    assert!(matches!(book.decide(steering), Err(Rejection::Case(CaseRejection::BadText(_)))));
}

#[test]
fn what_was_not_seen_is_not_decided_on() {
    let book = reconciled(&framed(DAY));
    let case = book.case("JS3");
    let shown = sanhe::domain::matching::dispose::version(&case);
    let seen = |version: &str| Request {
        cases: vec![CaseRef { key: case.key.clone(), version: Some(version.into()) }],
        ..of(Verb::Label, &[])
    };
    book.decide(Request { person: "王芳".into(), ..of(Verb::Assign, &[&case]) }).expect("assigned");
    assert!(matches!(book.decide(seen(&shown)), Err(Rejection::Case(CaseRejection::Changed(_)))));
    let again = book.case("JS3");
    assert_eq!(again.work.owner, "王芳");
    book.decide(seen(&sanhe::domain::matching::dispose::version(&again))).expect("labelled as seen");
    assert_eq!(book.case("JS3").state, State::Resolved);
}

#[test]
fn many_are_decided_in_one_act_and_undone_in_one() {
    let book = reconciled(&framed(DAY));
    let cases = [book.case("JS3"), book.case("ZF8")];
    book.decide(of(Verb::Label, &[&cases[0], &cases[1]])).expect("both");
    assert_eq!(states(&book).iter().filter(|state| state.ends_with("resolved")).count(), 2);
    book.decide(Request { person: "王芳".into(), ..of(Verb::Assign, &[&book.case("JS1")]) }).expect("assigned");
    book.undo(&cases[1].key).expect("undone");
    assert_eq!(states(&book), OPEN);
    assert!(matches!(
        book.undo(&cases[1].key),
        Err(Rejection::Case(CaseRejection::CannotDecide { why: WhyNot::NothingDecided, .. }))
    ));
}

#[test]
fn a_result_changed_by_hand_is_found() {
    let book = reconciled(&framed(DAY));
    book.decide(of(Verb::Label, &[&book.case("JS3")])).expect("labelled");
    book.verify();
    for sql in [
        "UPDATE day_results SET figures = replace(figures, '18', '19') WHERE day = '2026-03-03'",
        "UPDATE exceptions SET state = 'resolved' WHERE his_no = 'JS1'",
        "DELETE FROM exceptions WHERE his_no = 'JS1'",
        "DELETE FROM exceptions WHERE day = '2026-03-03'; DELETE FROM day_results WHERE day = '2026-03-03'",
    ] {
        let found = book.verify_after(sql);
        assert!(found.as_ref().is_err_and(|what| what.contains("2026-03-03")), "{sql}: {found:?}");
    }
}
