//! Signals and workers, told to the sleeping loop through one pipe.
//!
//! Invariant: a handler only sets a flag and writes a byte; whoever wakes reads the flags. Nothing ticks.

use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::process;
use signal_hook::SigId;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::{flag, low_level};

use super::Waker;

/// A flag that is up until somebody takes it.
#[derive(Clone, Debug, Default)]
pub(super) struct Flag(Arc<AtomicBool>);

impl Flag {
    /// Whether it was up; it is down now.
    pub(super) fn take(&self) -> bool {
        self.0.swap(false, Ordering::AcqRel)
    }

    /// Whether it is up.
    pub(super) fn is_up(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// 信号.
pub(super) struct Signals {
    reader: UnixStream,
    writer: Arc<UnixStream>,
    /// A worker called.
    pub(super) woken: Flag,
    /// SIGWINCH.
    pub(super) resized: Flag,
    /// SIGTERM, SIGHUP, SIGINT: the program must end.
    pub(super) ended: Flag,
    /// SIGTSTP from outside.
    pub(super) stopped: Flag,
    /// SIGCONT: somebody else had the terminal.
    pub(super) continued: Flag,
    registered: Vec<SigId>,
}

impl Signals {
    /// Listens from now on.
    pub(super) fn new() -> io::Result<Signals> {
        let (reader, writer) = UnixStream::pair()?;
        reader.set_nonblocking(true)?;
        writer.set_nonblocking(true)?;
        let mut signals = Signals {
            reader,
            writer: Arc::new(writer),
            woken: Flag::default(),
            resized: Flag::default(),
            ended: Flag::default(),
            stopped: Flag::default(),
            continued: Flag::default(),
            registered: Vec::new(),
        };
        for (signal, flag) in [
            (SIGWINCH, signals.resized.clone()),
            (SIGTERM, signals.ended.clone()),
            (SIGHUP, signals.ended.clone()),
            (SIGINT, signals.ended.clone()),
            (SIGTSTP, signals.stopped.clone()),
            (SIGCONT, signals.continued.clone()),
        ] {
            // The flag first: handlers run in this order, and the byte must find the flag up.
            signals.registered.push(flag::register(signal, flag.0)?);
            signals.registered.push(low_level::pipe::register(signal, signals.writer.try_clone()?)?);
        }
        Ok(signals)
    }

    /// What to sleep on.
    pub(super) fn pipe(&self) -> BorrowedFd<'_> {
        self.reader.as_fd()
    }

    /// Empties the pipe; the flags tell what it was.
    pub(super) fn drain(&mut self) {
        let mut bytes = [0; 64];
        while matches!(self.reader.read(&mut bytes), Ok(count) if count == bytes.len()) {}
    }

    /// A handle for workers.
    pub(super) fn waker(&self) -> Waker {
        let (woken, writer) = (self.woken.clone(), Arc::clone(&self.writer));
        Waker::new(move || {
            // Full means the sleeper has enough to wake up for.
            if !woken.0.swap(true, Ordering::AcqRel) {
                let _ = (&*writer).write(&[0]);
            }
        })
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        for id in self.registered.drain(..) {
            low_level::unregister(id);
        }
    }
}

/// Whether somebody is there to continue a stopped process: a parent of this login that leads jobs.
pub(super) fn can_stop() -> bool {
    let Some(parent) = process::getppid() else { return false };
    let same_session = matches!((process::getsid(Some(parent)), process::getsid(None)), (Ok(a), Ok(b)) if a == b);
    same_session && process::getpgid(Some(parent)).is_ok_and(|group| group != process::getpgrp())
}

/// Stops this process until it is continued.
pub(super) fn stop() -> io::Result<()> {
    low_level::emulate_default_handler(SIGTSTP)
}
