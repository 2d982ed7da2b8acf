//! Cash of each desk and shift on its way to the bank.
//!
//! Invariant: a deposit is the sum of the cashier's own cash rows of that shift, one row a slip; a
//! shift of zero or less banks nothing; shift A goes in that afternoon, B next morning, both on the
//! next day the bank is open. A discrepancy is planted only in slips whose receipts have none.

use crate::domain::calendar::Calendar;
use crate::domain::day::BusinessDay;
use crate::domain::entry::{Kind, Method};
use crate::domain::exception::Class;
use crate::domain::money::Money;

use super::line::Line;
use super::people::{DESKS, Desks};
use super::plain::method_word;
use super::rng::Dice;
use super::rows::{BankRow, Reference, SheetRow, Shift};
use super::truth::Case;

/// One way to plant a discrepancy in a slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SlipDefect {
    /// Banked more or less than the shift took.
    Off,
    /// Never banked.
    Missing,
    /// A statement row that is no slip at all.
    Foreign,
}

impl SlipDefect {
    /// The class a right run reports.
    pub(super) const fn class(self) -> Class {
        match self {
            SlipDefect::Off | SlipDefect::Missing => Class::DepositDiffers,
            SlipDefect::Foreign => Class::Unidentified,
        }
    }
}

/// Cash of one desk and shift.
#[derive(Clone, Copy, Debug, Default)]
struct Till {
    sum: Money,
    rows: u32,
    spoiled: bool,
}

/// A day's cash.
#[derive(Debug, Default)]
pub(super) struct Tills {
    tills: [[Till; 2]; DESKS],
}

/// What the bank makes of a day's cash.
#[derive(Debug, Default)]
pub(super) struct Banked {
    /// Deposit rows.
    pub(super) rows: Vec<BankRow>,
    /// Slips among them.
    pub(super) slips: u32,
    /// What was planted.
    pub(super) cases: Vec<Case>,
}

/// When and how the bank books.
pub(super) struct Counter<'a> {
    /// Working days; none: the bank never closes.
    pub(super) calendar: Option<&'a Calendar>,
    /// Last day of receipts: a missing deposit is planted only where it was due by then.
    pub(super) last: BusinessDay,
    /// Next number of the counter.
    pub(super) serial: u64,
}

impl Tills {
    /// Adds the cashier's cash rows.
    pub(super) fn add(&mut self, rows: &[SheetRow]) {
        for row in rows.iter().filter(|row| row.method == Method::Cash) {
            if let Some(till) = self.till(row) {
                till.sum += row.amount;
                till.rows += 1;
            }
        }
    }

    /// Marks the tills of rows with a planted discrepancy.
    pub(super) fn spoil(&mut self, rows: &[SheetRow]) {
        for row in rows.iter().filter(|row| row.method == Method::Cash) {
            if let Some(till) = self.till(row) {
                till.spoiled = true;
            }
        }
    }

    fn till(&mut self, row: &SheetRow) -> Option<&mut Till> {
        self.tills.get_mut(usize::from(row.desk))?.get_mut(row_shift(row))
    }
}

fn row_shift(row: &SheetRow) -> usize {
    usize::from(Shift::of(row.second) == Shift::B)
}

impl Counter<'_> {
    /// Books a day's cash, planting `defects` where a slip offers itself.
    pub(super) fn book(
        &mut self,
        day: BusinessDay,
        tills: &Tills,
        defects: &mut Vec<SlipDefect>,
        dice: &mut Dice,
    ) -> Banked {
        let mut banked = Banked::default();
        let mut slips: Vec<(u8, Shift, Till)> = Vec::new();
        for (desk, shifts) in tills.tills.iter().enumerate() {
            for (till, shift) in shifts.iter().zip([Shift::A, Shift::B]) {
                if till.sum > Money::ZERO {
                    slips.push((desk as u8, shift, *till));
                }
            }
        }
        let planted = self.choose(day, &slips, defects, dice);
        for (at, (desk, shift, till)) in slips.iter().enumerate() {
            let defect = planted.iter().find(|(slip, _)| *slip == at).map(|(_, defect)| *defect);
            self.book_slip(&mut banked, Slip { day, desk: *desk, shift: *shift, till: *till }, defect, dice);
        }
        if let Some(at) = defects.iter().position(|defect| *defect == SlipDefect::Foreign) {
            defects.remove(at);
            self.book_foreign(&mut banked, day, dice);
        }
        banked
    }

    /// Which slips get which defect; what found no slip stays in `defects` for another day.
    fn choose(
        &self,
        day: BusinessDay,
        slips: &[(u8, Shift, Till)],
        defects: &mut Vec<SlipDefect>,
        dice: &mut Dice,
    ) -> Vec<(usize, SlipDefect)> {
        let mut order: Vec<usize> = (0..slips.len()).collect();
        dice.shuffle(&mut order);
        let mut planted: Vec<(usize, SlipDefect)> = Vec::new();
        defects.retain(|defect| {
            let place = order.iter().copied().find(|at| {
                let Some((_, shift, till)) = slips.get(*at) else { return false };
                let free = !till.spoiled && !planted.iter().any(|(taken, _)| taken == at);
                let due = self.posting(day, *shift) <= self.last;
                free && match defect {
                    SlipDefect::Off => till.sum.fen() > 10_000,
                    SlipDefect::Missing => due,
                    SlipDefect::Foreign => false,
                }
            });
            planted.extend(place.map(|at| (at, *defect)));
            place.is_none()
        });
        planted
    }

    fn posting(&self, day: BusinessDay, shift: Shift) -> BusinessDay {
        self.open_on(if shift == Shift::A { day } else { day.plus(1) })
    }

    fn open_on(&self, day: BusinessDay) -> BusinessDay {
        self.calendar.and_then(|calendar| calendar.roll(day).ok()).unwrap_or(day)
    }

    fn next_serial(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    fn book_slip(&mut self, banked: &mut Banked, slip: Slip, defect: Option<SlipDefect>, dice: &mut Dice) {
        let Slip { day, desk, shift, till } = slip;
        let posting = self.posting(day, shift);
        let afternoon = shift == Shift::A && posting == day;
        let second = if afternoon { 17 * 3600 } else { 9 * 3600 } + dice.below(1800);
        let deposited = match defect {
            None => till.sum,
            Some(SlipDefect::Missing) => Money::ZERO,
            Some(_) => till.sum + Money::from_fen(dice.pick(&[-100, 100, -1, 10_000, -5_000], 100)),
        };
        let reference = Reference::Slip { day, shift, desk };
        let serial = self.next_serial();
        if !deposited.is_zero() {
            banked.slips += 1;
            banked.rows.push(deposit_row(posting, second, deposited, (day, serial), reference));
        }
        if let Some(defect) = defect {
            let variant = if defect == SlipDefect::Missing { "deposit_missing" } else { "deposit_off" };
            banked.cases.push(Case {
                cashier: Some(Desks::number(desk)),
                rows: Some(till.rows),
                amount: till.sum.to_string(),
                deposited: Some(deposited.to_string()),
                ..slip_case(Class::DepositDiffers, variant, day, reference)
            });
        }
    }

    fn book_foreign(&mut self, banked: &mut Banked, day: BusinessDay, dice: &mut Dice) {
        let posting = self.open_on(day);
        let serial = self.next_serial();
        let amount = Money::from_fen(i64::from(dice.between(500, 300_000)));
        let reference = Reference::Foreign { day: posting, seq: serial as u32 };
        let second = dice.between(10 * 3600, 16 * 3600);
        banked.rows.push(deposit_row(posting, second, amount, (posting, serial), reference));
        banked.cases.push(Case {
            amount: amount.to_string(),
            side: Some("bank".to_owned()),
            ..slip_case(Class::Unidentified, "no_slip", posting, reference)
        });
    }
}

/// One slip to book.
struct Slip {
    day: BusinessDay,
    desk: u8,
    shift: Shift,
    till: Till,
}

fn deposit_row(
    day: BusinessDay,
    second: u32,
    amount: Money,
    (serial_day, serial): (BusinessDay, u64),
    reference: Reference,
) -> BankRow {
    let (method, kind) = (Method::Cash, Kind::Deposit);
    BankRow {
        day,
        second,
        method,
        kind,
        amount,
        serial_day,
        serial,
        reference,
        original: None,
        undoes: false,
        fee_off: Money::ZERO,
        foreign: false,
    }
}

fn slip_case(class: Class, variant: &str, day: BusinessDay, reference: Reference) -> Case {
    Case {
        slip: Some(Line::written(|line| line.reference(reference))),
        day: day.to_string(),
        method: Some(method_word(Method::Cash).to_owned()),
        ..Case::of(class, variant)
    }
}
