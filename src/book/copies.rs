//! Reads the rules of standing copies 备份规则 from `copies.toml`.

use serde::Deserialize;
use toml::Spanned;

use super::files::{RuleFile, RuleFiles, parse_toml};
use crate::domain::copies::CopyRules;
use crate::domain::rejection::Rejection;

const FILE: &str = "deploy/copies.toml";
/// Most copies one period may keep.
const KEPT_MAX: usize = 1_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    hours: Spanned<usize>,
    days: Spanned<usize>,
    months: Spanned<usize>,
    second_place: Spanned<String>,
}

/// The rules in force.
///
/// # Errors
/// [`Rejection::RuleBook`] with file and line.
pub fn load(files: &RuleFiles) -> Result<CopyRules, Rejection> {
    match files.get(FILE)? {
        Some(file) => parse(&file),
        None => Err(Rejection::RuleBook { file: FILE.into(), line: 1, what: "the file is missing".into() }),
    }
}

fn parse(file: &RuleFile) -> Result<CopyRules, Rejection> {
    let raw: RawFile = parse_toml(file)?;
    let kept = |count: &Spanned<usize>| match *count.get_ref() {
        count if count <= KEPT_MAX => Ok(count),
        _ => Err(file.wrong_at(count, "at most 1000 copies are kept")),
    };
    let second = raw.second_place.get_ref().clone();
    if !second.is_empty() && !second.starts_with('/') {
        return Err(file.wrong_at(&raw.second_place, "second_place is an absolute path, or empty"));
    }
    Ok(CopyRules { hours: kept(&raw.hours)?, days: kept(&raw.days)?, months: kept(&raw.months)?, second_place: second })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    fn read(text: &'static str) -> Result<CopyRules, Rejection> {
        parse(&RuleFile { name: FILE.into(), shown: FILE.into(), text: Cow::Borrowed(text) })
    }

    #[test]
    fn the_embedded_rules_are_read_and_wrong_ones_refused_by_line() {
        assert_eq!(load(&RuleFiles::default()).unwrap().hours, 24);
        for (text, line) in [
            ("hours = 1001\ndays = 1\nmonths = 1\nsecond_place = \"\"\n", 1),
            ("hours = 1\ndays = 1\nmonths = 1\nsecond_place = \"usb\"\n", 4),
        ] {
            assert!(matches!(read(text), Err(Rejection::RuleBook { line: found, .. }) if found == line), "{text}");
        }
    }
}
