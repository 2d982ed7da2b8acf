//! `sanhe plan make|list|end`: repayment plans.

use clap::Subcommand;
use serde_json::{Value, json};

use super::backend::{self, Instalments, PlanAsk, PlanLine, PlanMade};
use super::call::parse_amount;
use super::context::{Context, parse_day};
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table};
use crate::domain::arrears::month::FeeMonth;
use crate::domain::collection::plan::{BreachBy, BreachEffect, Instalment, Schedule};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::text::collection::CollectionWord;
use crate::text::lang::Lang;
use crate::text::plan::{self, PlanWord};

/// Arguments of `sanhe plan`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// Make a plan with an employer: by figures, or with instalments of your own
    Make(MakeArgs),
    /// List the plans and how they stand
    List {
        /// Credit code, number, or whole name; all employers when none
        #[arg(value_name = "EMPLOYER")]
        employer: Option<String>,
        /// Judged as of this date; else today
        #[arg(long, value_name = "DAY", value_parser = parse_day)]
        as_of: Option<BusinessDay>,
    },
    /// End a plan before its time
    End {
        /// Number of the plan
        #[arg(value_name = "NO")]
        no: i64,
        /// Why it ends
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

#[derive(clap::Args, Debug)]
struct MakeArgs {
    /// Credit code, number, or whole name
    #[arg(value_name = "EMPLOYER")]
    employer: String,
    /// The debt; else everything overdue today with its late fee
    #[arg(long, value_name = "AMOUNT", value_parser = parse_amount)]
    total: Option<Money>,
    /// How many instalments
    #[arg(long, value_name = "N", required_unless_present = "instalment")]
    count: Option<u32>,
    /// Month of the first
    #[arg(long, value_name = "MONTH", value_parser = parse_month, required_unless_present = "instalment")]
    first: Option<FeeMonth>,
    /// Day of the month; one past its end is the last
    #[arg(long, value_name = "N", default_value_t = 31)]
    day: u32,
    /// Months from one to the next
    #[arg(long, value_name = "N", default_value_t = 1)]
    every: u32,
    /// What each is more than the one before
    #[arg(long, value_name = "AMOUNT", value_parser = parse_amount)]
    step: Option<Money>,
    /// An instalment of your own; may repeat
    #[arg(long, value_name = "DAY:AMOUNT", value_parser = parse_instalment, conflicts_with_all = ["total", "count"])]
    instalment: Vec<Instalment>,
    /// What breaks it: instalment, new_arrears or either
    #[arg(long, value_name = "WHAT", default_value = "either", value_parser = parse_breach)]
    breach_by: BreachBy,
    /// What follows: rest_due, resume or guarantee
    #[arg(long, value_name = "WHAT", default_value = "rest_due", value_parser = parse_effect)]
    effect: BreachEffect,
    /// Grace in working days; else the policy's
    #[arg(long, value_name = "DAYS")]
    grace: Option<u32>,
    /// In your own words
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    /// Only show what would be agreed
    #[arg(long)]
    dry_run: bool,
}

fn parse_month(text: &str) -> Result<FeeMonth, String> {
    FeeMonth::parse(text).ok_or_else(|| "write a month like 2026-03".to_string())
}

fn parse_instalment(text: &str) -> Result<Instalment, String> {
    let (on, amount) = text.split_once(':').ok_or("write DAY:AMOUNT, 2026-03-31:20000.00")?;
    Ok(Instalment { due_on: parse_day(on)?, amount: parse_amount(amount)? })
}

fn parse_breach(text: &str) -> Result<BreachBy, String> {
    BreachBy::from_code(text).ok_or_else(|| "write instalment, new_arrears or either".to_string())
}

fn parse_effect(text: &str) -> Result<BreachEffect, String> {
    BreachEffect::from_code(text).ok_or_else(|| "write rest_due, resume or guarantee".to_string())
}

/// Makes, lists or ends.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    match &args.verb {
        Verb::Make(args) => {
            let made = backend::make_plan(context, &args.employer, &ask(args))?;
            Ok(Answer::new(context, Exit::Done, || made_json(&made), || made_words(&made, context.lang)))
        }
        Verb::List { employer, as_of } => {
            let lines = backend::plans(context, employer.as_deref(), *as_of)?;
            let json = || answers::answer([("plans", answers::list(&lines, as_json))]);
            Ok(Answer::new(context, Exit::Done, json, || listing(&lines, context.lang)))
        }
        Verb::End { no, reason } => {
            backend::end_plan(context, *no, reason)?;
            let json = || answers::answer([("plan", json!(no)), ("ended", json!(true))]);
            Ok(Answer::new(context, Exit::Done, json, || plan::ended(*no, context.lang)))
        }
    }
}

fn ask(args: &MakeArgs) -> PlanAsk {
    let made = args.count.zip(args.first).map(|(count, first)| Schedule {
        total: args.total.unwrap_or(Money::ZERO),
        count,
        first,
        day_of_month: args.day,
        every_months: args.every,
        step: args.step.unwrap_or(Money::ZERO),
    });
    PlanAsk {
        instalments: made.map_or_else(|| Instalments::Own(args.instalment.clone()), Instalments::Made),
        breach_by: args.breach_by,
        effect: args.effect,
        grace_working_days: args.grace,
        note: args.note.clone(),
        dry_run: args.dry_run,
    }
}

fn instalment_json(one: &Instalment) -> Value {
    json!({ "due_on": answers::date(one.due_on), "amount": answers::amount(one.amount) })
}

fn made_json(made: &PlanMade) -> Value {
    answers::answer([
        ("plan", json!(made.no)),
        ("code", json!(made.new.code)),
        ("kind", json!(made.new.kind.code())),
        ("owed", answers::amount(made.owed.0)),
        ("fee", answers::amount(made.owed.1)),
        ("instalments", answers::list(&made.new.instalments, instalment_json)),
        ("breach_by", json!(made.new.breach_by.code())),
        ("effect", json!(made.new.effect.code())),
    ])
}

fn made_words(made: &PlanMade, lang: Lang) -> String {
    let new = &made.new;
    let columns = [(PlanWord::Number, Align::Right), (PlanWord::DueOn, Align::Left), (PlanWord::Amount, Align::Right)];
    let mut table = Table::new(columns.map(|(word, align)| (word.in_lang(lang), align)));
    for (number, one) in (1..).zip(&new.instalments) {
        table.row([number.to_string(), one.due_on.to_string(), one.amount.grouped()]);
    }
    let total: Money = new.instalments.iter().map(|one| one.amount).sum();
    table.row([PlanWord::Total.in_lang(lang).to_string(), String::new(), total.grouped()]);
    let owed = (made.owed.0 + made.owed.1).grouped();
    format!(
        "{}\n{}\n{}  {}\n{}  {}\n{}  {owed}\n",
        plan::made(&made.employer.name, made.no, lang),
        table.render().trim_end(),
        PlanWord::BreachBy.in_lang(lang),
        plan::breach_by(new.breach_by, lang),
        PlanWord::Effect.in_lang(lang),
        plan::effect(new.effect, lang),
        PlanWord::Owed.in_lang(lang),
    )
}

fn as_json(line: &PlanLine) -> Value {
    let (plan, standing) = (&line.at.plan, &line.standing);
    json!({
        "plan": plan.no,
        "code": line.employer.code.as_str(),
        "name": line.employer.name,
        "made_on": answers::date(plan.made_on),
        "by": line.at.actor,
        "kind": plan.kind.code(),
        "total": answers::amount(plan.total()),
        "received": answers::amount(standing.received),
        "state": standing.state.code(),
        "grace_until": standing.grace_until.map(|day| day.to_string()),
        "breach": standing.breach.map(|breach| json!({
            "on": answers::date(breach.on),
            "instalment": breach.instalment,
            "due_on": answers::date(breach.missed.due_on),
            "lacking": answers::amount(breach.lacking),
        })),
        "breach_by": plan.breach_by.code(),
        "effect": plan.effect.code(),
        "instalments": answers::list(&standing.instalments, |one| json!({
            "due_on": answers::date(one.instalment.due_on),
            "amount": answers::amount(one.instalment.amount),
            "received": answers::amount(one.received),
            "covered_on": one.covered_on.map(|day| day.to_string()),
        })),
        "end_reason": line.at.end_reason,
    })
}

fn listing(lines: &[PlanLine], lang: Lang) -> String {
    if lines.is_empty() {
        return PlanWord::NoPlans.in_lang(lang).to_string();
    }
    let columns = [
        (PlanWord::PlanNo.in_lang(lang), Align::Right),
        (CollectionWord::Employer.in_lang(lang), Align::Left),
        (PlanWord::MadeOn.in_lang(lang), Align::Left),
        (PlanWord::Instalments.in_lang(lang), Align::Right),
        (PlanWord::Total.in_lang(lang), Align::Right),
        (PlanWord::Received.in_lang(lang), Align::Right),
        (PlanWord::Next.in_lang(lang), Align::Left),
        (PlanWord::State.in_lang(lang), Align::Left),
        (CollectionWord::Reason.in_lang(lang), Align::Left),
    ];
    let mut table = Table::new(columns);
    for line in lines {
        let (plan, standing) = (&line.at.plan, &line.standing);
        let next = standing.next.map_or(String::new(), |(number, one)| format!("{number}: {}", one.due_on));
        let why = standing.breach.map_or(line.at.end_reason.clone(), |breach| crate::text::plan::breach(&breach, lang));
        table.row([
            plan.no.to_string(),
            line.employer.name.clone(),
            plan.made_on.to_string(),
            plan.instalments.len().to_string(),
            plan.total().grouped(),
            standing.received.grouped(),
            next,
            crate::text::plan::state(standing.state, lang).to_string(),
            why,
        ]);
    }
    table.render()
}
