//! The rule book 规则: what the law, the bank and the house decide, as dated TOML, typed and checked.
//!
//! Invariant: every file is embedded in the binary and may be overridden file by file in the user's
//! data directory; an unknown key or a wrong value is refused with its file and line.

pub mod approval;
pub mod arrears;
pub mod balance;
pub mod calendar;
pub mod chase;
pub mod collection;
pub mod copies;
pub mod deferral;
pub mod draft;
pub mod files;
pub mod formats;
pub mod house;
pub mod lock;
pub mod matching;
pub mod notices;
pub mod phrases;
pub mod place;
pub mod rates;
pub mod registry;
