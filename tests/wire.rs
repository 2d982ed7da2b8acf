//! The line as a person pays for it: bytes of real screens, keys in bursts, and the real binary in a
//! pseudo-terminal.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test stops where it is wrong

#[path = "wire/binary.rs"]
mod binary;
#[path = "wire/budgets.rs"]
mod budgets;
#[path = "wire/doctor.rs"]
mod doctor;
#[path = "wire/drafts.rs"]
mod drafts;
#[path = "screens/fake/mod.rs"]
#[allow(dead_code)]
mod fake;
#[path = "wire/fuzz.rs"]
mod fuzz;
#[path = "wire/hardship.rs"]
mod hardship;
#[path = "wire/keytest.rs"]
mod keytest;
#[path = "wire/loopback.rs"]
mod loopback;
#[path = "wire/plain.rs"]
mod plain;
