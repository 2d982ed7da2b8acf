//! Bits that turn and logs that vanish: found, or without harm.
//!
//! In full, as `docs/RELIABILITY.md` says: `SANHE_FULL=1 cargo test --release --test kernel decay -- --nocapture`.

use std::fs;

use rusqlite::types::Value;
use sanhe::store::{Fault, Store, backup, verify_copy};

use crate::scene::{Scene, act};

fn in_full() -> bool {
    std::env::var_os("SANHE_FULL").is_some()
}

/// Every value of every table, as SQLite reads them.
fn contents(path: &std::path::Path) -> rusqlite::Result<Vec<String>> {
    let base = rusqlite::Connection::open(path)?;
    let mut tables = base.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
    let tables: Vec<(String, String)> =
        tables.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    let mut all = Vec::new();
    for (name, sql) in tables {
        let mut statement = base.prepare(&format!("SELECT * FROM {name} NOT INDEXED ORDER BY 1"))?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let values: Vec<Value> = (0..columns).map(|at| row.get(at)).collect::<rusqlite::Result<_>>()?;
            all.push(format!("{name} {values:?}"));
        }
        all.push(sql);
    }
    Ok(all)
}

#[test]
fn a_turned_bit_anywhere_is_found_or_without_harm() {
    let (scene, store) = Scene::new();
    for number in 0..40 {
        act(&store, &format!("操作员{number}")).unwrap();
    }
    let copy = backup(&store, &scene.path("copy.sqlite")).unwrap();
    let (whole, was) = (fs::read(&copy.path).unwrap(), contents(&copy.path).unwrap());
    let flips = if in_full() { 20_000 } else { 60 };
    let (mut found, mut harmless, mut state) = (0, 0, 0x9e37_79b9_7f4a_7c15_u64);
    let path = scene.path("turned.sqlite");
    for flip in 0..flips {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (place, bit) = ((state >> 20) as usize % whole.len(), (state >> 60) & 7);
        let mut bytes = whole.clone();
        bytes[place] ^= 1 << bit;
        let _ = fs::remove_file(&path);
        fs::write(&path, &bytes).unwrap();
        match verify_copy(&path) {
            Err(_) => found += 1,
            Ok(verified) => {
                assert_eq!(verified, copy.verified, "flip {flip}: bit {bit} of byte {place}");
                assert_eq!(
                    contents(&path).unwrap(),
                    was,
                    "flip {flip}: bit {bit} of byte {place} changed a value unseen"
                );
                harmless += 1;
            }
        }
    }
    println!("{flips} turned bits: {found} found, {harmless} where nothing is kept, 0 unseen");
    assert!(found > 0);
}

#[test]
fn a_lost_log_of_the_database_is_loud_whenever_it_held_an_act() {
    let acts = if in_full() { 500 } else { 15 };
    let (scene, store) = Scene::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let book = elsewhere.path().join("book.sqlite");
    let (mut loud, mut whole) = (0, 0);
    for number in 0..acts {
        act(&store, &format!("操作员{number}")).unwrap();
        // What is left when somebody deletes -wal: the file alone, and head.log.
        for suffix in ["", "-wal", "-shm", ".head.log", ".ticket"] {
            let _ = fs::remove_file(elsewhere.path().join(format!("book.sqlite{suffix}")));
        }
        fs::copy(&scene.book, &book).unwrap();
        fs::copy(scene.head_log(), elsewhere.path().join("book.sqlite.head.log")).unwrap();
        match Store::open(&book) {
            Err(Fault::LostTail { book, head_log, .. }) => {
                assert!(book < head_log && head_log == number + 4);
                loud += 1;
            }
            Err(other) => panic!("{other:?}"),
            Ok(left) => {
                assert_eq!(
                    left.reader().unwrap().last_fact().unwrap().unwrap().seq,
                    number + 4,
                    "an act lost in silence"
                );
                whole += 1;
            }
        }
    }
    println!("-wal deleted {acts} times: {loud} losses, all loud; {whole} times it held nothing; 0 silent");
    assert!(loud > 0);
}
