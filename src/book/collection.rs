//! Reads what collection work goes by from `arrears/work.toml`.
//!
//! Invariant: every result stands in both languages under a code of its own and has a digit.

use serde::Deserialize;
use toml::Spanned;

use super::files::{RuleFile, RuleFiles, parse_toml};
use crate::domain::collection::policy::{CallResult, CollectionPolicy, Named};
use crate::domain::collection::progress::Tier;
use crate::domain::collection::today::{Factor, RankPolicy};
use crate::domain::money::Money;
use crate::domain::rejection::Rejection;

/// Name of the file.
pub const FILE: &str = "arrears/work.toml";
/// Results are chosen by one digit.
const RESULTS_MAX: usize = 9;
/// Longest term in working days.
const TERM_MAX: u32 = 366;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWork {
    promise: RawPromise,
    plan: RawPlan,
    debtor: RawDebtor,
    today: RawToday,
    rank: RawRank,
    progress: RawProgress,
    result: Vec<RawResult>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPromise {
    grace_working_days: Spanned<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPlan {
    grace_working_days: Spanned<u32>,
    remind_working_days: Spanned<u32>,
    most_instalments: Spanned<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDebtor {
    key_from: Spanned<String>,
    #[serde(rename = "type")]
    types: Vec<RawNamed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNamed {
    code: Spanned<String>,
    zh: Spanned<String>,
    en: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawToday {
    cap_ahead_days: Spanned<u32>,
    deferral_ahead_days: Spanned<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProgress {
    collection_goal: Spanned<i64>,
    clearing_goal: Spanned<i64>,
    tier: Vec<RawTier>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTier {
    at_least: Spanned<i64>,
    zh: Spanned<String>,
    en: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRank {
    recoverable: RawRecoverable,
    age_months: Spanned<Vec<[i64; 2]>>,
    days_over: Spanned<Vec<[i64; 2]>>,
    blocked_persons: Spanned<Vec<[i64; 2]>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRecoverable {
    normal: Spanned<u32>,
    stopped: Spanned<u32>,
    half_stopped: Spanned<u32>,
    bankrupt: Spanned<u32>,
    cancelled: Spanned<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawResult {
    code: Spanned<String>,
    zh: Spanned<String>,
    en: Spanned<String>,
    promises: bool,
    next_working_days: Spanned<u32>,
}

/// What collection work goes by.
///
/// # Errors
/// [`Rejection::RuleBook`] with file and line.
pub fn load(files: &RuleFiles) -> Result<CollectionPolicy, Rejection> {
    let missing = || Rejection::RuleBook { file: format!("data/{FILE}"), line: 0, what: "the file is missing".into() };
    parse(&files.get(FILE)?.ok_or_else(missing)?)
}

/// Parses one file.
///
/// # Errors
/// [`Rejection::RuleBook`] with file and line.
pub fn parse(file: &RuleFile) -> Result<CollectionPolicy, Rejection> {
    let raw: RawWork = parse_toml(file)?;
    let mut results: Vec<CallResult> = Vec::new();
    for one in &raw.result {
        if results.len() == RESULTS_MAX {
            return Err(file.wrong_at(&one.code, "there are at most nine results"));
        }
        let code = one.code.get_ref();
        let plain = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        if !plain || results.iter().any(|known| known.code == *code) {
            return Err(file.wrong_at(&one.code, "a code is of small letters and stands once"));
        }
        results.push(CallResult {
            code: code.clone(),
            zh: words(file, &one.zh)?,
            en: words(file, &one.en)?,
            promises: one.promises,
            next_working_days: term(file, &one.next_working_days)?,
        });
    }
    if results.is_empty() {
        return Err(file.wrong_on(1, "there is no result"));
    }
    Ok(CollectionPolicy {
        results,
        promise_grace_working_days: term(file, &raw.promise.grace_working_days)?,
        plan_grace_working_days: term(file, &raw.plan.grace_working_days)?,
        plan_remind_working_days: term(file, &raw.plan.remind_working_days)?,
        plan_most_instalments: term(file, &raw.plan.most_instalments)? as usize,
        debtor_types: debtor_types(file, &raw.debtor.types)?,
        key_debtor_from: amount(file, &raw.debtor.key_from)?,
        cap_ahead_days: term(file, &raw.today.cap_ahead_days)?,
        deferral_ahead_days: term(file, &raw.today.deferral_ahead_days)?,
        rank: rank(file, &raw.rank)?,
        collection_goal: *raw.progress.collection_goal.get_ref(),
        clearing_goal: *raw.progress.clearing_goal.get_ref(),
        tiers: tiers(file, &raw.progress.tier)?,
    })
}

fn tiers(file: &RuleFile, raw: &[RawTier]) -> Result<Vec<Tier>, Rejection> {
    let mut tiers: Vec<Tier> = Vec::new();
    for one in raw {
        let at_least = *one.at_least.get_ref();
        if at_least < 0 || tiers.last().is_some_and(|last| last.at_least <= at_least) {
            return Err(file.wrong_at(&one.at_least, "tiers stand from the best down"));
        }
        tiers.push(Tier { at_least, zh: words(file, &one.zh)?, en: words(file, &one.en)? });
    }
    Ok(tiers)
}

fn debtor_types(file: &RuleFile, raw: &[RawNamed]) -> Result<Vec<Named>, Rejection> {
    let mut types: Vec<Named> = Vec::new();
    for one in raw {
        if types.iter().any(|known| known.code == *one.code.get_ref()) {
            return Err(file.wrong_at(&one.code, "a code stands once"));
        }
        let code = words(file, &one.code)?;
        types.push(Named { code, zh: words(file, &one.zh)?, en: words(file, &one.en)? });
    }
    Ok(types)
}

fn amount(file: &RuleFile, text: &Spanned<String>) -> Result<Money, Rejection> {
    let read = Money::parse_plain(text.get_ref()).filter(|amount| *amount > Money::ZERO);
    read.ok_or_else(|| file.wrong_at(text, "an amount above zero, like \"1000000.00\""))
}

fn rank(file: &RuleFile, raw: &RawRank) -> Result<RankPolicy, Rejection> {
    let shares = &raw.recoverable;
    let statuses = [&shares.normal, &shares.stopped, &shares.half_stopped, &shares.bankrupt, &shares.cancelled];
    let mut recoverable = [0; 5];
    for (share, read) in recoverable.iter_mut().zip(statuses) {
        if *read.get_ref() > WHOLE {
            return Err(file.wrong_at(read, "a share in thousandths, at most 1000"));
        }
        *share = *read.get_ref();
    }
    Ok(RankPolicy {
        recoverable,
        age: factors(file, &raw.age_months)?,
        deadline: factors(file, &raw.days_over)?,
        blocked: factors(file, &raw.blocked_persons)?,
    })
}

/// Thousandths of a whole.
const WHOLE: u32 = 1_000;
/// A factor is at most a hundredfold.
const FACTOR_MAX: u32 = 100_000;

/// `[from, thousandths]`, rising.
fn factors(file: &RuleFile, raw: &Spanned<Vec<[i64; 2]>>) -> Result<Vec<Factor>, Rejection> {
    let mut factors: Vec<Factor> = Vec::new();
    for [from, thousandths] in raw.get_ref() {
        let read = i32::try_from(*from).ok().zip(u32::try_from(*thousandths).ok());
        let rises = |at_least: &i32| factors.last().is_none_or(|last| last.at_least < *at_least);
        match read.filter(|(at_least, factor)| rises(at_least) && *factor <= FACTOR_MAX) {
            Some((at_least, thousandths)) => factors.push(Factor { at_least, thousandths }),
            None => return Err(file.wrong_at(raw, "pairs of a rising figure and thousandths, at most 100000")),
        }
    }
    Ok(factors)
}

fn term(file: &RuleFile, days: &Spanned<u32>) -> Result<u32, Rejection> {
    if *days.get_ref() <= TERM_MAX { Ok(*days.get_ref()) } else { Err(file.wrong_at(days, "at most 366 days")) }
}

fn words(file: &RuleFile, text: &Spanned<String>) -> Result<String, Rejection> {
    let trimmed = text.get_ref().trim();
    if trimmed.is_empty() || trimmed.chars().any(char::is_control) {
        return Err(file.wrong_at(text, "words on one line"));
    }
    Ok(trimmed.to_owned())
}
