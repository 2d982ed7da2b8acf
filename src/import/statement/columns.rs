//! Where the columns of a statement stand 列, and what their cells say.
//!
//! Invariant: a row is fitted to the header before it is read: empty cells a spreadsheet or a trailing
//! comma added are taken off, cells a short row lacks are empty where the layout allows it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::book::formats::{StatementField, StatementProfile};
use crate::domain::amount::{AmountFault, amount};
use crate::domain::import::{RowError, RowErrorCode};
use crate::domain::money::Money;
use crate::import::cells::split_beyond_doubt;
use crate::import::fault::at_cell;
use crate::import::ident::{IdentFault, bare, identifier, is_hidden, name};
use crate::import::sniff::{Found, compared};
use crate::import::table::Row;

pub(super) type Cell<T> = Result<T, RowError>;

/// A column found in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'f> {
    pub(super) index: usize,
    pub(super) heading: &'f str,
}

/// Every column of a file.
#[derive(Debug)]
pub(super) struct Columns<'f> {
    pub(super) profile: &'f StatementProfile,
    pub(super) width: usize,
    places: BTreeMap<StatementField, Place<'f>>,
    pub(super) texts: Vec<Place<'f>>,
}

impl<'f> Columns<'f> {
    pub(super) fn new(found: &Found<'_>, profile: &'f StatementProfile) -> Columns<'f> {
        let place = |heading: &'f str| {
            let wanted = compared(heading);
            found.headings.iter().position(|heading| *heading == wanted).map(|index| Place { index, heading })
        };
        let named = found.headings.iter().rposition(|heading| !heading.is_empty()).map_or(0, |last| last + 1);
        Columns {
            profile,
            width: named,
            places: profile.columns.iter().filter_map(|(field, heading)| Some((*field, place(heading)?))).collect(),
            texts: profile.text.iter().filter_map(|heading| place(heading)).collect(),
        }
    }

    pub(super) fn place(&self, field: StatementField) -> Option<Place<'f>> {
        self.places.get(&field).copied()
    }

    pub(super) fn has_balance(&self) -> bool {
        self.place(StatementField::Balance).is_some()
    }

    /// Takes off empty cells beyond the header, adds those a short row may lack.
    pub(super) fn fit(&self, row: &mut Row<'_>) {
        if row.cells.len() > self.width && split_beyond_doubt(row) {
            return;
        }
        while row.cells.len() > self.width && row.cells.last().is_some_and(|cell| bare(cell).is_empty()) {
            row.cells.pop();
        }
        while self.profile.short_rows && row.cells.len() < self.width {
            row.cells.push(Cow::Borrowed(""));
        }
    }

    /// The cell of a field as it stands; empty where there is none.
    pub(super) fn text<'r>(&self, row: &'r Row<'_>, field: StatementField) -> &'r str {
        self.place(field).map_or("", |place| cell(row, place))
    }

    /// A number, cleaned; nothing where a dash stands for nothing.
    pub(super) fn number<'r>(&self, row: &'r Row<'_>, field: StatementField) -> Cell<&'r str> {
        let Some(place) = self.place(field) else { return Ok("") };
        let cell = cell(row, place);
        let number = identifier(cell).map_err(|fault| wrong_name(row.line, place, cell, fault))?;
        Ok(if is_dash(number) { "" } else { number })
    }

    /// A name, cleaned in the same way.
    pub(super) fn name<'r>(&self, row: &'r Row<'_>, field: StatementField) -> Cell<&'r str> {
        let Some(place) = self.place(field) else { return Ok("") };
        let cell = cell(row, place);
        let name = name(cell).map_err(|fault| wrong_name(row.line, place, cell, fault))?;
        Ok(if is_dash(name) { "" } else { name })
    }

    /// Money as printed; `None` where the cell is empty or the column absent.
    pub(super) fn money(&self, row: &Row<'_>, field: StatementField) -> Cell<Option<Money>> {
        let Some(place) = self.place(field) else { return Ok(None) };
        let cell = cell(row, place);
        amount(cell, 2).map_err(|fault| {
            let code = match fault {
                AmountFault::Grammar => RowErrorCode::AmountGrammar,
                AmountFault::Decimals => RowErrorCode::AmountDecimals,
                AmountFault::Range => RowErrorCode::AmountRange,
            };
            at_cell(row.line, place.heading, cell, code, vec![])
        })
    }
}

/// A cell as it stands.
pub(super) fn cell<'r>(row: &'r Row<'_>, place: Place<'_>) -> &'r str {
    row.cells.get(place.index).map_or("", |cell| cell)
}

fn is_dash(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b'-')
}

fn wrong_name(line: u32, place: Place<'_>, cell: &str, fault: IdentFault) -> RowError {
    match fault {
        IdentFault::Control(hidden) => {
            let details = vec![format!("U+{:04X}", hidden as u32)];
            at_cell(line, place.heading, cell, RowErrorCode::ControlCharacter, details)
        }
        IdentFault::Spreadsheet => at_cell(line, place.heading, cell, RowErrorCode::SpreadsheetNumber, vec![]),
    }
}

/// 摘要 and the like without hidden characters, and whether any stood there.
pub(super) fn memo(cell: &str) -> (String, bool) {
    let text = bare(cell);
    if is_dash(text) {
        return (String::new(), false);
    }
    let kept: String = text.chars().filter(|character| !is_hidden(*character)).collect();
    let stripped = kept.len() < text.len();
    (kept, stripped)
}
