//! Books, operators, house facts, journal, copies.

use std::path::Path;

use super::receipts::mismatched;
use super::session::{Session, rule_files};
use super::{BookCopy, BookMade, FormatInfo, JournalHead, JournalLine, Operator};
use crate::book::formats::Formats;
use crate::book::registry;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::house::House;
use crate::domain::journal::FactKind;
use crate::ops::{self, Command, NewBook, Outcome, identity, site as house};
use crate::store::{self, Fault, JournalRow, Reader, Store};

/// Makes a new book with its first operator, bound to the system account at work.
///
/// # Errors
/// A refusal when the book exists; a fault when it cannot be written.
pub fn init(context: &Context, operator: Option<&str>, title: Option<&str>) -> Result<BookMade, Failure> {
    if let Some(directory) = context.book.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        std::fs::create_dir_all(directory).map_err(|error| Failure::io(directory.display(), &error))?;
    }
    let account = identity::current_account(&context.book)?;
    let stem = context.book.file_stem().map_or_else(|| "book".into(), |stem| stem.to_string_lossy().into_owned());
    let operator = operator.unwrap_or(&account.name);
    let new = NewBook { title: title.unwrap_or(&stem), demonstration: false, operator, account: &account };
    let store = ops::init(&context.book, &new, &context.now)?;
    Ok(BookMade { path: store.path().to_path_buf(), operator: operator.into(), account: account.name.clone() })
}

/// Registers an operator, bound to `account` or else to the account at work.
///
/// # Errors
/// A refusal when the name is taken or malformed.
pub fn operator_add(context: &Context, name: &str, account: Option<&str>) -> Result<Operator, Failure> {
    let session = Session::open(context)?;
    let os_account = match account {
        Some(account) => account.to_string(),
        None => identity::current_account(&context.book)?.name,
    };
    let done = session.execute(Command::AddOperator { name: name.into(), os_account })?;
    let Outcome::OperatorAdded(added) = done else { return Err(mismatched()) };
    Ok(Operator { name: added.name, account: added.os_account, since: context.now.utc.clone() })
}

/// Operators of the book, in order of registration.
///
/// # Errors
/// A refusal when there is no book.
pub fn operators(context: &Context) -> Result<Vec<Operator>, Failure> {
    let reader = Store::open(&context.book)?.reader()?;
    let named = |row: store::OperatorRow| {
        let since = reader.fact(row.added_seq)?.map_or(row.bound_on, |fact| fact.at_utc);
        Ok(Operator { name: row.name, account: row.os_account, since })
    };
    reader.operators()?.into_iter().map(named).collect()
}

/// The house's facts in force.
///
/// # Errors
/// A refusal when channels.toml is wrong.
pub fn site(context: &Context) -> Result<House, Failure> {
    Ok(House::load(&rule_files(context))?)
}

/// Checks a channels.toml, puts it into the data directory and journals it.
///
/// # Errors
/// A refusal when the file is wrong.
pub fn site_import(context: &Context, file: &Path) -> Result<House, Failure> {
    let session = Session::open(context)?;
    let files = vec![house::read_file(file)?];
    let directory = context.data_directory.clone();
    let done = session.execute(Command::ImportSite { files, directory })?;
    let Outcome::SiteImported(_) = done else { return Err(mismatched()) };
    site(context)
}

/// Layouts known, embedded and the house's own.
///
/// # Errors
/// A refusal when a layout's file is wrong.
pub fn formats(context: &Context) -> Result<Vec<FormatInfo>, Failure> {
    let rules = rule_files(context);
    let formats = Formats::load(&rules)?;
    let info = |name: &str, side, registry, columns: &[String]| FormatInfo {
        name: name.into(),
        side,
        registry,
        columns: columns.to_vec(),
    };
    let receipts = formats.iter().map(|profile| info(&profile.name, Some(profile.source), None, &profile.required));
    let statements = formats.statements().map(|profile| info(&profile.name, None, None, &profile.required));
    let registry = registry::load(&rules)?;
    let registry = registry.iter().map(|layout| info(&layout.name, None, Some(layout.source), &layout.required));
    Ok(receipts.chain(statements).chain(registry).collect())
}

/// Verifies the journal's chain, `head.log`, and that every file's stored rows are those of its fact.
///
/// # Errors
/// [`crate::domain::rejection::Rejection::JournalBroken`] where the chain breaks.
pub fn journal_verify(context: &Context) -> Result<JournalHead, Failure> {
    let reader = Store::open(&context.book)?.reader()?;
    let verified = store::verify(&reader)?;
    let at = reader.last_fact()?.map_or(String::new(), |row| row.at_utc);
    Ok(JournalHead { facts: verified.count.unsigned_abs(), hash: verified.head, at })
}

/// The last `limit` facts, oldest first.
///
/// # Errors
/// A refusal when there is no book.
pub fn journal(context: &Context, limit: u32) -> Result<Vec<JournalLine>, Failure> {
    let reader = Store::open(&context.book)?.reader()?;
    let last = reader.last_fact()?.map_or(0, |row| row.seq);
    let from = (last - i64::from(limit) + 1).max(1);
    reader.facts(from, limit)?.into_iter().map(journal_line).collect()
}

fn journal_line(row: JournalRow) -> Result<JournalLine, Failure> {
    let kind = FactKind::from_code(&row.kind)
        .ok_or_else(|| Fault::Broken { seq: row.seq, what: format!("unknown kind {}", row.kind) })?;
    Ok(JournalLine {
        sequence: row.seq,
        at: row.at_utc,
        actor: row.actor,
        on_behalf: row.on_behalf,
        kind,
        subject: row.subject,
        reason: row.reason,
        hash: row.hash,
    })
}

/// Copies the book to `target` and verifies the copy.
///
/// # Errors
/// A refusal when the target exists.
pub fn backup(context: &Context, target: &Path) -> Result<BookCopy, Failure> {
    let copied = store::backup(&Store::open(&context.book)?, target)?;
    book_copy(&copied.path, copied.verified.count)
}

/// Puts the copy `from` at the place of the context's book, which must be free, and verifies it.
///
/// # Errors
/// A refusal when there is a book already.
pub fn restore(context: &Context, from: &Path) -> Result<BookCopy, Failure> {
    let restored = store::restore(from, &context.book)?;
    let reader: Reader = restored.reader()?;
    let facts = reader.last_fact()?.map_or(0, |row| row.seq);
    drop(reader);
    book_copy(restored.path(), facts)
}

pub(super) fn book_copy(path: &Path, facts: i64) -> Result<BookCopy, Failure> {
    let unreadable = |error: std::io::Error| Failure::io(path.display(), &error);
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let bytes = file.metadata().map_err(unreadable)?.len();
    let sha256 = crate::import::sha256_of(file).map_err(unreadable)?;
    Ok(BookCopy { path: path.to_path_buf(), bytes, sha256, facts: facts.unsigned_abs() })
}

/// The system account at work, as the journal would name it.
///
/// # Errors
/// When the system's account table cannot be read.
pub fn account_at_work(context: &Context) -> Result<String, Failure> {
    Ok(identity::current_account(&context.book)?.name)
}
