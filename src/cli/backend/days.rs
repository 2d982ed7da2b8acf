//! How the days of the book stand: for the calendar, and for whoever asks for exceptions of days that changed since.

use std::collections::BTreeMap;

use super::session::Session;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::closing::DayStep;
use crate::domain::day::BusinessDay;
use crate::domain::entry::Side;
use crate::domain::money::Money;
use crate::domain::recon::{BySide, DayStatus, DaySummary};
use crate::ops::settlement::is_touched;
use crate::store::{CoverageDays, DayRow, StoredDay};

/// Days of the range (of the book when `None`) that files touched since they were last matched.
///
/// # Errors
/// A refusal when there is no book.
pub fn stale_days(context: &Context, range: Option<(BusinessDay, BusinessDay)>) -> Result<Vec<BusinessDay>, Failure> {
    let (from, to) = range.unwrap_or((BusinessDay::MIN, BusinessDay::MAX));
    let days = Session::open(context)?.days()?.into_iter();
    let stale = days.filter(|day| day.status == DayStatus::Stale && (from..=to).contains(&day.day));
    Ok(stale.map(|day| day.day).collect())
}

impl Session {
    /// Every day that has entries, oldest first, and how it stands.
    pub(super) fn days(&self) -> Result<Vec<DaySummary>, Failure> {
        let reader = self.reader()?;
        let rows = reader.day_rows()?;
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(Vec::new()) };
        let coverage = reader.coverage(first.day, last.day, &self.run.house)?;
        let stored = reader.stored_days()?;
        let steps: BTreeMap<BusinessDay, DayStep> =
            reader.all_day_steps()?.into_iter().map(|row| (row.day, row.step)).collect();
        let result = |day: BusinessDay| stored.iter().find(|stored| stored.day == day);
        let newest = |day: BusinessDay| rows.iter().find(|row| row.day == day).map_or(0, |row| row.newest_seq);
        let summary = |row: &DayRow| {
            let around = newest(row.day.plus(-1)).max(newest(row.day.plus(1)));
            let mut summary = summary_of(row, result(row.day), &coverage, around);
            let touched = |stored: &StoredDay| is_touched(&reader, &self.run, row.day, stored.seq);
            if result(row.day).map(touched).transpose()?.is_some_and(|touched| touched) {
                summary.status = DayStatus::Stale;
            }
            let status = match (steps.get(&row.day), summary.status) {
                (Some(DayStep::Close), _) => DayStatus::Closed,
                (Some(DayStep::Prepare), DayStatus::Clean | DayStatus::SourceMissing) => DayStatus::Prepared,
                (_, status) => status,
            };
            Ok(DaySummary { status, ..summary })
        };
        rows.iter().map(summary).collect()
    }
}

/// A day is stale when a file touched it after its run, or touched a neighbour while cases are open.
fn summary_of(row: &DayRow, stored: Option<&StoredDay>, coverage: &CoverageDays, around: i64) -> DaySummary {
    let sources = BySide {
        his: coverage.any(Side::His, row.day),
        cashier: coverage.any(Side::Cashier, row.day),
        bank: coverage.any(Side::Bank, row.day),
    };
    let complete = sources.his && sources.cashier && sources.bank;
    let status = match stored {
        None => DayStatus::Stale,
        Some(stored) if row.newest_seq > stored.seq || (stored.open > 0 && around > stored.seq) => DayStatus::Stale,
        Some(_) if !complete => DayStatus::SourceMissing,
        Some(stored) if stored.open > 0 => DayStatus::Open,
        Some(_) => DayStatus::Clean,
    };
    DaySummary {
        day: row.day,
        status,
        entries: row.entries,
        sources,
        open: stored.map_or(0, |stored| stored.open),
        listed: stored.map_or(0, |stored| stored.listed),
        difference: stored.map_or(Money::ZERO, |stored| stored.differences),
    }
}
