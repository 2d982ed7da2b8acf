//! Made-up files, and days matched at once.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sanhe::domain::day::BusinessDay;
use sanhe::domain::import::FileReport;
use sanhe::domain::recon::DayResult;
use sanhe::tui::desk::{FilesDesk, Progress, ReadAs, ReceiptsDesk};

use super::{FakeDesk, report, result};

impl FilesDesk for FakeDesk {
    fn preview(&mut self, path: &Path, read_as: &ReadAs, progress: &Progress) -> Result<FileReport, String> {
        self.note(format!("preview {}", path.display()));
        progress.total.store(503, std::sync::atomic::Ordering::Relaxed);
        if path.display().to_string().contains("slow") {
            while !progress.cancel.load(std::sync::atomic::Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(5));
            }
            return Err("stopped".into());
        }
        Ok(report(path, read_as))
    }

    fn import(&mut self, path: &Path, _read_as: &ReadAs, _progress: &Progress) -> Result<FileReport, String> {
        self.note(format!("import {}", path.display()));
        Ok(report(path, &ReadAs::default()))
    }

    fn reconcile(&mut self, from: BusinessDay, to: BusinessDay, progress: &Progress) -> Result<Vec<DayResult>, String> {
        self.note(format!("reconcile {from} {to}"));
        let days = self.days()?.iter().filter(|summary| (from..=to).contains(&summary.day)).count();
        progress.tell(days as u64, days as u64);
        let count = |figure: &AtomicU64| figure.load(Ordering::Relaxed);
        self.counted.lock().unwrap().push((count(&progress.done), count(&progress.total)));
        Ok(vec![result(); days])
    }
}
