//! `sanhe worklist`: whom to work today, why, in which order, by which next step.

use serde_json::{Value, json};

use super::backend::{self, Whose, Worklist, WorklistRow};
use super::context::{Context, parse_day};
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::text::lang::Lang;
use crate::text::worklist::{self, WorklistWord};

/// Arguments of `sanhe worklist`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// As of this date; else today
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    as_of: Option<BusinessDay>,
    /// The list of this officer; else your own where you are one, or everyone's
    #[arg(long, value_name = "OFFICER", conflicts_with = "all")]
    officer: Option<String>,
    /// Everyone's list
    #[arg(long)]
    all: bool,
    /// Most rows to list
    #[arg(long, value_name = "N", default_value_t = 200)]
    limit: usize,
}

/// Shows the list.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let whose = match (&args.officer, args.all) {
        (Some(officer), _) => Whose::Of(officer.clone()),
        (None, true) => Whose::All,
        (None, false) => Whose::Own,
    };
    let list = backend::worklist(context, &whose, args.as_of)?;
    Ok(Answer::new(
        context,
        Exit::Done,
        || as_json(&list, args.limit, context.lang),
        || words(&list, args.limit, context.lang),
    ))
}

fn as_json(list: &Worklist, limit: usize, lang: Lang) -> Value {
    let rows: Vec<Value> = list.rows.iter().take(limit).map(|row| row_json(row, lang)).collect();
    answers::answer([
        ("as_of", answers::date(list.as_of)),
        ("officer", json!(list.officer)),
        ("count", json!(list.rows.len())),
        ("rows", Value::Array(rows)),
    ])
}

fn row_json(line: &WorklistRow, lang: Lang) -> Value {
    let (row, event, score) = (&line.row, &line.row.event, &line.row.score);
    json!({
        "code": line.employer.code.as_str(),
        "name": line.employer.name,
        "officer": line.employer.officer,
        "cause": event.cause.code(),
        "why": worklist::why(row, lang),
        "on": answers::date(event.on),
        "amount": answers::amount(event.amount),
        "received": answers::amount(event.received),
        "no": event.no,
        "owed": answers::amount(row.owed),
        "next": event.cause.next_step().code(),
        "score": {
            "recoverable": answers::amount(score.recoverable),
            "age": score.age,
            "deadline": score.deadline,
            "blocked": score.blocked,
            "product": score.product.to_string(),
        },
    })
}

fn words(list: &Worklist, limit: usize, lang: Lang) -> String {
    let heading = worklist::heading(list.officer.as_deref(), list.rows.len(), &list.as_of.to_string(), lang);
    if list.rows.is_empty() {
        return format!("{heading}\n{}", WorklistWord::Nothing.in_lang(lang));
    }
    let columns = [
        (WorklistWord::Employer, Align::Left),
        (WorklistWord::Cause, Align::Left),
        (WorklistWord::Owed, Align::Right),
        (WorklistWord::Officer, Align::Left),
        (WorklistWord::Next, Align::Left),
        (WorklistWord::Score, Align::Right),
        (WorklistWord::Parts, Align::Left),
    ];
    let mut table = Table::new(columns.map(|(word, align)| (word.in_lang(lang), align)));
    for line in list.rows.iter().take(limit) {
        let row = &line.row;
        let weight = Money::from_fen(i64::try_from(row.score.product).unwrap_or(i64::MAX));
        table.row([
            line.employer.name.clone(),
            worklist::why(row, lang),
            row.owed.grouped(),
            line.employer.officer.clone(),
            worklist::next_step(row.event.cause.next_step(), lang).to_string(),
            weight.grouped(),
            worklist::parts(&row.score, lang),
        ]);
    }
    format!("{heading}\n{}", table.render())
}
