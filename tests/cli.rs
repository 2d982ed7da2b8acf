//! The command line as a person or a script meets it: help, usage errors, languages, completions.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output, Stdio};

const COMMANDS: &[&[&str]] = &[
    &[],
    &["demo"],
    &["init"],
    &["operator"],
    &["operator", "add"],
    &["operator", "list"],
    &["operator", "password"],
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
    &["keys"],
    &["fee"],
    &["code"],
    &["statements"],
    &["deferral"],
    &["deferral", "policies"],
    &["deferral", "check"],
    &["deferral", "apply"],
    &["deferral", "import"],
    &["deferral", "list"],
    &["deferral", "show"],
    &["deferral", "submit"],
    &["deferral", "return"],
    &["deferral", "refuse"],
    &["deferral", "withdraw"],
    &["deferral", "revise"],
    &["deferral", "person"],
    &["deferral", "stats"],
    &["deferral", "radar"],
    &["deferral", "matrix"],
    &["deferral", "auto"],
    &["deferral", "form"],
    &["deferral", "roll"],
    &["deferral", "extend"],
    &["deferral", "revoke"],
    &["doctor"],
    &["exceptions", "evidence"],
    &["exceptions", "show"],
    &["exceptions", "decide"],
    &["exceptions", "undo"],
    &["day"],
    &["day", "status"],
    &["day", "declare"],
    &["day", "close"],
    &["day", "review"],
    &["day", "reopen"],
    &["balance"],
    &["report"],
    &["report", "differences"],
    &["report", "day"],
    &["journal"],
    &["journal", "show"],
    &["journal", "verify"],
    &["backup"],
    &["restore"],
    &["completions"],
    &["settlement"],
    &["sample"],
    &["sample", "month"],
    &["bench"],
];

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sanhe"));
    command.args(arguments).stdin(Stdio::null());
    for name in ["SANHE_BOOK", "SANHE_LANG", "SANHE_DATA", "SANHE_KEYMAP", "LC_ALL", "LC_MESSAGES", "LANG"] {
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
        &["sample"],
        &["sample", "month"],
        &["sample", "--rows", "9", "--days", "1", "--seed", "1"],
        &["sample", "--rows", "0", "--days", "1", "--seed", "1", "--out", "x"],
        &["--book", "/nowhere/book.sqlite"],
    ] {
        let output = sanhe(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{arguments:?}");
    }
}

/// A user data directory with this key file in it, of this mode.
fn with_key_file(text: &str, mode: u32) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("sanhe")).unwrap();
    let file = home.path().join("sanhe/keymap.toml");
    fs::write(&file, text).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
    home
}

#[test]
fn keys_are_printed_for_the_map_and_the_screen_asked_for() {
    let home = with_key_file("[global]\n\"ctrl-g\" = \"app.home\"\n", 0o600);
    let keys = |arguments: &[&str]| {
        let output = program(arguments).env("XDG_DATA_HOME", home.path()).output().unwrap();
        assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""), "{arguments:?}");
        stdout(&output)
    };
    let whole = keys(&["--lang", "en", "keys"]);
    assert!(whole.starts_with("Key map: default + keymap.toml\n"), "{whole}");
    let home_line = "[global] Go to Main menu F3 Ctrl+G Alt+3";
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(whole.lines().any(|line| words(line).starts_with(home_line)), "{whole}");
    let board = keys(&["--keymap", "vim", "keys", "--screen", "board", "--json"]);
    let answer: serde_json::Value = serde_json::from_str(&board).unwrap();
    assert_eq!((&answer["schema"], &answer["keymap"]), (&1.into(), &"vim + keymap.toml".into()));
    let before = answer["keys"].as_array().unwrap().iter().find(|key| key["action"] == "board.day_before").unwrap();
    assert_eq!(before["keys"], serde_json::json!(["7", "[ d"]));
    assert_eq!((&before["title"], &before["group"]), (&"前一日".into(), &"move".into()));
}

#[test]
fn a_broken_key_file_is_named_and_left_aside() {
    for (text, mode, said) in [
        ("[global]\n\"f7\" = \"app.fly\"\n", 0o600, ":2: 没有操作 \"app.fly\""),
        ("[global]\n\"ctrl-g\" = \"app.home\"\n", 0o622, ":1: 别的用户可以改这个文件"),
        ("[global\n", 0o600, ":1: 不是合法的 TOML"),
    ] {
        let home = with_key_file(text, mode);
        let run = |arguments: &[&str]| program(arguments).env("XDG_DATA_HOME", home.path()).output().unwrap();
        let checked = run(&["keys", "--check"]);
        assert_eq!(checked.status.code(), Some(1), "{text}");
        assert!(stdout(&checked).contains(&format!("sanhe/keymap.toml{said}")), "{}", stdout(&checked));
        // The table is that of the map beneath, and says why.
        let listed = run(&["keys"]);
        assert_eq!(listed.status.code(), Some(0));
        assert!(stdout(&listed).starts_with("按键方案：default\n"), "{}", stdout(&listed));
        assert!(stderr(&listed).starts_with(&format!("自定义键表未采用: keymap.toml{said}")), "{}", stderr(&listed));
    }
    let home = tempfile::tempdir().unwrap();
    let none = program(&["keys", "--check"]).env("XDG_DATA_HOME", home.path()).output().unwrap();
    assert_eq!(none.status.code(), Some(0));
    assert!(stdout(&none).contains("还没有自定义键表"));
}

#[test]
fn a_key_file_is_checked_by_its_name() {
    for name in ["5250", "vim", "yonyou"] {
        let file = format!("keymaps/{name}.toml");
        let output = sanhe(&["keys", "--check", &file, "--json"]);
        assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
        assert!(stdout(&output).contains("\"faults\": []"), "{}", stdout(&output));
    }
    for (arguments, exit) in [
        (["keys", "--check", "/nowhere/keymap.toml"], 3),
        (["keys", "--screen", "bord"], 2),
        (["keys", "--keymap", "emacs"], 2),
    ] {
        assert_eq!(sanhe(&arguments).status.code(), Some(exit), "{arguments:?}");
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

#[test]
fn an_adjustment_statement_is_printed_in_two_columns_and_a_gap_exits_with_1() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("march.toml");
    let text = |cheque: &str| {
        format!(
            "account = \"4405010400123456001\"\non = \"2026-03-31\"\nbook = \"1286540.25\"\nstatement = \"1301877.90\"\n\
             [[bank_received_not_booked]]\ntext = \"医保拨款\"\namount = \"18600.00\"\n\
             [[bank_paid_not_booked]]\ntext = \"手续费\"\namount = \"2140.35\"\n\
             [[booked_received_not_at_bank]]\ntext = \"POS\"\namount = \"9862.00\"\n\
             [[booked_paid_not_at_bank]]\ntext = \"支票\"\namount = \"{cheque}\"\n"
        )
    };
    std::fs::write(&file, text("8740.00")).unwrap();
    let path = file.to_str().unwrap();
    let output = sanhe(&["balance", path, "--lang", "zh"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let page = stdout(&output);
    for line in [
        "企业账面余额              1,286,540.25 | 银行对账单余额            1,301,877.90",
        "  医保拨款                   18,600.00 |   POS                         9,862.00",
        "  手续费                      2,140.35 |   支票                        8,740.00",
        "调节后余额                1,302,999.90 | 调节后余额                1,302,999.90",
    ] {
        assert!(page.lines().any(|printed| printed == line), "{line}\n{page}");
    }
    assert!(!page.contains("4405010400123456001"), "the account is masked\n{page}");
    std::fs::write(&file, text("8741.00")).unwrap();
    let output = sanhe(&["balance", path, "--lang", "en", "--width", "132"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("books less bank 1.00"), "{}", stdout(&output));
}
