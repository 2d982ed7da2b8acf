//! `sanhe exceptions`: the differences, each with its reason and where it leads.

mod decide;
mod evidence;

use clap::Subcommand;

use super::context::{Context, DayArgs};
use super::failure::{Answer, Exit, Failure, complain};
use super::table::clean;
use super::{backend, json};
use crate::domain::exception::State;
use crate::domain::money::Money;
use crate::domain::recon::ExceptionCase;
use crate::text::commands::{self, CommandWord};
use crate::text::lang::Lang;
use crate::text::{messages, terms};

/// Arguments of `sanhe exceptions`.
#[derive(clap::Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    /// Work a difference; without it they are listed
    #[command(subcommand)]
    verb: Option<Verb>,
    /// Which days
    #[command(flatten)]
    days: DayArgs,
    /// List the informational cases too (reversal pairs, zero amounts)
    #[arg(long)]
    all: bool,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// The original lines of a difference, their files, and what was decided
    Evidence(evidence::EvidenceArgs),
    /// Show one difference and what can be done with it
    Show(decide::ShowArgs),
    /// Decide on differences: accept, link, split, reject, label, waive, assign, carry
    Decide(decide::DecideArgs),
    /// Undo the last decision on a difference
    Undo(decide::UndoArgs),
}

/// Lists the cases, or works one.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    match &args.verb {
        Some(Verb::Evidence(args)) => return evidence::run(context, args),
        Some(Verb::Show(args)) => return decide::show(context, args),
        Some(Verb::Decide(args)) => return decide::decide(context, args),
        Some(Verb::Undo(args)) => return decide::undo(context, args),
        None => {}
    }
    let range = args.days.range()?;
    let mut cases = backend::exceptions(context, range)?;
    let stale = backend::stale_days(context, range)?;
    if let (Some(first), Some(last)) = (stale.first(), stale.last()) {
        complain(&commands::days_changed(stale.len(), &first.to_string(), &last.to_string(), context.lang));
    }
    if !args.all {
        cases.retain(|case| case.state != State::Informational);
    }
    let exit = if json::open_cases(&cases) > 0 { Exit::Refused } else { Exit::Done };
    Ok(Answer::new(context, exit, || json::exceptions(&cases, context.lang), || listing(&cases, context.lang)))
}

/// One block a case, for people.
pub fn listing(cases: &[ExceptionCase], lang: Lang) -> String {
    if cases.is_empty() {
        return format!("{}\n", CommandWord::NoDifference.in_lang(lang));
    }
    let mut text = String::new();
    for case in cases {
        text.push_str(&block(case, lang));
    }
    text.push_str(&commands::exceptions_summary(cases.len(), json::open_cases(cases), lang));
    text.push('\n');
    text
}

fn block(case: &ExceptionCase, lang: Lang) -> String {
    let sign = if case.difference > Money::ZERO { "+" } else { "" };
    let parts: [String; 10] = [
        case.key.chars().take(8).collect(),
        case.class.paper_code().to_string(),
        terms::class(case.class, lang).to_string(),
        case.day.to_string(),
        terms::method(case.method, lang).to_string(),
        case.cashier.clone(),
        [&case.his_no, &case.order_no, &case.slip_no]
            .into_iter()
            .find(|no| !no.is_empty())
            .cloned()
            .unwrap_or_default(),
        format!("{sign}{}", case.difference.grouped()),
        terms::state(case.state, lang).to_string(),
        case.work.age.map_or_else(String::new, |age| commands::days_open(age.working_days, lang)),
    ];
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let places: Vec<String> = case.legs.iter().map(|leg| format!("{}:{}", leg.file, leg.line)).collect();
    let mut text = format!("{}\n    {}\n", clean(&parts.join("  ")), clean(&messages::reason(case, lang)));
    if !places.is_empty() {
        text.push_str(&format!("    {}\n", clean(&places.join("  "))));
    }
    for said in messages::work(&case.work, lang) {
        text.push_str(&format!("    * {}\n", clean(&said)));
    }
    if case.work.decided.is_none() {
        text.push_str(&format!("    > {}\n", messages::advice(case.class, lang)));
    }
    text
}
