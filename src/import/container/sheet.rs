//! Sheets 电子表格 (XLSX, XLS): their rows as text, read by a process of its own with limits.
//!
//! Invariant: no byte of a sheet is parsed in this process; the reader is this very program under a hidden
//! verb, whose memory and time are limited, and whatever becomes of it this program lives on. Its text has
//! a line for each row of the sheet, so that a line number is the number of the row.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::fault::whole_file;
use super::raw::BYTES_MAX;
use crate::domain::import::{RowError, RowErrorCode};

/// The hidden verb under which the program reads a sheet from its standard input.
const VERB: &str = "read-sheet";

/// Bytes of the reader's last words that are kept.
const WORDS_MAX: u64 = 4096;

/// The rows of a sheet as text; `None` where the file is none, or no reader is given.
pub(super) fn read(bytes: &[u8], reader: Option<&Path>) -> Result<Option<Vec<u8>>, RowError> {
    match (is_sheet(bytes), reader) {
        (true, Some(reader)) => read_with(reader, bytes).map(Some),
        _ => Ok(None),
    }
}

/// XLSX by the name of its workbook, which an archive keeps uncompressed; XLS by the magic of OLE.
fn is_sheet(bytes: &[u8]) -> bool {
    let zip = bytes.starts_with(b"PK\x03\x04");
    (zip && memchr::memmem::find(bytes, b"xl/workbook.").is_some()) || bytes.starts_with(b"\xd0\xcf\x11\xe0")
}

fn read_with(reader: &Path, bytes: &[u8]) -> Result<Vec<u8>, RowError> {
    let failed = |error: std::io::Error| unreadable(error.to_string());
    let mut child = Command::new(reader)
        .arg(VERB)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let (text, words) = std::thread::scope(|scope| {
        let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        // A reader that stops early closes the pipe: what it said tells why.
        scope.spawn(move || stdin.map(|mut pipe| pipe.write_all(bytes)));
        let words = scope.spawn(move || capped(stderr, WORDS_MAX));
        let text = capped(stdout, BYTES_MAX + 1);
        if text.as_ref().map_or(true, |text| text.len() as u64 > BYTES_MAX) {
            // It would go on writing for nobody.
            let _ = child.kill();
        }
        (text, words.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let text = text.map_err(failed)?;
    let words = words.map_err(failed)?;
    if text.len() as u64 > BYTES_MAX {
        let _ = child.wait();
        return Err(whole_file(RowErrorCode::TooMany, vec![format!("{} MB", BYTES_MAX / 1024 / 1024)]));
    }
    verdict(&mut child, text, &String::from_utf8_lossy(&words))
}

fn capped(pipe: Option<impl Read>, most: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        pipe.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// The text, where the reader ended well; else why not. One that was ended by the system ran into its limits.
fn verdict(child: &mut Child, text: Vec<u8>, words: &str) -> Result<Vec<u8>, RowError> {
    let status = child.wait().map_err(|error| unreadable(error.to_string()))?;
    if status.success() {
        return Ok(text);
    }
    match words.lines().next().and_then(|line| line.split_once(' ')) {
        Some(("limit", limit)) => Err(whole_file(RowErrorCode::TooMany, vec![limit.into()])),
        Some(("unreadable", why)) => Err(unreadable(why.into())),
        _ => Err(whole_file(RowErrorCode::SheetTooLarge, vec![])),
    }
}

fn unreadable(why: String) -> RowError {
    whole_file(RowErrorCode::SheetUnreadable, vec![super::ident::excerpt(&why)])
}
