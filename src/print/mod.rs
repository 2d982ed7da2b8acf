//! Sheets 表单: a title, tables and closing lines, and the forms they go out in.
//!
//! Invariants: a sheet holds typed cells and decides nothing about its form; every form is made of the same
//! cells, byte for byte the same for the same sheet; no clock is read here and no data becomes a formula.

pub mod balance;
pub mod csv;
pub mod day;
pub mod deferral;
pub mod differences;
pub mod evidence;
#[cfg(feature = "pdf")]
pub mod font;
mod layout;
pub mod notice;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod progress;
pub mod text;
pub mod xlsx;

use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::text::clean::clean;
use crate::text::lang::Lang;

/// 单元格.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Words, codes and numbers of receipts: never read as a figure.
    Text(String),
    /// 金额.
    Money(Money),
    /// 件数.
    Count(u64),
    /// 日期.
    Date(BusinessDay),
}

impl Cell {
    /// As paper shows it.
    pub fn shown(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Money(money) => money.grouped(),
            Cell::Count(count) => count.to_string(),
            Cell::Date(day) => day.to_string(),
        }
    }

    /// As another program reads it: amounts without separators.
    pub fn plain(&self) -> String {
        match self {
            Cell::Money(money) => money.to_string(),
            other => other.shown(),
        }
    }
}

/// 列类.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words, on the left; narrowed and folded where paper is narrow.
    Words,
    /// Figures, on the right, never folded.
    Figures,
    /// Words that paper prints beneath the row, under the column's heading; a column like any other elsewhere.
    Beneath,
}

/// 列.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// 列名.
    pub heading: String,
    /// What stands in it.
    pub kind: Kind,
}

/// 行.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// One cell a column.
    pub cells: Vec<Cell>,
    /// Whether it sums up what stands above it.
    pub is_total: bool,
}

/// 表.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What it lists; also the name of its worksheet.
    pub caption: String,
    /// Words before it, printed once.
    pub lead: Vec<String>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, as many cells as columns.
    pub rows: Vec<Row>,
    /// Said in place of rows where there are none.
    pub when_empty: String,
}

impl Table {
    /// A table without rows.
    pub fn new<'a>(caption: &str, columns: impl IntoIterator<Item = (&'a str, Kind)>) -> Table {
        let column = |(heading, kind): (&str, Kind)| Column { heading: heading.to_string(), kind };
        let columns = columns.into_iter().map(column).collect();
        Table { caption: caption.to_string(), lead: Vec::new(), columns, rows: Vec::new(), when_empty: String::new() }
    }

    /// Adds a row; missing cells are empty.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.push(cells, false);
    }

    /// Adds a row that sums up.
    pub fn total(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.push(cells, true);
    }

    fn push(&mut self, cells: impl IntoIterator<Item = Cell>, is_total: bool) {
        let mut cells: Vec<Cell> = cells.into_iter().collect();
        cells.resize(self.columns.len(), Cell::Empty);
        self.rows.push(Row { cells, is_total });
    }
}

/// 表单.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// 表名.
    pub title: String,
    /// 文号, at the right edge under the title.
    pub numbered: Option<String>,
    /// The day it speaks of: the only date a file made of it carries.
    pub on: BusinessDay,
    /// Its language.
    pub lang: Lang,
    /// Lines under the title.
    pub head: Vec<String>,
    /// Its tables.
    pub tables: Vec<Table>,
    /// Closing lines: verdict, signatures.
    pub foot: Vec<String>,
    /// Lines at the right edge below them: who signs or seals, and the day.
    pub signed: Vec<String>,
    /// Whether its pages stand upright.
    pub is_upright: bool,
}

/// A form was not made, in the words of the library that makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotMade(pub String);

/// Words from anywhere, without characters that steer or hide.
fn words(text: impl AsRef<str>) -> Cell {
    Cell::Text(clean(text.as_ref()))
}
