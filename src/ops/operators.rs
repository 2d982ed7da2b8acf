//! Operators 操作员: binding a person's name to a system account.
//!
//! Invariant: a second operator ends the single-person state for good, in the same fact.

use serde::{Deserialize, Serialize};

use super::{Act, Outcome, Refusal, Turn, identity, names};
use crate::domain::rejection::Rejection;
use crate::store::NewOperator;

/// 操作员已增加.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatorAdded {
    /// 姓名.
    pub name: String,
    /// 系统账号.
    pub os_account: String,
    /// Its number, where the account exists.
    pub uid: Option<u32>,
    /// Whether the book was a single-person one until now.
    pub ended_single_person: bool,
}

pub(super) fn add(act: &Act<'_>, name: &str, os_account: &str) -> Result<Outcome, Refusal> {
    names::check_operator(name)?;
    names::check_account(os_account)?;
    // The account table may be across the network: asked before the turn to write is taken.
    let uid = identity::uid_of(os_account)?;
    let writer = match act.begin()? {
        Turn::Write(writer) => writer,
        Turn::Done(outcome) => return Ok(*outcome),
    };
    if writer.operators()?.iter().any(|row| row.name == name) {
        return Err(Rejection::OperatorExists(name.into()).into());
    }
    let ended_single_person = writer.book()?.is_some_and(|book| book.single_person);
    writer.insert_operator(&NewOperator { name, os_account, uid, note: "" }, act.now.today)?;
    if ended_single_person {
        writer.set_single_person(false)?;
    }
    let body = OperatorAdded { name: name.into(), os_account: os_account.into(), uid, ended_single_person };
    act.commit(writer, name, &body)?;
    Ok(Outcome::OperatorAdded(body))
}
