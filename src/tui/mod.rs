//! The workstation.
pub mod desk;
