//! Twenty operators on one book: nobody waits long, nobody's work is lost, nobody reads that the book is locked; and
//! copies taken in the midst of it are whole.
//!
//! In full, as `docs/RELIABILITY.md` says: `SANHE_FULL=1 cargo test --release --test kernel crowd -- --nocapture`.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command as Process, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use sanhe::book::files::RuleFiles;
use sanhe::book::{arrears, calendar, collection, registry};
use sanhe::domain::collection::call::CallNote;
use sanhe::domain::journal::Actor;
use sanhe::import::RawFile;
use sanhe::import::registry::{RegistryRules, parse};
use sanhe::ops::collection::{CollectionCommand, CollectionRules};
use sanhe::ops::{Command, OperationId, Outcome, execute};
use sanhe::store::{Store, backup};

use crate::scene::{Scene, act, check, now, wang};

const HANDS: usize = 20;
const BOOK: &str = "SANHE_TEST_BOOK";
const HAND: &str = "SANHE_TEST_HAND";
const ACTS: &str = "SANHE_TEST_ACTS";
const REST: &str = "SANHE_TEST_REST_MS";
const CODE: &str = "91330106MA2TEAT05A";
const EMPLOYERS: &str =
    "统一社会信用代码,单位名称,行业代码,规模,单位类型\n91330106MA2TEAT05A,杭州样例餐饮有限公司,H62,小型,企业\n";

fn in_full() -> bool {
    std::env::var_os("SANHE_FULL").is_some()
}

/// A book of twenty operators and an employer they all work on.
fn house() -> (Scene, Store) {
    let (scene, store) = Scene::new();
    for hand in 0..HANDS {
        act(&store, &format!("操作员{hand}")).unwrap();
    }
    let files = RuleFiles::default();
    let by = RegistryRules { layouts: registry::load(&files).unwrap(), policy: arrears::load(&files).unwrap() };
    let parsed = parse(&RawFile::from_bytes("e.csv", EMPLOYERS.into()), &by, None, now().today).unwrap();
    let command = Command::ImportRegistry { parsed: Arc::new(parsed), take_good: None, rules: files };
    execute(&store, &wang(), &now(), &OperationId::new().unwrap(), command).unwrap();
    (scene, store)
}

/// Not a test of its own: one operator at work in a process of their own. Prints what was acknowledged and how long
/// it took, in microseconds.
#[test]
#[ignore = "run by the other tests as a process"]
fn hand() {
    let (Ok(book), Ok(hand)) = (std::env::var(BOOK), std::env::var(HAND)) else { return };
    let number = |name: &str| -> usize { std::env::var(name).unwrap().parse().unwrap() };
    let (acts, rest) = (number(ACTS), Duration::from_millis(number(REST) as u64));
    let store = Store::open(Path::new(&book)).unwrap();
    let files = RuleFiles::default();
    let by = CollectionRules {
        policy: Arc::new(collection::load(&files).unwrap()),
        calendar: Arc::new(calendar::load(&files).unwrap()),
    };
    let actor = Actor { name: format!("操作员{hand}"), on_behalf: String::new() };
    for number in 0..acts {
        let note = format!("{hand}-{number}");
        let call = CallNote { result: "no_answer".into(), person: String::new(), note, next_on: None, promise: None };
        let work = Box::new(CollectionCommand::LogCall { code: CODE.into(), note: call });
        let command = Command::Collect { work, by: by.clone(), rules: files.clone() };
        let operation = OperationId::new().unwrap();
        let begun = Instant::now();
        let done = execute(&store, &actor, &now(), &operation, command).unwrap();
        let took = begun.elapsed().as_micros();
        assert!(matches!(done, Outcome::CollectionDone(_)));
        println!("\ndone {hand}-{number} {took}");
        std::thread::sleep(rest);
    }
}

fn start(scene: &Scene, hand: usize, acts: usize, rest_ms: usize) -> Child {
    Process::new(std::env::current_exe().unwrap())
        .args(["--exact", "crowd::hand", "--ignored", "--nocapture"])
        .env(BOOK, &scene.book)
        .env(HAND, hand.to_string())
        .env(ACTS, acts.to_string())
        .env(REST, rest_ms.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Every act a hand was told of, with its time; its complaints, were there any, stop the test.
fn heard(mut hand: Child) -> Vec<(String, u64)> {
    let lines = BufReader::new(hand.stdout.take().unwrap()).lines();
    let read = |line: String| {
        let (note, took) = line.strip_prefix("done ")?.split_once(' ')?;
        Some((note.to_owned(), took.parse().unwrap()))
    };
    let done = lines.filter_map(|line| read(line.unwrap())).collect();
    let left = hand.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&left.stderr).into_owned();
    assert!(left.status.success() && !said.contains("locked"), "{said}");
    done
}

#[test]
fn twenty_operators_lose_nothing_and_nobody_reads_that_the_book_is_locked() {
    let acts = if in_full() { 1_000 } else { 5 };
    let (scene, store) = house();
    let before = check(&store).unwrap().count;
    let hands: Vec<Child> = (0..HANDS).map(|hand| start(&scene, hand, acts, 0)).collect();
    let readers: Vec<_> = hands.into_iter().map(|hand| std::thread::spawn(move || heard(hand))).collect();
    let mut done: Vec<(String, u64)> = readers.into_iter().flat_map(|reader| reader.join().unwrap()).collect();
    assert_eq!(done.len(), HANDS * acts);

    let calls = scene.raw();
    let mut there = calls.prepare("SELECT actor || ' ' || note FROM calls ORDER BY 1").unwrap();
    let there: Vec<String> = there.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut promised: Vec<String> =
        done.iter().map(|(note, _)| format!("操作员{} {note}", note.split('-').next().unwrap())).collect();
    promised.sort();
    assert_eq!(there, promised, "what is in the book is what was acknowledged, each once, under its own name");
    assert_eq!(check(&store).unwrap().count, before + (HANDS * acts) as i64);

    done.sort_by_key(|(_, took)| *took);
    let at = |percent: usize| done[(done.len() - 1) * percent / 100].1;
    let (median, late, most) = (at(50), at(99), at(100));
    println!("{HANDS} operators x {acts} commands: 0 lost; p50 {median} us, p99 {late} us, max {most} us");
    if in_full() {
        assert!(late < 100_000 && most < 1_000_000, "p99 {late} us, max {most} us");
    }
}

#[test]
fn copies_taken_while_twenty_operators_write_are_whole() {
    let copies = if in_full() { 1_000 } else { 3 };
    let (scene, store) = house();
    let stop = Arc::new(AtomicUsize::new(0));
    // Each writes until it is stopped: more than it will get to.
    let mut hands: Vec<Child> = (0..HANDS).map(|hand| start(&scene, hand, 1_000_000, 250)).collect();
    let readers: Vec<_> = hands
        .iter_mut()
        .map(|hand| {
            let (lines, stop) = (BufReader::new(hand.stdout.take().unwrap()).lines(), stop.clone());
            std::thread::spawn(move || {
                let done = lines.map_while(Result::ok).filter(|line| line.starts_with("done "));
                let mut count = 0;
                for _ in done {
                    let _ = stop.fetch_add(1, Ordering::Relaxed);
                    count += 1;
                }
                count
            })
        })
        .collect();
    while stop.load(Ordering::Relaxed) < HANDS {
        std::thread::sleep(Duration::from_millis(5));
    }
    let (begun, mut seen) = (Instant::now(), Vec::new());
    for number in 0..copies {
        // The next copy comes when somebody has written after the last.
        let written = stop.load(Ordering::Relaxed);
        while stop.load(Ordering::Relaxed) == written {
            std::thread::sleep(Duration::from_millis(1));
        }
        let path = scene.path(&format!("copy-{number}.sqlite"));
        // Pages, references and every act of the copy are checked before it counts as one.
        let copied = backup(&store, &path).unwrap();
        let fact = store.reader().unwrap().fact(copied.verified.count).unwrap().unwrap();
        assert_eq!(fact.hash, copied.verified.head, "copy {number} ends with an act of the book");
        seen.push(copied.verified.count);
        if number % 50 == 0 {
            let second = Process::new(env!("CARGO_BIN_EXE_sanhe-verify")).arg("--copy").arg(&path).output().unwrap();
            assert!(second.status.success(), "copy {number}: {second:?}");
        }
        std::fs::remove_file(&path).unwrap();
    }
    let took = begun.elapsed();
    for hand in &mut hands {
        hand.kill().unwrap();
        hand.wait().unwrap();
    }
    let done: usize = readers.into_iter().map(|reader| reader.join().unwrap()).sum();
    assert!(seen.is_sorted() && seen.first() < seen.last(), "nobody wrote meanwhile: {seen:?}");
    let facts = check(&store).unwrap().count;
    println!(
        "{copies} copies in {} ms while {HANDS} operators did {done} acts: 0 broken; {facts} facts",
        took.as_millis()
    );
}
