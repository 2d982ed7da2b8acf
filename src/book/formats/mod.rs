//! Layouts 文件格式: `data/formats/*.toml` as typed, checked profiles.
//!
//! Invariant: a [`Profile`] is whole — every heading it reads is listed as required or optional, every
//! code it names exists — so `import` never meets a half-written layout; a wrong key, code or heading
//! is refused at load with its file and line. Headings and words of files stand in TOML, never in code.
//! Neighbours: `import` reads files by profiles; `cli formats` lists them.

mod bill;
mod raw;
mod sheet;
mod statement;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Deserialize;

use super::files::{RuleFile, RuleFiles, parse_toml};
use crate::domain::entry::{Kind, Method, Side};
use crate::domain::rejection::Rejection;
pub use bill::{Bill, Footer, FooterPart, Known, Summary, Unit};
use raw::{check, wrong};
pub use sheet::{Direction, Net, Sheet, Tender, Whole};
pub use statement::{StatementClosing, StatementField, StatementProfile};

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
    /// `C` or `D` before the digits, as UnionPay prints what it credits and debits; the kind gives the direction.
    Letter,
}

/// 引号规则. How a line falls into cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quote {
    /// RFC 4180: commas, double quotes.
    Csv,
    /// One backtick before each cell, which ends at a comma and the next backtick.
    Backtick,
    /// `|` between cells, nothing quoted.
    Pipe,
    /// Fields of fixed width.
    Widths,
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
    /// What only channel bills say of their layout.
    pub bill: Bill,
    /// What only the sheets of a HIS say of theirs.
    pub sheet: Sheet,
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
        let fields = self.columns.values().map(|column| &column.heading);
        let own = self.bill.headings_read().chain(self.sheet.headings_read());
        fields.chain(moved).chain(summed).map(String::as_str).chain(own)
    }

    /// Whether a name is one of its closing lines' totals.
    fn closes_with(&self, name: &str) -> bool {
        let named = |closing: &Closing| closing.count == name || closing.sums.iter().any(|(total, _)| total == name);
        self.closing.as_ref().is_some_and(named)
    }
}

/// 个人账单. A kind of file that is known and never imported.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Personal {
    /// Its name for people.
    pub title: Title,
    /// Headings it is known by.
    pub required: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPersonal {
    export: Vec<Personal>,
}

/// 全部格式. Every layout known, by name.
#[derive(Clone, Debug)]
pub struct Formats {
    profiles: Vec<Profile>,
    statements: Vec<StatementProfile>,
    registry: Vec<Named>,
    personal: Vec<Personal>,
}

/// 登记表格式 by name and headings: read elsewhere, named here where a file nearly fits one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Named {
    /// Its code.
    pub name: String,
    /// Headings that must stand in the file.
    pub required: Vec<String>,
}

/// One layout file, read and checked.
enum Read {
    Receipts(Box<Profile>),
    Statement(Box<StatementProfile>),
}

/// Only whether a file speaks of receipts or of a statement; its own reading checks the rest.
#[derive(Deserialize)]
struct SourceOnly {
    source: String,
}

impl Formats {
    /// Reads and checks every profile.
    ///
    /// # Errors
    /// [`Rejection::RuleBook`] with file and line of the first thing wrong.
    pub fn load(files: &RuleFiles) -> Result<Formats, Rejection> {
        let (profiles, statements, registry, personal) = Default::default();
        let mut formats = Formats { profiles, statements, registry, personal };
        for file in files.folder("formats")? {
            if super::registry::is_registry(&file) {
                formats.registry.push(parse_toml(&file)?);
                continue;
            }
            let read = read(&file)?;
            let name = match &read {
                Read::Receipts(profile) => &profile.name,
                Read::Statement(profile) => &profile.name,
            };
            if formats.knows(name) {
                return Err(wrong(&file, name, "the name of another layout"));
            }
            match read {
                Read::Receipts(profile) => formats.profiles.push(*profile),
                Read::Statement(profile) => formats.statements.push(*profile),
            }
        }
        let personal = files.get("personal-exports.toml")?.map(|file| parse_toml::<RawPersonal>(&file)).transpose()?;
        formats.personal = personal.unwrap_or_default().export;
        Ok(formats)
    }

    /// Checks one profile.
    ///
    /// # Errors
    /// [`Rejection::RuleBook`] with file and line of the first thing wrong.
    pub fn check(file: &RuleFile) -> Result<(), Rejection> {
        read(file).map(drop)
    }

    /// The layout of receipts of that name.
    pub fn get(&self, name: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.name == name)
    }

    /// Files of persons' own accounts, which are refused by name.
    pub fn personal(&self) -> &[Personal] {
        &self.personal
    }

    /// Layouts of the registry, by file name.
    pub fn registry(&self) -> &[Named] {
        &self.registry
    }

    /// Every layout of receipts, by file name.
    pub fn iter(&self) -> impl Iterator<Item = &Profile> {
        self.profiles.iter()
    }

    /// Whether any layout has that name.
    pub fn knows(&self, name: &str) -> bool {
        self.get(name).is_some() || self.statement(name).is_some()
    }

    /// The layout of statements of that name.
    pub fn statement(&self, name: &str) -> Option<&StatementProfile> {
        self.statements.iter().find(|profile| profile.name == name)
    }

    /// Every layout of statements, by file name.
    pub fn statements(&self) -> impl Iterator<Item = &StatementProfile> {
        self.statements.iter()
    }
}

fn read(file: &RuleFile) -> Result<Read, Rejection> {
    let SourceOnly { source } = parse_toml(file)?;
    if source == "statement" {
        return Ok(Read::Statement(Box::new(statement::check(file, parse_toml(file)?)?)));
    }
    Ok(Read::Receipts(Box::new(check(file, parse_toml(file)?)?)))
}
