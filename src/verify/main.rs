//! `sanhe-verify`: a second opinion on a book, for whoever does not want to take sanhe's word for it.
//!
//! Invariant: shares no line with sanhe. It knows the published layout of a book (docs/ARCHITECTURE.md),
//! SQLite to read it and SHA-2 to recompute it; JSON is read by SQLite as well. It only reads, and
//! prints plain lines in both languages: `ok` and what was checked, or where it breaks first.

mod approvals;
mod chain;
mod tables;
mod vouched;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use rusqlite::{Connection, OpenFlags};

/// What every book carries in its header: `SHK3`.
const APPLICATION_ID: i64 = 0x5348_4B33;

const USAGE: &str = "\
用法: sanhe-verify 账套文件          正在用的账套, 旁边须有 head.log
      sanhe-verify --copy 备份文件   备份, 没有 head.log
usage: sanhe-verify BOOK             a book in use, with its head.log beside it
       sanhe-verify --copy BACKUP    a backup, which has none";

/// What is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A book in use: head.log stands beside it.
    Book,
    /// A backup: it has none.
    Copy,
}

/// Why a book does not hold, or could not be read: one line in Chinese, one in English.
struct Complaint {
    zh: String,
    en: String,
}

impl Complaint {
    fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Complaint { zh: zh.into(), en: en.into() }
    }

    /// The act at which something does not hold.
    fn at(seq: i64, zh: &str, en: &str) -> Self {
        Complaint::new(format!("第 {seq} 号事实: {zh}"), format!("act {seq}: {en}"))
    }
}

impl From<rusqlite::Error> for Complaint {
    fn from(error: rusqlite::Error) -> Self {
        Complaint::new(format!("账套读不出: {error}"), format!("the book cannot be read: {error}"))
    }
}

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let (book, kind) = match arguments.as_slice() {
        [book] if !book.to_string_lossy().starts_with('-') => (book, Kind::Book),
        [copy, book] if copy == "--copy" => (book, Kind::Copy),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match verify(Path::new(book), kind) {
        Ok(lines) => {
            for line in lines {
                println!("{line}");
            }
            ExitCode::SUCCESS
        }
        Err(complaint) => {
            eprintln!("不符 {}\nbroken: {}", complaint.zh, complaint.en);
            ExitCode::FAILURE
        }
    }
}

/// Checks a book from its first act to its last.
fn verify(book: &Path, kind: Kind) -> Result<Vec<String>, Complaint> {
    let connection = open(book)?;
    // One snapshot for everything: somebody may be writing meanwhile.
    let snapshot = connection.unchecked_transaction()?;
    let log = chain::HeadLog::read(book, kind)?;
    let head = chain::walk(&snapshot, &log)?;
    let tables = tables::compare(&snapshot)?;
    let vouched = vouched::compare(&snapshot)?;
    let approvals = approvals::compare(&snapshot)?;
    let journal = format!("ok journal 1..{} {}", head.seq, head.hash);
    let log = log.last().map(|last| format!("ok head.log ..{last}"));
    Ok(std::iter::once(journal).chain(log).chain(tables).chain(vouched).chain(approvals).collect())
}

fn open(book: &Path) -> Result<Connection, Complaint> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(book, flags)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "query_only", true)?;
    let id: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if id != APPLICATION_ID {
        let shown = book.display();
        return Err(Complaint::new(format!("{shown} 不是三核账套"), format!("{shown} is not a book of sanhe")));
    }
    Ok(connection)
}

/// Bytes as lower-case hexadecimal.
fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}
