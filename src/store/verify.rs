//! Verification 验证: walks the whole journal and what it vouches for.
//!
//! Invariant: any change of a column, any row removed, added, swapped or cut off is found; a chain
//! recomputed from some act on is found by head.log, which keeps every acknowledged hash.

use std::cell::Cell;
use std::collections::BTreeMap;

use serde_json::Value;

use super::approval_proof::ApprovalFacts;
use super::closings::{self, DayStepped};
use super::collection::compare_collection;
use super::deferrals::compare_deferrals;
use super::fault::{At, During, Fault};
use super::headlog::{self, Head, Last};
use super::journal::{GENESIS, JournalRow, SELECT_ALL};
use super::receipts::{compare_files, compare_results};
use super::registry::compare_registry;
use super::statements::compare_statements;
use super::{Reader, decisions, sha256, signing};
use crate::domain::journal::FactKind;

/// 验证结果.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Facts in the journal, and so the number of the last.
    pub count: i64,
    /// Hash of the last.
    pub head: String,
}

/// Walks the journal of a book and compares it with head.log.
///
/// # Errors
/// [`Fault::Broken`] at the first act that does not hold or that head.log knows otherwise,
/// [`Fault::LostTail`] or [`Fault::HeadLog`] where one ends before the other, or what the disk says.
pub fn verify(reader: &Reader) -> Result<Verified, Fault> {
    watched(reader, &|_, _| true)
}

/// The same; `watch` is told acts done and in all, and stops it by `false`: then there is no answer.
///
/// # Errors
/// As [`verify`].
pub fn verify_watched(reader: &Reader, watch: &dyn Fn(u64, u64) -> bool) -> Result<Option<Verified>, Fault> {
    let stopped = Cell::new(false);
    let asked = |done, total| {
        stopped.set(!watch(done, total));
        !stopped.get()
    };
    match watched(reader, &asked) {
        Err(_) if stopped.get() => Ok(None),
        found => found.map(Some),
    }
}

/// Acts between two looks at whoever watches.
const LOOK_EVERY: i64 = 256;

fn watched(reader: &Reader, watch: &dyn Fn(u64, u64) -> bool) -> Result<Verified, Fault> {
    let log = headlog::path_of(reader.path());
    // Read before the snapshot is taken: writers may go on meanwhile.
    let acknowledged = match headlog::last(&log)? {
        Last::Missing => return Err(Fault::HeadLog { path: log, what: "is missing".into() }),
        Last::Empty => None,
        Last::At(head) => Some(head),
    };
    let snapshot = reader.connection().unchecked_transaction().during("begin to read").at(reader.path())?;
    let last = reader.last_fact()?.map_or(0, |row| row.seq);
    if let Some(head) = acknowledged.filter(|head| head.seq > last) {
        return Err(Fault::LostTail { path: log, book: last, head_log: head.seq });
    }
    let mut lines = headlog::lines(&log)?.peekable();
    let verified = walk(reader, |row| {
        if row.seq % LOOK_EVERY == 0 && !watch(row.seq.unsigned_abs(), last.unsigned_abs()) {
            return Err(broken(row.seq, "stopped"));
        }
        loop {
            let Some(line) = lines.next_if(|line| line.as_ref().map_or(true, |line| line.seq <= row.seq)) else {
                return Ok(());
            };
            let line = line?;
            // A restored book's head.log begins at the act it was restored with; from there on, no gap.
            if line.seq < row.seq || line.hash != row.hash {
                return Err(broken(row.seq, "head.log knows another act"));
            }
        }
    })?;
    let logged = match headlog::last(&log)? {
        Last::At(Head { seq, .. }) => seq,
        Last::Missing | Last::Empty => 0,
    };
    if logged + 1 < verified.count {
        return Err(Fault::HeadLog { path: log, what: format!("ends at {logged}, the book at {}", verified.count) });
    }
    drop(snapshot);
    Ok(verified)
}

/// Walks the journal; `each` sees every act that holds.
pub(super) fn walk(reader: &Reader, mut each: impl FnMut(&JournalRow) -> Result<(), Fault>) -> Result<Verified, Fault> {
    let path = reader.path();
    let mut statement = reader.connection().prepare(SELECT_ALL).during("read the journal").at(path)?;
    let mut rows = statement.query([]).during("read the journal").at(path)?;
    let mut verified = Verified { count: 0, head: GENESIS.into() };
    let mut vouched = Vouched::default();
    loop {
        let expected = verified.count + 1;
        let row = match rows.next() {
            Ok(Some(row)) => JournalRow::read(row).map_err(|error| broken(expected, &error.to_string()))?,
            Ok(None) => break,
            Err(error) => return Err(broken(expected, &error.to_string())),
        };
        if row.seq != expected {
            return Err(broken(expected, "the act is missing"));
        }
        if row.previous_hash != verified.head {
            return Err(broken(expected, "does not follow the act before it"));
        }
        if row.hash != row.digest() {
            return Err(broken(expected, "its columns do not add up to its hash"));
        }
        vouched.take(&row)?;
        each(&row)?;
        verified = Verified { count: row.seq, head: row.hash };
    }
    vouched.compare(reader)?;
    Ok(verified)
}

fn broken(seq: i64, what: &str) -> Fault {
    Fault::Broken { seq, what: what.into() }
}

/// What facts say other tables hold.
#[derive(Default)]
struct Vouched {
    book: Option<(i64, Value)>,
    operators: Vec<(i64, Value)>,
    rules: Vec<(i64, Value)>,
    files: Vec<(i64, Value)>,
    /// Days of each decision.
    decisions: Vec<(i64, Vec<String>)>,
    /// Steps of closing: number, actor, body.
    steps: Vec<(i64, String, DayStepped)>,
    /// Fact and hash of the last result said of each day.
    results: BTreeMap<String, (i64, String)>,
    statements: Vec<(i64, Value)>,
    registry: Vec<(i64, Value)>,
    approvals: ApprovalFacts,
    collection: Vec<(i64, Value)>,
    deferrals: Vec<(i64, Value)>,
    signing: Vec<(i64, Value)>,
}

impl Vouched {
    fn take(&mut self, row: &JournalRow) -> Result<(), Fault> {
        self.approvals.take(row)?;
        let body = || serde_json::from_str(&row.body).map_err(|error| broken(row.seq, &error.to_string()));
        match FactKind::from_code(&row.kind) {
            Some(FactKind::BookCreated) => self.book = Some((row.seq, body()?)),
            Some(FactKind::OperatorAdded) => self.operators.push((row.seq, body()?)),
            Some(FactKind::SiteImported) => {
                if let Some(Value::Array(files)) = body()?.get_mut("files").map(Value::take) {
                    self.rules.extend(files.into_iter().map(|file| (row.seq, file)));
                }
            }
            Some(FactKind::FileImported) => self.files.push((row.seq, body()?)),
            Some(FactKind::StatementImported) => self.statements.push((row.seq, body()?)),
            Some(FactKind::DaysReconciled) => self.take_results(row.seq, &body()?["stored"]),
            Some(FactKind::CasesDecided | FactKind::DecisionUndone) => {
                let body = body()?;
                self.take_results(row.seq, &body["results"]);
                let days = body["days"].as_array().into_iter().flatten();
                let days = days.filter_map(|day| day.as_str().map(str::to_string)).collect();
                self.decisions.push((row.seq, days));
            }
            Some(FactKind::SourceDeclared | FactKind::DayPrepared | FactKind::DayClosed | FactKind::DayReopened) => {
                let step = serde_json::from_value(body()?).map_err(|error| broken(row.seq, &error.to_string()))?;
                self.steps.push((row.seq, row.actor.clone(), step));
            }
            Some(FactKind::RegistryImported | FactKind::GoodRowsTaken) => self.registry.push((row.seq, body()?)),
            Some(FactKind::CollectionWork) => self.collection.push((row.seq, body()?)),
            Some(
                // The chase is kept in its facts alone.
                FactKind::Chased
                | FactKind::SinglePerson
                | FactKind::ApprovalStepped
                | FactKind::RightsRequested
                | FactKind::RightsGranted
                | FactKind::StandInSet
                | FactKind::StandInEnded,
            )
            | None => {}
            Some(FactKind::Deferral) => self.deferrals.push((row.seq, body()?)),
            Some(FactKind::Signing | FactKind::SigningReset) => self.signing.push((row.seq, body()?)),
        }
        Ok(())
    }

    fn take_results(&mut self, seq: i64, results: &Value) {
        for one in results.as_array().into_iter().flatten() {
            // Facts of the first release do not vouch for what is stored.
            if let (Some(day), Some(hash)) = (one["day"].as_str(), one["stored_sha256"].as_str()) {
                self.results.insert(day.to_string(), (seq, hash.to_string()));
            }
        }
    }

    fn compare(&self, reader: &Reader) -> Result<(), Fault> {
        self.compare_book(reader)?;
        self.compare_operators(reader)?;
        self.compare_rules(reader)?;
        compare_files(reader, &self.files)?;
        compare_registry(reader, &self.registry)?;
        compare_collection(reader, &self.collection)?;
        compare_deferrals(reader, &self.deferrals)?;
        signing::compare(reader, &self.signing)?;
        compare_statements(reader, &self.statements)?;
        self.approvals.compare(reader)?;
        closings::compare(reader, &self.steps)?;
        compare_results(reader, &self.results)?;
        decisions::compare(reader, &self.decisions)
    }

    fn compare_book(&self, reader: &Reader) -> Result<(), Fault> {
        let ((seq, body), book) = match (&self.book, reader.book()?) {
            (None, None) => return Ok(()),
            (Some(fact), Some(book)) => (fact, book),
            (_, _) => return Err(broken(1, "the book's own row and its fact are not both there")),
        };
        let same = body["book_id"] == book.book_id
            && body["title"] == book.title
            && body["demonstration"] == book.demonstration;
        let alone = !book.single_person || self.operators.len() <= 1;
        if same && alone { Ok(()) } else { Err(broken(*seq, "the book's own row was changed")) }
    }

    fn compare_operators(&self, reader: &Reader) -> Result<(), Fault> {
        let rows = reader.operators()?;
        for (seq, body) in &self.operators {
            let found = rows.iter().find(|row| row.added_seq == *seq);
            let same = found.is_some_and(|row| {
                body["name"] == row.name && body["os_account"] == row.os_account && body["uid"] == Value::from(row.uid)
            });
            if !same {
                return Err(broken(*seq, "the operator was changed"));
            }
        }
        match rows.iter().find(|row| !self.operators.iter().any(|(seq, _)| *seq == row.added_seq)) {
            Some(row) => Err(broken(row.added_seq, "an operator no fact knows")),
            None => Ok(()),
        }
    }

    fn compare_rules(&self, reader: &Reader) -> Result<(), Fault> {
        let sql = "SELECT name, sha256, text, seq FROM rule_files ORDER BY id";
        let path = reader.path();
        let mut statement = reader.connection().prepare(sql).during("read the rule files").at(path)?;
        let mut rows = statement.query([]).during("read the rule files").at(path)?;
        let mut facts = self.rules.iter();
        while let Some(row) = rows.next().during("read the rule files").at(path)? {
            let read = || -> rusqlite::Result<(String, String, String, i64)> {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            };
            let (name, sha, text, seq) = read().during("read a rule file").at(path)?;
            let same = facts.next().is_some_and(|(fact_seq, file)| {
                *fact_seq == seq && file["name"] == name && file["sha256"] == sha && sha == sha256(text.as_bytes())
            });
            if !same {
                return Err(broken(seq, "the rule file was changed"));
            }
        }
        match facts.next() {
            Some((seq, _)) => Err(broken(*seq, "a rule file is missing")),
            None => Ok(()),
        }
    }
}
