//! Reading statements: rows of an account by day, what covers it, files by their bytes.

use rusqlite::{OptionalExtension, Row, named_params};

use super::super::Reader;
use super::super::convert;
use super::super::fault::{During, Fault};
use super::super::receipts::controls_from_json;
use crate::domain::day::{BusinessDay, TimeOfDay};
use crate::domain::import::{Control, Encoding};
use crate::domain::money::Money;
use crate::domain::statement::{AccountPart, StatementRow};

/// 查询范围. Which rows are asked for.
#[derive(Clone, Copy, Debug)]
pub struct StatementRange<'a> {
    /// 本方账号; every account when `None`.
    pub account: Option<&'a str>,
    /// First day of posting.
    pub from: BusinessDay,
    /// Last day.
    pub to: BusinessDay,
}

/// A live row of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookedRow {
    /// Its number in the book; stands for good.
    pub id: i64,
    /// Path of its file as given.
    pub file: String,
    /// What it says.
    pub row: StatementRow,
    /// Whether no later version took its place.
    pub live: bool,
}

/// What one file of the book says of one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookedPart {
    /// Path of the file as given.
    pub file: String,
    /// Account, days, balances.
    pub part: AccountPart,
}

/// 对账单文件. One statement of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementFileRow {
    /// Its number.
    pub id: i64,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Path as given.
    pub path: String,
    /// Layout.
    pub format: String,
    /// How it was decoded.
    pub encoding: Encoding,
    /// rows_read, imported, known, changed, quarantined, control_rows.
    pub counts: [u64; 6],
    /// Its own totals and chains.
    pub controls: Vec<Control>,
    /// UTC it came in.
    pub at_utc: String,
    /// Who brought it.
    pub actor: String,
    /// What it says of each account.
    pub parts: Vec<AccountPart>,
}

const ROWS: &str =
    "SELECT statement_rows.id, path, line, account, currency, posted_on, second, amount_fen, balance_fen,
        counterparty_name, counterparty_account, text, bank_no, 1
    FROM statement_rows JOIN statement_files ON statement_files.id = file_id
    WHERE posted_on BETWEEN :from AND :to AND (:account IS NULL OR account = :account)
        AND statement_rows.id NOT IN (SELECT row_id FROM statement_superseded)
    ORDER BY account, currency, posted_on, file_id, place";
const BY_IDENTITY: &str = "SELECT statement_rows.id, path, line, account, currency, posted_on, second, amount_fen,
        balance_fen, counterparty_name, counterparty_account, text, bank_no,
        statement_rows.id NOT IN (SELECT row_id FROM statement_superseded)
    FROM statement_rows JOIN statement_files ON statement_files.id = file_id
    WHERE identity = :identity ORDER BY statement_rows.id";
const PARTS: &str = "SELECT path, account, currency, from_on, to_on, opening_fen, closing_fen, rows
    FROM statement_parts JOIN statement_files ON statement_files.id = file_id
    WHERE :account IS NULL OR account = :account ORDER BY account, currency, from_on, file_id";
const PARTS_SINCE: &str =
    "SELECT from_on, to_on FROM statement_parts JOIN statement_files ON statement_files.id = file_id
    WHERE account = :account AND seq > :seq ORDER BY from_on, to_on";
const PARTS_OF_FILE: &str = "SELECT path, account, currency, from_on, to_on, opening_fen, closing_fen, rows
    FROM statement_parts JOIN statement_files ON statement_files.id = file_id
    WHERE file_id = :file ORDER BY account, currency";
const FILE: &str = "SELECT statement_files.id, sha256, path, format, encoding, rows_read, imported, known, changed,
        quarantined, control_rows, controls, at_utc, actor
    FROM statement_files JOIN journal ON journal.seq = statement_files.seq WHERE sha256 = :sha256";

impl Reader {
    /// Live rows of the range, by account and day, oldest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn statement_rows(&self, range: &StatementRange<'_>) -> Result<Vec<BookedRow>, Fault> {
        let StatementRange { account, from, to } = range;
        let mut statement = self.connection().prepare_cached(ROWS).during("read statements")?;
        let values = named_params! {":account": account, ":from": from.to_string(), ":to": to.to_string()};
        let rows = statement.query_map(values, booked_row).during("read statements")?;
        rows.collect::<Result<_, _>>().during("read statements")
    }

    /// Every version of the rows under an identity, oldest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn statement_rows_like(&self, identity: &str) -> Result<Vec<BookedRow>, Fault> {
        let mut statement = self.connection().prepare_cached(BY_IDENTITY).during("read statements")?;
        let rows = statement.query_map(named_params! {":identity": identity}, booked_row).during("read statements")?;
        rows.collect::<Result<_, _>>().during("read statements")
    }

    /// What the files of the book say of an account (of every one when `None`): days covered, balances.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn statement_parts(&self, account: Option<&str>) -> Result<Vec<BookedPart>, Fault> {
        let mut statement = self.connection().prepare_cached(PARTS).during("read statements")?;
        let rows = statement.query_map(named_params! {":account": account}, booked_part).during("read statements")?;
        rows.collect::<Result<_, _>>().during("read statements")
    }

    /// First and last day of what files that came after a fact say of an account.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn statement_parts_since(&self, account: &str, seq: i64) -> Result<Vec<(BusinessDay, BusinessDay)>, Fault> {
        let mut statement = self.connection().prepare_cached(PARTS_SINCE).during("read statements")?;
        let values = named_params! {":account": account, ":seq": seq};
        let rows = statement.query_map(values, |row| Ok((convert::day(row, 0)?, convert::day(row, 1)?)));
        rows.during("read statements")?.collect::<Result<_, _>>().during("read statements")
    }

    /// The statement with these bytes.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn statement_by_sha256(&self, sha256: &str) -> Result<Option<StatementFileRow>, Fault> {
        let step = "look a statement up";
        let mut statement = self.connection().prepare_cached(FILE).during(step)?;
        let found = statement.query_row(named_params! {":sha256": sha256}, file_row).optional().during(step)?;
        let Some(mut file) = found else { return Ok(None) };
        let mut statement = self.connection().prepare_cached(PARTS_OF_FILE).during(step)?;
        let parts = statement.query_map(named_params! {":file": file.id}, booked_part).during(step)?;
        let parts: Vec<BookedPart> = parts.collect::<Result<_, _>>().during(step)?;
        file.parts = parts.into_iter().map(|booked| booked.part).collect();
        Ok(Some(file))
    }

    /// Fact of the newest statement; 0 in a book without any.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn last_statement_seq(&self) -> Result<i64, Fault> {
        const SQL: &str = "SELECT coalesce(max(seq), 0) FROM statement_files";
        self.connection().query_row(SQL, [], |row| row.get(0)).during("read the newest statement")
    }
}

fn money(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Money>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Money::from_fen))
}

fn booked_row(row: &Row<'_>) -> rusqlite::Result<BookedRow> {
    Ok(BookedRow {
        id: row.get(0)?,
        file: row.get(1)?,
        row: StatementRow {
            line: row.get(2)?,
            account: row.get(3)?,
            currency: row.get(4)?,
            day: convert::day(row, 5)?,
            at: TimeOfDay::from_second(row.get(6)?),
            amount: Money::from_fen(row.get(7)?),
            balance: money(row, 8)?,
            counterparty_name: row.get(9)?,
            counterparty_account: row.get(10)?,
            text: row.get(11)?,
            bank_no: row.get(12)?,
        },
        live: row.get(13)?,
    })
}

fn booked_part(row: &Row<'_>) -> rusqlite::Result<BookedPart> {
    let part = AccountPart {
        account: row.get(1)?,
        currency: row.get(2)?,
        from: convert::day(row, 3)?,
        to: convert::day(row, 4)?,
        opening: money(row, 5)?,
        closing: money(row, 6)?,
        rows: row.get::<_, i64>(7)?.unsigned_abs(),
    };
    Ok(BookedPart { file: row.get(0)?, part })
}

fn file_row(row: &Row<'_>) -> rusqlite::Result<StatementFileRow> {
    let encoding: String = row.get(4)?;
    let mut counts = [0; 6];
    for (place, count) in counts.iter_mut().enumerate() {
        *count = row.get::<_, i64>(5 + place)?.unsigned_abs();
    }
    let controls: String = row.get(11)?;
    Ok(StatementFileRow {
        id: row.get(0)?,
        sha256: row.get(1)?,
        path: row.get(2)?,
        format: row.get(3)?,
        encoding: Encoding::from_code(&encoding).unwrap_or(Encoding::Utf8),
        counts,
        controls: controls_from_json(&controls),
        at_utc: row.get(12)?,
        actor: row.get(13)?,
        parts: Vec::new(),
    })
}
