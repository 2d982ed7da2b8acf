//! A layout of receipts as TOML says it → a checked [`Profile`].
//!
//! Invariant: what passes [`check`] is whole; every heading it reads is listed, every code it names exists.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::bill::{self, RawBill};
use super::sheet::{self, Direction, RawSheet};
use super::{Closing, Column, Field, KindWord, MethodRule, Profile, Quote, Sign, Title};
use crate::book::files::RuleFile;
use crate::domain::entry::{Kind, Method, Side};
use crate::domain::rejection::Rejection;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawProfile {
    name: String,
    title: Title,
    source: String,
    quote: Quote,
    key: Field,
    required: Vec<String>,
    #[serde(default)]
    optional: Vec<String>,
    #[serde(default)]
    totals: Vec<String>,
    #[serde(default)]
    subtotals: Vec<String>,
    columns: BTreeMap<Field, RawColumn>,
    #[serde(default)]
    kinds: BTreeMap<String, RawKind>,
    method: Option<String>,
    #[serde(default)]
    methods: BTreeMap<String, String>,
    closing: Option<RawClosing>,
    #[serde(default)]
    bill: RawBill,
    #[serde(default)]
    sheet: RawSheet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawColumn {
    heading: String,
    sign: Option<Sign>,
    decimals: Option<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKind {
    kind: String,
    #[serde(default)]
    columns: BTreeMap<Field, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClosing {
    count: String,
    sums: Vec<RawSum>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSum {
    total: String,
    column: String,
}

/// A refusal at the first line of the file that has `mention` as a value, else anywhere.
pub(super) fn wrong(file: &RuleFile, mention: &str, what: &str) -> Rejection {
    let quoted = format!("\"{mention}\"");
    let find = |text: &str| file.text.lines().position(|line| line.contains(text));
    let line = find(&quoted).or_else(|| find(mention)).map_or(1, |index| index + 1);
    file.wrong_on(line, &format!("`{mention}`: {what}"))
}

pub(super) fn check(file: &RuleFile, raw: RawProfile) -> Result<Profile, Rejection> {
    check_name(file, &raw.name)?;
    let source =
        Side::from_code(&raw.source).ok_or_else(|| wrong(file, &raw.source, "not his, cashier, bank or statement"))?;
    let method = method_rule(file, &raw)?;
    let columns = raw.columns.into_iter().map(|(field, column)| Ok((field, money_rules(file, field, column)?)));
    let kinds = raw.kinds.into_iter().map(|(word, kind)| kind_word(file, word, kind));
    let mut profile = Profile {
        name: raw.name,
        title: raw.title,
        source,
        quote: raw.quote,
        required: raw.required,
        optional: raw.optional,
        key: raw.key,
        columns: columns.collect::<Result<_, Rejection>>()?,
        kinds: kinds.collect::<Result<_, Rejection>>()?,
        method,
        totals: raw.totals,
        subtotals: raw.subtotals,
        closing: raw.closing.map(|closing| Closing {
            count: closing.count,
            sums: closing.sums.into_iter().map(|sum| (sum.total, sum.column)).collect(),
        }),
        bill: raw.bill.read(file)?,
        sheet: raw.sheet.read(file)?,
    };
    if profile.sheet.direction != Direction::Flag && profile.kinds.is_empty() {
        profile.kinds = sheet::unworded_kinds();
    }
    bill::check(file, &profile)?;
    check_headings(file, &profile)?;
    sheet::check(file, &profile)?;
    Ok(profile)
}

fn method_rule(file: &RuleFile, raw: &RawProfile) -> Result<MethodRule, Rejection> {
    let code = |code: &str| Method::from_code(code).ok_or_else(|| wrong(file, code, "not the code of a method"));
    match (&raw.method, raw.columns.contains_key(&Field::Method)) {
        (Some(one), false) if raw.methods.is_empty() => Ok(MethodRule::One(code(one)?)),
        (None, false) if raw.sheet.splits() && raw.methods.is_empty() => Ok(MethodRule::Words(Vec::new())),
        (None, true) => {
            let words = raw.methods.iter().map(|(word, method)| Ok((word.clone(), code(method)?)));
            Ok(MethodRule::Words(words.collect::<Result<_, Rejection>>()?))
        }
        _ => Err(wrong(file, "method", "say either one `method`, or a column and `[methods]`")),
    }
}

fn money_rules(file: &RuleFile, field: Field, raw: RawColumn) -> Result<Column, Rejection> {
    let money = matches!(field, Field::Amount | Field::Fee | Field::Net);
    if !money && (raw.sign.is_some() || raw.decimals.is_some()) {
        let heading = format!("heading = \"{}\"", raw.heading);
        return Err(wrong(file, &heading, "only amount, fee and net have a sign and decimals"));
    }
    let decimals = raw.decimals.unwrap_or(2);
    if !(2..=5).contains(&decimals) {
        return Err(wrong(file, &format!("decimals = {decimals}"), "decimals are 2 to 5"));
    }
    Ok(Column { heading: raw.heading, sign: raw.sign.unwrap_or_default(), decimals })
}

fn kind_word(file: &RuleFile, word: String, raw: RawKind) -> Result<KindWord, Rejection> {
    let kind = Kind::from_code(&raw.kind).ok_or_else(|| wrong(file, &word, "not the code of a kind"))?;
    let several = |(field, headings): &(&Field, &Vec<String>)| {
        headings.is_empty() || (headings.len() > 1 && **field != Field::Amount)
    };
    if raw.columns.iter().any(|moved| several(&moved)) {
        return Err(wrong(file, &word, "only amount may name several columns, and none may name no column"));
    }
    Ok(KindWord { word, kind, columns: raw.columns })
}

fn check_headings(file: &RuleFile, profile: &Profile) -> Result<(), Rejection> {
    let worded = profile.sheet.direction == Direction::Flag;
    let kind = worded.then_some(Field::Kind);
    let amount = (!profile.sheet.has_own_money()).then_some(Field::Amount);
    let at = (!profile.bill.dayless).then_some(Field::At);
    for field in at.into_iter().chain([profile.key]).chain(kind).chain(amount) {
        let required = profile.column(field).is_some_and(|column| profile.required.contains(&column.heading));
        if !required {
            return Err(wrong(file, "required", "at, kind, amount and the key need a column that is required"));
        }
    }
    check_listed(file, &profile.required, &profile.optional, profile.headings_read())?;
    if profile.kinds.is_empty() {
        return Err(wrong(file, "kinds", "no word for any kind"));
    }
    Ok(())
}

/// A name that is safe as a file's and on a command line.
pub(super) fn check_name(file: &RuleFile, name: &str) -> Result<(), Rejection> {
    let safe = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if name.is_empty() || !name.bytes().all(safe) {
        return Err(wrong(file, "name", "only a-z, 0-9 and - may stand in a name"));
    }
    Ok(())
}

/// Every heading read is listed, and none is listed twice.
pub(super) fn check_listed<'a>(
    file: &RuleFile,
    required: &[String],
    optional: &[String],
    read: impl Iterator<Item = &'a str>,
) -> Result<(), Rejection> {
    for heading in read {
        if !required.iter().chain(optional).any(|listed| listed == heading) {
            return Err(wrong(file, heading, "neither in required nor in optional"));
        }
    }
    let mut seen: Vec<&String> = Vec::new();
    for heading in required.iter().chain(optional) {
        if seen.contains(&heading) {
            return Err(wrong(file, heading, "listed twice"));
        }
        seen.push(heading);
    }
    Ok(())
}
