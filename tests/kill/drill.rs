//! How long it takes to have the book back: a drill of a copy of a book full of receipts.

use std::fs;
use std::time::Instant;

use sanhe::domain::copies::CopyRules;
use sanhe::sample::{Plan, generate};
use sanhe::store::{drill, keep_copy};

use super::desk::{Book, day};

const GIGABYTE: u128 = 1 << 30;
/// What the office may wait, a gigabyte.
const SECONDS_PER_GIGABYTE: u128 = 60;

/// `SANHE_FULL=1 cargo test --release --test kill drill -- --nocapture` drills a book of three million rows.
#[test]
fn a_drill_gives_the_book_back_and_says_how_long_a_gigabyte_takes() {
    let full = std::env::var_os("SANHE_FULL").is_some();
    let (receipts, days) = if full { (1_000_000, 60) } else { (900, 3) };
    let scratch = tempfile::tempdir().expect("a directory");
    let files = generate(&Plan::new(receipts, days, 5, day("2026-03-02"))).files().expect("memory");
    let book = Book::made_in(scratch.path());
    for (name, text) in [("his.csv", &files.his), ("cashier.csv", &files.cashier), ("bank.csv", &files.bank)] {
        let path = scratch.path().join(name);
        fs::write(&path, text).expect("written");
        book.import_path(&path).expect("no fault");
    }
    let rules = CopyRules { hours: 1, days: 1, months: 1, second_place: String::new() };
    let kept = keep_copy(book.store(), "2026-05-01T00:00:00Z", &rules).expect("a copy");
    let begun = Instant::now();
    let passed = drill(book.store(), &kept.copied.path).expect("the copy stands in for the book");
    let took = begun.elapsed().as_millis();
    assert!(passed.note.totals.rows > 0 && passed.behind == 0);
    let bytes = u128::from(passed.note.bytes);
    let per_gigabyte = took * GIGABYTE / bytes / 1_000;
    println!("drill of {bytes} bytes, {} rows: {took} ms, {per_gigabyte} s a gigabyte", passed.note.totals.rows);
    if full {
        assert!(per_gigabyte <= SECONDS_PER_GIGABYTE, "{per_gigabyte} s a gigabyte");
    }
}
