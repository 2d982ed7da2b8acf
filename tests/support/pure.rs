//! The engine without a book: rows in, the result of a day out, as `ops::reconcile` puts them together.

#![allow(clippy::expect_used, clippy::panic, dead_code)]

use std::collections::BTreeSet;

use sanhe::book::files::RuleFiles;
use sanhe::book::{calendar, matching};
use sanhe::domain::calendar::Calendar;
use sanhe::domain::day::{BusinessDay, TimeOfDay};
use sanhe::domain::entry::{Entry, EntryId, Kind, Method, Side};
use sanhe::domain::house::House;
use sanhe::domain::matching::join::{Joined, join_day};
use sanhe::domain::matching::originals::{BookedRefund, Originals};
use sanhe::domain::matching::pool::{CoverageTable, Rows};
use sanhe::domain::matching::reach::reach;
use sanhe::domain::matching::rules::Rules;
use sanhe::domain::matching::settle::{DayInput, QuarantinedLeg, settle_day};
use sanhe::domain::matching::slips::{Deposit, parse_slip};
use sanhe::domain::money::Money;
use sanhe::domain::recon::DayResult;

/// A row with texts of its own.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) side: Side,
    pub(crate) day: BusinessDay,
    pub(crate) second: u32,
    pub(crate) kind: Kind,
    pub(crate) method: Method,
    pub(crate) fen: i64,
    pub(crate) fee: i64,
    pub(crate) cashier: String,
    pub(crate) his_no: String,
    pub(crate) order_no: String,
    pub(crate) original_no: String,
    pub(crate) channel_no: String,
}

impl Row {
    fn entry(&self, line: u32) -> Entry<'_> {
        Entry {
            line,
            day: self.day,
            at: TimeOfDay::from_second(self.second),
            kind: self.kind,
            method: self.method,
            amount: Money::from_fen(self.fen),
            fee: Money::from_fen(self.fee),
            net_gap: Money::ZERO,
            cashier: &self.cashier,
            window: "",
            merchant: "",
            his_no: &self.his_no,
            order_no: &self.order_no,
            original_no: &self.original_no,
            channel_no: &self.channel_no,
            ticket_no: "",
        }
    }
}

/// Which books are in: every method of a side, from day to day.
#[derive(Clone, Debug)]
pub(crate) struct In(pub(crate) Vec<(Side, BusinessDay, BusinessDay)>);

impl CoverageTable for In {
    fn is_in(&self, side: Side, _: Method, day: BusinessDay) -> bool {
        self.0.iter().any(|(known, from, to)| *known == side && (*from..=*to).contains(&day))
    }
}

/// The engine and what it goes by.
pub(crate) struct Engine {
    pub(crate) rules: Rules,
    pub(crate) calendar: Calendar,
    pub(crate) house: House,
}

impl Engine {
    pub(crate) fn new() -> Engine {
        let files = RuleFiles::default();
        Engine {
            rules: matching::load(&files).expect("rules"),
            calendar: calendar::load(&files).expect("calendar"),
            house: House::default(),
        }
    }

    /// Settles one day beside every other row, in two passes.
    pub(crate) fn settle(
        &self,
        day: BusinessDay,
        rows: &[Row],
        quarantined: &[QuarantinedLeg],
        coverage: &In,
    ) -> Result<DayResult, String> {
        let days: BTreeSet<BusinessDay> = rows.iter().map(|row| row.day).chain([day]).collect();
        let joined: Vec<Joined> = days.into_iter().map(|day| self.joined(day, rows, &[])).collect();
        let own = joined.iter().find(|joined| joined.day == day).expect("the day itself");
        let fetch = |day| Ok::<_, String>(rows_of(rows, day));
        let reach = reach(own, joined.iter(), &self.rules, &Default::default(), fetch)?;
        let (strays, mut pool) = (reach.strays, reach.pool);
        let joined = self.joined(day, rows, &strays);
        pool.extend(&joined.open);
        settle_day(&DayInput {
            decisions: &[],
            joined: &joined,
            pool: &pool,
            deposits: &deposits(rows, day),
            quarantined,
            originals: &originals(rows),
            coverage,
            rules: &self.rules,
            house: &self.house,
            calendar: &self.calendar,
            settlements: &Default::default(),
        })
    }

    fn joined(&self, day: BusinessDay, rows: &[Row], forced: &[u64]) -> Joined {
        join_day(day, &rows_of(rows, day), &self.rules, &self.house, forced)
    }
}

fn rows_of(rows: &[Row], day: BusinessDay) -> Rows {
    let mut of_day = Rows::default();
    for (place, row) in rows.iter().enumerate().filter(|(_, row)| row.day == day) {
        let side = of_day.get_mut(row.side);
        side.columns.push(&row.entry(place as u32 + 2));
        side.ids.push(EntryId::new(1, place as u32));
    }
    of_day
}

fn deposits(rows: &[Row], day: BusinessDay) -> Vec<Deposit> {
    let counts_on = |row: &Row| parse_slip(&row.order_no).map_or(row.day, |slip| slip.day);
    let deposits = rows.iter().enumerate().filter(|(_, row)| row.kind == Kind::Deposit && counts_on(row) == day);
    deposits
        .map(|(place, row)| Deposit {
            entry: Some(EntryId::new(1, place as u32)),
            file: String::new(),
            slip_no: row.order_no.clone(),
            day: row.day,
            at: TimeOfDay::from_second(row.second),
            amount: Money::from_fen(row.fen),
            line: place as u32 + 2,
        })
        .collect()
}

fn originals(rows: &[Row]) -> Originals {
    let mut originals = Originals::new();
    for row in rows.iter().filter(|row| row.side == Side::His) {
        let (day, amount) = (row.day, Money::from_fen(row.fen));
        if row.kind == Kind::Pay {
            let line = (row.order_no.clone(), (row.method, amount, day));
            let lines = &mut originals.entry(row.his_no.clone()).or_default().lines;
            if !lines.contains(&line) {
                lines.push(line);
            }
        } else if row.kind == Kind::Refund {
            let refund = BookedRefund { day, second: row.second, his_no: row.his_no.clone(), amount: amount.abs() };
            originals.entry(row.original_no.clone()).or_default().refunds.push(refund);
        }
    }
    originals
}
