//! Approval in the book 审批: rounds, their chains and steps, posts granted, stand-ins.
//!
//! Invariant: a row is its fact; triggers decide the rule of approval once more, and `journal verify`
//! holds every row against the fact that vouches for it.

use rusqlite::{Row, named_params};
use serde::{Deserialize, Serialize};

use super::fault::{At, During, Fault};
use super::{Reader, Writer, convert};
use crate::domain::approval::chain::ChainStep;
use crate::domain::approval::people::{People, Post, StandIn, Tenure};
use crate::domain::approval::{Round, Step, SubjectKind, Verdict};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;

/// 审批一步, as the fact that took it says it: stands as `approval` in the fact's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalSaid {
    /// Fact that submitted the round.
    pub round_seq: i64,
    /// 事项, a code of `SubjectKind`.
    pub kind: String,
    /// What it is about.
    pub subject: String,
    /// 第几轮.
    pub number: u32,
    /// What the topic calls it.
    pub title: String,
    /// Policy it rests on.
    pub policy: String,
    /// What is at stake, in fen.
    pub amount_fen: i64,
    /// The posts it goes through and the working days of each; an empty post is open to every operator.
    pub chain: Vec<(String, u32)>,
    /// Place of this step.
    pub place: u32,
    /// What was done, a code of `Verdict`.
    pub verdict: String,
    /// The clause a refusal rests on; else empty.
    pub clause: String,
    /// The next step is due by this day; empty where nothing follows or its year has no calendar.
    pub due_on: String,
    /// SHA-256 of the document seen.
    pub sha256: String,
    /// How the round stands after it, a code of `Stage`.
    pub stage: String,
}

/// 任职授予, as its fact says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RightsSaid {
    /// Whose.
    pub operator: String,
    /// Posts, codes of `Post`.
    pub posts: Vec<String>,
    /// First day.
    pub from_on: String,
    /// Last day.
    pub to_on: String,
    /// Whether they are taken back instead of granted.
    pub taken_back: bool,
}

/// 代岗, as its fact says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandInSaid {
    /// 被代岗人.
    pub principal: String,
    /// 代岗人.
    pub deputy: String,
    /// First day.
    pub from_on: String,
    /// Last day.
    pub to_on: String,
    /// The stand-in this ends early; 0 where it begins one.
    pub ends_seq: i64,
}

const ROUND: &str = "SELECT seq, kind, subject, number, title, policy, amount_fen, sha256,
      EXISTS (SELECT 1 FROM approval_rounds AS later WHERE later.kind = approval_rounds.kind
        AND later.subject = approval_rounds.subject AND later.number > approval_rounds.number)
    FROM approval_rounds WHERE seq = ?1";
const ROUNDS_OF: &str = "SELECT seq FROM approval_rounds WHERE kind = ?1 AND subject = ?2 ORDER BY number";
const WAITING: &str = "SELECT round_seq FROM approvals_waiting ORDER BY round_seq";
const ALL: &str = "SELECT seq FROM approval_rounds ORDER BY seq DESC LIMIT ?1";
const CHAIN: &str = "SELECT post, working_days FROM approval_chains WHERE round_seq = ?1 ORDER BY place";
const STEPS: &str = "SELECT seq, place, verdict, actor, on_behalf, acted_on, due_on FROM approval_steps
    WHERE round_seq = ?1 ORDER BY seq";
const TENURES: &str = "SELECT tenures.seq, operator, tenures.post, from_on, to_on, tenure_ends.seq
    FROM tenures LEFT JOIN tenure_ends ON tenure_seq = tenures.seq AND tenure_ends.post = tenures.post
    ORDER BY tenures.seq, tenures.post";
const STAND_INS: &str = "SELECT stand_ins.seq, principal, deputy, from_on, to_on, stand_in_ends.seq
    FROM stand_ins LEFT JOIN stand_in_ends ON stand_in_seq = stand_ins.seq ORDER BY stand_ins.seq";

const READING: &str = "read approvals";
const WRITING: &str = "write an approval";

impl Reader {
    /// A round by its number; `None` where there is none.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn approval_round(&self, seq: i64) -> Result<Option<Round>, Fault> {
        let mut statement = self.connection().prepare_cached(ROUND).during(READING).at(self.path())?;
        let mut rows = statement.query([seq]).during(READING)?;
        let Some(row) = rows.next().during(READING)? else { return Ok(None) };
        let mut round = round_row(row).during(READING)?;
        round.chain = self.listed(CHAIN, seq, chain_row)?;
        round.steps = self.listed(STEPS, seq, step_row)?;
        Ok(Some(round))
    }

    /// The rounds of a subject, oldest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn approval_rounds_of(&self, kind: SubjectKind, subject: &str) -> Result<Vec<Round>, Fault> {
        let mut statement = self.connection().prepare_cached(ROUNDS_OF).during(READING).at(self.path())?;
        let seqs = statement.query_map((kind.code(), subject), |row| row.get(0)).during(READING)?;
        let seqs: Vec<i64> = seqs.collect::<Result<_, _>>().during(READING)?;
        self.rounds(&seqs)
    }

    /// The round of a subject that waits; `None` where none does.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn approval_waiting_for(&self, kind: SubjectKind, subject: &str) -> Result<Option<Round>, Fault> {
        let last = self.approval_rounds_of(kind, subject)?.pop();
        Ok(last.filter(|round| round.place().is_some()))
    }

    /// Every round that waits, oldest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn approvals_waiting(&self) -> Result<Vec<Round>, Fault> {
        let mut statement = self.connection().prepare_cached(WAITING).during(READING).at(self.path())?;
        let seqs = statement.query_map([], |row| row.get(0)).during(READING)?;
        let seqs: Vec<i64> = seqs.collect::<Result<_, _>>().during(READING)?;
        self.rounds(&seqs)
    }

    /// The last rounds, newest first, however they stand.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn approval_rounds(&self, limit: u32) -> Result<Vec<Round>, Fault> {
        let mut statement = self.connection().prepare_cached(ALL).during(READING).at(self.path())?;
        let seqs = statement.query_map([limit], |row| row.get(0)).during(READING)?;
        let seqs: Vec<i64> = seqs.collect::<Result<_, _>>().during(READING)?;
        self.rounds(&seqs)
    }

    fn rounds(&self, seqs: &[i64]) -> Result<Vec<Round>, Fault> {
        seqs.iter().filter_map(|seq| self.approval_round(*seq).transpose()).collect()
    }

    fn listed<T>(
        &self,
        sql: &'static str,
        seq: i64,
        read: fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Fault> {
        let mut statement = self.connection().prepare_cached(sql).during(READING)?;
        statement.query_map([seq], read).during(READING)?.collect::<Result<_, _>>().during(READING)
    }

    /// Everybody of the book with their posts and stand-ins.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn people(&self) -> Result<People, Fault> {
        let step = "read posts and stand-ins";
        let mut statement = self.connection().prepare_cached(TENURES).during(step).at(self.path())?;
        let tenures = statement.query_map([], tenure_row).during(step)?.collect::<Result<_, _>>().during(step)?;
        let mut statement = self.connection().prepare_cached(STAND_INS).during(step)?;
        let stand_ins = statement.query_map([], stand_in_row).during(step)?.collect::<Result<_, _>>().during(step)?;
        Ok(People {
            single_person: self.book()?.is_some_and(|book| book.single_person),
            operators: self.operators()?.into_iter().map(|row| row.name).collect(),
            tenures,
            stand_ins,
        })
    }
}

impl Writer<'_> {
    /// Opens a round under the fact of this writer: its row and its chain, no step yet.
    ///
    /// # Errors
    /// When the book refuses it.
    pub fn put_approval_round(&self, round: &Round) -> Result<(), Fault> {
        let row = "INSERT INTO approval_rounds (seq, kind, subject, number, title, policy, amount_fen, sha256)
            VALUES (:seq, :kind, :subject, :number, :title, :policy, :amount_fen, :sha256)";
        let link = "INSERT INTO approval_chains (round_seq, place, post, working_days) VALUES (?1, ?2, ?3, ?4)";
        let write = || -> rusqlite::Result<()> {
            self.connection().prepare_cached(row)?.execute(named_params! {
                ":seq": round.seq, ":kind": round.kind.code(), ":subject": round.subject, ":number": round.number,
                ":title": round.title, ":policy": round.policy, ":amount_fen": round.amount.fen(),
                ":sha256": round.sha256,
            })?;
            let mut statement = self.connection().prepare_cached(link)?;
            for (place, step) in (0_i64..).zip(&round.chain) {
                statement.execute((round.seq, place, step.post.map_or("", Post::code), step.working_days))?;
            }
            Ok(())
        };
        write().during(WRITING).at(self.path())
    }

    /// Keeps a step under the fact of this writer.
    ///
    /// # Errors
    /// When a trigger refuses it.
    pub fn put_approval_step(&self, round_seq: i64, step: &Step, sha256: &str) -> Result<(), Fault> {
        let sql = "INSERT INTO approval_steps
              (seq, round_seq, place, verdict, actor, on_behalf, acted_on, due_on, sha256)
            VALUES (:seq, :round_seq, :place, :verdict, :actor, :on_behalf, :acted_on, :due_on, :sha256)";
        let write = || {
            self.connection().prepare_cached(sql)?.execute(named_params! {
                ":seq": step.seq, ":round_seq": round_seq, ":place": i64::try_from(step.place).unwrap_or(i64::MAX),
                ":verdict": step.verdict.code(), ":actor": step.actor, ":on_behalf": step.on_behalf,
                ":acted_on": step.on.to_string(),
                ":due_on": step.due_on.map_or(String::new(), |day| day.to_string()), ":sha256": sha256,
            })
        };
        write().during(WRITING).at(self.path()).map(drop)
    }

    /// Grants posts under the fact of this writer.
    ///
    /// # Errors
    /// When a trigger refuses it: two posts one person must not hold together.
    pub fn put_tenures(&self, seq: i64, said: &RightsSaid) -> Result<(), Fault> {
        let sql = "INSERT INTO tenures (seq, post, operator, from_on, to_on) VALUES (?1, ?2, ?3, ?4, ?5)";
        let write = || -> rusqlite::Result<()> {
            let mut statement = self.connection().prepare_cached(sql)?;
            for post in &said.posts {
                statement.execute((seq, post, &said.operator, &said.from_on, &said.to_on))?;
            }
            Ok(())
        };
        write().during("grant posts").at(self.path())
    }

    /// Takes posts back under the fact of this writer.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn end_tenures(&self, seq: i64, tenures: &[&Tenure]) -> Result<(), Fault> {
        let sql = "INSERT INTO tenure_ends (tenure_seq, post, seq) VALUES (?1, ?2, ?3)";
        let write = || -> rusqlite::Result<()> {
            let mut statement = self.connection().prepare_cached(sql)?;
            for tenure in tenures {
                statement.execute((tenure.seq, tenure.post.code(), seq))?;
            }
            Ok(())
        };
        write().during("take posts back").at(self.path())
    }

    /// Begins or ends a stand-in under the fact of this writer.
    ///
    /// # Errors
    /// When a trigger refuses it.
    pub fn put_stand_in(&self, seq: i64, said: &StandInSaid) -> Result<(), Fault> {
        let begin = "INSERT INTO stand_ins (seq, principal, deputy, from_on, to_on) VALUES (?1, ?2, ?3, ?4, ?5)";
        let end = "INSERT INTO stand_in_ends (stand_in_seq, seq) VALUES (?1, ?2)";
        let write = || -> rusqlite::Result<usize> {
            if said.ends_seq > 0 {
                return self.connection().prepare_cached(end)?.execute((said.ends_seq, seq));
            }
            let mut statement = self.connection().prepare_cached(begin)?;
            statement.execute((seq, &said.principal, &said.deputy, &said.from_on, &said.to_on))
        };
        write().during("write a stand-in").at(self.path()).map(drop)
    }
}

fn round_row(row: &Row<'_>) -> rusqlite::Result<Round> {
    Ok(Round {
        seq: row.get(0)?,
        kind: convert::coded(row, 1, SubjectKind::from_code)?,
        subject: row.get(2)?,
        number: row.get(3)?,
        title: row.get(4)?,
        policy: row.get(5)?,
        amount: Money::from_fen(row.get(6)?),
        chain: Vec::new(),
        sha256: row.get(7)?,
        steps: Vec::new(),
        replaced: row.get(8)?,
    })
}

fn chain_row(row: &Row<'_>) -> rusqlite::Result<ChainStep> {
    let post = match row.get_ref(0)?.as_str()? {
        "" => None,
        _ => Some(convert::coded(row, 0, Post::from_code)?),
    };
    Ok(ChainStep { post, working_days: row.get(1)? })
}

fn step_row(row: &Row<'_>) -> rusqlite::Result<Step> {
    Ok(Step {
        seq: row.get(0)?,
        place: usize::try_from(row.get::<_, i64>(1)?).unwrap_or(usize::MAX),
        verdict: convert::coded(row, 2, Verdict::from_code)?,
        actor: row.get(3)?,
        on_behalf: row.get(4)?,
        on: convert::day(row, 5)?,
        due_on: convert::maybe_day(row, 6)?,
    })
}

fn tenure_row(row: &Row<'_>) -> rusqlite::Result<Tenure> {
    Ok(Tenure {
        seq: row.get(0)?,
        operator: row.get(1)?,
        post: convert::coded(row, 2, Post::from_code)?,
        from: convert::day(row, 3)?,
        to: convert::day(row, 4)?,
        ended_seq: row.get(5)?,
    })
}

fn stand_in_row(row: &Row<'_>) -> rusqlite::Result<StandIn> {
    Ok(StandIn {
        seq: row.get(0)?,
        principal: row.get(1)?,
        deputy: row.get(2)?,
        from: convert::day(row, 3)?,
        to: convert::day(row, 4)?,
        ended_seq: row.get(5)?,
    })
}

impl ApprovalSaid {
    /// What a step says of its round; `stage` is how the round stands after it.
    pub fn of(round: &Round, step: &Step, clause: &str, sha256: &str) -> ApprovalSaid {
        let link = |one: &ChainStep| (one.post.map_or("", Post::code).to_string(), one.working_days);
        ApprovalSaid {
            round_seq: round.seq,
            kind: round.kind.code().into(),
            subject: round.subject.clone(),
            number: round.number,
            title: round.title.clone(),
            policy: round.policy.clone(),
            amount_fen: round.amount.fen(),
            chain: round.chain.iter().map(link).collect(),
            place: u32::try_from(step.place).unwrap_or(u32::MAX),
            verdict: step.verdict.code().into(),
            clause: clause.into(),
            due_on: step.due_on.map_or(String::new(), |day: BusinessDay| day.to_string()),
            sha256: sha256.into(),
            stage: round.stage().code().into(),
        }
    }
}
