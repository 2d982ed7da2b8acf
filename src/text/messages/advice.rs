//! Where a class of difference leads: what the person does next.

use crate::domain::exception::Class;
use crate::text::lang::Lang;

/// 处理. What to do about a case of this class.
pub const fn advice(class: Class, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => chinese(class),
        Lang::En => english(class),
    }
}

const fn chinese(class: Class) -> &'static str {
    match class {
        Class::Quarantined => "改正原文件后重新导入，或由第二人豁免",
        Class::ForeignAccount => "查明款项归属，退还或转给所属单位",
        Class::ZeroAmount => "无需处理",
        Class::ReversalPair => "已自行相抵，无需处理",
        Class::Duplicate => "冲正多记的一笔；多收的原路退回",
        Class::RefundNoOriginal => "由第二人核对原票据后确认",
        Class::RefundOtherRoute => "核对是否本人、有无套现，由第二人写明理由",
        Class::RefundOver => "追回多退的金额，追回前不得结账",
        Class::RefundPending => "等资金账单；失败则重新退费",
        Class::StatusDiffers => "查询渠道原订单，已撤销的冲销 HIS 收费",
        Class::DirectionDiffers => "核对是收是退，冲正记反的一方",
        Class::AmountDiffers => "以原票据为准，更正记错的一方",
        Class::FeeDiffers => "核对合同费率，向渠道追讨差额",
        Class::CrossDay => "日切时间差，自行了结，无需处理",
        Class::MissingInBank => "查是否到账：未付则冲销收费，已付则向渠道追款",
        Class::MissingInHis => "补记 HIS，或原路退回患者",
        Class::MissingInCashier => "查终端日志与交班表，补记收费端",
        Class::HisOnly => "多为作废或未付：核实后冲销 HIS",
        Class::CashierOnly => "多为作废或未付：核实后冲销收费端",
        Class::BankOnly => "查明来款，补记或退回",
        Class::DepositDiffers => "与收费员核对存款回单，差额补存或注明",
        Class::InTransit => "未到入账日的无需处理；逾期的向渠道或开户行催款",
        Class::Unidentified => "查明来源并注明，未明前挂往来",
    }
}

const fn english(class: Class) -> &'static str {
    match class {
        Class::Quarantined => "mend the file and import again, or have a second person waive it",
        Class::ForeignAccount => "find the owner of the money and pass it on",
        Class::ZeroAmount => "nothing to do",
        Class::ReversalPair => "cancels itself, nothing to do",
        Class::Duplicate => "reverse the extra row; refund what was charged twice",
        Class::RefundNoOriginal => "a second person checks the original ticket",
        Class::RefundOtherRoute => "check who received it; a second person gives the reason",
        Class::RefundOver => "recover what was refunded too much before the day closes",
        Class::RefundPending => "wait for the fund-flow bill; if it failed, refund again",
        Class::StatusDiffers => "query the order at the channel; if revoked, reverse the HIS charge",
        Class::DirectionDiffers => "find which side is reversed and correct it",
        Class::AmountDiffers => "correct the side that contradicts the ticket",
        Class::FeeDiffers => "check the contract rate and claim the difference",
        Class::CrossDay => "a timing item that clears itself, nothing to do",
        Class::MissingInBank => "not paid: reverse the charge; paid: claim it from the channel",
        Class::MissingInHis => "book it in HIS late, or refund by the original route",
        Class::MissingInCashier => "check the terminal log and shift report, book it at the cashier",
        Class::HisOnly => "usually void or never paid: verify and reverse in HIS",
        Class::CashierOnly => "usually void or never paid: verify and reverse at the cashier",
        Class::BankOnly => "find out whose money it is, book it or return it",
        Class::DepositDiffers => "check the deposit slip with the cashier; pay in or explain the difference",
        Class::InTransit => "nothing to do before it is due; overdue: ask the channel or the bank for it",
        Class::Unidentified => "find the source and label it; until then carry it as payable or receivable",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_an_advice_in_both_languages() {
        for class in Class::ALL {
            let (zh, en) = (advice(*class, Lang::Zh), advice(*class, Lang::En));
            assert!(!zh.is_empty() && !en.is_empty() && zh != en, "{class:?}");
        }
    }
}
