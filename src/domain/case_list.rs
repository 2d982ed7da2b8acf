//! 差异列表: what differences are chosen and ordered by, and the number each is known by while they are listed.
//!
//! Invariant: the number is read off the key, which is made of content: it outlives every run that finds the same
//! difference again.

use super::day::BusinessDay;
use super::entry::Method;
use super::exception::{Class, State};
use super::money::Money;
use super::recon::ExceptionCase;

/// Hex digits of a key that make the number.
const DIGITS: usize = 16;

/// 差异序. What differences are ordered by; those that are alike in it stand by day and place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CaseOrder {
    /// 营业日.
    #[default]
    Day,
    /// 类别, by its code on paper.
    Class,
    /// 差额, sign and all.
    Difference,
    /// 支付方式.
    Method,
    /// 收费员.
    Cashier,
}

/// What may be looked at to choose a difference, without reading the whole of it.
#[derive(Clone, Copy)]
pub struct CaseFacts<'r> {
    /// 营业日.
    pub day: BusinessDay,
    /// 类别.
    pub class: Class,
    /// 状态.
    pub state: State,
    /// 支付方式.
    pub method: Method,
    /// 收费员.
    pub cashier: &'r str,
    /// 结算流水号.
    pub his_no: &'r str,
    /// 商户订单号.
    pub order_no: &'r str,
    /// 存款单号.
    pub slip_no: &'r str,
    /// Money side − HIS.
    pub difference: Money,
    /// Amounts of its rows, asked for only where an amount is sought.
    pub amounts: &'r dyn Fn() -> Vec<Money>,
}

impl<'r> CaseFacts<'r> {
    /// The facts of a difference at hand.
    pub fn of(case: &'r ExceptionCase, amounts: &'r dyn Fn() -> Vec<Money>) -> Self {
        CaseFacts {
            day: case.day,
            class: case.class,
            state: case.state,
            method: case.method,
            cashier: &case.cashier,
            his_no: &case.his_no,
            order_no: &case.order_no,
            slip_no: &case.slip_no,
            difference: case.difference,
            amounts,
        }
    }
}

/// 差异序号. The number a difference is known by while it is listed; `None` for a text that is no key.
pub fn case_number(key: &str) -> Option<i64> {
    let digits = key.get(..DIGITS)?;
    u64::from_str_radix(digits, 16).ok().map(|number| i64::from_ne_bytes(number.to_ne_bytes()))
}

/// The beginning of the key that a number was read off.
pub fn key_of_number(number: i64) -> String {
    format!("{:016x}", u64::from_ne_bytes(number.to_ne_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_leads_back_to_its_key() {
        for key in ["00000000000000010000000000000000", "ffffffffffffffff8000000000000000", "8000000000000000ab"] {
            let number = case_number(key).unwrap_or_default();
            assert!(key.starts_with(&key_of_number(number)), "{key} {number}");
        }
        assert_eq!(case_number("abc"), None);
        assert_eq!(case_number("差异差异差异差异差异差异"), None);
        assert_eq!(case_number("zzzzzzzzzzzzzzzz"), None);
    }
}
