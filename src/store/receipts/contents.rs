//! What is stored of a day's result, as one hash: the act that says the result vouches for it.
//!
//! Invariant: every column but the row number goes in, so no figure of a stored result changes unseen.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::OptionalExtension;

use super::super::Reader;
use super::super::fault::{At, During, Fault};
use super::vouched::Feed;
use crate::domain::day::BusinessDay;

const RESULT: &str = "SELECT day, digest, open, listed, differences_fen, figures FROM day_results WHERE day = ?1";
const CASES: &str = "SELECT place, class, state, method, cashier, his_no, order_no, slip_no, difference_fen, rule,
    body, key FROM exceptions WHERE day = ?1 ORDER BY place";
const SAID: &str = "SELECT day, said_seq FROM day_results ORDER BY day";
const LAID_OUT: &str = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'decision_days')";

impl Reader {
    /// SHA-256 over everything stored of a day's result; `None` where there is none.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn day_contents(&self, day: BusinessDay) -> Result<Option<String>, Fault> {
        self.contents_of(&day.to_string()).during("read a day's result").at(self.path())
    }

    fn contents_of(&self, day: &str) -> rusqlite::Result<Option<String>> {
        let mut feed = Feed::default();
        let mut result = self.connection().prepare_cached(RESULT)?;
        let columns = result.column_count();
        if result.query_row([day], |row| feed.take_row(row, columns)).optional()?.is_none() {
            return Ok(None);
        }
        let mut cases = self.connection().prepare_cached(CASES)?;
        let columns = cases.column_count();
        let mut rows = cases.query([day])?;
        while let Some(row) = rows.next()? {
            feed.take_row(row, columns)?;
        }
        Ok(Some(feed.finish()))
    }
}

/// Holds every stored result against the last fact that said it: `said` is fact and hash, by day.
pub(in crate::store) fn compare(reader: &Reader, said: &BTreeMap<String, (i64, String)>) -> Result<(), Fault> {
    let step = "compare the results of days with their facts";
    let connection = reader.connection();
    let laid_out: bool = connection.query_row(LAID_OUT, [], |row| row.get(0)).during(step).at(reader.path())?;
    if !laid_out {
        return Ok(());
    }
    let mut statement = connection.prepare(SAID).during(step).at(reader.path())?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).during(step).at(reader.path())?;
    let mut stored = BTreeSet::new();
    for row in rows {
        let (day, seq): (String, i64) = row.during(step).at(reader.path())?;
        let found = reader.contents_of(&day).during(step).at(reader.path())?;
        let vouched = said.get(&day).filter(|(fact, _)| *fact == seq).map(|(_, hash)| hash);
        if vouched.is_none() || vouched != found.as_ref() {
            return Err(Fault::Broken { seq, what: format!("the result of {day} was changed") });
        }
        stored.insert(day);
    }
    match said.iter().find(|(day, _)| !stored.contains(*day)) {
        Some((day, (seq, _))) => Err(Fault::Broken { seq: *seq, what: format!("the result of {day} is missing") }),
        None => Ok(()),
    }
}
