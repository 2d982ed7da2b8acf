//! Approvals: what waits and for whom, decisions, rights and stand-ins.

use super::desk::BookDesk;
use super::receipts::mismatched;
use super::session::Session;
use crate::book::approval::duties;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::approval::people::{People, Post, StandIn, Tenure};
use crate::domain::approval::{Round, Stage, SubjectKind, Verdict};
use crate::domain::collection::today::{Cause, Event};
use crate::domain::day::BusinessDay;
use crate::domain::entry::Side;
use crate::domain::exception::State;
use crate::domain::journal::FactKind;
use crate::domain::money::Money;
use crate::domain::rejection::{ApprovalRejection, Rejection};
use crate::ops::approval::{
    ApprovalCommand, ApprovalOutcome, Deciding, RightsRequest, StandInAsked, in_the_way, rights,
};
use crate::ops::{Command, Outcome};
use crate::store::{ApprovalSaid, Reader, StandInSaid};
use crate::text::approval::{self, ApprovalWord};
use crate::text::lang::Lang;
use crate::text::terms;
use crate::tui::approvals::{ApprovalDeciding, ApprovalDesk, ApprovalRow, ApprovalView};
use crate::tui::desk::Sentence;

/// Most rounds a list of all shows.
const ROUNDS_MAX: u32 = 1_000;

/// 任职 as listed.
#[derive(Clone, Debug)]
pub struct RightsRow {
    /// Its number.
    pub number: i64,
    /// Whose.
    pub operator: String,
    /// Which.
    pub post: Post,
    /// First day.
    pub from: BusinessDay,
    /// Last day.
    pub to: BusinessDay,
    /// How it stands today.
    pub state: ApprovalWord,
}

/// What waits for approval; with `all` also what ended.
///
/// # Errors
/// A refusal when there is no book.
pub fn approvals(context: &Context, all: bool) -> Result<Vec<ApprovalRow>, Failure> {
    Session::open(context)?.approvals(all)
}

/// One round.
///
/// # Errors
/// A refusal when there is none of that number.
pub fn approval(context: &Context, number: i64) -> Result<ApprovalView, Failure> {
    Session::open(context)?.approval(number)
}

/// Takes a step, in one's own name or for another; what the person saw is what stands there now unless said.
///
/// # Errors
/// A refusal naming everything in the way.
pub fn decide_approval(
    context: &Context,
    deciding: &ApprovalDeciding,
    on_behalf: Option<&str>,
) -> Result<Sentence, Failure> {
    Session::open(context)?.acting_for(on_behalf).decide_approval(deciding)
}

/// Requests posts for an operator, or that they be taken back.
///
/// # Errors
/// A refusal when posts do not go together or are not held.
pub fn request_rights(context: &Context, request: RightsRequest) -> Result<Sentence, Failure> {
    let session = Session::open(context)?;
    let said = session.approve(ApprovalCommand::RequestRights(request))?;
    Ok(stepped(&said, context.lang))
}

/// The ledger of rights: every post granted, oldest first.
///
/// # Errors
/// A refusal when there is no book.
pub fn rights(context: &Context) -> Result<Vec<RightsRow>, Failure> {
    let people = Session::open(context)?.reader()?.people()?;
    let today = context.now.today;
    let state = |tenure: &Tenure| match tenure {
        Tenure { ended_seq: Some(_), .. } => ApprovalWord::TakenBack,
        one if one.to < today => ApprovalWord::Expired,
        one if one.from > today => ApprovalWord::NotYet,
        _ => ApprovalWord::InForce,
    };
    let row = |tenure: &Tenure| RightsRow {
        number: tenure.seq,
        operator: tenure.operator.clone(),
        post: tenure.post,
        from: tenure.from,
        to: tenure.to,
        state: state(tenure),
    };
    Ok(people.tenures.iter().map(row).collect())
}

/// Every stand-in, oldest first, and whether it holds today.
///
/// # Errors
/// A refusal when there is no book.
pub fn stand_ins(context: &Context) -> Result<Vec<(StandIn, ApprovalWord)>, Failure> {
    let people = Session::open(context)?.reader()?.people()?;
    let today = context.now.today;
    let state = |one: &StandIn| match one {
        StandIn { ended_seq: Some(_), .. } => ApprovalWord::Ended,
        one if one.to < today => ApprovalWord::Expired,
        one if one.from > today => ApprovalWord::NotYet,
        _ => ApprovalWord::InForce,
    };
    Ok(people.stand_ins.into_iter().map(|one| (one.clone(), state(&one))).collect())
}

/// Begins or ends a stand-in.
///
/// # Errors
/// A refusal naming everything in the way.
pub fn stand_in(context: &Context, asked: StandInAsked) -> Result<StandInSaid, Failure> {
    let session = Session::open(context)?;
    match session.approval_command(ApprovalCommand::StandIn(asked))? {
        ApprovalOutcome::StandIn(said) => Ok(said),
        ApprovalOutcome::Stepped(_) => Err(mismatched()),
    }
}

/// What a step left, in words.
pub(super) fn stepped(said: &ApprovalSaid, lang: Lang) -> Sentence {
    let codes = SubjectKind::from_code(&said.kind).zip(Verdict::from_code(&said.verdict));
    let stage = Stage::from_code(&said.stage);
    let (Some((kind, verdict)), Some(stage)) = (codes, stage) else { return said.title.clone() };
    let waits = (stage == Stage::Waiting).then(|| said.chain.get(said.place as usize + 1));
    let next = waits.flatten().map(|(post, _)| approval::step_post(Post::from_code(post), lang));
    approval::stepped(kind, &said.title, verdict, stage, next, lang)
}

impl Session {
    /// What the posts of the person at work do not allow today, by the fact it would leave.
    pub(super) fn barred(&self) -> Result<Vec<(FactKind, Sentence)>, Failure> {
        let (duties, people) = (duties(&self.rules)?, self.reader()?.people()?);
        let why = |kind: &FactKind| {
            let found = duties.barred(*kind, &people, &self.actor, self.context.now.today)?;
            Some((*kind, approval::barred(&found, self.context.lang)))
        };
        Ok(FactKind::ALL.iter().filter_map(why).collect())
    }

    fn acting_for(mut self, on_behalf: Option<&str>) -> Session {
        self.actor.on_behalf = on_behalf.unwrap_or_default().to_string();
        self
    }

    fn approval_command(&self, command: ApprovalCommand) -> Result<ApprovalOutcome, Failure> {
        let (run, rules) = (Box::new(self.run.clone()), self.rules.clone());
        match self.execute(Command::Approval { command, run, rules })? {
            Outcome::Approval(outcome) => Ok(outcome),
            _ => Err(mismatched()),
        }
    }

    fn approve(&self, command: ApprovalCommand) -> Result<ApprovalSaid, Failure> {
        match self.approval_command(command)? {
            ApprovalOutcome::Stepped(said) => Ok(said),
            ApprovalOutcome::StandIn(_) => Err(mismatched()),
        }
    }

    fn decide_approval(&self, deciding: &ApprovalDeciding) -> Result<Sentence, Failure> {
        let seen = match deciding.seen.as_str() {
            "" => self.round(&self.reader()?, deciding.number)?.sha256,
            seen => seen.to_string(),
        };
        let deciding = Deciding {
            round: deciding.number,
            verdict: deciding.verdict,
            seen,
            reason: deciding.reason.clone(),
            clause: deciding.clause.clone(),
        };
        Ok(stepped(&self.approve(ApprovalCommand::Decide(deciding))?, self.context.lang))
    }

    fn approvals(&self, all: bool) -> Result<Vec<ApprovalRow>, Failure> {
        let reader = self.reader()?;
        let rounds = if all { reader.approval_rounds(ROUNDS_MAX)? } else { reader.approvals_waiting()? };
        rounds.iter().map(|round| self.approval_row(&reader, round)).collect()
    }

    /// 缓缴 that the person at work may decide now, each with the employer it is about.
    pub(super) fn approvals_waiting(&self, reader: &Reader) -> Result<Vec<Event>, Failure> {
        let of_one = [SubjectKind::Deferral, SubjectKind::DeferralRevocation];
        let rounds = reader.approvals_waiting()?.into_iter().filter(|round| of_one.contains(&round.kind));
        let rounds: Vec<Round> = rounds.collect();
        let applications = if rounds.is_empty() { Vec::new() } else { reader.applications(i64::MIN, i64::MAX)? };
        let mut events = Vec::new();
        for round in &rounds {
            let Some(at) = applications.iter().find(|at| at.application.no == round.subject) else { continue };
            if self.approval_row(reader, round)?.refusal.is_none() {
                events.push(Event {
                    employer_id: at.employer_id,
                    cause: Cause::ApprovalWaiting,
                    amount: round.amount,
                    on: round.due_on().unwrap_or(self.context.now.today),
                    no: round.seq,
                    received: Money::ZERO,
                    step: None,
                });
            }
        }
        Ok(events)
    }

    fn round(&self, reader: &Reader, number: i64) -> Result<Round, Failure> {
        let unknown = || Rejection::from(ApprovalRejection::RoundUnknown(number.to_string()));
        Ok(reader.approval_round(number)?.ok_or_else(unknown)?)
    }

    fn approval_row(&self, reader: &Reader, round: &Round) -> Result<ApprovalRow, Failure> {
        let lang = self.context.lang;
        let approving = Deciding {
            round: round.seq,
            verdict: Verdict::Approve,
            seen: round.sha256.clone(),
            reason: String::new(),
            clause: String::new(),
        };
        let found = in_the_way(reader, round, &approving, &self.actor, self.context.now.today)?;
        let reasons: Vec<String> = found.iter().map(|one| approval::obstacle(one, lang)).collect();
        let submission = round.submission();
        Ok(ApprovalRow {
            number: round.seq,
            kind: round.kind,
            title: round.title.clone(),
            policy: round.policy.clone(),
            amount: round.amount,
            round: round.number,
            waits_for: round.waits_for().map_or("", |step| approval::step_post(step.post, lang)).to_string(),
            submitted_by: submission.map_or(String::new(), |one| approval::person(&one.actor, &one.on_behalf, lang)),
            due_on: round.due_on(),
            stage: round.stage(),
            sha256: round.sha256.clone(),
            refusal: (!reasons.is_empty()).then(|| reasons.join(lang.pick("；", "; "))),
        })
    }

    fn approval(&self, number: i64) -> Result<ApprovalView, Failure> {
        let reader = self.reader()?;
        let round = self.round(&reader, number)?;
        let people = reader.people()?;
        let mut chain = Vec::new();
        for (place, link) in round.chain.iter().enumerate() {
            let done = self.approval_step(&reader, &round, place)?;
            chain.push((approval::step_post(link.post, self.context.lang).to_string(), done));
        }
        let mut earlier = Vec::new();
        for one in reader.approval_rounds_of(round.kind, &round.subject)? {
            if let Some(last) = one.steps.last().filter(|_| one.number < round.number) {
                let said = self.approval_step(&reader, &one, last.place)?;
                let stage = approval::stage(one.stage(), self.context.lang);
                earlier.push(format!("{} #{} {stage}  {said}", one.number, one.seq));
            }
        }
        Ok(ApprovalView {
            row: self.approval_row(&reader, &round)?,
            facts: self.document(&reader, &round)?,
            chain,
            holders: self.may_act(&round, &people),
            earlier,
        })
    }

    /// Who may take the next step today.
    fn may_act(&self, round: &Round, people: &People) -> Vec<String> {
        let today = self.context.now.today;
        let Some(step) = round.waits_for() else { return Vec::new() };
        let taken = round.persons();
        let free = |name: &&String| {
            let holds = step.post.is_none_or(|post| people.holds(name, post, today));
            holds && (people.single_person || !taken.contains(name.as_str()))
        };
        people.operators.iter().filter(free).cloned().collect()
    }

    /// What was done at a place: verdict, who, when, why; empty while it is to come.
    fn approval_step(&self, reader: &Reader, round: &Round, place: usize) -> Result<String, Failure> {
        let lang = self.context.lang;
        let Some(step) = round.steps.get(place) else { return Ok(String::new()) };
        let fact = reader.fact(step.seq)?;
        let (at, reason) = fact.map(|fact| (fact.at_utc, fact.reason)).unwrap_or_default();
        let who = approval::person(&step.actor, &step.on_behalf, lang);
        let reason = if reason.is_empty() { reason } else { format!("{}{reason}", lang.pick("：", ": ")) };
        Ok(format!("{} {who} {at}{reason}", approval::verdict(step.verdict, lang)))
    }

    /// What is to be approved, in words.
    fn document(&self, reader: &Reader, round: &Round) -> Result<Vec<(String, String)>, Failure> {
        match round.kind {
            SubjectKind::DayClose => self.day_document(reader, round),
            SubjectKind::Rights => self.rights_document(reader, round),
            SubjectKind::Deferral | SubjectKind::DeferralExtension | SubjectKind::DeferralRevocation => {
                self.deferral_document(reader, round)
            }
        }
    }

    fn day_document(&self, reader: &Reader, round: &Round) -> Result<Vec<(String, String)>, Failure> {
        let lang = self.context.lang;
        let Some(day) = BusinessDay::parse(&round.subject) else { return Ok(Vec::new()) };
        let rows = reader.rows_of_day(day, i64::MAX)?;
        let mut facts = Vec::new();
        for (place, side) in Side::ALL.iter().enumerate() {
            let sum = Money::from_fen(rows.sums_fen[place]).grouped();
            facts.push((terms::side(*side, lang).to_string(), format!("{}  {sum}", rows.entries[place])));
        }
        let carried = reader.day_result(day)?.map_or(0, |result| {
            let is_carried = |state| state == State::Carried;
            result.exceptions.iter().filter(|case| is_carried(case.state)).count()
        });
        facts.push((terms::state(State::Carried, lang).to_string(), carried.to_string()));
        Ok(facts)
    }

    fn rights_document(&self, reader: &Reader, round: &Round) -> Result<Vec<(String, String)>, Failure> {
        let lang = self.context.lang;
        let Some(said) = rights::requested(reader, round)? else { return Ok(Vec::new()) };
        let posts = said.posts.iter().filter_map(|code| Post::from_code(code));
        let posts: Vec<&str> = posts.map(|post| approval::post(post, lang)).collect();
        let what = if said.taken_back { ApprovalWord::TakeBack } else { ApprovalWord::Grant };
        let word = |word: ApprovalWord| word.in_lang(lang).to_string();
        Ok(vec![
            (word(ApprovalWord::Operator), said.operator),
            (word(ApprovalWord::Posts), format!("{} {}", what.in_lang(lang), posts.join(lang.pick("、", ", ")))),
            (word(ApprovalWord::From), said.from_on),
            (word(ApprovalWord::To), said.to_on),
        ])
    }
}

impl ApprovalDesk for BookDesk {
    fn approvals(&self, all: bool) -> Result<Vec<ApprovalRow>, Sentence> {
        self.said(self.session.approvals(all))
    }

    fn approval(&self, number: i64) -> Result<ApprovalView, Sentence> {
        self.said(self.session.approval(number))
    }

    fn lang(&self) -> Lang {
        self.session.context.lang
    }

    fn decide_approval(&mut self, deciding: &ApprovalDeciding) -> Result<Sentence, Sentence> {
        self.said(self.session.decide_approval(deciding))
    }
}
