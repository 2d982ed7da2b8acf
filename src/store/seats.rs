//! 席位: how many workstations a person has open on a book.
//!
//! Invariant: a seat is a lock on a file beside the book, so that it is free again the moment its process ends.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use super::fault::{At, During, Fault};
use super::place;

/// Workstations one account may have open on a book.
pub const SEATS: usize = 2;

/// 席位. Held as long as this lives.
#[derive(Debug)]
pub struct Seat(#[allow(dead_code)] File); // the lock goes with the file

/// Takes a seat of an account, by its number in the system; `None` when all are taken.
///
/// # Errors
/// When the files beside the book cannot be used.
pub fn take_seat(book: &Path, uid: u32) -> Result<Option<Seat>, Fault> {
    let directory = place::companion(&place::resolve(book)?, ".seats");
    DirBuilder::new().recursive(true).mode(0o700).create(&directory).during("make the directory").at(&directory)?;
    for number in 1..=SEATS {
        let path = directory.join(format!("{uid}-{number}"));
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let file = place::no_follow(&mut options).open(&path).during("take a seat").at(&path)?;
        match file.try_lock() {
            Ok(()) => return Ok(Some(Seat(file))),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(error).during("take a seat").at(&path),
        }
    }
    Ok(None)
}
