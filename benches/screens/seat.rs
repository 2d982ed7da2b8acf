//! A person before a terminal: presses keys and waits until the last byte has come.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};

/// No more comes after so long a silence.
const QUIET: Duration = Duration::from_millis(12);
/// On a slow line a piece comes every 25 ms.
const QUIET_SLOW: Duration = Duration::from_millis(150);
/// A key that changes nothing is given up after so long.
const PATIENCE: Duration = Duration::from_millis(60);
/// By then a screen has been read and drawn.
const SETTLED: Duration = Duration::from_millis(250);
/// Pieces a slow line brings in a second.
const TICKS: u32 = 40;

/// What came after a key.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Answer {
    /// From the key to the last byte.
    pub(crate) last: Duration,
    /// Bytes.
    pub(crate) bytes: usize,
    /// Pieces they came in.
    pub(crate) pieces: usize,
}

/// The workstation in a pseudo-terminal.
pub(crate) struct Seat {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn std::io::Write + Send>,
    pieces: Receiver<(Instant, usize)>,
    started: Instant,
    quiet: Duration,
    _master: Box<dyn portable_pty::MasterPty + Send>,
}

impl Seat {
    /// Starts it; with a `rate` the line brings so many bytes a second.
    pub(crate) fn open(binary: &Path, book: &Path, rate: Option<u32>) -> Seat {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(binary);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "zh_CN.UTF-8");
        command.args(["--today", "2026-04-01", "--book"]);
        command.arg(book);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, pieces) = mpsc::channel();
        thread::spawn(move || {
            let most = rate.map_or(65_536, |rate| (rate / TICKS) as usize);
            let mut bytes = vec![0; most];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                let _ = sender.send((Instant::now(), count));
                if rate.is_some() {
                    thread::sleep(Duration::from_secs(1) / TICKS);
                }
            }
        });
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        let keys = pair.master.take_writer().unwrap();
        let quiet = if rate.is_some() { QUIET_SLOW } else { QUIET };
        Seat { child, keys, pieces, started, quiet, _master: pair.master }
    }

    /// Waits for the first frame, and answers the question asked with it as a terminal does.
    pub(crate) fn opened(&mut self) -> Answer {
        let answer = self.wait(self.started, Duration::from_secs(20));
        self.press("\x1b[2;2R");
        self.listen(SETTLED);
        answer
    }

    /// Presses keys in one go and waits for all they bring.
    pub(crate) fn press(&mut self, keys: &str) -> Answer {
        let pressed = Instant::now();
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
        self.wait(pressed, PATIENCE)
    }

    /// Presses keys parted by blanks one after the other.
    pub(crate) fn walk(&mut self, way: &str) {
        for key in way.split(' ').filter(|key| !key.is_empty()) {
            let _ = self.press(key);
            let _ = self.listen(SETTLED);
        }
    }

    /// Presses a key and listens for the whole of a time: what comes late counts.
    pub(crate) fn press_for(&mut self, keys: &str, time: Duration) -> Answer {
        let pressed = Instant::now();
        self.keys.write_all(keys.as_bytes()).unwrap();
        let mut answer = Answer::default();
        while let Some(left) = time.checked_sub(pressed.elapsed()) {
            let Ok((came, count)) = self.pieces.recv_timeout(left) else { break };
            answer.last = came.saturating_duration_since(pressed);
            answer.bytes += count;
            answer.pieces += 1;
        }
        answer
    }

    /// Lets time pass, whatever comes.
    pub(crate) fn pause(&mut self, time: Duration) {
        let started = Instant::now();
        while let Some(left) = time.checked_sub(started.elapsed()) {
            let _ = self.pieces.recv_timeout(left);
        }
    }

    /// What comes within a time without a key.
    pub(crate) fn listen(&mut self, time: Duration) -> Answer {
        self.wait(Instant::now(), time)
    }

    fn wait(&self, since: Instant, patience: Duration) -> Answer {
        let mut answer = Answer::default();
        let mut wait = patience;
        while let Ok((came, count)) = self.pieces.recv_timeout(wait) {
            answer.last = came.saturating_duration_since(since);
            answer.bytes += count;
            answer.pieces += 1;
            wait = self.quiet;
        }
        answer
    }

    fn process(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// KiB resident, and of them KiB that are no file's.
    pub(crate) fn memory_kib(&self) -> (u64, u64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process())).unwrap();
        (field(&status, "VmRSS:"), field(&status, "RssAnon:"))
    }

    /// How often a thread of it has gone to sleep so far.
    pub(crate) fn wakeups(&self) -> u64 {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.process())).unwrap();
        let status = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("status")).unwrap_or_default();
        tasks.map(|task| field(&status(task.unwrap()), "voluntary_ctxt_switches:")).sum()
    }

    /// Leaves the workstation.
    pub(crate) fn close(mut self) {
        let _ = self.keys.write_all(b"\x03");
        let _ = self.child.wait();
    }
}

fn field(status: &str, name: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.split_whitespace().next()).and_then(|word| word.parse().ok()).unwrap_or(0)
}
