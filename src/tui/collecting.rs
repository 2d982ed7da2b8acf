//! 催缴作业 beyond calls: plans, who has whom, marks, targets and progress.
//!
//! Invariant: a plan is shown instalment by instalment before it is made; progress is the sheet the command prints.

use super::desk::Sentence;
use super::worker::{Finished, Job};
use crate::domain::arrears::month::FeeMonth;
use crate::domain::collection::marks::MarkKind;
use crate::domain::collection::plan::{BreachBy, BreachEffect, Instalment};
use crate::domain::collection::progress::ProgressBy;
use crate::domain::collection::target::Target;
use crate::domain::entry::codes;
use crate::domain::money::Money;

/// 协议. A plan as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanAsked {
    /// 统一社会信用代码.
    pub code: String,
    /// 单位名称.
    pub name: String,
    /// The debt; everything overdue with its late fee when `None`.
    pub total: Option<Money>,
    /// How many instalments.
    pub count: u32,
    /// Month of the first.
    pub first: FeeMonth,
    /// Day of the month; one past its end is the last.
    pub day_of_month: u32,
    /// What each is more than the one before; zero for equal ones.
    pub step: Money,
    /// Instalments as written; by figures when empty.
    pub own: Vec<Instalment>,
    /// What breaks it.
    pub breach_by: BreachBy,
    /// What follows.
    pub effect: BreachEffect,
    /// 备注.
    pub note: String,
}

/// 试排. A plan as it would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanDraft {
    /// Its instalments.
    pub instalments: Vec<Instalment>,
    /// Owed today: principal overdue and late fee.
    pub owed: (Money, Money),
}

codes! {
    /// 进度的期间.
    ProgressSpan {
        /// 本年.
        Year = "year",
        /// 本月.
        Month = "month",
        /// 近七日.
        Week = "week",
    }
}

/// Which progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgressAsked {
    /// A row for each of these.
    pub by: ProgressBy,
    /// Up to today from when.
    pub span: ProgressSpan,
}

codes! {
    /// 导出的形式.
    SheetForm {
        /// XLSX.
        Xlsx = "xlsx",
        /// PDF.
        Pdf = "pdf",
        /// Text.
        Text = "txt",
    }
}

/// 作业. What is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CollectingJob {
    /// 签订还款协议.
    MakePlan(PlanAsked),
    /// 终止还款协议.
    EndPlan {
        /// Its number.
        no: i64,
        /// 原因.
        reason: String,
    },
    /// 指派专管员.
    Assign {
        /// 统一社会信用代码 of each.
        codes: Vec<String>,
        /// To whom; empty gives them back to the registry's.
        officer: String,
        /// 原因.
        reason: String,
    },
    /// 标注.
    Mark {
        /// Kind.
        kind: MarkKind,
        /// 统一社会信用代码 of each.
        codes: Vec<String>,
        /// Value; empty takes the mark off.
        value: String,
        /// 备注.
        note: String,
    },
    /// 下达任务.
    SetTarget(Target),
    /// 导出进度表 beside the book.
    PrintProgress(ProgressAsked, SheetForm),
}

impl CollectingJob {
    /// As work for the second thread.
    pub fn job(self) -> Job {
        Job::Collect(Box::new(self))
    }

    /// Does it.
    ///
    /// # Errors
    /// A sentence naming what is in the way.
    pub fn perform<D: CollectingDesk + ?Sized>(&self, desk: &mut D) -> Result<Finished, Sentence> {
        desk.collect(self).map(Finished::Collected)
    }
}

/// The side of the desk where collection work beyond calls is done.
pub trait CollectingDesk {
    /// A plan as it would be.
    ///
    /// # Errors
    /// A sentence when the figures give no plan, or the calendar refuses.
    fn plan_draft(&self, asked: &PlanAsked) -> Result<PlanDraft, Sentence>;
    /// The plan of an employer that runs.
    ///
    /// # Errors
    /// A sentence when the book or the calendar refuse.
    fn running_plan(&self, code: &str) -> Result<Option<i64>, Sentence>;
    /// Everybody who has employers or may have them.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn officers(&self) -> Result<Vec<String>, Sentence>;
    /// 欠费人类型: code, Chinese, English.
    ///
    /// # Errors
    /// A sentence naming file and line when the rules are wrong.
    fn debtor_types(&self) -> Result<Vec<(String, String, String)>, Sentence>;
    /// The progress sheet, line by line.
    ///
    /// # Errors
    /// A sentence when the book, the calendar or the rules refuse.
    fn progress(&self, asked: &ProgressAsked) -> Result<Vec<String>, Sentence>;
    /// Does some of the work; says what was done.
    ///
    /// # Errors
    /// A sentence naming what is in the way; nothing is done.
    fn collect(&mut self, job: &CollectingJob) -> Result<Sentence, Sentence>;
}
