//! Reading a file by a draft 试读: what would enter, by which unit and sign it reads best.
//!
//! Invariant: the file is read by the very text that would be kept, through the loader and the importer that every
//! file takes; nothing is stored.

use crate::book::draft::{Draft, DraftSource, ReadRow, TENDER, Trial};
use crate::book::formats::{Formats, Sign, Unit};
use crate::domain::arrears::registry::{RegistryLine, RegistryRow};
use crate::domain::entry::EntryColumns;
use crate::domain::import::{RefusedFile, RowError};
use crate::domain::money::Money;
use crate::domain::rejection::Rejection;
use crate::domain::statement::StatementRow;
use crate::import::raw::RawFile;
use crate::import::registry::{self, RegistryRules};
use crate::import::{Parsed, ReadOptions};

/// Rows told as they are understood.
const FIRST: usize = 2;

/// The draft with the unit and sign by which the file reads best, and what that reading gives: its own totals
/// decide between fen and yuan, its rows between signs.
///
/// # Errors
/// [`Rejection::RuleBook`] with the line of the draft that its loader refuses.
pub fn settle(
    raw: &RawFile,
    draft: &Draft,
    registry: &RegistryRules,
    options: &ReadOptions<'_>,
    said: (Option<Unit>, Option<Sign>),
) -> Result<(Draft, Trial), Rejection> {
    let in_fen = || {
        draft
            .roles
            .iter()
            .any(|(heading, role)| (role == "amount" || role.starts_with(TENDER)) && heading.ends_with("(分)"))
    };
    let units = match said.0.or_else(|| in_fen().then_some(Unit::Fen)) {
        Some(unit) => vec![unit],
        None => vec![Unit::Yuan, Unit::Fen],
    };
    let first = Draft { unit: units[0], sign: said.1.unwrap_or(draft.sign), ..draft.clone() };
    let mut best = (first.clone(), trial(raw, &first, registry, options)?);
    if !matches!(draft.source, DraftSource::Receipts(_)) {
        return Ok(best);
    }
    let worded = draft.heading("kind").is_some();
    let signs = match said.1 {
        Some(sign) => vec![sign],
        None if worded => vec![Sign::AsKind, Sign::Positive, Sign::Free],
        None => vec![Sign::Free],
    };
    for unit in units {
        for sign in &signs {
            let other = Draft { unit, sign: *sign, ..draft.clone() };
            let read = trial(raw, &other, registry, options)?;
            if read.badness() < best.1.badness() {
                best = (other, read);
            }
        }
    }
    Ok(best)
}

/// Reads a file by a draft and stores nothing.
///
/// # Errors
/// [`Rejection::RuleBook`] with the line of the draft that its loader refuses.
pub fn trial(
    raw: &RawFile,
    draft: &Draft,
    registry: &RegistryRules,
    options: &ReadOptions<'_>,
) -> Result<Trial, Rejection> {
    let file = draft.file();
    if matches!(draft.source, DraftSource::Registry(_)) {
        let layouts = vec![crate::book::registry::parse(&file)?];
        let rules = RegistryRules { layouts, policy: registry.policy.clone() };
        let parsed = registry::parse(raw, &rules, Some(&draft.name), options.today);
        return Ok(parsed.map_or_else(|refused| of_refused(*refused), |parsed| of_registry(&parsed.lines)));
    }
    let formats = Formats::only(&file)?;
    let options = ReadOptions { format: Some(&draft.name), ..*options };
    Ok(match crate::import::read(raw.clone(), &formats, &options) {
        Err(refused) => of_refused(*refused),
        Ok(Parsed::Receipts(parsed)) => Trial {
            rows_read: parsed.rows_read,
            taken: parsed.rows_entered,
            control_rows: parsed.control_rows,
            first: first_entries(&parsed.entries),
            moved: moved((0..parsed.entries.len()).map(|row| parsed.entries.get(row).amount)),
            wrong: parsed.quarantined.into_iter().map(|row| row.error).collect(),
            controls: parsed.controls,
            warnings: parsed.warnings,
            refused: Vec::new(),
        },
        Ok(Parsed::Statement(parsed)) => Trial {
            rows_read: parsed.rows_read,
            taken: parsed.rows.len() as u64,
            control_rows: parsed.control_rows,
            first: parsed.rows.iter().take(FIRST).map(first_of_statement).collect(),
            moved: moved(parsed.rows.iter().map(|row| row.amount)),
            wrong: parsed.quarantined.into_iter().map(|row| row.error).collect(),
            controls: parsed.controls,
            warnings: parsed.warnings,
            refused: Vec::new(),
        },
    })
}

fn first_entries(entries: &EntryColumns) -> Vec<ReadRow> {
    let read = |row: usize| {
        let entry = entries.get(row);
        let numbers = [entry.his_no, entry.channel_no, entry.order_no];
        ReadRow {
            line: entry.line,
            day: entry.day,
            at: entry.at,
            kind: Some(entry.kind),
            method: Some(entry.method),
            amount: entry.amount,
            number: numbers.into_iter().find(|number| !number.is_empty()).unwrap_or("").to_string(),
        }
    };
    (0..entries.len().min(FIRST)).map(read).collect()
}

fn first_of_statement(row: &StatementRow) -> ReadRow {
    let StatementRow { line, day, at, amount, text, .. } = row;
    ReadRow { line: *line, day: *day, at: *at, kind: None, method: None, amount: *amount, number: text.clone() }
}

fn of_refused(refused: RefusedFile) -> Trial {
    Trial { rows_read: refused.rows_read, controls: refused.controls, refused: refused.errors, ..Trial::default() }
}

fn of_registry(lines: &[RegistryLine]) -> Trial {
    let money = lines.iter().filter_map(|line| match line.row.as_ref().ok()? {
        RegistryRow::Employer(_) => None,
        RegistryRow::Due(due) => Some(due.amount),
        RegistryRow::Payment(payment) => Some(payment.amount),
    });
    let wrong: Vec<RowError> = lines.iter().filter_map(|line| line.row.as_ref().err().cloned()).collect();
    let rows_read = lines.len() as u64;
    Trial { rows_read, taken: rows_read - wrong.len() as u64, moved: moved(money), wrong, ..Trial::default() }
}

/// Money in, and money out as a positive sum.
fn moved(amounts: impl Iterator<Item = Money>) -> (Money, Money) {
    amounts.fold((Money::ZERO, Money::ZERO), |(money_in, money_out), amount| {
        if amount < Money::ZERO { (money_in, money_out - amount) } else { (money_in + amount, money_out) }
    })
}
