//! head.log 日志尾: the number and hash of every acknowledged act, in a file of its own.
//!
//! Invariant: a line is synced before its act is acknowledged, so a book that ends before its
//! head.log has lost acts. A book one act ahead is what a kill between commit and line leaves.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::fault::{At, During, Fault};
use super::place;

/// 日志尾. The last act of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its number.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
    /// When it was written, UTC.
    pub at_utc: String,
}

/// What the end of a head.log says.
pub(super) enum Last {
    /// There is no such file.
    Missing,
    /// No whole line yet.
    Empty,
    /// The last whole line.
    At(Head),
}

/// Longest line: 19 digits, 64 of hash, 20 of time, two blanks, newline, with room.
const LINE_BYTES: u64 = 256;

/// The head.log of a book.
pub(super) fn path_of(book: &Path) -> PathBuf {
    place::companion(book, ".head.log")
}

/// The last whole line; a torn one after it does not count.
pub(super) fn last(path: &Path) -> Result<Last, Fault> {
    let mut file = match place::no_follow(OpenOptions::new().read(true)).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Last::Missing),
        Err(error) => return Err(error).during("open head.log").at(path),
    };
    let (tail, _) = whole_tail(&mut file).during("read head.log").at(path)?;
    let Some(line) = tail.lines().last() else { return Ok(Last::Empty) };
    parse(line)
        .map(Last::At)
        .ok_or_else(|| Fault::HeadLog { path: path.to_path_buf(), what: "the last line is not understood".into() })
}

/// Every whole line in order; the caller compares them with the journal.
pub(super) fn lines(path: &Path) -> Result<impl Iterator<Item = Result<Head, Fault>> + use<>, Fault> {
    let file = place::no_follow(OpenOptions::new().read(true)).open(path).during("open head.log").at(path)?;
    let mut reader = BufReader::new(file);
    let shown = path.to_path_buf();
    Ok(std::iter::from_fn(move || {
        let mut line = Vec::new();
        match reader.by_ref().take(LINE_BYTES).read_until(b'\n', &mut line) {
            Err(error) => return Some(Err(error).during("read head.log").at(&shown)),
            Ok(0) => return None,
            Ok(_) => {}
        }
        let whole = line.pop() == Some(b'\n');
        if !whole && (line.len() as u64) < LINE_BYTES - 1 {
            return None; // torn by a kill
        }
        let head = std::str::from_utf8(&line).ok().and_then(parse);
        Some(head.ok_or_else(|| Fault::HeadLog { path: shown.clone(), what: "a line is not understood".into() }))
    }))
}

/// Makes a new head.log, empty or beginning at `head`; never over another.
pub(super) fn create(path: &Path, head: Option<&Head>) -> Result<(), Fault> {
    let mut file = place::create_new(path)?;
    if let Some(head) = head {
        file.write_all(line_of(head).as_bytes()).during("write head.log").at(path)?;
    }
    file.sync_all().during("sync head.log").at(path)?;
    place::sync_directory(path)
}

/// Adds a line and waits until it is on disk; a torn line before it is cut off.
pub(super) fn append(path: &Path, head: &Head) -> Result<(), Fault> {
    let write = || -> io::Result<()> {
        let mut file = place::no_follow(OpenOptions::new().read(true).write(true)).open(path)?;
        let (_, whole) = whole_tail(&mut file)?;
        file.set_len(whole)?;
        file.seek(SeekFrom::Start(whole))?;
        file.write_all(line_of(head).as_bytes())?;
        file.sync_data()
    };
    write().during("add to head.log").at(path)
}

/// The last whole lines of the file, and where the whole lines end.
fn whole_tail(file: &mut File) -> io::Result<(String, u64)> {
    let length = file.metadata()?.len();
    let from = length.saturating_sub(LINE_BYTES * 2);
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(LINE_BYTES * 2).read_to_end(&mut bytes)?;
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let end = if whole == 0 && from > 0 { length } else { from + whole as u64 };
    Ok((String::from_utf8_lossy(&bytes[..whole]).into_owned(), end))
}

fn line_of(head: &Head) -> String {
    format!("{} {} {}\n", head.seq, head.hash, head.at_utc)
}

fn parse(line: &str) -> Option<Head> {
    let mut words = line.split(' ');
    let (seq, hash, at_utc) = (words.next()?, words.next()?, words.next()?);
    let hex = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !hex || words.next().is_some() {
        return None;
    }
    Some(Head { seq: seq.parse().ok()?, hash: hash.into(), at_utc: at_utc.into() })
}
