//! The device: raw mode, size, waiting, reading and writing, through safe wrappers only.
//!
//! Invariant: the modes found at the start are put back on [`Tty::cooked`]; a device that is gone reads
//! as [`Came::Dead`] and never as silence.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::termios::{self, OptionalActions, Termios};

/// What one look at the device brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// So many bytes.
    Bytes(usize),
    /// Nothing yet.
    Nothing,
    /// The line is dead.
    Dead,
}

/// Which of the two waited for spoke.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ready {
    pub(super) device: bool,
    pub(super) pipe: bool,
}

/// 终端设备.
pub(super) struct Tty {
    input: File,
    output: File,
    before: Option<Termios>,
}

impl Tty {
    /// The terminal on standard input and output.
    pub(super) fn standard() -> io::Result<Tty> {
        let (stdin, stdout) = (io::stdin(), io::stdout());
        Ok(Tty::on(own(stdin.as_fd())?, own(stdout.as_fd())?))
    }

    /// The terminal on standard input, for both ways.
    pub(super) fn of_input() -> io::Result<Tty> {
        let stdin = io::stdin();
        Ok(Tty::on(own(stdin.as_fd())?, own(stdin.as_fd())?))
    }

    /// The terminal behind two descriptors.
    pub(super) fn on(input: OwnedFd, output: OwnedFd) -> Tty {
        Tty { input: input.into(), output: output.into(), before: None }
    }

    /// Takes line editing, echo and signals of keys away.
    pub(super) fn raw(&mut self) -> io::Result<()> {
        let before = match self.before.take() {
            Some(before) => before,
            None => termios::tcgetattr(&self.input)?,
        };
        let mut raw = before.clone();
        raw.make_raw();
        self.before = Some(before);
        Ok(termios::tcsetattr(&self.input, OptionalActions::Now, &raw)?)
    }

    /// Puts the modes back, at once: a line that stands still would never drain.
    pub(super) fn cooked(&mut self) -> io::Result<()> {
        let Some(before) = self.before.take() else { return Ok(()) };
        Ok(termios::tcsetattr(&self.input, OptionalActions::Now, &before)?)
    }

    /// A second handle and the modes to go back to, for whoever must restore in an emergency.
    pub(super) fn rescue(&self) -> io::Result<Tty> {
        Ok(Tty { input: self.input.try_clone()?, output: self.output.try_clone()?, before: self.before.clone() })
    }

    /// Columns and rows; `None` when the device does not know.
    pub(super) fn size(&self) -> io::Result<Option<(u16, u16)>> {
        let size = termios::tcgetwinsize(&self.output)?;
        Ok((size.ws_col > 0 && size.ws_row > 0).then_some((size.ws_col, size.ws_row)))
    }

    /// Sleeps until the device or the pipe has something, or the time is over.
    pub(super) fn wait(&self, pipe: BorrowedFd<'_>, limit: Option<Duration>) -> io::Result<Ready> {
        wait_for(self.input.as_fd(), PollFlags::IN, pipe, limit)
    }

    /// Reads what is there.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> Came {
        match self.input.read(buffer) {
            Ok(0) => Came::Dead,
            Ok(count) => Came::Bytes(count),
            Err(error) if passing(&error) => Came::Nothing,
            Err(_) => Came::Dead,
        }
    }

    /// Writes without waiting, as far as the line takes it.
    pub(super) fn shout(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.output.write(bytes).map(|_| ())
    }

    /// Writes everything and says in how many writes; `stop` is asked whenever the line does not take more.
    pub(super) fn write(&mut self, mut bytes: &[u8], pipe: BorrowedFd<'_>, stop: impl Fn() -> bool) -> io::Result<u64> {
        let mut writes = 0;
        while !bytes.is_empty() {
            match self.output.write(bytes) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => {
                    bytes = bytes.get(count..).unwrap_or(&[]);
                    writes += 1;
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    if stop() {
                        return Err(io::ErrorKind::BrokenPipe.into());
                    }
                    let _ = wait_for(self.output.as_fd(), PollFlags::OUT, pipe, Some(STALLED))?;
                }
                Err(error) if passing(&error) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(writes)
    }
}

/// How long a line that takes nothing is left alone before it is asked again whether to stop.
const STALLED: Duration = Duration::from_millis(500);

fn passing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock)
}

/// The same device opened anew, so that not to block is a matter of ours alone; else the descriptor itself.
fn own(shared: BorrowedFd<'_>) -> io::Result<OwnedFd> {
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let anew = termios::ttyname(shared, Vec::new()).and_then(|name| rustix::fs::open(name, flags, Mode::empty()));
    match anew {
        Ok(anew) => Ok(anew),
        Err(_) => shared.try_clone_to_owned(),
    }
}

fn wait_for(
    device: BorrowedFd<'_>,
    flags: PollFlags,
    pipe: BorrowedFd<'_>,
    limit: Option<Duration>,
) -> io::Result<Ready> {
    let mut watched = [PollFd::from_borrowed_fd(device, flags), PollFd::from_borrowed_fd(pipe, PollFlags::IN)];
    let limit = limit.and_then(|limit| Timespec::try_from(limit).ok());
    match poll(&mut watched, limit.as_ref()) {
        Ok(_) => Ok(Ready { device: !watched[0].revents().is_empty(), pipe: !watched[1].revents().is_empty() }),
        Err(rustix::io::Errno::INTR) => Ok(Ready { device: false, pipe: true }),
        Err(error) => Err(error.into()),
    }
}
