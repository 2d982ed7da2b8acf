//! Signing and locking: what must be signed waits for the password; a workstation left alone locks.
//!
//! Invariant: the lock is the one deadline of an idle loop, never a tick; what was typed is a draft before the
//! screen is covered, and while work runs nothing locks.

use std::time::{Duration, Instant};

use super::App;
use crate::tui::pending::Pending;
use crate::tui::screen::{Place, Screen, SigningAsked};
use crate::tui::signing::SigningState;
use crate::tui::worker::Job;

/// Since when nobody pressed a key, and how long that may last.
pub(super) struct Idle {
    since: Instant,
    limit: Option<Duration>,
}

impl Idle {
    pub(super) fn new(limit: Option<Duration>) -> Idle {
        Idle { since: Instant::now(), limit }
    }

    pub(super) fn stir(&mut self) {
        self.since = Instant::now();
    }
}

impl App {
    /// Whether a job may start as it is; else the person is asked for the password first, and then it starts.
    pub(super) fn signed_for(&mut self, job: &Job) -> bool {
        match self.desk.signing() {
            Ok(SigningState::Signed) => true,
            Ok(SigningState::NotSet | SigningState::Asked) => {
                self.push(Place::Signing(SigningAsked::Before(Box::new(job.clone()))));
                false
            }
            Err(sentence) => {
                self.refuse(sentence);
                false
            }
        }
    }

    /// How long until the screen locks; `None` while it is locked, or work runs.
    pub(super) fn until_lock(&self) -> Option<Duration> {
        let covered = self.top().is_some_and(Screen::covers);
        let limit = self.idle.limit.filter(|_| !covered && self.worker.is_none())?;
        Some(limit.saturating_sub(self.idle.since.elapsed()))
    }

    /// Locks when the time is over.
    pub(super) fn lock_when_idle(&mut self) {
        if self.until_lock() != Some(Duration::ZERO) {
            return;
        }
        self.keep_drafts();
        self.desk.lock();
        self.pending = Pending::default();
        self.push(Place::Signing(SigningAsked::Unlock));
        self.message = None;
    }
}
