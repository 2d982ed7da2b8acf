//! `sanhe reconcile`: match the three books, day by day.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::ArgGroup;
use serde_json::{Value, json};

use super::backend::{self, Reconciled};
use super::context::{Context, DayArgs};
use super::failure::{Answer, Exit, Failure};
use super::table::{Align, Table, clean};
use super::{json, progress};
use crate::domain::entry::{Method, Side};
use crate::domain::matching::trial::Trial;
use crate::domain::money::Money;
use crate::domain::recon::{BySide, DayResult, ExceptionCase};
use crate::text::commands::{self, CommandWord};
use crate::text::lang::Lang;
use crate::text::terms;

/// Arguments of `sanhe reconcile`.
#[derive(clap::Args, Debug)]
#[command(group(ArgGroup::new("which").required(true).args(["day", "from"])))]
pub struct Args {
    /// Which days
    #[command(flatten)]
    days: DayArgs,
    /// Try another file of matching rules; says what it would match and unmatch
    #[arg(long, value_name = "FILE", requires = "dry_run")]
    rules: Option<PathBuf>,
    /// Write nothing (with --rules)
    #[arg(long, requires = "rules")]
    dry_run: bool,
}

/// Cases named of each kind; --json lists them all.
const NAMED_MAX: usize = 20;

/// Matches the days.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    // Without a range the parser has already refused; today stands in for what cannot happen.
    let (from, to) = args.days.range()?.unwrap_or((context.now.today, context.now.today));
    if let Some(file) = &args.rules {
        let trial = progress::watched(|progress| backend::try_rules(context, (from, to), file, progress))?;
        return Ok(Answer::new(context, Exit::Done, || trial_json(&trial), || trial_text(&trial, context.lang)));
    }
    let result = progress::watched(|progress| backend::reconcile(context, from, to, progress))?;
    Ok(Answer::new(context, exit(&result), || json::reconciled(&result), || listing(&result, context.lang)))
}

fn trial_json(trial: &Trial) -> Value {
    let named = |case: &ExceptionCase| {
        json!({
            "key": case.key,
            "class": case.class.code(),
            "day": json::date(case.day),
            "number": case.number(),
            "difference": json::amount(case.difference),
        })
    };
    let cases = |cases: &[ExceptionCase]| json!({ "count": cases.len(), "cases": json::list(cases, named) });
    json::answer([
        ("would_match", cases(&trial.matched)),
        ("would_unmatch", cases(&trial.unmatched)),
        ("written", json!(false)),
    ])
}

fn trial_text(trial: &Trial, lang: Lang) -> String {
    let mut text = format!("{}\n", commands::rules_tried(trial.matched.len(), trial.unmatched.len(), lang));
    for (sign, cases) in [("+", &trial.matched), ("-", &trial.unmatched)] {
        for case in cases.iter().take(NAMED_MAX) {
            let (class, number) = (terms::class(case.class, lang), clean(case.number()));
            let parts = [sign.into(), case.day.to_string(), class.into(), number, case.difference.grouped()];
            text.push_str(&format!("  {}\n", parts.join("  ")));
        }
        if cases.len() > NAMED_MAX {
            text.push_str(&format!("  {sign}  {}\n", commands::and_more(cases.len() - NAMED_MAX, lang)));
        }
    }
    text
}

/// 1 while a case of those days is open or proposed.
fn exit(result: &Reconciled) -> Exit {
    let open = json::open_cases(result.days.iter().flat_map(|day| &day.exceptions));
    if open > 0 { Exit::Refused } else { Exit::Done }
}

/// Totals by method, exceptions by class and the digest, for people.
pub fn listing(result: &Reconciled, lang: Lang) -> String {
    let mut text = String::new();
    for day in &result.days {
        text.push_str(&heading(day, lang));
        text.push_str(&totals(day, lang));
        text.push_str(&negative_shifts(day, lang));
        text.push_str(&credits(day, lang));
        text.push_str(&exceptions(&day.exceptions, lang));
        text.push('\n');
    }
    text.push_str(&format!("{}{}{}\n", CommandWord::Digest.in_lang(lang), lang.pick("：", ": "), result.digest));
    text
}

fn heading(day: &DayResult, lang: Lang) -> String {
    let mut parts = vec![day.day.to_string()];
    for side in [Side::Cashier, Side::His, Side::Bank] {
        let (matched, entries) = (*day.matched.get(side), *day.entries.get(side));
        parts.push(commands::day_counts(terms::side(side, lang), matched, entries, lang));
    }
    if day.awaited > 0 {
        parts.push(commands::awaited(day.awaited, lang));
    }
    format!("{}\n", parts.join("  "))
}

fn totals(day: &DayResult, lang: Lang) -> String {
    let mut by_method: BTreeMap<Method, (BySide<Money>, bool, Money)> = BTreeMap::new();
    for row in &day.totals {
        let (sums, bank_due, difference) = by_method.entry(row.method).or_default();
        sums.his += row.his;
        sums.cashier += row.cashier_side;
        sums.bank += row.bank;
        *bank_due |= row.bank_due;
        *difference += row.difference;
    }
    let words = [CommandWord::Cashier, CommandWord::His, CommandWord::Bank, CommandWord::Difference];
    let figures = words.map(|word| (word.in_lang(lang), Align::Right));
    let mut table =
        Table::new([(CommandWord::Method.in_lang(lang), Align::Left)].into_iter().chain(figures)).indented(2);
    let mut all = (BySide::<Money>::default(), Money::ZERO);
    for (method, (sums, bank_due, difference)) in &by_method {
        let bank = if *bank_due { sums.bank.grouped() } else { "-".into() };
        let name = terms::method(*method, lang).to_string();
        table.row([name, sums.cashier.grouped(), sums.his.grouped(), bank, difference.grouped()]);
        all.0.his += sums.his;
        all.0.cashier += sums.cashier;
        all.0.bank += sums.bank;
        all.1 += *difference;
    }
    let name = CommandWord::Total.in_lang(lang).to_string();
    table.row([name, all.0.cashier.grouped(), all.0.his.grouped(), all.0.bank.grouped(), all.1.grouped()]);
    table.render()
}

fn negative_shifts(day: &DayResult, lang: Lang) -> String {
    let mut text = String::new();
    for shift in &day.negative_shifts {
        let (word, amount) = (CommandWord::Shift.in_lang(lang), shift.amount.grouped());
        text.push_str(&format!("  {word}  {}  {}  {amount}\n", shift.cashier, shift.slip_no));
    }
    text
}

/// What became of each channel's expected credit, where the house names a settlement account.
fn credits(day: &DayResult, lang: Lang) -> String {
    let known = || day.bridges.iter().filter_map(|bridge| Some((bridge, bridge.credit?)));
    if known().next().is_none() {
        return String::new();
    }
    let words = [CommandWord::ExpectedCredit, CommandWord::Credited, CommandWord::InTransit, CommandWord::Short];
    let figures = words.map(|word| (word.in_lang(lang), Align::Right));
    let mut table =
        Table::new([(CommandWord::Settlement.in_lang(lang), Align::Left)].into_iter().chain(figures)).indented(2);
    for (bridge, credit) in known() {
        let figures = [bridge.expected_credit, credit.credited, credit.in_transit, credit.short].map(Money::grouped);
        table.row([terms::method(bridge.channel, lang).to_string()].into_iter().chain(figures));
    }
    format!("\n{}", table.render())
}

fn exceptions(cases: &[ExceptionCase], lang: Lang) -> String {
    if cases.is_empty() {
        return format!("  {}\n", CommandWord::NoDifference.in_lang(lang));
    }
    let mut table = Table::new([
        (CommandWord::Code.in_lang(lang), Align::Left),
        (CommandWord::Class.in_lang(lang), Align::Left),
        (CommandWord::Count.in_lang(lang), Align::Right),
        (CommandWord::Open.in_lang(lang), Align::Right),
    ])
    .indented(2);
    for (class, count) in json::count_by_class(cases) {
        let open = json::open_cases(cases.iter().filter(|case| case.class == class));
        let name = terms::class(class, lang).to_string();
        table.row([class.paper_code().to_string(), name, count.to_string(), open.to_string()]);
    }
    format!("\n{}", table.render())
}
