//! `sanhe sample`: made-up files with planted defects and their truth.

use std::path::PathBuf;

use serde_json::json;

use super::backend::{self, SampleFile, SampleOptions};
use super::context::{Context, parse_day};
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table};
use crate::domain::day::BusinessDay;
use crate::text::commands::{self, CommandWord};

/// Arguments of `sanhe sample`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Receipts in all
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=20_000_000))]
    rows: u32,
    /// Business days they fall on
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=366))]
    days: u32,
    /// Seed; the same seed gives the same bytes
    #[arg(long, value_name = "NUMBER")]
    seed: u64,
    /// Directory to write into; it is made when absent
    #[arg(long, value_name = "DIRECTORY")]
    out: PathBuf,
    /// First business day
    #[arg(long, value_name = "DAY", value_parser = parse_day, default_value = "2026-03-02")]
    start: BusinessDay,
    /// Employers of a registry with dues and payments beside the receipts; none at 0
    #[arg(long, value_name = "COUNT", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=100_000))]
    employers: u32,
}

/// Writes the files.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let options = SampleOptions {
        rows: args.rows,
        days: args.days,
        seed: args.seed,
        start: args.start,
        employers: args.employers,
    };
    let files = backend::sample(context, &options, &args.out)?;
    let directory = args.out.display().to_string();
    let as_json = |file: &SampleFile| json!({ "path": file.path.display().to_string(), "rows": file.rows });
    let words = || {
        let mut table = Table::new([
            (CommandWord::File.in_lang(context.lang), Align::Left),
            (CommandWord::Rows.in_lang(context.lang), Align::Right),
        ]);
        for file in &files {
            table.row([file.path.display().to_string(), file.rows.to_string()]);
        }
        format!("{}\n{}", commands::sample_made(&directory, context.lang), table.render())
    };
    let json = || answers::answer([("directory", json!(directory)), ("files", answers::list(&files, as_json))]);
    Ok(Answer::new(context, Exit::Done, json, words))
}
