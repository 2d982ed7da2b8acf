//! Where a book lies 账套文件: its companions, its permissions, and how a new file takes its name.
//!
//! Invariant: the book file itself is never opened here. SQLite's locks belong to the process and the
//! file: closing any other handle of the same file would drop them. Checks go by path only.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use nix::unistd::Uid;

use super::fault::{At, During, Fault};

/// 提示. What the deployment should mend; the book opens all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// Others may write the directory, and so put another file in the book's place.
    DirectoryWritable {
        /// The directory.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The book was readable by others and has been tightened to 0600.
    Tightened {
        /// The file.
        path: PathBuf,
        /// Permission bits it had.
        mode: u32,
    },
}

/// 所在. How a book stands in its place, as its path tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Permission bits.
    pub mode: u32,
    /// Whether it is a regular file.
    pub regular: bool,
    /// Whether it belongs to the account at work.
    pub mine: bool,
    /// Others may write the directory it lies in.
    pub directory_open: bool,
    /// Name of the network file system it lies on; `None` on a local disk.
    pub network: Option<&'static str>,
}

/// Looks at a place without opening or changing anything; `None` when no file is there.
///
/// # Errors
/// A [`Fault`] when the place cannot be looked at.
pub fn stand(path: &Path) -> Result<Option<Standing>, Fault> {
    let meta = match fs::symlink_metadata(path) {
        Ok(meta) => meta,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).during("look at the book").at(path),
    };
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let around = fs::metadata(directory).during("look at the directory").at(directory)?.mode();
    let network = match refuse_network(path) {
        Err(Fault::NetworkFileSystem { kind, .. }) => Some(kind),
        Err(fault) => return Err(fault),
        Ok(()) => None,
    };
    Ok(Some(Standing {
        mode: meta.mode() & 0o7777,
        regular: meta.file_type().is_file(),
        mine: meta.uid() == Uid::effective().as_raw(),
        directory_open: around & 0o022 != 0 && around & 0o1000 == 0,
        network,
    }))
}

/// `<book><suffix>` beside the book.
pub(super) fn companion(book: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(book.as_os_str());
    name.push(suffix);
    PathBuf::from(name)
}

/// The path with its directory resolved, so that every way of writing it names the same companions.
pub(super) fn resolve(path: &Path) -> Result<PathBuf, Fault> {
    let name = path.file_name().ok_or_else(|| Fault::NotRegular(path.to_path_buf()))?;
    let parent = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    match fs::canonicalize(parent) {
        Ok(directory) => Ok(directory.join(name)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Fault::Missing(path.to_path_buf())),
        Err(error) => Err(error).during("resolve the directory").at(parent),
    }
}

/// A regular file on a local disk that only its owner may use.
pub(super) fn check(path: &Path) -> Result<Vec<Warning>, Fault> {
    let mut warnings = Vec::new();
    let meta = match fs::symlink_metadata(path) {
        Ok(meta) => meta,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Fault::Missing(path.to_path_buf())),
        Err(error) => return Err(error).during("look at the book").at(path),
    };
    if !meta.file_type().is_file() {
        return Err(Fault::NotRegular(path.to_path_buf()));
    }
    refuse_network(path)?;
    let mode = meta.mode() & 0o777;
    if mode & 0o022 != 0 || (mode & 0o077 != 0 && meta.uid() != Uid::effective().as_raw()) {
        return Err(Fault::Exposed { path: path.to_path_buf(), mode });
    }
    if mode & 0o077 != 0 {
        for file in [path.to_path_buf(), companion(path, "-wal"), companion(path, "-shm")] {
            if file.exists() {
                fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).during("tighten to 0600").at(&file)?;
            }
        }
        warnings.push(Warning::Tightened { path: path.to_path_buf(), mode });
    }
    if let Some(directory) = path.parent() {
        let mode = fs::metadata(directory).during("look at the directory").at(directory)?.mode();
        if mode & 0o022 != 0 && mode & 0o1000 == 0 {
            warnings.push(Warning::DirectoryWritable { path: directory.to_path_buf(), mode: mode & 0o7777 });
        }
    }
    Ok(warnings)
}

#[cfg(target_os = "linux")]
pub(super) fn refuse_network(path: &Path) -> Result<(), Fault> {
    const REMOTE: &[(u32, &str)] = &[
        (0x6969, "nfs"),
        (0x517B, "smb"),
        (0xFF53_4D42, "cifs"),
        (0xFE53_4D42, "smb2"),
        (0x0102_1997, "9p"),
        (0x5346_414F, "afs"),
        (0x7375_7245, "coda"),
        (0x564C, "ncp"),
        (0x00C3_6400, "ceph"),
        (0x0BD0_0BD0, "lustre"),
    ];
    let place = if path.exists() { path } else { path.parent().unwrap_or(path) };
    let figures =
        nix::sys::statfs::statfs(place).map_err(io::Error::from).during("look at the file system").at(place)?;
    // The kernel's magic is 32 bits wide, kept in a signed word whose width differs by platform.
    let magic = figures.filesystem_type().0 as u32;
    match REMOTE.iter().find(|(known, _)| *known == magic) {
        Some((_, kind)) => Err(Fault::NetworkFileSystem { path: path.to_path_buf(), kind }),
        None => Ok(()),
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn refuse_network(_path: &Path) -> Result<(), Fault> {
    Ok(())
}

/// A new empty file, 0600, that was not there before and is not reached through a link.
pub(super) fn create_new(path: &Path) -> Result<File, Fault> {
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    match made {
        Ok(file) => Ok(file),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(Fault::Exists(path.to_path_buf())),
        Err(error) => Err(error).during("make a file").at(path),
    }
}

/// Opens options that do not follow a link at the end of the path.
pub(super) fn no_follow(options: &mut OpenOptions) -> &mut OpenOptions {
    options.mode(0o600).custom_flags(nix::fcntl::OFlag::O_NOFOLLOW.bits())
}

/// Gives a finished file its name: synced, never over another file, the directory synced after.
pub(super) fn publish(temporary: &Path, target: &Path) -> Result<(), Fault> {
    let file = File::open(temporary).during("open the finished file").at(temporary)?;
    file.sync_all().during("sync the finished file").at(temporary)?;
    drop(file);
    match fs::hard_link(temporary, target) {
        Ok(()) => fs::remove_file(temporary).during("remove the temporary name").at(temporary)?,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(Fault::Exists(target.to_path_buf())),
        // A file system without hard links (FAT): the best left is to look, then rename.
        Err(_) if fs::symlink_metadata(target).is_err() => {
            fs::rename(temporary, target).during("name the finished file").at(target)?;
        }
        Err(_) => return Err(Fault::Exists(target.to_path_buf())),
    }
    sync_directory(target)
}

/// Makes the directory entry of `path` durable.
pub(super) fn sync_directory(path: &Path) -> Result<(), Fault> {
    let directory = path.parent().unwrap_or(Path::new("."));
    File::open(directory).and_then(|file| file.sync_all()).during("sync the directory").at(directory)
}

/// Random letters for a temporary name.
pub(super) fn random_hex() -> Result<String, Fault> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string())).during("draw random bytes")?;
    Ok(super::hex(&bytes))
}

/// A temporary name in the directory of `target`, invisible to a plain listing.
pub(super) fn temporary(target: &Path) -> Result<PathBuf, Fault> {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(".");
    name.push(random_hex()?);
    Ok(target.with_file_name(name))
}

/// Temporary files of a book in the making; what still stands at the end is removed.
pub(super) struct Scratch(pub(super) PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm", "-journal", ".ticket", ".head.log"] {
            let _ = fs::remove_file(companion(&self.0, suffix));
        }
    }
}

/// Which file the path names now: a book swapped under a running program is noticed.
pub(super) fn identity(path: &Path) -> Option<(u64, u64)> {
    fs::symlink_metadata(path).ok().map(|meta| (meta.dev(), meta.ino()))
}

/// Writes a new file: 0600, whole or not at all, never over another.
///
/// # Errors
/// [`Fault::Exists`] when the name is taken; [`Fault::Disk`] when it cannot be written.
pub fn put_new(target: &Path, bytes: &[u8]) -> Result<(), Fault> {
    use std::io::Write as _;
    let target = match resolve(target) {
        // No book is missing here, but the folder the file should stand in.
        Err(Fault::Missing(path)) => {
            return Err(io::Error::from(io::ErrorKind::NotFound)).during("find the folder").at(&path);
        }
        found => found?,
    };
    if fs::symlink_metadata(&target).is_ok() {
        return Err(Fault::Exists(target));
    }
    let scratch = Scratch(temporary(&target)?);
    create_new(&scratch.0)?.write_all(bytes).during("write a file").at(&scratch.0)?;
    publish(&scratch.0, &target)
}
