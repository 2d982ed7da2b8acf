//! Making a layout for a file that none fits, trying it, keeping it.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use super::receipts::mismatched;
use super::session::{Session, rule_files};
use crate::book::draft::{LayoutAsked, LayoutTried, Trial};
use crate::book::files::RuleFiles;
use crate::book::formats::Formats;
use crate::book::{arrears, registry};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::import::RowError;
use crate::domain::rejection::Rejection;
use crate::import::draft::{InForce, make};
use crate::import::registry::RegistryRules;
use crate::import::{RawFile, ReadOptions, off_sheet, open};
use crate::ops::site::SiteFile;
use crate::ops::{Command, Outcome};
use crate::text::layout::LayoutWord;
use crate::tui::desk::Progress;

/// Guesses a layout, tries it on the file and, where asked and some row can be read, keeps it.
///
/// # Errors
/// The name is taken, no row can be read of what shall be kept, or the book refuses it.
pub fn new_layout(
    context: &Context,
    asked: &LayoutAsked,
    progress: &Progress,
) -> Result<Result<LayoutTried, Vec<RowError>>, Failure> {
    let rules = rule_files(context);
    let formats = Formats::load(&rules)?;
    let registry = RegistryRules { layouts: registry::load(&rules)?, policy: arrears::load(&rules)? };
    let name = format!("formats/{}.toml", asked.name);
    if RuleFiles::embedded(&name).is_some() {
        return Err(Failure::Usage(LayoutWord::NameTaken.in_lang(context.lang).into()));
    }
    let told = |done: u64, total: u64| {
        progress.tell(done, total);
        !progress.cancel.load(Ordering::Relaxed)
    };
    let program = std::env::current_exe().ok();
    let options = ReadOptions {
        account: asked.account.as_deref(),
        sheet_reader: program.as_deref(),
        progress: &told,
        ..ReadOptions::on(context.now.today)
    };
    let raw = match read(&asked.file, &options) {
        Ok(raw) => raw,
        Err(errors) => return Ok(Err(errors)),
    };
    let in_force = InForce { formats: &formats, registry: &registry };
    let mut tried = match make(&raw, asked, in_force, &options) {
        Ok(tried) => tried,
        Err(refused) => return Ok(Err(refused.errors)),
    };
    if progress.cancel.load(Ordering::Relaxed) {
        return Err(Rejection::Cancelled.into());
    }
    if asked.save {
        let file = tried.draft.file();
        let site = SiteFile { name: file.name, text: file.text.into_owned() };
        tried.kept = Some(keep(context, &tried.trial, site)?);
    }
    Ok(Ok(tried))
}

fn read(path: &Path, options: &ReadOptions<'_>) -> Result<RawFile, Vec<RowError>> {
    open(path).and_then(|raw| off_sheet(raw, options)).map_err(|refused| refused.errors)
}

/// Journals the layout and puts it into the data directory of the house.
fn keep(context: &Context, trial: &Trial, file: SiteFile) -> Result<PathBuf, Failure> {
    if !trial.reads() {
        return Err(Failure::Usage(LayoutWord::NoRow.in_lang(context.lang).into()));
    }
    let session = Session::open(context)?;
    let directory = context.data_directory.clone();
    let target = directory.join(&file.name);
    let done = session.execute(Command::ImportSite { files: vec![file], directory })?;
    let Outcome::SiteImported(_) = done else { return Err(mismatched()) };
    Ok(target)
}
