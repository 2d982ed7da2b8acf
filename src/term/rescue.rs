//! The terminal given back when the thread that holds it panics.
//!
//! Invariant: a panic of any other thread leaves the terminal alone.

use std::panic;
use std::sync::{Mutex, Once, PoisonError};
use std::thread::{self, ThreadId};

use super::tty::Tty;

/// What gives the terminal back when the thread that holds it panics.
static RESCUE: Mutex<Option<(ThreadId, Tty)>> = Mutex::new(None);

/// Gives this terminal back should the calling thread panic.
pub(super) fn arm(tty: Tty) {
    static HOOKED: Once = Once::new();
    *RESCUE.lock().unwrap_or_else(PoisonError::into_inner) = Some((thread::current().id(), tty));
    HOOKED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |report| {
            rescue();
            before(report);
        }));
    });
}

/// The terminal has been given back.
pub(super) fn disarm() {
    RESCUE.lock().unwrap_or_else(PoisonError::into_inner).take();
}

fn rescue() {
    let Ok(mut held) = RESCUE.try_lock() else { return };
    let mine = held.as_ref().is_some_and(|(holder, _)| *holder == thread::current().id());
    if let Some((_, mut tty)) = held.take_if(|_| mine) {
        let _ = tty.shout(b"\x1b[m\x1b[?2004l\x1b[?25h\x1b[?1049l\r\n");
        let _ = tty.cooked();
    }
}
