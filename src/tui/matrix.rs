//! 资格矩阵: what the workstation asks of eligibility, employer × policy × line × month.
//!
//! Invariant: a row is a run of months that fare alike; its reason and clause are those of its verdict.

use super::desk::Sentence;
use crate::domain::arrears::month::FeeMonth;
use crate::domain::entry::codes;

codes! {
    /// 资格结论.
    Eligible {
        /// 可缓.
        Yes = "yes",
        /// 待核: something is still to be shown.
        Ask = "ask",
        /// 不可.
        No = "no",
    }
}

/// 查看范围. Which part of the matrix; the months of today's when none are given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MatrixView {
    /// One employer, by credit code.
    pub code: Option<String>,
    /// 政策.
    pub policy: Option<String>,
    /// 险种, by code; the first line alone when neither line nor employer is given.
    pub line: Option<String>,
    /// First and last fee month.
    pub months: Option<(FeeMonth, FeeMonth)>,
    /// Leave out what cannot be deferred.
    pub open_only: bool,
}

/// 矩阵一行.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixLine {
    /// 统一社会信用代码.
    pub code: String,
    /// 单位编号.
    pub no: String,
    /// 单位名称.
    pub name: String,
    /// 险种 in words.
    pub line: String,
    /// 政策.
    pub policy: String,
    /// First and last month that fare so.
    pub months: (FeeMonth, FeeMonth),
    /// 结论.
    pub verdict: Eligible,
    /// 条款.
    pub clause: String,
    /// 理由, or by when it is repaid.
    pub reason: Sentence,
}

/// 资格矩阵.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EligibilityMatrix {
    /// What was looked at, in words: line, months.
    pub scope: Sentence,
    /// First and last month looked at.
    pub months: Option<(FeeMonth, FeeMonth)>,
    /// Employers judged.
    pub employers: usize,
    /// Verdicts in all, whether listed or not.
    pub judged: usize,
    /// The rows, employer by employer.
    pub rows: Vec<MatrixLine>,
}

/// The side of the desk that judges who may defer what.
pub trait MatrixDesk {
    /// A part of the matrix.
    ///
    /// # Errors
    /// A sentence when the book, the calendar or the rules refuse.
    fn eligibility(&self, view: &MatrixView) -> Result<EligibilityMatrix, Sentence>;
}
