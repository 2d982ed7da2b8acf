//! The workstation on the wire within this process, through a pseudo-terminal: writes and frames counted.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use sanhe::term::profile::Settings;
use sanhe::term::wire::{Traffic, Wire};
use sanhe::text::lang::Lang;

use crate::budgets::settings;
use crate::fake::{Book, FakeDesk};

/// Both ends of a pseudo-terminal of 80×24.
pub(crate) fn pair() -> (File, File) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    tcsetwinsize(&master, Winsize { ws_col: 80, ws_row: 24, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap();
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
    let slave = rustix::fs::open(name, flags, Mode::empty()).unwrap();
    (master.into(), slave.into())
}

/// One run of the workstation on the slave side; the test is the terminal.
pub(crate) struct Line {
    master: File,
    shown: Arc<Mutex<vt100::Parser>>,
    run: thread::JoinHandle<Traffic>,
}

impl Line {
    pub(crate) fn open(settings: Settings) -> Line {
        let (master, slave) = pair();
        let run = thread::spawn(move || {
            let second = slave.try_clone().unwrap().into();
            let mut wire = Wire::on(slave.into(), second, settings).unwrap();
            sanhe::tui::run(Box::new(FakeDesk::new(Book::Full)), Lang::Zh, &mut wire).unwrap();
            wire.traffic()
        });
        let shown = Arc::new(Mutex::new(vt100::Parser::default()));
        let (mut reader, screen) = (master.try_clone().unwrap(), Arc::clone(&shown));
        thread::spawn(move || {
            let mut bytes = [0; 65536];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                screen.lock().unwrap().process(&bytes[..count]);
            }
        });
        Line { master, shown, run }
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.master.write_all(bytes).unwrap();
    }

    pub(crate) fn text(&self) -> String {
        self.shown.lock().unwrap().screen().contents()
    }

    #[track_caller]
    pub(crate) fn until(&self, wanted: &str) {
        let started = Instant::now();
        while !self.text().contains(wanted) {
            assert!(started.elapsed() < Duration::from_secs(10), "no {wanted:?} in\n{}", self.text());
            thread::sleep(Duration::from_millis(5));
        }
    }

    pub(crate) fn close(mut self) -> Traffic {
        self.send(b"\x03");
        self.run.join().unwrap()
    }
}

#[test]
fn the_first_frame_is_one_write() {
    let line = Line::open(settings());
    line.until("退出程序");
    let traffic = line.close();
    // The second write gives the terminal back.
    assert_eq!((traffic.frames, traffic.writes), (1, 2), "{traffic:?}");
    assert!(traffic.bytes_out <= 2_800, "{traffic:?}");
}

#[test]
fn five_hundred_keys_at_once_are_few_frames() {
    let mut line = Line::open(settings());
    line.until("退出程序");
    line.send(b"1\x1b[B\r\r");
    line.until("第 1-15 条");
    line.send("\x1b[B".repeat(500).as_bytes());
    line.until("cashier.csv:500");
    let traffic = line.close();
    assert!(traffic.frames <= 2 + 4 + 5, "{traffic:?}");
}

#[test]
fn five_hundred_letters_into_a_form_are_few_frames() {
    let mut line = Line::open(settings());
    line.until("退出程序");
    line.send(b"3\x1b[18~\t\t\t\t\t\t");
    line.until("工号或姓名的一部分");
    let typed = "ab12".repeat(125);
    line.send(typed.as_bytes());
    line.send(b"X");
    line.until("12X");
    let traffic = line.close();
    assert!(traffic.frames <= 2 + 8 + 5, "{traffic:?}");
}

#[test]
fn escape_then_a_pause_then_the_rest_is_one_key() {
    let mut line = Line::open(Settings { hold_ms: 150, ..settings() });
    line.until("退出程序");
    line.send(b"1\x1b[B");
    line.until(">  2026-03-04");
    line.send(b"\x1b");
    thread::sleep(Duration::from_millis(100));
    line.send(b"[A");
    line.until(">  2026-03-05");
    line.send(b"\x1b");
    line.until("退出程序");
    line.close();
}

#[test]
fn a_terminal_with_wide_marks_is_learnt() {
    let mut line = Line::open(settings());
    line.until("退出程序");
    line.send(b"\x1b[2;3R");
    line.send(b"1");
    line.until("三核 对账日历");
    let traffic = line.close();
    assert!(traffic.frames >= 2, "{traffic:?}");
}

#[test]
fn a_paste_is_typed_but_not_submitted() {
    let mut line = Line::open(settings());
    line.until("退出程序");
    line.send(b"2");
    line.until("路径");
    line.send("\x1b[200~/tmp/收费.csv\r\x1b[201~".as_bytes());
    line.until("/tmp/收费.csv");
    line.close();
}
