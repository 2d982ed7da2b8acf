//! Several processes on one book, and processes killed in the middle of their work.
//!
//! More rounds: `SANHE_KILLS=10000 cargo test --test kernel killed`.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sanhe::store::Store;

use crate::scene::{Scene, act, check};

const BOOK: &str = "SANHE_TEST_BOOK";
const HAND: &str = "SANHE_TEST_HAND";
const ACTS: &str = "SANHE_TEST_ACTS";

/// Not a test of its own: the work of one process, run by the tests below. Prints what was acknowledged.
#[test]
#[ignore = "run by the other tests as a process"]
fn hand() {
    let (Ok(book), Ok(hand)) = (std::env::var(BOOK), std::env::var(HAND)) else { return };
    let acts: usize = std::env::var(ACTS).unwrap().parse().unwrap();
    let store = Store::open(Path::new(&book)).unwrap();
    for number in 0..acts {
        let name = format!("clerk-{hand}-{number}");
        act(&store, &name).unwrap();
        println!("\ndone {name}");
    }
}

fn start(scene: &Scene, hand: &str, acts: usize) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "processes::hand", "--ignored", "--nocapture"])
        .env(BOOK, &scene.book)
        .env(HAND, hand)
        .env(ACTS, acts.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn acknowledged(child: &mut Child) -> Vec<String> {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.filter_map(|line| line.unwrap().strip_prefix("done ").map(String::from)).collect()
}

fn operators(store: &Store) -> Vec<String> {
    store.reader().unwrap().operators().unwrap().into_iter().map(|row| row.name).collect()
}

#[test]
fn processes_take_turns_and_nobody_reads_that_the_book_is_locked() {
    let (scene, store) = Scene::new();
    let mut hands: Vec<_> = (0..6).map(|hand| start(&scene, &hand.to_string(), 20)).collect();
    for hand in &mut hands {
        assert_eq!(acknowledged(hand).len(), 20);
        assert!(hand.wait().unwrap().success());
    }
    assert_eq!(check(&store).unwrap().count, 3 + 6 * 20);
}

#[test]
fn nothing_acknowledged_is_lost_when_a_process_is_killed() {
    let (scene, store) = Scene::new();
    drop(store);
    let rounds: u64 = std::env::var("SANHE_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(12);
    let mut promised = 0;
    for round in 0..rounds {
        let mut hands = [0, 1].map(|hand| start(&scene, &format!("{round}-{hand}"), 100_000));
        std::thread::sleep(Duration::from_millis(20 + round * 37 % 61));
        hands.iter_mut().for_each(|hand| hand.kill().unwrap());
        let names: Vec<String> = hands.iter_mut().flat_map(acknowledged).collect();
        for hand in &mut hands {
            hand.wait().unwrap();
        }

        let store = scene.open().unwrap();
        let there = operators(&store);
        let lost: Vec<_> = names.iter().filter(|name| !there.contains(name)).collect();
        assert!(lost.is_empty(), "round {round}: {lost:?}");
        let verified = check(&store).unwrap();
        assert_eq!(verified.count, 2 + there.len() as i64, "round {round}");
        promised += names.len();
    }
    assert!(promised > 0, "no process got far enough to be acknowledged");
}
