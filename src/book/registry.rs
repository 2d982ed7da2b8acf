//! Layouts of registry files 登记表格式: `data/formats/*.toml` whose source is employers, dues or payments.
//!
//! Invariant: every field a source cannot do without has a column that is required, every column read is
//! listed, every word stands for a code of its field; anything else is refused with its line.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::files::{RuleFile, RuleFiles, parse_toml};
use super::formats::Title;
use crate::domain::arrears::item::{Assessment, Portion};
use crate::domain::arrears::registry::{EmployerStatus, RegistrySource, SizeClass};
use crate::domain::rejection::Rejection;

/// 登记表格式, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryLayout {
    /// Its code, `plain-dues`.
    pub name: String,
    /// Its name for people.
    pub title: Title,
    /// What its rows are.
    pub source: RegistrySource,
    /// Headings that must stand in the file.
    pub required: Vec<String>,
    /// Headings that may.
    pub optional: Vec<String>,
    /// Heading by field.
    pub columns: BTreeMap<String, String>,
    /// Code by word, by field.
    pub words: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLayout {
    name: String,
    title: Title,
    source: String,
    required: Vec<String>,
    #[serde(default)]
    optional: Vec<String>,
    columns: BTreeMap<String, String>,
    #[serde(default)]
    words: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Deserialize)]
struct RawSource {
    source: Option<String>,
}

/// The fields of a source: those it cannot do without, and the others.
pub const fn fields(source: RegistrySource) -> (&'static [&'static str], &'static [&'static str]) {
    match source {
        RegistrySource::Employers => (
            &["code", "name"],
            &[
                "no",
                "industry",
                "size",
                "kind",
                "area",
                "officer",
                "status",
                "bankrupt_on",
                "legal_representative",
                "contact",
                "phone",
                "address",
                "bank",
                "account",
            ],
        ),
        RegistrySource::Dues => (
            &["code", "line", "month", "portion", "amount", "due_on"],
            &[
                "base",
                "rate",
                "assessment",
                "order_failed",
                "deferred_from",
                "repay_by",
                "written_off",
                "written_off_on",
            ],
        ),
        RegistrySource::Payments => (&["code", "no", "paid_on", "amount"], &["line", "channel", "ticket_no"]),
    }
}

/// The codes words of a field may stand for; `None` for a field without words.
fn codes_of(field: &str) -> Option<Vec<&'static str>> {
    match field {
        "status" => Some(EmployerStatus::ALL.iter().map(|value| value.code()).collect()),
        "size" => Some(SizeClass::ALL.iter().map(|value| value.code()).collect()),
        "portion" => Some(Portion::ALL.iter().map(|value| value.code()).collect()),
        "assessment" => Some(Assessment::ALL.iter().map(|value| value.code()).collect()),
        "order_failed" => Some(vec!["yes", "no"]),
        _ => None,
    }
}

/// Whether a file of `formats/` describes a registry file.
pub(super) fn is_registry(file: &RuleFile) -> bool {
    // Most files are none, and all are read before the first frame.
    if !RegistrySource::ALL.iter().any(|source| file.text.contains(source.code())) {
        return false;
    }
    let source = toml::from_str::<RawSource>(&file.text).ok().and_then(|raw| raw.source);
    source.is_some_and(|source| RegistrySource::from_code(&source).is_some())
}

/// Reads and checks every layout of registry files, by file name.
///
/// # Errors
/// [`Rejection::RuleBook`] with file and line of the first thing wrong.
pub fn load(files: &RuleFiles) -> Result<Vec<RegistryLayout>, Rejection> {
    let formats = files.folder("formats")?;
    formats.iter().filter(|file| is_registry(file)).map(parse).collect()
}

/// Reads and checks one layout.
///
/// # Errors
/// [`Rejection::RuleBook`] with file and line of the first thing wrong.
pub fn parse(file: &RuleFile) -> Result<RegistryLayout, Rejection> {
    let raw: RawLayout = parse_toml(file)?;
    let source = RegistrySource::from_code(&raw.source);
    let source = source.ok_or_else(|| wrong(file, &raw.source, "not employers, dues or payments"))?;
    let safe = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if raw.name.is_empty() || !raw.name.bytes().all(safe) {
        return Err(wrong(file, "name", "only a-z, 0-9 and - may stand in a name"));
    }
    let (needed, others) = fields(source);
    for field in needed {
        if !raw.columns.get(*field).is_some_and(|heading| raw.required.contains(heading)) {
            return Err(wrong(file, field, "needs a column whose heading is required"));
        }
    }
    for (field, heading) in &raw.columns {
        if !needed.contains(&field.as_str()) && !others.contains(&field.as_str()) {
            return Err(wrong(file, field, "no field of this source"));
        }
        if !raw.required.contains(heading) && !raw.optional.contains(heading) {
            return Err(wrong(file, heading, "neither in required nor in optional"));
        }
    }
    for (field, words) in &raw.words {
        let codes = codes_of(field).ok_or_else(|| wrong(file, field, "this field has no words"))?;
        if let Some(code) = words.values().find(|code| !codes.contains(&code.as_str())) {
            return Err(wrong(file, code, &format!("not one of {}", codes.join(", "))));
        }
    }
    let RawLayout { name, title, required, optional, columns, words, .. } = raw;
    Ok(RegistryLayout { name, title, source, required, optional, columns, words })
}

/// A refusal at the first line of the file that has `mention`.
fn wrong(file: &RuleFile, mention: &str, what: &str) -> Rejection {
    let find = |text: &str| file.text.lines().position(|line| line.contains(text));
    let line = find(&format!("\"{mention}\"")).or_else(|| find(mention)).map_or(1, |index| index + 1);
    file.wrong_on(line, &format!("`{mention}`: {what}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_registry_layouts_load() {
        let layouts = load(&RuleFiles::default()).unwrap();
        let names: Vec<&str> = layouts.iter().map(|layout| layout.name.as_str()).collect();
        assert_eq!(names, ["plain-dues", "plain-employers", "plain-payments"]);
    }

    #[test]
    fn a_wrong_layout_is_refused_with_its_line() {
        let text = RuleFiles::default().get("formats/plain-dues.toml").unwrap().unwrap().text.into_owned();
        for (from, to, line, what) in [
            ("month = \"费款所属期\"", "period = \"费款所属期\"", 1, "needs a column"),
            ("rate = \"费率\"", "rat = \"费率\"", 14, "no field of this source"),
            ("base = \"缴费基数\"", "base = \"基数\"", 13, "neither in required nor in optional"),
            ("= \"individual\"", "= \"person\"", 26, "not one of individual, employer"),
            ("[words.assessment]", "[words.amount]", 15, "this field has no words"),
        ] {
            let text = text.replacen(from, to, 1).into();
            let file = RuleFile { name: "x".into(), shown: "x".into(), text };
            match parse(&file) {
                Err(Rejection::RuleBook { line: at, what: said, .. }) => {
                    assert!(said.contains(what), "{to}: {said}");
                    assert!(at >= 1 && (line == 1 || at == line), "{to}: {at}");
                }
                other => panic!("{to}: {other:?}"),
            }
        }
    }
}
