//! Matching rules: `data/matching/*.toml` → [`Rules`].
//!
//! Invariant: every method of the program has its legs declared exactly once; every join names a key.

use serde::Deserialize;
use sha2::{Digest, Sha256};
use toml::Spanned;

use super::files::{RuleFile, RuleFiles, parse_toml};
use crate::domain::entry::Method;
use crate::domain::matching::rules::{ExpectedLegs, JoinKey, JoinRule, LabelRule, Rules, Scores};
use crate::domain::rejection::Rejection;

/// Name of the rule file.
pub const FILE: &str = "matching/default.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRules {
    name: String,
    carry_days: u32,
    unique_window_seconds: u32,
    shift_b_from: Spanned<String>,
    refund_lookback_days: Option<u32>,
    proposals_max: usize,
    join: Vec<RawJoin>,
    method: Vec<RawMethod>,
    scores: RawScores,
}

/// Name of the file of labels.
pub const LABELS: &str = "matching/labels.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLabels {
    #[serde(default)]
    label: Vec<RawLabel>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLabel {
    name: Spanned<String>,
    contains: Spanned<Vec<String>>,
    direction: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawJoin {
    name: String,
    key: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMethod {
    code: Spanned<String>,
    #[serde(default)]
    bank: bool,
    #[serde(default)]
    deposits: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawScores {
    amount: i32,
    near: i32,
    hour: i32,
    cashier: i32,
    no_order: i32,
    order_tail: i32,
    least: i32,
}

/// Reads and checks the matching rules.
///
/// # Errors
/// [`Rejection::RuleBook`] naming file, line and what is wrong.
pub fn load(files: &RuleFiles) -> Result<Rules, Rejection> {
    let Some(file) = files.get(FILE)? else {
        return Err(Rejection::RuleBook { file: FILE.into(), line: 0, what: "no such rule file".into() });
    };
    let mut rules = parse(&file)?;
    if let Some(labels) = files.get(LABELS)? {
        rules.labels = parse_labels(&labels)?;
        rules.sha256 = hex(format!("{}\n{}", rules.sha256, hex(labels.text.as_bytes())).as_bytes());
    }
    Ok(rules)
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The labels of one file; a label without a name or a word to look for is refused by its line.
fn parse_labels(file: &RuleFile) -> Result<Vec<LabelRule>, Rejection> {
    let raw: RawLabels = parse_toml(file)?;
    let label = |raw: RawLabel| {
        if raw.name.get_ref().trim().is_empty() {
            return Err(file.wrong_at(&raw.name, "a label needs a name"));
        }
        if raw.contains.get_ref().is_empty() || raw.contains.get_ref().iter().any(String::is_empty) {
            return Err(file.wrong_at(&raw.contains, "contains lists the words to look for, none of them empty"));
        }
        let credit = match raw.direction.as_ref().map(|text| (text, text.get_ref().as_str())) {
            None => None,
            Some((_, "credit")) => Some(true),
            Some((_, "debit")) => Some(false),
            Some((text, _)) => return Err(file.wrong_at(text, "direction is credit or debit")),
        };
        Ok(LabelRule { name: raw.name.into_inner(), contains: raw.contains.into_inner(), credit })
    };
    raw.label.into_iter().map(label).collect()
}

/// Reads and checks one file of matching rules.
///
/// # Errors
/// [`Rejection::RuleBook`] naming file, line and what is wrong.
pub fn parse(file: &RuleFile) -> Result<Rules, Rejection> {
    let raw: RawRules = parse_toml(file)?;
    let refuse = |place: &Spanned<String>, what: &str| Err(file.wrong_at(place, what));
    let mut joins = Vec::new();
    for join in raw.join {
        match JoinKey::from_code(join.key.get_ref()) {
            Some(key) if joins.iter().all(|known: &JoinRule| known.key != key) => {
                joins.push(JoinRule { name: join.name, key });
            }
            Some(_) => return refuse(&join.key, "this key is joined twice"),
            None => return refuse(&join.key, "unknown key; known: order_no, his_no, channel_no"),
        }
    }
    let mut legs: Vec<Option<ExpectedLegs>> = vec![None; Method::ALL.len()];
    for method in raw.method {
        let Some(code) = Method::from_code(method.code.get_ref()) else {
            return refuse(&method.code, "unknown method");
        };
        let declared = legs[code as usize].replace(ExpectedLegs { bank: method.bank, deposits: method.deposits });
        if declared.is_some() {
            return refuse(&method.code, "this method is declared twice");
        }
    }
    if let Some(missing) = Method::ALL.iter().find(|method| legs[**method as usize].is_none()) {
        return Err(file.wrong_on(1, &format!("no legs declared for method {}", missing.code())));
    }
    let Some(shift_b_from_second) = seconds(raw.shift_b_from.get_ref()) else {
        return refuse(&raw.shift_b_from, "not a time of day (HH:MM:SS)");
    };
    Ok(Rules {
        name: raw.name,
        sha256: hex(file.text.as_bytes()),
        joins,
        carry_days: raw.carry_days.min(31),
        unique_window_seconds: raw.unique_window_seconds,
        refund_lookback_days: raw.refund_lookback_days,
        shift_b_from_second,
        legs: legs.into_iter().flatten().collect(),
        scores: Scores {
            amount: raw.scores.amount,
            near: raw.scores.near,
            hour: raw.scores.hour,
            cashier: raw.scores.cashier,
            no_order: raw.scores.no_order,
            order_tail: raw.scores.order_tail,
            least: raw.scores.least,
        },
        proposals_max: raw.proposals_max,
        labels: Vec::new(),
    })
}

fn seconds(text: &str) -> Option<u32> {
    let mut parts = text.split(':').map(|part| part.parse::<u32>().ok());
    let time = crate::domain::day::TimeOfDay::from_hms(parts.next()??, parts.next()??, parts.next()??)?;
    parts.next().is_none().then_some(time.second())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_rules_load() {
        let rules = load(&RuleFiles::default()).unwrap();
        assert_eq!(rules.joins.first().map(|join| join.key), Some(JoinKey::OrderNo));
        assert!(rules.legs(Method::Wechat).bank && !rules.legs(Method::Prepaid).bank);
        assert!(rules.legs(Method::Cash).deposits);
    }

    #[test]
    fn a_wrong_rule_names_its_line() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::create_dir(directory.path().join("matching")).unwrap();
        let text = include_str!("../../data/matching/default.toml");
        for (from, to, line, what) in [
            ("code = \"alipay\"", "code = \"paypal\"", 29, "unknown method"),
            ("key = \"his_no\"", "key = \"order_no\"", 17, "this key is joined twice"),
            ("13:00:00", "25:00:00", 7, "not a time of day (HH:MM:SS)"),
        ] {
            std::fs::write(directory.path().join(FILE), text.replace(from, to)).unwrap();
            match load(&RuleFiles::new(Some(directory.path().to_path_buf()))) {
                Err(Rejection::RuleBook { line: at, what: said, .. }) => {
                    assert_eq!(said, what);
                    assert_eq!(at, line, "{what}");
                }
                other => panic!("{other:?}"),
            }
        }
    }
}
