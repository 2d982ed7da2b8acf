//! The manual of 差异类别 in small days: what the three books hold, and what is said of it.

#![allow(clippy::expect_used, clippy::panic)]

#[path = "cases/cash.rs"]
mod cash;
#[path = "cases/days.rs"]
mod days;
#[path = "support/desk.rs"]
mod desk;
#[path = "cases/files.rs"]
mod files;
#[path = "cases/legs.rs"]
mod legs;
#[path = "cases/money.rs"]
mod money;
#[path = "cases/refunds.rs"]
mod refunds;
#[path = "cases/settlement.rs"]
mod settlement;
#[path = "support/table.rs"]
mod table;
