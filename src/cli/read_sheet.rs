//! The hidden verb `sanhe read-sheet`: one workbook from standard input, its rows to standard output.
//!
//! Invariant: it limits its own memory and time before it reads a byte, and opens no file and no book.

use std::io::{BufWriter, stdin, stdout};
use std::process::ExitCode;

use rustix::process::{Resource, Rlimit, setrlimit};

use super::failure::Exit;
use crate::import::write_sheet_rows;

/// Address space: what a sheet of a million rows needs, and no more.
const MEMORY_MAX: u64 = 768 * 1024 * 1024;
/// Seconds of work.
const SECONDS_MAX: u64 = 60;

/// Reads the sheet; the exit code and one line on standard error say how it went.
pub(super) fn run() -> ExitCode {
    let limits = [(Resource::As, MEMORY_MAX), (Resource::Cpu, SECONDS_MAX), (Resource::Core, 0)];
    for (resource, most) in limits {
        if let Err(error) = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) }) {
            eprintln!("unreadable {error}");
            return Exit::Fault.into();
        }
    }
    match write_sheet_rows(stdin().lock(), BufWriter::new(stdout().lock())) {
        Ok(()) => Exit::Done.into(),
        Err(fault) => {
            eprintln!("{}", fault.line());
            Exit::Refused.into()
        }
    }
}
