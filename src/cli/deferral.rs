//! `sanhe deferral`: the policies on record, and whether a firm's months can be put off.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::context::{Context, parse_day};
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table};
use super::{applications, backend, deferral_figures};
use crate::domain::arrears::month::FeeMonth;
use crate::domain::arrears::policy::FeePolicy;
use crate::domain::day::BusinessDay;
use crate::domain::deferral::eligibility::{self, Eligibility, Request, Verdict};
use crate::domain::deferral::firm::{Firm, Need, UnitType};
use crate::domain::deferral::policy::{Catalogue, Offer, Policy};
use crate::domain::deferral::size::{self, Measures, SizeClass};
use crate::domain::money::Money;
use crate::text::arrears;
use crate::text::deferral::{self as words, DeferralWord};
use crate::text::lang::Lang;

/// Arguments of `sanhe deferral`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(clap::Subcommand, Debug)]
enum Verb {
    /// The policies on record; one of them in full
    Policies {
        /// Its id, D2022a
        id: Option<String>,
    },
    /// Whether a firm may put off months of a line, by which policy, or why not
    Check(Box<CheckArgs>),
    #[command(flatten)]
    Work(applications::Verb),
    #[command(flatten)]
    Figures(deferral_figures::Verb),
}

#[derive(clap::Args, Debug)]
struct CheckArgs {
    /// Insurance line, by code or name
    #[arg(long, value_name = "LINE")]
    line: String,
    /// First fee month
    #[arg(long, value_name = "YYYY-MM", value_parser = parse_month)]
    month: FeeMonth,
    /// Last fee month; else the first alone
    #[arg(long, value_name = "YYYY-MM", value_parser = parse_month)]
    to: Option<FeeMonth>,
    /// One policy only
    #[arg(long, value_name = "ID")]
    policy: Option<String>,
    /// Kind of unit
    #[arg(long, value_name = "KIND", value_parser = parse_unit)]
    unit: Option<UnitType>,
    /// Where the unit is; else local policies ask
    #[arg(long, value_name = "PLACE", default_value = "")]
    area: String,
    /// Class of GB/T 4754, 6210
    #[arg(long, value_name = "DIGITS", default_value = "")]
    industry: String,
    /// Size; else by staff, revenue and assets
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    size: Option<SizeClass>,
    /// Headcount
    #[arg(long, value_name = "COUNT")]
    staff: Option<u32>,
    /// Revenue of the last year in yuan
    #[arg(long, value_name = "AMOUNT", value_parser = parse_amount)]
    revenue: Option<Money>,
    /// Assets in yuan
    #[arg(long, value_name = "AMOUNT", value_parser = parse_amount)]
    assets: Option<Money>,
    /// A fact that holds; may repeat
    #[arg(long, value_name = "FACT", value_parser = parse_need)]
    fact: Vec<Need>,
    /// A fact that does not hold; may repeat
    #[arg(long, value_name = "FACT", value_parser = parse_need)]
    not: Vec<Need>,
    /// Months the pooled fund of the line lasts, 5.9
    #[arg(long, value_name = "MONTHS", value_parser = parse_tenths)]
    fund_months: Option<u32>,
    /// A month paid already; may repeat
    #[arg(long, value_name = "YYYY-MM", value_parser = parse_month)]
    paid: Vec<FeeMonth>,
    /// The day of the application; else today
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    applied: Option<BusinessDay>,
    /// Due date of the first month; later months are due a month later each
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    due: Option<BusinessDay>,
    /// The individual part
    #[arg(long)]
    individual: bool,
    /// Only what can be deferred or is still to be shown
    #[arg(long)]
    open: bool,
}

pub(super) fn parse_month(text: &str) -> Result<FeeMonth, String> {
    FeeMonth::parse(text).ok_or_else(|| "no such month; write it as 2022-04".into())
}

pub(super) fn parse_amount(text: &str) -> Result<Money, String> {
    Money::parse_plain(text).ok_or_else(|| "no such amount; write it as 100000.00".into())
}

fn parse_unit(text: &str) -> Result<UnitType, String> {
    UnitType::from_code(text).ok_or_else(|| known(UnitType::ALL.iter().map(|one| one.code())))
}

fn parse_size(text: &str) -> Result<SizeClass, String> {
    SizeClass::from_code(text).ok_or_else(|| known(SizeClass::ALL.iter().map(|one| one.code())))
}

pub(super) fn parse_need(text: &str) -> Result<Need, String> {
    Need::from_code(text).ok_or_else(|| known(Need::ALL.iter().map(|one| one.code())))
}

fn known<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    format!("known: {}", codes.collect::<Vec<_>>().join(", "))
}

/// Tenths of a month: `6`, `5.9`.
fn parse_tenths(text: &str) -> Result<u32, String> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let part = (part.len() == 1).then(|| part.parse::<u32>().ok()).flatten();
    let whole = whole.parse::<u32>().ok().filter(|months| *months < 10_000);
    match (whole, part) {
        (Some(whole), Some(part)) => Ok(whole * 10 + part),
        _ => Err("months with at most one decimal, 5.9".into()),
    }
}

/// Lists policies or judges a firm.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let (catalogue, lines) = backend::deferral_policies(context)?;
    match &args.verb {
        Verb::Policies { id: None } => Ok(Answer::new(
            context,
            Exit::Done,
            || answers::answer([("policies", answers::list(&catalogue.policies, |one| policy_json(&catalogue, one)))]),
            || listing(&catalogue, &lines, context.lang),
        )),
        Verb::Policies { id: Some(id) } => {
            let policy = find(&catalogue, id, context.lang)?;
            Ok(Answer::new(
                context,
                Exit::Done,
                || answers::answer([("policy", policy_json(&catalogue, policy))]),
                || whole(&catalogue, &lines, policy, context.lang),
            ))
        }
        Verb::Check(args) => check(context, &catalogue, &lines, args),
        Verb::Work(verb) => applications::run(context, &lines, verb),
        Verb::Figures(verb) => deferral_figures::run(context, &lines, verb),
    }
}

fn find<'a>(catalogue: &'a Catalogue, id: &str, lang: Lang) -> Result<&'a Policy, Failure> {
    let known: Vec<&str> = catalogue.policies.iter().map(|policy| policy.id.as_str()).collect();
    let wrong = || Failure::Usage(arrears::bad_argument("ID", id, &known.join(" | "), lang));
    catalogue.policy(id).ok_or_else(wrong)
}

fn check(context: &Context, catalogue: &Catalogue, lines: &FeePolicy, args: &CheckArgs) -> Result<Answer, Failure> {
    let lang = context.lang;
    let line = lines.line(&args.line).ok_or_else(|| {
        let known: Vec<&str> = lines.lines.iter().map(|line| line.code.as_str()).collect();
        Failure::Usage(arrears::bad_argument("--line", &args.line, &known.join(" | "), lang))
    })?;
    let line = lines.line_code(line);
    let months = months_of(args);
    let firm = firm_of(catalogue, line, &months, args, context.now.today);
    let request = Request { line, months: &months, individual: args.individual };
    let mut rows = match &args.policy {
        Some(id) => eligibility::judge(catalogue, find(catalogue, id, lang)?, &firm, &request),
        None => eligibility::matrix(catalogue, &firm, &request),
    };
    let granted = rows.iter().any(|row| matches!(row.verdict, Verdict::Yes(_)));
    if args.open {
        rows.retain(|row| !matches!(row.verdict, Verdict::No(_)));
    }
    Ok(Answer::new(
        context,
        if granted { Exit::Done } else { Exit::Refused },
        || {
            let size = json!(firm.size.map(SizeClass::code));
            answers::answer([("size", size), ("months", answers::list(&rows, |row| row_json(catalogue, row)))])
        },
        || verdicts(catalogue, &firm, &rows, args.individual, lang),
    ))
}

/// Months of the request; a last month before the first asks for the first alone.
fn months_of(args: &CheckArgs) -> Vec<FeeMonth> {
    let last = args.to.unwrap_or(args.month).since(args.month).max(0);
    (0..=last).map(|count| args.month.plus(count)).collect()
}

fn firm_of(catalogue: &Catalogue, line: &str, months: &[FeeMonth], args: &CheckArgs, today: BusinessDay) -> Firm {
    let measures = Measures { staff: args.staff, revenue: args.revenue, assets: args.assets };
    let by_books = || size::size_class(&catalogue.sectors, &args.industry, &measures);
    let known = !args.industry.is_empty() && measures != Measures::default();
    let facts = args.fact.iter().map(|need| (*need, true)).chain(args.not.iter().map(|need| (*need, false)));
    let due_on = args.due.map(|due| {
        let day = due.since(FeeMonth::of(due).first_day());
        months.iter().map(move |month| (*month, FeeMonth::of(due).plus(month.since(args.month)).first_day().plus(day)))
    });
    Firm {
        unit_type: args.unit,
        area: args.area.clone(),
        industry: args.industry.clone(),
        size: args.size.or_else(|| known.then(by_books).flatten()),
        facts: facts.collect(),
        fund_tenths: args.fund_months.map(|tenths| (line.to_string(), tenths)).into_iter().collect(),
        paid: BTreeMap::from([(line.to_string(), args.paid.clone())]),
        applied_on: Some(args.applied.unwrap_or(today)),
        due_on: due_on.into_iter().flatten().collect(),
    }
}

fn line_names(lines: &FeePolicy, codes: &[String], lang: Lang) -> String {
    let name = |code: &String| lines.lines.iter().find(|line| line.code == *code).map(|line| arrears::line(line, lang));
    codes.iter().filter_map(name).collect::<Vec<_>>().join(lang.pick("、", ", "))
}

fn listing(catalogue: &Catalogue, lines: &FeePolicy, lang: Lang) -> String {
    let headings = [DeferralWord::Policy, DeferralWord::Issued, DeferralWord::Lines, DeferralWord::Months];
    let headings = headings.into_iter().chain([DeferralWord::Most, DeferralWord::RepayBy, DeferralWord::Document]);
    let mut table = Table::new(headings.map(|word| (word.in_lang(lang), Align::Left)));
    for policy in &catalogue.policies {
        for (at, offer) in policy.offers.iter().enumerate() {
            let first = |text: &str| if at == 0 { text.to_string() } else { String::new() };
            let (repay, _, by) = catalogue.repay(policy, offer);
            let by = if by.id == policy.id { String::new() } else { format!(" ({})", by.id) };
            table.row([
                first(&policy.id),
                first(&policy.issued),
                line_names(lines, &offer.lines, lang),
                words::months(offer.fee_from, offer.fee_to, lang),
                offer.max_months.map_or_else(String::new, |count| words::count_of_months(count, lang)),
                format!("{}{by}", words::repay(repay, lang)),
                first(&policy.document),
            ]);
        }
    }
    format!("{}\n{}\n", table.render(), DeferralWord::EmployerOnly.in_lang(lang))
}

/// One record in full, with what came after it.
pub(super) fn whole(catalogue: &Catalogue, lines: &FeePolicy, policy: &Policy, lang: Lang) -> String {
    let mut text = format!("{} {}\n", policy.id, words::title(policy, lang));
    let list = |items: &[String]| items.join(lang.pick("；", "; "));
    let ids = |policies: Vec<&Policy>| policies.iter().map(|one| one.id.clone()).collect::<Vec<_>>().join(" ");
    let amended = catalogue.policies.iter().filter(|one| one.amends.iter().any(|amends| amends.policy == policy.id));
    let fee = [policy.fee_in_term, policy.fee_in_repay].map(|rule| words::fee_rule(rule, lang));
    let fee = match lang {
        Lang::Zh => format!("期内{}；补缴期{}；补缴期限次日起恢复计收", fee[0], fee[1]),
        Lang::En => format!("{} in the term; {} while repaying; again from the day after repay-by", fee[0], fee[1]),
    };
    let rows = [
        (DeferralWord::Document, policy.document.clone()),
        (DeferralWord::Issuers, list(&policy.issuers)),
        (DeferralWord::Issued, policy.issued.clone()),
        (DeferralWord::Confidence, words::confidence(policy.confidence, lang).to_string()),
        (DeferralWord::Supersedes, policy.supersedes.join(" ")),
        (DeferralWord::SupersededBy, ids(catalogue.superseded_by(&policy.id))),
        (DeferralWord::AmendedBy, ids(amended.collect())),
        (DeferralWord::Apply, words::apply(policy.apply, lang).to_string()),
        (DeferralWord::LateFee, fee),
        (DeferralWord::PersonEvent, words::person_event(policy.person_event, lang).to_string()),
        (DeferralWord::Approvers, policy.approvers.join(" > ")),
        (DeferralWord::Filing, policy.filing.clone()),
        (DeferralWord::Materials, list(&policy.materials)),
    ];
    for (word, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        text.push_str(&format!("  {}{}{value}\n", word.in_lang(lang), lang.pick("：", ": ")));
    }
    for offer in &policy.offers {
        text.push('\n');
        text.push_str(&offer_lines(catalogue, lines, policy, offer, lang));
    }
    text.push_str(&format!("\n  {}\n", DeferralWord::Cited.in_lang(lang)));
    for cited in &policy.cite {
        text.push_str(&format!("    {cited}\n"));
    }
    text
}

fn offer_lines(catalogue: &Catalogue, lines: &FeePolicy, policy: &Policy, offer: &Offer, lang: Lang) -> String {
    let (repay, instalments, by) = catalogue.repay(policy, offer);
    let mut term = words::repay(repay, lang);
    if instalments {
        term.push_str(&format!("{}{}", lang.pick("，", ", "), DeferralWord::Instalments.in_lang(lang)));
    }
    if by.id != policy.id {
        term.push_str(&format!(" ({})", by.id));
    }
    let mut months = words::months(offer.fee_from, offer.fee_to, lang);
    if let Some(most) = offer.max_months {
        let most = words::count_of_months(most, lang);
        months.push_str(&match lang {
            Lang::Zh => format!("，最长 {most}"),
            Lang::En => format!(", at most {most}"),
        });
    }
    let excluded: Vec<&str> = offer.exclude.iter().map(|part| words::exclusion(*part, lang)).collect();
    let lines = std::iter::once(line_names(lines, &offer.lines, lang)).chain(excluded.iter().map(ToString::to_string));
    let rows = [
        (DeferralWord::Clause, offer.clause.clone()),
        (DeferralWord::Who, words::reach(catalogue, offer, lang)),
        (DeferralWord::Lines, lines.collect::<Vec<_>>().join(lang.pick("，", ", "))),
        (DeferralWord::Months, months),
        (DeferralWord::RepayBy, term),
    ];
    rows.iter().map(|(word, value)| format!("  {}{}{value}\n", word.in_lang(lang), lang.pick("：", ": "))).collect()
}

fn verdicts(catalogue: &Catalogue, firm: &Firm, rows: &[Eligibility], individual: bool, lang: Lang) -> String {
    let headings = [DeferralWord::Month, DeferralWord::Policy, DeferralWord::Result, DeferralWord::Clause];
    let headings = headings.into_iter().chain([DeferralWord::WhyNot]);
    let mut table = Table::new(headings.map(|word| (word.in_lang(lang), Align::Left)));
    let mut rows: Vec<&Eligibility> = rows.iter().collect();
    // What can be done stands first in each month.
    rows.sort_by_key(|row| (row.month, verdict_order(&row.verdict)));
    for row in rows {
        table.row([
            row.month.to_string(),
            row.policy.clone(),
            words::verdict_word(&row.verdict, lang).to_string(),
            clause_of(catalogue, row).to_string(),
            words::verdict(&row.verdict, &row.policy, lang),
        ]);
    }
    let mut text = firm.size.map_or_else(String::new, |size| {
        format!("{} {}\n\n", DeferralWord::Size.in_lang(lang), words::size(size, lang))
    });
    text.push_str(&table.render());
    if !individual {
        text.push_str(&format!("\n{}\n", DeferralWord::EmployerOnly.in_lang(lang)));
    }
    text
}

fn verdict_order(verdict: &Verdict) -> u8 {
    match verdict {
        Verdict::Yes(_) => 0,
        Verdict::Ask(_) => 1,
        Verdict::No(_) => 2,
    }
}

fn clause_of<'a>(catalogue: &'a Catalogue, row: &Eligibility) -> &'a str {
    let offer = catalogue.policy(&row.policy).and_then(|policy| policy.offers.get(row.offer));
    offer.map_or("", |offer| &offer.clause)
}

fn row_json(catalogue: &Catalogue, row: &Eligibility) -> Value {
    let repay = |row: &Eligibility| match &row.verdict {
        Verdict::Yes(granted) => {
            json!({ "by": words::repay(granted.repay, Lang::En), "instalments": granted.instalments, "policy": granted.by_policy })
        }
        Verdict::No(_) | Verdict::Ask(_) => Value::Null,
    };
    let result = match row.verdict {
        Verdict::Yes(_) => "yes",
        Verdict::No(_) => "no",
        Verdict::Ask(_) => "ask",
    };
    json!({
        "month": row.month.to_string(),
        "policy": row.policy,
        "result": result,
        "clause": clause_of(catalogue, row),
        "reason": words::verdict(&row.verdict, &row.policy, Lang::En),
        "repay": repay(row),
    })
}

fn policy_json(catalogue: &Catalogue, policy: &Policy) -> Value {
    let offers = answers::list(&policy.offers, |offer| {
        let (repay, instalments, by) = catalogue.repay(policy, offer);
        json!({
            "who": offer.who,
            "clause": offer.clause,
            "lines": offer.lines,
            "industries": offer.industries,
            "sizes": offer.sizes.iter().map(|size| size.code()).collect::<Vec<_>>(),
            "unit_types": offer.unit_types.iter().map(|kind| kind.code()).collect::<Vec<_>>(),
            "needs": offer.needs.iter().map(|need| need.code()).collect::<Vec<_>>(),
            "needs_any": offer.needs_any.iter().map(|need| need.code()).collect::<Vec<_>>(),
            "fee_from": offer.fee_from.to_string(),
            "fee_to": offer.fee_to.map(|to| to.to_string()),
            "max_months": offer.max_months,
            "repay": words::repay(repay, Lang::En),
            "instalments": instalments,
            "repay_by_policy": by.id,
        })
    });
    json!({
        "id": policy.id,
        "title": policy.title,
        "document": policy.document,
        "issued": policy.issued,
        "apply": policy.apply.code(),
        "confidence": policy.confidence.code(),
        "cite": policy.cite,
        "supersedes": policy.supersedes,
        "offers": offers,
    })
}
