//! A scratch book and the few words the tests speak.

use std::path::{Path, PathBuf};
use std::process::Command as Process;

use rusqlite::Connection;
use sanhe::domain::day::BusinessDay;
use sanhe::domain::journal::{Actor, Now};
use sanhe::ops::identity::Account;
use sanhe::ops::{Command, NewBook, OperationId, Outcome, Refusal, execute, init};
use sanhe::store::{Fault, Store, Verified, verify};

/// A directory with one book in it, made by 王芳.
pub(crate) struct Scene {
    pub(crate) directory: tempfile::TempDir,
    pub(crate) book: PathBuf,
}

impl Scene {
    pub(crate) fn new() -> (Scene, Store) {
        let directory = tempfile::tempdir().unwrap();
        let book = directory.path().join("book.sqlite");
        let store = make(&book).unwrap();
        (Scene { directory, book }, store)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub(crate) fn head_log(&self) -> PathBuf {
        self.path("book.sqlite.head.log")
    }

    pub(crate) fn open(&self) -> Result<Store, Fault> {
        Store::open(&self.book)
    }

    /// A connection that does what no part of the program does.
    pub(crate) fn raw(&self) -> Connection {
        let raw = Connection::open(&self.book).unwrap();
        raw.pragma_update(None, "foreign_keys", false).unwrap();
        raw
    }
}

pub(crate) fn account() -> Account {
    Account { name: "wangfang".into(), uid: 1001 }
}

pub(crate) fn make(book: &Path) -> Result<Store, Refusal> {
    let account = account();
    let new = NewBook { title: "第一人民医院", demonstration: false, operator: "王芳", account: &account };
    init(book, &new, &now())
}

pub(crate) fn now() -> Now {
    at("2026-03-05T01:02:03Z")
}

pub(crate) fn at(utc: &str) -> Now {
    let today = BusinessDay::parse(&utc[..10]).unwrap();
    Now { utc: utc.into(), today, rehearsal: false }
}

pub(crate) fn wang() -> Actor {
    Actor { name: "王芳".into(), on_behalf: String::new() }
}

pub(crate) fn add(name: &str) -> Command {
    Command::AddOperator { name: name.into(), os_account: "lina".into() }
}

/// One act: adds an operator.
pub(crate) fn act(store: &Store, name: &str) -> Result<Outcome, Refusal> {
    execute(store, &wang(), &now(), &OperationId::new().unwrap(), add(name))
}

/// Verifies the book twice: by the program, and by the one that shares no code with it. They must agree.
pub(crate) fn check(store: &Store) -> Result<Verified, Fault> {
    let verified = verify(&store.reader()?);
    let second = Process::new(env!("CARGO_BIN_EXE_sanhe-verify")).arg(store.path()).output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&second.stdout), String::from_utf8_lossy(&second.stderr));
    assert_eq!(verified.is_ok(), second.status.success(), "sanhe: {verified:?}\nsanhe-verify: {said}");
    if let Ok(verified) = &verified {
        assert!(said.contains(&format!("1..{} {}", verified.count, verified.head)), "{said}");
    }
    verified
}
