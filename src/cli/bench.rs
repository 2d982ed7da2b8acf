//! `sanhe bench --rows N`: import and reconciliation of made-up receipts, timed.

use serde_json::{Value, json};

use super::backend::{self, BenchStep};
use super::context::Context;
use super::failure::{Answer, Exit, Failure};
use super::table::{Align, Table};
use super::{json as answers, progress};
use crate::text::commands::CommandWord;
use crate::text::lang::Lang;

/// Arguments of `sanhe bench`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Receipts to make up
    #[arg(long, value_name = "COUNT", default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1..=20_000_000))]
    rows: u32,
    /// Time the registry instead: import so many dues and age them with late fee
    #[arg(long, value_name = "COUNT", conflicts_with = "rows", value_parser = clap::value_parser!(u32).range(1..=2_400_000))]
    dues: Option<u32>,
    /// Time notices instead: freeze and print a batch of at least so many
    #[arg(long, value_name = "COUNT", conflicts_with_all = ["rows", "dues"], value_parser = clap::value_parser!(u32).range(1..=20_000))]
    notices: Option<u32>,
}

/// Runs the steps.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let steps = progress::watched(|progress| match (args.dues, args.notices) {
        (Some(dues), _) => backend::bench_dues(dues, progress),
        (None, Some(notices)) => backend::bench_notices(context, notices, progress),
        (None, None) => backend::bench(context, args.rows, progress),
    })?;
    let json = || {
        answers::answer([
            ("rows", json!(args.dues.or(args.notices).unwrap_or(args.rows))),
            ("steps", answers::list(&steps, as_json)),
        ])
    };
    Ok(Answer::new(context, Exit::Done, json, || listing(&steps, context.lang)))
}

/// Whole rows a second; what took no measurable time counts as one millisecond.
fn rows_per_second(step: &BenchStep) -> u64 {
    step.rows.saturating_mul(1000) / step.milliseconds.max(1)
}

fn as_json(step: &BenchStep) -> Value {
    json!({
        "step": step.name,
        "rows": step.rows,
        "milliseconds": step.milliseconds,
        "rows_per_second": rows_per_second(step),
        "peak_kib": step.peak_kib,
    })
}

fn listing(steps: &[BenchStep], lang: Lang) -> String {
    let mut table = Table::new([
        (CommandWord::Step.in_lang(lang), Align::Left),
        (CommandWord::Rows.in_lang(lang), Align::Right),
        (CommandWord::Milliseconds.in_lang(lang), Align::Right),
        (CommandWord::RowsPerSecond.in_lang(lang), Align::Right),
        (CommandWord::PeakMemory.in_lang(lang), Align::Right),
    ]);
    for step in steps {
        let figures = [step.rows, step.milliseconds, rows_per_second(step)];
        let peak = step.peak_kib.map_or("-".to_string(), |kib| format!("{} MiB", kib.div_ceil(1024)));
        table.row([step.name.to_string()].into_iter().chain(figures.iter().map(u64::to_string)).chain([peak]));
    }
    table.render()
}
