//! Intake 受理: what becomes of an application at the counter — it can go on, lacks something, or is refused.
//!
//! Invariants: checks are an ordered list; a refusal names month, reason and policy; what merely is not shown
//! (四不接收: papers, publication, employees' signatures, the unit's undertaking) is lacking, never refused.

use super::application::Form;
use super::eligibility::{Eligibility, Granted, Question, Reason, Request, Verdict, judge};
use super::firm::Firm;
use super::policy::{ApplyMode, Catalogue, Policy, Repay};
use super::schedule::Schedule;
use crate::domain::arrears::month::FeeMonth;
use crate::domain::day::BusinessDay;

/// 所缺.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// 材料, as the policy names it.
    Paper(String),
    /// 未在单位公示.
    NotPublicised,
    /// 职工未签字.
    NotSigned,
    /// 单位未承诺.
    NoUndertaking,
    /// A fact that is not known yet.
    Question(Question),
    /// 补缴期限: the policy leaves it to the agreement or to local rules.
    RepayBy,
    /// 金额: neither asked for nor on record.
    Amount,
}

/// Why an application is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// A month the policy does not give, and why: the clause stands in its offer.
    Month(FeeMonth, Reason),
    /// 补缴期限 later than the policy allows.
    RepayTooLate(BusinessDay, BusinessDay),
    /// 分期 where the policy has none.
    NoInstalments,
    /// The schedule does not cover the term, or ends before it begins.
    BadSchedule,
    /// 已在缓 or asked for already: by that application.
    Overlap(String),
}

/// 受理结论.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intake {
    /// 合格: can be submitted, to be repaid so.
    Pass(Schedule),
    /// 待补: what is lacking.
    Lacking(Vec<Lack>),
    /// 不予: why, with the place of the offer whose clause says so.
    Refused(Refused, usize),
}

/// What an application is judged against.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// 政策库.
    pub catalogue: &'a Catalogue,
    /// The policy asked for.
    pub policy: &'a Policy,
    /// The unit.
    pub firm: &'a Firm,
    /// An application that has some of its months already.
    pub overlap: Option<&'a str>,
}

/// Judges a form.
pub fn intake(desk: &Desk<'_>, form: &Form) -> Intake {
    if let Some(other) = desk.overlap {
        return Intake::Refused(Refused::Overlap(other.to_string()), 0);
    }
    let months: Vec<FeeMonth> =
        (0..=form.months.1.since(form.months.0)).map(|count| form.months.0.plus(count)).collect();
    let request = Request { line: &form.line, months: &months, individual: false };
    let judged = judge(desk.catalogue, desk.policy, desk.firm, &request);
    if let Some((month, reason, offer)) = judged.iter().find_map(refusal) {
        return Intake::Refused(Refused::Month(month, reason), offer);
    }
    let offer = judged.first().map_or(0, |row| row.offer);
    let terms: Vec<Granted> = judged.iter().filter_map(granted).collect();
    let (latest, asks) = latest(&terms, form);
    if let Err(refused) = check_schedule(form, latest, &terms) {
        return Intake::Refused(refused, offer);
    }
    let mut lacks = lacks(desk.policy, form);
    for row in &judged {
        if let Verdict::Ask(questions) = &row.verdict {
            let new = questions.iter().cloned().map(Lack::Question).filter(|lack| !lacks.contains(lack));
            lacks.extend(new.collect::<Vec<_>>());
        }
    }
    let open = form.schedule.instalments().is_empty() && asks && judged.iter().all(|row| granted(row).is_some());
    lacks.extend(open.then_some(Lack::RepayBy));
    match (lacks.is_empty(), latest) {
        (false, _) => Intake::Lacking(lacks),
        (true, Some(latest)) if form.schedule.instalments().is_empty() => {
            Intake::Pass(Schedule::at_once(form.months.1, latest))
        }
        (true, _) => Intake::Pass(form.schedule.clone()),
    }
}

fn refusal(row: &Eligibility) -> Option<(FeeMonth, Reason, usize)> {
    match &row.verdict {
        Verdict::No(reason) => Some((row.month, reason.clone(), row.offer)),
        Verdict::Yes(_) | Verdict::Ask(_) => None,
    }
}

fn granted(row: &Eligibility) -> Option<Granted> {
    match &row.verdict {
        Verdict::Yes(granted) => Some(granted.clone()),
        Verdict::No(_) | Verdict::Ask(_) => None,
    }
}

/// 四不接收 and the papers of the policy.
fn lacks(policy: &Policy, form: &Form) -> Vec<Lack> {
    // 免申即享: the list is the matrix; nothing is handed in.
    if policy.apply == ApplyMode::Auto {
        return Vec::new();
    }
    let papers = policy.materials.iter().filter(|paper| !form.papers.contains(paper)).cloned().map(Lack::Paper);
    let others = [
        (form.publicised, Lack::NotPublicised),
        (form.signed, Lack::NotSigned),
        (form.undertaking, Lack::NoUndertaking),
    ];
    let others = others.into_iter().filter(|(there, _)| !there).map(|(_, lack)| lack);
    papers.chain(others).collect()
}

/// The latest day the terms granted allow, the earliest of several; and whether one of them leaves it open.
fn latest(terms: &[Granted], form: &Form) -> (Option<BusinessDay>, bool) {
    let end_of = |month: FeeMonth| month.plus(1).first_day().plus(-1);
    let day = |granted: &Granted| match granted.repay {
        Repay::By(day) => Some(day),
        Repay::MonthsAfter(count) => Some(end_of(form.months.1.plus(i32::try_from(count).unwrap_or(0)))),
        Repay::EndOfTerm | Repay::Agreement | Repay::Local => None,
    };
    (terms.iter().filter_map(day).min(), terms.iter().any(|granted| day(granted).is_none()))
}

fn check_schedule(form: &Form, latest: Option<BusinessDay>, terms: &[Granted]) -> Result<(), Refused> {
    let Some(last) = form.schedule.last() else { return Ok(()) };
    let agreed = terms.iter().all(|granted| granted.instalments || matches!(granted.repay, Repay::Agreement));
    if !form.schedule.covers(form.months.1) || last < form.applied_on {
        return Err(Refused::BadSchedule);
    }
    if form.schedule.instalments().len() > 1 && !agreed {
        return Err(Refused::NoInstalments);
    }
    match latest {
        Some(latest) if last > latest => Err(Refused::RepayTooLate(last, latest)),
        Some(_) | None => Ok(()),
    }
}
