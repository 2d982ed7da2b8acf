//! Cuts of rates 费率减免: `data/policies/rates/*.toml` → [`RateCut`], for the statistics of relief.
//!
//! Invariant: the line is on record, the months run forward, a cut cuts.

use serde::Deserialize;
use toml::Spanned;

use super::files::{RuleFile, RuleFiles, parse_toml};
use crate::domain::arrears::month::FeeMonth;
use crate::domain::deferral::statistics::RateCut;
use crate::domain::rejection::Rejection;

/// Folder of the records.
pub const FOLDER: &str = "policies/rates";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    cut: Vec<RawCut>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCut {
    id: String,
    document: String,
    line: Spanned<String>,
    from: Spanned<String>,
    to: Spanned<String>,
    before: Spanned<String>,
    after: Spanned<String>,
    confirmed: bool,
    cite: String,
}

/// Reads and checks every record; `lines` are the codes of the lines on record.
///
/// # Errors
/// [`Rejection::RuleBook`] naming file, line and what is wrong.
pub fn load(files: &RuleFiles, lines: &[String]) -> Result<Vec<RateCut>, Rejection> {
    let mut cuts = Vec::new();
    for file in files.folder(FOLDER)? {
        let raw: RawFile = parse_toml(&file)?;
        for one in raw.cut {
            cuts.push(cut(&file, one, lines)?);
        }
    }
    cuts.sort_by(|one, next| (one.months.0, &one.id).cmp(&(next.months.0, &next.id)));
    Ok(cuts)
}

fn cut(file: &RuleFile, raw: RawCut, lines: &[String]) -> Result<RateCut, Rejection> {
    let month = |text: &Spanned<String>| {
        FeeMonth::parse(text.get_ref()).ok_or_else(|| file.wrong_at(text, "no such month; write it as 2022-06"))
    };
    let rate = |text: &Spanned<String>| {
        millionths(text.get_ref()).ok_or_else(|| file.wrong_at(text, "a rate in per cent, \"0.5%\""))
    };
    if !lines.contains(raw.line.get_ref()) {
        return Err(file.wrong_at(&raw.line, "no such line is on record"));
    }
    let months = (month(&raw.from)?, month(&raw.to)?);
    let (before_per_million, after_per_million) = (rate(&raw.before)?, rate(&raw.after)?);
    if months.1 < months.0 {
        return Err(file.wrong_at(&raw.to, "ends before it begins"));
    }
    if before_per_million <= after_per_million {
        return Err(file.wrong_at(&raw.after, "not below the rate before"));
    }
    let RawCut { id, document, line, confirmed, cite, .. } = raw;
    let line = line.into_inner();
    Ok(RateCut { id, document, line, months, before_per_million, after_per_million, cite, confirmed })
}

/// `0.5%` in millionths.
fn millionths(text: &str) -> Option<u32> {
    let (whole, part) = text.strip_suffix('%').map(|rate| rate.split_once('.').unwrap_or((rate, "")))?;
    let plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let fits = (1..=3).contains(&whole.len()) && part.len() <= 4 && plain(whole) && plain(part);
    fits.then(|| format!("{whole}{part:0<4}").parse::<u32>().ok()).flatten().filter(|rate| *rate <= 1_000_000)
}
