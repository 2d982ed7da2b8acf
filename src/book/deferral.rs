//! Deferral policies: `data/policies/*.toml` → [`Catalogue`].
//!
//! Invariant: every line, industry and policy a record names is on record; no policy stands twice; an offer
//! begins before it ends. A house adds or corrects a record by a file of its own with the same name.

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::files::{RuleFile, RuleFiles, parse_toml};
use crate::domain::arrears::month::FeeMonth;
use crate::domain::day::BusinessDay;
use crate::domain::deferral::firm::{Need, UnitType};
use crate::domain::deferral::policy::{
    Amendment, ApplyMode, Catalogue, Confidence, Exclusion, FeeRule, Industry, Offer, PersonEvent, Policy, Repay,
};
use crate::domain::deferral::size::{Limits, Sector, SizeClass};
use crate::domain::money::Money;
use crate::domain::rejection::Rejection;

/// Folder of the records.
pub const FOLDER: &str = "policies/deferral";
const INDUSTRIES: &str = "policies/industries.toml";
const SIZES: &str = "policies/size_class.toml";
/// 万元 in fen.
const WAN_FEN: i64 = 1_000_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPolicy {
    id: Spanned<String>,
    title: String,
    title_en: String,
    document: String,
    issuers: Vec<String>,
    issued: toml::Value,
    apply: Spanned<String>,
    #[serde(default)]
    area: String,
    confidence: Spanned<String>,
    late_fee: RawFee,
    approvers: Vec<String>,
    #[serde(default)]
    filing: String,
    materials: Vec<String>,
    person_event: Spanned<String>,
    cite: Vec<String>,
    #[serde(default)]
    supersedes: Vec<Spanned<String>>,
    #[serde(default)]
    amends: Vec<RawAmendment>,
    offer: Vec<RawOffer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFee {
    in_term: Spanned<String>,
    in_repay: Spanned<String>,
    resume: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAmendment {
    policy: Spanned<String>,
    repay: Spanned<RawRepay>,
    #[serde(default)]
    instalments: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawRepay {
    Named(String),
    By { by: Datetime },
    After { months_after: u32 },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOffer {
    who: String,
    clause: String,
    lines: Vec<Spanned<String>>,
    #[serde(default)]
    exclude: Vec<Spanned<String>>,
    #[serde(default)]
    unit_types: Vec<Spanned<String>>,
    #[serde(default)]
    industries: Vec<Spanned<String>>,
    #[serde(default)]
    sizes: Vec<Spanned<String>>,
    #[serde(default)]
    needs: Vec<Spanned<String>>,
    #[serde(default)]
    needs_any: Vec<Spanned<String>>,
    fund_months_over: Option<u32>,
    fee_from: Spanned<String>,
    fee_to: Option<Spanned<String>>,
    max_months: Option<u32>,
    #[serde(default)]
    shift_if_paid: bool,
    #[serde(default)]
    apply_before_due: bool,
    repay: Spanned<RawRepay>,
    #[serde(default)]
    instalments: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawIndustries {
    industry: Vec<RawIndustry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawIndustry {
    code: Spanned<String>,
    zh: String,
    en: String,
    gbt: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "a table must name its document; only people read it")]
struct RawSizes {
    document: String,
    issued: Datetime,
    confidence: String,
    sector: Vec<RawSector>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSector {
    code: Spanned<String>,
    zh: String,
    en: String,
    gbt: Vec<Spanned<String>>,
    large: RawLimits,
    medium: RawLimits,
    small: RawLimits,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLimits {
    staff: Option<u32>,
    revenue: Option<u32>,
    assets: Option<u32>,
}

/// Reads and checks every record; `lines` are the codes of the lines on record.
///
/// # Errors
/// [`Rejection::RuleBook`] naming file, line and what is wrong.
pub fn load(files: &RuleFiles, lines: &[String]) -> Result<Catalogue, Rejection> {
    let industries = industries(&table(files, INDUSTRIES)?)?;
    let sectors = sectors(&table(files, SIZES)?)?;
    let mut read = Vec::new();
    for file in files.folder(FOLDER)? {
        let raw: RawPolicy = parse_toml(&file)?;
        read.push((file, raw));
    }
    let ids: Vec<String> = read.iter().map(|(_, raw)| raw.id.get_ref().clone()).collect();
    let names = Names { lines, industries: &industries, policies: &ids };
    let mut policies = Vec::new();
    for (file, raw) in read {
        if policies.iter().any(|known: &Policy| known.id == *raw.id.get_ref()) {
            return Err(file.wrong_at(&raw.id, "this policy stands in another file as well"));
        }
        policies.push(policy(&file, raw, &names)?);
    }
    policies.sort_by(|one, next| (&one.issued, &one.id).cmp(&(&next.issued, &next.id)));
    Ok(Catalogue { policies, industries, sectors })
}

/// What records may refer to.
struct Names<'a> {
    lines: &'a [String],
    industries: &'a [Industry],
    policies: &'a [String],
}

fn table(files: &RuleFiles, name: &str) -> Result<RuleFile, Rejection> {
    let missing = || Rejection::RuleBook { file: name.into(), line: 0, what: "no such rule file".into() };
    files.get(name)?.ok_or_else(missing)
}

fn policy(file: &RuleFile, raw: RawPolicy, names: &Names<'_>) -> Result<Policy, Rejection> {
    if raw.late_fee.resume.get_ref() != "day_after_repay_by" {
        return Err(file.wrong_at(&raw.late_fee.resume, "unknown day; known: day_after_repay_by"));
    }
    let known = |id: &Spanned<String>| match names.policies.contains(id.get_ref()) {
        true => Ok(id.get_ref().clone()),
        false => Err(file.wrong_at(id, "no such policy is on record")),
    };
    let amend = |raw: &RawAmendment| {
        Ok(Amendment { policy: known(&raw.policy)?, repay: repay(file, &raw.repay)?, instalments: raw.instalments })
    };
    if raw.offer.is_empty() || raw.cite.is_empty() {
        return Err(file.wrong_at(&raw.id, "a policy needs an offer and a citation"));
    }
    Ok(Policy {
        apply: code(file, &raw.apply, ApplyMode::from_code, "unknown way; known: apply, declare, auto")?,
        confidence: code(file, &raw.confidence, Confidence::from_code, "unknown word; known: high, memory, low")?,
        fee_in_term: code(file, &raw.late_fee.in_term, FeeRule::from_code, "unknown rule; known: waived, local")?,
        fee_in_repay: code(file, &raw.late_fee.in_repay, FeeRule::from_code, "unknown rule; known: waived, local")?,
        person_event: code(file, &raw.person_event, PersonEvent::from_code, "unknown rule; known: pay_first, none")?,
        supersedes: raw.supersedes.iter().map(known).collect::<Result<_, _>>()?,
        amends: raw.amends.iter().map(amend).collect::<Result<_, Rejection>>()?,
        offers: raw.offer.into_iter().map(|raw| offer(file, raw, names)).collect::<Result<_, _>>()?,
        issued: raw.issued.as_str().map_or_else(|| raw.issued.to_string(), str::to_string),
        id: raw.id.into_inner(),
        title: raw.title,
        title_en: raw.title_en,
        document: raw.document,
        issuers: raw.issuers,
        area: raw.area,
        approvers: raw.approvers,
        filing: raw.filing,
        materials: raw.materials,
        cite: raw.cite,
    })
}

fn offer(file: &RuleFile, raw: RawOffer, names: &Names<'_>) -> Result<Offer, Rejection> {
    let from = month(file, &raw.fee_from)?;
    let to = raw.fee_to.as_ref().map(|text| month(file, text)).transpose()?;
    if to.is_some_and(|to| to < from) {
        return Err(file.wrong_at(&raw.fee_from, "the first month stands after the last"));
    }
    for line in &raw.lines {
        if !names.lines.contains(line.get_ref()) {
            return Err(file.wrong_at(line, "no such line is on record (arrears/lines.toml)"));
        }
    }
    for industry in &raw.industries {
        if names.industries.iter().all(|known| known.code != *industry.get_ref()) {
            return Err(file.wrong_at(industry, "no such industry is on record (policies/industries.toml)"));
        }
    }
    let needs = |list: &[Spanned<String>]| codes(file, list, Need::from_code, "unknown fact");
    Ok(Offer {
        exclude: codes(file, &raw.exclude, Exclusion::from_code, "unknown part")?,
        unit_types: codes(file, &raw.unit_types, UnitType::from_code, "unknown kind of unit")?,
        sizes: codes(file, &raw.sizes, SizeClass::from_code, "unknown size; known: large, medium, small, micro")?,
        needs: needs(&raw.needs)?,
        needs_any: needs(&raw.needs_any)?,
        fund_tenths_over: raw.fund_months_over.map(|months| months.saturating_mul(10)),
        fee_from: from,
        fee_to: to,
        max_months: raw.max_months,
        shift_if_paid: raw.shift_if_paid,
        apply_before_due: raw.apply_before_due,
        repay: repay(file, &raw.repay)?,
        instalments: raw.instalments,
        who: raw.who,
        clause: raw.clause,
        lines: raw.lines.into_iter().map(Spanned::into_inner).collect(),
        industries: raw.industries.into_iter().map(Spanned::into_inner).collect(),
    })
}

fn code<T>(
    file: &RuleFile,
    text: &Spanned<String>,
    read: fn(&str) -> Option<T>,
    otherwise: &str,
) -> Result<T, Rejection> {
    read(text.get_ref()).ok_or_else(|| file.wrong_at(text, otherwise))
}

fn codes<T>(
    file: &RuleFile,
    texts: &[Spanned<String>],
    read: fn(&str) -> Option<T>,
    otherwise: &str,
) -> Result<Vec<T>, Rejection> {
    texts.iter().map(|text| code(file, text, read, otherwise)).collect()
}

fn month(file: &RuleFile, text: &Spanned<String>) -> Result<FeeMonth, Rejection> {
    FeeMonth::parse(text.get_ref()).ok_or_else(|| file.wrong_at(text, "not a month (2022-04)"))
}

fn repay(file: &RuleFile, raw: &Spanned<RawRepay>) -> Result<Repay, Rejection> {
    let known = match raw.get_ref() {
        RawRepay::By { by } => BusinessDay::parse(&by.to_string()).map(Repay::By),
        RawRepay::After { months_after } => Some(Repay::MonthsAfter(*months_after)),
        RawRepay::Named(name) => match name.as_str() {
            "agreement" => Some(Repay::Agreement),
            "local" => Some(Repay::Local),
            "end_of_term" => Some(Repay::EndOfTerm),
            _ => None,
        },
    };
    let what = "unknown term; known: { by = 2023-12-31 }, { months_after = 1 }, agreement, end_of_term, local";
    known.ok_or_else(|| file.wrong_at(raw, what))
}

fn industries(file: &RuleFile) -> Result<Vec<Industry>, Rejection> {
    let raw: RawIndustries = parse_toml(file)?;
    let mut industries: Vec<Industry> = Vec::new();
    for one in raw.industry {
        if industries.iter().any(|known| known.code == *one.code.get_ref()) {
            return Err(file.wrong_at(&one.code, "this industry stands twice"));
        }
        if one.gbt.is_empty() {
            return Err(file.wrong_at(&one.code, "an industry needs at least one class of GB/T 4754"));
        }
        let gbt = digits(file, one.gbt)?;
        industries.push(Industry { code: one.code.into_inner(), zh: one.zh, en: one.en, gbt });
    }
    Ok(industries)
}

fn sectors(file: &RuleFile) -> Result<Vec<Sector>, Rejection> {
    let raw: RawSizes = parse_toml(file)?;
    let mut sectors: Vec<Sector> = Vec::new();
    for one in raw.sector {
        if sectors.iter().any(|known| known.code == *one.code.get_ref()) {
            return Err(file.wrong_at(&one.code, "this sector stands twice"));
        }
        if one.gbt.is_empty() && sectors.iter().any(|known| known.gbt.is_empty()) {
            return Err(file.wrong_at(&one.code, "only one sector takes what no other covers"));
        }
        let limits = [limits(&one.large), limits(&one.medium), limits(&one.small)];
        let gbt = digits(file, one.gbt)?;
        sectors.push(Sector { code: one.code.into_inner(), zh: one.zh, en: one.en, gbt, limits });
    }
    match sectors.iter().any(|sector| sector.gbt.is_empty()) {
        true => Ok(sectors),
        false => Err(file.wrong_on(1, "no sector takes what no other covers (gbt = [])")),
    }
}

fn limits(raw: &RawLimits) -> Limits {
    let money = |wan: Option<u32>| wan.map(|wan| Money::from_fen(i64::from(wan) * WAN_FEN));
    Limits { staff: raw.staff, revenue: money(raw.revenue), assets: money(raw.assets) }
}

fn digits(file: &RuleFile, prefixes: Vec<Spanned<String>>) -> Result<Vec<String>, Rejection> {
    let fits = |text: &str| (2..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let read = |prefix: Spanned<String>| match fits(prefix.get_ref()) {
        true => Ok(prefix.into_inner()),
        false => Err(file.wrong_at(&prefix, "not two to four digits of GB/T 4754")),
    };
    prefixes.into_iter().map(read).collect()
}
