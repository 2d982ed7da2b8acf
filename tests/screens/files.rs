//! Files as they come in: several at once, and the rows of them that could not be read.

use crate::fake::Book;
use crate::{NARROW, Scene, WIDE};

/// Name, book, size, keys.
pub(crate) const SCENES: &[Scene] = &[
    ("quarantine", Book::Full, WIDE, "6 down"),
    ("quarantine_row", Book::Full, WIDE, "6 enter"),
    ("quarantine_whole_row", Book::Full, NARROW, "6 end enter"),
    ("quarantine_empty", Book::Empty, WIDE, "6"),
    ("quarantine_unreadable", Book::Broken, WIDE, "6"),
    ("quarantine_of_a_day", Book::Full, WIDE, "1 down enter 6"),
    ("quarantine_export", Book::Full, WIDE, "6 space space f9"),
    ("import_marked", Book::Full, WIDE, "2 \"tests/screens/incoming\" enter + up space"),
    ("import_files", Book::Full, WIDE, "2 \"tests/screens/incoming\" enter + enter wait down"),
    ("import_files_done", Book::Full, WIDE, "2 \"tests/screens/incoming\" enter + enter wait enter wait"),
    ("import_files_narrow", Book::Full, NARROW, "2 \"tests/screens/incoming\" enter + enter wait"),
    ("mapping/account_asked", Book::Full, WIDE, "2 \"whose.csv\" enter wait"),
    ("mapping/account_form", Book::Full, WIDE, "2 \"whose.csv\" enter wait enter f4"),
    ("mapping/account_said", Book::Full, WIDE, "2 \"whose.csv\" enter wait enter f4 1 f8 wait"),
    ("mapping/day_said", Book::Full, WIDE, "2 \"tests/screens/incoming\" enter f7 tab \"昨天\" f8"),
    ("mapping/refused", Book::Full, WIDE, "2 \"tests/screens/unmapped/unknown.csv\" enter wait"),
    ("mapping/roles", Book::Full, WIDE, "2 \"tests/screens/unmapped/unknown.csv\" enter wait enter wait enter"),
    (
        "mapping/word",
        Book::Full,
        WIDE,
        "2 \"tests/screens/unmapped/unknown.csv\" f6 wait enter 1 wait enter 1 wait enter 1 wait tab enter",
    ),
    (
        "mapping/whole",
        Book::Full,
        WIDE,
        "2 \"tests/screens/unmapped/unknown.csv\" f6 wait enter 1 wait enter 1 wait enter 1 wait end",
    ),
    ("mapping/source", Book::Full, WIDE, "2 \"tests/screens/unmapped/unknown.csv\" f6 wait tab up enter 4 wait"),
];
