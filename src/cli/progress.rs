//! Progress of long work: a bar on stderr, drawn only where stderr is a terminal.
//!
//! Invariant: drawing never slows or stops the work, and the line is gone when the work is done.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::tui::desk::Progress;

const REDRAW_EVERY: Duration = Duration::from_millis(100);
const BAR_CELLS: u64 = 24;

/// Runs `work` with a progress to count on, drawing it meanwhile on a terminal.
pub fn watched<T>(work: impl FnOnce(&Progress) -> T) -> T {
    let progress = Progress::default();
    if !io::stderr().is_terminal() {
        return work(&progress);
    }
    let finished = AtomicBool::new(false);
    thread::scope(|scope| {
        let drawer = scope.spawn(|| draw_until(&finished, &progress));
        let result = work(&progress);
        finished.store(true, Ordering::Release);
        drawer.thread().unpark();
        result
    })
}

fn draw_until(finished: &AtomicBool, progress: &Progress) {
    let started = Instant::now();
    let mut drawn = false;
    loop {
        thread::park_timeout(REDRAW_EVERY);
        if finished.load(Ordering::Acquire) {
            break;
        }
        let (done, total) = (progress.done.load(Ordering::Relaxed), progress.total.load(Ordering::Relaxed));
        let line = bar(done, total, started.elapsed());
        drawn = write!(io::stderr(), "\r{line}\u{1b}[K").and_then(|()| io::stderr().flush()).is_ok();
    }
    if drawn {
        let _ = write!(io::stderr(), "\r\u{1b}[K").and_then(|()| io::stderr().flush());
    }
}

/// `[############------------]  50%  500/1000  3s`: the last figure is the time left.
fn bar(done: u64, total: u64, elapsed: Duration) -> String {
    if total == 0 {
        return format!("{done}  {}s", elapsed.as_secs());
    }
    let done = done.min(total);
    let share = |of: u64| u64::try_from(u128::from(done) * u128::from(of) / u128::from(total)).unwrap_or(of);
    let filled = usize::try_from(share(BAR_CELLS)).unwrap_or(0);
    let cells = usize::try_from(BAR_CELLS).unwrap_or(0);
    let left = match done {
        0 => String::new(),
        _ => {
            let millis = elapsed.as_millis() * u128::from(total - done) / u128::from(done);
            format!("  {}s", millis.div_ceil(1000))
        }
    };
    format!("[{}{}] {:>3}%  {done}/{total}{left}", "#".repeat(filled), "-".repeat(cells - filled), share(100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_tells_share_and_time_left() {
        for (done, total, seconds, line) in [
            (0, 1000, 0, "[------------------------]   0%  0/1000"),
            (500, 1000, 3, "[############------------]  50%  500/1000  3s"),
            (1200, 1000, 6, "[########################] 100%  1000/1000  0s"),
            (70, 0, 2, "70  2s"),
        ] {
            assert_eq!(bar(done, total, Duration::from_secs(seconds)), line);
        }
    }
}
