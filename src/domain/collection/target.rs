//! Target 任务: how much of a year's contributions is to come in, or of arrears to be cleared, in one cell.

use super::progress::ProgressBy;
use crate::domain::entry::codes;
use crate::domain::money::Money;

codes! {
    /// 任务种类.
    Measure {
        /// 征缴: of what is due within the period.
        Collect = "collect",
        /// 清欠: of arrears.
        Clear = "clear",
    }
}

/// 任务.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// 年度.
    pub year: i32,
    /// Kind.
    pub measure: Measure,
    /// Group.
    pub by: ProgressBy,
    /// Line code, area, officer or type.
    pub key: String,
    /// How much; zero takes the target away.
    pub amount: Money,
}
