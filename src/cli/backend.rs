//! What the commands ask of the layers below, one plain function a verb.
//!
//! Invariant: no command file touches `store`, `ops`, `import` or `sample` itself; whatever those return
//! becomes one of the structs here or a [`Failure`].

use std::path::{Path, PathBuf};

use super::context::Context;
use super::failure::Failure;
use crate::domain::day::BusinessDay;
use crate::domain::entry::Side;
use crate::domain::house::House;
use crate::domain::import::FileReport;
use crate::domain::journal::FactKind;
use crate::domain::recon::{DayResult, ExceptionCase};
use crate::tui::desk::Progress;

/// How `sanhe import` is asked to read.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Layout to read by; sniffed when `None`.
    pub format: Option<String>,
    /// The house's account a statement belongs to, where the file does not say.
    pub account: Option<String>,
    /// Business day of files that name none.
    pub day: Option<BusinessDay>,
    /// Read and check only.
    pub dry_run: bool,
}

/// A new book.
#[derive(Clone, Debug)]
pub struct BookMade {
    /// Its file.
    pub path: PathBuf,
    /// First operator.
    pub operator: String,
    /// System account the operator is bound to.
    pub account: String,
}

/// A demonstration book.
#[derive(Clone, Debug)]
pub struct DemoBook {
    /// Its file.
    pub path: PathBuf,
    /// Whether it was there already.
    pub existed: bool,
    /// Its operators, the one at work first.
    pub operators: Vec<String>,
    /// What was imported; empty when it was there already.
    pub files: Vec<FileReport>,
    /// Days that have entries.
    pub days: Option<(BusinessDay, BusinessDay)>,
}

/// An operator of the book.
#[derive(Clone, Debug)]
pub struct Operator {
    /// Name.
    pub name: String,
    /// System account bound to.
    pub account: String,
    /// UTC of registration.
    pub since: String,
}

/// A layout known.
#[derive(Clone, Debug)]
pub struct FormatInfo {
    /// Name as given to `--format`.
    pub name: String,
    /// Which book its rows belong to.
    pub side: Side,
    /// Headings it needs.
    pub columns: Vec<String>,
}

/// Result of matching.
#[derive(Clone, Debug)]
pub struct Reconciled {
    /// Days from–to, oldest first.
    pub days: Vec<DayResult>,
    /// Hash over the days' digests.
    pub digest: String,
}

/// The journal's chain, verified.
#[derive(Clone, Debug)]
pub struct JournalHead {
    /// Facts in the chain.
    pub facts: u64,
    /// Hash of the last fact, hex.
    pub hash: String,
    /// UTC of the last fact.
    pub at: String,
}

/// One fact of the journal.
#[derive(Clone, Debug)]
pub struct JournalLine {
    /// Number in the chain.
    pub sequence: i64,
    /// UTC.
    pub at: String,
    /// Operator.
    pub actor: String,
    /// Operator stood in for; empty when none.
    pub on_behalf: String,
    /// Kind.
    pub kind: FactKind,
    /// Subject.
    pub subject: String,
    /// Reason given; empty where none is asked.
    pub reason: String,
    /// Hash in the chain, hex.
    pub hash: String,
}

/// A copy of a book, verified.
#[derive(Clone, Debug)]
pub struct BookCopy {
    /// Where it stands.
    pub path: PathBuf,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// Facts in its journal.
    pub facts: u64,
}

/// What `sanhe sample` is asked to make up.
#[derive(Clone, Debug)]
pub struct SampleOptions {
    /// Receipts in all.
    pub rows: u32,
    /// Business days.
    pub days: u32,
    /// Seed; the same seed gives the same bytes.
    pub seed: u64,
    /// First day.
    pub start: BusinessDay,
}

/// A file made up.
#[derive(Clone, Debug)]
pub struct SampleFile {
    /// Its path.
    pub path: PathBuf,
    /// Data rows, or planted cases in `truth.json`.
    pub rows: u64,
}

/// One timed step of `sanhe bench`.
#[derive(Clone, Debug)]
pub struct BenchStep {
    /// What was done: `import`, `reconcile`, `import again`.
    pub name: &'static str,
    /// Rows it went through.
    pub rows: u64,
    /// Milliseconds it took.
    pub milliseconds: u64,
}

/// Makes a new book with its first operator, bound to the system account at work.
///
/// # Errors
/// A refusal when the book exists; a fault when it cannot be written.
pub fn init(context: &Context, operator: Option<&str>, title: Option<&str>) -> Result<BookMade, Failure> {
    not_yet(context, &("init", operator, title))
}

/// Makes a demonstration book in `directory`, or finds the one there.
///
/// # Errors
/// A fault when it cannot be written.
pub fn demo(context: &Context, directory: &Path, progress: &Progress) -> Result<DemoBook, Failure> {
    not_yet(context, &("demo", directory, progress))
}

/// Registers an operator, bound to `account` or else to the account at work.
///
/// # Errors
/// A refusal when the name is taken or malformed.
pub fn operator_add(context: &Context, name: &str, account: Option<&str>) -> Result<Operator, Failure> {
    not_yet(context, &("operator add", name, account))
}

/// Operators of the book, in order of registration.
///
/// # Errors
/// A refusal when there is no book.
pub fn operators(context: &Context) -> Result<Vec<Operator>, Failure> {
    not_yet(context, &"operator list")
}

/// The house's facts in force.
///
/// # Errors
/// A refusal when channels.toml is wrong.
pub fn site(context: &Context) -> Result<House, Failure> {
    not_yet(context, &"site show")
}

/// Checks a channels.toml, puts it into the data directory and journals it.
///
/// # Errors
/// A refusal when the file is wrong.
pub fn site_import(context: &Context, file: &Path) -> Result<House, Failure> {
    not_yet(context, &("site import", file))
}

/// Layouts known, embedded and the house's own.
///
/// # Errors
/// A refusal when a layout's file is wrong.
pub fn formats(context: &Context) -> Result<Vec<FormatInfo>, Failure> {
    not_yet(context, &"formats")
}

/// Reads, checks and (unless `dry_run`) imports files, one report each, in order.
///
/// # Errors
/// A refusal of the whole request; what is wrong with a file stands in its report.
pub fn import(
    context: &Context,
    files: &[PathBuf],
    options: &ImportOptions,
    progress: &Progress,
) -> Result<Vec<FileReport>, Failure> {
    not_yet(context, &("import", files, options, progress))
}

/// Matches the days from–to.
///
/// # Errors
/// A refusal when there are no entries or the result does not add up.
pub fn reconcile(
    context: &Context,
    from: BusinessDay,
    to: BusinessDay,
    progress: &Progress,
) -> Result<Reconciled, Failure> {
    not_yet(context, &("reconcile", from, to, progress))
}

/// Every case of the days from–to (of all days when `None`), informational ones too, oldest first.
///
/// # Errors
/// A refusal when there is no book.
pub fn exceptions(context: &Context, range: Option<(BusinessDay, BusinessDay)>) -> Result<Vec<ExceptionCase>, Failure> {
    not_yet(context, &("exceptions", range))
}

/// Verifies the journal's chain and `head.log`.
///
/// # Errors
/// [`crate::domain::rejection::Rejection::JournalBroken`] where the chain breaks.
pub fn journal_verify(context: &Context) -> Result<JournalHead, Failure> {
    not_yet(context, &"journal verify")
}

/// The last `limit` facts, oldest first.
///
/// # Errors
/// A refusal when there is no book.
pub fn journal(context: &Context, limit: u32) -> Result<Vec<JournalLine>, Failure> {
    not_yet(context, &("journal show", limit))
}

/// Copies the book to `target` and verifies the copy.
///
/// # Errors
/// A refusal when the target exists.
pub fn backup(context: &Context, target: &Path) -> Result<BookCopy, Failure> {
    not_yet(context, &("backup", target))
}

/// Puts the copy `from` at the place of the context's book, which must be free, and verifies it.
///
/// # Errors
/// A refusal when there is a book already.
pub fn restore(context: &Context, from: &Path) -> Result<BookCopy, Failure> {
    not_yet(context, &("restore", from))
}

/// Writes made-up files with planted defects and their truth into `directory`.
///
/// # Errors
/// A fault when they cannot be written.
pub fn sample(context: &Context, options: &SampleOptions, directory: &Path) -> Result<Vec<SampleFile>, Failure> {
    not_yet(context, &("sample", options, directory))
}

/// Makes up `rows` receipts in a scratch book, imports and reconciles them, and times each step.
///
/// # Errors
/// A fault of the scratch directory.
pub fn bench(context: &Context, rows: u32, progress: &Progress) -> Result<Vec<BenchStep>, Failure> {
    not_yet(context, &("bench", rows, progress))
}

/// Opens the workstation on the context's book and returns when the person leaves it.
///
/// # Errors
/// A refusal when there is no book; a fault of the terminal.
pub fn workstation(context: &Context) -> Result<(), Failure> {
    not_yet(context, &"workstation")
}

/// Stands in for a layer that is still being joined.
fn not_yet<T>(context: &Context, what: &dyn std::fmt::Debug) -> Result<T, Failure> {
    Err(Failure::Fault { what: "not joined yet".into(), context: format!("{}: {what:?}", context.book.display()) })
}
