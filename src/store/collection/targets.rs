//! 任务 in the book; and what the registry was as of a file.

use rusqlite::{OptionalExtension, Row, named_params};

use super::super::fault::{At, During, Fault};
use super::super::{Reader, Writer, convert};
use crate::domain::collection::progress::ProgressBy;
use crate::domain::collection::target::{Measure, Target};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;

const INSERT: &str = "INSERT INTO targets (seq, year, measure, progress_by, key, amount_fen)
    VALUES (:seq, :year, :measure, :by, :key, :amount)";
const TARGETS: &str = "SELECT year, measure, progress_by, key, amount_fen, max(seq) FROM targets
    GROUP BY year, measure, progress_by, key ORDER BY year, measure, progress_by, key";
const KNOWN: &str = "SELECT max(id) FROM registry_files JOIN journal USING (seq) WHERE business_on <= :day";
const FIRST: &str = "SELECT min(business_on) FROM registry_files JOIN journal USING (seq)";

impl Writer<'_> {
    /// Keeps a target under the fact about to be written.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put_target(&self, seq: i64, target: &Target) -> Result<(), Fault> {
        let write = || {
            self.connection().prepare_cached(INSERT)?.execute(named_params! {
                ":seq": seq, ":year": target.year, ":measure": target.measure.code(), ":by": target.by.code(),
                ":key": target.key, ":amount": target.amount.fen(),
            })
        };
        write().during("keep a target").at(self.path()).map(drop)
    }
}

impl Reader {
    /// Targets in force.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn targets(&self) -> Result<Vec<Target>, Fault> {
        let read = || -> rusqlite::Result<Vec<Target>> {
            self.connection().prepare_cached(TARGETS)?.query_map([], target)?.collect()
        };
        let mut targets = read().during("read the targets").at(self.path())?;
        targets.retain(|target| !target.amount.is_zero());
        Ok(targets)
    }

    /// The last registry file the book had at the end of a day; where it had none yet, the last of the first
    /// day it had any.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn registry_file_known(&self, day: BusinessDay) -> Result<i64, Fault> {
        let on = |day: &str| -> rusqlite::Result<Option<i64>> {
            let row = named_params! {":day": day};
            Ok(self.connection().prepare_cached(KNOWN)?.query_row(row, |row| row.get(0)).optional()?.flatten())
        };
        let read = || -> rusqlite::Result<i64> {
            if let Some(file) = on(&day.to_string())? {
                return Ok(file);
            }
            let first: Option<String> = self.connection().query_row(FIRST, [], |row| row.get(0))?;
            Ok(on(&first.unwrap_or_default())?.unwrap_or(0))
        };
        read().during("read what the registry was").at(self.path())
    }
}

fn target(row: &Row<'_>) -> rusqlite::Result<Target> {
    Ok(Target {
        year: row.get(0)?,
        measure: convert::coded(row, 1, Measure::from_code)?,
        by: convert::coded(row, 2, ProgressBy::from_code)?,
        key: row.get(3)?,
        amount: Money::from_fen(row.get(4)?),
    })
}
