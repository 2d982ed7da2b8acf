//! What a fact of the chase says, as it stands in the journal.
//!
//! Invariant: fields are only ever added, with a default, so that facts of every release are read.

use serde::{Deserialize, Serialize};

use super::notices::Batch;
use crate::domain::chase::service::{Receipt, Way};
use crate::domain::day::BusinessDay;

/// One step of one employer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// 统一社会信用代码.
    pub code: String,
    /// Which step, by code.
    pub step: String,
    /// When.
    pub on: String,
    /// 文号; may be empty.
    pub number: String,
    /// 备注; may be empty.
    pub note: String,
}

/// A paper: the one made by the last such step of that employer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PaperRef {
    /// 统一社会信用代码.
    pub code: String,
    /// Which step made it.
    pub step: String,
}

/// One due: line by code, month, portion by code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ItemKey {
    /// 险种.
    pub line: String,
    /// 费款所属期, `2026-03`.
    pub month: String,
    /// 缴费部分.
    pub portion: String,
}

/// 暂缓 or 异议.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldBody {
    /// 统一社会信用代码.
    pub code: String,
    /// The one due it is about; the whole employer when `None`.
    pub item: Option<ItemKey>,
    /// `hold` or `dispute`.
    pub kind: String,
    /// Last day.
    pub until: String,
    /// 原因.
    pub reason: String,
}

/// 送达回证.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // the fields of `Receipt`, as text
pub struct ReceiptBody {
    pub way: String,
    pub on: String,
    pub at: String,
    pub place: String,
    pub receiver: String,
    pub capacity: String,
    pub servers: Vec<String>,
    pub witnesses: Vec<String>,
    pub is_filmed: bool,
    pub refusal: String,
    pub reference: String,
    pub consent: String,
    pub entrusted_to: String,
    pub returned: String,
}

impl ReceiptBody {
    /// As a fact keeps it.
    pub fn of(receipt: &Receipt) -> ReceiptBody {
        let text = String::clone;
        ReceiptBody {
            way: receipt.way.code().into(),
            on: receipt.on.to_string(),
            at: text(&receipt.at),
            place: text(&receipt.place),
            receiver: text(&receipt.receiver),
            capacity: text(&receipt.capacity),
            servers: receipt.servers.clone(),
            witnesses: receipt.witnesses.clone(),
            is_filmed: receipt.is_filmed,
            refusal: text(&receipt.refusal),
            reference: text(&receipt.reference),
            consent: text(&receipt.consent),
            entrusted_to: text(&receipt.entrusted_to),
            returned: text(&receipt.returned),
        }
    }

    /// 方式; `None` for one a later release may know.
    pub fn way(&self) -> Option<Way> {
        Way::from_code(&self.way)
    }

    /// 送达日期.
    pub fn on(&self) -> Option<BusinessDay> {
        BusinessDay::parse(&self.on)
    }
}

/// 催缴事实.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Chased {
    /// Steps were done.
    Stepped {
        /// Which, of whom.
        steps: Vec<Taken>,
    },
    /// A batch of notices was frozen and numbered.
    Frozen {
        /// The batch.
        batch: Batch,
    },
    /// Papers were served, or came back.
    Served {
        /// Which.
        papers: Vec<PaperRef>,
        /// The receipt.
        receipt: ReceiptBody,
        /// The day they count as served; `None` where they came back.
        served_on: Option<String>,
    },
    /// A hold was asked for; its number is that of this fact.
    Held {
        /// Which.
        hold: HoldBody,
    },
    /// A second person confirmed a hold.
    HoldConfirmed {
        /// Its number.
        hold: i64,
    },
    /// A hold was ended before its day.
    HoldReleased {
        /// Its number.
        hold: i64,
    },
}
