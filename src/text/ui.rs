//! Words of the workstation.
