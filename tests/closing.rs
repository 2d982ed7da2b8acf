//! Closing a day: by two persons, refused with every cause named, sealed, and proved row by row.

#![allow(clippy::expect_used, clippy::panic, dead_code)]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/table.rs"]
mod table;

use desk::{Book, day};
use sanhe::domain::closing::{ClosingCause, DayStep};
use sanhe::domain::decision::{Verb, WhyNot};
use sanhe::domain::entry::Side;
use sanhe::domain::rejection::{CaseRejection, Rejection};
use sanhe::ops::close::DayRequest;
use sanhe::ops::decide::{CaseRef, Request};
use table::framed;

const DAY: &str = "2026-03-03";
const ROWS: &str = "
    his  JS1 ZF1 微信 收 12.00 09:00 007赵敏
    till JS1 ZF1 微信 收 12.00 09:00 007赵敏
    bank 421 ZF1 微信 付 12.00 09:01
    his  JS2 ZF2 微信 收 20.00 10:00 007赵敏
    till JS2 ZF2 微信 收 20.00 10:00 007赵敏";

/// A reconciled book of two persons, and one open difference on the third.
fn book() -> Book {
    let mut book = Book::new();
    book.add_operator("李敏");
    framed(ROWS).hand_to(&book, "day");
    book.reconcile("2026-03-01", "2026-03-07");
    book
}

fn ask(step: DayStep) -> DayRequest {
    DayRequest { day: day(DAY), step, side: None, reason: String::new() }
}

fn because(step: DayStep, reason: &str) -> DayRequest {
    DayRequest { reason: reason.into(), ..ask(step) }
}

fn decide(book: &Book, verb: Verb, number: &str) -> Result<(), Rejection> {
    let cases = vec![CaseRef { key: book.case(number).key, version: None }];
    book.decide(Request { reason: "已核实".into(), to: Some(day("2026-03-09")), ..Request::new(verb, cases) })
}

fn causes<T: std::fmt::Debug>(answer: Result<T, Rejection>) -> Vec<ClosingCause> {
    match answer {
        Err(Rejection::Day(rejection)) => rejection.causes,
        other => panic!("{other:?}"),
    }
}

/// The book with its third closed.
fn closed() -> Book {
    let book = book();
    decide(&book, Verb::Carry, "JS2").expect("carried");
    book.step("王芳", ask(DayStep::Prepare)).expect("prepared");
    book.step("李敏", ask(DayStep::Close)).expect("closed");
    book
}

#[test]
fn one_prepares_another_closes_and_twice_is_the_same() {
    let book = book();
    assert_eq!(causes(book.step("王芳", ask(DayStep::Prepare))), [ClosingCause::Open(1)]);
    decide(&book, Verb::Carry, "JS2").expect("carried");
    assert_eq!(causes(book.step("李敏", ask(DayStep::Close))), [ClosingCause::NotPrepared]);
    book.step("王芳", ask(DayStep::Prepare)).expect("prepared");
    assert_eq!(causes(book.step("王芳", ask(DayStep::Close))), [ClosingCause::SamePerson("王芳".into())]);
    let done = book.step("李敏", ask(DayStep::Close)).expect("closed");
    let seal = done.seal.clone().expect("a seal");
    assert_eq!((seal.entries, seal.sums_fen), ([2, 2, 1], [3200, 3200, 1200]));
    assert_eq!(seal.open_items.len(), 1);
    let facts = book.verify();
    for who in ["李敏", "王芳"] {
        let again = book.step(who, ask(DayStep::Close)).expect("it stands");
        assert!(again.unchanged && again.digest == done.digest);
    }
    assert_eq!(book.verify(), facts, "nothing was written");
}

#[test]
fn every_cause_in_the_way_is_named() {
    let book = Book::new();
    assert_eq!(causes(book.step("王芳", ask(DayStep::Prepare))), [ClosingCause::NotReconciled]);
    let mut book = Book::new();
    let table = framed(&format!("{ROWS}\n his JS9 ZF9 微信 收 1,2 11:00 007赵敏"));
    book.import("his.csv", &table.his);
    book.reconcile("2026-03-01", "2026-03-07");
    book.import("bank.csv", &table.bank);
    let found = causes(book.step("王芳", ask(DayStep::Prepare)));
    assert!(found.contains(&ClosingCause::Stale), "{found:?}");
    assert!(found.contains(&ClosingCause::SourceMissing(Side::Cashier)), "{found:?}");
    assert!(found.iter().any(|cause| matches!(cause, ClosingCause::Quarantined(1))), "{found:?}");
    let absent = |side, reason: &str| DayRequest { side: Some(side), ..because(DayStep::Declare, reason) };
    assert_eq!(causes(book.step("王芳", absent(Side::Cashier, ""))), [ClosingCause::ReasonMissing]);
    assert_eq!(causes(book.step("王芳", absent(Side::His, "x"))), [ClosingCause::SourceThere(Side::His)]);
    book.step("王芳", absent(Side::Cashier, "收费系统当日停机")).expect("declared");
    let found = causes(book.step("王芳", ask(DayStep::Prepare)));
    assert!(!found.contains(&ClosingCause::SourceMissing(Side::Cashier)), "{found:?}");
}

#[test]
fn what_changed_after_it_was_prepared_is_prepared_again() {
    let book = book();
    decide(&book, Verb::Carry, "JS2").expect("carried");
    book.step("王芳", ask(DayStep::Prepare)).expect("prepared");
    book.undo(&book.case("JS2").key).expect("undone");
    decide(&book, Verb::Label, "JS2").expect("labelled");
    assert_eq!(causes(book.step("李敏", ask(DayStep::Close))), [ClosingCause::Changed]);
    book.step("王芳", ask(DayStep::Prepare)).expect("prepared");
    book.step("李敏", ask(DayStep::Close)).expect("closed");
}

#[test]
fn a_single_persons_book_needs_but_one() {
    let mut book = Book::new();
    framed(ROWS).hand_to(&book, "day");
    book.reconcile("2026-03-01", "2026-03-07");
    decide(&book, Verb::Label, "JS2").expect("labelled");
    book.step("王芳", ask(DayStep::Prepare)).expect("prepared");
    book.step("王芳", ask(DayStep::Close)).expect("closed");
    book.verify();
}

#[test]
fn nothing_is_decided_on_a_closed_day_and_a_later_run_leaves_it_alone() {
    let mut book = closed();
    let refusal = decide(&book, Verb::Label, "JS2");
    assert!(
        matches!(refusal, Err(Rejection::Case(CaseRejection::CannotDecide { why: WhyNot::DayClosed, .. }))),
        "{refusal:?}"
    );
    let sealed = book.stored(DAY);
    book.reconcile("2026-03-01", "2026-03-07");
    assert_eq!(book.stored(DAY), sealed);
    assert!(book.store().reader().expect("a reader").adjustment(day(DAY)).expect("read").is_none());
    book.verify();
}

#[test]
fn a_late_file_goes_to_the_layer_of_the_day_it_came_and_the_seal_holds() {
    let mut book = closed();
    let sealed = book.stored(DAY);
    book.import("late.csv", framed("bank 422 ZF2 微信 付 20.00 10:01\n bank 423 ZF7 微信 付 5.00 10:02").bank);
    book.verify();
    book.reconcile("2026-03-01", "2026-03-07");
    assert_eq!(book.stored(DAY), sealed);
    let late = book.store().reader().expect("a reader").adjustment(day(DAY)).expect("read").expect("late items");
    assert_eq!((late.rows.his, late.rows.cashier, late.rows.bank), (0, 0, 2));
    assert_eq!(late.cleared.iter().map(|case| case.number.as_str()).collect::<Vec<_>>(), ["JS2"]);
    assert_eq!(late.brought.iter().map(|case| case.number.as_str()).collect::<Vec<_>>(), ["ZF7"]);
    assert_eq!(late.booked_on, day("2026-03-20"));
    book.verify();
}

#[test]
fn reopening_needs_the_reviewer_and_a_reason() {
    let mut book = closed();
    assert_eq!(causes(book.step("李敏", ask(DayStep::Reopen))), [ClosingCause::ReasonMissing]);
    let by_preparer = book.step("王芳", because(DayStep::Reopen, "迟到账单"));
    assert_eq!(causes(by_preparer), [ClosingCause::SamePerson("王芳".into())]);
    book.step("李敏", because(DayStep::Reopen, "迟到账单")).expect("reopened");
    assert_eq!(causes(book.step("李敏", because(DayStep::Reopen, "再开"))), [ClosingCause::NotClosed]);
    book.import("late.csv", framed("bank 422 ZF2 微信 付 20.00 10:01").bank);
    book.reconcile("2026-03-01", "2026-03-07");
    book.step("王芳", ask(DayStep::Prepare)).expect("prepared");
    let again = book.step("李敏", ask(DayStep::Close)).expect("closed again");
    assert!(!again.seal.expect("a seal").previous.is_empty(), "chained to the close before");
    book.verify();
}

#[test]
fn any_change_of_a_closed_day_is_found() {
    let book = closed();
    book.verify();
    let unlock = "DROP TRIGGER day_results_update; DROP TRIGGER exceptions_update; DROP TRIGGER exceptions_delete;
        DROP TRIGGER day_steps_update; DROP TRIGGER day_steps_delete; DROP TRIGGER segment_fields_update;
        DROP TRIGGER segments_update;";
    for (table, sql) in [
        ("a field", "UPDATE segment_fields SET data = zeroblob(length(data)) WHERE field = 'cashier'"),
        ("a result", "UPDATE day_results SET figures = replace(figures, '32', '33') WHERE day = '2026-03-03'"),
        ("a case", "UPDATE exceptions SET state = 'resolved' WHERE day = '2026-03-03'"),
        ("a case gone", "DELETE FROM exceptions WHERE day = '2026-03-03'"),
        ("the reviewer", "UPDATE day_steps SET actor = '路人' WHERE step = 'close'"),
        ("the close gone", "DELETE FROM day_steps WHERE step = 'close'"),
        ("a day moved", "UPDATE segments SET day = '2026-03-04' WHERE day = '2026-03-03' AND side = 'bank'"),
    ] {
        let found = book.verify_after(&format!("{unlock} {sql}"));
        assert!(found.is_err(), "{table}: {found:?}");
    }
}

#[test]
fn no_statement_writes_into_a_closed_day_or_closes_ones_own() {
    let book = closed();
    for (sql, says) in [
        ("UPDATE day_results SET open = 0 WHERE day = '2026-03-03'", "the day is closed"),
        ("DELETE FROM exceptions WHERE day = '2026-03-03'", "the day is closed"),
        ("UPDATE day_steps SET actor = '王芳'", "never changed"),
        ("DELETE FROM day_steps", "never removed"),
        (
            "BEGIN; INSERT INTO day_steps VALUES (9000, '2026-03-04', 'prepare', '', '王芳', '');
             INSERT INTO day_steps VALUES (9001, '2026-03-04', 'close', '', '王芳', '')",
            "neither closes nor reopens",
        ),
        ("INSERT INTO day_steps VALUES (9000, '2026-03-04', 'close', '', '李敏', '')", "not the next step"),
    ] {
        let refused = book.change(sql);
        assert!(refused.as_ref().is_err_and(|what| what.contains(says)), "{sql}: {refused:?}");
    }
}
