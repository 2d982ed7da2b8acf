//! Verbs 操作: one command = one transaction = one fact.
//!
//! Invariant: [`execute`] is the only way to change a book (screen, command line and any later daemon
//! come through it); [`init()`] makes one. Time, identity and operation id are made outside and passed in.

pub mod approval;
pub mod chase;
pub mod close;
pub mod collection;
pub mod decide;
pub mod deferral;
pub mod identity;
pub mod import;
mod init;
pub mod ledgers;
pub mod operators;
pub mod reconcile;
pub mod registry;
pub mod settlement;
pub mod signing;
pub mod site;
mod slips;
pub mod statement;
mod versions;

use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::book::approval::duties;
use crate::book::files::RuleFiles;
use crate::domain::approval::duty::Duties;
use crate::domain::approval::rule::Obstacle;
use crate::domain::approval::{Stage, SubjectKind};
use crate::domain::arrears::registry::ParsedRegistry;
use crate::domain::closing::DayStep;
use crate::domain::day::BusinessDay;
use crate::domain::import::ParsedFile;
use crate::domain::journal::{Actor, Fact, FactKind, Now};
use crate::domain::rejection::{ApprovalRejection, CaseRejection, Rejection};
use crate::domain::statement::ParsedStatement;
use crate::store::{CasesDecided, DayStepped, DecisionUndone, During, Fault, JournalRow, Store, Writer};

use approval::{ApprovalCommand, ApprovalOutcome};
use collection::{CollectionCommand, CollectionDone, CollectionRules};
use deferral::{DeferralCommand, DeferralDone};
use import::FileImported;
pub use init::{NewBook, init};
use operators::OperatorAdded;
use reconcile::{DaysReconciled, RunRules};
use registry::RegistryImported;
use signing::{SigningCommand, SigningDone};
use site::{SiteFile, SiteImported};
use statement::StatementImported;

/// 操作编号. Made before the act; the same number twice changes nothing the second time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationId(String);

impl OperationId {
    /// A new one: 128 random bits.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn new() -> Result<Self, Fault> {
        random_hex().map(OperationId)
    }

    /// One made earlier: 32 lower-case hex digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 32 && text.bytes().all(digit)).then(|| OperationId(text.into()))
    }

    /// Its 32 hex digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// 命令. What is asked of the book.
#[derive(Clone, Debug)]
pub enum Command {
    /// 增加操作员.
    AddOperator {
        /// 姓名.
        name: String,
        /// 系统账号 it is bound to.
        os_account: String,
    },
    /// 导入本单位事实.
    ImportSite {
        /// The files, each under its name in the data directory.
        files: Vec<SiteFile>,
        /// The house's data directory, where they are put.
        directory: PathBuf,
    },
    /// 导入文件.
    ImportFile {
        /// The file, read and checked.
        parsed: Arc<ParsedFile>,
        /// The rule files it was read by.
        rules: RuleFiles,
    },
    /// 导入对账单.
    ImportStatement {
        /// The statement, read and checked.
        parsed: Arc<ParsedStatement>,
        /// The rule files it was read by.
        rules: RuleFiles,
    },
    /// 导入登记文件.
    ImportRegistry {
        /// The file, read and checked by itself.
        parsed: Arc<ParsedRegistry>,
        /// `None`: all or nothing. Else take the good rows, the result files having these SHA-256.
        take_good: Option<(String, String)>,
        /// The rule files it was read by.
        rules: RuleFiles,
    },
    /// 对账.
    Reconcile {
        /// First day.
        from: BusinessDay,
        /// Last day.
        to: BusinessDay,
        /// What it goes by.
        run: Box<RunRules>,
        /// The files that came from.
        rules: RuleFiles,
        /// Told how far it is, and asked whether to go on.
        watch: Watching,
    },
    /// 差异处理.
    Decide {
        /// What, of which differences.
        request: Box<decide::Request>,
        /// What days are matched by.
        run: Box<RunRules>,
        /// The files that came from.
        rules: RuleFiles,
    },
    /// 催缴.
    Chase {
        /// What, for whom.
        command: Box<chase::ChaseCommand>,
        /// What it goes by.
        run: Box<chase::ChaseRules>,
        /// The files that came from.
        rules: RuleFiles,
    },
    /// 关账.
    StepDay {
        /// Which step of which day.
        request: close::DayRequest,
        /// What days are matched by.
        run: Box<RunRules>,
        /// The files that came from.
        rules: RuleFiles,
    },
    /// 审批: decide a round, request rights, stand in.
    Approval {
        /// What.
        command: ApprovalCommand,
        /// What days are matched by.
        run: Box<RunRules>,
        /// The files that came from.
        rules: RuleFiles,
    },
    /// 催缴作业.
    Collect {
        /// What.
        work: Box<CollectionCommand>,
        /// What it goes by.
        by: CollectionRules,
        /// The files that came from.
        rules: RuleFiles,
    },
    /// 缓缴.
    Deferral {
        /// What.
        command: DeferralCommand,
        /// The files its rules came from.
        rules: RuleFiles,
    },
    /// 签批口令.
    Signing(SigningCommand),
    /// 撤销处理.
    Undo {
        /// Which decision.
        undoing: decide::Undoing,
        /// 原因; may be empty.
        reason: String,
        /// What days are matched by.
        run: Box<RunRules>,
        /// The files that came from.
        rules: RuleFiles,
    },
}

/// Told days done and days in all; `false` stops the run with nothing stored.
#[derive(Clone)]
pub struct Watching(pub Arc<dyn Fn(u64, u64) -> bool + Send + Sync>);

impl std::fmt::Debug for Watching {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Watching")
    }
}

impl Watching {
    /// Nobody watches.
    pub fn nobody() -> Self {
        Watching(Arc::new(|_, _| true))
    }
}

/// 结果. What a command did; the same for a repeated operation id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 操作员已增加.
    OperatorAdded(OperatorAdded),
    /// 本单位事实已导入.
    SiteImported(SiteImported),
    /// 文件已导入.
    FileImported(FileImported),
    /// 对账单已导入.
    StatementImported(StatementImported),
    /// 已对账.
    DaysReconciled(DaysReconciled),
    /// 差异已处理.
    CasesDecided(CasesDecided),
    /// 处理已撤销.
    DecisionUndone(DecisionUndone),
    /// 关账一步.
    DayStepped(DayStepped),
    /// 登记文件已导入.
    RegistryImported(RegistryImported),
    /// 催缴已办理.
    Chased(chase::Chased),
    /// 审批一步, or a stand-in.
    Approval(ApprovalOutcome),
    /// 催缴作业已办.
    CollectionDone(CollectionDone),
    /// 缓缴已办.
    Deferral(DeferralDone),
    /// 签批口令 set, tried or reset.
    Signing(SigningDone),
}

/// 未办理. Either a business "no" or a fault.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// 不予办理.
    #[error(transparent)]
    Rejection(#[from] Rejection),
    /// 故障.
    #[error(transparent)]
    Fault(Fault),
}

impl From<CaseRejection> for Refusal {
    fn from(rejection: CaseRejection) -> Self {
        Refusal::Rejection(rejection.into())
    }
}

impl From<ApprovalRejection> for Refusal {
    fn from(rejection: ApprovalRejection) -> Self {
        Refusal::Rejection(rejection.into())
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Missing(path) => Rejection::BookMissing(path.display().to_string()).into(),
            Fault::Exists(path) => Rejection::TargetExists(path.display().to_string()).into(),
            Fault::Broken { seq, what } => Rejection::JournalBroken(seq, what).into(),
            fault => Refusal::Fault(fault),
        }
    }
}

impl Command {
    /// The fact it leaves.
    fn kind(&self) -> FactKind {
        match self {
            Command::AddOperator { .. } => FactKind::OperatorAdded,
            Command::ImportSite { .. } => FactKind::SiteImported,
            Command::ImportFile { .. } => FactKind::FileImported,
            Command::ImportStatement { .. } => FactKind::StatementImported,
            Command::ImportRegistry { take_good: None, .. } => FactKind::RegistryImported,
            Command::ImportRegistry { take_good: Some(_), .. } => FactKind::GoodRowsTaken,
            Command::Collect { .. } => FactKind::CollectionWork,
            Command::Reconcile { .. } => FactKind::DaysReconciled,
            Command::Chase { .. } => FactKind::Chased,
            Command::Decide { .. } => FactKind::CasesDecided,
            Command::Undo { .. } => FactKind::DecisionUndone,
            Command::Approval { command, .. } => command.kind(),
            Command::Deferral { .. } => FactKind::Deferral,
            Command::Signing(command) => command.kind(),
            Command::StepDay { request, .. } => match request.step {
                DayStep::Declare => FactKind::SourceDeclared,
                DayStep::Prepare => FactKind::DayPrepared,
                DayStep::Close => FactKind::DayClosed,
                DayStep::Reopen => FactKind::DayReopened,
            },
        }
    }

    /// The rule files it works by: a version the journal does not know is journalled first.
    fn rules(&self) -> Option<&RuleFiles> {
        match self {
            Command::AddOperator { .. } | Command::ImportSite { .. } | Command::Signing(_) => None,
            Command::ImportFile { rules, .. }
            | Command::ImportStatement { rules, .. }
            | Command::ImportRegistry { rules, .. }
            | Command::Collect { rules, .. }
            | Command::Reconcile { rules, .. }
            | Command::Chase { rules, .. }
            | Command::Decide { rules, .. }
            | Command::Undo { rules, .. }
            | Command::Approval { rules, .. }
            | Command::Deferral { rules, .. }
            | Command::StepDay { rules, .. } => Some(rules),
        }
    }
}

impl Outcome {
    /// Whether a business day was closed by it, on whatever way.
    pub fn closes_a_day(&self) -> bool {
        match self {
            Outcome::DayStepped(done) => done.step == DayStep::Close.code() && !done.unchanged,
            Outcome::Approval(ApprovalOutcome::Stepped(said)) => {
                said.kind == SubjectKind::DayClose.code() && said.stage == Stage::Approved.code()
            }
            _ => false,
        }
    }

    /// What an earlier fact of this operation had done.
    fn of_fact(row: &JournalRow) -> Result<Outcome, Refusal> {
        match FactKind::from_code(&row.kind) {
            Some(FactKind::OperatorAdded) => Ok(Outcome::OperatorAdded(read_body(row)?)),
            Some(FactKind::SiteImported) => Ok(Outcome::SiteImported(read_body(row)?)),
            Some(FactKind::FileImported) => Ok(Outcome::FileImported(read_body(row)?)),
            Some(FactKind::StatementImported) => Ok(Outcome::StatementImported(read_body(row)?)),
            Some(FactKind::RegistryImported | FactKind::GoodRowsTaken) => {
                Ok(Outcome::RegistryImported(read_body(row)?))
            }
            Some(FactKind::Chased) => Ok(Outcome::Chased(read_body(row)?)),
            Some(FactKind::CollectionWork) => Ok(Outcome::CollectionDone(read_body(row)?)),
            Some(FactKind::DaysReconciled) => Ok(Outcome::DaysReconciled(read_body(row)?)),
            Some(FactKind::CasesDecided) => Ok(Outcome::CasesDecided(read_body(row)?)),
            Some(FactKind::Deferral) => Ok(Outcome::Deferral(read_body(row)?)),
            Some(FactKind::Signing | FactKind::SigningReset) => Ok(Outcome::Signing(read_body(row)?)),
            Some(FactKind::DecisionUndone) => Ok(Outcome::DecisionUndone(read_body(row)?)),
            Some(FactKind::SourceDeclared | FactKind::DayPrepared | FactKind::DayClosed | FactKind::DayReopened) => {
                Ok(Outcome::DayStepped(read_body(row)?))
            }
            Some(
                FactKind::ApprovalStepped
                | FactKind::RightsRequested
                | FactKind::RightsGranted
                | FactKind::StandInSet
                | FactKind::StandInEnded,
            ) => approval::outcome_of(row),
            _ => Err(reused(row).into()),
        }
    }
}

/// Carries out a command: at most one transaction, exactly one fact, acknowledged when it is on disk.
/// An operation id seen before returns what it did then.
///
/// # Errors
/// [`Refusal::Rejection`] when the rules say no, [`Refusal::Fault`] when disk or database do; in both
/// cases nothing was written, but for [`Fault::InForce`], which says so.
pub fn execute(
    store: &Store,
    actor: &Actor,
    now: &Now,
    operation: &OperationId,
    command: Command,
) -> Result<Outcome, Refusal> {
    let duties = duties(&command.rules().cloned().unwrap_or_default())?;
    let act = Act { store, actor, now, operation, kind: command.kind(), duties: &duties };
    if let Some(row) = store.reader()?.operation(operation.as_str())? {
        let outcome = act.earlier(&row)?;
        if let Command::ImportSite { files, directory } = &command {
            site::put_in_place(store, files, directory)?;
        }
        return Ok(outcome);
    }
    if let Some(rules) = command.rules() {
        site::journal_versions(store, actor, now, rules)?;
    }
    match command {
        Command::AddOperator { name, os_account } => operators::add(&act, &name, &os_account),
        Command::ImportSite { files, directory } => site::import(&act, &files, &directory),
        Command::ImportFile { parsed, .. } => import::import(&act, &parsed),
        Command::ImportStatement { parsed, .. } => statement::import(&act, &parsed),
        Command::ImportRegistry { parsed, take_good, .. } => registry::import(&act, &parsed, take_good.as_ref()),
        Command::Collect { work, by, .. } => collection::work(&act, &work, &by),
        Command::Reconcile { from, to, run, watch, .. } => reconcile::reconcile(&act, from, to, &run, &*watch.0),
        Command::Chase { command, run, .. } => chase::act(&act, &command, &run),
        Command::Decide { request, run, .. } => decide::decide(&act, &request, &run),
        Command::StepDay { request, run, rules } => close::step(&act, &request, &run, &rules),
        Command::Approval { command, run, rules } => approval::carry_out(&act, &command, &run, &rules),
        Command::Deferral { command, rules } => deferral::run(&act, &command, &rules),
        Command::Signing(command) => signing::carry_out(&act, &command),
        Command::Undo { undoing, reason, run, .. } => decide::undo(&act, &undoing, &reason, &run),
    }
}

/// 一次操作. Who acts, when, on which book, under which number, to leave which kind of fact.
pub(crate) struct Act<'a> {
    pub(crate) store: &'a Store,
    pub(crate) actor: &'a Actor,
    pub(crate) now: &'a Now,
    pub(crate) operation: &'a OperationId,
    pub(crate) kind: FactKind,
    /// 岗位职责: which posts may do it.
    pub(crate) duties: &'a Duties,
}

/// What [`Act::begin`] finds.
pub(crate) enum Turn<'a> {
    /// The turn to write is ours.
    Write(Writer<'a>),
    /// Someone did this very operation meanwhile.
    Done(Box<Outcome>),
}

impl<'a> Act<'a> {
    /// Takes the turn to write; inside the transaction it looks again whether the operation was done
    /// and whether the actor is an operator. Do slow work before, not after.
    pub(crate) fn begin(&self) -> Result<Turn<'a>, Refusal> {
        let writer = self.store.writer()?;
        if let Some(row) = writer.operation(self.operation.as_str())? {
            return self.earlier(&row).map(Box::new).map(Turn::Done);
        }
        if !writer.operators()?.iter().any(|row| row.name == self.actor.name) {
            return Err(Rejection::OperatorUnknown(self.actor.name.clone()).into());
        }
        if !self.actor.on_behalf.is_empty() && !writer.people()?.may_act_for(self.actor, self.now.today) {
            let obstacles = vec![Obstacle::NoStandIn(self.actor.on_behalf.clone())];
            return Err(ApprovalRejection::Blocked { title: String::new(), obstacles }.into());
        }
        match self.duties.barred(self.kind, &writer.people()?, self.actor, self.now.today) {
            Some(barred) => Err(ApprovalRejection::Barred { kind: self.kind, barred }.into()),
            None => Ok(Turn::Write(writer)),
        }
    }

    /// Commits with the fact whose body is what the command did.
    pub(crate) fn commit<T: Serialize>(&self, writer: Writer<'_>, subject: &str, body: &T) -> Result<(), Refusal> {
        self.commit_because(writer, subject, "", body)
    }

    /// The same, with the reason the person gave.
    pub(crate) fn commit_because<T: Serialize>(
        &self,
        writer: Writer<'_>,
        subject: &str,
        reason: &str,
        body: &T,
    ) -> Result<(), Refusal> {
        self.commit_as(writer, self.kind, subject, reason, body)
    }

    /// The same as a fact of another kind: what a topic makes of an approval.
    pub(crate) fn commit_as<T: Serialize>(
        &self,
        writer: Writer<'_>,
        kind: FactKind,
        subject: &str,
        reason: &str,
        body: &T,
    ) -> Result<(), Refusal> {
        let fact = Fact { kind, subject: subject.into(), reason: reason.into(), body: body_text(body)? };
        let done = writer.commit(self.actor, self.now, self.operation.as_str(), &fact)?;
        debug_assert!(!done.repeated, "begin looked for the operation under the same ticket");
        Ok(())
    }

    fn earlier(&self, row: &JournalRow) -> Result<Outcome, Refusal> {
        match self.kind {
            kind if row.kind == kind.code() => Outcome::of_fact(row),
            // The topic's effect gave the fact a kind of its own.
            FactKind::ApprovalStepped => approval::outcome_of(row),
            _ => Err(reused(row).into()),
        }
    }
}

fn reused(row: &JournalRow) -> Fault {
    Fault::OperationReused { operation: row.operation_id.clone(), kind: row.kind.clone() }
}

/// One JSON object with sorted keys.
pub(crate) fn body_text<T: Serialize>(body: &T) -> Result<String, Fault> {
    let mut value = serde_json::to_value(body).map_err(std::io::Error::from).during("write the fact's figures")?;
    value.sort_all_objects();
    Ok(value.to_string())
}

pub(crate) fn read_body<T: DeserializeOwned>(row: &JournalRow) -> Result<T, Fault> {
    serde_json::from_str(&row.body).map_err(|error| Fault::Broken { seq: row.seq, what: error.to_string() })
}

fn random_hex() -> Result<String, Fault> {
    use std::fmt::Write as _;
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(std::io::Error::other).during("draw random bits")?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}
