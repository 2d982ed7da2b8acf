//! Long work on a second thread 后台工作: preview, import, reconcile.
//!
//! Invariant: at most one job at a time; it runs on its own desk, reports through a channel and wakes
//! the terminal, so nothing polls for it. Esc sets the cancel flag; the job then leaves nothing half done.

use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use super::apply::{DeferralPaper, TypedApplication};
use super::approvals::ApprovalDeciding;
use super::chase::ChaseAct;
use super::collecting::CollectingJob;
use super::desk::{Deciding, Desk, Progress, ReadAs, Sentence};
use super::export::Export;
use super::office::{FieldRefusal, SiteAnswer, SiteChange};
use super::papers::{PapersDone, PapersJob};
use super::screen::DayAsked;
use crate::book::draft::{LayoutAsked, LayoutTried};
use crate::domain::closing::DayStep;
use crate::domain::collection::call::CallNote;
use crate::domain::day::BusinessDay;
use crate::domain::decision::Verb;
use crate::domain::deferral::application::StepKind;
use crate::domain::import::FileReport;
use crate::domain::recon::DayResult;
use crate::domain::signing::Secret;
use crate::term::Waker;
use crate::text::approval::approved_many;
use crate::text::form::FormWord;
use crate::text::lang::Lang;
use crate::text::signing::SigningWord;
use crate::text::ui::{self, Word};

/// 工作. Something that takes longer than a key press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Job {
    /// Read and check a file.
    Preview(PathBuf, ReadAs),
    /// Import a file.
    Import(PathBuf, ReadAs),
    /// Read and check several files.
    PreviewFiles(Vec<PathBuf>, ReadAs),
    /// Import several files, one after the other.
    ImportFiles(Vec<PathBuf>, ReadAs),
    /// Try a layout on a file, or keep it.
    Layout(Box<LayoutAsked>),
    /// Match the days of each range.
    Reconcile(Vec<(BusinessDay, BusinessDay)>),
    /// Write rows into a file.
    Export(Box<Export>),
    /// Register an operator.
    AddOperator {
        /// 姓名.
        name: String,
        /// 系统账号.
        account: String,
    },
    /// Change a row of the house's facts.
    ChangeSite(Box<SiteChange>),
    /// Do something about employers.
    Chase(Box<ChaseAct>),
    /// Do some collection work beyond calls.
    Collect(Box<CollectingJob>),
    /// Freeze or print notices.
    Papers(Box<PapersJob>),
    /// Log a call with an employer.
    LogCall {
        /// 统一社会信用代码.
        code: String,
        /// What was said.
        note: Box<CallNote>,
    },
    /// Decide differences.
    Decide(Box<Deciding>),
    /// Decide rounds of approval, each an act of its own.
    Approve(Vec<ApprovalDeciding>),
    /// Keep the adjustment statement of an account at the end of a day.
    KeepBalance(String, BusinessDay),
    /// Keep the evidence of a difference.
    Evidence(String),
    /// Take a step of closing a day, for this reason.
    StepDay(DayAsked, String),
    /// Take back the last decision on a difference.
    Undo {
        /// Its key.
        key: String,
        /// Its version as seen; `None` when it was not looked at since.
        version: Option<String>,
    },
    /// Verify the journal from its first fact to its head.
    VerifyJournal,
    /// Try the signing password.
    Sign(Secret),
    /// Set or change the signing password.
    SetSigning {
        /// The one in force, where there is one.
        old: Option<Secret>,
        /// The new one.
        password: Secret,
    },
    /// Take a step of an application.
    StepApplication {
        /// 申请编号.
        no: String,
        /// 轮次 as seen.
        round: usize,
        /// Which.
        step: StepKind,
        /// 意见.
        reason: String,
    },
    /// Enter an application, or bring it back.
    EnterApplication(Box<TypedApplication>),
    /// Keep a paper of deferral: of the application of this number, or of all.
    KeepPaper(DeferralPaper, String),
}

impl Job {
    /// Whether it must be signed: what submits, approves, waives, closes or reopens.
    pub fn is_signed(&self) -> bool {
        match self {
            Job::Approve(_) | Job::StepApplication { .. } => true,
            Job::StepDay(asked, _) => asked.step != DayStep::Declare,
            Job::Decide(deciding) => deciding.verb == Verb::Waive,
            Job::Chase(act) => matches!(**act, ChaseAct::ConfirmHold(_)),
            _ => false,
        }
    }
}

/// 多个文件的导入结果. What several files brought.
#[derive(Clone, Debug, Default)]
pub struct FilesImported {
    /// Of each file that was reached, in order.
    pub reports: Vec<FileReport>,
    /// Files not reached: the work was stopped, or one before them could not be stored.
    pub left: Vec<PathBuf>,
    /// Why they were not.
    pub why: Option<Sentence>,
}

/// 工作结果.
#[derive(Debug)]
pub enum Finished {
    /// What a file would bring.
    Previewed(FileReport),
    /// What a file brought.
    Imported(FileReport),
    /// What several files would bring.
    PreviewedFiles(Vec<FileReport>),
    /// What they brought.
    ImportedFiles(FilesImported),
    /// What a layout gives that was tried.
    LayoutTried(Box<LayoutTried>),
    /// The layout of this file was kept, in words.
    LayoutKept(PathBuf, Sentence),
    /// The days matched.
    Reconciled(Vec<DayResult>),
    /// Rows written, and the file they stand in.
    Exported(u64, PathBuf),
    /// An operator was registered under this name.
    OperatorAdded(String),
    /// What became of a change of the house's facts.
    SiteAnswered(SiteAnswer),
    /// Something was done about employers, in words.
    Chased(Sentence),
    /// Collection work was done, in words.
    Collected(Sentence),
    /// Notices were frozen or printed.
    Papers(PapersDone),
    /// A call was logged, in words.
    CallLogged(Sentence),
    /// These differences were decided, in words.
    Decided(Vec<String>, Sentence),
    /// The decision on this difference was taken back, in words.
    Undone(String, Sentence),
    /// Rounds of approval were decided, in words.
    Approved(Sentence),
    /// A step of closing this day was taken, in words.
    DayStepped(BusinessDay, Sentence),
    /// Files were kept, in words.
    Kept(Sentence),
    /// An application was taken a step further, in words.
    ApplicationStepped(Sentence),
    /// The signing password was right.
    Signed,
    /// A signing password was set.
    SigningSet,
    /// What was typed was refused.
    Refused(FieldRefusal),
    /// Stopped by the person.
    Cancelled,
    /// Why it could not be done.
    Failed(Sentence),
}

impl Finished {
    /// What the desk said of it, where it put it in words.
    pub fn said(&self) -> Option<String> {
        match self {
            Finished::Decided(_, said)
            | Finished::Undone(_, said)
            | Finished::DayStepped(_, said)
            | Finished::CallLogged(said)
            | Finished::Chased(said)
            | Finished::Collected(said)
            | Finished::Approved(said)
            | Finished::LayoutKept(_, said)
            | Finished::Kept(said)
            | Finished::ApplicationStepped(said) => Some(said.clone()),
            Finished::Papers(done) => Some(done.said.clone()),
            _ => None,
        }
    }
}

/// A job under way.
pub struct Worker {
    job: Job,
    progress: Progress,
    started: Instant,
    result: Receiver<Finished>,
}

impl Worker {
    /// How often the screen looks at the counts while a job runs.
    pub const LOOK_EVERY: Duration = Duration::from_millis(250);

    /// Starts a job on a desk of its own.
    ///
    /// # Errors
    /// A sentence when no thread can be had.
    pub fn start(job: Job, mut desk: Box<dyn Desk>, waker: Waker) -> Result<Self, Sentence> {
        let progress = Progress::default();
        let (sender, result) = mpsc::channel();
        let (task, counts) = (job.clone(), progress.clone());
        thread::Builder::new()
            .name("work".to_owned())
            .spawn(move || {
                let closes = task.is_signed();
                let finished = perform(task, desk.as_mut(), &counts);
                // The copy made at a close is waited for, so that one that fails is told with it.
                if closes {
                    drop(desk);
                }
                // Nobody listens any more when the workstation has closed.
                let _ = sender.send(finished);
                waker.wake();
            })
            .map_err(|error| error.to_string())?;
        Ok(Worker { job, progress, started: Instant::now(), result })
    }

    /// The result, once there is one.
    pub fn finished(&self) -> Option<Finished> {
        match self.result.try_recv() {
            Ok(finished) => Some(finished),
            Err(mpsc::TryRecvError::Empty) => None,
            Err(mpsc::TryRecvError::Disconnected) => Some(Finished::Failed(format!("{:?}", self.job))),
        }
    }

    /// Asks the job to stop.
    pub fn cancel(&self) {
        self.progress.cancel.store(true, Ordering::Relaxed);
    }

    /// What is going on, for the status line.
    pub fn status(&self, lang: Lang) -> String {
        let word = match &self.job {
            Job::Preview(..) | Job::PreviewFiles(..) | Job::Layout(_) => Word::Previewing,
            Job::Import(..) | Job::ImportFiles(..) => Word::Importing,
            Job::Reconcile(_) => Word::Reconciling,
            Job::Export(_) | Job::Evidence(_) | Job::KeepBalance(..) | Job::KeepPaper(..) => Word::Exporting,
            Job::VerifyJournal => Word::Verifying,
            Job::Sign(_) | Job::SetSigning { .. } => return SigningWord::Trying.in_lang(lang).to_owned(),
            Job::AddOperator { .. }
            | Job::LogCall { .. }
            | Job::ChangeSite(_)
            | Job::Chase(_)
            | Job::Papers(_)
            | Job::Collect(_)
            | Job::Decide(_)
            | Job::Approve(_)
            | Job::Undo { .. }
            | Job::StepDay(..)
            | Job::StepApplication { .. }
            | Job::EnterApplication(_) => {
                return FormWord::Saving.in_lang(lang).to_owned();
            }
        };
        if self.progress.cancel.load(Ordering::Relaxed) {
            return format!("{} {}", word.in_lang(lang), Word::Cancelling.in_lang(lang));
        }
        let done = self.progress.done.load(Ordering::Relaxed);
        let total = self.progress.total.load(Ordering::Relaxed);
        let counts = ui::progress(done, total, self.seconds_left(done, total), lang);
        format!("{} {counts}  {}", word.in_lang(lang), Word::EscCancels.in_lang(lang))
    }

    fn seconds_left(&self, done: u64, total: u64) -> Option<u64> {
        let elapsed = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        if done == 0 || total <= done || elapsed < 1_000 {
            return None;
        }
        Some((elapsed.saturating_mul(total - done) / done).div_ceil(1_000))
    }
}

fn perform(job: Job, desk: &mut dyn Desk, progress: &Progress) -> Finished {
    let result = match job {
        Job::Preview(path, read_as) => desk.preview(&path, &read_as, progress).map(Finished::Previewed),
        Job::Import(path, read_as) => desk.import(&path, &read_as, progress).map(Finished::Imported),
        Job::PreviewFiles(paths, read_as) => {
            preview_files(&paths, &read_as, desk, progress).map(Finished::PreviewedFiles)
        }
        Job::ImportFiles(paths, read_as) => import_files(paths, &read_as, desk, progress).map(Finished::ImportedFiles),
        Job::Layout(asked) if asked.save => {
            desk.keep_layout(&asked, progress).map(|said| Finished::LayoutKept(asked.file.clone(), said))
        }
        Job::Layout(asked) => desk.try_layout(&asked, progress).map(|tried| Finished::LayoutTried(Box::new(tried))),
        Job::Reconcile(ranges) => reconcile(&ranges, desk, progress).map(Finished::Reconciled),
        Job::Export(export) => export.write(desk, progress).map(|(rows, path)| Finished::Exported(rows, path)),
        Job::AddOperator { name, account } => {
            let added = desk.add_operator(&name, &account);
            Ok(added.map_or_else(Finished::Refused, |()| Finished::OperatorAdded(name)))
        }
        Job::ChangeSite(change) => Ok(desk.change_site(&change).map_or_else(Finished::Refused, Finished::SiteAnswered)),
        Job::Chase(act) => desk.chase(&act).map(Finished::Chased),
        Job::Collect(job) => job.perform(desk),
        Job::Papers(job) => job.perform(desk, progress),
        Job::LogCall { code, note } => {
            Ok(desk.log_call(&code, &note).map_or_else(Finished::Refused, Finished::CallLogged))
        }
        Job::Decide(deciding) => {
            let keys = deciding.cases.iter().map(|(key, _)| key.clone()).collect();
            desk.decide(&deciding).map(|said| Finished::Decided(keys, said))
        }
        Job::Approve(decidings) => approve(&decidings, desk, progress).map(Finished::Approved),
        Job::KeepBalance(account, on) => desk.keep_balance(&account, on).map(Finished::Kept),
        Job::Evidence(key) => desk.keep_evidence(&key).map(Finished::Kept),
        Job::StepDay(asked, reason) => desk
            .step_day(asked.day, asked.step, asked.sides.first().copied(), &reason)
            .map(|said| Finished::DayStepped(asked.day, said)),
        Job::StepApplication { no, round, step, reason } => {
            desk.step_application(&no, round, step, &reason).map(Finished::ApplicationStepped)
        }
        Job::VerifyJournal => desk.verify_journal(progress).map(Finished::Kept),
        Job::Sign(password) => desk.sign(&password).map(|()| Finished::Signed),
        Job::SetSigning { old, password } => desk.set_signing(old.as_ref(), &password).map(|()| Finished::SigningSet),
        Job::EnterApplication(typed) => desk.enter_application(&typed).map(Finished::ApplicationStepped),
        Job::KeepPaper(paper, no) => desk.keep_paper(paper, &no).map(Finished::Kept),
        Job::Undo { key, version } => desk.undo(&key, version.as_deref(), "").map(|said| Finished::Undone(key, said)),
    };
    match result {
        Ok(finished) => finished,
        Err(_) if progress.cancel.load(Ordering::Relaxed) => Finished::Cancelled,
        Err(sentence) => Finished::Failed(sentence),
    }
}

/// Bytes of each file: what its part of the work is counted by.
fn sizes(paths: &[PathBuf]) -> Vec<u64> {
    paths.iter().map(|path| std::fs::metadata(path).map_or(1, |meta| meta.len().max(1))).collect()
}

fn preview_files(
    paths: &[PathBuf],
    read_as: &ReadAs,
    desk: &mut dyn Desk,
    progress: &Progress,
) -> Result<Vec<FileReport>, Sentence> {
    let (sizes, mut before) = (sizes(paths), 0);
    let whole = sizes.iter().sum();
    let mut reports = Vec::new();
    for (path, size) in paths.iter().zip(sizes) {
        reports.push(desk.preview(path, read_as, &progress.part(before, whole))?);
        before += size;
    }
    Ok(reports)
}

/// What is in the book stays there when the work is stopped between two files; the others are named.
fn import_files(
    paths: Vec<PathBuf>,
    read_as: &ReadAs,
    desk: &mut dyn Desk,
    progress: &Progress,
) -> Result<FilesImported, Sentence> {
    let (sizes, mut before) = (sizes(&paths), 0);
    let whole = sizes.iter().sum();
    let mut files = FilesImported::default();
    for (place, (path, size)) in paths.iter().zip(sizes).enumerate() {
        match desk.import(path, read_as, &progress.part(before, whole)) {
            Ok(report) => files.reports.push(report),
            Err(sentence) if files.reports.is_empty() => return Err(sentence),
            Err(sentence) => {
                files.left = paths[place..].to_vec();
                files.why = Some(sentence);
                break;
            }
        }
        before += size;
    }
    Ok(files)
}

/// Decides one round after another; those the book refuses are left as they are, and counted.
fn approve(decidings: &[ApprovalDeciding], desk: &mut dyn Desk, progress: &Progress) -> Result<Sentence, Sentence> {
    let (mut done, mut last, mut refused) = (0, String::new(), Vec::new());
    for (place, deciding) in (0..).zip(decidings) {
        progress.tell(place, decidings.len() as u64);
        if progress.cancel.load(Ordering::Relaxed) {
            break;
        }
        match desk.decide_approval(deciding) {
            Ok(said) => (done, last) = (done + 1, said),
            Err(sentence) => refused.push(sentence),
        }
    }
    match (done, refused.into_iter().next()) {
        (0, Some(sentence)) => Err(sentence),
        (1, None) => Ok(last),
        (done, refusal) => Ok(approved_many(done, decidings.len(), refusal.as_deref(), desk.lang())),
    }
}

fn reconcile(
    ranges: &[(BusinessDay, BusinessDay)],
    desk: &mut dyn Desk,
    progress: &Progress,
) -> Result<Vec<DayResult>, Sentence> {
    let within = |day: BusinessDay| ranges.iter().any(|(from, to)| (*from..=*to).contains(&day));
    let whole = desk.days()?.iter().filter(|summary| within(summary.day)).count() as u64;
    let mut days = Vec::new();
    for (from, to) in ranges {
        let part = progress.part(days.len() as u64, whole);
        days.extend(desk.reconcile(*from, *to, &part)?);
    }
    Ok(days)
}
