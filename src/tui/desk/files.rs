//! Files read into the book, and days matched: long work, on a thread of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::Sentence;
use crate::domain::day::BusinessDay;
use crate::domain::import::FileReport;
use crate::domain::recon::DayResult;

/// Progress of long work: the worker counts, the screen draws, Esc sets `cancel`.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// Units done (rows or bytes).
    pub done: Arc<AtomicU64>,
    /// Units in all; 0 when not known.
    pub total: Arc<AtomicU64>,
    /// Set to stop; the worker stops within 200 ms and leaves nothing half done.
    pub cancel: Arc<AtomicBool>,
    /// Units done in the parts before this one.
    before: u64,
    /// Units of all parts; 0 when there is but one.
    whole: u64,
}

impl Progress {
    /// The same progress for one part of a job of `whole` units, of which `before` are done.
    pub fn part(&self, before: u64, whole: u64) -> Progress {
        Progress { before, whole, ..self.clone() }
    }

    /// Says how far this part is; the counts are those of the whole job.
    pub fn tell(&self, done: u64, total: u64) {
        let done = self.before + if self.whole > 0 { done.min(self.whole - self.before) } else { done };
        self.done.store(done, Ordering::Relaxed);
        self.total.store(if self.whole > 0 { self.whole } else { total }, Ordering::Relaxed);
    }
}

/// 另行指定. What a person says of a file that does not say it itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadAs {
    /// 本方账号 of a statement.
    pub account: Option<String>,
    /// 营业日 of a file whose rows name none.
    pub day: Option<BusinessDay>,
}

/// 文件与对账: what is read in, and matched; on a worker thread.
pub trait FilesDesk {
    /// 收发目录: the one folder files may be read from; any where there is none.
    fn inbox(&self) -> Option<PathBuf> {
        None
    }
    /// Reads and checks a file without storing anything: exactly what `import` would then do.
    ///
    /// # Errors
    /// A sentence when the book cannot be read; what is wrong with the file stands in the report.
    fn preview(&mut self, path: &Path, read_as: &ReadAs, progress: &Progress) -> Result<FileReport, Sentence>;
    /// Imports a file.
    ///
    /// # Errors
    /// A sentence when nothing could be stored.
    fn import(&mut self, path: &Path, read_as: &ReadAs, progress: &Progress) -> Result<FileReport, Sentence>;
    /// Matches the days from–to.
    ///
    /// # Errors
    /// A sentence when nothing could be stored.
    fn reconcile(
        &mut self,
        from: BusinessDay,
        to: BusinessDay,
        progress: &Progress,
    ) -> Result<Vec<DayResult>, Sentence>;
}
