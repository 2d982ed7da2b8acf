//! `sanhe report differences|day`: the three-way difference sheet and the day sheet.

use clap::{ArgGroup, Subcommand};

use super::context::{Context, DayArgs, parse_day};
use super::failure::{Answer, Exit, Failure};
use super::out::OutArgs;
use super::{backend, out};
use crate::domain::day::BusinessDay;
use crate::print;

/// Arguments of `sanhe report`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Which sheet
    #[command(subcommand)]
    sheet: Which,
}

#[derive(Subcommand, Debug)]
enum Which {
    /// Three totals, bridges and every difference with its age, state and decision
    Differences(Differences),
    /// The figures of a day, how it was closed, and the head of the journal
    Day(Day),
}

#[derive(clap::Args, Debug)]
#[command(group(ArgGroup::new("which").required(true).args(["day", "from"])))]
struct Differences {
    /// Which days
    #[command(flatten)]
    days: DayArgs,
    /// Where it goes
    #[command(flatten)]
    out: OutArgs,
}

#[derive(clap::Args, Debug)]
struct Day {
    /// The business day
    #[arg(value_name = "DAY", value_parser = parse_day)]
    day: BusinessDay,
    /// Where it goes
    #[command(flatten)]
    out: OutArgs,
}

/// Makes the sheet.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    match &args.sheet {
        Which::Differences(args) => {
            // Without a range the parser has already refused; today stands in for what cannot happen.
            let range = args.days.range()?.unwrap_or((context.now.today, context.now.today));
            let sheet = print::differences::sheet(&backend::differences(context, range)?, context.lang);
            out::answer(context, &args.out, Exit::Done, &sheet, None)
        }
        Which::Day(args) => {
            let sheet = print::day::sheet(&backend::day_facts(context, args.day)?, context.lang);
            out::answer(context, &args.out, Exit::Done, &sheet, None)
        }
    }
}
