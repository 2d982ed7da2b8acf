//! Where rule-book files come from: embedded in the binary, overridden by the user's data directory.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use serde::de::DeserializeOwned;
use toml::Spanned;

use crate::domain::rejection::Rejection;

static DATA: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data");

/// 规则文件. One file's text and where it stands.
#[derive(Clone, Debug)]
pub struct RuleFile {
    /// Path under the data directory, `formats/plain-his.toml`.
    pub name: String,
    /// Shown in errors: the path of an override, or `data/…` for an embedded one.
    pub shown: String,
    /// Its text.
    pub text: Cow<'static, str>,
}

impl RuleFile {
    /// Refuses the file at the place a value stands.
    pub fn wrong_at<T>(&self, place: &Spanned<T>, what: &str) -> Rejection {
        let before = self.text.get(..place.span().start).unwrap_or_default();
        self.wrong_on(before.matches('\n').count() + 1, what)
    }

    /// Refuses the file on a line.
    pub fn wrong_on(&self, line: usize, what: &str) -> Rejection {
        Rejection::RuleBook { file: self.shown.clone(), line, what: what.into() }
    }
}

/// The embedded files beside the user's own.
#[derive(Clone, Debug, Default)]
pub struct RuleFiles {
    directory: Option<PathBuf>,
}

impl RuleFiles {
    /// Embedded files, overridden by those of `directory` where there is one.
    pub fn new(directory: Option<PathBuf>) -> Self {
        RuleFiles { directory }
    }

    /// The user's data directory.
    pub fn directory(&self) -> Option<&Path> {
        self.directory.as_deref()
    }

    /// One file by its name under the data directory; `None` where neither has it.
    ///
    /// # Errors
    /// [`Rejection::RuleBook`] when the user's file cannot be read.
    pub fn get(&self, name: &str) -> Result<Option<RuleFile>, Rejection> {
        if let Some(path) = self.directory.as_ref().map(|directory| directory.join(name))
            && path.exists()
        {
            return read_override(name, &path).map(Some);
        }
        let embedded = DATA.get_file(name).and_then(|file| file.contents_utf8());
        Ok(embedded.map(|text| RuleFile {
            name: name.into(),
            shown: format!("data/{name}"),
            text: Cow::Borrowed(text),
        }))
    }

    /// The bytes of an embedded file.
    pub fn embedded(name: &str) -> Option<&'static [u8]> {
        DATA.get_file(name).map(|file| file.contents())
    }

    /// Every `*.toml` of a folder, by name; the user's replace the embedded of the same name.
    ///
    /// # Errors
    /// [`Rejection::RuleBook`] when a user's file or folder cannot be read.
    pub fn folder(&self, folder: &str) -> Result<Vec<RuleFile>, Rejection> {
        let mut files = BTreeMap::new();
        for file in DATA.get_dir(folder).into_iter().flat_map(|dir| dir.files()) {
            let name = file.path().to_string_lossy().into_owned();
            if let (true, Some(text)) = (name.ends_with(".toml"), file.contents_utf8()) {
                let shown = format!("data/{name}");
                files.insert(name.clone(), RuleFile { name, shown, text: Cow::Borrowed(text) });
            }
        }
        let own = self.directory.as_ref().map(|directory| directory.join(folder)).filter(|path| path.is_dir());
        if let Some(path) = own {
            let listing = std::fs::read_dir(&path).map_err(|error| unreadable(&path, &error))?;
            for item in listing {
                let item = item.map_err(|error| unreadable(&path, &error))?.path();
                if item.extension().is_some_and(|extension| extension == "toml") {
                    let name = format!("{folder}/{}", item.file_name().unwrap_or_default().to_string_lossy());
                    files.insert(name.clone(), read_override(&name, &item)?);
                }
            }
        }
        Ok(files.into_values().collect())
    }

    /// The house's own rule files: `*.toml` of the data directory and of its folders, by name.
    ///
    /// # Errors
    /// [`Rejection::RuleBook`] when one cannot be read.
    pub fn own(&self) -> Result<Vec<RuleFile>, Rejection> {
        let mut files = BTreeMap::new();
        if let Some(directory) = self.directory.as_ref().filter(|directory| directory.is_dir()) {
            gather(directory, "", &mut files)?;
        }
        Ok(files.into_values().collect())
    }
}

/// Folders below the data directory that may hold rule files: `policies/deferral`.
const FOLDERS_DEEP: usize = 2;

/// `*.toml` of a folder and of those below it, as deep as rule files go.
fn gather(folder: &Path, prefix: &str, files: &mut BTreeMap<String, RuleFile>) -> Result<(), Rejection> {
    for item in std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
        let path = item.map_err(|error| unreadable(folder, &error))?.path();
        let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() && prefix.matches('/').count() < FOLDERS_DEEP {
            gather(&path, &format!("{name}/"), files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.insert(name.clone(), read_override(&name, &path)?);
        }
    }
    Ok(())
}

fn read_override(name: &str, path: &Path) -> Result<RuleFile, Rejection> {
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
    Ok(RuleFile { name: name.into(), shown: path.display().to_string(), text: Cow::Owned(text) })
}

fn unreadable(path: &Path, error: &std::io::Error) -> Rejection {
    Rejection::RuleBook { file: path.display().to_string(), line: 0, what: error.to_string() }
}

/// Parses a rule file into a typed table.
///
/// # Errors
/// [`Rejection::RuleBook`] with the line of the first wrong key or value.
pub fn parse_toml<T: DeserializeOwned>(file: &RuleFile) -> Result<T, Rejection> {
    toml::from_str(&file.text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        let line = file.text.get(..offset).map_or(1, |before| before.matches('\n').count() + 1);
        Rejection::RuleBook { file: file.shown.clone(), line, what: error.message().to_string() }
    })
}
