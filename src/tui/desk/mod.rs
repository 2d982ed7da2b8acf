//! The desk: all the workstation asks of the book, as one trait, so that screens are tested without a database.
//!
//! Each topic has a trait in a file of its own, here, in `cli::backend` where it is joined to `store` and `ops`, and
//! in `tests/screens/fake/` where it is joined to made-up figures.

use std::path::PathBuf;

use super::approvals::ApprovalDesk;
use super::chase::ChaseDesk;
use super::collecting::CollectingDesk;
use super::collection::CollectionDesk;
use super::deferral::DeferralDesk;
use super::evidence::EvidenceDesk;
use super::funds::FundsDesk;
use super::journal::JournalDesk;
use super::layouts::LayoutDesk;
use super::office::Office;
use super::papers::PapersDesk;
use super::signing::SigningDesk;
use crate::domain::day::BusinessDay;
use crate::domain::journal::FactKind;
use crate::text::lang::Lang;

mod cases;
mod closing;
mod decisions;
mod files;
mod keeping;
mod quarantine;
mod receipts;

pub use cases::{CaseAsk, CaseFinder, CaseWindow, CasesDesk};
pub use closing::{ClosingDesk, DayAction, DayView};
pub use decisions::{CaseAction, CaseView, Deciding, DecisionPreview, DecisionsDesk};
pub use files::{FilesDesk, Progress, ReadAs};
pub use keeping::KeepingDesk;
pub use quarantine::{
    QuarantineAsk, QuarantineDesk, QuarantineFilter, QuarantineFinder, QuarantineRow, QuarantineWindow,
};
pub use receipts::{EntryFilter, EntryWindow, RawLine, ReceiptsDesk};

/// What every screen shows of the book and the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookInfo {
    /// Name of the book (file stem or given).
    pub title: String,
    /// Path of the file.
    pub path: PathBuf,
    /// Whether it is a demonstration (lasting banner).
    pub demonstration: bool,
    /// Whether one person holds every post (lasting notice).
    pub single_person: bool,
    /// Operator at work.
    pub operator: String,
    /// Operators the same account may act as.
    pub operators: Vec<String>,
    /// What the posts of the operator do not allow today, by the fact it would leave, and why.
    pub barred: Vec<(FactKind, Sentence)>,
    /// What went wrong with the last copy made beside the work.
    pub trouble: Option<Sentence>,
    /// Business date.
    pub today: BusinessDay,
}

/// A sentence for the person, already in words of the chosen language.
pub type Sentence = String;

/// All the workstation asks of the book: a trait for each topic, and what concerns all of them. Reads are quick; `preview`, `import` and `reconcile` run on a worker thread.
pub trait Desk:
    Send
    + Office
    + ChaseDesk
    + CollectionDesk
    + ReceiptsDesk
    + CasesDesk
    + FilesDesk
    + DecisionsDesk
    + ClosingDesk
    + KeepingDesk
    + EvidenceDesk
    + FundsDesk
    + ApprovalDesk
    + QuarantineDesk
    + LayoutDesk
    + DeferralDesk
    + SigningDesk
    + JournalDesk
    + PapersDesk
    + CollectingDesk
{
    /// Book and person.
    fn info(&self) -> BookInfo;
    /// Acts as another operator bound to the same account.
    ///
    /// # Errors
    /// A sentence when the account is not bound to that operator.
    fn switch_operator(&mut self, name: &str) -> Result<(), Sentence>;
    /// Speaks this language from now on.
    fn speak(&mut self, lang: Lang);
    /// A second desk on the same book, for the worker thread.
    ///
    /// # Errors
    /// A sentence when the book cannot be opened again.
    fn second(&self) -> Result<Box<dyn Desk>, Sentence>;
}
