//! The ladder: where an employer stands, what was done, and every act of the chase.

use super::chase::{Standing, ledger_at};
use super::registry::employer_at;
use super::session::{Session, rule_files};
use crate::book::chase as ladder_book;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::chase::HoldKind;
use crate::domain::chase::case::Gate;
use crate::domain::chase::claim::Claim;
use crate::domain::chase::ladder::Ladder;
use crate::domain::day::BusinessDay;
use crate::ops::chase::{
    Chase, ChaseCommand, ChaseRules, Chased, History, Hold, ItemKey, NoticeBody, PaperRef, StepRecord, case_of, hold_of,
};
use crate::ops::{Command, Outcome};
use crate::text::chase::{self as words, ChaseWord};
use crate::text::ladder;
use crate::tui::chase::{ChaseAct, EmployerSection, OpenStep};

/// Where an employer stands on the ladder.
#[derive(Clone, Debug)]
pub struct ChaseStatus {
    /// 单位名称.
    pub name: String,
    /// As of.
    pub as_of: BusinessDay,
    /// The first day overdue of what is owed.
    pub found_on: Option<BusinessDay>,
    /// 下一步, in words.
    pub next: String,
    /// Every step.
    pub steps: Vec<StepLine>,
    /// What was done, in words, the last first.
    pub history: Vec<String>,
}

/// A step of an employer.
#[derive(Clone, Debug)]
pub struct StepLine {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// `done`, `open` or `shut`.
    pub state: &'static str,
    /// How it stands, in words.
    pub says: String,
    /// Who may act, in words.
    pub who: String,
}

/// The ladder in force.
///
/// # Errors
/// [`Rejection::RuleBook`](crate::domain::rejection::Rejection::RuleBook) with file and line.
pub fn chase_ladder(context: &Context) -> Result<Ladder, Failure> {
    Ok(ladder_book::load(&rule_files(context))?)
}

/// Where an employer stands.
///
/// # Errors
/// What the book, the calendar or the rules refuse.
pub fn chase_status(context: &Context, key: &str, as_of: Option<BusinessDay>) -> Result<ChaseStatus, Failure> {
    let session = Session::open(context)?;
    let (reader, lang) = (session.reader()?, context.lang);
    let at = employer_at(&reader, key)?;
    let rules = session.chase_rules()?;
    let ledger = ledger_at(&reader, &at, &session.ledger_rules(as_of))?;
    let chase = Chase::read(&reader)?;
    let history = chase.of(at.employer.code.as_str());
    let on = ledger.as_of;
    let case = case_of(history, &ledger, &at.employer, &rules, on);
    let steps = rules.ladder.steps.iter().map(|step| {
        let gate = case.gate(step, &rules.ladder, &rules.calendar, on);
        let who: Vec<&str> = step.who.iter().map(|post| ladder::post(post, lang)).collect();
        StepLine {
            code: step.code.clone(),
            name: ladder::step(step, lang).to_string(),
            state: match gate {
                Gate::Done { .. } => "done",
                Gate::Open { .. } => "open",
                Gate::Shut(_) => "shut",
            },
            says: ladder::gate(&gate, on, &rules.ladder, lang),
            who: who.join(lang.pick("、", ", ")),
        }
    });
    let standing = Standing { at: &at, ledger: &ledger, employer: &at.employer, chase: &chase, rules: &rules };
    Ok(ChaseStatus {
        name: at.employer.name.clone(),
        as_of: on,
        found_on: case.found_on,
        next: session.next_step(&standing).0,
        steps: steps.collect(),
        history: session.timeline(&standing),
    })
}

/// Carries an act out for employers named by code, number or name; says what was done.
///
/// # Errors
/// What the rules refuse; nothing is done then.
pub fn chase_act(
    context: &Context,
    employers: &[String],
    act: impl FnOnce(Vec<String>) -> ChaseAct,
) -> Result<String, Failure> {
    let session = Session::open(context)?;
    let reader = session.reader()?;
    let codes = employers.iter().map(|key| Ok(employer_at(&reader, key)?.employer.code.to_string()));
    let codes = codes.collect::<Result<Vec<_>, Failure>>()?;
    drop(reader);
    session.chase(&act(codes))
}

/// The bankruptcy claim of an employer: name, classes, clause.
///
/// # Errors
/// [`ChaseRejection::StepShut`](crate::domain::chase::ChaseRejection::StepShut) where no bankruptcy was
/// accepted; what the book or the rules refuse.
pub fn chase_claim(context: &Context, key: &str) -> Result<(String, Claim, String), Failure> {
    let session = Session::open(context)?;
    let reader = session.reader()?;
    let at = employer_at(&reader, key)?;
    let rules = session.chase_rules()?;
    let Some(accepted) = at.employer.bankrupt_on else {
        return Err(not_bankrupt(&at.employer.name).into());
    };
    let ledger = ledger_at(&reader, &at, &session.ledger_rules(Some(accepted.plus(-1))))?;
    let accounts = &rules.ladder.individual_accounts;
    let own = |code: &str| accounts.iter().any(|account| account == code);
    let claim = Claim::of(&ledger, |standing| own(rules.policy.line_code(standing.item.line)));
    Ok((at.employer.name, claim, rules.ladder.claim_basis))
}

fn not_bankrupt(employer: &str) -> crate::domain::rejection::Rejection {
    use crate::domain::chase::{ChaseRejection, case::Block, ladder::Condition};
    let blocks = vec![Block::Condition(Condition::Bankrupt)];
    ChaseRejection::StepShut { employer: employer.to_string(), step: "claim".into(), blocks }.into()
}

impl Session {
    /// What the chase goes by.
    pub(super) fn chase_rules(&self) -> Result<ChaseRules, Failure> {
        let ladder = ladder_book::load(&self.rules)?;
        let (policy, calendar) = (self.registry.policy.clone(), self.run.calendar.clone());
        Ok(ChaseRules { ladder, policy, calendar })
    }

    /// Carries an act out; says what was done.
    pub(super) fn chase(&self, act: &ChaseAct) -> Result<String, Failure> {
        let command = command(act);
        let (run, rules) = (Box::new(self.chase_rules()?), self.rules.clone());
        let command = Command::Chase { command: Box::new(command), run, rules };
        let Outcome::Chased(done) = self.execute(command)? else { return Err(super::receipts::mismatched()) };
        Ok(self.said_of(&done))
    }

    fn said_of(&self, done: &Chased) -> String {
        let lang = self.context.lang;
        match done {
            Chased::Stepped { steps } => words::steps_done(steps.len(), lang),
            Chased::Frozen { batch } => {
                let number = |one: Option<&NoticeBody>| one.map_or_else(String::new, |one| one.number.clone());
                let (first, last) = (number(batch.notices.first()), number(batch.notices.last()));
                crate::text::notice::numbered(&first, &last, batch.notices.len(), lang)
            }
            Chased::Served { papers, served_on, .. } => words::served(papers.len(), served_on.as_deref(), lang),
            Chased::Held { .. } => ChaseWord::HoldAsked.in_lang(lang).to_string(),
            Chased::HoldConfirmed { hold } => words::hold_confirmed(*hold, lang),
            Chased::HoldReleased { hold } => words::hold_released(*hold, lang),
        }
    }

    /// 下一步 in words, and the steps that are open.
    pub(super) fn next_step(&self, standing: &Standing<'_>) -> (String, Vec<OpenStep>) {
        let (lang, rules) = (self.context.lang, standing.rules);
        let on = standing.ledger.as_of;
        let history = standing.chase.of(standing.employer.code.as_str());
        let case = case_of(history, standing.ledger, standing.employer, rules, on);
        let open = rules
            .ladder
            .steps
            .iter()
            .filter(|step| matches!(case.gate(step, &rules.ladder, &rules.calendar, on), Gate::Open { .. }));
        let open = open.map(|step| OpenStep { code: step.code.clone(), name: ladder::step(step, lang).to_string() });
        let mut open: Vec<OpenStep> = open.collect();
        let said = match case.next(&rules.ladder, &rules.calendar, on) {
            None if case.found_on.is_none() => ChaseWord::NothingNext.in_lang(lang).to_string(),
            None => ChaseWord::AllDone.in_lang(lang).to_string(),
            Some((step, gate)) => {
                open.sort_by_key(|one| one.code != step.code);
                format!("{}  {}", ladder::step(step, lang), ladder::gate(&gate, on, &rules.ladder, lang))
            }
        };
        (said, open)
    }

    /// What was done, in words, the last first.
    pub(super) fn timeline(&self, standing: &Standing<'_>) -> Vec<String> {
        let history = standing.chase.of(standing.employer.code.as_str());
        let mut lines: Vec<(BusinessDay, i64, String)> = Vec::new();
        for record in &history.steps {
            lines.push((record.on, record.seq, self.step_said(record, standing.rules)));
        }
        lines.sort_by_key(|(on, seq, _)| std::cmp::Reverse((*on, *seq)));
        lines.into_iter().map(|(_, _, line)| line).collect()
    }

    /// Steps whose paper waits to be served, oldest first.
    pub(super) fn unserved(&self, history: &History, rules: &ChaseRules) -> Vec<OpenStep> {
        let waits = |record: &&StepRecord| {
            let paper = rules.ladder.step(&record.step).and_then(|step| step.paper.as_ref());
            let last = history.last_step(&record.step).is_some_and(|last| last.seq == record.seq);
            let served = record.service.as_ref().is_some_and(|service| service.served_on.is_some());
            last && !served && paper.is_some_and(|paper| paper.is_served)
        };
        let step = |record: &StepRecord| {
            let name = ladder::step_named(&rules.ladder, &record.step, self.context.lang).to_string();
            OpenStep { code: record.step.clone(), name }
        };
        history.steps.iter().filter(waits).map(step).collect()
    }

    fn step_said(&self, record: &StepRecord, rules: &ChaseRules) -> String {
        let lang = self.context.lang;
        let name = ladder::step_named(&rules.ladder, &record.step, lang);
        let mut parts = vec![record.on.to_string(), name.to_string(), record.actor.clone()];
        parts.extend([&record.number, &record.note].into_iter().filter(|text| !text.is_empty()).cloned());
        if let Some(service) = &record.service {
            let way = service.receipt.way().map_or("", |way| ladder::way(way, lang));
            let day = service.receipt.on.as_str();
            parts.push(match service.served_on {
                Some(served_on) => words::served_line(way, &served_on.to_string(), &service.receipt.receiver, lang),
                None => words::returned_line(way, day, &service.receipt.returned, lang),
            });
        } else if rules.ladder.step(&record.step).and_then(|step| step.paper.as_ref()).is_some_and(|one| one.is_served)
        {
            parts.push(ChaseWord::NotServed.in_lang(lang).to_string());
        }
        parts.join("  ")
    }

    fn hold_line(&self, hold: &Hold) -> String {
        let lang = self.context.lang;
        let kind = HoldKind::from_code(&hold.body.kind).map_or("", |kind| ladder::hold_kind(kind, lang));
        let item = hold.body.item.as_ref().map(|item| format!("{} {} {}", item.line, item.month, item.portion));
        words::hold_line(
            hold.seq,
            &[kind, item.as_deref().unwrap_or(""), &hold.body.until, &hold.body.reason, &hold.actor],
            hold.confirmed_by.as_deref(),
            lang,
        )
    }
}

/// 经过: steps and services, the last first.
pub(super) fn timeline(session: &Session, standing: &Standing<'_>) -> Result<Option<EmployerSection>, Failure> {
    let title = ChaseWord::Papers.in_lang(session.context.lang).to_string();
    let lines = session.timeline(standing);
    Ok((!lines.is_empty()).then_some(EmployerSection { title, lines }))
}

/// 暂缓与异议 that are open.
pub(super) fn holds(session: &Session, standing: &Standing<'_>) -> Result<Option<EmployerSection>, Failure> {
    let history = standing.chase.of(standing.employer.code.as_str());
    let open = history.holds.iter().rev().filter(|hold| hold.is_open(standing.ledger.as_of));
    let lines: Vec<String> = open.map(|hold| session.hold_line(hold)).collect();
    let title = ChaseWord::Holds.in_lang(session.context.lang).to_string();
    Ok((!lines.is_empty()).then_some(EmployerSection { title, lines }))
}

fn command(act: &ChaseAct) -> ChaseCommand {
    match act {
        ChaseAct::Step { codes, step, on, number, note } => ChaseCommand::Step {
            codes: codes.clone(),
            step: step.clone(),
            on: *on,
            number: number.clone(),
            note: note.clone(),
        },
        ChaseAct::Serve { papers, receipt } => {
            let paper = |(code, step): &(String, String)| PaperRef { code: code.clone(), step: step.clone() };
            ChaseCommand::Serve { papers: papers.iter().map(paper).collect(), receipt: receipt.clone() }
        }
        ChaseAct::Hold { code, due, kind, until, reason } => {
            let item = due.as_ref().map(|due| ItemKey {
                line: due.line.clone(),
                month: due.month.to_string(),
                portion: due.portion.code().to_string(),
            });
            ChaseCommand::Hold(Box::new(hold_of(code, item, *kind, *until, reason)))
        }
        ChaseAct::ConfirmHold(hold) => ChaseCommand::ConfirmHold(*hold),
        ChaseAct::ReleaseHold { hold, reason } => ChaseCommand::ReleaseHold { hold: *hold, reason: reason.clone() },
    }
}
