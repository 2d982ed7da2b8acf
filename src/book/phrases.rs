//! Reads the phrase book 常用原因 from `phrases/exception.toml`: reasons chosen by digit.
//!
//! Invariant: every reason stands in both languages, belongs to a verb that asks for one, and has a digit.

use serde::Deserialize;
use toml::Spanned;

use super::files::{RuleFile, RuleFiles, parse_toml};
use crate::domain::decision::Verb;
use crate::domain::rejection::Rejection;

const FILE: &str = "phrases/exception.toml";
/// Most reasons of one verb: the ninth digit is for one's own words.
const REASONS_MAX: usize = 8;
/// Longest reason in characters.
const LENGTH_MAX: usize = 60;

/// 常用原因. A reason that is often given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// What it is a reason for.
    pub verb: Verb,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBook {
    #[serde(default)]
    reason: Vec<RawReason>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReason {
    verb: Spanned<String>,
    zh: Spanned<String>,
    en: Spanned<String>,
}

/// Every reason of the rule book, in its order.
///
/// # Errors
/// [`Rejection::RuleBook`] with file and line.
pub fn load(files: &RuleFiles) -> Result<Vec<Phrase>, Rejection> {
    files.get(FILE)?.map_or_else(|| Ok(Vec::new()), |file| parse(&file))
}

fn parse(file: &RuleFile) -> Result<Vec<Phrase>, Rejection> {
    let raw: RawBook = parse_toml(file)?;
    let mut phrases: Vec<Phrase> = Vec::new();
    for reason in &raw.reason {
        let asked = Verb::from_code(reason.verb.get_ref()).filter(|verb| matches!(verb, Verb::Label | Verb::Waive));
        let Some(verb) = asked else { return Err(file.wrong_at(&reason.verb, "verb is label or waive")) };
        if phrases.iter().filter(|phrase| phrase.verb == verb).count() == REASONS_MAX {
            return Err(file.wrong_at(&reason.verb, "a verb has at most eight reasons"));
        }
        phrases.push(Phrase { verb, zh: words(file, &reason.zh)?, en: words(file, &reason.en)? });
    }
    Ok(phrases)
}

fn words(file: &RuleFile, text: &Spanned<String>) -> Result<String, Rejection> {
    let trimmed = text.get_ref().trim();
    if trimmed.is_empty() || trimmed.chars().count() > LENGTH_MAX || trimmed.chars().any(char::is_control) {
        return Err(file.wrong_at(text, "a reason has 1 to 60 characters on one line"));
    }
    Ok(trimmed.to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    #[test]
    fn the_book_that_comes_along_has_reasons_for_both_verbs() {
        let phrases = load(&RuleFiles::default()).unwrap();
        for verb in [Verb::Label, Verb::Waive] {
            assert!(phrases.iter().any(|phrase| phrase.verb == verb));
        }
    }

    #[test]
    fn a_wrong_reason_is_refused_by_line() {
        let nine = "[[reason]]\nverb = \"label\"\nzh = \"甲\"\nen = \"a\"\n".repeat(9);
        for (text, wrong) in [
            ("[[reason]]\nverb = \"carry\"\nzh = \"甲\"\nen = \"a\"\n", 2),
            ("[[reason]]\nverb = \"label\"\nzh = \" \"\nen = \"a\"\n", 3),
            ("[[reason]]\nverb = \"label\"\nzh = \"甲\"\nen = \"a\\nb\"\n", 4),
            ("\n[[reason]]\nverb = \"label\"\nzh = \"甲\"\nen = \"a\"\nde = \"a\"\n", 6),
            (nine.as_str(), 34),
        ] {
            let text = Cow::Owned(text.to_owned());
            let file = RuleFile { name: FILE.into(), shown: "own.toml".into(), text };
            let refused = parse(&file).unwrap_err();
            assert!(matches!(&refused, Rejection::RuleBook { line, .. } if *line == wrong), "{refused:?}");
        }
    }
}
