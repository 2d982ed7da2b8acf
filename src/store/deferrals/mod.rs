//! Deferrals in the book: applications with their rounds and steps, and the files that brought them.
//!
//! Invariant: rows are only ever added; what is in force is derived from the steps by `domain::deferral`.

mod read;
mod vouched;
mod write;

pub use read::ApplicationAt;
pub(super) use vouched::compare as compare_deferrals;
pub use write::{NewApplication, NewDeferralFile};
