//! Whose statement it is 本方账号: of the command, of the lines above the header, of the file's name.
//!
//! Invariant: two places that name different accounts refuse the file; nothing is guessed.

use crate::book::formats::{Quote, StatementField, StatementProfile};
use crate::domain::import::{RowError, RowErrorCode};
use crate::import::fault::{at_cell, whole_file};
use crate::import::ident::identifier;
use crate::import::sniff::compared;
use crate::import::table::Cut;

/// Least and most digits an account may have.
const DIGITS: std::ops::RangeInclusive<usize> = 9..=32;

/// The account of the whole file. `None` where each row names its own.
pub(super) fn own(
    above: &str,
    profile: &StatementProfile,
    path: &str,
    asked: Option<&str>,
) -> Result<Option<String>, RowError> {
    let asked = asked.map(|asked| asked.split_whitespace().collect::<String>());
    let printed = labelled(above, &profile.account_labels)?;
    match (asked, printed) {
        (Some(asked), Some(printed)) if asked != printed => {
            Err(whole_file(RowErrorCode::AccountContradicts, vec![printed, asked]))
        }
        (Some(own), _) | (None, Some(own)) => Ok(Some(own)),
        (None, None) if rows_name_it(profile) => Ok(None),
        (None, None) => match in_name(path) {
            Some(own) => Ok(Some(own)),
            None => Err(whole_file(RowErrorCode::AccountMissing, vec![])),
        },
    }
}

fn rows_name_it(profile: &StatementProfile) -> bool {
    let required =
        |field| profile.heading(field).is_some_and(|heading| profile.required.iter().any(|it| it == heading));
    required(StatementField::Account)
        || required(StatementField::PayeeAccount) && required(StatementField::PayerAccount)
}

/// `账号：6222…` in one cell, or a label and the number in the cell behind it.
fn labelled(above: &str, labels: &[String]) -> Result<Option<String>, RowError> {
    for (number, line) in (1..).zip(above.lines()) {
        let mut cells = Vec::new();
        Cut { quote: Quote::Csv, widths: &[], notes: false }.split(line, &mut cells);
        let cells: Vec<&str> = cells.iter().map(|cell| cell.trim_matches(['"', ' ', '\t', '\r'])).collect();
        for (place, cell) in cells.iter().enumerate() {
            let whole = compared(cell);
            let Some(rest) = labels.iter().find_map(|label| whole.strip_prefix(&compared(label))) else { continue };
            let rest = rest.trim_start_matches([':', '[']);
            let behind = || cells[place + 1..].iter().copied().find(|cell| !cell.is_empty()).unwrap_or("");
            let digits = rest.chars().any(|letter| letter.is_ascii_digit());
            let shown = if digits { rest } else { behind() };
            if identifier(shown).is_err() {
                return Err(at_cell(number, cell, shown, RowErrorCode::SpreadsheetNumber, vec![]));
            }
            let account: String = compared(shown).chars().take_while(|letter| is_part(*letter)).collect();
            if DIGITS.contains(&account.chars().filter(char::is_ascii_digit).count()) {
                return Ok(Some(account));
            }
        }
    }
    Ok(None)
}

fn is_part(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '-'
}

/// The one run of digits in the file's name that is long enough and no date.
fn in_name(path: &str) -> Option<String> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let runs = name.split(|letter: char| !letter.is_ascii_digit());
    let date = |run: &str| run.len() == 14 && (run.starts_with("20") || run.starts_with("19"));
    let mut long: Vec<&str> = runs.filter(|run| (12..=32).contains(&run.len()) && !date(run)).collect();
    long.dedup();
    match long.as_slice() {
        [one] => Some((*one).to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_is_found_above_the_header() {
        let labels = ["账号".to_string(), "卡号".to_string()];
        for (above, account) in [
            ("账号:10-555101040012345\n", Some("10-555101040012345")),
            ("卡号: 6222000000000000123,,,\n", Some("6222000000000000123")),
            ("账号：[20880000000000010156]\r\n", Some("20880000000000010156")),
            ("\u{3000}账　　号：,\"6217 0000 0000 0000 123\t\"\n", Some("6217000000000000123")),
            ("查询账号,,\n", None),
            ("账号：对公\n", None),
        ] {
            assert_eq!(labelled(above, &labels).as_ref().map(Option::as_deref), Ok(account), "{above:?}");
        }
        let lost = labelled("账号:,6.22200E+18\n", &labels);
        assert_eq!(lost.map_err(|error| error.code), Err(RowErrorCode::SpreadsheetNumber));
    }

    #[test]
    fn the_account_is_found_in_the_name_of_the_file() {
        for (path, account) in [
            ("/in/hisdetail_6222000000000000123.csv", Some("6222000000000000123")),
            ("交易明细_440501040012345678_20260301_20260331.xls", Some("440501040012345678")),
            ("hisdetail20260301.csv", None),
            ("20260301101112.csv", None),
            ("440501040012345678-440501040012345679.csv", None),
        ] {
            assert_eq!(in_name(path).as_deref(), account, "{path}");
        }
    }
}
