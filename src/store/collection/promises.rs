//! 承诺 in the book: versions of each, the last in force.

use rusqlite::{Row, named_params};

use super::super::fault::{At, During, Fault};
use super::super::{Reader, Writer, convert};
use crate::domain::collection::call::Pledge;
use crate::domain::collection::promise::{Promise, Receipt};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;

/// One version of a promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromiseVersion {
    /// Its fact.
    pub seq: i64,
    /// What was promised then; `made_on` is the day of this version.
    pub promise: Promise,
    /// Who noted it.
    pub actor: String,
    /// Why it changed; may be empty.
    pub reason: String,
}

const INSERT: &str = "INSERT INTO promises (promise, version, seq, employer_id, said_on, amount_fen, pay_on,
        grace_working_days, withdrawn, actor, reason)
    VALUES (:promise, :version, :seq, :employer, :said_on, :amount, :pay_on, :grace, :withdrawn, :actor, :reason)";
const PROMISES: &str = "SELECT promise, version, seq, employer_id, said_on, amount_fen, pay_on, grace_working_days,
        withdrawn, actor, reason FROM promises
    WHERE :employer IS NULL OR employer_id = :employer ORDER BY employer_id, promise, version";
const RECEIPTS: &str =
    "SELECT no, paid_on, amount_fen FROM payments WHERE employer_id = :employer ORDER BY no, version";

impl Writer<'_> {
    /// Keeps a version of a promise under the fact about to be written.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put_promise(&self, version: &PromiseVersion) -> Result<(), Fault> {
        let promise = &version.promise;
        let write = || {
            self.connection().prepare_cached(INSERT)?.execute(named_params! {
                ":promise": promise.no, ":version": promise.version, ":seq": version.seq,
                ":employer": promise.employer_id, ":said_on": promise.made_on.to_string(),
                ":amount": promise.pledge.amount.fen(), ":pay_on": promise.pledge.pay_on.to_string(),
                ":grace": promise.grace_working_days, ":withdrawn": promise.withdrawn, ":actor": version.actor,
                ":reason": version.reason,
            })
        };
        write().during("keep a promise").at(self.path()).map(drop)
    }
}

impl Reader {
    /// Every version of the promises of one employer or of all: by employer, promise, version.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn promise_versions(&self, employer_id: Option<i64>) -> Result<Vec<PromiseVersion>, Fault> {
        let read = || -> rusqlite::Result<Vec<PromiseVersion>> {
            let mut statement = self.connection().prepare_cached(PROMISES)?;
            statement.query_map(named_params! {":employer": employer_id}, version)?.collect()
        };
        read().during("read the promises").at(self.path())
    }

    /// Receipts of an employer, as its payments stand now.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn receipts_of(&self, employer_id: i64) -> Result<Vec<Receipt>, Fault> {
        let read = || -> rusqlite::Result<Vec<Receipt>> {
            let mut statement = self.connection().prepare_cached(RECEIPTS)?;
            let mut rows = statement.query(named_params! {":employer": employer_id})?;
            let mut found: Vec<(String, Receipt)> = Vec::new();
            while let Some(row) = rows.next()? {
                let no: String = row.get(0)?;
                let receipt = Receipt { on: convert::day(row, 1)?, amount: Money::from_fen(row.get(2)?) };
                match found.last_mut() {
                    Some(last) if last.0 == no => last.1 = receipt,
                    _ => found.push((no, receipt)),
                }
            }
            Ok(found.into_iter().map(|(_, receipt)| receipt).collect())
        };
        read().during("read the receipts of an employer").at(self.path())
    }
}

fn version(row: &Row<'_>) -> rusqlite::Result<PromiseVersion> {
    let made_on: BusinessDay = convert::day(row, 4)?;
    let pledge = Pledge { amount: Money::from_fen(row.get(5)?), pay_on: convert::day(row, 6)? };
    let promise = Promise {
        no: row.get(0)?,
        employer_id: row.get(3)?,
        made_on,
        pledge,
        grace_working_days: row.get(7)?,
        withdrawn: row.get(8)?,
        version: row.get(1)?,
    };
    Ok(PromiseVersion { seq: row.get(2)?, promise, actor: row.get(9)?, reason: row.get(10)? })
}
