//! Registry 参保登记: employers, and the rows of dues and payments as files bring them.
//!
//! Invariant: a row is keyed by what it is about (employer; employer × month × line × portion; employer ×
//! payment number); the same key with other content is a new version, never an edit. Provenance is a file
//! and a line for every version.

use super::item::{Assessment, Deferral, Portion, WriteOff};
use super::month::FeeMonth;
use crate::domain::codes::CreditCode;
use crate::domain::day::BusinessDay;
use crate::domain::entry::codes;
use crate::domain::import::{Encoding, OriginalPiece, RowError};
use crate::domain::money::Money;

codes! {
    /// 登记文件的种类.
    RegistrySource {
        /// 参保单位.
        Employers = "employers",
        /// 应缴.
        Dues = "dues",
        /// 实缴.
        Payments = "payments",
    }
}

codes! {
    /// 单位状态.
    EmployerStatus {
        /// 正常.
        Normal = "normal",
        /// 停产.
        Stopped = "stopped",
        /// 半停产.
        HalfStopped = "half_stopped",
        /// 破产.
        Bankrupt = "bankrupt",
        /// 注销.
        Cancelled = "cancelled",
    }
}

codes! {
    /// 企业规模 (工信部联企业〔2011〕300号).
    SizeClass {
        /// 大型.
        Large = "large",
        /// 中型.
        Medium = "medium",
        /// 小型.
        Small = "small",
        /// 微型.
        Micro = "micro",
        /// 不划型 or not on record.
        Unclassed = "unclassed",
    }
}

/// 参保单位.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Employer {
    /// 统一社会信用代码.
    pub code: CreditCode,
    /// 单位编号.
    pub no: String,
    /// 单位名称.
    pub name: String,
    /// 行业代码 GB/T 4754.
    pub industry: String,
    /// 规模.
    pub size: SizeClass,
    /// 单位类型.
    pub kind: String,
    /// 所属区域.
    pub area: String,
    /// 专管员.
    pub officer: String,
    /// 状态.
    pub status: EmployerStatus,
    /// 破产受理日.
    pub bankrupt_on: Option<BusinessDay>,
    /// 法定代表人.
    pub legal_representative: String,
    /// 联系人.
    pub contact: String,
    /// 联系电话.
    pub phone: String,
    /// 地址.
    pub address: String,
    /// 开户银行.
    pub bank: String,
    /// 银行账号.
    pub account: String,
}

/// 应缴 as a file brings it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueRow {
    /// Whose.
    pub code: CreditCode,
    /// 险种, by code.
    pub line: String,
    /// 费款所属期.
    pub month: FeeMonth,
    /// 缴费部分.
    pub portion: Portion,
    /// 缴费基数.
    pub base: Money,
    /// 费率 in millionths; 0 where the file does not say.
    pub rate_per_million: u32,
    /// 应缴金额.
    pub amount: Money,
    /// 缴费期限.
    pub due_on: BusinessDay,
    /// 核定方式.
    pub assessment: Assessment,
    /// 责令限期 failed.
    pub order_failed: bool,
    /// 缓缴.
    pub deferral: Option<Deferral>,
    /// 核销.
    pub written_off: Option<WriteOff>,
}

/// 实缴 as a file brings it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRow {
    /// Whose.
    pub code: CreditCode,
    /// 缴费编号.
    pub no: String,
    /// 缴费日期.
    pub paid_on: BusinessDay,
    /// 实缴金额.
    pub amount: Money,
    /// The one line it is for, by code; empty for all.
    pub line: String,
    /// 缴费渠道.
    pub channel: String,
    /// 票据号.
    pub ticket_no: String,
}

/// A row of a registry file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegistryRow {
    /// 参保单位.
    Employer(Employer),
    /// 应缴.
    Due(DueRow),
    /// 实缴.
    Payment(PaymentRow),
}

impl RegistryRow {
    /// Whose row it is.
    pub fn code(&self) -> &CreditCode {
        match self {
            RegistryRow::Employer(row) => &row.code,
            RegistryRow::Due(row) => &row.code,
            RegistryRow::Payment(row) => &row.code,
        }
    }

    /// What it is about: two rows of one file may not share it.
    pub fn key(&self) -> String {
        match self {
            RegistryRow::Employer(row) => row.code.to_string(),
            RegistryRow::Due(row) => format!("{} {} {} {}", row.code, row.month, row.line, row.portion.code()),
            RegistryRow::Payment(row) => format!("{} {}", row.code, row.no),
        }
    }
}

/// A line of a registry file: what it says, or why it cannot be taken.
#[derive(Clone, Debug)]
pub struct RegistryLine {
    /// Where it begins.
    pub line: u32,
    /// Its text as in the file, without the line end.
    pub raw: String,
    /// What it says.
    pub row: Result<RegistryRow, RowError>,
}

/// A registry file, read and checked by itself; nothing stored yet.
#[derive(Clone, Debug)]
pub struct ParsedRegistry {
    /// Path as given.
    pub path: String,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// Bytes in all.
    pub bytes: u64,
    /// How it was decoded.
    pub encoding: Encoding,
    /// Layout.
    pub format: String,
    /// What its rows are.
    pub source: RegistrySource,
    /// Everything down to and with the heading.
    pub head: String,
    /// Its rows, in order.
    pub lines: Vec<RegistryLine>,
    /// The original, compressed.
    pub pieces: Vec<OriginalPiece>,
}

/// What an import of a registry file adds to a [`FileReport`](crate::domain::import::FileReport).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryReport {
    /// What its rows are.
    pub source: RegistrySource,
    /// Rows in the file.
    pub rows: u64,
    /// Rows that cannot be taken.
    pub rejected: u64,
    /// Result files written: rejects sheet, and for "take the good ones" the rows taken and left.
    pub sheets: Vec<String>,
    /// Figures that corrections changed.
    pub changes: Vec<super::changes::Change>,
}
