//! Cells of a row by their meaning 取数: where each field stands and what its cell says.
//!
//! Invariant: whoever asks a cell for a number, a name or money gets it checked, or the error that
//! names line, heading and what stands there; an absent column says nothing.

use super::fault::at_cell;
use super::ident::{IdentFault, bare, identifier, is_hidden, name};
use super::sniff::Header;
use super::table::Row;
use crate::book::formats::{Field, KindWord, Sign, Unit};
use crate::domain::amount::{AmountFault, amount, fen, lettered};
use crate::domain::entry::Kind;
use crate::domain::import::{RowError, RowErrorCode};
use crate::domain::money::Money;

/// What a cell says, or what is wrong with it.
pub(super) type Cell<T> = Result<T, RowError>;

/// A column found in the file: its place in the row and how it prints money.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'f> {
    pub(super) index: usize,
    pub(super) heading: &'f str,
    sign: Sign,
    decimals: u8,
    unit: Unit,
}

impl<'f> Place<'f> {
    /// Where a field stands in the rows of every kind.
    pub(super) fn of(header: &'f Header<'f>, field: Field) -> Option<Place<'f>> {
        let column = header.profile.column(field)?;
        Place::at(header, field, &column.heading)
    }

    /// The column of that heading, read as this field.
    fn at(header: &'f Header<'f>, field: Field, heading: &'f str) -> Option<Place<'f>> {
        let rules = header.profile.column(field);
        let (sign, decimals) = rules.map_or((Sign::default(), 2), |column| (column.sign, column.decimals));
        Some(Place { index: header.place(heading)?, heading, sign, decimals, unit: header.profile.bill.unit })
    }

    /// Whether a letter says what is credited and what debited.
    pub(super) fn is_lettered(&self) -> bool {
        self.sign == Sign::Letter
    }

    /// A column of money that is no field of its own.
    pub(super) fn money(header: &'f Header<'f>, heading: &'f str, sign: Sign) -> Option<Place<'f>> {
        Some(Place { index: header.place(heading)?, heading, sign, decimals: 2, unit: header.profile.bill.unit })
    }

    /// A column that is no field of its own.
    pub(super) fn plain(header: &'f Header<'f>, heading: &'f str) -> Option<Place<'f>> {
        Some(Place { index: header.place(heading)?, heading, sign: Sign::Free, decimals: 2, unit: Unit::Yuan })
    }
}

/// Where every field of the rows of one kind stands.
#[derive(Debug)]
pub(super) struct Plan<'f> {
    pub(super) kind: Kind,
    pub(super) key: Option<Place<'f>>,
    pub(super) his_no: Option<Place<'f>>,
    pub(super) order_no: Option<Place<'f>>,
    pub(super) original_no: Option<Place<'f>>,
    pub(super) channel_no: Option<Place<'f>>,
    pub(super) ticket_no: Option<Place<'f>>,
    pub(super) cashier: Option<Place<'f>>,
    pub(super) window: Option<Place<'f>>,
    pub(super) merchant: Option<Place<'f>>,
    amounts: Vec<Place<'f>>,
    pub(super) fee: Option<Place<'f>>,
    pub(super) net: Option<Place<'f>>,
}

impl<'f> Plan<'f> {
    /// The layout's own places, but where this kind says otherwise.
    pub(super) fn new(header: &'f Header<'f>, word: &'f KindWord) -> Plan<'f> {
        let all = |field: Field| -> Vec<Place<'f>> {
            match word.columns.get(&field) {
                Some(headings) => headings.iter().filter_map(|heading| Place::at(header, field, heading)).collect(),
                None => Place::of(header, field).into_iter().collect(),
            }
        };
        let one = |field: Field| all(field).into_iter().next();
        Plan {
            kind: word.kind,
            key: one(header.profile.key),
            his_no: one(Field::HisNo),
            order_no: one(Field::OrderNo),
            original_no: one(Field::OriginalNo),
            channel_no: one(Field::ChannelNo),
            ticket_no: one(Field::TicketNo),
            cashier: one(Field::Cashier),
            window: one(Field::Window),
            merchant: one(Field::Merchant),
            amounts: all(Field::Amount),
            fee: one(Field::Fee),
            net: one(Field::Net),
        }
    }
}

/// A cell as it stands; empty where there is none.
pub(super) fn text<'r>(row: &'r Row<'_>, place: Option<Place<'_>>) -> &'r str {
    place.and_then(|place| row.cells.get(place.index)).map_or("", |cell| cell)
}

/// The cell's own fault, unless a hidden character is the deeper one.
pub(super) fn broken(line: u32, heading: &str, cell: &str, code: RowErrorCode) -> RowError {
    match bare(cell).chars().find(|character| is_hidden(*character)) {
        Some(hidden) => control(line, heading, cell, hidden),
        None => at_cell(line, heading, cell, code, vec![]),
    }
}

fn control(line: u32, heading: &str, cell: &str, hidden: char) -> RowError {
    let details = vec![format!("U+{:04X}", hidden as u32)];
    at_cell(line, heading, cell, RowErrorCode::ControlCharacter, details)
}

/// A number, cleaned.
pub(super) fn identifier_at<'r>(row: &'r Row<'_>, place: Option<Place<'_>>) -> Cell<&'r str> {
    let cell = text(row, place);
    identifier(cell).map_err(|fault| wrong_name(row.line, place, cell, fault))
}

/// A name, cleaned.
pub(super) fn name_at<'r>(row: &'r Row<'_>, place: Option<Place<'_>>) -> Cell<&'r str> {
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
pub(super) fn face(row: &Row<'_>, plan: &Plan<'_>) -> Cell<Money> {
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
pub(super) fn money_at(row: &Row<'_>, place: Option<Place<'_>>, kind: Kind) -> Cell<Option<Money>> {
    let Some(place) = place else { return Ok(None) };
    let cell = text(row, Some(place));
    let read = match (place.sign, place.unit) {
        (Sign::Letter, _) => lettered(cell),
        (_, Unit::Fen) => fen(cell),
        (_, Unit::Yuan) => amount(cell, place.decimals),
    };
    let printed = read.map_err(|fault| {
        let code = match fault {
            AmountFault::Grammar => RowErrorCode::AmountGrammar,
            AmountFault::Decimals => RowErrorCode::AmountDecimals,
            AmountFault::Range => RowErrorCode::AmountRange,
        };
        broken(row.line, place.heading, cell, code)
    })?;
    let contradicts = printed.is_some_and(|money| match place.sign {
        Sign::Free | Sign::Letter => false,
        Sign::AsKind if kind == Kind::Refund => money > Money::ZERO,
        Sign::AsKind | Sign::Positive => money < Money::ZERO,
    });
    match contradicts {
        true => Err(at_cell(row.line, place.heading, cell, RowErrorCode::SignContradicts, vec![])),
        false => Ok(printed),
    }
}

/// The amount a row shows in two cells, `¥1` and `020.00`, where that alone makes it too long.
pub(super) fn split_amount(row: &Row<'_>, expected: usize) -> Option<String> {
    if row.cells.len() <= expected {
        return None;
    }
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let head = |cell: &str| {
        let size = bare(cell).trim_start_matches(['¥', '￥', '-', '+']);
        digits(size) && size.len() <= 3
    };
    let tail = |cell: &str| {
        let Some((whole, fraction)) = cell.split_once('.') else { return false };
        digits(whole) && whole.len() == 3 && digits(fraction) && fraction.len() == 2
    };
    let pairs = row.cells.windows(2);
    let (first, second) =
        pairs.map(|pair| (pair[0].as_ref(), pair[1].trim())).find(|pair| head(pair.0) && tail(pair.1))?;
    Some(format!("{},{second}", bare(first)))
}

/// The same where blanks behind the row may be a spreadsheet's padding: no whole amount begins with a zero
/// and two digits more, so `¥1` and `020.00` are one amount in any row.
pub(super) fn split_beyond_doubt(row: &Row<'_>) -> bool {
    let zeros = row.cells.iter().any(|cell| cell.trim().len() == 6 && cell.trim().starts_with('0'));
    zeros
        && split_amount(row, 0)
            .is_some_and(|amount| amount.split_once(',').is_some_and(|(_, tail)| tail.starts_with('0')))
}
