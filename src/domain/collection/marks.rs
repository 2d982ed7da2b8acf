//! Marks on employers 单位标注: on the watch list, persons who cannot retire, type of debtor.
//!
//! Invariant: the last mark of a kind is the one in force; an empty value takes it off.

use crate::domain::entry::codes;

codes! {
    /// 标注种类.
    MarkKind {
        /// 关注名单: a firm whose business recovers, to be looked at again.
        Watch = "watch",
        /// 到龄未退休人数: employees who reached pension age and cannot retire because of the debt.
        Blocked = "blocked",
        /// 欠费人类型.
        Debtor = "debtor",
    }
}

/// A mark in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its fact.
    pub seq: i64,
    /// Number of the employer.
    pub employer_id: i64,
    /// Kind.
    pub kind: MarkKind,
    /// What it says: a number of persons, a code of the policy, or just that it is on.
    pub value: String,
    /// 备注.
    pub note: String,
}

impl Mark {
    /// The persons of a mark that counts them.
    pub fn persons(&self) -> u32 {
        if self.kind == MarkKind::Blocked { self.value.parse().unwrap_or(0) } else { 0 }
    }
}
