//! The house's own files 本单位事实: taken over, kept by version, put into the data directory.
//!
//! Invariant: a version is journalled before it is put in place; a file changed by hand is journalled
//! before the next command that works by it.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Act, OperationId, Outcome, Refusal, Turn};
use crate::book::files::{RuleFile, RuleFiles};
use crate::book::formats::Formats;
use crate::book::{calendar, house, matching};
use crate::domain::approval::duty::Duties;
use crate::domain::house::House;
use crate::domain::journal::{Actor, FactKind, Now};
use crate::domain::rejection::Rejection;
use crate::store::{At, During, Fault, Reader, RuleVersion, Store, Writer};

/// 本单位事实文件.
pub const CHANNELS: &str = "channels.toml";
/// Folders of rule files a house may override.
const FOLDERS: &[&str] = &["calendar", "formats", "matching"];
/// Lock file of the directory; no rule file, which end in `.toml`.
const TURN: &str = ".turn";
/// Largest rule file taken.
const FILE_BYTES: u64 = 1 << 20;

/// 待导入的规则文件.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteFile {
    /// Name under the data directory: `channels.toml`, `formats/our-his.toml`.
    pub name: String,
    /// Its text.
    pub text: String,
    /// SHA-256 of the text it was made from, empty where there was no file: another text in its place refuses the
    /// import. `None` where it was made from nothing (a file of one's own).
    pub base: Option<String>,
}

/// 本单位事实已导入.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteImported {
    /// The versions this act added; none where the book had them all.
    pub files: Vec<SiteVersion>,
}

/// One version added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteVersion {
    /// Name under the data directory.
    pub name: String,
    /// SHA-256 of the text.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
}

/// 本单位事实 as in force, and where they stand.
#[derive(Clone, Debug)]
pub struct SiteShown {
    /// The facts.
    pub house: House,
    /// The file they come from; `None` where the house has none.
    pub file: Option<String>,
    /// Its SHA-256.
    pub sha256: Option<String>,
    /// Last journalled version of every file.
    pub versions: Vec<RuleVersion>,
}

/// The house's data directory: the one given (`$SANHE_DATA`), else `<book>.data` beside the book.
pub fn data_directory(book: &Path, given: Option<PathBuf>) -> PathBuf {
    given.unwrap_or_else(|| {
        let mut name = book.as_os_str().to_os_string();
        name.push(".data");
        PathBuf::from(name)
    })
}

/// Reads a file to be taken over and finds its name: under `calendar/`, `formats/` or `matching/` when it
/// lies in a folder of that name, else `channels.toml`.
///
/// # Errors
/// [`Rejection::RuleBook`] for no readable text file of at most 1 MiB.
pub fn read_file(path: &Path) -> Result<SiteFile, Refusal> {
    let wrong = |what: String| Rejection::RuleBook { file: path.display().to_string(), line: 0, what };
    let meta = std::fs::metadata(path).map_err(|error| wrong(error.to_string()))?;
    if !meta.is_file() || meta.len() > FILE_BYTES {
        return Err(wrong("not a file of at most 1 MiB".into()).into());
    }
    let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    let folder = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    let name = match (folder, path.file_name()) {
        (Some(folder), Some(file)) if FOLDERS.contains(&folder.as_str()) => {
            format!("{folder}/{}", file.to_string_lossy())
        }
        _ => CHANNELS.into(),
    };
    Ok(SiteFile { name, text, base: None })
}

/// What is in force now.
///
/// # Errors
/// [`Rejection::RuleBook`] when the file is wrong; what the book says.
pub fn show(reader: &Reader, rules: &RuleFiles) -> Result<SiteShown, Refusal> {
    let house = House::load(rules)?;
    let file = rules.get(CHANNELS)?;
    Ok(SiteShown {
        house,
        sha256: file.as_ref().map(|file| crate::store::sha256(file.text.as_bytes())),
        file: file.map(|file| file.shown),
        versions: reader.rule_versions()?,
    })
}

pub(super) fn import(act: &Act<'_>, files: &[SiteFile], directory: &Path) -> Result<Outcome, Refusal> {
    for file in files {
        check(file)?;
    }
    let _turn = lock(directory)?;
    let writer = match act.begin()? {
        Turn::Write(writer) => writer,
        Turn::Done(outcome) => {
            put_in_place(act.store, files, directory)?;
            return Ok(*outcome);
        }
    };
    for file in files {
        if file.base.as_ref().is_some_and(|base| *base != standing(directory, &file.name)) {
            return Err(Rejection::SiteChanged(file.name.clone()).into());
        }
    }
    let body = SiteImported { files: add_versions(&writer, files)? };
    match subject(&body) {
        Some(subject) => act.commit(writer, &subject, &body)?,
        None => drop(writer),
    }
    put_in_place(act.store, files, directory)?;
    Ok(Outcome::SiteImported(body))
}

/// SHA-256 of the text a rule file has now, for [`SiteFile::base`]; empty where there is none.
pub fn standing(directory: &Path, name: &str) -> String {
    std::fs::read(directory.join(name)).map_or_else(|_| String::new(), |bytes| crate::store::sha256(&bytes))
}

/// Whose turn it is to change the files of a house's directory: between the version in the book and the file in its
/// place nobody else looks, or the old text would be taken for a change by hand and come back.
fn lock(directory: &Path) -> Result<File, Fault> {
    let path = directory.join(TURN);
    let locked = || {
        DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path)?;
        file.lock()?;
        Ok::<_, io::Error>(file)
    };
    locked().during("wait for the turn at the rule files").at(&path)
}

/// Journals every file of the house's directory that differs from its last version; a file taken away
/// becomes a version without text.
///
/// # Errors
/// What the disk or the book says.
pub(super) fn journal_versions(store: &Store, actor: &Actor, now: &Now, rules: &RuleFiles) -> Result<(), Refusal> {
    let own = own_files(store, rules)?;
    if changed(&store.reader()?, &own)?.is_empty() {
        return Ok(());
    }
    // Someone may be putting a new version in its place just now: in one's own turn the files are looked at again.
    let _turn = rules.directory().filter(|directory| directory.is_dir()).map(lock).transpose()?;
    let own = own_files(store, rules)?;
    if changed(&store.reader()?, &own)?.is_empty() {
        return Ok(());
    }
    let operation = OperationId::new()?;
    // What the house changed by hand is journalled whoever comes by next.
    let duties = Duties::default();
    let act = Act { store, actor, now, operation: &operation, kind: FactKind::SiteImported, duties: &duties };
    if let Turn::Write(writer) = act.begin()? {
        let body = SiteImported { files: add_versions(&writer, &own)? };
        if let Some(subject) = subject(&body) {
            act.commit(writer, &subject, &body)?;
        }
    }
    Ok(())
}

/// The files of the house as they stand; one that was taken away has no text.
fn own_files(store: &Store, rules: &RuleFiles) -> Result<Vec<SiteFile>, Refusal> {
    let mut own: Vec<SiteFile> = rules.own()?.into_iter().map(site_file).collect();
    for version in store.reader()?.rule_versions()? {
        if !own.iter().any(|file| file.name == version.name) {
            own.push(SiteFile { name: version.name, text: String::new(), base: None });
        }
    }
    Ok(own)
}

/// Writes the files whose text is the last version in the book: temporary name, sync, rename.
pub(super) fn put_in_place(store: &Store, files: &[SiteFile], directory: &Path) -> Result<(), Refusal> {
    let reader = store.reader()?;
    for file in files {
        if reader.rule_version(&file.name)?.is_some_and(|version| version.text == file.text) {
            let target = directory.join(&file.name);
            write_whole(&target, file.text.as_bytes()).during("put a rule file in place").at(&target)?;
        }
    }
    Ok(())
}

fn write_whole(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let directory = target.parent().unwrap_or(Path::new("."));
    DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    let temporary = target.with_extension(format!("toml.{}.new", std::process::id()));
    let written = (|| {
        let mut options = OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&temporary, target)
    })();
    if written.is_err() {
        let _ = std::fs::remove_file(&temporary);
    }
    written?;
    File::open(directory)?.sync_all()
}

/// A name of the safe alphabet in a place rule files lie, and a text its reader accepts.
fn check(file: &SiteFile) -> Result<(), Rejection> {
    let rule = RuleFile { name: file.name.clone(), shown: file.name.clone(), text: file.text.clone().into() };
    match file.name.split_once('/') {
        None if file.name == CHANNELS => house::parse(&rule).map(drop),
        Some((folder, name)) if FOLDERS.contains(&folder) && safe(name) => match folder {
            "calendar" => calendar::parse(&rule).map(drop),
            "matching" => matching::parse(&rule).map(drop),
            _ => Formats::check(&rule),
        },
        _ => Err(Rejection::BadName(file.name.chars().filter(|letter| !letter.is_control()).take(64).collect())),
    }
}

fn safe(name: &str) -> bool {
    let stem = name.strip_suffix(".toml").unwrap_or_default();
    let letter = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '_';
    !stem.is_empty() && name.len() <= 64 && stem.chars().all(letter)
}

fn changed<'f>(reader: &Reader, files: &'f [SiteFile]) -> Result<Vec<&'f SiteFile>, Fault> {
    let mut changed = Vec::new();
    for file in files {
        if reader.rule_version(&file.name)?.is_none_or(|version| version.text != file.text) {
            changed.push(file);
        }
    }
    Ok(changed)
}

fn add_versions(writer: &Writer<'_>, files: &[SiteFile]) -> Result<Vec<SiteVersion>, Fault> {
    let mut added = Vec::new();
    for file in changed(writer, files)? {
        let sha256 = writer.insert_rule_file(&file.name, &file.text)?;
        added.push(SiteVersion { name: file.name.clone(), sha256, bytes: file.text.len() as u64 });
    }
    Ok(added)
}

fn subject(body: &SiteImported) -> Option<String> {
    let names: Vec<&str> = body.files.iter().map(|file| file.name.as_str()).collect();
    (!names.is_empty()).then(|| names.join(" "))
}

fn site_file(file: RuleFile) -> SiteFile {
    SiteFile { name: file.name, text: file.text.into_owned(), base: None }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::day::BusinessDay;
    use crate::ops::identity::Account;
    use crate::ops::{NewBook, init};

    #[test]
    fn a_file_changed_by_hand_is_journalled_before_the_next_command_works_by_it() {
        let directory = tempfile::tempdir().unwrap();
        let today = BusinessDay::parse("2026-03-05").unwrap();
        let now = Now { utc: "2026-03-05T01:02:03Z".into(), today, rehearsal: false };
        let account = Account { name: "wangfang".into(), uid: 1001 };
        let new = NewBook { title: "第一人民医院", demonstration: false, operator: "王芳", account: &account };
        let store = init(&directory.path().join("book.sqlite"), &new, &now).unwrap();
        let actor = Actor { name: "王芳".into(), on_behalf: String::new() };
        let data = directory.path().join("data");
        let rules = RuleFiles::new(Some(data.clone()));
        let journalled = || {
            journal_versions(&store, &actor, &now, &rules).unwrap();
            let reader = store.reader().unwrap();
            let versions: Vec<_> =
                reader.rule_versions().unwrap().into_iter().map(|file| (file.name, file.text)).collect();
            (versions, reader.last_fact().unwrap().unwrap().seq)
        };
        let version = |name: &str, text: &str| (name.to_string(), text.to_string());

        assert_eq!(journalled(), (vec![], 3));
        std::fs::create_dir_all(data.join("formats")).unwrap();
        std::fs::write(data.join("formats/ours.toml"), "a = 1").unwrap();
        std::fs::write(data.join("note.txt"), "no rule").unwrap();
        assert_eq!(journalled(), (vec![version("formats/ours.toml", "a = 1")], 4));
        assert_eq!(journalled(), (vec![version("formats/ours.toml", "a = 1")], 4));
        std::fs::write(data.join("formats/ours.toml"), "a = 2").unwrap();
        assert_eq!(journalled(), (vec![version("formats/ours.toml", "a = 2")], 5));
        std::fs::remove_dir_all(&data).unwrap();
        assert_eq!(journalled(), (vec![version("formats/ours.toml", "")], 6));
        assert_eq!(crate::store::verify(&store.reader().unwrap()).unwrap().count, 6);
    }
}
