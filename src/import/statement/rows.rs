//! Rows of a statement → movements 逐行取数; what does not parse is quarantined whole.
//!
//! Invariant: a row is either a movement, every field of it checked, or a quarantined row with the
//! first thing wrong; it is never mended, padded or dropped.

use super::chain::Link;
use super::columns::{Cell, Columns, cell, memo};
use crate::book::formats::StatementField as Field;
use crate::domain::day::{BusinessDay, TimeOfDay};
use crate::domain::import::{QuarantinedRow, RowError, RowErrorCode};
use crate::domain::money::Money;
use crate::domain::statement::StatementRow;
use crate::import::ReadOptions;
use crate::import::cells::split_amount;
use crate::import::date::{DateFault, DateReader, Window, serial};
use crate::import::fault::{at_cell, at_line};
use crate::import::ident::bare;
use crate::import::sniff::compared;
use crate::import::table::Row;

/// 人民币 as banks write it; any other currency is kept as printed.
const RENMINBI: [&str; 6] = ["", "人民币", "人民币元", "RMB", "CNY", "156"];

/// Most notes about hidden characters in one file.
const NOTES_MAX: usize = 1;

/// Reads the rows of one file.
#[derive(Debug)]
pub(super) struct RowReader<'f> {
    columns: &'f Columns<'f>,
    /// The account of a file whose rows do not name it, or that was asked for.
    own: Option<String>,
    dates: DateReader,
    /// Whether its cells were read off a sheet, where a date may be a mere number.
    sheet: bool,
    warnings: Vec<RowError>,
}

impl<'f> RowReader<'f> {
    pub(super) fn new(
        columns: &'f Columns<'f>,
        own: Option<String>,
        sheet: bool,
        options: &ReadOptions<'_>,
    ) -> RowReader<'f> {
        RowReader { columns, own, sheet, dates: DateReader::new(Window::around(options.today)), warnings: Vec::new() }
    }

    pub(super) fn into_warnings(self) -> Vec<RowError> {
        self.warnings
    }

    /// What a row adds to the chain of balances, quarantined or not.
    pub(super) fn link(&mut self, row: &Row<'_>) -> Cell<Link> {
        self.check_shape(row)?;
        let amount = self.amount(row)?;
        let balance = self.columns.money(row, Field::Balance)?;
        let account = self.account(row, amount).unwrap_or_default();
        let moment = self.moment(row).ok();
        Ok(Link { line: row.line, account, currency: self.currency(row), amount, balance, moment })
    }

    /// The movement of a row.
    pub(super) fn row(&mut self, row: &Row<'_>) -> Cell<StatementRow> {
        self.check_shape(row)?;
        let (day, at) = self.moment(row)?;
        let amount = self.amount(row)?;
        let balance = self.columns.money(row, Field::Balance)?;
        let columns = self.columns;
        let (their_name, their_account) = if amount >= Money::ZERO {
            (Field::PayerName, Field::PayerAccount)
        } else {
            (Field::PayeeName, Field::PayeeAccount)
        };
        let one_of = |first: &str, second: &str| if first.is_empty() { second.to_string() } else { first.to_string() };
        Ok(StatementRow {
            line: row.line,
            account: self.account(row, amount)?,
            currency: self.currency(row),
            day,
            at,
            amount,
            balance,
            counterparty_name: one_of(columns.name(row, Field::CounterpartyName)?, columns.name(row, their_name)?),
            counterparty_account: one_of(
                columns.number(row, Field::CounterpartyAccount)?,
                columns.number(row, their_account)?,
            ),
            text: self.text(row),
            bank_no: columns.number(row, Field::BankNo)?.to_string(),
        })
    }

    /// A row that did not parse, with its day when that could be read.
    pub(super) fn quarantine(&mut self, row: &Row<'_>, error: RowError) -> QuarantinedRow {
        let day = if row.swallowed { None } else { self.moment(row).ok().map(|(day, _)| day) };
        QuarantinedRow { raw: row.raw.into(), error, day, method: None, his_no: String::new(), order_no: String::new() }
    }

    fn check_shape(&self, row: &Row<'_>) -> Cell<()> {
        let (expected, found) = (self.columns.width, row.cells.len());
        if row.swallowed {
            return Err(at_line(row.line, "\"", RowErrorCode::UnclosedQuote, vec![row.line.to_string()]));
        }
        if let Some(amount) = split_amount(row, expected) {
            return Err(at_line(row.line, &amount, RowErrorCode::ThousandsSplit, vec![amount.clone()]));
        }
        if expected != found {
            let details = vec![expected.to_string(), found.to_string()];
            return Err(at_line(row.line, "", RowErrorCode::RaggedRow, details));
        }
        Ok(())
    }

    /// Signed: from 收入 and 支出, from an amount and its direction, or from a signed amount.
    fn amount(&self, row: &Row<'_>) -> Cell<Money> {
        let columns = self.columns;
        let inward = self.inward(row)?;
        let heading = |field| columns.place(field).map_or("", |place| place.heading);
        let Some(place) = columns.place(Field::Amount) else {
            let (received, paid) = (columns.money(row, Field::Received)?, columns.money(row, Field::Paid)?);
            let paid = paid.map(|paid| if columns.profile.paid_negative { -paid } else { paid });
            let moved = |money: Option<Money>| money.filter(|money| !money.is_zero());
            let wrong = |field, code| at_cell(row.line, heading(field), columns.text(row, field), code, vec![]);
            return match (moved(received), moved(paid), inward) {
                (Some(_), Some(_), _) | (Some(_), None, Some(false)) => {
                    Err(wrong(Field::Received, RowErrorCode::TwoDirections))
                }
                (None, Some(_), Some(true)) => Err(wrong(Field::Paid, RowErrorCode::TwoDirections)),
                (Some(received), None, _) => Ok(received),
                (None, Some(paid), _) => Ok(-paid),
                (None, None, _) if received.is_some() || paid.is_some() => Ok(Money::ZERO),
                (None, None, _) => Err(wrong(Field::Received, RowErrorCode::EmptyCell)),
            };
        };
        match (columns.money(row, Field::Amount)?, inward) {
            (None, _) => Err(at_cell(row.line, place.heading, "", RowErrorCode::EmptyCell, vec![])),
            (Some(amount), Some(false)) => Ok(-amount),
            (Some(amount), _) => Ok(amount),
        }
    }

    /// Whether a row is one of money in, also where it moves nothing.
    pub(super) fn is_inward(&self, row: &Row<'_>, amount: Money) -> bool {
        match self.inward(row) {
            Ok(Some(word)) => word,
            _ if !amount.is_zero() => amount > Money::ZERO,
            _ => self.columns.money(row, Field::Received).is_ok_and(|received| received.is_some()),
        }
    }

    /// 借贷标志: `true` is money in; `None` where the layout has no such column.
    fn inward(&self, row: &Row<'_>) -> Cell<Option<bool>> {
        let Some(place) = self.columns.place(Field::Direction) else { return Ok(None) };
        let word = compared(cell(row, place));
        let (inward, outward) = &self.columns.profile.directions;
        let is_among = |words: &[String]| words.iter().any(|listed| compared(listed) == word);
        match (is_among(inward), is_among(outward)) {
            (true, _) => Ok(Some(true)),
            (_, true) => Ok(Some(false)),
            _ => {
                let code = if word.is_empty() { RowErrorCode::EmptyCell } else { RowErrorCode::UnknownDirection };
                Err(at_cell(row.line, place.heading, cell(row, place), code, vec![]))
            }
        }
    }

    /// Our own account: of a column, of payer or payee by direction, else of the file.
    fn account(&self, row: &Row<'_>, amount: Money) -> Cell<String> {
        let ours = if amount >= Money::ZERO { Field::PayeeAccount } else { Field::PayerAccount };
        for field in [Field::Account, ours] {
            let printed: String = self.columns.number(row, field)?.split_whitespace().collect();
            if printed.is_empty() {
                continue;
            }
            return match &self.own {
                Some(own) if *own != printed => {
                    let heading = self.columns.place(field).map_or("", |place| place.heading);
                    let details = vec![printed.clone(), own.clone()];
                    Err(at_cell(row.line, heading, &printed, RowErrorCode::AccountContradicts, details))
                }
                _ => Ok(printed),
            };
        }
        match &self.own {
            Some(own) => Ok(own.clone()),
            None => Err(at_line(row.line, "", RowErrorCode::AccountMissing, vec![])),
        }
    }

    fn currency(&self, row: &Row<'_>) -> String {
        let printed = compared(self.columns.text(row, Field::Currency));
        if RENMINBI.contains(&printed.as_str()) { "CNY".into() } else { printed }
    }

    /// Day and time, from one cell or two.
    fn moment(&mut self, row: &Row<'_>) -> Cell<(BusinessDay, TimeOfDay)> {
        let (on, at) = (self.columns.place(Field::On), self.columns.place(Field::At));
        let Some(first) = on.or(at) else { return Err(at_line(row.line, "", RowErrorCode::EmptyCell, vec![])) };
        let (day, time) = self.read_date(row.line, first.heading, cell(row, first), None)?;
        let Some(clock) = at.filter(|_| on.is_some()).map(|place| (place.heading, cell(row, place))) else {
            return Ok((day, time));
        };
        if bare(clock.1).is_empty() || !time.is_known() && bare(clock.1) == "-" {
            return Ok((day, time));
        }
        // A cell with a day of its own counts only where that is the day of posting.
        let (its_day, time) = self.read_date(row.line, clock.0, clock.1, Some(day))?;
        Ok((day, if its_day == day { time } else { TimeOfDay::UNKNOWN }))
    }

    /// A date, or with `day` a clock time of that day.
    fn read_date(
        &mut self,
        line: u32,
        heading: &str,
        cell: &str,
        day: Option<BusinessDay>,
    ) -> Cell<(BusinessDay, TimeOfDay)> {
        let text = bare(cell);
        let clock = day.and_then(|day| clock_text(text).map(|clock| format!("{day} {clock}")));
        let serial = serial(text).filter(|_| self.sheet && clock.is_none()).map(|(day, at)| match at.is_known() {
            true => format!("{day} {at}"),
            false => day.to_string(),
        });
        self.dates.read(clock.as_deref().or(serial.as_deref()).unwrap_or(text)).map_err(|fault| {
            let code = match fault {
                _ if text.is_empty() => RowErrorCode::EmptyCell,
                DateFault::Grammar => RowErrorCode::DateGrammar,
                DateFault::Range => RowErrorCode::DateRange,
            };
            at_cell(line, heading, cell, code, vec![])
        })
    }

    /// 摘要, 用途, 附言, 备注: each once, joined by a blank; hidden characters are taken out with a note.
    fn text(&mut self, row: &Row<'_>) -> String {
        let mut parts: Vec<String> = Vec::new();
        for place in &self.columns.texts {
            let (part, stripped) = memo(cell(row, *place));
            if stripped && self.warnings.len() < NOTES_MAX {
                let code = RowErrorCode::HiddenInText;
                self.warnings.push(at_cell(row.line, place.heading, cell(row, *place), code, vec![]));
            }
            if !part.is_empty() && !parts.contains(&part) {
                parts.push(part);
            }
        }
        parts.join(" ")
    }
}

/// `093312`, `93312` and `1` (a spreadsheet drops leading zeros), `09:33:12`, `９：３３` as a clock; a text with a
/// day in it is none.
fn clock_text(text: &str) -> Option<String> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.len() {
        1..=6 if digits => {
            let padded = format!("{text:0>6}");
            Some(format!("{}:{}:{}", &padded[..2], &padded[2..4], &padded[4..]))
        }
        _ => (compared(text).len() <= 12 && compared(text).contains(':')).then(|| text.to_string()),
    }
}
