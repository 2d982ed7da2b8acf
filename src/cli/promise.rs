//! `sanhe promise list|change|withdraw`: promises, judged from receipts.

use clap::Subcommand;
use serde_json::{Value, json};

use super::backend::{self, PromiseLine};
use super::call::parse_amount;
use super::context::{Context, parse_day};
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table};
use crate::domain::collection::call::Pledge;
use crate::domain::collection::promise::{Judged, PromiseState};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::text::collection::{self, CollectionWord};
use crate::text::lang::Lang;

/// Arguments of `sanhe promise`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// List the promises, those due first first
    List {
        /// Credit code, number, or whole name; all employers when none
        #[arg(value_name = "EMPLOYER")]
        employer: Option<String>,
        /// Only those that are open, kept, part, broken or withdrawn
        #[arg(long, value_name = "STATE", value_parser = parse_state)]
        state: Option<PromiseState>,
        /// Judged as of this date; else today
        #[arg(long, value_name = "DAY", value_parser = parse_day)]
        as_of: Option<BusinessDay>,
    },
    /// Change amount or day of a promise that is still open
    Change {
        /// Number of the promise
        #[arg(value_name = "NO")]
        no: i64,
        /// Amount promised now
        #[arg(long, value_name = "AMOUNT", value_parser = parse_amount)]
        amount: Option<Money>,
        /// Day promised now
        #[arg(long, value_name = "DAY", value_parser = parse_day)]
        pay_on: Option<BusinessDay>,
        /// Why it changes
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Take a promise back that is still open
    Withdraw {
        /// Number of the promise
        #[arg(value_name = "NO")]
        no: i64,
        /// Why it is taken back
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

fn parse_state(text: &str) -> Result<PromiseState, String> {
    let known = || PromiseState::ALL.iter().map(|state| state.code()).collect::<Vec<_>>().join(", ");
    PromiseState::from_code(text).ok_or_else(|| format!("write one of {}", known()))
}

/// Lists or changes.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    match &args.verb {
        Verb::List { employer, state, as_of } => {
            let lines = backend::promises(context, employer.as_deref(), *state, *as_of)?;
            Ok(Answer::new(
                context,
                Exit::Done,
                || answers::answer([("promises", answers::list(&lines, as_json))]),
                || listing(&lines, context.lang),
            ))
        }
        Verb::Change { no, amount, pay_on, reason } => {
            let now = backend::pledge_of(context, *no)?;
            let pledge = Pledge { amount: amount.unwrap_or(now.amount), pay_on: pay_on.unwrap_or(now.pay_on) };
            backend::change_promise(context, *no, Some(pledge), reason)?;
            Ok(done(context, *no, false))
        }
        Verb::Withdraw { no, reason } => {
            backend::change_promise(context, *no, None, reason)?;
            Ok(done(context, *no, true))
        }
    }
}

fn done(context: &Context, no: i64, withdrawn: bool) -> Answer {
    let json = || answers::answer([("promise", json!(no)), ("withdrawn", json!(withdrawn))]);
    Answer::new(context, Exit::Done, json, || collection::promise_done(no, withdrawn, context.lang))
}

/// A promise as it stands.
pub(super) fn judged_json(judged: &Judged) -> Value {
    json!({
        "no": judged.promise.no,
        "made_on": answers::date(judged.promise.made_on),
        "amount": answers::amount(judged.promise.pledge.amount),
        "pay_on": answers::date(judged.promise.pledge.pay_on),
        "grace_until": judged.grace_until.map(|day| day.to_string()),
        "received": answers::amount(judged.received),
        "state": judged.state.code(),
    })
}

fn as_json(line: &PromiseLine) -> Value {
    let mut value = judged_json(&line.judged);
    if let Value::Object(keys) = &mut value {
        keys.insert("code".into(), json!(line.employer.code.as_str()));
        keys.insert("name".into(), json!(line.employer.name));
        let versions = answers::list(&line.versions, |version| {
            json!({
                "on": answers::date(version.promise.made_on),
                "by": version.actor,
                "amount": answers::amount(version.promise.pledge.amount),
                "pay_on": answers::date(version.promise.pledge.pay_on),
                "withdrawn": version.promise.withdrawn,
                "reason": version.reason,
            })
        });
        keys.insert("versions".into(), versions);
    }
    value
}

fn listing(lines: &[PromiseLine], lang: Lang) -> String {
    if lines.is_empty() {
        return CollectionWord::NoPromises.in_lang(lang).to_string();
    }
    let columns = [
        (CollectionWord::PromiseNo, Align::Right),
        (CollectionWord::Employer, Align::Left),
        (CollectionWord::Made, Align::Left),
        (CollectionWord::PayOn, Align::Left),
        (CollectionWord::Promised, Align::Right),
        (CollectionWord::Received, Align::Right),
        (CollectionWord::State, Align::Left),
        (CollectionWord::GraceUntil, Align::Left),
        (CollectionWord::Versions, Align::Right),
    ];
    let mut table = Table::new(columns.map(|(word, align)| (word.in_lang(lang), align)));
    for line in lines {
        let Judged { promise, state, received, grace_until } = &line.judged;
        table.row([
            promise.no.to_string(),
            line.employer.name.clone(),
            promise.made_on.to_string(),
            promise.pledge.pay_on.to_string(),
            promise.pledge.amount.grouped(),
            received.grouped(),
            collection::promise_state(*state, lang).to_string(),
            grace_until.map_or(String::new(), |day| day.to_string()),
            (line.versions.len().max(1) - 1).to_string(),
        ]);
    }
    table.render()
}
