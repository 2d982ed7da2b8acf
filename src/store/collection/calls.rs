//! 催缴记录 in the book.

use rusqlite::{Row, named_params};

use super::super::fault::{At, During, Fault};
use super::super::{Reader, Writer, convert};
use crate::domain::collection::call::{Call, CallNote};

const INSERT: &str = "INSERT INTO calls (seq, employer_id, called_on, actor, result, person, note, next_on)
    VALUES (:seq, :employer, :called_on, :actor, :result, :person, :note, :next_on)";
const CALLS: &str = "SELECT seq, employer_id, called_on, actor, result, person, note, next_on FROM calls
    WHERE :employer IS NULL OR employer_id = :employer ORDER BY seq DESC LIMIT :limit";

impl Writer<'_> {
    /// Keeps a call under the fact about to be written; its promise is kept apart.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put_call(&self, call: &Call) -> Result<(), Fault> {
        let note = &call.note;
        let write = || {
            self.connection().prepare_cached(INSERT)?.execute(named_params! {
                ":seq": call.seq, ":employer": call.employer_id, ":called_on": call.called_on.to_string(),
                ":actor": call.actor, ":result": note.result, ":person": note.person, ":note": note.note,
                ":next_on": note.next_on.map_or(String::new(), |day| day.to_string()),
            })
        };
        write().during("keep a call").at(self.path()).map(drop)
    }
}

impl Reader {
    /// Calls of one employer or of all, the newest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn calls(&self, employer_id: Option<i64>, limit: usize) -> Result<Vec<Call>, Fault> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let read = || -> rusqlite::Result<Vec<Call>> {
            let mut statement = self.connection().prepare_cached(CALLS)?;
            statement.query_map(named_params! {":employer": employer_id, ":limit": limit}, call)?.collect()
        };
        read().during("read the calls").at(self.path())
    }
}

fn call(row: &Row<'_>) -> rusqlite::Result<Call> {
    let note = CallNote {
        result: row.get(4)?,
        person: row.get(5)?,
        note: row.get(6)?,
        next_on: convert::maybe_day(row, 7)?,
        promise: None,
    };
    let (seq, employer_id) = (row.get(0)?, row.get(1)?);
    Ok(Call { seq, employer_id, called_on: convert::day(row, 2)?, actor: row.get(3)?, note })
}
