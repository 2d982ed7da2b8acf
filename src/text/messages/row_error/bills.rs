//! The sentences for what is wrong with a channel's bill: its archive, its owner, what a spreadsheet did.
//!
//! Every code that comes here has a sentence; a test of the table above goes through all of them.

use super::Details;
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
        _ => String::new(),
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
        _ => String::new(),
    }
}
