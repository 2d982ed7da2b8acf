//! `sanhe completions SHELL`: generated from the same declaration as the arguments.

use clap_complete::Shell;

use super::failure::{Answer, Exit};

/// Arguments of `sanhe completions`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

/// The completion script.
pub(super) fn run(args: &Args, mut command: clap::Command) -> Answer {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "sanhe", &mut script);
    Answer { text: String::from_utf8_lossy(&script).into_owned(), exit: Exit::Done }
}
