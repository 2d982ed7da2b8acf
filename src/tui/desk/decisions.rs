//! Differences as people work them: a case as it is now, and what is decided of it.

use super::Sentence;
use crate::book::phrases::Phrase;
use crate::domain::day::BusinessDay;
use crate::domain::decision::Verb;
use crate::domain::entry::EntryId;
use crate::domain::recon::ExceptionCase;

/// 可办事项. One thing that can be done with a case, or why it cannot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseAction {
    /// What.
    pub verb: Verb,
    /// Why not, in words; `None` where it can be done.
    pub refusal: Option<Sentence>,
}

/// A case as it is now, and what can be done with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseView {
    /// The case.
    pub case: ExceptionCase,
    /// Its version: handed back with a decision, so that nothing is decided on what was not seen.
    pub version: String,
    /// Every verb, in a fixed order.
    pub actions: Vec<CaseAction>,
    /// Its proposals in words, best first.
    pub proposals: Vec<String>,
    /// What people said of it so far, in words.
    pub said: Vec<String>,
}

/// 处理请求. What a person decides, of one case or of many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deciding {
    /// What.
    pub verb: Verb,
    /// Key and version (as shown) of each case.
    pub cases: Vec<(String, Option<String>)>,
    /// Which proposal to accept or reject, counted from 1.
    pub proposal: usize,
    /// Rows of the counterparts to link, or to split over.
    pub others: Vec<EntryId>,
    /// Operator to assign to; else empty.
    pub person: String,
    /// Day to carry to.
    pub to: Option<BusinessDay>,
    /// 原因; label and waive need one.
    pub reason: String,
}

impl Deciding {
    /// One case as it was seen, and nothing more said yet.
    pub fn of(verb: Verb, key: &str, version: &str) -> Self {
        Deciding {
            verb,
            cases: vec![(key.to_owned(), Some(version.to_owned()))],
            proposal: 1,
            others: Vec::new(),
            person: String::new(),
            to: None,
            reason: String::new(),
        }
    }
}

/// What a decision would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionPreview {
    /// What.
    pub verb: Verb,
    /// Cases it would take, with their versions as they are now: ready to be decided on.
    pub taken: Vec<(String, Option<String>)>,
    /// Σ of their differences without sign.
    pub sum: crate::domain::money::Money,
    /// Cases it cannot take, and why.
    pub refused: Vec<(String, Sentence)>,
    /// Both in one sentence.
    pub sentence: Sentence,
}

/// 差异处理: a case as it is now, and what people decide of it.
pub trait DecisionsDesk {
    /// A case as it is now, by its key.
    ///
    /// # Errors
    /// A sentence when there is no such case (a later run may have found it gone).
    fn case(&self, key: &str) -> Result<CaseView, Sentence>;
    /// Open cases of the same class and the same cause, itself among them: what may be decided together.
    ///
    /// # Errors
    /// A sentence when there is no such case.
    fn alike(&self, key: &str) -> Result<Vec<ExceptionCase>, Sentence>;
    /// Open cases that may be tied to this one by hand, likeliest first; `wanted` narrows them by number,
    /// cashier or amount.
    ///
    /// # Errors
    /// A sentence when there is no such case.
    fn counterparts(&self, key: &str, wanted: &str) -> Result<Vec<ExceptionCase>, Sentence>;
    /// Every operator a case may be assigned to.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn people(&self) -> Result<Vec<String>, Sentence>;
    /// 常用原因, in the order they are offered.
    ///
    /// # Errors
    /// A sentence naming file and line when the phrase book is wrong.
    fn phrases(&self) -> Result<Vec<Phrase>, Sentence>;
    /// What a decision would do; nothing is written.
    ///
    /// # Errors
    /// A sentence when the request as a whole makes no sense.
    fn preview_decision(&self, deciding: &Deciding) -> Result<DecisionPreview, Sentence>;
    /// Decides, all cases in one act; says what was done.
    ///
    /// # Errors
    /// A sentence naming the first case that cannot be decided so (changed meanwhile, settled); nothing is done.
    fn decide(&mut self, deciding: &Deciding) -> Result<Sentence, Sentence>;
    /// Undoes the last decision on a case, with every case decided in the same act; says what was undone.
    ///
    /// # Errors
    /// A sentence when there is nothing to undo, or something was decided since.
    fn undo(&mut self, key: &str, version: Option<&str>, reason: &str) -> Result<Sentence, Sentence>;
}
