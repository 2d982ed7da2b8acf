//! Promises are judged from receipts on their day and their grace.

use sanhe::domain::collection::call::Pledge;
use sanhe::domain::collection::promise::{Promise, judge};

use super::{day, days_off, money, receipts};

fn promise(no: i64, made_on: &str, amount: &str, pay_on: &str) -> Promise {
    let pledge = Pledge { amount: money(amount), pay_on: day(pay_on) };
    let made_on = day(made_on);
    Promise { no, employer_id: 1, made_on, pledge, grace_working_days: 3, withdrawn: false, version: 1 }
}

#[test]
fn one_promise_by_its_receipts() {
    // 30,000.00 promised on 03-02 for Friday 03-06; grace three working days: until Wednesday 03-11.
    for (name, came, as_of, state, received) in [
        ("its day has not come", "", "2026-03-05", "open", "0.00"),
        ("on its day nothing is over yet", "", "2026-03-06", "open", "0.00"),
        ("within its grace", "", "2026-03-11", "open", "0.00"),
        ("the grace is over", "", "2026-03-12", "broken", "0.00"),
        ("paid early", "2026-03-03 30000.00", "2026-03-04", "kept", "30000.00"),
        ("paid on the last day of the grace", "2026-03-11 30000.00", "2026-03-20", "kept", "30000.00"),
        ("paid a day too late", "2026-03-12 30000.00", "2026-03-20", "broken", "0.00"),
        ("paid before it was promised", "2026-03-01 30000.00", "2026-03-20", "broken", "0.00"),
        ("in two receipts", "2026-03-06 10000.00, 2026-03-09 20000.00", "2026-03-20", "kept", "30000.00"),
        ("a part", "2026-03-06 10000.00", "2026-03-20", "part", "10000.00"),
        ("a part so far", "2026-03-06 10000.00", "2026-03-09", "open", "10000.00"),
        ("a fen short", "2026-03-06 29999.99", "2026-03-20", "part", "29999.99"),
        ("more than promised", "2026-03-06 50000.00", "2026-03-20", "kept", "30000.00"),
        ("what comes later is not known yet", "2026-03-10 30000.00", "2026-03-09", "open", "0.00"),
    ] {
        let judged =
            judge(&[promise(7, "2026-03-02", "30000.00", "2026-03-06")], &receipts(came), day(as_of), &days_off());
        let judged = judged.unwrap().remove(0);
        assert_eq!((judged.state.code(), judged.received), (state, money(received)), "{name}");
    }
}

#[test]
fn a_receipt_counts_for_one_promise_only() {
    let two = [promise(8, "2026-03-02", "20000.00", "2026-03-20"), promise(7, "2026-03-02", "10000.00", "2026-03-06")];
    for (came, first, second) in [
        ("2026-03-06 10000.00", ("open", "0.00"), ("kept", "10000.00")),
        ("2026-03-06 25000.00", ("open", "15000.00"), ("kept", "10000.00")),
        // After the grace of the earlier one everything is for the later.
        ("2026-03-12 10000.00", ("open", "10000.00"), ("broken", "0.00")),
    ] {
        let judged = judge(&two, &receipts(came), day("2026-03-13"), &days_off()).unwrap();
        let told: Vec<_> = judged.iter().map(|one| (one.state.code(), one.received)).collect();
        assert_eq!(told, [(first.0, money(first.1)), (second.0, money(second.1))], "{came}");
    }
}

#[test]
fn a_promise_taken_back_takes_no_money() {
    let withdrawn = Promise { withdrawn: true, ..promise(7, "2026-03-02", "10000.00", "2026-03-06") };
    let two = [withdrawn, promise(8, "2026-03-02", "10000.00", "2026-03-06")];
    let judged = judge(&two, &receipts("2026-03-06 10000.00"), day("2026-03-20"), &days_off()).unwrap();
    assert_eq!(judged.iter().map(|one| one.state.code()).collect::<Vec<_>>(), ["withdrawn", "kept"]);
}

#[test]
fn a_grace_that_runs_into_an_unknown_year_is_no_guess() {
    let late = promise(7, "2026-12-01", "10000.00", "2026-12-31");
    assert!(judge(std::slice::from_ref(&late), &[], day("2026-12-31"), &days_off()).is_ok());
    assert_eq!(judge(&[late], &[], day("2027-01-05"), &days_off()).unwrap_err().year, 2027);
}
