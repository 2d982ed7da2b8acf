//! `sanhe operator add|list`.

use clap::Subcommand;
use serde_json::{Value, json};

use super::backend::{self, Operator};
use super::context::Context;
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table};
use crate::text::commands::{self, CommandWord};
use crate::text::lang::Lang;

/// Arguments of `sanhe operator`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// Register an operator
    Add {
        /// Name of the operator
        #[arg(value_name = "NAME")]
        name: String,
        /// System account the operator works under; else your own
        #[arg(long, value_name = "ACCOUNT")]
        account: Option<String>,
    },
    /// List the operators
    List,
}

/// Adds or lists.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    match &args.verb {
        Verb::Add { name, account } => {
            let added = backend::operator_add(context, name, account.as_deref())?;
            Ok(Answer::new(
                context,
                Exit::Done,
                || answers::answer([("operator", as_json(&added))]),
                || commands::operator_added(&added.name, &added.account, context.lang),
            ))
        }
        Verb::List => {
            let operators = backend::operators(context)?;
            Ok(Answer::new(
                context,
                Exit::Done,
                || answers::answer([("operators", answers::list(&operators, as_json))]),
                || listing(&operators, context.lang),
            ))
        }
    }
}

fn as_json(operator: &Operator) -> Value {
    json!({ "name": operator.name, "account": operator.account, "since": operator.since })
}

fn listing(operators: &[Operator], lang: Lang) -> String {
    let headings = [CommandWord::Operator, CommandWord::Account, CommandWord::Since];
    let mut table = Table::new(headings.map(|word| (word.in_lang(lang), Align::Left)));
    for operator in operators {
        table.row([operator.name.clone(), operator.account.clone(), operator.since.clone()]);
    }
    table.render()
}
