//! The adjustment statement: a clerk's file, and the bank's balance from the statements in the book.

use std::path::Path;

use super::session::Session;
use crate::book::balance::{BalanceSheet, parse};
use crate::book::files::RuleFile;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::balance::{BalanceStatement, Side};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::ops::site::read_file;
use crate::store::StatementRange;
use crate::text::balance::no_bank_balance;
use crate::text::masked;

/// 人民币: the currency of the books.
const YUAN: &str = "CNY";

/// Reads a file of items and adds both sides up.
///
/// # Errors
/// A refusal of the file by its line, or where no balance of the bank is known.
pub fn balance(context: &Context, path: &Path) -> Result<BalanceStatement, Failure> {
    let shown = path.display().to_string();
    let file = RuleFile { name: shown.clone(), shown, text: read_file(path)?.text.into() };
    let BalanceSheet { account, on, book, bank, has_bank_balance } = parse(&file)?;
    let balance = if has_bank_balance { bank.balance } else { bank_balance(context, &account, on)? };
    Ok(BalanceStatement { account, on, book, bank: Side { balance, ..bank } })
}

/// What the bank said stood on the account at the end of a day: the balance after its last row, of a
/// statement that covers that day.
fn bank_balance(context: &Context, account: &str, on: BusinessDay) -> Result<Money, Failure> {
    let reader = Session::open(context)?.reader()?;
    let parts = reader.statement_parts(Some(account))?;
    let covers = |from: BusinessDay, to: BusinessDay| from <= on && on <= to;
    let part = parts.into_iter().rfind(|one| one.part.currency == YUAN && covers(one.part.from, one.part.to));
    let known = match part {
        Some(booked) => {
            let range = StatementRange { account: Some(account), from: booked.part.from, to: on };
            let last = reader.statement_rows(&range)?.into_iter().rfind(|row| row.row.currency == YUAN);
            last.map_or(booked.part.opening, |row| row.row.balance)
        }
        None => None,
    };
    known.ok_or_else(|| Failure::Usage(no_bank_balance(&masked::account(account), &on.to_string(), context.lang)))
}
