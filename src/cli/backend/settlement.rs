//! `sanhe settlement`: channel days of the contracts, and what became of them.

use std::collections::BTreeMap;

use super::session::Session;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::day::BusinessDay;
use crate::domain::entry::Method;
use crate::domain::matching::settlement::{AccountRow, ChannelNet, Means, Settled};
use crate::domain::money::Money;
use crate::domain::recon::SettlementState;
use crate::ops::settlement::settlements;

/// One contract's day.
#[derive(Clone, Debug)]
pub struct SettlementLine {
    /// Channel day.
    pub day: BusinessDay,
    /// Channel.
    pub method: Method,
    /// 商户号.
    pub merchant: String,
    /// What its rows come to.
    pub of: ChannelNet,
    /// Day the credit is expected.
    pub due: Option<BusinessDay>,
    /// What of the net was credited.
    pub credited: Money,
    /// The row that credits it.
    pub credit: Option<AccountRow>,
    /// How that was found.
    pub means: Option<Means>,
    /// How it stands.
    pub state: SettlementState,
}

impl SettlementLine {
    /// Whether somebody should look at it.
    pub fn is_wrong(&self) -> bool {
        matches!(self.state, SettlementState::Overdue | SettlementState::Short) || self.of.fees_off > 0
    }
}

/// Every contract's days of the range, oldest first.
///
/// # Errors
/// A refusal when there is no book.
pub fn settlement(context: &Context, range: (BusinessDay, BusinessDay)) -> Result<Vec<SettlementLine>, Failure> {
    let session = Session::open(context)?;
    let (reader, house) = (session.reader()?, &session.run.house);
    let days = reader.days_for_matching().days(range.0, range.1)?;
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(Vec::new()) };
    let found = settlements(&reader, &session.run, *first, *last)?;
    let settled: BTreeMap<(BusinessDay, usize), &Settled> =
        found.days.iter().map(|one| ((one.day, one.contract), one)).collect();
    let mut lines = Vec::new();
    for day in days {
        for (place, of) in reader.channel_nets(day, house)?.into_iter().enumerate() {
            let Some(contract) = house.channels.get(place).filter(|_| of.rows > 0) else { continue };
            let one = settled.get(&(day, place));
            let credit = one.and_then(|one| one.row).and_then(|row| found.rows.get(row)).cloned();
            lines.push(SettlementLine {
                day,
                method: contract.method,
                merchant: contract.merchant.clone(),
                of,
                due: one.and_then(|one| one.due),
                credited: one.map_or(Money::ZERO, |one| one.credited),
                credit,
                means: one.and_then(|one| one.means),
                state: one.map_or_else(|| unfollowed(contract.account.is_some()), |one| state_of(one)),
            });
        }
    }
    Ok(lines)
}

fn unfollowed(has_account: bool) -> SettlementState {
    if has_account { SettlementState::NoStatement } else { SettlementState::NotFollowed }
}

fn state_of(one: &Settled) -> SettlementState {
    match one.row {
        Some(_) if one.short.is_zero() => SettlementState::Credited,
        Some(_) => SettlementState::Short,
        None if !one.has_statement => SettlementState::NoStatement,
        None if one.overdue => SettlementState::Overdue,
        None => SettlementState::InTransit,
    }
}
