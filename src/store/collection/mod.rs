//! Collection work in the book: calls, promises and plans under the facts that wrote them.
//!
//! Invariant: rows are only ever added; what is in force of a promise is its last version. One fact
//! vouches for every row written under it.

mod calls;
mod officers;
mod plans;
mod promises;
mod targets;
mod vouched;

pub use officers::LastCall;
pub use plans::PlanAt;
pub use promises::PromiseVersion;
pub(super) use vouched::compare as compare_collection;
