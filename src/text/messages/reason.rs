//! Why a case is a difference, in one sentence with both figures.

use crate::domain::day::BusinessDay;
use crate::domain::entry::{Kind, Method, Side};
use crate::domain::exception::Class;
use crate::domain::import::RowErrorCode;
use crate::domain::money::Money;
use crate::domain::recon::{CaseLeg, ExceptionCase, Note};
use crate::text::lang::Lang;
use crate::text::messages::row_error::row_error_name;
use crate::text::terms;

/// 缘由. One sentence that names the figures of every book in the case.
pub fn reason(case: &ExceptionCase, lang: Lang) -> String {
    let told = by_class(&View { case, lang });
    match lang {
        Lang::Zh => told,
        Lang::En => capitalised(&told),
    }
}

fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}

fn by_class(view: &View<'_>) -> String {
    if view.case.is_tied_by_hand() {
        return view.with_figures("已由人工勾对", "tied by hand");
    }
    match view.case.class {
        Class::Quarantined => view.quarantined(),
        Class::ForeignAccount => view.foreign_account(),
        Class::ZeroAmount => view.with_figures("全部由基金支付，仅计数", "wholly borne by the fund, only counted"),
        Class::ReversalPair => view.reversal_pair(),
        Class::Duplicate => view.duplicate(),
        Class::RefundNoOriginal => view.refund_no_original(),
        Class::RefundOtherRoute => view.refund_other_route(),
        Class::RefundOver => view.refund_over(),
        Class::RefundPending => {
            view.with_figures("退费已受理，渠道实退 0.00", "the refund is accepted, but 0.00 has left the channel")
        }
        Class::StatusDiffers => view.status_differs(),
        Class::DirectionDiffers => view.with_figures("收付方向相反", "the directions are opposite"),
        Class::AmountDiffers => view.amount_differs(),
        Class::FeeDiffers => view.fee_differs(),
        Class::CrossDay => view.cross_day(),
        Class::MissingInBank
        | Class::MissingInHis
        | Class::MissingInCashier
        | Class::HisOnly
        | Class::CashierOnly
        | Class::BankOnly => view.missing(),
        Class::InTransit => view.in_transit(),
        Class::DepositDiffers if view.settlement().is_some() => view.settlement_differs(),
        Class::DepositDiffers => view.deposit_differs(),
        Class::Unidentified => view.unidentified(),
    }
}

/// A case and the language it is told in.
struct View<'a> {
    case: &'a ExceptionCase,
    lang: Lang,
}

impl View<'_> {
    fn legs(&self, side: Side) -> impl Iterator<Item = &CaseLeg> {
        self.case.legs.iter().filter(move |leg| leg.side == side)
    }

    fn count(&self, side: Side) -> usize {
        self.legs(side).count()
    }

    fn sum(&self, side: Side) -> Money {
        self.legs(side).map(|leg| leg.amount).sum()
    }

    fn has(&self, side: Side) -> bool {
        self.count(side) > 0
    }

    /// The short name of a side inside a sentence; Latin letters keep a blank before Han.
    fn name(&self, side: Side) -> &'static str {
        match side {
            Side::His => self.lang.pick("HIS ", "HIS"),
            Side::Cashier => self.lang.pick("收费端", "the cashier"),
            Side::Bank if self.case.method == Method::Cash => self.lang.pick("银行", "the bank"),
            Side::Bank => self.lang.pick("渠道", "the channel"),
        }
    }

    /// Sides whose leg must be there for this method (R1).
    fn expected(&self) -> &'static [Side] {
        match self.case.method {
            Method::Cash | Method::Prepaid => &[Side::His, Side::Cashier],
            Method::Card | Method::Alipay | Method::Wechat | Method::MedicalAccount | Method::Other => Side::ALL,
        }
    }

    /// Every book's figure, equal single rows told together: "收费端与渠道各一笔 22.81".
    fn figures(&self) -> String {
        let mut parts: Vec<(Vec<&'static str>, usize, Money)> = Vec::new();
        for side in Side::ALL.iter().copied().filter(|side| self.has(*side)) {
            let (count, sum) = (self.count(side), self.sum(side));
            match parts.iter_mut().find(|part| part.1 == 1 && count == 1 && part.2 == sum) {
                Some(part) => part.0.push(self.name(side)),
                None => parts.push((vec![self.name(side)], count, sum)),
            }
        }
        let told: Vec<String> = parts.iter().map(|(names, count, sum)| self.figure(names, *count, *sum)).collect();
        told.join(self.lang.pick("，", ", "))
    }

    fn figure(&self, names: &[&str], count: usize, sum: Money) -> String {
        let several = names.len() > 1;
        match self.lang {
            Lang::Zh => {
                let who = match names {
                    [] => String::new(),
                    [only] => (*only).to_string(),
                    // HIS carries a blank for the Han that follow; before a list comma there is none.
                    [all @ .., last] => format!("{}与{last}", all.join("、").replace(" 、", "、")),
                };
                match (several, count) {
                    (true, _) => format!("{who}各一笔 {sum}"),
                    (false, 1) => format!("{who}一笔 {sum}"),
                    (false, _) => format!("{} {count} 笔共 {sum}", who.trim_end()),
                }
            }
            Lang::En => {
                let who = match names {
                    [] => String::new(),
                    [only] => (*only).to_string(),
                    [all @ .., last] => format!("{} and {last}", all.join(", ")),
                };
                match (several, count) {
                    (true, _) => format!("{who} have one row of {sum} each"),
                    (false, 1) => format!("{who} has one row of {sum}"),
                    (false, _) => format!("{who} has {count} rows, {sum} in all"),
                }
            }
        }
    }

    fn with_figures(&self, zh: &str, en: &str) -> String {
        self.join(&[self.figures(), self.lang.pick(zh, en).to_string()])
    }

    fn join(&self, parts: &[String]) -> String {
        let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        parts.join(self.lang.pick("，", ", "))
    }

    /// A difference with its sign: `+0.09`.
    fn signed(amount: Money) -> String {
        if amount > Money::ZERO { format!("+{amount}") } else { amount.to_string() }
    }

    /// Σ of the case's refund, whichever book tells it.
    fn refund(&self) -> Money {
        let told_by = [Side::His, Side::Cashier, Side::Bank].into_iter().find(|side| self.has(*side));
        told_by.map_or(Money::ZERO, |side| self.sum(side))
    }

    fn original(&self) -> (&str, Option<Method>, Money, Money) {
        let found = self.case.notes.iter().find_map(|note| {
            if let Note::Original { his_no, method, paid, refunded } = note {
                Some((his_no.as_str(), *method, *paid, *refunded))
            } else {
                None
            }
        });
        found.unwrap_or(("", None, Money::ZERO, Money::ZERO))
    }

    fn missing(&self) -> String {
        let absent: Vec<&str> =
            self.expected().iter().filter(|side| !self.has(**side)).map(|side| self.name(*side)).collect();
        let key_is_order = !self.case.order_no.is_empty();
        let tail = match (self.lang, absent.as_slice()) {
            (_, []) => String::new(),
            (Lang::Zh, names) => {
                let who = names.join("与");
                let all = if names.len() > 1 { "均" } else { "" };
                format!("{who}{all}无此{}", if key_is_order { "订单" } else { "流水" })
            }
            (Lang::En, names) => {
                let what = if key_is_order { "order" } else { "receipt" };
                match names {
                    [one] => format!("{one} has no such {what}"),
                    names => format!("neither {} has this {what}", names.join(" nor ")),
                }
            }
        };
        self.join(&[self.figures(), tail])
    }

    fn quarantined(&self) -> String {
        let (column, code) = self
            .case
            .notes
            .iter()
            .find_map(|note| {
                if let Note::Unparsed { column, code } = note { Some((column.as_str(), code.as_str())) } else { None }
            })
            .unwrap_or(("", ""));
        let problem = RowErrorCode::from_code(code).map_or(code, |known| row_error_name(known, self.lang));
        let (side, file, line) = self
            .case
            .legs
            .first()
            .map_or(("", "", 0), |leg| (terms::side(leg.side, self.lang), leg.file.as_str(), leg.line));
        match self.lang {
            Lang::Zh => {
                let place = if column.is_empty() { String::new() } else { format!("「{column}」") };
                format!("{side} {file} 第 {line} 行{place}未能读入（{problem}），暂不计入任何合计，待改正")
            }
            Lang::En => {
                let place = if column.is_empty() { String::new() } else { format!(", column \"{column}\"") };
                format!(
                    "{side} {file}, line {line}{place} could not be read ({problem}) and counts in no total until mended"
                )
            }
        }
    }

    fn foreign_account(&self) -> String {
        let merchant = self
            .case
            .notes
            .iter()
            .find_map(|note| if let Note::Merchant(merchant) = note { Some(merchant.as_str()) } else { None });
        let merchant = merchant.unwrap_or("");
        self.with_figures(
            &format!("商户号 {merchant} 不是本单位登记的商户号"),
            &format!("but merchant {merchant} is not one of ours"),
        )
    }

    fn reversal_pair(&self) -> String {
        let amounts: Vec<String> = self.case.legs.iter().map(|leg| Self::signed(leg.amount)).collect();
        let side = self.case.legs.first().map_or("", |leg| self.name(leg.side));
        match self.lang {
            Lang::Zh => format!("{side}同一流水号 {} 各一笔，相抵为 0.00", amounts.join("、")),
            Lang::En => format!("{side} has {} under one number, which cancel to 0.00", amounts.join(" and ")),
        }
    }

    fn duplicate(&self) -> String {
        let most = Side::ALL.iter().copied().max_by_key(|side| (self.count(*side), std::cmp::Reverse(*side)));
        let most = most.unwrap_or(Side::His);
        let each = self.legs(most).next().map_or(Money::ZERO, |leg| leg.amount);
        let extra = self.sum(most) - each;
        let name = self.name(most);
        self.with_figures(&format!("{name}多记 {extra}"), &format!("so {name} has {extra} too much"))
    }

    fn refund_no_original(&self) -> String {
        let (his_no, ..) = self.original();
        if his_no.is_empty() {
            return self
                .with_figures("未填原流水号，查不到原单", "but no original receipt is named, so none can be found");
        }
        self.with_figures(
            &format!("所填原单 {his_no} 账套内查无"),
            &format!("but the original {his_no} is not in the book"),
        )
    }

    fn refund_other_route(&self) -> String {
        let (his_no, method, paid, _) = self.original();
        let paid_by = method.map_or("", |method| terms::method(method, self.lang));
        let refunded_by = terms::method(self.case.method, self.lang);
        let refund = self.refund();
        match self.lang {
            Lang::Zh => format!("原单 {his_no} 以{paid_by}支付 {paid}，本笔以{refunded_by}退 {refund}，不是原路退回"),
            Lang::En => format!(
                "original {his_no} was paid {paid} by {paid_by}, this refund of {refund} went by {refunded_by}, not by the original route"
            ),
        }
    }

    fn refund_over(&self) -> String {
        let (his_no, _, paid, refunded) = self.original();
        let (refunded, refund) = (refunded.abs(), self.refund());
        let over = refunded - paid;
        match self.lang {
            Lang::Zh => format!("原单 {his_no} 支付 {paid}，连同本笔 {refund} 累计已退 {refunded}，超退 {over}"),
            Lang::En => format!(
                "original {his_no} was paid {paid}; with this {refund} it is refunded {refunded} in all, {over} too much"
            ),
        }
    }

    fn status_differs(&self) -> String {
        if self.case.notes.contains(&Note::PaidThenRevoked) {
            let his = if self.has(Side::His) { Side::His } else { Side::Cashier };
            let (his, name, channel) = (self.sum(his), self.name(his), self.name(Side::Bank));
            return match self.lang {
                Lang::Zh => format!("{name}收费 {his} 仍成立，{channel}同一订单先支付、后撤销，净额 0.00"),
                Lang::En => {
                    format!("{name} charged {his} and it stands, {channel} was paid and then revoked, net 0.00")
                }
            };
        }
        let told: Vec<String> =
            Side::ALL.iter().flat_map(|side| self.legs(*side)).map(|leg| self.status(leg)).collect();
        self.join(&told)
    }

    /// `渠道撤销 262.24（计 0.00）`.
    fn status(&self, leg: &CaseLeg) -> String {
        let (name, kind) = (self.name(leg.side), terms::kind(leg.kind, self.lang));
        let counted = match (leg.kind, self.lang) {
            (Kind::Revoke, Lang::Zh) => format!("（计 {}）", leg.amount),
            (Kind::Revoke, Lang::En) => format!(" (counts {})", leg.amount),
            (Kind::Pay | Kind::Refund | Kind::Deposit, _) => String::new(),
        };
        match self.lang {
            Lang::Zh => format!("{name}{kind} {}{counted}", leg.face),
            Lang::En => format!("{name} has a {kind} of {}{counted}", leg.face),
        }
    }

    fn amount_differs(&self) -> String {
        let difference = Self::signed(self.case.difference);
        let delta = match self.lang {
            Lang::Zh => format!("差额 {difference}"),
            Lang::En => format!("a difference of {difference}"),
        };
        self.join(&[self.figures(), delta, self.amount_hint()])
    }

    fn amount_hint(&self) -> String {
        if self.case.notes.contains(&Note::HundredFold) {
            let money_side = if self.has(Side::Bank) { Side::Bank } else { Side::Cashier };
            let larger = self.sum(money_side).abs() > self.sum(Side::His).abs();
            let (money, sign) = (self.name(money_side), if larger { "×100" } else { "÷100" });
            return match self.lang {
                Lang::Zh => format!("{money}恰为 HIS 的 {sign}，疑似元与分混读"),
                Lang::En => format!("{money} is exactly HIS {sign}, probably yuan read as fen"),
            };
        }
        if self.case.notes.contains(&Note::DigitsSwapped) {
            return self.lang.pick("相邻两位数字颠倒", "two neighbouring digits changed places").to_string();
        }
        String::new()
    }

    fn fee_differs(&self) -> String {
        let expected =
            self.case.notes.iter().find_map(|note| if let Note::FeeExpected(fee) = note { Some(*fee) } else { None });
        match expected {
            Some(fee) => self.with_figures(
                &format!("按合同费率手续费应为 {fee}，账单手续费与此不符"),
                &format!("by the contract rate the fee should be {fee}, the bill charges another"),
            ),
            None => {
                self.with_figures("入账金额不等于交易金额减手续费", "the amount credited is not the gross less the fee")
            }
        }
    }

    fn cross_day(&self) -> String {
        let moment = |leg: &CaseLeg| {
            if leg.at.is_known() { format!("{} {}", leg.day, leg.at) } else { leg.day.to_string() }
        };
        let told: Vec<String> = self
            .case
            .legs
            .iter()
            .map(|leg| match self.lang {
                Lang::Zh => format!("{} {} 记 {}", self.name(leg.side).trim_end(), moment(leg), leg.amount),
                Lang::En => format!("{} has {} at {}", self.name(leg.side), leg.amount, moment(leg)),
            })
            .collect();
        let days: Vec<BusinessDay> = self.case.legs.iter().map(|leg| leg.day).collect();
        let apart = days.iter().min().zip(days.iter().max()).map_or(0, |(first, last)| last.since(*first));
        let tail = match (self.lang, apart) {
            (Lang::Zh, 0) => "另一方的账在相邻营业日，属日切时间差".to_string(),
            (Lang::Zh, days) => format!("相隔 {days} 天，属日切时间差"),
            (Lang::En, 0) => "the other side books it on the neighbouring day: timing at the cutoff".to_string(),
            (Lang::En, 1) => "one day apart: timing at the cutoff".to_string(),
            (Lang::En, days) => format!("{days} days apart: timing at the cutoff"),
        };
        let mut parts = told;
        parts.push(tail);
        self.join(&parts)
    }

    fn deposit_differs(&self) -> String {
        let deposited = self.sum(Side::Bank);
        let shift = self
            .case
            .notes
            .iter()
            .find_map(|note| if let Note::Shift { rows, sum } = note { Some((Some(*rows), *sum)) } else { None });
        let (rows, sum) = shift.unwrap_or((None, deposited - self.case.difference));
        let (slip, difference) = (&self.case.slip_no, Self::signed(deposited - sum));
        match self.lang {
            Lang::Zh => {
                let rows = rows.map_or(String::new(), |rows| format!(" {rows} 笔"));
                let banked = if self.has(Side::Bank) { "存入" } else { "未见该存款，存入" };
                format!("存款单 {slip}：当班现金{rows}共 {sum}，银行{banked} {deposited}，差额 {difference}")
            }
            Lang::En => {
                let rows = rows.map_or(String::new(), |rows| format!(" in {rows} rows"));
                let banked = if self.has(Side::Bank) {
                    "the bank received"
                } else {
                    "the bank has no such deposit and received"
                };
                format!(
                    "slip {slip}: cash of the shift {sum}{rows}, {banked} {deposited}, a difference of {difference}"
                )
            }
        }
    }
}

mod account;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
