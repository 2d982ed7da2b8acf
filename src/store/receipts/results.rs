//! Results of days: figures as one JSON object a day, one row an exception.
//!
//! Invariant: what is read back equals what the engine said (`tests/book.rs` compares them).

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Row, named_params};
use serde::{Deserialize, Serialize};

use super::super::fault::{During, Fault};
use super::super::{Reader, Writer, convert};
use crate::domain::day::{BusinessDay, TimeOfDay};
use crate::domain::decision::{CaseWork, Decided, Verb};
use crate::domain::entry::{EntryId, Kind, Method, Side};
use crate::domain::exception::State;
use crate::domain::import::Control;
use crate::domain::money::Money;
use crate::domain::recon::{
    Bridge, BridgeCredit, BySide, CaseLeg, DayResult, ExceptionCase, NegativeShift, Note, Proposal, TotalRow,
};

/// 日结果 as kept, without its exceptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDay {
    /// 营业日.
    pub day: BusinessDay,
    /// Fact of the run.
    pub seq: i64,
    /// Exceptions open or proposed.
    pub open: u32,
    /// Exceptions listed (informational ones left out).
    pub listed: u32,
    /// Σ of their differences without sign.
    pub differences: Money,
}

#[derive(Serialize, Deserialize)]
struct Figures {
    entries: [u64; 3],
    matched: [u64; 3],
    awaited: u64,
    engine_digest: String,
    /// cashier, method, his, cashier side, bank, bank due, difference.
    totals: Vec<(String, String, i64, i64, i64, bool, i64)>,
    negative_shifts: Vec<(String, String, i64)>,
    /// channel and the ten figures of a bridge.
    bridges: Vec<(String, [i64; 9])>,
    /// Beside each bridge: credited, in transit, short; empty where no settlement account is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    credits: Vec<Option<[i64; 3]>>,
}

#[derive(Serialize, Deserialize)]
struct Body {
    legs: Vec<Leg>,
    /// Hash of each leg's content, hex.
    marks: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    notes: Vec<NoteText>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    proposals: Vec<ProposalText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    work: Option<WorkText>,
}

/// side, entry (0: none), kind, amount, face, day, second, line, file (only where there is no entry).
pub(super) type Leg = (u8, i64, u8, i64, i64, i32, u32, u32, String);
/// owner, last fact, decision that settles it, decision that lapsed.
type WorkText = (String, i64, Option<DecidedText>, Option<DecidedText>);
/// fact, verb, actor, business day, reason, day carried to.
type DecidedText = (i64, String, String, i32, String, Option<i32>);
/// kind of note, figures, texts.
type NoteText = (String, Vec<i64>, Vec<String>);
/// entry, side, amount, day, second, order number, parts.
type ProposalText = (i64, u8, i64, i32, u32, String, Vec<(String, i32)>);

const RESULT: &str =
    "SELECT day, seq, open, listed, differences_fen, digest, figures FROM day_results WHERE day = :day";
const SUMMARIES: &str = "SELECT day, seq, open, listed, differences_fen FROM day_results ORDER BY day";
const CASES: &str =
    "SELECT id, day, class, state, method, cashier, his_no, order_no, slip_no, difference_fen, rule, body,
    key FROM exceptions WHERE day = :day ORDER BY place";
const CASES_BETWEEN: &str =
    "SELECT id, day, class, state, method, cashier, his_no, order_no, slip_no, difference_fen, rule, body,
    key FROM exceptions WHERE day BETWEEN :from AND :to ORDER BY day, place";
const CASES_BY_KEY: &str =
    "SELECT id, day, class, state, method, cashier, his_no, order_no, slip_no, difference_fen, rule, body,
    key FROM exceptions WHERE key >= :prefix AND key < :after ORDER BY key LIMIT 2";
const OPEN_CASES: &str =
    "SELECT id, day, class, state, method, cashier, his_no, order_no, slip_no, difference_fen, rule, body,
    key FROM exceptions WHERE state IN ('open', 'proposed') ORDER BY day, place LIMIT :limit";

impl Writer<'_> {
    /// Puts a day's result in the place of the one before: `run_seq` is the fact of the run that matched
    /// its rows, `seq` the fact of the act that says this result.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn put_day_result(&self, run_seq: i64, seq: i64, result: &DayResult) -> Result<(), Fault> {
        self.put_day_result_inner(run_seq, seq, result).during("store a day's result")
    }

    fn put_day_result_inner(&self, run_seq: i64, seq: i64, result: &DayResult) -> rusqlite::Result<()> {
        let connection = self.connection();
        let day = result.day.to_string();
        let listed = result.exceptions.iter().filter(|case| case.state != State::Informational);
        let open = listed.clone().filter(|case| matches!(case.state, State::Open | State::Proposed));
        let differences: Money = open.clone().map(|case| case.difference.abs()).sum();
        connection.prepare_cached("DELETE FROM exceptions WHERE day = :day")?.execute(named_params! {":day": day})?;
        connection
            .prepare_cached(
                "INSERT INTO day_results (day, seq, said_seq, digest, open, listed, differences_fen, figures)
                VALUES (:day, :run_seq, :seq, :digest, :open, :listed, :differences, :figures)
                ON CONFLICT (day) DO UPDATE SET seq = :run_seq, said_seq = :seq, digest = :digest, open = :open,
                    listed = :listed, differences_fen = :differences, figures = :figures",
            )?
            .execute(named_params! {
                ":day": day, ":run_seq": run_seq, ":seq": seq, ":digest": result.digest, ":open": open.count() as i64,
                ":listed": listed.count() as i64, ":differences": differences.fen(), ":figures": figures_json(result),
            })?;
        let mut insert = connection.prepare_cached(
            "INSERT INTO exceptions (day, place, class, state, method, cashier, his_no, order_no, slip_no,
                difference_fen, rule, body, key)
            VALUES (:day, :place, :class, :state, :method, :cashier, :his_no, :order_no, :slip_no,
                :difference, :rule, :body, :key)",
        )?;
        for (place, case) in result.exceptions.iter().enumerate() {
            insert.execute(named_params! {
                ":day": day, ":place": place as i64, ":class": case.class.code(), ":state": case.state.code(),
                ":method": case.method.code(), ":cashier": case.cashier, ":his_no": case.his_no,
                ":order_no": case.order_no, ":slip_no": case.slip_no, ":difference": case.difference.fen(),
                ":rule": case.rule, ":body": body_json(case), ":key": case.key,
            })?;
        }
        Ok(())
    }
}

impl Reader {
    /// The stored result of a day.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn day_result(&self, day: BusinessDay) -> Result<Option<DayResult>, Fault> {
        let mut statement = self.connection().prepare_cached(RESULT).during("read a day's result")?;
        let stored: Option<(String, String)> = statement
            .query_row(named_params! {":day": day.to_string()}, |row| Ok((row.get(5)?, row.get(6)?)))
            .optional()
            .during("read a day's result")?;
        let Some((digest, figures)) = stored else { return Ok(None) };
        let figures: Figures =
            serde_json::from_str(&figures).map_err(std::io::Error::from).during("read a day's result")?;
        Ok(Some(DayResult {
            day,
            entries: by_side(figures.entries),
            matched: by_side(figures.matched),
            awaited: figures.awaited,
            totals: figures.totals.into_iter().map(total_row).collect(),
            negative_shifts: figures.negative_shifts.into_iter().map(negative_shift).collect(),
            exceptions: self.cases(CASES, named_params! {":day": day.to_string()})?,
            bridges: with_credits(figures.bridges.into_iter().map(bridge).collect(), &figures.credits),
            engine_digest: figures.engine_digest,
            digest,
        }))
    }

    /// Results of all days, in short, oldest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn stored_days(&self) -> Result<Vec<StoredDay>, Fault> {
        let mut statement = self.connection().prepare_cached(SUMMARIES).during("read results")?;
        let rows = statement
            .query_map([], |row| {
                Ok(StoredDay {
                    day: convert::day(row, 0)?,
                    seq: row.get(1)?,
                    open: row.get(2)?,
                    listed: row.get(3)?,
                    differences: Money::from_fen(row.get(4)?),
                })
            })
            .during("read results")?;
        rows.collect::<Result<_, _>>().during("read results")
    }

    /// Every case of the days from–to, oldest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn cases_between(&self, from: BusinessDay, to: BusinessDay) -> Result<Vec<ExceptionCase>, Fault> {
        self.cases(CASES_BETWEEN, named_params! {":from": from.to_string(), ":to": to.to_string()})
    }

    /// Cases whose key begins with these hex digits, at most two.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn cases_by_key(&self, prefix: &str) -> Result<Vec<ExceptionCase>, Fault> {
        let mut cases = self.cases_of_prefix(prefix)?;
        self.name_files(&mut cases)?;
        Ok(cases)
    }

    /// The fact of the run that matched a day's rows; `None` before the first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn day_run_seq(&self, day: BusinessDay) -> Result<Option<i64>, Fault> {
        let sql = "SELECT seq FROM day_results WHERE day = :day";
        let mut statement = self.connection().prepare_cached(sql).during("read a day's result")?;
        let row = statement.query_row(named_params! {":day": day.to_string()}, |row| row.get(0));
        row.optional().during("read a day's result")
    }

    /// Cases that ask for someone, oldest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn open_cases(&self, limit: usize) -> Result<Vec<ExceptionCase>, Fault> {
        self.cases(OPEN_CASES, named_params! {":limit": limit as i64})
    }

    fn cases(&self, sql: &str, arguments: &[(&str, &dyn rusqlite::ToSql)]) -> Result<Vec<ExceptionCase>, Fault> {
        let mut cases = self.nameless_cases(sql, arguments)?;
        self.name_files(&mut cases)?;
        Ok(cases)
    }

    fn nameless_cases(
        &self,
        sql: &str,
        arguments: &[(&str, &dyn rusqlite::ToSql)],
    ) -> Result<Vec<ExceptionCase>, Fault> {
        let mut statement = self.connection().prepare_cached(sql).during("read exceptions")?;
        let rows = statement.query_map(arguments, case).during("read exceptions")?;
        rows.collect::<Result<_, _>>().during("read exceptions")
    }

    /// Cases whose key begins so, at most two; the files of their rows are not named yet.
    pub(super) fn cases_of_prefix(&self, prefix: &str) -> Result<Vec<ExceptionCase>, Fault> {
        let after = format!("{prefix}g");
        self.nameless_cases(CASES_BY_KEY, named_params! {":prefix": prefix, ":after": after})
    }

    /// Puts the name of its file to each row.
    pub(super) fn name_files(&self, cases: &mut [ExceptionCase]) -> Result<(), Fault> {
        let segments: BTreeSet<i64> =
            cases.iter().flat_map(|case| &case.legs).filter_map(|leg| leg.entry).map(EntryId::segment).collect();
        let names = self.file_names(&segments)?;
        for leg in cases.iter_mut().flat_map(|case| &mut case.legs) {
            if let Some(name) = leg.entry.and_then(|entry| names.get(&entry.segment())) {
                leg.file.clone_from(name);
            }
        }
        Ok(())
    }
}

fn by_side(figures: [u64; 3]) -> BySide<u64> {
    BySide { his: figures[0], cashier: figures[1], bank: figures[2] }
}

fn figures_json(result: &DayResult) -> String {
    let sides = |figures: &BySide<u64>| [figures.his, figures.cashier, figures.bank];
    let total = |row: &TotalRow| {
        let code = row.method.code().to_string();
        let fen = (row.his.fen(), row.cashier_side.fen(), row.bank.fen());
        (row.cashier.clone(), code, fen.0, fen.1, fen.2, row.bank_due, row.difference.fen())
    };
    let bridge = |bridge: &Bridge| {
        let figures = [
            bridge.his_net,
            bridge.his_only,
            bridge.channel_only,
            bridge.differences,
            bridge.timing,
            bridge.channel_net,
            bridge.fee,
            bridge.expected_credit,
            bridge.unexplained,
        ];
        (bridge.channel.code().to_string(), figures.map(Money::fen))
    };
    let credit = |credit: BridgeCredit| [credit.credited, credit.in_transit, credit.short].map(Money::fen);
    let credits = result.bridges.iter().map(|bridge| bridge.credit.map(credit)).collect();
    let shift = |shift: &NegativeShift| (shift.cashier.clone(), shift.slip_no.clone(), shift.amount.fen());
    let figures = Figures {
        entries: sides(&result.entries),
        matched: sides(&result.matched),
        awaited: result.awaited,
        engine_digest: result.engine_digest.clone(),
        totals: result.totals.iter().map(total).collect(),
        negative_shifts: result.negative_shifts.iter().map(shift).collect(),
        bridges: result.bridges.iter().map(bridge).collect(),
        credits: if result.bridges.iter().any(|bridge| bridge.credit.is_some()) { credits } else { Vec::new() },
    };
    serde_json::to_string(&figures).unwrap_or_default()
}

fn with_credits(mut bridges: Vec<Bridge>, credits: &[Option<[i64; 3]>]) -> Vec<Bridge> {
    for (bridge, credit) in bridges.iter_mut().zip(credits) {
        bridge.credit = credit.map(|fen| {
            let [credited, in_transit, short] = fen.map(Money::from_fen);
            BridgeCredit { credited, in_transit, short }
        });
    }
    bridges
}

fn total_row(row: (String, String, i64, i64, i64, bool, i64)) -> TotalRow {
    let (cashier, method, his, cashier_side, bank, bank_due, difference) = row;
    TotalRow {
        cashier,
        method: Method::from_code(&method).unwrap_or(Method::Other),
        his: Money::from_fen(his),
        cashier_side: Money::from_fen(cashier_side),
        bank: Money::from_fen(bank),
        bank_due,
        difference: Money::from_fen(difference),
    }
}

fn negative_shift((cashier, slip_no, fen): (String, String, i64)) -> NegativeShift {
    NegativeShift { cashier, slip_no, amount: Money::from_fen(fen) }
}

fn bridge((channel, figures): (String, [i64; 9])) -> Bridge {
    let figures = figures.map(Money::from_fen);
    Bridge {
        channel: Method::from_code(&channel).unwrap_or(Method::Other),
        his_net: figures[0],
        his_only: figures[1],
        channel_only: figures[2],
        differences: figures[3],
        timing: figures[4],
        channel_net: figures[5],
        fee: figures[6],
        expected_credit: figures[7],
        unexplained: figures[8],
        credit: None,
    }
}

fn body_json(case: &ExceptionCase) -> String {
    let leg = |leg: &CaseLeg| {
        let entry = leg.entry.map_or(0, EntryId::number);
        let file = if leg.entry.is_none() { leg.file.clone() } else { String::new() };
        let (day, second) = (leg.day.number(), leg.at.second());
        (leg.side as u8, entry, leg.kind as u8, leg.amount.fen(), leg.face.fen(), day, second, leg.line, file)
    };
    let proposal = |one: &Proposal| {
        let (day, second) = (one.day.number(), one.at.second());
        let parts = one.parts.clone();
        (one.entry.number(), one.side as u8, one.amount.fen(), day, second, one.order_no.clone(), parts)
    };
    let body = Body {
        legs: case.legs.iter().map(leg).collect(),
        marks: case.legs.iter().map(|leg| format!("{:032x}", leg.mark)).collect(),
        notes: case.notes.iter().map(note_text).collect(),
        proposals: case.proposals.iter().map(proposal).collect(),
        work: (case.work != CaseWork::default()).then(|| work_text(&case.work)),
    };
    serde_json::to_string(&body).unwrap_or_default()
}

fn case(row: &Row<'_>) -> rusqlite::Result<ExceptionCase> {
    let body: String = row.get(11)?;
    let wrong = |error: serde_json::Error| {
        rusqlite::Error::FromSqlConversionFailure(11, rusqlite::types::Type::Text, Box::new(error))
    };
    let body: Body = serde_json::from_str(&body).map_err(wrong)?;
    Ok(ExceptionCase {
        id: row.get(0)?,
        key: row.get(12)?,
        day: convert::day(row, 1)?,
        class: convert::class(row, 2)?,
        state: convert::state(row, 3)?,
        method: convert::method(row, 4)?.unwrap_or(Method::Other),
        cashier: row.get(5)?,
        his_no: row.get(6)?,
        order_no: row.get(7)?,
        slip_no: row.get(8)?,
        difference: Money::from_fen(row.get(9)?),
        rule: row.get(10)?,
        legs: body.legs.into_iter().zip(body.marks).map(case_leg).collect(),
        notes: body.notes.into_iter().filter_map(note).collect(),
        proposals: body.proposals.into_iter().map(proposal).collect(),
        work: body.work.map(case_work).unwrap_or_default(),
    })
}

fn day_of(number: i32) -> BusinessDay {
    BusinessDay::from_number(number).unwrap_or(BusinessDay::from_date(chrono::NaiveDate::MIN))
}

fn case_leg(((side, entry, kind, amount, face, day, second, line, file), mark): (Leg, String)) -> CaseLeg {
    CaseLeg {
        side: Side::from_byte(side).unwrap_or(Side::His),
        entry: (entry != 0).then(|| EntryId::from_number(entry)),
        kind: Kind::from_byte(kind).unwrap_or(Kind::Pay),
        amount: Money::from_fen(amount),
        face: Money::from_fen(face),
        day: day_of(day),
        at: TimeOfDay::from_second(second),
        file,
        line,
        mark: u128::from_str_radix(&mark, 16).unwrap_or(0),
    }
}

fn work_text(work: &CaseWork) -> WorkText {
    let text = |one: &Decided| {
        let to = one.to.map(BusinessDay::number);
        (one.seq, one.verb.code().to_string(), one.actor.clone(), one.on.number(), one.reason.clone(), to)
    };
    (work.owner.clone(), work.last_seq, work.decided.as_ref().map(text), work.lapsed.as_ref().map(text))
}

fn case_work((owner, last_seq, decided, lapsed): WorkText) -> CaseWork {
    let read = |(seq, verb, actor, on, reason, to): DecidedText| {
        let verb = Verb::from_code(&verb)?;
        Some(Decided { seq, verb, actor, on: day_of(on), reason, to: to.map(day_of) })
    };
    CaseWork { owner, last_seq, decided: decided.and_then(read), lapsed: lapsed.and_then(read), age: None }
}

fn proposal((entry, side, amount, day, second, order_no, parts): ProposalText) -> Proposal {
    Proposal {
        entry: EntryId::from_number(entry),
        side: Side::from_byte(side).unwrap_or(Side::Bank),
        amount: Money::from_fen(amount),
        day: day_of(day),
        at: TimeOfDay::from_second(second),
        order_no,
        score: parts.iter().map(|(_, points)| points).sum(),
        parts,
    }
}

fn note_text(note: &Note) -> NoteText {
    let (name, figures, texts): (&str, Vec<i64>, Vec<String>) = match note {
        Note::HundredFold => ("hundred_fold", vec![], vec![]),
        Note::DigitsSwapped => ("digits_swapped", vec![], vec![]),
        Note::TiedByHand => ("tied_by_hand", vec![], vec![]),
        Note::Times(times) => ("times", vec![i64::from(*times)], vec![]),
        Note::FeeExpected(fee) => ("fee_expected", vec![fee.fen()], vec![]),
        Note::Original { his_no, method, paid, refunded } => {
            let method = method.map_or(String::new(), |method| method.code().to_string());
            ("original", vec![paid.fen(), refunded.fen()], vec![his_no.clone(), method])
        }
        Note::Shift { rows, sum } => ("shift", vec![i64::from(*rows), sum.fen()], vec![]),
        Note::PaidThenRevoked => ("paid_then_revoked", vec![], vec![]),
        Note::OtherMethod(one, other) => ("other_method", vec![], vec![one.code().into(), other.code().into()]),
        Note::DaysApart(days) => ("days_apart", vec![i64::from(*days)], vec![]),
        Note::Merchant(merchant) => ("merchant", vec![], vec![merchant.clone()]),
        Note::Unparsed { column, code } => ("unparsed", vec![], vec![column.clone(), code.clone()]),
        Note::Settlement { merchant, net, due, overdue } => {
            let due = due.map_or(i64::MIN, |day| i64::from(day.number()));
            ("settlement", vec![net.fen(), due, i64::from(*overdue)], vec![merchant.clone()])
        }
        Note::Labelled(name) => ("labelled", vec![], vec![name.clone()]),
        Note::Ways(ways) => ("ways", vec![], ways.clone()),
    };
    (name.to_string(), figures, texts)
}

fn note((name, figures, mut texts): NoteText) -> Option<Note> {
    let figure = |place: usize| figures.get(place).copied().unwrap_or(0);
    let money = |place: usize| Money::from_fen(figure(place));
    if name == "ways" {
        return Some(Note::Ways(texts));
    }
    texts.resize(2, String::new());
    let (second, first) = (texts.pop()?, texts.pop()?);
    Some(match name.as_str() {
        "hundred_fold" => Note::HundredFold,
        "digits_swapped" => Note::DigitsSwapped,
        "tied_by_hand" => Note::TiedByHand,
        "times" => Note::Times(figure(0).unsigned_abs() as u32),
        "fee_expected" => Note::FeeExpected(money(0)),
        "original" => {
            let method = Method::from_code(&second);
            Note::Original { his_no: first, method, paid: money(0), refunded: money(1) }
        }
        "shift" => Note::Shift { rows: figure(0).unsigned_abs() as u32, sum: money(1) },
        "paid_then_revoked" => Note::PaidThenRevoked,
        "other_method" => Note::OtherMethod(Method::from_code(&first)?, Method::from_code(&second)?),
        "days_apart" => Note::DaysApart(figure(0) as i32),
        "merchant" => Note::Merchant(first),
        "settlement" => {
            let due = i32::try_from(figure(1)).ok().and_then(BusinessDay::from_number);
            Note::Settlement { merchant: first, net: money(0), due, overdue: figure(2) != 0 }
        }
        "labelled" => Note::Labelled(first),
        "unparsed" => Note::Unparsed { column: first, code: second },
        _ => return None,
    })
}

/// Control totals as one JSON array.
pub(in crate::store) fn controls_to_json(controls: &[Control]) -> String {
    let rows: Vec<_> = controls.iter().map(|one| (&one.name, &one.expected, &one.actual, one.ok)).collect();
    serde_json::to_string(&rows).unwrap_or_else(|_| "[]".into())
}

/// Control totals read back.
pub(in crate::store) fn controls_from_json(text: &str) -> Vec<Control> {
    let rows: Vec<(String, String, String, bool)> = serde_json::from_str(text).unwrap_or_default();
    rows.into_iter().map(|(name, expected, actual, ok)| Control { name, expected, actual, ok }).collect()
}
