//! What the printed sheets are made of, and how a file that goes out is written.

use std::path::Path;

use super::session::Session;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::closing::DayStep;
use crate::domain::day::BusinessDay;
use crate::domain::recon::{DayResult, DayStatus};
use crate::print::day::{DayFacts, Head};
use crate::print::differences::Period;
use crate::store::put_new;
use crate::text::sheets::no_result;

/// Results and cases of the days from–to.
///
/// # Errors
/// A refusal when no day of the range has a result.
pub fn differences(context: &Context, range: (BusinessDay, BusinessDay)) -> Result<Period, Failure> {
    let session = Session::open(context)?;
    let (mut days, mut stale) = (Vec::new(), Vec::new());
    for summary in session.days()?.into_iter().filter(|day| (range.0..=range.1).contains(&day.day)) {
        if summary.status == DayStatus::Stale {
            stale.push(summary.day);
        }
        days.extend(session.aged_result(summary.day)?);
    }
    if days.is_empty() {
        return Err(Failure::Usage(no_result(&format!("{} … {}", range.0, range.1), context.lang)));
    }
    Ok(Period { range, days, stale })
}

/// The figures of a day, how it was closed, and the head of the journal.
///
/// # Errors
/// A refusal when the day has no result.
pub fn day_facts(context: &Context, day: BusinessDay) -> Result<DayFacts, Failure> {
    let session = Session::open(context)?;
    let reader = session.reader()?;
    let missing = || Failure::Usage(no_result(&day.to_string(), context.lang));
    let result = session.aged_result(day)?.ok_or_else(missing)?;
    let summary = session.days()?.into_iter().find(|one| one.day == day).ok_or_else(missing)?;
    let view = session.day_view(day)?;
    let last = reader.day_steps(day)?.into_iter().next_back();
    let seal = last.filter(|row| row.step == DayStep::Close).map(|row| row.digest).unwrap_or_default();
    let head = reader.last_fact()?.map(|fact| fact.head()).ok_or_else(missing)?;
    Ok(DayFacts {
        result,
        status: summary.status,
        steps: view.steps,
        late: view.late,
        seal,
        head: Head { seq: head.seq, hash: head.hash, at: head.at_utc },
    })
}

/// Writes a file that goes out: 0600, never over another.
///
/// # Errors
/// A refusal when the name is taken.
pub fn put_out(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    Ok(put_new(path, bytes)?)
}

impl Session {
    fn aged_result(&self, day: BusinessDay) -> Result<Option<DayResult>, Failure> {
        let found = self.reader()?.day_result(day)?;
        Ok(found.map(|result| DayResult { exceptions: self.aged(result.exceptions.clone()), ..result }))
    }
}
