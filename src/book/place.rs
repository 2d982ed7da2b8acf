//! The place 本地情况: `data/policies/place/*.toml` → [`Place`].
//!
//! Invariant: every line, kind of unit and fact named is one the program knows; every figure has its source.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::files::{RuleFile, RuleFiles, parse_toml};
use crate::domain::arrears::month::FeeMonth;
use crate::domain::deferral::firm::{Need, UnitType};
use crate::domain::deferral::place::{Fund, Place, PlaceFact};
use crate::domain::rejection::Rejection;

/// Folder of the records.
pub const FOLDER: &str = "policies/place";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPlace {
    #[serde(default)]
    units: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    needs: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    fund: Vec<RawFund>,
    #[serde(default)]
    fact: Vec<RawFact>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFund {
    line: Spanned<String>,
    month: Spanned<String>,
    months: Spanned<String>,
    source: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFact {
    need: Spanned<String>,
    #[serde(default)]
    area: String,
    from: Spanned<String>,
    to: Spanned<String>,
    holds: bool,
    source: Spanned<String>,
}

/// Reads and checks every record; `lines` are the codes of the lines on record.
///
/// # Errors
/// [`Rejection::RuleBook`] naming file, line and what is wrong.
pub fn load(files: &RuleFiles, lines: &[String]) -> Result<Place, Rejection> {
    let mut place = Place::default();
    for file in files.folder(FOLDER)? {
        let raw: RawPlace = parse_toml(&file)?;
        for (word, code) in raw.units {
            let kind = UnitType::from_code(code.get_ref());
            place.units.insert(word, kind.ok_or_else(|| file.wrong_at(&code, "no such kind of unit"))?);
        }
        for (word, code) in raw.needs {
            let need = Need::from_code(code.get_ref());
            place.needs.insert(word, need.ok_or_else(|| file.wrong_at(&code, "no such fact"))?);
        }
        for one in raw.fund {
            place.funds.push(fund(&file, one, lines)?);
        }
        for one in raw.fact {
            place.facts.push(fact(&file, &one)?);
        }
    }
    Ok(place)
}

fn month(file: &RuleFile, text: &Spanned<String>) -> Result<FeeMonth, Rejection> {
    FeeMonth::parse(text.get_ref()).ok_or_else(|| file.wrong_at(text, "no such month; write it as 2022-06"))
}

fn source(file: &RuleFile, text: &Spanned<String>) -> Result<String, Rejection> {
    let found = text.get_ref().trim();
    if found.is_empty() { Err(file.wrong_at(text, "say where it stands")) } else { Ok(found.to_string()) }
}

fn fund(file: &RuleFile, raw: RawFund, lines: &[String]) -> Result<Fund, Rejection> {
    if !lines.contains(raw.line.get_ref()) {
        return Err(file.wrong_at(&raw.line, "no such line is on record"));
    }
    let tenths = tenths(raw.months.get_ref());
    Ok(Fund {
        line: raw.line.get_ref().clone(),
        month: month(file, &raw.month)?,
        tenths: tenths.ok_or_else(|| file.wrong_at(&raw.months, "months with at most one decimal, \"6.4\""))?,
        source: source(file, &raw.source)?,
    })
}

/// Tenths of a month: `6`, `5.9`.
fn tenths(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let part = part.parse::<u32>().ok().filter(|tenth| part.len() == 1 && *tenth < 10)?;
    Some(whole.parse::<u32>().ok().filter(|months| *months < 10_000)? * 10 + part)
}

fn fact(file: &RuleFile, raw: &RawFact) -> Result<PlaceFact, Rejection> {
    let need = Need::from_code(raw.need.get_ref()).ok_or_else(|| file.wrong_at(&raw.need, "no such fact"))?;
    let months = (month(file, &raw.from)?, month(file, &raw.to)?);
    if months.0 > months.1 {
        return Err(file.wrong_at(&raw.to, "ends before it begins"));
    }
    Ok(PlaceFact { need, area: raw.area.clone(), months, holds: raw.holds, source: source(file, &raw.source)? })
}
