//! Settlements of a day: each contract's net against the credit, and rows of the accounts nobody claims.
//!
//! Invariant: a bridge's expected credit is what was credited, what is in transit and what fell short.

use std::collections::BTreeMap;

use super::Settling;
use crate::domain::entry::{Kind, Method, Side};
use crate::domain::exception::{Class, State};
use crate::domain::matching::dispose::undecided_state;
use crate::domain::matching::settlement::{AccountRow, Settled};
use crate::domain::money::Money;
use crate::domain::recon::{Bridge, BridgeCredit, CaseLeg, ExceptionCase, Note};

impl Settling<'_> {
    /// Opens a case for every net of the day that is not credited, or not in full, and for every row of a
    /// settlement account posted that day that belongs to nothing.
    pub(super) fn settlements(&mut self) {
        let found = self.input.settlements;
        for settled in found.days.iter().filter(|settled| settled.day == self.day) {
            let case = match settled.row {
                None => self.in_transit(settled),
                Some(place) => found.rows.get(place).and_then(|row| self.short(settled, place, row)),
            };
            self.cases.extend(case);
        }
        for row in found.unclaimed.iter().filter(|row| row.day == self.day) {
            let label = self.input.rules.labels.iter().find(|label| label.fits(&row.text, row.amount > Money::ZERO));
            let ways = found.ways.get(&row.mark).filter(|_| label.is_none());
            let ways = ways.map(|ways| Note::Ways(ways.iter().map(|set| set.join("+")).collect()));
            let notes = label.map(|label| Note::Labelled(label.name.clone())).into_iter().chain(ways).collect();
            let case = self.account_case(Class::Unidentified, Method::Other, String::new(), Some(row), notes);
            self.cases.push(ExceptionCase { difference: row.amount, ..case });
        }
    }

    /// A day not credited; no case while the book has no statement of the account at all.
    fn in_transit(&self, settled: &Settled) -> Option<ExceptionCase> {
        let contract = self.input.house.channels.get(settled.contract)?;
        if !settled.has_statement {
            return None;
        }
        let note = self.note(settled, settled.net)?;
        let number = format!("{}/{}", contract.merchant, settled.day.compact());
        let case = self.account_case(Class::InTransit, contract.method, number, None, vec![note]);
        Some(ExceptionCase { difference: -settled.net, ..case })
    }

    /// A credit that pays another sum than its days: one case, on the last of them.
    fn short(&self, settled: &Settled, place: usize, row: &AccountRow) -> Option<ExceptionCase> {
        let contract = self.input.house.channels.get(settled.contract)?;
        let paid = self.input.settlements.days.iter().filter(|other| other.row == Some(place));
        let last = paid.clone().map(|other| other.day).max();
        let net: Money = paid.map(|other| other.net).sum();
        if net == row.amount || last != Some(self.day) {
            return None;
        }
        let note = self.note(settled, net)?;
        let number = format!("{}/{}", contract.merchant, row.day.compact());
        let case = self.account_case(Class::DepositDiffers, contract.method, number, Some(row), vec![note]);
        Some(ExceptionCase { difference: row.amount - net, ..case })
    }

    fn note(&self, settled: &Settled, net: Money) -> Option<Note> {
        let merchant = self.input.house.channels.get(settled.contract)?.merchant.clone();
        Some(Note::Settlement { merchant, net, due: settled.due, overdue: settled.overdue })
    }

    fn account_case(
        &self,
        class: Class,
        method: Method,
        number: String,
        row: Option<&AccountRow>,
        notes: Vec<Note>,
    ) -> ExceptionCase {
        let mut case = ExceptionCase {
            id: 0,
            key: String::new(),
            class,
            state: State::Open,
            day: self.day,
            method,
            cashier: String::new(),
            his_no: String::new(),
            order_no: String::new(),
            slip_no: number,
            legs: row.map(leg).into_iter().collect(),
            difference: Money::ZERO,
            rule: "settlement".into(),
            notes,
            proposals: Vec::new(),
            work: Default::default(),
        };
        case.state = undecided_state(&case);
        case
    }

    /// Fills in what became of each channel's expected credit.
    pub(super) fn credit(&self, bridges: &mut [Bridge]) {
        let house = self.input.house;
        let mut by_method: BTreeMap<Method, (Money, Money)> = BTreeMap::new();
        for contract in house.channels.iter().filter(|contract| contract.account.is_some()) {
            by_method.entry(contract.method).or_default();
        }
        for settled in self.input.settlements.days.iter().filter(|settled| settled.day == self.day) {
            let method = house.channels.get(settled.contract).map(|contract| contract.method);
            if let Some(sums) = method.and_then(|method| by_method.get_mut(&method)) {
                sums.0 += settled.credited;
                sums.1 += settled.short;
            }
        }
        for bridge in bridges {
            bridge.credit = by_method.get(&bridge.channel).map(|(credited, short)| BridgeCredit {
                credited: *credited,
                in_transit: bridge.expected_credit - *credited - *short,
                short: *short,
            });
        }
    }
}

fn leg(row: &AccountRow) -> CaseLeg {
    CaseLeg {
        side: Side::Bank,
        entry: None,
        kind: Kind::Deposit,
        amount: row.amount,
        face: row.amount,
        day: row.day,
        at: row.at,
        file: row.file.clone(),
        line: row.line,
        mark: row.mark,
    }
}
