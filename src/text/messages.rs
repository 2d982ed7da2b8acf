//! Sentences with figures. Temporary: replaced by the full set.

use super::lang::Lang;
use super::terms;
use crate::domain::import::{RowError, RowErrorCode};
use crate::domain::recon::{ExceptionCase, Note};

/// 缘由.
pub fn reason(case: &ExceptionCase, lang: Lang) -> String {
    let legs: Vec<String> =
        case.legs.iter().map(|leg| format!("{} {}", terms::side(leg.side, lang), leg.face.grouped())).collect();
    format!("{}: {}", terms::class(case.class, lang), legs.join(", "))
}

/// 事实.
pub fn note(note: &Note, lang: Lang) -> String {
    match note {
        Note::Times(times) => format!("{} {times}", lang.pick("记账次数", "booked times")),
        other => format!("{other:?}"),
    }
}

/// 行错误.
pub fn row_error(error: &RowError, lang: Lang) -> String {
    format!("{} {}", lang.pick("有误", "wrong"), error.code.code())
}

/// 办法.
pub fn cure(code: RowErrorCode, lang: Lang) -> &'static str {
    match code {
        RowErrorCode::EmptyFile => lang.pick("请重新导出", "export again"),
        _ => lang.pick("请改后重新导入", "mend and import again"),
    }
}
