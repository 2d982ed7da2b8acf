//! The real binary on a demonstration book in a pseudo-terminal with a session of its own.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use encoding_rs::GB18030;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_sanhe");
pub(crate) const SIZE: PtySize = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };

/// One demonstration book for all of these tests; nobody writes to it.
pub(crate) fn book() -> &'static Path {
    static BOOK: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = BOOK.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let made = Command::new(BINARY).args(["demo", "--no-open", "--dir"]).arg(folder.path()).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let path = folder.path().join("book.sqlite");
        (folder, path)
    });
    path
}

/// A person before a terminal.
pub(crate) struct Seat {
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn std::io::Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    came: Arc<Mutex<Vec<u8>>>,
}

impl Seat {
    pub(crate) fn new(variables: &[(&str, &str)], arguments: &[&str]) -> Seat {
        let mut words = vec!["--book", book().to_str().unwrap(), "--backend", "wire"];
        words.extend(arguments);
        Seat::of(BINARY, &words, variables)
    }

    /// Any program in a session of its own.
    pub(crate) fn of(program: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Seat {
        let pair = native_pty_system().openpty(SIZE).unwrap();
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("LANG", "zh_CN.UTF-8");
        for (name, value) in variables {
            command.env(name, value);
        }
        command.args(arguments);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let came = Arc::new(Mutex::new(Vec::new()));
        let (mut reader, sink) = (pair.master.try_clone_reader().unwrap(), Arc::clone(&came));
        thread::spawn(move || {
            let mut bytes = [0; 65536];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                sink.lock().unwrap().extend_from_slice(&bytes[..count]);
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Seat { master: Some(pair.master), keys: Some(keys), child, came }
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        let keys = self.keys.as_mut().unwrap();
        keys.write_all(bytes).unwrap();
        keys.flush().unwrap();
    }

    pub(crate) fn process(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    pub(crate) fn resize(&self, size: PtySize) {
        self.master.as_ref().unwrap().resize(size).unwrap();
    }

    /// Forgets the bytes so far.
    pub(crate) fn forget(&self) {
        self.came.lock().unwrap().clear();
    }

    /// Line editing and echo, as the terminal has them now.
    pub(crate) fn modes(&self) -> rustix::termios::LocalModes {
        let name = self.master.as_ref().unwrap().tty_name().unwrap();
        let flags = rustix::fs::OFlags::RDWR | rustix::fs::OFlags::NOCTTY | rustix::fs::OFlags::CLOEXEC;
        let device = rustix::fs::open(name, flags, rustix::fs::Mode::empty()).unwrap();
        rustix::termios::tcgetattr(device).unwrap().local_modes
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.came.lock().unwrap().clone()
    }

    /// What a terminal shows after all bytes so far, read through `decode`.
    pub(crate) fn shown(&self, decode: fn(&[u8]) -> Vec<u8>) -> vt100::Parser {
        let mut parser = vt100::Parser::default();
        parser.process(&decode(&self.bytes()));
        parser
    }

    #[track_caller]
    pub(crate) fn until(&self, wanted: &str, decode: fn(&[u8]) -> Vec<u8>) {
        let started = Instant::now();
        loop {
            let text = self.shown(decode).screen().contents();
            if text.contains(wanted) {
                return;
            }
            assert!(started.elapsed() < Duration::from_secs(20), "no {wanted:?} in\n{text}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    #[track_caller]
    pub(crate) fn ends_within(&mut self, limit: Duration) {
        let started = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            assert!(started.elapsed() < limit, "still there after {limit:?}");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

pub(crate) fn as_is(bytes: &[u8]) -> Vec<u8> {
    bytes.to_vec()
}

pub(crate) fn from_gb18030(bytes: &[u8]) -> Vec<u8> {
    GB18030.decode_without_bom_handling(bytes).0.into_owned().into_bytes()
}

pub(crate) const SOON: Duration = Duration::from_secs(2);

#[test]
fn the_first_screen_shows_and_the_terminal_is_given_back() {
    let mut seat = Seat::new(&[], &[]);
    seat.until("退出程序", as_is);
    let screen = seat.shown(as_is);
    assert!(screen.screen().alternate_screen() && screen.screen().bracketed_paste());
    assert!(seat.bytes().len() <= 2_800, "first frame {} B", seat.bytes().len());
    seat.send(b"0");
    seat.ends_within(SOON);
    thread::sleep(Duration::from_millis(50));
    let screen = seat.shown(as_is);
    let screen = screen.screen();
    assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor());
}

/// Without a controlling terminal no signal comes: only the device itself tells.
#[test]
fn a_line_that_dies_ends_the_program() {
    let (mut master, slave) = crate::loopback::pair();
    let mut child = Command::new(BINARY)
        .arg("--book")
        .arg(book())
        .args(["--backend", "wire"])
        .env("TERM", "xterm")
        .stdin(slave.try_clone().unwrap())
        .stdout(slave)
        .spawn()
        .unwrap();
    let mut bytes = [0; 4096];
    assert!(master.read(&mut bytes).unwrap() > 0);
    drop(master);
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() {
        assert!(started.elapsed() < SOON, "still there");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn an_old_terminal_gets_nothing_it_does_not_know() {
    let mut seat = Seat::new(&[("TERM", "vt100")], &[]);
    seat.until("退出程序", as_is);
    seat.send(b"1");
    seat.until("三核 对账日历", as_is);
    seat.send(b"\x1bOB\r");
    seat.until("三数核对", as_is);
    let text = String::from_utf8_lossy(&seat.bytes()).into_owned();
    assert!(!text.contains("\x1b[?"), "private modes in {text:?}");
    for sequence in text.split("\x1b[").skip(1) {
        let end = sequence.find(|one: char| one.is_ascii_alphabetic()).unwrap();
        let codes = &sequence[..end];
        assert!(
            !sequence[end..].starts_with('m') || codes.split(';').all(|code| code.len() < 2),
            "colour in {sequence:?}"
        );
    }
    seat.send(b"\x03");
    seat.ends_within(SOON);
}

#[test]
fn a_double_byte_terminal_shows_and_types_han() {
    for arguments in [["--charset", "gb18030"], ["--charset", "gbk"]] {
        let mut seat = Seat::new(&[], &arguments);
        seat.until("退出程序", from_gb18030);
        seat.send(b"2");
        seat.until("路径", from_gb18030);
        let (path, _, _) = GB18030.encode("/tmp/收费明细.csv");
        for byte in path.iter() {
            seat.send(&[*byte]);
        }
        seat.until("/tmp/收费明细.csv", from_gb18030);
        let pasted = [b"\x1b[200~".as_slice(), &GB18030.encode("又一份\r").0, b"\x1b[201~"].concat();
        seat.send(&pasted);
        seat.until("csv又一份", from_gb18030);
        seat.send(b"\x03");
        seat.ends_within(SOON);
    }
}
