//! Closing days: how a day stands, and each step.

use super::receipts::mismatched;
use super::session::Session;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::closing::{ClosingCause, DayStep};
use crate::domain::day::BusinessDay;
use crate::domain::entry::Side;
use crate::domain::money::Money;
use crate::domain::recon::BySide;
use crate::ops::approval::{ApprovalOutcome, ApprovalRules};
use crate::ops::close::{DayRequest, DayStanding, obstacles, standing};
use crate::ops::{Command, Outcome};
use crate::store::{ApprovalSaid, DayStepped, Reader, Seal, StepRow};
use crate::text::messages::Sealed;
use crate::text::{messages, terms};
use crate::tui::desk::{DayAction, DayView};

/// How a day stands on its way to being closed.
///
/// # Errors
/// A refusal when there is no book.
pub fn day_view(context: &Context, day: BusinessDay) -> Result<DayView, Failure> {
    Session::open(context)?.day_view(day)
}

/// A step taken.
#[derive(Clone, Debug)]
pub struct DayDone {
    /// Digest of what was seen or sealed; empty for steps that see nothing.
    pub digest: String,
    /// Whether the day stood so already and nothing was written.
    pub unchanged: bool,
    /// What was done, in words.
    pub said: String,
}

/// What a step of a day came to.
pub(super) enum DayDid {
    /// The step itself.
    Step(DayStepped),
    /// One approval of several; the day is not closed yet.
    Reviewed(ApprovalSaid),
}

/// Takes a step.
///
/// # Errors
/// A refusal that names every cause in the way.
pub fn step_day(
    context: &Context,
    day: BusinessDay,
    step: DayStep,
    side: Option<Side>,
    reason: &str,
) -> Result<DayDone, Failure> {
    let request = DayRequest { day, step, side, reason: reason.to_string() };
    let session = Session::open(context)?;
    let done = session.step_day(request)?;
    let said = session.day_done(step, &done);
    Ok(match done {
        DayDid::Step(done) => DayDone { digest: done.digest, unchanged: done.unchanged, said },
        DayDid::Reviewed(done) => DayDone { digest: done.sha256, unchanged: false, said },
    })
}

impl Session {
    pub(super) fn day_view(&self, day: BusinessDay) -> Result<DayView, Failure> {
        let (reader, lang) = (self.reader()?, self.context.lang);
        let found = standing(&reader, day, &self.run)?;
        let approvals = ApprovalRules::load(&self.rules)?;
        let mut actions = Vec::new();
        for step in DayStep::ALL {
            // A reason is asked for when the step is taken, and a side when one is declared absent.
            let request = DayRequest { day, step: *step, side: None, reason: "-".into() };
            let causes = obstacles(&reader, &found, &request, &self.actor, self.context.now.today, &approvals)?;
            actions.push(DayAction { step: *step, causes });
        }
        let mut steps = Vec::new();
        for row in &found.steps {
            steps.push(self.step_line(&reader, row)?);
        }
        // What changed since it was handed over, or was sent back, is handed over again.
        let again = |cause: &ClosingCause| matches!(cause, ClosingCause::Changed | ClosingCause::NotPrepared);
        let close = actions.iter().filter(|action| action.step == DayStep::Close);
        let changed = close.flat_map(|action| &action.causes).any(again);
        let late = reader.adjustment(day)?.filter(|_| found.is_closed());
        Ok(DayView {
            day,
            is_closed: found.is_closed(),
            next: DayStep::after(found.last().map(|row| row.step), changed),
            actions,
            steps,
            seal: self.seal_lines(&reader, &found)?,
            late: late.map(|found| messages::adjustment(&found, lang)).unwrap_or_default(),
        })
    }

    /// One step in words: when, who, what, why.
    fn step_line(&self, reader: &Reader, row: &StepRow) -> Result<String, Failure> {
        let lang = self.context.lang;
        let fact = reader.fact(row.seq)?;
        let (at, reason) = fact.map(|fact| (fact.at_utc, fact.reason)).unwrap_or_default();
        let side = row.side.map_or(String::new(), |side| format!(" {}", terms::side(side, lang)));
        let reason = if reason.is_empty() { reason } else { format!("{}{reason}", lang.pick("：", ": ")) };
        Ok(format!("{at} {} {}{side}{reason}", row.actor, terms::day_step(row.step, lang)))
    }

    /// What was sealed, in words; nothing while the day is open.
    fn seal_lines(&self, reader: &Reader, found: &DayStanding) -> Result<Vec<String>, Failure> {
        let Some(row) = found.last().filter(|row| row.step == DayStep::Close) else { return Ok(Vec::new()) };
        let seal = reader.day_seal(row.seq)?;
        Ok(seal.map_or_else(Vec::new, |seal| messages::seal(&sealed(&seal, &row.digest), self.context.lang)))
    }

    pub(super) fn step_day(&self, request: DayRequest) -> Result<DayDid, Failure> {
        let (run, rules) = (Box::new(self.run.clone()), self.rules.clone());
        match self.execute(Command::StepDay { request, run, rules })? {
            Outcome::DayStepped(done) => Ok(DayDid::Step(done)),
            Outcome::Approval(ApprovalOutcome::Stepped(said)) => Ok(DayDid::Reviewed(said)),
            _ => Err(mismatched()),
        }
    }

    pub(super) fn day_done(&self, step: DayStep, done: &DayDid) -> String {
        let lang = self.context.lang;
        match done {
            DayDid::Step(done) => messages::day_stepped(&done.day, step, &done.digest, done.unchanged, lang),
            DayDid::Reviewed(said) => super::approvals::stepped(said, lang),
        }
    }
}

/// A seal as people read it.
fn sealed(seal: &Seal, digest: &str) -> Sealed {
    let [his, cashier, bank] = seal.entries;
    let sums = seal.sums_fen.map(Money::from_fen);
    Sealed {
        digest: digest.to_owned(),
        rows: BySide { his, cashier, bank },
        sums: BySide { his: sums[0], cashier: sums[1], bank: sums[2] },
        files: seal.files.len(),
        carried: seal.open_items.iter().map(|(_, _, number, fen)| (number.clone(), Money::from_fen(*fen))).collect(),
        rules: seal.rules.0.clone(),
        previous: seal.previous.clone(),
    }
}
