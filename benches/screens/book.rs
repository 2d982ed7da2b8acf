//! A book made up for the bench: twelve days, imported and reconciled by the binary itself.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

const DAYS: u32 = 12;

/// The biggest of the files a book was made of, beside it.
pub(crate) fn largest_file(book: &Path) -> PathBuf {
    book.with_file_name("files").join("his.csv")
}

/// Makes the book in a folder and says where it is.
pub(crate) fn make(binary: &Path, folder: &Path, rows: u32) -> PathBuf {
    let started = Instant::now();
    let book = folder.join("book.sqlite");
    let files = folder.join("files");
    let run = |arguments: &[&std::ffi::OsStr]| {
        let mut command = Command::new(binary);
        command.arg("--book").arg(&book).args(["--today", "2026-04-01", "--json"]).args(arguments);
        let status = command.stdout(Stdio::null()).status().unwrap();
        assert!(matches!(status.code(), Some(0 | 1)), "{command:?}");
    };
    let words = |text: &str| text.split(' ').map(Into::into).collect::<Vec<std::ffi::OsString>>();
    let borrowed = |words: &[std::ffi::OsString]| run(&words.iter().map(|word| word.as_os_str()).collect::<Vec<_>>());
    let mut sample = words(&format!("sample --rows {rows} --days {DAYS} --seed 7 --out"));
    sample.push(files.clone().into());
    borrowed(&sample);
    borrowed(&words("init --operator bench"));
    let mut import = words("import");
    import.extend(["his.csv", "cashier.csv", "bank.csv"].map(|name| files.join(name).into()));
    borrowed(&import);
    borrowed(&words("reconcile --from 2026-03-01 --to 2026-03-31"));
    println!("a book of {rows} receipts made in {} s", started.elapsed().as_secs());
    book
}
