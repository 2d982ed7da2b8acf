//! Every screen as it looks: full and empty, in Chinese and English, at 80×24, at 64×18 and at 120×40 with lines.
//!
//! To add a screen: a `Scope` in `src/tui/action.rs`, and a row of `STATIONS` in `tests/screens/stations.rs` with the keys that
//! lead to it on the full made-up book, its cursor in the middle. Nothing more: `UPDATE=1 cargo test --test screens every`
//! writes `tests/screens/every/<scope>.txt`; read the diff. A scope without a station fails
//! `every_screen_has_a_station`, a station without its file fails here, and so does a file without a station. The same
//! keys are pressed on the empty book: what is seen then is where a person without data comes to stand. States of
//! one screen beyond these (found, marked, refused …) are scenes: rows of `SCENES`, or of a topic's own list.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use sanhe::text::lang::Lang;
use sanhe::tui::Setting;
use sanhe::tui::theme::Theme;

use crate::fake::Book;
use crate::stations::STATIONS;
use crate::{NARROW, ROOMY, WIDE, play_with, steps};

/// Heading, book, window, whether rules are lines.
const LOOKS: &[(&str, Book, (u16, u16), bool)] = &[
    ("80x24", Book::Full, WIDE, false),
    ("80x24 empty", Book::Empty, WIDE, false),
    ("64x18", Book::Full, NARROW, false),
    ("120x40 lines", Book::Full, ROOMY, true),
];

fn looks(script: &str) -> String {
    let mut found = String::new();
    for (heading, book, size, lines) in LOOKS {
        for (lang, code) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
            let plain = Setting::plain(lang).unwrap();
            let setting = Setting { theme: Theme { lines: *lines, colours: false }, ..plain };
            let text = play_with(setting, *book, *size, steps(script)).text();
            let ascii = text.contains('-') && !text.contains('─');
            assert_eq!(ascii, !*lines, "{script} {heading}: rules\n{text}");
            found.push_str(&format!("==== {heading} {code}\n{text}"));
        }
    }
    found
}

#[test]
fn every_screen_looks_as_agreed_full_and_empty_in_every_window() {
    let update = std::env::var_os("UPDATE").is_some();
    let folder = Path::new("tests/screens/every");
    let mut wrong = Vec::new();
    let mut named = BTreeSet::new();
    for (scope, script) in STATIONS {
        let path = folder.join(format!("{}.txt", scope.code()));
        named.insert(path.clone());
        let found = looks(script);
        if update {
            fs::create_dir_all(folder).unwrap();
            fs::write(&path, &found).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != found {
            wrong.push(format!("{}:\n{found}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "changed; UPDATE=1 writes them anew\n{}", wrong.join("\n"));
    let there: BTreeSet<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(there, named, "a file for every station and no other");
}
