//! Collection work: logging calls, listing them, promises judged from receipts.

use std::collections::HashMap;
use std::sync::Arc;

use super::receipts::mismatched;
use super::registry::employer_at;
use super::session::Session;
use crate::book::collection;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::arrears::registry::Employer;
use crate::domain::collection::call::{Call, CallNote, Pledge};
use crate::domain::collection::policy::CollectionPolicy;
use crate::domain::collection::promise::{Judged, PromiseState};
use crate::domain::day::BusinessDay;
use crate::domain::rejection::Rejection;
use crate::ops::collection::{CollectionCommand, CollectionDone, CollectionRules, judged_promises};
use crate::ops::{Command, Outcome};
use crate::store::{EmployerAt, PromiseVersion, Reader};

/// A call logged.
#[derive(Clone, Debug)]
pub struct LoggedCall {
    /// The employer.
    pub employer: Employer,
    /// What was kept.
    pub note: CallNote,
    /// Number of the promise taken.
    pub promise: Option<i64>,
}

/// A call as listed.
#[derive(Clone, Debug)]
pub struct CallLine {
    /// The employer.
    pub employer: Employer,
    /// The call.
    pub call: Call,
    /// Its promise as it stands.
    pub promise: Option<Judged>,
}

/// A promise as listed.
#[derive(Clone, Debug)]
pub struct PromiseLine {
    /// The employer.
    pub employer: Employer,
    /// The promise, judged.
    pub judged: Judged,
    /// Its versions, the first first: day, who, what, why.
    pub versions: Vec<PromiseVersion>,
}

impl Session {
    /// What collection work goes by.
    pub(super) fn collection_rules(&self) -> Result<CollectionRules, Failure> {
        let policy = Arc::new(collection::load(&self.rules)?);
        Ok(CollectionRules { policy, calendar: Arc::new(self.run.calendar.clone()) })
    }

    /// Does collection work.
    pub(super) fn collect(&self, work: CollectionCommand, by: &CollectionRules) -> Result<CollectionDone, Failure> {
        let command = Command::Collect { work: Box::new(work), by: by.clone(), rules: self.rules.clone() };
        match self.execute(command)? {
            Outcome::CollectionDone(done) => Ok(done),
            _ => Err(mismatched()),
        }
    }

    /// Logs a call; where no next contact is said, the policy proposes one.
    pub(super) fn log_call(&self, employer: &EmployerAt, note: &CallNote) -> Result<LoggedCall, Failure> {
        let by = self.collection_rules()?;
        let mut note = note.clone();
        if note.next_on.is_none() {
            note.next_on = self.next_contact(&note, &by)?;
        }
        let code = employer.employer.code.to_string();
        let done = self.collect(CollectionCommand::LogCall { code, note: note.clone() }, &by)?;
        Ok(LoggedCall { employer: employer.employer.clone(), note, promise: done.promise })
    }

    /// The day of the promise, else so many working days from today as the result asks for.
    fn next_contact(&self, note: &CallNote, by: &CollectionRules) -> Result<Option<BusinessDay>, Failure> {
        if let Some(pledge) = note.promise {
            return Ok(Some(pledge.pay_on));
        }
        let days = by.policy.result(&note.result).map_or(0, |result| result.next_working_days);
        if days == 0 {
            return Ok(None);
        }
        let next = by.calendar.after(self.context.now.today, days);
        Ok(Some(next.map_err(|unknown| Rejection::CalendarUnknown(unknown.year))?))
    }
}

/// The employers of a list by number; all of them where no key is given.
fn employers_of(reader: &Reader, key: Option<&str>) -> Result<(Option<i64>, HashMap<i64, Employer>), Failure> {
    let all = match key {
        Some(key) => vec![employer_at(reader, key)?],
        None => reader.employers()?,
    };
    let id = key.and_then(|_| all.first().map(|at| at.id));
    Ok((id, all.into_iter().map(|at| (at.id, at.employer)).collect()))
}

/// What a call may come to.
///
/// # Errors
/// A rule-book rejection with file and line.
pub fn collection_policy(context: &Context) -> Result<CollectionPolicy, Failure> {
    Ok(collection::load(&super::session::rule_files(context))?)
}

/// Logs a call with an employer.
///
/// # Errors
/// What of the note cannot be.
pub fn log_call(context: &Context, key: &str, note: &CallNote) -> Result<LoggedCall, Failure> {
    let session = Session::open(context)?;
    let employer = employer_at(&session.reader()?, key)?;
    session.log_call(&employer, note)
}

/// Calls of one employer or of all, the newest first, each with its promise as it stands.
///
/// # Errors
/// What the book or the calendar refuse.
pub fn calls(context: &Context, key: Option<&str>, limit: usize) -> Result<Vec<CallLine>, Failure> {
    let session = Session::open(context)?;
    let reader = session.reader()?;
    let (id, employers) = employers_of(&reader, key)?;
    let judged = judged_promises(&reader, id, context.now.today, &session.run.calendar)?;
    let judged: HashMap<i64, Judged> = judged.into_iter().map(|one| (one.promise.no, one)).collect();
    let line = |call: Call| {
        let employer = employers.get(&call.employer_id)?.clone();
        Some(CallLine { employer, promise: judged.get(&call.seq).cloned(), call })
    };
    Ok(reader.calls(id, limit)?.into_iter().filter_map(line).collect())
}

/// Promises of one employer or of all, judged as of a date, those due first first.
///
/// # Errors
/// What the book or the calendar refuse.
pub fn promises(
    context: &Context,
    key: Option<&str>,
    state: Option<PromiseState>,
    as_of: Option<BusinessDay>,
) -> Result<Vec<PromiseLine>, Failure> {
    let session = Session::open(context)?;
    let reader = session.reader()?;
    let (id, employers) = employers_of(&reader, key)?;
    let mut versions: HashMap<i64, Vec<PromiseVersion>> = HashMap::new();
    for version in reader.promise_versions(id)? {
        versions.entry(version.promise.no).or_default().push(version);
    }
    let judged = judged_promises(&reader, id, as_of.unwrap_or(context.now.today), &session.run.calendar)?;
    let wanted = judged.into_iter().filter(|one| state.is_none_or(|state| state == one.state));
    let mut lines: Vec<PromiseLine> = wanted
        .filter_map(|judged| {
            let employer = employers.get(&judged.promise.employer_id)?.clone();
            let versions = versions.remove(&judged.promise.no).unwrap_or_default();
            Some(PromiseLine { employer, judged, versions })
        })
        .collect();
    lines.sort_by_key(|line| (line.judged.promise.pledge.pay_on, line.judged.promise.no));
    Ok(lines)
}

/// Changes a promise that is still open; takes it back where nothing is promised any more.
///
/// # Errors
/// Why it cannot be changed.
pub fn change_promise(context: &Context, no: i64, change: Option<Pledge>, reason: &str) -> Result<(), Failure> {
    let session = Session::open(context)?;
    let by = session.collection_rules()?;
    let reason = reason.to_string();
    let work = match change {
        Some(pledge) => CollectionCommand::ChangePromise { no, pledge, reason },
        None => CollectionCommand::WithdrawPromise { no, reason },
    };
    session.collect(work, &by).map(drop)
}

/// What a promise says now.
///
/// # Errors
/// When there is none of that number.
pub fn pledge_of(context: &Context, no: i64) -> Result<Pledge, Failure> {
    let reader = Session::open(context)?.reader()?;
    let last = reader.promise_versions(None)?.into_iter().rfind(|version| version.promise.no == no);
    let unknown = || Rejection::from(crate::domain::rejection::CollectionRejection::PromiseUnknown(no));
    Ok(last.ok_or_else(unknown)?.promise.pledge)
}
