//! The bytes of a file 原始字节, read once and proven whole.
//!
//! Invariant: a [`RawFile`] is the content of one regular file that did not change while it was read,
//! and its fingerprint is of exactly those bytes.

use std::fs::{File, Metadata};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::fault::{refused, whole_file};
use crate::domain::import::{RefusedFile, RowError, RowErrorCode};

/// Most bytes a file may have.
pub const BYTES_MAX: u64 = 512 * 1024 * 1024;

/// 原始文件. A file in memory.
#[derive(Clone, Debug)]
pub struct RawFile {
    /// Path as given.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// SHA-256 of the content, lower-case hex.
    pub sha256: String,
    /// The text read off a sheet, whose lines the rows are named by; the content itself is the text where `None`.
    pub(super) sheet: Option<Vec<u8>>,
}

impl RawFile {
    /// A file that is already in memory: an entry of an archive, a made-up sample.
    pub fn from_bytes(path: &str, bytes: Vec<u8>) -> RawFile {
        let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        RawFile { path: path.into(), bytes, sha256, sheet: None }
    }

    /// Whether its rows were read off a sheet.
    pub(super) fn is_sheet(&self) -> bool {
        self.sheet.is_some()
    }

    /// The bytes of the text: what stands in the file, or was read off its sheet.
    pub(super) fn text(&self) -> &[u8] {
        self.sheet.as_deref().unwrap_or(&self.bytes)
    }
}

/// Reads a file whole.
///
/// # Errors
/// [`RowErrorCode::NotAFile`], [`RowErrorCode::Unreadable`], [`RowErrorCode::TooMany`] or
/// [`RowErrorCode::ChangedWhileRead`].
pub fn open(path: &Path) -> Result<RawFile, Box<RefusedFile>> {
    let shown = path.display().to_string();
    match read_whole(path, || ()) {
        Ok(bytes) => Ok(RawFile::from_bytes(&shown, bytes)),
        Err(error) => Err(refused(&shown, None, vec![error])),
    }
}

/// SHA-256 of a stream, lower-case hex.
///
/// # Errors
/// What reading says.
pub fn sha256_of(mut stream: impl Read) -> std::io::Result<String> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect());
        }
        hasher.update(&buffer[..count]);
    }
}

/// `between` runs after the last byte is read and before the file is looked at again.
fn read_whole(path: &Path, between: impl FnOnce()) -> Result<Vec<u8>, RowError> {
    let unreadable = |error: std::io::Error| whole_file(RowErrorCode::Unreadable, vec![error.to_string()]);
    let before = std::fs::metadata(path).map_err(unreadable)?;
    if !before.is_file() {
        return Err(whole_file(RowErrorCode::NotAFile, vec![]));
    }
    if before.len() > BYTES_MAX {
        return Err(whole_file(RowErrorCode::TooMany, vec![format!("{} MB", BYTES_MAX / 1024 / 1024)]));
    }
    let mut file = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::with_capacity(usize::try_from(before.len()).unwrap_or(0) + 1);
    file.by_ref().take(before.len() + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    between();
    let held = file.metadata().map_err(unreadable)?;
    let after = std::fs::metadata(path).map_err(unreadable)?;
    let same = mark(&before) == mark(&after) && mark(&before) == mark(&held);
    if !same || bytes.len() as u64 != before.len() {
        return Err(whole_file(RowErrorCode::ChangedWhileRead, vec![]));
    }
    Ok(bytes)
}

/// What changes when a file does.
fn mark(metadata: &Metadata) -> (u64, u64, u64, i64, i64) {
    (metadata.dev(), metadata.ino(), metadata.len(), metadata.mtime(), metadata.mtime_nsec())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_file_is_read_whole_and_fingerprinted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "abc").unwrap();
        let raw = open(&path).unwrap();
        assert_eq!(raw.bytes, b"abc");
        assert_eq!(raw.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn a_file_that_grows_shrinks_or_is_replaced_while_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let changes: [&dyn Fn(); 3] = [
            &|| File::options().append(true).open(&path).unwrap().write_all(b"more").unwrap(),
            &|| File::options().write(true).open(&path).unwrap().set_len(1).unwrap(),
            &|| {
                std::fs::write(folder.path().join("b.csv"), "abc").unwrap();
                std::fs::rename(folder.path().join("b.csv"), &path).unwrap();
            },
        ];
        for change in changes {
            std::fs::write(&path, "abc").unwrap();
            let error = read_whole(&path, change).unwrap_err();
            assert_eq!(error.code, RowErrorCode::ChangedWhileRead);
        }
    }

    #[test]
    fn what_is_no_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let code = |path: &Path| open(path).unwrap_err().errors[0].code;
        assert_eq!(code(folder.path()), RowErrorCode::NotAFile);
        assert_eq!(code(Path::new("/dev/null")), RowErrorCode::NotAFile);
        assert_eq!(code(&folder.path().join("absent.csv")), RowErrorCode::Unreadable);
        std::os::unix::fs::symlink("/dev/zero", folder.path().join("link.csv")).unwrap();
        assert_eq!(code(&folder.path().join("link.csv")), RowErrorCode::NotAFile);
    }
}
