//! What was planted: the answers a right run gives.
//!
//! Invariant: every discrepancy in the rows is listed once and nothing else is; `counts` adds up
//! to the cases. `truth.json` says of each case its class and keys, and how it was planted
//! (`day`, `variant`, `against`).

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};

use crate::domain::exception::Class;

/// What the sample was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Args {
    /// Receipts asked for.
    pub rows: u32,
    /// Days asked for.
    pub days: u32,
    /// Seed.
    pub seed: u64,
    /// First day.
    pub start: String,
}

/// Data lines of each file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCounts {
    /// his.csv.
    pub his: u64,
    /// cashier.csv.
    pub cashier: u64,
    /// bank.csv.
    pub bank: u64,
    /// Of these, rows of 微信支付: the rows of wechat.csv.
    pub wechat: u64,
}

/// One planted case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Class name, as `exceptions --json` prints it.
    pub class: String,
    /// 结算流水号; empty when no book shows one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub his: Option<String>,
    /// 商户订单号; empty for cash and prepaid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// Slip number, of deposits and unidentified rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slip: Option<String>,
    /// 工号.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cashier: Option<String>,
    /// The day the case is listed under.
    #[serde(default)]
    pub day: String,
    /// 支付方式.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Receipts of a slip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u32>,
    /// The HIS figure (else the figure of whoever shows it; of a slip, the sum of its receipts).
    pub amount: String,
    /// The figure that disagrees with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<String>,
    /// What the bank booked for the slip; 0.00 when it booked nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposited: Option<String>,
    /// The side that is wrong, where the class leaves it open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<String>,
    /// 原流水号.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    /// How it was planted, see `sample::Variant`.
    #[serde(default)]
    pub variant: String,
    /// Counted and shown, nothing to do.
    #[serde(default, skip_serializing_if = "is_false")]
    pub informational: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

impl Case {
    /// A case of a class that still says nothing of where it is.
    pub(super) fn of(class: Class, variant: &str) -> Self {
        let informational = matches!(class, Class::ZeroAmount | Class::ReversalPair);
        Case { class: class.code().to_owned(), variant: variant.to_owned(), informational, ..Case::default() }
    }
}

/// truth.json.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Truth {
    /// What the sample was made of.
    pub args: Args,
    /// Data lines of each file.
    pub rows: RowCounts,
    /// Cash deposits booked, unidentified rows left out.
    pub cash_deposits: u32,
    /// Cases by class.
    pub counts: BTreeMap<String, u32>,
    /// Every case, in the order of the day.
    pub cases: Vec<Case>,
}

impl Truth {
    /// Adds a case.
    pub(super) fn add(&mut self, case: Case) {
        *self.counts.entry(case.class.clone()).or_default() += 1;
        self.cases.push(case);
    }

    /// Writes the file, one field a line.
    ///
    /// # Errors
    /// What the writer reports.
    pub(super) fn write<W: io::Write>(&self, mut to: W) -> io::Result<()> {
        let formatter = serde_json::ser::PrettyFormatter::with_indent(b"");
        let mut serializer = serde_json::Serializer::with_formatter(&mut to, formatter);
        self.serialize(&mut serializer)?;
        to.write_all(b"\n")
    }
}
