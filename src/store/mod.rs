//! The book itself 账套: one SQLite file, its journal, its backups. The only SQL of the program.
//!
//! Invariant: nothing is written but by a [`Writer`], whose only commit takes exactly one fact; a
//! writer dropped without it leaves nothing. Readers hold connections that cannot write.
//! Beside the book lie `<book>.ticket` (whose turn it is to write) and `<book>.head.log`.

mod approval_proof;
mod approvals;
mod backup;
mod closings;
mod collection;
mod connect;
mod convert;
mod copies;
mod decisions;
mod deferrals;
mod fault;
mod headlog;
mod journal;
mod migrate;
mod operators;
mod place;
mod receipts;
mod registry;
mod rules;
mod seats;
pub mod segment;
mod signing;
mod statements;
mod verify;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

pub use approvals::{ApprovalSaid, RightsSaid, StandInSaid};
pub use backup::{Copied, backup, restore, verify_copy};
pub use closings::{DayRows, DayStepped, Seal, StepRow};
pub use collection::{LastCall, PlanAt, PromiseVersion};
pub use copies::{ControlTotals, CopyNote, Drilled, Kept, copies_directory, copies_in, drill, keep_copy};
pub use decisions::{CaseText, CasesDecided, DecidedCase, DecisionFact, DecisionUndone, ResultSaid, decisions_of};
pub use deferrals::{ApplicationAt, NewApplication, NewDeferralFile};
pub use fault::{At, During, Fault};
pub use headlog::Head;
pub use journal::JournalRow;
pub use operators::{BookRow, NewOperator, OperatorRow};
pub use place::{Standing, Warning, put_new, stand};
pub use receipts::{
    CaseList, CaseQuery, CoverageDays, DayLoader, DayRow, Drill, DrillQuery, EncodedSegment, FileRow, Held, HeldRow,
    NewFile, QuarantineQuery, QuarantinedLine, QuarantinedText, SegmentInfo, StatementLine, StoredDay, StoredLine,
    encode_segments,
};
pub use registry::{DueAt, EmployerAt, NewRegistryFile, NewRow, PaymentAt, RegistryFileRow};
pub use rules::RuleVersion;
pub use seats::{SEATS, Seat, take_seat};
pub use signing::{PasswordHash, SigningRow};
pub use statements::{BookedPart, BookedRow, NewStatement, StatementFileRow, StatementRange};
pub use verify::{Verified, verify, verify_watched};
pub use writer::{Committed, Writer};

use connect::{Access, connect};
use headlog::Last;

/// 账套. A handle on a checked book; cheap to share between threads.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    warnings: Vec<Warning>,
    /// The one writing connection of this process.
    writing: Mutex<Reader>,
    spare: Spare,
}

/// A reading connection that waits for the next reader: reading the schema is most of what opening one costs
/// (8 million instructions of the 126 million before the first frame, five times over).
type Spare = Arc<Mutex<Option<(Connection, Identity)>>>;

/// Device and inode of the file behind a connection.
type Identity = (u64, u64);

/// 读者. A view of the book for reading.
#[derive(Debug)]
pub struct Reader {
    path: PathBuf,
    connection: Connection,
    /// Of the file when the connection was made; none where there was no file to see.
    identity: Option<Identity>,
    /// Where the connection goes when this view ends.
    spare: Option<Spare>,
}

impl Store {
    /// Makes a new book, 0600: `fill` writes its first facts, then the book takes its name whole.
    /// A book or a used head.log already there is never overwritten; a failure leaves nothing.
    ///
    /// # Errors
    /// [`Fault::Exists`], or what the disk or `fill` says.
    pub fn create<E: From<Fault>>(path: &Path, fill: impl FnOnce(&Store) -> Result<(), E>) -> Result<Store, E> {
        let path = place::resolve(path)?;
        refuse_taken(&path)?;
        place::refuse_network(&path)?;
        let scratch = place::Scratch(place::temporary(&path)?);
        let draft = Store::draft(&scratch.0)?;
        fill(&draft)?;
        draft.checkpoint()?;
        drop(draft);
        place_new(&scratch.0, &path)?;
        Ok(Store::open(&path)?)
    }

    /// An empty book under a temporary name.
    fn draft(path: &Path) -> Result<Store, Fault> {
        drop(place::create_new(path)?);
        headlog::create(&headlog::path_of(path), None)?;
        let connection = connect(path, Access::Create)?;
        migrate::create(&connection).at(path)?;
        Ok(Store::holding(path, connection, Vec::new()))
    }

    /// Opens a book: checks the file, its settings, its schema (upgrading an older one, after a
    /// verified copy) and that it does not end before its head.log.
    ///
    /// # Errors
    /// One of the refusals of [`Fault`].
    pub fn open(path: &Path) -> Result<Store, Fault> {
        let path = place::resolve(path)?;
        let warnings = place::check(&path)?;
        // Read before the book: a writer may add to both in between, but never the other way round.
        let acknowledged = headlog::last(&headlog::path_of(&path))?;
        let connection = connect(&path, Access::Write)?;
        migrate::bring_up(&connection, &path, migrate::MIGRATIONS)?;
        let store = Store::holding(&path, connection, warnings);
        if let Last::At(head) = acknowledged {
            store.writing().refuse_lost_tail(&head)?;
        }
        Ok(store)
    }

    fn holding(path: &Path, connection: Connection, warnings: Vec<Warning>) -> Store {
        let writing = Mutex::new(Reader::new(path, connection));
        Store { path: path.to_path_buf(), warnings, writing, spare: Spare::default() }
    }

    /// Where the book lies, its directory resolved.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the deployment should mend.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// A connection that can only read.
    ///
    /// # Errors
    /// When the book cannot be opened.
    pub fn reader(&self) -> Result<Reader, Fault> {
        let identity = place::identity(&self.path);
        let waiting = self.spare.lock().unwrap_or_else(PoisonError::into_inner).take();
        // A book swapped under a running program is opened afresh.
        let waiting = waiting.filter(|(_, known)| Some(*known) == identity);
        let connection = match waiting {
            Some((connection, _)) => connection,
            None => connect(&self.path, Access::Read)?,
        };
        Ok(Reader { path: self.path.clone(), connection, identity, spare: Some(Arc::clone(&self.spare)) })
    }

    /// Waits for the turn to write and begins a transaction. Ask nobody and read nothing slow while
    /// holding it: everyone else's writing waits.
    ///
    /// # Errors
    /// When the book cannot be opened, or contradicts its head.log.
    pub fn writer(&self) -> Result<Writer<'_>, Fault> {
        Writer::begin(self)
    }

    /// Moves the write-ahead log into the book, as far as readers allow.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn checkpoint(&self) -> Result<(), Fault> {
        let view = self.writing();
        let run = view.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        run.during("move the log into the book").at(&self.path)
    }

    fn writing(&self) -> MutexGuard<'_, Reader> {
        // A panic elsewhere leaves a connection whose transaction its writer has rolled back.
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reader {
    fn new(path: &Path, connection: Connection) -> Reader {
        Reader { path: path.to_path_buf(), connection, identity: place::identity(path), spare: None }
    }

    /// The connection, for the statements of this layer.
    fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The book read from.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The book must hold the act its head.log ends with.
    fn refuse_lost_tail(&self, head: &Head) -> Result<(), Fault> {
        let log = headlog::path_of(&self.path);
        let last = self.last_fact()?.map_or(0, |row| row.seq);
        if last < head.seq {
            return Err(Fault::LostTail { path: log, book: last, head_log: head.seq });
        }
        match self.fact(head.seq)? {
            Some(row) if row.hash == head.hash => Ok(()),
            _ => Err(Fault::HeadLog { path: log, what: format!("act {} is another one in the book", head.seq) }),
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let (Some(spare), Some(identity)) = (&self.spare, self.identity) else { return };
        // Its pages go, so that the next view reads the disk; one in a transaction ends with it.
        let clean = self.connection.is_autocommit() && self.connection.execute_batch("PRAGMA shrink_memory").is_ok();
        // Nothing can be moved out of what is being dropped: an empty book in memory takes its place.
        if let (true, Ok(empty)) = (clean, Connection::open_in_memory()) {
            let connection = std::mem::replace(&mut self.connection, empty);
            *spare.lock().unwrap_or_else(PoisonError::into_inner) = Some((connection, identity));
        }
    }
}

/// Neither a book nor anything of one may stand where a new one is to be.
fn refuse_taken(path: &Path) -> Result<(), Fault> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let taken = place::companion(path, suffix);
        if std::fs::symlink_metadata(&taken).is_ok() {
            return Err(Fault::Exists(taken));
        }
    }
    let log = headlog::path_of(path);
    match headlog::last(&log)? {
        Last::Missing | Last::Empty => Ok(()),
        Last::At(head) => Err(Fault::HeadLog {
            path: log,
            what: format!("a book of {} acts stood here and is gone: restore it from a copy", head.seq),
        }),
    }
}

/// Gives a finished book its name, its head.log first, so that a named book always has one.
fn place_new(temporary: &Path, target: &Path) -> Result<(), Fault> {
    let (from, to) = (headlog::path_of(temporary), headlog::path_of(target));
    if let Last::Empty = headlog::last(&to)? {
        std::fs::remove_file(&to).during("remove an empty head.log").at(&to)?;
    }
    place::publish(&from, &to)?;
    place::publish(temporary, target).inspect_err(|_| {
        let _ = std::fs::remove_file(&to);
    })
}

/// Bytes as lower-case hex.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// SHA-256 of bytes, as hex.
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    hex(&Sha256::digest(bytes))
}
