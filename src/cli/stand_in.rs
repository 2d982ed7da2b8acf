//! `sanhe stand-in list|begin|end`: who acts for whom, for some days.

use clap::Subcommand;
use serde_json::json;

use super::backend::{self, StandInAsked};
use super::context::{Context, parse_day};
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table};
use crate::domain::approval::people::StandIn;
use crate::domain::day::BusinessDay;
use crate::text::approval::ApprovalWord;
use crate::text::lang::Lang;

/// Arguments of `sanhe stand-in`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// Every stand-in, and whether it holds today
    List,
    /// Name another operator of the same post to act for you, 30 days at most
    Begin {
        /// Who stands in for you
        #[arg(value_name = "OPERATOR")]
        deputy: String,
        /// First day; else today
        #[arg(long, value_name = "DAY", value_parser = parse_day)]
        from: Option<BusinessDay>,
        /// Last day
        #[arg(long, value_name = "DAY", value_parser = parse_day)]
        to: BusinessDay,
    },
    /// End a stand-in now; by either of the two
    End {
        /// Its number
        #[arg(value_name = "NUMBER", value_parser = clap::value_parser!(i64).range(1..))]
        number: i64,
    },
}

/// Lists, begins or ends.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let asked = match &args.verb {
        Verb::List => return list(context),
        Verb::Begin { deputy, from, to } => {
            StandInAsked::Begin { deputy: deputy.clone(), from: from.unwrap_or(context.now.today), to: *to }
        }
        Verb::End { number } => StandInAsked::End { seq: *number },
    };
    let said = backend::stand_in(context, asked)?;
    let state = if said.ends_seq > 0 { ApprovalWord::Ended } else { ApprovalWord::StandIns };
    let words = || {
        let (from, to) = (&said.from_on, &said.to_on);
        format!(
            "{} {}({}{}) {from} - {to}\n",
            state.in_lang(context.lang),
            said.deputy,
            context.lang.pick("代", "for "),
            said.principal
        )
    };
    let keys = || {
        answers::answer([
            ("principal", json!(said.principal)),
            ("deputy", json!(said.deputy)),
            ("from", json!(said.from_on)),
            ("to", json!(said.to_on)),
            ("ended", json!(said.ends_seq > 0)),
        ])
    };
    Ok(Answer::new(context, Exit::Done, keys, words))
}

fn list(context: &Context) -> Result<Answer, Failure> {
    let rows = backend::stand_ins(context)?;
    let as_json = |(one, state): &(StandIn, ApprovalWord)| {
        json!({
            "number": one.seq, "principal": one.principal, "deputy": one.deputy,
            "from": one.from.to_string(), "to": one.to.to_string(), "state": state.in_lang(Lang::En),
        })
    };
    Ok(Answer::new(
        context,
        Exit::Done,
        || answers::answer([("stand_ins", answers::list(&rows, as_json))]),
        || listing(&rows, context.lang),
    ))
}

fn listing(rows: &[(StandIn, ApprovalWord)], lang: Lang) -> String {
    if rows.is_empty() {
        return format!("{}\n", ApprovalWord::NoStandIns.in_lang(lang));
    }
    let words = [
        ApprovalWord::Number,
        ApprovalWord::Principal,
        ApprovalWord::Deputy,
        ApprovalWord::From,
        ApprovalWord::To,
        ApprovalWord::State,
    ];
    let mut table = Table::new(words.map(|word| (word.in_lang(lang), Align::Left)));
    for (one, state) in rows {
        table.row([
            one.seq.to_string(),
            one.principal.clone(),
            one.deputy.clone(),
            one.from.to_string(),
            one.to.to_string(),
            state.in_lang(lang).to_string(),
        ]);
    }
    table.render()
}
