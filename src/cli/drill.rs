//! `sanhe drill [COPY]`: a copy restored for a try, checked in full and compared with its control totals.

use std::path::PathBuf;

use serde_json::{Map, Value, json};

use super::backend::{self, DrillPassed};
use super::context::Context;
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use crate::text::copies::{self, ControlTotal};
use crate::text::lang::Lang;

/// Arguments of `sanhe drill`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The copy to try; else the newest in <book>.copies
    #[arg(value_name = "COPY")]
    copy: Option<PathBuf>,
}

/// Holds the drill; exit 0 means the copy would stand in for the book.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let passed = backend::drill(context, args.copy.as_deref())?;
    Ok(Answer::new(context, Exit::Done, || as_json(&passed), || listing(&passed, context.lang)))
}

fn key(kind: ControlTotal) -> &'static str {
    match kind {
        ControlTotal::Facts => "facts",
        ControlTotal::Rows => "rows",
        ControlTotal::Differences => "differences",
        ControlTotal::Statements => "statements",
        ControlTotal::Dues => "dues",
        ControlTotal::Payments => "payments",
    }
}

fn as_json(passed: &DrillPassed) -> Value {
    let totals: Map<String, Value> = passed
        .totals
        .iter()
        .map(|(kind, value)| (key(*kind).to_owned(), json!(copies::total(*kind, *value))))
        .collect();
    answers::answer([
        ("path", json!(passed.path.display().to_string())),
        ("bytes", json!(passed.bytes)),
        ("totals", Value::Object(totals)),
        ("facts_since", json!(passed.behind)),
        ("milliseconds", json!(passed.milliseconds)),
    ])
}

fn listing(passed: &DrillPassed, lang: Lang) -> String {
    let path = passed.path.display().to_string();
    let mut text = copies::drilled(&path, passed.bytes, passed.behind, passed.milliseconds, lang);
    for (kind, value) in &passed.totals {
        text.push_str(&format!("\n  {} {}", kind.in_lang(lang), copies::total(*kind, *value)));
    }
    text
}
