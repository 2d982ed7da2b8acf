//! Collection work 催缴作业: what was said, promised and agreed, and whether money came.
//!
//! Invariants: nothing is judged by what people say, only by receipts up to a date; a promise or plan is
//! never edited, a change is a further version. No term, grace or weight stands here: they come as data.

pub mod call;
pub mod digest;
pub mod marks;
pub mod plan;
pub mod policy;
pub mod progress;
pub mod promise;
pub mod target;
pub mod today;
