//! sanhe 三核: three-way reconciliation, arrears chasing and payment deferrals over one local book.
//!
//! The map, in layer order (who may use whom is held by `tests/tidy.rs`):
//!
//! - [`domain`] what is true: money, days, entries, the matching engine; pure
//! - [`text`] words, Chinese and English side by side
//! - [`book`] the rule book: `data/*.toml` and `keymaps/*.toml`, typed and checked
//! - [`import`] bytes of other houses → entries
//! - [`store`] the book itself: SQLite, journal, backups; the only SQL
//! - [`ops`] verbs: one command = one transaction = its fact
//! - [`sample`] made-up receipts with planted discrepancies and their truth
//! - [`term`] the wire to the terminal
//! - [`tui`] the workstation
//! - [`mod@print`] sheets for paper and for other programs: text, CSV, XLSX, PDF
//! - [`cli`] every job without a screen

pub mod book;
pub mod cli;
pub mod domain;
pub mod import;
pub mod ops;
pub mod print;
pub mod sample;
pub mod store;
pub mod term;
pub mod text;
pub mod tui;
