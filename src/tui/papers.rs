//! 文书: what the workstation asks of notices in batches and of their service.
//!
//! Invariant: a batch is previewed as it would be frozen; what is on the register is what the journal keeps.

use super::chase::OpenStep;
use super::desk::{Progress, Sentence};
use super::worker::{Finished, Job};
use crate::domain::day::BusinessDay;
use crate::domain::entry::codes;
use crate::domain::money::Money;

/// 一批文书. What a batch is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticesAsk {
    /// The step whose paper it is.
    pub step: String,
    /// Credit codes; every employer when empty.
    pub codes: Vec<String>,
    /// Why unallocated money shall not stand in the way; empty: it does.
    pub override_reason: String,
}

/// 预览一户. An employer that would get a notice, or would not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRow {
    /// 统一社会信用代码.
    pub code: String,
    /// 单位名称.
    pub name: String,
    /// Dues on it.
    pub dues: usize,
    /// Principal it would demand.
    pub owed: Money,
    /// 滞纳金 it would demand.
    pub fee: Money,
    /// Why there is none; `None` where it is ready.
    pub why: Option<Sentence>,
    /// Whether a reason would let it through: money lies unallocated.
    pub is_waivable: bool,
}

/// 预览.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticesView {
    /// Every paper there is a template for, in the order of the ladder.
    pub papers: Vec<OpenStep>,
    /// Those left out first, then those ready, each in the order of the registry.
    pub rows: Vec<NoticeRow>,
}

codes! {
    /// 送达状态.
    PaperState {
        /// 待送达.
        Waiting = "waiting",
        /// 退回.
        Returned = "returned",
        /// 已送达.
        Served = "served",
    }
}

/// 登记簿一行. A paper that is served, as the register has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperRow {
    /// The batch it was frozen in; `None` for one made outside.
    pub batch: Option<i64>,
    /// 文号; may be empty.
    pub number: String,
    /// 统一社会信用代码.
    pub code: String,
    /// 单位名称.
    pub name: String,
    /// 专管员 in force.
    pub officer: String,
    /// Which paper.
    pub step: OpenStep,
    /// Made on.
    pub made_on: BusinessDay,
    /// How its service stands.
    pub state: PaperState,
    /// The day it counts as served.
    pub served_on: Option<BusinessDay>,
    /// The last day it gives; `None` before service, or where no calendar tells.
    pub deadline: Option<BusinessDay>,
    /// How it was served, or why it came back, in words.
    pub said: Sentence,
    /// What it demands, where it was frozen in a batch.
    pub amount: Money,
}

codes! {
    /// 打印方式.
    PrintForm {
        /// PDF, a file each.
        Pdf = "pdf",
        /// One text of all, for a dot-matrix printer.
        Text = "text",
        /// The contact list as XLSX.
        Contacts = "contacts",
    }
}

/// 文书操作.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PapersJob {
    /// 定稿编号.
    Freeze(NoticesAsk),
    /// 打印 of a batch.
    Print(i64, PrintForm),
}

/// 文书操作的结果.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PapersDone {
    /// In words.
    pub said: Sentence,
    /// The batch that was frozen.
    pub frozen: Option<i64>,
}

/// The side of the desk where papers are made and served.
pub trait PapersDesk {
    /// Who would get a notice, and who would not, and why.
    ///
    /// # Errors
    /// A sentence when the book, the calendar, the template or the rules refuse.
    fn notices(&self, ask: &NoticesAsk) -> Result<NoticesView, Sentence>;
    /// Papers that are served, the last made first; of one batch where it is said.
    ///
    /// # Errors
    /// A sentence when the book or the rules refuse.
    fn papers(&self, batch: Option<i64>) -> Result<Vec<PaperRow>, Sentence>;
    /// Freezes and numbers a batch; its number, and what was done in words.
    ///
    /// # Errors
    /// A sentence naming what is in the way; nothing is done.
    fn freeze_notices(&mut self, ask: &NoticesAsk) -> Result<(i64, Sentence), Sentence>;
    /// Writes a batch beside the book; what is there already stays. Says where.
    ///
    /// # Errors
    /// A sentence when a file cannot be made, or the work was cancelled.
    fn print_notices(&mut self, batch: i64, form: PrintForm, progress: &Progress) -> Result<Sentence, Sentence>;
}

impl PapersJob {
    /// As work for the second thread.
    pub fn job(self) -> Job {
        Job::Papers(Box::new(self))
    }

    /// Does it.
    ///
    /// # Errors
    /// A sentence naming what is in the way.
    pub fn perform<D: PapersDesk + ?Sized>(&self, desk: &mut D, progress: &Progress) -> Result<Finished, Sentence> {
        let done = match self {
            PapersJob::Freeze(ask) => {
                desk.freeze_notices(ask).map(|(batch, said)| PapersDone { said, frozen: Some(batch) })
            }
            PapersJob::Print(batch, form) => {
                desk.print_notices(*batch, *form, progress).map(|said| PapersDone { said, frozen: None })
            }
        };
        done.map(Finished::Papers)
    }
}
