//! Words, Chinese and English side by side: labels of domain codes, sentences with figures.
//!
//! Invariant: a missing side does not compile; no screen or command holds a word of its own.

pub mod apply;
pub mod approval;
pub mod arrears;
pub mod balance;
pub mod chase;
pub mod clean;
pub mod closing;
pub mod collecting;
pub mod collection;
pub mod commands;
pub mod copies;
pub mod deferral;
pub mod deferral_sheets;
pub mod deferral_work;
pub mod deployment;
pub mod doctor;
pub mod evidence;
pub mod form;
pub mod funds;
pub mod journal;
pub mod keys;
pub mod ladder;
pub mod lang;
pub mod layout;
pub mod mapping;
pub mod masked;
pub mod matrix;
pub mod messages;
pub mod notice;
pub mod papers;
pub mod pinyin;
pub mod plan;
pub mod progress;
pub mod quarantine;
pub mod settlement;
pub mod sheets;
pub mod signing;
pub mod terms;
pub mod ui;
pub mod work;
pub mod working;
pub mod worklist;
