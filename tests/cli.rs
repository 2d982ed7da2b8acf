//! The command line as a person or a script meets it: help, usage errors, languages, completions.
#![allow(clippy::unwrap_used)]

use std::process::{Command, Output, Stdio};

const COMMANDS: &[&[&str]] = &[
    &[],
    &["demo"],
    &["init"],
    &["operator"],
    &["operator", "add"],
    &["operator", "list"],
    &["site"],
    &["site", "show"],
    &["site", "import"],
    &["import"],
    &["formats"],
    &["reconcile"],
    &["exceptions"],
    &["employers"],
    &["employers", "find"],
    &["employer"],
    &["ageing"],
    &["fee"],
    &["code"],
    &["journal"],
    &["journal", "show"],
    &["journal", "verify"],
    &["backup"],
    &["restore"],
    &["completions"],
    &["sample"],
    &["bench"],
];

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sanhe"));
    command.args(arguments).stdin(Stdio::null());
    for name in ["SANHE_BOOK", "SANHE_LANG", "SANHE_DATA", "LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command
}

fn sanhe(arguments: &[&str]) -> Output {
    program(arguments).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn every_command_explains_itself() {
    for command in COMMANDS {
        let arguments: Vec<&str> = command.iter().copied().chain(["--help"]).collect();
        let output = sanhe(&arguments);
        let help = stdout(&output);
        assert_eq!(output.status.code(), Some(0), "{command:?}");
        assert!(help.contains("Usage: sanhe") && help.contains("--json"), "{command:?}: {help}");
    }
    let help = stdout(&sanhe(&["--help"]));
    for command in COMMANDS.iter().filter_map(|command| command.first()) {
        assert!(help.contains(&format!("  {command} ")), "{command} is not listed");
    }
}

#[test]
fn usage_errors_exit_with_2_and_say_nothing_on_stdout() {
    for arguments in [
        &["reconsile"] as &[&str],
        &["import"],
        &["reconcile"],
        &["reconcile", "--from", "2026-03-02"],
        &["reconcile", "--day", "2026-03-02", "--to", "2026-03-03"],
        &["reconcile", "--day", "2026-02-30"],
        &["exceptions", "--lang", "fr"],
        &["operator"],
        &["restore"],
        &["completions", "cobol"],
        &["sample", "--rows", "0", "--days", "1", "--seed", "1", "--out", "x"],
        &["--book", "/nowhere/book.sqlite"],
    ] {
        let output = sanhe(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn refusals_exit_with_1_in_the_chosen_language() {
    let range = ["--book", "/nowhere/b", "reconcile", "--from", "2026-03-04", "--to", "2026-03-02"];
    for (variable, value, sentence) in [
        ("SANHE_LANG", "en", "Refused: The range of days is wrong: 2026-03-04 … 2026-03-02."),
        ("LANG", "en_GB.UTF-8", "Refused: The range of days is wrong"),
        ("LANG", "zh_CN.UTF-8", "不予办理：日期范围不对：2026-03-04 … 2026-03-02。"),
        ("LC_ALL", "C", "不予办理：日期范围不对"),
    ] {
        let output = program(&range).env(variable, value).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).starts_with(sentence), "{variable}={value}: {}", stderr(&output));
    }
    let wrong = program(&["--book", "/nowhere/b", "formats"]).env("SANHE_LANG", "fr").output().unwrap();
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("SANHE_LANG"));
}

#[test]
fn completions_come_for_every_shell_and_a_closed_pipe_is_no_error() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(stdout(&sanhe(&["completions", shell])).contains("reconcile"), "{shell}");
    }
    let mut child = program(&["completions", "bash"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
}
