//! Cases of the settlement account: credits that are late, short, or nobody's.

use super::View;
use crate::domain::day::BusinessDay;
use crate::domain::entry::Side;
use crate::domain::money::Money;
use crate::domain::recon::Note;
use crate::text::lang::Lang;

impl View<'_> {
    /// Merchant, net, expected day, overdue.
    pub(super) fn settlement(&self) -> Option<(&str, Money, Option<BusinessDay>, bool)> {
        self.case.notes.iter().find_map(|note| match note {
            Note::Settlement { merchant, net, due, overdue } => Some((merchant.as_str(), *net, *due, *overdue)),
            _ => None,
        })
    }

    pub(super) fn in_transit(&self) -> String {
        let (merchant, net, due, overdue) = self.settlement().unwrap_or(("", -self.case.difference, None, false));
        let (day, lang) = (self.case.day, self.lang);
        let when = match (due, overdue) {
            (Some(due), false) => both(lang, format!("应于 {due} 入账"), format!("due on {due}")),
            (Some(due), true) => {
                both(lang, format!("应于 {due} 入账，已逾期未到"), format!("due on {due} and overdue"))
            }
            (None, _) => both(lang, "入账日无法推算".into(), "due on a day that cannot be worked out".into()),
        };
        match lang {
            Lang::Zh => format!("商户 {merchant} {day} 应结净额 {net}，{when}，银行已入账 0.00"),
            Lang::En => format!("merchant {merchant} is owed {net} for {day}, {when}; the bank credited 0.00"),
        }
    }

    pub(super) fn settlement_differs(&self) -> String {
        let (merchant, net, due, _) = self.settlement().unwrap_or(("", Money::ZERO, None, false));
        let (credited, difference) = (self.sum(Side::Bank), Self::signed(self.case.difference));
        let due = due.map_or(String::new(), |day| day.to_string());
        match self.lang {
            Lang::Zh => format!("商户 {merchant} {due} 应入账 {net}，银行入账 {credited}，差额 {difference}"),
            Lang::En => format!(
                "merchant {merchant} was to be credited {net} on {due}, the bank credited {credited}, \
                 a difference of {difference}"
            ),
        }
    }

    pub(super) fn unidentified(&self) -> String {
        let (amount, day) = (self.sum(Side::Bank), self.case.day);
        let label = self.case.notes.iter().find_map(|note| match note {
            Note::Labelled(name) => Some(name),
            _ => None,
        });
        let paid = amount < Money::ZERO;
        match (self.lang, label) {
            (Lang::Zh, Some(label)) => {
                format!("银行 {day} {} {}，按规则注明为「{label}」", if paid { "支出" } else { "入账" }, amount.abs())
            }
            (Lang::En, Some(label)) => {
                let verb = if paid { "paid out" } else { "booked" };
                format!("the bank {verb} {} on {day}, which a rule labels \"{label}\"", amount.abs())
            }
            (Lang::Zh, None) if paid => format!("银行 {day} 支出 {}，不属于任何结算或退款", amount.abs()),
            (Lang::En, None) if paid => {
                format!("the bank paid out {} on {day}, which belongs to no settlement or refund", amount.abs())
            }
            (Lang::Zh, None) => format!("银行 {day} 入账 {amount}，不属于任何存款单、结算或收据"),
            (Lang::En, None) => {
                format!("the bank booked {amount} on {day}, which belongs to no slip, settlement or receipt")
            }
        }
    }
}

fn both(lang: Lang, zh: String, en: String) -> String {
    if lang == Lang::Zh { zh } else { en }
}
