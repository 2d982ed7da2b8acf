//! `sanhe sample`: made-up files with planted defects and their truth; `sanhe sample month` in true layouts.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::backend::{self, MonthOptions, SampleFile, SampleOptions};
use super::context::{Context, parse_day};
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table};
use crate::domain::day::BusinessDay;
use crate::text::commands::{self, CommandWord};
use crate::text::lang::Lang;

/// Arguments of `sanhe sample`.
#[derive(clap::Args, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Args {
    #[command(subcommand)]
    kind: Option<Kind>,
    /// Receipts in all
    #[arg(long, required = true, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=20_000_000))]
    rows: Option<u32>,
    /// Business days they fall on
    #[arg(long, required = true, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=366))]
    days: Option<u32>,
    /// Seed; the same seed gives the same bytes
    #[arg(long, required = true, value_name = "NUMBER")]
    seed: Option<u64>,
    /// Directory to write into; it is made when absent
    #[arg(long, required = true, value_name = "DIRECTORY")]
    out: Option<PathBuf>,
    /// First business day
    #[arg(long, value_name = "DAY", value_parser = parse_day, default_value = "2026-03-02")]
    start: BusinessDay,
    /// Employers of a registry with dues and payments beside the receipts; none at 0
    #[arg(long, value_name = "COUNT", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=100_000))]
    employers: u32,
}

#[derive(clap::Subcommand, Debug)]
enum Kind {
    /// A hospital's month in true layouts: channel bills, HIS sheets, two banks' statements, the house's facts
    Month(MonthArgs),
}

/// Arguments of `sanhe sample month`.
#[derive(clap::Args, Debug)]
struct MonthArgs {
    /// First business day
    #[arg(long, value_name = "DAY", value_parser = parse_day, default_value = "2026-04-01")]
    start: BusinessDay,
    /// Business days
    #[arg(long, value_name = "COUNT", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=366))]
    days: u32,
    /// Receipts in all
    #[arg(long, value_name = "COUNT", default_value_t = 9_000, value_parser = clap::value_parser!(u32).range(1..=20_000_000))]
    rows: u32,
    /// Seed; the same seed gives the same bytes
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Plant nothing
    #[arg(long)]
    clean: bool,
    /// Directory to write into; it is made when absent
    #[arg(long, value_name = "DIRECTORY")]
    out: PathBuf,
}

/// Writes the files.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    match &args.kind {
        Some(Kind::Month(month)) => run_month(context, month),
        None => run_plain(context, args),
    }
}

fn run_plain(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let options = SampleOptions {
        rows: args.rows.unwrap_or_default(),
        days: args.days.unwrap_or_default(),
        seed: args.seed.unwrap_or_default(),
        start: args.start,
        employers: args.employers,
    };
    let out = args.out.clone().unwrap_or_default();
    let files = backend::sample(context, &options, &out)?;
    Ok(answer(context, &out, &files, |_| String::new()))
}

fn run_month(context: &Context, args: &MonthArgs) -> Result<Answer, Failure> {
    let MonthArgs { start, days, rows, seed, clean, ref out } = *args;
    let (files, last) = backend::sample_month(context, &MonthOptions { start, days, rows, seed, clean }, out)?;
    let shown = out.display();
    let next = [
        format!("sanhe site import {shown}/channels.toml"),
        format!("sanhe import {shown}/files/*"),
        format!("sanhe reconcile --from {start} --to {last}"),
    ];
    let steps = |lang| next.iter().map(|command| commands::next_command(command, lang) + "\n").collect();
    Ok(answer(context, out, &files, steps))
}

fn answer(context: &Context, out: &Path, files: &[SampleFile], next: impl Fn(Lang) -> String) -> Answer {
    let directory = out.display().to_string();
    let as_json = |file: &SampleFile| json!({ "path": file.path.display().to_string(), "rows": file.rows });
    let words = || {
        let mut table = Table::new([
            (CommandWord::File.in_lang(context.lang), Align::Left),
            (CommandWord::Rows.in_lang(context.lang), Align::Right),
        ]);
        for file in files {
            table.row([file.path.display().to_string(), file.rows.to_string()]);
        }
        format!("{}\n{}{}", commands::sample_made(&directory, context.lang), table.render(), next(context.lang))
    };
    let json = || answers::answer([("directory", json!(directory)), ("files", answers::list(files, as_json))]);
    Answer::new(context, Exit::Done, json, words)
}
