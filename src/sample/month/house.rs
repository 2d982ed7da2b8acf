//! The made-up house: its contracts with channels, its two accounts, its HIS sheets.
//!
//! Invariant: what the files of a month name and charge is what this says.

use crate::domain::entry::Method;

use super::super::{unionpay, wechat};

/// 工商银行 account: nets of WeChat and UnionPay.
pub(super) const ICBC: &str = "1202020000000000101";
/// 建设银行 account: nets of Alipay, and cash.
pub(super) const CCB: &str = "44050100000000000202";
/// 支付宝 PID of the house.
pub(super) const ALIPAY: &str = "2088000000000001";

/// 渠道合同.
pub(super) struct Contract {
    /// Channel.
    pub(super) method: Method,
    /// Its word in channels.toml.
    pub(super) word: &'static str,
    /// 商户号.
    pub(super) merchant: &'static str,
    /// Contract rate.
    pub(super) rate: &'static str,
    /// Account the net arrives in.
    pub(super) account: &'static str,
    /// Who pays it, as the bank prints it.
    pub(super) payer: &'static str,
    /// Whether days due together are paid in one sum.
    pub(super) merges: bool,
}

/// Contracts whose nets are credited, T+1.
pub(super) const CONTRACTS: [Contract; 3] = [
    Contract {
        method: Method::Wechat,
        word: "微信",
        merchant: wechat::MERCHANT,
        rate: "0.0060",
        account: ICBC,
        payer: "财付通支付科技有限公司",
        merges: false,
    },
    Contract {
        method: Method::Alipay,
        word: "支付宝",
        merchant: ALIPAY,
        rate: "0.0055",
        account: CCB,
        payer: "支付宝（中国）网络技术有限公司",
        merges: true,
    },
    Contract {
        method: Method::Card,
        word: "银行卡",
        merchant: unionpay::MERCHANT,
        rate: "0.0045",
        account: ICBC,
        payer: "银联商务股份有限公司客户备付金",
        merges: true,
    },
];

/// The facts as the house would write them.
pub(super) fn channels_toml() -> String {
    let mut text = String::new();
    for Contract { word, merchant, rate, account, .. } in &CONTRACTS {
        text += &format!(
            "[[channel]]\nchannel = \"{word}\"\nmerchant = \"{merchant}\"\nrate = \"{rate}\"\n\
             fee_rounding = \"floor\"\nsettle = \"T+1\"\naccount = \"{account}\"\n\n"
        );
    }
    text += &format!(
        "[[channel]]\nchannel = \"现金\"\nmerchant = \"现金缴存\"\naccount = \"{CCB}\"\nsettle_ref = \"现金\"\n\n"
    );
    for (no, bank) in [(ICBC, "icbc"), (CCB, "ccb")] {
        text += &format!("[[account]]\nno = \"{no}\"\nbank = \"{bank}\"\n\n");
    }
    for (name, layouts) in [
        ("门诊", r#""his-outpatient-columns", "his-outpatient""#),
        ("住院", r#""his-inpatient""#),
        ("预交金", r#""his-prepaid""#),
    ] {
        text += &format!("[[his_sheet]]\nname = \"{name}\"\nlayouts = [{layouts}]\n\n");
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}
