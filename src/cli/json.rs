//! The `--json` answers, exactly as promised: key order, amounts as strings with two decimals, ISO dates.
//!
//! Invariant: every answer is one object whose first key is `"schema": 1`; a key once given keeps its meaning.

use serde_json::{Map, Value, json};

use super::backend::Reconciled;
use crate::domain::ageing::Age;
use crate::domain::arrears::changes::Change;
use crate::domain::day::{BusinessDay, TimeOfDay};
use crate::domain::decision::Decided;
use crate::domain::exception::{Class, State};
use crate::domain::import::{Control, FileReport, RowError};
use crate::domain::matching::dispose::version;
use crate::domain::money::Money;
use crate::domain::recon::{Bridge, BySide, CaseLeg, DayResult, ExceptionCase, NegativeShift, Proposal, TotalRow};
use crate::domain::statement::AccountPart;
use crate::text::lang::Lang;
use crate::text::messages;
use crate::text::terms::method_code_word;

/// Version of all that is printed here.
const SCHEMA: u32 = 1;

/// An answer: `schema` first, then these keys in order.
pub fn answer<'a>(keys: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    let mut object = Map::new();
    object.insert("schema".into(), SCHEMA.into());
    object.extend(keys.into_iter().map(|(key, value)| (key.to_string(), value)));
    Value::Object(object)
}

/// `sanhe import`.
pub fn files(reports: &[FileReport], lang: Lang) -> Value {
    answer([("files", list(reports, |report| file(report, lang)))])
}

/// `sanhe reconcile`.
pub fn reconciled(result: &Reconciled) -> Value {
    answer([("days", list(&result.days, day)), ("digest", json!(result.digest))])
}

/// `sanhe exceptions`.
pub fn exceptions(cases: &[ExceptionCase], lang: Lang) -> Value {
    answer([("exceptions", list(cases, |case| exception(case, lang)))])
}

/// How many cases of a result still ask for someone.
pub fn open_cases<'a>(cases: impl IntoIterator<Item = &'a ExceptionCase>) -> usize {
    cases.into_iter().filter(|case| matches!(case.state, State::Open | State::Proposed)).count()
}

/// How many cases of each class, in order of precedence, classes without a case left out.
pub fn count_by_class(cases: &[ExceptionCase]) -> Vec<(Class, usize)> {
    let count = |class: Class| cases.iter().filter(|case| case.class == class).count();
    Class::ALL.iter().map(|class| (*class, count(*class))).filter(|(_, count)| *count > 0).collect()
}

/// A list, each item by the same function.
pub fn list<T>(items: &[T], each: impl Fn(&T) -> Value) -> Value {
    Value::Array(items.iter().map(each).collect())
}

fn file(report: &FileReport, lang: Lang) -> Value {
    let mut value = file_figures(report, lang);
    if let (Some(registry), Value::Object(keys)) = (&report.registry, &mut value) {
        keys.insert("source".into(), json!(registry.source.code()));
        keys.insert("rejected".into(), json!(registry.rejected));
        keys.insert("sheets".into(), json!(registry.sheets));
        keys.insert("changes".into(), list(&registry.changes, change));
    }
    value
}

fn change(change: &Change) -> Value {
    let item = change.item.map(|(month, portion, _)| json!({ "month": month.to_string(), "portion": portion.code() }));
    json!({
        "code": change.code,
        "item": item,
        "figure": change.figure.code(),
        "before": amount(change.before),
        "after": amount(change.after),
    })
}

fn file_figures(report: &FileReport, lang: Lang) -> Value {
    let mut value = json!({
        "path": report.path,
        "sha256": text_or_null(&report.sha256),
        "format": text_or_null(&report.format),
        "source": report.source_code(),
        "outcome": report.outcome.code(),
        "rows_read": report.rows_read,
        "imported": report.imported,
        "known": report.known,
        "changed": report.changed,
        "quarantined": report.quarantined,
        "control_rows": report.control_rows,
        "controls": list(&report.controls, control),
        "errors": list(&report.errors, |error| row_error(error, lang)),
        "warnings": list(&report.warnings, |error| row_error(error, lang)),
        "encoding": report.encoding.map(|encoding| encoding.code()),
        "days": report.days.map(|(from, to)| json!({ "from": date(from), "to": date(to) })),
        "known_since": report.known_since.as_ref().map(|(at, by)| json!({ "at": at, "by": by })),
    });
    if let (Value::Object(object), Some(entries)) = (&mut value, report.entries) {
        object.insert("entries".into(), json!(entries));
    }
    if let (Value::Object(object), Some(parts)) = (&mut value, &report.accounts) {
        object.insert("accounts".into(), list(parts, account_part));
    }
    value
}

/// What a statement says of one account.
pub fn account_part(part: &AccountPart) -> Value {
    json!({
        "account": part.account,
        "currency": part.currency,
        "from": date(part.from),
        "to": date(part.to),
        "rows": part.rows,
        "opening": part.opening.map(amount),
        "closing": part.closing.map(amount),
    })
}

fn control(control: &Control) -> Value {
    json!({ "name": control.name, "expected": control.expected, "actual": control.actual, "ok": control.ok })
}

fn row_error(error: &RowError, lang: Lang) -> Value {
    json!({
        "line": error.line,
        "column": error.column,
        "excerpt": error.excerpt,
        "code": error.code.code(),
        "reason": messages::row_error(error, lang),
        "cure": messages::cure(error.code, lang),
    })
}

fn day(result: &DayResult) -> Value {
    let counts = count_by_class(&result.exceptions);
    let exceptions: Map<String, Value> =
        counts.into_iter().map(|(class, count)| (class.code().to_string(), json!(count))).collect();
    json!({
        "day": date(result.day),
        "entries": by_side(&result.entries),
        "matched": by_side(&result.matched),
        "awaited": result.awaited,
        "totals": list(&result.totals, total),
        "negative_shifts": list(&result.negative_shifts, negative_shift),
        "exceptions": exceptions,
        "bridges": list(&result.bridges, bridge),
        "digest": result.digest,
    })
}

fn by_side(counts: &BySide<u64>) -> Value {
    json!({ "his": counts.his, "cashier": counts.cashier, "bank": counts.bank })
}

fn total(row: &TotalRow) -> Value {
    json!({
        "cashier": row.cashier,
        "method": method_code_word(row.method),
        "his": amount(row.his),
        "cashier_side": amount(row.cashier_side),
        "bank": amount(row.bank),
        "difference": amount(row.difference),
    })
}

fn negative_shift(shift: &NegativeShift) -> Value {
    json!({ "cashier": shift.cashier, "slip_no": shift.slip_no, "amount": amount(shift.amount) })
}

fn bridge(bridge: &Bridge) -> Value {
    json!({
        "channel": method_code_word(bridge.channel),
        "his_net": amount(bridge.his_net),
        "his_only": amount(bridge.his_only),
        "channel_only": amount(bridge.channel_only),
        "differences": amount(bridge.differences),
        "timing": amount(bridge.timing),
        "channel_net": amount(bridge.channel_net),
        "fee": amount(bridge.fee),
        "expected_credit": amount(bridge.expected_credit),
        // Known only once the house names a settlement account for the channel.
        "credited": bridge.credit.map(|credit| amount(credit.credited)),
        "in_transit": bridge.credit.map(|credit| amount(credit.in_transit)),
        "short": bridge.credit.map(|credit| amount(credit.short)),
        "unexplained": amount(bridge.unexplained),
    })
}

/// One case.
pub fn exception(case: &ExceptionCase, lang: Lang) -> Value {
    json!({
        "class": case.class.code(),
        "code": case.class.paper_code(),
        "his_no": case.his_no,
        "order_no": case.order_no,
        "slip_no": case.slip_no,
        "day": date(case.day),
        "method": method_code_word(case.method),
        "cashier": case.cashier,
        "legs": list(&case.legs, leg),
        "difference": amount(case.difference),
        "reason": messages::reason(case, lang),
        "state": case.state.code(),
        "rule": case.rule,
        "notes": list(&case.notes, |note| json!(messages::note(note, lang))),
        "proposals": list(&case.proposals, proposal),
        "key": case.key,
        "version": version(case),
        "owner": text_or_null(&case.work.owner),
        "decision": case.work.decided.as_ref().map(decided),
        "lapsed": case.work.lapsed.as_ref().map(decided),
        "age": case.work.age.map(aged),
    })
}

fn aged(age: Age) -> Value {
    json!({ "working_days": age.working_days, "reminder": age.reminder, "due": age.is_due })
}

fn decided(one: &Decided) -> Value {
    json!({
        "verb": one.verb.code(),
        "actor": one.actor,
        "on": date(one.on),
        "until": one.to.map(date),
        "reason": one.reason,
        "fact": one.seq,
    })
}

fn leg(leg: &CaseLeg) -> Value {
    json!({
        "side": leg.side.code(),
        "amount": amount(leg.amount),
        "at": moment(leg.day, leg.at),
        "file": leg.file,
        "line": leg.line,
    })
}

fn proposal(proposal: &Proposal) -> Value {
    json!({
        "side": proposal.side.code(),
        "amount": amount(proposal.amount),
        "at": moment(proposal.day, proposal.at),
        "order_no": proposal.order_no,
        "score": proposal.score,
        "parts": list(&proposal.parts, |(name, points)| json!({ "name": name, "points": points })),
    })
}

/// An amount: a string with two decimals.
pub fn amount(amount: Money) -> Value {
    Value::String(amount.to_string())
}

/// A date: ISO.
pub fn date(day: BusinessDay) -> Value {
    Value::String(day.to_string())
}

/// A moment: date and time, or the date alone where no time is known.
pub fn moment(day: BusinessDay, at: TimeOfDay) -> Value {
    Value::String(if at.is_known() { format!("{day} {at}") } else { day.to_string() })
}

fn text_or_null(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { text.into() }
}
