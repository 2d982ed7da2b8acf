//! The same fee, computed a second time: one item, day after day, in decimals.

use rust_decimal::{Decimal, RoundingStrategy};

use sanhe::domain::arrears::item::{Deferral, Item, Payment};
use sanhe::domain::arrears::ledger::Account;
use sanhe::domain::arrears::month::FeeMonth;
use sanhe::domain::arrears::policy::Parameters;
use sanhe::domain::day::BusinessDay;
use sanhe::domain::money::Money;

use super::desk::{Draw, calendar, day, full, item, policy};

/// A case: one item, its payments, the date, the parameters by name.
struct Case {
    item: Item,
    line: &'static str,
    payments: Vec<Payment>,
    bankrupt_on: Option<BusinessDay>,
    as_of: BusinessDay,
    set: Vec<(&'static str, &'static str)>,
}

impl Case {
    fn draw(draw: &mut Draw) -> Case {
        let set: Vec<_> = Parameters::NAMES.iter().map(|name| (*name, draw.pick(&Parameters::values(name)))).collect();
        let line = draw.pick(&["pension", "medical", "injury", "maternity", "large_medical"]);
        let due_on = draw.day(day("1998-06-01"), day("2026-09-30"));
        let span = draw.pick(&[40, 900, 6_000]);
        let as_of = draw.day(due_on, due_on.plus(span).min(day("2026-12-31")));
        let principal = Money::from_fen(draw.pick(&[100, 5_000, 123_456, 10_000_000]) + draw.below(99) as i64);
        let mut item = item("1.00", &due_on.to_string());
        (item.amount, item.line, item.order_failed) = (principal, policy("").line(line).unwrap(), draw.below(4) > 0);
        item.month = FeeMonth::of(due_on).plus(-(draw.below(2) as i32));
        if draw.below(3) == 0 {
            let from = draw.day(due_on.plus(-30), due_on.plus(60));
            let repay_by = draw.day(from, from.plus(500)).min(day("2026-12-31"));
            item.deferral = Some(Deferral { from, repay_by });
        }
        let payment = |draw: &mut Draw| {
            let on = draw.day(due_on, as_of);
            let amount = Money::from_fen(draw.below(principal.fen() as u64 + 200) as i64 / draw.pick(&[1, 3, 10]));
            Payment { on, amount, line: None }
        };
        let mut payments: Vec<Payment> = (0..draw.below(5)).map(|_| payment(draw)).collect();
        payments.sort_by_key(|payment| payment.on);
        let bankrupt_on = (draw.below(6) == 0).then(|| draw.day(due_on, as_of));
        Case { item, line, payments, bankrupt_on, as_of, set }
    }

    fn is(&self, name: &str, value: &str) -> bool {
        self.set.contains(&(Parameters::NAMES.into_iter().find(|known| *known == name).unwrap(), value))
    }
}

fn yuan(money: Money) -> Decimal {
    Decimal::new(money.fen(), 2)
}

fn date(text: &str) -> BusinessDay {
    day(text)
}

/// Yuan a day on one yuan, from the texts of the law themselves.
fn rate(case: &Case, on: BusinessDay, origin: BusinessDay) -> Decimal {
    let on = if case.is("legacy_mode", "by_origin") { origin } else { on };
    let (none, old, new) = (Decimal::ZERO, Decimal::new(2, 3), Decimal::new(5, 4));
    let law = date("2011-07-01");
    let old_rules = !case.is("legacy_mode", "none");
    match case.line {
        "large_medical" => none,
        _ if on >= law => new,
        "injury" if on >= date("2011-01-01") && old_rules => new,
        "pension" | "medical" if on >= date("1999-01-22") && old_rules && case.item.order_failed => old,
        _ => none,
    }
}

/// Fee in all, fee left, principal left.
fn model(case: &Case) -> (Decimal, Decimal, Decimal) {
    let roll = |day: BusinessDay| {
        let mut day = day;
        while case.is("due_roll", "next_working_day") && !calendar().is_working(day).unwrap() {
            day = day.plus(1);
        }
        day
    };
    let due = roll(case.item.due_on);
    let mut first = due.plus(1);
    while case.is("first_day", "first_of_next_month") && !first.to_string().ends_with("-01") {
        first = first.plus(1);
    }
    if case.is("first_day", "first_of_next_month") && FeeMonth::of(first) == FeeMonth::of(due) {
        panic!("the first of the next month lies in the next month");
    }
    let term = case.item.deferral.map(|deferral| (deferral.from, roll(deferral.repay_by)));
    let mut desk = Desk {
        case,
        principal: yuan(case.item.amount),
        running: Decimal::ZERO,
        waived: Decimal::ZERO,
        fee: Decimal::ZERO,
        fee_paid: Decimal::ZERO,
        term,
    };
    let inclusive = case.is("last_day", "inclusive");
    let bankrupt = case.bankrupt_on.filter(|on| *on >= date("2019-03-28"));
    let mut today = first.min(case.item.due_on);
    while today <= case.as_of {
        let bears = today >= first && bankrupt.is_none_or(|accepted| today < accepted);
        let rate = rate(case, today, first);
        if inclusive && bears {
            desk.accrue(today, rate);
        }
        for payment in case.payments.iter().filter(|payment| payment.on == today) {
            desk.pay(payment);
        }
        if !inclusive && bears && today < case.as_of {
            desk.accrue(today, rate);
        }
        today = today.plus(1);
    }
    desk.close(case.as_of);
    (desk.fee, desk.fee - desk.fee_paid, desk.principal)
}

struct Desk<'a> {
    case: &'a Case,
    principal: Decimal,
    running: Decimal,
    waived: Decimal,
    fee: Decimal,
    fee_paid: Decimal,
    term: Option<(BusinessDay, BusinessDay)>,
}

impl Desk<'_> {
    fn accrue(&mut self, today: BusinessDay, rate: Decimal) {
        let inside = self.term.is_some_and(|(from, until)| from <= today && today <= until);
        let place = if inside { &mut self.waived } else { &mut self.running };
        *place += self.principal * rate;
    }

    /// Rounds what ran up, once, and caps it.
    fn close(&mut self, on: BusinessDay) {
        if self.principal.is_zero() {
            self.running = Decimal::ZERO;
            return;
        }
        let over = self.term.is_some_and(|(_, until)| on > until);
        if over && self.case.is("deferral_breach", "retroactive") {
            self.running += self.waived;
            self.waived = Decimal::ZERO;
        }
        let mut fee = if self.case.is("rounding", "up_to_jiao") {
            self.running.round_dp_with_strategy(1, RoundingStrategy::AwayFromZero)
        } else {
            self.running.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
        };
        if on >= date("2012-01-01") && !self.case.is("cap_mode", "none") {
            fee = fee.min(yuan(self.case.item.amount) - self.fee).max(Decimal::ZERO);
        }
        self.fee += fee;
        self.running = Decimal::ZERO;
    }

    fn pay(&mut self, payment: &Payment) {
        let amount = yuan(payment.amount);
        if amount.is_zero() {
            return;
        }
        self.close(payment.on);
        let owed = self.fee - self.fee_paid;
        let (principal, fee) = if self.case.is("alloc_order", "fee_first") {
            let fee = amount.min(owed);
            ((amount - fee).min(self.principal), fee)
        } else if self.case.is("alloc_order", "pro_rata") && !(self.principal + owed).is_zero() {
            let given = amount.min(self.principal + owed);
            let share = given * self.principal / (self.principal + owed);
            let share = share.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
            (share, given - share)
        } else {
            let principal = amount.min(self.principal);
            (principal, (amount - principal).min(owed))
        };
        self.principal -= principal;
        self.fee_paid += fee;
    }
}

#[test]
fn a_second_computation_day_by_day_agrees() {
    let mut draw = Draw::new(20_260_315);
    let cases = if full() { 10_000 } else { 1_500 };
    let mut with_fee = 0;
    for number in 0..cases {
        let case = Case::draw(&mut draw);
        let set: Vec<String> = case.set.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let account =
            Account { items: vec![case.item], payments: case.payments.clone(), bankrupt_on: case.bankrupt_on };
        // Past the last calendar a roll is refused; such a case says nothing about the fee.
        let policy = policy(&set.join(" "));
        let Ok(ledger) =
            sanhe::domain::arrears::ledger::Ledger::replay(&account, case.as_of, &policy, calendar(), false)
        else {
            continue;
        };
        let standing = &ledger.standings[0];
        let found = (yuan(standing.fee), yuan(standing.fee_owed()), yuan(standing.owed + standing.deferred));
        assert_eq!(found, model(&case), "case {number}: {account:?} as of {} {set:?}", case.as_of);
        with_fee += usize::from(!standing.fee.is_zero());
    }
    assert!(with_fee > cases / 3, "{with_fee} of {cases} cases bear a fee");
}
