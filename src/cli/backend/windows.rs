//! Lists read by windows: opened once, read by windows, opened again when the book says something new of them.
//!
//! Invariant: at most one of a kind is kept; what it shows is the book as of the last thing said.

use std::cell::RefCell;
use std::sync::Arc;

use super::session::Session;
use crate::cli::failure::Failure;
use crate::domain::money::Money;
use crate::store::{Fault, Reader};
use crate::text::pinyin::Needle;

/// What the book last said of a kind of rows; a list opened on something else is opened again.
pub(super) type Said = (i64, i64);

/// A list as it was opened.
pub(super) struct Opened {
    /// Numbers of the rows, in order.
    pub numbers: Arc<Vec<i64>>,
    /// What they add up to.
    pub sum: Money,
    /// Whether they were found only by forgiving a slip.
    pub nearly: bool,
}

impl Opened {
    /// Rows as typed, and where none is found so, forgiving a slip.
    pub(super) fn find(
        needle: &Needle,
        found: impl Fn(bool) -> Result<(Vec<i64>, Money), Fault>,
    ) -> Result<Opened, Failure> {
        let ((mut numbers, mut sum), mut nearly) = (found(false)?, false);
        if numbers.is_empty() && !needle.is_empty() {
            (numbers, sum) = found(true)?;
            nearly = !numbers.is_empty();
        }
        Ok(Opened { numbers: Arc::new(numbers), sum, nearly })
    }
}

/// A kind of rows that is listed by windows.
pub(super) trait Kind {
    /// Which of them, and in which order.
    type Ask: Clone + PartialEq;
    /// What the book last said of them.
    fn said(reader: &Reader) -> Result<Said, Fault>;
    /// Opens a list of them.
    fn open(reader: &Reader, ask: &Self::Ask) -> Result<Opened, Failure>;
}

/// What is kept between two windows.
struct Kept<K: Kind> {
    ask: K::Ask,
    said: Said,
    opened: Opened,
    reader: Reader,
}

/// The one list of a kind that a desk keeps.
pub(super) struct Lists<K: Kind>(RefCell<Option<Kept<K>>>);

impl<K: Kind> Default for Lists<K> {
    fn default() -> Self {
        Lists(RefCell::new(None))
    }
}

impl<K: Kind> Lists<K> {
    /// Gives up what is kept.
    pub(super) fn close(&self) {
        self.0.replace(None);
    }

    /// A window of a list: the list as it was opened, and what `read` makes of the numbers of the window.
    pub(super) fn window<R>(
        &self,
        session: &Session,
        ask: &K::Ask,
        (from, count): (usize, usize),
        read: impl Fn(&Reader, &[i64]) -> Result<Vec<R>, Failure>,
    ) -> Result<(usize, Money, bool, Vec<R>), Failure> {
        let once = || {
            self.with(session, ask, |opened, reader| {
                let to = from.saturating_add(count).min(opened.numbers.len());
                let wanted = &opened.numbers[from.min(to)..to];
                let rows = read(reader, wanted)?;
                let whole = rows.len() == wanted.len();
                Ok(((opened.numbers.len(), opened.sum, opened.nearly, rows), whole))
            })
        };
        let (window, whole) = once()?;
        if whole {
            return Ok(window);
        }
        // Rows went between the look at what was said and the reading of them.
        self.close();
        Ok(once()?.0)
    }

    /// The numbers of a whole list, in order.
    pub(super) fn order(&self, session: &Session, ask: &K::Ask) -> Result<Arc<Vec<i64>>, Failure> {
        self.with(session, ask, |opened, _| Ok(opened.numbers.clone()))
    }

    fn with<T>(
        &self,
        session: &Session,
        ask: &K::Ask,
        read: impl FnOnce(&Opened, &Reader) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut slot = self.0.borrow_mut();
        let kept = match slot.take() {
            Some(kept) if kept.ask == *ask && K::said(&kept.reader)? == kept.said => kept,
            before => {
                let reader = before.map_or_else(|| session.reader(), |kept| Ok(kept.reader))?;
                let said = K::said(&reader)?;
                Kept { ask: ask.clone(), said, opened: K::open(&reader, ask)?, reader }
            }
        };
        let answer = read(&kept.opened, &kept.reader);
        *slot = Some(kept);
        answer
    }
}

/// The first row of a list that is found by a text, of a list opened for this alone.
pub(super) fn first_of<K: Kind>(session: &Session, narrower: &K::Ask) -> Result<Option<i64>, Failure> {
    Ok(K::open(&session.reader()?, narrower)?.numbers.first().copied())
}
