//! The registry in the book: employers, dues, payments, and the files they came by.
//!
//! Invariant: rows are only ever added, each as the next version of its key; what is in force is the
//! last version.

mod read;
mod vouched;
mod write;

pub use read::{DueAt, EmployerAt, PaymentAt, RegistryFileRow};
pub(super) use vouched::compare as compare_registry;
pub use write::{NewRegistryFile, NewRow};
