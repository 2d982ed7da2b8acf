//! Closed days 关账: the steps of each day, what was sealed, and what came late.
//!
//! Invariants: a step is its fact; `day_steps` says which day stands where, and `journal verify` holds both
//! and every sealed row against each other. Triggers refuse any write to the result of a closed day.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::approvals::ApprovalSaid;
use super::fault::{At, During, Fault};
use super::receipts::Feed;
use super::segment::Field;
use super::{Reader, Writer, convert, sha256};
use crate::domain::closing::{Adjustment, DayStep, LateCase};
use crate::domain::day::BusinessDay;
use crate::domain::entry::{EntryColumns, EntryId, Side};
use crate::domain::exception::Class;
use crate::domain::money::Money;
use crate::domain::recon::BySide;

/// 封存. What a close seals of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// 营业日.
    pub day: String,
    /// Rows: HIS, cashier, bank.
    pub entries: [i64; 3],
    /// Σ of their amounts in fen.
    pub sums_fen: [i64; 3],
    /// SHA-256 over every entry row of the day.
    pub rows_sha256: String,
    /// SHA-256 of every file that brought rows of the day, sorted.
    pub files: Vec<String>,
    /// SHA-256 over the stored result.
    pub result_sha256: String,
    /// Items carried over: key, class, number, difference in fen.
    pub open_items: Vec<(String, String, String, i64)>,
    /// Rule set and its SHA-256.
    pub rules: (String, String),
    /// Digest of the close before this one; empty for the first.
    pub previous: String,
}

impl Seal {
    /// SHA-256 over all of it.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn digest(&self) -> Result<String, Fault> {
        let text = serde_json::to_string(self).map_err(std::io::Error::from).during("seal a day")?;
        Ok(sha256(text.as_bytes()))
    }
}

/// Body of every fact about a day's closing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayStepped {
    /// 营业日.
    pub day: String,
    /// What was done, a code of `DayStep`.
    pub step: String,
    /// Side declared absent, a code; empty for other steps.
    pub side: String,
    /// Digest of what was seen: of the contents when prepared, of the seal when closed.
    pub digest: String,
    /// Who prepared a day that is closed now; else empty.
    pub preparer: String,
    /// What a close sealed.
    pub seal: Option<Seal>,
    /// Whether the day stood so already and nothing was written.
    #[serde(default, skip_serializing)]
    pub unchanged: bool,
    /// The step of approval it was; handing over and closing are steps of one, as `sanhe-verify` reads there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Box<ApprovalSaid>>,
}

/// One step of a day, as the book keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepRow {
    /// Its fact.
    pub seq: i64,
    /// 营业日.
    pub day: BusinessDay,
    /// What was done.
    pub step: DayStep,
    /// Side declared absent.
    pub side: Option<Side>,
    /// Who.
    pub actor: String,
    /// Digest of what was seen or sealed.
    pub digest: String,
}

/// Every entry row of a day from files before some fact, in short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayRows {
    /// Live rows, by side.
    pub entries: [i64; 3],
    /// Σ of their amounts in fen.
    pub sums_fen: [i64; 3],
    /// SHA-256 over all of them.
    pub sha256: String,
    /// SHA-256 of the files they came in, sorted.
    pub files: Vec<String>,
}

const STEPS: &str = "SELECT seq, day, step, side, actor, digest FROM day_steps WHERE day = :day ORDER BY seq";
const ALL_STEPS: &str = "SELECT seq, day, step, side, actor, digest FROM day_steps ORDER BY seq";
const SEGMENTS: &str = "SELECT segments.id, segments.side, rows, files.sha256 FROM segments
    JOIN files ON files.id = segments.file_id WHERE day = :day AND files.seq < :horizon
    ORDER BY segments.side, files.sha256";
const FIELDS: &str = "SELECT field, data FROM segment_fields WHERE segment_id = :segment ORDER BY field";
const GONE: &str = "SELECT entry_id - :first FROM superseded JOIN files ON files.id = by_file_id
    WHERE entry_id BETWEEN :first AND :last AND seq < :horizon ORDER BY 1";
const CLOSED: &str = "SELECT day FROM closed_days WHERE day BETWEEN :from AND :to";
const NEWEST: &str = "SELECT coalesce(max(seq), 0) FROM files WHERE id IN
    (SELECT file_id FROM segments WHERE day = :day UNION SELECT file_id FROM quarantine WHERE day = :day
     UNION SELECT by_file_id FROM superseded JOIN segments ON segments.id = entry_id >> 21 WHERE segments.day = :day)";

impl Writer<'_> {
    /// Keeps a step under the fact about to be written.
    ///
    /// # Errors
    /// When the book refuses it: the reviewer prepared the day himself.
    pub fn put_day_step(&self, row: &StepRow) -> Result<(), Fault> {
        let sql = "INSERT INTO day_steps (seq, day, step, side, actor, digest)
            VALUES (:seq, :day, :step, :side, :actor, :digest)";
        let write = || {
            self.connection().prepare_cached(sql)?.execute(named_params! {
                ":seq": row.seq, ":day": row.day.to_string(), ":step": row.step.code(),
                ":side": row.side.map_or("", Side::code), ":actor": row.actor, ":digest": row.digest,
            })
        };
        write().during("keep a step of closing").at(self.path()).map(drop)
    }

    /// Puts what late files mean for a closed day in the place of what was known before.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn put_adjustment(&self, seq: i64, one: &Adjustment) -> Result<(), Fault> {
        let case = |case: &LateCase| -> LateText {
            (case.key.clone(), case.class.code().into(), case.number.clone(), case.difference.fen())
        };
        let rows = [one.rows.his, one.rows.cashier, one.rows.bank];
        let cleared: Vec<_> = one.cleared.iter().map(case).collect();
        let brought: Vec<_> = one.brought.iter().map(case).collect();
        let body = serde_json::to_string(&(rows, cleared, brought));
        let body = body.map_err(std::io::Error::from).during("keep what came late")?;
        let sql = "INSERT INTO adjustments (day, seq, booked_on, body) VALUES (:day, :seq, :booked_on, :body)
            ON CONFLICT (day) DO UPDATE SET seq = :seq, booked_on = :booked_on, body = :body WHERE body <> :body";
        let write = || {
            self.connection().prepare_cached(sql)?.execute(named_params! {
                ":day": one.day.to_string(), ":seq": seq, ":booked_on": one.booked_on.to_string(), ":body": body,
            })
        };
        write().during("keep what came late").at(self.path()).map(drop)
    }
}

/// Rows, cleared, brought: as kept.
type AdjustmentText = ([i64; 3], Vec<LateText>, Vec<LateText>);
type LateText = (String, String, String, i64);

impl Reader {
    /// The steps of a day, oldest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn day_steps(&self, day: BusinessDay) -> Result<Vec<StepRow>, Fault> {
        let mut statement = self.connection().prepare_cached(STEPS).during("read the steps of a day")?;
        let rows = statement.query_map(named_params! {":day": day.to_string()}, step_row);
        rows.during("read the steps of a day")?.collect::<Result<_, _>>().during("read the steps of a day")
    }

    /// The steps of every day, oldest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn all_day_steps(&self) -> Result<Vec<StepRow>, Fault> {
        let mut statement = self.connection().prepare_cached(ALL_STEPS).during("read the steps of days")?;
        let rows = statement.query_map([], step_row).during("read the steps of days")?;
        rows.collect::<Result<_, _>>().during("read the steps of days")
    }

    /// What the close of a fact sealed; `None` where the fact is no close.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn day_seal(&self, seq: i64) -> Result<Option<Seal>, Fault> {
        let Some(fact) = self.fact(seq)? else { return Ok(None) };
        let body: Result<DayStepped, _> = serde_json::from_str(&fact.body);
        Ok(body.map_err(std::io::Error::from).during("read a seal")?.seal)
    }

    /// Days closed now, between two days.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn closed_days(&self, from: BusinessDay, to: BusinessDay) -> Result<Vec<BusinessDay>, Fault> {
        let mut statement = self.connection().prepare_cached(CLOSED).during("read closed days")?;
        let range = named_params! {":from": from.to_string(), ":to": to.to_string()};
        let rows = statement.query_map(range, |row| convert::day(row, 0)).during("read closed days")?;
        rows.collect::<Result<_, _>>().during("read closed days")
    }

    /// Fact of the newest file that brought, changed or quarantined rows of a day; 0 when none did.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn newest_file_seq(&self, day: BusinessDay) -> Result<i64, Fault> {
        let mut statement = self.connection().prepare_cached(NEWEST).during("read the files of a day")?;
        let row = statement.query_row(named_params! {":day": day.to_string()}, |row| row.get(0));
        row.during("read the files of a day")
    }

    /// Every entry row of a day that files before fact `horizon` brought, in short.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn rows_of_day(&self, day: BusinessDay, horizon: i64) -> Result<DayRows, Fault> {
        let mut statement = self.connection().prepare_cached(SEGMENTS).during("read a day's rows")?;
        let arguments = named_params! {":day": day.to_string(), ":horizon": horizon};
        let read = |row: &rusqlite::Row<'_>| {
            Ok((row.get(0)?, convert::side(row, 1)?, row.get::<_, i64>(2)?, row.get::<_, String>(3)?))
        };
        let segments = statement.query_map(arguments, read).during("read a day's rows")?;
        let segments: Vec<(i64, Side, i64, String)> = segments.collect::<Result<_, _>>().during("read a day's rows")?;
        let (mut feed, mut found) = (Feed::default(), DayRows::default());
        for (segment, side, rows, file) in segments {
            let gone = self.gone_before(segment, horizon)?;
            let blobs = self.blobs(segment)?;
            feed.take(side.code().as_bytes());
            feed.take(file.as_bytes());
            blobs.iter().for_each(|(field, data)| {
                feed.take(field.as_bytes());
                feed.take(data);
            });
            gone.iter().for_each(|row| feed.take(&row.to_be_bytes()));
            let mut columns = EntryColumns::default();
            if let Some(data) = blobs.get(Field::Amount.name()) {
                let rows = usize::try_from(rows).unwrap_or(0);
                super::segment::decode(&mut columns, Field::Amount, rows, data).during("read a day's rows")?;
            }
            let live = |(row, fen): (usize, &i64)| (!gone.contains(&(row as i64))).then_some(*fen);
            let amounts: Vec<i64> = columns.amount_fen.iter().enumerate().filter_map(live).collect();
            found.entries[side as usize] += amounts.len() as i64;
            found.sums_fen[side as usize] += amounts.iter().sum::<i64>();
            found.files.push(file);
        }
        found.files.sort();
        found.files.dedup();
        found.sha256 = feed.finish();
        Ok(found)
    }

    fn blobs(&self, segment: i64) -> Result<BTreeMap<String, Vec<u8>>, Fault> {
        let mut statement = self.connection().prepare_cached(FIELDS).during("read a day's rows")?;
        let rows = statement.query_map(named_params! {":segment": segment}, |row| Ok((row.get(0)?, row.get(1)?)));
        rows.during("read a day's rows")?.collect::<Result<_, _>>().during("read a day's rows")
    }

    fn gone_before(&self, segment: i64, horizon: i64) -> Result<Vec<i64>, Fault> {
        let first = EntryId::new(segment, 0).number();
        let last = EntryId::new(segment, EntryId::ROWS_MAX - 1).number();
        let mut statement = self.connection().prepare_cached(GONE).during("read versions")?;
        let arguments = named_params! {":first": first, ":last": last, ":horizon": horizon};
        let rows = statement.query_map(arguments, |row| row.get(0)).during("read versions")?;
        rows.collect::<Result<_, _>>().during("read versions")
    }

    /// What late files mean for a closed day.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn adjustment(&self, day: BusinessDay) -> Result<Option<Adjustment>, Fault> {
        let sql = "SELECT booked_on, body FROM adjustments WHERE day = :day";
        let mut statement = self.connection().prepare_cached(sql).during("read what came late")?;
        let arguments = named_params! {":day": day.to_string()};
        let row = statement.query_row(arguments, |row| Ok((convert::day(row, 0)?, row.get::<_, String>(1)?)));
        let Some((booked_on, body)) = row.optional().during("read what came late")? else { return Ok(None) };
        let (rows, cleared, brought): AdjustmentText =
            serde_json::from_str(&body).map_err(std::io::Error::from).during("read what came late")?;
        let late = |cases: Vec<LateText>| {
            let case = |(key, class, number, fen): LateText| {
                Some(LateCase { key, class: Class::from_code(&class)?, number, difference: Money::from_fen(fen) })
            };
            cases.into_iter().filter_map(case).collect()
        };
        let rows = BySide { his: rows[0], cashier: rows[1], bank: rows[2] };
        Ok(Some(Adjustment { day, booked_on, rows, cleared: late(cleared), brought: late(brought) }))
    }
}

fn step_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<StepRow> {
    let wrong = || rusqlite::Error::InvalidColumnType(2, "step".into(), rusqlite::types::Type::Text);
    Ok(StepRow {
        seq: row.get(0)?,
        day: convert::day(row, 1)?,
        step: DayStep::from_code(&row.get::<_, String>(2)?).ok_or_else(wrong)?,
        side: Side::from_code(&row.get::<_, String>(3)?),
        actor: row.get(4)?,
        digest: row.get(5)?,
    })
}

/// Holds the steps, and every row of a day that is closed now, against the facts (number, actor, body; in order).
pub(super) fn compare(reader: &Reader, facts: &[(i64, String, DayStepped)]) -> Result<(), Fault> {
    let step = "compare closed days with their facts";
    let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'day_steps')";
    let laid_out: bool = reader.connection().query_row(sql, [], |row| row.get(0)).during(step).at(reader.path())?;
    if !laid_out {
        return Ok(());
    }
    let rows = reader.all_day_steps()?;
    let same = |(row, (seq, actor, fact)): (&StepRow, &(i64, String, DayStepped))| {
        row.seq == *seq
            && row.actor == *actor
            && row.day.to_string() == fact.day
            && row.step.code() == fact.step
            && row.side.map_or("", Side::code) == fact.side
            && row.digest == fact.digest
    };
    if rows.len() != facts.len() || !rows.iter().zip(facts).all(same) {
        let seq = facts.last().map_or(0, |(seq, ..)| *seq);
        return Err(Fault::Broken { seq, what: "the steps of closing were changed".into() });
    }
    let mut closed: BTreeMap<&str, (i64, &Seal)> = BTreeMap::new();
    for (seq, _, fact) in facts {
        match (&fact.seal, DayStep::from_code(&fact.step)) {
            (Some(seal), Some(DayStep::Close)) => drop(closed.insert(&fact.day, (*seq, seal))),
            (_, Some(DayStep::Reopen)) => drop(closed.remove(fact.day.as_str())),
            _ => {}
        }
    }
    closed.into_values().try_for_each(|(seq, seal)| compare_seal(reader, seq, seal))
}

fn compare_seal(reader: &Reader, seq: i64, seal: &Seal) -> Result<(), Fault> {
    let broken = |what: &str| Fault::Broken { seq, what: format!("{} is closed, but {what}", seal.day) };
    let Some(day) = BusinessDay::parse(&seal.day) else { return Err(broken("it is no day")) };
    let rows = reader.rows_of_day(day, seq)?;
    if rows.sha256 != seal.rows_sha256 || rows.files != seal.files {
        return Err(broken("its rows were changed"));
    }
    if rows.entries != seal.entries || rows.sums_fen != seal.sums_fen {
        return Err(broken("its counts or sums were changed"));
    }
    if reader.day_contents(day)?.as_ref() != Some(&seal.result_sha256) {
        return Err(broken("its result was changed"));
    }
    Ok(())
}
