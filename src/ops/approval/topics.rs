//! Topics 事项: what each kind of subject shows, and what its outcome does.
//!
//! Invariant: the one place that knows every topic; each arm is a call into the topic's own module.

use serde_json::{Value, json};

use super::{Deciding, rights};
use crate::domain::approval::{Round, SubjectKind};
use crate::domain::journal::FactKind;
use crate::ops::reconcile::RunRules;
use crate::ops::{Act, Refusal, close, deferral};
use crate::store::{Reader, Writer};

/// What an outcome did: which kind of fact it is, and what its body holds (a JSON object).
pub(in crate::ops) struct Effect {
    pub(in crate::ops) kind: FactKind,
    pub(in crate::ops) body: Value,
}

impl Effect {
    /// Nothing besides the step itself.
    pub(in crate::ops) fn none() -> Effect {
        Effect { kind: FactKind::ApprovalStepped, body: json!({}) }
    }
}

/// SHA-256 of the document of a round's subject as it is now; it differs from the round's where somebody
/// changed what is to be approved.
///
/// # Errors
/// When the book cannot be read.
pub fn document(reader: &Reader, round: &Round) -> Result<String, Refusal> {
    match round.kind {
        SubjectKind::DayClose => close::document(reader, round),
        // A request stands in its own fact, which nobody changes.
        SubjectKind::Rights => Ok(round.sha256.clone()),
        SubjectKind::Deferral | SubjectKind::DeferralExtension | SubjectKind::DeferralRevocation => {
            deferral::document(reader, round)
        }
    }
}

/// What a round that has just ended (approved, returned, refused or withdrawn) does, in the transaction and
/// under fact `seq` of its last step.
pub(super) fn settle(
    act: &Act<'_>,
    writer: &Writer<'_>,
    round: &Round,
    run: &RunRules,
    deciding: &Deciding,
    seq: i64,
) -> Result<Effect, Refusal> {
    match round.kind {
        SubjectKind::DayClose => close::settle(act, writer, round, run, seq),
        SubjectKind::Rights => rights::settle(writer, round, seq),
        SubjectKind::Deferral | SubjectKind::DeferralExtension | SubjectKind::DeferralRevocation => {
            deferral::settle(act, writer, round, deciding, seq)
        }
    }
}
