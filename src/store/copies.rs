//! Standing copies 备份: kept beside the book under names that tell when, each with its control totals.
//!
//! Invariant: a copy counts once its totals stand beside it (`.json`, written last); rotation removes
//! whole copies of this directory's own naming and nothing else.

use std::fs::{self, DirBuilder};
use std::io::{self, Read as _};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::backup::{Copied, backup, restore};
use super::connect::{Access, connect};
use super::fault::{At, During, Fault};
use super::{Reader, Store, hex, place};
use crate::domain::copies::{CopyRules, CopyStamp, surplus};

/// 控制总数. What a copy must still say when it is restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlTotals {
    /// 日志条数.
    pub facts: i64,
    /// 收费与到账行数: rows imported of receipt files.
    pub rows: i64,
    /// 差异金额: differences of all matched days, fen.
    pub differences_fen: i64,
    /// 对账单发生额: movements of the statements, fen.
    pub statement_fen: i64,
    /// 应缴: dues of every version, fen.
    pub due_fen: i64,
    /// 实缴: payments of every version, fen.
    pub paid_fen: i64,
}

/// 备份说明. What stands beside a copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyNote {
    /// Which book.
    pub book_id: String,
    /// Hash of the last act in it.
    pub head: String,
    /// Size of the copy.
    pub bytes: u64,
    /// SHA-256 of the copy.
    pub sha256: String,
    /// Its control totals.
    pub totals: ControlTotals,
}

/// 留存. What keeping a copy did.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The copy.
    pub copied: Copied,
    /// Older ones removed.
    pub removed: usize,
    /// Why the second place did not get its copy, where it did not.
    pub second: Option<String>,
}

/// 演练. What a drill found; it is an error if anything did not agree.
#[derive(Clone, Debug)]
pub struct Drilled {
    /// The copy restored.
    pub copy: PathBuf,
    /// What its note says.
    pub note: CopyNote,
    /// How many acts the book has had since.
    pub behind: i64,
}

const TOTALS: &str = "SELECT
    (SELECT count(*) FROM journal),
    (SELECT coalesce(sum(imported), 0) FROM files),
    (SELECT coalesce(sum(differences_fen), 0) FROM day_results),
    (SELECT coalesce(sum(amount_fen), 0) FROM statement_rows),
    (SELECT coalesce(sum(amount_fen), 0) FROM dues),
    (SELECT coalesce(sum(amount_fen), 0) FROM payments)";

/// Where the copies of a book lie: `<book>.copies`.
pub fn copies_directory(book: &Path) -> PathBuf {
    place::companion(book, ".copies")
}

/// The whole copies in a directory, oldest first; none where there is no directory.
///
/// # Errors
/// When the directory cannot be read.
pub fn copies_in(directory: &Path) -> Result<Vec<CopyStamp>, Fault> {
    let entries = match fs::read_dir(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.during("list the copies").at(directory)?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let name = entry.during("list the copies").at(directory)?.file_name();
        let stamp = name.to_str().and_then(CopyStamp::parse);
        found.extend(stamp.filter(|stamp| note_path(&directory.join(stamp.file_name())).exists()));
    }
    found.sort_unstable();
    Ok(found)
}

/// Makes a copy among the standing ones, puts it into the second place, and removes what is surplus.
///
/// # Errors
/// What the disk or the check says; the second place failing is told, not an error.
pub fn keep_copy(store: &Store, at_utc: &str, rules: &CopyRules) -> Result<Kept, Fault> {
    let directory = copies_directory(store.path());
    make_directory(&directory)?;
    let seq = store.reader()?.last_fact()?.map_or(0, |row| row.seq);
    let stamp = CopyStamp { at_utc: at_utc.into(), seq };
    let copied = backup(store, &directory.join(stamp.file_name()))?;
    write_note(&copied)?;
    let second = second_copy(&copied.path, rules).err().map(|fault| fault.to_string());
    let removed = rotate(&directory, rules)?;
    Ok(Kept { copied, removed, second })
}

/// Restores a copy into a scratch directory, checks it in full and against its note and the book it
/// was taken from, and removes it again.
///
/// # Errors
/// [`Fault::Damaged`] naming the total that does not agree, or what the restoring says.
pub fn drill(store: &Store, copy: &Path) -> Result<Drilled, Fault> {
    let copy = place::resolve(copy)?;
    let note = read_note(&copy)?;
    let damaged = |what: String| Fault::Damaged { path: copy.clone(), what };
    if sha256_of(&copy)? != note.sha256 {
        return Err(damaged("its bytes are not those that were written (SHA-256)".into()));
    }
    let scratch = ScratchDirectory::beside(&copy)?;
    let restored = restore(&copy, &scratch.0.join("book.sqlite"))?.reader()?;
    let found = totals(&restored)?;
    for (name, was, is) in compared(&note.totals, &found) {
        if was != is {
            return Err(damaged(format!("{name}: {was} when copied, {is} restored")));
        }
    }
    let book = store.reader()?;
    match book.fact(note.totals.facts)? {
        Some(row) if row.hash == note.head => {}
        None if note.totals.facts == 0 => {}
        _ => return Err(damaged("it does not end with an act of this book".into())),
    }
    let last = book.last_fact()?.map_or(0, |row| row.seq);
    Ok(Drilled { copy: copy.clone(), behind: last - note.totals.facts, note })
}

fn compared<'a>(was: &'a ControlTotals, is: &'a ControlTotals) -> [(&'static str, i64, i64); 6] {
    [
        ("facts", was.facts, is.facts),
        ("rows", was.rows, is.rows),
        ("differences_fen", was.differences_fen, is.differences_fen),
        ("statement_fen", was.statement_fen, is.statement_fen),
        ("due_fen", was.due_fen, is.due_fen),
        ("paid_fen", was.paid_fen, is.paid_fen),
    ]
}

/// The control totals of what a reader sees.
fn totals(reader: &Reader) -> Result<ControlTotals, Fault> {
    let read = reader.connection().query_row(TOTALS, [], |row| {
        Ok(ControlTotals {
            facts: row.get(0)?,
            rows: row.get(1)?,
            differences_fen: row.get(2)?,
            statement_fen: row.get(3)?,
            due_fen: row.get(4)?,
            paid_fen: row.get(5)?,
        })
    });
    read.during("add up the control totals").at(reader.path())
}

fn note_path(copy: &Path) -> PathBuf {
    copy.with_extension("json")
}

fn write_note(copied: &Copied) -> Result<(), Fault> {
    let copy = Reader::new(&copied.path, connect(&copied.path, Access::Copy)?);
    let book_id = copy.book()?.map_or(String::new(), |book| book.book_id);
    let note = CopyNote {
        book_id,
        head: copied.verified.head.clone(),
        bytes: copied.bytes,
        sha256: sha256_of(&copied.path)?,
        totals: totals(&copy)?,
    };
    drop(copy);
    let text = serde_json::to_vec_pretty(&note).map_err(io::Error::from).during("write the copy's note")?;
    place::put_new(&note_path(&copied.path), &text)
}

fn read_note(copy: &Path) -> Result<CopyNote, Fault> {
    let path = note_path(copy);
    let text = fs::read(&path).during("read the copy's note").at(&path)?;
    serde_json::from_slice(&text)
        .map_err(|error| Fault::Damaged { path: path.clone(), what: format!("the note is not understood: {error}") })
}

fn second_copy(copy: &Path, rules: &CopyRules) -> Result<(), Fault> {
    if rules.second_place.is_empty() {
        return Ok(());
    }
    let directory = Path::new(&rules.second_place);
    for path in [copy.to_path_buf(), note_path(copy)] {
        let target = directory.join(path.file_name().unwrap_or_default());
        copy_file(&path, &place::resolve(&target)?)?;
    }
    rotate(directory, rules).map(drop)
}

/// Copies bytes under a temporary name and gives the name when they are synced.
fn copy_file(from: &Path, target: &Path) -> Result<(), Fault> {
    let scratch = place::Scratch(place::temporary(target)?);
    let mut source = fs::File::open(from).during("open the copy").at(from)?;
    let mut written = place::create_new(&scratch.0)?;
    io::copy(&mut source, &mut written).during("copy to the second place").at(&scratch.0)?;
    place::publish(&scratch.0, target)
}

fn rotate(directory: &Path, rules: &CopyRules) -> Result<usize, Fault> {
    let gone = surplus(&copies_in(directory)?, rules);
    for stamp in &gone {
        let copy = directory.join(stamp.file_name());
        // The note first: without it the rest no longer counts as a copy.
        for path in [note_path(&copy), copy] {
            fs::remove_file(&path).during("remove an old copy").at(&path)?;
        }
    }
    Ok(gone.len())
}

fn make_directory(directory: &Path) -> Result<(), Fault> {
    match DirBuilder::new().mode(0o700).create(directory) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && directory.is_dir() => Ok(()),
        made => made.during("make the directory").at(directory),
    }
}

fn sha256_of(path: &Path) -> Result<String, Fault> {
    use sha2::{Digest, Sha256};
    let mut file = fs::File::open(path).during("open the copy").at(path)?;
    let (mut hasher, mut piece) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut piece).during("read the copy").at(path)? {
            0 => return Ok(hex(&hasher.finalize())),
            read => hasher.update(&piece[..read]),
        }
    }
}

/// A directory of its own for a drill, removed at the end.
struct ScratchDirectory(PathBuf);

impl ScratchDirectory {
    fn beside(copy: &Path) -> Result<ScratchDirectory, Fault> {
        let directory = place::temporary(copy)?;
        make_directory(&directory)?;
        Ok(ScratchDirectory(directory))
    }
}

impl Drop for ScratchDirectory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
