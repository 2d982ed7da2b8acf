//! The one place where SQLite is opened.
//!
//! Invariant: every connection to a book has the same settings; none follows a link or makes a file.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::fault::{At, During, Fault};

/// Marks a file as a book: `SHK3`.
pub(super) const APPLICATION_ID: i32 = 0x5348_4B33;
/// Oldest SQLite whose WAL is trusted (earlier ones could lose a reset log).
const SQLITE_OLDEST: i32 = 3_051_003;
/// Bulk imports keep compressed blocks of a hundred kilobytes: large pages.
const PAGE_BYTES: i32 = 16_384;
/// After a bulk import the log is cut back to this.
const LOG_BYTES: i64 = 64 << 20;
/// Pages a reader keeps, in KiB (negative, as SQLite wants it): a view reads each once, the system keeps the rest.
const READER_CACHE_KIB: i64 = -256;
/// Only start-up recovery and foreign tools make anyone wait; the ticket orders our own writers.
const BUSY: Duration = Duration::from_secs(5);

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Makes the empty file into a book.
    Create,
    /// Reads and writes.
    Write,
    /// Reads only.
    Read,
    /// Reads a copy, which keeps whatever journal mode it has.
    Copy,
}

/// Opens a file with the settings of the book.
pub(super) fn connect(path: &Path, access: Access) -> Result<Connection, Fault> {
    open(path, access).during("open the book").at(path)
}

fn open(path: &Path, access: Access) -> Result<Connection, Fault> {
    let found = rusqlite::version_number();
    if found < SQLITE_OLDEST {
        return Err(Fault::SqliteTooOld { found, needed: SQLITE_OLDEST });
    }
    let mode = match access {
        Access::Create | Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Access::Read | Access::Copy => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    let flags = mode | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "recursive_triggers", true)?;
    match access {
        Access::Create => {
            connection.pragma_update(None, "page_size", PAGE_BYTES)?;
            write_settings(&connection, path)?;
        }
        Access::Write => {
            refuse_stranger(&connection, path)?;
            write_settings(&connection, path)?;
        }
        Access::Read => {
            refuse_stranger(&connection, path)?;
            connection.pragma_update(None, "query_only", true)?;
            connection.pragma_update(None, "cache_size", READER_CACHE_KIB)?;
        }
        Access::Copy => refuse_stranger(&connection, path)?,
    }
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

fn write_settings(connection: &Connection, path: &Path) -> Result<(), Fault> {
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    if mode != "wal" {
        return Err(Fault::Damaged { path: path.to_path_buf(), what: format!("journal mode stays {mode}") });
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update_and_check(None, "journal_size_limit", LOG_BYTES, |_| Ok(()))?;
    Ok(())
}

fn refuse_stranger(connection: &Connection, path: &Path) -> Result<(), Fault> {
    let read = connection.pragma_query_value(None, "application_id", |row| row.get::<_, i32>(0));
    match read {
        Ok(APPLICATION_ID) => Ok(()),
        Ok(_) => Err(Fault::NotABook(path.to_path_buf())),
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
            Err(Fault::NotABook(path.to_path_buf()))
        }
        Err(error) => Err(error.into()),
    }
}
