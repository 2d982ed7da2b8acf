//! `sanhe exceptions evidence`: the original lines of a difference, their files, and what was decided.

use crate::cli::context::Context;
use crate::cli::failure::{Answer, Exit, Failure};
use crate::cli::out::OutArgs;
use crate::cli::{backend, out};
use crate::print::evidence::sheet;

/// Arguments of `sanhe exceptions evidence`.
#[derive(clap::Args, Debug)]
pub(super) struct EvidenceArgs {
    /// Key of the difference, or at least its first four digits
    #[arg(value_name = "KEY")]
    key: String,
    /// Where it goes
    #[command(flatten)]
    out: OutArgs,
}

/// Makes the sheet.
pub(super) fn run(context: &Context, args: &EvidenceArgs) -> Result<Answer, Failure> {
    let evidence = backend::evidence(context, &args.key)?;
    out::answer(context, &args.out, Exit::Done, &sheet(&evidence, context.lang), None)
}
