//! The three-way engine 三方勾对: pure and deterministic.
//!
//! A day is reconciled in two passes. [`join`] ties the groups of one day that are beyond doubt:
//! payments whose expected legs are all there, once each, equal to the fen. What remains (a few
//! rows in a hundred, and every refund) goes to [`settle`], together with what neighbouring days
//! left open, and is clustered, classified and explained there.
//!
//! Invariants: the result of a day is a function of the rows of the days around it, never of the
//! order of files or rows ([`digest`]); every row is in exactly one group (the check at the end of [`settle`]); no
//! sum of a side changes; ties break by content, never by row number.

pub mod by_hand;
pub mod classify;
pub mod cluster;
pub mod digest;
pub mod dispose;
pub mod join;
pub mod merged;
pub mod originals;
pub mod pool;
pub mod propose;
pub mod reach;
pub mod rules;
pub mod settle;
pub mod settlement;
pub mod slips;
pub mod subset;
pub mod totals;
pub mod trial;
