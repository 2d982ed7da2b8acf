//! Sentences with figures: why a case is a difference, what is wrong with a row, why a request is refused.
//!
//! Invariant: a sentence names the place, what is wrong with both figures, and what to do; amounts stand
//! as in files and JSON (`1234.56`), so that a figure read here can be searched for there.

mod advice;
mod closing;
mod collection;
mod decision;
mod deferral;
mod fault;
mod note;
mod reason;
mod rejection;
mod row_error;

pub use advice::advice;
pub use closing::{Sealed, adjustment, closing_cause, day_stepped, seal};
pub use decision::{aged, decided, decision_done, decision_undone, proposal, reminders, work};
pub use fault::{FaultKind, fault};
pub use note::note;
pub use reason::reason;
pub use rejection::rejection;
pub use row_error::{cure, row_error, row_error_line, row_error_name};
