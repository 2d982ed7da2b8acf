//! Backup 备份 and restore 恢复: whole verified copies under new names.
//!
//! Invariant: a copy gets its name only after the full check and a sync; nothing is ever overwritten.
//! A copy has no head.log, so it cannot be written to by mistake; `restore` makes a book of it.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::connect::{Access, connect};
use super::fault::{At, During, Fault};
use super::verify::{Verified, walk};
use super::{Reader, Store, headlog, migrate, place, place_new, refuse_taken};

/// 副本. A verified copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Where it lies.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// Facts in it, and the hash of the last.
    pub verified: Verified,
}

/// Copies the book while it is in use, checks the copy in full, and gives it its name.
///
/// # Errors
/// [`Fault::Exists`] for a target already there; what the disk or the check says.
pub fn backup(store: &Store, target: &Path) -> Result<Copied, Fault> {
    let source = connect(store.path(), Access::Copy)?;
    let copied = copy_verified(&source, store.path(), target)?;
    store.checkpoint()?;
    Ok(copied)
}

/// Makes a book of a copy, under a new name with a fresh head.log.
///
/// # Errors
/// [`Fault::Exists`] where anything of a book stands; what the disk or the check says.
pub fn restore(from: &Path, to: &Path) -> Result<Store, Fault> {
    let (from, to) = (place::resolve(from)?, place::resolve(to)?);
    refuse_taken(&to)?;
    place::refuse_network(&to)?;
    let source = open_copy(&from)?;
    let scratch = place::Scratch(place::temporary(&to)?);
    let verified = copy_into(&source, &from, &scratch.0)?;
    drop(source);
    let last = Reader::new(&scratch.0, connect(&scratch.0, Access::Write)?).last_fact()?;
    let head = last.filter(|row| row.hash == verified.head).map(|row| row.head());
    headlog::create(&headlog::path_of(&scratch.0), head.as_ref())?;
    place_new(&scratch.0, &to)?;
    Store::open(&to)
}

/// Checks a copy in full: its pages, its references, its journal.
///
/// # Errors
/// [`Fault::Damaged`] or [`Fault::Broken`], or what the disk says.
pub fn verify_copy(path: &Path) -> Result<Verified, Fault> {
    let path = place::resolve(path)?;
    check_all(&path, open_copy(&path)?)
}

/// A copy of what `source` sees, under `target`.
pub(super) fn copy_verified(source: &Connection, path: &Path, target: &Path) -> Result<Copied, Fault> {
    let target = place::resolve(target)?;
    if std::fs::symlink_metadata(&target).is_ok() {
        return Err(Fault::Exists(target));
    }
    let scratch = place::Scratch(place::temporary(&target)?);
    let verified = copy_into(source, path, &scratch.0)?;
    place::publish(&scratch.0, &target)?;
    let bytes = std::fs::metadata(&target).during("look at the copy").at(&target)?.len();
    Ok(Copied { path: target, bytes, verified })
}

/// Copies into a new file of the name given and checks it in full.
fn copy_into(source: &Connection, path: &Path, scratch: &Path) -> Result<Verified, Fault> {
    drop(place::create_new(scratch)?);
    let name = scratch.to_str().ok_or_else(|| Fault::NotRegular(scratch.to_path_buf()))?;
    source.execute("VACUUM INTO ?1", [name]).during("copy the book").at(scratch)?;
    let verified = check_all(scratch, connect(scratch, Access::Copy)?)?;
    // The copy must end with an act of the book it was taken from.
    let sql = "SELECT hash FROM journal WHERE seq = ?1";
    let stands = match verified.count {
        0 => true,
        seq => {
            let hash: String = source.query_row(sql, [seq], |row| row.get(0)).during("compare the copy").at(path)?;
            hash == verified.head
        }
    };
    if stands {
        Ok(verified)
    } else {
        Err(Fault::Damaged { path: scratch.into(), what: "ends with another act".into() })
    }
}

fn open_copy(path: &Path) -> Result<Connection, Fault> {
    match std::fs::symlink_metadata(path) {
        Err(_) => Err(Fault::Missing(path.to_path_buf())),
        Ok(meta) if !meta.is_file() => Err(Fault::NotRegular(path.to_path_buf())),
        Ok(_) => {
            let connection = connect(path, Access::Copy)?;
            migrate::refuse_newer(&connection, path, migrate::MIGRATIONS)?;
            Ok(connection)
        }
    }
}

fn check_all(path: &Path, connection: Connection) -> Result<Verified, Fault> {
    let damaged = |what: String| Fault::Damaged { path: path.to_path_buf(), what };
    let complaint: String =
        connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).during("check the pages").at(path)?;
    if complaint != "ok" {
        return Err(damaged(complaint));
    }
    let orphan = connection
        .prepare("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1")
        .and_then(|mut statement| statement.query_map([], |row| row.get::<_, String>(0))?.next().transpose())
        .during("check the references")
        .at(path)?;
    if let Some(table) = orphan {
        return Err(damaged(format!("a row of {table} refers to nothing")));
    }
    walk(&Reader::new(path, connection), |_| Ok(()))
}
