//! Ledger 台账: one employer's items replayed through its payments, as of any date.
//!
//! Invariants: for every item due = paid + deferred + written off + owed; allocated + unallocated =
//! received. A payment that touches an item closes its accrual: the stretch is rounded once, then
//! settled; a fee never bears a fee. The replay is a function of its input: a correction is a new run.

use super::accrual::{self, Bearing, Span, Terms};
use super::allocation::{Open, Share, settle};
use super::item::{Item, Payment};
use super::month::FeeMonth;
use super::policy::{AllocOrder, CapMode, FeePolicy, FeeRounding};
use crate::domain::calendar::{Calendar, CalendarUnknown};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;

/// What a ledger is computed from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// 应缴, in any order.
    pub items: Vec<Item>,
    /// 实缴, in any order; those of one day settle in the order given.
    pub payments: Vec<Payment>,
    /// 破产受理日.
    pub bankrupt_on: Option<BusinessDay>,
}

/// 计息区间. One closed stretch of an item, with its spans: a line of the working.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Place of the item.
    pub place: usize,
    /// The principal it runs on.
    pub principal: Money,
    /// Its days.
    pub spans: Vec<Span>,
    /// Charged and brought in, in fen × millionths.
    pub product: i128,
    /// Of it, what a broken deferral brought in from earlier stretches.
    pub brought_in: i128,
    /// Rounded once, before the cap.
    pub rounded: Money,
    /// What the cap left of it.
    pub fee: Money,
    /// When the money came, or the date the ledger is of.
    pub until: BusinessDay,
}

/// 一项的结存. How an item stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The item.
    pub item: Item,
    /// Its dates.
    pub terms: Terms,
    /// 已缴本金.
    pub paid: Money,
    /// 已核销.
    pub written_off: Money,
    /// 缓缴中.
    pub deferred: Money,
    /// 欠缴本金, whether its date has come or not.
    pub owed: Money,
    /// 滞纳金 accrued in all.
    pub fee: Money,
    /// Of it, paid.
    pub fee_paid: Money,
    /// The day the cap was reached.
    pub capped_on: Option<BusinessDay>,
}

impl Standing {
    /// 欠缴滞纳金.
    pub fn fee_owed(&self) -> Money {
        self.fee - self.fee_paid
    }

    /// Whether its date has passed by then.
    pub fn overdue(&self, as_of: BusinessDay) -> bool {
        self.owed > Money::ZERO && as_of > self.terms.due_on
    }
}

/// 一笔实缴的分配.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allocated {
    /// The payment.
    pub payment: Payment,
    /// To items, by place.
    pub shares: Vec<Share>,
    /// 未分配.
    pub unallocated: Money,
}

/// 台账 as of a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// The date.
    pub as_of: BusinessDay,
    /// Items in settling order.
    pub standings: Vec<Standing>,
    /// Payments up to the date, in order.
    pub allocations: Vec<Allocated>,
    /// The working, where it was asked for.
    pub stretches: Vec<Stretch>,
}

impl Ledger {
    /// Replays an account up to a date; `working` keeps every stretch.
    ///
    /// # Errors
    /// [`CalendarUnknown`] where a deadline runs into a year without a calendar.
    pub fn replay(
        account: &Account,
        as_of: BusinessDay,
        policy: &FeePolicy,
        calendar: &Calendar,
        working: bool,
    ) -> Result<Ledger, CalendarUnknown> {
        let mut items = account.items.clone();
        items.sort_by_key(Item::place);
        let mut states = Vec::with_capacity(items.len());
        for item in items {
            let terms = match states.last() {
                Some(State { item: Item { due_on, deferral: None, .. }, terms, .. })
                    if *due_on == item.due_on && item.deferral.is_none() =>
                {
                    *terms
                }
                _ => Terms::of(&item, policy, calendar, as_of)?,
            };
            states.push(State::new(item, terms));
        }
        let mut run = Run { policy, bankrupt_on: account.bankrupt_on, states, stretches: Vec::new(), working };
        let allocations = run.settle_all(&account.payments, as_of);
        Ok(run.close(as_of, allocations))
    }

    /// Everything owed whose date has passed, and every fee owed.
    pub fn arrears(&self) -> (Money, Money) {
        let due = self.standings.iter().filter(|standing| standing.overdue(self.as_of));
        (due.map(|standing| standing.owed).sum(), self.standings.iter().map(Standing::fee_owed).sum())
    }

    /// Money received that settles nothing.
    pub fn unallocated(&self) -> Money {
        self.allocations.iter().map(|allocated| allocated.unallocated).sum()
    }
}

/// An item on its way through the replay.
struct State {
    item: Item,
    terms: Terms,
    /// Principal open.
    principal: Money,
    /// First day not yet closed.
    next: BusinessDay,
    /// What a deferral waived in closed stretches.
    waived: i128,
    fee: Money,
    fee_paid: Money,
    paid: Money,
    written_off: Money,
    capped_on: Option<BusinessDay>,
}

/// The current stretch of an item, as it would close.
#[derive(Clone, Copy, Default)]
struct Due {
    last: Option<BusinessDay>,
    /// A broken deferral counts after all.
    after_all: bool,
    product: i128,
    waived: i128,
    brought_in: i128,
    rounded: Money,
    fee: Money,
}

impl State {
    fn new(item: Item, terms: Terms) -> State {
        State {
            item,
            terms,
            principal: item.amount,
            next: terms.first_day,
            waived: 0,
            fee: Money::ZERO,
            fee_paid: Money::ZERO,
            paid: Money::ZERO,
            written_off: Money::ZERO,
            capped_on: None,
        }
    }

    fn fee_open(&self, due: &Due) -> Money {
        self.fee + due.fee - self.fee_paid
    }
}

/// A replay under way.
struct Run<'a> {
    policy: &'a FeePolicy,
    bankrupt_on: Option<BusinessDay>,
    states: Vec<State>,
    stretches: Vec<Stretch>,
    working: bool,
}

impl Run<'_> {
    /// Write-offs and payments in order of their days, write-offs of a day first.
    fn settle_all(&mut self, payments: &[Payment], as_of: BusinessDay) -> Vec<Allocated> {
        let mut payments: Vec<&Payment> = payments.iter().filter(|payment| payment.on <= as_of).collect();
        payments.sort_by_key(|payment| payment.on);
        let mut write_offs: Vec<(BusinessDay, usize)> = self
            .states
            .iter()
            .enumerate()
            .filter_map(|(place, state)| state.item.written_off.map(|written_off| (written_off.on, place)))
            .filter(|(on, _)| *on <= as_of)
            .collect();
        write_offs.sort_unstable();
        let mut write_offs = write_offs.into_iter().peekable();
        let mut allocations = Vec::with_capacity(payments.len());
        for payment in payments {
            while let Some((on, place)) = write_offs.next_if(|(on, _)| *on <= payment.on) {
                self.write_off(place, on);
            }
            allocations.push(self.settle(payment));
        }
        for (on, place) in write_offs {
            self.write_off(place, on);
        }
        allocations
    }

    fn write_off(&mut self, place: usize, on: BusinessDay) {
        let Some(amount) = self.states[place].item.written_off.map(|written_off| written_off.amount) else { return };
        let due = self.dues(on)[place];
        self.close_stretch(place, &due, on);
        let state = &mut self.states[place];
        let amount = amount.min(state.principal);
        state.principal -= amount;
        state.written_off += amount;
    }

    fn settle(&mut self, payment: &Payment) -> Allocated {
        let dues = self.dues(payment.on);
        let order = self.policy.parameters.alloc_order;
        let month = FeeMonth::of(payment.on);
        let (mut shares, mut left) = (Vec::new(), payment.amount);
        // First what is due by now, then what is deferred, then months to come.
        for turn in [Turn::Live, Turn::Deferred, Turn::Coming] {
            if left.is_zero() {
                break;
            }
            let opens: Vec<Open> = self.opens(payment, &dues, month, turn);
            let order = if turn == Turn::Coming { AllocOrder::OldestFirst } else { order };
            let (given, rest) = settle(order, &opens, left);
            shares.extend(given);
            left = rest;
        }
        for share in &shares {
            let due = dues[share.place];
            self.close_stretch(share.place, &due, payment.on);
            let state = &mut self.states[share.place];
            state.principal -= share.principal;
            state.paid += share.principal;
            state.fee_paid += share.fee;
        }
        Allocated { payment: *payment, shares, unallocated: left }
    }

    fn opens(&self, payment: &Payment, dues: &[Due], month: FeeMonth, turn: Turn) -> Vec<Open> {
        let mut opens = Vec::new();
        for (place, (state, due)) in self.states.iter().zip(dues).enumerate() {
            let fee = state.fee_open(due);
            let wanted = payment.line.is_none_or(|line| line == state.item.line);
            if wanted && (state.principal > Money::ZERO || fee > Money::ZERO) && turn == state.turn(payment.on, month) {
                let Item { month, portion, .. } = state.item;
                opens.push(Open { place, month, portion, principal: state.principal, fee });
            }
        }
        opens
    }

    /// What every item's stretch would close at if money came on `on`: rounded and capped.
    fn dues(&self, on: BusinessDay) -> Vec<Due> {
        let parameters = &self.policy.parameters;
        let mut dues: Vec<Due> = self.states.iter().map(|state| self.due(state, on)).collect();
        if parameters.rounding == FeeRounding::PerBill {
            let (mut sum, mut told) = (0, Money::ZERO);
            for due in &mut dues {
                sum += due.product;
                let upto = accrual::rounded(sum, parameters.rounding);
                due.rounded = upto - told;
                told = upto;
            }
        } else {
            for due in &mut dues {
                due.rounded = accrual::rounded(due.product, parameters.rounding);
            }
        }
        for due in &mut dues {
            due.fee = due.rounded;
        }
        if on >= self.policy.cap.from {
            self.cap(&mut dues);
        }
        dues
    }

    fn cap(&self, dues: &mut [Due]) {
        match self.policy.parameters.cap_mode {
            CapMode::None => {}
            CapMode::PerItem => {
                for (state, due) in self.states.iter().zip(dues) {
                    let room = self.policy.cap_on(state.item.amount) - state.fee;
                    due.fee = due.rounded.min(room).max(Money::ZERO);
                }
            }
            CapMode::WholeDebt => {
                let all: Money = self.states.iter().map(|state| self.policy.cap_on(state.item.amount)).sum();
                let mut room = all - self.states.iter().map(|state| state.fee).sum();
                for due in dues {
                    due.fee = due.rounded.min(room).max(Money::ZERO);
                    room -= due.fee;
                }
            }
        }
    }

    fn due(&self, state: &State, on: BusinessDay) -> Due {
        let last = accrual::last_day(on, self.policy, self.bankrupt_on);
        let mut due = Due::default();
        if state.principal.is_zero() {
            return due;
        }
        due.after_all = accrual::counts_after_all(&state.terms, on, self.policy);
        if due.after_all {
            (due.brought_in, due.product) = (state.waived, state.waived);
        }
        if last < state.next {
            return due;
        }
        due.last = Some(last);
        let stretch = (state.next, last);
        accrual::spans(&state.item, &state.terms, self.policy, stretch, !due.after_all, |span| match span.bearing {
            Bearing::Charged => due.product += span.product(state.principal),
            Bearing::Deferred => due.waived += span.product(state.principal),
            Bearing::NotOrdered | Bearing::LegacyOff => {}
        });
        due
    }

    /// Closes an item's stretch at what it came to.
    fn close_stretch(&mut self, place: usize, due: &Due, on: BusinessDay) {
        let capped_on = if on >= self.policy.cap.from { self.capped_on(place, due) } else { None };
        if self.working && (due.last.is_some() || due.brought_in > 0) {
            let stretch = self.stretch(place, due, on);
            self.stretches.push(stretch);
        }
        let state = &mut self.states[place];
        state.capped_on = state.capped_on.or(capped_on);
        state.fee += due.fee;
        state.waived = if due.brought_in > 0 { 0 } else { state.waived + due.waived };
        state.next = due.last.map_or(state.next, |last| last.plus(1));
    }

    fn stretch(&self, place: usize, due: &Due, until: BusinessDay) -> Stretch {
        let state = &self.states[place];
        let mut spans = Vec::new();
        if let Some(last) = due.last {
            let stretch = (state.next, last);
            accrual::spans(&state.item, &state.terms, self.policy, stretch, !due.after_all, |span| spans.push(span));
        }
        Stretch {
            place,
            principal: state.principal,
            spans,
            product: due.product,
            brought_in: due.brought_in,
            rounded: due.rounded,
            fee: due.fee,
            until,
        }
    }

    /// The day within the stretch on which an item's own cap is reached.
    fn capped_on(&self, place: usize, due: &Due) -> Option<BusinessDay> {
        let state = &self.states[place];
        let room = self.policy.cap_on(state.item.amount) - state.fee;
        let bound = self.policy.parameters.cap_mode == CapMode::PerItem;
        if !bound || state.capped_on.is_some() || due.rounded < room || room <= Money::ZERO {
            return None;
        }
        let room = i128::from(room.fen()) * super::policy::RATE_PARTS;
        let (mut sum, mut reached) = (due.brought_in, None);
        let stretch = (state.next, due.last?);
        accrual::spans(&state.item, &state.terms, self.policy, stretch, !due.after_all, |span| {
            let product = span.product(state.principal);
            if reached.is_none() && span.bearing == Bearing::Charged && product > 0 && sum + product >= room {
                let daily = product / i128::from(span.days());
                let days = (room - sum + daily - 1).div_euclid(daily).max(1);
                reached = i32::try_from(days - 1).ok().map(|days| span.from.plus(days));
            }
            sum += if span.bearing == Bearing::Charged { product } else { 0 };
        });
        reached
    }

    /// Closes everything as of the date.
    fn close(mut self, as_of: BusinessDay, allocations: Vec<Allocated>) -> Ledger {
        let dues = self.dues(as_of);
        for (place, due) in dues.iter().enumerate() {
            self.close_stretch(place, due, as_of);
        }
        let standings = self.states.into_iter().map(|state| state.standing(as_of)).collect();
        let mut stretches = self.stretches;
        stretches.sort_by_key(|stretch| stretch.place);
        Ledger { as_of, standings, allocations, stretches }
    }
}

/// When an item's turn to be settled comes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    Live,
    Deferred,
    Coming,
}

impl State {
    fn turn(&self, on: BusinessDay, month: FeeMonth) -> Turn {
        let deferred = self.terms.deferred.is_some_and(|(from, until)| from <= on && on <= until);
        match self.item.month > month {
            true => Turn::Coming,
            false if deferred && self.principal > Money::ZERO => Turn::Deferred,
            false => Turn::Live,
        }
    }

    fn standing(self, as_of: BusinessDay) -> Standing {
        let in_term = self.terms.deferred.is_some_and(|(from, until)| from <= as_of && as_of <= until);
        let deferred = if in_term { self.principal } else { Money::ZERO };
        Standing {
            item: self.item,
            terms: self.terms,
            paid: self.paid,
            written_off: self.written_off,
            deferred,
            owed: self.principal - deferred,
            fee: self.fee,
            fee_paid: self.fee_paid,
            capped_on: self.capped_on,
        }
    }
}
