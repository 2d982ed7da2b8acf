//! A slow line to try by hand: the workstation in the terminal one sits at, so many bytes a second.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::thread;
use std::time::Duration;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rustix::termios::{OptionalActions, tcgetattr, tcgetwinsize, tcsetattr};

const TICKS: u32 = 40;

/// Runs the workstation behind the line until it is left.
pub(crate) fn feel(binary: &Path, book: &Path, rate: u32) {
    let (stdin, stdout) = (std::io::stdin(), std::io::stdout());
    let (Ok(before), Ok(window)) = (tcgetattr(&stdin), tcgetwinsize(&stdout)) else {
        return println!("--feel needs a terminal on both ends");
    };
    let size = PtySize { rows: window.ws_row, cols: window.ws_col, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(binary);
    command.args(["--today", "2026-04-01", "--book"]);
    command.arg(book);
    // As behind sshd: a bare Esc is held longer.
    command.env("SSH_TTY", "slow");
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut raw = before.clone();
    raw.make_raw();
    tcsetattr(&stdin, OptionalActions::Now, &raw).unwrap();
    let (mut keys, mut screen) = (pair.master.take_writer().unwrap(), pair.master.try_clone_reader().unwrap());
    thread::spawn(move || {
        let mut bytes = [0; 64];
        while let Ok(count @ 1..) = stdin.lock().read(&mut bytes) {
            let _ = keys.write_all(&bytes[..count]);
        }
    });
    let mut bytes = vec![0; (rate / TICKS).max(1) as usize];
    while let Ok(count @ 1..) = screen.read(&mut bytes) {
        let mut shown = stdout.lock();
        let _ = shown.write_all(&bytes[..count]).and_then(|()| shown.flush());
        drop(shown);
        thread::sleep(Duration::from_secs(1) / TICKS);
    }
    let _ = child.wait();
    tcsetattr(std::io::stdin(), OptionalActions::Now, &before).unwrap();
}
