//! SQL values ↔ domain values, in one place.

use rusqlite::Row;
use rusqlite::types::Type;

use crate::domain::day::BusinessDay;
use crate::domain::entry::{Method, Side};
use crate::domain::exception::{Class, State};

fn wrong(column: usize, what: &str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, format!("unknown {what}").into())
}

/// A day kept as ISO text.
pub(super) fn day(row: &Row<'_>, column: usize) -> rusqlite::Result<BusinessDay> {
    BusinessDay::parse(&row.get::<_, String>(column)?).ok_or_else(|| wrong(column, "date"))
}

/// A side kept by its code.
pub(super) fn side(row: &Row<'_>, column: usize) -> rusqlite::Result<Side> {
    Side::from_code(&row.get::<_, String>(column)?).ok_or_else(|| wrong(column, "side"))
}

/// A method kept by its code; empty is none.
pub(super) fn method(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Method>> {
    let code: String = row.get(column)?;
    if code.is_empty() {
        return Ok(None);
    }
    Method::from_code(&code).map(Some).ok_or_else(|| wrong(column, "method"))
}

/// A class kept by its code.
pub(super) fn class(row: &Row<'_>, column: usize) -> rusqlite::Result<Class> {
    Class::from_code(&row.get::<_, String>(column)?).ok_or_else(|| wrong(column, "class"))
}

/// A state kept by its code.
pub(super) fn state(row: &Row<'_>, column: usize) -> rusqlite::Result<State> {
    State::from_code(&row.get::<_, String>(column)?).ok_or_else(|| wrong(column, "state"))
}
