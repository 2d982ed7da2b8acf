//! Reads the ladder 催缴阶梯 from `chase/ladder.toml`.
//!
//! Invariant: every step named by another stands before it; whatever counts from a service or a deadline
//! counts from a step whose paper is served, or has one; every step and every period says its clause.

use serde::Deserialize;
use toml::Spanned;

use super::files::{RuleFile, RuleFiles, parse_toml};
use crate::domain::chase::ladder::{Anchor, Clock, Condition, Follow, Ladder, Paper, ServiceRules, Step, Unit};
use crate::domain::rejection::Rejection;

const FILE: &str = "chase/ladder.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLadder {
    service: RawService,
    claim: RawClaim,
    step: Vec<RawStep>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawService {
    servers: u32,
    witnesses: u32,
    public_notice_days: u32,
    basis: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClaim {
    individual_accounts: Vec<String>,
    basis: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStep {
    code: Spanned<String>,
    zh: String,
    en: String,
    #[serde(default)]
    main: bool,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    given: bool,
    #[serde(default)]
    done_by_call: bool,
    #[serde(default)]
    after: Vec<Spanned<String>>,
    #[serde(default)]
    waits: Vec<RawClock>,
    by: Option<RawClock>,
    within: Option<RawClock>,
    #[serde(default)]
    needs: Vec<Spanned<String>>,
    #[serde(default)]
    barred_by: Vec<String>,
    who: Vec<String>,
    paper: Option<RawPaper>,
    #[serde(default)]
    follow: Vec<RawFollow>,
    basis: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClock {
    from: Option<Spanned<String>>,
    step: Option<Spanned<String>>,
    #[serde(default)]
    count: u32,
    unit: Option<Spanned<String>>,
    #[serde(default)]
    basis: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPaper {
    zh: String,
    en: String,
    #[serde(default)]
    served: bool,
    deadline: Option<RawClock>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFollow {
    zh: String,
    en: String,
    count: u32,
    unit: Spanned<String>,
    basis: String,
}

/// The ladder in force.
///
/// # Errors
/// [`Rejection::RuleBook`] with file and line.
pub fn load(files: &RuleFiles) -> Result<Ladder, Rejection> {
    let missing = || Rejection::RuleBook { file: FILE.into(), line: 0, what: "the ladder is missing".into() };
    parse(&files.get(FILE)?.ok_or_else(missing)?)
}

/// The ladder of a file.
///
/// # Errors
/// [`Rejection::RuleBook`] with file and line.
pub fn parse(file: &RuleFile) -> Result<Ladder, Rejection> {
    let raw: RawLadder = parse_toml(file)?;
    for basis in [&raw.service.basis, &raw.claim.basis] {
        cited(file, basis)?;
    }
    let mut ladder = Ladder {
        steps: Vec::new(),
        service: ServiceRules {
            servers: raw.service.servers,
            witnesses: raw.service.witnesses,
            public_notice_days: raw.service.public_notice_days,
        },
        individual_accounts: raw.claim.individual_accounts,
        claim_basis: raw.claim.basis.into_inner(),
    };
    for raw in raw.step {
        let step = step(file, raw, &ladder)?;
        ladder.steps.push(step);
    }
    Ok(ladder)
}

fn cited(file: &RuleFile, basis: &Spanned<String>) -> Result<(), Rejection> {
    if basis.get_ref().trim().is_empty() { Err(file.wrong_at(basis, "basis names the clause")) } else { Ok(()) }
}

fn step(file: &RuleFile, raw: RawStep, ladder: &Ladder) -> Result<Step, Rejection> {
    cited(file, &raw.basis)?;
    if ladder.step(raw.code.get_ref()).is_some() || raw.code.get_ref().is_empty() {
        return Err(file.wrong_at(&raw.code, "a code stands for one step"));
    }
    for code in &raw.after {
        if ladder.step(code.get_ref()).is_none() {
            return Err(file.wrong_at(code, "after names a step that stands before this one"));
        }
    }
    let needs = raw.needs.iter().map(|code| {
        let known = Condition::from_code(code.get_ref());
        known.ok_or_else(|| file.wrong_at(code, "needs is disputed, bankrupt or not_bankrupt"))
    });
    let needs = needs.collect::<Result<_, _>>()?;
    let waits = raw.waits.into_iter().map(|one| clock(file, one, Some(ladder), Anchor::Found));
    let waits = waits.collect::<Result<_, _>>()?;
    let by = raw.by.map(|one| clock(file, one, Some(ladder), Anchor::Found)).transpose()?;
    let within = raw.within.map(|one| clock(file, one, None, Anchor::Done)).transpose()?;
    let paper = match raw.paper {
        None => None,
        Some(paper) => Some(Paper {
            deadline: paper.deadline.map(|one| clock(file, one, None, Anchor::Served)).transpose()?,
            zh: paper.zh,
            en: paper.en,
            is_served: paper.served,
        }),
    };
    let follow = raw.follow.into_iter().map(|one| {
        let unit = Unit::from_code(one.unit.get_ref()).ok_or_else(|| file.wrong_at(&one.unit, UNITS))?;
        let clock = Clock { from: Anchor::Done, step: String::new(), count: one.count, unit, basis: one.basis };
        Ok(Follow { zh: one.zh, en: one.en, clock })
    });
    Ok(Step {
        follow: follow.collect::<Result<_, Rejection>>()?,
        code: raw.code.into_inner(),
        zh: raw.zh,
        en: raw.en,
        is_main: raw.main,
        is_optional: raw.optional,
        is_given: raw.given,
        is_done_by_call: raw.done_by_call,
        after: raw.after.into_iter().map(Spanned::into_inner).collect(),
        waits,
        by,
        within,
        needs,
        barred_by: raw.barred_by,
        who: raw.who,
        paper,
        basis: raw.basis.into_inner(),
    })
}

const UNITS: &str = "unit is working_days, natural_days or months";

/// A period; where `ladder` is given it says itself from what it counts.
fn clock(file: &RuleFile, raw: RawClock, ladder: Option<&Ladder>, from: Anchor) -> Result<Clock, Rejection> {
    let said = match &raw.from {
        None => from,
        Some(code) => Anchor::from_code(code.get_ref())
            .ok_or_else(|| file.wrong_at(code, "from is found, done, served or deadline"))?,
    };
    let unit = match &raw.unit {
        None => Unit::Working,
        Some(code) => Unit::from_code(code.get_ref()).ok_or_else(|| file.wrong_at(code, UNITS))?,
    };
    let step = raw.step.as_ref().map_or("", |step| step.get_ref().as_str());
    if let (Some(ladder), Some(at)) = (ladder, &raw.step) {
        let paper = ladder.step(step).map(|step| step.paper.as_ref());
        let counts = match said {
            Anchor::Found => false,
            Anchor::Done => paper.is_some(),
            Anchor::Served => paper.flatten().is_some_and(|paper| paper.is_served),
            Anchor::Deadline => paper.flatten().is_some_and(|paper| paper.deadline.is_some()),
        };
        if !counts {
            return Err(file.wrong_at(at, "it counts from a step before this one that has what it counts from"));
        }
    }
    Ok(Clock { from: said, step: step.to_string(), count: raw.count, unit, basis: raw.basis })
}
