//! Pulling the plug: a child imports three files and reconciles their days, and is killed (SIGKILL) at
//! points spread over its whole life. Afterwards the book opens and holds, every file is in it whole or
//! not at all, what was acknowledged is there, and the work done again ends the same.
//!
//! `SANHE_FULL=1 cargo test --test kill` kills two hundred times, cuts the power at ten thousand points (power.rs)
//! and fails every call of every command (faults.rs). The last two need strace and say so where it is missing.

#![allow(clippy::expect_used, clippy::panic)]

#[path = "support/desk.rs"]
mod desk;
#[path = "kill/drill.rs"]
mod drill;
#[path = "kill/faults.rs"]
mod faults;
#[path = "kill/power.rs"]
mod power;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use desk::{Book, day};
use sanhe::domain::entry::Side;
use sanhe::sample::{Plan, generate};

const DIRECTORY: &str = "SANHE_KILL_DIRECTORY";
const FILES: [(&str, Side); 3] = [("his.csv", Side::His), ("cashier.csv", Side::Cashier), ("bank.csv", Side::Bank)];
const DAYS: (&str, &str) = ("2026-03-02", "2026-03-05");

/// The child's work; does nothing unless a parent test tells it where.
#[test]
fn child_at_work() {
    let Some(directory) = std::env::var_os(DIRECTORY).map(PathBuf::from) else { return };
    let acknowledge = |what: &str| {
        println!("ACK {what}");
        std::io::stdout().flush().expect("written");
    };
    let mut book = Book::open_in(&directory);
    for (name, _) in FILES {
        book.import_path(&directory.join(name)).expect("no fault");
        acknowledge(name);
    }
    book.reconcile(DAYS.0, DAYS.1);
    acknowledge("reconciled");
}

fn spawn(directory: &Path) -> Child {
    let program = std::env::current_exe().expect("this very program");
    let mut command = Command::new(program);
    command.args(["child_at_work", "--exact", "--nocapture"]).env(DIRECTORY, directory);
    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("a child")
}

/// What the child said had been done.
fn acknowledged(child: Child) -> Vec<String> {
    let output = child.wait_with_output().expect("the child's words");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().filter_map(|line| line.split_once("ACK ").map(|(_, what)| what.to_owned())).collect()
}

/// A book with nothing in it and three files beside it.
fn prepare(directory: &Path) {
    let files = generate(&Plan::new(1_200, 3, 5, day(DAYS.0))).files().expect("memory");
    for (name, text) in [("his.csv", &files.his), ("cashier.csv", &files.cashier), ("bank.csv", &files.bank)] {
        fs::write(directory.join(name), text).expect("written");
    }
    drop(Book::made_in(directory));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a directory");
    for entry in fs::read_dir(from).expect("a directory") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a kind").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copied");
        }
    }
}

/// What an undisturbed run leaves.
struct Whole {
    digest: String,
    /// Rows imported of each file.
    rows: Vec<u64>,
    took: Duration,
}

fn undisturbed(directory: &Path) -> Whole {
    let begun = Instant::now();
    assert_eq!(acknowledged(spawn(directory)).len(), 4, "the child did not finish");
    let took = begun.elapsed();
    let mut book = Book::open_in(directory);
    let rows = FILES.iter().map(|(name, side)| rows_in(&book, &directory.join(name), *side).expect("in")).collect();
    Whole { digest: book.reconcile(DAYS.0, DAYS.1).digest, rows, took }
}

/// Rows the book holds of a file, if it holds the file; a side without its file must be empty.
fn rows_in(book: &Book, path: &Path, side: Side) -> Option<u64> {
    let reader = book.store().reader().expect("a reader");
    let segments = reader.segments_of_side(side).expect("read");
    let rows = segments.iter().map(|segment| segment.rows as u64).sum();
    let sha256 = sanhe::import::open(path).expect("readable").sha256;
    match reader.file_by_sha256(&sha256).expect("read") {
        Some(file) => {
            assert_eq!(file.counts[1], rows, "{} is in the book, but not whole", path.display());
            Some(rows)
        }
        None => {
            assert_eq!(rows, 0, "rows of {} stand without their file", path.display());
            None
        }
    }
}

/// What must be found in the book after a kill; returns how far the work had come, and the acts in it.
fn stands_after(directory: &Path, acknowledged: &[String], whole: &Whole) -> (usize, u64) {
    let book = Book::open_in(directory);
    let facts = book.verify();
    let mut done = 0;
    for ((name, side), rows) in FILES.iter().zip(&whole.rows) {
        let found = rows_in(&book, &directory.join(name), *side);
        assert!(found.is_none_or(|found| found == *rows), "{name}: {found:?} of {rows} rows");
        assert!(
            found.is_some() || !acknowledged.iter().any(|word| word == name),
            "{name} was acknowledged and is gone"
        );
        done += usize::from(found.is_some());
    }
    let reader = book.store().reader().expect("a reader");
    let results: Vec<bool> =
        day(DAYS.0).through(day(DAYS.1)).map(|day| reader.day_result(day).expect("read").is_some()).collect();
    drop(reader);
    assert!(results.iter().all(|there| *there == results[0]), "some days are reconciled, others not: {results:?}");
    assert!(results[0] || !acknowledged.iter().any(|word| word == "reconciled"), "the acknowledged run is gone");
    (done + usize::from(results[0]), facts)
}

/// Everything that must hold after a kill; returns how far the work had come.
fn holds_after(directory: &Path, acknowledged: &[String], whole: &Whole) -> usize {
    let (done, facts) = stands_after(directory, acknowledged, whole);
    let mut book = Book::open_in(directory);
    for (name, _) in FILES {
        book.import_path(&directory.join(name)).expect("no fault");
    }
    assert_eq!(book.reconcile(DAYS.0, DAYS.1).digest, whole.digest, "done again, it ends otherwise");
    assert!(book.verify() > facts);
    done
}

#[test]
fn a_kill_at_any_moment_loses_nothing_acknowledged() {
    let times: u32 = if std::env::var_os("SANHE_FULL").is_some() { 200 } else { 20 };
    let scratch = tempfile::tempdir().expect("a directory");
    let template = scratch.path().join("template");
    fs::create_dir_all(&template).expect("a directory");
    prepare(&template);
    let trial = |name: &str| {
        let directory = scratch.path().join(name);
        copy(&template, &directory);
        directory
    };
    let whole = undisturbed(&trial("whole"));
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut stages = [0_u32; 5];
    for time in 0..times {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let within = Duration::from_nanos((state >> 33) % (whole.took / times).as_nanos().max(1) as u64);
        let directory = trial(&format!("trial-{time}"));
        let mut child = spawn(&directory);
        std::thread::sleep(whole.took * time / times + within);
        child.kill().expect("killed");
        let acknowledged = acknowledged(child);
        stages[holds_after(&directory, &acknowledged, &whole)] += 1;
        fs::remove_dir_all(&directory).expect("removed");
    }
    println!("killed {times} times; by what was in the book: {stages:?}");
    assert!(stages.iter().filter(|stage| **stage > 0).count() > 1, "every kill came at the same stage: {stages:?}");
}
