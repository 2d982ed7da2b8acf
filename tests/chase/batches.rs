//! Batches of notices over made-up registries: whose rows they hold, how they are numbered, what a kill leaves.
//!
//! The last two digits of every due say whose it is, so that a row in another's notice is seen by its amount.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use sanhe::domain::arrears::month::FeeMonth;
use sanhe::sample::{RegistryPlan, generate_registry};
use serde_json::Value;

const FIRMS: u32 = 40;
const DAY: &str = "2026-05-29";

/// A small generator of numbers, the same for the same seed.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

/// A book of so many firms, each with one to six dues of its own mark, and the codes in order of their marks.
fn book(folder: &Path, seed: u64) -> Vec<String> {
    let last = FeeMonth::parse("2026-02").unwrap();
    let plan = RegistryPlan { employers: FIRMS, months: 1, lines: 1, individuals: false, farms: false, last, seed };
    let sample = generate_registry(&plan);
    let codes: Vec<String> =
        sample.employers.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned()).collect();
    let mut draw = Draw(seed | 1);
    let mut dues = String::from("统一社会信用代码,险种,费款所属期,缴费部分,应缴金额,缴费期限\n");
    for (mark, code) in codes.iter().enumerate() {
        for month in 0..=draw.below(5) {
            let (line, portion) =
                [("养老", "单位"), ("养老", "个人"), ("医疗", "单位"), ("失业", "单位")][draw.below(4) as usize];
            let yuan = 100 + draw.below(90_000);
            dues +=
                &format!("{code},{line},2025-{:02},{portion},{yuan}.{mark:02},2025-{:02}-15\n", month + 1, month + 2);
        }
    }
    for (name, text) in [("employers.csv", &sample.employers), ("dues.csv", &dues)] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    for arguments in ["init --operator 王芳", "import employers.csv", "import dues.csv"] {
        run(folder, arguments);
    }
    codes
}

fn program(folder: &Path, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sanhe"));
    command.args(["--book", "book.sqlite", "--today", DAY, "--json"]).args(arguments.split_whitespace());
    command.current_dir(folder).env("SANHE_LANG", "en").env_remove("SANHE_DATA").env_remove("SANHE_BOOK");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Exit code and answer.
fn run(folder: &Path, arguments: &str) -> (i32, Value) {
    let output = program(folder, arguments).output().unwrap();
    let code = output.status.code().unwrap();
    assert!(code <= 1, "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    (code, serde_json::from_slice(&output.stdout).unwrap_or(Value::Null))
}

fn fen(amount: &Value) -> i64 {
    amount.as_str().unwrap().replace('.', "").parse().unwrap()
}

#[test]
fn no_notice_of_any_batch_holds_another_s_row_and_numbers_run_on() {
    for seed in [3, 11, 29] {
        let folder = tempfile::tempdir().unwrap();
        let codes = book(folder.path(), seed);
        let mut draw = Draw(seed * 7 + 1);
        for _ in 0..2 {
            let some: Vec<&str> = codes.iter().filter(|_| draw.below(3) == 0).map(String::as_str).collect();
            run(folder.path(), &format!("notices freeze {}", some.join(" ")));
        }
        run(folder.path(), "notices freeze");
        let (_, list) = run(folder.path(), "notices list --rows");
        let batches = list["batches"].as_array().unwrap();
        let notices: Vec<&Value> = batches.iter().flat_map(|batch| batch["notices"].as_array().unwrap()).collect();
        let mut once = BTreeSet::new();
        for (place, notice) in notices.iter().enumerate() {
            let code = notice["code"].as_str().unwrap();
            let mark = codes.iter().position(|one| one == code).unwrap() as i64;
            let items = notice["items"].as_array().unwrap();
            assert!(!items.is_empty() && items.iter().all(|item| fen(&item["due"]) % 100 == mark), "{seed} {notice}");
            assert_eq!(items.iter().map(|item| fen(&item["due"])).sum::<i64>(), fen(&notice["owed"]), "{seed} {code}");
            assert!(once.insert(code), "{seed}: {code} has two");
            let number = notice["number"].as_str().unwrap();
            assert!(number.contains(&format!("第{:04}号", place + 1)), "{seed} {place}: {number}");
        }
        let (_, preview) = run(folder.path(), "notices preview");
        let left = preview["left"].as_array().unwrap().len();
        assert!(batches.len() == 3 && once.len() + left >= FIRMS as usize, "{seed}: {} and {left}", once.len());
    }
}

/// Every file of a folder and what it holds.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let known = entries.filter(|path| path.is_file() && !path.file_name().unwrap().to_string_lossy().starts_with('.'));
    known.map(|path| (path.file_name().unwrap().into(), std::fs::read(&path).unwrap())).collect()
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// Starts a command and kills it after so long.
fn killed(folder: &Path, arguments: &str, after: Duration) {
    let mut child = program(folder, arguments).spawn().unwrap();
    std::thread::sleep(after);
    let _ = child.kill();
    child.wait().unwrap();
}

#[test]
fn a_batch_killed_at_any_moment_is_resumed_to_the_same_set_and_numbers() {
    let points: u64 = if std::env::var_os("SANHE_FULL").is_some() { 400 } else { 12 };
    let origin = tempfile::tempdir().unwrap();
    book(origin.path(), 5);
    let whole = tempfile::tempdir().unwrap();
    copy(origin.path(), whole.path());
    run(whole.path(), "notices freeze");
    let (_, list) = run(whole.path(), "notices list --rows");
    let batch = list["batches"][0]["batch"].as_i64().unwrap();
    run(whole.path(), &format!("notices render {batch} --dir out --form text"));
    let printed = files(&whole.path().join("out"));
    assert_eq!(printed.len(), 1, "all of a batch in one text");
    for point in 0..points {
        let folder = tempfile::tempdir().unwrap();
        copy(origin.path(), folder.path());
        killed(folder.path(), "notices freeze", Duration::from_millis(point * 150 / points));
        // Whole or not there: asked for again it is there once.
        run(folder.path(), "notices freeze");
        let (_, resumed) = run(folder.path(), "notices list --rows");
        assert_eq!(resumed["batches"], list["batches"], "killed at point {point}");
        let render = format!("notices render {batch} --dir out --form text");
        killed(folder.path(), &render, Duration::from_millis(point * 120 / points));
        run(folder.path(), &render);
        assert_eq!(files(&folder.path().join("out")), printed, "killed at point {point}");
    }
}
