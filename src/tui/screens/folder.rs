//! A folder to pick files from 目录.
//!
//! Invariant: what cannot be read is said, not hidden; hidden files and anything beyond the limit are counted out.

use std::fs;
use std::path::{Path, PathBuf};

/// Most names listed of one folder.
const NAMES_MAX: usize = 5_000;

/// One name of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    /// Its name.
    pub(super) name: String,
    /// Its path.
    pub(super) path: PathBuf,
    /// Bytes of a file; `None` for a folder.
    pub(super) bytes: Option<u64>,
}

/// Folders first, then files, each by name.
///
/// # Errors
/// The system's own words.
pub(super) fn list(folder: &Path) -> Result<Vec<Listed>, String> {
    let read = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut names: Vec<Listed> = read
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = fs::metadata(entry.path()).ok()?;
            let bytes = (!kind.is_dir()).then_some(kind.len());
            (!name.starts_with('.')).then(|| Listed { name, path: entry.path(), bytes })
        })
        .take(NAMES_MAX)
        .collect();
    names.sort_by(|one, other| (one.bytes.is_some(), &one.name).cmp(&(other.bytes.is_some(), &other.name)));
    Ok(names)
}

/// The path a person typed or pasted: quotes, `file://`, `~/` and blanks round it undone.
pub(super) fn typed_path(text: &str) -> Option<PathBuf> {
    let text = text.trim().trim_matches(['"', '\'']);
    let text = text.strip_prefix("file://").unwrap_or(text);
    if text.is_empty() {
        return None;
    }
    if let Some(rest) = text.strip_prefix("~/")
        && let Some(home) = std::env::var_os("HOME")
    {
        return Some(PathBuf::from(home).join(rest));
    }
    Some(PathBuf::from(text))
}
