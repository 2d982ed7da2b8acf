//! Files read in and days matched.

use std::path::{Path, PathBuf};

use super::super::ImportOptions;
use super::BookDesk;
use crate::cli::failure::Failure;
use crate::domain::copies::Occasion;
use crate::domain::day::BusinessDay;
use crate::domain::import::FileReport;
use crate::domain::recon::DayResult;
use crate::text::ui::Word;
use crate::tui::desk::{FilesDesk, Progress, ReadAs, Sentence};

fn read_with(read_as: &ReadAs) -> ImportOptions {
    ImportOptions { account: read_as.account.clone(), day: read_as.day, ..ImportOptions::default() }
}

impl BookDesk {
    /// Refuses a file outside the folder a person who came in by the door may read from, links followed.
    pub(super) fn refuse_outside(&self, path: &Path) -> Result<(), Sentence> {
        let context = &self.session.context;
        let Some(inbox) = &context.inbox else { return Ok(()) };
        let whole = |path: &Path| path.canonicalize().map_err(|error| Failure::io(path.display(), &error));
        let inside = self.said(whole(path))?.starts_with(self.said(whole(inbox))?);
        if inside { Ok(()) } else { Err(Word::OutsideInbox.in_lang(context.lang).to_owned()) }
    }
}

impl FilesDesk for BookDesk {
    fn inbox(&self) -> Option<PathBuf> {
        self.session.context.inbox.clone()
    }

    fn preview(&mut self, path: &Path, read_as: &ReadAs, progress: &Progress) -> Result<FileReport, Sentence> {
        self.refuse_outside(path)?;
        let options = ImportOptions { dry_run: true, ..read_with(read_as) };
        self.said(self.session.import(path, &options, progress))
    }

    fn import(&mut self, path: &Path, read_as: &ReadAs, progress: &Progress) -> Result<FileReport, Sentence> {
        self.refuse_outside(path)?;
        // A copy that fails stops no import; `sanhe doctor` tells how old the last one is.
        let _ = self.session.keep_or_note(Occasion::BeforeImport);
        self.said(self.session.import(path, &read_with(read_as), progress))
    }

    fn reconcile(
        &mut self,
        from: BusinessDay,
        to: BusinessDay,
        progress: &Progress,
    ) -> Result<Vec<DayResult>, Sentence> {
        self.said(self.session.reconcile(from, to, progress))
    }
}
