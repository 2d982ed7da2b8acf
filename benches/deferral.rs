//! The eligibility matrix of 2,000 employers: `cargo bench --bench deferral`. The aim is 12 policies in a second.
//!
//! Makes its own book of made-up employers with a year of dues, then judges them through the same function the
//! screen and `sanhe deferral matrix` use. One line a figure, median of five.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a bench stops where it is wrong

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use sanhe::book::files::RuleFiles;
use sanhe::book::{arrears, calendar, deferral, place};
use sanhe::domain::arrears::month::FeeMonth;
use sanhe::domain::day::BusinessDay;
use sanhe::domain::deferral::policy::Policy;
use sanhe::ops::deferral::{DeferralRules, MatrixAsk, matrix};
use sanhe::sample::{RegistryPlan, generate_registry};
use sanhe::store::Store;

const EMPLOYERS: u32 = 2_000;
const RUNS: usize = 5;

fn main() {
    let scratch = tempfile::tempdir().unwrap();
    let book = make(scratch.path());
    let files = RuleFiles::default();
    let policy = arrears::load(&files).unwrap();
    let codes: Vec<String> = policy.lines.iter().map(|line| line.code.clone()).collect();
    let rules = DeferralRules {
        catalogue: deferral::load(&files, &codes).unwrap(),
        place: place::load(&files, &codes).unwrap(),
        policy,
        calendar: calendar::load(&files).unwrap(),
    };
    let all: Vec<&Policy> = rules.catalogue.policies.iter().collect();
    let first = FeeMonth::parse("2022-04").unwrap();
    let year: Vec<FeeMonth> = (0..12).map(|more| first.plus(more)).collect();
    println!("{EMPLOYERS} employers, a year of dues in {} lines, median of {RUNS}", codes.len());
    for (lines, months, policies) in [(1, 1, 12), (1, 12, 12), (codes.len(), 1, 12), (codes.len(), 12, all.len())] {
        let ask = || MatrixAsk {
            policies: all.iter().copied().take(policies).collect(),
            lines: codes.iter().take(lines).cloned().collect(),
            months: year.iter().copied().take(months).collect(),
            on: BusinessDay::parse("2022-05-10").unwrap(),
        };
        let mut judged = 0;
        let mut times: Vec<Duration> = (0..RUNS)
            .map(|_| {
                let began = Instant::now();
                judged = judge(&book, &rules, &ask());
                began.elapsed()
            })
            .collect();
        times.sort();
        let micros = times[RUNS / 2].as_micros();
        println!("{policies:>2} policies x {lines} lines x {months:>2} months: {judged:>9} verdicts in {micros:>8} us");
    }
}

fn judge(book: &Path, rules: &DeferralRules, ask: &MatrixAsk<'_>) -> usize {
    let store = Store::open(book).unwrap();
    let reader = store.reader().unwrap();
    let employers = reader.employers().unwrap();
    let mut judged = 0;
    matrix(&reader, rules, &employers, ask, |_, _, found| judged += found.len()).unwrap();
    judged
}

/// A book of made-up employers and their dues, by the program itself.
fn make(folder: &Path) -> std::path::PathBuf {
    let last = FeeMonth::parse("2023-03").unwrap();
    let plan = RegistryPlan {
        employers: EMPLOYERS,
        months: 12,
        lines: 5,
        individuals: true,
        farms: false,
        last,
        seed: 20_260_302,
    };
    let registry = generate_registry(&plan);
    for (name, text) in [("e.csv", &registry.employers), ("d.csv", &registry.dues), ("p.csv", &registry.payments)] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    for arguments in [&["init", "--operator", "王芳"][..], &["import", "e.csv", "d.csv", "p.csv"][..]] {
        let done = Command::new(env!("CARGO_BIN_EXE_sanhe"))
            .args(["--book", "book.sqlite", "--today", "2022-05-10"])
            .args(arguments)
            .current_dir(folder)
            .env_remove("SANHE_DATA")
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    folder.join("book.sqlite")
}
