//! Working differences: what can be done with one, what a request would do, doing it, undoing it.

use super::receipts::mismatched;
use super::session::Session;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::ageing::age;
use crate::domain::decision::{Verb, allowed, cause};
use crate::domain::matching::dispose::version;
use crate::domain::money::Money;
use crate::domain::recon::ExceptionCase;
use crate::ops::decide::{self, CaseRef, Counterpart, Request, Undoing};
use crate::ops::{Command, Outcome};
use crate::text::messages;
use crate::text::terms;
use crate::tui::desk::{CaseAction, CaseView, Deciding, DecisionPreview};

/// Most cases one request may take together.
const ALIKE_MAX: usize = 5_000;

/// How `sanhe exceptions decide` is asked.
#[derive(Clone, Debug)]
pub struct DecideOptions {
    /// What, of which cases, with what.
    pub deciding: Deciding,
    /// Counterparts by the keys of their cases.
    pub with: Vec<String>,
    /// Take every open case of the same class and cause as the first.
    pub alike: bool,
    /// Only say what would be done.
    pub dry_run: bool,
}

/// A case, what can be done with it, and its version.
///
/// # Errors
/// A refusal when there is no such case.
pub fn case_view(context: &Context, key: &str) -> Result<CaseView, Failure> {
    Session::open(context)?.case_view(key)
}

/// Decides, or says what deciding would do.
///
/// # Errors
/// A refusal of the first case that cannot be decided so; nothing is done then.
pub fn decide(context: &Context, options: &DecideOptions) -> Result<DecisionPreview, Failure> {
    let session = Session::open(context)?;
    let mut request = request_of(&options.deciding);
    request.others.extend(options.with.iter().cloned().map(Counterpart::Case));
    if let (true, Some(first)) = (options.alike, options.deciding.cases.first()) {
        let alike = session.alike(&first.0)?;
        let able = alike.iter().filter(|case| allowed(case, request.verb).is_ok());
        request.cases = able.map(|case| CaseRef { key: case.key.clone(), version: Some(version(case)) }).collect();
    }
    let preview = session.preview_request(&request)?;
    if !options.dry_run {
        session.decide_request(request)?;
    }
    Ok(preview)
}

/// Undoes the last decision on a case, or that of a fact.
///
/// # Errors
/// A refusal when there is nothing to undo, or something was decided since.
pub fn undo(context: &Context, undoing: Result<&str, i64>, reason: &str) -> Result<(Verb, usize, i64), Failure> {
    let undoing = match undoing {
        Ok(key) => Undoing::Case(CaseRef { key: key.to_string(), version: None }),
        Err(fact) => Undoing::Fact(fact),
    };
    Session::open(context)?.undo(undoing, reason)
}

fn request_of(deciding: &Deciding) -> Request {
    let case = |(key, version): &(String, Option<String>)| CaseRef { key: key.clone(), version: version.clone() };
    Request {
        proposal: deciding.proposal,
        others: deciding.others.iter().copied().map(Counterpart::Entry).collect(),
        person: deciding.person.clone(),
        to: deciding.to,
        reason: deciding.reason.clone(),
        ..Request::new(deciding.verb, deciding.cases.iter().map(case).collect())
    }
}

impl Session {
    /// A case as it is now, with what can be done with it.
    pub(super) fn case_view(&self, key: &str) -> Result<CaseView, Failure> {
        let mut case = decide::find_case(&self.reader()?, key)?;
        case.work.age = age(&case, &self.run.calendar, self.context.now.today);
        let lang = self.context.lang;
        let action = |verb: &Verb| CaseAction {
            verb: *verb,
            refusal: allowed(&case, *verb).err().map(|why| terms::why_not(why, lang).to_string()),
        };
        Ok(CaseView {
            actions: Verb::ALL.iter().map(action).collect(),
            proposals: case.proposals.iter().map(|one| messages::proposal(one, lang)).collect(),
            said: messages::work(&case.work, lang),
            version: version(&case),
            case,
        })
    }

    /// The same cases with their ages as of today.
    pub(super) fn aged(&self, mut cases: Vec<ExceptionCase>) -> Vec<ExceptionCase> {
        for case in &mut cases {
            case.work.age = age(case, &self.run.calendar, self.context.now.today);
        }
        cases
    }

    /// Open cases of the same class and cause, itself among them.
    pub(super) fn alike(&self, key: &str) -> Result<Vec<ExceptionCase>, Failure> {
        let reader = self.reader()?;
        let case = decide::find_case(&reader, key)?;
        let wanted = cause(&case);
        let mut alike = reader.open_cases(ALIKE_MAX)?;
        alike.retain(|other| cause(other) == wanted);
        Ok(self.aged(alike))
    }

    /// Open cases that may be tied to a case by hand.
    pub(super) fn counterparts(&self, key: &str, wanted: &str) -> Result<Vec<ExceptionCase>, Failure> {
        let reader = self.reader()?;
        let case = decide::find_case(&reader, key)?;
        Ok(decide::counterparts(&reader, &case, self.run.rules.carry_days, wanted)?)
    }

    pub(super) fn preview_decision(&self, deciding: &Deciding) -> Result<DecisionPreview, Failure> {
        self.preview_request(&request_of(deciding))
    }

    fn preview_request(&self, request: &Request) -> Result<DecisionPreview, Failure> {
        let lang = self.context.lang;
        let plan = decide::preview(&self.reader()?, request, &self.run, self.context.now.today)?;
        let sum: Money = plan.sum();
        let refused = plan.refused.iter().map(|(key, rejection)| {
            let (sentence, _) = messages::rejection(rejection, lang);
            (key.clone(), sentence)
        });
        Ok(DecisionPreview {
            verb: request.verb,
            sum,
            refused: refused.collect(),
            sentence: messages::decision_done(request.verb, plan.taken.len(), &sum.grouped(), true, lang),
            taken: plan.taken.into_iter().map(|(case, _)| (case.key.clone(), Some(version(&case)))).collect(),
        })
    }

    pub(super) fn decide(&self, deciding: &Deciding) -> Result<String, Failure> {
        self.decide_request(request_of(deciding))
    }

    fn decide_request(&self, request: Request) -> Result<String, Failure> {
        let (run, rules) = (Box::new(self.run.clone()), self.rules.clone());
        let command = Command::Decide { request: Box::new(request), run, rules };
        let Outcome::CasesDecided(done) = self.execute(command)? else { return Err(mismatched()) };
        let sum: Money = done.cases.iter().map(|one| Money::from_fen(one.case.difference_fen).abs()).sum();
        let verb = Verb::from_code(&done.verb).ok_or_else(mismatched)?;
        Ok(messages::decision_done(verb, done.cases.len(), &sum.grouped(), false, self.context.lang))
    }

    pub(super) fn undo(&self, undoing: Undoing, reason: &str) -> Result<(Verb, usize, i64), Failure> {
        let (run, rules) = (Box::new(self.run.clone()), self.rules.clone());
        let command = Command::Undo { undoing, reason: reason.to_string(), run, rules };
        let Outcome::DecisionUndone(done) = self.execute(command)? else { return Err(mismatched()) };
        let verb = Verb::from_code(&done.verb).ok_or_else(mismatched)?;
        Ok((verb, done.keys.len(), done.undoes))
    }
}
