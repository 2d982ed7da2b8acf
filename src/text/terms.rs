//! Labels of domain codes, Chinese and English side by side.
//!
//! Invariant: every match is exhaustive, so a new code without both labels does not compile; where a
//! word could be read as 长款 or 短款 the label names both sides.

use super::lang::Lang;
use crate::domain::closing::DayStep;
use crate::domain::decision::{Verb, WhyNot};
use crate::domain::entry::{Kind, Method, Side};
use crate::domain::exception::{Class, State};
use crate::domain::import::{Encoding, Outcome};
use crate::domain::journal::FactKind;
use crate::domain::recon::DayStatus;
use crate::domain::statement::control_names;

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
        Class::InTransit => lang.pick("在途资金", "in transit"),
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

/// 文件来源: a side, or a bank's statement where there is none.
pub const fn source(side: Option<Side>, lang: Lang) -> &'static str {
    match side {
        Some(side) => self::side(side, lang),
        None => lang.pick("银行对账单", "bank statement"),
    }
}

/// 控制总数的名称: the file's own, or the word for one the program makes.
pub fn control_name(name: &str, lang: Lang) -> &str {
    match name {
        control_names::BALANCE_CHAIN => lang.pick("余额链", "balance chain"),
        control_names::OPENING_BALANCE => lang.pick("期初余额（接前一份）", "opening balance"),
        control_names::CLOSING_BALANCE => lang.pick("期末余额（接后一份）", "closing balance"),
        _ => name,
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
        DayStatus::Prepared => lang.pick("待复核", "in review"),
        DayStatus::Closed => lang.pick("已关账", "closed"),
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
        FactKind::StatementImported => lang.pick("对账单导入", "statement imported"),
        FactKind::DaysReconciled => lang.pick("对账", "days reconciled"),
        FactKind::RegistryImported => lang.pick("登记文件导入", "registry file imported"),
        FactKind::CollectionWork => lang.pick("催缴作业", "collection work"),
        FactKind::Deferral => lang.pick("缓缴", "deferral"),
        FactKind::Signing => lang.pick("签批口令", "signing password"),
        FactKind::SigningReset => lang.pick("重置签批口令", "signing password reset"),
        FactKind::GoodRowsTaken => lang.pick("登记文件部分导入", "good rows of a registry file taken"),
        FactKind::CasesDecided => lang.pick("差异处理", "differences decided"),
        FactKind::DecisionUndone => lang.pick("撤销处理", "decision undone"),
        FactKind::SourceDeclared => lang.pick("声明缺来源", "source declared absent"),
        FactKind::DayPrepared => lang.pick("送复核", "day handed to review"),
        FactKind::DayClosed => lang.pick("关账", "day closed"),
        FactKind::DayReopened => lang.pick("重开", "day reopened"),
        FactKind::Chased => lang.pick("催缴", "chase"),
        FactKind::ApprovalStepped => lang.pick("审批", "approval step"),
        FactKind::RightsRequested => lang.pick("权限申请", "rights requested"),
        FactKind::RightsGranted => lang.pick("授权", "rights granted or taken back"),
        FactKind::StandInSet => lang.pick("代岗", "stand-in"),
        FactKind::StandInEnded => lang.pick("代岗结束", "stand-in ended"),
    }
}

/// 关账步骤.
pub const fn day_step(step: DayStep, lang: Lang) -> &'static str {
    match step {
        DayStep::Declare => lang.pick("声明缺来源", "declare a source absent"),
        DayStep::Prepare => lang.pick("送复核", "hand to review"),
        DayStep::Close => lang.pick("复核关账", "review and close"),
        DayStep::Reopen => lang.pick("重开", "reopen"),
    }
}

/// 处理动作.
pub const fn verb(verb: Verb, lang: Lang) -> &'static str {
    match verb {
        Verb::Accept => lang.pick("采纳建议", "accept the proposal"),
        Verb::Link => lang.pick("手工勾对", "link by hand"),
        Verb::Split => lang.pick("拆分勾对", "split over several"),
        Verb::Reject => lang.pick("否决建议", "reject the proposal"),
        Verb::Label => lang.pick("标注原因", "label with a reason"),
        Verb::Waive => lang.pick("豁免", "waive"),
        Verb::Assign => lang.pick("指派", "assign"),
        Verb::Carry => lang.pick("结转", "carry over"),
        Verb::Undo => lang.pick("撤销处理", "undo"),
    }
}

/// A part of a proposal's score; a part this program does not know stands as it is.
pub fn score_part(name: &str, lang: Lang) -> &str {
    match name {
        "amount" => lang.pick("金额同", "same amount"),
        "near" => lang.pick("时间近", "close in time"),
        "hour" => lang.pick("一小时内", "within the hour"),
        "cashier" => lang.pick("同收费员", "same cashier"),
        "no_order" => lang.pick("缺订单号", "no order number"),
        "order_tail" => lang.pick("订单号尾同", "order numbers end alike"),
        other => other,
    }
}

/// 不可办原因, as a short clause.
pub const fn why_not(why: WhyNot, lang: Lang) -> &'static str {
    match why {
        WhyNot::NoProposals => lang.pick("没有可采纳的建议", "nothing is proposed"),
        WhyNot::NoSuchProposal => lang.pick("没有这一条建议", "there is no such proposal"),
        WhyNot::NothingMissing => lang.pick("各方都在，无可勾对", "no side is missing, so there is nothing to link"),
        WhyNot::Settled => lang.pick("已处理，可先撤销", "it is settled; undo that first"),
        WhyNot::Informational => lang.pick("仅提示，无须处理", "it is for information only"),
        WhyNot::Quarantined => {
            lang.pick("隔离行只能改文件重导或豁免", "a quarantined row is mended in its file or waived")
        }
        WhyNot::NotQuarantined => lang.pick("只有隔离行可以豁免", "only a quarantined row can be waived"),
        WhyNot::NotOpen => {
            lang.pick("所选的不是缺一方的未决差异", "the counterpart is no open difference that lacks a side")
        }
        WhyNot::SameSide => lang.pick("两条在同一方，不能互勾", "both stand on the same side"),
        WhyNot::TooFar => lang.pick("相隔天数超出规则允许", "they lie further apart than the rules allow"),
        WhyNot::SumsDiffer => lang.pick("拆分各条之和与本条不等", "the parts do not add up to it"),
        WhyNot::Taken => lang.pick("对方已被另一条占用", "its counterpart is taken by another"),
        WhyNot::ReasonMissing => lang.pick("须写明原因", "a reason must be given"),
        WhyNot::NotLater => lang.pick("结转日须晚于差异日", "the day carried to must be later than its own"),
        WhyNot::NothingDecided => lang.pick("没有可撤销的处理", "nothing was decided on it"),
        WhyNot::DecidedLater => {
            lang.pick("其后另有处理，须先撤销后者", "something was decided on it since; undo that first")
        }
        WhyNot::DayClosed => lang.pick("当日已关账", "its day is closed"),
    }
}

/// Title of the demonstration book.
pub const DEMONSTRATION_TITLE: &str = "演示账套";

/// Operators of the demonstration book: two clerks, then a section head, a finance reviewer, a director
/// and an auditor. The names are made up, and Chinese in both languages, as people's names are.
pub const DEMONSTRATION_OPERATORS: [&str; 6] = ["李敏", "周宁", "陈立", "赵静", "吴昊", "孙岚"];

/// What the collection work of the demonstration book bears where a person would write something.
pub const DEMONSTRATION_NOTE: &str = "演示";

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
        both(DayStep::ALL, day_step);
        both(Verb::ALL, verb);
        both(WhyNot::ALL, why_not);
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
