//! The rule of approval 审批规则: who may take which step. It reads as it is written in the house.
//!
//! 1. Only a round that waits can be acted on, and only while nothing later took its place.
//! 2. What is approved is what was seen: the document's hash is the one of the submission, and still is.
//! 3. Who acts for another stands in for that other today, and is not that other.
//! 4. Both hold the post of the step today (同岗).
//! 5. Nobody answers for two steps of one round: not as actor, not as the one acted for.
//! 6. Nobody reviews or approves rights of their own.
//! 7. Only who submitted withdraws.
//! 8. A return and a refusal say why; a refusal names the clause.
//!
//! In a single-person book rules 4 to 6 do not apply.

use super::people::{People, Post};
use super::{Round, Stage, SubjectKind, Verdict};
use crate::domain::day::BusinessDay;
use crate::domain::journal::Actor;

/// 一次办理. What somebody is about to do with a round.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    /// What.
    pub verdict: Verdict,
    /// Who, and for whom.
    pub actor: &'a Actor,
    /// Business date.
    pub on: BusinessDay,
    /// SHA-256 of the document as the person saw it.
    pub seen: &'a str,
    /// SHA-256 of the document as it is now.
    pub now: &'a str,
    /// 原因 or 意见.
    pub reason: &'a str,
    /// 依据条款 of a refusal.
    pub clause: &'a str,
}

/// 不能办理的原因.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The round does not wait.
    NotWaiting(Stage),
    /// 内容已变更.
    Changed,
    /// The actor does not stand in for this person today.
    NoStandIn(String),
    /// This person does not hold this post today.
    NoPost(String, Post),
    /// This person took an earlier step of the round.
    SamePerson(String),
    /// The rights are this person's own.
    OwnRights(String),
    /// Only this person may withdraw it.
    NotSubmitter(String),
    /// No reason was given.
    NoReason,
    /// No clause was named.
    NoClause,
}

/// What a rule looks at.
struct Case<'a> {
    round: &'a Round,
    people: &'a People,
    attempt: &'a Attempt<'a>,
}

type Rule = fn(&Case<'_>) -> Option<Obstacle>;

const RULES: &[Rule] =
    &[waits, unchanged, stands_in, holds_the_post, is_another, is_not_about_them, submitted_it, says_why, names_clause];

/// Everything in the way of a step of a round, in the order of the rules.
pub fn obstacles(round: &Round, people: &People, attempt: &Attempt<'_>) -> Vec<Obstacle> {
    let case = Case { round, people, attempt };
    RULES.iter().filter_map(|rule| rule(&case)).collect()
}

/// Everything in the way of a submission whose first step takes this post (`None`: any operator).
pub fn submission_obstacles(post: Option<Post>, people: &People, actor: &Actor, on: BusinessDay) -> Vec<Obstacle> {
    let stands = no_stand_in(people, actor, on);
    let holds = post.and_then(|post| no_post(post, people, actor, on));
    stands.into_iter().chain(holds).collect()
}

fn waits(case: &Case<'_>) -> Option<Obstacle> {
    let stage = case.round.stage();
    (stage != Stage::Waiting).then_some(Obstacle::NotWaiting(stage))
}

fn unchanged(case: &Case<'_>) -> Option<Obstacle> {
    let (seen, now) = (case.attempt.seen, case.attempt.now);
    let same = case.round.sha256 == seen && case.round.sha256 == now;
    // What changed may always be taken back, or sent back.
    let ends = matches!(case.attempt.verdict, Verdict::Withdraw | Verdict::Return);
    (!same && !ends).then_some(Obstacle::Changed)
}

fn stands_in(case: &Case<'_>) -> Option<Obstacle> {
    no_stand_in(case.people, case.attempt.actor, case.attempt.on)
}

fn no_stand_in(people: &People, actor: &Actor, on: BusinessDay) -> Option<Obstacle> {
    (!people.may_act_for(actor, on)).then(|| Obstacle::NoStandIn(actor.on_behalf.clone()))
}

fn holds_the_post(case: &Case<'_>) -> Option<Obstacle> {
    if case.attempt.verdict == Verdict::Withdraw {
        return None;
    }
    let post = case.round.waits_for().and_then(|step| step.post)?;
    no_post(post, case.people, case.attempt.actor, case.attempt.on)
}

fn no_post(post: Post, people: &People, actor: &Actor, on: BusinessDay) -> Option<Obstacle> {
    let names = [&actor.name, &actor.on_behalf];
    let lacking = names.into_iter().filter(|name| !name.is_empty()).find(|name| !people.holds(name, post, on));
    lacking.map(|name| Obstacle::NoPost(name.clone(), post))
}

fn is_another(case: &Case<'_>) -> Option<Obstacle> {
    if case.people.single_person || case.attempt.verdict == Verdict::Withdraw {
        return None;
    }
    let persons = case.round.persons();
    let actor = case.attempt.actor;
    let again = [&actor.name, &actor.on_behalf].into_iter().find(|name| persons.contains(name.as_str()));
    again.map(|name| Obstacle::SamePerson(name.clone()))
}

fn is_not_about_them(case: &Case<'_>) -> Option<Obstacle> {
    let (round, actor) = (case.round, case.attempt.actor);
    let own = round.kind == SubjectKind::Rights
        && case.attempt.verdict != Verdict::Withdraw
        && !case.people.single_person
        && [&actor.name, &actor.on_behalf].contains(&&round.subject);
    own.then(|| Obstacle::OwnRights(round.subject.clone()))
}

fn submitted_it(case: &Case<'_>) -> Option<Obstacle> {
    let (verdict, actor) = (case.attempt.verdict, case.attempt.actor);
    let submission = case.round.submission()?;
    let own = submission.persons().any(|name| name == actor.name || name == actor.on_behalf);
    (verdict == Verdict::Withdraw && !own).then(|| Obstacle::NotSubmitter(submission.actor.clone()))
}

fn says_why(case: &Case<'_>) -> Option<Obstacle> {
    let asked = matches!(case.attempt.verdict, Verdict::Return | Verdict::Refuse);
    (asked && case.attempt.reason.trim().is_empty()).then_some(Obstacle::NoReason)
}

fn names_clause(case: &Case<'_>) -> Option<Obstacle> {
    let asked = case.attempt.verdict == Verdict::Refuse;
    (asked && case.attempt.clause.trim().is_empty()).then_some(Obstacle::NoClause)
}
