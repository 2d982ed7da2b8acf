//! Side files 旁文件: what belongs to the person and not to the book. Saved views, copied texts, exports.
//!
//! Invariant: 0600 in a 0700 directory beside the book, never through a link, never over another file; a
//! file of views that does not read is named, left as it is, and not written over.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::text::lang::Lang;
use crate::text::ui;
use crate::tui::desk::Sentence;
use crate::tui::widgets::list::view::View;

/// Saved views: operator, list, view.
#[derive(Default, Serialize, Deserialize)]
#[serde(transparent)]
struct Views(BTreeMap<String, BTreeMap<String, View>>);

/// 旁目录. The directory beside a book.
pub(super) struct SideFiles {
    directory: PathBuf,
    lang: Lang,
}

impl SideFiles {
    /// The directory of a book, not made yet.
    pub(super) fn of(book: &Path, lang: Lang) -> Self {
        let mut name = book.file_name().unwrap_or_default().to_os_string();
        name.push(".files");
        SideFiles { directory: book.with_file_name(name), lang }
    }

    /// Its name, beside the book.
    pub(super) fn name(&self) -> String {
        self.directory.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    fn views(&self) -> PathBuf {
        self.directory.join("views.toml")
    }

    fn read_views(&self) -> Result<Views, Sentence> {
        let path = self.views();
        let wrong = |what: String| ui::views_unreadable(&path.display().to_string(), &what, self.lang);
        match fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).map_err(|error| wrong(error.message().to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Views::default()),
            Err(error) => Err(wrong(error.to_string())),
        }
    }

    /// How an operator arranged a list.
    pub(super) fn view(&self, operator: &str, list: &str) -> Result<Option<View>, Sentence> {
        Ok(self.read_views()?.0.get(operator).and_then(|lists| lists.get(list)).cloned())
    }

    /// Keeps how an operator arranged a list.
    pub(super) fn save_view(&self, operator: &str, list: &str, view: &View) -> Result<(), Sentence> {
        let mut views = self.read_views()?;
        views.0.entry(operator.to_owned()).or_default().insert(list.to_owned(), view.clone());
        let text = toml::to_string(&views).map_err(|error| error.to_string())?;
        let path = self.views();
        let temporary = self.temporary("views").map_err(|error| self.said(&path, &error))?;
        let kept = put(&temporary, text.as_bytes()).and_then(|()| fs::rename(&temporary, &path));
        kept.map_err(|error| {
            let _ = fs::remove_file(&temporary);
            self.said(&path, &error)
        })
    }

    /// Where a file of this name stands.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    /// Keeps what can be made anew at any time under a name; the last takes the place of the one before.
    pub(super) fn keep(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let temporary = self.temporary("kept")?;
        let kept = put(&temporary, bytes).and_then(|()| fs::rename(&temporary, self.path(name)));
        kept.inspect_err(|_| drop(fs::remove_file(&temporary)))
    }

    /// A folder of this name, made where it is missing.
    pub(super) fn folder(&self, name: &str) -> Result<PathBuf, Sentence> {
        let path = self.path(name);
        for directory in [&self.directory, &path] {
            match fs::DirBuilder::new().mode(0o700).create(directory) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(self.said(directory, &error)),
                _ => {}
            }
        }
        match fs::symlink_metadata(&path) {
            Ok(meta) if meta.is_dir() => Ok(path),
            _ => Err(self.said(&path, &io::ErrorKind::NotADirectory.into())),
        }
    }

    /// Keeps a copied text; the last one takes the place of the one before.
    pub(super) fn keep_copy(&self, text: &str) -> Result<PathBuf, Sentence> {
        let path = self.directory.join("copied.txt");
        let temporary = self.temporary("copied").map_err(|error| self.said(&path, &error))?;
        let kept = put(&temporary, format!("{text}\n").as_bytes()).and_then(|()| fs::rename(&temporary, &path));
        kept.map(|()| path.clone()).map_err(|error| {
            let _ = fs::remove_file(&temporary);
            self.said(&path, &error)
        })
    }

    /// Makes a new file that `write` fills; a name taken is counted on.
    pub(super) fn export(
        &self,
        name: &str,
        write: &mut dyn FnMut(&mut dyn Write) -> Result<(), Sentence>,
    ) -> Result<PathBuf, Sentence> {
        self.put_as(name, "csv", write)
    }

    /// The same for a file of another form.
    pub(super) fn put_as(
        &self,
        name: &str,
        form: &str,
        write: &mut dyn FnMut(&mut dyn Write) -> Result<(), Sentence>,
    ) -> Result<PathBuf, Sentence> {
        const NAMES_MAX: u32 = 1_000;
        let target = self.directory.join(format!("{name}.{form}"));
        let temporary = self.temporary("export").map_err(|error| self.said(&target, &error))?;
        let gone = Scratch(temporary.clone());
        let file = create(&temporary).map_err(|error| self.said(&temporary, &error))?;
        let mut out = io::BufWriter::new(file);
        write(&mut out)?;
        out.flush().and_then(|()| out.get_ref().sync_all()).map_err(|error| self.said(&temporary, &error))?;
        for number in 1..=NAMES_MAX {
            let path =
                if number == 1 { target.clone() } else { self.directory.join(format!("{name}-{number}.{form}")) };
            // A link is made only where no file stands: the name is taken whole or not at all.
            match fs::hard_link(&temporary, &path) {
                Ok(()) => {
                    drop(gone);
                    return Ok(path);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(self.said(&path, &error)),
            }
        }
        Err(self.said(&target, &io::ErrorKind::AlreadyExists.into()))
    }

    /// A name for a file in the making, in the directory, which is made where it is missing.
    fn temporary(&self, what: &str) -> io::Result<PathBuf> {
        match fs::DirBuilder::new().mode(0o700).create(&self.directory) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(self.directory.join(format!(".{what}-{:016x}", u64::from_ne_bytes(bytes))))
    }

    fn said(&self, path: &Path, error: &io::Error) -> Sentence {
        ui::file_not_written(&path.display().to_string(), &error.to_string(), self.lang)
    }
}

/// A file in the making; what still stands at the end is removed.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn beside() -> (tempfile::TempDir, SideFiles) {
        let home = tempfile::tempdir().unwrap();
        let side = SideFiles::of(&home.path().join("book.sqlite"), Lang::En);
        (home, side)
    }

    #[test]
    fn views_are_kept_for_each_operator_and_for_their_owner_only() {
        let (home, side) = beside();
        let view = View { order: Some("amount".into()), ..View::default() };
        assert_eq!(side.view("李敏 财务", "entries").unwrap(), None);
        side.save_view("李敏 财务", "entries", &view).unwrap();
        side.save_view("王芳", "entries", &View::default()).unwrap();
        assert_eq!(side.view("李敏 财务", "entries").unwrap(), Some(view));
        assert_eq!(side.view("李敏 财务", "calendar").unwrap(), None);
        let folder = home.path().join("book.sqlite.files");
        assert_eq!((mode(&folder), mode(&folder.join("views.toml"))), (0o700, 0o600));
        assert_eq!(fs::read_dir(folder).unwrap().count(), 1);
    }

    #[test]
    fn a_broken_file_of_views_is_named_and_left_alone() {
        let (home, side) = beside();
        side.save_view("王芳", "entries", &View::default()).unwrap();
        let path = home.path().join("book.sqlite.files/views.toml");
        for broken in ["[", "[\"王芳\".entries]\nfilter = 1\n"] {
            fs::write(&path, broken).unwrap();
            let said = [side.view("王芳", "entries").err(), side.save_view("王芳", "entries", &View::default()).err()];
            assert!(said.iter().flatten().filter(|said| said.contains("views.toml")).count() == 2, "{said:?}");
            assert_eq!(fs::read_to_string(&path).unwrap(), broken);
        }
    }

    #[test]
    fn an_export_takes_a_free_name_and_leaves_nothing_when_it_fails() {
        let (home, side) = beside();
        let mut write = |out: &mut dyn Write| out.write_all(b"x\r\n").map_err(|error| error.to_string());
        let first = side.export("差异-2026-03-05", &mut write).unwrap();
        let second = side.export("差异-2026-03-05", &mut write).unwrap();
        assert_eq!(first.file_name().unwrap(), "差异-2026-03-05.csv");
        assert_eq!(second.file_name().unwrap(), "差异-2026-03-05-2.csv");
        assert_eq!((mode(&first), fs::read(&second).unwrap()), (0o600, b"x\r\n".to_vec()));
        side.export("nothing", &mut |_| Err("stopped".into())).unwrap_err();
        assert_eq!(fs::read_dir(home.path().join("book.sqlite.files")).unwrap().count(), 2);
        let copy = side.keep_copy("微信  22.81").unwrap();
        assert_eq!((mode(&copy), fs::read_to_string(&copy).unwrap()), (0o600, "微信  22.81\n".to_owned()));
    }
}
