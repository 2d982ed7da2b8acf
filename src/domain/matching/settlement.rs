//! Settlement 结算: what a channel owes for a day against what the bank credited.
//!
//! Invariants: a credit is taken for a run of days only where it can be nothing else: named before
//! unnamed, on the expected day before later ones, a run of days before any other set ([`super::subset`]), and never
//! where two would do. What
//! happens on a day depends on the days within [`SPAN_DAYS`] of its credit alone, so any range gives one answer.

use std::collections::{BTreeMap, BTreeSet};

use regex_lite::Regex;

use super::merged::MergedCash;
use super::slips::slip_in;
use super::subset::{Subsets, subsets};
use crate::domain::calendar::Calendar;
use crate::domain::day::{BusinessDay, TimeOfDay};
use crate::domain::entry::codes;
use crate::domain::house::House;
use crate::domain::money::Money;

/// Days a credit may come after its expected day and still be found.
pub const LATE_DAYS: i32 = 5;
/// Days around an expected credit that can bear on it: a late credit beside another late credit.
pub const SPAN_DAYS: i32 = 3 * LATE_DAYS;
/// Shortest merchant number that is looked for in a statement's text without a pattern.
const MERCHANT_LETTERS_MIN: usize = 6;

/// 结算账户行. A live statement row of a settlement account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    /// 本方账号.
    pub account: String,
    /// 记账日.
    pub day: BusinessDay,
    /// 时刻.
    pub at: TimeOfDay,
    /// Signed by the account: credits positive.
    pub amount: Money,
    /// 对方户名 and every text the bank prints.
    pub text: String,
    /// Hash of its content.
    pub mark: u128,
    /// Original file, as given.
    pub file: String,
    /// Line in it.
    pub line: u32,
}

/// 应结. What the rows of one contract and day come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChannelNet {
    /// Payments.
    pub gross: Money,
    /// Refunds, above zero.
    pub refunds: Money,
    /// 手续费 charged, those of refunds given back.
    pub fee: Money,
    /// 手续费 at the contract's rate; `None` where the house does not audit it.
    pub fee_due: Option<Money>,
    /// Rows.
    pub rows: u32,
    /// Rows whose fee is not the contract's.
    pub fees_off: u32,
}

impl ChannelNet {
    /// 净额: what is credited.
    pub fn net(&self) -> Money {
        self.gross - self.refunds - self.fee
    }
}

codes! {
    /// 入账依据. How a credit was found to pay a day.
    Means {
        /// 按商户号: it names the merchant.
        Named = "named",
        /// 按金额: it names nobody and can be nothing else.
        Unnamed = "unnamed",
        /// 并款: the only set of days that adds up to it.
        Combined = "combined",
        /// 金额不足或多出: it names the merchant and pays another sum.
        Short = "short",
    }
}

/// All that settlements of some days are found from.
#[derive(Clone, Debug, Default)]
pub struct Stretch {
    /// What is due under each contract of the house (by place), by day.
    pub nets: BTreeMap<BusinessDay, Vec<ChannelNet>>,
    /// Rows of the settlement accounts, in order of content.
    pub rows: Vec<AccountRow>,
    /// First and last day the statements of an account speak of.
    pub spans: BTreeMap<String, (BusinessDay, BusinessDay)>,
    /// Deposits the bank's own file shows: day posted and amount.
    pub deposits: Vec<(BusinessDay, Money)>,
}

/// What became of one contract's net of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Place of the contract in the house's facts.
    pub contract: usize,
    /// Channel day.
    pub day: BusinessDay,
    /// Day the credit is expected; `None` where the calendar has no table.
    pub due: Option<BusinessDay>,
    /// Its net.
    pub net: Money,
    /// What the net is made of.
    pub of: ChannelNet,
    /// What of it was credited.
    pub credited: Money,
    /// What of it will not come: net − credited of a credit that fell short.
    pub short: Money,
    /// Whether a statement that goes beyond the expected day shows no credit.
    pub overdue: bool,
    /// The credit, by place among the rows.
    pub row: Option<usize>,
    /// How it was found; `None` where there is none.
    pub means: Option<Means>,
    /// Whether the book has any statement of its account.
    pub has_statement: bool,
}

/// 结算结果. Days by contract, and rows that belong to nothing.
#[derive(Clone, Debug, Default)]
pub struct Settlements {
    /// Every day with a net, by day and contract.
    pub days: Vec<Settled>,
    /// Rows of settlement accounts that belong to no settlement, slip or deposit.
    pub unclaimed: Vec<AccountRow>,
    /// The rows.
    pub rows: Vec<AccountRow>,
    /// Of unclaimed rows that several sets would explain: some of the sets, by mark.
    pub ways: BTreeMap<u128, Vec<Vec<String>>>,
}

impl Settlements {
    /// Leaves to the shifts what was found to be their cash, and says how else it could be.
    pub fn give_up(&mut self, cash: &MergedCash) {
        self.unclaimed.retain(|row| !cash.taken.contains(&row.mark));
        for (mark, ways) in &cash.ways {
            self.ways.entry(*mark).or_default().extend(ways.iter().cloned());
        }
    }
}

/// The working day on which a contract's day is credited.
pub fn due_on(house: &House, contract: usize, day: BusinessDay, calendar: &Calendar) -> Option<BusinessDay> {
    match house.channels.get(contract)?.settle_days? {
        0 => calendar.roll(day).ok(),
        days => calendar.after(day, days).ok(),
    }
}

/// Finds what every net of the stretch became.
pub fn settle_channels(house: &House, calendar: &Calendar, stretch: Stretch) -> Settlements {
    let mut finding = Finding::begin(house, calendar, stretch);
    for late in [0, LATE_DAYS] {
        for named in [true, false] {
            finding.pay(late, named);
        }
    }
    finding.combine();
    finding.fall_short();
    finding.finish()
}

struct Finding {
    stretch: Stretch,
    days: Vec<Settled>,
    accounts: BTreeMap<usize, String>,
    /// Contracts each row names.
    named: Vec<BTreeSet<usize>>,
    taken: Vec<bool>,
    ways: BTreeMap<u128, Vec<Vec<String>>>,
    merchants: BTreeMap<usize, String>,
}

impl Finding {
    fn begin(house: &House, calendar: &Calendar, mut stretch: Stretch) -> Finding {
        stretch.rows.sort_by(|left, right| order(left).cmp(&order(right)));
        let accounts: BTreeMap<usize, String> = (house.channels.iter().enumerate())
            .filter_map(|(place, contract)| Some((place, contract.account.clone()?)))
            .collect();
        let mut days = Vec::new();
        for (day, nets) in &stretch.nets {
            for contract in accounts.keys() {
                let of = nets.get(*contract).copied().unwrap_or_default();
                let net = of.net();
                if !net.is_zero() {
                    let due = due_on(house, *contract, *day, calendar);
                    let (credited, short) = (Money::ZERO, Money::ZERO);
                    let has_statement = accounts.get(contract).is_some_and(|one| stretch.spans.contains_key(one));
                    let (contract, day, overdue, row, means) = (*contract, *day, false, None, None);
                    let settled =
                        Settled { contract, day, due, net, of, credited, short, overdue, row, means, has_statement };
                    days.push(settled);
                }
            }
        }
        let named = names(house, &accounts, &stretch.rows);
        let taken = vec![false; stretch.rows.len()];
        let merchants = (0..house.channels.len()).zip(house.channels.iter().map(|one| one.merchant.clone())).collect();
        Finding { stretch, days, accounts, named, taken, ways: BTreeMap::new(), merchants }
    }

    /// One pass: rows and runs of unpaid days of equal sum, where each is the other's only candidate.
    fn pay(&mut self, late: i32, named: bool) {
        let mut found: Vec<(usize, Vec<usize>)> = Vec::new();
        for contract in self.accounts.keys() {
            let unpaid: Vec<usize> = self.unpaid(*contract);
            for row in 0..self.taken.len() {
                if self.may_pay(row, *contract, named) {
                    found.extend(self.runs(row, &unpaid, late).into_iter().map(|run| (row, run)));
                }
            }
        }
        for (place, (row, run)) in found.iter().enumerate() {
            let rivals = |(other, (other_row, other_run)): (usize, &(usize, Vec<usize>))| {
                other != place && (other_row == row || other_run.iter().any(|day| run.contains(day)))
            };
            if found.iter().enumerate().any(rivals) {
                continue;
            }
            self.credit(*row, run, if named { Means::Named } else { Means::Unnamed });
        }
    }

    fn credit(&mut self, row: usize, days: &[usize], means: Means) {
        self.taken[row] = true;
        for day in days {
            let settled = &mut self.days[*day];
            (settled.credited, settled.row, settled.means) = (settled.net, Some(row), Some(means));
        }
    }

    /// Rows that only one set of unpaid days adds up to, neighbours or not, of one contract or several; where
    /// two rows could want a day neither takes it.
    fn combine(&mut self) {
        let open: Vec<usize> = (0..self.taken.len()).filter(|row| !self.taken[*row]).collect();
        let found: Vec<(usize, Vec<usize>, Subsets)> = open
            .into_iter()
            .map(|row| {
                let days = self.payable(row);
                let nets: Vec<Money> = days.iter().map(|day| self.days[*day].net).collect();
                let sets = subsets(&nets, self.stretch.rows[row].amount);
                (row, days, sets)
            })
            .filter(|(_, _, sets)| sets.count > 0)
            .collect();
        let mut wanted: BTreeMap<usize, u32> = BTreeMap::new();
        for (_, days, sets) in &found {
            sets.touched.iter().for_each(|place| *wanted.entry(days[*place]).or_default() += 1);
        }
        for (row, days, sets) in &found {
            let of = |set: &[usize]| set.iter().map(|place| days[*place]).collect::<Vec<_>>();
            match sets.only().map(of).filter(|set| set.iter().all(|day| wanted.get(day) == Some(&1))) {
                Some(set) => self.credit(*row, &set, Means::Combined),
                None => {
                    let ways = sets.shown.iter().map(|set| of(set).iter().map(|day| self.number(*day)).collect());
                    self.ways.insert(self.stretch.rows[*row].mark, ways.collect());
                }
            }
        }
    }

    /// Unpaid days a row may pay, due on its day or some days before.
    fn payable(&self, row: usize) -> Vec<usize> {
        let contracts: Vec<usize> = self.accounts.keys().copied().collect();
        let pays = |contract: &usize| {
            let named = !self.named[row].is_empty();
            self.may_pay(row, *contract, named)
        };
        let contracts: BTreeSet<usize> = contracts.into_iter().filter(pays).collect();
        let on = self.stretch.rows[row].day;
        let fits = |place: &usize| {
            let settled = &self.days[*place];
            let near = settled.due.is_some_and(|due| (0..=LATE_DAYS).contains(&on.since(due)));
            near && settled.row.is_none() && contracts.contains(&settled.contract)
        };
        (0..self.days.len()).filter(fits).collect()
    }

    /// 商户号/日.
    fn number(&self, place: usize) -> String {
        let settled = &self.days[place];
        let merchant = self.merchants.get(&settled.contract).map_or("", String::as_str);
        format!("{merchant}/{}", settled.day.compact())
    }

    fn unpaid(&self, contract: usize) -> Vec<usize> {
        let open = |place: &usize| self.days[*place].contract == contract && self.days[*place].row.is_none();
        (0..self.days.len()).filter(open).collect()
    }

    /// Whether an open row of the contract's account names it, or names nobody.
    fn may_pay(&self, row: usize, contract: usize, named: bool) -> bool {
        let own = self.accounts.get(&contract) == Some(&self.stretch.rows[row].account);
        let names = &self.named[row];
        own && !self.taken[row] && if named { names.contains(&contract) } else { names.is_empty() }
    }

    /// Runs of neighbouring unpaid days, due on the row's day or at most `late` days before, that sum to it.
    fn runs(&self, row: usize, unpaid: &[usize], late: i32) -> Vec<Vec<usize>> {
        let row = &self.stretch.rows[row];
        let due = |day: &usize| self.days[*day].due.is_some_and(|due| (0..=late).contains(&row.day.since(due)));
        let mut runs = Vec::new();
        for from in 0..unpaid.len() {
            let mut sum = Money::ZERO;
            for to in from..unpaid.len() {
                if !due(&unpaid[to]) {
                    break;
                }
                sum += self.days[unpaid[to]].net;
                if sum == row.amount {
                    runs.push(unpaid[from..=to].to_vec());
                }
            }
        }
        runs
    }

    /// The only credit of an expected day that names the contract and pays another sum than its days.
    fn fall_short(&mut self) {
        let mut batches: BTreeMap<(usize, BusinessDay), Vec<usize>> = BTreeMap::new();
        for (place, settled) in self.days.iter().enumerate() {
            if let Some(due) = settled.due {
                batches.entry((settled.contract, due)).or_default().push(place);
            }
        }
        for ((contract, due), places) in batches {
            let places: Vec<usize> = places.into_iter().filter(|place| self.days[*place].row.is_none()).collect();
            let fits = |row: &usize| {
                let is_credit = self.stretch.rows[*row].amount > Money::ZERO;
                self.stretch.rows[*row].day == due && is_credit && self.may_pay(*row, contract, true)
            };
            let rows: Vec<usize> = (0..self.taken.len()).filter(fits).collect();
            let ([row], Some(last)) = (rows.as_slice(), places.last()) else { continue };
            self.taken[*row] = true;
            let mut left = self.stretch.rows[*row].amount;
            for place in &places {
                let settled = &mut self.days[*place];
                let part = if place == last { left } else { left.min(settled.net) };
                (settled.credited, settled.short, settled.row) = (part, settled.net - part, Some(*row));
                settled.means = Some(Means::Short);
                left -= part;
            }
        }
    }

    fn finish(mut self) -> Settlements {
        for settled in self.days.iter_mut().filter(|settled| settled.row.is_none()) {
            let span = self.accounts.get(&settled.contract).and_then(|account| self.stretch.spans.get(account));
            let passed = |due: BusinessDay| span.is_some_and(|(from, to)| *from <= due && due < *to);
            settled.overdue = settled.due.is_some_and(passed);
        }
        let mut deposits = std::mem::take(&mut self.stretch.deposits);
        let mut unclaimed = Vec::new();
        for (row, taken) in self.stretch.rows.iter().zip(&self.taken) {
            let deposit = deposits.iter().position(|(day, amount)| *day == row.day && *amount == row.amount);
            if *taken || slip_in(&row.text).is_some() {
                continue;
            }
            match deposit {
                Some(place) => drop(deposits.swap_remove(place)),
                None => unclaimed.push(row.clone()),
            }
        }
        Settlements { days: self.days, unclaimed, rows: self.stretch.rows, ways: self.ways }
    }
}

/// Content order of rows; file and line do not count.
fn order(row: &AccountRow) -> (&str, BusinessDay, u32, Money, u128) {
    (&row.account, row.day, row.at.second(), row.amount, row.mark)
}

/// Which contracts of its account each row names: by the house's pattern, else by the merchant number.
fn names(house: &House, accounts: &BTreeMap<usize, String>, rows: &[AccountRow]) -> Vec<BTreeSet<usize>> {
    let contracts: Vec<_> = accounts
        .iter()
        .filter_map(|(place, account)| Some((*place, account, house.channels.get(*place)?)))
        .map(|(place, account, contract)| {
            let pattern = contract.settle_ref.as_deref().and_then(|text| Regex::new(text).ok());
            (place, account, contract.merchant.as_str(), pattern)
        })
        .collect();
    let named = |row: &AccountRow| {
        let of_account = contracts.iter().filter(|(_, account, ..)| **account == row.account);
        let names = of_account.filter(|(_, _, merchant, pattern)| match pattern {
            Some(pattern) => pattern
                .captures(&row.text)
                .is_some_and(|found| found.name("merchant").is_none_or(|name| name.as_str() == *merchant)),
            None => merchant.len() >= MERCHANT_LETTERS_MIN && row.text.contains(merchant),
        });
        names.map(|(place, ..)| *place).collect()
    };
    rows.iter().map(named).collect()
}
