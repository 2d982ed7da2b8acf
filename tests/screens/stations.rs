//! Where each screen is met, and that none is left out.

use sanhe::tui::action::Scope;

/// Each screen with a place in its middle, so that every move has somewhere to go.
pub(crate) const STATIONS: &[(Scope, &str)] = &[
    (Scope::Home, "down"),
    (Scope::Calendar, "1 down"),
    (Scope::Board, "1 down enter down right"),
    (Scope::Closing, "1 down 4 down"),
    (Scope::Exceptions, "3 down"),
    (Scope::Exception, "3 down enter"),
    (Scope::Together, "3 + f9 down"),
    (Scope::Counterparts, "3 enter h down"),
    (Scope::Funds, "ctrl-x down"),
    (Scope::Balance, "ctrl-x 4 [ down"),
    (Scope::Entries, "1 down enter enter pagedown down"),
    (Scope::Quarantine, "6 down"),
    (Scope::Import, "2 \"tests/screens/incoming\" enter down"),
    (Scope::Mapping, "2 \"tests/screens/unmapped/unknown.csv\" ctrl-p \"import.layout\" enter wait down"),
    (Scope::Raw, "3 enter f4"),
    (Scope::Why, "3 enter f11 down"),
    (Scope::Help, "1 f1 down"),
    (Scope::Choice, "f10 down"),
    (Scope::Columns, "1 f11 down"),
    (Scope::Form, "3 f7 down \"5\""),
    (Scope::Operators, "9 3 down"),
    (Scope::Site, "9 4 down"),
    (Scope::Journal, "9 2 down"),
    (Scope::Signing, "9 6 tab"),
    (Scope::Approvals, "9 1 down"),
    (Scope::Approval, "9 1 down enter"),
    (Scope::Employers, "7 1 tab down"),
    (Scope::Employer, "7 1 down enter down"),
    (Scope::Worklist, "7 3 tab down"),
    (Scope::Ageing, "7 2 down right"),
    (Scope::Working, "7 1 f4 down"),
    (Scope::Plan, "7 1 down enter 1 \"6\" f8 down"),
    (Scope::Progress, "7 5 down"),
    (Scope::Notices, "7 1 tab f8 down"),
    (Scope::Papers, "7 4 tab down"),
    (Scope::Applications, "8 1 down"),
    (Scope::Eligibility, "8 5 down"),
    (Scope::DeferralText, "8 3 down"),
];

#[test]
fn every_screen_has_a_station() {
    for scope in Scope::ALL.iter().filter(|scope| !matches!(scope, Scope::Global | Scope::List)) {
        assert!(STATIONS.iter().any(|(known, _)| known == scope), "{scope:?}");
    }
}
