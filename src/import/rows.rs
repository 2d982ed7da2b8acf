//! Rows → entries 逐行取数; what does not parse is quarantined whole.
//!
//! Invariant: a row is either an entry, every field of it checked, or a [`QuarantinedRow`] with the
//! first thing wrong and whatever else could be read; it is never mended, padded or dropped.

use super::amount::{AmountFault, amount};
use super::date::{DateFault, DateReader, Window};
use super::fault::{at_cell, at_line};
use super::ident::{IdentFault, bare, identifier, is_hidden, name};
use super::sniff::Header;
use super::table::Row;
use crate::book::formats::{Column, Field, MethodRule, Sign};
use crate::domain::day::BusinessDay;
use crate::domain::entry::{Entry, Kind, Method};
use crate::domain::import::{QuarantinedRow, RowError, RowErrorCode};
use crate::domain::money::Money;

/// A column found in the file: its place in the row and how it prints money.
#[derive(Clone, Copy, Debug)]
struct Place<'f> {
    index: usize,
    heading: &'f str,
    sign: Sign,
    decimals: u8,
}

/// Where every field of the rows of one kind stands.
#[derive(Debug)]
struct Plan<'f> {
    word: &'f str,
    kind: Kind,
    key: Option<Place<'f>>,
    his_no: Option<Place<'f>>,
    order_no: Option<Place<'f>>,
    original_no: Option<Place<'f>>,
    channel_no: Option<Place<'f>>,
    ticket_no: Option<Place<'f>>,
    cashier: Option<Place<'f>>,
    window: Option<Place<'f>>,
    merchant: Option<Place<'f>>,
    amounts: Vec<Place<'f>>,
    fee: Option<Place<'f>>,
    net: Option<Place<'f>>,
}

/// Reads the rows of one file.
#[derive(Debug)]
pub(super) struct RowReader<'f> {
    header: &'f Header<'f>,
    plans: Vec<Plan<'f>>,
    at: Option<Place<'f>>,
    kind: Option<Place<'f>>,
    method: Option<Place<'f>>,
    dates: DateReader,
    unknown_methods: Vec<RowError>,
}

type Cell<T> = Result<T, RowError>;

impl<'f> RowReader<'f> {
    pub(super) fn new(header: &'f Header<'f>, today: BusinessDay) -> RowReader<'f> {
        let profile = header.profile;
        let find = |column: &'f Column, heading: &'f str| {
            let index = header.place(heading)?;
            Some(Place { index, heading, sign: column.sign, decimals: column.decimals })
        };
        let base = |field: Field| profile.column(field).and_then(|column| find(column, &column.heading));
        let plan = |word: &'f crate::book::formats::KindWord| {
            let plain = Column { heading: String::new(), sign: Sign::default(), decimals: 2 };
            let moved = |field: Field| -> Vec<Place<'f>> {
                let Some(headings) = word.columns.get(&field) else { return base(field).into_iter().collect() };
                let (sign, decimals) =
                    profile.column(field).map_or((plain.sign, plain.decimals), |column| (column.sign, column.decimals));
                let place = |heading: &'f String| {
                    header.place(heading).map(|index| Place { index, heading: heading.as_str(), sign, decimals })
                };
                headings.iter().filter_map(place).collect()
            };
            let one = |field: Field| moved(field).into_iter().next();
            Plan {
                word: &word.word,
                kind: word.kind,
                key: one(profile.key),
                his_no: one(Field::HisNo),
                order_no: one(Field::OrderNo),
                original_no: one(Field::OriginalNo),
                channel_no: one(Field::ChannelNo),
                ticket_no: one(Field::TicketNo),
                cashier: one(Field::Cashier),
                window: one(Field::Window),
                merchant: one(Field::Merchant),
                amounts: moved(Field::Amount),
                fee: one(Field::Fee),
                net: one(Field::Net),
            }
        };
        RowReader {
            header,
            plans: profile.kinds.iter().map(plan).collect(),
            at: base(Field::At),
            kind: base(Field::Kind),
            method: base(Field::Method),
            dates: DateReader::new(Window::around(today)),
            unknown_methods: Vec::new(),
        }
    }

    /// One warning for each word of method the layout does not know.
    pub(super) fn into_warnings(self) -> Vec<RowError> {
        self.unknown_methods
    }

    /// The entry of a row.
    pub(super) fn entry<'r>(&mut self, row: &'r Row<'_>) -> Cell<Entry<'r>> {
        self.check_shape(row)?;
        let plan = self.plan(row)?;
        let (kind, key) = (self.plans[plan].kind, self.plans[plan].key);
        if let Some(place) = key
            && identifier_at(row, key)?.is_empty()
        {
            return Err(at_cell(row.line, place.heading, "", RowErrorCode::EmptyCell, vec![]));
        }
        let (day, at) = self.moment(row)?;
        let method = self.method(row)?;
        let plan = &self.plans[plan];
        let face = face(row, plan)?;
        let fee = money_at(row, plan.fee, kind)?.map_or(Money::ZERO, Money::abs);
        let signed = |size: Money| if kind == Kind::Refund { -size } else { size };
        let (amount, fee) = (signed(face), signed(fee));
        let net_gap = match money_at(row, plan.net, kind)? {
            Some(net) => signed(net) - (amount - fee),
            None => Money::ZERO,
        };
        Ok(Entry {
            line: row.line,
            day,
            at,
            kind,
            method,
            amount,
            fee,
            net_gap,
            cashier: name_at(row, plan.cashier)?,
            window: name_at(row, plan.window)?,
            merchant: identifier_at(row, plan.merchant)?,
            his_no: identifier_at(row, plan.his_no)?,
            order_no: identifier_at(row, plan.order_no)?,
            original_no: identifier_at(row, plan.original_no)?,
            channel_no: identifier_at(row, plan.channel_no)?,
            ticket_no: identifier_at(row, plan.ticket_no)?,
        })
    }

    /// A row that did not parse, with whatever of it could be read.
    pub(super) fn quarantine(&mut self, row: &Row<'_>, error: RowError) -> QuarantinedRow {
        let whole = self.check_shape(row).is_ok();
        let plan = self.plan(row).unwrap_or(0);
        let number = |place: Option<Place<'f>>| match whole {
            true => identifier_at(row, place).map(str::to_string).unwrap_or_default(),
            false => String::new(),
        };
        let (his_no, order_no) = (number(self.plans[plan].his_no), number(self.plans[plan].order_no));
        QuarantinedRow {
            raw: row.raw.to_string(),
            error,
            day: if whole { self.moment(row).ok().map(|(day, _)| day) } else { None },
            method: self.known_method(row).filter(|_| whole),
            his_no,
            order_no,
        }
    }

    fn check_shape(&self, row: &Row<'_>) -> Cell<()> {
        let (expected, found) = (self.header.headings.len(), row.cells.len());
        if row.swallowed {
            return Err(at_line(row.line, "\"", RowErrorCode::UnclosedQuote, vec![row.line.to_string()]));
        }
        if expected != found {
            let details = vec![expected.to_string(), found.to_string()];
            return Err(at_line(row.line, "", RowErrorCode::RaggedRow, details));
        }
        Ok(())
    }

    fn plan(&self, row: &Row<'_>) -> Cell<usize> {
        let cell = text(row, self.kind);
        let by_word = |word: &str| self.plans.iter().position(|plan| plan.word == word);
        by_word(cell).or_else(|| by_word(bare(cell))).ok_or_else(|| {
            let heading = self.kind.map_or("", |place| place.heading);
            let code = if bare(cell).is_empty() { RowErrorCode::EmptyCell } else { RowErrorCode::UnknownKind };
            broken(row.line, heading, cell, code)
        })
    }

    fn moment(&mut self, row: &Row<'_>) -> Cell<(BusinessDay, crate::domain::day::TimeOfDay)> {
        let cell = text(row, self.at);
        self.dates.read(cell).map_err(|fault| {
            let code = match fault {
                _ if bare(cell).is_empty() => RowErrorCode::EmptyCell,
                DateFault::Grammar => RowErrorCode::DateGrammar,
                DateFault::Range => RowErrorCode::DateRange,
            };
            broken(row.line, self.at.map_or("", |place| place.heading), cell, code)
        })
    }

    fn known_method(&self, row: &Row<'_>) -> Option<Method> {
        match &self.header.profile.method {
            MethodRule::One(method) => Some(*method),
            MethodRule::Words(words) => {
                let cell = text(row, self.method);
                let by_word = |cell: &str| words.iter().find(|(word, _)| word == cell).map(|(_, method)| *method);
                by_word(cell).or_else(|| by_word(bare(cell)))
            }
        }
    }

    /// The method, or 其他 with one warning for each unknown word.
    fn method(&mut self, row: &Row<'_>) -> Cell<Method> {
        if let Some(method) = self.known_method(row) {
            return Ok(method);
        }
        let heading = self.method.map_or("", |place| place.heading);
        let word = name_at(row, self.method)?;
        if word.is_empty() {
            return Err(at_cell(row.line, heading, "", RowErrorCode::EmptyCell, vec![]));
        }
        let told = |warning: &RowError| warning.details.first().is_some_and(|told| told == word);
        if !self.unknown_methods.iter().any(told) && self.unknown_methods.len() < WARNINGS_MAX {
            let details = vec![word.to_string()];
            self.unknown_methods.push(at_cell(row.line, heading, word, RowErrorCode::UnknownMethod, details));
        }
        Ok(Method::Other)
    }
}

/// Most unknown words warned of in one file.
const WARNINGS_MAX: usize = 100;

fn text<'r>(row: &'r Row<'_>, place: Option<Place<'_>>) -> &'r str {
    place.and_then(|place| row.cells.get(place.index)).map_or("", |cell| cell)
}

/// The cell's own fault, unless a hidden character is the deeper one.
fn broken(line: u32, heading: &str, cell: &str, code: RowErrorCode) -> RowError {
    match bare(cell).chars().find(|character| is_hidden(*character)) {
        Some(hidden) => control(line, heading, cell, hidden),
        None => at_cell(line, heading, cell, code, vec![]),
    }
}

fn control(line: u32, heading: &str, cell: &str, hidden: char) -> RowError {
    let details = vec![format!("U+{:04X}", hidden as u32)];
    at_cell(line, heading, cell, RowErrorCode::ControlCharacter, details)
}

fn identifier_at<'r>(row: &'r Row<'_>, place: Option<Place<'_>>) -> Cell<&'r str> {
    let cell = text(row, place);
    identifier(cell).map_err(|fault| wrong_name(row.line, place, cell, fault))
}

fn name_at<'r>(row: &'r Row<'_>, place: Option<Place<'_>>) -> Cell<&'r str> {
    let cell = text(row, place);
    name(cell).map_err(|fault| wrong_name(row.line, place, cell, fault))
}

fn wrong_name(line: u32, place: Option<Place<'_>>, cell: &str, fault: IdentFault) -> RowError {
    let heading = place.map_or("", |place| place.heading);
    match fault {
        IdentFault::Control(hidden) => control(line, heading, cell, hidden),
        IdentFault::Spreadsheet => at_cell(line, heading, cell, RowErrorCode::SpreadsheetNumber, vec![]),
    }
}

/// The size of a row's amount: of several columns the first that is not zero.
fn face(row: &Row<'_>, plan: &Plan<'_>) -> Cell<Money> {
    let mut found = None;
    for place in &plan.amounts {
        match money_at(row, Some(*place), plan.kind)? {
            Some(money) if !money.is_zero() => return Ok(money.abs()),
            printed => found = found.or(printed),
        }
    }
    let heading = plan.amounts.first().map_or("", |place| place.heading);
    found.ok_or_else(|| at_cell(row.line, heading, "", RowErrorCode::EmptyCell, vec![]))
}

/// A money cell as printed, its sign checked; `None` where it is empty.
fn money_at(row: &Row<'_>, place: Option<Place<'_>>, kind: Kind) -> Cell<Option<Money>> {
    let Some(place) = place else { return Ok(None) };
    let cell = text(row, Some(place));
    let printed = amount(cell, place.decimals).map_err(|fault| {
        let code = match fault {
            AmountFault::Grammar => RowErrorCode::AmountGrammar,
            AmountFault::Decimals => RowErrorCode::AmountDecimals,
            AmountFault::Range => RowErrorCode::AmountRange,
        };
        broken(row.line, place.heading, cell, code)
    })?;
    let contradicts = printed.is_some_and(|money| match place.sign {
        Sign::Free => false,
        Sign::AsKind if kind == Kind::Refund => money > Money::ZERO,
        Sign::AsKind | Sign::Positive => money < Money::ZERO,
    });
    match contradicts {
        true => Err(at_cell(row.line, place.heading, cell, RowErrorCode::SignContradicts, vec![])),
        false => Ok(printed),
    }
}
