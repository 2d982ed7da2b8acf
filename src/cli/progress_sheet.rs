//! `sanhe progress` and `sanhe target`: what became of arrears in a period, against what was to come in.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::{Value, json};

use super::backend::{self, FundAsk};
use super::call::parse_amount;
use super::context::{Context, parse_day};
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::out::{self, OutArgs};
use super::table::{Align, Table};
use crate::domain::collection::progress::{Cell, Period, ProgressBy};
use crate::domain::collection::target::{Measure, Target};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::print::progress::{ProgressFacts, ProgressRow, sheet};
use crate::text::lang::Lang;
use crate::text::progress::{self, ProgressWord};

/// Arguments of `sanhe progress`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// First day; else the first of this year
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    from: Option<BusinessDay>,
    /// Last day; else today
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    to: Option<BusinessDay>,
    /// The last seven days up to --to: the weekly ranking
    #[arg(long, conflicts_with = "from")]
    week: bool,
    /// A row for each line, area, officer or type
    #[arg(long, value_name = "WHAT", default_value = "area", value_parser = parse_by)]
    by: ProgressBy,
    /// The best clearing rate first
    #[arg(long)]
    rank: bool,
    /// Balance of the fund, for the months it pays
    #[arg(long, value_name = "AMOUNT", value_parser = parse_amount, requires = "payout")]
    balance: Option<Money>,
    /// Payout of a month; may repeat
    #[arg(long, value_name = "AMOUNT", value_parser = parse_amount)]
    payout: Vec<Money>,
    /// Where it goes
    #[command(flatten)]
    out: OutArgs,
}

fn parse_by(text: &str) -> Result<ProgressBy, String> {
    ProgressBy::from_code(text).ok_or_else(|| "write line, area, officer or type".to_string())
}

/// Shows the sheet, or writes it out.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let to = args.to.unwrap_or(context.now.today);
    let year = BusinessDay::from_ymd(to.year().unsigned_abs(), 1, 1).unwrap_or(to);
    let from = if args.week { to.plus(-6) } else { args.from.unwrap_or(year) };
    let fund = FundAsk { balance: args.balance, payouts: args.payout.clone() };
    let facts = backend::progress(context, Period { from, to }, args.by, args.rank, &fund)?;
    if args.out.out.is_none() && context.json {
        return Ok(Answer::new(context, Exit::Done, || as_json(&facts), String::new));
    }
    out::answer(context, &args.out, Exit::Done, &sheet(&facts, context.lang), None)
}

fn as_json(facts: &ProgressFacts) -> Value {
    let row = |row: &ProgressRow| {
        let mut value = cell(&row.cell);
        if let Value::Object(keys) = &mut value {
            keys.insert("group".into(), json!(row.key));
            keys.insert("collect_done".into(), json!(facts.done(row, Measure::Collect)));
            keys.insert("clear_done".into(), json!(facts.done(row, Measure::Clear)));
        }
        value
    };
    answers::answer([
        ("from", answers::date(facts.period.from)),
        ("to", answers::date(facts.period.to)),
        ("by", json!(facts.by.code())),
        ("rows", answers::list(&facts.rows, row)),
        ("total", cell(&facts.total())),
        ("months_payable_hundredths", json!(facts.months_payable.map(|(months, _)| months))),
    ])
}

fn cell(cell: &Cell) -> Value {
    json!({
        "opening": answers::amount(cell.opening),
        "corrections": answers::amount(cell.corrections),
        "new": answers::amount(cell.new),
        "returned": answers::amount(cell.returned),
        "collected": answers::amount(cell.collected),
        "deferred": answers::amount(cell.deferred),
        "written_off": answers::amount(cell.written_off),
        "closing": answers::amount(cell.closing),
        "due": answers::amount(cell.due),
        "due_paid": answers::amount(cell.due_paid),
        "cleared": answers::amount(cell.cleared),
        "fee_collected": answers::amount(cell.fee_collected),
        "collection_rate_hundredths": cell.collection_rate(),
        "clearing_rate_hundredths": cell.clearing_rate(),
    })
}

/// Arguments of `sanhe target`.
#[derive(clap::Args, Debug)]
pub struct TargetArgs {
    /// What to do
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// Set the target of one line, area, officer or type; zero takes it away
    Set {
        /// Year
        #[arg(value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1992..=9999))]
        year: i32,
        /// collect (of what is due) or clear (of arrears)
        #[arg(value_name = "MEASURE", value_parser = parse_measure)]
        measure: Measure,
        /// line, area, officer or type
        #[arg(value_name = "GROUP", value_parser = parse_by)]
        by: ProgressBy,
        /// Which one
        #[arg(value_name = "KEY")]
        key: String,
        /// How much
        #[arg(value_name = "AMOUNT", value_parser = parse_amount)]
        amount: Money,
    },
    /// Bring in targets from a CSV file of year, measure, group, key, amount; all or nothing
    Import {
        /// The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// List the targets
    List,
}

fn parse_measure(text: &str) -> Result<Measure, String> {
    Measure::from_code(text).ok_or_else(|| "write collect or clear".to_string())
}

/// Sets or lists targets.
pub(super) fn targets(context: &Context, args: &TargetArgs) -> Result<Answer, Failure> {
    let given = match &args.verb {
        Verb::Set { year, measure, by, key, amount } => {
            vec![Target { year: *year, measure: *measure, by: *by, key: key.clone(), amount: *amount }]
        }
        Verb::Import { file } => {
            let text = std::fs::read_to_string(file).map_err(|error| Failure::io(file.display(), &error))?;
            read(&text, context.lang)?
        }
        Verb::List => {
            let targets = backend::targets(context)?;
            let json = || answers::answer([("targets", answers::list(&targets, target_json))]);
            return Ok(Answer::new(context, Exit::Done, json, || listing(&targets, context.lang)));
        }
    };
    backend::set_targets(context, &given)?;
    let json = || answers::answer([("count", json!(given.len()))]);
    Ok(Answer::new(context, Exit::Done, json, || progress::targets_set(given.len(), context.lang)))
}

/// Five cells a line; a first line without a digit is a heading.
fn read(text: &str, lang: Lang) -> Result<Vec<Target>, Failure> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut targets = Vec::new();
    for (line, record) in (1..).zip(reader.records()) {
        let wrong = || Failure::Usage(progress::target_line_wrong(line, lang));
        let record = record.map_err(|_| wrong())?;
        if line == 1 && !record.iter().any(|cell| cell.bytes().any(|byte| byte.is_ascii_digit())) {
            continue;
        }
        let cell = |place: usize| record.get(place).map(str::trim).filter(|cell| !cell.is_empty());
        let target = || {
            Some(Target {
                year: cell(0)?.parse().ok().filter(|year| (1992..=9999).contains(year))?,
                measure: Measure::from_code(cell(1)?)?,
                by: ProgressBy::from_code(cell(2)?)?,
                key: cell(3)?.to_string(),
                amount: Money::parse_plain(cell(4)?)?,
            })
        };
        targets.push(target().filter(|_| record.len() == 5).ok_or_else(wrong)?);
    }
    Ok(targets)
}

fn target_json(target: &Target) -> Value {
    json!({
        "year": target.year,
        "measure": target.measure.code(),
        "by": target.by.code(),
        "key": target.key,
        "amount": answers::amount(target.amount),
    })
}

fn listing(targets: &[Target], lang: Lang) -> String {
    if targets.is_empty() {
        return ProgressWord::NoTargets.in_lang(lang).to_string();
    }
    let columns = [
        (ProgressWord::Year, Align::Right),
        (ProgressWord::Measure, Align::Left),
        (ProgressWord::Group, Align::Left),
        (ProgressWord::Key, Align::Left),
        (ProgressWord::Amount, Align::Right),
    ];
    let mut table = Table::new(columns.map(|(word, align)| (word.in_lang(lang), align)));
    for target in targets {
        table.row([
            target.year.to_string(),
            progress::measure(target.measure, lang).to_string(),
            progress::by(target.by, lang).to_string(),
            target.key.clone(),
            target.amount.grouped(),
        ]);
    }
    table.render()
}
