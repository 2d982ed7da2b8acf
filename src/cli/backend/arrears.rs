//! Late fees without a book: what a principal, a due date and payments come to by the rules in force.

use super::session::rule_files;
use crate::book::{arrears, calendar};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::arrears::item::{Deferral, Item, Payment, Portion};
use crate::domain::arrears::ledger::{Account, Ledger};
use crate::domain::arrears::month::FeeMonth;
use crate::domain::arrears::policy::{CapMode, FeePolicy, LineId};
use crate::domain::calendar::CalendarUnknown;
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::domain::rejection::Rejection;

/// What `sanhe fee` is asked.
#[derive(Clone, Debug)]
pub struct FeeAsk {
    /// 本金.
    pub principal: Money,
    /// 缴费期限.
    pub due_on: BusinessDay,
    /// 算至.
    pub until: BusinessDay,
    /// 险种.
    pub line: LineId,
    /// 缴费部分.
    pub portion: Portion,
    /// 实缴.
    pub payments: Vec<Payment>,
    /// 缓缴.
    pub deferral: Option<Deferral>,
    /// 破产受理日.
    pub bankrupt_on: Option<BusinessDay>,
    /// Whether a 责令限期 failed.
    pub order_failed: bool,
}

/// A late fee with its working.
#[derive(Clone, Debug)]
pub struct FeeWorking {
    /// The replay, by the parameters in force.
    pub ledger: Ledger,
    /// The fee without any cap.
    pub uncapped: Money,
    /// The fee under a cap.
    pub capped: Money,
    /// Years whose dates were rolled past weekends only.
    pub weekends_only: Vec<i32>,
}

impl From<CalendarUnknown> for Failure {
    fn from(unknown: CalendarUnknown) -> Failure {
        Rejection::CalendarUnknown(unknown.year).into()
    }
}

/// The late-fee rules in force: embedded, overridden by the house's own.
///
/// # Errors
/// [`Rejection::RuleBook`] with file and line.
pub fn fee_policy(context: &Context) -> Result<FeePolicy, Failure> {
    Ok(arrears::load(&rule_files(context))?)
}

/// Computes a fee.
///
/// # Errors
/// [`Rejection::CalendarUnknown`] where a date rolls into a year without a calendar.
pub fn fee(context: &Context, policy: &FeePolicy, ask: &FeeAsk) -> Result<FeeWorking, Failure> {
    let calendar = calendar::load(&rule_files(context))?;
    let item = Item {
        line: ask.line,
        month: FeeMonth::of(ask.due_on),
        portion: ask.portion,
        amount: ask.principal,
        due_on: ask.due_on,
        order_failed: ask.order_failed,
        deferral: ask.deferral,
        written_off: None,
    };
    let account = Account { items: vec![item], payments: ask.payments.clone(), bankrupt_on: ask.bankrupt_on };
    let total = |cap_mode: CapMode| -> Result<Money, CalendarUnknown> {
        let mut policy = policy.clone();
        policy.parameters.cap_mode = cap_mode;
        let ledger = Ledger::replay(&account, ask.until, &policy, &calendar, false)?;
        Ok(ledger.standings.iter().map(|standing| standing.fee).sum())
    };
    let capped = match policy.parameters.cap_mode {
        CapMode::None => CapMode::PerItem,
        mode => mode,
    };
    let mut weekends_only: Vec<i32> = [Some(ask.due_on), ask.deferral.map(|deferral| deferral.repay_by)]
        .into_iter()
        .flatten()
        .filter(|day| {
            policy.parameters.due_roll != crate::domain::arrears::policy::DueRoll::None && !calendar.has_table(*day)
        })
        .map(BusinessDay::year)
        .collect();
    weekends_only.dedup();
    Ok(FeeWorking {
        ledger: Ledger::replay(&account, ask.until, policy, &calendar, true)?,
        uncapped: total(CapMode::None)?,
        capped: total(capped)?,
        weekends_only,
    })
}
