//! Asking a terminal about itself 探测: how long an answer takes and how wide a doubtful mark is.
//!
//! Invariant: the line the cursor stands on is blank again afterwards and the modes are as before; a terminal
//! that does not answer is given up after [`LIMIT`].

use std::io;
use std::time::{Duration, Instant};

use super::profile::Settings;
use super::signals::Signals;
use super::tty::{Came, Tty};
use super::width::{self, Doubtful};

/// How long an answer is waited for.
pub const LIMIT: Duration = Duration::from_millis(300);
/// Questions; the median of their answers counts.
const TIMES: usize = 5;

/// What a terminal said of itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sounding {
    /// Columns and rows; `None` when the device does not know.
    pub size: Option<(u16, u16)>,
    /// From a question to its answer; `None` when there was none.
    pub round_trip: Option<Duration>,
    /// What it does with marks of doubtful width.
    pub doubtful: Doubtful,
}

/// Asks the terminal on standard input, wherever standard output goes.
///
/// # Errors
/// When it cannot be read from.
pub fn sound(settings: &Settings) -> io::Result<Sounding> {
    let mut tty = Tty::of_input()?;
    let mut sounding = Sounding { size: tty.size()?, ..Sounding::default() };
    if settings.profile.reports {
        tty.raw()?;
        let asked = ask(&mut tty, settings, &mut sounding);
        tty.cooked()?;
        asked?;
    }
    Ok(sounding)
}

fn ask(tty: &mut Tty, settings: &Settings, sounding: &mut Sounding) -> io::Result<()> {
    let signals = Signals::new()?;
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let mut question = b"\r".to_vec();
        settings.charset.push(width::PROBE, &mut question);
        question.extend_from_slice(b"\x1b[6n");
        let asked = Instant::now();
        tty.write(&question, signals.pipe(), || false)?;
        let Some(column) = answer(tty, &signals, asked)? else { break };
        times.push(asked.elapsed());
        sounding.doubtful = Doubtful::from_report(width::PROBE_ROW, column);
    }
    tty.write(b"\r\x1b[K", signals.pipe(), || false)?;
    times.sort();
    sounding.round_trip = times.get(times.len() / 2).copied();
    Ok(())
}

/// The column of the next cursor report.
fn answer(tty: &mut Tty, signals: &Signals, asked: Instant) -> io::Result<Option<u16>> {
    let (mut bytes, mut said) = ([0; 256], Vec::new());
    while let Some(left) = LIMIT.checked_sub(asked.elapsed()) {
        let ready = tty.wait(signals.pipe(), Some(left))?;
        if ready.pipe || !ready.device {
            return Ok(None);
        }
        let Came::Bytes(count) = tty.read(&mut bytes) else { return Ok(None) };
        said.extend_from_slice(&bytes[..count]);
        if let Some(column) = column(&said) {
            return Ok(Some(column));
        }
    }
    Ok(None)
}

/// The column of a report `ESC [ row ; column R`. Not by way of the decoder, to which a report from the first
/// row is a modified F3.
fn column(said: &[u8]) -> Option<u16> {
    let text = String::from_utf8_lossy(said);
    let mut reports = text.split("\x1b[").skip(1).filter_map(|rest| rest.split_once('R'));
    reports.find_map(|(codes, _)| codes.split_once(';')?.1.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::column;

    #[test]
    fn a_report_is_found_among_keys() {
        for (said, found) in
            [("\x1b[1;2R", Some(2)), ("x\x1b[A\x1b[24;13R", Some(13)), ("\x1b[1;", None), ("R;2", None)]
        {
            assert_eq!(column(said.as_bytes()), found, "{said:?}");
        }
    }
}
