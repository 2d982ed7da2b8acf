//! `sanhe operator add|list`.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::{Value, json};

use super::backend::{self, Operator};
use super::context::Context;
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table};
use crate::text::commands::{self, CommandWord};
use crate::text::lang::Lang;
use crate::text::signing;

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
    /// Set or change your signing password; the administrator of rights resets another's
    Password {
        /// Whose to reset
        #[arg(value_name = "NAME", requires = "reset")]
        name: Option<String>,
        /// Reset it: the operator sets a new one before the next signature
        #[arg(long, requires_all = ["name", "reason"])]
        reset: bool,
        /// Why it is reset
        #[arg(long, value_name = "TEXT", requires = "reset")]
        reason: Option<String>,
        /// File with the new password on its first line, yours alone (0600); else it is asked for
        #[arg(long, value_name = "PATH", conflicts_with = "reset")]
        new_password_file: Option<PathBuf>,
    },
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
        Verb::Password { name, reason, new_password_file, .. } => {
            password(context, name.as_deref().zip(reason.as_deref()), new_password_file.as_deref())
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

/// Sets one's own, or resets another's.
fn password(context: &Context, reset: Option<(&str, &str)>, new: Option<&Path>) -> Result<Answer, Failure> {
    let (operator, said) = match reset {
        Some((name, reason)) => {
            backend::reset_password(context, name, reason)?;
            (name.to_owned(), signing::was_reset(name, context.lang))
        }
        None => {
            let name = backend::set_password(context, new)?;
            let said = signing::was_set(&name, context.lang);
            (name, said)
        }
    };
    let event = if reset.is_some() { "reset" } else { "set" };
    let as_json = || answers::answer([("operator", json!(operator)), ("signing_password", json!(event))]);
    Ok(Answer::new(context, Exit::Done, as_json, || said.clone()))
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
