//! Layouts of bank statements 对账单版式: `source = "statement"`.
//!
//! Invariant: every heading read is required or optional; the day, and the amount in one of its three
//! forms, are always there. Headings differ from bank to bank, so columns are plain names.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::bill::{Footer, FooterPart, RawFooter, read_footer};
use super::raw::wrong;
use super::{Quote, Title};
use crate::book::files::RuleFile;
use crate::domain::rejection::Rejection;

/// 对账单字段. What a column of a statement means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementField {
    /// 记账日期; absent where `at` prints day and time in one cell.
    On,
    /// 交易时间, with or without its day.
    At,
    /// 本方账号.
    Account,
    /// 贷方发生额 / 收入.
    Received,
    /// 借方发生额 / 支出.
    Paid,
    /// 发生额: signed, or its direction in a column of its own.
    Amount,
    /// 借贷标志.
    Direction,
    /// 余额.
    Balance,
    /// 币种.
    Currency,
    /// 对方户名.
    CounterpartyName,
    /// 对方账号.
    CounterpartyAccount,
    /// 付款人名称: the counterparty of money in.
    PayerName,
    /// 付款人账号: of money in the counterparty's, of money out our own.
    PayerAccount,
    /// 收款人名称: the counterparty of money out.
    PayeeName,
    /// 收款人账号: of money out the counterparty's, of money in our own.
    PayeeAccount,
    /// 银行流水号.
    BankNo,
}

/// 对账单版式. One layout of a bank's statement, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementProfile {
    /// Its code.
    pub name: String,
    /// Its name for people.
    pub title: Title,
    /// Headings that must stand in the file.
    pub required: Vec<String>,
    /// Headings that may.
    pub optional: Vec<String>,
    /// Where each field stands.
    pub columns: BTreeMap<StatementField, String>,
    /// Headings of 摘要, 用途, 附言, in the order they are joined.
    pub text: Vec<String>,
    /// Words of the direction column that mean money in, and money out.
    pub directions: (Vec<String>, Vec<String>),
    /// Labels above the header before our own account.
    pub account_labels: Vec<String>,
    /// First cells of rows that total every row above them.
    pub totals: Vec<String>,
    /// Beginnings of lines of notes below the rows.
    pub notes: Vec<String>,
    /// 收 and 支 of a closing line that counts and sums: `5 收 91,007,497.02`.
    pub tally: Option<Tally>,
    /// Whether a row may end before its last columns.
    pub short_rows: bool,
    /// Whether money out is printed negative in a column of its own, as Alipay does.
    pub paid_negative: bool,
    /// How lines fall into cells.
    pub quote: Quote,
    /// Heading → its other names.
    pub also: BTreeMap<String, Vec<String>>,
    /// Sentences below the rows; a kind of theirs is `in` or `out`.
    pub footers: Vec<Footer>,
    /// Two lines at the end: names of totals and totals.
    pub closing: Option<StatementClosing>,
}

/// 末两行. A line of totals' names and a line of totals, as channels close their statements.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatementClosing {
    /// Name of the count of rows.
    pub count: String,
    /// Names of count and sum of money in.
    #[serde(rename = "in")]
    pub money_in: [String; 2],
    /// Names of count and sum of money out.
    #[serde(rename = "out")]
    pub money_out: [String; 2],
}

/// Words of a closing line of counts and sums.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// Money in.
    #[serde(rename = "in")]
    pub money_in: String,
    /// Money out.
    #[serde(rename = "out")]
    pub money_out: String,
}

impl StatementProfile {
    /// The heading of a field.
    pub fn heading(&self, field: StatementField) -> Option<&str> {
        self.columns.get(&field).map(String::as_str)
    }

    /// Every heading some field reads.
    pub fn headings_read(&self) -> impl Iterator<Item = &str> {
        self.columns.values().chain(&self.text).map(String::as_str)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStatement {
    name: String,
    title: Title,
    #[serde(rename = "source")]
    _source: String,
    required: Vec<String>,
    #[serde(default)]
    optional: Vec<String>,
    columns: BTreeMap<StatementField, String>,
    #[serde(default)]
    text: Vec<String>,
    #[serde(default)]
    directions: RawDirections,
    #[serde(default)]
    account_labels: Vec<String>,
    #[serde(default)]
    totals: Vec<String>,
    #[serde(default)]
    notes: Vec<String>,
    tally: Option<Tally>,
    #[serde(default)]
    short_rows: bool,
    #[serde(default)]
    paid_negative: bool,
    quote: Option<Quote>,
    #[serde(default)]
    also: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    footers: Vec<RawFooter>,
    closing: Option<StatementClosing>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDirections {
    #[serde(default, rename = "in")]
    money_in: Vec<String>,
    #[serde(default, rename = "out")]
    money_out: Vec<String>,
}

pub(super) fn check(file: &RuleFile, raw: RawStatement) -> Result<StatementProfile, Rejection> {
    super::raw::check_name(file, &raw.name)?;
    let profile = StatementProfile {
        name: raw.name,
        title: raw.title,
        required: raw.required,
        optional: raw.optional,
        columns: raw.columns,
        text: raw.text,
        directions: (raw.directions.money_in, raw.directions.money_out),
        account_labels: raw.account_labels,
        totals: raw.totals,
        notes: raw.notes,
        tally: raw.tally,
        short_rows: raw.short_rows,
        paid_negative: raw.paid_negative,
        quote: raw.quote.unwrap_or(Quote::Csv),
        also: raw.also,
        footers: raw.footers.into_iter().map(|footer| read_footer(file, footer)).collect::<Result<_, _>>()?,
        closing: raw.closing,
    };
    check_columns(file, &profile)?;
    check_closing(file, &profile)?;
    super::raw::check_listed(file, &profile.required, &profile.optional, profile.headings_read())?;
    Ok(profile)
}

fn check_closing(file: &RuleFile, profile: &StatementProfile) -> Result<(), Rejection> {
    if matches!(profile.quote, Quote::Widths | Quote::Pipe) {
        return Err(wrong(file, "quote", "a statement is `csv` or `backtick`"));
    }
    for footer in &profile.footers {
        let one = footer.kind.as_deref().is_some_and(|kind| ["in", "out"].contains(&kind));
        let summed = footer.parts.iter().any(|part| *part == FooterPart::Sum("金额".into()));
        if !one || !summed {
            return Err(wrong(file, &footer.name, "a footer of a statement has kind `in` or `out` and {金额}"));
        }
    }
    let listed = |heading: &String| profile.required.iter().chain(&profile.optional).any(|listed| listed == heading);
    if let Some(heading) = profile.also.keys().find(|heading| !listed(heading)) {
        return Err(wrong(file, heading, "neither in required nor in optional"));
    }
    Ok(())
}

fn check_columns(file: &RuleFile, profile: &StatementProfile) -> Result<(), Rejection> {
    use StatementField::{Amount, At, Direction, On, Paid, Received};
    let required =
        |field| profile.heading(field).is_some_and(|heading| profile.required.iter().any(|it| it == heading));
    if !required(On) && !required(At) {
        return Err(wrong(file, "[columns]", "`on`, or `at` with its day, needs a column that is required"));
    }
    if !(required(Amount) || required(Received) && required(Paid)) {
        return Err(wrong(file, "[columns]", "`amount`, or `received` and `paid`, need columns that are required"));
    }
    let words = !profile.directions.0.is_empty() && !profile.directions.1.is_empty();
    if profile.heading(Direction).is_some() != words {
        return Err(wrong(file, "directions", "a column `direction` and words `in` and `out` go together"));
    }
    Ok(())
}
