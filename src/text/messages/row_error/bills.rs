//! The sentences for what is wrong with a channel's bill: its archive, its owner, what a spreadsheet did.
//!
//! Every code that comes here has a sentence; a test of the table above goes through all of them.

use super::{Details, sheets};
use crate::domain::import::RowErrorCode;

pub(super) fn chinese(code: RowErrorCode, details: &Details<'_>) -> String {
    match code {
        RowErrorCode::PersonalExport => {
            format!("这是{}，是个人账户的流水，没有商户订单号，不能当作单位的账；整个文件未导入。", details.get(0))
        }
        RowErrorCode::ControlMissing => "文件到末尾也没有应有的合计行，可能没有下载完整；整个文件未导入。".into(),
        RowErrorCode::SeveralBills => format!("压缩包里不止一张账单：{}。", details.rest(0, "、")),
        RowErrorCode::UnreadMember => format!("压缩包里的“{}”不是认识的账单，没有读入。", details.get(0)),
        RowErrorCode::BrokenArchive => format!("压缩包解不开：{}。", details.get(0)),
        RowErrorCode::ArchiveTooLarge => {
            format!("解压后超过 {}，或超过原大小的 {} 倍；已停止解压，整个文件未导入。", details.get(0), details.get(1))
        }
        RowErrorCode::UnsafeArchive => {
            format!("压缩包里的“{}”已加密，或指向压缩包以外的位置；整个文件未导入。", details.get(0))
        }
        RowErrorCode::ThousandsSplit => format!("金额 {} 的千分位逗号把它切成了两格。", details.get(0)),
        RowErrorCode::SecondsLost => {
            "该版式的时间都带秒，这里却没有：文件经 Excel 另存，秒已丢失，按 0 秒读入。".into()
        }
        RowErrorCode::UnknownWord => format!("“{}”不在该列已知的写法之内。", details.get(0)),
        RowErrorCode::Unproven => {
            format!("文件没有合计可以核对这些列：{}；行数与金额是否完整，文件自己无法证明。", details.rest(0, "、"))
        }
        _ => sheets::chinese(code, details),
    }
}

pub(super) fn english(code: RowErrorCode, details: &Details<'_>) -> String {
    match code {
        RowErrorCode::PersonalExport => format!(
            "This is a {}: the account of a person, without merchant order numbers; nothing of it was imported.",
            details.get(1)
        ),
        RowErrorCode::ControlMissing => {
            "The file ends without its control lines, so it may be cut short; nothing of it was imported.".into()
        }
        RowErrorCode::SeveralBills => format!("The archive holds more than one bill: {}.", details.rest(0, ", ")),
        RowErrorCode::UnreadMember => {
            format!("The archive also holds \"{}\", no bill of a known layout; it was not read.", details.get(0))
        }
        RowErrorCode::BrokenArchive => format!("The archive cannot be unpacked: {}.", details.get(0)),
        RowErrorCode::ArchiveTooLarge => format!(
            "It inflates to more than {}, or more than {} times its size; unpacking stopped and nothing was imported.",
            details.get(0),
            details.get(1)
        ),
        RowErrorCode::UnsafeArchive => format!(
            "Its member \"{}\" is encrypted or names a place outside the archive; nothing was imported.",
            details.get(0)
        ),
        RowErrorCode::ThousandsSplit => {
            format!("The thousands separator of the amount {} cut it into two cells.", details.get(0))
        }
        RowErrorCode::SecondsLost => {
            "Times of this layout have seconds, these do not: a spreadsheet saved them away; read as second 0.".into()
        }
        RowErrorCode::UnknownWord => format!("\"{}\" is not among the words known for this column.", details.get(0)),
        RowErrorCode::Unproven => format!(
            "No total of the file proves these columns: {}; whether rows and amounts are whole it cannot say itself.",
            details.rest(0, ", ")
        ),
        _ => sheets::english(code, details),
    }
}

pub(super) const fn cure_chinese(code: RowErrorCode) -> &'static str {
    match code {
        RowErrorCode::PersonalExport => {
            "请导出商户账单：微信登录商户平台“交易账单”下载，支付宝登录商家平台“对账中心”下载业务明细。"
        }
        RowErrorCode::SeveralBills => "先解压，再把每张账单分别导入。",
        RowErrorCode::UnreadMember => "解压后看一眼这个文件；是账单而版式不认识的，先加版式再导入。",
        RowErrorCode::BrokenArchive => "从渠道重新下载，不要改动压缩包。",
        RowErrorCode::ArchiveTooLarge => "确认文件来自渠道；确实很大时按日下载后分别导入。",
        RowErrorCode::UnsafeArchive => "确认文件来自渠道；加密的先用密码解压，再导入里面的账单。",
        RowErrorCode::ThousandsSplit => "从渠道重新下载；另存时给金额加引号，或去掉千分位。",
        RowErrorCode::SecondsLost => "可以照此导入；需要准确时间时，从渠道重新下载，不要用 Excel 另存。",
        RowErrorCode::UnknownWord => "核对这个词；确认无误后加入版式文件的 [bill.known]。",
        RowErrorCode::Unproven => "导入后把笔数与金额同渠道页面或 HIS 报表的合计对一遍。",
        _ => sheets::cure_chinese(code),
    }
}

pub(super) const fn cure_english(code: RowErrorCode) -> &'static str {
    match code {
        RowErrorCode::PersonalExport => {
            "Export the merchant's bill: the trade bill of the WeChat Pay merchant platform, or 业务明细 of Alipay's."
        }
        RowErrorCode::SeveralBills => "Unpack it and import each bill by itself.",
        RowErrorCode::UnreadMember => {
            "Unpack it and look at that file; if it is a bill of an unknown layout, add the layout."
        }
        RowErrorCode::BrokenArchive => "Download it again from the channel and leave the archive as it is.",
        RowErrorCode::ArchiveTooLarge => {
            "Make sure it comes from the channel; if it is that large, download it by the day."
        }
        RowErrorCode::UnsafeArchive => {
            "Make sure it comes from the channel; unpack an encrypted one with its password and import what is inside."
        }
        RowErrorCode::ThousandsSplit => "Download it again; when saving, quote amounts or leave out the separators.",
        RowErrorCode::SecondsLost => {
            "It may stay so; for exact times download it again and do not save it in a spreadsheet."
        }
        RowErrorCode::UnknownWord => "Check the word; if it is right, add it to [bill.known] of the layout's file.",
        RowErrorCode::Unproven => {
            "Compare count and amount with the totals the channel's page or the HIS report shows."
        }
        _ => sheets::cure_english(code),
    }
}
