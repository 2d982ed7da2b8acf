//! OFX: `STMTTRN` elements of a statement, SGML 1.x (a tag need not close) or XML 2.x.
//!
//! Invariant: the file prints no opening balance, so nothing proves its first entry; the closing balance
//! (`LEDGERBAL`) is shown where it is of the last day or later. Decimal comma and point are both legal.

use super::{Account, Entry, money};
use crate::domain::import::{RowError, RowErrorCode};
use crate::domain::money::Money;
use crate::import::fault::at_line;

/// One tag and the text behind it.
struct Tag<'t> {
    name: &'t str,
    text: String,
    line: u32,
}

/// Tags that open a statement, of a bank account or of a card.
const STATEMENTS: [&str; 2] = ["STMTRS", "CCSTMTRS"];

pub(super) fn read(text: &str) -> Result<Vec<Account>, RowError> {
    let mut accounts: Vec<Account> = Vec::new();
    // What a name or number belongs to: the statement, an entry, or the party of an entry.
    let (mut entry, mut their_account, mut ledger): (Option<Entry>, bool, Option<Money>) = (None, false, None);
    let mut word = String::new();
    for tag in tags(text) {
        let Tag { name, text, line } = tag;
        if STATEMENTS.contains(&name) {
            accounts.push(Account { needs_opening: false, ..Account::default() });
            continue;
        }
        let Some(account) = accounts.last_mut() else { continue };
        match (name, &mut entry) {
            ("STMTTRN", None) => {
                word.clear();
                entry = Some(Entry { line, ..Entry::default() });
            }
            ("/STMTTRN", open) => {
                let Some(closed) = open.take() else { continue };
                account.entries.push(closed);
            }
            // SGML may leave an entry open; the next one closes it.
            ("STMTTRN", Some(open)) => {
                account.entries.push(std::mem::replace(open, Entry { line, ..Entry::default() }));
                word.clear();
            }
            ("/BANKTRANLIST", open) => account.entries.extend(open.take()),
            ("BANKACCTTO" | "CCACCTTO", _) => their_account = true,
            ("/BANKACCTTO" | "/CCACCTTO", _) => their_account = false,
            (field, Some(entry)) => fill(entry, (field, text, line), &mut word, their_account)?,
            ("CURDEF", None) => account.currency = text,
            ("ACCTID", None) => account.number = text.split_whitespace().collect(),
            ("LEDGERBAL", None) => ledger = Some(Money::ZERO),
            ("AVAILBAL", None) => ledger = None,
            ("BALAMT", None) if ledger.is_some() => {
                (account.closing, account.closed_on) = (Some(decimal(&text, line)?), line);
            }
            ("DTASOF", None) if ledger.take().is_some() => account.closed_at = moment(&text),
            _ => {}
        }
    }
    Ok(accounts)
}

/// Puts a field into the entry it stands in.
fn fill(
    entry: &mut Entry,
    (field, text, line): (&str, String, u32),
    word: &mut String,
    theirs: bool,
) -> Result<(), RowError> {
    match field {
        "TRNTYPE" => *word = text,
        "DTPOSTED" => entry.date = moment(&text),
        "TRNAMT" => {
            entry.amount = decimal(&text, line)?;
            let contrary = match word.as_str() {
                "CREDIT" | "DEP" | "DIRECTDEP" | "INT" | "DIV" => entry.amount < Money::ZERO,
                "DEBIT" | "PAYMENT" | "ATM" | "POS" | "CHECK" | "CASH" | "DIRECTDEBIT" | "FEE" | "SRVCHG" => {
                    entry.amount > Money::ZERO
                }
                _ => false,
            };
            if contrary {
                return Err(at_line(line, &text, RowErrorCode::SignContradicts, vec![]));
            }
        }
        "FITID" => entry.bank_no = text,
        "NAME" => entry.name = text,
        "ACCTID" if theirs => entry.account = text,
        "MEMO" | "CHECKNUM" | "REFNUM" => entry.text.push(text),
        _ => {}
    }
    Ok(())
}

/// Every tag of the text with what stands behind it up to the next.
fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut line = 1;
    text.split('<').map(move |part| {
        let on = line;
        line += memchr::memchr_iter(b'\n', part.as_bytes()).count() as u32;
        let (name, behind) = part.split_once('>').unwrap_or(("", ""));
        Tag { name: name.trim_end_matches('/').trim(), text: unescaped(behind.trim()), line: on }
    })
}

fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_string();
    }
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ");
    plain.replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

/// `20260302090807.000[+8:CST]` → `20260302090807`; without seconds they are zero.
fn moment(text: &str) -> String {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    if digits.len() == 12 { format!("{digits}00") } else { digits }
}

/// `-1234.56`, `1234,56` and `1,234.56`.
fn decimal(text: &str, line: u32) -> Result<Money, RowError> {
    match text.split_once(',') {
        Some((whole, decimals)) if !text.contains('.') && decimals.len() <= 2 => {
            money(&format!("{whole}.{decimals}"), line)
        }
        _ => money(text, line),
    }
}
