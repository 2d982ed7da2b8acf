//! Chains 审批链: which posts a subject goes through, by kind, policy and amount.
//!
//! Invariant: the first rule that fits decides; a chain begins with the submitter's post and has one step
//! of approval at least; no figure or post of a chain stands in code.

use super::SubjectKind;
use super::people::Post;
use crate::domain::money::Money;

/// 审批环节. One step of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainStep {
    /// Who takes it; `None`: any operator.
    pub post: Option<Post>,
    /// Working days the step has from the one before; the first has none to keep.
    pub working_days: u32,
}

/// 审批链. A chain and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainRule {
    /// 事项.
    pub kind: SubjectKind,
    /// Only under this policy; empty for every one.
    pub policy: String,
    /// Only from this amount (without sign) on.
    pub from: Money,
    /// The steps, the submission first.
    pub steps: Vec<ChainStep>,
    /// Where the chain comes from: a document, or the house's own rule.
    pub cite: String,
}

/// 审批链表. In order; the first that fits decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chains {
    /// The rules.
    pub rules: Vec<ChainRule>,
}

impl Chains {
    /// The chain of a subject; `None` when no rule is meant for it.
    pub fn find(&self, kind: SubjectKind, policy: &str, amount: Money) -> Option<&ChainRule> {
        let fits = |rule: &&ChainRule| {
            rule.kind == kind && (rule.policy.is_empty() || rule.policy == policy) && amount.abs() >= rule.from
        };
        self.rules.iter().find(fits)
    }
}
