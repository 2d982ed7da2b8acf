//! Cells of a registry row by their meaning.

use std::collections::BTreeMap;

use super::super::cells::split_amount;
use super::super::date::{DateFault, DateReader, Window};
use super::super::fault::{at_cell, at_line};
use super::super::ident::{IdentFault, bare, identifier, name};
use super::super::sniff::compared;
use super::super::table::Row;
use super::{Heading, RegistryRules};
use crate::domain::amount::{AmountFault, amount};
use crate::domain::arrears::item::{Assessment, Deferral, Portion, WriteOff};
use crate::domain::arrears::month::FeeMonth;
use crate::domain::arrears::registry::{
    DueRow, Employer, EmployerStatus, PaymentRow, RegistryRow, RegistrySource, SizeClass,
};
use crate::domain::codes::{CodeFault, CreditCode};
use crate::domain::day::BusinessDay;
use crate::domain::import::{RowError, RowErrorCode};
use crate::domain::money::Money;

type Cell<T> = Result<T, RowError>;

/// Decimals of a rate: a share, in millionths.
const RATE_DECIMALS: usize = 6;

/// Reads the rows of one file.
pub(super) struct Reader<'l> {
    heading: &'l Heading<'l>,
    rules: &'l RegistryRules,
    places: BTreeMap<&'l str, usize>,
    dates: DateReader,
}

/// A row and where its fields stand.
struct Fields<'r, 'l> {
    reader: &'r mut Reader<'l>,
    row: &'r Row<'r>,
}

impl<'l> Reader<'l> {
    pub(super) fn new(heading: &'l Heading<'l>, rules: &'l RegistryRules, today: BusinessDay) -> Reader<'l> {
        let place = |column: &String| heading.found.iter().position(|found| *found == compared(column));
        let columns = heading.layout.columns.iter();
        let places = columns.filter_map(|(field, column)| Some((field.as_str(), place(column)?))).collect();
        Reader { heading, rules, places, dates: DateReader::new(Window::around(today)) }
    }

    pub(super) fn row(&mut self, row: &Row<'_>) -> Cell<RegistryRow> {
        let (expected, found) = (self.heading.found.len(), row.cells.len());
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
        let source = self.heading.layout.source;
        let mut fields = Fields { reader: self, row };
        match source {
            RegistrySource::Employers => fields.employer().map(RegistryRow::Employer),
            RegistrySource::Dues => fields.due().map(RegistryRow::Due),
            RegistrySource::Payments => fields.payment().map(RegistryRow::Payment),
        }
    }
}

impl Fields<'_, '_> {
    fn employer(&mut self) -> Cell<Employer> {
        let status = self.word("status", EmployerStatus::from_code)?.unwrap_or(EmployerStatus::Normal);
        Ok(Employer {
            code: self.credit_code()?,
            no: self.number("no")?,
            name: self.needed("name")?,
            industry: self.industry()?,
            size: self.word("size", SizeClass::from_code)?.unwrap_or(SizeClass::Unclassed),
            kind: self.text("kind")?,
            area: self.text("area")?,
            officer: self.text("officer")?,
            status,
            bankrupt_on: self.date("bankrupt_on")?,
            legal_representative: self.text("legal_representative")?,
            contact: self.text("contact")?,
            phone: self.number("phone")?,
            address: self.text("address")?,
            bank: self.text("bank")?,
            account: self.number("account")?,
        })
    }

    fn due(&mut self) -> Cell<DueRow> {
        let deferral = match (self.date("deferred_from")?, self.date("repay_by")?) {
            (None, None) => None,
            (Some(from), Some(repay_by)) if from <= repay_by => Some(Deferral { from, repay_by }),
            (Some(_), Some(_)) => return Err(self.wrong("repay_by", RowErrorCode::TermReversed, vec![])),
            (None, Some(_)) => return Err(self.alone("repay_by", "deferred_from")),
            (Some(_), None) => return Err(self.alone("deferred_from", "repay_by")),
        };
        let written_off = match (self.date("written_off_on")?, self.money("written_off")?) {
            (None, None | Some(Money::ZERO)) => None,
            (Some(on), Some(amount)) => Some(WriteOff { on, amount }),
            (Some(_), None) => return Err(self.alone("written_off_on", "written_off")),
            (None, Some(_)) => return Err(self.alone("written_off", "written_off_on")),
        };
        let portion = self.word("portion", Portion::from_code)?;
        let order_failed = self.word("order_failed", |code| Some(code == "yes"))?;
        Ok(DueRow {
            code: self.credit_code()?,
            line: self.line()?.ok_or_else(|| self.empty("line"))?,
            month: self.month()?,
            portion: portion.ok_or_else(|| self.empty("portion"))?,
            base: self.money("base")?.unwrap_or(Money::ZERO),
            rate_per_million: self.rate()?,
            amount: self.money("amount")?.ok_or_else(|| self.empty("amount"))?,
            due_on: self.date("due_on")?.ok_or_else(|| self.empty("due_on"))?,
            assessment: self.word("assessment", Assessment::from_code)?.unwrap_or(Assessment::Declared),
            order_failed: order_failed.unwrap_or(true),
            deferral,
            written_off,
        })
    }

    fn payment(&mut self) -> Cell<PaymentRow> {
        let no = self.number("no")?;
        if no.is_empty() {
            return Err(self.empty("no"));
        }
        Ok(PaymentRow {
            code: self.credit_code()?,
            no,
            paid_on: self.date("paid_on")?.ok_or_else(|| self.empty("paid_on"))?,
            amount: self.money("amount")?.ok_or_else(|| self.empty("amount"))?,
            line: self.line()?.unwrap_or_default(),
            channel: self.text("channel")?,
            ticket_no: self.number("ticket_no")?,
        })
    }

    /// The cell of a field; empty where the file has no such column.
    fn cell(&self, field: &str) -> &str {
        let place = self.reader.places.get(field);
        place.and_then(|place| self.row.cells.get(*place)).map_or("", |cell| cell)
    }

    fn heading(&self, field: &str) -> String {
        self.reader.heading.layout.columns.get(field).cloned().unwrap_or_default()
    }

    fn wrong(&self, field: &str, code: RowErrorCode, details: Vec<String>) -> RowError {
        at_cell(self.row.line, &self.heading(field), self.cell(field), code, details)
    }

    fn empty(&self, field: &str) -> RowError {
        self.wrong(field, RowErrorCode::EmptyCell, vec![])
    }

    /// A field that says nothing without another.
    fn alone(&self, field: &str, other: &str) -> RowError {
        self.wrong(field, RowErrorCode::StandsAlone, vec![self.heading(other)])
    }

    fn text(&self, field: &str) -> Cell<String> {
        name(self.cell(field)).map(str::to_string).map_err(|fault| self.named(field, fault))
    }

    fn number(&self, field: &str) -> Cell<String> {
        identifier(self.cell(field)).map(str::to_string).map_err(|fault| self.named(field, fault))
    }

    fn needed(&self, field: &str) -> Cell<String> {
        let text = self.text(field)?;
        if text.is_empty() { Err(self.empty(field)) } else { Ok(text) }
    }

    fn named(&self, field: &str, fault: IdentFault) -> RowError {
        match fault {
            IdentFault::Control(hidden) => {
                self.wrong(field, RowErrorCode::ControlCharacter, vec![format!("U+{:04X}", hidden as u32)])
            }
            IdentFault::Spreadsheet => self.wrong(field, RowErrorCode::SpreadsheetNumber, vec![]),
        }
    }

    fn credit_code(&self) -> Cell<CreditCode> {
        let text = self.number("code")?;
        if text.is_empty() {
            return Err(self.empty("code"));
        }
        CreditCode::parse(&text).map_err(|fault| {
            let (code, details) = code_error(fault);
            self.wrong("code", code, details)
        })
    }

    /// A section letter of GB/T 4754, two to four digits, or both; empty where nobody knows.
    fn industry(&self) -> Cell<String> {
        let text = self.number("industry")?.to_ascii_uppercase();
        let digits = text.strip_prefix(|letter: char| ('A'..='T').contains(&letter)).unwrap_or(&text);
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        let length = digits.is_empty() || (2..=4).contains(&digits.len());
        if plain && length { Ok(text) } else { Err(self.wrong("industry", RowErrorCode::IndustryGrammar, vec![])) }
    }

    fn line(&self) -> Cell<Option<String>> {
        let text = self.text("line")?;
        let policy = &self.reader.rules.policy;
        match (text.is_empty(), policy.line(&text)) {
            (true, _) => Ok(None),
            (false, Some(line)) => Ok(Some(policy.line_code(line).to_string())),
            (false, None) => {
                let known = policy.lines.iter().map(|line| line.zh.clone()).collect();
                Err(self.wrong("line", RowErrorCode::UnknownTerm, known))
            }
        }
    }

    fn month(&self) -> Cell<FeeMonth> {
        let cell = bare(self.cell("month"));
        if cell.is_empty() {
            return Err(self.empty("month"));
        }
        FeeMonth::parse(cell).ok_or_else(|| self.wrong("month", RowErrorCode::MonthGrammar, vec![]))
    }

    /// A code by its word; `None` where the cell is empty.
    fn word<T>(&self, field: &str, from_code: impl Fn(&str) -> Option<T>) -> Cell<Option<T>> {
        let text = self.text(field)?;
        let words = self.reader.heading.layout.words.get(field);
        if text.is_empty() {
            return Ok(None);
        }
        let code = words.and_then(|words| words.get(&text)).and_then(|code| from_code(code));
        let known = || words.into_iter().flat_map(|words| words.keys().cloned()).collect();
        code.map(Some).ok_or_else(|| self.wrong(field, RowErrorCode::UnknownTerm, known()))
    }

    fn date(&mut self, field: &str) -> Cell<Option<BusinessDay>> {
        if bare(self.cell(field)).is_empty() {
            return Ok(None);
        }
        let cell = self.cell(field).to_string();
        self.reader.dates.read(&cell).map(|(day, _)| Some(day)).map_err(|fault| match fault {
            DateFault::Grammar => self.wrong(field, RowErrorCode::DateGrammar, vec![]),
            DateFault::Range => self.wrong(field, RowErrorCode::DateRange, vec![]),
        })
    }

    /// An amount that is not negative; `None` where the cell is empty.
    fn money(&self, field: &str) -> Cell<Option<Money>> {
        let read = amount(self.cell(field), 2).map_err(|fault| match fault {
            AmountFault::Grammar => self.wrong(field, RowErrorCode::AmountGrammar, vec![]),
            AmountFault::Decimals => self.wrong(field, RowErrorCode::AmountDecimals, vec![]),
            AmountFault::Range => self.wrong(field, RowErrorCode::AmountRange, vec![]),
        })?;
        match read {
            Some(money) if money < Money::ZERO => Err(self.wrong(field, RowErrorCode::NegativeAmount, vec![])),
            read => Ok(read),
        }
    }

    /// `16%`, `0.16` or empty, in millionths.
    fn rate(&self) -> Cell<u32> {
        let cell = bare(self.cell("rate"));
        let (digits, places) = match cell.strip_suffix('%') {
            Some(percent) => (percent, RATE_DECIMALS - 2),
            None => (cell, RATE_DECIMALS),
        };
        if cell.is_empty() {
            return Ok(0);
        }
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let fits = !whole.is_empty() && whole.len() <= 3 && fraction.len() <= places && plain(whole) && plain(fraction);
        let read = fits.then(|| format!("{whole}{fraction:0<places$}").parse::<u32>().ok()).flatten();
        let all = 10_u32.pow(RATE_DECIMALS as u32);
        let read = read.filter(|rate| *rate <= all);
        read.ok_or_else(|| self.wrong("rate", RowErrorCode::RateGrammar, vec![]))
    }
}

/// What is wrong with a credit code, as a row error says it.
pub(in crate::import) fn code_error(fault: CodeFault) -> (RowErrorCode, Vec<String>) {
    match fault {
        CodeFault::Length { expected, found } => {
            (RowErrorCode::CodeLength, vec![expected.to_string(), found.to_string()])
        }
        CodeFault::Character { position, found } => {
            (RowErrorCode::CodeCharacter, vec![position.to_string(), found.to_string()])
        }
        CodeFault::Check { position, found, expected } => {
            (RowErrorCode::CodeCheck, vec![position.to_string(), expected.to_string(), found.to_string()])
        }
        CodeFault::Birth(digits) => (RowErrorCode::CodeCharacter, vec!["7".into(), digits.to_string()]),
    }
}
