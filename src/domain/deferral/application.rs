//! Application 缓缴申请: its form, its rounds and steps, and what of it is in force.
//!
//! Invariants: a form is never changed, a returned application comes back as its next round; every step says
//! who, when and why; which step may follow which stands in [`may_follow`] alone. What is in force is derived
//! from the steps, never stored.

use std::collections::BTreeMap;

use super::firm::Need;
use super::grant::Grant;
use super::schedule::Schedule;
use crate::domain::arrears::month::FeeMonth;
use crate::domain::day::BusinessDay;
use crate::domain::entry::codes;
use crate::domain::money::Money;

codes! {
    /// 申请的一步.
    StepKind {
        /// 提交审批.
        Submitted = "submitted",
        /// 退回, with what is missing.
        Returned = "returned",
        /// 重新提交: the next round.
        Resubmitted = "resubmitted",
        /// 不予, with the clause.
        Refused = "refused",
        /// 撤回, by the one who entered it.
        Withdrawn = "withdrawn",
        /// 批准: the deferral is in force from its day on.
        Granted = "granted",
        /// 延期.
        Extended = "extended",
        /// 撤销 of what was granted.
        Revoked = "revoked",
        /// 人员变动: one person's deferred part is to be paid first.
        PersonLeft = "person_left",
    }
}

codes! {
    /// 申请的阶段.
    Stage {
        /// 待受理.
        Received = "received",
        /// 审批中.
        Submitted = "submitted",
        /// 已退回.
        Returned = "returned",
        /// 不予.
        Refused = "refused",
        /// 已撤回.
        Withdrawn = "withdrawn",
        /// 已批准.
        Granted = "granted",
        /// 已撤销.
        Revoked = "revoked",
    }
}

codes! {
    /// 在缓的进展 as of a date.
    Progress {
        /// 已批准, the term not begun.
        Approved = "approved",
        /// 缓缴期内.
        Active = "active",
        /// 补缴期内: the deferred months are over.
        Repaying = "repaying",
        /// 已缴清.
        Settled = "settled",
        /// 到期未缴.
        Overdue = "overdue",
        /// 已撤销.
        Revoked = "revoked",
    }
}

codes! {
    /// 人员变动.
    PersonEventKind {
        /// 退休.
        Retires = "retires",
        /// 转移.
        Transfers = "transfers",
    }
}

/// 申请表. What the unit asks for, as one round of it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// 政策.
    pub policy: String,
    /// 险种, by code.
    pub line: String,
    /// First and last fee month.
    pub months: (FeeMonth, FeeMonth),
    /// 申请日期.
    pub applied_on: BusinessDay,
    /// 申请缓缴金额.
    pub amount: Money,
    /// 不含部分, in per cent of the employer's amount.
    pub excluded_percent: u8,
    /// 补缴安排 asked for; empty for what the policy says.
    pub schedule: Schedule,
    /// 情形 the unit shows or denies.
    pub facts: BTreeMap<Need, bool>,
    /// 材料 handed in, as the policy names them.
    pub papers: Vec<String>,
    /// 已在单位公示.
    pub publicised: bool,
    /// 职工已签字.
    pub signed: bool,
    /// 单位已承诺.
    pub undertaking: bool,
    /// 缓缴原因.
    pub cause: String,
}

/// 一步.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub kind: StepKind,
    /// Business date.
    pub on: BusinessDay,
    /// Who.
    pub actor: String,
    /// 意见, 原因, 条款 or 批准文号.
    pub reason: String,
    /// 补缴安排 granted or extended to; else empty.
    pub schedule: Schedule,
    /// 核准缓缴金额, or what a person's part comes to.
    pub amount: Money,
    /// 人员变动: who, and what happened.
    pub person: Option<(String, PersonEventKind)>,
}

/// 缓缴申请 with all its rounds and steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// 申请编号.
    pub no: String,
    /// Rounds, first first; never empty.
    pub forms: Vec<Form>,
    /// Who entered the first round.
    pub entered_by: String,
    /// Steps, oldest first.
    pub steps: Vec<Step>,
}

impl Form {
    /// The form as everybody approves it: one line a field, in a fixed order, so that its hash stands for it.
    pub fn document(&self, no: &str) -> String {
        let fact = |(need, holds): (&Need, &bool)| format!("{}{}", if *holds { "" } else { "!" }, need.code());
        let facts: Vec<String> = self.facts.iter().map(fact).collect();
        [
            no.to_string(),
            self.policy.clone(),
            self.line.clone(),
            format!("{} {}", self.months.0, self.months.1),
            self.applied_on.to_string(),
            self.amount.to_string(),
            self.excluded_percent.to_string(),
            self.schedule.to_string(),
            facts.join(" "),
            self.papers.join("|"),
            format!("{} {} {}", self.publicised, self.signed, self.undertaking),
            self.cause.clone(),
        ]
        .join("\n")
    }
}

/// Which stages a step may be taken in.
pub fn may_follow(stage: Stage, kind: StepKind) -> bool {
    match kind {
        StepKind::Submitted => stage == Stage::Received,
        StepKind::Returned => matches!(stage, Stage::Received | Stage::Submitted),
        StepKind::Resubmitted => stage == Stage::Returned,
        StepKind::Refused => matches!(stage, Stage::Received | Stage::Submitted | Stage::Returned),
        StepKind::Withdrawn => matches!(stage, Stage::Received | Stage::Submitted | Stage::Returned),
        StepKind::Granted => matches!(stage, Stage::Received | Stage::Submitted),
        StepKind::Extended | StepKind::Revoked | StepKind::PersonLeft => stage == Stage::Granted,
    }
}

impl Application {
    /// The round in force.
    pub fn form(&self) -> Option<&Form> {
        self.forms.last()
    }

    /// 轮次, from 1.
    pub fn round(&self) -> usize {
        self.forms.len()
    }

    /// Where it stands by its steps.
    pub fn stage(&self) -> Stage {
        self.steps.iter().fold(Stage::Received, |stage, step| match step.kind {
            StepKind::Submitted | StepKind::Resubmitted => Stage::Submitted,
            StepKind::Returned => Stage::Returned,
            StepKind::Refused => Stage::Refused,
            StepKind::Withdrawn => Stage::Withdrawn,
            StepKind::Granted => Stage::Granted,
            StepKind::Revoked => Stage::Revoked,
            StepKind::Extended | StepKind::PersonLeft => stage,
        })
    }

    /// The application as its steps had left it on a day.
    #[must_use]
    pub fn as_of(&self, day: BusinessDay) -> Application {
        let steps = self.steps.iter().filter(|step| step.on <= day).cloned().collect();
        Application { steps, ..self.clone() }
    }

    /// The step that granted it.
    pub fn granted(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.kind == StepKind::Granted)
    }

    /// What of it is in force, as all its steps leave it.
    pub fn grant(&self) -> Option<Grant> {
        let (form, granted) = (self.form()?, self.granted()?);
        let last = |kind| self.steps.iter().rev().find(|step| step.kind == kind);
        let schedule = last(StepKind::Extended).map_or(&granted.schedule, |extended| &extended.schedule);
        Some(Grant {
            line: form.line.clone(),
            months: form.months,
            starts_on: granted.on,
            schedule: schedule.clone(),
            ended_on: last(StepKind::Revoked).map(|revoked| revoked.on),
            excluded_percent: form.excluded_percent,
        })
    }

    /// 人员变动 inside the term, oldest first.
    pub fn people(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.kind == StepKind::PersonLeft)
    }

    /// 核准缓缴金额; what was asked for before it is granted.
    pub fn amount(&self) -> Money {
        let asked = self.form().map_or(Money::ZERO, |form| form.amount);
        self.granted().map_or(asked, |granted| granted.amount)
    }

    /// How what was granted stands as of a date; `left` is what of it is not paid, `None` where the dues are
    /// not on record. `None` for an application nothing was granted on.
    pub fn progress(&self, as_of: BusinessDay, ends_on: BusinessDay, left: Option<Money>) -> Option<Progress> {
        let grant = self.grant()?;
        let over = as_of > ends_on;
        Some(match left {
            _ if as_of < grant.starts_on => Progress::Approved,
            Some(Money::ZERO) => Progress::Settled,
            _ if grant.ended_on.is_some_and(|ended| as_of > ended) => Progress::Revoked,
            _ if over => Progress::Overdue,
            _ if as_of < grant.months.1.plus(1).first_day() => Progress::Active,
            _ => Progress::Repaying,
        })
    }
}
