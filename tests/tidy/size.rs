//! How long a file and a function may be, and what every file looks like.

use std::collections::BTreeMap;

use crate::source::{Source, end_of_item};

/// Lines of a file.
const FILE_MAX: usize = 600;
/// Lines of a function.
const FUNCTION_MAX: usize = 70;

/// Files that are longer still; a line here may only go down or go away.
const LONG_FILES: &[(&str, usize)] = &[];
/// Functions that are longer still; a line here may only go down or go away.
const LONG_FUNCTIONS: &[(&str, &str, usize)] = &[
    ("src/text/messages/reason/tests.rs", "status_duplicate_days_and_deposits", 88),
    ("tests/cli_output.rs", "the_json_of_import", 77),
    ("tests/cli_output.rs", "the_json_of_reconcile", 73),
];

/// Files over the limit, and lines of the list that have outlived themselves.
pub(crate) fn long_files(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        let allowed = LONG_FILES.iter().find(|(path, _)| *path == source.path).map_or(FILE_MAX, |(_, lines)| *lines);
        if source.lines.len() > allowed {
            found.push(format!("{}:1: {} lines; split it, {allowed} at most", source.path, source.lines.len()));
        }
    }
    for (path, lines) in LONG_FILES {
        let now = sources.iter().find(|source| source.path == *path).map_or(0, |source| source.lines.len());
        if now < *lines {
            found.push(format!("tests/tidy/size.rs: {path} has {now} lines now; lower its figure or drop the line"));
        }
    }
    found
}

/// Functions over the limit.
pub(crate) fn long_functions(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    let mut seen: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for source in sources {
        for (line, name, length) in functions(source) {
            let listed = LONG_FUNCTIONS.iter().find(|(path, function, _)| *path == source.path && *function == name);
            let allowed = listed.map_or(FUNCTION_MAX, |(_, _, lines)| *lines);
            if length > allowed {
                found.push(format!("{}: `{name}` has {length} lines; cut it, {allowed} at most", source.at(line)));
            }
            seen.insert((source.path.as_str(), name), length);
        }
    }
    for (path, name, lines) in LONG_FUNCTIONS {
        let now = seen.get(&(*path, name.to_string())).copied().unwrap_or(0);
        if now < *lines {
            found.push(format!("tests/tidy/size.rs: {path} `{name}` has {now} lines now; lower its figure or drop it"));
        }
    }
    found
}

/// Line, name and length of every function with a body.
fn functions(source: &Source) -> Vec<(usize, String, usize)> {
    let mut found = Vec::new();
    for (line, code) in source.code.iter().enumerate() {
        let trimmed = code.trim_start();
        let words = ["pub", "pub(crate)", "pub(super)", "const", "async", "unsafe"];
        let rest = trimmed.split_whitespace().find(|word| !words.contains(word));
        let Some("fn") = rest else { continue };
        let after = trimmed.split_once("fn ").map_or("", |(_, after)| after);
        let name: String = after.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
        found.push((line, name, end_of_item(&source.code, line) - line + 1));
    }
    found
}

/// A file without the lines that say what it is.
pub(crate) fn without_opening(sources: &[Source]) -> Vec<String> {
    let opens = |source: &&Source| source.lines.first().is_some_and(|line| line.starts_with("//! "));
    let bare = sources.iter().filter(|source| !opens(source));
    bare.map(|source| format!("{}:1: open the file with `//!`: what it is, what holds in it", source.path)).collect()
}

/// Tabs and blanks at the end of a line.
pub(crate) fn stray_blanks(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.contains('\t') {
            found.push(format!("{path}:{number}: a tab; use blanks, or \\t in a literal"));
        }
        if line.ends_with(' ') {
            found.push(format!("{path}:{number}: a blank at the end of the line; take it away"));
        }
    }
    found
}
