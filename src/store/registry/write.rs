//! Adding a registry file: its original and the next version of every key it changes.

use rusqlite::{Connection, named_params};

use super::super::Writer;
use super::super::fault::{At, During, Fault};
use crate::domain::arrears::registry::{DueRow, Employer, ParsedRegistry, PaymentRow, RegistryRow};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;

/// A row to be added.
#[derive(Debug)]
pub struct NewRow<'a> {
    /// Line of the file.
    pub line: u32,
    /// What it says.
    pub row: &'a RegistryRow,
    /// Number of its employer; `None` for an employer not known yet.
    pub employer_id: Option<i64>,
    /// Version it becomes.
    pub version: u32,
}

/// Everything a registry file adds.
#[derive(Debug)]
pub struct NewRegistryFile<'a> {
    /// The file as parsed.
    pub parsed: &'a ParsedRegistry,
    /// Rows new or changed.
    pub rows: Vec<NewRow<'a>>,
    /// imported, known, changed, rejected.
    pub counts: [u64; 4],
}

const FILE: &str = "INSERT INTO registry_files (seq, sha256, path, bytes, encoding, format, source, rows_read,
        imported, known, changed, rejected)
    VALUES (:seq, :sha256, :path, :bytes, :encoding, :format, :source, :rows_read,
        :imported, :known, :changed, :rejected)";
const PIECE: &str = "INSERT INTO registry_pieces (file_id, piece, first_line, bytes, frame)
    VALUES (:file, :piece, :first_line, :bytes, :frame)";
const EMPLOYER: &str = "INSERT INTO employers (code) VALUES (:code)";
const VERSION: &str = "INSERT INTO employer_versions (employer_id, version, file_id, file_line, no, name, industry,
        size, kind, area, officer, status, bankrupt_on, legal_representative, contact, phone, address, bank, account)
    VALUES (:employer, :version, :file, :file_line, :no, :name, :industry, :size, :kind, :area, :officer, :status,
        :bankrupt_on, :legal_representative, :contact, :phone, :address, :bank, :account)";
const DUE: &str = "INSERT INTO dues (employer_id, month, line, portion, version, file_id, file_line, base_fen,
        rate_per_million, amount_fen, due_on, assessment, order_failed, deferred_from, repay_by, written_off_fen,
        written_off_on)
    VALUES (:employer, :month, :line, :portion, :version, :file, :file_line, :base, :rate, :amount, :due_on,
        :assessment, :order_failed, :deferred_from, :repay_by, :written_off, :written_off_on)";
const PAYMENT: &str = "INSERT INTO payments (employer_id, no, version, file_id, file_line, paid_on, amount_fen, line,
        channel, ticket_no)
    VALUES (:employer, :no, :version, :file, :file_line, :paid_on, :amount, :line, :channel, :ticket_no)";

impl Writer<'_> {
    /// Writes a registry file under the fact `seq`; gives its number.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put_registry_file(&self, seq: i64, new: &NewRegistryFile<'_>) -> Result<i64, Fault> {
        put(self.connection(), seq, new).during("write a registry file").at(self.path())
    }
}

fn put(connection: &Connection, seq: i64, new: &NewRegistryFile<'_>) -> rusqlite::Result<i64> {
    let parsed = new.parsed;
    let [imported, known, changed, rejected] = new.counts.map(|count| count as i64);
    connection.prepare_cached(FILE)?.execute(named_params! {
        ":seq": seq, ":sha256": parsed.sha256, ":path": parsed.path, ":bytes": parsed.bytes as i64,
        ":encoding": parsed.encoding.code(), ":format": parsed.format, ":source": parsed.source.code(),
        ":rows_read": parsed.lines.len() as i64, ":imported": imported, ":known": known, ":changed": changed,
        ":rejected": rejected,
    })?;
    let file = connection.last_insert_rowid();
    let mut piece = connection.prepare_cached(PIECE)?;
    for (number, part) in parsed.pieces.iter().enumerate() {
        piece.execute(named_params! {
            ":file": file, ":piece": number as i64, ":first_line": part.first_line, ":bytes": part.bytes,
            ":frame": part.frame,
        })?;
    }
    for row in &new.rows {
        match (row.row, row.employer_id) {
            (RegistryRow::Employer(employer), id) => put_employer(connection, file, row, employer, id)?,
            (RegistryRow::Due(due), Some(id)) => put_due(connection, file, row, due, id)?,
            (RegistryRow::Payment(payment), Some(id)) => put_payment(connection, file, row, payment, id)?,
            // The plan rejects dues and payments of unknown employers; a key would be missing here.
            (RegistryRow::Due(_) | RegistryRow::Payment(_), None) => return Err(rusqlite::Error::InvalidQuery),
        }
    }
    Ok(file)
}

fn put_employer(
    connection: &Connection,
    file: i64,
    row: &NewRow<'_>,
    employer: &Employer,
    id: Option<i64>,
) -> rusqlite::Result<()> {
    let id = match id {
        Some(id) => id,
        None => {
            connection.prepare_cached(EMPLOYER)?.execute(named_params! {":code": employer.code.as_str()})?;
            connection.last_insert_rowid()
        }
    };
    connection.prepare_cached(VERSION)?.execute(named_params! {
        ":employer": id, ":version": row.version, ":file": file, ":file_line": row.line, ":no": employer.no,
        ":name": employer.name, ":industry": employer.industry, ":size": employer.size.code(),
        ":kind": employer.kind, ":area": employer.area, ":officer": employer.officer,
        ":status": employer.status.code(), ":bankrupt_on": text(employer.bankrupt_on),
        ":legal_representative": employer.legal_representative, ":contact": employer.contact,
        ":phone": employer.phone, ":address": employer.address, ":bank": employer.bank,
        ":account": employer.account,
    })?;
    Ok(())
}

fn put_due(connection: &Connection, file: i64, row: &NewRow<'_>, due: &DueRow, id: i64) -> rusqlite::Result<()> {
    connection.prepare_cached(DUE)?.execute(named_params! {
        ":employer": id, ":month": due.month.number(), ":line": due.line, ":portion": due.portion.code(),
        ":version": row.version, ":file": file, ":file_line": row.line, ":base": due.base.fen(),
        ":rate": due.rate_per_million, ":amount": due.amount.fen(), ":due_on": due.due_on.to_string(),
        ":assessment": due.assessment.code(), ":order_failed": due.order_failed,
        ":deferred_from": text(due.deferral.map(|deferral| deferral.from)),
        ":repay_by": text(due.deferral.map(|deferral| deferral.repay_by)),
        ":written_off": due.written_off.map_or(Money::ZERO, |written_off| written_off.amount).fen(),
        ":written_off_on": text(due.written_off.map(|written_off| written_off.on)),
    })?;
    Ok(())
}

fn put_payment(
    connection: &Connection,
    file: i64,
    row: &NewRow<'_>,
    payment: &PaymentRow,
    id: i64,
) -> rusqlite::Result<()> {
    connection.prepare_cached(PAYMENT)?.execute(named_params! {
        ":employer": id, ":no": payment.no, ":version": row.version, ":file": file, ":file_line": row.line,
        ":paid_on": payment.paid_on.to_string(), ":amount": payment.amount.fen(), ":line": payment.line,
        ":channel": payment.channel, ":ticket_no": payment.ticket_no,
    })?;
    Ok(())
}

/// A day as text; empty for none.
fn text(day: Option<BusinessDay>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}
