//! Reading the registry: the last version of every key, with the file and line it stands on.

use rusqlite::{OptionalExtension, Row, named_params};

use super::super::Reader;
use super::super::convert;
use super::super::fault::{At, During, Fault};
use crate::domain::arrears::item::{Assessment, Deferral, Portion, WriteOff};
use crate::domain::arrears::month::FeeMonth;
use crate::domain::arrears::registry::{DueRow, Employer, EmployerStatus, PaymentRow, SizeClass};
use crate::domain::codes::CreditCode;
use crate::domain::day::BusinessDay;
use crate::domain::import::Encoding;
use crate::domain::money::Money;

/// 参保单位, its number in the book and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmployerAt {
    /// Its number.
    pub id: i64,
    /// What is known of it.
    pub employer: Employer,
    /// Version in force.
    pub version: u32,
    /// File and line of that version.
    pub at: (i64, u32),
}

/// 应缴 and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueAt {
    /// Number of its employer.
    pub employer_id: i64,
    /// 险种, by code.
    pub line: String,
    /// 费款所属期.
    pub month: FeeMonth,
    /// 缴费部分.
    pub portion: Portion,
    /// 缴费基数.
    pub base: Money,
    /// 费率 in millionths.
    pub rate_per_million: u32,
    /// 应缴金额.
    pub amount: Money,
    /// 缴费期限.
    pub due_on: BusinessDay,
    /// 核定方式.
    pub assessment: Assessment,
    /// 责令限期 failed.
    pub order_failed: bool,
    /// 缓缴.
    pub deferral: Option<Deferral>,
    /// Per cent of the amount its deferral leaves out.
    pub excluded_percent: u8,
    /// 核销.
    pub written_off: Option<WriteOff>,
    /// Version in force.
    pub version: u32,
    /// File and line of that version.
    pub at: (i64, u32),
}

/// 实缴 and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentAt {
    /// Number of its employer.
    pub employer_id: i64,
    /// 缴费编号.
    pub no: String,
    /// 缴费日期.
    pub paid_on: BusinessDay,
    /// 实缴金额.
    pub amount: Money,
    /// The one line it is for; empty for all.
    pub line: String,
    /// 缴费渠道.
    pub channel: String,
    /// 票据号.
    pub ticket_no: String,
    /// Version in force.
    pub version: u32,
    /// File and line of that version.
    pub at: (i64, u32),
}

impl DueAt {
    /// The same without its place, as a file of this employer would bring it.
    pub fn row(&self, code: &CreditCode) -> DueRow {
        DueRow {
            code: code.clone(),
            line: self.line.clone(),
            month: self.month,
            portion: self.portion,
            base: self.base,
            rate_per_million: self.rate_per_million,
            amount: self.amount,
            due_on: self.due_on,
            assessment: self.assessment,
            order_failed: self.order_failed,
            deferral: self.deferral,
            written_off: self.written_off,
        }
    }
}

impl PaymentAt {
    /// The same without its place, as a file of this employer would bring it.
    pub fn row(&self, code: &CreditCode) -> PaymentRow {
        PaymentRow {
            code: code.clone(),
            no: self.no.clone(),
            paid_on: self.paid_on,
            amount: self.amount,
            line: self.line.clone(),
            channel: self.channel.clone(),
            ticket_no: self.ticket_no.clone(),
        }
    }
}

/// 登记文件. One file of the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryFileRow {
    /// Its number.
    pub id: i64,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Path as given.
    pub path: String,
    /// How it was decoded.
    pub encoding: Encoding,
    /// Layout.
    pub format: String,
    /// What its rows are, by code.
    pub source: String,
    /// rows_read, imported, known, changed, rejected.
    pub counts: [u64; 5],
    /// UTC it came in.
    pub at_utc: String,
    /// Who brought it.
    pub actor: String,
}

const EMPLOYERS: &str = "SELECT id, code, version, file_id, file_line, no, name, industry, size, kind, area, officer,
        status, bankrupt_on, legal_representative, contact, phone, address, bank, account
    FROM employers JOIN employer_versions ON employer_id = id ORDER BY id, version";
const DUES: &str = "SELECT employer_id, month, line, portion, version, file_id, file_line, base_fen, rate_per_million,
        amount_fen, due_on, assessment, order_failed, deferred_from, repay_by, written_off_fen, written_off_on
    FROM dues WHERE employer_id BETWEEN :from AND :to AND file_id <= :file ORDER BY employer_id, month, line, portion, version";
const PAYMENTS: &str = "SELECT employer_id, no, version, file_id, file_line, paid_on, amount_fen, line, channel,
        ticket_no FROM payments WHERE employer_id BETWEEN :from AND :to AND file_id <= :file ORDER BY employer_id, no, version";
const FILES: &str = "SELECT id, sha256, path, encoding, format, source, rows_read, imported, known, changed, rejected,
        at_utc, actor FROM registry_files JOIN journal USING (seq) ORDER BY id";
const LAST: &str = "SELECT coalesce(max(seq), 0) FROM registry_files";

impl Reader {
    /// Every employer, in the order they came to be known.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn employers(&self) -> Result<Vec<EmployerAt>, Fault> {
        let read = || -> rusqlite::Result<Vec<EmployerAt>> {
            let mut statement = self.connection().prepare_cached(EMPLOYERS)?;
            let rows = statement.query_map([], employer)?;
            last_versions(rows, |a, b| a.id == b.id)
        };
        read().during("read the employers").at(self.path())
    }

    /// The dues of employers with these numbers, both ends included, with what is deferred of them: by
    /// employer, month, line, portion.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn dues(&self, from: i64, to: i64) -> Result<Vec<DueAt>, Fault> {
        self.dues_known(from, to, i64::MAX)
    }

    /// The same as the book had them with its files up to the one with this number.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn dues_known(&self, from: i64, to: i64, file: i64) -> Result<Vec<DueAt>, Fault> {
        self.overlaid(from, to, self.dues_filed(from, to, file)?)
    }

    /// The same as files brought them, whatever was granted since.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn dues_as_filed(&self, from: i64, to: i64) -> Result<Vec<DueAt>, Fault> {
        self.dues_filed(from, to, i64::MAX)
    }

    fn dues_filed(&self, from: i64, to: i64, file: i64) -> Result<Vec<DueAt>, Fault> {
        let same = |a: &DueAt, b: &DueAt| {
            (a.employer_id, a.month, a.portion) == (b.employer_id, b.month, b.portion) && a.line == b.line
        };
        let read = || -> rusqlite::Result<Vec<DueAt>> {
            let mut statement = self.connection().prepare_cached(DUES)?;
            let rows = statement.query_map(named_params! {":from": from, ":to": to, ":file": file}, due)?;
            last_versions(rows, same)
        };
        read().during("read the dues").at(self.path())
    }

    /// The payments of employers with these numbers, both ends included: by employer and number.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn payments(&self, from: i64, to: i64) -> Result<Vec<PaymentAt>, Fault> {
        self.payments_known(from, to, i64::MAX)
    }

    /// The same as the book had them with its files up to the one with this number.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn payments_known(&self, from: i64, to: i64, file: i64) -> Result<Vec<PaymentAt>, Fault> {
        let same = |a: &PaymentAt, b: &PaymentAt| a.employer_id == b.employer_id && a.no == b.no;
        let read = || -> rusqlite::Result<Vec<PaymentAt>> {
            let mut statement = self.connection().prepare_cached(PAYMENTS)?;
            let rows = statement.query_map(named_params! {":from": from, ":to": to, ":file": file}, payment)?;
            last_versions(rows, same)
        };
        read().during("read the payments").at(self.path())
    }

    /// Every registry file, oldest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn registry_files(&self) -> Result<Vec<RegistryFileRow>, Fault> {
        let read = || -> rusqlite::Result<Vec<RegistryFileRow>> {
            self.connection().prepare_cached(FILES)?.query_map([], file)?.collect()
        };
        read().during("read the registry files").at(self.path())
    }

    /// The registry file with these bytes.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn registry_file_by_sha256(&self, sha256: &str) -> Result<Option<RegistryFileRow>, Fault> {
        const SQL: &str = "SELECT id, sha256, path, encoding, format, source, rows_read, imported, known, changed,
                rejected, at_utc, actor FROM registry_files JOIN journal USING (seq) WHERE sha256 = :sha256";
        let read = || {
            let mut statement = self.connection().prepare_cached(SQL)?;
            statement.query_row(named_params! {":sha256": sha256}, file).optional()
        };
        read().during("look a registry file up").at(self.path())
    }

    /// Fact of the newest registry file; 0 in a book without one.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn last_registry_seq(&self) -> Result<i64, Fault> {
        self.connection().query_row(LAST, [], |row| row.get(0)).during("read the newest registry file").at(self.path())
    }
}

/// Of rows that stand by key and version, the last of each key.
fn last_versions<T>(
    rows: impl Iterator<Item = rusqlite::Result<T>>,
    same: impl Fn(&T, &T) -> bool,
) -> rusqlite::Result<Vec<T>> {
    let mut kept: Vec<T> = Vec::new();
    for row in rows {
        let row = row?;
        match kept.last_mut() {
            Some(last) if same(last, &row) => *last = row,
            _ => kept.push(row),
        }
    }
    Ok(kept)
}

fn employer(row: &Row<'_>) -> rusqlite::Result<EmployerAt> {
    let employer = Employer {
        code: convert::credit_code(row, 1)?,
        no: row.get(5)?,
        name: row.get(6)?,
        industry: row.get(7)?,
        size: convert::coded(row, 8, SizeClass::from_code)?,
        kind: row.get(9)?,
        area: row.get(10)?,
        officer: row.get(11)?,
        status: convert::coded(row, 12, EmployerStatus::from_code)?,
        bankrupt_on: convert::maybe_day(row, 13)?,
        legal_representative: row.get(14)?,
        contact: row.get(15)?,
        phone: row.get(16)?,
        address: row.get(17)?,
        bank: row.get(18)?,
        account: row.get(19)?,
    };
    Ok(EmployerAt { id: row.get(0)?, employer, version: row.get(2)?, at: (row.get(3)?, row.get(4)?) })
}

fn due(row: &Row<'_>) -> rusqlite::Result<DueAt> {
    let term = convert::maybe_day(row, 13)?.zip(convert::maybe_day(row, 14)?);
    let written_off = convert::maybe_day(row, 16)?;
    let amount = Money::from_fen(row.get(15)?);
    Ok(DueAt {
        employer_id: row.get(0)?,
        month: convert::month(row, 1)?,
        line: row.get(2)?,
        portion: convert::coded(row, 3, Portion::from_code)?,
        version: row.get(4)?,
        at: (row.get(5)?, row.get(6)?),
        base: Money::from_fen(row.get(7)?),
        rate_per_million: row.get(8)?,
        amount: Money::from_fen(row.get(9)?),
        due_on: convert::day(row, 10)?,
        assessment: convert::coded(row, 11, Assessment::from_code)?,
        order_failed: row.get(12)?,
        deferral: term.map(|(from, repay_by)| Deferral { from, repay_by }),
        excluded_percent: 0,
        written_off: written_off.map(|on| WriteOff { on, amount }),
    })
}

fn payment(row: &Row<'_>) -> rusqlite::Result<PaymentAt> {
    Ok(PaymentAt {
        employer_id: row.get(0)?,
        no: row.get(1)?,
        version: row.get(2)?,
        at: (row.get(3)?, row.get(4)?),
        paid_on: convert::day(row, 5)?,
        amount: Money::from_fen(row.get(6)?),
        line: row.get(7)?,
        channel: row.get(8)?,
        ticket_no: row.get(9)?,
    })
}

fn file(row: &Row<'_>) -> rusqlite::Result<RegistryFileRow> {
    let mut counts = [0; 5];
    for (place, count) in counts.iter_mut().enumerate() {
        *count = row.get::<_, i64>(6 + place)?.unsigned_abs();
    }
    Ok(RegistryFileRow {
        id: row.get(0)?,
        sha256: row.get(1)?,
        path: row.get(2)?,
        encoding: convert::coded(row, 3, Encoding::from_code)?,
        format: row.get(4)?,
        source: row.get(5)?,
        counts,
        at_utc: row.get(11)?,
        actor: row.get(12)?,
    })
}
