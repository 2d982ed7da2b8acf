//! `sanhe mark set|import|list|key`: watch list, persons who cannot retire, types of debtor, key debtors.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::{Value, json};

use super::backend::{self, ListedEmployer};
use super::context::Context;
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table};
use crate::domain::collection::marks::{Mark, MarkKind};
use crate::domain::collection::policy::CollectionPolicy;
use crate::text::lang::Lang;
use crate::text::worklist::{self, WorklistWord};

/// Arguments of `sanhe mark`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// Mark an employer, or take a mark off with an empty value
    Set {
        /// watch (1), blocked (how many persons) or debtor (a type of arrears/work.toml)
        #[arg(value_name = "MARK", value_parser = parse_kind)]
        kind: MarkKind,
        /// Credit code, number, or whole name
        #[arg(value_name = "EMPLOYER")]
        employer: String,
        /// What it says; empty takes it off
        #[arg(value_name = "VALUE", default_value = "1")]
        value: String,
        /// In your own words
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
    },
    /// Bring in a mark of many employers from a CSV file of credit code and value, all or nothing
    Import {
        /// watch, blocked or debtor
        #[arg(value_name = "MARK", value_parser = parse_kind)]
        kind: MarkKind,
        /// The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// List the employers that have a mark, the greatest debt first
    List {
        /// watch, blocked or debtor
        #[arg(value_name = "MARK", value_parser = parse_kind)]
        kind: MarkKind,
    },
    /// List the key debtors
    Key,
}

fn parse_kind(text: &str) -> Result<MarkKind, String> {
    MarkKind::from_code(text).ok_or_else(|| "write watch, blocked or debtor".to_string())
}

/// Marks or lists.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    match &args.verb {
        Verb::Set { kind, employer, value, note } => {
            let count = backend::mark(context, *kind, &[(employer.clone(), value.clone())], note)?;
            Ok(marked(context, *kind, count))
        }
        Verb::Import { kind, file } => {
            let text = std::fs::read_to_string(file).map_err(|error| Failure::io(file.display(), &error))?;
            let count = backend::mark(context, *kind, &read(&text, context.lang)?, "")?;
            Ok(marked(context, *kind, count))
        }
        Verb::List { kind } => list(context, Some(*kind)),
        Verb::Key => list(context, None),
    }
}

fn marked(context: &Context, kind: MarkKind, count: usize) -> Answer {
    let json = || answers::answer([("mark", json!(kind.code())), ("count", json!(count))]);
    Answer::new(context, Exit::Done, json, || worklist::marked(count, kind, context.lang))
}

/// Two cells a line; a first line without a digit is a heading.
fn read(text: &str, lang: Lang) -> Result<Vec<(String, String)>, Failure> {
    let mut values = Vec::new();
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    for (line, record) in (1..).zip(reader.records()) {
        let wrong = || Failure::Usage(worklist::mark_line_wrong(line, lang));
        let record = record.map_err(|_| wrong())?;
        if line == 1 && !record.iter().any(|cell| cell.bytes().any(|byte| byte.is_ascii_digit())) {
            continue;
        }
        match (record.len(), record.get(0), record.get(1)) {
            (2, Some(code), Some(value)) if !code.trim().is_empty() => {
                values.push((code.trim().to_string(), value.trim().to_string()));
            }
            _ => return Err(wrong()),
        }
    }
    Ok(values)
}

fn list(context: &Context, kind: Option<MarkKind>) -> Result<Answer, Failure> {
    let (lines, policy) = backend::listed(context, kind)?;
    let json = || answers::answer([("employers", answers::list(&lines, as_json))]);
    Ok(Answer::new(context, Exit::Done, json, || listing(&lines, &policy, context.lang)))
}

fn as_json(line: &ListedEmployer) -> Value {
    let each = |mark: &Mark| json!({ "mark": mark.kind.code(), "value": mark.value, "note": mark.note });
    json!({
        "code": line.employer.code.as_str(),
        "name": line.employer.name,
        "officer": line.employer.officer,
        "owed": answers::amount(line.owed),
        "key_debtor": line.key_debtor,
        "marks": answers::list(&line.marks, each),
    })
}

fn listing(lines: &[ListedEmployer], policy: &CollectionPolicy, lang: Lang) -> String {
    if lines.is_empty() {
        return WorklistWord::NoneListed.in_lang(lang).to_string();
    }
    let columns = [
        (WorklistWord::Employer, Align::Left),
        (WorklistWord::Owed, Align::Right),
        (WorklistWord::Officer, Align::Left),
        (WorklistWord::Mark, Align::Left),
    ];
    let mut table = Table::new(columns.map(|(word, align)| (word.in_lang(lang), align)));
    for line in lines {
        let key = line.key_debtor.then(|| WorklistWord::KeyDebtor.in_lang(lang).to_string());
        let marks: Vec<String> =
            key.into_iter().chain(line.marks.iter().map(|mark| worklist::mark(mark, policy, lang))).collect();
        let marks = marks.join(lang.pick("；", "; "));
        table.row([line.employer.name.clone(), line.owed.grouped(), line.employer.officer.clone(), marks]);
    }
    table.render()
}
