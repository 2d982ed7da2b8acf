//! How a command ends: exit codes, the answer on stdout, the failure on stderr.
//!
//! Invariant: stdout carries the answer only (JSON or tables), stderr everything said about it; a closed
//! pipe is no error.

use std::io::{self, Write};
use std::process::ExitCode;

use serde_json::Value;

use super::context::Context;
use crate::domain::rejection::Rejection;
use crate::text::commands::CommandWord;
use crate::text::lang::Lang;
use crate::text::messages::{self, FaultKind};

/// 退出码.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Done,
    /// 1: refused, or differences left.
    Refused,
    /// 2: usage.
    Usage,
    /// 3: fault of disk or database.
    Fault,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Done => 0,
            Exit::Refused => 1,
            Exit::Usage => 2,
            Exit::Fault => 3,
        })
    }
}

/// Why a command gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// 不予: a business "no".
    Rejection(Rejection),
    /// 故障: disk, database, terminal. What went wrong (the system's words) and on what.
    Fault {
        /// The system's own words.
        what: String,
        /// File, mount or table it went wrong on.
        context: String,
    },
    /// 故障 of the book or of a file it keeps.
    Book(FaultKind),
    /// The command line asks for something that makes no sense; the sentence says what.
    Usage(String),
}

impl From<Rejection> for Failure {
    fn from(rejection: Rejection) -> Failure {
        Failure::Rejection(rejection)
    }
}

impl Failure {
    /// A fault of reading or writing `context`.
    pub fn io(context: impl std::fmt::Display, error: &io::Error) -> Failure {
        Failure::Fault { what: error.to_string(), context: context.to_string() }
    }

    /// The exit code it leads to.
    pub fn exit(&self) -> Exit {
        match self {
            Failure::Rejection(_) => Exit::Refused,
            Failure::Fault { .. } | Failure::Book(_) => Exit::Fault,
            Failure::Usage(_) => Exit::Usage,
        }
    }

    /// What the person reads: what is wrong and, on a line of its own, what to do.
    pub fn sentence(&self, lang: Lang) -> String {
        let colon = lang.pick("：", ": ");
        match self {
            Failure::Rejection(rejection) => {
                let (sentence, cure) = messages::rejection(rejection, lang);
                format!("{}{colon}{sentence}\n{cure}", CommandWord::Refused.in_lang(lang))
            }
            Failure::Fault { what, context } => {
                format!("{}{colon}{context}{colon}{what}", CommandWord::Fault.in_lang(lang))
            }
            Failure::Book(kind) => {
                let (sentence, cure) = messages::fault(kind, lang);
                format!("{}{colon}{sentence}\n{cure}", CommandWord::Fault.in_lang(lang))
            }
            Failure::Usage(sentence) => format!("{}{colon}{sentence}", CommandWord::Usage.in_lang(lang)),
        }
    }
}

/// What a command says on stdout, and how it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Text for stdout, lines ended.
    pub text: String,
    /// Exit code.
    pub exit: Exit,
}

impl Answer {
    /// JSON where `--json` asks for it, else words for people; only the one asked for is made.
    pub fn new(context: &Context, exit: Exit, json: impl FnOnce() -> Value, words: impl FnOnce() -> String) -> Answer {
        let mut text = if context.json { format!("{:#}", json()) } else { words() };
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        Answer { text, exit }
    }

    /// Nothing to say.
    pub fn silent() -> Answer {
        Answer { text: String::new(), exit: Exit::Done }
    }

    /// Writes it out; a closed pipe ends quietly with 0.
    pub fn print(&self, lang: Lang) -> Exit {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(self.text.as_bytes()).and_then(|()| stdout.flush()) {
            Ok(()) => self.exit,
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
            Err(error) => {
                complain(&Failure::io("stdout", &error).sentence(lang));
                Exit::Fault
            }
        }
    }
}

/// Says something on stderr; if even that fails there is nobody to tell.
pub fn complain(sentence: &str) {
    let _ = writeln!(io::stderr(), "{sentence}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_lead_to_their_exit_codes_and_sentences() {
        let fault = Failure::Fault { what: "No space left on device".into(), context: "/srv/book.sqlite".into() };
        for (failure, exit, zh) in [
            (Failure::Rejection(Rejection::BookMissing("/b".into())), Exit::Refused, "不予办理：没有这个账套：/b。\n"),
            (fault, Exit::Fault, "故障：/srv/book.sqlite：No space left on device"),
            (Failure::Usage("x".into()), Exit::Usage, "用法不对：x"),
        ] {
            assert_eq!(failure.exit(), exit);
            assert!(failure.sentence(Lang::Zh).starts_with(zh), "{}", failure.sentence(Lang::Zh));
        }
    }
}
