//! Drafts 草稿: what was typed into a form, kept beside the book until it is submitted or discarded.
//!
//! Invariant: a file is written whole under another name and renamed, readable by its owner only; one that
//! cannot be read is set aside under a name that is told, never overwritten. Nothing ticks: the next save
//! is the one deadline the loop sleeps until.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};

use super::widgets::form::{Draft, Form};
use crate::text::form as words;
use crate::text::lang::Lang;

/// How long after a key what was typed is on disk at the latest, less the time to write it.
const SAVE_AFTER: Duration = Duration::from_millis(2_500);
/// Longest file name made of a person and a form.
const NAME_BYTES: usize = 180;
/// Longest draft file read.
const FILE_BYTES: u64 = 1 << 20;
/// The zone of every time shown, as everywhere in the program.
const ZONE_SECONDS: i32 = 8 * 3_600;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftFile {
    form: String,
    active: String,
    #[serde(default)]
    field: Vec<DraftField>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftField {
    id: String,
    text: String,
}

/// What became of a draft when its form was opened.
#[derive(Debug, PartialEq, Eq)]
pub enum Restored {
    /// There was none.
    Nothing,
    /// It was put back; what to say.
    Back(String),
    /// It could not be read; what to say.
    Broken(String),
}

/// 草稿箱 of one person on one book.
#[derive(Debug, Default)]
pub struct Drafts {
    directory: Option<PathBuf>,
    due: Option<Instant>,
}

impl Drafts {
    /// Drafts in a directory; nothing is kept without one.
    pub fn new(directory: Option<PathBuf>) -> Self {
        Drafts { directory, due: None }
    }

    /// How long to sleep at most, when something waits to be saved.
    pub fn wait(&self) -> Option<Duration> {
        self.due.map(|due| due.saturating_duration_since(Instant::now()))
    }

    /// Whether the time to save has come.
    pub fn is_due(&self) -> bool {
        self.due.is_some_and(|due| due <= Instant::now())
    }

    /// Notes that a form may have been typed into.
    pub fn note(&mut self, form: &Form) {
        if self.directory.is_some() && form.is_unkept() && self.due.is_none() {
            self.due = Some(Instant::now() + SAVE_AFTER);
        }
    }

    /// Saves what was typed into a form since the last time; an untouched form needs no draft.
    ///
    /// # Errors
    /// What the disk says; the typing is still in the form.
    pub fn keep(&mut self, operator: &str, form: &mut Form) -> io::Result<()> {
        self.due = None;
        let Some(path) = self.path(operator, form.id()).filter(|_| form.is_unkept()) else { return Ok(()) };
        match form.draft() {
            Some(draft) => write_whole(&path, &text_of(form.id(), draft))?,
            None => match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            },
        }
        form.mark_kept();
        Ok(())
    }

    /// Puts a draft back into a form that has just been opened.
    pub fn restore(&self, operator: &str, form: &mut Form, lang: Lang) -> Restored {
        let Some(path) = self.path(operator, form.id()) else { return Restored::Nothing };
        let text = match read(&path) {
            Ok(Some(text)) => text,
            Ok(None) => return Restored::Nothing,
            Err(_) => return set_aside(&path, 0, lang),
        };
        let file: DraftFile = match toml::from_str(&text) {
            Ok(file) => file,
            Err(error) => {
                let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or("");
                return set_aside(&path, before.matches('\n').count() + 1, lang);
            }
        };
        if file.form != form.id() {
            return Restored::Nothing;
        }
        let fields = file.field.into_iter().map(|field| (field.id, field.text)).collect();
        form.restore(&Draft { active: file.active, fields });
        form.mark_kept();
        let at = fs::metadata(&path).and_then(|meta| meta.modified()).map(shown_time).unwrap_or_default();
        Restored::Back(words::restored(&at, lang))
    }

    fn path(&self, operator: &str, form: &str) -> Option<PathBuf> {
        let name = format!("{}.{}", safe(operator), safe(form));
        let digest = xxhash_rust::xxh3::xxh3_64(name.as_bytes());
        let name = if name.len() > NAME_BYTES { format!("{digest:016x}") } else { name };
        self.directory.as_ref().map(|directory| directory.join(format!("{name}.toml")))
    }
}

/// A name of letters, digits, `-` and `_`; every other character as its number.
fn safe(text: &str) -> String {
    let plain = |one: char| one.is_alphanumeric() || one == '-' || one == '_';
    text.chars().map(|one| if plain(one) { one.to_string() } else { format!("%{:x}", u32::from(one)) }).collect()
}

fn text_of(form: &str, draft: Draft) -> String {
    let field = draft.fields.into_iter().map(|(id, text)| DraftField { id, text }).collect();
    let file = DraftFile { form: form.to_owned(), active: draft.active, field };
    toml::to_string(&file).unwrap_or_default()
}

fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
        Ok(meta) if !meta.is_file() || meta.len() > FILE_BYTES => return Err(io::ErrorKind::InvalidData.into()),
        Ok(_) => {}
    }
    fs::read_to_string(path).map(Some)
}

/// Keeps a file that cannot be read under a free name beside it.
fn set_aside(path: &Path, line: usize, lang: Lang) -> Restored {
    let free = (1..100).map(|number| path.with_extension(format!("broken-{number}"))).find(|other| !other.exists());
    let kept = free.filter(|other| fs::rename(path, other).is_ok());
    let name = kept.as_deref().unwrap_or(path).display().to_string();
    Restored::Broken(words::broken_draft(&name, line, lang))
}

fn shown_time(time: impl Into<DateTime<Utc>>) -> String {
    let utc: DateTime<Utc> = time.into();
    FixedOffset::east_opt(ZONE_SECONDS)
        .map_or_else(String::new, |zone| utc.with_timezone(&zone).format("%m-%d %H:%M").to_string())
}

fn write_whole(target: &Path, text: &str) -> io::Result<()> {
    let directory = target.parent().unwrap_or(Path::new("."));
    DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    let temporary = target.with_extension(format!("{}.new", std::process::id()));
    let written = (|| {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&temporary, target)
    })();
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}
