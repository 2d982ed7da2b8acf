//! Making a book 建账: its own row, its first operator, and the single-person state.
//!
//! Invariant: a book appears under its name only with all its first facts in it.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::identity::Account;
use super::operators::OperatorAdded;
use super::{OperationId, Refusal, body_text, random_hex};
use crate::domain::journal::{Actor, Fact, FactKind, Now};
use crate::domain::names;
use crate::domain::rejection::Rejection;
use crate::store::{At, During, NewOperator, Store};

/// 新账套. What a book is made with.
#[derive(Clone, Debug)]
pub struct NewBook<'a> {
    /// 名称.
    pub title: &'a str,
    /// 演示账套: says so for good.
    pub demonstration: bool,
    /// 姓名 of the first operator.
    pub operator: &'a str,
    /// The system account it is bound to.
    pub account: &'a Account,
}

/// Body of the fact 建账.
#[derive(Debug, Serialize, Deserialize)]
struct BookCreated {
    book_id: String,
    title: String,
    demonstration: bool,
}

/// Body of the fact 单人账套.
#[derive(Debug, Serialize, Deserialize)]
struct SinglePerson {
    operator: String,
}

/// Makes a book (and its directory, 0700, where there is none) with one operator, who holds every
/// post until a second is added.
///
/// # Errors
/// [`Rejection::BookExists`], [`Rejection::BadName`], or what the disk says; nothing is left behind.
pub fn init(path: &Path, new: &NewBook<'_>, now: &Now) -> Result<Store, Refusal> {
    names::check_title(new.title)?;
    names::check_operator(new.operator)?;
    names::check_account(&new.account.name)?;
    if std::fs::symlink_metadata(path).is_ok() {
        return Err(Rejection::BookExists(path.display().to_string()).into());
    }
    if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(directory);
        made.during("make the directory").at(directory)?;
    }
    Store::create(path, |store| first_facts(store, new, now))
}

fn first_facts(store: &Store, new: &NewBook<'_>, now: &Now) -> Result<(), Refusal> {
    let actor = Actor { name: new.operator.into(), on_behalf: String::new() };
    let operation = OperationId::new;

    let writer = store.writer()?;
    let book_id = random_hex()?;
    writer.insert_book(&book_id, new.title, new.demonstration, now)?;
    let created = BookCreated { book_id, title: new.title.into(), demonstration: new.demonstration };
    writer.commit(&actor, now, operation()?.as_str(), &fact(FactKind::BookCreated, new.title, &created)?)?;

    let writer = store.writer()?;
    let (name, account) = (new.operator, new.account);
    let row = NewOperator { name, os_account: &account.name, uid: Some(account.uid), note: "" };
    writer.insert_operator(&row, now.today)?;
    let added = OperatorAdded {
        name: name.into(),
        os_account: account.name.clone(),
        uid: Some(account.uid),
        ended_single_person: false,
    };
    writer.commit(&actor, now, operation()?.as_str(), &fact(FactKind::OperatorAdded, name, &added)?)?;

    let writer = store.writer()?;
    writer.set_single_person(true)?;
    let single = SinglePerson { operator: name.into() };
    writer.commit(&actor, now, operation()?.as_str(), &fact(FactKind::SinglePerson, name, &single)?)?;
    Ok(())
}

fn fact<T: Serialize>(kind: FactKind, subject: &str, body: &T) -> Result<Fact, Refusal> {
    Ok(Fact { kind, subject: subject.into(), reason: String::new(), body: body_text(body)? })
}
