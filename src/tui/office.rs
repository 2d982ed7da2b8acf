//! What the workstation asks of the house rather than of its receipts: operators, and the house's own facts.
//!
//! Invariant: a change says what stood there before; where someone else changed it meanwhile nothing is
//! written and theirs comes back.

use std::path::PathBuf;

use super::desk::Sentence;
use crate::domain::house::{ChannelContract, House, HouseAccount};

/// 操作员 as listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorRow {
    /// 姓名.
    pub name: String,
    /// 系统账号.
    pub account: String,
    /// UTC of registration.
    pub since: String,
}

/// A row of the house's facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SiteRow {
    /// 渠道合同.
    Contract(ChannelContract),
    /// 本单位账户.
    Account(HouseAccount),
}

/// A change of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteChange {
    /// What stood there; `None` for a new row.
    pub was: Option<SiteRow>,
    /// What shall stand there.
    pub now: SiteRow,
}

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SiteAnswer {
    /// It is in force.
    Done,
    /// Someone else changed the row to this; nothing was written.
    Theirs(SiteRow),
}

/// A refusal, and the field it is about when it is about one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRefusal {
    /// Id of the form's field; empty when it is about none.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub sentence: Sentence,
}

/// The house's side of the desk.
pub trait Office {
    /// Directory of this book's side files (drafts), which need not exist; nothing is kept without one.
    fn side_directory(&self) -> Option<PathBuf> {
        None
    }
    /// Every operator, in order of registration.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn operators(&self) -> Result<Vec<OperatorRow>, Sentence>;
    /// Registers an operator.
    ///
    /// # Errors
    /// The field that is wrong, and why.
    fn add_operator(&mut self, name: &str, account: &str) -> Result<(), FieldRefusal>;
    /// 本单位资料 in force.
    ///
    /// # Errors
    /// A sentence when the file is wrong.
    fn site(&self) -> Result<House, Sentence>;
    /// Changes one row of them.
    ///
    /// # Errors
    /// The field that is wrong, and why.
    fn change_site(&mut self, change: &SiteChange) -> Result<SiteAnswer, FieldRefusal>;
}
