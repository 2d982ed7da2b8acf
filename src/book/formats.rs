//! Layouts 文件格式: `data/formats/*.toml` as typed, checked profiles.
//!
//! Invariant: a [`Profile`] is whole — every heading it reads is listed as required or optional, every
//! code it names exists — so `import` never meets a half-written layout; a wrong key, code or heading
//! is refused at load with its file and line. Headings and words of files stand in TOML, never in code.
//! Neighbours: `import` reads files by profiles; `cli formats` lists them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::files::{RuleFile, RuleFiles, parse_toml};
use crate::domain::entry::{Kind, Method, Side};
use crate::domain::rejection::Rejection;

/// 字段. What a column of a file means to sanhe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// 结算流水号.
    HisNo,
    /// 商户订单号.
    OrderNo,
    /// 原流水号.
    OriginalNo,
    /// 渠道流水号.
    ChannelNo,
    /// 票据号.
    TicketNo,
    /// 收费员.
    Cashier,
    /// 窗口 / 终端.
    Window,
    /// 商户号.
    Merchant,
    /// 时间 of the row; its date is the business day.
    At,
    /// 业务类型.
    Kind,
    /// 支付方式 / 渠道.
    Method,
    /// 金额.
    Amount,
    /// 手续费.
    Fee,
    /// 入账金额.
    Net,
}

/// 符号. How a money column prints its sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// As the kind demands: refunds negative, all else positive; the contrary is quarantined.
    AsKind,
    /// Never negative; the kind gives the direction.
    #[default]
    Positive,
    /// Either; the kind gives the direction.
    Free,
}

/// 引号规则. How a line falls into cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quote {
    /// RFC 4180: commas, double quotes.
    Csv,
    /// One backtick before each cell, which ends at a comma and the next backtick.
    Backtick,
}

/// 列. Where a field stands and how it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// 列名.
    pub heading: String,
    /// Sign of a money column.
    pub sign: Sign,
    /// Most decimals a money column prints; past the second all must be zero.
    pub decimals: u8,
}

/// 业务类型的写法. One word of the file for a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindWord {
    /// As the file writes it.
    pub word: String,
    /// What it means.
    pub kind: Kind,
    /// Fields that stand elsewhere in rows of this kind; of several amounts the first that is not zero.
    pub columns: BTreeMap<Field, Vec<String>>,
}

/// 支付方式的来处. Whence a row's method comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MethodRule {
    /// The whole file is of one channel, and is the whole truth for it.
    One(Method),
    /// A column of words; the file covers every method of its side.
    Words(Vec<(String, Method)>),
}

/// 末两行. A bill that ends with a line of totals' names and a line of totals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// Name of the count of rows.
    pub count: String,
    /// Name of each total and the column it is the plain sum of.
    pub sums: Vec<(String, String)>,
}

/// 标题. A layout's name for people.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// 格式. One layout, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Its code, `plain-his`.
    pub name: String,
    /// Its name for people.
    pub title: Title,
    /// Which book its rows belong to.
    pub source: Side,
    /// How lines fall into cells.
    pub quote: Quote,
    /// Headings that must stand in the file.
    pub required: Vec<String>,
    /// Headings that may; those no field reads are known and not kept.
    pub optional: Vec<String>,
    /// 标识列. The field that may not be empty and under which a later file brings a new version.
    pub key: Field,
    /// Where each field stands.
    pub columns: BTreeMap<Field, Column>,
    /// Words for kinds.
    pub kinds: Vec<KindWord>,
    /// Whence the method comes.
    pub method: MethodRule,
    /// First cells of rows that total every row above them.
    pub totals: Vec<String>,
    /// First cells of rows that total some rows above them: counted, not checked.
    pub subtotals: Vec<String>,
    /// Totals at the end.
    pub closing: Option<Closing>,
}

impl Profile {
    /// The column of a field.
    pub fn column(&self, field: Field) -> Option<&Column> {
        self.columns.get(&field)
    }

    /// Every heading some field or total reads.
    pub fn headings_read(&self) -> impl Iterator<Item = &str> {
        let moved = self.kinds.iter().flat_map(|word| word.columns.values().flatten());
        let summed = self.closing.iter().flat_map(|closing| closing.sums.iter().map(|(_, column)| column));
        self.columns.values().map(|column| &column.heading).chain(moved).chain(summed).map(String::as_str)
    }
}

/// 全部格式. Every layout known, by name.
#[derive(Clone, Debug)]
pub struct Formats {
    profiles: Vec<Profile>,
}

impl Formats {
    /// Reads and checks every profile.
    ///
    /// # Errors
    /// [`Rejection::RuleBook`] with file and line of the first thing wrong.
    pub fn load(files: &RuleFiles) -> Result<Formats, Rejection> {
        let mut profiles: Vec<Profile> = Vec::new();
        for file in files.folder("formats")?.into_iter().filter(|file| !super::registry::is_registry(file)) {
            let profile = Formats::parse(&file)?;
            if profiles.iter().any(|other| other.name == profile.name) {
                return Err(wrong(&file, &profile.name, "the name of another layout"));
            }
            profiles.push(profile);
        }
        Ok(Formats { profiles })
    }

    /// Reads and checks one profile.
    ///
    /// # Errors
    /// [`Rejection::RuleBook`] with file and line of the first thing wrong.
    pub fn parse(file: &RuleFile) -> Result<Profile, Rejection> {
        check(file, parse_toml(file)?)
    }

    /// The layout of that name.
    pub fn get(&self, name: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.name == name)
    }

    /// Every layout, by file name.
    pub fn iter(&self) -> impl Iterator<Item = &Profile> {
        self.profiles.iter()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProfile {
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
    kinds: BTreeMap<String, RawKind>,
    method: Option<String>,
    #[serde(default)]
    methods: BTreeMap<String, String>,
    closing: Option<RawClosing>,
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
fn wrong(file: &RuleFile, mention: &str, what: &str) -> Rejection {
    let quoted = format!("\"{mention}\"");
    let find = |text: &str| file.text.lines().position(|line| line.contains(text));
    let line = find(&quoted).or_else(|| find(mention)).map_or(1, |index| index + 1);
    file.wrong_on(line, &format!("`{mention}`: {what}"))
}

fn check(file: &RuleFile, raw: RawProfile) -> Result<Profile, Rejection> {
    let safe = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if raw.name.is_empty() || !raw.name.bytes().all(safe) {
        return Err(wrong(file, "name", "only a-z, 0-9 and - may stand in a name"));
    }
    let source = Side::from_code(&raw.source).ok_or_else(|| wrong(file, &raw.source, "not his, cashier or bank"))?;
    let method = method_rule(file, &raw)?;
    let columns = raw.columns.into_iter().map(|(field, column)| Ok((field, money_rules(file, field, column)?)));
    let kinds = raw.kinds.into_iter().map(|(word, kind)| kind_word(file, word, kind));
    let profile = Profile {
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
    };
    check_headings(file, &profile)?;
    Ok(profile)
}

fn method_rule(file: &RuleFile, raw: &RawProfile) -> Result<MethodRule, Rejection> {
    let code = |code: &str| Method::from_code(code).ok_or_else(|| wrong(file, code, "not the code of a method"));
    match (&raw.method, raw.columns.contains_key(&Field::Method)) {
        (Some(one), false) if raw.methods.is_empty() => Ok(MethodRule::One(code(one)?)),
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
    for field in [Field::At, Field::Kind, Field::Amount, profile.key] {
        let required = profile.column(field).is_some_and(|column| profile.required.contains(&column.heading));
        if !required {
            return Err(wrong(file, "required", "at, kind, amount and the key need a column that is required"));
        }
    }
    for heading in profile.headings_read() {
        if !profile.required.iter().chain(&profile.optional).any(|listed| listed == heading) {
            return Err(wrong(file, heading, "neither in required nor in optional"));
        }
    }
    let mut seen: Vec<&String> = Vec::new();
    for heading in profile.required.iter().chain(&profile.optional) {
        if seen.contains(&heading) {
            return Err(wrong(file, heading, "listed twice"));
        }
        seen.push(heading);
    }
    if profile.kinds.is_empty() {
        return Err(wrong(file, "kinds", "no word for any kind"));
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use super::*;

    fn load_with(name: &str, edit: impl Fn(String) -> String) -> Result<Formats, Rejection> {
        let files = RuleFiles::new(None);
        let text = files.get(&format!("formats/{name}.toml"))?.map(|file| file.text.into_owned()).unwrap_or_default();
        let folder = tempfile::tempdir().map_err(|error| Rejection::BadName(error.to_string()))?;
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(path, text))
        };
        write(&format!("formats/{name}.toml"), &edit(text)).map_err(|error| Rejection::BadName(error.to_string()))?;
        Formats::load(&RuleFiles::new(Some(folder.path().to_path_buf())))
    }

    #[test]
    fn the_four_layouts_load() {
        let formats = Formats::load(&RuleFiles::default());
        let names: Vec<String> =
            formats.iter().flat_map(|formats| formats.iter()).map(|profile| profile.name.clone()).collect();
        assert_eq!(names, ["plain-bank", "plain-cashier", "plain-his", "wechat-trade"], "{formats:?}");
    }

    #[test]
    fn a_wrong_profile_is_refused_with_its_line() {
        for (layout, from, to, line, what) in [
            ("plain-his", "quote =", "quotes =", 5, "unknown field `quotes`"),
            ("plain-his", "kind = \"refund\"", "kind = \"refunds\"", 26, "not the code of a kind"),
            ("plain-his", "= \"cash\"", "= \"money\"", 29, "not the code of a method"),
            ("plain-his", "heading = \"窗口\"", "heading = \"窗\"", 17, "neither in required nor in optional"),
            ("plain-his", "key = \"his_no\"", "key = \"channel_no\"", 7, "need a column that is required"),
            ("wechat-trade", "decimals = 5", "decimals = 9", 29, "decimals are 2 to 5"),
        ] {
            match load_with(layout, |text| text.replacen(from, to, 1)) {
                Err(Rejection::RuleBook { line: at, what: said, .. }) => {
                    assert!(said.contains(what), "{from} → {to}: {said}");
                    assert_eq!(at, line, "{from} → {to}");
                }
                other => panic!("{from} → {to}: {other:?}"),
            }
        }
    }
}
