//! Backup and restore: whole, checked, never over anything.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use sanhe::store::{Fault, Store, backup, restore, verify_copy};

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
