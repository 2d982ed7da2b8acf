//! A session: the book opened, the person resolved, the rule book read. What every verb starts from.
//!
//! Invariant: rule files are read and checked once, at the start; a wrong one refuses the session by file and line.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::copies::Keeper;
use crate::book::files::RuleFiles;
use crate::book::formats::Formats;
use crate::book::{arrears, calendar, matching, registry};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::copies::Occasion;
use crate::domain::house::House;
use crate::domain::journal::Actor;
use crate::import::registry::RegistryRules;
use crate::ops::reconcile::RunRules;
use crate::ops::{self, Command, OperationId, Outcome, Refusal, Watching, identity};
use crate::store::{Fault, Reader, Store};
use crate::text::messages::FaultKind;
use crate::tui::desk::Progress;

/// 会话.
pub(super) struct Session {
    pub(super) context: Context,
    pub(super) store: Store,
    pub(super) actor: Actor,
    pub(super) rules: RuleFiles,
    pub(super) formats: Formats,
    pub(super) run: RunRules,
    pub(super) registry: RegistryRules,
    /// This program, which reads sheets in a process of its own.
    pub(super) program: Option<PathBuf>,
    /// Copies made beside the work.
    pub(super) keeper: Keeper,
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        match refusal {
            Refusal::Rejection(rejection) => Failure::Rejection(rejection),
            Refusal::Fault(fault) => fault.into(),
        }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Failure {
        // Some faults are a "no" in business words (no book there, target exists).
        match Refusal::from(fault) {
            Refusal::Rejection(rejection) => Failure::Rejection(rejection),
            Refusal::Fault(fault) => Failure::Book(kind_of(fault)),
        }
    }
}

/// A fault without the store's own types, ready for words.
fn kind_of(fault: Fault) -> FaultKind {
    let shown = |path: &Path| path.display().to_string();
    match fault {
        Fault::Disk { path, free: Some(free), .. } | Fault::Sqlite { path, free: Some(free), .. } => {
            FaultKind::DiskFull(shown(&path), free)
        }
        Fault::Disk { path, source, .. } => FaultKind::Disk(shown(&path), source.to_string()),
        Fault::Sqlite { path, source, during, .. } => FaultKind::Database(shown(&path), format!("{during}: {source}")),
        Fault::NotRegular(path) => FaultKind::NotRegular(shown(&path)),
        Fault::Exposed { path, mode } => FaultKind::Exposed(shown(&path), mode),
        Fault::NetworkFileSystem { path, kind } => FaultKind::Network(shown(&path), kind.to_string()),
        Fault::NotABook(path) => FaultKind::NotABook(shown(&path)),
        Fault::Newer { path, .. } => FaultKind::Newer(shown(&path)),
        Fault::MigrationChanged { name, .. } => FaultKind::OtherTables(name),
        Fault::LostTail { book, head_log, .. } => FaultKind::LostTail(book, head_log),
        Fault::HeadLog { path, what } => FaultKind::HeadLog(shown(&path), what),
        Fault::ClockBehind { last, now } => FaultKind::ClockBehind(last, now),
        Fault::Damaged { path, what } => FaultKind::Damaged(shown(&path), what),
        Fault::InForce { seq, .. } => FaultKind::InForce(seq),
        fault => FaultKind::Other(fault.to_string()),
    }
}

impl Session {
    /// Opens the context's book for the person at work.
    pub(super) fn open(context: &Context) -> Result<Session, Failure> {
        let store = Store::open(&context.book)?;
        let account = identity::current_account(&context.book)?;
        let actor = identity::resolve_actor(&store.reader()?, &account, context.operator.as_deref())?;
        let rules = rule_files(context);
        let formats = Formats::load(&rules)?;
        let run =
            RunRules { rules: matching::load(&rules)?, house: House::load(&rules)?, calendar: calendar::load(&rules)? };
        let registry = RegistryRules { layouts: registry::load(&rules)?, policy: arrears::load(&rules)? };
        let program = std::env::current_exe().ok();
        let (context, keeper) = (context.clone(), Keeper::default());
        Ok(Session { context, store, actor, rules, formats, run, registry, program, keeper })
    }

    /// A view of the book.
    pub(super) fn reader(&self) -> Result<Reader, Failure> {
        Ok(self.store.reader()?)
    }

    /// Carries out a command under a new operation id.
    pub(super) fn execute(&self, command: Command) -> Result<Outcome, Failure> {
        if command.is_signed() {
            self.require_signature()?;
        }
        let operation = OperationId::new()?;
        // A workstation stays open for days: an act bears the time it was done at, not when the session began.
        let now = self.context.moment();
        let done =
            ops::execute(&self.store, &self.actor, &now, &operation, command).map_err(|refusal| match refusal {
                Refusal::Fault(fault) => fault.at(&self.context.book).into(),
                rejection => Failure::from(rejection),
            })?;
        let occasion = if done.closes_a_day() { Occasion::DayClosed } else { Occasion::AtWork };
        self.tend(occasion, &now);
        Ok(done)
    }
}

/// Embedded rule files, overridden by the house's own.
pub(super) fn rule_files(context: &Context) -> RuleFiles {
    let own = Some(context.data_directory.clone()).filter(|directory| directory.is_dir());
    RuleFiles::new(own)
}

/// Lets a progress follow a run and stop it.
pub(super) fn watching(progress: &Progress) -> Watching {
    let progress = progress.clone();
    Watching(Arc::new(move |done, total| {
        if total > 0 {
            progress.tell(done, total);
        }
        !progress.cancel.load(Ordering::Relaxed)
    }))
}
