//! Matching rules 勾对规则: typed form of `data/matching/*.toml`.
//!
//! Invariant: the engine holds no figure of its own; windows, keys, legs and scores come from here.

use crate::domain::entry::{Method, codes};

codes! {
    /// 勾对键. Keys in the order they are tried.
    JoinKey {
        /// 商户订单号.
        OrderNo = "order_no",
        /// 结算流水号.
        HisNo = "his_no",
        /// 渠道流水号.
        ChannelNo = "channel_no",
    }
}

/// One join, tried among rows still open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinRule {
    /// Name shown beside the match.
    pub name: String,
    /// Key compared.
    pub key: JoinKey,
}

/// Which legs a method must have (design: R1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpectedLegs {
    /// A bank row for each receipt.
    pub bank: bool,
    /// One deposit a cashier and shift.
    pub deposits: bool,
}

/// Points of a proposal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    /// Same amount.
    pub amount: i32,
    /// Within [`Rules::unique_window_seconds`].
    pub near: i32,
    /// Within an hour.
    pub hour: i32,
    /// Same cashier.
    pub cashier: i32,
    /// One of the rows carries no order number.
    pub no_order: i32,
    /// Order numbers end in the same eight characters.
    pub order_tail: i32,
    /// Least sum worth showing.
    pub least: i32,
}

/// 注明规则. Names what a row of a settlement account is when nothing else claims it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelRule {
    /// Name shown beside the row.
    pub name: String,
    /// Any of these in the row's text.
    pub contains: Vec<String>,
    /// Only credits, only debits, or both.
    pub credit: Option<bool>,
}

impl LabelRule {
    /// Whether it speaks of a row.
    pub fn fits(&self, text: &str, is_credit: bool) -> bool {
        self.credit.is_none_or(|credit| credit == is_credit) && self.contains.iter().any(|word| text.contains(word))
    }
}

/// 规则集.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Name and version, shown on screens.
    pub name: String,
    /// SHA-256 of the files it was read from.
    pub sha256: String,
    /// Joins in order; the first that ties wins.
    pub joins: Vec<JoinRule>,
    /// Days an open item is looked for, both ways.
    pub carry_days: u32,
    /// Seconds within which a mutually unique amount is accepted.
    pub unique_window_seconds: u32,
    /// Days back an original is looked for; the whole book when `None`.
    pub refund_lookback_days: Option<u32>,
    /// First second of shift B.
    pub shift_b_from_second: u32,
    /// Legs by method, in the order of [`Method::ALL`].
    pub legs: Vec<ExpectedLegs>,
    /// Points of proposals.
    pub scores: Scores,
    /// Most proposals kept for a case.
    pub proposals_max: usize,
    /// What rows of settlement accounts may be, in order.
    pub labels: Vec<LabelRule>,
}

impl Rules {
    /// The legs a method must have.
    pub fn legs(&self, method: Method) -> ExpectedLegs {
        self.legs.get(method as usize).copied().unwrap_or(ExpectedLegs { bank: false, deposits: false })
    }

    /// Name of the join by this key.
    pub fn name_of(&self, key: JoinKey) -> &str {
        self.joins.iter().find(|join| join.key == key).map_or(key.code(), |join| &join.name)
    }
}
