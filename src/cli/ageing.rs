//! `sanhe ageing`: arrears as of any date, by month bucket and group.

use serde_json::{Map, Value, json};

use super::backend::{self, AgedArrears};
use super::context::{Context, parse_day};
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table};
use crate::domain::arrears::ageing::{AgeingBy, AgeingRow, Bucket};
use crate::domain::day::BusinessDay;
use crate::text::arrears::{self, ArrearsWord};
use crate::text::lang::Lang;

/// Arguments of `sanhe ageing`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Group by line, age, portion, officer, area, type or employer
    #[arg(long, value_name = "WHAT", default_value = "line", value_parser = parse_by)]
    by: AgeingBy,
    /// As of this date; else today
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    as_of: Option<BusinessDay>,
}

fn parse_by(text: &str) -> Result<AgeingBy, String> {
    let known = || AgeingBy::ALL.iter().map(|by| by.code()).collect::<Vec<_>>().join(", ");
    AgeingBy::from_code(text).ok_or_else(|| format!("write one of {}", known()))
}

/// Ages the book.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let aged = backend::ageing(context, args.by, args.as_of)?;
    Ok(Answer::new(context, Exit::Done, || as_json(&aged), || words(&aged, context.lang)))
}

fn as_json(aged: &AgedArrears) -> Value {
    let rows: Vec<Value> = aged.ageing.rows.iter().map(|(group, row)| row_json(group, row)).collect();
    answers::answer([
        ("as_of", answers::date(aged.as_of)),
        ("by", json!(aged.by.code())),
        ("employers", json!(aged.ageing.employers)),
        ("rows", Value::Array(rows)),
        ("total", row_json("", &aged.ageing.total())),
    ])
}

fn row_json(group: &str, row: &AgeingRow) -> Value {
    let buckets =
        Bucket::ALL.iter().zip(row.buckets).map(|(bucket, sum)| (bucket.code().to_string(), answers::amount(sum)));
    json!({
        "group": group,
        "buckets": Value::Object(buckets.collect::<Map<String, Value>>()),
        "owed": answers::amount(row.owed),
        "fee": answers::amount(row.fee),
        "items": row.items,
        "not_yet_due": answers::amount(row.coming),
        "deferred": answers::amount(row.deferred),
    })
}

fn words(aged: &AgedArrears, lang: Lang) -> String {
    let months = Bucket::ALL.iter().map(|bucket| (bucket.code(), Align::Right));
    let figures =
        [ArrearsWord::Owed, ArrearsWord::LateFee, ArrearsWord::Items, ArrearsWord::Coming, ArrearsWord::Deferred];
    let figures = figures.map(|word| (word.in_lang(lang), Align::Right));
    let mut table =
        Table::new([(ArrearsWord::Group.in_lang(lang), Align::Left)].into_iter().chain(months).chain(figures));
    for (group, row) in &aged.ageing.rows {
        table.row(cells(aged.labels.get(group).unwrap_or(group), row));
    }
    table.row(cells(ArrearsWord::Total.in_lang(lang), &aged.ageing.total()));
    let told = arrears::owing(aged.ageing.employers, &aged.as_of.to_string(), lang);
    format!("{}\n{}", told, table.render())
}

fn cells(group: &str, row: &AgeingRow) -> Vec<String> {
    let buckets = row.buckets.iter().map(|sum| sum.grouped());
    let rest =
        [row.owed.grouped(), row.fee.grouped(), row.items.to_string(), row.coming.grouped(), row.deferred.grouped()];
    [group.to_string()].into_iter().chain(buckets).chain(rest).collect()
}
