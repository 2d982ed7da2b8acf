//! What is typed into a form outlives the line, the process and a wrong file.

use std::io::{Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};
use std::{fs, thread};

const BINARY: &str = env!("CARGO_BIN_EXE_sanhe");
/// F6 on the list of operators: a form with a name.
const NEW_OPERATOR: &str = "93\x1b[17~";

struct Book {
    folder: tempfile::TempDir,
}

impl Book {
    fn new() -> Book {
        let folder = tempfile::tempdir().unwrap();
        let made = Command::new(BINARY)
            .arg("--book")
            .arg(folder.path().join("book.sqlite"))
            .args(["init", "--operator", "李敏"])
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        Book { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("book.sqlite")
    }

    fn draft(&self) -> PathBuf {
        self.folder.path().join("book.sqlite.drafts/李敏.operator%2enew.toml")
    }
}

/// The binary without a controlling terminal: no signal comes, only the device itself tells.
struct Seat {
    master: Option<fs::File>,
    child: Child,
    came: Vec<u8>,
}

impl Seat {
    fn new(book: &Path) -> Seat {
        let (master, slave) = crate::loopback::pair();
        let child = Command::new(BINARY)
            .arg("--book")
            .arg(book)
            .args(["--lang", "zh"])
            .env("TERM", "xterm")
            .stdin(slave.try_clone().unwrap())
            .stdout(slave)
            .spawn()
            .unwrap();
        let mut seat =
            Seat { master: Some(fs::File::from(std::os::fd::OwnedFd::from(master))), child, came: Vec::new() };
        seat.until("退出程序");
        seat
    }

    fn send(&mut self, text: &str) {
        self.master.as_mut().unwrap().write_all(text.as_bytes()).unwrap();
    }

    /// Reads until the screen shows this.
    #[track_caller]
    fn until(&mut self, wanted: &str) {
        let started = Instant::now();
        loop {
            let mut parser = vt100::Parser::default();
            parser.process(&self.came);
            let text = parser.screen().contents();
            if text.contains(wanted) {
                return;
            }
            assert!(started.elapsed() < Duration::from_secs(20), "no {wanted:?} in\n{text}");
            let master = self.master.as_mut().unwrap();
            let mut ready = [rustix::event::PollFd::new(master, rustix::event::PollFlags::IN)];
            let soon = rustix::event::Timespec { tv_sec: 1, tv_nsec: 0 };
            if rustix::event::poll(&mut ready, Some(&soon)).unwrap() > 0 {
                let mut bytes = [0; 65536];
                let count = master.read(&mut bytes).unwrap();
                self.came.extend_from_slice(&bytes[..count]);
            }
        }
    }

    fn type_a_name(&mut self) {
        self.send(NEW_OPERATOR);
        self.until("姓名*");
        self.send("吴昊");
        self.until("[吴昊 ");
    }

    #[track_caller]
    fn ends_within(&mut self, limit: Duration) {
        let started = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            assert!(started.elapsed() < limit, "still there after {limit:?}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn signal(&self, signal: rustix::process::Signal) {
        let id = i32::try_from(self.child.id()).unwrap();
        rustix::process::kill_process(rustix::process::Pid::from_raw(id).unwrap(), signal).unwrap();
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const SOON: Duration = Duration::from_secs(2);

#[test]
fn a_dead_line_leaves_a_draft_that_comes_back() {
    let book = Book::new();
    let mut seat = Seat::new(&book.path());
    seat.type_a_name();
    drop(seat.master.take());
    seat.ends_within(SOON);
    let meta = fs::metadata(book.draft()).unwrap();
    assert_eq!(meta.permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::metadata(book.draft().parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
    let mut again = Seat::new(&book.path());
    again.send(NEW_OPERATOR);
    again.until("未提交的输入");
    again.until("[吴昊 ");
    again.send("\x04");
    again.until("输入已放弃");
    again.send("\x03");
    again.ends_within(SOON);
    assert!(!book.draft().exists());
}

#[test]
fn a_request_to_end_leaves_a_draft() {
    for signal in [rustix::process::Signal::TERM, rustix::process::Signal::HUP] {
        let book = Book::new();
        let mut seat = Seat::new(&book.path());
        seat.type_a_name();
        seat.signal(signal);
        seat.ends_within(SOON);
        assert!(fs::read_to_string(book.draft()).unwrap().contains("吴昊"));
    }
}

#[test]
fn a_kill_takes_at_most_three_seconds_of_typing() {
    let book = Book::new();
    let mut seat = Seat::new(&book.path());
    let typed = Instant::now();
    seat.type_a_name();
    thread::sleep(Duration::from_secs(3).saturating_sub(typed.elapsed()) + Duration::from_millis(300));
    seat.signal(rustix::process::Signal::KILL);
    seat.ends_within(SOON);
    assert!(fs::read_to_string(book.draft()).unwrap().contains("吴昊"));
}

#[test]
fn a_submitted_form_leaves_no_draft() {
    let book = Book::new();
    let mut seat = Seat::new(&book.path());
    seat.type_a_name();
    seat.send("\x1bOA\x1b[6~\t");
    thread::sleep(Duration::from_millis(2_800));
    assert!(book.draft().exists());
    seat.send("wuhao\x1b[19~");
    seat.until("已登记操作员 吴昊");
    assert!(!book.draft().exists());
}

#[test]
fn a_broken_draft_is_named_and_kept() {
    let book = Book::new();
    fs::create_dir(book.draft().parent().unwrap()).unwrap();
    fs::write(book.draft(), "form = \"operator.new\"\nactive = [broken\n").unwrap();
    let mut seat = Seat::new(&book.path());
    seat.send(NEW_OPERATOR);
    seat.until("草稿读不出 (第 2 行)");
    let kept = book.draft().with_extension("broken-1");
    assert!(fs::read_to_string(kept).unwrap().contains("[broken"));
}

/// On the demonstration book: the form narrows what the book itself gives.
#[test]
fn a_number_copied_from_the_row_finds_that_row() {
    let folder = tempfile::tempdir().unwrap();
    let made = Command::new(BINARY).args(["demo", "--no-open", "--dir"]).arg(folder.path()).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let mut seat = Seat::new(&folder.path().join("book.sqlite"));
    seat.send("1");
    seat.until("三核 对账日历");
    seat.send("\x1bOB\r");
    seat.until("三数核对");
    seat.send("\r");
    seat.until("第 1-");
    seat.send("\x1b[18~\t\t\t\t//");
    seat.until("筛选流水");
    seat.send("\x1b[19~");
    seat.until("第 1-1 条, 共 1 条");
}
