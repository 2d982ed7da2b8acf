//! The desk: all the workstation asks of the book, as one trait, so that screens are tested without a database.
//!
//! Neighbours: `cli` joins it to `store` and `ops`; `tests/screens.rs` joins it to made-up figures.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::chase::ChaseDesk;
use super::filter::RowFilter;
use super::office::Office;
use super::widgets::list::view::View;
use crate::book::phrases::Phrase;
use crate::domain::closing::DayStep;
use crate::domain::day::BusinessDay;
use crate::domain::decision::Verb;
use crate::domain::entry::{EntryId, EntryOrder, Method, Side};
use crate::domain::import::FileReport;
use crate::domain::recon::{DayResult, DaySummary, EntryRow, ExceptionCase};

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
    /// Business date.
    pub today: BusinessDay,
}

/// A stretch of the original file around one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawLine {
    /// File as given at import.
    pub file: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Line number.
    pub line: u32,
    /// Heading line of the file.
    pub header: String,
    /// The line itself, decoded, not yet sanitised for drawing.
    pub text: String,
}

/// Entries of a drill-down, one window of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryWindow {
    /// Rows in all.
    pub total: u64,
    /// Their sum in fen.
    pub sum: crate::domain::money::Money,
    /// Rows of this window.
    pub rows: Vec<EntryRow>,
}

/// Which entries a drill-down shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryFilter {
    /// 营业日; all days when `None`.
    pub day: Option<BusinessDay>,
    /// Which book.
    pub side: Side,
    /// 支付方式; all when `None`.
    pub method: Option<Method>,
    /// 收费员 as printed; all when `None`.
    pub cashier: Option<String>,
    /// 筛选: what the rows must have in common besides.
    pub rows: RowFilter,
    /// What was typed to find rows: numbers, amounts, cashiers by Han or pinyin; empty for all.
    pub find: String,
    /// Order.
    pub order: EntryOrder,
    /// Whether the order runs backwards.
    pub descending: bool,
}

impl EntryFilter {
    /// Every entry of a side on a day, or on all days, by time.
    pub fn of(day: Option<BusinessDay>, side: Side) -> Self {
        let order = EntryOrder::Time;
        EntryFilter {
            day,
            side,
            method: None,
            cashier: None,
            rows: RowFilter::default(),
            find: String::new(),
            order,
            descending: false,
        }
    }
}

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

/// A step of closing a day, and every reason it cannot be taken by the person at work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayAction {
    /// Which.
    pub step: DayStep,
    /// Why not, each cause in words; empty where it can be taken. A missing reason is not among them.
    pub refusals: Vec<Sentence>,
}

/// How a day stands on its way to being closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayView {
    /// 营业日.
    pub day: BusinessDay,
    /// Whether it is closed now.
    pub is_closed: bool,
    /// Every step, in order.
    pub actions: Vec<DayAction>,
    /// Steps taken so far, in words, oldest first.
    pub steps: Vec<String>,
    /// 前期未达: what came late for a closed day, in words.
    pub late: Vec<String>,
}

/// Progress of long work: the worker counts, the screen draws, Esc sets `cancel`.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// Units done (rows or bytes).
    pub done: Arc<AtomicU64>,
    /// Units in all; 0 when not known.
    pub total: Arc<AtomicU64>,
    /// Set to stop; the worker stops within 200 ms and leaves nothing half done.
    pub cancel: Arc<AtomicBool>,
    /// Units done in the parts before this one.
    before: u64,
    /// Units of all parts; 0 when there is but one.
    whole: u64,
}

impl Progress {
    /// The same progress for one part of a job of `whole` units, of which `before` are done.
    pub fn part(&self, before: u64, whole: u64) -> Progress {
        Progress { before, whole, ..self.clone() }
    }

    /// Says how far this part is; the counts are those of the whole job.
    pub fn tell(&self, done: u64, total: u64) {
        self.done.store(self.before + done, Ordering::Relaxed);
        self.total.store(if self.whole > 0 { self.whole } else { total }, Ordering::Relaxed);
    }
}

/// A sentence for the person, already in words of the chosen language.
pub type Sentence = String;

/// All the workstation asks of the book. Reads are quick; `preview`, `import` and `reconcile` run on a worker thread.
pub trait Desk: Send + Office + ChaseDesk {
    /// Book and person.
    fn info(&self) -> BookInfo;
    /// Acts as another operator bound to the same account.
    ///
    /// # Errors
    /// A sentence when the account is not bound to that operator.
    fn switch_operator(&mut self, name: &str) -> Result<(), Sentence>;
    /// Every day that has entries, oldest first.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn days(&self) -> Result<Vec<DaySummary>, Sentence>;
    /// The stored result of a day (exceptions with their legs and file names); `None` before the first run.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn day(&self, day: BusinessDay) -> Result<Option<DayResult>, Sentence>;
    /// Exceptions of all days from–to still asking for someone, oldest first, at most `limit`.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn open_exceptions(&self, limit: usize) -> Result<Vec<ExceptionCase>, Sentence>;
    /// One window of a drill-down, by time.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn entries(&self, filter: &EntryFilter, offset: u64, limit: usize) -> Result<EntryWindow, Sentence>;
    /// Where an entry stands in a drill-down; `None` when it is not in it.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn entry_place(&self, filter: &EntryFilter, id: EntryId) -> Result<Option<u64>, Sentence>;
    /// Gives up what was kept for drill-downs.
    fn close_entries(&self);
    /// One entry.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn entry(&self, id: EntryId) -> Result<EntryRow, Sentence>;
    /// The original line of an entry.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn raw_line(&self, id: EntryId) -> Result<RawLine, Sentence>;
    /// Reads and checks a file without storing anything: exactly what `import` would then do.
    ///
    /// # Errors
    /// A sentence when the book cannot be read; what is wrong with the file stands in the report.
    fn preview(&mut self, path: &Path, progress: &Progress) -> Result<FileReport, Sentence>;
    /// Imports a file.
    ///
    /// # Errors
    /// A sentence when nothing could be stored.
    fn import(&mut self, path: &Path, progress: &Progress) -> Result<FileReport, Sentence>;
    /// Matches the days from–to.
    ///
    /// # Errors
    /// A sentence when nothing could be stored.
    fn reconcile(
        &mut self,
        from: BusinessDay,
        to: BusinessDay,
        progress: &Progress,
    ) -> Result<Vec<DayResult>, Sentence>;
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
    /// How a day stands on its way to being closed, and what stands in the way of each step.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn day_view(&self, day: BusinessDay) -> Result<DayView, Sentence>;
    /// Takes a step of closing (送复核 is `Prepare`, 复核 is `Close`); says what was done.
    ///
    /// # Errors
    /// A sentence naming every cause in the way; nothing is done.
    fn step_day(
        &mut self,
        day: BusinessDay,
        step: DayStep,
        side: Option<Side>,
        reason: &str,
    ) -> Result<Sentence, Sentence>;
    /// How the operator last arranged a list; the usual way when `None`.
    ///
    /// # Errors
    /// A sentence when what was kept cannot be read.
    fn view(&self, list: &str) -> Result<Option<View>, Sentence>;
    /// Keeps how the operator arranged a list.
    ///
    /// # Errors
    /// A sentence when it cannot be kept.
    fn save_view(&self, list: &str, view: &View) -> Result<(), Sentence>;
    /// Keeps a copied text in a file for its owner only, and says where.
    ///
    /// # Errors
    /// A sentence when it cannot be written.
    fn keep_copy(&self, text: &str) -> Result<PathBuf, Sentence>;
    /// Makes a new file under a name like this one, lets `write` fill it, and says where it stands;
    /// nothing is left behind when `write` fails.
    ///
    /// # Errors
    /// What `write` said, or a sentence when the file cannot be made.
    fn export(
        &self,
        name: &str,
        write: &mut dyn FnMut(&mut dyn io::Write) -> Result<(), Sentence>,
    ) -> Result<PathBuf, Sentence>;
    /// A second desk on the same book, for the worker thread.
    ///
    /// # Errors
    /// A sentence when the book cannot be opened again.
    fn second(&self) -> Result<Box<dyn Desk>, Sentence>;
}
