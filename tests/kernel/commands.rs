//! Commands: who may, what twice is, and many at once.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use sanhe::book::files::RuleFiles;
use sanhe::domain::entry::Method;
use sanhe::domain::journal::Actor;
use sanhe::domain::rejection::Rejection;
use sanhe::ops::identity::{Account, resolve_actor};
use sanhe::ops::site::{SiteFile, data_directory, read_file, show};
use sanhe::ops::{Command, OperationId, Outcome, Refusal, execute};
use sanhe::store::{Fault, Store};

use crate::scene::{Scene, account, act, add, at, check, now, wang};

const CHANNELS: &str = "[[channel]]\nchannel = \"微信\"\nmerchant = \"1900000109\"\nrate = \"0.0060\"\n";

#[test]
fn the_same_operation_twice_changes_nothing_and_says_the_same() {
    let (_scene, store) = Scene::new();
    let operation = OperationId::new().unwrap();
    let twice = [(); 2].map(|()| execute(&store, &wang(), &now(), &operation, add("李娜")).unwrap());
    assert_eq!(twice[0], twice[1]);
    assert_eq!(check(&store).unwrap().count, 4);

    let other = Command::ImportSite { files: Vec::new(), directory: "none".into() };
    let reused = execute(&store, &wang(), &now(), &operation, other);
    assert!(matches!(reused, Err(Refusal::Fault(Fault::OperationReused { .. }))));
}

#[test]
fn the_same_operation_from_many_hands_at_once_happens_once() {
    let (_scene, store) = Scene::new();
    let operation = OperationId::new().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| execute(&store, &wang(), &now(), &operation, add("李娜")).unwrap());
        }
    });
    assert_eq!(check(&store).unwrap().count, 4);
}

#[test]
fn four_hundred_commands_of_eight_hands_are_four_hundred_facts_without_a_gap() {
    let (scene, store) = Scene::new();
    std::thread::scope(|scope| {
        for hand in 0..8 {
            let (scene, shared) = (&scene, &store);
            scope.spawn(move || {
                // Half the hands share a handle, half have opened the book for themselves.
                let own = scene.open().unwrap();
                let store: &Store = if hand % 2 == 0 { shared } else { &own };
                for number in 0..50 {
                    act(store, &format!("clerk-{hand}-{number}")).unwrap();
                }
            });
        }
    });
    assert_eq!(check(&store).unwrap().count, 403);
    let log = fs::read_to_string(scene.head_log()).unwrap();
    assert_eq!(log.lines().count(), 403);
}

#[test]
fn a_second_operator_ends_the_single_person_state_for_good() {
    let (_scene, store) = Scene::new();
    let single = || store.reader().unwrap().book().unwrap().unwrap().single_person;
    assert!(single());
    match act(&store, "李娜").unwrap() {
        Outcome::OperatorAdded(added) => assert!(added.ended_single_person),
        other => panic!("{other:?}"),
    }
    assert!(!single());
    match act(&store, "赵敏").unwrap() {
        Outcome::OperatorAdded(added) => assert!(!added.ended_single_person),
        other => panic!("{other:?}"),
    }
}

#[test]
fn names_that_are_taken_or_not_names_are_refused_and_leave_nothing() {
    let (_scene, store) = Scene::new();
    assert!(matches!(act(&store, "王芳"), Err(Refusal::Rejection(Rejection::OperatorExists(_)))));
    for name in ["", "李 娜", "李\u{202E}娜", "a\tb", "-x"] {
        assert!(matches!(act(&store, name), Err(Refusal::Rejection(Rejection::BadName(_)))), "{name:?}");
    }
    let stranger = Actor { name: "mallory".into(), on_behalf: String::new() };
    let refused = execute(&store, &stranger, &now(), &OperationId::new().unwrap(), add("李娜"));
    assert!(matches!(refused, Err(Refusal::Rejection(Rejection::OperatorUnknown(_)))));
    assert_eq!(check(&store).unwrap().count, 3);
}

#[test]
fn an_account_acts_as_the_operators_bound_to_it() {
    let (_scene, store) = Scene::new();
    let bind = |name: &str, os_account: &str| {
        let command = Command::AddOperator { name: name.into(), os_account: os_account.into() };
        execute(&store, &wang(), &now(), &OperationId::new().unwrap(), command).unwrap();
    };
    bind("李娜", "lina");
    bind("审核", "wangfang");
    let reader = store.reader().unwrap();
    let who = |account: &Account, as_name| resolve_actor(&reader, account, as_name).map(|actor| actor.name);
    assert_eq!(who(&account(), None).unwrap(), "王芳");
    assert_eq!(who(&account(), Some("审核")).unwrap(), "审核");
    let refused = |account: &Account, as_name| match who(account, as_name) {
        Err(Refusal::Rejection(rejection)) => rejection,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(&account(), Some("李娜")), Rejection::NotYourOperator("李娜".into()));
    assert_eq!(refused(&account(), Some("nobody")), Rejection::OperatorUnknown("nobody".into()));
    // The same name under another number is another person.
    let again = Account { name: "wangfang".into(), uid: 2002 };
    assert_eq!(refused(&again, Some("王芳")), Rejection::NotYourOperator("王芳".into()));
    let mallory = Account { name: "mallory".into(), uid: 3003 };
    assert_eq!(refused(&mallory, None), Rejection::AccountUnbound("mallory".into()));
}

#[test]
fn a_clock_more_than_a_day_behind_the_last_fact_refuses_writing() {
    let (_scene, store) = Scene::new();
    let late = |utc, name| execute(&store, &wang(), &at(utc), &OperationId::new().unwrap(), add(name));
    assert!(late("2026-03-04T02:00:00Z", "李娜").is_ok());
    let refused = late("2026-03-03T01:00:00Z", "赵敏");
    assert!(matches!(refused, Err(Refusal::Fault(Fault::ClockBehind { .. }))), "{refused:?}");
}

#[test]
fn a_set_business_day_is_journalled_as_such() {
    let (_scene, store) = Scene::new();
    let mut rehearsal = now();
    rehearsal.rehearsal = true;
    execute(&store, &wang(), &rehearsal, &OperationId::new().unwrap(), add("李娜")).unwrap();
    let marks: Vec<_> = store.reader().unwrap().facts(3, 9).unwrap().iter().map(|row| row.rehearsal).collect();
    assert_eq!(marks, [false, true]);
}

#[test]
fn the_houses_facts_are_kept_by_version_and_put_in_place() {
    let (scene, store) = Scene::new();
    let directory = data_directory(&scene.book, None);
    fs::write(scene.path("our-channels.toml"), CHANNELS).unwrap();
    let file = read_file(&scene.path("our-channels.toml")).unwrap();
    assert_eq!(file.name, "channels.toml");
    let first = import(&store, std::slice::from_ref(&file), &directory).unwrap();
    let Outcome::SiteImported(first) = first else { panic!("{first:?}") };
    assert_eq!((first.files.len(), first.files[0].bytes), (1, CHANNELS.len() as u64));
    let target = directory.join("channels.toml");
    assert_eq!(fs::read_to_string(&target).unwrap(), CHANNELS);
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);

    let shown = show(&store.reader().unwrap(), &RuleFiles::new(Some(directory.clone()))).unwrap();
    assert_eq!(shown.house.channels[0].method, Method::Wechat);
    assert_eq!(shown.sha256, Some(first.files[0].sha256.clone()));
    assert_eq!(shown.versions.len(), 1);

    // The same text again is no new version, but a file that went missing is put back.
    fs::remove_file(&target).unwrap();
    assert_eq!(import(&store, &[file], &directory).unwrap(), Outcome::SiteImported(Default::default()));
    assert_eq!(fs::read_to_string(&target).unwrap(), CHANNELS);
    assert_eq!(check(&store).unwrap().count, 4);
}

#[test]
fn a_wrong_rule_file_enters_not_at_all() {
    let (scene, store) = Scene::new();
    let directory = data_directory(&scene.book, None);
    let file = |name: &str, text: &str| SiteFile { name: name.into(), text: text.into(), base: None };
    let good = file("channels.toml", CHANNELS);
    for bad in [
        file("channels.toml", "[[channel]]\nrate = 0.1\n"),
        file("calendar/2027.toml", "year = 2027\n"),
        file("formats/x.toml", "= 1\n"),
        file("../channels.toml", CHANNELS),
        file("formats/../../x.toml", ""),
        file("formats/.toml", ""),
        file("other.toml", ""),
        file("/etc/x.toml", ""),
    ] {
        let refused = import(&store, &[good.clone(), bad.clone()], &directory);
        assert!(matches!(refused, Err(Refusal::Rejection(_))), "{bad:?}: {refused:?}");
    }
    assert!(!directory.exists());
    assert_eq!(check(&store).unwrap().count, 3);
}

#[test]
fn a_stored_rule_file_that_was_changed_is_found() {
    for sql in [
        "UPDATE rule_files SET text = text || ' '",
        "UPDATE rule_files SET sha256 = replace(sha256, substr(sha256, 1, 1), '0')",
        "UPDATE rule_files SET name = 'matching/x.toml'",
        "UPDATE rule_files SET seq = 2",
        "DELETE FROM rule_files",
    ] {
        let (scene, store) = Scene::new();
        let file = SiteFile { name: "channels.toml".into(), text: CHANNELS.into(), base: None };
        import(&store, &[file], &data_directory(&scene.book, None)).unwrap();
        assert!(scene.raw().execute_batch(sql).is_err(), "{sql}");
        let guards = "DROP TRIGGER rule_files_update; DROP TRIGGER rule_files_delete";
        scene.raw().execute_batch(guards).unwrap();
        scene.raw().execute_batch(sql).unwrap();
        assert!(matches!(check(&store), Err(Fault::Broken { seq: 2 | 4, .. })), "{sql}");
    }
}

fn import(store: &Store, files: &[SiteFile], directory: &Path) -> Result<Outcome, Refusal> {
    let command = Command::ImportSite { files: files.to_vec(), directory: directory.to_path_buf() };
    execute(store, &wang(), &now(), &OperationId::new().unwrap(), command)
}
