//! Deferral 缓缴: which policy lets which firm put off which month of which line, and why not.
//!
//! Invariants: the individual part is never deferred; no policy figure (month, share, threshold) stands
//! here, all come as [`policy::Catalogue`]; what a record does not say is asked, never guessed.
//! What is granted is laid over the ledger by [`grant`]; nothing of it is stored with a due.
//! Neighbours: `book::deferral` reads the records, `text::messages::deferral` words the reasons.

pub mod application;
pub mod eligibility;
pub mod firm;
pub mod grant;
pub mod intake;
pub mod place;
pub mod policy;
pub mod refusal;
pub mod schedule;
pub mod size;
pub mod statistics;
