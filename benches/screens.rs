//! The workstation as its user meets it: the real binary in a pseudo-terminal of 80×24 on a book of a million
//! entries. `cargo bench --bench screens` prints the figures; `-- --rows N` makes a book of N receipts,
//! `-- --book PATH` takes one that is there, `-- --feel 9600` puts the workstation behind a line of that many
//! baud, to be tried by hand. `SANHE_BINARY` names another build to measure.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a bench stops where it is wrong

#[path = "screens/book.rs"]
mod book;
#[path = "screens/line.rs"]
mod line;
#[path = "screens/seat.rs"]
mod seat;

use std::path::{Path, PathBuf};
use std::time::Duration;

use seat::{Answer, Seat};

/// Receipts that make a million entries in three books.
const ROWS: u32 = 350_000;
/// Keys a median is taken of.
const KEYS: usize = 200;
/// To the last whole day in the calendar, its three figures, the entries behind the first of them.
const DAY: &str = "1 \x1b[B \x1b[B";
const BOARD: &str = "1 \x1b[B \x1b[B \r";
const ENTRIES: &str = "1 \x1b[B \x1b[B \r \r";
/// Bits a byte takes on a serial line: start, eight, stop.
const BITS: u32 = 10;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| arguments.iter().position(|word| word == name).map(|at| arguments[at + 1].clone());
    let binary = std::env::var_os("SANHE_BINARY").map_or(env!("CARGO_BIN_EXE_sanhe").into(), PathBuf::from);
    let scratch = tempfile::tempdir().unwrap();
    let book = value("--book").map_or_else(
        || book::make(&binary, scratch.path(), value("--rows").map_or(ROWS, |rows| rows.parse().unwrap())),
        PathBuf::from,
    );
    if let Some(baud) = value("--feel") {
        return line::feel(&binary, &book, baud.parse::<u32>().unwrap() / BITS);
    }
    println!("{} in 80x24, xterm-256color, zh", binary.display());
    open(&binary, &book);
    keys(&binary, &book);
    screens(&binary, &book);
    cancel(&binary, &book);
    idle(&binary, &book);
    slow_line(&binary, &book, 9_600 / BITS);
}

/// Opens the workstation twenty times.
fn open(binary: &Path, book: &Path) {
    let mut answers: Vec<Answer> = (0..20)
        .map(|_| {
            let mut seat = Seat::open(binary, book, None);
            let first = seat.opened();
            seat.close();
            first
        })
        .collect();
    report("first frame", &mut answers);
}

/// One kind of key after the other, each on the screen it is meant for.
fn keys(binary: &Path, book: &Path) {
    for (what, way, key, back) in [
        ("cursor down, differences", "3", "\x1b[B", "\x1b[A"),
        ("page down, differences", "3", "\x1b[6~", "\x1b[5~"),
        ("cursor down, entries", ENTRIES, "\x1b[B", "\x1b[A"),
        ("page down, entries", ENTRIES, "\x1b[6~", "\x1b[5~"),
        ("last and first, entries", ENTRIES, "\x1b[F", "\x1b[H"),
        ("a letter typed", "2 a", "a", "\x7f"),
        ("a Han typed", "2 a", "微", "\x7f"),
        ("a day opened, then back", DAY, "\r", "\x1b[24~"),
        ("entries opened, then back", BOARD, "\r", "\x1b[24~"),
    ] {
        let mut seat = Seat::open(binary, book, None);
        seat.opened();
        seat.walk(way);
        let (mut there, mut here) = (Vec::new(), Vec::new());
        for _ in 0..KEYS / 2 {
            there.push(seat.press(key));
            here.push(seat.press(back));
        }
        seat.close();
        report(what, &mut there);
        if key.starts_with("\x1b[F") || key == "\r" {
            report("  the way back", &mut here);
        }
    }
}

/// What the process holds on each screen, one opened after the other.
fn screens(binary: &Path, book: &Path) {
    let mut seat = Seat::open(binary, book, None);
    seat.opened();
    for (what, way) in [
        ("home", ""),
        ("calendar", "1"),
        ("three figures of a day", "\x1b[B \x1b[B \r"),
        ("entries of a day", "\r"),
        ("their last page", "\x1b[F"),
        ("open differences", "\x1b[13~ 3"),
        ("one difference", "\r"),
        ("why", "\x1b[23~"),
        ("import", "\x1b[17~"),
    ] {
        seat.walk(way);
        let (resident, own) = seat.memory_kib();
        println!("{what:28} {resident:>9} KiB resident, {own} KiB of its own");
    }
    seat.close();
}

/// A preview of the biggest file of the book, stopped while it runs: from Esc until the screen says so.
fn cancel(binary: &Path, book: &Path) {
    let file = book::largest_file(book);
    if !file.exists() {
        return;
    }
    let mut answers: Vec<Answer> = (0..5)
        .map(|_| {
            let mut seat = Seat::open(binary, book, None);
            seat.opened();
            seat.walk("2");
            seat.press(&file.display().to_string());
            seat.press("\r");
            seat.pause(Duration::from_millis(20));
            let answer = seat.press_for("\x1b", Duration::from_millis(500));
            seat.close();
            answer
        })
        .collect();
    report("a preview cancelled", &mut answers);
}

/// Ten seconds without a key.
fn idle(binary: &Path, book: &Path) {
    let mut seat = Seat::open(binary, book, None);
    seat.opened();
    seat.press("");
    let before = seat.wakeups();
    let silent = seat.listen(Duration::from_secs(10));
    let woken = seat.wakeups() - before;
    println!("{:28} {:>9} B, {woken} wake-ups", "idle for 10 s", silent.bytes);
    seat.close();
}

/// The same behind a serial line: how long a person waits for the last byte.
fn slow_line(binary: &Path, book: &Path, rate: u32) {
    println!("behind a line of {rate} bytes a second:");
    let mut seat = Seat::open(binary, book, Some(rate));
    let first = seat.opened();
    println!("{:28} {:>9} ms {:>6} B", "  first frame", first.last.as_millis(), first.bytes);
    for (what, way, key) in [
        ("  differences opened", "", "3"),
        ("  cursor down", "", "\x1b[B"),
        ("  page down", "", "\x1b[6~"),
        ("  cursor held for 1 s", "", &*"\x1b[B".repeat(30)),
        ("  a letter typed", "\x1b[17~", "a"),
        ("  a Han typed", "", "微"),
    ] {
        seat.walk(way);
        let answer = seat.press(key);
        println!("{what:28} {:>9} ms {:>6} B", answer.last.as_millis(), answer.bytes);
    }
    seat.close();
}

/// Median and 99th of a hundred, and the median of the bytes.
fn report(what: &str, answers: &mut [Answer]) {
    answers.sort_by_key(|answer| answer.last);
    let at = |hundredths: usize| answers[(answers.len() - 1) * hundredths / 100];
    let shown = |answer: Answer| {
        let micros = answer.last.as_micros();
        format!("{}.{:02} ms", micros / 1_000, micros % 1_000 / 10)
    };
    let (pieces, bytes) = (at(50).pieces, at(50).bytes);
    println!("{what:28} p50 {:>9}  p99 {:>9}  {bytes:>5} B in {pieces}", shown(at(50)), shown(at(99)));
}
