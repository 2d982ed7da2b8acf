//! The original 原件, compressed in pieces that each begin on a line.
//!
//! Invariant: the pieces inflated one after another are the file, byte for byte, and `first_line` of
//! each is where its first byte stands, so that any line is shown by inflating one piece. Of an archive
//! or a sheet the pieces are the text within, and behind its last line the file itself, from [`ARCHIVE_LINE`].

use std::sync::atomic::{AtomicBool, Ordering};

use crate::domain::import::OriginalPiece;

/// Least size of a piece but the last.
const PIECE: usize = 1024 * 1024;

/// The line an archive is kept under, which no text has.
const ARCHIVE_LINE: u32 = u32::MAX;

/// The pieces of a file whose rows stand in `bill`: the file itself, or a text its archive holds.
///
/// # Errors
/// As [`compress`].
pub(super) fn keep(bill: &[u8], file: &[u8], stop: &AtomicBool) -> std::io::Result<Vec<OriginalPiece>> {
    let mut pieces = compress(bill, stop)?;
    if !std::ptr::eq(bill, file) {
        let bytes = u32::try_from(file.len()).unwrap_or(u32::MAX);
        let frame = zstd::bulk::Compressor::new(1)?.compress(file)?;
        pieces.push(OriginalPiece { first_line: ARCHIVE_LINE, bytes, frame });
    }
    Ok(pieces)
}

/// Compresses a file; stops early, with what there is, when `stop` is set.
///
/// # Errors
/// The compressor's own words; it fails only for want of memory.
fn compress(bytes: &[u8], stop: &AtomicBool) -> std::io::Result<Vec<OriginalPiece>> {
    let mut compressor = zstd::bulk::Compressor::new(1)?;
    let (mut pieces, mut start, mut first_line) = (Vec::new(), 0, 1_u32);
    while start < bytes.len() && !stop.load(Ordering::Relaxed) {
        let least = bytes.len().min(start + PIECE);
        let end = memchr::memchr(b'\n', &bytes[least - 1..]).map_or(bytes.len(), |length| least + length);
        let piece = &bytes[start..end];
        let frame = compressor.compress(piece)?;
        pieces.push(OriginalPiece { first_line, bytes: u32::try_from(piece.len()).unwrap_or(u32::MAX), frame });
        first_line += memchr::memchr_iter(b'\n', piece).count() as u32;
        start = end;
    }
    Ok(pieces)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn pieces_begin_on_lines_and_give_the_file_back() {
        let line = "收费,1.00,".repeat(9_000) + "\r\n";
        for file in [line.repeat(40), line.repeat(11) + "no line end", "x".into(), String::new()] {
            let pieces = compress(file.as_bytes(), &AtomicBool::new(false)).unwrap();
            let mut inflated = Vec::new();
            for piece in &pieces {
                let lines = memchr::memchr_iter(b'\n', &inflated).count() as u32;
                assert_eq!(piece.first_line, lines + 1);
                assert!(inflated.is_empty() || inflated.ends_with(b"\n"));
                let content = zstd::bulk::decompress(&piece.frame, piece.bytes as usize).unwrap();
                inflated.extend(content);
            }
            assert!(inflated == file.as_bytes());
        }
    }
}
