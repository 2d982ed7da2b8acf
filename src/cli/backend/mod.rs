//! What the commands ask of the layers below, one plain function a verb.
//!
//! Invariant: no command file touches `store`, `ops`, `import` or `sample` itself; whatever those return
//! becomes one of the structs here or a [`Failure`](crate::cli::failure::Failure).

mod administration;
mod applications;
mod apply;
mod approvals;
mod arrears;
mod balance;
mod bench;
mod cases;
mod chase;
mod closings;
mod collecting;
mod collection;
mod copies;
mod days;
mod decisions;
mod deferral;
mod deferral_desk;
mod deferral_figures;
mod demonstration;
mod demonstration_work;
mod desk;
mod drills;
mod evidence;
mod funds;
mod history;
mod journal;
mod ladder;
mod layouts;
mod matrix;
mod notices;
mod office;
mod papers;
mod place;
mod plans;
mod progress;
mod receipts;
mod registry;
mod reports;
mod session;
mod settlement;
mod side;
mod signing;
mod terminal;
mod windows;
mod worklist;

use std::path::PathBuf;

use crate::domain::arrears::registry::RegistrySource;
use crate::domain::day::BusinessDay;
use crate::domain::entry::Side;
use crate::domain::import::FileReport;
use crate::domain::journal::FactKind;
use crate::domain::recon::DayResult;
use crate::domain::statement::{AccountPart, StatementRow};
use crate::text::copies::ControlTotal;

pub use crate::book::draft::{LayoutAsked, LayoutTried, Trial};
pub use crate::ops::approval::{RightsRequest, StandInAsked};
pub use administration::{
    account_at_work, backup, formats, init, journal, journal_verify, operator_add, operators, restore, site,
    site_import,
};
pub use applications::{
    ApplicationRowOut, ApplicationsAsk, Proposal, SheetReport, SheetRow, StepAsked, application, applications, apply,
    import_applications, propose, revise_application, step_applications, sum_of,
};
pub use approvals::{RightsRow, approval, approvals, decide_approval, request_rights, rights, stand_in, stand_ins};
pub use arrears::{FeeAsk, FeeWorking, fee, fee_policy};
pub use balance::balance;
pub use bench::{bench, bench_dues, bench_notices, sample, sample_month};
pub use closings::{DayDone, day_view, step_day};
pub use collection::{
    CallLine, LoggedCall, PromiseLine, calls, change_promise, collection_policy, log_call, pledge_of, promises,
};
pub use copies::{CopyTrouble, drill, keep_backup, last_copy};
pub use days::stale_days;
pub use decisions::{DecideOptions, case_view, decide, undo};
pub use deferral::deferral_policies;
pub use deferral_figures::{
    MatrixAsked, MatrixRow, RADAR_DAYS, RadarRow, StatisticsAsk, deferral_auto, deferral_form, deferral_matrix,
    deferral_radar, deferral_roll, deferral_statistics,
};
pub use demonstration::demo;
pub use desk::desk;
pub use evidence::evidence;
pub use funds::balance_of;
pub use ladder::{ChaseStatus, StepLine, chase_act, chase_claim, chase_ladder, chase_status};
pub use layouts::new_layout;
pub use notices::{
    BatchLine, NoticeForm, NoticeLine, NoticesReady, notices_freeze, notices_lint, notices_list, notices_preview,
    notices_render,
};
pub use place::{BookPlace, book_place};
pub use plans::{Instalments, PlanAsk, PlanLine, PlanMade, end_plan, make_plan, plans};
pub use progress::{FundAsk, progress, set_targets, targets};
pub use receipts::{exceptions, import, reconcile, statements, try_rules};
pub use registry::{
    AgedArrears, EmployerLedger, EmployerLine, EmployersAsk, LedgerItem, LedgerPayment, ageing, employer, employers,
};
pub use reports::{day_facts, differences, put_out};
pub use settlement::{SettlementLine, settlement};
pub use signing::{PasswordSource, Signing, reset_password, set_password};
pub use terminal::{key_test, workstation};
pub use worklist::{AssignAsk, ListedEmployer, assign, listed, mark, worklist};

/// How `sanhe import` is asked to read.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Layout to read by; sniffed when `None`.
    pub format: Option<String>,
    /// 本方账号 of statements that do not say.
    pub account: Option<String>,
    /// 营业日 of files that name none.
    pub day: Option<BusinessDay>,
    /// Read and check only.
    pub dry_run: bool,
    /// Of a registry file with bad rows take the good ones.
    pub take_good: bool,
    /// Where the sheets of rejected rows go; beside the file when `None`.
    pub rejects: Option<PathBuf>,
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
    /// Which book its rows belong to, where they are receipts.
    pub side: Option<Side>,
    /// What its rows are, where it is a registry file; a bank statement has neither.
    pub registry: Option<RegistrySource>,
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

/// One row of a statement in the book.
#[derive(Clone, Debug)]
pub struct StatementLine {
    /// Its number in the book.
    pub id: i64,
    /// Path of its file as given.
    pub file: String,
    /// What it says.
    pub row: StatementRow,
}

/// What one file says of one account.
#[derive(Clone, Debug)]
pub struct StatementPart {
    /// Path of the file as given.
    pub file: String,
    /// Account, days, balances.
    pub part: AccountPart,
}

/// Rows of statements, and the files that cover their days.
#[derive(Clone, Debug)]
pub struct Statements {
    /// Files by account and day.
    pub parts: Vec<StatementPart>,
    /// Rows by account and day, oldest first.
    pub rows: Vec<StatementLine>,
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

/// A standing copy made, and what became of the older ones.
#[derive(Clone, Debug)]
pub struct BookKept {
    /// The copy.
    pub copy: BookCopy,
    /// Older copies removed.
    pub removed: usize,
    /// Why the second place did not get it, where it did not.
    pub second: Option<String>,
}

/// A drill passed: what was restored and compared.
#[derive(Clone, Debug)]
pub struct DrillPassed {
    /// The copy restored.
    pub path: PathBuf,
    /// Its bytes.
    pub bytes: u64,
    /// Control totals, each by name, as the copy's note says and as restored.
    pub totals: Vec<(ControlTotal, i64)>,
    /// Facts the book has had since.
    pub behind: u64,
    /// Whole milliseconds from the copy to the book checked.
    pub milliseconds: u64,
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
    /// 参保单位 of a registry beside the receipts; none at 0.
    pub employers: u32,
}

/// What `sanhe sample month` is asked to make up.
#[derive(Clone, Copy, Debug)]
pub struct MonthOptions {
    /// First day.
    pub start: BusinessDay,
    /// Business days.
    pub days: u32,
    /// Receipts in all.
    pub rows: u32,
    /// Seed; the same seed gives the same bytes.
    pub seed: u64,
    /// Plant nothing.
    pub clean: bool,
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
    /// Milliseconds the whole process took.
    pub milliseconds: u64,
    /// The most memory it held, in KiB, where the system tells.
    pub peak_kib: Option<u64>,
}
