//! Files read in and days matched.

use std::path::Path;

use super::super::ImportOptions;
use super::BookDesk;
use crate::domain::copies::Occasion;
use crate::domain::day::BusinessDay;
use crate::domain::import::FileReport;
use crate::domain::recon::DayResult;
use crate::tui::desk::{FilesDesk, Progress, ReadAs, Sentence};

fn read_with(read_as: &ReadAs) -> ImportOptions {
    ImportOptions { account: read_as.account.clone(), day: read_as.day, ..ImportOptions::default() }
}

impl FilesDesk for BookDesk {
    fn preview(&mut self, path: &Path, read_as: &ReadAs, progress: &Progress) -> Result<FileReport, Sentence> {
        let options = ImportOptions { dry_run: true, ..read_with(read_as) };
        self.said(self.session.import(path, &options, progress))
    }

    fn import(&mut self, path: &Path, read_as: &ReadAs, progress: &Progress) -> Result<FileReport, Sentence> {
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
