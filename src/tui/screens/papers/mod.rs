//! 文书的画面: a batch of notices before it is numbered, and the register in which service is recorded.
//!
//! Invariant: nothing is numbered that was not shown; an employer left out is listed with the reason.

pub(super) mod notices;
pub(super) mod register;
