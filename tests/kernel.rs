//! The book's kernel seen from outside: what it refuses, what it never loses, what it notices.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "kernel/crowd.rs"]
mod crowd;
#[path = "kernel/decay.rs"]
mod decay;
#[path = "kernel/registry.rs"]
mod registry;
#[path = "kernel/scene.rs"]
mod scene;
#[path = "kernel/signing.rs"]
mod signing;

#[path = "kernel/opening.rs"]
mod opening;

#[path = "kernel/journal.rs"]
mod journal;

#[path = "kernel/head_log.rs"]
mod head_log;

#[path = "kernel/copies.rs"]
mod copies;

#[path = "kernel/commands.rs"]
mod commands;

#[path = "kernel/processes.rs"]
mod processes;

#[path = "kernel/files.rs"]
mod files;

#[path = "kernel/statements.rs"]
mod statements;

#[path = "kernel/approvals.rs"]
mod approvals;

#[path = "kernel/deferrals.rs"]
mod deferrals;
