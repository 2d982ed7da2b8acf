//! The journal is added to and never changed; whoever changes it all the same is found.

use rusqlite::{Connection, params};
use sanhe::store::{Fault, JournalRow, Store};

use crate::scene::{Scene, act, check};

/// Five acts: three of the making, two operators.
fn five_acts() -> (Scene, Store) {
    let (scene, store) = Scene::new();
    act(&store, "李娜").unwrap();
    act(&store, "赵敏").unwrap();
    (scene, store)
}

/// Takes every safeguard off, as someone with the file in hand could.
fn unguarded(scene: &Scene) -> Connection {
    let raw = scene.raw();
    let guards = "SELECT name FROM sqlite_schema WHERE type = 'trigger'";
    let names: Vec<String> =
        raw.prepare(guards).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    for name in names {
        raw.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    raw.pragma_update(None, "ignore_check_constraints", true).unwrap();
    raw
}

fn broken_at(store: &Store) -> i64 {
    match check(store) {
        Err(Fault::Broken { seq, .. }) => seq,
        other => panic!("{other:?}"),
    }
}

#[test]
fn no_statement_changes_or_removes_a_fact() {
    let (scene, store) = five_acts();
    let raw = scene.raw();
    raw.pragma_update(None, "recursive_triggers", false).unwrap();
    let refused = [
        "DELETE FROM journal WHERE seq = 5",
        "DELETE FROM journal",
        "UPDATE journal SET reason = 'x' WHERE seq = 2",
        "UPDATE OR REPLACE journal SET seq = 1 WHERE seq = 2",
        "REPLACE INTO journal SELECT * FROM journal WHERE seq = 2",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 5",
        "INSERT OR IGNORE INTO journal SELECT * FROM journal WHERE seq = 5",
        // In the right place, with the right chain, but with the operation id of an earlier fact.
        "INSERT OR REPLACE INTO journal SELECT 6, version, at_utc, business_on, rehearsal, actor, on_behalf,
           operation_id, kind, subject, reason, body, (SELECT hash FROM journal WHERE seq = 5), hash
           FROM journal WHERE seq = 2",
        // In the right place, with its own operation id, but not following the last fact.
        "INSERT INTO journal SELECT 6, version, at_utc, business_on, rehearsal, actor, on_behalf,
           '00000000000000000000000000000000', kind, subject, reason, body, previous_hash, hash
           FROM journal WHERE seq = 5",
        "DELETE FROM operators WHERE name = '李娜'",
        "UPDATE operators SET name = '李四' WHERE name = '李娜'",
        "INSERT OR REPLACE INTO operators SELECT * FROM operators WHERE name = '李娜'",
        "UPDATE book SET title = '别的医院'",
        "UPDATE book SET single_person = 1",
        "INSERT OR REPLACE INTO book SELECT * FROM book",
        "DELETE FROM book",
    ];
    for sql in refused {
        let error = raw.execute_batch(sql).unwrap_err().to_string();
        assert!(error.contains(": "), "{sql}: {error}");
    }
    assert_eq!(check(&store).unwrap().count, 5);
}

#[test]
fn a_change_of_any_column_of_any_fact_is_found() {
    let (scene, store) = five_acts();
    let raw = unguarded(&scene);
    let columns: Vec<String> = raw
        .prepare("SELECT name FROM pragma_table_info('journal')")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(columns.len(), 14);
    for seq in 1..=5 {
        for column in &columns {
            let changed = match column.as_str() {
                "seq" => "90 + seq",
                "version" => "version + 1",
                "rehearsal" => "1 - rehearsal",
                text => &format!("{text} || ' '"),
            };
            let whole = store.reader().unwrap().fact(seq).unwrap().unwrap();
            raw.execute(&format!("UPDATE journal SET {column} = {changed} WHERE seq = ?1"), [seq]).unwrap();
            let found = check(&store);
            assert!(found.is_err(), "{column} of {seq}: {found:?}");
            raw.execute("DELETE FROM journal WHERE seq IN (?1, 90 + ?1)", [seq]).unwrap();
            insert(&raw, &whole);
        }
    }
    assert_eq!(check(&store).unwrap().count, 5);
}

#[test]
fn facts_deleted_swapped_or_squeezed_in_are_found() {
    for (sql, at) in [
        ("DELETE FROM journal WHERE seq = 1", 1),
        ("DELETE FROM journal WHERE seq = 3", 3),
        ("UPDATE journal SET seq = seq + 10 WHERE seq > 2; UPDATE journal SET seq = seq - 9 WHERE seq > 2", 3),
        (
            "UPDATE journal SET seq = 9 WHERE seq = 2; UPDATE journal SET seq = 2 WHERE seq = 3; UPDATE journal SET seq = 3 WHERE seq = 9",
            2,
        ),
    ] {
        let (scene, store) = five_acts();
        unguarded(&scene).execute_batch(sql).unwrap();
        assert_eq!(broken_at(&store), at, "{sql}");
    }
}

#[test]
fn a_fact_squeezed_in_or_hung_on_with_a_made_up_hash_is_found() {
    let (scene, store) = five_acts();
    let raw = unguarded(&scene);
    let mut row = store.reader().unwrap().fact(5).unwrap().unwrap();
    (row.seq, row.operation_id) = (6, "0".repeat(32));
    insert(&raw, &row);
    assert_eq!(broken_at(&store), 6);
}

#[test]
fn a_cut_tail_is_found() {
    let (scene, store) = five_acts();
    unguarded(&scene).execute("DELETE FROM journal WHERE seq = 5", []).unwrap();
    assert!(matches!(check(&store), Err(Fault::LostTail { book: 4, head_log: 5, .. })));
    assert!(matches!(store.writer(), Err(Fault::LostTail { .. })));
    drop(store);
    assert!(matches!(scene.open(), Err(Fault::LostTail { .. })));
}

#[test]
fn a_chain_recomputed_from_a_changed_fact_on_is_found() {
    let (scene, store) = five_acts();
    let raw = unguarded(&scene);
    let mut previous = None;
    for mut row in store.reader().unwrap().facts(2, 10).unwrap() {
        if row.seq == 2 {
            row.reason = "another reason".into();
        }
        row.previous_hash = previous.unwrap_or(row.previous_hash);
        row.hash = row.digest();
        previous = Some(row.hash.clone());
        raw.execute("DELETE FROM journal WHERE seq = ?1", [row.seq]).unwrap();
        insert(&raw, &row);
    }
    assert_eq!(broken_at(&store), 2);
    assert!(matches!(store.writer(), Err(Fault::HeadLog { .. })));
}

#[test]
fn what_the_journal_vouches_for_is_compared_with_it() {
    for sql in [
        "UPDATE operators SET os_account = 'mallory' WHERE name = '王芳'",
        "UPDATE operators SET uid = 0 WHERE name = '王芳'",
        "UPDATE operators SET name = '王方' WHERE name = '王芳'",
        "DELETE FROM operators WHERE name = '李娜'",
        "INSERT INTO operators VALUES (9, 'mallory', 'mallory', 0, '2026-01-01', 99, '')",
        "UPDATE book SET title = '别的医院'",
        "UPDATE book SET single_person = 1",
        "DELETE FROM book",
        "INSERT INTO rule_files VALUES (1, 2, 'channels.toml', 'x', '')",
    ] {
        let (scene, store) = five_acts();
        unguarded(&scene).execute_batch(sql).unwrap();
        let found = check(&store);
        assert!(matches!(found, Err(Fault::Broken { .. })), "{sql}: {found:?}");
    }
}

fn insert(raw: &Connection, row: &JournalRow) {
    raw.execute(
        "INSERT INTO journal (version, seq, at_utc, business_on, rehearsal, actor, on_behalf, operation_id,
           kind, subject, reason, body, previous_hash, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params![
            row.version,
            row.seq,
            row.at_utc,
            row.business_on,
            row.rehearsal,
            row.actor,
            row.on_behalf,
            row.operation_id,
            row.kind,
            row.subject,
            row.reason,
            row.body,
            row.previous_hash,
            row.hash
        ],
    )
    .unwrap();
}
