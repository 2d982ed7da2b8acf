//! Exception 差异: what the engine could not tie, its class and where it leads.
//!
//! Invariant: a cause is one exception; classes, codes and precedence are declared once, here
//! (design: R3). Words for people stand in `text`.

use super::entry::codes;

codes! {
    /// 差异类别. In order of precedence: when several could apply to a receipt the earlier wins.
    Class {
        /// 隔离行 R23: did not parse.
        Quarantined = "quarantined",
        /// 串户 R17: merchant or account not ours.
        ForeignAccount = "foreign_account",
        /// 零金额 R22: whole bill borne by the fund.
        ZeroAmount = "zero_amount",
        /// 冲正对 R18: +x and −x, same key, same side.
        ReversalPair = "reversal_pair",
        /// 重复 R08: one receipt booked or charged twice on a side.
        Duplicate = "duplicate",
        /// 无原单退费 R12.
        RefundNoOriginal = "refund_no_original",
        /// 异路退费 R13.
        RefundOtherRoute = "refund_other_route",
        /// 超额退费 R14.
        RefundOver = "refund_over",
        /// 退费在途 R15.
        RefundPending = "refund_pending",
        /// 状态不符 R07: paid against revoked or failed.
        StatusDiffers = "status_differs",
        /// 方向不符 R06: same key, opposite sign.
        DirectionDiffers = "direction_differs",
        /// 金额不符 R05: same key, different fen.
        AmountDiffers = "amount_differs",
        /// 手续费差异 R10: fee is not the contract's.
        FeeDiffers = "fee_differs",
        /// 跨日切 R09: legs agree, days differ.
        CrossDay = "cross_day",
        /// HIS有渠道无 R01.
        MissingInBank = "missing_in_bank",
        /// 渠道有HIS无 R02.
        MissingInHis = "missing_in_his",
        /// 收费端缺 R03.
        MissingInCashier = "missing_in_cashier",
        /// 单方独有 R04, HIS.
        HisOnly = "his_only",
        /// 单方独有 R04, cashier.
        CashierOnly = "cashier_only",
        /// 单方独有 R04, bank.
        BankOnly = "bank_only",
        /// 存款不符 R11: deposit is not the sum of its receipts.
        DepositDiffers = "deposit_differs",
        /// 在途资金 R19: the channel settled, the bank has not credited.
        InTransit = "in_transit",
        /// 待查款项 R24: a statement row that belongs to nothing known.
        Unidentified = "unidentified",
    }
}

impl Class {
    /// The code printed on screens and paper (R01…R24).
    pub const fn paper_code(self) -> &'static str {
        match self {
            Class::MissingInBank => "R01",
            Class::MissingInHis => "R02",
            Class::MissingInCashier => "R03",
            Class::HisOnly | Class::CashierOnly | Class::BankOnly => "R04",
            Class::AmountDiffers => "R05",
            Class::DirectionDiffers => "R06",
            Class::StatusDiffers => "R07",
            Class::Duplicate => "R08",
            Class::CrossDay => "R09",
            Class::FeeDiffers => "R10",
            Class::DepositDiffers => "R11",
            Class::RefundNoOriginal => "R12",
            Class::RefundOtherRoute => "R13",
            Class::RefundOver => "R14",
            Class::RefundPending => "R15",
            Class::ForeignAccount => "R17",
            Class::ReversalPair => "R18",
            Class::InTransit => "R19",
            Class::ZeroAmount => "R22",
            Class::Quarantined => "R23",
            Class::Unidentified => "R24",
        }
    }
}

codes! {
    /// 差异状态.
    State {
        /// 待处理.
        Open = "open",
        /// 有建议: the engine ranks at least one counterpart; a person decides.
        Proposed = "proposed",
        /// 已结转.
        Carried = "carried",
        /// 已平.
        Resolved = "resolved",
        /// 已豁免.
        Waived = "waived",
        /// 仅提示: counted and shown, nothing to do.
        Informational = "informational",
    }
}
