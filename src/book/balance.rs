//! Reads what a clerk writes down for an adjustment statement 余额调节表: a TOML file of balances and items.
//!
//! Invariant: an unknown key, an amount that is no plain yuan, or an item without words is refused with
//! its line; the bank's balance may be left out, and is then taken from the statements in the book.

use serde::Deserialize;
use toml::Spanned;

use super::files::{RuleFile, parse_toml};
use crate::domain::balance::{Item, Side};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::domain::rejection::Rejection;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    account: Spanned<String>,
    on: Spanned<String>,
    book: Spanned<String>,
    statement: Option<Spanned<String>>,
    #[serde(default)]
    bank_received_not_booked: Vec<RawItem>,
    #[serde(default)]
    bank_paid_not_booked: Vec<RawItem>,
    #[serde(default)]
    book_errors: Vec<RawItem>,
    #[serde(default)]
    booked_received_not_at_bank: Vec<RawItem>,
    #[serde(default)]
    booked_paid_not_at_bank: Vec<RawItem>,
    #[serde(default)]
    bank_errors: Vec<RawItem>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawItem {
    text: Spanned<String>,
    amount: Spanned<String>,
}

/// What the file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceSheet {
    /// 账号.
    pub account: String,
    /// As of this day.
    pub on: BusinessDay,
    /// 企业账面.
    pub book: Side,
    /// 银行对账单; its balance counts only where `has_bank_balance`.
    pub bank: Side,
    /// Whether the file names the bank's balance.
    pub has_bank_balance: bool,
}

/// Reads the file.
///
/// # Errors
/// [`Rejection::RuleBook`] with file and line.
pub fn parse(file: &RuleFile) -> Result<BalanceSheet, Rejection> {
    let raw: RawFile = parse_toml(file)?;
    let wrong_day = || file.wrong_at(&raw.on, "on is a day, 2026-03-31");
    let items = |raw: &[RawItem], signed: bool| -> Result<Vec<Item>, Rejection> {
        raw.iter().map(|one| item(file, one, signed)).collect()
    };
    Ok(BalanceSheet {
        account: raw.account.get_ref().split_whitespace().collect(),
        on: BusinessDay::parse(raw.on.get_ref()).ok_or_else(wrong_day)?,
        book: Side {
            balance: yuan(file, &raw.book)?,
            received: items(&raw.bank_received_not_booked, false)?,
            paid: items(&raw.bank_paid_not_booked, false)?,
            errors: items(&raw.book_errors, true)?,
        },
        bank: Side {
            balance: raw.statement.as_ref().map(|text| yuan(file, text)).transpose()?.unwrap_or_default(),
            received: items(&raw.booked_received_not_at_bank, false)?,
            paid: items(&raw.booked_paid_not_at_bank, false)?,
            errors: items(&raw.bank_errors, true)?,
        },
        has_bank_balance: raw.statement.is_some(),
    })
}

fn item(file: &RuleFile, raw: &RawItem, signed: bool) -> Result<Item, Rejection> {
    let text = raw.text.get_ref().trim();
    if text.is_empty() || text.chars().count() > 60 || text.chars().any(char::is_control) {
        return Err(file.wrong_at(&raw.text, "text is 1 to 60 characters on one line"));
    }
    let amount = yuan(file, &raw.amount)?;
    if !signed && amount <= Money::ZERO {
        return Err(file.wrong_at(&raw.amount, "an amount received or paid is above 0.00; only errors carry a sign"));
    }
    Ok(Item { text: text.to_string(), amount })
}

fn yuan(file: &RuleFile, text: &Spanned<String>) -> Result<Money, Rejection> {
    Money::parse_plain(text.get_ref()).ok_or_else(|| file.wrong_at(text, "an amount is plain yuan, \"1234.56\""))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<BalanceSheet, Rejection> {
        parse(&RuleFile { name: "b.toml".into(), shown: "b.toml".into(), text: text.to_string().into() })
    }

    const GOOD: &str = "account = \"6222 0001\"\non = \"2026-03-31\"\nbook = \"100.00\"\n";

    #[test]
    fn a_file_says_what_it_says_or_which_line_is_wrong() {
        let sheet = read(&format!("{GOOD}[[book_errors]]\ntext = \"少记\"\namount = \"-1.00\"\n")).unwrap();
        assert_eq!((sheet.account.as_str(), sheet.has_bank_balance), ("62220001", false));
        assert_eq!(sheet.book.adjusted().to_string(), "99.00");
        for (text, line) in [
            (GOOD.replace("100.00", "1e2"), 3),
            (GOOD.replace("2026-03-31", "2026-02-30"), 2),
            (format!("{GOOD}[[bank_paid_not_booked]]\ntext = \"费\"\namount = \"-1.00\"\n"), 6),
            (format!("{GOOD}[[bank_paid_not_booked]]\ntext = \"\"\namount = \"1.00\"\n"), 5),
        ] {
            assert!(matches!(read(&text), Err(Rejection::RuleBook { line: found, .. }) if found == line), "{text}");
        }
    }
}
