//! Arrears 欠费: what each employer owes, by line, fee month and portion, and the late fee on it.
//!
//! Invariants: everything is derived from dues, payments and dated parameters, to the fen and to the
//! day; due = paid + deferred + written off + owed for every item, and allocated + unallocated =
//! received. No rate, term or share stands here: they come as a [`policy::FeePolicy`].

pub mod accrual;
pub mod ageing;
pub mod allocation;
pub mod changes;
pub mod item;
pub mod ledger;
pub mod month;
pub mod policy;
pub mod registry;
