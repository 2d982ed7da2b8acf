//! 筛选: what the rows of a list must have in common.
//!
//! Invariant: an empty filter lets everything through; every part that is given must hold.

use crate::domain::day::BusinessDay;
use crate::domain::entry::Method;
use crate::domain::exception::Class;
use crate::domain::money::Money;
use crate::domain::recon::{EntryRow, ExceptionCase};
use crate::text::lang::Lang;
use crate::text::terms;

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
    pub fn fits_case(&self, case: &ExceptionCase) -> bool {
        self.fits(case.day, case.difference, case.method, &case.cashier)
            && self.class.is_none_or(|class| case.class == class)
            && self.numbered(&[&case.his_no, &case.order_no, &case.slip_no])
    }

    /// Whether an entry passes.
    pub fn fits_entry(&self, entry: &EntryRow) -> bool {
        self.fits(entry.day, entry.amount, entry.method, &entry.cashier)
            && self.numbered(&[&entry.his_no, &entry.order_no, &entry.original_no, &entry.channel_no, &entry.ticket_no])
    }

    /// What it asks for, for the trail: `03-01..03-04 >=100.00 微信`.
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
        match (self.least, self.most) {
            (Some(least), Some(most)) if least == most => parts.push(format!("= {}", least.grouped())),
            (least, most) => {
                parts.extend(least.map(|least| format!(">= {}", least.grouped())));
                parts.extend(most.map(|most| format!("<= {}", most.grouped())));
            }
        }
        parts.extend(self.method.map(|method| terms::method(method, lang).to_owned()));
        parts.extend(self.class.map(|class| terms::class(class, lang).to_owned()));
        parts.extend([&self.cashier, &self.number].into_iter().filter(|text| !text.is_empty()).cloned());
        parts
    }
}
