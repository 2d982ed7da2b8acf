//! The sentences for what is wrong with a row of a HIS sheet: its direction, its figures, its methods.
//!
//! Every code that comes here has a sentence; a test of the table above goes through all of them.

use super::{Details, registry};
use crate::domain::import::RowErrorCode;
use crate::text::lang::Lang;

pub(super) fn chinese(code: RowErrorCode, details: &Details<'_>) -> String {
    match code {
        RowErrorCode::DirectionContradicts => {
            "这一行的收退标志、金额正负、红字发票号说的不是一回事，无法判断是收是退。".into()
        }
        RowErrorCode::PartsDiffer => format!(
            "“{}”写的是 {}，本行各项合计为 {}，差 {}。",
            details.get(0),
            details.get(1),
            details.get(2),
            details.get(3)
        ),
        RowErrorCode::SharedOrder => {
            format!("“{}”与“{}”都有金额，却只有一个订单号，不知是哪一种方式的。", details.get(0), details.get(1))
        }
        RowErrorCode::RowsIgnored => {
            format!("{} 行是“{}”，不动款，按非业务行计数，不参加对账。", details.get(0), details.get(1))
        }
        other => registry::sentence(other, details, Lang::Zh),
    }
}

pub(super) fn english(code: RowErrorCode, details: &Details<'_>) -> String {
    match code {
        RowErrorCode::DirectionContradicts => {
            "The mark, the sign of the amount and the red invoice of this row contradict: in or out.".into()
        }
        RowErrorCode::PartsDiffer => format!(
            "\"{}\" says {}, the figures of the row add up to {}, a difference of {}.",
            details.get(0),
            details.get(1),
            details.get(2),
            details.get(3)
        ),
        RowErrorCode::SharedOrder => format!(
            "\"{}\" and \"{}\" both hold money, but the row has one order number for both.",
            details.get(0),
            details.get(1)
        ),
        RowErrorCode::RowsIgnored => format!(
            "{} rows are \"{}\" and move no money: counted as control rows, not matched.",
            details.get(0),
            details.get(1)
        ),
        other => registry::sentence(other, details, Lang::En),
    }
}

pub(super) const fn cure_chinese(code: RowErrorCode) -> &'static str {
    match code {
        RowErrorCode::DirectionContradicts => "在 HIS 中核对这笔是收费还是退费，改正后重新导出。",
        RowErrorCode::PartsDiffer => "在 HIS 中核对这张结算单各项金额，改正后重新导出。",
        RowErrorCode::SharedOrder => "请 HIS 为每种支付方式各导出一列订单号，并写进版式文件的 unpivot。",
        RowErrorCode::RowsIgnored => "无需处理；若其中有真实收退款，改版式文件的 ignore。",
        other => registry::cure(other, Lang::Zh),
    }
}

pub(super) const fn cure_english(code: RowErrorCode) -> &'static str {
    match code {
        RowErrorCode::DirectionContradicts => {
            "Check in the HIS whether it is a payment or a refund, mend it and export again."
        }
        RowErrorCode::PartsDiffer => "Check the figures of this settlement in the HIS, mend them and export again.",
        RowErrorCode::SharedOrder => {
            "Have the HIS export an order number for each method and name it under unpivot in the layout's file."
        }
        RowErrorCode::RowsIgnored => {
            "Nothing to do; if some of them do move money, mend `ignore` of the layout's file."
        }
        other => registry::cure(other, Lang::En),
    }
}
