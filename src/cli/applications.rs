//! `sanhe deferral apply | import | list | show | submit …`: applications of deferral.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::backend::StepAsked as Asked;
use super::backend::{self, ApplicationRowOut, ApplicationsAsk, SheetReport, SheetRow};
use super::context::{Context, parse_day};
use super::deferral::{parse_amount, parse_month, parse_need};
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table};
use crate::domain::arrears::month::FeeMonth;
use crate::domain::arrears::policy::FeePolicy;
use crate::domain::day::BusinessDay;
use crate::domain::deferral::application::{Form, PersonEventKind, Stage, StepKind};
use crate::domain::deferral::firm::Need;
use crate::domain::deferral::intake::Intake;
use crate::domain::deferral::schedule::Schedule;
use crate::domain::money::Money;
use crate::text::arrears;
use crate::text::deferral::need;
use crate::text::deferral_work::{self as words, ApplicationWord};
use crate::text::lang::Lang;
use crate::text::messages;

/// Errors of a sheet told to a person; the rest stand in the JSON.
const ERRORS_TOLD: usize = 20;

/// The verbs of applications.
#[derive(clap::Subcommand, Debug)]
pub(super) enum Verb {
    /// Enter an application of one employer, judged as it is entered
    Apply(Box<ApplyArgs>),
    /// Enter a sheet of applications: pass, needs paper, or refused with the clause
    Import(ImportArgs),
    /// List applications with their stage and how they stand
    List(ListArgs),
    /// One application with its rounds, steps and repayment
    Show {
        /// Its number, HJ2026-0001
        no: String,
    },
    /// Hand clean applications up for approval, all in one act
    Submit {
        /// Their numbers
        #[arg(required = true)]
        nos: Vec<String>,
    },
    /// Return applications with what is missing
    Return(ReasonArgs),
    /// Refuse applications with the clause
    Refuse(ReasonArgs),
    /// Take back applications the unit withdraws
    Withdraw(ReasonArgs),
    /// Bring a returned application back as its next round
    Revise(Box<ReviseArgs>),
    /// Record a person who retires or transfers inside the term: that part is paid first
    Person(PersonArgs),
}

#[derive(clap::Args, Debug)]
pub(super) struct ApplyArgs {
    /// Credit code, number or whole name of the employer
    employer: String,
    #[command(flatten)]
    form: FormArgs,
    /// Judge only; enter nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(clap::Args, Debug)]
pub(super) struct ReviseArgs {
    /// Number of the returned application
    no: String,
    #[command(flatten)]
    form: FormArgs,
}

#[derive(clap::Args, Debug)]
struct FormArgs {
    /// Policy, by id
    #[arg(long, value_name = "ID")]
    policy: Option<String>,
    /// Insurance line, by code or name
    #[arg(long, value_name = "LINE")]
    line: Option<String>,
    /// First fee month
    #[arg(long, value_name = "YYYY-MM", value_parser = parse_month)]
    from: Option<FeeMonth>,
    /// Last fee month
    #[arg(long, value_name = "YYYY-MM", value_parser = parse_month)]
    to: Option<FeeMonth>,
    /// Day of the application; else today
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    applied: Option<BusinessDay>,
    /// Amount to be deferred; else what the dues on record come to
    #[arg(long, value_name = "AMOUNT", value_parser = parse_amount)]
    amount: Option<Money>,
    /// All is repaid by this day; else as the policy says
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    repay_by: Option<BusinessDay>,
    /// Instalments, months and days: 2022-09:2023-06-30,2022-12:2023-12-31
    #[arg(long, value_name = "PLAN", value_parser = parse_schedule, conflicts_with = "repay_by")]
    schedule: Option<Schedule>,
    /// Per cent of the employer's amount that is not deferred (personal medical accounts)
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..100))]
    excluded: Option<u8>,
    /// A fact that holds; may repeat
    #[arg(long, value_name = "FACT", value_parser = parse_need)]
    fact: Vec<Need>,
    /// A fact that does not hold; may repeat
    #[arg(long, value_name = "FACT", value_parser = parse_need)]
    not: Vec<Need>,
    /// A paper handed in, as the policy names it; may repeat
    #[arg(long, value_name = "PAPER")]
    paper: Vec<String>,
    /// Every paper the policy asks for was handed in
    #[arg(long)]
    all_papers: bool,
    /// It was publicised in the firm
    #[arg(long)]
    publicised: bool,
    /// The employees signed
    #[arg(long)]
    signed: bool,
    /// The unit gave its undertaking
    #[arg(long)]
    undertaking: bool,
    /// Why the unit asks
    #[arg(long, value_name = "TEXT")]
    cause: Option<String>,
}

#[derive(clap::Args, Debug)]
pub(super) struct ImportArgs {
    /// The sheet (CSV or XLSX)
    file: PathBuf,
    /// Enter the good rows and leave the others
    #[arg(long)]
    take_good: bool,
    /// Read and judge only; enter nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(clap::Args, Debug)]
pub(super) struct ListArgs {
    /// Only at this stage: received, submitted, returned, refused, withdrawn, granted, revoked
    #[arg(long, value_name = "STAGE", value_parser = parse_stage)]
    stage: Option<Stage>,
    /// Only under this policy
    #[arg(long, value_name = "ID")]
    policy: Option<String>,
    /// Part of number, name or code
    #[arg(long, value_name = "TEXT")]
    find: Option<String>,
    /// How they stand on this date; else today
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    as_of: Option<BusinessDay>,
}

#[derive(clap::Args, Debug)]
pub(super) struct ReasonArgs {
    /// Their numbers
    #[arg(required = true)]
    nos: Vec<String>,
    /// The clause, or what is missing
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

#[derive(clap::Args, Debug)]
pub(super) struct PersonArgs {
    /// Number of the application in force
    no: String,
    /// The person's name
    #[arg(long, value_name = "NAME")]
    name: String,
    /// What happens: retires, transfers
    #[arg(long, value_name = "EVENT", value_parser = parse_event)]
    event: PersonEventKind,
    /// That person's deferred part
    #[arg(long, value_name = "AMOUNT", value_parser = parse_amount)]
    amount: Money,
}

fn parse_schedule(text: &str) -> Result<Schedule, String> {
    Schedule::parse(text).ok_or_else(|| "write months and days in order, 2022-09:2023-06-30,2022-12:2023-12-31".into())
}

fn parse_stage(text: &str) -> Result<Stage, String> {
    let known = || Stage::ALL.iter().map(|one| one.code()).collect::<Vec<_>>().join(", ");
    Stage::from_code(text).ok_or_else(|| format!("known: {}", known()))
}

fn parse_event(text: &str) -> Result<PersonEventKind, String> {
    PersonEventKind::from_code(text).ok_or_else(|| "known: retires, transfers".into())
}

/// Runs a verb.
pub(super) fn run(context: &Context, lines: &FeePolicy, verb: &Verb) -> Result<Answer, Failure> {
    match verb {
        Verb::Apply(args) => apply(context, lines, args),
        Verb::Import(args) => import(context, args),
        Verb::List(args) => list(context, args),
        Verb::Show { no } => {
            let found = backend::application(context, no)?;
            Ok(Answer::new(
                context,
                Exit::Done,
                || answers::answer([("application", one_json(&found))]),
                || whole(&found, context.lang),
            ))
        }
        Verb::Submit { nos } => step(context, nos, StepKind::Submitted, ""),
        Verb::Return(args) => step(context, &args.nos, StepKind::Returned, &args.reason),
        Verb::Refuse(args) => step(context, &args.nos, StepKind::Refused, &args.reason),
        Verb::Withdraw(args) => step(context, &args.nos, StepKind::Withdrawn, &args.reason),
        Verb::Revise(args) => revise(context, lines, args),
        Verb::Person(args) => {
            let person = Some((args.name.clone(), args.event, args.amount));
            let asked = Asked { kind: StepKind::PersonLeft, reasons: vec![], person };
            done(context, backend::step_applications(context, std::slice::from_ref(&args.no), asked)?.nos)
        }
    }
}

fn step(context: &Context, nos: &[String], kind: StepKind, reason: &str) -> Result<Answer, Failure> {
    let asked = Asked { kind, reasons: vec![reason.to_string()], person: None };
    done(context, backend::step_applications(context, nos, asked)?.nos)
}

/// What an act touched, as it stands now.
fn done(context: &Context, nos: Vec<String>) -> Result<Answer, Failure> {
    let mut rows = backend::applications(context, &ApplicationsAsk::default(), None)?;
    rows.retain(|row| nos.contains(&row.application.no));
    let json = || answers::answer([("applications", answers::list(&rows, one_json))]);
    Ok(Answer::new(context, Exit::Done, json, || listing(&rows, context.lang)))
}

/// A form of the arguments over an earlier round, or over nothing.
fn form_of(lines: &FeePolicy, args: &FormArgs, before: Option<Form>, context: &Context) -> Result<Form, Failure> {
    let lang = context.lang;
    let missing = |name: &str, example: &str| Failure::Usage(arrears::bad_argument(name, "", example, lang));
    let line = match &args.line {
        Some(word) => {
            let known = || lines.lines.iter().map(|line| line.code.as_str()).collect::<Vec<_>>().join(" | ");
            let wrong = || Failure::Usage(arrears::bad_argument("--line", word, &known(), lang));
            Some(lines.line_code(lines.line(word).ok_or_else(wrong)?).to_string())
        }
        None => None,
    };
    let mut facts = before.as_ref().map_or_else(Default::default, |form| form.facts.clone());
    facts.extend(args.fact.iter().map(|need| (*need, true)));
    facts.extend(args.not.iter().map(|need| (*need, false)));
    let mut papers = before.as_ref().map_or_else(Vec::new, |form| form.papers.clone());
    papers.extend(args.paper.iter().cloned());
    let old = before.as_ref();
    let first = args.from.or(old.map(|form| form.months.0)).ok_or_else(|| missing("--from", "2022-04"))?;
    let last = args.to.or(old.map(|form| form.months.1)).unwrap_or(first);
    let schedule = args.schedule.clone().or(args.repay_by.map(|day| Schedule::at_once(last, day)));
    let either = |given: bool, kept: fn(&Form) -> bool| given || old.is_some_and(kept);
    Ok(Form {
        policy: args
            .policy
            .clone()
            .or(old.map(|form| form.policy.clone()))
            .ok_or_else(|| missing("--policy", "D2022a"))?,
        line: line.or(old.map(|form| form.line.clone())).ok_or_else(|| missing("--line", "pension"))?,
        months: (first, last),
        applied_on: args.applied.or(old.map(|form| form.applied_on)).unwrap_or(context.now.today),
        amount: args.amount.or(old.map(|form| form.amount)).unwrap_or(Money::ZERO),
        excluded_percent: args.excluded.or(old.map(|form| form.excluded_percent)).unwrap_or(0),
        schedule: schedule.or(old.map(|form| form.schedule.clone())).unwrap_or_default(),
        facts,
        papers,
        publicised: either(args.publicised, |form| form.publicised),
        signed: either(args.signed, |form| form.signed),
        undertaking: either(args.undertaking, |form| form.undertaking),
        cause: args.cause.clone().or(old.map(|form| form.cause.clone())).unwrap_or_default(),
    })
}

fn apply(context: &Context, lines: &FeePolicy, args: &ApplyArgs) -> Result<Answer, Failure> {
    let form = form_of(lines, &args.form, None, context)?;
    let seen = backend::apply(context, &args.employer, &form, args.form.all_papers, args.dry_run)?;
    let exit = if matches!(seen.intake, Intake::Pass(_)) { Exit::Done } else { Exit::Refused };
    let json = || answers::answer([("application", row_json(&seen)), ("dry_run", json!(args.dry_run))]);
    Ok(Answer::new(context, exit, json, || {
        let dry = if args.dry_run { ApplicationWord::DryRun.in_lang(context.lang) } else { "" };
        format!("{}{dry}\n", sheet_table(std::slice::from_ref(&seen), context.lang))
    }))
}

fn revise(context: &Context, lines: &FeePolicy, args: &ReviseArgs) -> Result<Answer, Failure> {
    let found = backend::application(context, &args.no)?;
    let mut form = form_of(lines, &args.form, found.application.form().cloned(), context)?;
    if args.form.all_papers {
        let (catalogue, _) = backend::deferral_policies(context)?;
        form.papers = catalogue.policy(&form.policy).map_or_else(Vec::new, |policy| policy.materials.clone());
    }
    done(context, backend::revise_application(context, &args.no, form)?.nos)
}

fn import(context: &Context, args: &ImportArgs) -> Result<Answer, Failure> {
    let report = backend::import_applications(context, &args.file, args.take_good, args.dry_run)?;
    let clean = report.errors.is_empty() && (report.entered || args.dry_run);
    let exit = if clean { Exit::Done } else { Exit::Refused };
    let counts = counts(&report);
    let json = || {
        answers::answer([
            ("path", json!(report.path)),
            ("rows_read", json!(report.read)),
            ("pass", json!(counts[0])),
            ("needs_paper", json!(counts[1])),
            ("refused", json!(counts[2])),
            ("rejected", json!(report.errors.len())),
            ("entered", json!(report.entered)),
            ("applications", answers::list(&report.rows, row_json)),
            (
                "errors",
                answers::list(&report.errors, |error| {
                    json!({
                        "line": error.line, "column": error.column, "excerpt": error.excerpt,
                        "code": error.code.code(), "reason": messages::row_error(error, context.lang),
                    })
                }),
            ),
        ])
    };
    Ok(Answer::new(context, exit, json, || sheet_words(&report, args, counts, context.lang)))
}

/// Pass, needs paper, refused.
fn counts(report: &SheetReport) -> [usize; 3] {
    let count = |wanted: fn(&Intake) -> bool| report.rows.iter().filter(|row| wanted(&row.intake)).count();
    [
        count(|intake| matches!(intake, Intake::Pass(_))),
        count(|intake| matches!(intake, Intake::Lacking(_))),
        count(|intake| matches!(intake, Intake::Refused(..))),
    ]
}

fn sheet_words(report: &SheetReport, args: &ImportArgs, counts: [usize; 3], lang: Lang) -> String {
    let mut text = if report.rows.is_empty() { String::new() } else { sheet_table(&report.rows, lang) };
    for error in report.errors.iter().take(ERRORS_TOLD) {
        text.push_str(&format!("{}\n", messages::row_error_line(&report.path, error, lang)));
    }
    let figure = |word: ApplicationWord, count: usize| format!("{} {count}", word.in_lang(lang));
    let line = [
        figure(ApplicationWord::Read, report.read as usize),
        figure(ApplicationWord::Pass, counts[0]),
        figure(ApplicationWord::Lacking, counts[1]),
        figure(ApplicationWord::Refused, counts[2]),
        figure(ApplicationWord::Rejected, report.errors.len()),
    ];
    text.push_str(&format!("\n{}\n", line.join("  ")));
    if args.dry_run {
        text.push_str(&format!("{}\n", ApplicationWord::DryRun.in_lang(lang)));
    } else if !report.entered {
        text.push_str(&format!("{}\n", ApplicationWord::NothingEntered.in_lang(lang)));
    }
    text
}

fn sheet_table(rows: &[SheetRow], lang: Lang) -> String {
    let left = [ApplicationWord::No, ApplicationWord::Employer, ApplicationWord::Verdict, ApplicationWord::Opinion];
    let mut table = Table::new(left.map(|word| (word.in_lang(lang), Align::Left)));
    for row in rows {
        let verdict = words::verdict(&row.intake, lang).to_string();
        table.row([row.no.clone(), row.employer[1].clone(), verdict, row.verdict.clone()]);
    }
    table.render()
}

fn row_json(row: &SheetRow) -> Value {
    let intake = match row.intake {
        Intake::Pass(_) => "pass",
        Intake::Lacking(_) => "needs_paper",
        Intake::Refused(..) => "refused",
    };
    json!({
        "line": row.line, "no": row.no, "code": row.employer[0], "name": row.employer[1], "verdict": intake,
        "reason": row.verdict, "earlier": row.earlier,
    })
}

fn list(context: &Context, args: &ListArgs) -> Result<Answer, Failure> {
    let ask = ApplicationsAsk { stage: args.stage, policy: args.policy.clone(), text: args.find.clone(), judged: true };
    let rows = backend::applications(context, &ask, args.as_of)?;
    let json = || {
        let sum = answers::amount(backend::sum_of(&rows));
        answers::answer([("applications", answers::list(&rows, one_json)), ("amount", sum)])
    };
    Ok(Answer::new(context, Exit::Done, json, || listing(&rows, context.lang)))
}

fn months(form: Option<&Form>) -> String {
    form.map_or_else(String::new, |form| format!("{}..{}", form.months.0, form.months.1))
}

/// Where it stands: its stage, or how what was granted goes on.
fn state(row: &ApplicationRowOut, lang: Lang) -> String {
    let stage = words::stage(row.application.stage(), lang).to_string();
    row.standing.as_ref().map_or(stage, |standing| words::progress(standing.progress, lang).to_string())
}

fn listing(rows: &[ApplicationRowOut], lang: Lang) -> String {
    if rows.is_empty() {
        return format!("{}\n", ApplicationWord::None.in_lang(lang));
    }
    let word = |word: ApplicationWord, align: Align| (word.in_lang(lang), align);
    let mut table = Table::new([
        word(ApplicationWord::No, Align::Left),
        word(ApplicationWord::Employer, Align::Left),
        (crate::text::deferral::DeferralWord::Policy.in_lang(lang), Align::Left),
        (arrears::ArrearsWord::Line.in_lang(lang), Align::Left),
        (arrears::ArrearsWord::Month.in_lang(lang), Align::Left),
        word(ApplicationWord::Amount, Align::Right),
        word(ApplicationWord::Left, Align::Right),
        word(ApplicationWord::Stage, Align::Left),
        word(ApplicationWord::Verdict, Align::Left),
    ]);
    for row in rows {
        let form = row.application.form();
        let left = row.standing.as_ref().map(|standing| (standing.deferred + standing.owed).grouped());
        let verdict = match &row.intake {
            Some(intake) => format!("{} {}", words::verdict(intake, lang), row.verdict),
            None => row.standing.as_ref().map_or_else(String::new, |standing| standing.ends_on.to_string()),
        };
        table.row([
            row.application.no.clone(),
            row.employer[1].clone(),
            form.map_or_else(String::new, |form| form.policy.clone()),
            row.line.clone(),
            months(form),
            row.application.amount().grouped(),
            left.unwrap_or_default(),
            state(row, lang),
            verdict,
        ]);
    }
    let blank = String::new;
    let total = backend::sum_of(rows).grouped();
    let count = format!("{} {}", arrears::ArrearsWord::Total.in_lang(lang), rows.len());
    table.row([count, blank(), blank(), blank(), blank(), total]);
    table.render()
}

/// One application in full.
pub(super) fn whole(row: &ApplicationRowOut, lang: Lang) -> String {
    let colon = lang.pick("：", ": ");
    let mut text = format!("{} {} {}\n", row.application.no, row.employer[0], row.employer[1]);
    let mut say = |word: &str, value: String| {
        if !value.is_empty() {
            text.push_str(&format!("  {word}{colon}{value}\n"));
        }
    };
    let form = row.application.form();
    let facts = |form: &Form| {
        let fact = |(one, holds): (&Need, &bool)| {
            format!("{}{}", if *holds { "" } else { lang.pick("不符合：", "not: ") }, need(*one, lang))
        };
        form.facts.iter().map(fact).collect::<Vec<_>>().join(lang.pick("；", "; "))
    };
    say(ApplicationWord::Stage.in_lang(lang), state(row, lang));
    if let Some(form) = form {
        say(crate::text::deferral::DeferralWord::Policy.in_lang(lang), form.policy.clone());
        say(arrears::ArrearsWord::Line.in_lang(lang), row.line.clone());
        say(arrears::ArrearsWord::Month.in_lang(lang), months(Some(form)));
        say(ApplicationWord::Applied.in_lang(lang), form.applied_on.to_string());
        say(ApplicationWord::Amount.in_lang(lang), row.application.amount().grouped());
        let excluded = (form.excluded_percent > 0).then(|| format!("{}%", form.excluded_percent));
        say(ApplicationWord::Excluded.in_lang(lang), excluded.unwrap_or_default());
        say(crate::text::deferral::DeferralWord::WhyNot.in_lang(lang), facts(form));
        say(ApplicationWord::Papers.in_lang(lang), form.papers.join(lang.pick("；", "; ")));
        say(ApplicationWord::Cause.in_lang(lang), form.cause.clone());
    }
    if let Some(intake) = &row.intake {
        let verdict = format!("{} {}", words::verdict(intake, lang), row.verdict);
        say(ApplicationWord::Verdict.in_lang(lang), verdict);
    }
    say(ApplicationWord::EnteredBy.in_lang(lang), row.application.entered_by.clone());
    say(ApplicationWord::Round.in_lang(lang), row.application.round().to_string());
    if let (Some(grant), Some(standing)) = (row.application.grant(), &row.standing) {
        say(ApplicationWord::Term.in_lang(lang), format!("{}..{}", grant.starts_on, standing.ends_on));
        say(ApplicationWord::Schedule.in_lang(lang), grant.schedule.to_string());
        say(ApplicationWord::Paid.in_lang(lang), standing.repaid.grouped());
        say(ApplicationWord::Left.in_lang(lang), (standing.deferred + standing.owed).grouped());
        let people = standing.called.iter().map(|(name, open)| format!("{name} {}", open.grouped()));
        say(ApplicationWord::People.in_lang(lang), people.collect::<Vec<_>>().join(lang.pick("；", "; ")));
    }
    text.push_str(&format!("  {}\n\n{}", ApplicationWord::Individual.in_lang(lang), steps(row, lang)));
    text
}

fn steps(row: &ApplicationRowOut, lang: Lang) -> String {
    let left = [ApplicationWord::On, ApplicationWord::Step, ApplicationWord::Who, ApplicationWord::Opinion];
    let mut table = Table::new(left.map(|word| (word.in_lang(lang), Align::Left)));
    for step in &row.application.steps {
        let person = step
            .person
            .as_ref()
            .map(|(name, event)| format!("{name} {} {}", words::person_event(*event, lang), step.amount.grouped()));
        let said = person.unwrap_or_else(|| step.reason.clone());
        table.row([step.on.to_string(), words::step(step.kind, lang).to_string(), step.actor.clone(), said]);
    }
    if table.is_empty() { String::new() } else { table.render() }
}

/// An application for scripts.
fn one_json(row: &ApplicationRowOut) -> Value {
    let (application, form) = (&row.application, row.application.form());
    let standing = row.standing.as_ref().map(|standing| {
        json!({
            "progress": standing.progress.code(), "ends_on": answers::date(standing.ends_on),
            "dues": answers::amount(standing.dues), "repaid": answers::amount(standing.repaid),
            "deferred": answers::amount(standing.deferred), "owed": answers::amount(standing.owed),
            "fee": answers::amount(standing.fee),
            "called": standing.called.iter().map(|(name, open)| json!({"person": name, "open": answers::amount(*open)})).collect::<Vec<_>>(),
        })
    });
    let steps = answers::list(&application.steps, |step| {
        json!({
            "step": step.kind.code(), "on": answers::date(step.on), "actor": step.actor, "reason": step.reason,
            "schedule": step.schedule.to_string(), "amount": answers::amount(step.amount),
            "person": step.person.as_ref().map(|(name, event)| json!({"name": name, "event": event.code()})),
        })
    });
    json!({
        "no": application.no, "code": row.employer[0], "name": row.employer[1], "area": row.employer[2],
        "policy": form.map(|form| form.policy.clone()), "line": form.map(|form| form.line.clone()),
        "from": form.map(|form| form.months.0.to_string()), "to": form.map(|form| form.months.1.to_string()),
        "applied_on": form.map(|form| answers::date(form.applied_on)),
        "amount": answers::amount(application.amount()), "round": application.round(),
        "stage": application.stage().code(), "entered_by": application.entered_by,
        "verdict": row.intake.as_ref().map(|intake| words::verdict(intake, Lang::En)), "reason": row.verdict,
        "standing": standing, "steps": steps,
    })
}
