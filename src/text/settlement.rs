//! Words of `sanhe settlement`: channel days, their fees and their credits.

use crate::domain::matching::settlement::Means;
use crate::domain::money::Money;
use crate::domain::recon::SettlementState;
use crate::text::lang::Lang;
use crate::words;

words! {
    /// Headings of the list.
    pub enum SettlementWord {
        Day: "渠道日" | "Channel day",
        Gross: "收款" | "Paid",
        Refunds: "退款" | "Refunded",
        Fee: "手续费" | "Fee",
        FeeOff: "多收费" | "Fee off",
        Net: "应结净额" | "Net",
        Due: "应到日" | "Due",
        Credited: "已入账" | "Credited",
        CreditedOn: "入账日" | "On",
        State: "状态" | "State",
        Nothing: "这些日子没有签约渠道的流水（合同见 sanhe site show）。"
            | "No rows of a channel under contract on these days (contracts: sanhe site show).",
    }
}

/// 状态.
pub const fn state(state: SettlementState, lang: Lang) -> &'static str {
    match state {
        SettlementState::NotFollowed => lang.pick("未登记到账账户", "no account"),
        SettlementState::NoStatement => lang.pick("待对账单", "awaits statement"),
        SettlementState::InTransit => lang.pick("在途", "in transit"),
        SettlementState::Overdue => lang.pick("逾期未到", "overdue"),
        SettlementState::Credited => lang.pick("已到账", "credited"),
        SettlementState::Short => lang.pick("金额不符", "differs"),
    }
}

/// 入账依据.
pub const fn means(means: Means, lang: Lang) -> &'static str {
    match means {
        Means::Named => lang.pick("商户号", "by merchant"),
        Means::Unnamed => lang.pick("金额", "by amount"),
        Means::Combined => lang.pick("并款", "combined"),
        Means::Short => lang.pick("商户号", "by merchant"),
    }
}

/// What one merchant's days come to: fee, net, credited; the fee at contract; rows charged otherwise.
pub fn merchant_sums(
    merchant: &str,
    [fee, net, credited]: [Money; 3],
    due: Option<Money>,
    off: u32,
    lang: Lang,
) -> String {
    let (fee, net, credited) = (fee.grouped(), net.grouped(), credited.grouped());
    let audit = match (due, lang) {
        (Some(due), Lang::Zh) => format!("，按合同 {}，{off} 笔费率不符", due.grouped()),
        (Some(due), Lang::En) => format!(", at contract {}, {off} row(s) charged otherwise", due.grouped()),
        (None, _) => String::new(),
    };
    match lang {
        Lang::Zh => format!("商户 {merchant}：手续费 {fee}{audit}；应结净额 {net}，已入账 {credited}"),
        Lang::En => format!("merchant {merchant}: fee {fee}{audit}; net {net}, credited {credited}"),
    }
}
