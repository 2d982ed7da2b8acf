//! head.log: what was acknowledged is known outside the book.

use std::fs;

use sanhe::store::{Fault, Store};

use crate::scene::{Scene, act, check, now, wang};

#[test]
fn every_act_stands_in_it_before_it_is_acknowledged() {
    let (scene, store) = Scene::new();
    act(&store, "李娜").unwrap();
    let log = fs::read_to_string(scene.head_log()).unwrap();
    let last = store.reader().unwrap().last_fact().unwrap().unwrap();
    assert_eq!(log.lines().count(), 4);
    assert_eq!(log.lines().last().unwrap(), format!("4 {} 2026-03-05T01:02:03Z", last.hash));
}

#[test]
fn a_book_one_act_ahead_is_what_a_kill_leaves_and_the_next_act_mends_it() {
    let (scene, store) = Scene::new();
    act(&store, "李娜").unwrap();
    keep_lines(&scene, 3);
    drop(store);
    let store = scene.open().unwrap();
    assert_eq!(check(&store).unwrap().count, 4);
    act(&store, "赵敏").unwrap();
    assert_eq!(fs::read_to_string(scene.head_log()).unwrap().lines().count(), 5);
    assert_eq!(check(&store).unwrap().count, 5);
}

#[test]
fn a_torn_last_line_is_tolerated_and_cut_off() {
    let (scene, store) = Scene::new();
    act(&store, "李娜").unwrap();
    let whole = fs::read_to_string(scene.head_log()).unwrap();
    fs::write(scene.head_log(), &whole[..whole.len() - 30]).unwrap();
    assert_eq!(check(&store).unwrap().count, 4);
    act(&store, "赵敏").unwrap();
    assert!(fs::read_to_string(scene.head_log()).unwrap().starts_with(&whole));
    assert_eq!(check(&store).unwrap().count, 5);
}

#[test]
fn a_book_whose_log_was_deleted_has_lost_acts_and_says_so() {
    let (scene, store) = Scene::new();
    act(&store, "李娜").unwrap();
    // What remains when someone deletes -wal: the book file alone, and head.log.
    let elsewhere = tempfile::tempdir().unwrap();
    let book = elsewhere.path().join("book.sqlite");
    fs::copy(&scene.book, &book).unwrap();
    fs::copy(scene.head_log(), elsewhere.path().join("book.sqlite.head.log")).unwrap();
    match Store::open(&book) {
        Err(Fault::LostTail { book: 3, head_log: 4, .. }) => {}
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_missing_a_shortened_or_a_foreign_head_log_stops_writing() {
    let (scene, store) = Scene::new();
    act(&store, "李娜").unwrap();
    let whole = fs::read_to_string(scene.head_log()).unwrap();
    let stops = |text: &str| {
        fs::write(scene.head_log(), text).unwrap();
        assert!(matches!(store.writer(), Err(Fault::HeadLog { .. })), "{text}");
        assert!(matches!(check(&store), Err(Fault::HeadLog { .. } | Fault::Broken { .. })), "{text}");
    };
    let line = |number: usize| whole.lines().nth(number).unwrap();
    let hash = |number: usize| line(number).split(' ').nth(1).unwrap();
    stops("");
    stops(&format!("{}\n{}\n", line(0), line(1)));
    stops(&format!("{whole}not a line\n"));
    stops(&whole.replace(line(3), &line(3).replace(hash(3), hash(2))));
    fs::remove_file(scene.head_log()).unwrap();
    assert!(matches!(store.writer(), Err(Fault::HeadLog { .. })));
    assert!(matches!(check(&store), Err(Fault::HeadLog { .. })));

    // A line changed further up does not stop work, but verification finds it.
    fs::write(scene.head_log(), whole.replace(hash(1), hash(2))).unwrap();
    assert!(store.writer().is_ok());
    assert!(matches!(check(&store), Err(Fault::Broken { seq: 2, .. })));
    fs::write(scene.head_log(), &whole).unwrap();
    assert_eq!(check(&store).unwrap().count, 4);
}

#[test]
fn an_act_whose_line_could_not_be_written_says_that_it_is_in_force() {
    let (scene, store) = Scene::new();
    let operation = "0123456789abcdef0123456789abcdef";
    let fact = store.reader().unwrap().last_fact().unwrap().unwrap();
    let fact = sanhe::domain::journal::Fact {
        kind: sanhe::domain::journal::FactKind::SinglePerson,
        subject: fact.subject,
        reason: String::new(),
        body: fact.body,
    };
    let writer = store.writer().unwrap();
    fs::rename(scene.head_log(), scene.path("away")).unwrap();
    let result = writer.commit(&wang(), &now(), operation, &fact);
    assert!(matches!(result, Err(Fault::InForce { seq: 4, .. })), "{result:?}");
    fs::rename(scene.path("away"), scene.head_log()).unwrap();

    // Asked again with the same operation id it is found, once, and head.log has caught up.
    let again = store.writer().unwrap().commit(&wang(), &now(), operation, &fact).unwrap();
    assert!(again.repeated && again.seq == 4);
    assert_eq!(check(&store).unwrap().count, 4);
    assert_eq!(fs::read_to_string(scene.head_log()).unwrap().lines().count(), 4);
}

fn keep_lines(scene: &Scene, count: usize) {
    let log = fs::read_to_string(scene.head_log()).unwrap();
    let kept: String = log.lines().take(count).map(|line| format!("{line}\n")).collect();
    fs::write(scene.head_log(), kept).unwrap();
}
