//! Labels of domain codes, Chinese and English side by side.
//!
//! Invariant: every match is exhaustive, so a new code without both labels does not compile; where a
//! word could be read as 长款 or 短款 the label names both sides.

use super::lang::Lang;
use crate::domain::entry::{Kind, Method, Side};
use crate::domain::exception::{Class, State};
use crate::domain::import::{Encoding, Outcome};
use crate::domain::journal::FactKind;
use crate::domain::recon::DayStatus;

/// 差异类别.
pub const fn class(class: Class, lang: Lang) -> &'static str {
    match class {
        Class::Quarantined => lang.pick("隔离行", "quarantined row"),
        Class::ForeignAccount => lang.pick("串户", "foreign account"),
        Class::ZeroAmount => lang.pick("零金额", "zero amount"),
        Class::ReversalPair => lang.pick("冲正对", "reversal pair"),
        Class::Duplicate => lang.pick("重复", "duplicate"),
        Class::RefundNoOriginal => lang.pick("无原单退费", "refund without original"),
        Class::RefundOtherRoute => lang.pick("异路退费", "refund by another route"),
        Class::RefundOver => lang.pick("超额退费", "refund over original"),
        Class::RefundPending => lang.pick("退费在途", "refund pending"),
        Class::StatusDiffers => lang.pick("状态不符", "status differs"),
        Class::DirectionDiffers => lang.pick("方向不符", "direction differs"),
        Class::AmountDiffers => lang.pick("金额不符", "amount differs"),
        Class::FeeDiffers => lang.pick("手续费差异", "fee differs"),
        Class::CrossDay => lang.pick("跨日切", "across the cutoff"),
        Class::MissingInBank => lang.pick("HIS有渠道无", "in HIS, not at channel"),
        Class::MissingInHis => lang.pick("渠道有HIS无", "at channel, not in HIS"),
        Class::MissingInCashier => lang.pick("收费端缺", "missing at cashier"),
        Class::HisOnly => lang.pick("单方独有（仅HIS）", "in HIS only"),
        Class::CashierOnly => lang.pick("单方独有（仅收费端）", "at cashier only"),
        Class::BankOnly => lang.pick("单方独有（仅渠道）", "at channel only"),
        Class::DepositDiffers => lang.pick("存款不符", "deposit differs"),
        Class::Unidentified => lang.pick("待查款项", "unidentified money"),
    }
}

/// 支付方式.
pub const fn method(method: Method, lang: Lang) -> &'static str {
    match method {
        Method::Cash => lang.pick("现金", "cash"),
        Method::Card => lang.pick("银行卡", "bank card"),
        Method::Alipay => lang.pick("支付宝", "Alipay"),
        Method::Wechat => lang.pick("微信", "WeChat"),
        Method::MedicalAccount => lang.pick("医保个账", "medical account"),
        Method::Prepaid => lang.pick("预交金", "prepaid"),
        Method::Other => lang.pick("其他", "other"),
    }
}

/// The word of a method in files and JSON, the same whatever language is read.
pub const fn method_code_word(code: Method) -> &'static str {
    method(code, Lang::Zh)
}

/// The method a file or a JSON text calls by this word; `None` for any other word.
pub fn method_from_word(word: &str) -> Option<Method> {
    Method::ALL.iter().copied().find(|code| method_code_word(*code) == word)
}

/// 方.
pub const fn side(side: Side, lang: Lang) -> &'static str {
    match side {
        Side::His => "HIS",
        Side::Cashier => lang.pick("收费端", "cashier"),
        Side::Bank => lang.pick("银行/渠道", "bank/channel"),
    }
}

/// 业务类型.
pub const fn kind(kind: Kind, lang: Lang) -> &'static str {
    match kind {
        Kind::Pay => lang.pick("收费", "payment"),
        Kind::Refund => lang.pick("退费", "refund"),
        Kind::Revoke => lang.pick("撤销", "revocation"),
        Kind::Deposit => lang.pick("存款", "deposit"),
    }
}

/// 差异状态.
pub const fn state(state: State, lang: Lang) -> &'static str {
    match state {
        State::Open => lang.pick("待处理", "open"),
        State::Proposed => lang.pick("有建议", "proposed"),
        State::Carried => lang.pick("已结转", "carried"),
        State::Resolved => lang.pick("已平", "resolved"),
        State::Waived => lang.pick("已豁免", "waived"),
        State::Informational => lang.pick("仅提示", "for information"),
    }
}

/// 日状态.
pub const fn day_status(status: DayStatus, lang: Lang) -> &'static str {
    match status {
        DayStatus::Empty => lang.pick("无数据", "no data"),
        DayStatus::SourceMissing => lang.pick("缺来源", "source missing"),
        DayStatus::Stale => lang.pick("待对账", "to reconcile"),
        DayStatus::Open => lang.pick("待处理", "differences open"),
        DayStatus::Clean => lang.pick("已平", "tallies"),
    }
}

/// 文件结果.
pub const fn outcome(outcome: Outcome, lang: Lang) -> &'static str {
    match outcome {
        Outcome::Imported => lang.pick("已导入", "imported"),
        Outcome::Known => lang.pick("已知", "known"),
        Outcome::Refused => lang.pick("拒收", "refused"),
    }
}

/// 文件编码.
pub const fn encoding(encoding: Encoding, lang: Lang) -> &'static str {
    match encoding {
        Encoding::Utf8 => lang.pick("UTF-8 编码", "UTF-8"),
        Encoding::Gb18030 => lang.pick("国标 GB18030 编码", "GB18030"),
    }
}

/// 事实种类.
pub const fn fact_kind(kind: FactKind, lang: Lang) -> &'static str {
    match kind {
        FactKind::BookCreated => lang.pick("建账", "book created"),
        FactKind::SinglePerson => lang.pick("单人账套", "single-person book"),
        FactKind::OperatorAdded => lang.pick("增加操作员", "operator added"),
        FactKind::SiteImported => lang.pick("本单位资料导入", "site facts imported"),
        FactKind::FileImported => lang.pick("文件导入", "file imported"),
        FactKind::DaysReconciled => lang.pick("对账", "days reconciled"),
        FactKind::RegistryImported => lang.pick("登记文件导入", "registry file imported"),
        FactKind::GoodRowsTaken => lang.pick("登记文件部分导入", "good rows of a registry file taken"),
    }
}

/// Title of the demonstration book.
pub const DEMONSTRATION_TITLE: &str = "演示账套";

/// Operators of the demonstration book: two clerks, then a section head, a finance reviewer, a director
/// and an auditor. The names are made up, and Chinese in both languages, as people's names are.
pub const DEMONSTRATION_OPERATORS: [&str; 6] = ["李敏", "周宁", "陈立", "赵静", "吴昊", "孙岚"];

#[cfg(test)]
mod tests {
    use super::*;

    fn both<T: Copy + std::fmt::Debug>(all: &[T], label: fn(T, Lang) -> &'static str) {
        for value in all {
            let (zh, en) = (label(*value, Lang::Zh), label(*value, Lang::En));
            assert!(!zh.is_empty() && !en.is_empty() && zh != en, "{value:?}: {zh} | {en}");
        }
    }

    #[test]
    fn every_code_has_two_labels_that_differ() {
        both(Class::ALL, class);
        both(Method::ALL, method);
        both(Kind::ALL, kind);
        both(State::ALL, state);
        both(DayStatus::ALL, day_status);
        both(Outcome::ALL, outcome);
        both(Encoding::ALL, encoding);
        both(FactKind::ALL, fact_kind);
        both(&[Side::Cashier, Side::Bank], side);
    }

    #[test]
    fn labels_of_one_kind_are_all_different() {
        for lang in [Lang::Zh, Lang::En] {
            let mut labels: Vec<&str> = Class::ALL.iter().map(|value| class(*value, lang)).collect();
            labels.sort_unstable();
            labels.dedup();
            assert_eq!(labels.len(), Class::ALL.len());
        }
    }

    #[test]
    fn methods_read_back_from_the_word_in_files() {
        for method in Method::ALL {
            assert_eq!(method_from_word(method_code_word(*method)), Some(*method));
        }
        for wrong in ["", "微信支付", "WeChat", "cash"] {
            assert_eq!(method_from_word(wrong), None, "{wrong}");
        }
    }
}
