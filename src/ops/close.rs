//! Closing days 关账: declare a source absent, hand to review, close, reopen.
//!
//! Handing over submits the day for approval, the last approval closes it; `approval` decides who may.
//!
//! Invariants: what a reviewer closes is what was prepared, to the byte; the preparer neither closes nor
//! reopens, decided here under the ticket and again by a trigger; closing twice changes nothing.

use super::approval::topics::Effect;
use super::approval::{ApprovalOutcome, ApprovalRules, Deciding, Submission, in_the_way, submit, take_step};
use super::reconcile::RunRules;
use super::settlement::is_touched;
use super::{Act, Outcome, Refusal, Turn};
use crate::book::files::RuleFiles;
use crate::domain::approval::rule::{Obstacle, submission_obstacles};
use crate::domain::approval::{Round, Stage, SubjectKind, Verdict};
use crate::domain::closing::{ClosingCause, DayStep, Standing, causes};
use crate::domain::day::BusinessDay;
use crate::domain::entry::Side;
use crate::domain::exception::State;
use crate::domain::journal::{Actor, FactKind};
use crate::domain::matching::digest::sha256_hex;
use crate::domain::money::Money;
use crate::domain::names;
use crate::domain::recon::{BySide, DayResult};
use crate::domain::rejection::{DayRejection, Rejection};
use crate::store::{DayStepped, During, Reader, Seal, StepRow, Writer};

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
    /// The round of approval it waits in.
    pub waiting: Option<Round>,
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
        waiting: reader.approval_waiting_for(SubjectKind::DayClose, &day.to_string())?,
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
    actor: &Actor,
    on: BusinessDay,
    rules: &ApprovalRules,
) -> Result<Vec<ClosingCause>, Refusal> {
    let no_reason = Some(ClosingCause::ReasonMissing).filter(|_| request.reason.trim().is_empty());
    let closed = Some(ClosingCause::Closed).filter(|_| standing.is_closed());
    Ok(match request.step {
        DayStep::Declare => {
            let there = request.side.filter(|side| *standing.sources.get(*side)).map(ClosingCause::SourceThere);
            closed.into_iter().chain(there).chain(no_reason).collect()
        }
        DayStep::Prepare if standing.is_closed() => vec![ClosingCause::Closed],
        DayStep::Prepare => {
            let chain = rules.chains.find(SubjectKind::DayClose, "", Money::ZERO);
            let post = chain.and_then(|chain| chain.steps.first()).and_then(|step| step.post);
            let people = submission_obstacles(post, &reader.people()?, actor, on);
            people.into_iter().map(ClosingCause::Approval).chain(standing.causes()).collect()
        }
        DayStep::Close if standing.is_closed() => vec![ClosingCause::Closed],
        DayStep::Close => {
            let Some(round) = &standing.waiting else { return Ok(vec![ClosingCause::NotPrepared]) };
            let people = in_the_way(reader, round, &approving(round), actor, on)?;
            people.into_iter().map(cause).chain(standing.causes()).collect()
        }
        DayStep::Reopen if !standing.is_closed() => vec![ClosingCause::NotClosed],
        DayStep::Reopen => {
            let alone = reader.book()?.is_some_and(|book| book.single_person);
            let own = standing.preparer().filter(|preparer| *preparer == actor.name && !alone);
            let own = own.map(|name| ClosingCause::SamePerson(name.to_string()));
            own.into_iter().chain(no_reason).collect()
        }
    })
}

/// Who closes a day approves what was handed over, as it was handed over.
fn approving(round: &Round) -> Deciding {
    let (reason, clause) = (String::new(), String::new());
    Deciding { round: round.seq, verdict: Verdict::Approve, seen: round.sha256.clone(), reason, clause }
}

fn cause(obstacle: Obstacle) -> ClosingCause {
    match obstacle {
        Obstacle::SamePerson(name) => ClosingCause::SamePerson(name),
        Obstacle::Changed => ClosingCause::Changed,
        other => ClosingCause::Approval(other),
    }
}

pub(super) fn step(act: &Act<'_>, request: &DayRequest, run: &RunRules, files: &RuleFiles) -> Result<Outcome, Refusal> {
    names::check_text(&request.reason)?;
    let rules = ApprovalRules::load(files)?;
    let writer = match act.begin()? {
        Turn::Write(writer) => writer,
        Turn::Done(outcome) => return Ok(*outcome),
    };
    let standing = standing(&writer, request.day, run)?;
    if let Some(unchanged) = stands_so(&writer, &standing, request)? {
        return Ok(Outcome::DayStepped(unchanged));
    }
    let obstacles = obstacles(&writer, &standing, request, act.actor, act.now.today, &rules)?;
    if !obstacles.is_empty() {
        return Err(refusal(request.day, obstacles));
    }
    if let (DayStep::Close, Some(round)) = (request.step, &standing.waiting) {
        let done = take_step(act, &writer, &rules, run, &approving(round))?;
        act.commit_as(writer, done.kind, &done.said.subject, &request.reason, &done.body)?;
        if done.kind != FactKind::DayClosed {
            return Ok(Outcome::Approval(ApprovalOutcome::Stepped(done.said)));
        }
        let body = serde_json::from_value(done.body).map_err(std::io::Error::from);
        return Ok(Outcome::DayStepped(body.during("read the fact's figures")?));
    }
    let seq = writer.next_seq()?;
    let mut body = DayStepped {
        day: request.day.to_string(),
        step: request.step.code().into(),
        side: request.side.map_or("", Side::code).into(),
        digest: String::new(),
        preparer: String::new(),
        seal: None,
        unchanged: false,
        approval: None,
    };
    if request.step == DayStep::Prepare {
        body.digest = contents(&writer, request.day, seq)?.0;
        let submission = Submission {
            kind: SubjectKind::DayClose,
            subject: &body.day,
            title: &body.day,
            policy: "",
            amount: Money::from_fen(writer.rows_of_day(request.day, seq)?.sums_fen[0]),
            sha256: &body.digest,
        };
        body.approval = Some(Box::new(submit(act, &writer, &rules, &submission)?));
    }
    put_step(act, &writer, seq, request.day, request.step, request.side, &body.digest)?;
    act.commit_because(writer, &body.day, &request.reason, &body)?;
    Ok(Outcome::DayStepped(body))
}

fn refusal(day: BusinessDay, causes: Vec<ClosingCause>) -> Refusal {
    Rejection::Day(DayRejection { day: day.to_string(), causes }).into()
}

fn put_step(
    act: &Act<'_>,
    writer: &Writer<'_>,
    seq: i64,
    day: BusinessDay,
    step: DayStep,
    side: Option<Side>,
    digest: &str,
) -> Result<(), Refusal> {
    let (actor, digest) = (act.actor.name.clone(), digest.to_string());
    Ok(writer.put_day_step(&StepRow { seq, day, step, side, actor, digest })?)
}

/// What a day that waits for approval shows now.
pub(super) fn document(reader: &Reader, round: &Round) -> Result<String, Refusal> {
    Ok(contents(reader, day_of(round)?, i64::MAX)?.0)
}

fn day_of(round: &Round) -> Result<BusinessDay, Rejection> {
    BusinessDay::parse(&round.subject).ok_or_else(|| Rejection::BadRange(round.subject.clone()))
}

/// Closes the day whose last approval this is.
pub(super) fn settle(
    act: &Act<'_>,
    writer: &Writer<'_>,
    round: &Round,
    run: &RunRules,
    seq: i64,
) -> Result<Effect, Refusal> {
    if round.stage() != Stage::Approved {
        return Ok(Effect::none());
    }
    let day = day_of(round)?;
    let standing = standing(writer, day, run)?;
    let causes = standing.causes();
    if !causes.is_empty() {
        return Err(refusal(day, causes));
    }
    let seal = seal(writer, &standing, day, run, seq)?;
    let body = DayStepped {
        day: day.to_string(),
        step: DayStep::Close.code().into(),
        side: String::new(),
        digest: seal.digest()?,
        preparer: standing.preparer().unwrap_or_default().into(),
        seal: Some(seal),
        unchanged: false,
        approval: None,
    };
    put_step(act, writer, seq, day, DayStep::Close, None, &body.digest)?;
    let body = serde_json::to_value(&body).map_err(std::io::Error::from).during("write the fact's figures")?;
    Ok(Effect { kind: FactKind::DayClosed, body })
}

/// The same step taken again on a day nothing happened to: it stands, and nothing is written.
fn stands_so(reader: &Reader, standing: &DayStanding, request: &DayRequest) -> Result<Option<DayStepped>, Refusal> {
    let Some(last) = standing.last().filter(|row| row.step == request.step) else { return Ok(None) };
    let same = match request.step {
        DayStep::Close => true,
        DayStep::Prepare => {
            let waits = standing.waiting.as_ref().is_some_and(|round| round.sha256 == last.digest);
            waits && standing.causes().is_empty() && contents(reader, request.day, i64::MAX)?.0 == last.digest
        }
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
        approval: None,
    }))
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
