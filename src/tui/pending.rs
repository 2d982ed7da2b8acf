//! Keys pressed of a sequence that is not complete yet 未完的键序.
//!
//! Invariant: a deadline exists only while a sequence is open and its hint not shown; at any other time
//! the program sleeps without one.

use std::time::{Duration, Instant};

use crate::term::Key;

/// 未完的键序.
#[derive(Debug, Default)]
pub struct Pending {
    keys: Vec<Key>,
    since: Option<Instant>,
    hinting: bool,
}

impl Pending {
    /// How long whoever knows the sequence is left alone before the hint costs them bytes.
    pub const HINT_AFTER: Duration = Duration::from_millis(300);

    /// The keys so far.
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// Ends the sequence and gives its keys, this one last.
    pub fn with(&mut self, key: Key) -> Vec<Key> {
        let mut keys = std::mem::take(self).keys;
        keys.push(key);
        keys
    }

    /// Waits for more after these keys.
    pub fn wait(&mut self, keys: Vec<Key>) {
        *self = Pending { keys, since: Some(Instant::now()), hinting: false };
    }

    /// When to look again, if at all.
    pub fn deadline(&self) -> Option<Duration> {
        let since = self.since.filter(|_| !self.hinting)?;
        Some(Self::HINT_AFTER.saturating_sub(since.elapsed()).max(Duration::from_millis(1)))
    }

    /// Notes that time has passed.
    pub fn look(&mut self) {
        self.hinting = self.since.is_some_and(|since| since.elapsed() >= Self::HINT_AFTER);
    }

    /// Whether the hint is due.
    pub fn hinting(&self) -> bool {
        self.hinting
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::Code;

    #[test]
    fn there_is_a_deadline_only_while_a_hint_is_due() {
        let mut pending = Pending::default();
        pending.look();
        assert!(pending.deadline().is_none() && !pending.hinting());
        pending.wait(vec![Key::plain(Code::Char('g'))]);
        pending.look();
        assert!(pending.deadline().is_some_and(|left| left <= Pending::HINT_AFTER) && !pending.hinting());
        pending.since = Instant::now().checked_sub(Pending::HINT_AFTER);
        pending.look();
        assert!(pending.deadline().is_none() && pending.hinting());
        assert_eq!(pending.with(Key::plain(Code::Esc)).len(), 2);
        assert!(pending.deadline().is_none() && !pending.hinting() && pending.keys().is_empty());
    }
}
