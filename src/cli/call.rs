//! `sanhe call log|list|results`: what came of calls.

use clap::Subcommand;
use serde_json::{Value, json};

use super::backend::{self, CallLine};
use super::context::{Context, parse_day};
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table};
use crate::domain::collection::call::{CallNote, Pledge};
use crate::domain::collection::policy::CollectionPolicy;
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::text::collection::{self, CollectionWord};
use crate::text::lang::Lang;

/// Arguments of `sanhe call`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// Log a call with an employer
    Log(LogArgs),
    /// List the calls, the newest first
    List {
        /// Credit code, number, or whole name; all employers when none
        #[arg(value_name = "EMPLOYER")]
        employer: Option<String>,
        /// Most to list
        #[arg(long, value_name = "N", default_value_t = 50)]
        limit: usize,
    },
    /// What a call may come to
    Results,
}

#[derive(clap::Args, Debug)]
struct LogArgs {
    /// Credit code, number, or whole name
    #[arg(value_name = "EMPLOYER")]
    employer: String,
    /// What came of it, a code of `sanhe call results`
    #[arg(long, value_name = "CODE")]
    result: String,
    /// Whom you spoke to
    #[arg(long, value_name = "NAME", default_value = "")]
    person: String,
    /// In your own words
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    /// Amount promised
    #[arg(long, value_name = "AMOUNT", requires = "pay_on", value_parser = parse_amount)]
    promise: Option<Money>,
    /// Day it is promised for
    #[arg(long, value_name = "DAY", requires = "promise", value_parser = parse_day)]
    pay_on: Option<BusinessDay>,
    /// Day of the next contact; else the day promised, or as the result asks for
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    next: Option<BusinessDay>,
}

pub(super) fn parse_amount(text: &str) -> Result<Money, String> {
    Money::parse_plain(text).ok_or_else(|| "write an amount with at most two decimals, like 30000.00".to_string())
}

/// Logs or lists.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    match &args.verb {
        Verb::Log(args) => log(context, args),
        Verb::List { employer, limit } => {
            let lines = backend::calls(context, employer.as_deref(), *limit)?;
            let policy = backend::collection_policy(context)?;
            Ok(Answer::new(
                context,
                Exit::Done,
                || answers::answer([("calls", answers::list(&lines, as_json))]),
                || listing(&lines, &policy, context.lang),
            ))
        }
        Verb::Results => {
            let policy = backend::collection_policy(context)?;
            Ok(Answer::new(context, Exit::Done, || results_json(&policy), || results(&policy, context.lang)))
        }
    }
}

fn log(context: &Context, args: &LogArgs) -> Result<Answer, Failure> {
    let note = CallNote {
        result: args.result.clone(),
        person: args.person.clone(),
        note: args.note.clone(),
        next_on: args.next,
        promise: args.promise.zip(args.pay_on).map(|(amount, pay_on)| Pledge { amount, pay_on }),
    };
    let logged = backend::log_call(context, &args.employer, &note)?;
    let next = logged.note.next_on.map(|day| day.to_string());
    Ok(Answer::new(
        context,
        Exit::Done,
        || {
            answers::answer([
                ("code", json!(logged.employer.code.as_str())),
                ("result", json!(logged.note.result)),
                ("promise", json!(logged.promise)),
                ("next_on", json!(next)),
            ])
        },
        || collection::call_logged(&logged.employer.name, logged.promise, next.as_deref(), context.lang),
    ))
}

fn as_json(line: &CallLine) -> Value {
    let note = &line.call.note;
    json!({
        "code": line.employer.code.as_str(),
        "name": line.employer.name,
        "on": answers::date(line.call.called_on),
        "by": line.call.actor,
        "result": note.result,
        "person": note.person,
        "note": note.note,
        "next_on": note.next_on.map(|day| day.to_string()),
        "promise": line.promise.as_ref().map(super::promise::judged_json),
    })
}

fn listing(lines: &[CallLine], policy: &CollectionPolicy, lang: Lang) -> String {
    if lines.is_empty() {
        return CollectionWord::NoCalls.in_lang(lang).to_string();
    }
    let headings = [
        CollectionWord::CalledOn,
        CollectionWord::Employer,
        CollectionWord::Officer,
        CollectionWord::Result,
        CollectionWord::Person,
        CollectionWord::NextOn,
        CollectionWord::Promise,
        CollectionWord::Note,
    ];
    let mut table = Table::new(headings.map(|word| (word.in_lang(lang), Align::Left)));
    for line in lines {
        let note = &line.call.note;
        table.row([
            line.call.called_on.to_string(),
            line.employer.name.clone(),
            line.call.actor.clone(),
            policy.result(&note.result).map_or(note.result.as_str(), |one| collection::result(one, lang)).to_string(),
            note.person.clone(),
            note.next_on.map_or(String::new(), |day| day.to_string()),
            line.promise.as_ref().map_or(String::new(), |judged| collection::promise(judged, lang)),
            note.note.clone(),
        ]);
    }
    table.render()
}

fn results_json(policy: &CollectionPolicy) -> Value {
    answers::answer([(
        "results",
        answers::list(&policy.results, |one| {
            json!({ "code": one.code, "zh": one.zh, "en": one.en, "promises": one.promises,
                "next_working_days": one.next_working_days })
        }),
    )])
}

fn results(policy: &CollectionPolicy, lang: Lang) -> String {
    let headings = [CollectionWord::Code, CollectionWord::Result];
    let mut table = Table::new(headings.map(|word| (word.in_lang(lang), Align::Left)));
    for one in &policy.results {
        table.row([one.code.clone(), collection::result(one, lang).to_string()]);
    }
    table.render()
}
