//! Signing 签批: the password asked before acts that approve, close or waive; set, tried, reset.
//!
//! Invariants: nothing slow happens under the ticket; an attempt is in the book before anybody hears whether it was
//! right; what the hash was compared with is compared again inside the transaction, and so is the lock.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};

use super::chase::ChaseCommand;
use super::{Act, ApprovalCommand, Command, DeferralCommand, OperationId, Outcome, Refusal, Turn};
use crate::domain::approval::duty::Barred;
use crate::domain::approval::people::{People, Post};
use crate::domain::closing::DayStep;
use crate::domain::decision::Verb;
use crate::domain::journal::{Actor, FactKind, Now};
use crate::domain::names;
use crate::domain::rejection::{ApprovalRejection, Rejection};
use crate::domain::signing::{Lockout, Secret, SigningRejection, check_new, lockout, seconds_of, stamp_of};
use crate::store::{During, Fault, PasswordHash, Reader, SigningRow, Store};

/// 散列代价. What a hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashCost {
    /// Memory, KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl HashCost {
    /// What the program uses: 64 MiB, three passes, one lane (RFC 9106, second recommendation, one lane).
    pub const PRODUCT: HashCost = HashCost { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
}

/// 签批命令.
#[derive(Clone, Debug)]
pub enum SigningCommand {
    /// 设置口令 of the actor, in the place of the one set by that fact (0 where there is none).
    Set {
        /// As it is kept.
        password: PasswordHash,
        /// Fact of the one it replaces.
        replaces: i64,
    },
    /// 输入口令 by the actor, compared with the one set by that fact.
    Try {
        /// Whether it was right.
        right: bool,
        /// Fact of the one it was compared with.
        against: i64,
    },
    /// 重置: the operator sets a new one before the next act that must be signed.
    Reset {
        /// Whose.
        operator: String,
        /// 原因.
        reason: String,
    },
}

/// 签批结果, as its fact says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningDone {
    /// Whose password.
    pub operator: String,
    /// What: `set`, `right`, `wrong`, `reset`.
    pub event: String,
    /// Wrong ones left before the next lock.
    pub left: usize,
    /// Locked until this UTC stamp; empty when not.
    pub locked_until: String,
    stored_sha256: String,
}

impl SigningCommand {
    /// The fact it leaves.
    pub(super) fn kind(&self) -> FactKind {
        match self {
            SigningCommand::Set { .. } | SigningCommand::Try { .. } => FactKind::Signing,
            SigningCommand::Reset { .. } => FactKind::SigningReset,
        }
    }
}

impl Command {
    /// Whether it must be signed: what submits, approves, waives, closes or reopens.
    pub fn is_signed(&self) -> bool {
        match self {
            Command::StepDay { request, .. } => request.step != DayStep::Declare,
            Command::Approval { command, .. } => !matches!(command, ApprovalCommand::StandIn(_)),
            Command::Decide { request, .. } => request.verb == Verb::Waive,
            Command::Chase { command, .. } => matches!(**command, ChaseCommand::ConfirmHold(_)),
            Command::Deferral { command, .. } => {
                matches!(command, DeferralCommand::Step { .. } | DeferralCommand::Propose { .. })
            }
            _ => false,
        }
    }
}

/// Carries a command of signing out, the slow part of it done before.
pub(super) fn carry_out(act: &Act<'_>, command: &SigningCommand) -> Result<Outcome, Refusal> {
    let writer = match act.begin()? {
        Turn::Write(writer) => writer,
        Turn::Done(outcome) => return Ok(*outcome),
    };
    let (seq, now) = (writer.next_seq()?, seconds_of(&act.now.utc));
    let mut reason = "";
    let (operator, event) = match command {
        SigningCommand::Set { password, replaces } => {
            let own = &act.actor.name;
            refuse_changed(&writer.signing(own)?, *replaces, own)?;
            writer.put_signing_password(seq, own, Some(password))?;
            (own, "set")
        }
        SigningCommand::Try { right, against } => {
            let own = &act.actor.name;
            let row = writer.signing(own)?;
            refuse_locked(&row, now)?;
            refuse_changed(&row, *against, own)?;
            writer.put_signing_attempt(seq, own, &act.now.utc, *right)?;
            (own, if *right { "right" } else { "wrong" })
        }
        SigningCommand::Reset { operator, reason: why } => {
            names::check_text(why)?;
            refuse_reset(act, &writer.people()?, operator)?;
            writer.put_signing_password(seq, operator, None)?;
            reason = why;
            (operator, "reset")
        }
    };
    let state = locked_at(&writer.signing(operator)?, now);
    let locked_until = if state.holds(now) { stamp_of(state.until) } else { String::new() };
    let body = SigningDone {
        operator: operator.clone(),
        event: event.into(),
        left: state.left,
        locked_until,
        stored_sha256: writer.signing_sha256(seq)?,
    };
    act.commit_because(writer, operator, reason, &body)?;
    Ok(Outcome::Signing(body))
}

/// Whose password it is does not reset it, and whoever does administers rights.
fn refuse_reset(act: &Act<'_>, people: &People, operator: &str) -> Result<(), Refusal> {
    if !people.operators.iter().any(|name| name == operator) {
        return Err(Rejection::OperatorUnknown(operator.into()).into());
    }
    if people.single_person {
        return Ok(());
    }
    if operator == act.actor.name {
        return Err(Rejection::from(SigningRejection::OwnReset).into());
    }
    if !people.holds(&act.actor.name, Post::RightsAdministrator, act.now.today) {
        let barred = Barred { name: act.actor.name.clone(), posts: vec![Post::RightsAdministrator] };
        return Err(ApprovalRejection::Barred { kind: act.kind, barred }.into());
    }
    Ok(())
}

fn locked_at(row: &SigningRow, now: i64) -> Lockout {
    lockout(&row.attempts, now)
}

fn refuse_locked(row: &SigningRow, now: i64) -> Result<(), Refusal> {
    let state = locked_at(row, now);
    if state.holds(now) {
        return Err(Rejection::from(SigningRejection::Locked(stamp_of(state.until))).into());
    }
    Ok(())
}

/// Somebody set or reset it between the comparison and the act.
fn refuse_changed(row: &SigningRow, compared: i64, operator: &str) -> Result<(), Refusal> {
    match row.in_force().map_or(0, |(seq, _)| *seq) == compared {
        true => Ok(()),
        false => Err(Rejection::from(SigningRejection::NotSet(operator.into())).into()),
    }
}

/// The fact that set the password in force of an operator; `None` where none is.
///
/// # Errors
/// When the book cannot be read.
pub fn password_in_force(reader: &Reader, operator: &str) -> Result<Option<i64>, Refusal> {
    Ok(reader.signing(operator)?.in_force().map(|(seq, _)| *seq))
}

/// Whose hand it is: who, when, on which book.
#[derive(Clone, Copy, Debug)]
pub struct Hand<'a> {
    /// The book.
    pub store: &'a Store,
    /// Who.
    pub actor: &'a Actor,
    /// When.
    pub now: &'a Now,
}

/// Tries the actor's password; gives the fact it was set by. The attempt is in the book before this returns.
///
/// # Errors
/// [`SigningRejection::NotSet`], [`SigningRejection::Locked`], [`SigningRejection::Wrong`]; what the book says.
pub fn sign(hand: Hand<'_>, password: &Secret) -> Result<i64, Refusal> {
    let row = hand.store.reader()?.signing(&hand.actor.name)?;
    refuse_locked(&row, seconds_of(&hand.now.utc))?;
    let not_set = || Rejection::from(SigningRejection::NotSet(hand.actor.name.clone()));
    let (against, kept) = row.in_force().ok_or_else(not_set)?;
    let right = is_right(kept, password)?;
    let done = hand.carry_out(SigningCommand::Try { right, against: *against })?;
    match (right, done.locked_until.as_str()) {
        (true, _) => Ok(*against),
        (false, "") => Err(Rejection::from(SigningRejection::Wrong(done.left)).into()),
        (false, until) => Err(Rejection::from(SigningRejection::Locked(until.into())).into()),
    }
}

/// Sets the actor's password; where one is in force the old one is tried first. Gives the fact it was set by.
///
/// # Errors
/// As [`sign`]; [`SigningRejection::Weak`], [`SigningRejection::UsedBefore`].
pub fn set_password(hand: Hand<'_>, old: Option<&Secret>, password: &Secret, cost: HashCost) -> Result<i64, Refusal> {
    check_new(password.text()).map_err(|weakness| Rejection::from(SigningRejection::Weak(weakness)))?;
    let row = hand.store.reader()?.signing(&hand.actor.name)?;
    let replaces = match row.in_force() {
        None => 0,
        Some(_) => {
            let old = old.ok_or_else(|| Rejection::from(SigningRejection::NotAsked))?;
            sign(hand, old)?
        }
    };
    for (_, used) in row.passwords.iter().filter(|(_, used)| !used.hash.is_empty()) {
        if is_right(used, password)? {
            return Err(Rejection::from(SigningRejection::UsedBefore).into());
        }
    }
    let password = hashed(password, cost)?;
    hand.carry_out(SigningCommand::Set { password, replaces })?;
    let set = password_in_force(&hand.store.reader()?, &hand.actor.name)?;
    Ok(set.unwrap_or(0))
}

impl Hand<'_> {
    fn carry_out(self, command: SigningCommand) -> Result<SigningDone, Refusal> {
        let operation = OperationId::new()?;
        match super::execute(self.store, self.actor, self.now, &operation, Command::Signing(command))? {
            Outcome::Signing(done) => Ok(done),
            _ => Err(Fault::OperationReused { operation: operation.as_str().into(), kind: String::new() }.into()),
        }
    }
}

/// A password as it is kept, under a salt of its own.
///
/// # Errors
/// When the system gives no randomness, or the cost makes no sense.
pub fn hashed(password: &Secret, cost: HashCost) -> Result<PasswordHash, Refusal> {
    let mut salt = vec![0; 16];
    getrandom::fill(&mut salt).map_err(std::io::Error::other).during("draw random bits")?;
    let HashCost { memory_kib, passes, lanes } = cost;
    let mut kept = PasswordHash { memory_kib, passes, lanes, salt, hash: Vec::new() };
    kept.hash = digest(&kept, password)?;
    Ok(kept)
}

fn is_right(kept: &PasswordHash, password: &Secret) -> Result<bool, Refusal> {
    let found = digest(kept, password)?;
    // Every byte is looked at: the time says nothing of where they differ.
    let differing = found.iter().zip(&kept.hash).fold(0, |sum, (one, other)| sum | (one ^ other));
    Ok(differing == 0 && found.len() == kept.hash.len())
}

fn digest(kept: &PasswordHash, password: &Secret) -> Result<Vec<u8>, Refusal> {
    const BYTES: usize = 32;
    let mut found = vec![0; BYTES];
    let mut work = || {
        let params = Params::new(kept.memory_kib, kept.passes, kept.lanes, Some(BYTES))?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon.hash_password_into(password.text().as_bytes(), &kept.salt, &mut found)
    };
    work().map_err(|error| std::io::Error::other(error.to_string())).during("hash the password")?;
    Ok(found)
}
