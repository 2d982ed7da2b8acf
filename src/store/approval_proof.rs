//! Proof of approvals: every row of rounds, chains, steps, posts and stand-ins against the facts.
//!
//! Invariant: each table, row by row, is what the facts make of it when they are read again from the first.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Reader;
use super::approvals::{ApprovalSaid, RightsSaid, StandInSaid};
use super::fault::{At, During, Fault};
use super::journal::JournalRow;
use crate::domain::approval::Verdict;
use crate::domain::journal::FactKind;

/// Each table as lines: the number of the act to name, then every column, parted by `|`.
const TABLES: [(&str, &str); 7] = [
    (
        "approval_rounds",
        "SELECT seq, seq || '|' || kind || '|' || subject || '|' || number || '|' || title || '|' || policy || '|'
           || amount_fen || '|' || sha256 FROM approval_rounds",
    ),
    (
        "approval_chains",
        "SELECT round_seq, round_seq || '|' || place || '|' || post || '|' || working_days FROM approval_chains",
    ),
    (
        "approval_steps",
        "SELECT seq, seq || '|' || round_seq || '|' || place || '|' || verdict || '|' || actor || '|' || on_behalf || '|'
           || acted_on || '|' || due_on || '|' || sha256 FROM approval_steps",
    ),
    (
        "tenures",
        "SELECT seq, seq || '|' || post || '|' || operator || '|' || from_on || '|' || to_on FROM tenures",
    ),
    ("tenure_ends", "SELECT seq, tenure_seq || '|' || post || '|' || seq FROM tenure_ends"),
    (
        "stand_ins",
        "SELECT seq, seq || '|' || principal || '|' || deputy || '|' || from_on || '|' || to_on FROM stand_ins",
    ),
    ("stand_in_ends", "SELECT seq, stand_in_seq || '|' || seq FROM stand_in_ends"),
];

/// What facts say of approvals.
#[derive(Default)]
pub(super) struct ApprovalFacts {
    /// Lines of each table, as [`TABLES`] gives them.
    lines: [BTreeSet<(i64, String)>; 7],
    /// Posts granted and not taken back: number, operator, post.
    live: Vec<(i64, String, String)>,
}

impl ApprovalFacts {
    /// Takes note of what a fact says of approvals, whatever its kind.
    pub(super) fn take(&mut self, row: &JournalRow) -> Result<(), Fault> {
        let broken = |error: serde_json::Error| Fault::Broken { seq: row.seq, what: error.to_string() };
        let kind = FactKind::from_code(&row.kind);
        if matches!(kind, Some(FactKind::StandInSet | FactKind::StandInEnded)) {
            self.take_stand_in(row.seq, &serde_json::from_str(&row.body).map_err(broken)?);
        }
        if !row.body.contains("\"approval\":") {
            return Ok(());
        }
        let mut body: Value = serde_json::from_str(&row.body).map_err(broken)?;
        if let Some(said) = body.get_mut("approval").map(Value::take) {
            self.take_step(row, &serde_json::from_value(said).map_err(broken)?);
        }
        if kind == Some(FactKind::RightsGranted) {
            self.take_rights(row.seq, &serde_json::from_value(body["rights"].take()).map_err(broken)?);
        }
        Ok(())
    }

    fn take_step(&mut self, row: &JournalRow, said: &ApprovalSaid) {
        let [rounds, chains, steps, ..] = &mut self.lines;
        let ApprovalSaid { round_seq, kind, subject, number, title, policy, amount_fen, .. } = said;
        if said.verdict == Verdict::Submit.code() {
            let sha256 = &said.sha256;
            rounds.insert((
                row.seq,
                format!("{}|{kind}|{subject}|{number}|{title}|{policy}|{amount_fen}|{sha256}", row.seq),
            ));
            for (place, (post, days)) in said.chain.iter().enumerate() {
                chains.insert((row.seq, format!("{}|{place}|{post}|{days}", row.seq)));
            }
        }
        let ApprovalSaid { place, verdict, due_on, sha256, .. } = said;
        let JournalRow { seq, actor, on_behalf, business_on, .. } = row;
        let line = format!("{seq}|{round_seq}|{place}|{verdict}|{actor}|{on_behalf}|{business_on}|{due_on}|{sha256}");
        steps.insert((*seq, line));
    }

    fn take_rights(&mut self, seq: i64, said: &RightsSaid) {
        let [_, _, _, tenures, ends, ..] = &mut self.lines;
        let RightsSaid { operator, posts, from_on, to_on, taken_back } = said;
        if *taken_back {
            let ended = |one: &(i64, String, String)| one.1 == *operator && posts.contains(&one.2);
            for (granted, _, post) in self.live.iter().filter(|one| ended(one)) {
                ends.insert((seq, format!("{granted}|{post}|{seq}")));
            }
            self.live.retain(|one| !ended(one));
            return;
        }
        for post in posts {
            tenures.insert((seq, format!("{seq}|{post}|{operator}|{from_on}|{to_on}")));
            self.live.push((seq, operator.clone(), post.clone()));
        }
    }

    fn take_stand_in(&mut self, seq: i64, said: &StandInSaid) {
        let [.., stand_ins, ends] = &mut self.lines;
        let StandInSaid { principal, deputy, from_on, to_on, ends_seq } = said;
        if *ends_seq > 0 {
            ends.insert((seq, format!("{ends_seq}|{seq}")));
        } else {
            stand_ins.insert((seq, format!("{seq}|{principal}|{deputy}|{from_on}|{to_on}")));
        }
    }

    /// Holds every table against the facts.
    pub(super) fn compare(&self, reader: &Reader) -> Result<(), Fault> {
        let step = "compare approvals with their facts";
        let laid_out = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'approval_steps')";
        let laid_out = reader.connection().query_row(laid_out, [], |row| row.get(0));
        let laid_out: bool = laid_out.during(step).at(reader.path())?;
        for ((table, sql), expected) in TABLES.iter().zip(&self.lines) {
            let mut found = BTreeSet::new();
            if laid_out {
                let mut statement = reader.connection().prepare(sql).during(step).at(reader.path())?;
                let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).during(step)?;
                found = rows.collect::<Result<_, _>>().during(step)?;
            }
            if let Some((seq, _)) = found.symmetric_difference(expected).next() {
                return Err(Fault::Broken { seq: *seq, what: format!("{table} differs from its facts") });
            }
        }
        Ok(())
    }
}
