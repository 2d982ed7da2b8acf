//! 签批: the password asked for at the first act of a session that must be signed, set, changed and reset.
//!
//! Invariant: no act that must be signed reaches `ops::execute` unsigned; one signature holds for the session
//! until the screen locks, and not beyond a change of the password.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::desk::BookDesk;
use super::session::Session;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::journal::Now;
use crate::domain::rejection::Rejection;
use crate::domain::signing::{Secret, SigningRejection};
use crate::ops::signing::{self, Hand, HashCost, SigningCommand};
use crate::ops::{Command, identity};
use crate::store::{self, SEATS, Seat};
use crate::term::secret;
use crate::text::signing::{SigningWord, prompt};
use crate::tui::desk::Sentence;
use crate::tui::signing::{SigningDesk, SigningState};

/// 口令来源. Where a password comes from when an act must be signed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PasswordSource {
    /// The terminal of the process: a command asks.
    #[default]
    Terminal,
    /// The first line of this file: night jobs.
    File(PathBuf),
    /// The workstation asks on a screen of its own before it sends the act.
    Screen,
}

/// 签批设置. How the acts of one run are signed; copies of it share what was signed.
#[derive(Clone, Debug)]
pub struct Signing {
    /// Where passwords come from.
    pub source: PasswordSource,
    /// What the hash of a new one costs.
    pub cost: HashCost,
    signed: Arc<Mutex<BTreeMap<String, i64>>>,
}

impl Signing {
    /// With passwords from there, hashed at this cost.
    pub fn new(source: PasswordSource, cost: HashCost) -> Signing {
        Signing { source, cost, signed: Arc::default() }
    }

    /// With passwords from a file where one is given, else from the terminal.
    pub fn of(file: Option<PathBuf>) -> Signing {
        let source = file.map_or(PasswordSource::Terminal, PasswordSource::File);
        Signing::new(source, HashCost::PRODUCT)
    }

    /// The same run, with passwords from a screen of the workstation.
    #[must_use]
    pub fn on_screen(&self) -> Signing {
        Signing { source: PasswordSource::Screen, ..self.clone() }
    }

    fn note(&self, operator: &str, password: i64) {
        self.signed.lock().unwrap_or_else(PoisonError::into_inner).insert(operator.to_owned(), password);
    }

    fn signed_by(&self, operator: &str) -> Option<i64> {
        self.signed.lock().unwrap_or_else(PoisonError::into_inner).get(operator).copied()
    }

    fn forget(&self) {
        self.signed.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// Sets or changes the signing password of the person at work; the passwords come from the files or are asked for.
///
/// # Errors
/// A refusal when the old one is wrong or the new one may not be set.
pub fn set_password(context: &Context, new: Option<&Path>) -> Result<String, Failure> {
    let session = Session::open(context)?;
    let old = match session.password_in_force()? {
        Some(_) => Some(session.asked(SigningWord::Old)?),
        None => None,
    };
    let password = match new {
        Some(path) => from_file(path)?,
        None => {
            let password = session.typed(SigningWord::New)?;
            if session.typed(SigningWord::Again)? != password {
                return Err(Rejection::from(SigningRejection::NotTheSame).into());
            }
            password
        }
    };
    session.set(old.as_ref(), &password)?;
    Ok(session.actor.name.clone())
}

/// Resets the signing password of another operator.
///
/// # Errors
/// A refusal when the person at work does not administer rights.
pub fn reset_password(context: &Context, operator: &str, reason: &str) -> Result<(), Failure> {
    let session = Session::open(context)?;
    let command = SigningCommand::Reset { operator: operator.into(), reason: reason.into() };
    session.execute(Command::Signing(command)).map(drop)
}

/// 席位 of the account at work on the context's book.
///
/// # Errors
/// A refusal when it has as many workstations open as may be.
pub(super) fn seat(context: &Context) -> Result<Seat, Failure> {
    let account = identity::current_account(&context.book)?;
    let taken = store::take_seat(&context.book, account.uid)?;
    taken.ok_or_else(|| Rejection::from(SigningRejection::TooManySessions(SEATS)).into())
}

/// A password from the first line of a file that only its owner can read.
fn from_file(path: &Path) -> Result<Secret, Failure> {
    let wrong = || Failure::from(Rejection::from(SigningRejection::File(path.display().to_string())));
    let file = File::open(path).map_err(|error| Failure::io(path.display(), &error))?;
    let meta = file.metadata().map_err(|error| Failure::io(path.display(), &error))?;
    if !meta.file_type().is_file() || meta.mode() & 0o077 != 0 {
        return Err(wrong());
    }
    let mut text = String::new();
    file.take(4096).read_to_string(&mut text).map_err(|_| wrong())?;
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() { Err(wrong()) } else { Ok(Secret::new(line.to_owned())) }
}

impl Session {
    fn hand<'a>(&'a self, now: &'a Now) -> Hand<'a> {
        Hand { store: &self.store, actor: &self.actor, now }
    }

    fn password_in_force(&self) -> Result<Option<i64>, Failure> {
        Ok(signing::password_in_force(&self.reader()?, &self.actor.name)?)
    }

    /// A password from the file, or typed.
    fn asked(&self, word: SigningWord) -> Result<Secret, Failure> {
        match &self.context.signing.source {
            PasswordSource::File(path) => from_file(path),
            PasswordSource::Terminal => self.typed(word),
            PasswordSource::Screen => Err(Rejection::from(SigningRejection::NotAsked).into()),
        }
    }

    fn typed(&self, word: SigningWord) -> Result<Secret, Failure> {
        let asked = secret::ask(&prompt(&self.actor.name, word, self.context.lang));
        let typed = asked.map_err(|error| Failure::io("tty", &error))?;
        Ok(Secret::new(typed.ok_or_else(|| Rejection::from(SigningRejection::NotAsked))?))
    }

    fn set(&self, old: Option<&Secret>, password: &Secret) -> Result<(), Failure> {
        let now = self.context.moment();
        let set = signing::set_password(self.hand(&now), old, password, self.context.signing.cost)?;
        self.context.signing.note(&self.actor.name, set);
        Ok(())
    }

    fn sign(&self, password: &Secret) -> Result<(), Failure> {
        let now = self.context.moment();
        let signed = signing::sign(self.hand(&now), password)?;
        self.context.signing.note(&self.actor.name, signed);
        Ok(())
    }

    fn signing_state(&self) -> Result<SigningState, Failure> {
        let signing = &self.context.signing;
        Ok(match self.password_in_force()? {
            None => SigningState::NotSet,
            Some(set) if signing.signed_by(&self.actor.name) == Some(set) => SigningState::Signed,
            Some(_) => SigningState::Asked,
        })
    }

    /// Before an act that must be signed: asks where nobody has signed yet.
    pub(super) fn require_signature(&self) -> Result<(), Failure> {
        match self.signing_state()? {
            SigningState::Signed => Ok(()),
            SigningState::NotSet => Err(Rejection::from(SigningRejection::NotSet(self.actor.name.clone())).into()),
            SigningState::Asked => self.sign(&self.asked(SigningWord::Password)?),
        }
    }
}

impl SigningDesk for BookDesk {
    fn signing(&self) -> Result<SigningState, Sentence> {
        self.said(self.session.signing_state())
    }

    fn sign(&mut self, password: &Secret) -> Result<(), Sentence> {
        self.said(self.session.sign(password))
    }

    fn set_signing(&mut self, old: Option<&Secret>, password: &Secret) -> Result<(), Sentence> {
        self.said(self.session.set(old, password))
    }

    fn lock(&mut self) {
        self.session.context.signing.forget();
    }
}
