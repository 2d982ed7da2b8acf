//! The book's kernel seen from outside: what it refuses, what it never loses, what it notices.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "kernel/scene.rs"]
mod scene;

#[path = "kernel/opening.rs"]
mod opening;
