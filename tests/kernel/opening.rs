//! Making and opening a book.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};

use sanhe::domain::rejection::Rejection;
use sanhe::ops::Refusal;
use sanhe::store::{Fault, Store, Warning};

use crate::scene::{Scene, act, check, make};

#[test]
fn a_new_book_has_its_first_facts_and_opens_again() {
    let (scene, store) = Scene::new();
    let kinds: Vec<_> = store.reader().unwrap().facts(1, 10).unwrap().into_iter().map(|row| row.kind).collect();
    assert_eq!(kinds, ["book_created", "operator_added", "single_person"]);
    act(&store, "李娜").unwrap();
    drop(store);

    let store = scene.open().unwrap();
    assert_eq!(check(&store).unwrap().count, 4);
    let names: Vec<_> = store.reader().unwrap().operators().unwrap().into_iter().map(|row| row.name).collect();
    assert_eq!(names, ["王芳", "李娜"]);
    assert_eq!(store.warnings(), []);
}

#[test]
fn nothing_is_left_but_the_book_and_its_companions_all_0600() {
    let (scene, store) = Scene::new();
    act(&store, "李娜").unwrap();
    let mut files: Vec<_> = fs::read_dir(scene.directory.path())
        .unwrap()
        .map(|item| item.unwrap())
        .map(|item| (item.file_name().into_string().unwrap(), item.metadata().unwrap().permissions().mode() & 0o777))
        .collect();
    files.sort();
    let expected = ["", "-shm", "-wal", ".head.log", ".ticket"];
    assert_eq!(files, expected.map(|suffix| (format!("book.sqlite{suffix}"), 0o600)));
}

#[test]
fn an_existing_book_is_never_made_again() {
    let (scene, store) = Scene::new();
    assert!(matches!(make(&scene.book), Err(Refusal::Rejection(Rejection::BookExists(_)))));
    assert_eq!(check(&store).unwrap().count, 3);
}

#[test]
fn a_book_that_is_gone_is_not_quietly_begun_anew() {
    let (scene, store) = Scene::new();
    drop(store);
    fs::remove_file(&scene.book).unwrap();
    assert!(matches!(make(&scene.book), Err(Refusal::Fault(Fault::HeadLog { .. }))));
    assert!(matches!(scene.open(), Err(Fault::Missing(_))));
}

#[test]
fn a_link_a_directory_and_a_stranger_are_refused() {
    let (scene, store) = Scene::new();
    drop(store);
    symlink(&scene.book, scene.path("link.sqlite")).unwrap();
    fs::create_dir(scene.path("directory.sqlite")).unwrap();
    fs::write(scene.path("letter.sqlite"), "Dear Sir, ".repeat(500)).unwrap();
    fs::write(scene.path("empty.sqlite"), "").unwrap();
    let other = rusqlite::Connection::open(scene.path("other.sqlite")).unwrap();
    other.execute_batch("CREATE TABLE letters (text TEXT)").unwrap();
    for name in ["letter", "empty", "other"] {
        fs::set_permissions(scene.path(&format!("{name}.sqlite")), Permissions::from_mode(0o600)).unwrap();
    }
    let open = |name: &str| Store::open(&scene.path(name));
    assert!(matches!(open("link.sqlite"), Err(Fault::NotRegular(_))));
    assert!(matches!(open("directory.sqlite"), Err(Fault::NotRegular(_))));
    assert!(matches!(open("letter.sqlite"), Err(Fault::NotABook(_))));
    assert!(matches!(open("empty.sqlite"), Err(Fault::NotABook(_))));
    assert!(matches!(open("other.sqlite"), Err(Fault::NotABook(_))));
    assert!(matches!(open("nothing.sqlite"), Err(Fault::Missing(_))));
    assert!(matches!(open("no/where.sqlite"), Err(Fault::Missing(_))));
}

#[test]
fn a_book_others_may_write_is_refused_and_one_they_may_read_is_tightened() {
    let (scene, store) = Scene::new();
    drop(store);
    let set = |mode| fs::set_permissions(&scene.book, Permissions::from_mode(mode)).unwrap();
    set(0o660);
    assert!(matches!(scene.open(), Err(Fault::Exposed { mode: 0o660, .. })));
    set(0o644);
    assert!(matches!(scene.open().unwrap().warnings(), [Warning::Tightened { mode: 0o644, .. }]));
    assert_eq!(fs::metadata(&scene.book).unwrap().permissions().mode() & 0o777, 0o600);

    fs::set_permissions(scene.directory.path(), Permissions::from_mode(0o777)).unwrap();
    assert!(matches!(scene.open().unwrap().warnings(), [Warning::DirectoryWritable { .. }]));
    fs::set_permissions(scene.directory.path(), Permissions::from_mode(0o1777)).unwrap();
    assert_eq!(scene.open().unwrap().warnings(), []);
}

#[test]
fn a_later_schema_and_a_changed_text_are_refused() {
    let (scene, store) = Scene::new();
    drop(store);
    let known: i64 = scene.raw().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    scene.raw().pragma_update(None, "user_version", known + 1).unwrap();
    assert!(matches!(scene.open(), Err(Fault::Newer { .. })));
    scene.raw().pragma_update(None, "user_version", known).unwrap();
    scene.raw().execute("UPDATE migrations SET sha256 = ?1 WHERE n = 1", ["0".repeat(64)]).unwrap();
    match scene.open() {
        Err(Fault::MigrationChanged { name, applied, embedded }) => {
            assert_eq!((name.as_str(), applied), ("0001_book", "0".repeat(64)));
            assert_eq!(embedded.len(), 64);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_settings_are_those_of_the_house() {
    let (scene, store) = Scene::new();
    act(&store, "李娜").unwrap();
    let raw = scene.raw();
    let figure = |name| raw.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(figure("page_size"), 16_384);
    assert_eq!(figure("application_id"), 0x5348_4B33);
    let mode: String = raw.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}

#[test]
fn one_book_under_two_spellings_of_its_path_has_one_ticket() {
    let (scene, store) = Scene::new();
    let roundabout = scene.path("sub/../book.sqlite");
    fs::create_dir(scene.path("sub")).unwrap();
    assert_eq!(Store::open(&roundabout).unwrap().path(), store.path());
}
