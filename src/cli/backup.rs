//! `sanhe backup TARGET`: a verified copy of the book.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::backend::{self, BookCopy};
use super::context::Context;
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use crate::text::commands;

/// Arguments of `sanhe backup`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// File to write; it must not exist
    #[arg(value_name = "TARGET")]
    target: PathBuf,
}

/// Makes the copy.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let copy = backend::backup(context, &args.target)?;
    let path = copy.path.display().to_string();
    let words = || commands::copied(&path, copy.bytes, copy.facts, context.lang);
    Ok(Answer::new(context, Exit::Done, || as_json(&copy), words))
}

/// A copy, in the form `backup` and `restore` share.
pub(super) fn as_json(copy: &BookCopy) -> Value {
    answers::answer([
        ("path", json!(copy.path.display().to_string())),
        ("bytes", json!(copy.bytes)),
        ("sha256", json!(copy.sha256)),
        ("facts", json!(copy.facts)),
    ])
}
