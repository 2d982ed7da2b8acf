//! The book's own row and its operators 操作员.
//!
//! Invariant: an operator's name stands for one person for good; rows are added, never replaced.

use rusqlite::{OptionalExtension, Row, named_params};

use super::fault::{At, During, Fault};
use super::{Reader, Writer};
use crate::domain::day::BusinessDay;
use crate::domain::journal::Now;

/// 账套. What a book says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookRow {
    /// 128 random bits, hex.
    pub book_id: String,
    /// 名称.
    pub title: String,
    /// Made at, UTC.
    pub created_at: String,
    /// 演示账套.
    pub demonstration: bool,
    /// 单人账套: one person holds every post.
    pub single_person: bool,
}

/// 操作员.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorRow {
    /// Order of adding.
    pub id: i64,
    /// 姓名 as shown in the journal.
    pub name: String,
    /// 系统账号 bound to it.
    pub os_account: String,
    /// Its number in the system, where the account existed when it was bound.
    pub uid: Option<u32>,
    /// Bound on this business day.
    pub bound_on: String,
    /// Fact that added the operator.
    pub added_seq: i64,
    /// 备注.
    pub note: String,
}

/// 新操作员.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOperator<'a> {
    /// 姓名.
    pub name: &'a str,
    /// 系统账号.
    pub os_account: &'a str,
    /// Its number in the system.
    pub uid: Option<u32>,
    /// 备注.
    pub note: &'a str,
}

const INSERT_BOOK: &str = "INSERT INTO book (id, book_id, title, created_at, demonstration, single_person)
    VALUES (1, :book_id, :title, :created_at, :demonstration, 0)";
const INSERT_OPERATOR: &str = "INSERT INTO operators (name, os_account, uid, bound_on, added_seq, note)
    VALUES (:name, :os_account, :uid, :bound_on, :added_seq, :note)";

impl Reader {
    /// What the book says of itself; `None` while it is in the making.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn book(&self) -> Result<Option<BookRow>, Fault> {
        let sql = "SELECT book_id, title, created_at, demonstration, single_person FROM book";
        let read = || {
            let mut statement = self.connection().prepare_cached(sql)?;
            statement.query_row([], book_row).optional()
        };
        read().during("read the book's title").at(self.path())
    }

    /// Every operator, first added first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn operators(&self) -> Result<Vec<OperatorRow>, Fault> {
        let sql = "SELECT id, name, os_account, uid, bound_on, added_seq, note FROM operators ORDER BY id";
        let read = || -> rusqlite::Result<Vec<OperatorRow>> {
            let mut statement = self.connection().prepare_cached(sql)?;
            statement.query_map([], operator_row)?.collect()
        };
        read().during("read the operators").at(self.path())
    }
}

impl Writer<'_> {
    /// The book's own row; once.
    ///
    /// # Errors
    /// When it stands already, or cannot be written.
    pub fn insert_book(&self, book_id: &str, title: &str, demonstration: bool, now: &Now) -> Result<(), Fault> {
        let run = self.connection().execute(
            INSERT_BOOK,
            named_params! {
                ":book_id": book_id, ":title": title, ":created_at": now.utc, ":demonstration": demonstration
            },
        );
        run.map(drop).during("write the book's title").at(self.path())
    }

    /// Begins or ends the single-person state.
    ///
    /// # Errors
    /// When it cannot be written; it cannot begin again once there are two operators.
    pub fn set_single_person(&self, single: bool) -> Result<(), Fault> {
        let run = self.connection().execute("UPDATE book SET single_person = ?1", [single]);
        run.map(drop).during("write the single-person state").at(self.path())
    }

    /// Adds an operator under the fact of this writer.
    ///
    /// # Errors
    /// When the name is taken, or it cannot be written.
    pub fn insert_operator(&self, operator: &NewOperator<'_>, bound_on: BusinessDay) -> Result<(), Fault> {
        let added_seq = self.next_seq()?;
        let run = self.connection().execute(
            INSERT_OPERATOR,
            named_params! {
                ":name": operator.name,
                ":os_account": operator.os_account,
                ":uid": operator.uid,
                ":bound_on": bound_on.to_string(),
                ":added_seq": added_seq,
                ":note": operator.note,
            },
        );
        run.map(drop).during("write an operator").at(self.path())
    }
}

fn book_row(row: &Row<'_>) -> rusqlite::Result<BookRow> {
    Ok(BookRow {
        book_id: row.get(0)?,
        title: row.get(1)?,
        created_at: row.get(2)?,
        demonstration: row.get(3)?,
        single_person: row.get(4)?,
    })
}

fn operator_row(row: &Row<'_>) -> rusqlite::Result<OperatorRow> {
    Ok(OperatorRow {
        id: row.get(0)?,
        name: row.get(1)?,
        os_account: row.get(2)?,
        uid: row.get(3)?,
        bound_on: row.get(4)?,
        added_seq: row.get(5)?,
        note: row.get(6)?,
    })
}
