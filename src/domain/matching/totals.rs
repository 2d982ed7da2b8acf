//! Sums of a day: 三数核对 by cashier and method, channel bridges, cash shifts.
//!
//! Invariant: raw sums only; a bridge's `unexplained` is computed from them, never as a remainder.

use std::collections::BTreeMap;

use hashbrown::HashTable;

use super::join::key_hash;
use super::rules::Rules;
use crate::domain::day::BusinessDay;
use crate::domain::entry::{EntryColumns, Kind, Method};
use crate::domain::money::Money;
use crate::domain::recon::{Bridge, NegativeShift, TotalRow};

/// Sums of one cashier and method.
#[derive(Clone, Debug)]
struct Sums {
    cashier: Box<str>,
    method: Method,
    his: i64,
    cashier_side: i64,
    bank: i64,
}

/// 班次. One cashier's cash of one shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// 收费员, as printed.
    pub cashier: String,
    /// 工号: the letters and digits the cashier's text begins with.
    pub cashier_no: String,
    /// `A` or `B`.
    pub letter: char,
    /// Cash rows.
    pub rows: u32,
    /// Their sum.
    pub sum: Money,
}

/// Raw parts of one channel's bridge, in fen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BridgeSums {
    /// HIS net of the day.
    pub his_net: i64,
    /// HIS legs without a channel leg.
    pub his_only: i64,
    /// Channel legs without a HIS leg.
    pub channel_only: i64,
    /// Same-day differences.
    pub differences: i64,
    /// Legs of the two sides on different days.
    pub timing: i64,
    /// Channel net of the day.
    pub channel_net: i64,
    /// Channel fees of the day.
    pub fee: i64,
}

/// All sums of a day.
#[derive(Clone, Debug, Default)]
pub struct DaySums {
    rows: Vec<Sums>,
    index: HashTable<(u64, u32)>,
    bridges: BTreeMap<Method, BridgeSums>,
    shifts: BTreeMap<(String, char), Shift>,
}

/// 工号. What a slip number writes of a cashier: the leading ASCII letters and digits, or the whole text.
pub fn cashier_no(cashier: &str) -> &str {
    let end = cashier.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(cashier.len());
    if end == 0 { cashier } else { &cashier[..end] }
}

impl DaySums {
    fn at(&mut self, cashier: &str, method: Method) -> &mut Sums {
        let hash = key_hash(cashier).wrapping_add(method as u64);
        let rows = &self.rows;
        let known = self.index.find(hash, |(_, place)| {
            let row = &rows[*place as usize];
            row.method == method && &*row.cashier == cashier
        });
        let place = match known {
            Some((_, place)) => *place as usize,
            None => {
                let place = self.rows.len();
                self.rows.push(Sums { cashier: cashier.into(), method, his: 0, cashier_side: 0, bank: 0 });
                self.index.insert_unique(hash, (hash, place as u32), |(known, _)| *known);
                place
            }
        };
        &mut self.rows[place]
    }

    /// Adds a HIS row.
    pub fn add_his(&mut self, cashier: &str, method: Method, fen: i64) {
        self.at(cashier, method).his += fen;
        self.bridge(method).his_net += fen;
    }

    /// Adds a cashier row.
    pub fn add_cashier(&mut self, cashier: &str, method: Method, fen: i64) {
        self.at(cashier, method).cashier_side += fen;
    }

    /// Adds a channel row under the cashier its group names.
    pub fn add_channel(&mut self, cashier: &str, method: Method, fen: i64, fee_fen: i64) {
        self.at(cashier, method).bank += fen;
        let bridge = self.bridge(method);
        bridge.channel_net += fen;
        bridge.fee += fee_fen;
    }

    /// Adds a deposit of one of the day's slips.
    pub fn add_deposit(&mut self, cashier: &str, fen: i64) {
        self.at(cashier, Method::Cash).bank += fen;
    }

    /// The raw parts of a channel's bridge.
    pub fn bridge(&mut self, method: Method) -> &mut BridgeSums {
        self.bridges.entry(method).or_default()
    }

    /// Adds the cash shifts of a day's cashier rows.
    pub fn add_shifts(&mut self, cashier: &EntryColumns, rules: &Rules) {
        for row in 0..cashier.len() {
            let method = cashier.method[row];
            if !rules.legs(method).deposits || !matches!(cashier.kind[row], Kind::Pay | Kind::Refund) {
                continue;
            }
            let name = cashier.cashier.get(row);
            let number = cashier_no(name);
            let second = cashier.second[row];
            let letter = if second < 86_400 && second >= rules.shift_b_from_second { 'B' } else { 'A' };
            let shift = self.shifts.entry((number.to_string(), letter)).or_insert_with(|| Shift {
                cashier: name.to_string(),
                cashier_no: number.to_string(),
                letter,
                rows: 0,
                sum: Money::ZERO,
            });
            if name < shift.cashier.as_str() {
                shift.cashier = name.to_string();
            }
            shift.rows += 1;
            shift.sum += Money::from_fen(cashier.amount_fen[row]);
        }
    }

    /// Every cash shift, by 工号 then letter.
    pub fn shifts(&self) -> impl Iterator<Item = &Shift> {
        self.shifts.values()
    }

    /// One shift.
    pub fn shift(&self, cashier_no: &str, letter: char) -> Option<&Shift> {
        self.shifts.get(&(cashier_no.to_string(), letter))
    }

    /// The printed name of a 工号, from the day's shifts or rows.
    pub fn cashier_named(&self, number: &str) -> Option<&str> {
        let of_shift =
            self.shifts.values().find(|shift| shift.cashier_no == number).map(|shift| shift.cashier.as_str());
        let mut names: Vec<&str> =
            self.rows.iter().map(|row| &*row.cashier).filter(|name| cashier_no(name) == number).collect();
        names.sort_unstable();
        of_shift.or_else(|| names.first().copied())
    }

    /// 三数核对, by cashier then method.
    pub fn totals(&self, rules: &Rules) -> Vec<TotalRow> {
        let mut totals: Vec<TotalRow> = self.rows.iter().map(|row| total_row(row, rules)).collect();
        totals.sort_by(|left, right| (&left.cashier, left.method).cmp(&(&right.cashier, right.method)));
        totals
    }

    /// 未存负班: shifts with nothing to bank.
    pub fn negative_shifts(&self, day: BusinessDay) -> Vec<NegativeShift> {
        let negative = self.shifts.values().filter(|shift| shift.sum < Money::ZERO);
        negative
            .map(|shift| NegativeShift {
                cashier: shift.cashier.clone(),
                slip_no: super::slips::slip_no(day, shift.letter, &shift.cashier_no),
                amount: shift.sum,
            })
            .collect()
    }

    /// Bridges of the channels that have a bank leg a receipt, by method.
    pub fn bridges(&self, rules: &Rules) -> Vec<Bridge> {
        let channels = self.bridges.iter().filter(|(method, _)| rules.legs(**method).bank);
        channels.map(|(method, sums)| sums.close(*method)).collect()
    }
}

fn total_row(row: &Sums, rules: &Rules) -> TotalRow {
    let legs = rules.legs(row.method);
    let bank_due = legs.bank || legs.deposits;
    let money = if bank_due { row.bank } else { row.cashier_side };
    TotalRow {
        cashier: row.cashier.to_string(),
        method: row.method,
        his: Money::from_fen(row.his),
        cashier_side: Money::from_fen(row.cashier_side),
        bank: Money::from_fen(row.bank),
        bank_due,
        difference: Money::from_fen(money - row.his),
    }
}

impl BridgeSums {
    /// The bridge of these raw sums.
    pub fn close(&self, channel: Method) -> Bridge {
        let carried = self.his_net - self.his_only + self.channel_only + self.differences + self.timing;
        Bridge {
            channel,
            his_net: Money::from_fen(self.his_net),
            his_only: Money::from_fen(self.his_only),
            channel_only: Money::from_fen(self.channel_only),
            differences: Money::from_fen(self.differences),
            timing: Money::from_fen(self.timing),
            channel_net: Money::from_fen(self.channel_net),
            fee: Money::from_fen(self.fee),
            expected_credit: Money::from_fen(self.channel_net - self.fee),
            unexplained: Money::from_fen(self.channel_net - carried),
            credit: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_bridge_closes() {
        // The worked bridge of the adjustment-statement examples.
        let sums = BridgeSums {
            his_net: 8_642_000,
            his_only: 12_000,
            channel_only: 3_550,
            differences: -90,
            timing: 0,
            channel_net: 8_633_460,
            fee: 51_801,
        };
        let bridge = sums.close(Method::Wechat);
        assert_eq!(bridge.expected_credit.to_string(), "85816.59");
        assert_eq!(bridge.unexplained, Money::ZERO);
    }

    #[test]
    fn a_cashier_number_is_what_the_text_begins_with() {
        for (text, number) in [("005范春", "005"), ("A7 Zhou", "A7"), ("自助机", "自助机"), ("", "")] {
            assert_eq!(cashier_no(text), number);
        }
    }
}
