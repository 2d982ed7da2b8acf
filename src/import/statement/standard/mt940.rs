//! MT940: `:61:` entries between `:60F:` and `:62F:`, decimal comma, RC and RD for reversals.

use super::{Account, Entry, money};
use crate::domain::import::{RowError, RowErrorCode};
use crate::domain::money::Money;
use crate::import::fault::at_line;

/// A field: its tag, its text with continuation lines, its line.
struct Field {
    tag: String,
    text: String,
    line: u32,
}

pub(super) fn read(text: &str) -> Result<Vec<Account>, RowError> {
    let mut accounts: Vec<Account> = Vec::new();
    for field in fields(text) {
        if field.tag == "20" {
            accounts.push(Account::default());
        }
        let Some(account) = accounts.last_mut() else { continue };
        match field.tag.as_str() {
            "25" => account.number = field.text.lines().next().unwrap_or("").split_whitespace().collect(),
            "60F" | "60M" => {
                let (currency, opening) = balance(&field)?;
                (account.currency, account.opening) = (currency, account.opening.or(Some(opening)));
            }
            "61" => account.entries.push(entry(&field)?),
            "86" => {
                if let (Some(entry), None) = (account.entries.last_mut(), account.closing) {
                    entry.text.push(parted(&field.text));
                }
            }
            "62F" | "62M" => (account.closing, account.closed_on) = (Some(balance(&field)?.1), field.line),
            _ => {}
        }
    }
    Ok(accounts)
}

/// The text of `:86:` with its lines joined, and its subfields (`?20`) parted by a blank.
fn parted(text: &str) -> String {
    let whole = text.lines().map(str::trim).collect::<Vec<_>>().join("");
    let mut parts = whole.split('?');
    let first = parts.next().unwrap_or("").to_string();
    parts.fold(first, |joined, part| {
        let code = part.get(..2).is_some_and(|code| code.bytes().all(|byte| byte.is_ascii_digit()));
        let part = if code { part[2..].to_string() } else { format!("?{part}") };
        if joined.is_empty() { part } else { format!("{joined} {part}") }
    })
}

fn fields(text: &str) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for (line, number) in text.lines().zip(1_u32..) {
        let line = line.trim_end_matches(['\r', ' ']);
        let line = line.rsplit_once("{4:").map_or(line, |(_, rest)| rest);
        let tagged = line.strip_prefix(':').and_then(|rest| rest.split_once(':'));
        match tagged.filter(|(tag, _)| matches!(tag.len(), 2 | 3) && tag.as_bytes()[0].is_ascii_digit()) {
            Some((tag, text)) => fields.push(Field { tag: tag.into(), text: text.into(), line: number }),
            None if line.starts_with("-}") || line == "-" => {}
            None => {
                if let Some(field) = fields.last_mut() {
                    field.text.push('\n');
                    field.text.push_str(line);
                }
            }
        }
    }
    fields
}

/// `C260302CNY1234,56`.
fn balance(field: &Field) -> Result<(String, Money), RowError> {
    let wrong = || at_line(field.line, &field.text, RowErrorCode::AmountGrammar, vec![]);
    let (mark, rest) = (field.text.get(..1).ok_or_else(wrong)?, field.text.get(7..).ok_or_else(wrong)?);
    let (currency, amount) = (rest.get(..3).ok_or_else(wrong)?, rest.get(3..).ok_or_else(wrong)?);
    let amount = decimal(amount, field.line)?;
    match mark {
        "C" => Ok((currency.into(), amount)),
        "D" => Ok((currency.into(), -amount)),
        _ => Err(wrong()),
    }
}

/// `2603020302C1234,56NTRFref//bankref`, with more text on the line below.
fn entry(field: &Field) -> Result<Entry, RowError> {
    let wrong = |code| at_line(field.line, &field.text, code, vec![]);
    let mut lines = field.text.lines();
    let first = lines.next().unwrap_or("");
    let digits = first.bytes().take_while(u8::is_ascii_digit).count();
    if !first.is_ascii() || !matches!(digits, 6 | 10) {
        return Err(wrong(RowErrorCode::DateGrammar));
    }
    let date = posted(&first[..digits]);
    let rest = &first[digits..];
    let marks = [("RC", -1), ("RD", 1), ("C", 1), ("D", -1)];
    let found = marks.iter().find_map(|(mark, sign)| Some((rest.strip_prefix(mark)?, *sign)));
    let (rest, sign) = found.ok_or_else(|| wrong(RowErrorCode::UnknownDirection))?;
    let rest = rest.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let length = rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b',').count();
    let amount = decimal(&rest[..length], field.line)?;
    let reference = rest[length..].get(4..).unwrap_or("");
    let (own, bank) = reference.split_once("//").unwrap_or((reference, ""));
    let own = if own.trim() == "NONREF" { "" } else { own };
    let text = std::iter::once(own).chain(lines).map(str::to_string).collect();
    let amount = if sign < 0 { -amount } else { amount };
    Ok(Entry { line: field.line, date, amount, text, bank_no: bank.trim().into(), ..Entry::default() })
}

/// The day of posting, in the year that lies nearest to the value day's: December's entry may be valued in January.
fn posted(digits: &str) -> String {
    let (year, value) = (digits[..2].parse::<u32>().unwrap_or(0), &digits[2..6]);
    let Some(entry) = digits.get(6..10) else { return format!("20{year:02}{value}") };
    let year = match (&value[..2], &entry[..2]) {
        ("01", "12") => year.saturating_sub(1),
        ("12", "01") => year + 1,
        _ => year,
    };
    format!("20{year:02}{entry}")
}

/// `1234,56` and `1234,`.
fn decimal(text: &str, line: u32) -> Result<Money, RowError> {
    money(text.replace(',', ".").trim_end_matches('.'), line)
}
