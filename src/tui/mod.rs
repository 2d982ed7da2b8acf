//! The workstation: screens over one book, one key at a time.
//!
//! Invariant: a screen reads the book in `load` and nowhere else, draws from its own state, and asks
//! for everything else by returning a [`screen::Next`]. Entry point: [`run`].

pub mod action;
pub mod alone;
pub mod app;
pub mod apply;
pub mod approvals;
pub mod chase;
pub mod collecting;
pub mod collection;
pub mod deferral;
pub mod desk;
pub mod drafts;
pub mod duty;
pub mod evidence;
pub mod export;
pub mod filter;
pub mod find;
pub mod frame;
pub mod funds;
pub mod journal;
pub mod keymap;
pub mod layouts;
pub mod matrix;
pub mod menus;
pub mod offer;
pub mod office;
pub mod papers;
pub mod pending;
pub mod places;
pub mod screen;
pub mod screens;
pub mod signing;
pub mod theme;
pub mod unshown;
pub mod widgets;
pub mod worker;

pub use app::{Setting, run, run_with};
