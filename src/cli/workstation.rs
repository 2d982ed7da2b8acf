//! `sanhe` alone: the workstation.

use std::io::{self, IsTerminal};

use super::backend;
use super::context::Context;
use super::failure::{Answer, Failure};
use crate::text::commands;

/// Opens the workstation on the book.
pub(super) fn run(context: &Context) -> Result<Answer, Failure> {
    if !context.terminal.plain && !on_terminal() {
        return Err(Failure::Usage(commands::no_terminal(context.lang).to_string()));
    }
    backend::workstation(context)?;
    Ok(Answer::silent())
}

/// Whether there is a person at both ends.
pub(super) fn on_terminal() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}
