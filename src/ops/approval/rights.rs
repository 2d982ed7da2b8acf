//! Rights 权限: posts requested, reviewed, approved and so granted, until a day; or taken back the same way.
//!
//! Invariant: nobody is granted a post but by the approval of others; posts that must not be held together
//! are refused at the request and again when they come into force.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::topics::Effect;
use super::{ApprovalOutcome, ApprovalRules, Submission, sha256_of, submit};
use crate::domain::approval::people::{People, Post, Tenure};
use crate::domain::approval::{Round, Stage, SubjectKind};
use crate::domain::day::BusinessDay;
use crate::domain::journal::FactKind;
use crate::domain::money::Money;
use crate::domain::names;
use crate::domain::rejection::{ApprovalRejection, Rejection};
use crate::ops::{Act, Outcome, Refusal, Turn, body_text, read_body};
use crate::store::{ApprovalSaid, Reader, RightsSaid, Writer};

/// 权限申请.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RightsRequest {
    /// For whom.
    pub operator: String,
    /// Which posts.
    pub posts: Vec<Post>,
    /// First day.
    pub from: BusinessDay,
    /// Last day.
    pub to: BusinessDay,
    /// Whether they are to be taken back.
    pub take_back: bool,
    /// 原因.
    pub reason: String,
}

/// Body of the fact that requests or grants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct RightsBody {
    /// What is requested or granted.
    rights: RightsSaid,
    approval: ApprovalSaid,
}

pub(super) fn request(act: &Act<'_>, asked: &RightsRequest, rules: &ApprovalRules) -> Result<Outcome, Refusal> {
    names::check_text(&asked.reason)?;
    let writer = match act.begin()? {
        Turn::Write(writer) => writer,
        Turn::Done(outcome) => return Ok(*outcome),
    };
    let people = writer.people()?;
    let said = checked(asked, &people, act.now.today)?;
    let document = body_text(&said)?;
    let submission = Submission {
        kind: SubjectKind::Rights,
        subject: &said.operator,
        title: &said.operator,
        policy: "",
        amount: Money::ZERO,
        sha256: &sha256_of(document.as_bytes()),
    };
    let approval = submit(act, &writer, rules, &submission)?;
    let body = RightsBody { rights: said, approval };
    act.commit_because(writer, &asked.operator, &asked.reason, &body)?;
    Ok(Outcome::Approval(ApprovalOutcome::Stepped(body.approval)))
}

fn checked(asked: &RightsRequest, people: &People, today: BusinessDay) -> Result<RightsSaid, Rejection> {
    if !people.operators.contains(&asked.operator) {
        return Err(Rejection::OperatorUnknown(asked.operator.clone()));
    }
    let mut posts = asked.posts.clone();
    posts.sort();
    posts.dedup();
    if posts.is_empty() || asked.to < asked.from || asked.to < today {
        return Err(Rejection::BadRange(format!("{} … {}", asked.from, asked.to)));
    }
    let (clashes, lacking) = if asked.take_back {
        let held = |post: &&Post| !live(people, &asked.operator, **post).is_empty();
        (Vec::new(), posts.iter().find(|post| !held(post)).copied())
    } else {
        (people.grant_obstacles(&asked.operator, &posts, asked.from, asked.to), None)
    };
    if !clashes.is_empty() {
        return Err(ApprovalRejection::Apart { operator: asked.operator.clone(), clashes }.into());
    }
    if let Some(post) = lacking {
        return Err(ApprovalRejection::NotHeld { operator: asked.operator.clone(), post }.into());
    }
    Ok(RightsSaid {
        operator: asked.operator.clone(),
        posts: posts.iter().map(|post| post.code().to_string()).collect(),
        from_on: asked.from.to_string(),
        to_on: asked.to.to_string(),
        taken_back: asked.take_back,
    })
}

fn live<'a>(people: &'a People, operator: &str, post: Post) -> Vec<&'a Tenure> {
    let own = |tenure: &&Tenure| tenure.operator == operator && tenure.post == post && tenure.ended_seq.is_none();
    people.tenures.iter().filter(own).collect()
}

/// What was requested, from the fact of the request.
///
/// # Errors
/// When the book cannot be read.
pub fn requested(reader: &Reader, round: &Round) -> Result<Option<RightsSaid>, Refusal> {
    let Some(row) = reader.fact(round.seq)? else { return Ok(None) };
    let body: RightsBody = read_body(&row)?;
    Ok(Some(body.rights))
}

/// Grants, or takes back, what was approved.
pub(super) fn settle(writer: &Writer<'_>, round: &Round, seq: i64) -> Result<Effect, Refusal> {
    if round.stage() != Stage::Approved {
        return Ok(Effect::none());
    }
    let unknown = || ApprovalRejection::RoundUnknown(round.seq.to_string());
    let said = requested(writer, round)?.ok_or_else(unknown)?;
    let people = writer.people()?;
    let posts: Vec<Post> = said.posts.iter().filter_map(|code| Post::from_code(code)).collect();
    if said.taken_back {
        let ended: Vec<&Tenure> = posts.iter().flat_map(|post| live(&people, &said.operator, *post)).collect();
        writer.end_tenures(seq, &ended)?;
    } else {
        let (from, to) = (BusinessDay::parse(&said.from_on), BusinessDay::parse(&said.to_on));
        let days = from.zip(to).ok_or_else(|| Rejection::BadRange(said.to_on.clone()))?;
        // Somebody may have been granted the opposite while the request was on its way.
        let clashes = people.grant_obstacles(&said.operator, &posts, days.0, days.1);
        if !clashes.is_empty() {
            return Err(ApprovalRejection::Apart { operator: said.operator, clashes }.into());
        }
        writer.put_tenures(seq, &said)?;
    }
    Ok(Effect { kind: FactKind::RightsGranted, body: json!({ "rights": said }) })
}
