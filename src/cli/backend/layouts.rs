//! Making a layout for a file that none fits, trying it, keeping it.

use std::path::{Path, PathBuf};

use super::receipts::mismatched;
use super::session::{Session, rule_files};
use crate::book::draft::{Draft, DraftSource};
use crate::book::files::RuleFiles;
use crate::book::formats::{Formats, Unit};
use crate::book::{arrears, registry};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::entry::{Kind, Method};
use crate::domain::import::RowError;
use crate::domain::rejection::Rejection;
use crate::import::draft::{InForce, Said, Trial, first_rows, guess, settle};
use crate::import::registry::RegistryRules;
use crate::import::{RawFile, ReadOptions, off_sheet, open};
use crate::ops::site::SiteFile;
use crate::ops::{Command, Outcome};
use crate::text::layout::LayoutWord;

/// Rows shown beside the headings.
const ROWS: usize = 2;

/// What is asked of `sanhe formats new`.
#[derive(Clone, Debug)]
pub struct LayoutAsked {
    /// The file.
    pub file: PathBuf,
    /// Name of the layout.
    pub name: String,
    /// What its rows are.
    pub source: DraftSource,
    /// Line of the headings.
    pub header: Option<u32>,
    /// Heading by role.
    pub columns: Vec<(String, String)>,
    /// Word of the kind column → its kind.
    pub kinds: Vec<(String, Kind)>,
    /// Word of the method column → its method.
    pub methods: Vec<(String, Method)>,
    /// Words of the direction column: in, out.
    pub directions: (Vec<String>, Vec<String>),
    /// The one method of every row.
    pub method: Option<Method>,
    /// What money columns count; else the file's total decides.
    pub unit: Option<Unit>,
    /// The house's account of a statement that does not say it.
    pub account: Option<String>,
    /// Whether to keep it.
    pub save: bool,
}

/// A layout tried.
#[derive(Clone, Debug)]
pub struct LayoutTried {
    /// The draft, with the unit and sign it reads best by.
    pub draft: Draft,
    /// Its text.
    pub toml: String,
    /// The first rows of the file, cell by cell.
    pub first_rows: Vec<Vec<String>>,
    /// What reading gives; nothing where the draft is no layout yet.
    pub trial: Trial,
    /// What the loader of layouts refuses in the draft.
    pub fault: Option<Rejection>,
    /// Where it was kept.
    pub kept: Option<PathBuf>,
}

/// Guesses a layout, tries it on the file and, where asked and some row can be read, keeps it.
///
/// # Errors
/// The name is taken, no row can be read of what shall be kept, or the book refuses it.
pub fn new_layout(context: &Context, asked: &LayoutAsked) -> Result<Result<LayoutTried, Vec<RowError>>, Failure> {
    let rules = rule_files(context);
    let formats = Formats::load(&rules)?;
    let registry = RegistryRules { layouts: registry::load(&rules)?, policy: arrears::load(&rules)? };
    let name = format!("formats/{}.toml", asked.name);
    if RuleFiles::embedded(&name).is_some() {
        return Err(Failure::Usage(LayoutWord::NameTaken.in_lang(context.lang).into()));
    }
    let program = std::env::current_exe().ok();
    let options = ReadOptions {
        account: asked.account.as_deref(),
        sheet_reader: program.as_deref(),
        ..ReadOptions::on(context.now.today)
    };
    let raw = match read(&asked.file, &options) {
        Ok(raw) => raw,
        Err(errors) => return Ok(Err(errors)),
    };
    let said = Said { header: asked.header, columns: asked.columns.clone() };
    let in_force = InForce { formats: &formats, registry: &registry };
    let mut draft = match guess(&raw, (&asked.name, asked.source), in_force, &said) {
        Ok(draft) => draft,
        Err(refused) => return Ok(Err(refused.errors)),
    };
    draft.kinds.extend(asked.kinds.iter().cloned());
    draft.methods.extend(asked.methods.iter().cloned());
    draft.directions.0.extend(asked.directions.0.iter().cloned());
    draft.directions.1.extend(asked.directions.1.iter().cloned());
    draft.method = asked.method.filter(|_| draft.heading("method").is_none());
    let (draft, trial, fault) = match settle(&raw, &draft, &registry, &options, asked.unit) {
        Ok((draft, trial)) => (draft, trial, None),
        Err(fault) => (draft, Trial::default(), Some(fault)),
    };
    let file = draft.file();
    let kept = if asked.save {
        Some(keep(context, &trial, SiteFile { name, text: file.text.to_string(), base: None })?)
    } else {
        None
    };
    let first_rows = first_rows(&raw, &draft, ROWS);
    Ok(Ok(LayoutTried { toml: file.text.into_owned(), draft, first_rows, trial, fault, kept }))
}

fn read(path: &Path, options: &ReadOptions<'_>) -> Result<RawFile, Vec<RowError>> {
    open(path).and_then(|raw| off_sheet(raw, options)).map_err(|refused| refused.errors)
}

/// Journals the layout and puts it into the data directory of the house.
fn keep(context: &Context, trial: &Trial, file: SiteFile) -> Result<PathBuf, Failure> {
    if trial.taken == 0 || !trial.refused.is_empty() {
        return Err(Failure::Usage(LayoutWord::NoRow.in_lang(context.lang).into()));
    }
    let session = Session::open(context)?;
    let directory = context.data_directory.clone();
    let target = directory.join(&file.name);
    let done = session.execute(Command::ImportSite { files: vec![file], directory })?;
    let Outcome::SiteImported(_) = done else { return Err(mismatched()) };
    Ok(target)
}
