//! What befalls a terminal: stopped and continued, a dead line, storms of resizes, bursts of keys, old character
//! sets, a panic.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use encoding_rs::GB18030;
use portable_pty::PtySize;
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, tcgetattr};

use crate::binary::{BINARY, SIZE, SOON, Seat, as_is, book, from_gb18030};
use crate::loopback::pair;

/// Hundredths of a second a process has computed so far: its own time and the system's for it.
fn computed(process: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or("");
    after_name.split_whitespace().skip(11).take(2).filter_map(|word| word.parse::<u64>().ok()).sum()
}

fn signal(process: u32, signal: Signal) {
    kill_process(Pid::from_raw(process.try_into().unwrap()).unwrap(), signal).unwrap();
}

/// Runs the workstation from a shell that leads jobs, as people do: only such a parent can continue it.
fn in_a_shell() -> Seat {
    let line = format!("{BINARY} --book {} --backend wire", book().display());
    let mut seat = Seat::of("/bin/sh", &["-i", "-m"], &[("PS1", "ready$ "), ("ENV", "")]);
    seat.until("ready$", as_is);
    seat.send(format!("{line}\r").as_bytes());
    seat.until("退出程序", as_is);
    seat
}

#[test]
fn stopped_and_continued_it_gives_the_terminal_back_and_takes_it_again() {
    let mut seat = in_a_shell();
    assert!(seat.shown(as_is).screen().alternate_screen());
    for stop in [b"\x1a".as_slice(), b"1\x1a"] {
        let before = seat.bytes().len();
        seat.send(stop);
        seat.until("Stopped", as_is);
        let screen = seat.shown(as_is);
        let screen = screen.screen();
        assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor());
        assert!(seat.modes().contains(LocalModes::ECHO), "the shell does not see what it is typed");
        seat.send(b"fg\r");
        seat.until("三核", as_is);
        assert!(!seat.modes().contains(LocalModes::ICANON));
        let again = String::from_utf8_lossy(&seat.bytes()[before..]).into_owned();
        assert!(again.contains("\x1b[?1049h") && again.contains("三核"), "not painted anew: {again:?}");
    }
    seat.until("三核 对账日历", as_is);
    seat.send(b"\x03");
    seat.until("ready$", as_is);
}

/// Nobody tells: the signal is ignored, only the device itself is dead.
#[test]
fn a_dead_line_is_left_soon_and_costs_nothing() {
    for way in [["-c", "trap '' HUP; exec \"$0\" \"$@\""].as_slice(), &["-c", "exec \"$0\" \"$@\""]] {
        let (mut master, slave) = pair();
        let mut child = Command::new("/bin/sh")
            .args(way)
            .arg(BINARY)
            .arg("--book")
            .arg(book())
            .args(["--backend", "wire"])
            .env("TERM", "xterm")
            .stdin(slave.try_clone().unwrap())
            .stdout(slave)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut bytes = [0; 65536];
        assert!(master.read(&mut bytes).unwrap() > 0);
        master.write_all("2收费".as_bytes()).unwrap();
        let began = computed(child.id());
        drop(master);
        let (started, mut spent) = (Instant::now(), 0);
        while child.try_wait().unwrap().is_none() {
            spent = spent.max(computed(child.id()).saturating_sub(began));
            assert!(started.elapsed() < SOON, "still there");
            thread::sleep(Duration::from_millis(5));
        }
        assert!(spent <= 10, "{spent} hundredths of a second spent on a dead line");
    }
}

#[test]
fn every_signal_to_end_gives_the_terminal_back() {
    for asked in [Signal::TERM, Signal::HUP, Signal::INT] {
        let mut seat = Seat::new(&[], &[]);
        seat.until("退出程序", as_is);
        signal(seat.process(), asked);
        seat.ends_within(SOON);
        thread::sleep(Duration::from_millis(50));
        let screen = seat.shown(as_is);
        let screen = screen.screen();
        assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor(), "{asked:?}");
        assert!(seat.modes().contains(LocalModes::ICANON | LocalModes::ECHO), "{asked:?}");
    }
}

#[test]
fn a_storm_of_sizes_is_survived_and_the_last_one_counts() {
    let mut seat = Seat::new(&[], &[]);
    seat.until("退出程序", as_is);
    seat.send(b"1");
    seat.until("三核 对账日历", as_is);
    for round in 0..100_u16 {
        let size = PtySize { rows: 1 + round * 7 % 60, cols: 1 + round * 37 % 200, ..SIZE };
        seat.resize(if round % 10 == 9 { PtySize { rows: 1, cols: 1, ..SIZE } } else { size });
        thread::sleep(Duration::from_millis(u64::from(round % 3)));
    }
    seat.forget();
    seat.resize(PtySize { rows: 30, cols: 100, ..SIZE });
    seat.send(b"\x1b[B");
    let started = Instant::now();
    loop {
        let mut parser = vt100::Parser::new(30.try_into().unwrap(), 100.try_into().unwrap(), 0);
        parser.process(&seat.bytes());
        let text = parser.screen().contents();
        if text.starts_with("三核 对账日历")
            && text.contains("Esc返回")
            && text.lines().any(|line| line.starts_with("> "))
        {
            break;
        }
        assert!(started.elapsed() < Duration::from_secs(10), "{text}");
        thread::sleep(Duration::from_millis(20));
    }
    seat.send(b"\x03");
    seat.ends_within(SOON);
}

#[test]
fn five_hundred_keys_at_once_are_applied_in_order() {
    let mut seat = Seat::new(&[], &[]);
    seat.until("退出程序", as_is);
    seat.send(b"2");
    seat.until("路径", as_is);
    let before = seat.bytes().len();
    let text: String = (0..70).map(|number: u32| char::from(b'a' + (number % 26) as u8)).collect();
    // Typed, taken back, typed again: 500 keys whose order is all that matters.
    let burst = [text.as_str(), &"\x7f".repeat(70)].concat().repeat(3) + &text[..70] + "\x7f\x7f\x7f\x7f\x7f12345";
    assert_eq!(burst.len(), 500);
    seat.send(burst.as_bytes());
    seat.until(&format!("{}12345", &text[..65]), as_is);
    let cost = seat.bytes().len() - before;
    assert!(cost <= 5 * 400, "{cost} B for one line of text");
    seat.send(b"\x03");
    seat.ends_within(SOON);
}

#[test]
fn escape_a_pause_and_the_rest_are_one_key_over_ssh() {
    let mut seat = Seat::new(&[("SSH_TTY", "/dev/pts/9")], &[]);
    seat.until("退出程序", as_is);
    seat.send(b"1\x1b[B");
    seat.until("> 2026-03-04", as_is);
    seat.send(b"\x1b");
    thread::sleep(Duration::from_millis(100));
    seat.send(b"[A");
    seat.until("> 2026-03-05", as_is);
    seat.send(b"\x03");
    seat.ends_within(SOON);
}

/// A list, a field and a paste on a line of the older double-byte set.
#[test]
fn a_gbk_line_carries_lists_fields_and_pastes() {
    let mut seat = Seat::new(&[("LANG", "zh_CN.GBK")], &[]);
    seat.until("退出程序", from_gb18030);
    seat.send(b"3");
    seat.until("三核 待处理差异", from_gb18030);
    seat.until("金额不符", from_gb18030);
    assert!(std::str::from_utf8(&seat.bytes()).is_err(), "this was no GBK");
    seat.send(b"\x1b[17~");
    seat.until("路径", from_gb18030);
    for byte in GB18030.encode("收费").0.iter() {
        seat.send(&[*byte]);
        thread::sleep(Duration::from_millis(2));
    }
    seat.send(&[b"\x1b[200~".as_slice(), &GB18030.encode("明细3月\r").0, b"\x1b[201~"].concat());
    seat.until("路径: 收费明细3月", from_gb18030);
    seat.send(b"\x7f\x7f");
    seat.until("路径: 收费明细 ", from_gb18030);
    seat.send(b"\x03");
    seat.ends_within(SOON);
}

/// Names the half that panics when this test binary runs itself.
const PANICS: &str = "SANHE_TEST_PANICS";

/// The half of the next test that sits in the pseudo-terminal and panics.
#[test]
fn the_half_that_panics() {
    if std::env::var_os(PANICS).is_none() {
        return;
    }
    use sanhe::term::Terminal as _;
    let settings = crate::budgets::settings();
    let mut wire = sanhe::term::wire::Wire::new(settings).unwrap();
    wire.enter().unwrap();
    panic!("as it were");
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_is_told() {
    let (mut master, slave) = pair();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "hardship::the_half_that_panics", "--nocapture"])
        .env(PANICS, "1")
        .stdin(slave.try_clone().unwrap())
        .stdout(slave.try_clone().unwrap())
        .stderr(slave.try_clone().unwrap())
        .spawn()
        .unwrap();
    let told = drain(&mut master, "as it were");
    let status = child.wait().unwrap();
    assert!(!status.success() && status.signal().is_none(), "{status:?}");
    let modes = tcgetattr(&slave).unwrap().local_modes;
    assert!(modes.contains(LocalModes::ICANON | LocalModes::ECHO), "{told:?}");
    let mut parser = vt100::Parser::default();
    parser.process(told.as_bytes());
    let screen = parser.screen();
    assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor());
    assert!(screen.contents().contains("as it were"), "told on the screen that goes away: {told:?}");
}

/// Everything up to a text.
fn drain(master: &mut File, until: &str) -> String {
    let (mut text, mut bytes) = (String::new(), [0; 4096]);
    while !text.contains(until) {
        let count = master.read(&mut bytes).unwrap();
        text.push_str(&String::from_utf8_lossy(&bytes[..count]));
    }
    text
}
