//! The demonstration book: the embedded samples through the ordinary importer, then matched.

use std::fs;
use std::path::{Path, PathBuf};

use super::administration::operators;
use super::session::Session;
use super::{DemoBook, ImportOptions};
use crate::book::files::RuleFiles;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::arrears::month::FeeMonth;
use crate::domain::day::BusinessDay;
use crate::domain::import::FileReport;
use crate::domain::signing::Secret;
use crate::ops::signing::{SigningCommand, hashed};
use crate::ops::{self, Command, NewBook, identity};
use crate::sample::{RegistryPlan, generate_deferrals, generate_registry};
use crate::store::{self, Store};
use crate::text::signing::DEMONSTRATION_PASSWORD;
use crate::text::terms::{DEMONSTRATION_OPERATORS, DEMONSTRATION_TITLE};
use crate::tui::desk::Progress;

/// Employers of the demonstration book.
const DEMONSTRATION_EMPLOYERS: u32 = 2_000;
const FILES: [&str; 4] = ["his.csv", "cashier.csv", "bank.csv", "wechat.csv"];

/// Makes a demonstration book in `directory`, or finds the one there.
///
/// # Errors
/// A fault when it cannot be written.
pub fn demo(context: &Context, directory: &Path, progress: &Progress) -> Result<DemoBook, Failure> {
    if fs::symlink_metadata(&context.book).is_ok() {
        return existing(context);
    }
    fs::create_dir_all(directory).map_err(|error| Failure::io(directory.display(), &error))?;
    let account = identity::current_account(&context.book)?;
    let [first, others @ ..] = DEMONSTRATION_OPERATORS;
    let new = NewBook { title: DEMONSTRATION_TITLE, demonstration: true, operator: first, account: &account };
    // Made in a directory of its own; the book takes its name only when all of it is there.
    let scratch = Scratch(directory.join(format!(".making-{}", std::process::id())));
    fs::create_dir_all(&scratch.0).map_err(|error| Failure::io(scratch.0.display(), &error))?;
    let making = context.with_book(scratch.0.join("book.sqlite"));
    ops::init(&making.book, &new, &context.now)?;
    let files = fill(&making, directory, &account.name, &others, progress)?;
    store::restore(&making.book, &context.book)?;
    let days = days_of(context)?;
    let operators = operators(context)?.into_iter().map(|operator| operator.name).collect();
    Ok(DemoBook { path: context.book.clone(), existed: false, operators, files, days })
}

/// The made-up registry of that many employers: four months up to 2026-02, three lines, three farms.
pub(super) fn registry_plan(employers: u32) -> RegistryPlan {
    let last = FeeMonth::of(BusinessDay::from_ymd(2026, 2, 1).unwrap_or(BusinessDay::MIN));
    RegistryPlan { employers, months: 4, lines: 3, individuals: false, farms: true, last, seed: 20_260_302 }
}

/// Writes the three files of a registry; gives their paths in the order they are to be imported.
pub(super) fn write_registry(plan: &RegistryPlan, directory: &Path) -> Result<[PathBuf; 3], Failure> {
    let sample = generate_registry(plan);
    let files = [("employers.csv", sample.employers), ("dues.csv", sample.dues), ("payments.csv", sample.payments)];
    let paths = files.each_ref().map(|(name, _)| directory.join(name));
    for ((_, text), path) in files.iter().zip(&paths) {
        fs::write(path, text).map_err(|error| Failure::io(path.display(), &error))?;
    }
    Ok(paths)
}

impl Session {
    /// Makes a registry and imports it through the ordinary importer.
    pub(super) fn import_registry(
        &self,
        plan: &RegistryPlan,
        directory: &Path,
        progress: &Progress,
    ) -> Result<Vec<FileReport>, Failure> {
        let paths = write_registry(plan, directory)?;
        paths.iter().map(|path| self.import(path, &ImportOptions::default(), progress)).collect()
    }
}

impl Session {
    /// The year 2009 of deferrals, and the applications that wait today, through the ordinary importers.
    fn import_deferrals(
        &self,
        plan: &RegistryPlan,
        directory: &Path,
        progress: &Progress,
    ) -> Result<Vec<FileReport>, Failure> {
        let Some(sample) = generate_deferrals(&generate_registry(plan)) else { return Ok(Vec::new()) };
        let put = |name: &str, text: &str| {
            let path = directory.join(name);
            fs::write(&path, text).map_err(|error| Failure::io(path.display(), &error)).map(|()| path)
        };
        let mut reports = Vec::new();
        for (name, text) in [("dues-2009.csv", &sample.dues), ("payments-2009.csv", &sample.payments)] {
            reports.push(self.import(&put(name, text)?, &ImportOptions::default(), progress)?);
        }
        for (name, text) in [("deferrals-2009.csv", &sample.approved), ("deferrals.csv", &sample.waiting)] {
            self.import_applications(&put(name, text)?, false, false)?;
        }
        Ok(reports)
    }
}

impl Session {
    /// Everybody of a demonstration book signs with the password its banner shows.
    fn set_demonstration_passwords(&self) -> Result<(), Failure> {
        let password = hashed(&Secret::new(DEMONSTRATION_PASSWORD.into()), self.context.signing.cost)?;
        for name in DEMONSTRATION_OPERATORS {
            let context = Context { operator: Some(name.into()), ..self.context.clone() };
            let set = SigningCommand::Set { password: password.clone(), replaces: 0 };
            Session::open(&context)?.execute(Command::Signing(set))?;
        }
        Ok(())
    }
}

/// A directory that goes with the run.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn fill(
    context: &Context,
    directory: &Path,
    account: &str,
    others: &[&str],
    progress: &Progress,
) -> Result<Vec<FileReport>, Failure> {
    let session = Session::open(context)?;
    for name in others {
        session.execute(Command::AddOperator { name: (*name).into(), os_account: account.into() })?;
    }
    session.set_demonstration_passwords()?;
    let samples = directory.join("samples");
    fs::create_dir_all(&samples).map_err(|error| Failure::io(samples.display(), &error))?;
    let mut reports = Vec::new();
    for name in FILES {
        let path = samples.join(name);
        let bytes = RuleFiles::embedded(&format!("samples/{name}")).unwrap_or_default();
        fs::write(&path, bytes).map_err(|error| Failure::io(path.display(), &error))?;
        reports.push(session.import(&path, &ImportOptions::default(), progress)?);
    }
    let registry = registry_plan(DEMONSTRATION_EMPLOYERS);
    reports.extend(session.import_registry(&registry, &samples, progress)?);
    reports.extend(session.import_deferrals(&registry, &samples, progress)?);
    session.demonstrate_collection()?;
    let spans = reports.iter().filter_map(|report| report.days);
    let span = spans.reduce(|left, right| (left.0.min(right.0), left.1.max(right.1)));
    if let Some((from, to)) = span {
        session.reconcile(from, to, progress)?;
    }
    Ok(reports)
}

fn existing(context: &Context) -> Result<DemoBook, Failure> {
    let operators = operators(context)?.into_iter().map(|operator| operator.name).collect();
    Ok(DemoBook { path: context.book.clone(), existed: true, operators, files: Vec::new(), days: days_of(context)? })
}

fn days_of(context: &Context) -> Result<Option<(BusinessDay, BusinessDay)>, Failure> {
    let days = Store::open(&context.book)?.reader()?.day_rows()?;
    Ok(days.first().zip(days.last()).map(|(first, last)| (first.day, last.day)))
}
