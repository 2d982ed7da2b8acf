//! SQL values ↔ domain values, in one place.

use rusqlite::Row;
use rusqlite::types::Type;

use crate::domain::arrears::month::FeeMonth;
use crate::domain::codes::CreditCode;
use crate::domain::day::BusinessDay;
use crate::domain::entry::{Method, Side};
use crate::domain::exception::{Class, State};

/// A value no program of ours wrote.
pub(super) fn wrong(column: usize, what: &str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, format!("unknown {what}").into())
}

/// A day kept as ISO text.
pub(super) fn day(row: &Row<'_>, column: usize) -> rusqlite::Result<BusinessDay> {
    BusinessDay::parse(row.get_ref(column)?.as_str()?).ok_or_else(|| wrong(column, "date"))
}

/// A day kept as ISO text; empty is none.
pub(super) fn maybe_day(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<BusinessDay>> {
    if row.get_ref(column)?.as_str()?.is_empty() { Ok(None) } else { day(row, column).map(Some) }
}

/// A code of a closed list.
pub(super) fn coded<T>(row: &Row<'_>, column: usize, from_code: impl FnOnce(&str) -> Option<T>) -> rusqlite::Result<T> {
    from_code(row.get_ref(column)?.as_str()?).ok_or_else(|| wrong(column, "code"))
}

/// A fee month kept as year × 100 + month.
pub(super) fn month(row: &Row<'_>, column: usize) -> rusqlite::Result<FeeMonth> {
    FeeMonth::from_number(row.get(column)?).ok_or_else(|| wrong(column, "fee month"))
}

/// A credit code.
pub(super) fn credit_code(row: &Row<'_>, column: usize) -> rusqlite::Result<CreditCode> {
    CreditCode::parse(row.get_ref(column)?.as_str()?).map_err(|_| wrong(column, "credit code"))
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
