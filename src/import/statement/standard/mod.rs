//! Statements in a standard's own form 标准报文: MT940, camt.053 and OFX, known by how they begin.
//!
//! Invariant: where both balances stand (MT940, camt.053) the opening balance plus every entry is the
//! closing balance, or the file is refused: no entry can be taken away, added or altered. OFX prints only
//! the closing one, and the import says that nothing proves the file.

mod camt;
mod mt940;
mod ofx;

use super::Body;
use crate::domain::day::{BusinessDay, TimeOfDay};
use crate::domain::import::{Control, RowError, RowErrorCode};
use crate::domain::money::Money;
use crate::domain::statement::{AccountPart, StatementRow, control_names};
use crate::import::ReadOptions;
use crate::import::date::{DateReader, Window};
use crate::import::fault::{at_line, whole_file};

/// A standard this program reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Standard {
    Mt940,
    Camt053,
    Ofx,
}

impl Standard {
    /// Its name, where a layout's stands.
    pub(in crate::import) fn name(self) -> &'static str {
        match self {
            Standard::Mt940 => "mt940",
            Standard::Camt053 => "camt053",
            Standard::Ofx => "ofx",
        }
    }
}

/// What a text is, by its beginning.
pub(in crate::import) fn of(text: &str) -> Option<Standard> {
    let head: String = text.chars().take(2_000).collect();
    let begins = head.trim_start_matches(['\u{feff}', ' ', '\r', '\n']);
    if begins.starts_with('<') && head.contains("urn:iso:std:iso:20022:tech:xsd:camt.053") {
        return Some(Standard::Camt053);
    }
    if begins.starts_with("OFXHEADER:") || (begins.starts_with('<') && head.contains("<OFX>")) {
        return Some(Standard::Ofx);
    }
    let swift = begins.starts_with(":20:") || begins.starts_with("{1:");
    (swift && head.contains(":25:") && head.contains(":60")).then_some(Standard::Mt940)
}

/// One statement of the file, as the standard says it.
#[derive(Debug)]
struct Account {
    number: String,
    currency: String,
    opening: Option<Money>,
    closing: Option<Money>,
    /// Whether the standard prints both balances.
    needs_opening: bool,
    /// Moment the closing balance is of, where the standard says; empty where it is of the end.
    closed_at: String,
    /// Line the closing balance stands on.
    closed_on: u32,
    entries: Vec<Entry>,
}

impl Default for Account {
    fn default() -> Self {
        Account {
            number: String::new(),
            currency: String::new(),
            opening: None,
            closing: None,
            needs_opening: true,
            closed_at: String::new(),
            closed_on: 0,
            entries: Vec::new(),
        }
    }
}

/// One movement, with what it is called by.
#[derive(Clone, Debug, Default)]
struct Entry {
    line: u32,
    date: String,
    amount: Money,
    name: String,
    account: String,
    text: Vec<String>,
    bank_no: String,
}

/// Reads the statements of a file.
pub(in crate::import) fn read(text: &str, standard: Standard, options: &ReadOptions<'_>) -> Body {
    let accounts = match standard {
        Standard::Mt940 => mt940::read(text),
        Standard::Camt053 => camt::read(text),
        Standard::Ofx => ofx::read(text),
    };
    let mut body = Body::default();
    match accounts {
        Err(error) => body.errors.push(error),
        Ok(accounts) if accounts.iter().all(|account| account.entries.is_empty()) => {
            body.errors.push(whole_file(RowErrorCode::HeaderOnly, vec![]));
        }
        Ok(accounts) => {
            let mut dates = DateReader::new(Window::around(options.today));
            for account in accounts {
                if let Err(error) = take(&mut body, account, &mut dates, options.account) {
                    body.errors.push(error);
                }
            }
        }
    }
    body
}

fn take(body: &mut Body, account: Account, dates: &mut DateReader, asked: Option<&str>) -> Result<(), RowError> {
    let own = match (account.number.as_str(), asked) {
        ("", None) => return Err(whole_file(RowErrorCode::AccountMissing, vec![])),
        ("", Some(asked)) => asked.to_string(),
        (printed, Some(asked)) if printed != asked => {
            return Err(whole_file(RowErrorCode::AccountContradicts, vec![printed.into(), asked.into()]));
        }
        (printed, _) => printed.to_string(),
    };
    check(body, &account)?;
    let first = body.rows.len();
    for entry in &account.entries {
        let (day, at) = date(entry, dates)?;
        body.rows.push(row(entry, (own.clone(), account.currency.clone()), (day, at)));
    }
    body.rows_read += account.entries.len() as u64;
    if let Some((from, to)) = super::span(body.rows[first..].iter().map(|row| row.day)) {
        // A closing balance of an earlier day is not that of these entries.
        let closes = account.closed_at.is_empty() || dates.read(&account.closed_at).is_ok_and(|(day, _)| day >= to);
        let (opening, closing) = (account.opening, account.closing.filter(|_| closes));
        let rows = account.entries.len() as u64;
        body.parts.push(AccountPart { account: own, currency: account.currency, from, to, opening, closing, rows });
    }
    Ok(())
}

/// Opening balance and entries against the closing balance.
fn check(body: &mut Body, account: &Account) -> Result<(), RowError> {
    if !account.needs_opening {
        body.warnings.push(whole_file(RowErrorCode::NothingToCheck, vec![]));
        return Ok(());
    }
    let (Some(opening), Some(closing)) = (account.opening, account.closing) else {
        return Err(at_line(account.closed_on, "", RowErrorCode::ControlMissing, vec![]));
    };
    let actual = account.entries.iter().fold(opening, |sum, entry| sum + entry.amount);
    let (name, ok) = (control_names::BALANCE_CHAIN.to_string(), actual == closing);
    body.controls.push(Control { name, expected: closing.to_string(), actual: actual.to_string(), ok });
    if ok {
        return Ok(());
    }
    let details = [actual, closing, closing - actual].map(|money| money.to_string());
    Err(at_line(account.closed_on, "", RowErrorCode::BalanceBroken, details.into()))
}

fn date(entry: &Entry, dates: &mut DateReader) -> Result<(BusinessDay, TimeOfDay), RowError> {
    // A zone behind the time is the bank's own; the time stands as printed.
    let printed = entry.date.get(..19).unwrap_or(&entry.date);
    dates.read(printed).map_err(|_| at_line(entry.line, &entry.date, RowErrorCode::DateGrammar, vec![]))
}

fn row(entry: &Entry, (account, currency): (String, String), (day, at): (BusinessDay, TimeOfDay)) -> StatementRow {
    let mut parts: Vec<String> = Vec::new();
    for text in &entry.text {
        let (part, _) = super::columns::memo(text);
        if !part.is_empty() && !parts.contains(&part) {
            parts.push(part);
        }
    }
    StatementRow {
        line: entry.line,
        account,
        currency,
        day,
        at,
        amount: entry.amount,
        balance: None,
        counterparty_name: super::columns::memo(&entry.name).0,
        counterparty_account: super::columns::memo(&entry.account).0,
        text: parts.join(" "),
        bank_no: super::columns::memo(&entry.bank_no).0,
    }
}

/// An amount as the standard prints it.
fn money(text: &str, line: u32) -> Result<Money, RowError> {
    let wrong = || at_line(line, text, RowErrorCode::AmountGrammar, vec![]);
    crate::domain::amount::amount(text, 5).ok().flatten().ok_or_else(wrong)
}
