//! Asking for a secret on the terminal of the process, outside any screen: nothing typed is shown.
//!
//! Invariant: the modes found are put back however the asking ends.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};

use rustix::termios::{self, LocalModes, OptionalActions, SpecialCodeIndex, Termios};

/// The device every process has that was started on a terminal.
const DEVICE: &str = "/dev/tty";

/// Puts the modes back.
struct Quiet {
    device: File,
    before: Termios,
}

impl Quiet {
    fn on(device: File) -> io::Result<Quiet> {
        let before = termios::tcgetattr(&device)?;
        let mut quiet = before.clone();
        quiet.local_modes.remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG);
        quiet.special_codes[SpecialCodeIndex::VMIN] = 1;
        quiet.special_codes[SpecialCodeIndex::VTIME] = 0;
        termios::tcsetattr(&device, OptionalActions::Flush, &quiet)?;
        Ok(Quiet { device, before })
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        let _ = termios::tcsetattr(&self.device, OptionalActions::Flush, &self.before);
    }
}

/// Asks for a line that is not shown; `None` where there is no terminal, or the person gave up.
///
/// # Errors
/// When the terminal cannot be used.
pub fn ask(prompt: &str) -> io::Result<Option<String>> {
    let Ok(device) = OpenOptions::new().read(true).write(true).open(DEVICE) else { return Ok(None) };
    let mut quiet = Quiet::on(device)?;
    quiet.device.write_all(prompt.as_bytes())?;
    let typed = line(&mut quiet.device)?;
    quiet.device.write_all(b"\r\n")?;
    Ok(typed.and_then(|bytes| String::from_utf8(bytes).ok()))
}

/// Bytes up to Enter, with erasing; `None` after Ctrl+C, Ctrl+D or the end of the line.
fn line(device: &mut impl io::Read) -> io::Result<Option<Vec<u8>>> {
    let (mut typed, mut byte) = (Vec::new(), [0]);
    loop {
        if device.read(&mut byte)? == 0 {
            return Ok(None);
        }
        match byte[0] {
            b'\r' | b'\n' => return Ok(Some(typed)),
            0x03 | 0x04 => return Ok(None),
            0x15 => typed.clear(),
            0x08 | 0x7f => {
                // A character of several bytes goes as one.
                while typed.pop().is_some_and(|last: u8| last & 0xc0 == 0x80) {}
            }
            other => typed.push(other),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_typed_erased_and_given_up() {
        for (typed, expected) in [
            ("abc\rdef", Some("abc")),
            ("ab\u{7f}c\n", Some("ac")),
            ("a三\u{7f}b\r", Some("ab")),
            ("wrong\u{15}right\r", Some("right")),
            ("\u{7f}\r", Some("")),
            ("abc\u{3}", None),
            ("abc", None),
        ] {
            let found = line(&mut typed.as_bytes()).unwrap();
            assert_eq!(found.as_deref(), expected.map(str::as_bytes), "{typed:?}");
        }
    }
}
