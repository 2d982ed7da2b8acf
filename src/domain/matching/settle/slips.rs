//! Deposits of a day: every slip against the cash of its shift.
//!
//! Invariant: one cause, one case: a difference that listed cases of the shift's own cash account for
//! is no second case.

use std::collections::BTreeMap;

use super::Settling;
use crate::domain::day::BusinessDay;
use crate::domain::entry::{Kind, Method, Side};
use crate::domain::exception::{Class, State};
use crate::domain::matching::join::key_hash;
use crate::domain::matching::slips::{Deposit, first_morning, parse_slip, posted_by, slip_no};
use crate::domain::matching::totals;
use crate::domain::money::Money;
use crate::domain::recon::{CaseLeg, ExceptionCase, Note};

impl Settling<'_> {
    /// Deposits against the cash of their shifts.
    pub(super) fn slips(&mut self) {
        let mut by_slip: BTreeMap<String, Vec<&Deposit>> = BTreeMap::new();
        for shift in self.input.joined.sums.shifts().filter(|shift| shift.sum > Money::ZERO) {
            by_slip.entry(slip_no(self.day, shift.letter, &shift.cashier_no)).or_default();
        }
        for deposit in self.input.deposits {
            by_slip.entry(deposit.slip_no.clone()).or_default().push(deposit);
        }
        for (number, mut deposits) in by_slip {
            deposits.sort_by_key(|deposit| (deposit.day, deposit.at, deposit.amount));
            self.deposits += deposits.len() as u64;
            match parse_slip(&number).filter(|slip| slip.day == self.day) {
                Some(slip) => self.slip(&number, slip.letter, slip.cashier_no, &deposits),
                None => self.unidentified(&number, &deposits),
            }
        }
    }

    fn slip(&mut self, number: &str, letter: char, cashier_no: &str, deposits: &[&Deposit]) {
        let shift = self.input.joined.sums.shift(cashier_no, letter);
        let (rows, sum) = shift.map_or((0, Money::ZERO), |shift| (shift.rows, shift.sum));
        let cashier = self.sums.cashier_named(cashier_no).unwrap_or(cashier_no).to_string();
        let deposited: Money = deposits.iter().map(|deposit| deposit.amount).sum();
        if !deposits.is_empty() {
            self.sums.add_deposit(&cashier, deposited.fen());
        }
        let is_in = |side: Side, day: BusinessDay| self.input.coverage.is_in(side, Method::Cash, day);
        let due = posted_by(self.day, letter, self.input.calendar).is_some_and(|day| is_in(Side::Bank, day));
        let due = due || self.others_are_posted(letter);
        if !is_in(Side::Cashier, self.day) || (deposits.is_empty() && !due) {
            self.awaited += deposits.len() as u64;
            return;
        }
        let expected = if sum > Money::ZERO { sum } else { Money::ZERO };
        let name = if deposited == expected || self.explained(cashier_no, letter, deposited - expected) {
            self.matched.bank += deposits.len() as u64;
            "matched"
        } else {
            self.cases.push(self.slip_case(Class::DepositDiffers, number, &cashier, deposits, deposited - expected));
            if let Some(case) = self.cases.last_mut() {
                case.notes.push(Note::Shift { rows, sum });
            }
            "deposit_differs"
        };
        self.hash_slip(name, number, deposits);
    }

    /// Whether the bank posted another slip of the shift on its first morning: then it was open that
    /// day, whatever the calendar says, and a slip that is not there is missing.
    fn others_are_posted(&self, letter: char) -> bool {
        let morning = first_morning(self.day, letter);
        let of_shift = |deposit: &&Deposit| {
            parse_slip(&deposit.slip_no).is_some_and(|slip| slip.day == self.day && slip.letter == letter)
        };
        self.input.deposits.iter().filter(of_shift).any(|deposit| deposit.day == morning)
    }

    fn hash_slip(&mut self, name: &str, number: &str, deposits: &[&Deposit]) {
        let slip = u128::from(key_hash(number));
        self.hashes.push((format!("{name}/deposit_slip"), slip));
        for deposit in deposits {
            self.hashes.push((name.to_string(), u128::from(key_hash(&content_of(number, deposit)))));
        }
    }

    /// Whether cases already listed for the shift's own cash account for a difference: one cause, one case.
    fn explained(&self, cashier_no: &str, letter: char, difference: Money) -> bool {
        let from = self.input.rules.shift_b_from_second;
        let of_shift = |leg: &CaseLeg| {
            let second = leg.at.second();
            let late = second < 86_400 && second >= from;
            late == (letter == 'B')
        };
        let deltas: Vec<Money> = self
            .cases
            .iter()
            .filter(|case| case.method == Method::Cash && totals::cashier_no(&case.cashier) == cashier_no)
            .filter(|case| case.legs.first().is_some_and(of_shift))
            .map(|case| -case.difference)
            .filter(|delta| !delta.is_zero())
            .take(10)
            .collect();
        (1_u32..1 << deltas.len()).any(|subset| {
            let chosen = deltas.iter().enumerate().filter(|(place, _)| subset >> place & 1 == 1);
            chosen.map(|(_, delta)| *delta).sum::<Money>() == difference
        })
    }

    fn unidentified(&mut self, number: &str, deposits: &[&Deposit]) {
        for deposit in deposits {
            let case = self.slip_case(Class::Unidentified, number, "", &[*deposit], deposit.amount);
            self.cases.push(case);
            self.sums.add_deposit("", deposit.amount.fen());
            self.hash_slip("unidentified", number, &[*deposit]);
        }
    }

    fn slip_case(
        &self,
        class: Class,
        slip: &str,
        cashier: &str,
        deposits: &[&Deposit],
        difference: Money,
    ) -> ExceptionCase {
        let leg = |deposit: &&Deposit| CaseLeg {
            side: Side::Bank,
            entry: deposit.entry,
            kind: Kind::Deposit,
            amount: deposit.amount,
            face: deposit.amount,
            day: deposit.day,
            at: deposit.at,
            file: deposit.file.clone(),
            line: deposit.line,
            mark: u128::from(key_hash(&content_of(slip, deposit))),
        };
        ExceptionCase {
            id: 0,
            key: String::new(),
            class,
            state: State::Open,
            day: self.day,
            method: Method::Cash,
            cashier: cashier.to_string(),
            his_no: String::new(),
            order_no: String::new(),
            slip_no: slip.to_string(),
            legs: deposits.iter().map(leg).collect(),
            difference,
            rule: "deposit_slip".into(),
            notes: Vec::new(),
            proposals: Vec::new(),
            work: Default::default(),
        }
    }
}

fn content_of(slip: &str, deposit: &Deposit) -> String {
    format!("{slip}|{}|{}|{}", deposit.day, deposit.at, deposit.amount)
}
