//! Who may 可办岗位: the kind of fact an action leaves, by which the table of duties knows it.
//!
//! Neighbours: `data/approval/duties.toml` says which post may leave which fact; `ops` checks it again.

use super::action::Action;
use crate::domain::journal::FactKind;

/// The fact an action leaves; `None` for one that changes nothing, or whose duty its subject decides.
pub const fn fact_of(action: Action) -> Option<FactKind> {
    match action {
        Action::Reconcile | Action::ReconcileStale => Some(FactKind::DaysReconciled),
        Action::Accept | Action::Label | Action::Carry | Action::Assign | Action::Waive => Some(FactKind::CasesDecided),
        Action::Undo => Some(FactKind::DecisionUndone),
        Action::KeepLayout => Some(FactKind::SiteImported),
        Action::LogCall => Some(FactKind::CollectionWork),
        Action::Advance | Action::Serve | Action::HoldBack | Action::ConfirmHold => Some(FactKind::Chased),
        Action::SubmitApplication | Action::ReturnApplication | Action::RefuseApplication => Some(FactKind::Deferral),
        _ => None,
    }
}
