//! The workstation line by line: a session through a pipe, as a script or a screen reader has it.
//!
//! The golden text stands in `tests/wire/plain.txt`; `UPDATE=1 cargo test --test wire` writes it anew.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use encoding_rs::GB18030;

use crate::binary::{BINARY, book};

fn session(arguments: &[&str], lines: &[u8]) -> Output {
    let mut child = Command::new(BINARY)
        .arg("--book")
        .arg(book())
        .args(["--plain", "--today", "2026-03-05"])
        .args(arguments)
        .env_remove("LANG")
        .env_remove("LC_ALL")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(lines).unwrap();
    child.wait_with_output().unwrap()
}

/// Home, calendar, a day, its differences, the third of them, back, and out by name.
const VISIT: &str = "1\ndown\n\n3\n#3\n\nesc\n";

#[test]
fn a_session_through_a_pipe_reads_as_agreed() {
    let mut found = String::new();
    for (lang, leave) in [("zh", "退出程序\n"), ("en", "app.quit\n")] {
        let done = session(&["--lang", lang], format!("{VISIT}{leave}").as_bytes());
        assert!(done.status.success() && done.stderr.is_empty(), "{done:?}");
        found.push_str(&format!("==== {lang}\n{}", String::from_utf8(done.stdout).unwrap()));
    }
    assert!(!found.contains(|one: char| one.is_control() && one != '\n'), "{found:?}");
    let path = "tests/wire/plain.txt";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &found).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), found, "UPDATE=1 writes it anew");
}

#[test]
fn a_script_that_ends_leaves_the_workstation() {
    let done = session(&["--lang", "zh"], b"3\n");
    assert!(done.status.success(), "{done:?}");
    assert!(String::from_utf8(done.stdout).unwrap().contains("三核 待处理差异"));
}

#[test]
fn a_name_nobody_has_is_refused_and_does_nothing() {
    let done = session(&["--lang", "zh"], b"nonsense\nf13\nqt\n1\n");
    let text = String::from_utf8(done.stdout).unwrap();
    for name in ["nonsense", "f13", "qt"] {
        assert!(text.contains(&format!("! 没有叫“{name}”的操作")), "{text}");
    }
    assert_eq!(text.matches("三核 ").count(), 2, "more than home and calendar were shown: {text}");
}

/// A line waits for the work before it: the preview is there before it is given up.
#[test]
fn a_script_waits_for_the_work_it_started() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/data/samples/his.csv");
    let done = session(&["--lang", "zh"], format!("2\n{file}\n\nesc\nf3\n0\n").as_bytes());
    let text = String::from_utf8(done.stdout).unwrap();
    assert!(text.contains("已在账套") || text.contains("已于"), "{text}");
    assert!(done.status.success());
}

#[test]
fn lines_of_a_double_byte_terminal_are_read_and_written() {
    let (lines, _, _) = GB18030.encode("对账日历\n0\n");
    let done = session(&["--lang", "zh", "--charset", "gbk"], &lines);
    let (text, _, failed) = GB18030.decode(&done.stdout);
    assert!(!failed && text.contains("三核 对账日历"), "{text}");
}
