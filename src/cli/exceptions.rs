//! `sanhe exceptions`: the differences, each with its reason and where it leads.

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
pub struct Args {
    /// Which days
    #[command(flatten)]
    days: DayArgs,
    /// List the informational cases too (reversal pairs, zero amounts)
    #[arg(long)]
    all: bool,
}

/// Lists the cases.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
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
    let parts = [
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
    ];
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let places: Vec<String> = case.legs.iter().map(|leg| format!("{}:{}", leg.file, leg.line)).collect();
    let mut text = format!("{}\n    {}\n", clean(&parts.join("  ")), clean(&messages::reason(case, lang)));
    if !places.is_empty() {
        text.push_str(&format!("    {}\n", clean(&places.join("  "))));
    }
    text.push_str(&format!("    > {}\n", messages::advice(case.class, lang)));
    text
}
