//! What is true: money, days, entries, the matching engine. Pure; knows no file, clock, database or screen.

pub mod ageing;
pub mod amount;
pub mod approval;
pub mod arrears;
pub mod balance;
pub mod calendar;
pub mod chase;
pub mod closing;
pub mod codes;
pub mod collection;
pub mod copies;
pub mod day;
pub mod decision;
pub mod deferral;
pub mod entry;
pub mod exception;
pub mod funds;
pub mod house;
pub mod import;
pub mod journal;
pub mod matching;
pub mod money;
pub mod names;
pub mod recon;
pub mod rejection;
pub mod statement;
