//! Who is at the keyboard 身份: the system's account, and the operator it is bound to.
//!
//! Invariant: identity comes from the operating system. `SUDO_UID` is believed only where the
//! effective user owns the book, and so could write it without us anyway.

use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use nix::unistd::{Uid, User};

use super::Refusal;
use crate::domain::journal::Actor;
use crate::domain::rejection::Rejection;
use crate::store::{During, OperatorRow, Reader};

/// 系统账号.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its name; `uid-1000` where the system has none.
    pub name: String,
    /// Its number.
    pub uid: u32,
}

/// The account behind this process, for the book at `book` (which need not exist yet).
///
/// # Errors
/// When the system's account table cannot be read.
pub fn current_account(book: &Path) -> Result<Account, Refusal> {
    let owner = std::fs::metadata(book).map(|meta| meta.uid()).ok();
    let sudo = std::env::var("SUDO_UID").ok();
    account_of(choose_uid(Uid::current().as_raw(), Uid::effective().as_raw(), owner, sudo.as_deref()))
}

/// Real user, unless sudo ran us as the book's owner and says who asked.
fn choose_uid(real: u32, effective: u32, book_owner: Option<u32>, sudo: Option<&str>) -> u32 {
    match sudo.and_then(|text| text.parse().ok()) {
        Some(asked) if book_owner.is_none_or(|owner| owner == effective) => asked,
        _ => real,
    }
}

fn account_of(uid: u32) -> Result<Account, Refusal> {
    let user = User::from_uid(Uid::from_raw(uid)).map_err(io::Error::from).during("look the account up")?;
    Ok(Account { name: user.map_or_else(|| format!("uid-{uid}"), |user| user.name), uid })
}

/// The number of an account, where the system knows it.
pub(super) fn uid_of(account: &str) -> Result<Option<u32>, Refusal> {
    let user = User::from_name(account).map_err(io::Error::from).during("look the account up")?;
    Ok(user.map(|user| user.uid.as_raw()))
}

/// The operator an account acts as: the one named with `--as` if bound to this account, else the one
/// bound to it, and of several the first added.
///
/// # Errors
/// [`Rejection::AccountUnbound`], [`Rejection::OperatorUnknown`], [`Rejection::NotYourOperator`].
pub fn resolve_actor(reader: &Reader, account: &Account, as_name: Option<&str>) -> Result<Actor, Refusal> {
    let operators = reader.operators()?;
    // An account that was deleted and made again under the same name has another number: another person.
    let bound = |row: &&OperatorRow| row.os_account == account.name && row.uid.is_none_or(|uid| uid == account.uid);
    let chosen = match as_name {
        None => {
            let first = operators.iter().find(bound);
            first.ok_or_else(|| Rejection::AccountUnbound(account.name.clone()))?
        }
        Some(name) => {
            let named = operators.iter().find(|row| row.name == name);
            let named = named.ok_or_else(|| Rejection::OperatorUnknown(name.into()))?;
            if !bound(&named) {
                return Err(Rejection::NotYourOperator(name.into()).into());
            }
            named
        }
    };
    Ok(Actor { name: chosen.name.clone(), on_behalf: String::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sudo_is_believed_only_for_the_owner_of_the_book() {
        let (sanhe, wang, root) = (990, 1001, 0);
        assert_eq!(choose_uid(wang, wang, Some(wang), None), wang);
        assert_eq!(choose_uid(sanhe, sanhe, Some(sanhe), Some("1001")), wang);
        assert_eq!(choose_uid(root, root, Some(sanhe), Some("1001")), root);
        assert_eq!(choose_uid(wang, wang, Some(sanhe), Some("0")), wang);
        assert_eq!(choose_uid(sanhe, sanhe, Some(sanhe), Some("x")), sanhe);
        assert_eq!(choose_uid(root, root, None, Some("1001")), wang);
    }
}
