//! `sanhe backup [TARGET]`: a verified copy of the book, where asked or among the standing copies.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::backend::{self, BookCopy};
use super::context::Context;
use super::failure::{Answer, Exit, Failure, complain};
use super::json as answers;
use crate::text::{commands, copies};

/// Arguments of `sanhe backup`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// File to write, which must not exist; else a standing copy in <book>.copies, old ones going by rule
    #[arg(value_name = "TARGET")]
    target: Option<PathBuf>,
}

/// Makes the copy.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let lang = context.lang;
    let (copy, removed) = match &args.target {
        Some(target) => (backend::backup(context, target)?, 0),
        None => {
            let kept = backend::keep_backup(context)?;
            if let Some(why) = &kept.second {
                complain(&copies::second_failed(why, lang));
            }
            (kept.copy, kept.removed)
        }
    };
    let path = copy.path.display().to_string();
    let words = || {
        let made = commands::copied(&path, copy.bytes, copy.facts, lang);
        if removed == 0 { made } else { format!("{made}\n{}", copies::removed(removed, lang)) }
    };
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
