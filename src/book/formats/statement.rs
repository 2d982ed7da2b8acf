//! Layouts of bank statements 对账单版式: `source = "statement"`.
//!
//! Invariant: every heading read is required or optional; the day, and the amount in one of its three
//! forms, are always there. Headings differ from bank to bank, so columns are plain names.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Title;
use super::raw::wrong;
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
    };
    check_columns(file, &profile)?;
    super::raw::check_listed(file, &profile.required, &profile.optional, profile.headings_read())?;
    Ok(profile)
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
