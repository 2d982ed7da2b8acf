//! Schema 库结构: frozen SQL texts applied in order.
//!
//! Invariant: a text once applied never changes (its SHA-256 stands in the book); an upgrade keeps a
//! verified copy of the book as it was and is one transaction.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior, named_params};

use super::connect::{APPLICATION_ID, Access, connect};
use super::fault::{At, During, Fault};
use super::{backup, place, sha256, writer};

/// Name and text of every migration, in order. Add the next at the end; never touch one that was released.
pub(super) const MIGRATIONS: &[(&str, &str)] = &[
    ("0001_book", include_str!("sql/0001_book.sql")),
    ("0002_receipts", include_str!("sql/0002_receipts.sql")),
    ("0003_statements", include_str!("sql/0003_statements.sql")),
    ("0004_decisions", include_str!("sql/0004_decisions.sql")),
    ("0005_registry", include_str!("sql/0005_registry.sql")),
    ("0006_approvals", include_str!("sql/0006_approvals.sql")),
    ("0007_collection", include_str!("sql/0007_collection.sql")),
    ("0008_officers", include_str!("sql/0008_officers.sql")),
    ("0009_deferrals", include_str!("sql/0009_deferrals.sql")),
    ("0010_signing", include_str!("sql/0010_signing.sql")),
];

const INSERT: &str = "INSERT INTO migrations (n, name, sha256, applied_at)
    VALUES (:n, :name, :sha256, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))";

/// Makes an empty file into a book of the newest schema.
pub(super) fn create(connection: &Connection) -> Result<(), Fault> {
    create_with(connection, MIGRATIONS)
}

fn create_with(connection: &Connection, migrations: &[(&str, &str)]) -> Result<(), Fault> {
    connection.pragma_update(None, "application_id", APPLICATION_ID).during("mark the book")?;
    apply(connection, 0, migrations)
}

/// Checks what was applied and applies what is new.
pub(super) fn bring_up(connection: &Connection, path: &Path, migrations: &[(&str, &str)]) -> Result<(), Fault> {
    let known = migrations.len() as i64;
    let found = refuse_newer(connection, path, migrations)?;
    refuse_changed(connection, found, migrations).at(path)?;
    if found == known {
        return Ok(());
    }
    let _ticket = writer::take_ticket(path)?;
    let found = version(connection).at(path)?;
    if found < known {
        keep_copy(path, known)?;
        apply(connection, found, migrations).at(path)?;
    }
    Ok(())
}

/// The schema version, where this program knows it.
pub(super) fn refuse_newer(connection: &Connection, path: &Path, migrations: &[(&str, &str)]) -> Result<i64, Fault> {
    let known = migrations.len() as i64;
    let found = version(connection).at(path)?;
    if found > known { Err(Fault::Newer { path: path.to_path_buf(), found, known }) } else { Ok(found) }
}

fn version(connection: &Connection) -> Result<i64, Fault> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0)).during("read the schema version")
}

/// Every migration applied is the text embedded here.
fn refuse_changed(connection: &Connection, found: i64, migrations: &[(&str, &str)]) -> Result<(), Fault> {
    let read = || -> rusqlite::Result<Vec<(i64, String, String)>> {
        let mut statement = connection.prepare("SELECT n, name, sha256 FROM migrations ORDER BY n")?;
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
    };
    let applied = read().during("read the migrations")?;
    let expected = migrations.iter().take(usize::try_from(found).unwrap_or(0));
    for (index, (name, text)) in expected.enumerate() {
        let embedded = sha256(text.as_bytes());
        let stands = applied.get(index).map_or("nothing", |(_, _, sha)| sha.as_str());
        if stands != embedded {
            return Err(Fault::MigrationChanged { name: (*name).into(), applied: stands.into(), embedded });
        }
    }
    Ok(())
}

fn apply(connection: &Connection, found: i64, migrations: &[(&str, &str)]) -> Result<(), Fault> {
    let run = || -> rusqlite::Result<()> {
        let work = rusqlite::Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
        for (n, (name, text)) in (1_i64..).zip(migrations).skip(usize::try_from(found).unwrap_or(0)) {
            work.execute_batch(text)?;
            let sha = sha256(text.as_bytes());
            work.prepare(INSERT)?.execute(named_params! {":n": n, ":name": name, ":sha256": sha})?;
        }
        work.pragma_update(None, "user_version", migrations.len() as i64)?;
        work.commit()
    };
    run().during("lay out the book")
}

/// `<book>.before-vN`, verified; a copy kept by an earlier attempt stays, and the new one gets a number.
fn keep_copy(path: &Path, version: i64) -> Result<PathBuf, Fault> {
    let base = place::companion(path, &format!(".before-v{version}"));
    let mut target = base.clone();
    let mut attempt = 1;
    while target.exists() {
        attempt += 1;
        target = place::companion(&base, &format!(".{attempt}"));
    }
    let source = connect(path, Access::Copy)?;
    backup::copy_verified(&source, path, &target)?;
    Ok(target)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::store::{Reader, verify_copy};

    const SECOND: &str = "CREATE TABLE receipts (id INTEGER PRIMARY KEY) STRICT;";

    /// A book of the first schema only, under the name it will keep.
    fn first(directory: &Path) -> (PathBuf, Connection) {
        let path = directory.join("book.sqlite");
        drop(place::create_new(&path).unwrap());
        let connection = connect(&path, Access::Create).unwrap();
        create_with(&connection, &MIGRATIONS[..1]).unwrap();
        (path, connection)
    }

    fn has_receipts(connection: &Connection) -> bool {
        connection.prepare("SELECT id FROM receipts").is_ok()
    }

    #[test]
    fn an_upgrade_keeps_a_verified_copy_of_the_book_as_it_was() {
        let directory = tempfile::tempdir().unwrap();
        let (path, connection) = first(directory.path());
        let both = [MIGRATIONS[0], ("0002_more", SECOND)];
        bring_up(&connection, &path, &both).unwrap();
        assert_eq!(version(&connection).unwrap(), 2);
        assert!(has_receipts(&connection));
        let kept = place::companion(&path, ".before-v2");
        verify_copy(&kept).unwrap();
        let kept = Reader::new(&kept, connect(&kept, Access::Copy).unwrap());
        assert_eq!(version(kept.connection()).unwrap(), 1);
        assert!(!has_receipts(kept.connection()));
        bring_up(&connection, &path, &both).unwrap();
        assert!(!place::companion(&path, ".before-v2.2").exists());
    }

    #[test]
    fn an_upgrade_that_fails_changes_nothing_and_may_be_tried_again() {
        let directory = tempfile::tempdir().unwrap();
        let (path, connection) = first(directory.path());
        let wrong = [MIGRATIONS[0], ("0002_more", SECOND), ("0003_wrong", "CREATE TABLE receipts (id);")];
        assert!(bring_up(&connection, &path, &wrong).is_err());
        assert_eq!(version(&connection).unwrap(), 1);
        assert!(!has_receipts(&connection));
        bring_up(&connection, &path, &wrong[..2]).unwrap();
        assert!(has_receipts(&connection));
    }
}
