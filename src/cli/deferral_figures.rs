//! `sanhe deferral stats | radar | matrix | auto | form | roll`: figures and forms of deferral.

use serde_json::{Value, json};

use super::backend::{self, MatrixAsked, MatrixRow, Proposal, RADAR_DAYS, RadarRow, StatisticsAsk};
use super::context::{Context, parse_day};
use super::deferral::parse_month;
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::out::{self, OutArgs};
use super::table::{Align, Table};
use crate::domain::arrears::month::FeeMonth;
use crate::domain::arrears::policy::FeePolicy;
use crate::domain::day::BusinessDay;
use crate::domain::deferral::eligibility::Verdict;
use crate::domain::deferral::statistics::StatisticsBy;
use crate::print;
use crate::text::arrears::{self, ArrearsWord};
use crate::text::deferral::{DeferralWord, verdict_word};
use crate::text::deferral_sheets::DeferralSheet as Word;
use crate::text::deferral_work::ApplicationWord;
use crate::text::lang::Lang;

/// The verbs of figures and forms.
#[derive(clap::Subcommand, Debug)]
pub(super) enum Verb {
    /// Firms and amounts approved, in use, repaid and overdue; relief by cuts of rates
    Stats(StatsArgs),
    /// Deferrals that end soon, the day the fee begins, instalments suggested
    Radar {
        /// Within so many days
        #[arg(long, value_name = "DAYS", default_value_t = RADAR_DAYS[0], value_parser = clap::value_parser!(i32).range(0..=400))]
        within: i32,
    },
    /// Eligibility of employers by policy, line and month, each with its reason and clause
    Matrix(MatrixArgs),
    /// Firms a policy reaches without application; --enter puts them all on record
    Auto {
        /// Which part of the matrix
        #[command(flatten)]
        matrix: MatrixArgs,
        /// Last day of repayment, where the policy leaves it open
        #[arg(long, value_name = "DAY", value_parser = parse_day)]
        repay_by: Option<BusinessDay>,
        /// Enter an application for every firm on the list
        #[arg(long)]
        enter: bool,
    },
    /// A form of an application: application, agreement, approval, certificate
    Form(FormArgs),
    /// The roll of firms with deferral, or the filing list
    Roll(RollArgs),
    /// Put a new last day for a whole batch up for approval
    Extend {
        /// Policy, by id
        policy: String,
        /// New last day
        #[arg(long, value_name = "DAY", value_parser = parse_day)]
        to: BusinessDay,
        /// The document that extends it
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Put the revocation of a deferral up for approval
    Revoke {
        /// Number of the application
        no: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

#[derive(clap::Args, Debug)]
pub(super) struct StatsArgs {
    /// By line, policy, month or area
    #[arg(long, value_name = "BY", default_value = "line", value_parser = parse_by)]
    by: StatisticsBy,
    /// Only fee months of this year
    #[arg(long, value_name = "YYYY")]
    year: Option<u32>,
    /// How they stand on this day; else today
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    as_of: Option<BusinessDay>,
    /// Where it goes
    #[command(flatten)]
    out: OutArgs,
}

#[derive(clap::Args, Debug)]
pub(super) struct MatrixArgs {
    /// One policy, by id
    #[arg(long, value_name = "ID")]
    policy: Option<String>,
    /// One line, by code or name
    #[arg(long, value_name = "LINE")]
    line: Option<String>,
    /// First fee month
    #[arg(long, value_name = "YYYY-MM", value_parser = parse_month)]
    month: FeeMonth,
    /// Last fee month; else the first alone
    #[arg(long, value_name = "YYYY-MM", value_parser = parse_month)]
    to: Option<FeeMonth>,
    /// Part of name or code of the employer
    #[arg(long, value_name = "TEXT")]
    employer: Option<String>,
    /// Leave out what cannot be deferred
    #[arg(long)]
    open: bool,
}

#[derive(clap::Args, Debug)]
pub(super) struct FormArgs {
    /// application, agreement, approval or certificate
    #[arg(value_parser = ["application", "agreement", "approval", "certificate"])]
    kind: String,
    /// Number of the application
    no: String,
    /// Where it goes
    #[command(flatten)]
    out: OutArgs,
}

#[derive(clap::Args, Debug)]
pub(super) struct RollArgs {
    /// Only under this policy
    #[arg(long, value_name = "ID")]
    policy: Option<String>,
    /// The filing list instead
    #[arg(long)]
    filing: bool,
    /// Where it goes
    #[command(flatten)]
    out: OutArgs,
}

fn parse_by(text: &str) -> Result<StatisticsBy, String> {
    let known = || StatisticsBy::ALL.iter().map(|one| one.code()).collect::<Vec<_>>().join(", ");
    StatisticsBy::from_code(text).ok_or_else(|| format!("known: {}", known()))
}

/// Runs a verb.
pub(super) fn run(context: &Context, lines: &FeePolicy, verb: &Verb) -> Result<Answer, Failure> {
    let lang = context.lang;
    match verb {
        Verb::Stats(args) => {
            let year = args.year.and_then(|year| FeeMonth::new(year, 1).zip(FeeMonth::new(year, 12)));
            let ask = StatisticsAsk { by: args.by, months: year, as_of: args.as_of };
            let sheet = print::deferral::statistics(&backend::deferral_statistics(context, ask)?, lang);
            out::answer(context, &args.out, Exit::Done, &sheet, None)
        }
        Verb::Radar { within } => {
            let rows = backend::deferral_radar(context, *within)?;
            let json = || answers::answer([("deferrals", answers::list(&rows, radar_json))]);
            Ok(Answer::new(context, Exit::Done, json, || radar(&rows, lang)))
        }
        Verb::Matrix(args) => {
            let rows = backend::deferral_matrix(context, &asked(context, lines, args)?)?;
            let json = || answers::answer([("matrix", answers::list(&rows, matrix_json))]);
            Ok(Answer::new(context, Exit::Done, json, || matrix(&rows, lang)))
        }
        Verb::Auto { matrix: args, repay_by, enter } => {
            let (rows, done) = backend::deferral_auto(context, &asked(context, lines, args)?, *repay_by, *enter)?;
            let nos = done.map(|done| done.nos).unwrap_or_default();
            let json = || {
                let keys = [("matrix", answers::list(&rows, matrix_json)), ("entered", json!(nos))];
                answers::answer(keys)
            };
            Ok(Answer::new(context, Exit::Done, json, || {
                format!("{}\n{} {}\n", matrix(&rows, lang), ApplicationWord::Entered.in_lang(lang), nos.len())
            }))
        }
        Verb::Form(args) => form(context, args),
        Verb::Roll(args) => {
            let rows = backend::deferral_roll(context, args.policy.as_deref())?;
            let sheet = print::deferral::roll(&rows, args.filing, context.now.today, lang);
            out::answer(context, &args.out, Exit::Done, &sheet, None)
        }
        Verb::Extend { policy, to, reason } => {
            let proposal = Proposal::Extend { policy: policy.clone(), repay_by: *to };
            proposed(context, backend::propose(context, proposal, reason)?.nos)
        }
        Verb::Revoke { no, reason } => {
            let proposal = Proposal::Revoke { no: no.clone() };
            proposed(context, backend::propose(context, proposal, reason)?.nos)
        }
    }
}

fn proposed(context: &Context, nos: Vec<String>) -> Result<Answer, Failure> {
    let json = || answers::answer([("proposed", json!(nos))]);
    Ok(Answer::new(context, Exit::Done, json, || crate::text::deferral_work::proposed(nos.len(), context.lang)))
}

fn asked(context: &Context, lines: &FeePolicy, args: &MatrixArgs) -> Result<MatrixAsked, Failure> {
    let line = match &args.line {
        Some(word) => {
            let known = || lines.lines.iter().map(|line| line.code.as_str()).collect::<Vec<_>>().join(" | ");
            let wrong = || Failure::Usage(arrears::bad_argument("--line", word, &known(), context.lang));
            Some(lines.line_code(lines.line(word).ok_or_else(wrong)?).to_string())
        }
        None => None,
    };
    let last = args.to.unwrap_or(args.month).since(args.month).clamp(0, 119);
    Ok(MatrixAsked {
        policy: args.policy.clone(),
        line,
        months: (0..=last).map(|count| args.month.plus(count)).collect(),
        employer: args.employer.clone(),
        open: args.open,
    })
}

fn form(context: &Context, args: &FormArgs) -> Result<Answer, Failure> {
    let (facts, lang) = (backend::deferral_form(context, &args.no)?, context.lang);
    let none = || Failure::Usage(Word::NotGranted.in_lang(lang).to_string());
    let sheet = match args.kind.as_str() {
        "application" => print::deferral::application(&facts, lang),
        "agreement" => print::deferral::agreement(&facts, lang),
        "approval" => print::deferral::approval(&facts, lang),
        _ => print::deferral::certificate(&facts, lang).ok_or_else(none)?,
    };
    out::answer(context, &args.out, Exit::Done, &sheet, None)
}

pub(super) fn radar(rows: &[RadarRow], lang: Lang) -> String {
    let word = |word: Word, align: Align| (word.in_lang(lang), align);
    let mut table = Table::new([
        (ApplicationWord::No.in_lang(lang), Align::Left),
        (ApplicationWord::Employer.in_lang(lang), Align::Left),
        (ArrearsWord::Line.in_lang(lang), Align::Left),
        (ApplicationWord::Left.in_lang(lang), Align::Right),
        word(Word::EndsOn, Align::Left),
        word(Word::DaysLeft, Align::Right),
        word(Word::FeeFrom, Align::Left),
        word(Word::FeeFromPlain, Align::Left),
        word(Word::Suggested, Align::Left),
    ]);
    for one in rows {
        let standing = one.row.standing.as_ref();
        table.row([
            one.row.application.no.clone(),
            one.row.employer[1].clone(),
            one.row.line.clone(),
            standing.map_or_else(String::new, |standing| (standing.deferred + standing.owed).grouped()),
            standing.map_or_else(String::new, |standing| standing.ends_on.to_string()),
            crate::text::deferral_sheets::days_left(one.days, one.step, lang),
            one.fee_from.0.to_string(),
            one.fee_from.1.to_string(),
            one.suggested.to_string(),
        ]);
    }
    if table.is_empty() { format!("{}\n", Word::None.in_lang(lang)) } else { table.render() }
}

fn radar_json(one: &RadarRow) -> Value {
    let standing = one.row.standing.as_ref();
    json!({
        "no": one.row.application.no, "code": one.row.employer[0], "name": one.row.employer[1],
        "left": standing.map(|standing| answers::amount(standing.deferred + standing.owed)),
        "ends_on": standing.map(|standing| answers::date(standing.ends_on)), "days": one.days, "step": one.step,
        "fee_from": answers::date(one.fee_from.0), "fee_from_without_roll": answers::date(one.fee_from.1),
        "suggested": one.suggested.to_string(),
    })
}

fn matrix(rows: &[MatrixRow], lang: Lang) -> String {
    let headings = [DeferralWord::Month, DeferralWord::Policy, DeferralWord::Result, DeferralWord::Clause];
    let first = [ApplicationWord::Employer.in_lang(lang), ArrearsWord::Line.in_lang(lang)];
    let headings = headings.into_iter().chain([DeferralWord::WhyNot]).map(|word| word.in_lang(lang));
    let mut table = Table::new(first.into_iter().chain(headings).map(|heading| (heading, Align::Left)));
    for row in rows {
        let [clause, said] = row.said.clone();
        table.row([
            row.employer[1].clone(),
            row.line[1].clone(),
            row.found.month.to_string(),
            row.found.policy.clone(),
            verdict_word(&row.found.verdict, lang).to_string(),
            clause,
            said,
        ]);
    }
    if table.is_empty() { format!("{}\n", Word::None.in_lang(lang)) } else { table.render() }
}

fn matrix_json(row: &MatrixRow) -> Value {
    let result = match row.found.verdict {
        Verdict::Yes(_) => "yes",
        Verdict::No(_) => "no",
        Verdict::Ask(_) => "ask",
    };
    json!({
        "code": row.employer[0], "name": row.employer[1], "line": row.line[0], "month": row.found.month.to_string(),
        "policy": row.found.policy, "result": result, "clause": row.said[0], "reason": row.said[1],
    })
}
