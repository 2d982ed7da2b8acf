//! ISO 20022 camt.053: `Stmt` with `Bal` and `Ntry`; the sign is `CdtDbtInd` of the entry.
//!
//! A batch entry with several `TxDtls` stays one movement, as the account saw it; all its remittance
//! texts are joined.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Account, Entry, money};
use crate::domain::import::{RowError, RowErrorCode};
use crate::domain::money::Money;
use crate::import::fault::whole_file;

/// A balance or an entry while it is read.
#[derive(Debug, Default)]
struct Open {
    amount: String,
    debit: bool,
    kind: String,
    entry: Entry,
}

pub(super) fn read(text: &str) -> Result<Vec<Account>, RowError> {
    let wrong = |why: String| whole_file(RowErrorCode::SheetUnreadable, vec![why]);
    let mut reader = Reader::from_str(text);
    let (mut path, mut accounts, mut open): (Vec<String>, Vec<Account>, Open) = Default::default();
    loop {
        let line = line_at(text, reader.buffer_position());
        match reader.read_event().map_err(|error| wrong(error.to_string()))? {
            Event::Start(tag) => {
                path.push(name(&tag));
                begin(&path, &tag, line, &mut accounts, &mut open);
            }
            Event::Text(content) => {
                say(&path, content.trim(), &mut accounts, &mut open);
            }
            Event::GeneralRef(reference) => {
                let letter = quick_xml::escape::resolve_predefined_entity(&reference).unwrap_or("");
                say(&path, letter, &mut accounts, &mut open);
            }
            Event::End(_) => {
                end(&path, line, accounts.last_mut(), &mut open)?;
                path.pop();
            }
            Event::Eof => return Ok(accounts),
            _ => {}
        }
    }
}

fn name(tag: &BytesStart<'_>) -> String {
    tag.local_name().as_ref().to_string()
}

fn line_at(text: &str, position: u64) -> u32 {
    let at = usize::try_from(position).unwrap_or(usize::MAX).min(text.len());
    memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count() as u32 + 1
}

fn begin(path: &[String], tag: &BytesStart<'_>, line: u32, accounts: &mut Vec<Account>, open: &mut Open) {
    match ends(path, 2).as_slice() {
        [_, "Stmt"] => accounts.push(Account::default()),
        ["Stmt", "Bal" | "Ntry"] => *open = Open { entry: Entry { line, ..Entry::default() }, ..Open::default() },
        ["Bal", "Amt"] => {
            let currency = tag.attributes().flatten().find(|it| it.key.as_ref() == "Ccy");
            if let (Some(account), Some(currency)) = (accounts.last_mut(), currency) {
                account.currency = currency.value.into_owned();
            }
        }
        _ => {}
    }
}

fn ends(path: &[String], count: usize) -> Vec<&str> {
    path[path.len().saturating_sub(count)..].iter().map(String::as_str).collect()
}

/// Takes the text of an element in its place.
fn say(path: &[String], text: &str, accounts: &mut [Account], open: &mut Open) {
    if text.is_empty() {
        return;
    }
    let under = |name: &str| path.iter().any(|part| part == name);
    match ends(path, 2).as_slice() {
        ["Bal" | "Ntry", "Amt"] => open.amount.push_str(text),
        ["Bal" | "Ntry", "CdtDbtInd"] => open.debit = text == "DBIT",
        ["CdOrPrtry", "Cd"] if under("Bal") => open.kind = text.into(),
        ["BookgDt", "Dt" | "DtTm"] => open.entry.date = text.into(),
        ["Ntry", "AcctSvcrRef"] => open.entry.bank_no.push_str(text),
        ["RmtInf", "Ustrd"] | ["Ntry", "AddtlNtryInf"] | ["Refs", "EndToEndId"] if text != "NOTPROVIDED" => {
            open.entry.text.push(text.into());
        }
        [_, "Nm"] if under("RltdPties") && under(their_side(open.debit)) => open.entry.name.push_str(text),
        ["Id", "IBAN"] | ["Othr", "Id"] if under(&format!("{}Acct", their_side(open.debit))) => {
            open.entry.account = text.into();
        }
        ["Id", "IBAN"] | ["Othr", "Id"] if under("Acct") && !under("Ntry") => {
            if let Some(account) = accounts.last_mut() {
                account.number = text.split_whitespace().collect();
            }
        }
        _ => {}
    }
}

/// Of money in the debtor is the other one, of money out the creditor.
fn their_side(debit: bool) -> &'static str {
    if debit { "Cdtr" } else { "Dbtr" }
}

fn end(path: &[String], line: u32, account: Option<&mut Account>, open: &mut Open) -> Result<(), RowError> {
    let (Some(account), [.., parent, closed]) = (account, path) else { return Ok(()) };
    if parent != "Stmt" || !matches!(closed.as_str(), "Bal" | "Ntry") {
        return Ok(());
    }
    let size = money(&open.amount, open.entry.line)?;
    let signed: Money = if open.debit { -size } else { size };
    match (closed.as_str(), open.kind.as_str()) {
        ("Bal", "OPBD" | "PRCD") => account.opening = account.opening.or(Some(signed)),
        ("Bal", "CLBD") => (account.closing, account.closed_on) = (Some(signed), line),
        ("Ntry", _) => account.entries.push(Entry { amount: signed, ..std::mem::take(&mut open.entry) }),
        _ => {}
    }
    Ok(())
}
