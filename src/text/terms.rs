//! Labels of domain codes. Temporary: replaced by the full table.

use super::lang::Lang;
use crate::domain::entry::{Kind, Method, Side};
use crate::domain::exception::{Class, State};
use crate::domain::import::Outcome;
use crate::domain::recon::DayStatus;

/// 类别.
pub fn class(class: Class, lang: Lang) -> &'static str {
    match class {
        Class::Quarantined => lang.pick("隔离行", "Quarantined"),
        Class::ForeignAccount => lang.pick("串户", "Foreign account"),
        Class::ZeroAmount => lang.pick("零金额", "Zero amount"),
        Class::ReversalPair => lang.pick("冲正对", "Reversal pair"),
        Class::Duplicate => lang.pick("重复", "Duplicate"),
        Class::RefundNoOriginal => lang.pick("无原单退费", "Refund, no original"),
        Class::RefundOtherRoute => lang.pick("异路退费", "Refund, other route"),
        Class::RefundOver => lang.pick("超额退费", "Refund over original"),
        Class::RefundPending => lang.pick("退费在途", "Refund pending"),
        Class::StatusDiffers => lang.pick("状态不符", "Status differs"),
        Class::DirectionDiffers => lang.pick("方向不符", "Direction differs"),
        Class::AmountDiffers => lang.pick("金额不符", "Amount differs"),
        Class::FeeDiffers => lang.pick("手续费差异", "Fee differs"),
        Class::CrossDay => lang.pick("跨日切", "Cross-day"),
        Class::MissingInBank => lang.pick("HIS有渠道无", "In HIS, not in bank"),
        Class::MissingInHis => lang.pick("渠道有HIS无", "In bank, not in HIS"),
        Class::MissingInCashier => lang.pick("收费端缺", "Not at cashier"),
        Class::HisOnly => lang.pick("HIS独有", "HIS only"),
        Class::CashierOnly => lang.pick("收费端独有", "Cashier only"),
        Class::BankOnly => lang.pick("渠道独有", "Bank only"),
        Class::DepositDiffers => lang.pick("存款不符", "Deposit differs"),
        Class::Unidentified => lang.pick("待查款项", "Unidentified"),
    }
}

/// 支付方式.
pub fn method(method: Method, lang: Lang) -> &'static str {
    match method {
        Method::Cash => lang.pick("现金", "Cash"),
        Method::Card => lang.pick("银行卡", "Card"),
        Method::Alipay => lang.pick("支付宝", "Alipay"),
        Method::Wechat => lang.pick("微信", "WeChat"),
        Method::MedicalAccount => lang.pick("医保个账", "Medical a/c"),
        Method::Prepaid => lang.pick("预交金", "Prepaid"),
        Method::Other => lang.pick("其他", "Other"),
    }
}

/// 方.
pub fn side(side: Side, lang: Lang) -> &'static str {
    match side {
        Side::His => "HIS",
        Side::Cashier => lang.pick("收费端", "Cashier"),
        Side::Bank => lang.pick("银行/渠道", "Bank"),
    }
}

/// 业务类型.
pub fn kind(kind: Kind, lang: Lang) -> &'static str {
    match kind {
        Kind::Pay => lang.pick("收费", "Pay"),
        Kind::Refund => lang.pick("退费", "Refund"),
        Kind::Revoke => lang.pick("撤销", "Revoke"),
        Kind::Deposit => lang.pick("存款", "Deposit"),
    }
}

/// 差异状态.
pub fn state(state: State, lang: Lang) -> &'static str {
    match state {
        State::Open => lang.pick("待处理", "Open"),
        State::Proposed => lang.pick("有建议", "Proposed"),
        State::Carried => lang.pick("已结转", "Carried"),
        State::Resolved => lang.pick("已平", "Resolved"),
        State::Waived => lang.pick("已豁免", "Waived"),
        State::Informational => lang.pick("仅提示", "For information"),
    }
}

/// 日状态.
pub fn day_status(status: DayStatus, lang: Lang) -> &'static str {
    match status {
        DayStatus::Empty => lang.pick("无数据", "No data"),
        DayStatus::SourceMissing => lang.pick("缺来源", "Source missing"),
        DayStatus::Stale => lang.pick("待对账", "To reconcile"),
        DayStatus::Open => lang.pick("待处理", "Open"),
        DayStatus::Clean => lang.pick("已平", "Clean"),
    }
}

/// 文件结果.
pub fn outcome(outcome: Outcome, lang: Lang) -> &'static str {
    match outcome {
        Outcome::Imported => lang.pick("已导入", "Imported"),
        Outcome::Known => lang.pick("已知", "Known"),
        Outcome::Refused => lang.pick("拒收", "Refused"),
    }
}
