//! What always holds, whatever the history of dues, payments, deferrals and write-offs.

use sanhe::domain::arrears::item::{Deferral, Item, Payment, Portion, WriteOff};
use sanhe::domain::arrears::ledger::{Account, Ledger};
use sanhe::domain::arrears::month::FeeMonth;
use sanhe::domain::arrears::policy::{LineId, Parameters};
use sanhe::domain::collection::digest::ArrearsDigest;
use sanhe::domain::collection::progress::{Cell, Period, cells};
use sanhe::domain::money::Money;

use super::desk::{Draw, calendar, day, full, policy};

fn history(draw: &mut Draw) -> Account {
    let mut account = Account::default();
    let start = FeeMonth::parse("2010-06").unwrap().plus(draw.below(160) as i32);
    for month in 0..1 + draw.below(5) as i32 {
        for line in 0..1 + draw.below(3) as u8 {
            for portion in [Portion::Individual, Portion::Employer] {
                let month = start.plus(month);
                let due_on = month.plus(1).first_day().plus(14);
                let deferral = (draw.below(5) == 0)
                    .then(|| Deferral { from: due_on.plus(draw.below(40) as i32), repay_by: due_on.plus(200) });
                let amount = Money::from_fen(draw.below(2_000_000) as i64);
                let written_off = (draw.below(8) == 0).then(|| WriteOff {
                    on: due_on.plus(draw.below(700) as i32),
                    amount: Money::from_fen(draw.below(2_500_000) as i64),
                });
                let (line, order_failed) = (LineId(line), draw.below(3) > 0);
                account.items.push(Item { line, month, portion, amount, due_on, order_failed, deferral, written_off });
            }
        }
    }
    for _ in 0..draw.below(7) {
        let on = draw.day(start.first_day(), start.plus(30).first_day());
        let line = (draw.below(4) == 0).then(|| LineId(draw.below(3) as u8));
        account.payments.push(Payment { on, amount: Money::from_fen(draw.below(6_000_000) as i64), line });
    }
    account.bankrupt_on = (draw.below(9) == 0).then(|| draw.day(start.first_day(), start.plus(30).first_day()));
    account
}

fn check(account: &Account, ledger: &Ledger) {
    let zero = Money::ZERO;
    for standing in &ledger.standings {
        let parts = standing.paid + standing.deferred + standing.written_off + standing.owed;
        assert_eq!(standing.item.amount, parts, "{standing:?}");
        for part in [standing.paid, standing.deferred, standing.written_off, standing.owed, standing.fee_owed()] {
            assert!(part >= zero, "{standing:?}");
        }
    }
    let received: Money =
        account.payments.iter().filter(|payment| payment.on <= ledger.as_of).map(|payment| payment.amount).sum();
    let (mut principal, mut fee) = (zero, zero);
    for allocated in &ledger.allocations {
        let given: Money = allocated.shares.iter().map(|share| share.principal + share.fee).sum();
        assert_eq!(given + allocated.unallocated, allocated.payment.amount);
        principal += allocated.shares.iter().map(|share| share.principal).sum();
        fee += allocated.shares.iter().map(|share| share.fee).sum();
        let foreign =
            |place: usize| allocated.payment.line.is_some_and(|line| line != ledger.standings[place].item.line);
        assert!(!allocated.shares.iter().any(|share| foreign(share.place)), "a payment for a line settles that line");
    }
    assert_eq!(principal + fee + ledger.unallocated(), received, "allocated + unallocated = received");
    assert_eq!(principal, ledger.standings.iter().map(|standing| standing.paid).sum());
    assert_eq!(fee, ledger.standings.iter().map(|standing| standing.fee_paid).sum());
}

#[test]
fn every_fen_is_somewhere_in_every_history() {
    let mut draw = Draw::new(5);
    for _ in 0..if full() { 10_000 } else { 1_000 } {
        let account = history(&mut draw);
        let set: Vec<String> =
            Parameters::NAMES.iter().map(|name| format!("{name}={}", draw.pick(&Parameters::values(name)))).collect();
        let policy = policy(&set.join(" "));
        let as_of = draw.day(day("2011-01-01"), day("2026-12-31"));
        let ledger = Ledger::replay(&account, as_of, &policy, calendar(), false).unwrap();
        check(&account, &ledger);
    }
}

/// The same account as the book knew it earlier: some amounts and payments were otherwise, some not there yet.
fn as_known_then(account: &Account, draw: &mut Draw) -> Account {
    let mut then = account.clone();
    then.items.retain(|_| draw.below(10) > 0);
    for item in &mut then.items {
        if draw.below(6) == 0 {
            item.amount = Money::from_fen(draw.below(2_000_000) as i64);
        }
    }
    then.payments.retain(|_| draw.below(10) > 0);
    then
}

#[test]
fn every_cell_closes_in_every_history() {
    let mut draw = Draw::new(7);
    let mut moved = [false; 5];
    for _ in 0..if full() { 10_000 } else { 2_000 } {
        let account = history(&mut draw);
        let then = as_known_then(&account, &mut draw);
        let set: Vec<String> =
            Parameters::NAMES.iter().map(|name| format!("{name}={}", draw.pick(&Parameters::values(name)))).collect();
        let policy = policy(&set.join(" "));
        let first = account.items.iter().map(|item| item.month).min().unwrap().first_day();
        let from = draw.day(first, first.plus(700));
        let period = Period { from, to: draw.day(from, from.plus(400)) };
        let run = |account: &Account, as_of| Ledger::replay(account, as_of, &policy, calendar(), false).unwrap();
        let (before, after) = (run(&account, from.plus(-1)), run(&account, period.to));
        let mut sum = Cell::default();
        for (key, cell) in cells(&run(&then, from.plus(-1)), &before, &after, period) {
            assert_eq!(cell.balanced(), cell.closing, "{key:?} {period:?} {cell:?} {set:?}");
            assert!(cell.cleared <= cell.collected && cell.due_paid <= cell.due, "{cell:?}");
            sum += cell;
        }
        let overdue = |ledger: &Ledger| ledger.arrears().0;
        assert_eq!((sum.closing, sum.opening + sum.corrections), (overdue(&after), overdue(&before)));
        let some = [sum.new, sum.returned, sum.collected, sum.deferred, sum.written_off];
        moved.iter_mut().zip(some).for_each(|(moved, flow)| *moved |= flow > Money::ZERO);
    }
    assert_eq!(moved, [true; 5], "every kind of flow was drawn");
}

#[test]
fn a_digest_says_on_every_day_what_a_replay_says() {
    let mut draw = Draw::new(8);
    for _ in 0..if full() { 5_000 } else { 1_000 } {
        let mut account = history(&mut draw);
        let first = account.items.iter().map(|item| item.month).min().unwrap().first_day();
        let today = draw.day(first, first.plus(800));
        account.payments.retain(|payment| payment.on <= today);
        for item in &mut account.items {
            item.written_off = item.written_off.filter(|written_off| written_off.on <= today);
        }
        let run = |as_of| Ledger::replay(&account, as_of, &policy(""), calendar(), false).unwrap();
        let digest = ArrearsDigest::of(1, &run(today.plus(400)), today);
        for _ in 0..4 {
            let as_of = draw.day(today, today.plus(400));
            let ledger = run(as_of);
            assert_eq!(digest.owed(as_of), ledger.arrears().0, "{today} {as_of} {account:?}");
            let owing = ledger.standings.iter().filter(|one| one.overdue(as_of) || !one.fee_owed().is_zero());
            let found = owing.map(|one| one.terms.due_on.plus(1)).min();
            assert!(digest.has_terms || digest.found_on(as_of) == found, "{today} {as_of} {found:?} {account:?}");
        }
    }
}

#[test]
fn the_order_items_are_given_in_changes_nothing() {
    let mut draw = Draw::new(6);
    for _ in 0..200 {
        let account = history(&mut draw);
        let mut turned = account.clone();
        turned.items.reverse();
        let run = |account| Ledger::replay(account, day("2026-06-30"), &policy(""), calendar(), true).unwrap();
        assert_eq!(run(&account), run(&turned));
    }
}
