//! Words of the adjustment statement 余额调节表.

use crate::domain::money::Money;
use crate::text::lang::Lang;
use crate::words;

words! {
    /// Headings of the statement.
    pub enum BalanceWord {
        Title: "银行存款余额调节表" | "Bank reconciliation statement",
        Short: "余额调节表" | "Balance statement",
        Account: "账号" | "Account",
        AsOf: "截至" | "as of",
        Unit: "单位：元" | "in yuan",
        Book: "企业账面余额" | "Balance in the books",
        Bank: "银行对账单余额" | "Balance of the bank",
        BankReceived: "加：银行已收，企业未收" | "add: received by the bank, not booked",
        BankPaid: "减：银行已付，企业未付" | "less: paid by the bank, not booked",
        BookErrors: "更正：企业记账差错" | "errors in the books",
        BookReceived: "加：企业已收，银行未收" | "add: booked as received, not at the bank",
        BookPaid: "减：企业已付，银行未付" | "less: booked as paid, not at the bank",
        BankErrors: "更正：银行记账差错" | "errors of the bank",
        Adjusted: "调节后余额" | "Adjusted balance",
        Signatures: "制表：            复核：            日期：" | "Prepared:            Reviewed:            Date:",
    }
}

/// Whether both sides meet.
pub fn verdict(difference: Money, lang: Lang) -> String {
    match (difference.is_zero(), lang) {
        (true, Lang::Zh) => "调节后余额相符。本表只作核对，不得据以记账。".into(),
        (true, Lang::En) => "The adjusted balances agree. This proves and is no voucher.".into(),
        (false, Lang::Zh) => format!("调节后余额不符，企业比银行差 {difference}，仍有未查明的款项。"),
        (false, Lang::En) => {
            format!("The adjusted balances differ, books less bank {difference}: something is not found yet.")
        }
    }
}

/// The book holds no statement balance for the account and day.
pub fn no_bank_balance(account: &str, on: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("账套内没有账号 {account} 截至 {on} 的对账单余额；先导入对账单，或在文件里写 statement。"),
        Lang::En => format!(
            "The book has no statement balance of account {account} as of {on}; import the statement, or give `statement` in the file."
        ),
    }
}
