//! Bankruptcy claim 破产债权申报: what an employer owes, in the three classes a claim is filed in.
//!
//! Invariant: the three classes add up to what the ledger owes on the day before acceptance.

use crate::domain::arrears::item::Portion;
use crate::domain::arrears::ledger::{Ledger, Standing};
use crate::domain::money::Money;

/// 债权申报.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// 应划入职工个人账户的部分.
    pub individual: Money,
    /// 统筹部分.
    pub pooled: Money,
    /// 滞纳金, up to the day before acceptance.
    pub fee: Money,
}

impl Claim {
    /// What a ledger owes; `has_account` says which dues feed individual accounts.
    pub fn of(ledger: &Ledger, has_account: impl Fn(&Standing) -> bool) -> Claim {
        let mut claim = Claim::default();
        for standing in &ledger.standings {
            claim.fee += standing.fee_owed();
            let own = standing.item.portion == Portion::Individual && has_account(standing);
            if own {
                claim.individual += standing.owed;
            } else {
                claim.pooled += standing.owed;
            }
        }
        claim
    }

    /// All three.
    pub fn total(&self) -> Money {
        self.individual + self.pooled + self.fee
    }
}
