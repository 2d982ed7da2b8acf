//! Labels of domain codes.
