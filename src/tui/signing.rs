//! What the workstation asks of signing 签批: whether the person at work has signed, and the password itself.
//!
//! Invariant: a password goes to the desk and nowhere else; it is in no draft, no message and no frame.

use super::desk::Sentence;
use crate::domain::signing::Secret;

/// How the person at work stands with the acts that must be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SigningState {
    /// There is no password yet: one must be set first.
    NotSet,
    /// There is one, to be asked for.
    Asked,
    /// It was given in this session, and the screen has not locked since.
    Signed,
}

/// The side of the desk where acts are signed.
pub trait SigningDesk {
    /// How the person at work stands.
    ///
    /// # Errors
    /// A sentence when the book cannot be read.
    fn signing(&self) -> Result<SigningState, Sentence>;
    /// Tries the password.
    ///
    /// # Errors
    /// A sentence: wrong, locked, or none set.
    fn sign(&mut self, password: &Secret) -> Result<(), Sentence>;
    /// Sets a password, or changes it where there is one; that signs as well.
    ///
    /// # Errors
    /// A sentence: the old one is wrong, the new one may not be set.
    fn set_signing(&mut self, old: Option<&Secret>, password: &Secret) -> Result<(), Sentence>;
    /// Forgets what was signed: the screen locks.
    fn lock(&mut self);
}
