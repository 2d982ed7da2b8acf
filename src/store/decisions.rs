//! Decisions in the journal 处理决定: written as one fact each, found again by the days they speak of.
//!
//! Invariant: the fact is the decision; `decision_days` only says where to look, and `journal verify`
//! holds it against the facts.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::fault::{At, During, Fault};
use super::journal::JournalRow;
use super::{Reader, Writer};
use crate::domain::day::BusinessDay;
use crate::domain::decision::{CaseMark, Decision, LegMark, Verb};
use crate::domain::entry::Side;
use crate::domain::exception::Class;
use crate::domain::journal::FactKind;
use crate::domain::money::Money;

/// 已决定. Body of the fact that takes decisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasesDecided {
    /// What, a code of `Verb`.
    pub verb: String,
    /// Of which cases.
    pub cases: Vec<DecidedCase>,
    /// Person assigned to.
    pub person: String,
    /// Day carried to; empty for other verbs.
    pub to: String,
    /// Days they speak of.
    pub days: Vec<String>,
    /// What the results of those days are now.
    pub results: Vec<ResultSaid>,
}

/// 已撤销. Body of the fact that undoes decisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionUndone {
    /// Fact undone.
    pub undoes: i64,
    /// What it was, a code of `Verb`.
    pub verb: String,
    /// Keys of its cases.
    pub keys: Vec<String>,
    /// Days it speaks of.
    pub days: Vec<String>,
    /// What the results of those days are now.
    pub results: Vec<ResultSaid>,
}

/// One case of a fact, with its counterparts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidedCase {
    /// The case.
    pub case: CaseText,
    /// Counterparts tied or rejected.
    pub others: Vec<CaseText>,
}

/// A case by content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseText {
    /// Key of the case.
    pub key: String,
    /// 类别, a code.
    pub class: String,
    /// Its day.
    pub day: String,
    /// 结算流水号.
    pub his_no: String,
    /// 商户订单号.
    pub order_no: String,
    /// 存款单号.
    pub slip_no: String,
    /// Money side − HIS, in fen.
    pub difference_fen: i64,
    /// Its rows: side, day, hash of the content.
    pub legs: Vec<(String, String, String)>,
}

/// What a day's result is after an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultSaid {
    /// 营业日.
    pub day: String,
    /// Its digest.
    pub digest: String,
    /// SHA-256 over everything stored of it.
    pub stored_sha256: String,
}

const DECISIONS: &str = "SELECT DISTINCT journal.seq FROM decision_days JOIN journal ON journal.seq = decision_days.seq
    WHERE day BETWEEN :from AND :to ORDER BY journal.seq";
const FACTS_OF: &str = "SELECT seq FROM decision_days WHERE day = :day ORDER BY seq";
const DAYS_OF: &str = "SELECT day, seq FROM decision_days ORDER BY seq, day";
const LAID_OUT: &str = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'decision_days')";

/// 处理经过. A fact that decided, or undid what another decided.
#[derive(Clone, Debug)]
pub struct DecisionFact {
    /// The fact.
    pub fact: JournalRow,
    /// What it decided, or what was decided that it undid.
    pub decisions: Vec<Decision>,
    /// Whether it undid.
    pub undoes: bool,
    /// Whether it was undone since.
    pub undone: bool,
}

impl Writer<'_> {
    /// Notes the days the decision of fact `seq` speaks of.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn put_decision_days(&self, seq: i64, days: &BTreeSet<BusinessDay>) -> Result<(), Fault> {
        let write = || -> rusqlite::Result<()> {
            let sql = "INSERT INTO decision_days (day, seq) VALUES (:day, :seq)";
            let mut statement = self.connection().prepare_cached(sql)?;
            for day in days {
                statement.execute(named_params! {":day": day.to_string(), ":seq": seq})?;
            }
            Ok(())
        };
        write().during("note the days of a decision").at(self.path())
    }
}

impl Reader {
    /// The decisions on the days from–to that nobody undid, oldest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn decisions(&self, from: BusinessDay, to: BusinessDay) -> Result<Vec<Decision>, Fault> {
        let mut statement = self.connection().prepare_cached(DECISIONS).during("read decisions")?;
        let range = named_params! {":from": from.to_string(), ":to": to.to_string()};
        let seqs = statement.query_map(range, |row| row.get(0)).during("read decisions")?;
        let seqs: Vec<i64> = seqs.collect::<Result<_, _>>().during("read decisions")?;
        let (mut decisions, mut undone) = (BTreeMap::new(), BTreeSet::new());
        for seq in seqs {
            let Some(row) = self.fact(seq)? else { continue };
            match FactKind::from_code(&row.kind) {
                Some(FactKind::DecisionUndone) => undone.extend(body::<DecisionUndone>(&row).map(|one| one.undoes)),
                _ => drop(decisions.insert(seq, decisions_of(&row)?)),
            }
        }
        decisions.retain(|seq, _| !undone.contains(seq));
        Ok(decisions.into_values().flatten().collect())
    }

    /// Every fact that decided on a day or undid it, oldest first, what was undone among them.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn decision_facts(&self, day: BusinessDay) -> Result<Vec<DecisionFact>, Fault> {
        let mut statement = self.connection().prepare_cached(FACTS_OF).during("read decisions")?;
        let seqs = statement.query_map(named_params! {":day": day.to_string()}, |row| row.get(0));
        let seqs: Vec<i64> = seqs.during("read decisions")?.collect::<Result<_, _>>().during("read decisions")?;
        let (mut facts, mut undone) = (Vec::new(), BTreeSet::new());
        for fact in seqs.into_iter().map(|seq| self.fact(seq)).collect::<Result<Vec<_>, _>>()?.into_iter().flatten() {
            let undoes = FactKind::from_code(&fact.kind) == Some(FactKind::DecisionUndone);
            let decisions = if undoes {
                let before = body::<DecisionUndone>(&fact)?.undoes;
                undone.insert(before);
                self.fact(before)?.map(|row| decisions_of(&row)).transpose()?.unwrap_or_default()
            } else {
                decisions_of(&fact)?
            };
            facts.push(DecisionFact { fact, decisions, undoes, undone: false });
        }
        facts.iter_mut().for_each(|one| one.undone = undone.contains(&one.fact.seq));
        Ok(facts)
    }

    /// Number of the last fact that decided or undid; 0 before the first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn last_decision_seq(&self) -> Result<i64, Fault> {
        let sql = "SELECT coalesce(max(seq), 0) FROM decision_days";
        self.connection().query_row(sql, [], |row| row.get(0)).during("read decisions").at(self.path())
    }
}

fn body<T: serde::de::DeserializeOwned>(row: &JournalRow) -> Result<T, Fault> {
    serde_json::from_str(&row.body).map_err(|error| Fault::Broken { seq: row.seq, what: error.to_string() })
}

/// The decisions a fact took.
///
/// # Errors
/// When the fact is none that takes decisions.
pub fn decisions_of(row: &JournalRow) -> Result<Vec<Decision>, Fault> {
    let broken = |what: &str| Fault::Broken { seq: row.seq, what: what.into() };
    let taken: CasesDecided = body(row)?;
    let verb = Verb::from_code(&taken.verb).ok_or_else(|| broken("an unknown decision"))?;
    let on = BusinessDay::parse(&row.business_on).ok_or_else(|| broken("a wrong day"))?;
    let decision = |one: &DecidedCase| {
        Some(Decision {
            seq: row.seq,
            actor: row.actor.clone(),
            on,
            verb,
            case: one.case.mark()?,
            others: one.others.iter().map(CaseText::mark).collect::<Option<_>>()?,
            person: taken.person.clone(),
            to: BusinessDay::parse(&taken.to),
            reason: row.reason.clone(),
        })
    };
    taken.cases.iter().map(decision).collect::<Option<_>>().ok_or_else(|| broken("a case that cannot be read"))
}

impl CaseText {
    /// The text of a mark.
    pub fn of(mark: &CaseMark) -> CaseText {
        let leg = |leg: &LegMark| (leg.side.code().to_string(), leg.day.to_string(), format!("{:032x}", leg.mark));
        CaseText {
            key: mark.key.clone(),
            class: mark.class.code().to_string(),
            day: mark.day.to_string(),
            his_no: mark.his_no.clone(),
            order_no: mark.order_no.clone(),
            slip_no: mark.slip_no.clone(),
            difference_fen: mark.difference.fen(),
            legs: mark.legs.iter().map(leg).collect(),
        }
    }

    /// The mark of a text; `None` where a code is unknown.
    fn mark(&self) -> Option<CaseMark> {
        let leg = |(side, day, mark): &(String, String, String)| {
            Some(LegMark {
                side: Side::from_code(side)?,
                day: BusinessDay::parse(day)?,
                mark: u128::from_str_radix(mark, 16).ok()?,
            })
        };
        Some(CaseMark {
            key: self.key.clone(),
            class: Class::from_code(&self.class)?,
            day: BusinessDay::parse(&self.day)?,
            his_no: self.his_no.clone(),
            order_no: self.order_no.clone(),
            slip_no: self.slip_no.clone(),
            difference: Money::from_fen(self.difference_fen),
            legs: self.legs.iter().map(leg).collect::<Option<_>>()?,
        })
    }
}

/// Holds `decision_days` against the facts (number and days, in order).
pub(super) fn compare(reader: &Reader, facts: &[(i64, Vec<String>)]) -> Result<(), Fault> {
    let step = "compare the days of decisions with their facts";
    let connection = reader.connection();
    let laid_out: bool = connection.query_row(LAID_OUT, [], |row| row.get(0)).during(step).at(reader.path())?;
    if !laid_out && facts.is_empty() {
        return Ok(());
    }
    let mut expected = facts.iter().flat_map(|(seq, days)| days.iter().map(|day| (day.clone(), *seq)));
    let mut statement = connection.prepare(DAYS_OF).during(step).at(reader.path())?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).during(step).at(reader.path())?;
    for row in rows {
        let found: (String, i64) = row.during(step).at(reader.path())?;
        if expected.next().as_ref() != Some(&found) {
            return Err(Fault::Broken { seq: found.1, what: "the days of a decision were changed".into() });
        }
    }
    match expected.next() {
        Some((_, seq)) => Err(Fault::Broken { seq, what: "the days of a decision are missing".into() }),
        None => Ok(()),
    }
}
