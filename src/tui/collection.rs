//! 催缴作业: what the workstation asks of collection work.
//!
//! Invariant: the list of a day is what the command line lists; a call is logged by the same verb.

use super::desk::Sentence;
use super::office::FieldRefusal;
use crate::domain::arrears::registry::Employer;
use crate::domain::collection::call::CallNote;
use crate::domain::collection::policy::CallResult;
use crate::domain::collection::today::TodayRow;
use crate::domain::day::BusinessDay;

/// Whose list is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// One's own where one is an officer, else everyone's.
    Own,
    /// Everyone's.
    All,
    /// An officer's.
    Of(String),
}

/// A row of the list with its employer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorklistRow {
    /// The employer, with the officer in force.
    pub employer: Employer,
    /// Why it is here, and its place.
    pub row: TodayRow,
}

/// 今日清单.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worklist {
    /// As of.
    pub as_of: BusinessDay,
    /// Whose; `None` for everyone's.
    pub officer: Option<String>,
    /// Ranked.
    pub rows: Vec<WorklistRow>,
}

/// The collection side of the desk.
pub trait CollectionDesk {
    /// 催缴结果, in the order of their digits.
    ///
    /// # Errors
    /// A sentence naming file and line when the rules are wrong.
    fn call_results(&self) -> Result<Vec<CallResult>, Sentence>;
    /// Logs a call with an employer, by credit code; says what was logged.
    ///
    /// # Errors
    /// The field that is wrong, and why.
    fn log_call(&mut self, code: &str, note: &CallNote) -> Result<Sentence, FieldRefusal>;
    /// The list of today.
    ///
    /// # Errors
    /// A sentence when the book, the calendar or the rules refuse.
    fn worklist(&self, whose: &Whose) -> Result<Worklist, Sentence>;
}
