//! Closing days 关账: declare a source absent, hand to review, close, reopen.
//!
//! Invariants: what a reviewer closes is what was prepared, to the byte; the preparer neither closes nor
//! reopens, decided here under the ticket and again by a trigger; closing twice changes nothing.

use super::reconcile::RunRules;
use super::settlement::is_touched;
use super::{Act, Outcome, Refusal, Turn};
use crate::domain::closing::{ClosingCause, DayStep, Standing, causes};
use crate::domain::day::BusinessDay;
use crate::domain::entry::Side;
use crate::domain::exception::State;
use crate::domain::matching::digest::sha256_hex;
use crate::domain::names;
use crate::domain::recon::{BySide, DayResult};
use crate::domain::rejection::{DayRejection, Rejection};
use crate::store::{DayStepped, Reader, Seal, StepRow, Writer};

/// 关账请求.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayRequest {
    /// 营业日.
    pub day: BusinessDay,
    /// Which step.
    pub step: DayStep,
    /// Side to declare absent.
    pub side: Option<Side>,
    /// 原因; declaring and reopening need one.
    pub reason: String,
}

/// How a day stands on its way to being closed.
#[derive(Clone, Debug, Default)]
pub struct DayStanding {
    /// Its result; `None` before the first run.
    pub result: Option<DayResult>,
    /// Steps so far, oldest first.
    pub steps: Vec<StepRow>,
    /// Whether a file touched it after its run.
    pub is_stale: bool,
    /// Whether a file of that side covers it.
    pub sources: BySide<bool>,
    /// Sheets of the HIS, by name, that are not in while others are.
    pub lacking: Vec<String>,
}

impl DayStanding {
    /// The last step, whatever it was.
    pub fn last(&self) -> Option<&StepRow> {
        self.steps.last()
    }

    /// Whether it is closed now.
    pub fn is_closed(&self) -> bool {
        self.last().is_some_and(|row| row.step == DayStep::Close)
    }

    /// Who prepared it last.
    pub fn preparer(&self) -> Option<&str> {
        self.steps.iter().rev().find(|row| row.step == DayStep::Prepare).map(|row| row.actor.as_str())
    }

    fn declared(&self, side: Side) -> bool {
        self.steps.iter().any(|row| row.step == DayStep::Declare && row.side == Some(side))
    }

    /// Every cause why it cannot be handed to review.
    pub fn causes(&self) -> Vec<ClosingCause> {
        let declared = BySide {
            his: self.declared(Side::His),
            cashier: self.declared(Side::Cashier),
            bank: self.declared(Side::Bank),
        };
        let (result, sources, lacking) = (self.result.as_ref(), self.sources, self.lacking.as_slice());
        causes(&Standing { result, is_stale: self.is_stale, sources, lacking, declared })
    }
}

/// How a day stands.
///
/// # Errors
/// When the book cannot be read.
pub fn standing(reader: &Reader, day: BusinessDay, rules: &RunRules) -> Result<DayStanding, Refusal> {
    let coverage = reader.coverage(day, day, &rules.house)?;
    let sheet_name = |place: usize| rules.house.his_sheets.get(place).map(|sheet| sheet.name.clone());
    let result = reader.day_result(day)?;
    let run = reader.day_run_seq(day)?.unwrap_or(0);
    let newest = |day: BusinessDay| reader.newest_file_seq(day);
    let asks = |result: &DayResult| {
        result.exceptions.iter().any(|case| matches!(case.state, State::Open | State::Proposed | State::Carried))
    };
    let around = newest(day.plus(-1))?.max(newest(day.plus(1))?);
    let is_stale = newest(day)? > run || (around > run && result.as_ref().is_some_and(asks));
    Ok(DayStanding {
        steps: reader.day_steps(day)?,
        is_stale: result.is_some() && (is_stale || is_touched(reader, rules, day, run)?),
        sources: BySide {
            his: coverage.any(Side::His, day),
            cashier: coverage.any(Side::Cashier, day),
            bank: coverage.any(Side::Bank, day),
        },
        lacking: coverage.lacking_sheets(&rules.house, day).into_iter().filter_map(sheet_name).collect(),
        result,
    })
}

/// Every cause why this person cannot take this step; empty where it can be taken.
///
/// # Errors
/// When the book cannot be read.
pub fn obstacles(
    reader: &Reader,
    standing: &DayStanding,
    request: &DayRequest,
    actor: &str,
) -> Result<Vec<ClosingCause>, Refusal> {
    let alone = reader.book()?.is_some_and(|book| book.single_person);
    let own = standing.preparer().filter(|preparer| *preparer == actor && !alone);
    let own = own.map(|name| ClosingCause::SamePerson(name.to_string()));
    let no_reason = Some(ClosingCause::ReasonMissing).filter(|_| request.reason.trim().is_empty());
    let closed = Some(ClosingCause::Closed).filter(|_| standing.is_closed());
    Ok(match request.step {
        DayStep::Declare => {
            let there = request.side.filter(|side| *standing.sources.get(*side)).map(ClosingCause::SourceThere);
            closed.into_iter().chain(there).chain(no_reason).collect()
        }
        DayStep::Prepare if standing.is_closed() => vec![ClosingCause::Closed],
        DayStep::Prepare => standing.causes(),
        DayStep::Close if standing.is_closed() => vec![ClosingCause::Closed],
        DayStep::Close => {
            let prepared = standing.last().filter(|row| row.step == DayStep::Prepare);
            let Some(prepared) = prepared else { return Ok(vec![ClosingCause::NotPrepared]) };
            let same = contents(reader, request.day, i64::MAX)?.0 == prepared.digest;
            let changed = Some(ClosingCause::Changed).filter(|_| !same);
            own.into_iter().chain(changed).chain(standing.causes()).collect()
        }
        DayStep::Reopen if !standing.is_closed() => vec![ClosingCause::NotClosed],
        DayStep::Reopen => own.into_iter().chain(no_reason).collect(),
    })
}

pub(super) fn step(act: &Act<'_>, request: &DayRequest, run: &RunRules) -> Result<Outcome, Refusal> {
    names::check_text(&request.reason)?;
    let writer = match act.begin()? {
        Turn::Write(writer) => writer,
        Turn::Done(outcome) => return Ok(*outcome),
    };
    let standing = standing(&writer, request.day, run)?;
    if let Some(unchanged) = stands_so(&writer, &standing, request)? {
        return Ok(Outcome::DayStepped(unchanged));
    }
    let obstacles = obstacles(&writer, &standing, request, &act.actor.name)?;
    if !obstacles.is_empty() {
        return Err(Rejection::Day(DayRejection { day: request.day.to_string(), causes: obstacles }).into());
    }
    let seq = writer.next_seq()?;
    let body = body(&writer, &standing, request, run, seq)?;
    writer.put_day_step(&StepRow {
        seq,
        day: request.day,
        step: request.step,
        side: request.side,
        actor: act.actor.name.clone(),
        digest: body.digest.clone(),
    })?;
    act.commit_because(writer, &request.day.to_string(), &request.reason, &body)?;
    Ok(Outcome::DayStepped(body))
}

/// The same step taken again on a day nothing happened to: it stands, and nothing is written.
fn stands_so(reader: &Reader, standing: &DayStanding, request: &DayRequest) -> Result<Option<DayStepped>, Refusal> {
    let Some(last) = standing.last().filter(|row| row.step == request.step) else { return Ok(None) };
    let same = match request.step {
        DayStep::Close => true,
        DayStep::Prepare => standing.causes().is_empty() && contents(reader, request.day, i64::MAX)?.0 == last.digest,
        DayStep::Declare | DayStep::Reopen => false,
    };
    Ok(same.then(|| DayStepped {
        day: request.day.to_string(),
        step: request.step.code().into(),
        side: String::new(),
        digest: last.digest.clone(),
        preparer: standing.preparer().unwrap_or_default().into(),
        seal: None,
        unchanged: true,
    }))
}

fn body(
    writer: &Writer<'_>,
    standing: &DayStanding,
    request: &DayRequest,
    run: &RunRules,
    seq: i64,
) -> Result<DayStepped, Refusal> {
    let mut body = DayStepped {
        day: request.day.to_string(),
        step: request.step.code().into(),
        side: request.side.map_or("", Side::code).into(),
        digest: String::new(),
        preparer: String::new(),
        seal: None,
        unchanged: false,
    };
    match request.step {
        DayStep::Declare | DayStep::Reopen => {}
        DayStep::Prepare => body.digest = contents(writer, request.day, seq)?.0,
        DayStep::Close => {
            let seal = seal(writer, standing, request.day, run, seq)?;
            body.digest = seal.digest()?;
            body.preparer = standing.preparer().unwrap_or_default().into();
            body.seal = Some(seal);
        }
    }
    Ok(body)
}

/// Hash of what a reviewer would see, and the hashes it is made of: rows, result.
fn contents(reader: &Reader, day: BusinessDay, horizon: i64) -> Result<(String, String, String), Refusal> {
    let rows = reader.rows_of_day(day, horizon)?.sha256;
    let result = reader.day_contents(day)?.unwrap_or_default();
    Ok((sha256_hex([rows.as_bytes(), result.as_bytes()]), rows, result))
}

fn seal(
    writer: &Writer<'_>,
    standing: &DayStanding,
    day: BusinessDay,
    run: &RunRules,
    seq: i64,
) -> Result<Seal, Refusal> {
    let rows = writer.rows_of_day(day, seq)?;
    let carried = standing.result.iter().flat_map(|result| &result.exceptions);
    let carried = carried.filter(|case| case.state == State::Carried);
    let item = |case: &crate::domain::recon::ExceptionCase| {
        (case.key.clone(), case.class.code().to_string(), case.number().to_string(), case.difference.fen())
    };
    let closes = writer.all_day_steps()?;
    let previous = closes.iter().rev().find(|row| row.step == DayStep::Close);
    Ok(Seal {
        day: day.to_string(),
        entries: rows.entries,
        sums_fen: rows.sums_fen,
        rows_sha256: rows.sha256,
        files: rows.files,
        result_sha256: writer.day_contents(day)?.unwrap_or_default(),
        open_items: carried.map(item).collect(),
        rules: (run.rules.name.clone(), run.rules.sha256.clone()),
        previous: previous.map_or(String::new(), |row| row.digest.clone()),
    })
}
