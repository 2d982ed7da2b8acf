//! `sanhe restore FROM`: a verified copy put at the place of `--book`, which must be free.

use std::path::PathBuf;

use super::backend;
use super::backup::as_json;
use super::context::Context;
use super::failure::{Answer, Exit, Failure};
use crate::text::commands;

/// Arguments of `sanhe restore`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The copy to restore from
    #[arg(value_name = "FROM")]
    from: PathBuf,
}

/// Puts the copy in place.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let copy = backend::restore(context, &args.from)?;
    let path = copy.path.display().to_string();
    let words = || commands::restored(&path, copy.bytes, copy.facts, context.lang);
    Ok(Answer::new(context, Exit::Done, || as_json(&copy), words))
}
