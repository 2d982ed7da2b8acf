//! `sanhe chase`: where an employer stands on the ladder, and every step, service and hold of it.

use serde_json::{Value, json};

use super::backend::{self, ChaseStatus, StepLine};
use super::context::{Context, parse_day};
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table};
use crate::domain::arrears::item::Portion;
use crate::domain::arrears::month::FeeMonth;
use crate::domain::chase::HoldKind;
use crate::domain::chase::claim::Claim;
use crate::domain::chase::service::{Receipt, Way};
use crate::domain::day::BusinessDay;
use crate::text::chase::ChaseWord;
use crate::text::ladder;
use crate::text::lang::Lang;
use crate::tui::chase::{ChaseAct, DueKey};

/// Arguments of `sanhe chase`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

/// What to do.
#[derive(clap::Subcommand, Debug)]
enum Verb {
    /// The ladder: every step with its periods and clauses
    Steps,
    /// Where an employer stands on the ladder, and what was done so far
    Status {
        /// Credit code, number, or whole name
        #[arg(value_name = "EMPLOYER")]
        employer: String,
        /// As of this date; else today
        #[arg(long, value_name = "DAY", value_parser = parse_day)]
        as_of: Option<BusinessDay>,
    },
    /// Record a step that was done
    Step(StepArgs),
    /// Record the service of papers, or that they came back
    Serve(Box<ServeArgs>),
    /// Ask for a hold, or record a dispute, of an employer or of one due; another person confirms it
    Hold(HoldArgs),
    /// Confirm a hold another person asked for
    ConfirmHold {
        /// Its number
        #[arg(value_name = "NUMBER")]
        hold: i64,
    },
    /// End a hold before its day
    ReleaseHold {
        /// Its number
        #[arg(value_name = "NUMBER")]
        hold: i64,
        /// Why
        #[arg(long, value_name = "TEXT", default_value = "")]
        reason: String,
    },
    /// The bankruptcy claim of an employer in its three classes
    Claim {
        /// Credit code, number, or whole name
        #[arg(value_name = "EMPLOYER")]
        employer: String,
    },
}

/// A step.
#[derive(clap::Args, Debug)]
struct StepArgs {
    /// Credit codes, numbers, or whole names
    #[arg(value_name = "EMPLOYER", required = true)]
    employers: Vec<String>,
    /// Which step, by its code
    #[arg(long, value_name = "CODE")]
    step: String,
    /// The day it was done; else today
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    on: Option<BusinessDay>,
    /// Number of its paper
    #[arg(long, value_name = "NUMBER", default_value = "")]
    number: String,
    /// A remark
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

/// A service.
#[derive(clap::Args, Debug)]
struct ServeArgs {
    /// Credit codes, numbers, or whole names
    #[arg(value_name = "EMPLOYER", required = true)]
    employers: Vec<String>,
    /// Which step's paper, by its code
    #[arg(long, value_name = "CODE", default_value = "notice")]
    step: String,
    /// direct, left, post, electronic, entrusted or public_notice
    #[arg(long, value_name = "WAY", value_parser = parse_way)]
    way: Way,
    /// The day of service; else today
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    on: Option<BusinessDay>,
    /// The hour, as written on the receipt
    #[arg(long, value_name = "TIME", default_value = "")]
    at: String,
    /// Where
    #[arg(long, value_name = "TEXT", default_value = "")]
    place: String,
    /// Who took it
    #[arg(long, value_name = "NAME", default_value = "")]
    receiver: String,
    /// What the receiver is to the employer
    #[arg(long, value_name = "TEXT", default_value = "")]
    capacity: String,
    /// Who served it; twice
    #[arg(long = "server", value_name = "NAME")]
    servers: Vec<String>,
    /// Who saw it left; twice
    #[arg(long = "witness", value_name = "NAME")]
    witnesses: Vec<String>,
    /// It was filmed
    #[arg(long)]
    filmed: bool,
    /// Why it was refused
    #[arg(long, value_name = "TEXT", default_value = "")]
    refusal: String,
    /// Postal number, or where the public notice stood
    #[arg(long, value_name = "TEXT", default_value = "")]
    reference: String,
    /// The consent to electronic service
    #[arg(long, value_name = "TEXT", default_value = "")]
    consent: String,
    /// The body entrusted
    #[arg(long, value_name = "NAME", default_value = "")]
    entrusted_to: String,
    /// It came back, and why
    #[arg(long, value_name = "TEXT", default_value = "")]
    returned: String,
}

/// A hold.
#[derive(clap::Args, Debug)]
struct HoldArgs {
    /// Credit code, number, or whole name
    #[arg(value_name = "EMPLOYER")]
    employer: String,
    /// hold or dispute
    #[arg(long, value_name = "KIND", default_value = "hold", value_parser = parse_kind)]
    kind: HoldKind,
    /// Last day
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    until: BusinessDay,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Only this line, by code; with --month and --portion
    #[arg(long, value_name = "LINE", requires = "month", requires = "portion")]
    line: Option<String>,
    /// Only this fee month
    #[arg(long, value_name = "MONTH", value_parser = parse_month)]
    month: Option<FeeMonth>,
    /// employer or individual
    #[arg(long, value_name = "PORTION", value_parser = parse_portion)]
    portion: Option<Portion>,
}

fn parse_way(text: &str) -> Result<Way, String> {
    let known = || Way::ALL.iter().map(|way| way.code()).collect::<Vec<_>>().join(", ");
    Way::from_code(text).ok_or_else(|| format!("write one of {}", known()))
}

fn parse_kind(text: &str) -> Result<HoldKind, String> {
    HoldKind::from_code(text).ok_or_else(|| "write hold or dispute".into())
}

fn parse_month(text: &str) -> Result<FeeMonth, String> {
    FeeMonth::parse(text).ok_or_else(|| "write it as 2026-03".into())
}

fn parse_portion(text: &str) -> Result<Portion, String> {
    Portion::from_code(text).ok_or_else(|| "write employer or individual".into())
}

/// Does it.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let today = context.now.today;
    match &args.verb {
        Verb::Steps => steps(context),
        Verb::Status { employer, as_of } => {
            let status = backend::chase_status(context, employer, *as_of)?;
            Ok(Answer::new(context, Exit::Done, || status_json(&status), || status_words(&status, context.lang)))
        }
        Verb::Step(args) => {
            let (step, on) = (args.step.clone(), args.on.unwrap_or(today));
            let act = |codes| ChaseAct::Step { codes, step, on, number: args.number.clone(), note: args.note.clone() };
            done(context, &args.employers, act)
        }
        Verb::Serve(args) => {
            let receipt = receipt(args, today);
            let step = args.step.clone();
            done(context, &args.employers, |codes| {
                let papers = codes.into_iter().map(|code| (code, step.clone())).collect();
                ChaseAct::Serve { papers, receipt: Box::new(receipt) }
            })
        }
        Verb::Hold(args) => {
            let due = args.line.clone().zip(args.month).zip(args.portion);
            let due = due.map(|((line, month), portion)| DueKey { line, month, portion });
            done(context, std::slice::from_ref(&args.employer), |mut codes| ChaseAct::Hold {
                code: codes.pop().unwrap_or_default(),
                due,
                kind: args.kind,
                until: args.until,
                reason: args.reason.clone(),
            })
        }
        Verb::ConfirmHold { hold } => done(context, &[], |_| ChaseAct::ConfirmHold(*hold)),
        Verb::ReleaseHold { hold, reason } => {
            done(context, &[], |_| ChaseAct::ReleaseHold { hold: *hold, reason: reason.clone() })
        }
        Verb::Claim { employer } => {
            let (name, claim, basis) = backend::chase_claim(context, employer)?;
            let words = || claim_words(&name, &claim, &basis, context.lang);
            Ok(Answer::new(context, Exit::Done, || claim_json(&name, &claim, &basis), words))
        }
    }
}

fn receipt(args: &ServeArgs, today: BusinessDay) -> Receipt {
    Receipt {
        at: args.at.clone(),
        place: args.place.clone(),
        receiver: args.receiver.clone(),
        capacity: args.capacity.clone(),
        servers: args.servers.clone(),
        witnesses: args.witnesses.clone(),
        is_filmed: args.filmed,
        refusal: args.refusal.clone(),
        reference: args.reference.clone(),
        consent: args.consent.clone(),
        entrusted_to: args.entrusted_to.clone(),
        returned: args.returned.clone(),
        ..Receipt::of(args.way, args.on.unwrap_or(today))
    }
}

/// Carries an act out for employers named in any way.
fn done(context: &Context, employers: &[String], act: impl FnOnce(Vec<String>) -> ChaseAct) -> Result<Answer, Failure> {
    let said = backend::chase_act(context, employers, act)?;
    Ok(Answer::new(context, Exit::Done, || answers::answer([("done", json!(said))]), || said.clone()))
}

fn steps(context: &Context) -> Result<Answer, Failure> {
    let ladder = backend::chase_ladder(context)?;
    let lang = context.lang;
    let step = |step: &crate::domain::chase::ladder::Step| {
        json!({
            "code": step.code, "zh": step.zh, "en": step.en, "main": step.is_main, "after": step.after,
            "who": step.who, "paper": step.paper.as_ref().map(|paper| paper.zh.clone()), "basis": step.basis,
        })
    };
    let words = || {
        let headings = [ChaseWord::Step, ChaseWord::Name, ChaseWord::After, ChaseWord::Who, ChaseWord::Basis];
        let mut table = Table::new(headings.map(|word| (word.in_lang(lang), Align::Left)));
        for step in &ladder.steps {
            let after: Vec<&str> = step.after.iter().map(|code| ladder::step_named(&ladder, code, lang)).collect();
            let who: Vec<&str> = step.who.iter().map(|post| ladder::post(post, lang)).collect();
            let comma = lang.pick("、", ", ");
            table.row([
                step.code.clone(),
                ladder::step(step, lang).to_string(),
                after.join(comma),
                who.join(comma),
                step.basis.clone(),
            ]);
        }
        table.render()
    };
    let json = || answers::answer([("steps", Value::Array(ladder.steps.iter().map(step).collect()))]);
    Ok(Answer::new(context, Exit::Done, json, words))
}

fn status_json(status: &ChaseStatus) -> Value {
    let line = |line: &StepLine| json!({ "step": line.code, "name": line.name, "state": line.state, "says": line.says, "who": line.who });
    answers::answer([
        ("employer", json!(status.name)),
        ("as_of", answers::date(status.as_of)),
        ("found_on", json!(status.found_on.map(|day| day.to_string()))),
        ("next", json!(status.next)),
        ("steps", answers::list(&status.steps, line)),
        ("history", json!(status.history)),
    ])
}

fn status_words(status: &ChaseStatus, lang: Lang) -> String {
    let mut text = format!("{}  {}\n", status.name, status.as_of);
    let columns = [ChaseWord::Step, ChaseWord::Name, ChaseWord::Who, ChaseWord::State];
    let mut table = Table::new(columns.map(|word| (word.in_lang(lang), Align::Left)));
    for line in &status.steps {
        table.row([line.code.clone(), line.name.clone(), line.who.clone(), line.says.clone()]);
    }
    text.push_str(&table.render());
    text.push_str(&format!("{}: {}\n", ChaseWord::Next.in_lang(lang), status.next));
    if !status.history.is_empty() {
        text.push_str(&format!("\n{}\n", ChaseWord::Papers.in_lang(lang)));
        status.history.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
    }
    text
}

fn claim_json(name: &str, claim: &Claim, basis: &str) -> Value {
    answers::answer([
        ("employer", json!(name)),
        ("individual", answers::amount(claim.individual)),
        ("pooled", answers::amount(claim.pooled)),
        ("fee", answers::amount(claim.fee)),
        ("total", answers::amount(claim.total())),
        ("basis", json!(basis)),
    ])
}

fn claim_words(name: &str, claim: &Claim, basis: &str, lang: Lang) -> String {
    let mut table =
        Table::new([(ChaseWord::Class.in_lang(lang), Align::Left), (ChaseWord::Owed.in_lang(lang), Align::Right)]);
    for (word, amount) in [
        (ChaseWord::ClaimIndividual, claim.individual),
        (ChaseWord::ClaimPooled, claim.pooled),
        (ChaseWord::ClaimFee, claim.fee),
        (ChaseWord::ClaimTotal, claim.total()),
    ] {
        table.row([word.in_lang(lang).to_string(), amount.grouped()]);
    }
    format!("{name}\n{}{basis}\n", table.render())
}
