//! 资金到账: what the workstation asks of nets, credits and the accounts they come to.

use super::desk::Sentence;
use crate::domain::day::BusinessDay;
use crate::domain::funds::Arrival;
use crate::domain::money::Money;
use crate::domain::recon::Bridge;

/// 资金到账 of some channel days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Funds {
    /// First channel day.
    pub from: BusinessDay,
    /// Last.
    pub to: BusinessDay,
    /// Every net and what became of it, by day and channel.
    pub arrivals: Vec<Arrival>,
    /// 渠道桥 of all the days together, a channel each.
    pub bridges: Vec<Bridge>,
    /// The accounts the nets come to.
    pub accounts: Vec<AccountLine>,
}

/// 结算账户.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountLine {
    /// 账号.
    pub account: String,
    /// First and last day its statements speak of.
    pub covered: Option<(BusinessDay, BusinessDay)>,
    /// Rows of the days that belong to nothing.
    pub unclaimed: usize,
    /// Σ of them.
    pub unclaimed_sum: Money,
}

/// The desk's side of it.
pub trait FundsDesk {
    /// Nets of the channel days from–to against what the bank credited.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn funds(&self, from: BusinessDay, to: BusinessDay) -> Result<Funds, Sentence>;
    /// The adjustment statement of an account at the end of a day, as paper shows it.
    ///
    /// # Errors
    /// A sentence where the bank's balance is not known.
    fn balance_page(&self, account: &str, on: BusinessDay) -> Result<String, Sentence>;
    /// Keeps that statement as text and as a spreadsheet, and says where.
    ///
    /// # Errors
    /// A sentence where it cannot be made or written.
    fn keep_balance(&self, account: &str, on: BusinessDay) -> Result<Sentence, Sentence>;
}
