//! 筛选: what the rows of a list must have in common.
//!
//! Invariant: an empty filter lets everything through; every part that is given must hold.

use crate::domain::case_list::CaseFacts;
use crate::domain::day::BusinessDay;
use crate::domain::entry::{Entry, Method};
use crate::domain::exception::Class;
use crate::domain::money::Money;
use crate::text::lang::Lang;
use crate::text::{terms, ui};

/// 筛选条件.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowFilter {
    /// First day.
    pub from: Option<BusinessDay>,
    /// Last day.
    pub to: Option<BusinessDay>,
    /// Least amount, sign and all.
    pub least: Option<Money>,
    /// Most.
    pub most: Option<Money>,
    /// 支付方式.
    pub method: Option<Method>,
    /// 差异类别; entries have none.
    pub class: Option<Class>,
    /// Part of the cashier's number or name.
    pub cashier: String,
    /// Part of any of the row's numbers.
    pub number: String,
}

impl RowFilter {
    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        *self == RowFilter::default()
    }

    fn fits(&self, day: BusinessDay, amount: Money, method: Method, cashier: &str) -> bool {
        self.from.is_none_or(|from| day >= from)
            && self.to.is_none_or(|to| day <= to)
            && self.least.is_none_or(|least| amount >= least)
            && self.most.is_none_or(|most| amount <= most)
            && self.method.is_none_or(|wanted| method == wanted)
            && cashier.contains(self.cashier.as_str())
    }

    fn numbered(&self, numbers: &[&str]) -> bool {
        let wanted = self.number.to_lowercase();
        wanted.is_empty() || numbers.iter().any(|number| number.to_lowercase().contains(&wanted))
    }

    /// Whether an exception passes; its amount is the difference.
    pub fn fits_case(&self, case: &CaseFacts<'_>) -> bool {
        self.fits(case.day, case.difference, case.method, case.cashier)
            && self.class.is_none_or(|class| case.class == class)
            && self.numbered(&[case.his_no, case.order_no, case.slip_no])
    }

    /// Whether an entry passes.
    pub fn fits_entry(&self, entry: &Entry<'_>) -> bool {
        self.fits(entry.day, entry.amount, entry.method, entry.cashier)
            && self.numbered(&[entry.his_no, entry.order_no, entry.channel_no, entry.ticket_no])
    }

    /// What it asks for, for the trail: `03-01..03-04 100.00 以上 微信`.
    pub fn shown(&self, lang: Lang) -> Vec<String> {
        let short = |day: BusinessDay| day.date().format("%m-%d").to_string();
        let mut parts = Vec::new();
        match (self.from, self.to) {
            (None, None) => {}
            (Some(from), Some(to)) if from == to => parts.push(short(from)),
            (from, to) => {
                parts.push(format!("{}..{}", from.map_or_else(String::new, short), to.map_or_else(String::new, short)))
            }
        }
        parts.extend(ui::amounts(self.least, self.most, lang));
        parts.extend(self.method.map(|method| terms::method(method, lang).to_owned()));
        parts.extend(self.class.map(|class| terms::class(class, lang).to_owned()));
        parts.extend([&self.cashier, &self.number].into_iter().filter(|text| !text.is_empty()).cloned());
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_given_must_hold() {
        let day = |text: &str| BusinessDay::parse(text);
        let (four, fen) = (day("2026-03-04").unwrap_or(BusinessDay::MIN), Money::from_fen);
        let fits = |filter: &RowFilter| {
            filter.fits(four, fen(-2_281), Method::Wechat, "007赵敏") && filter.numbered(&["JS20260304", "ZF7"])
        };
        for (filter, expected) in [
            (RowFilter::default(), true),
            (RowFilter { from: day("2026-03-04"), to: day("2026-03-04"), ..RowFilter::default() }, true),
            (RowFilter { from: day("2026-03-05"), ..RowFilter::default() }, false),
            (RowFilter { to: day("2026-03-03"), ..RowFilter::default() }, false),
            (RowFilter { least: Some(fen(-2_281)), most: Some(fen(-2_281)), ..RowFilter::default() }, true),
            (RowFilter { least: Some(fen(-2_280)), ..RowFilter::default() }, false),
            (RowFilter { most: Some(fen(-2_282)), ..RowFilter::default() }, false),
            (RowFilter { method: Some(Method::Wechat), cashier: "赵".into(), ..RowFilter::default() }, true),
            (RowFilter { method: Some(Method::Cash), ..RowFilter::default() }, false),
            (RowFilter { cashier: "012".into(), ..RowFilter::default() }, false),
            (RowFilter { number: "zf7".into(), ..RowFilter::default() }, true),
            (RowFilter { number: "ZF8".into(), ..RowFilter::default() }, false),
        ] {
            assert_eq!(fits(&filter), expected, "{filter:?}");
        }
    }
}
