//! `sanhe demo`: a demonstration book made from the samples, then the workstation on it.

use std::path::PathBuf;

use serde_json::json;

use super::backend::{self, DemoBook};
use super::context::Context;
use super::failure::{Answer, Exit, Failure};
use super::{import, json as answers, progress, workstation};
use crate::text::commands::{self, CommandWord};

/// Arguments of `sanhe demo`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Directory of the demonstration book (D/book.sqlite); else `demo` in the user data directory
    #[arg(long, value_name = "DIRECTORY")]
    dir: Option<PathBuf>,
    /// Do not open the workstation; print what was made and the next command
    #[arg(long)]
    no_open: bool,
}

/// Makes or finds the book and opens the workstation where there is a terminal.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let directory = args.dir.clone().map_or_else(|| context.demo_directory(), Ok)?;
    let book = directory.join("book.sqlite");
    let context = context.with_book(book);
    let demo = progress::watched(|progress| backend::demo(&context, &directory, progress))?;
    if !args.no_open && !context.json && (context.terminal.plain || workstation::on_terminal()) {
        return workstation::run(&context);
    }
    Ok(Answer::new(&context, Exit::Done, || as_json(&context, &demo), || as_words(&context, &demo)))
}

fn as_json(context: &Context, demo: &DemoBook) -> serde_json::Value {
    answers::answer([
        ("book", json!(demo.path.display().to_string())),
        ("existed", json!(demo.existed)),
        ("operators", json!(demo.operators)),
        ("days", json!(demo.days.map(|(from, to)| json!({ "from": answers::date(from), "to": answers::date(to) })))),
        ("next", json!(next(context, demo))),
    ])
}

fn as_words(context: &Context, demo: &DemoBook) -> String {
    let lang = context.lang;
    let mut text = format!("{}\n", CommandWord::ForWhom.in_lang(lang));
    text.push_str(&commands::demo_book(&demo.path.display().to_string(), demo.existed, lang));
    text.push('\n');
    if !demo.operators.is_empty() {
        let colon = lang.pick("：", ": ");
        let names = demo.operators.join(lang.pick("、", ", "));
        text.push_str(&format!("{}{colon}{names}\n", CommandWord::Operator.in_lang(lang)));
    }
    if !demo.files.is_empty() {
        text.push('\n');
        text.push_str(&import::listing(&demo.files, lang));
        text.push('\n');
    }
    text.push_str(&commands::next_command(&next(context, demo), lang));
    text
}

/// The next command a person may type.
fn next(context: &Context, demo: &DemoBook) -> String {
    let book = quoted(&context.book.display().to_string());
    match demo.days {
        Some((from, to)) => format!("sanhe --book {book} reconcile --from {from} --to {to}"),
        None => format!("sanhe --book {book}"),
    }
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_');
    if path.bytes().all(plain) { path.to_string() } else { format!("'{}'", path.replace('\'', r"'\''")) }
}
