//! Standing copies: made when due, kept by rule, tried by restoring.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;

use chrono::{Duration, NaiveDateTime};

use super::administration::book_copy;
use super::session::{Session, rule_files};
use super::{BookKept, DrillPassed};
use crate::book::copies::load;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::copies::{CopyStamp, Occasion, is_due};
use crate::domain::journal::Now;
use crate::store::{self, Store};
use crate::text::copies::{self as words, ControlTotal};

const UTC: &str = "%Y-%m-%dT%H:%M:%SZ";

/// Makes a copy among the standing ones and rotates them.
///
/// # Errors
/// A fault when the copy cannot be made or does not hold.
pub fn keep_backup(context: &Context) -> Result<BookKept, Failure> {
    keep(&Store::open(&context.book)?, context)
}

/// Restores a copy (the newest when none is named) beside it, checks it, compares its control totals,
/// and removes it again.
///
/// # Errors
/// A usage failure when there is no copy; a fault naming what does not agree.
pub fn drill(context: &Context, from: Option<&Path>) -> Result<DrillPassed, Failure> {
    let store = Store::open(&context.book)?;
    let copy = match from {
        Some(path) => path.to_path_buf(),
        None => newest(&store)?.ok_or_else(|| {
            let directory = store::copies_directory(store.path());
            Failure::Usage(words::no_copies(&directory.display().to_string(), context.lang))
        })?,
    };
    let begun = Instant::now();
    let passed = store::drill(&store, &copy)?;
    let totals = passed.note.totals;
    Ok(DrillPassed {
        path: passed.copy,
        bytes: passed.note.bytes,
        totals: vec![
            (ControlTotal::Facts, totals.facts),
            (ControlTotal::Rows, totals.rows),
            (ControlTotal::Differences, totals.differences_fen),
            (ControlTotal::Statements, totals.statement_fen),
            (ControlTotal::Dues, totals.due_fen),
            (ControlTotal::Payments, totals.paid_fen),
        ],
        behind: passed.behind.unsigned_abs(),
        milliseconds: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
    })
}

/// When the newest standing copy was made, UTC; `None` where there is none to be seen.
pub fn last_copy(context: &Context) -> Option<String> {
    store::copies_in(&store::copies_directory(&context.book)).ok()?.pop().map(|stamp| stamp.at_utc)
}

fn newest(store: &Store) -> Result<Option<PathBuf>, Failure> {
    let directory = store::copies_directory(store.path());
    Ok(store::copies_in(&directory)?.last().map(|stamp| directory.join(stamp.file_name())))
}

fn keep(store: &Store, context: &Context) -> Result<BookKept, Failure> {
    let rules = load(&rule_files(context))?;
    let kept = store::keep_copy(store, &context.now.utc, &rules)?;
    let copy = book_copy(&kept.copied.path, kept.copied.verified.count)?;
    Ok(BookKept { copy, removed: kept.removed, second: kept.second })
}

/// 备份的下落. What went wrong with the last copy made beside the work; copies of a run's context share it.
#[derive(Clone, Debug, Default)]
pub struct CopyTrouble(Arc<Mutex<Option<String>>>);

impl CopyTrouble {
    /// What went wrong, in words; `None` while all is well.
    pub fn told(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, trouble: Option<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
    }
}

/// 随手备份. A copy made beside the work; whoever began it waits for its end.
#[derive(Default)]
pub(super) struct Keeper(Mutex<Option<JoinHandle<()>>>);

impl Drop for Keeper {
    fn drop(&mut self) {
        if let Some(running) = self.0.lock().ok().and_then(|mut running| running.take()) {
            let _ = running.join();
        }
    }
}

impl Session {
    /// Begins a copy beside the work when one is due at this occasion: after a day was closed, on whatever way; else
    /// when the last is older than an hour. One that fails is told, and tried again at the next act.
    pub(super) fn tend(&self, occasion: Occasion, now: &Now) {
        let Ok(mut running) = self.keeper.0.lock() else { return };
        let busy = running.as_ref().is_some_and(|running| !running.is_finished());
        if busy && occasion == Occasion::DayClosed {
            // The one under way may have begun before the close.
            let _ = running.take().map(JoinHandle::join);
        } else if busy {
            return;
        }
        if !self.is_due(occasion, now).unwrap_or(false) {
            return;
        }
        let context = Context { now: now.clone(), ..self.context.clone() };
        *running = Some(std::thread::spawn(move || {
            let trouble = match keep_backup(&context) {
                Ok(BookKept { second, .. }) => second.map(|why| words::second_failed(&why, context.lang)),
                Err(failure) => Some(words::not_kept(&failure.sentence(context.lang), context.lang)),
            };
            context.copies.note(trouble);
        }));
    }

    /// Whether a copy is due. A demonstration book, which can be made again any time, has none.
    fn is_due(&self, occasion: Occasion, now: &Now) -> Result<bool, Failure> {
        let reader = self.reader()?;
        let Some(book) = reader.book()?.filter(|book| !book.demonstration) else { return Ok(false) };
        let last = store::copies_in(&store::copies_directory(self.store.path()))?.pop();
        let last = last.unwrap_or(CopyStamp { at_utc: book.created_at, seq: 0 });
        let seq = reader.last_fact()?.map_or(0, |row| row.seq);
        Ok(is_due(occasion, &last, seq, &earlier(&now.utc, 1), &earlier(&now.utc, 24)))
    }

    /// Makes a copy when one is due at this occasion; `None` when none is.
    fn keep_if_due(&self, occasion: Occasion) -> Result<Option<BookKept>, Failure> {
        let now = self.context.moment();
        if !self.is_due(occasion, &now)? {
            return Ok(None);
        }
        keep(&self.store, &Context { now, ..self.context.clone() }).map(Some)
    }

    /// The same where the work goes on whatever becomes of the copy: says what went wrong, if anything.
    pub(super) fn keep_or_note(&self, occasion: Occasion) -> Option<String> {
        let lang = self.context.lang;
        match self.keep_if_due(occasion) {
            Ok(Some(BookKept { second: Some(why), .. })) => Some(words::second_failed(&why, lang)),
            Ok(_) => None,
            Err(failure) => Some(words::not_kept(&failure.sentence(lang), lang)),
        }
    }
}

/// So many hours before a UTC stamp, in the same form; the stamp itself where it is no time.
fn earlier(utc: &str, hours: i64) -> String {
    let at = NaiveDateTime::parse_from_str(utc, UTC).ok().and_then(|at| at.checked_sub_signed(Duration::hours(hours)));
    at.map_or_else(|| utc.to_owned(), |at| at.format(UTC).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_taken_off_across_midnight() {
        assert_eq!(earlier("2026-03-01T00:30:00Z", 1), "2026-02-28T23:30:00Z");
        assert_eq!(earlier("2026-03-01T00:30:00Z", 24), "2026-02-28T00:30:00Z");
        assert_eq!(earlier("never", 1), "never");
    }
}
