//! A collection officer's desk without a book: items, payments and parameters in a few words.

use std::sync::OnceLock;

use sanhe::book::files::RuleFiles;
use sanhe::book::{arrears, calendar};
use sanhe::domain::arrears::item::{Deferral, Item, Payment, Portion};
use sanhe::domain::arrears::ledger::{Account, Ledger};
use sanhe::domain::arrears::month::FeeMonth;
use sanhe::domain::arrears::policy::FeePolicy;
use sanhe::domain::calendar::Calendar;
use sanhe::domain::day::BusinessDay;
use sanhe::domain::money::Money;

pub(crate) fn day(text: &str) -> BusinessDay {
    BusinessDay::parse(text).unwrap()
}

pub(crate) fn money(text: &str) -> Money {
    Money::parse_plain(&text.replace(',', "")).unwrap()
}

pub(crate) fn calendar() -> &'static Calendar {
    static CALENDAR: OnceLock<Calendar> = OnceLock::new();
    CALENDAR.get_or_init(|| calendar::load(&RuleFiles::default()).unwrap())
}

/// The rules as shipped, with parameters set: `due_roll=none cap_mode=none`.
pub(crate) fn policy(set: &str) -> FeePolicy {
    static POLICY: OnceLock<FeePolicy> = OnceLock::new();
    let mut policy = POLICY.get_or_init(|| arrears::load(&RuleFiles::default()).unwrap()).clone();
    for pair in set.split_whitespace() {
        let (name, value) = pair.split_once('=').unwrap();
        assert!(policy.parameters.set(name, value), "{pair}");
    }
    policy
}

/// A pension item of the month its date lies in.
pub(crate) fn item(principal: &str, due_on: &str) -> Item {
    let due_on = day(due_on);
    Item {
        line: policy("").line("pension").unwrap(),
        month: FeeMonth::of(due_on),
        portion: Portion::Employer,
        amount: money(principal),
        due_on,
        order_failed: true,
        deferral: None,
        written_off: None,
    }
}

pub(crate) fn deferred(item: Item, from: &str, repay_by: &str) -> Item {
    Item { deferral: Some(Deferral { from: day(from), repay_by: day(repay_by) }), ..item }
}

/// `30000@2025-08-31 20000@2025-11-30`.
pub(crate) fn payments(text: &str) -> Vec<Payment> {
    let payment = |part: &str| {
        let (amount, on) = part.split_once('@').unwrap();
        Payment { on: day(on), amount: money(amount), line: None }
    };
    text.split_whitespace().map(payment).collect()
}

pub(crate) fn replay(account: &Account, as_of: &str, set: &str) -> Ledger {
    Ledger::replay(account, day(as_of), &policy(set), calendar(), true).unwrap()
}

/// The ledger of one item.
pub(crate) fn one(item: Item, paid: &str, as_of: &str, set: &str) -> Ledger {
    replay(&Account { items: vec![item], payments: payments(paid), bankrupt_on: None }, as_of, set)
}

/// Charged days of the whole working.
pub(crate) fn charged_days(ledger: &Ledger) -> i32 {
    use sanhe::domain::arrears::accrual::Bearing;
    let spans = ledger.stretches.iter().flat_map(|stretch| &stretch.spans);
    spans.filter(|span| span.bearing == Bearing::Charged).map(|span| span.days()).sum()
}

/// Numbers that look random and are the same every time.
pub(crate) struct Draw(u64);

impl Draw {
    /// The seed of everyone's cases; another one every time under `SANHE_FULL`.
    pub(crate) fn new(seed: u64) -> Draw {
        let other = if full() { u64::from(std::process::id()) << 20 } else { 0 };
        Draw(seed ^ other)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    pub(crate) fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }

    /// Between two days, both included.
    pub(crate) fn day(&mut self, from: BusinessDay, to: BusinessDay) -> BusinessDay {
        from.plus(self.below(to.since(from).unsigned_abs() as u64 + 1) as i32)
    }
}

pub(crate) fn full() -> bool {
    std::env::var_os("SANHE_FULL").is_some()
}
