//! Writer 写者: the ticket, the transaction and the one commit.
//!
//! Invariant: the ticket is taken before the transaction begins and given back after it ends; an act
//! is acknowledged only when book and head.log are both on disk.

use std::fs::{File, OpenOptions};
use std::ops::Deref;
use std::path::Path;
use std::sync::MutexGuard;

use chrono::{DateTime, TimeDelta};

use super::connect::{Access, connect};
use super::fault::{At, During, Fault};
use super::headlog::{self, Last};
use super::journal::{self, JournalRow};
use super::{Reader, Store, place};
use crate::domain::journal::{Actor, Fact, Now};

/// 写者. Everything done with it stands or falls with its one fact. Reads of [`Reader`] work inside it.
#[derive(Debug)]
pub struct Writer<'s> {
    view: MutexGuard<'s, Reader>,
    _ticket: File,
}

/// 已生效. What a commit left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// Number of the fact.
    pub seq: i64,
    /// Its hash, the new head.
    pub hash: String,
    /// The operation had been done before; nothing was written now, and this is the earlier fact.
    pub repeated: bool,
}

impl<'s> Writer<'s> {
    pub(super) fn begin(store: &'s Store) -> Result<Self, Fault> {
        // First the threads of this process among themselves, then this process among the others.
        let view = store.writing();
        let mut writer = Writer { view, _ticket: take_ticket(&store.path)? };
        if writer.view.identity.is_none() || place::identity(&store.path) != writer.view.identity {
            place::check(&store.path)?;
            *writer.view = Reader::new(&store.path, connect(&store.path, Access::Write)?);
        }
        writer.view.connection.execute_batch("BEGIN IMMEDIATE").during("begin to write").at(&store.path)?;
        writer.agree_with_head_log()?;
        Ok(writer)
    }

    /// Number the fact of this writer will have; rows written now may refer to it.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn next_seq(&self) -> Result<i64, Fault> {
        Ok(self.last_fact()?.map_or(1, |row| row.seq + 1))
    }

    /// Commits everything written so far with its fact and waits until it is on disk. An operation id
    /// seen before writes nothing and returns what it left then.
    ///
    /// # Errors
    /// [`Fault::InForce`] when the act stands but head.log could not be written; any other fault:
    /// nothing was written.
    pub fn commit(mut self, actor: &Actor, now: &Now, operation_id: &str, fact: &Fact) -> Result<Committed, Fault> {
        if let Some(earlier) = self.operation(operation_id)? {
            return Ok(Committed { seq: earlier.seq, hash: earlier.hash, repeated: true });
        }
        self.refuse_clock_behind(now)?;
        let path = self.view.path.clone();
        let row = journal::append(&self.view.connection, actor, now, operation_id, fact)
            .during("write the fact")
            .at(&path)?;
        if let Err(error) = self.view.connection.execute_batch("COMMIT") {
            self.resolve(&row, error).at(&path)?;
        }
        let log = headlog::path_of(&path);
        match headlog::append(&log, &row.head()) {
            Ok(()) => Ok(Committed { seq: row.seq, hash: row.hash, repeated: false }),
            Err(source) => Err(Fault::InForce { seq: row.seq, source: Box::new(source) }),
        }
    }

    /// A failed COMMIT is never left open: the operation id is in the book, or it is not.
    fn resolve(&mut self, row: &JournalRow, error: rusqlite::Error) -> Result<(), Fault> {
        self.roll_back();
        let path = self.view.path.clone();
        *self.view = Reader::new(&path, connect(&path, Access::Write)?);
        match journal::by_operation(&self.view.connection, &row.operation_id)? {
            Some(_) => Ok(()),
            None => Err(error).during("commit (the act is not in force)"),
        }
    }

    fn roll_back(&self) {
        if !self.view.connection.is_autocommit() {
            let _ = self.view.connection.execute_batch("ROLLBACK");
        }
    }

    /// Under the ticket book and head.log agree, but for one act whose line a kill prevented.
    fn agree_with_head_log(&self) -> Result<(), Fault> {
        let log = headlog::path_of(&self.view.path);
        let last = self.view.last_fact()?;
        let ahead = match (headlog::last(&log)?, &last) {
            (Last::Missing, _) => return Err(Fault::HeadLog { path: log, what: "is missing".into() }),
            (Last::Empty, None) => 0,
            (Last::Empty, Some(row)) => row.seq,
            (Last::At(head), row) => {
                self.view.refuse_lost_tail(&head)?;
                row.as_ref().map_or(0, |row| row.seq - head.seq)
            }
        };
        match (ahead, last) {
            (0, _) | (_, None) => Ok(()),
            (1, Some(row)) => headlog::append(&log, &row.head()),
            (_, Some(_)) => Err(Fault::HeadLog { path: log, what: format!("the last {ahead} acts are not in it") }),
        }
    }

    fn refuse_clock_behind(&self, now: &Now) -> Result<(), Fault> {
        let Some(last) = self.last_fact()?.map(|row| row.at_utc) else { return Ok(()) };
        let read = |text: &str| DateTime::parse_from_rfc3339(text).ok();
        match (read(&last), read(&now.utc)) {
            (Some(before), Some(today)) if before - today > TimeDelta::days(1) => {
                Err(Fault::ClockBehind { last, now: now.utc.clone() })
            }
            _ => Ok(()),
        }
    }
}

impl Deref for Writer<'_> {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.view
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        self.roll_back();
    }
}

/// Waits for the turn to write; given back when the file closes, also by a kill.
pub(super) fn take_ticket(book: &Path) -> Result<File, Fault> {
    let path = place::companion(book, ".ticket");
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    let file = place::no_follow(&mut options).open(&path).during("open the write ticket").at(&path)?;
    file.lock().during("wait for the write ticket").at(&path)?;
    Ok(file)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::domain::day::BusinessDay;
    use crate::domain::journal::FactKind;
    use crate::store::verify;

    /// A book with one fact, and what the next one would say.
    fn book(directory: &Path) -> (PathBuf, Store, impl Fn(Writer<'_>, u8) -> Result<Committed, Fault>) {
        let commit = |writer: Writer<'_>, number: u8| {
            let actor = Actor { name: "王芳".into(), on_behalf: String::new() };
            let today = BusinessDay::parse("2026-03-05").unwrap();
            let now = Now { utc: "2026-03-05T01:02:03Z".into(), today, rehearsal: false };
            let (kind, body) = (FactKind::SinglePerson, "{}".to_string());
            let fact = Fact { kind, subject: "王芳".into(), reason: String::new(), body };
            writer.commit(&actor, &now, &format!("{number:032x}"), &fact)
        };
        let path = directory.join("book.sqlite");
        let store = Store::create(&path, |store| commit(store.writer()?, 1).map(drop)).unwrap();
        (path, store, commit)
    }

    fn count(store: &Store) -> i64 {
        verify(&store.reader().unwrap()).unwrap().count
    }

    #[test]
    fn a_commit_that_fails_is_resolved_by_its_operation_id() {
        let directory = tempfile::tempdir().unwrap();
        let (_, store, commit) = book(directory.path());
        let mut writer = store.writer().unwrap();
        writer.view.connection.commit_hook(Some(|| true)).unwrap();
        let failed = commit(writer, 2);
        assert!(matches!(failed, Err(Fault::Sqlite { during: "commit (the act is not in force)", .. })), "{failed:?}");
        assert_eq!(count(&store), 1);
        assert_eq!(commit(store.writer().unwrap(), 2).unwrap().seq, 2);
    }

    #[test]
    fn a_writer_dropped_leaves_nothing_and_gives_the_turn_back() {
        let directory = tempfile::tempdir().unwrap();
        let (path, store, commit) = book(directory.path());
        let writer = store.writer().unwrap();
        writer.set_single_person(true).unwrap();
        drop(writer);
        let other = Store::open(&path).unwrap();
        assert_eq!(commit(other.writer().unwrap(), 2).unwrap().seq, 2);
        assert_eq!(commit(store.writer().unwrap(), 3).unwrap().seq, 3);
    }

    #[test]
    fn a_book_moved_away_or_swapped_under_a_running_program_is_noticed() {
        let directory = tempfile::tempdir().unwrap();
        let (path, store, commit) = book(directory.path());
        let away = directory.path().join("away");
        std::fs::rename(&path, &away).unwrap();
        assert!(matches!(store.writer(), Err(Fault::Missing(_))));
        std::fs::rename(&away, &path).unwrap();
        assert_eq!(commit(store.writer().unwrap(), 2).unwrap().seq, 2);

        // Another book under the old name contradicts the head.log beside it.
        let elsewhere = tempfile::tempdir().unwrap();
        let (other, other_store, _) = book(elsewhere.path());
        drop(other_store);
        drop(std::fs::remove_file(place::companion(&path, "-wal")));
        drop(std::fs::remove_file(place::companion(&path, "-shm")));
        std::fs::rename(other, &path).unwrap();
        assert!(matches!(store.writer(), Err(Fault::LostTail { .. })));
    }
}
