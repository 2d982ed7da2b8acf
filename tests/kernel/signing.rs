//! Signing passwords: set, tried, locked out, reset; what is kept of them, and that it is vouched for.

use sanhe::domain::journal::{Actor, Now};
use sanhe::domain::rejection::{ApprovalRejection, Rejection};
use sanhe::domain::signing::{Secret, SigningRejection, Weakness};
use sanhe::ops::signing::{Hand, HashCost, SigningCommand, set_password, sign};
use sanhe::ops::{Command, OperationId, Outcome, Refusal, execute};
use sanhe::store::{Fault, SEATS, Store, take_seat};

use crate::scene::{Scene, act, at, check, now, wang};

/// What hashes cost where nothing is secret.
const WEAK: HashCost = HashCost { memory_kib: 8, passes: 1, lanes: 1 };
const FIRST: &str = "Passw0rd-one";

fn secret(text: &str) -> Secret {
    Secret::new(text.into())
}

fn refused<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> Rejection {
    match answer {
        Err(Refusal::Rejection(rejection)) => rejection,
        other => panic!("{other:?}"),
    }
}

fn signing<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> SigningRejection {
    match refused(answer) {
        Rejection::Signing(rejection) => rejection,
        other => panic!("{other:?}"),
    }
}

fn hand<'a>(store: &'a Store, actor: &'a Actor, now: &'a Now) -> Hand<'a> {
    Hand { store, actor, now }
}

fn reset(store: &Store, by: &Actor, operator: &str) -> Result<Outcome, Refusal> {
    let command = SigningCommand::Reset { operator: operator.into(), reason: "遗忘".into() };
    execute(store, by, &now(), &OperationId::new().unwrap(), Command::Signing(command))
}

#[test]
fn a_password_is_set_tried_and_changed_and_the_last_five_are_not_taken_again() {
    let (_scene, store) = Scene::new();
    let (who, when) = (wang(), now());
    let own = || hand(&store, &who, &when);
    assert_eq!(signing(sign(own(), &secret(FIRST))), SigningRejection::NotSet("王芳".into()));
    let weak = set_password(own(), None, &secret("password"), WEAK);
    assert_eq!(signing(weak), SigningRejection::Weak(Weakness::TooWeak));
    let set = set_password(own(), None, &secret(FIRST), WEAK).unwrap();
    assert_eq!(sign(own(), &secret(FIRST)).unwrap(), set);
    assert_eq!(signing(sign(own(), &secret("Passw0rd-two"))), SigningRejection::Wrong(4));
    // A change needs the old one, and the right one.
    assert_eq!(signing(set_password(own(), None, &secret("Passw0rd-two"), WEAK)), SigningRejection::NotAsked);
    let wrong = set_password(own(), Some(&secret("Passw0rd-nil")), &secret("Passw0rd-two"), WEAK);
    assert_eq!(signing(wrong), SigningRejection::Wrong(3));
    let mut old = FIRST.to_string();
    for number in 2..=6 {
        let new = format!("Passw0rd-{number}");
        set_password(own(), Some(&secret(&old)), &secret(&new), WEAK).unwrap();
        old = new;
    }
    let again = set_password(own(), Some(&secret(&old)), &secret("Passw0rd-2"), WEAK);
    assert_eq!(signing(again), SigningRejection::UsedBefore);
    set_password(own(), Some(&secret(&old)), &secret(FIRST), WEAK).unwrap();
    check(&store).unwrap();
}

#[test]
fn five_wrong_ones_lock_even_the_right_one_out_and_no_restart_helps() {
    let (scene, store) = Scene::new();
    let who = wang();
    let begun = now();
    set_password(hand(&store, &who, &begun), None, &secret(FIRST), WEAK).unwrap();
    for left in [4, 3, 2, 1] {
        assert_eq!(signing(sign(hand(&store, &who, &begun), &secret("wrong"))), SigningRejection::Wrong(left));
    }
    let locked = SigningRejection::Locked("2026-03-05T01:17:03Z".into());
    assert_eq!(signing(sign(hand(&store, &who, &begun), &secret("wrong"))), locked);
    drop(store);
    let store = scene.open().unwrap();
    let facts = check(&store).unwrap().count;
    let almost = at("2026-03-05T01:17:02Z");
    assert_eq!(signing(sign(hand(&store, &who, &almost), &secret(FIRST))), locked);
    assert_eq!(check(&store).unwrap().count, facts, "nothing is tried while it is locked");
    let over = at("2026-03-05T01:17:03Z");
    sign(hand(&store, &who, &over), &secret(FIRST)).unwrap();
    assert_eq!(signing(sign(hand(&store, &who, &over), &secret("wrong"))), SigningRejection::Wrong(4));
}

#[test]
fn guesses_from_many_hands_at_once_are_counted_before_any_is_answered() {
    let (scene, store) = Scene::new();
    set_password(hand(&store, &wang(), &now()), None, &secret(FIRST), WEAK).unwrap();
    let answers: Vec<SigningRejection> = std::thread::scope(|scope| {
        let guess = |number: usize| {
            let scene = &scene;
            scope.spawn(move || {
                let store = scene.open().unwrap();
                signing(sign(hand(&store, &wang(), &now()), &secret(&format!("guess-{number}"))))
            })
        };
        let guesses: Vec<_> = (0..12).map(guess).collect();
        guesses.into_iter().map(|guess| guess.join().unwrap()).collect()
    });
    let wrong = answers.iter().filter(|answer| matches!(answer, SigningRejection::Wrong(_))).count();
    assert_eq!(wrong, 4, "{answers:?}");
    assert!(matches!(signing(sign(hand(&store, &wang(), &now()), &secret(FIRST))), SigningRejection::Locked(_)));
    check(&store).unwrap();
}

#[test]
fn who_administers_rights_resets_and_nobody_their_own() {
    let (_scene, store) = Scene::new();
    for name in ["李娜", "赵敏"] {
        act(&store, name).unwrap();
    }
    let actor = |name: &str| Actor { name: name.into(), on_behalf: String::new() };
    let (li, when) = (actor("李娜"), now());
    set_password(hand(&store, &li, &when), None, &secret(FIRST), WEAK).unwrap();
    for _ in 0..5 {
        signing(sign(hand(&store, &li, &when), &secret("wrong")));
    }
    assert_eq!(signing(reset(&store, &wang(), "王芳")), SigningRejection::OwnReset);
    let other = refused(reset(&store, &actor("赵敏"), "李娜"));
    assert!(matches!(other, Rejection::Approval(ApprovalRejection::Barred { .. })), "{other:?}");
    assert_eq!(refused(reset(&store, &wang(), "nobody")), Rejection::OperatorUnknown("nobody".into()));
    reset(&store, &wang(), "李娜").unwrap();
    // The lock is gone with it, and the old one does not open.
    assert_eq!(signing(sign(hand(&store, &li, &when), &secret(FIRST))), SigningRejection::NotSet("李娜".into()));
    let reused = set_password(hand(&store, &li, &when), None, &secret(FIRST), WEAK);
    assert_eq!(signing(reused), SigningRejection::UsedBefore);
    set_password(hand(&store, &li, &when), None, &secret("Passw0rd-two"), WEAK).unwrap();
    check(&store).unwrap();
}

fn with_a_password() -> (Scene, Store) {
    let (scene, store) = Scene::new();
    set_password(hand(&store, &wang(), &now()), None, &secret(FIRST), WEAK).unwrap();
    signing(sign(hand(&store, &wang(), &now()), &secret("wrong")));
    (scene, store)
}

#[test]
fn no_statement_changes_or_removes_a_password_or_an_attempt() {
    let (scene, store) = with_a_password();
    check(&store).unwrap();
    for sql in [
        "UPDATE signing_passwords SET hash = zeroblob(32)",
        "DELETE FROM signing_passwords",
        "INSERT OR REPLACE INTO signing_passwords SELECT * FROM signing_passwords",
        "UPDATE signing_attempts SET is_right = 1",
        "DELETE FROM signing_attempts",
        "INSERT OR REPLACE INTO signing_attempts SELECT * FROM signing_attempts",
    ] {
        assert!(scene.raw().execute(sql, []).is_err(), "{sql}");
    }
}

#[test]
fn every_table_of_signing_is_compared_with_its_fact() {
    for (trigger, sql) in [
        ("signing_passwords_update", "UPDATE signing_passwords SET hash = zeroblob(32)"),
        ("signing_passwords_update", "UPDATE signing_passwords SET memory_kib = 9"),
        ("signing_passwords_delete", "DELETE FROM signing_passwords"),
        ("signing_passwords_insert", "INSERT INTO signing_passwords VALUES (1, '王芳', 0, 0, 0, x'', x'')"),
        ("signing_attempts_update", "UPDATE signing_attempts SET is_right = 1"),
        ("signing_attempts_update", "UPDATE signing_attempts SET at_utc = '2020-01-01T00:00:00Z'"),
        ("signing_attempts_delete", "DELETE FROM signing_attempts"),
    ] {
        let (scene, store) = with_a_password();
        scene.raw().execute_batch(&format!("DROP TRIGGER {trigger}; {sql}")).unwrap();
        assert!(matches!(check(&store), Err(Fault::Broken { .. })), "{sql}");
    }
}

#[test]
fn neither_password_nor_hash_stands_in_the_journal_or_beside_the_book() {
    let (scene, store) = with_a_password();
    let hash = store.reader().unwrap().signing("王芳").unwrap().in_force().unwrap().1.hash.clone();
    let last = store.reader().unwrap().last_fact().unwrap().unwrap().seq;
    let bodies: Vec<String> = (1..=last).map(|seq| store.reader().unwrap().fact(seq).unwrap().unwrap().body).collect();
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(bodies.iter().all(|body| !body.contains(FIRST) && !body.contains(&hex)));
    let contains = |bytes: &[u8]| bytes.windows(FIRST.len()).any(|window| window == FIRST.as_bytes());
    for file in std::fs::read_dir(scene.directory.path()).unwrap() {
        assert!(!contains(&std::fs::read(file.unwrap().path()).unwrap()));
    }
}

#[test]
fn an_account_has_two_workstations_and_a_seat_is_free_when_its_process_ends() {
    let (scene, _store) = Scene::new();
    let take = |uid| take_seat(&scene.book, uid).unwrap();
    let mut seats: Vec<_> = (0..SEATS).map(|_| take(1001).unwrap()).collect();
    assert!(take(1001).is_none());
    assert!(take(1002).is_some(), "another person has their own");
    seats.pop();
    assert!(take(1001).is_some());
}
