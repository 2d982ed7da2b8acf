//! The days, one after the other: draw, plant, bank, write.
//!
//! Invariant: memory holds one day's receipts, the rows of the day before and a bounded pool of
//! originals, however many days or rows are asked for.

use std::collections::BTreeMap;
use std::io;

use crate::domain::day::BusinessDay;
use crate::domain::entry::Method;

use super::deck::{Deck, Variant};
use super::defects::Scene;
use super::deposits::{Counter, SlipDefect, Tills};
use super::people::Desks;
use super::plain;
use super::press::Press;
use super::receipts::{Pool, Receipt, draw_seconds};
use super::rng::Dice;
use super::rows::{BankRow, Number, Rows, SheetRow};
use super::truth::{Args, Truth};
use super::{Defects, Plan};

/// A run in progress.
struct Run<'a, P> {
    plan: &'a Plan,
    dice: Dice,
    desks: Desks,
    deck: Deck,
    slip_defects: Vec<SlipDefect>,
    pool: Pool,
    serial: u64,
    waiting: BTreeMap<BusinessDay, Vec<BankRow>>,
    truth: Truth,
    press: &'a mut P,
}

/// Makes the sample of `plan`, handing each day to `press` as it comes.
///
/// # Errors
/// What the press reports.
pub(super) fn run<P: Press>(plan: &Plan, press: &mut P) -> io::Result<Truth> {
    let mut dice = Dice::new(plan.seed);
    let desks = Desks::draw(&mut dice);
    let args = Args { rows: plan.rows(), days: plan.days(), seed: plan.seed, start: plan.start.to_string() };
    let mut run = Run {
        plan,
        dice,
        desks,
        deck: Deck::new(plan.variants()),
        slip_defects: Vec::new(),
        pool: Pool::default(),
        serial: 0,
        waiting: BTreeMap::new(),
        truth: Truth { args, ..Truth::default() },
        press,
    };
    run.press.begin()?;
    for at in 0..plan.days() {
        run.day(at)?;
    }
    run.write_bank(None)?;
    run.press.close(&run.truth)?;
    Ok(run.truth)
}

/// How many of `total` fall to the first `part` of `parts`.
fn share(total: u32, part: u32, parts: u32) -> u32 {
    (u64::from(total) * u64::from(part) / u64::from(parts.max(1))) as u32
}

impl<P: Press> Run<'_, P> {
    fn day(&mut self, at: u32) -> io::Result<()> {
        let (total, days) = (self.plan.rows(), self.plan.days());
        let (from, to) = (share(total, at, days), share(total, at + 1, days));
        let day = self.plan.start.plus(at as i32);
        let mut rows = Rows::default();
        let mut tills = Tills::default();
        self.receipts(day, from, to, &mut rows, &mut tills);
        tills.add(&rows.cashier);
        self.bank_cash(day, at, &tills);
        for row in rows.bank {
            self.waiting.entry(row.day).or_default().push(row);
        }
        rows.his.sort_by_key(plain::his_order);
        rows.cashier.sort_by_key(plain::cashier_order);
        self.press.day(day, &rows.his, &rows.cashier, &self.desks)?;
        self.truth.rows.his += rows.his.len() as u64;
        self.truth.rows.cashier += rows.cashier.len() as u64;
        self.write_bank(Some(day))
    }

    /// Draws the receipts numbered `from + 1` to `to`.
    fn receipts(&mut self, day: BusinessDay, from: u32, to: u32, rows: &mut Rows, tills: &mut Tills) {
        let seconds = draw_seconds(to - from, &mut self.dice);
        let planted = self.places(from, to);
        let mut next = planted.iter().copied().peekable();
        let mut before: Option<Receipt> = None;
        for (seq, second) in (from + 1..=to).zip(seconds) {
            let number = Number { day, seq };
            let mut receipt = Receipt::draw(number, second, &mut self.dice);
            if next.next_if_eq(&seq).is_some() && self.plant(receipt, rows, tills) {
                continue;
            }
            if self.dice.per_mille(30)
                && let Some(refund) = self.pool.refund(number, second, &mut self.dice)
            {
                refund.book(rows, &mut self.dice);
                continue;
            }
            if self.plan.traps && self.dice.per_mille(10) && receipt.amount.fen() >= 1_000 {
                receipt.book_split(rows, &mut self.dice);
                continue;
            }
            if let (true, Some(twin)) = (self.plan.traps && self.dice.per_mille(15), before) {
                let second = (twin.second + self.dice.below(4)).min(second);
                let Receipt { desk, method, amount, .. } = twin;
                receipt = Receipt { second, desk, method, amount, ..receipt };
            }
            receipt.book(rows, &mut self.dice);
            self.pool.offer(receipt, &mut self.dice);
            before = Some(receipt);
        }
    }

    /// The running numbers at which discrepancies are planted, in order.
    fn places(&mut self, from: u32, to: u32) -> Vec<u32> {
        let planned = |rows: u32| u64::from(rows) * u64::from(self.plan.per_mille) / 1000;
        let count = (planned(to) - planned(from)).min(u64::from(to - from)) as usize;
        let mut chosen: std::collections::BTreeSet<u32> = std::collections::BTreeSet::new();
        while chosen.len() < count {
            chosen.insert(self.dice.between(from + 1, to));
        }
        chosen.into_iter().collect()
    }

    /// Plants what the deck deals; what cannot be had here gives way to the next few.
    fn plant(&mut self, receipt: Receipt, rows: &mut Rows, tills: &mut Tills) -> bool {
        const TRIES: usize = 3;
        let (his, cashier) = (rows.his.len(), rows.cashier.len());
        let has_yesterday = receipt.number.day > self.plan.start;
        for _ in 0..TRIES {
            let Some(variant) = self.deck.deal(&mut self.dice) else { return false };
            let has_house = self.plan.has_house;
            let mut scene =
                Scene { receipt, has_yesterday, has_house, pool: &mut self.pool, rows, dice: &mut self.dice };
            let Some(case) = scene.plant(variant) else {
                self.deck.put_back(variant);
                continue;
            };
            self.truth.add(case);
            tills.spoil(tail(&rows.his, his));
            tills.spoil(tail(&rows.cashier, cashier));
            return true;
        }
        false
    }

    fn bank_cash(&mut self, day: BusinessDay, at: u32, tills: &Tills) {
        let (days, all) = (self.plan.days(), [SlipDefect::Missing, SlipDefect::Off, SlipDefect::Foreign]);
        let (from, to) = (share(3, at, days) as usize, share(3, at + 1, days) as usize);
        match &self.plan.defects {
            Defects::None => {}
            Defects::Planted => self.slip_defects.push(SlipDefect::Off),
            Defects::All if days <= 3 => self.slip_defects.extend(all.get(from..to).unwrap_or_default()),
            Defects::All => self.slip_defects.extend(all.get(at as usize % 3)),
            Defects::Only(classes) => {
                let wanted = all.iter().filter(|defect| classes.contains(&defect.class()));
                self.slip_defects.extend(wanted);
            }
        }
        let last = self.plan.start.plus(days as i32 - 1);
        let mut counter = Counter { calendar: self.plan.calendar.as_ref(), last, serial: self.serial };
        let banked = counter.book(day, tills, &mut self.slip_defects, &mut self.dice);
        self.serial = counter.serial;
        self.truth.cash_deposits += banked.slips;
        banked.cases.into_iter().for_each(|case| self.truth.add(case));
        for row in banked.rows {
            self.waiting.entry(row.day).or_default().push(row);
        }
    }

    /// Writes the bank rows of the days before `until` (all, when none is given).
    fn write_bank(&mut self, until: Option<BusinessDay>) -> io::Result<()> {
        while let Some(entry) = self.waiting.first_entry() {
            let day = *entry.key();
            if until.is_some_and(|until| day >= until) {
                break;
            }
            let mut rows = entry.remove();
            rows.sort_by_key(plain::bank_order);
            self.truth.rows.bank += rows.len() as u64;
            self.truth.rows.wechat += rows.iter().filter(|row| row.method == Method::Wechat).count() as u64;
            self.press.bank(day, &rows)?;
        }
        Ok(())
    }
}

fn tail(rows: &[SheetRow], from: usize) -> &[SheetRow] {
    rows.get(from..).unwrap_or_default()
}

impl Plan {
    /// The receipt discrepancies to deal; rates are kept by the number of places, not by this list.
    fn variants(&self) -> Vec<Variant> {
        let of_house = if self.has_house { Variant::OF_HOUSE } else { &[] };
        let all = Variant::ALL.iter().chain(of_house).copied();
        match &self.defects {
            Defects::None => Vec::new(),
            Defects::Planted => Variant::PLANTED.to_vec(),
            Defects::All => all.collect(),
            Defects::Only(classes) => all.filter(|variant| classes.contains(&variant.class())).collect(),
        }
    }
}
