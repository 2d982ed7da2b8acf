//! Bank statements 银行对账单: what the bank says went through one of the house's accounts.
//!
//! Invariant: within one file and account, every balance printed is the one before it plus the amounts
//! between them, or the file is refused; amounts are signed by the account: credits positive.

use super::day::{BusinessDay, TimeOfDay};
use super::import::{Control, Encoding, OriginalPiece, QuarantinedRow, RowError};
use super::money::Money;

/// 对账单行. One movement of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementRow {
    /// Line of the original file (row of the sheet), counted from 1.
    pub line: u32,
    /// 本方账号: the house's own account, as printed, without space.
    pub account: String,
    /// 币种, ISO code (`CNY`).
    pub currency: String,
    /// 记账日 the bank posted it on.
    pub day: BusinessDay,
    /// 时刻, where the bank prints one.
    pub at: TimeOfDay,
    /// Signed: credits 贷 (money in) positive, debits 借 negative.
    pub amount: Money,
    /// 余额 after it, where the bank prints one.
    pub balance: Option<Money>,
    /// 对方户名, as printed; masked wherever it is shown.
    pub counterparty_name: String,
    /// 对方账号, as printed; masked wherever it is shown.
    pub counterparty_account: String,
    /// 摘要, 用途, 附言, 备注 joined by one blank: where references are looked for.
    pub text: String,
    /// 银行流水号: the bank's own number; empty where it prints none.
    pub bank_no: String,
}

impl StatementRow {
    /// The key under which a later file brings this row again or a new version of it: account and
    /// currency and day, then the bank's own number (which may begin again each day) and the direction, else
    /// amount and balance.
    pub fn identity(&self) -> String {
        let StatementRow { account, currency, day, amount, bank_no, .. } = self;
        let fen = amount.fen();
        match (bank_no.is_empty(), self.balance) {
            (false, _) => format!("{account}|{currency}|no|{day}|{bank_no}|{}", fen.signum()),
            (true, Some(balance)) => format!("{account}|{currency}|chain|{day}|{fen}|{}", balance.fen()),
            (true, None) => format!("{account}|{currency}|row|{day}|{fen}|{}", self.text),
        }
    }

    /// Whether both say the same, wherever they stand.
    pub fn same_content(&self, other: &StatementRow) -> bool {
        StatementRow { line: 0, ..self.clone() } == StatementRow { line: 0, ..other.clone() }
    }
}

/// 账户段. What one file says of one account: its days and the balances at both ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountPart {
    /// 本方账号.
    pub account: String,
    /// 币种.
    pub currency: String,
    /// First day.
    pub from: BusinessDay,
    /// Last day.
    pub to: BusinessDay,
    /// 期初余额: before the first row; `None` where the bank prints no balances.
    pub opening: Option<Money>,
    /// 期末余额: after the last row.
    pub closing: Option<Money>,
    /// Rows.
    pub rows: u64,
}

/// A statement read and checked, nothing stored yet: what `import` hands to `ops`.
#[derive(Clone, Debug)]
pub struct ParsedStatement {
    /// Path as given.
    pub path: String,
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// Bytes in all.
    pub bytes: u64,
    /// How its text was decoded.
    pub encoding: Encoding,
    /// Layout it was read by.
    pub format: String,
    /// Rows that parsed, oldest first within an account.
    pub rows: Vec<StatementRow>,
    /// Rows that did not.
    pub quarantined: Vec<QuarantinedRow>,
    /// Rows below the header that are neither blank nor comments.
    pub rows_read: u64,
    /// Rows of totals and notes among them.
    pub control_rows: u64,
    /// The file's own totals and its chains of balances.
    pub controls: Vec<Control>,
    /// Things worth saying that stop nothing.
    pub warnings: Vec<RowError>,
    /// What it says of each account.
    pub parts: Vec<AccountPart>,
    /// The original, compressed.
    pub pieces: Vec<OriginalPiece>,
}

/// Names of controls the program makes itself; `text` has the words for them.
pub mod control_names {
    /// 余额链: closing balance printed, and opening balance plus every amount.
    pub const BALANCE_CHAIN: &str = "balance_chain";
    /// 期初余额: closing balance of the file before it, and opening balance of this one.
    pub const OPENING_BALANCE: &str = "opening_balance";
    /// 期末余额: opening balance of the file after it, and closing balance of this one.
    pub const CLOSING_BALANCE: &str = "closing_balance";
}
