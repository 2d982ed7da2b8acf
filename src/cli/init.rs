//! `sanhe init`: a new book and its first operator.

use serde_json::json;

use super::context::Context;
use super::failure::{Answer, Exit, Failure};
use super::{backend, json as answers};
use crate::text::commands;

/// Arguments of `sanhe init`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Name of the first operator; else the name of your system account
    #[arg(long, value_name = "NAME")]
    operator: Option<String>,
    /// Title of the book, shown on every screen and sheet
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
}

/// Makes the book.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let made = backend::init(context, args.operator.as_deref(), args.title.as_deref())?;
    let path = made.path.display().to_string();
    Ok(Answer::new(
        context,
        Exit::Done,
        || {
            answers::answer([
                ("book", json!(path)),
                ("operator", json!(made.operator)),
                ("account", json!(made.account)),
            ])
        },
        || commands::book_made(&path, &made.operator, &made.account, context.lang),
    ))
}
