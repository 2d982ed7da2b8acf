//! Backup and restore: whole, checked, never over anything.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use sanhe::domain::copies::CopyRules;
use sanhe::store::{Fault, Store, backup, copies_directory, copies_in, drill, keep_copy, restore, verify_copy};

use crate::scene::{Scene, act, check};

#[test]
fn a_copy_is_checked_and_becomes_a_book_again() {
    let (scene, store) = Scene::new();
    act(&store, "李娜").unwrap();
    let copied = backup(&store, &scene.path("copy.sqlite")).unwrap();
    assert_eq!(copied.verified, check(&store).unwrap());
    assert_eq!(verify_copy(&copied.path).unwrap(), copied.verified);
    assert_eq!(fs::metadata(&copied.path).unwrap().permissions().mode() & 0o777, 0o600);
    act(&store, "赵敏").unwrap();

    let restored = restore(&copied.path, &scene.path("restored.sqlite")).unwrap();
    assert_eq!(check(&restored).unwrap(), copied.verified);
    act(&restored, "孙俪").unwrap();
    assert_eq!(check(&restored).unwrap().count, 5);
    assert_eq!(check(&store).unwrap().count, 5);
    assert_ne!(check(&store).unwrap().head, check(&restored).unwrap().head);
}

#[test]
fn nothing_is_overwritten_and_nothing_is_left_behind() {
    let (scene, store) = Scene::new();
    let copy = scene.path("copy.sqlite");
    backup(&store, &copy).unwrap();
    let before = names(&scene);
    assert!(matches!(backup(&store, &copy), Err(Fault::Exists(_))));
    assert!(matches!(backup(&store, &scene.book), Err(Fault::Exists(_))));
    assert!(matches!(restore(&copy, &scene.book), Err(Fault::Exists(_))));
    assert!(matches!(restore(&copy, &copy), Err(Fault::Exists(_))));
    assert!(matches!(restore(&scene.path("none"), &scene.path("new")), Err(Fault::Missing(_))));
    assert_eq!(names(&scene), before);
}

#[test]
fn the_place_of_a_lost_book_is_not_taken_by_an_older_copy() {
    let (scene, store) = Scene::new();
    let copy = scene.path("copy.sqlite");
    backup(&store, &copy).unwrap();
    drop(store);
    fs::remove_file(&scene.book).unwrap();
    assert!(matches!(restore(&copy, &scene.book), Err(Fault::HeadLog { .. })));
    assert!(restore(&copy, &scene.path("beside.sqlite")).is_ok());
}

#[test]
fn a_copy_is_read_but_not_written_to() {
    let (scene, store) = Scene::new();
    let copy = backup(&store, &scene.path("copy.sqlite")).unwrap();
    let opened = Store::open(&copy.path).unwrap();
    assert_eq!(opened.reader().unwrap().operators().unwrap().len(), 1);
    assert!(matches!(opened.writer(), Err(Fault::HeadLog { .. })));
}

#[test]
fn a_damaged_or_altered_copy_is_not_restored() {
    let (scene, store) = Scene::new();
    let copy = backup(&store, &scene.path("copy.sqlite")).unwrap().path;
    let whole = fs::read(&copy).unwrap();
    for place in (16_384..whole.len()).step_by(4_096) {
        let mut bytes = whole.clone();
        bytes[place..place + 64].fill(0xA5);
        fs::write(scene.path("damaged.sqlite"), &bytes).unwrap();
        // Bytes no page uses may change without harm; then the copy still verifies to the same head.
        if let Ok(restored) = restore(&scene.path("damaged.sqlite"), &scene.path(&format!("restored-{place}"))) {
            assert_eq!(check(&restored).unwrap(), check(&store).unwrap());
        }
    }
    let raw = rusqlite::Connection::open(&copy).unwrap();
    raw.execute_batch("DROP TRIGGER journal_update; UPDATE journal SET reason = 'x' WHERE seq = 2").unwrap();
    drop(raw);
    assert!(matches!(restore(&copy, &scene.path("altered")), Err(Fault::Broken { seq: 2, .. })));
    assert!(!scene.path("altered").exists());
}

#[test]
fn copies_taken_while_others_write_are_whole() {
    let (scene, store) = Scene::new();
    std::thread::scope(|scope| {
        scope.spawn(|| (0..60).for_each(|number| drop(act(&store, &format!("clerk-{number}")).unwrap())));
        for number in 0..6 {
            let copied = backup(&store, &scene.path(&format!("copy-{number}"))).unwrap();
            let fact = store.reader().unwrap().fact(copied.verified.count).unwrap().unwrap();
            assert_eq!(fact.hash, copied.verified.head);
        }
    });
    assert_eq!(check(&store).unwrap().count, 63);
}

fn names(scene: &Scene) -> Vec<std::ffi::OsString> {
    let mut names: Vec<_> =
        fs::read_dir(scene.directory.path()).unwrap().map(|item| item.unwrap().file_name()).collect();
    names.sort();
    names
}

fn rules(second_place: &str) -> CopyRules {
    CopyRules { hours: 2, days: 1, months: 1, second_place: second_place.into() }
}

#[test]
fn standing_copies_are_rotated_and_put_into_the_second_place() {
    let (scene, store) = Scene::new();
    let second = scene.path("second");
    fs::create_dir(&second).unwrap();
    for hour in ["08", "09", "10"] {
        act(&store, &format!("操作员{hour}")).unwrap();
        let at = format!("2026-03-04T{hour}:00:00Z");
        let kept = keep_copy(&store, &at, &rules(second.to_str().unwrap())).unwrap();
        assert_eq!((kept.removed, kept.second), (usize::from(hour == "10"), None));
    }
    for directory in [copies_directory(store.path()), second] {
        let left: Vec<String> = copies_in(&directory).unwrap().iter().map(|stamp| stamp.at_utc.clone()).collect();
        assert_eq!(left, ["2026-03-04T09:00:00Z", "2026-03-04T10:00:00Z"], "{}", directory.display());
    }
    assert_eq!(fs::metadata(copies_directory(store.path())).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn a_second_place_that_is_not_there_is_told_and_the_copy_stands() {
    let (scene, store) = Scene::new();
    let gone = scene.path("unplugged");
    let kept = keep_copy(&store, "2026-03-04T08:00:00Z", &rules(gone.to_str().unwrap())).unwrap();
    assert!(kept.second.unwrap().contains("unplugged"));
    assert!(drill(&store, &kept.copied.path).is_ok());
}

#[test]
fn a_drill_restores_a_copy_and_leaves_nothing_behind() {
    let (_scene, store) = Scene::new();
    act(&store, "李娜").unwrap();
    let kept = keep_copy(&store, "2026-03-04T08:00:00Z", &rules("")).unwrap();
    act(&store, "赵敏").unwrap();
    let before = listed(&copies_directory(store.path()));
    let passed = drill(&store, &kept.copied.path).unwrap();
    assert_eq!((passed.note.totals.facts, passed.behind), (kept.copied.verified.count, 1));
    assert_eq!(listed(&copies_directory(store.path())), before);
}

/// Each of these must fail a drill: a byte turned in the copy, a total turned in its note, the copy of another book.
#[test]
fn a_copy_that_would_not_stand_in_for_the_book_fails_its_drill() {
    let (_scene, store) = Scene::new();
    let (_other_scene, other) = Scene::new();
    act(&store, "李娜").unwrap();
    act(&other, "赵敏").unwrap();
    let copy = keep_copy(&store, "2026-03-04T08:00:00Z", &rules("")).unwrap().copied.path;
    let foreign = keep_copy(&other, "2026-03-04T08:00:00Z", &rules("")).unwrap().copied.path;
    assert!(matches!(drill(&store, &foreign), Err(Fault::Damaged { what, .. }) if what.contains("act of this book")));

    let note = copy.with_extension("json");
    let said = fs::read_to_string(&note).unwrap();
    fs::write(&note, said.replace("\"facts\": ", "\"facts\": 1")).unwrap();
    assert!(matches!(drill(&store, &copy), Err(Fault::Damaged { what, .. }) if what.contains("facts")));
    fs::write(&note, said).unwrap();
    drill(&store, &copy).unwrap();

    let mut bytes = fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&copy, bytes).unwrap();
    assert!(matches!(drill(&store, &copy), Err(Fault::Damaged { what, .. }) if what.contains("SHA-256")));
    fs::remove_file(&note).unwrap();
    assert!(matches!(drill(&store, &copy), Err(Fault::Disk { .. })));
}

fn listed(directory: &std::path::Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
