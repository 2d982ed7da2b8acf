//! `sanhe sample` and `sanhe bench`.
//!
//! Invariant: a benchmark times whole processes of this program, as a person would start them, on a
//! scratch book that is gone afterwards.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::demonstration::{registry_plan, write_registry};
use super::session::rule_files;
use super::{BenchStep, MonthOptions, SampleFile, SampleOptions};
use crate::book::calendar;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::arrears::month::FeeMonth;
use crate::domain::day::BusinessDay;
use crate::sample::{Defects, MonthFile, MonthPlan, Plan, RegistryPlan, Truth, generate, write_month};
use crate::tui::desk::Progress;

const BENCH_DAYS: u32 = 5;
const BENCH_SEED: u64 = 7;
const BENCH_MONTHS: u32 = 24;
const BENCH_LINES: u32 = 5;

/// Writes made-up files with planted defects and their truth into `directory`.
///
/// # Errors
/// A fault when they cannot be written.
pub fn sample(context: &Context, options: &SampleOptions, directory: &Path) -> Result<Vec<SampleFile>, Failure> {
    let calendar = calendar::load(&rule_files(context))?;
    let plan = Plan { calendar: Some(calendar), ..Plan::new(options.rows, options.days, options.seed, options.start) };
    let truth = generate(&plan).write(directory).map_err(|error| Failure::io(directory.display(), &error))?;
    let mut files = sample_files(&truth, directory);
    if options.employers > 0 {
        let plan = RegistryPlan { seed: options.seed, ..registry_plan(options.employers) };
        for path in write_registry(&plan, directory)? {
            let text = std::fs::read_to_string(&path).map_err(|error| Failure::io(path.display(), &error))?;
            files.push(SampleFile { path, rows: text.lines().count().saturating_sub(1) as u64 });
        }
    }
    Ok(files)
}

/// Writes a hospital's month in true layouts into `directory`; also says the last day anything happens on.
///
/// # Errors
/// A fault when it cannot be written, or the calendar has no table for its days.
pub fn sample_month(
    context: &Context,
    options: &MonthOptions,
    directory: &Path,
) -> Result<(Vec<SampleFile>, BusinessDay), Failure> {
    let calendar = calendar::load(&rule_files(context))?;
    let MonthOptions { start, days, rows, seed, clean } = *options;
    let defects = if clean { Defects::None } else { Defects::All };
    let plan = MonthPlan { rows, start, days, seed, defects, calendar };
    let month = write_month(&plan, directory).map_err(|error| Failure::io(directory.display(), &error))?;
    let file = |file: &MonthFile| SampleFile { path: directory.join("files").join(&file.name), rows: file.rows };
    Ok((month.files.iter().map(file).collect(), month.last))
}

fn sample_files(truth: &Truth, directory: &Path) -> Vec<SampleFile> {
    let rows = &truth.rows;
    let count = |rows: u64| rows;
    [
        ("his.csv", count(rows.his)),
        ("cashier.csv", count(rows.cashier)),
        ("bank.csv", count(rows.bank)),
        ("bank-without-wechat.csv", count(rows.bank - rows.wechat)),
        ("wechat.csv", count(rows.wechat)),
        ("truth.json", truth.cases.len() as u64),
    ]
    .map(|(name, rows)| SampleFile { path: directory.join(name), rows })
    .into()
}

/// Makes up `rows` receipts in a scratch book, imports and reconciles them, and times each step.
///
/// # Errors
/// A fault of the scratch directory, or of a step.
pub fn bench(context: &Context, rows: u32, progress: &Progress) -> Result<Vec<BenchStep>, Failure> {
    let scratch = Scratch::new()?;
    let start = BusinessDay::from_ymd(2026, 3, 2).unwrap_or(BusinessDay::MIN);
    let options = SampleOptions { rows, days: BENCH_DAYS, seed: BENCH_SEED, start, employers: 0 };
    let files = sample(context, &options, &scratch.0)?;
    let three: Vec<PathBuf> = files.iter().take(3).map(|file| file.path.clone()).collect();
    let all: u64 = files.iter().take(3).map(|file| file.rows).sum();
    let book = scratch.0.join("book.sqlite");
    let last = start.plus(BENCH_DAYS as i32);
    let paths: Vec<&std::ffi::OsStr> = three.iter().map(|path| path.as_os_str()).collect();
    let range = ["--from".to_string(), start.to_string(), "--to".to_string(), last.to_string()];
    let range: Vec<&std::ffi::OsStr> = range.iter().map(|word| word.as_ref()).collect();
    let steps: [(&'static str, &str, &[&std::ffi::OsStr], u64); 4] = [
        ("init", "init", &[], 0),
        ("import", "import", &paths, all),
        ("reconcile", "reconcile", &range, all),
        ("import again", "import", &paths, all),
    ];
    progress.total.store(steps.len() as u64, Ordering::Relaxed);
    let mut timed = Vec::new();
    for (name, verb, arguments, rows) in steps {
        let (milliseconds, peak_kib) = whole_process(&book, verb, arguments)?;
        progress.done.fetch_add(1, Ordering::Relaxed);
        timed.push(BenchStep { name, rows, milliseconds, peak_kib });
    }
    timed.remove(0);
    Ok(timed)
}

/// Makes up a registry of `dues` dues (24 months, five lines an employer) in a scratch book, imports and
/// ages it, and times each step.
///
/// # Errors
/// A fault of the scratch directory, or of a step.
pub fn bench_dues(dues: u32, progress: &Progress) -> Result<Vec<BenchStep>, Failure> {
    let scratch = Scratch::new()?;
    let (months, lines) = (BENCH_MONTHS, BENCH_LINES);
    let employers = dues.div_ceil(months * lines);
    let last = FeeMonth::of(BusinessDay::from_ymd(2026, 2, 1).unwrap_or(BusinessDay::MIN));
    let plan = RegistryPlan { employers, months, lines, individuals: false, farms: false, last, seed: BENCH_SEED };
    let paths = write_registry(&plan, &scratch.0)?;
    let book = scratch.0.join("book.sqlite");
    let [employers_file, dues_file, payments_file] = paths.each_ref().map(|path| path.as_os_str());
    let rows = u64::from(employers * months * lines);
    let by: [&std::ffi::OsStr; 2] = ["--by".as_ref(), "officer".as_ref()];
    let steps: [(&'static str, &str, &[&std::ffi::OsStr], u64); 5] = [
        ("init", "init", &[], 0),
        ("import employers", "import", &[employers_file], u64::from(employers)),
        ("import dues", "import", &[dues_file], rows),
        ("import payments", "import", &[payments_file], u64::from(employers * months)),
        ("ageing", "ageing", &by, rows),
    ];
    progress.total.store(steps.len() as u64, Ordering::Relaxed);
    let mut timed = Vec::new();
    for (name, verb, arguments, rows) in steps {
        let (milliseconds, peak_kib) = whole_process(&book, verb, arguments)?;
        progress.done.fetch_add(1, Ordering::Relaxed);
        timed.push(BenchStep { name, rows, milliseconds, peak_kib });
    }
    timed.remove(0);
    Ok(timed)
}

/// Times freezing and printing a batch of at least so many notices, out of a registry large enough for it.
///
/// # Errors
/// A fault when the scratch book cannot be made.
pub fn bench_notices(context: &Context, notices: u32, progress: &Progress) -> Result<Vec<BenchStep>, Failure> {
    /// About one employer in six of a made-up registry owes something.
    const OWING: u32 = 8;
    let scratch = Scratch::new()?;
    let plan = RegistryPlan { seed: BENCH_SEED, farms: false, ..registry_plan(notices.saturating_mul(OWING)) };
    let paths = write_registry(&plan, &scratch.0)?;
    let book = scratch.0.join("book.sqlite");
    progress.total.store(9, Ordering::Relaxed);
    whole_process(&book, "init", &[])?;
    for path in &paths {
        whole_process(&book, "import", &[path.as_os_str()])?;
        progress.done.fetch_add(1, Ordering::Relaxed);
    }
    let mut timed = Vec::new();
    let override_reason = ["freeze", "--override-unallocated", "bench"].map(std::ffi::OsStr::new);
    let mut step = |name: &'static str, verb: &str, arguments: &[&std::ffi::OsStr]| {
        let (milliseconds, peak_kib) = whole_process(&book, verb, arguments)?;
        progress.done.fetch_add(1, Ordering::Relaxed);
        timed.push(BenchStep { name, rows: 0, milliseconds, peak_kib });
        Ok::<(), Failure>(())
    };
    // The first list makes the digests beside the book; the others read them.
    for name in ["first list", "list of today"] {
        step(name, "worklist", &["--all".as_ref()])?;
    }
    step("freeze", "notices", &override_reason)?;
    step("list with batch", "worklist", &["--all".as_ref()])?;
    let batches = super::notices_list(&context.with_book(book.clone()))?;
    let Some(batch) = batches.first() else { return Ok(timed) };
    let (number, out) = (batch.batch.to_string(), scratch.0.join("out"));
    for (name, form) in [("text", "text"), ("contacts", "contacts"), ("pdf", "pdf")] {
        let words = ["render", number.as_str(), "--form", form, "--dir"].map(std::ffi::OsStr::new);
        let arguments: Vec<&std::ffi::OsStr> = words.into_iter().chain([out.as_os_str()]).collect();
        // A host without a font makes no PDF; the other figures stand all the same.
        if step(name, "notices", &arguments).is_err() && name != "pdf" {
            break;
        }
    }
    let rows = batch.notices.len() as u64;
    Ok(timed.into_iter().map(|step| BenchStep { rows, ..step }).collect())
}

/// Runs this program once; milliseconds it took and, where the system tells, the most memory it held.
fn whole_process(book: &Path, verb: &str, arguments: &[&std::ffi::OsStr]) -> Result<(u64, Option<u64>), Failure> {
    let program = std::env::current_exe().map_err(|error| Failure::io("sanhe", &error))?;
    let started = Instant::now();
    let child = Command::new(&program)
        .arg("--book")
        .arg(book)
        .args(["--lang", "en", "--json", "--today", "2026-03-20", verb])
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| Failure::io(program.display(), &error))?;
    let mut peak = None;
    let output = std::thread::scope(|scope| {
        let process = child.id();
        let drained = scope.spawn(move || child.wait_with_output());
        while !drained.is_finished() {
            // The system keeps the high-water mark, so a look now and then sees all but the last moments.
            peak = peak.max(peak_kib(process));
            std::thread::sleep(Duration::from_millis(2));
        }
        drained.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
    .map_err(|error| Failure::io(verb, &error))?;
    let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    match output.status.code() {
        Some(0 | 1) => Ok((milliseconds, peak)),
        _ => {
            let what = String::from_utf8_lossy(&output.stderr).trim().to_string();
            Err(Failure::Fault { what, context: verb.into() })
        }
    }
}

/// The most memory a running process has held, from the system's own accounts.
fn peak_kib(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

/// A directory that goes with the run.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Scratch, Failure> {
        let directory = std::env::temp_dir().join(format!("sanhe-bench-{}", std::process::id()));
        std::fs::create_dir(&directory).map_err(|error| Failure::io(directory.display(), &error))?;
        Ok(Scratch(directory))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
