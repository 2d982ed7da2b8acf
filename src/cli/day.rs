//! `sanhe day status|declare|close|review|reopen`: closing a business day, by two persons.

use clap::Subcommand;
use serde_json::{Value, json};

use super::backend;
use super::context::{Context, parse_day};
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::clean;
use crate::domain::closing::DayStep;
use crate::domain::day::BusinessDay;
use crate::domain::entry::Side;
use crate::text::lang::Lang;
use crate::text::{messages, terms};
use crate::tui::desk::DayView;

/// Arguments of `sanhe day`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// How a day stands, what can be done with it and why not
    Status(Which),
    /// Declare that a day's file of one book will not come
    Declare {
        /// The business day
        #[arg(value_name = "DAY", value_parser = parse_day)]
        day: BusinessDay,
        /// Which book is missing
        #[arg(long, value_name = "his|cashier|bank", value_parser = parse_side)]
        missing: Side,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Hand a day to review
    Close(Which),
    /// Review a day another person handed over, and close it
    Review(Which),
    /// Reopen a closed day
    Reopen {
        /// The business day
        #[arg(value_name = "DAY", value_parser = parse_day)]
        day: BusinessDay,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

#[derive(clap::Args, Debug)]
struct Which {
    /// The business day
    #[arg(value_name = "DAY", value_parser = parse_day)]
    day: BusinessDay,
}

fn parse_side(text: &str) -> Result<Side, String> {
    Side::from_code(text).ok_or_else(|| "his, cashier or bank".to_string())
}

/// Shows a day, or takes a step.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let step = |day, step, side, reason: &str| stepped(context, day, step, side, reason);
    match &args.verb {
        Verb::Status(which) => status(context, which.day),
        Verb::Declare { day, missing, reason } => step(*day, DayStep::Declare, Some(*missing), reason),
        Verb::Close(which) => step(which.day, DayStep::Prepare, None, ""),
        Verb::Review(which) => step(which.day, DayStep::Close, None, ""),
        Verb::Reopen { day, reason } => step(*day, DayStep::Reopen, None, reason),
    }
}

fn stepped(
    context: &Context,
    day: BusinessDay,
    step: DayStep,
    side: Option<Side>,
    reason: &str,
) -> Result<Answer, Failure> {
    let done = backend::step_day(context, day, step, side, reason)?;
    let day = day.to_string();
    let sentence = || format!("{}\n", done.said);
    let keys = || {
        answers::answer([
            ("day", json!(day)),
            ("step", json!(step.code())),
            ("digest", json!(done.digest)),
            ("unchanged", json!(done.unchanged)),
        ])
    };
    Ok(Answer::new(context, Exit::Done, keys, sentence))
}

fn status(context: &Context, day: BusinessDay) -> Result<Answer, Failure> {
    let view = backend::day_view(context, day)?;
    let blocked = !view.is_closed && !view.causes(DayStep::Prepare).is_empty();
    let exit = if blocked { Exit::Refused } else { Exit::Done };
    Ok(Answer::new(context, exit, || as_json(&view, context.lang), || listing(&view, context.lang)))
}

/// Why a step cannot be taken, in words.
fn refusals(view: &DayView, step: DayStep, lang: Lang) -> Vec<String> {
    view.causes(step).iter().map(|cause| messages::closing_cause(cause, lang)).collect()
}

fn as_json(view: &DayView, lang: Lang) -> Value {
    let action = |step: &DayStep| json!({ "step": step.code(), "refusals": refusals(view, *step, lang) });
    answers::answer([
        ("day", answers::date(view.day)),
        ("closed", json!(view.is_closed)),
        ("next", json!(view.next.code())),
        ("actions", answers::list(DayStep::ALL, action)),
        ("steps", json!(view.steps)),
        ("seal", json!(view.seal)),
        ("late", json!(view.late)),
    ])
}

fn listing(view: &DayView, lang: Lang) -> String {
    let mut text = format!("{}\n", view.day);
    for step in &view.steps {
        text.push_str(&format!("  * {}\n", clean(step)));
    }
    for step in DayStep::ALL {
        let name = terms::day_step(*step, lang);
        match refusals(view, *step, lang).as_slice() {
            [] => text.push_str(&format!("  + {name}\n")),
            refusals => {
                text.push_str(&format!(
                    "  - {name}{}{}\n",
                    lang.pick("：", ": "),
                    refusals.join(lang.pick("；", "; "))
                ));
            }
        }
    }
    for line in &view.seal {
        text.push_str(&format!("  = {}\n", clean(line)));
    }
    for line in &view.late {
        text.push_str(&format!("  ! {}\n", clean(line)));
    }
    text
}
