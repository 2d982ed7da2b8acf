//! Containers 压缩包: what a file holds when it is not the text itself.
//!
//! Invariant: nothing is written to disk, no name of an entry is used as a path, and what comes out is
//! bounded before it is made: [`INFLATED_MAX`] bytes in all, [`RATIO_MAX`] times what went in.

mod gzip;
mod joined;
mod zip;

use std::borrow::Cow;
use std::io::Read;

use super::fault::whole_file;
use super::raw::BYTES_MAX;
use crate::book::formats::Formats;
use crate::domain::import::{RowError, RowErrorCode};

/// Most bytes a container may inflate to.
const INFLATED_MAX: u64 = BYTES_MAX;
/// Most times its own size, once past [`RATIO_FREE`] bytes.
const RATIO_MAX: u64 = 200;
/// Bytes that may come out of however few.
const RATIO_FREE: u64 = 1024 * 1024;

/// One text a file holds.
#[derive(Debug)]
pub(super) struct Member<'a> {
    /// Its name in the archive; empty for the file itself.
    pub(super) name: String,
    pub(super) bytes: Cow<'a, [u8]>,
}

/// The texts of a file: itself, what its gzip holds, or the text members of its zip; one whose rows are
/// joined by a separator of its own is put on lines.
pub(super) fn members<'a>(bytes: &'a [u8], formats: &Formats) -> Result<Vec<Member<'a>>, RowError> {
    let mut members = unpacked(bytes)?;
    for member in &mut members {
        if let Some(parted) = joined::part(&member.bytes, formats) {
            member.bytes = Cow::Owned(parted);
        }
    }
    Ok(members)
}

fn unpacked(bytes: &[u8]) -> Result<Vec<Member<'_>>, RowError> {
    if bytes.starts_with(b"\x1f\x8b") {
        return Ok(vec![Member { name: String::new(), bytes: Cow::Owned(gzip::inflate(bytes)?) }]);
    }
    if bytes.starts_with(b"PK\x03\x04") && !zip::is_workbook(bytes) {
        return zip::members(bytes);
    }
    Ok(vec![Member { name: String::new(), bytes: Cow::Borrowed(bytes) }])
}

/// Reads a stream to its end, but never past the limits; `spent` is what came out before.
fn read_bounded(mut stream: impl Read, packed: u64, spent: u64) -> Result<Vec<u8>, RowError> {
    let left = INFLATED_MAX.min(RATIO_FREE.max(packed.saturating_mul(RATIO_MAX))).saturating_sub(spent);
    let mut inflated = Vec::new();
    let read = stream.by_ref().take(left + 1).read_to_end(&mut inflated);
    read.map_err(|error| whole_file(RowErrorCode::BrokenArchive, vec![error.to_string()]))?;
    if inflated.len() as u64 > left {
        let limits = vec![format!("{} MB", INFLATED_MAX / 1024 / 1024), RATIO_MAX.to_string()];
        return Err(whole_file(RowErrorCode::ArchiveTooLarge, limits));
    }
    Ok(inflated)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn gzip_gives_its_text_and_a_bomb_nothing() {
        assert_eq!(unpacked(&gzip(b"a,b\n1,2\n")).unwrap()[0].bytes, &b"a,b\n1,2\n"[..]);
        let bomb = gzip(&vec![b'0'; 64 * 1024 * 1024]);
        assert!(bomb.len() < 100 * 1024);
        assert_eq!(unpacked(&bomb).unwrap_err().code, RowErrorCode::ArchiveTooLarge);
    }

    #[test]
    fn a_container_cut_short_is_broken() {
        let whole = gzip(b"a,b\n1,2\n");
        for length in [3, 12, whole.len() - 1] {
            assert_eq!(unpacked(&whole[..length]).unwrap_err().code, RowErrorCode::BrokenArchive, "{length}");
        }
    }

    #[test]
    fn a_plain_file_is_its_own_member() {
        let members = unpacked(b"a,b\n").unwrap();
        assert_eq!((members.len(), members[0].name.as_str()), (1, ""));
    }
}
