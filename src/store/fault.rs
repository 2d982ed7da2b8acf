//! Faults 故障: disk and database failures, each with what was being done and where.
//!
//! Invariant: a fault after COMMIT says so ([`Fault::InForce`]); every other fault means nothing was written.

use std::io;
use std::path::{Path, PathBuf};

/// 故障. What the disk, the database or the book's own safeguards refuse.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The file system said no.
    #[error("{during}: {}: {source}{}", path.display(), free_words(*free))]
    Disk {
        /// What was being done.
        during: &'static str,
        /// Where; empty when not about one file.
        path: PathBuf,
        /// Bytes free on that mount, where it is full.
        free: Option<u64>,
        /// The system's own words.
        source: io::Error,
    },
    /// SQLite said no.
    #[error("{during}: {}: {source}{}", path.display(), free_words(*free))]
    Sqlite {
        /// What was being done.
        during: &'static str,
        /// The book; empty until the store fills it in.
        path: PathBuf,
        /// Bytes free on that mount, where it is full.
        free: Option<u64>,
        /// SQLite's own words.
        source: rusqlite::Error,
    },
    /// No book there.
    #[error("no book at {}", .0.display())]
    Missing(PathBuf),
    /// Something stands where a new file should be made; nothing is ever overwritten.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    /// A link, directory or device.
    #[error("{} is not a regular file (links are not followed)", .0.display())]
    NotRegular(PathBuf),
    /// Others may read or write it.
    #[error("{} may be read or written by others (mode {mode:04o})", path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// SQLite's locks do not hold there.
    #[error("{} lies on a network file system ({kind}); a book must lie on a local disk", path.display())]
    NetworkFileSystem {
        /// The book.
        path: PathBuf,
        /// Kind of file system.
        kind: &'static str,
    },
    /// The SQLite linked is older than the book needs.
    #[error("SQLite {found} is older than {needed}")]
    SqliteTooOld {
        /// Version number found.
        found: i32,
        /// Oldest accepted.
        needed: i32,
    },
    /// Some other file.
    #[error("{} is not a book", .0.display())]
    NotABook(PathBuf),
    /// Written by a later program.
    #[error("{} has schema {found}, this program knows up to {known}", path.display())]
    Newer {
        /// The book.
        path: PathBuf,
        /// Its schema version.
        found: i64,
        /// Newest known here.
        known: i64,
    },
    /// The text of an applied migration is not the one embedded here.
    #[error("migration {name}: applied as {applied}, this program has {embedded}")]
    MigrationChanged {
        /// Name of the migration.
        name: String,
        /// SHA-256 when it was applied.
        applied: String,
        /// SHA-256 of the text embedded here.
        embedded: String,
    },
    /// The book ends before its head.log: acknowledged acts are gone.
    #[error("the book ends at act {book}, {} knows of act {head_log}: acknowledged acts are missing", path.display())]
    LostTail {
        /// The head.log.
        path: PathBuf,
        /// Last act in the book.
        book: i64,
        /// Last act acknowledged.
        head_log: i64,
    },
    /// head.log and book contradict each other, or head.log is gone.
    #[error("{}: {what}", path.display())]
    HeadLog {
        /// The head.log.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// The clock stands more than a day before the last fact.
    #[error("the clock says {now}, the last fact was written at {last}")]
    ClockBehind {
        /// Time of the last fact.
        last: String,
        /// Time now.
        now: String,
    },
    /// The operation id belongs to an act of another kind.
    #[error("operation {operation} was already used for {kind}")]
    OperationReused {
        /// The id.
        operation: String,
        /// Kind of the earlier fact.
        kind: String,
    },
    /// The journal, or what it vouches for, was changed.
    #[error("the journal is broken at {seq}: {what}")]
    Broken {
        /// First act that does not hold.
        seq: i64,
        /// What does not hold.
        what: String,
    },
    /// The database file itself is damaged.
    #[error("{} is damaged: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// First complaint.
        what: String,
    },
    /// 已生效. The act is in the book; what follows a commit failed.
    #[error("act {seq} is in force, but afterwards: {source}")]
    InForce {
        /// Its number.
        seq: i64,
        /// What failed after the commit.
        source: Box<Fault>,
    },
}

/// Less room than the write-ahead log and its index need at once.
const CRAMPED_BYTES: u64 = 64 * 1024;

impl Fault {
    /// Fills in the file and, where the disk is full, the bytes left on it.
    #[must_use]
    pub fn at(mut self, place: &Path) -> Self {
        let (full, failed) = (self.is_disk_full(), self.is_io_failure());
        if let Fault::Disk { path, free, .. } | Fault::Sqlite { path, free, .. } = &mut self {
            if path.as_os_str().is_empty() {
                *path = place.to_path_buf();
            }
            // SQLite calls it an I/O error when there is no room for its shared-memory file.
            let cramped = |bytes: &u64| full || (failed && *bytes < CRAMPED_BYTES);
            if free.is_none() {
                *free = free_bytes(path).filter(cramped);
            }
        }
        self
    }

    fn is_io_failure(&self) -> bool {
        use rusqlite::ErrorCode::{CannotOpen, SystemIoFailure};
        matches!(self, Fault::Sqlite { source, .. }
            if matches!(source.sqlite_error_code(), Some(CannotOpen | SystemIoFailure)))
    }

    /// Whether the mount had no room left.
    pub fn is_disk_full(&self) -> bool {
        match self {
            Fault::Disk { source, .. } => source.kind() == io::ErrorKind::StorageFull,
            Fault::Sqlite { source, .. } => source.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull),
            Fault::InForce { source, .. } => source.is_disk_full(),
            _ => false,
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(source: rusqlite::Error) -> Self {
        Fault::Sqlite { during: "use the book", path: PathBuf::new(), free: None, source }
    }
}

impl From<io::Error> for Fault {
    fn from(source: io::Error) -> Self {
        Fault::Disk { during: "use a file", path: PathBuf::new(), free: None, source }
    }
}

/// Says what was being done when something failed.
pub trait During<T> {
    /// Names the step, in English, imperative.
    ///
    /// # Errors
    /// The same failure, with its step.
    fn during(self, step: &'static str) -> Result<T, Fault>;
}

impl<T, E: Into<Fault>> During<T> for Result<T, E> {
    fn during(self, step: &'static str) -> Result<T, Fault> {
        self.map_err(|error| {
            let mut fault = error.into();
            if let Fault::Disk { during, .. } | Fault::Sqlite { during, .. } = &mut fault {
                *during = step;
            }
            fault
        })
    }
}

/// Says where.
pub trait At<T> {
    /// Fills in the file.
    ///
    /// # Errors
    /// The same fault, with its file.
    fn at(self, place: &Path) -> Result<T, Fault>;
}

impl<T> At<T> for Result<T, Fault> {
    fn at(self, place: &Path) -> Result<T, Fault> {
        self.map_err(|fault| fault.at(place))
    }
}

#[allow(clippy::useless_conversion)] // the figures are u32 on other systems
fn free_bytes(path: &Path) -> Option<u64> {
    let mount = if path.exists() { path } else { path.parent()? };
    let figures = nix::sys::statvfs::statvfs(mount).ok()?;
    Some(u64::from(figures.blocks_available()) * u64::from(figures.fragment_size()))
}

fn free_words(free: Option<u64>) -> String {
    free.map_or_else(String::new, |bytes| format!(" ({bytes} bytes free)"))
}
