//! What each channel owes for a day, and how it comes: on its working day, one sum a day or days together.
//!
//! Invariant: every net is credited in full and on time unless a case says otherwise; a payment two working
//! days late is no case. Planted defects fall on days of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use crate::domain::calendar::Calendar;
use crate::domain::day::BusinessDay;
use crate::domain::entry::Kind;
use crate::domain::exception::Class;
use crate::domain::money::Money;

use super::super::line::Line;
use super::super::rng::Dice;
use super::super::rows::{BankRow, Reference};
use super::super::truth::Case;
use super::house::{CCB, CONTRACTS, ICBC};

/// 入账. A row of an account, before it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Posting {
    /// 本方账号.
    pub(super) account: &'static str,
    /// Day.
    pub(super) day: BusinessDay,
    /// Second of the day.
    pub(super) second: u32,
    /// Signed by the account.
    pub(super) amount: Money,
    /// 对方户名.
    pub(super) name: &'static str,
    /// 摘要.
    pub(super) summary: &'static str,
    /// 附言.
    pub(super) note: String,
}

/// Nets of each contract, by place, by day.
#[derive(Debug, Default)]
pub(super) struct Nets(BTreeMap<(usize, BusinessDay), Money>);

impl Nets {
    /// Adds a day's rows of every channel: a revoked payment and its revocation leave nothing.
    pub(super) fn add(&mut self, day: BusinessDay, rows: &[BankRow]) {
        for row in rows.iter().filter(|row| !row.foreign && matches!(row.reference, Reference::Order(_))) {
            let Some(place) = CONTRACTS.iter().position(|contract| contract.method == row.method) else { continue };
            let net = row.amount - row.fee();
            let moved = match row.kind {
                Kind::Pay => net,
                Kind::Refund => -net,
                Kind::Revoke if row.undoes => -net,
                Kind::Revoke | Kind::Deposit => Money::ZERO,
            };
            *self.0.entry((place, day)).or_default() += moved;
        }
    }

    /// The credits of every net, and the cases planted in them.
    pub(super) fn credited(
        self,
        calendar: &Calendar,
        plant: bool,
        dice: &mut Dice,
    ) -> io::Result<(Vec<Posting>, Vec<Case>)> {
        let mut batches: BTreeMap<(usize, BusinessDay), Vec<(BusinessDay, Money)>> = BTreeMap::new();
        for ((place, day), net) in self.0.into_iter().filter(|(_, net)| !net.is_zero()) {
            let due = calendar.after(day, 1).map_err(|_| no_table(day))?;
            batches.entry((place, due)).or_default().push((day, net));
        }
        let mut credits = Credits { postings: Vec::new(), cases: Vec::new() };
        let faults = if plant { faults(&batches, dice) } else { BTreeMap::new() };
        for ((place, due), days) in &batches {
            let merges = CONTRACTS.get(*place).is_some_and(|contract| contract.merges);
            let chunks: Vec<&[(BusinessDay, Money)]> =
                if merges { vec![days.as_slice()] } else { days.chunks(1).collect() };
            let last = chunks.len().saturating_sub(1);
            for (at, chunk) in chunks.into_iter().enumerate() {
                let fault = faults.get(&(*place, *due)).copied().filter(|_| at == last);
                credits.pay(*place, *due, chunk, fault, calendar, dice)?;
            }
        }
        if plant {
            credits.strangers(dice);
        }
        Ok((credits.postings, credits.cases))
    }
}

/// What goes wrong with a credit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// It pays another sum.
    Short,
    /// It never comes.
    Absent,
    /// It comes two working days late, which is no case.
    Late,
}

fn no_table(day: BusinessDay) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, format!("the calendar has no table for {day}"))
}

/// Which batches get which fault: one absent, one late and two short, each on a due day of its own and far
/// from the end, where nothing is overdue yet.
fn faults(
    batches: &BTreeMap<(usize, BusinessDay), Vec<(BusinessDay, Money)>>,
    dice: &mut Dice,
) -> BTreeMap<(usize, BusinessDay), Fault> {
    let end = batches.keys().map(|(_, due)| *due).max();
    let roomy = |days: &[(BusinessDay, Money)]| days.iter().all(|(_, net)| net.fen() > 20_000);
    let early = |due: BusinessDay| end.is_some_and(|end| end.since(due) >= 8);
    let mut fit: Vec<(usize, BusinessDay)> =
        batches.iter().filter(|((_, due), days)| roomy(days) && early(*due)).map(|(key, _)| *key).collect();
    dice.shuffle(&mut fit);
    let (mut chosen, mut dues) = (BTreeMap::new(), BTreeSet::new());
    for fault in [Fault::Absent, Fault::Late, Fault::Short, Fault::Short] {
        let merges = |place: usize| CONTRACTS.get(place).is_some_and(|contract| contract.merges);
        let free = |(place, due): &&(usize, BusinessDay)| {
            let apart = dues.iter().all(|other: &BusinessDay| other.since(*due).abs() > 4);
            apart && (fault == Fault::Short || !merges(*place))
        };
        if let Some(key) = fit.iter().find(free).copied() {
            chosen.insert(key, fault);
            dues.insert(key.1);
        }
    }
    chosen
}

struct Credits {
    postings: Vec<Posting>,
    cases: Vec<Case>,
}

impl Credits {
    fn pay(
        &mut self,
        place: usize,
        due: BusinessDay,
        days: &[(BusinessDay, Money)],
        fault: Option<Fault>,
        calendar: &Calendar,
        dice: &mut Dice,
    ) -> io::Result<()> {
        let (Some(contract), Some((last, _))) = (CONTRACTS.get(place), days.last()) else { return Ok(()) };
        let net: Money = days.iter().map(|(_, net)| *net).sum();
        let (mut amount, mut on) = (net, due);
        let case = |class: Class, variant: &str, number: BusinessDay| Case {
            slip: Some(Line::written(|line| line.text(contract.merchant).text("/").compact(number))),
            day: last.to_string(),
            amount: net.to_string(),
            ..Case::of(class, variant)
        };
        match fault {
            Some(Fault::Absent) => {
                self.cases.push(case(Class::InTransit, "never_credited", *last));
                return Ok(());
            }
            Some(Fault::Short) => {
                amount -= Money::from_fen(dice.pick(&[100, 1, 5_000, 10_000], 100));
                let deposited = Some(amount.to_string());
                self.cases.push(Case { deposited, ..case(Class::DepositDiffers, "credited_short", due) });
            }
            Some(Fault::Late) => on = calendar.after(due, 2).map_err(|_| no_table(due))?,
            None => {}
        }
        let note = Line::written(|line| line.text("商户").text(contract.merchant).text(" 清算").compact(*last));
        let (account, name) = (contract.account, contract.payer);
        let second = 9 * 3600 + 600 * place as u32 + dice.below(500);
        self.postings.push(Posting { account, day: on, second, amount, name, summary: "结算款", note });
        Ok(())
    }

    /// Two payments of strangers, and the bank's own interest and charge.
    fn strangers(&mut self, dice: &mut Dice) {
        let days: Vec<BusinessDay> = self.postings.iter().map(|row| row.day).collect();
        let rows: [(&'static str, &'static str, &'static str, bool); 4] = [
            (ICBC, "某某医疗器械有限公司", "往来款", false),
            (CCB, "某某慈善基金会", "捐款", false),
            (ICBC, "", "结息", true),
            (CCB, "", "账户管理费", true),
        ];
        for (account, name, summary, informational) in rows {
            let day = days.get(dice.index(days.len())).copied();
            let Some(day) = day else { continue };
            let fen = i64::from(dice.between(1_000, 900_000));
            let amount = Money::from_fen(if summary == "账户管理费" { -1_000 - fen % 5_000 } else { fen });
            let second = 15 * 3600 + dice.below(3600);
            self.postings.push(Posting { account, day, second, amount, name, summary, note: String::new() });
            let case = Case::of(Class::Unidentified, if informational { "labelled" } else { "stranger" });
            self.cases.push(Case { day: day.to_string(), amount: amount.to_string(), informational, ..case });
        }
    }
}
