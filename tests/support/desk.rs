//! A settlement office's desk for tests: one scratch book, files handed in, days reconciled.
//!
//! Everything goes through `ops`, as the screens and the command line do; time stands still.

#![allow(clippy::expect_used, clippy::panic, dead_code)]

use std::fs;
use std::path::{Path, PathBuf};

use sanhe::book::files::RuleFiles;
use sanhe::book::formats::Formats;
use sanhe::book::{calendar, matching};
use sanhe::domain::day::BusinessDay;
use sanhe::domain::exception::State;
use sanhe::domain::house::House;
use sanhe::domain::import::{FileReport, Outcome as FileOutcome};
use sanhe::domain::journal::{Actor, Now};
use sanhe::domain::recon::{DayResult, ExceptionCase};
use sanhe::domain::rejection::Rejection;
use sanhe::import::ReadOptions;
use sanhe::ops::close::DayRequest;
use sanhe::ops::decide::{CaseRef, Request, Undoing};
use sanhe::ops::identity::Account;
use sanhe::ops::import::{Looked, imported_report, look};
use sanhe::ops::reconcile::{DaysReconciled, RunRules};
use sanhe::ops::{Command, NewBook, OperationId, Outcome, Refusal, Watching, execute, init, statement};
use sanhe::store::{DayStepped, Store, backup, verify, verify_copy};

/// A case as a test names it: class, day, 结算流水号, 商户订单号, slip number.
pub(crate) type Named = (String, String, String, String, String);

/// A book with its files.
pub(crate) struct Book {
    home: Home,
    store: Store,
    rules: RuleFiles,
    formats: Formats,
    pub(crate) run: RunRules,
    results: Vec<DayResult>,
}

/// Where the book lies: a scratch directory that goes with it, or one that outlives it.
enum Home {
    Scratch(tempfile::TempDir),
    Kept(PathBuf),
}

impl Home {
    fn path(&self) -> &Path {
        match self {
            Home::Scratch(directory) => directory.path(),
            Home::Kept(directory) => directory,
        }
    }
}

pub(crate) fn day(text: &str) -> BusinessDay {
    BusinessDay::parse(text).unwrap_or_else(|| panic!("{text} is no day"))
}

fn now() -> Now {
    Now { utc: "2026-03-20T01:02:03Z".into(), today: day("2026-03-20"), rehearsal: false }
}

fn actor() -> Actor {
    Actor { name: "王芳".into(), on_behalf: String::new() }
}

fn operation() -> OperationId {
    OperationId::new().expect("random bits")
}

impl Book {
    /// A house that has told nothing of itself.
    pub(crate) fn new() -> Book {
        Book::of_house("")
    }

    /// A house with this `channels.toml`.
    pub(crate) fn of_house(channels: &str) -> Book {
        let home = Home::Scratch(tempfile::tempdir().expect("a directory"));
        Book::make(home, channels)
    }

    /// A book in a directory that stays.
    pub(crate) fn made_in(directory: &Path) -> Book {
        Book::make(Home::Kept(directory.to_path_buf()), "")
    }

    fn make(home: Home, channels: &str) -> Book {
        let data = home.path().join("data");
        fs::create_dir_all(&data).expect("a directory");
        fs::write(data.join("channels.toml"), channels).expect("written");
        let account = Account { name: "wangfang".into(), uid: 1001 };
        let new = NewBook { title: "第一人民医院", demonstration: false, operator: "王芳", account: &account };
        let store = init(&home.path().join("book.sqlite"), &new, &now()).expect("a book");
        Book::over(home, store)
    }

    /// The book of [`Book::made_in`], opened again.
    pub(crate) fn open_in(directory: &Path) -> Book {
        let store = Store::open(&directory.join("book.sqlite")).expect("the book opens");
        Book::over(Home::Kept(directory.to_path_buf()), store)
    }

    fn over(home: Home, store: Store) -> Book {
        let rules = RuleFiles::new(Some(home.path().join("data")));
        let run = RunRules {
            rules: matching::load(&rules).expect("rules"),
            house: House::load(&rules).expect("house"),
            calendar: calendar::load(&rules).expect("calendar"),
        };
        let formats = Formats::load(&rules).expect("formats");
        Book { home, store, rules, formats, run, results: Vec::new() }
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// Hands in a file under this name; it must not be refused.
    pub(crate) fn import(&self, name: &str, bytes: impl AsRef<[u8]>) -> FileReport {
        let report = self.hand_in(name, bytes);
        assert_ne!(report.outcome, FileOutcome::Refused, "{name}: {:?}", report.errors);
        report
    }

    /// Hands in a file, whatever becomes of it.
    pub(crate) fn hand_in(&self, name: &str, bytes: impl AsRef<[u8]>) -> FileReport {
        let path = self.home.path().join(name);
        fs::write(&path, bytes).expect("written");
        self.import_path(&path).expect("no fault")
    }

    /// Imports a file that lies somewhere.
    pub(crate) fn import_path(&self, path: &Path) -> Result<FileReport, Refusal> {
        let options = ReadOptions::on(now().today);
        let looked = look(&self.store.reader().map_err(Refusal::from)?, &self.formats, path, &options)?;
        let parsed: std::sync::Arc<sanhe::domain::import::ParsedFile> = match looked {
            Looked::Settled(report) => return Ok(*report),
            Looked::Ready(parsed) => std::sync::Arc::from(parsed),
            Looked::Statement(parsed) => return self.import_statement(std::sync::Arc::from(parsed)),
        };
        let command = Command::ImportFile { parsed: parsed.clone(), rules: self.rules.clone() };
        match execute(&self.store, &actor(), &now(), &operation(), command)? {
            Outcome::FileImported(done) => {
                let report = imported_report(&parsed, &done);
                let rows = report.imported + report.known + report.changed + report.quarantined + report.control_rows;
                assert_eq!(rows, report.rows_read, "rows read are what became of them: {report:?}");
                Ok(report)
            }
            other => panic!("an import ended as {other:?}"),
        }
    }

    fn import_statement(
        &self,
        parsed: std::sync::Arc<sanhe::domain::statement::ParsedStatement>,
    ) -> Result<FileReport, Refusal> {
        let seen = statement::preview(&self.store.reader().map_err(Refusal::from)?, &parsed)?;
        let command = Command::ImportStatement { parsed, rules: self.rules.clone() };
        match execute(&self.store, &actor(), &now(), &operation(), command)? {
            Outcome::StatementImported(done) => {
                let report = statement::imported_report(seen, &done);
                let rows = report.imported + report.known + report.changed + report.quarantined + report.control_rows;
                assert_eq!(rows, report.rows_read, "rows read are what became of them: {report:?}");
                Ok(report)
            }
            other => panic!("an import ended as {other:?}"),
        }
    }

    /// Reconciles the days from–to.
    pub(crate) fn reconcile(&mut self, from: &str, to: &str) -> DaysReconciled {
        let done = self.try_reconcile(from, to).unwrap_or_else(|refusal| panic!("{from}..{to}: {refusal}"));
        self.results.clone_from(&done.results);
        done
    }

    pub(crate) fn try_reconcile(&self, from: &str, to: &str) -> Result<DaysReconciled, Refusal> {
        let command = Command::Reconcile {
            from: day(from),
            to: day(to),
            run: Box::new(self.run.clone()),
            rules: self.rules.clone(),
            watch: Watching::nobody(),
        };
        match execute(&self.store, &actor(), &now(), &operation(), command)? {
            Outcome::DaysReconciled(done) => Ok(done),
            other => panic!("a run ended as {other:?}"),
        }
    }

    /// Decides, as an operator of the book; the run shows what the book says afterwards.
    pub(crate) fn decide(&self, request: Request) -> Result<(), Rejection> {
        let (run, rules) = (Box::new(self.run.clone()), self.rules.clone());
        self.carry_out(Command::Decide { request: Box::new(request), run, rules })
    }

    /// Undoes the last decision on a case.
    pub(crate) fn undo(&self, key: &str) -> Result<(), Rejection> {
        let undoing = Undoing::Case(CaseRef { key: key.into(), version: None });
        let (run, rules) = (Box::new(self.run.clone()), self.rules.clone());
        self.carry_out(Command::Undo { undoing, reason: String::new(), run, rules })
    }

    fn carry_out(&self, command: Command) -> Result<(), Rejection> {
        match execute(&self.store, &actor(), &now(), &operation(), command) {
            Ok(_) => Ok(()),
            Err(Refusal::Rejection(rejection)) => Err(rejection),
            Err(Refusal::Fault(fault)) => panic!("{fault}"),
        }
    }

    /// Adds an operator under the account of the first.
    pub(crate) fn add_operator(&self, name: &str) {
        let command = Command::AddOperator { name: name.into(), os_account: "wangfang".into() };
        self.carry_out(command).expect("added");
    }

    /// A step of closing by this person; whether anything was written.
    pub(crate) fn step(&self, who: &str, request: DayRequest) -> Result<DayStepped, Rejection> {
        let who = Actor { name: who.into(), on_behalf: String::new() };
        let (run, rules) = (Box::new(self.run.clone()), self.rules.clone());
        match execute(&self.store, &who, &now(), &operation(), Command::StepDay { request, run, rules }) {
            Ok(Outcome::DayStepped(done)) => Ok(done),
            Ok(other) => panic!("a step ended as {other:?}"),
            Err(Refusal::Rejection(rejection)) => Err(rejection),
            Err(Refusal::Fault(fault)) => panic!("{fault}"),
        }
    }

    /// What the book says of a day now.
    pub(crate) fn stored(&self, wanted: &str) -> DayResult {
        let reader = self.store.reader().expect("a reader");
        reader.day_result(day(wanted)).expect("read").expect("a result")
    }

    /// The case a number stands in, as the book says it now.
    pub(crate) fn case(&self, number: &str) -> ExceptionCase {
        let reader = self.store.reader().expect("a reader");
        let cases = reader.cases_between(BusinessDay::MIN, BusinessDay::MAX).expect("cases");
        let named =
            |case: &&ExceptionCase| [&case.his_no, &case.order_no, &case.slip_no].iter().any(|no| *no == number);
        cases.iter().find(named).unwrap_or_else(|| panic!("no case of {number}")).clone()
    }

    /// What the last run said of each day.
    pub(crate) fn results(&self) -> &[DayResult] {
        &self.results
    }

    /// Cases of the last run.
    pub(crate) fn cases(&self) -> impl Iterator<Item = &ExceptionCase> {
        self.results.iter().flat_map(|result| &result.exceptions)
    }

    /// Cases somebody has to look at, or may have had to.
    pub(crate) fn listed(&self) -> Vec<Named> {
        self.named(|case| case.state != State::Informational)
    }

    /// Cases that are only counted and shown.
    pub(crate) fn informational(&self) -> Vec<Named> {
        self.named(|case| case.state == State::Informational)
    }

    fn named(&self, which: impl Fn(&ExceptionCase) -> bool) -> Vec<Named> {
        let mut cases: Vec<Named> = self.cases().filter(|case| which(case)).map(named).collect();
        cases.sort();
        cases
    }

    /// What a proof says of a copy of the book somebody changed by these statements.
    pub(crate) fn verify_after(&self, sql: &str) -> Result<u64, String> {
        let (copy, connection) = self.copy();
        connection.execute_batch(sql).expect("changed");
        drop(connection);
        let verified = verify_copy(&copy).map_err(|fault| fault.to_string())?;
        Ok(verified.count.unsigned_abs())
    }

    /// What the schema says to these statements, on a copy.
    pub(crate) fn change(&self, sql: &str) -> Result<(), String> {
        let (_, connection) = self.copy();
        connection.execute_batch(sql).map_err(|error| error.to_string())
    }

    fn copy(&self) -> (PathBuf, rusqlite::Connection) {
        let copy = self.home.path().join("copy.sqlite");
        for suffix in ["", "-wal", "-shm", ".head.log", ".ticket"] {
            let _ = fs::remove_file(format!("{}{suffix}", copy.display()));
        }
        backup(&self.store, &copy).expect("a copy");
        let connection = rusqlite::Connection::open(&copy).expect("opened");
        (copy, connection)
    }

    /// Proves the book; returns how many facts its journal holds.
    pub(crate) fn verify(&self) -> u64 {
        let reader = self.store.reader().expect("a reader");
        u64::try_from(verify(&reader).expect("the book holds").count).expect("a count")
    }
}

fn named(case: &ExceptionCase) -> Named {
    let (his_no, order_no, slip_no) = (case.his_no.clone(), case.order_no.clone(), case.slip_no.clone());
    (case.class.code().to_owned(), case.day.to_string(), his_no, order_no, slip_no)
}
