//! What collection work has on record of an employer: plans, promises, calls, marks, for its screen.

use super::chase::Standing;
use super::session::Session;
use crate::cli::failure::Failure;
use crate::domain::collection::plan::PlanState;
use crate::ops::collection::{judged_plans, judged_promises};
use crate::text::collection::{self, CollectionWord};
use crate::text::plan::{self, PlanWord};
use crate::text::worklist::{self, WorklistWord};
use crate::tui::chase::EmployerSection;

/// Most calls read for the screen.
const CALLS_MAX: usize = 200;

fn section(title: &str, lines: Vec<String>) -> Option<EmployerSection> {
    (!lines.is_empty()).then(|| EmployerSection { title: title.to_string(), lines })
}

/// 还款协议, the last first: how each stands and what broke it.
pub(super) fn plans(session: &Session, of: &Standing<'_>) -> Result<Option<EmployerSection>, Failure> {
    let lang = session.context.lang;
    let judged = judged_plans(&session.reader()?, Some(of.at.id), of.ledger.as_of, &session.collection_rules()?)?;
    let mut lines = Vec::new();
    for (at, standing) in judged.iter().rev() {
        lines.push(plan::summary(&at.plan, standing, lang));
        lines.extend(standing.breach.map(|breach| format!("  {}", plan::breach(&breach, lang))));
        if standing.state != PlanState::Done {
            lines.extend((1..).zip(&standing.instalments).map(|(number, one)| plan::instalment(number, one, lang)));
        }
    }
    Ok(section(PlanWord::Plan.in_lang(lang), lines))
}

/// 承诺, the last first, each with its changes.
pub(super) fn promises(session: &Session, of: &Standing<'_>) -> Result<Option<EmployerSection>, Failure> {
    let (lang, reader) = (session.context.lang, session.reader()?);
    let judged = judged_promises(&reader, Some(of.at.id), of.ledger.as_of, &session.run.calendar)?;
    let versions = reader.promise_versions(Some(of.at.id))?;
    let mut lines = Vec::new();
    for one in judged.iter().rev() {
        lines.push(format!("#{} {}", one.promise.no, collection::promise(one, lang)));
        let own: Vec<_> = versions.iter().filter(|version| version.promise.no == one.promise.no).collect();
        let changes = own.windows(2).map(|pair| {
            let was = &pair[0].promise.pledge;
            collection::promise_change(&pair[1].promise, was, &pair[1].actor, &pair[1].reason, lang)
        });
        lines.extend(changes.map(|line| format!("  {line}")));
    }
    Ok(section(CollectionWord::Promise.in_lang(lang), lines))
}

/// 催缴记录, the last first.
pub(super) fn calls(session: &Session, of: &Standing<'_>) -> Result<Option<EmployerSection>, Failure> {
    let lang = session.context.lang;
    let policy = session.collection_rules()?.policy;
    let calls = session.reader()?.calls(Some(of.at.id), CALLS_MAX)?;
    let lines = calls.iter().map(|call| collection::call(call, policy.result(&call.note.result), lang)).collect();
    Ok(section(CollectionWord::Call.in_lang(lang), lines))
}

/// 标注.
pub(super) fn marks(session: &Session, of: &Standing<'_>) -> Result<Option<EmployerSection>, Failure> {
    let lang = session.context.lang;
    let policy = session.collection_rules()?.policy;
    let marks = session.reader()?.marks()?;
    let own = marks.iter().filter(|mark| mark.employer_id == of.at.id);
    let lines = own.map(|mark| worklist::mark(mark, &policy, lang)).collect();
    Ok(section(WorklistWord::Mark.in_lang(lang), lines))
}
