//! `sanhe journal show|verify`.

use clap::Subcommand;
use serde_json::{Value, json};

use super::backend::{self, JournalLine};
use super::context::Context;
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table};
use crate::text::commands::{self, CommandWord};
use crate::text::lang::Lang;
use crate::text::terms;

/// Arguments of `sanhe journal`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// Show the last facts, oldest first
    Show {
        /// How many
        #[arg(long, value_name = "COUNT", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=100_000))]
        last: u32,
    },
    /// Verify the chain from the first fact to the head
    Verify,
}

/// Shows or verifies.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    match args.verb {
        Verb::Show { last } => {
            let lines = backend::journal(context, last)?;
            Ok(Answer::new(
                context,
                Exit::Done,
                || answers::answer([("journal", answers::list(&lines, as_json))]),
                || listing(&lines, context.lang),
            ))
        }
        Verb::Verify => {
            let head = backend::journal_verify(context)?;
            Ok(Answer::new(
                context,
                Exit::Done,
                || {
                    answers::answer([
                        ("ok", json!(true)),
                        ("facts", json!(head.facts)),
                        ("hash", json!(head.hash)),
                        ("at", json!(head.at)),
                    ])
                },
                || commands::journal_whole(head.facts, &head.hash, context.lang),
            ))
        }
    }
}

fn as_json(line: &JournalLine) -> Value {
    json!({
        "sequence": line.sequence,
        "at": line.at,
        "actor": line.actor,
        "on_behalf": line.on_behalf,
        "kind": line.kind.code(),
        "subject": line.subject,
        "reason": line.reason,
        "hash": line.hash,
    })
}

fn listing(lines: &[JournalLine], lang: Lang) -> String {
    let mut table = Table::new([
        (CommandWord::Sequence.in_lang(lang), Align::Right),
        (CommandWord::Time.in_lang(lang), Align::Left),
        (CommandWord::Operator.in_lang(lang), Align::Left),
        (CommandWord::Fact.in_lang(lang), Align::Left),
        (CommandWord::Subject.in_lang(lang), Align::Left),
    ]);
    for line in lines {
        let actor = match line.on_behalf.as_str() {
            "" => line.actor.clone(),
            principal => commands::stand_in(&line.actor, principal, lang),
        };
        let kind = terms::fact_kind(line.kind, lang).to_string();
        table.row([line.sequence.to_string(), line.at.clone(), actor, kind, line.subject.clone()]);
    }
    table.render()
}
